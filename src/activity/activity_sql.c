/* activity_sql.c - the SQL of plans and sign-ups. */
#include <stdio.h>
#include <string.h>

#include "activity/activity_internal.h"

#define PLAN_COLUMNS                                                                               \
    "id, village, code, state, rule, title, place, note, starts_at, ends_at, signup_until, "       \
    "capacity, leader, proposer, created_at, changed_at, word"

static void bind_id(struct store_stmt *stmt, int index, const struct id *id)
{
    store_bind_blob(stmt, index, id->bytes, ID_BYTES);
}

#define TEXT_OF(stmt, column, field) snprintf(field, sizeof field, "%s", store_text(stmt, column))

static struct status plan_read(struct store_stmt *stmt, struct plan *plan)
{
    TRY(store_blob_exact(stmt, 0, plan->id.bytes, ID_BYTES));
    TEXT_OF(stmt, 1, plan->village);
    TEXT_OF(stmt, 2, plan->code);
    plan->state = (enum plan_state)store_int(stmt, 3);
    TEXT_OF(stmt, 4, plan->rule);
    TEXT_OF(stmt, 5, plan->title);
    TEXT_OF(stmt, 6, plan->place);
    TEXT_OF(stmt, 7, plan->note);
    plan->starts_at = store_int(stmt, 8);
    plan->ends_at = store_int(stmt, 9);
    plan->signup_until = store_int(stmt, 10);
    plan->capacity = store_int(stmt, 11);
    TRY(store_blob_exact(stmt, 12, plan->leader.bytes, ID_BYTES));
    TRY(store_blob_exact(stmt, 13, plan->proposer.bytes, ID_BYTES));
    plan->created_at = store_int(stmt, 14);
    plan->changed_at = store_int(stmt, 15);
    TEXT_OF(stmt, 16, plan->word);
    return OK;
}

static struct status plan_only(struct store_stmt *stmt, bool *found, struct plan *plan)
{
    TRY(store_step(stmt, found));
    struct status status = *found ? plan_read(stmt, plan) : OK;
    store_reset(stmt);
    return status;
}

static struct plan_brief *brief_slot(struct activities *own, const struct id *id)
{
    uint32_t hash = 0;
    memcpy(&hash, id->bytes + ID_BYTES - sizeof hash, sizeof hash);
    return &own->briefs[hash % BRIEF_SLOTS];
}

struct status activity__plan_brief(struct activities *own, const struct id *id,
                                   struct plan_brief *brief)
{
    struct plan_brief *slot = brief_slot(own, id);
    struct plan plan;
    bool found = true;
    if (slot->state == 0 || memcmp(&slot->id, id, sizeof *id) != 0) {
        TRY(activity__plan_get(own, id, &found, &plan));
        *slot = (struct plan_brief){.id = *id};
    }
    if (found && slot->state == 0) {
        slot->state = plan.state;
        slot->leader = plan.leader;
        slot->created_at = plan.created_at;
        memcpy(slot->village, plan.village, sizeof slot->village);
        memcpy(slot->code, plan.code, sizeof slot->code);
        memcpy(slot->rule, plan.rule, sizeof slot->rule);
    }
    *brief = *slot;
    return OK;
}

struct status activity__plan_put(struct activities *own, const struct plan *plan)
{
    brief_slot(own, &plan->id)->state = 0;
    TRY(store_prepare(own->store, &own->sql.plan_put,
                      "INSERT INTO plan (" PLAN_COLUMNS ") "
                      "VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?) "
                      "ON CONFLICT (id) DO UPDATE SET code=excluded.code, state=excluded.state, "
                      "rule=excluded.rule, title=excluded.title, place=excluded.place, "
                      "note=excluded.note, starts_at=excluded.starts_at, "
                      "ends_at=excluded.ends_at, signup_until=excluded.signup_until, "
                      "capacity=excluded.capacity, leader=excluded.leader, "
                      "changed_at=excluded.changed_at, word=excluded.word"));
    struct store_stmt *stmt = own->sql.plan_put;
    bind_id(stmt, 0, &plan->id);
    store_bind_text(stmt, 1, plan->village);
    store_bind_text(stmt, 2, plan->code);
    store_bind_int(stmt, 3, plan->state);
    store_bind_text(stmt, 4, plan->rule);
    store_bind_text(stmt, 5, plan->title);
    store_bind_text(stmt, 6, plan->place);
    store_bind_text(stmt, 7, plan->note);
    store_bind_int(stmt, 8, plan->starts_at);
    store_bind_int(stmt, 9, plan->ends_at);
    store_bind_int(stmt, 10, plan->signup_until);
    store_bind_int(stmt, 11, plan->capacity);
    bind_id(stmt, 12, &plan->leader);
    bind_id(stmt, 13, &plan->proposer);
    store_bind_int(stmt, 14, plan->created_at);
    store_bind_int(stmt, 15, plan->changed_at);
    store_bind_text(stmt, 16, plan->word);
    return store_execute(stmt);
}

struct status activity__plan_get(struct activities *own, const struct id *id, bool *found,
                                 struct plan *plan)
{
    TRY(store_prepare(own->store, &own->sql.plan_get,
                      "SELECT " PLAN_COLUMNS " FROM plan WHERE id=?"));
    bind_id(own->sql.plan_get, 0, id);
    return plan_only(own->sql.plan_get, found, plan);
}

struct status activity__plan_find(struct activities *own, const char *village, const char *code,
                                  bool *found, struct plan *plan)
{
    TRY(store_prepare(own->store, &own->sql.plan_find,
                      "SELECT " PLAN_COLUMNS " FROM plan WHERE village=? AND code=?"));
    store_bind_text(own->sql.plan_find, 0, village);
    store_bind_text(own->sql.plan_find, 1, code);
    return plan_only(own->sql.plan_find, found, plan);
}

struct status activity__plan_list(struct activities *own, const char *village,
                                  enum plan_state state, int64_t from, int64_t after_start,
                                  const char *after_code, size_t limit, plan_each_fn each,
                                  void *context)
{
    TRY(store_prepare(own->store, &own->sql.plan_list,
                      "SELECT " PLAN_COLUMNS " FROM plan WHERE village=? AND state=? AND "
                      "ends_at>=? AND (starts_at>? OR (starts_at=? AND code>?)) "
                      "ORDER BY starts_at, code LIMIT ?"));
    struct store_stmt *stmt = own->sql.plan_list;
    struct status status = OK;
    bool row = true;
    store_bind_text(stmt, 0, village);
    store_bind_int(stmt, 1, state);
    store_bind_int(stmt, 2, from);
    store_bind_int(stmt, 3, after_start);
    store_bind_int(stmt, 4, after_start);
    store_bind_text(stmt, 5, after_code);
    store_bind_int(stmt, 6, (int64_t)limit);
    while (status_ok(status)) {
        struct plan plan = {0};
        status = store_step(stmt, &row);
        if (!status_ok(status) || !row) {
            break;
        }
        status = plan_read(stmt, &plan);
        if (status_ok(status)) {
            status = each(context, &plan);
        }
    }
    store_reset(stmt);
    return status;
}

/* ---- sign-ups ---- */

static struct status signup_only(struct store_stmt *stmt, struct signup *signup)
{
    bool row = false;
    struct status status = OK;
    TRY(store_step(stmt, &row));
    if (row) {
        status = store_blob_exact(stmt, 0, signup->person.bytes, ID_BYTES);
        signup->state = (enum signup_state)store_int(stmt, 1);
        signup->number = store_int(stmt, 2);
    } else {
        signup->state = SIGNUP_NONE;
        signup->number = 0;
    }
    store_reset(stmt);
    return status;
}

struct status activity__signup_get(struct activities *own, const struct id *plan,
                                   const struct id *person, struct signup *signup)
{
    TRY(store_prepare(own->store, &own->sql.signup_get,
                      "SELECT person, state, number FROM signup WHERE plan=? AND person=?"));
    bind_id(own->sql.signup_get, 0, plan);
    bind_id(own->sql.signup_get, 1, person);
    signup->person = *person;
    return signup_only(own->sql.signup_get, signup);
}

struct status activity__signup_put(struct activities *own, const struct id *plan,
                                   const struct signup *signup, int64_t now)
{
    TRY(store_prepare(own->store, &own->sql.signup_put,
                      "INSERT INTO signup (plan, person, state, number, changed_at) "
                      "VALUES (?,?,?,?,?) ON CONFLICT (plan, person) DO UPDATE SET "
                      "state=excluded.state, number=excluded.number, "
                      "changed_at=excluded.changed_at"));
    struct store_stmt *stmt = own->sql.signup_put;
    bind_id(stmt, 0, plan);
    bind_id(stmt, 1, &signup->person);
    store_bind_int(stmt, 2, signup->state);
    store_bind_int(stmt, 3, signup->number);
    store_bind_int(stmt, 4, now);
    return store_execute(stmt);
}

struct status activity__signup_counts(struct activities *own, const struct id *plan,
                                      struct signup_counts *counts)
{
    TRY(store_prepare(own->store, &own->sql.signup_counts,
                      "SELECT coalesce(sum(CASE WHEN state=1 THEN 1 ELSE 0 END), 0), "
                      "coalesce(sum(CASE WHEN state=2 THEN 1 ELSE 0 END), 0), "
                      "coalesce(max(number), 0) FROM signup WHERE plan=?"));
    struct store_stmt *stmt = own->sql.signup_counts;
    bool row = false;
    bind_id(stmt, 0, plan);
    *counts = (struct signup_counts){0};
    TRY(store_step(stmt, &row));
    if (row) {
        *counts =
            (struct signup_counts){store_int(stmt, 0), store_int(stmt, 1), store_int(stmt, 2)};
    }
    store_reset(stmt);
    return OK;
}

struct status activity__signup_next(struct activities *own, const struct id *plan,
                                    struct signup *signup)
{
    TRY(store_prepare(own->store, &own->sql.signup_next,
                      "SELECT person, state, number FROM signup WHERE plan=? AND state=2 "
                      "ORDER BY number LIMIT 1"));
    bind_id(own->sql.signup_next, 0, plan);
    return signup_only(own->sql.signup_next, signup);
}

struct status activity__signup_list(struct activities *own, const struct id *plan,
                                    signup_each_fn each, void *context)
{
    TRY(store_prepare(own->store, &own->sql.signup_list,
                      "SELECT person, state, number FROM signup WHERE plan=? AND state<>3 "
                      "ORDER BY state, number"));
    struct store_stmt *stmt = own->sql.signup_list;
    struct status status = OK;
    bool row = true;
    bind_id(stmt, 0, plan);
    while (status_ok(status)) {
        struct signup signup = {0};
        status = store_step(stmt, &row);
        if (!status_ok(status) || !row) {
            break;
        }
        status = store_blob_exact(stmt, 0, signup.person.bytes, ID_BYTES);
        signup.state = (enum signup_state)store_int(stmt, 1);
        signup.number = store_int(stmt, 2);
        if (status_ok(status)) {
            status = each(context, &signup);
        }
    }
    store_reset(stmt);
    return status;
}

struct status activity__signup_row(struct activities *own, const struct id *plan, int64_t number,
                                   struct signup *signup)
{
    TRY(store_prepare(own->store, &own->sql.signup_row,
                      "SELECT person, state, number FROM signup WHERE plan=? AND number=?"));
    bind_id(own->sql.signup_row, 0, plan);
    store_bind_int(own->sql.signup_row, 1, number);
    return signup_only(own->sql.signup_row, signup);
}

struct status activity__signup_own(struct activities *own, const struct id *person, int64_t limit,
                                   signup_own_fn each, void *context)
{
    TRY(store_prepare(own->store, &own->sql.signup_own,
                      "SELECT plan, state FROM signup WHERE person=? "
                      "ORDER BY changed_at DESC, plan LIMIT ?"));
    struct store_stmt *stmt = own->sql.signup_own;
    struct status status = OK;
    bool row = true;
    bind_id(stmt, 0, person);
    store_bind_int(stmt, 1, limit);
    while (status_ok(status)) {
        struct id plan;
        status = store_step(stmt, &row);
        if (!status_ok(status) || !row) {
            break;
        }
        status = store_blob_exact(stmt, 0, plan.bytes, ID_BYTES);
        if (status_ok(status)) {
            status = each(context, &plan, (enum signup_state)store_int(stmt, 1));
        }
    }
    store_reset(stmt);
    return status;
}
