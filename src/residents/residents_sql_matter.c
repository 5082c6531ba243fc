/* residents_sql_matter.c - the SQL of matters. It keeps to what SQLite and PostgreSQL share. */
#include <string.h>

#include "residents/residents_internal.h"

#define COLUMNS                                                                                    \
    "id, village, kind, person, household, heir, access, reason, proposer, proposed_at, state, "   \
    "decider, decided_at, role, revoked, shop"

static void bind_id(struct store_stmt *stmt, int index, const struct id *id, bool there)
{
    if (there) {
        store_bind_blob(stmt, index, id->bytes, ID_BYTES);
    } else {
        store_bind_null(stmt, index);
    }
}

static struct status id_read(struct store_stmt *stmt, int column, struct id *id, bool *there)
{
    *there = !store_is_null(stmt, column);
    return *there ? store_blob_exact(stmt, column, id->bytes, ID_BYTES) : OK;
}

static struct status matter_read(struct store_stmt *stmt, struct matter *matter)
{
    bool decided = false;
    TRY(store_blob_exact(stmt, 0, matter->id.bytes, ID_BYTES));
    snprintf(matter->village, sizeof matter->village, "%s", store_text(stmt, 1));
    matter->kind = (int32_t)store_int(stmt, 2);
    TRY(store_blob_exact(stmt, 3, matter->person.bytes, ID_BYTES));
    TRY(id_read(stmt, 4, &matter->household, &matter->has_household));
    TRY(id_read(stmt, 5, &matter->heir, &matter->has_heir));
    matter->access = (int32_t)store_int(stmt, 6);
    const void *reason = store_blob(stmt, 7, &matter->reason_length);
    if (matter->reason_length > sizeof matter->reason) {
        return FAULT(STORE_CORRUPT);
    }
    memcpy(matter->reason, reason, matter->reason_length);
    TRY(store_blob_exact(stmt, 8, matter->proposer.bytes, ID_BYTES));
    matter->proposed_at = store_int(stmt, 9);
    matter->state = (int32_t)store_int(stmt, 10);
    TRY(id_read(stmt, 11, &matter->decider, &decided));
    matter->decided_at = store_int(stmt, 12);
    matter->role = (int32_t)store_int(stmt, 13);
    matter->revoked = store_int(stmt, 14) != 0;
    snprintf(matter->shop, sizeof matter->shop, "%s", store_text(stmt, 15));
    return OK;
}

static struct status matter_only(struct store_stmt *stmt, struct matter *matter, bool *found)
{
    TRY(store_step(stmt, found));
    struct status status = *found ? matter_read(stmt, matter) : OK;
    store_reset(stmt);
    return status;
}

struct status residents__matter_put(struct residents *residents, const struct matter *matter)
{
    TRY(store_prepare(residents->store, &residents->matter_put,
                      "INSERT INTO matter (" COLUMNS ") "
                      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL, ?, ?, ?)"));
    struct store_stmt *stmt = residents->matter_put;
    bind_id(stmt, 0, &matter->id, true);
    store_bind_text(stmt, 1, matter->village);
    store_bind_int(stmt, 2, matter->kind);
    bind_id(stmt, 3, &matter->person, true);
    bind_id(stmt, 4, &matter->household, matter->has_household);
    bind_id(stmt, 5, &matter->heir, matter->has_heir);
    store_bind_int(stmt, 6, matter->access);
    store_bind_blob(stmt, 7, matter->reason, matter->reason_length);
    bind_id(stmt, 8, &matter->proposer, true);
    store_bind_int(stmt, 9, matter->proposed_at);
    store_bind_int(stmt, 10, matter->state);
    store_bind_int(stmt, 11, matter->role);
    store_bind_int(stmt, 12, matter->revoked);
    store_bind_text(stmt, 13, matter->shop);
    return store_execute(stmt);
}

struct status residents__matter_decide(struct residents *residents, const struct matter *matter)
{
    TRY(store_prepare(residents->store, &residents->matter_decide,
                      "UPDATE matter SET state = ?, decider = ?, decided_at = ? WHERE id = ?"));
    struct store_stmt *stmt = residents->matter_decide;
    store_bind_int(stmt, 0, matter->state);
    bind_id(stmt, 1, &matter->decider, true);
    store_bind_int(stmt, 2, matter->decided_at);
    bind_id(stmt, 3, &matter->id, true);
    return store_execute(stmt);
}

struct status residents__matter_get(struct residents *residents, const struct id *id, bool *found,
                                    struct matter *matter)
{
    TRY(store_prepare(residents->store, &residents->matter_get,
                      "SELECT " COLUMNS " FROM matter WHERE id = ?"));
    bind_id(residents->matter_get, 0, id, true);
    return matter_only(residents->matter_get, matter, found);
}

struct status residents__matter_next(struct residents *residents, enum matter_kind first,
                                     enum matter_kind last, struct matter *matter, bool *found)
{
    TRY(store_prepare(residents->store, &residents->matter_page,
                      "SELECT " COLUMNS " FROM matter WHERE village = ? AND state = ? AND "
                      "kind BETWEEN ? AND ? AND (proposed_at < ? OR (proposed_at = ? AND id > ?)) "
                      "ORDER BY proposed_at DESC, id LIMIT 1"));
    struct store_stmt *stmt = residents->matter_page;
    store_bind_text(stmt, 0, matter->village);
    store_bind_int(stmt, 1, matter->state);
    store_bind_int(stmt, 2, first);
    store_bind_int(stmt, 3, last);
    store_bind_int(stmt, 4, matter->proposed_at);
    store_bind_int(stmt, 5, matter->proposed_at);
    bind_id(stmt, 6, &matter->id, true);
    return matter_only(stmt, matter, found);
}

struct status residents__matter_of(struct residents *residents, const struct id *person,
                                   struct matter *matter, bool *found)
{
    TRY(store_prepare(residents->store, &residents->matter_person,
                      "SELECT " COLUMNS " FROM matter WHERE (person = ? OR heir = ?) AND "
                      "(proposed_at < ? OR (proposed_at = ? AND id > ?)) "
                      "ORDER BY proposed_at DESC, id LIMIT 1"));
    struct store_stmt *stmt = residents->matter_person;
    bind_id(stmt, 0, person, true);
    bind_id(stmt, 1, person, true);
    store_bind_int(stmt, 2, matter->proposed_at);
    store_bind_int(stmt, 3, matter->proposed_at);
    bind_id(stmt, 4, &matter->id, true);
    return matter_only(stmt, matter, found);
}

struct status residents__matters_drop(struct residents *residents, const struct id *person)
{
    TRY(store_prepare(residents->store, &residents->matters_drop,
                      "DELETE FROM matter WHERE person = ?"));
    bind_id(residents->matters_drop, 0, person, true);
    return store_execute(residents->matters_drop);
}
