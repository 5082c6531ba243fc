/* residents_sql_consent.c - the SQL of what people said about their consents, each time. It keeps
 * to what SQLite and PostgreSQL have in common. */
#include <string.h>

#include "residents/residents_internal.h"

#define NOTE_COLUMNS                                                                               \
    "id, village, person, purpose, version, withdrawn, on_paper, noted_by, noted_at"

static void bind_id(struct store_stmt *stmt, int index, const struct id *id)
{
    store_bind_blob(stmt, index, id->bytes, ID_BYTES);
}

struct status residents__consent_note_put(struct residents *residents,
                                          const struct consent_note *note)
{
    TRY(store_prepare(residents->store, &residents->consent_put,
                      "INSERT INTO consent_note (" NOTE_COLUMNS ") "
                      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING"));
    struct store_stmt *stmt = residents->consent_put;
    bind_id(stmt, 0, &note->id);
    store_bind_text(stmt, 1, note->village);
    bind_id(stmt, 2, &note->person);
    store_bind_text(stmt, 3, note->purpose);
    store_bind_int(stmt, 4, note->version);
    store_bind_int(stmt, 5, note->withdrawn);
    store_bind_int(stmt, 6, note->on_paper);
    bind_id(stmt, 7, &note->by);
    store_bind_int(stmt, 8, note->noted_at);
    return store_execute(stmt);
}

static struct status note_read(struct store_stmt *stmt, struct consent_note *note)
{
    TRY(store_blob_exact(stmt, 0, note->id.bytes, ID_BYTES));
    snprintf(note->village, sizeof note->village, "%s", store_text(stmt, 1));
    TRY(store_blob_exact(stmt, 2, note->person.bytes, ID_BYTES));
    snprintf(note->purpose, sizeof note->purpose, "%s", store_text(stmt, 3));
    note->version = (uint32_t)store_int(stmt, 4);
    note->withdrawn = store_int(stmt, 5) != 0;
    note->on_paper = store_int(stmt, 6) != 0;
    TRY(store_blob_exact(stmt, 7, note->by.bytes, ID_BYTES));
    note->noted_at = store_int(stmt, 8);
    return OK;
}

struct status residents__consent_note_get(struct residents *residents, const struct id *id,
                                          bool *found, struct consent_note *note)
{
    TRY(store_prepare(residents->store, &residents->consent_get,
                      "SELECT " NOTE_COLUMNS " FROM consent_note WHERE id = ?"));
    bind_id(residents->consent_get, 0, id);
    TRY(store_step(residents->consent_get, found));
    struct status status = *found ? note_read(residents->consent_get, note) : OK;
    store_reset(residents->consent_get);
    return status;
}

struct status residents__consent_note_next(struct residents *residents, struct consent_note *note,
                                           bool *found)
{
    TRY(store_prepare(residents->store, &residents->consent_page,
                      "SELECT " NOTE_COLUMNS " FROM consent_note WHERE person = ? AND "
                      "(noted_at < ? OR (noted_at = ? AND id > ?)) "
                      "ORDER BY noted_at DESC, id LIMIT 1"));
    struct store_stmt *stmt = residents->consent_page;
    bind_id(stmt, 0, &note->person);
    store_bind_int(stmt, 1, note->noted_at);
    store_bind_int(stmt, 2, note->noted_at);
    bind_id(stmt, 3, &note->id);
    TRY(store_step(stmt, found));
    struct status status = *found ? note_read(stmt, note) : OK;
    store_reset(stmt);
    return status;
}

struct status residents__consent_notes_drop(struct residents *residents, const struct id *person)
{
    TRY(store_prepare(residents->store, &residents->consents_drop,
                      "DELETE FROM consent_note WHERE person = ?"));
    bind_id(residents->consents_drop, 0, person);
    return store_execute(residents->consents_drop);
}
