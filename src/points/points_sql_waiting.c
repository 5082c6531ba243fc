/* points_sql_waiting.c - awards in their notice period and the objections to them, in the books. */
#include "points/points_internal.h"

struct status points__waiting_insert(struct points *points, uint64_t record, int64_t village,
                                     const struct award_wait *waiting)
{
    TRY(store_prepare(points->store, &points->sql.waiting_insert,
                      "INSERT INTO waiting (record, village, due_on, proposer, approver) "
                      "VALUES (?,?,?,?,?)"));
    struct store_stmt *stmt = points->sql.waiting_insert;
    store_bind_int(stmt, 0, (int64_t)record);
    store_bind_int(stmt, 1, village);
    store_bind_int(stmt, 2, waiting->due_on);
    store_bind_int(stmt, 3, waiting->proposer);
    store_bind_int(stmt, 4, waiting->approver);
    return store_execute(stmt);
}

struct status points_waiting(struct points *points, uint64_t award, struct award_wait *waiting)
{
    REQUIRE(points != NULL && waiting != NULL);
    bool row = false;
    *waiting = (struct award_wait){0};
    TRY(store_prepare(points->store, &points->sql.waiting_select,
                      "SELECT due_on, proposer, approver FROM waiting WHERE record=?"));
    struct store_stmt *stmt = points->sql.waiting_select;
    store_bind_int(stmt, 0, (int64_t)award);
    TRY(store_step(stmt, &row));
    if (row) {
        *waiting = (struct award_wait){(int32_t)store_int(stmt, 0), store_int(stmt, 1),
                                       store_int(stmt, 2)};
        store_reset(stmt);
    }
    return OK;
}

struct status points__waiting_due(struct points *points, uint64_t record, int32_t due_on)
{
    TRY(store_prepare(points->store, &points->sql.waiting_due,
                      "UPDATE waiting SET due_on=? WHERE record=?"));
    store_bind_int(points->sql.waiting_due, 0, due_on);
    store_bind_int(points->sql.waiting_due, 1, (int64_t)record);
    return store_execute(points->sql.waiting_due);
}

struct status points__waiting_delete(struct points *points, uint64_t record)
{
    TRY(store_prepare(points->store, &points->sql.waiting_delete,
                      "DELETE FROM waiting WHERE record=?"));
    store_bind_int(points->sql.waiting_delete, 0, (int64_t)record);
    return store_execute(points->sql.waiting_delete);
}

struct status points_waiting_find(struct points *points, int32_t day, int64_t after,
                                  struct due_award *list, size_t room, size_t *count)
{
    REQUIRE(points != NULL && list != NULL && count != NULL);
    TRY(store_prepare(points->store, &points->sql.waiting_each,
                      "SELECT w.record, w.village, coalesce(o.upheld, 0) FROM waiting w "
                      "LEFT JOIN objection o ON o.award=w.record WHERE w.due_on<=? AND "
                      "w.record>? ORDER BY w.record LIMIT ?"));
    struct store_stmt *stmt = points->sql.waiting_each;
    store_bind_int(stmt, 0, day);
    store_bind_int(stmt, 1, after);
    store_bind_int(stmt, 2, (int64_t)room);
    bool row = false;
    *count = 0;
    struct status status = store_step(stmt, &row);
    while (status_ok(status) && row) {
        list[(*count)++] = (struct due_award){(uint64_t)store_int(stmt, 0), store_int(stmt, 1),
                                              store_int(stmt, 2) != 0};
        status = store_step(stmt, &row);
    }
    store_reset(stmt);
    return status;
}

struct status points_waiting_each(struct points *points, int64_t village, int64_t after,
                                  size_t limit, waiting_each_fn each, void *context)
{
    REQUIRE(points != NULL && each != NULL);
    TRY(store_prepare(points->store, &points->sql.waiting_village,
                      "SELECT w.record, w.due_on, w.proposer, w.approver, coalesce(o.state, 0), "
                      "coalesce(o.upheld, 0) FROM waiting w LEFT JOIN objection o "
                      "ON o.award=w.record WHERE w.village=? AND w.record>? ORDER BY w.record "
                      "LIMIT ?"));
    struct store_stmt *stmt = points->sql.waiting_village;
    store_bind_int(stmt, 0, village);
    store_bind_int(stmt, 1, after);
    store_bind_int(stmt, 2, (int64_t)limit);
    bool row = false;
    struct status status = store_step(stmt, &row);
    while (status_ok(status) && row) {
        const struct waiting_award award = {
            .record = (uint64_t)store_int(stmt, 0),
            .wait = {(int32_t)store_int(stmt, 1), store_int(stmt, 2), store_int(stmt, 3)},
            .objection = (enum objection_state)store_int(stmt, 4),
            .upheld = store_int(stmt, 5) != 0,
        };
        status = each(context, &award);
        if (status_ok(status)) {
            status = store_step(stmt, &row);
        }
    }
    store_reset(stmt);
    return status;
}

struct status points_objection(struct points *points, uint64_t award, struct objection *objection)
{
    REQUIRE(points != NULL && objection != NULL);
    bool row = false;
    *objection = (struct objection){0};
    TRY(store_prepare(points->store, &points->sql.objection_select,
                      "SELECT state, upheld, day, due_on, person, appellant, judge "
                      "FROM objection WHERE award=?"));
    struct store_stmt *stmt = points->sql.objection_select;
    store_bind_int(stmt, 0, (int64_t)award);
    TRY(store_step(stmt, &row));
    if (row) {
        *objection = (struct objection){
            .state = (enum objection_state)store_int(stmt, 0),
            .upheld = store_int(stmt, 1) != 0,
            .day = (int32_t)store_int(stmt, 2),
            .due_on = (int32_t)store_int(stmt, 3),
            .person = store_int(stmt, 4),
            .appellant = store_int(stmt, 5),
            .judge = store_int(stmt, 6),
        };
        store_reset(stmt);
    }
    return OK;
}

struct status points__objection_save(struct points *points, uint64_t award,
                                     const struct objection *objection)
{
    TRY(store_prepare(points->store, &points->sql.objection_save,
                      "INSERT OR REPLACE INTO objection (award, state, upheld, day, due_on, "
                      "person, appellant, judge) VALUES (?,?,?,?,?,?,?,?)"));
    struct store_stmt *stmt = points->sql.objection_save;
    store_bind_int(stmt, 0, (int64_t)award);
    store_bind_int(stmt, 1, objection->state);
    store_bind_int(stmt, 2, objection->upheld);
    store_bind_int(stmt, 3, objection->day);
    store_bind_int(stmt, 4, objection->due_on);
    store_bind_int(stmt, 5, objection->person);
    store_bind_int(stmt, 6, objection->appellant);
    store_bind_int(stmt, 7, objection->judge);
    return store_execute(stmt);
}
