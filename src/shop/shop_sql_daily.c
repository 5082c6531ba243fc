/* shop_sql_daily.c - the SQL of reminders and of the monthly notice. */
#include <string.h>

#include "shop/shop_internal.h"

struct status shop__reminded(struct till *till, int32_t *day)
{
    bool row = false;
    *day = -1;
    TRY(store_prepare(till->store, &till->reminded_get, "SELECT day FROM shop_reminded"));
    TRY(store_step(till->reminded_get, &row));
    if (row) {
        *day = (int32_t)store_int(till->reminded_get, 0);
        store_reset(till->reminded_get);
    }
    return OK;
}

struct status shop__reminded_put(struct till *till, int32_t day)
{
    TRY(store_prepare(till->store, &till->reminded_put,
                      "INSERT INTO shop_reminded (id, day) VALUES (1, ?) "
                      "ON CONFLICT (id) DO UPDATE SET day = excluded.day"));
    store_bind_int(till->reminded_put, 0, day);
    return store_execute(till->reminded_put);
}

struct status shop__reminder_put(struct till *till, const struct reminder *reminder, bool *new)
{
    TRY(store_prepare(till->store, &till->reminder_put,
                      "INSERT INTO shop_reminder (village, person, lot_day, ahead, points, due_on) "
                      "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"));
    struct store_stmt *stmt = till->reminder_put;
    store_bind_text(stmt, 0, reminder->village);
    store_bind_blob(stmt, 1, reminder->person.bytes, ID_BYTES);
    store_bind_int(stmt, 2, reminder->lot_day);
    store_bind_int(stmt, 3, reminder->ahead);
    store_bind_int(stmt, 4, reminder->points);
    store_bind_int(stmt, 5, reminder->due_on);
    TRY(store_execute(stmt));
    *new = store_changes(till->store) > 0;
    return OK;
}

struct status shop__notice_last(struct till *till, const char *village, int32_t *month)
{
    bool row = false;
    *month = -1;
    TRY(store_prepare(till->store, &till->notice_last,
                      "SELECT month FROM shop_notice WHERE village = ? ORDER BY month DESC "
                      "LIMIT 1"));
    store_bind_text(till->notice_last, 0, village);
    TRY(store_step(till->notice_last, &row));
    if (row) {
        *month = (int32_t)store_int(till->notice_last, 0);
        store_reset(till->notice_last);
    }
    return OK;
}

struct status shop__notice_get(struct till *till, const char *village, int32_t month, bool *found,
                               struct notice *notice)
{
    TRY(store_prepare(till->store, &till->notice_get,
                      "SELECT made_on, people, points FROM shop_notice WHERE village = ? AND "
                      "month = ?"));
    store_bind_text(till->notice_get, 0, village);
    store_bind_int(till->notice_get, 1, month);
    TRY(store_step(till->notice_get, found));
    if (*found) {
        *notice = (struct notice){month, (int32_t)store_int(till->notice_get, 0),
                                  store_int(till->notice_get, 1), store_int(till->notice_get, 2)};
        store_reset(till->notice_get);
    }
    return OK;
}

struct status shop__notice_put(struct till *till, const char *village, const struct notice *notice)
{
    TRY(store_prepare(till->store, &till->notice_put,
                      "INSERT INTO shop_notice (village, month, made_on, people, points) "
                      "VALUES (?, ?, ?, ?, ?)"));
    struct store_stmt *stmt = till->notice_put;
    store_bind_text(stmt, 0, village);
    store_bind_int(stmt, 1, notice->month);
    store_bind_int(stmt, 2, notice->made_on);
    store_bind_int(stmt, 3, notice->people);
    store_bind_int(stmt, 4, notice->points);
    return store_execute(stmt);
}

struct status shop__notice_group_put(struct till *till, const char *village, int32_t month,
                                     const struct notice_group *group)
{
    TRY(store_prepare(till->store, &till->notice_group_put,
                      "INSERT INTO shop_notice_group (village, month, name, people, points) "
                      "VALUES (?, ?, ?, ?, ?)"));
    struct store_stmt *stmt = till->notice_group_put;
    store_bind_text(stmt, 0, village);
    store_bind_int(stmt, 1, month);
    store_bind_text(stmt, 2, group->name);
    store_bind_int(stmt, 3, group->sum.people);
    store_bind_int(stmt, 4, group->sum.points);
    return store_execute(stmt);
}

struct status shop__notice_groups(struct till *till, const char *village, int32_t month,
                                  struct notice_group groups[NOTICE_GROUPS_MAX], size_t *count)
{
    TRY(store_prepare(till->store, &till->notice_groups,
                      "SELECT name, people, points FROM shop_notice_group WHERE village = ? AND "
                      "month = ? ORDER BY length(name), name LIMIT ?"));
    struct store_stmt *stmt = till->notice_groups;
    store_bind_text(stmt, 0, village);
    store_bind_int(stmt, 1, month);
    store_bind_int(stmt, 2, NOTICE_GROUPS_MAX);
    bool row = false;
    *count = 0;
    struct status status = store_step(stmt, &row);
    while (status_ok(status) && row) {
        struct notice_group *group = &groups[(*count)++];
        *group = (struct notice_group){.sum = {store_int(stmt, 1), store_int(stmt, 2), false}};
        snprintf(group->name, sizeof group->name, "%s", store_text(stmt, 0));
        status = store_step(stmt, &row);
    }
    store_reset(stmt);
    return status;
}

struct status shop__earned_drop(struct till *till, const char *village, int32_t month)
{
    TRY(store_prepare(till->store, &till->earned_drop,
                      "DELETE FROM shop_earned WHERE village = ? AND month = ?"));
    store_bind_text(till->earned_drop, 0, village);
    store_bind_int(till->earned_drop, 1, month);
    return store_execute(till->earned_drop);
}

struct status shop__earned_put(struct till *till, const char *village, int32_t month,
                               const struct earned *earned)
{
    TRY(store_prepare(till->store, &till->earned_put,
                      "INSERT INTO shop_earned (village, month, person, points) "
                      "VALUES (?, ?, ?, ?)"));
    struct store_stmt *stmt = till->earned_put;
    store_bind_text(stmt, 0, village);
    store_bind_int(stmt, 1, month);
    store_bind_blob(stmt, 2, earned->person.bytes, ID_BYTES);
    store_bind_int(stmt, 3, earned->points);
    return store_execute(stmt);
}

struct status shop__earned_find(struct till *till, const char *village, int32_t month,
                                const struct id *after, struct earned *list, size_t room,
                                size_t *count)
{
    TRY(store_prepare(till->store, &till->earned_find,
                      "SELECT person, points FROM shop_earned WHERE village = ? AND month = ? AND "
                      "person > ? ORDER BY person LIMIT ?"));
    struct store_stmt *stmt = till->earned_find;
    store_bind_text(stmt, 0, village);
    store_bind_int(stmt, 1, month);
    store_bind_blob(stmt, 2, after->bytes, ID_BYTES);
    store_bind_int(stmt, 3, (int64_t)room);
    bool row = false;
    *count = 0;
    struct status status = store_step(stmt, &row);
    while (status_ok(status) && row) {
        struct earned *earned = &list[(*count)++];
        earned->points = store_int(stmt, 1);
        status = store_blob_exact(stmt, 0, earned->person.bytes, ID_BYTES);
        if (status_ok(status)) {
            status = store_step(stmt, &row);
        }
    }
    store_reset(stmt);
    return status;
}

/* ---- of one person, for telling and for taking away ---- */

struct status shop__reminder_own(struct till *till, const struct id *person, reminder_each_fn each,
                                 void *context)
{
    TRY(store_prepare(till->store, &till->reminder_own,
                      "SELECT village, lot_day, ahead, points, due_on FROM shop_reminder "
                      "WHERE person = ? ORDER BY due_on, lot_day"));
    struct store_stmt *stmt = till->reminder_own;
    store_bind_blob(stmt, 0, person->bytes, ID_BYTES);
    bool row = false;
    struct status status = store_step(stmt, &row);
    while (status_ok(status) && row) {
        struct reminder reminder = {.person = *person,
                                    .lot_day = (int32_t)store_int(stmt, 1),
                                    .ahead = (int32_t)store_int(stmt, 2),
                                    .points = store_int(stmt, 3),
                                    .due_on = (int32_t)store_int(stmt, 4)};
        snprintf(reminder.village, sizeof reminder.village, "%s", store_text(stmt, 0));
        status = each(context, &reminder);
        if (status_ok(status)) {
            status = store_step(stmt, &row);
        }
    }
    store_reset(stmt);
    return status;
}

struct status shop__earned_own(struct till *till, const struct id *person, earned_each_fn each,
                               void *context)
{
    TRY(store_prepare(till->store, &till->earned_own,
                      "SELECT village, month, points FROM shop_earned WHERE person = ? "
                      "ORDER BY month"));
    struct store_stmt *stmt = till->earned_own;
    store_bind_blob(stmt, 0, person->bytes, ID_BYTES);
    bool row = false;
    struct status status = store_step(stmt, &row);
    while (status_ok(status) && row) {
        status =
            each(context, store_text(stmt, 0), (int32_t)store_int(stmt, 1), store_int(stmt, 2));
        if (status_ok(status)) {
            status = store_step(stmt, &row);
        }
    }
    store_reset(stmt);
    return status;
}

static struct status drop(struct till *till, struct store_stmt **stmt, const char *sql,
                          const struct id *person)
{
    TRY(store_prepare(till->store, stmt, sql));
    store_bind_blob(*stmt, 0, person->bytes, ID_BYTES);
    return store_execute(*stmt);
}

struct status shop__person_drop(struct till *till, const struct id *person)
{
    TRY(drop(till, &till->drop_tickets, "DELETE FROM shop_ticket WHERE person = ?", person));
    TRY(drop(till, &till->drop_disputes, "DELETE FROM shop_dispute WHERE person = ?", person));
    TRY(drop(till, &till->drop_reminders, "DELETE FROM shop_reminder WHERE person = ?", person));
    return drop(till, &till->drop_earned, "DELETE FROM shop_earned WHERE person = ?", person);
}

/* ---- what has a term ---- */

struct status shop__sweep(struct till *till, int64_t now)
{
    TRY(shop__ticket_sweep(till, now - TICKET_KEPT_SECONDS));
    TRY(store_prepare(till->store, &till->sweep_reminders,
                      "DELETE FROM shop_reminder WHERE due_on < ?"));
    store_bind_int(till->sweep_reminders, 0, now / 86400 - REMINDER_KEPT_DAYS);
    return store_execute(till->sweep_reminders);
}
