/* residents_sql_tie.c - the SQL of ties and acts. It keeps to what SQLite and PostgreSQL share. */
#include <string.h>

#include "residents/residents_internal.h"

#define TIE_COLUMNS                                                                                \
    "id, village, person, helper, kind, powers, redeem_daily, made_by, made_at, person_at, "       \
    "helper_at, official, official_at, ends_on, ended_at, ended_by"

static void bind_id(struct store_stmt *stmt, int index, const struct id *id)
{
    store_bind_blob(stmt, index, id->bytes, ID_BYTES);
}

/* 0: NULL. */
static void bind_instant(struct store_stmt *stmt, int index, int64_t instant)
{
    if (instant == 0) {
        store_bind_null(stmt, index);
    } else {
        store_bind_int(stmt, index, instant);
    }
}

static void bind_actor(struct store_stmt *stmt, int index, const struct id *id, int64_t instant)
{
    if (instant == 0) {
        store_bind_null(stmt, index);
    } else {
        bind_id(stmt, index, id);
    }
}

static struct status id_or_none(struct store_stmt *stmt, int column, struct id *id)
{
    memset(id, 0, sizeof *id);
    return store_is_null(stmt, column) ? OK : store_blob_exact(stmt, column, id->bytes, ID_BYTES);
}

static struct status tie_read(struct store_stmt *stmt, struct tie *tie)
{
    TRY(store_blob_exact(stmt, 0, tie->id.bytes, ID_BYTES));
    snprintf(tie->village, sizeof tie->village, "%s", store_text(stmt, 1));
    TRY(store_blob_exact(stmt, 2, tie->person.bytes, ID_BYTES));
    TRY(store_blob_exact(stmt, 3, tie->helper.bytes, ID_BYTES));
    tie->kind = (int32_t)store_int(stmt, 4);
    tie->powers = (int32_t)store_int(stmt, 5);
    tie->redeem_daily = store_int(stmt, 6);
    TRY(store_blob_exact(stmt, 7, tie->made_by.bytes, ID_BYTES));
    tie->made_at = store_int(stmt, 8);
    tie->person_at = store_int(stmt, 9);
    tie->helper_at = store_int(stmt, 10);
    TRY(id_or_none(stmt, 11, &tie->official));
    tie->official_at = store_int(stmt, 12);
    tie->ends_on = (int32_t)store_int(stmt, 13);
    tie->ended_at = store_int(stmt, 14);
    return id_or_none(stmt, 15, &tie->ended_by);
}

static struct status tie_only(struct store_stmt *stmt, bool *found, struct tie *tie)
{
    TRY(store_step(stmt, found));
    struct status status = *found ? tie_read(stmt, tie) : OK;
    store_reset(stmt);
    return status;
}

struct status residents__tie_put(struct residents *residents, const struct tie *tie)
{
    TRY(store_prepare(residents->store, &residents->tie_put,
                      "INSERT INTO tie (" TIE_COLUMNS ") "
                      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
    struct store_stmt *stmt = residents->tie_put;
    bind_id(stmt, 0, &tie->id);
    store_bind_text(stmt, 1, tie->village);
    bind_id(stmt, 2, &tie->person);
    bind_id(stmt, 3, &tie->helper);
    store_bind_int(stmt, 4, tie->kind);
    store_bind_int(stmt, 5, tie->powers);
    store_bind_int(stmt, 6, tie->redeem_daily);
    bind_id(stmt, 7, &tie->made_by);
    store_bind_int(stmt, 8, tie->made_at);
    bind_instant(stmt, 9, tie->person_at);
    bind_instant(stmt, 10, tie->helper_at);
    bind_actor(stmt, 11, &tie->official, tie->official_at);
    bind_instant(stmt, 12, tie->official_at);
    store_bind_int(stmt, 13, tie->ends_on);
    bind_instant(stmt, 14, tie->ended_at);
    bind_actor(stmt, 15, &tie->ended_by, tie->ended_at);
    return store_execute(stmt);
}

struct status residents__tie_update(struct residents *residents, const struct tie *tie)
{
    TRY(store_prepare(residents->store, &residents->tie_update,
                      "UPDATE tie SET person_at = ?, helper_at = ?, official = ?, official_at = ?, "
                      "ended_at = ?, ended_by = ? WHERE id = ?"));
    struct store_stmt *stmt = residents->tie_update;
    bind_instant(stmt, 0, tie->person_at);
    bind_instant(stmt, 1, tie->helper_at);
    bind_actor(stmt, 2, &tie->official, tie->official_at);
    bind_instant(stmt, 3, tie->official_at);
    bind_instant(stmt, 4, tie->ended_at);
    bind_actor(stmt, 5, &tie->ended_by, tie->ended_at);
    bind_id(stmt, 6, &tie->id);
    return store_execute(stmt);
}

struct status residents__tie_get(struct residents *residents, const struct id *id, bool *found,
                                 struct tie *tie)
{
    TRY(store_prepare(residents->store, &residents->tie_get,
                      "SELECT " TIE_COLUMNS " FROM tie WHERE id = ?"));
    bind_id(residents->tie_get, 0, id);
    return tie_only(residents->tie_get, found, tie);
}

struct status residents__tie_between(struct residents *residents, const char *village,
                                     const struct id *person, const struct id *helper, bool *found,
                                     struct tie *tie)
{
    TRY(store_prepare(residents->store, &residents->tie_between,
                      "SELECT " TIE_COLUMNS " FROM tie WHERE person = ? AND helper = ? AND "
                      "village = ? AND ended_at IS NULL ORDER BY made_at DESC, id LIMIT 1"));
    struct store_stmt *stmt = residents->tie_between;
    bind_id(stmt, 0, person);
    bind_id(stmt, 1, helper);
    store_bind_text(stmt, 2, village);
    return tie_only(stmt, found, tie);
}

struct status residents__ties_of(struct residents *residents, const struct id *person,
                                 bool as_helper, struct tie ties[TIES_MAX], size_t *count)
{
    TRY(store_prepare(residents->store, &residents->ties_person,
                      "SELECT " TIE_COLUMNS " FROM tie WHERE person = ? ORDER BY "
                      "CASE WHEN ended_at IS NULL THEN 0 ELSE 1 END, made_at DESC, id LIMIT 16"));
    TRY(store_prepare(residents->store, &residents->ties_helper,
                      "SELECT " TIE_COLUMNS " FROM tie WHERE helper = ? ORDER BY "
                      "CASE WHEN ended_at IS NULL THEN 0 ELSE 1 END, made_at DESC, id LIMIT 16"));
    struct store_stmt *stmt = as_helper ? residents->ties_helper : residents->ties_person;
    bind_id(stmt, 0, person);
    *count = 0;
    for (bool row = true; row && *count < TIES_MAX;) {
        TRY(store_step(stmt, &row));
        struct status status = row ? tie_read(stmt, &ties[*count]) : OK;
        if (!status_ok(status)) {
            store_reset(stmt);
            return status;
        }
        *count += row;
    }
    store_reset(stmt);
    return OK;
}

static struct status drop(struct residents *residents, struct store_stmt **stmt, const char *sql,
                          const struct id *person, int times)
{
    TRY(store_prepare(residents->store, stmt, sql));
    for (int i = 0; i < times; i++) {
        bind_id(*stmt, i, person);
    }
    return store_execute(*stmt);
}

struct status residents__ties_drop(struct residents *residents, const struct id *person)
{
    TRY(drop(residents, &residents->ties_drop, "DELETE FROM tie WHERE person = ? OR helper = ?",
             person, 2));
    return drop(residents, &residents->acts_drop, "DELETE FROM act WHERE person = ?", person, 1);
}

/* ---- acts ---- */

struct status residents__act_put(struct residents *residents, const struct act *act)
{
    TRY(store_prepare(residents->store, &residents->act_put,
                      "INSERT INTO act (id, village, person, helper, power, what, points, day, "
                      "done_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING"));
    struct store_stmt *stmt = residents->act_put;
    bind_id(stmt, 0, &act->id);
    store_bind_text(stmt, 1, act->village);
    bind_id(stmt, 2, &act->person);
    bind_id(stmt, 3, &act->helper);
    store_bind_int(stmt, 4, act->power);
    store_bind_text(stmt, 5, act->what);
    store_bind_int(stmt, 6, act->points);
    store_bind_int(stmt, 7, act->day);
    store_bind_int(stmt, 8, act->done_at);
    return store_execute(stmt);
}

static struct status act_read(struct store_stmt *stmt, struct act *act)
{
    TRY(store_blob_exact(stmt, 0, act->id.bytes, ID_BYTES));
    snprintf(act->village, sizeof act->village, "%s", store_text(stmt, 1));
    TRY(store_blob_exact(stmt, 2, act->helper.bytes, ID_BYTES));
    act->power = (int32_t)store_int(stmt, 3);
    snprintf(act->what, sizeof act->what, "%s", store_text(stmt, 4));
    act->points = store_int(stmt, 5);
    act->day = (int32_t)store_int(stmt, 6);
    act->done_at = store_int(stmt, 7);
    return OK;
}

struct status residents__act_next(struct residents *residents, struct act *act, bool *found)
{
    TRY(store_prepare(residents->store, &residents->act_page,
                      "SELECT id, village, helper, power, what, points, day, done_at FROM act "
                      "WHERE person = ? AND (done_at < ? OR (done_at = ? AND id > ?)) "
                      "ORDER BY done_at DESC, id LIMIT 1"));
    struct store_stmt *stmt = residents->act_page;
    bind_id(stmt, 0, &act->person);
    store_bind_int(stmt, 1, act->done_at);
    store_bind_int(stmt, 2, act->done_at);
    bind_id(stmt, 3, &act->id);
    TRY(store_step(stmt, found));
    struct status status = *found ? act_read(stmt, act) : OK;
    store_reset(stmt);
    return status;
}

struct status residents__acts_redeemed(struct residents *residents, const struct id *person,
                                       const struct id *helper, int32_t day, int64_t *points)
{
    bool row = false;
    TRY(store_prepare(residents->store, &residents->act_sum,
                      "SELECT coalesce(sum(points), 0) FROM act WHERE person = ? AND helper = ? "
                      "AND day = ? AND power = ?"));
    struct store_stmt *stmt = residents->act_sum;
    bind_id(stmt, 0, person);
    bind_id(stmt, 1, helper);
    store_bind_int(stmt, 2, day);
    store_bind_int(stmt, 3, POWER_REDEEM);
    TRY(store_step(stmt, &row));
    *points = row ? store_int(stmt, 0) : 0;
    store_reset(stmt);
    return OK;
}
