/* residents_sql_visit.c - the SQL of visits and of points of welcome that wait. It keeps to what
 * SQLite and PostgreSQL have in common. */
#include <string.h>

#include "residents/residents_internal.h"

static void bind_id(struct store_stmt *stmt, int index, const struct id *id)
{
    store_bind_blob(stmt, index, id->bytes, ID_BYTES);
}

/* ---- visits ---- */

struct status residents__visit_put(struct residents *residents, const struct visit *visit)
{
    TRY(store_prepare(residents->store, &residents->visit_put,
                      "INSERT INTO visit (id, village, person, visited_on, visitor, result, note, "
                      "noted_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING"));
    struct store_stmt *stmt = residents->visit_put;
    bind_id(stmt, 0, &visit->id);
    store_bind_text(stmt, 1, visit->village);
    bind_id(stmt, 2, &visit->person);
    store_bind_int(stmt, 3, visit->visited_on);
    bind_id(stmt, 4, &visit->visitor);
    store_bind_int(stmt, 5, visit->result);
    if (visit->note_length == 0) {
        store_bind_null(stmt, 6);
    } else {
        store_bind_blob(stmt, 6, visit->note, visit->note_length);
    }
    store_bind_int(stmt, 7, visit->noted_at);
    return store_execute(stmt);
}

/* `visit->person` was asked for. */
static struct status visit_read(struct store_stmt *stmt, struct visit *visit)
{
    TRY(store_blob_exact(stmt, 0, visit->id.bytes, ID_BYTES));
    snprintf(visit->village, sizeof visit->village, "%s", store_text(stmt, 1));
    visit->visited_on = (int32_t)store_int(stmt, 2);
    TRY(store_blob_exact(stmt, 3, visit->visitor.bytes, ID_BYTES));
    visit->result = (int32_t)store_int(stmt, 4);
    const void *note = store_blob(stmt, 5, &visit->note_length);
    if (visit->note_length > sizeof visit->note) {
        return FAULT(STORE_CORRUPT);
    }
    if (visit->note_length > 0) {
        memcpy(visit->note, note, visit->note_length);
    }
    visit->noted_at = store_int(stmt, 6);
    return OK;
}

struct status residents__visit_last(struct residents *residents, const char *village,
                                    const struct id *person, struct visit *visit, int64_t *times)
{
    bool row = false;
    TRY(store_prepare(residents->store, &residents->visit_last,
                      "SELECT id, village, visited_on, visitor, result, note, noted_at, "
                      "(SELECT count(*) FROM visit AS v WHERE v.person = visit.person AND "
                      "v.village = visit.village) FROM visit WHERE person = ? AND village = ? "
                      "ORDER BY noted_at DESC, id LIMIT 1"));
    struct store_stmt *stmt = residents->visit_last;
    bind_id(stmt, 0, person);
    store_bind_text(stmt, 1, village);
    TRY(store_step(stmt, &row));
    visit->person = *person;
    struct status status = row ? visit_read(stmt, visit) : OK;
    *times = row ? store_int(stmt, 7) : 0;
    store_reset(stmt);
    return status;
}

struct status residents__visit_next(struct residents *residents, struct visit *visit, bool *found)
{
    TRY(store_prepare(residents->store, &residents->visit_next,
                      "SELECT id, village, visited_on, visitor, result, note, noted_at FROM visit "
                      "WHERE person = ? AND (noted_at < ? OR (noted_at = ? AND id > ?)) "
                      "ORDER BY noted_at DESC, id LIMIT 1"));
    struct store_stmt *stmt = residents->visit_next;
    bind_id(stmt, 0, &visit->person);
    store_bind_int(stmt, 1, visit->noted_at);
    store_bind_int(stmt, 2, visit->noted_at);
    bind_id(stmt, 3, &visit->id);
    TRY(store_step(stmt, found));
    struct status status = *found ? visit_read(stmt, visit) : OK;
    store_reset(stmt);
    return status;
}

struct status residents__visits_drop(struct residents *residents, const struct id *person)
{
    TRY(store_prepare(residents->store, &residents->visits_drop,
                      "DELETE FROM visit WHERE person = ?"));
    bind_id(residents->visits_drop, 0, person);
    TRY(store_execute(residents->visits_drop));
    TRY(store_prepare(residents->store, &residents->welcomes_drop,
                      "DELETE FROM welcome WHERE person = ?"));
    bind_id(residents->welcomes_drop, 0, person);
    return store_execute(residents->welcomes_drop);
}

/* ---- welcomes ---- */

struct status residents__welcome_put(struct residents *residents, const struct welcome *welcome)
{
    TRY(store_prepare(residents->store, &residents->welcome_put,
                      "INSERT INTO welcome (village, person, registered_at, proposer) "
                      "VALUES (?, ?, ?, ?) ON CONFLICT (village, person) DO NOTHING"));
    struct store_stmt *stmt = residents->welcome_put;
    store_bind_text(stmt, 0, welcome->village);
    bind_id(stmt, 1, &welcome->person);
    store_bind_int(stmt, 2, welcome->registered_at);
    if (welcome->proposed) {
        bind_id(stmt, 3, &welcome->proposer);
    } else {
        store_bind_null(stmt, 3);
    }
    return store_execute(stmt);
}

static struct status welcome_read(struct store_stmt *stmt, struct welcome *welcome)
{
    TRY(store_blob_exact(stmt, 0, welcome->person.bytes, ID_BYTES));
    welcome->registered_at = store_int(stmt, 1);
    welcome->proposed = !store_is_null(stmt, 2);
    return welcome->proposed ? store_blob_exact(stmt, 2, welcome->proposer.bytes, ID_BYTES) : OK;
}

static struct status welcome_only(struct store_stmt *stmt, struct welcome *welcome, bool *found)
{
    TRY(store_step(stmt, found));
    struct status status = *found ? welcome_read(stmt, welcome) : OK;
    store_reset(stmt);
    return status;
}

struct status residents__welcome_get(struct residents *residents, struct welcome *welcome,
                                     bool *found)
{
    TRY(store_prepare(residents->store, &residents->welcome_get,
                      "SELECT person, registered_at, proposer FROM welcome "
                      "WHERE village = ? AND person = ?"));
    store_bind_text(residents->welcome_get, 0, welcome->village);
    bind_id(residents->welcome_get, 1, &welcome->person);
    return welcome_only(residents->welcome_get, welcome, found);
}

struct status residents__welcome_propose(struct residents *residents, const struct welcome *welcome)
{
    TRY(store_prepare(residents->store, &residents->welcome_propose,
                      "UPDATE welcome SET proposer = ? WHERE village = ? AND person = ?"));
    bind_id(residents->welcome_propose, 0, &welcome->proposer);
    store_bind_text(residents->welcome_propose, 1, welcome->village);
    bind_id(residents->welcome_propose, 2, &welcome->person);
    return store_execute(residents->welcome_propose);
}

struct status residents__welcome_drop(struct residents *residents, const struct welcome *welcome)
{
    TRY(store_prepare(residents->store, &residents->welcome_drop,
                      "DELETE FROM welcome WHERE village = ? AND person = ?"));
    store_bind_text(residents->welcome_drop, 0, welcome->village);
    bind_id(residents->welcome_drop, 1, &welcome->person);
    return store_execute(residents->welcome_drop);
}

struct status residents__welcome_next(struct residents *residents, struct welcome *welcome,
                                      bool *found)
{
    TRY(store_prepare(residents->store, &residents->welcome_page,
                      "SELECT person, registered_at, proposer FROM welcome WHERE village = ? AND "
                      "(registered_at > ? OR (registered_at = ? AND person > ?)) "
                      "ORDER BY registered_at, person LIMIT 1"));
    struct store_stmt *stmt = residents->welcome_page;
    store_bind_text(stmt, 0, welcome->village);
    store_bind_int(stmt, 1, welcome->registered_at);
    store_bind_int(stmt, 2, welcome->registered_at);
    bind_id(stmt, 3, &welcome->person);
    return welcome_only(stmt, welcome, found);
}
