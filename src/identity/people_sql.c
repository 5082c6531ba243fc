/* people_sql.c - all SQL over people.db. It keeps to what SQLite and PostgreSQL have in common. */
#include <stdlib.h>
#include <string.h>

#include "identity/people_internal.h"

#define ROW_COLUMNS "id, kind, event_id, created_at, number_index, sealed"

static void bind_id(struct store_stmt *stmt, int index, const struct id *id)
{
    store_bind_blob(stmt, index, id->bytes, sizeof id->bytes);
}

static struct status row_read(struct store_stmt *stmt, struct sealed_row *row)
{
    TRY(store_blob_exact(stmt, 0, row->id.bytes, sizeof row->id.bytes));
    row->kind = (enum people_kind)store_int(stmt, 1);
    TRY(store_blob_exact(stmt, 2, row->event_id.bytes, sizeof row->event_id.bytes));
    row->created_at = store_int(stmt, 3);
    TRY(store_blob_exact(stmt, 4, row->number_index, sizeof row->number_index));
    const void *sealed = store_blob(stmt, 5, &row->sealed_length);
    if (row->sealed_length == 0 || row->sealed_length > sizeof row->sealed) {
        return FAULT(STORE_CORRUPT);
    }
    memcpy(row->sealed, sealed, row->sealed_length);
    return OK;
}

/* Steps to the one row there may be, and resets. */
static struct status row_only(struct store_stmt *stmt, bool *found, struct sealed_row *row)
{
    TRY(store_step(stmt, found));
    struct status status = *found ? row_read(stmt, row) : OK;
    store_reset(stmt);
    return status;
}

struct status people__find(struct people *people, const uint8_t index[NUMBER_INDEX_BYTES],
                           bool *found, struct sealed_row *row)
{
    TRY(store_prepare(people->store, &people->find,
                      "SELECT " ROW_COLUMNS " FROM detail WHERE number_index=?"));
    store_bind_blob(people->find, 0, index, NUMBER_INDEX_BYTES);
    return row_only(people->find, found, row);
}

struct status people__get(struct people *people, const struct id *id, bool *found,
                          struct sealed_row *row)
{
    TRY(store_prepare(people->store, &people->get,
                      "SELECT " ROW_COLUMNS " FROM detail WHERE id=? ORDER BY kind LIMIT 1"));
    bind_id(people->get, 0, id);
    return row_only(people->get, found, row);
}

struct status people__phone_none(struct people *people, bool *found, struct sealed_row *row)
{
    TRY(store_prepare(people->store, &people->phone_none,
                      "SELECT " ROW_COLUMNS " FROM detail WHERE phone_index IS NULL LIMIT 1"));
    return row_only(people->phone_none, found, row);
}

struct status people__each_begin(struct people *people, const char *village, enum people_kind kind)
{
    TRY(store_prepare(people->store, &people->each,
                      "SELECT " ROW_COLUMNS " FROM detail WHERE village=? AND kind=?"));
    store_bind_text(people->each, 0, village);
    store_bind_int(people->each, 1, kind);
    return OK;
}

struct status people__each_next(struct people *people, bool *found, struct sealed_row *row)
{
    TRY(store_step(people->each, found));
    return *found ? row_read(people->each, row) : OK;
}

void people__each_end(struct people *people)
{
    store_reset(people->each);
}

struct status people__put(struct people *people, const char *village, const struct sealed_row *row)
{
    TRY(store_prepare(
        people->store, &people->put,
        "INSERT INTO detail (id, kind, event_id, created_at, number_index, sealed, "
        "village, phone_index) VALUES (?,?,?,?,?,?,?,?) ON CONFLICT (id, kind) DO UPDATE SET "
        "event_id=excluded.event_id, created_at=excluded.created_at, "
        "number_index=excluded.number_index, sealed=excluded.sealed, "
        "village=excluded.village, phone_index=excluded.phone_index"));
    struct store_stmt *put = people->put;
    bind_id(put, 0, &row->id);
    store_bind_int(put, 1, row->kind);
    bind_id(put, 2, &row->event_id);
    store_bind_int(put, 3, row->created_at);
    store_bind_blob(put, 4, row->number_index, sizeof row->number_index);
    store_bind_blob(put, 5, row->sealed, row->sealed_length);
    store_bind_text(put, 6, village);
    store_bind_blob(put, 7, row->phone_index, row->phone_length);
    TRY(store_execute(put));
    TRY(store_prepare(people->store, &people->change,
                      "INSERT INTO roster_change (village, changes) VALUES (?, 1) ON CONFLICT "
                      "(village) DO UPDATE SET changes = roster_change.changes + 1"));
    store_bind_text(people->change, 0, village);
    return store_execute(people->change);
}

struct status people__changes(struct people *people, const char *village, int64_t *changes)
{
    bool row = false;
    TRY(store_prepare(people->store, &people->changes,
                      "SELECT changes FROM roster_change WHERE village=?"));
    store_bind_text(people->changes, 0, village);
    TRY(store_step(people->changes, &row));
    *changes = row ? store_int(people->changes, 0) : 0;
    store_reset(people->changes);
    return OK;
}

struct status people__village(struct people *people, const struct id *id, enum people_kind kind,
                              char village[CODE_MAX + 1])
{
    bool row = false;
    TRY(store_prepare(people->store, &people->village,
                      "SELECT village FROM detail WHERE id=? AND kind=?"));
    bind_id(people->village, 0, id);
    store_bind_int(people->village, 1, kind);
    TRY(store_step(people->village, &row));
    snprintf(village, CODE_MAX + 1, "%s", row ? store_text(people->village, 0) : "");
    store_reset(people->village);
    return OK;
}

struct status people__drop(struct people *people, const struct id *id, bool *dropped)
{
    TRY(store_prepare(people->store, &people->drop_note,
                      "UPDATE roster_change SET changes = changes + 1 WHERE village IN "
                      "(SELECT village FROM detail WHERE id=?)"));
    bind_id(people->drop_note, 0, id);
    TRY(store_execute(people->drop_note));
    TRY(store_prepare(people->store, &people->drop, "DELETE FROM detail WHERE id=?"));
    bind_id(people->drop, 0, id);
    TRY(store_execute(people->drop));
    *dropped = store_changes(people->store) > 0;
    return OK;
}

/* Adds the ids in the first column of all rows. */
static struct status ids_read(struct store_stmt *stmt, struct ids *ids)
{
    for (bool row = true; row;) {
        TRY(store_step(stmt, &row));
        struct id id;
        struct status status = row ? store_blob_exact(stmt, 0, id.bytes, sizeof id.bytes) : OK;
        if (row && status_ok(status)) {
            status = ids__add(ids, &id);
        }
        if (!status_ok(status)) {
            store_reset(stmt);
            return status;
        }
    }
    return OK;
}

struct status people__old(struct people *people, int64_t older_than, struct ids *events)
{
    TRY(store_prepare(people->store, &people->old,
                      "SELECT event_id FROM detail WHERE created_at < ? UNION "
                      "SELECT event_id FROM public_text WHERE created_at < ?"));
    store_bind_int(people->old, 0, older_than);
    store_bind_int(people->old, 1, older_than);
    return ids_read(people->old, events);
}

struct status people__event_ids(struct people *people, const struct id *event_id, struct ids *ids)
{
    TRY(store_prepare(people->store, &people->event_ids, "SELECT id FROM detail WHERE event_id=?"));
    bind_id(people->event_ids, 0, event_id);
    return ids_read(people->event_ids, ids);
}

struct status people__event_drop(struct people *people, const struct id *event_id)
{
    TRY(store_prepare(people->store, &people->event_drop_note,
                      "UPDATE roster_change SET changes = changes + 1 WHERE village IN "
                      "(SELECT village FROM detail WHERE event_id=?)"));
    bind_id(people->event_drop_note, 0, event_id);
    TRY(store_execute(people->event_drop_note));
    TRY(store_prepare(people->store, &people->event_drop, "DELETE FROM detail WHERE event_id=?"));
    bind_id(people->event_drop, 0, event_id);
    return store_execute(people->event_drop);
}

struct status people__text_put(struct people *people, const char *village, const char *about,
                               const char *code, const struct id *event_id, int64_t created_at,
                               const uint8_t salt[SALT_BYTES], const struct text_field *field)
{
    TRY(store_prepare(people->store, &people->text_put,
                      "INSERT INTO public_text (village, about, code, field, event_id, created_at, "
                      "salt, value) VALUES (?,?,?,?,?,?,?,?)"));
    struct store_stmt *put = people->text_put;
    store_bind_text(put, 0, village);
    store_bind_text(put, 1, about);
    store_bind_text(put, 2, code);
    store_bind_text(put, 3, field->field);
    bind_id(put, 4, event_id);
    store_bind_int(put, 5, created_at);
    store_bind_blob(put, 6, salt, SALT_BYTES);
    store_bind_text(put, 7, field->value);
    return store_execute(put);
}

/* The newest of the rows, in order of event id; SQLite would make a table to sort them in. */
static struct status newest_read(struct store_stmt *get, char **value)
{
    int64_t newest = INT64_MIN;
    for (bool row = true; row;) {
        TRY(store_step(get, &row));
        if (!row || store_int(get, 1) < newest) {
            continue;
        }
        newest = store_int(get, 1);
        free(*value);
        *value = strdup(store_text(get, 0));
        if (*value == NULL) {
            store_reset(get);
            return FAULT(OUT_OF_MEMORY);
        }
    }
    return OK;
}

struct status people__text_get(struct people *people, const char *village, const char *about,
                               const char *code, const char *field, char **value)
{
    TRY(store_prepare(people->store, &people->text_get,
                      "SELECT value, created_at FROM public_text WHERE village=? AND about=? AND "
                      "code=? AND field=? ORDER BY event_id"));
    struct store_stmt *get = people->text_get;
    store_bind_text(get, 0, village);
    store_bind_text(get, 1, about);
    store_bind_text(get, 2, code);
    store_bind_text(get, 3, field);
    *value = NULL;
    struct status status = newest_read(get, value);
    if (!status_ok(status)) {
        free(*value);
        *value = NULL;
    }
    return status;
}

struct status people__text_drop(struct people *people, const struct id *event_id, bool *dropped)
{
    TRY(store_prepare(people->store, &people->text_drop,
                      "DELETE FROM public_text WHERE event_id=?"));
    bind_id(people->text_drop, 0, event_id);
    TRY(store_execute(people->text_drop));
    *dropped = store_changes(people->store) > 0;
    return OK;
}
