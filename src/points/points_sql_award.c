/* points_sql_award.c - attendance, caps, once-only awards and what follows them, in the books. */
#include "points/points_internal.h"

struct status points__cap_select(struct points *points, const struct fold_key *key, int64_t *used)
{
    bool row = false;
    TRY(store_prepare(points->store, &points->sql.cap_select,
                      "SELECT points FROM cap_used WHERE period=? AND holder=?"));
    struct store_stmt *stmt = points->sql.cap_select;
    store_bind_int(stmt, 0, key->part[0]);
    store_bind_int(stmt, 1, key->part[1]);
    TRY(store_step(stmt, &row));
    *used = row ? store_int(stmt, 0) : 0;
    store_reset(stmt);
    return OK;
}

struct status points__cap_save(struct points *points, const struct bulk *rows)
{
    return store_bulk(points->store, &points->sql.cap_save,
                      "INSERT INTO cap_used (period, holder, points) SELECT c0, c1, c2 FROM bulk "
                      "WHERE true ON CONFLICT DO UPDATE SET points=excluded.points",
                      rows);
}

struct status points__cap_run_empty(struct points *points, const struct fold_key *key, bool *empty)
{
    bool row = false;
    TRY(store_prepare(points->store, &points->sql.cap_run,
                      "SELECT 1 FROM cap_used WHERE period=? LIMIT 1"));
    store_bind_int(points->sql.cap_run, 0, key->part[0]);
    TRY(store_step(points->sql.cap_run, &row));
    store_reset(points->sql.cap_run);
    *empty = !row;
    return OK;
}

struct status points__attendance_select(struct points *points, const struct fold_key *key,
                                        int64_t *record)
{
    bool row = false;
    TRY(store_prepare(points->store, &points->sql.attendance_select,
                      "SELECT record+1 FROM attendance WHERE activity=? AND member=? AND "
                      "checked_in_at=?"));
    struct store_stmt *stmt = points->sql.attendance_select;
    for (int i = 0; i < 3; i++) {
        store_bind_int(stmt, i, key->part[i]);
    }
    TRY(store_step(stmt, &row));
    *record = row ? store_int(stmt, 0) : 0;
    store_reset(stmt);
    return OK;
}

struct status points__attendance_save(struct points *points, const struct bulk *rows)
{
    return store_bulk(points->store, &points->sql.attendance_save,
                      "INSERT INTO attendance (activity, member, checked_in_at, record) "
                      "SELECT c0, c1, c2, c3 FROM bulk",
                      rows);
}

struct status points__attendance_run_empty(struct points *points, const struct fold_key *key,
                                           bool *empty)
{
    bool row = false;
    TRY(store_prepare(points->store, &points->sql.attendance_run,
                      "SELECT 1 FROM attendance WHERE activity=? LIMIT 1"));
    store_bind_int(points->sql.attendance_run, 0, key->part[0]);
    TRY(store_step(points->sql.attendance_run, &row));
    store_reset(points->sql.attendance_run);
    *empty = !row;
    return OK;
}

struct status points__once_known(struct points *points, int64_t family, int64_t subject,
                                 bool *known)
{
    TRY(store_prepare(points->store, &points->sql.once_select,
                      "SELECT 1 FROM once WHERE family=? AND subject=?"));
    store_bind_int(points->sql.once_select, 0, family);
    store_bind_int(points->sql.once_select, 1, subject);
    TRY(store_step(points->sql.once_select, known));
    store_reset(points->sql.once_select);
    return OK;
}

struct status points__once_insert(struct points *points, int64_t family, int64_t subject,
                                  uint64_t record)
{
    TRY(store_prepare(points->store, &points->sql.once_insert,
                      "INSERT INTO once (family, subject, record) VALUES (?,?,?)"));
    store_bind_int(points->sql.once_insert, 0, family);
    store_bind_int(points->sql.once_insert, 1, subject);
    store_bind_int(points->sql.once_insert, 2, (int64_t)record);
    return store_execute(points->sql.once_insert);
}

struct status points__once_delete(struct points *points, uint64_t record, int64_t family,
                                  int64_t subject)
{
    TRY(store_prepare(points->store, &points->sql.once_delete,
                      "DELETE FROM once WHERE family=? AND subject=? AND record=?"));
    store_bind_int(points->sql.once_delete, 0, family);
    store_bind_int(points->sql.once_delete, 1, subject);
    store_bind_int(points->sql.once_delete, 2, (int64_t)record);
    return store_execute(points->sql.once_delete);
}

struct status points__award_household(struct points *points, uint64_t record, int64_t *household)
{
    bool row = false;
    TRY(store_prepare(points->store, &points->sql.award_household_select,
                      "SELECT household FROM award_household WHERE record=?"));
    store_bind_int(points->sql.award_household_select, 0, (int64_t)record);
    TRY(store_step(points->sql.award_household_select, &row));
    *household = row ? store_int(points->sql.award_household_select, 0) : 0;
    store_reset(points->sql.award_household_select);
    return OK;
}

struct status points__award_household_insert(struct points *points, uint64_t record,
                                             int64_t household)
{
    TRY(store_prepare(points->store, &points->sql.award_household_insert,
                      "INSERT INTO award_household (record, household) VALUES (?,?)"));
    store_bind_int(points->sql.award_household_insert, 0, (int64_t)record);
    store_bind_int(points->sql.award_household_insert, 1, household);
    return store_execute(points->sql.award_household_insert);
}

struct status points__unfunded_select(struct points *points, uint64_t record,
                                      struct unfunded *unfunded)
{
    bool row = false;
    *unfunded = (struct unfunded){0};
    TRY(store_prepare(points->store, &points->sql.unfunded_select,
                      "SELECT member, activity, rule, day, computed FROM unfunded "
                      "WHERE record=?"));
    struct store_stmt *stmt = points->sql.unfunded_select;
    store_bind_int(stmt, 0, (int64_t)record);
    TRY(store_step(stmt, &row));
    if (row) {
        *unfunded = (struct unfunded){store_int(stmt, 0), store_int(stmt, 1), store_int(stmt, 2),
                                      (int32_t)store_int(stmt, 3), store_int(stmt, 4)};
        store_reset(stmt);
    }
    return OK;
}

struct status points__unfunded_insert(struct points *points, uint64_t record,
                                      const struct unfunded *unfunded)
{
    TRY(store_prepare(points->store, &points->sql.unfunded_insert,
                      "INSERT INTO unfunded (record, member, activity, rule, day, computed) "
                      "VALUES (?,?,?,?,?,?)"));
    struct store_stmt *stmt = points->sql.unfunded_insert;
    store_bind_int(stmt, 0, (int64_t)record);
    store_bind_int(stmt, 1, unfunded->member);
    store_bind_int(stmt, 2, unfunded->activity);
    store_bind_int(stmt, 3, unfunded->rule);
    store_bind_int(stmt, 4, unfunded->day);
    store_bind_int(stmt, 5, unfunded->computed);
    return store_execute(stmt);
}

struct status points_unfunded_each(struct points *points, int64_t village, int64_t after,
                                   size_t limit, points_unfunded_fn each, void *context)
{
    TRY(store_prepare(points->store, &points->sql.unfunded_each,
                      "SELECT u.record, u.day, u.computed FROM unfunded u "
                      "JOIN rule r ON r.id=u.rule "
                      "LEFT JOIN follow_up f ON f.record=u.record AND f.action=5 "
                      "WHERE r.village=? AND f.record IS NULL AND u.record>? "
                      "ORDER BY u.record LIMIT ?"));
    struct store_stmt *stmt = points->sql.unfunded_each;
    struct status status = OK;
    bool row = true;
    store_bind_int(stmt, 0, village);
    store_bind_int(stmt, 1, after);
    store_bind_int(stmt, 2, (int64_t)limit);
    while (status_ok(status)) {
        status = store_step(stmt, &row);
        if (!status_ok(status) || !row) {
            break;
        }
        status = each(context, (uint64_t)store_int(stmt, 0), (int32_t)store_int(stmt, 1),
                      store_int(stmt, 2));
    }
    store_reset(stmt);
    return status;
}

struct status points__follow_up(struct points *points, uint64_t record,
                                enum follow_up_action action, bool *done, uint64_t *by)
{
    TRY(store_prepare(points->store, &points->sql.follow_select,
                      "SELECT by FROM follow_up WHERE record=? AND action=?"));
    store_bind_int(points->sql.follow_select, 0, (int64_t)record);
    store_bind_int(points->sql.follow_select, 1, action);
    TRY(store_step(points->sql.follow_select, done));
    *by = *done ? (uint64_t)store_int(points->sql.follow_select, 0) : 0;
    store_reset(points->sql.follow_select);
    return OK;
}

struct status points__follow_up_insert(struct points *points, uint64_t record,
                                       enum follow_up_action action, uint64_t by)
{
    TRY(store_prepare(points->store, &points->sql.follow_insert,
                      "INSERT INTO follow_up (record, action, by) VALUES (?,?,?)"));
    store_bind_int(points->sql.follow_insert, 0, (int64_t)record);
    store_bind_int(points->sql.follow_insert, 1, action);
    store_bind_int(points->sql.follow_insert, 2, (int64_t)by);
    return store_execute(points->sql.follow_insert);
}

struct status points__voucher_known(struct points *points, int64_t village, const char *number,
                                    bool *known)
{
    TRY(store_prepare(points->store, &points->sql.voucher_select,
                      "SELECT 1 FROM voucher WHERE village=? AND number=?"));
    store_bind_int(points->sql.voucher_select, 0, village);
    store_bind_text(points->sql.voucher_select, 1, number);
    TRY(store_step(points->sql.voucher_select, known));
    store_reset(points->sql.voucher_select);
    return OK;
}

struct status points__voucher_insert(struct points *points, int64_t village, const char *number,
                                     uint64_t record)
{
    TRY(store_prepare(points->store, &points->sql.voucher_insert,
                      "INSERT INTO voucher (village, number, record) VALUES (?,?,?)"));
    store_bind_int(points->sql.voucher_insert, 0, village);
    store_bind_text(points->sql.voucher_insert, 1, number);
    store_bind_int(points->sql.voucher_insert, 2, (int64_t)record);
    return store_execute(points->sql.voucher_insert);
}
