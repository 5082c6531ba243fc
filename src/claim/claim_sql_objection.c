/* claim_sql_objection.c - the SQL of objections. */
#include <string.h>

#include "claim/objection_internal.h"

#define OBJECTION_COLUMNS                                                                          \
    "id, village, record, appeal, person, filed_by, about, at, text, decided_at, decided_by, "     \
    "upheld, word, word_about"

static void bind_id(struct store_stmt *stmt, int index, const struct id *id)
{
    store_bind_blob(stmt, index, id->bytes, ID_BYTES);
}

static void bind_sealed(struct store_stmt *stmt, int index, const struct claim_sealed *sealed)
{
    if (sealed->length > 0) {
        store_bind_blob(stmt, index, sealed->bytes, sealed->length);
    } else {
        store_bind_null(stmt, index);
    }
}

struct status claim__sealed_read(struct store_stmt *stmt, int column, struct claim_sealed *sealed)
{
    const void *bytes = store_blob(stmt, column, &sealed->length);
    if (sealed->length > sizeof sealed->bytes) {
        return FAULT(STORE_CORRUPT);
    }
    if (sealed->length > 0) {
        memcpy(sealed->bytes, bytes, sealed->length);
    }
    return OK;
}

static struct status row_read(struct store_stmt *stmt, struct claim_objection *row)
{
    *row = (struct claim_objection){.record = (uint64_t)store_int(stmt, 2),
                                    .appeal = store_int(stmt, 3) != 0,
                                    .at = store_int(stmt, 7),
                                    .decided_at = store_int(stmt, 9),
                                    .upheld = store_int(stmt, 11) != 0};
    snprintf(row->village, sizeof row->village, "%s", store_text(stmt, 1));
    TRY(store_blob_exact(stmt, 0, row->id.bytes, ID_BYTES));
    TRY(store_blob_exact(stmt, 4, row->person.bytes, ID_BYTES));
    TRY(store_blob_exact(stmt, 5, row->filed_by.bytes, ID_BYTES));
    TRY(store_blob_exact(stmt, 6, row->about.bytes, ID_BYTES));
    if (!store_is_null(stmt, 10)) {
        TRY(store_blob_exact(stmt, 10, row->decided_by.bytes, ID_BYTES));
    }
    TRY(claim__sealed_read(stmt, 8, &row->text));
    TRY(claim__sealed_read(stmt, 12, &row->word));
    return claim__sealed_read(stmt, 13, &row->word_about);
}

static struct status row_only(struct store_stmt *stmt, bool *found, struct claim_objection *row)
{
    TRY(store_step(stmt, found));
    struct status status = *found ? row_read(stmt, row) : OK;
    store_reset(stmt);
    return status;
}

struct status claim__objection_put(struct claims *own, const struct claim_objection *row)
{
    TRY(store_prepare(own->store, &own->sql.objection_put,
                      "INSERT INTO claim_objection (" OBJECTION_COLUMNS ") "
                      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO "
                      "UPDATE SET text = excluded.text, decided_at = excluded.decided_at, "
                      "decided_by = excluded.decided_by, upheld = excluded.upheld, "
                      "word = excluded.word, word_about = excluded.word_about"));
    struct store_stmt *stmt = own->sql.objection_put;
    bind_id(stmt, 0, &row->id);
    store_bind_text(stmt, 1, row->village);
    store_bind_int(stmt, 2, (int64_t)row->record);
    store_bind_int(stmt, 3, row->appeal);
    bind_id(stmt, 4, &row->person);
    bind_id(stmt, 5, &row->filed_by);
    bind_id(stmt, 6, &row->about);
    store_bind_int(stmt, 7, row->at);
    store_bind_blob(stmt, 8, row->text.bytes, row->text.length);
    store_bind_int(stmt, 9, row->decided_at);
    if (row->decided_at != 0) {
        bind_id(stmt, 10, &row->decided_by);
    } else {
        store_bind_null(stmt, 10);
    }
    store_bind_int(stmt, 11, row->upheld);
    bind_sealed(stmt, 12, &row->word);
    bind_sealed(stmt, 13, &row->word_about);
    return store_execute(stmt);
}

struct status claim__objection_get(struct claims *own, const struct id *id, bool *found,
                                   struct claim_objection *row)
{
    TRY(store_prepare(own->store, &own->sql.objection_get,
                      "SELECT " OBJECTION_COLUMNS " FROM claim_objection WHERE id = ?"));
    bind_id(own->sql.objection_get, 0, id);
    return row_only(own->sql.objection_get, found, row);
}

struct status claim__objection_of(struct claims *own, const char *village, uint64_t record,
                                  bool appeal, bool *found, struct claim_objection *row)
{
    TRY(store_prepare(own->store, &own->sql.objection_of,
                      "SELECT " OBJECTION_COLUMNS " FROM claim_objection WHERE village = ? AND "
                      "record = ? AND appeal = ? ORDER BY at DESC, id DESC LIMIT 1"));
    struct store_stmt *stmt = own->sql.objection_of;
    store_bind_text(stmt, 0, village);
    store_bind_int(stmt, 1, (int64_t)record);
    store_bind_int(stmt, 2, appeal);
    return row_only(stmt, found, row);
}

struct status claim__objection_open(struct claims *own, const struct id *person, int64_t *count)
{
    bool row = false;
    TRY(store_prepare(own->store, &own->sql.objection_open,
                      "SELECT COUNT(*) FROM claim_objection WHERE person = ? AND decided_at = 0"));
    bind_id(own->sql.objection_open, 0, person);
    TRY(store_step(own->sql.objection_open, &row));
    *count = store_int(own->sql.objection_open, 0);
    store_reset(own->sql.objection_open);
    return OK;
}

struct status claim__objection_own(struct claims *own, const struct id *person, const char *village,
                                   int64_t limit, objection_each_fn each, void *context)
{
    struct claim_objection found;
    bool row = false;
    TRY(store_prepare(own->store, &own->sql.objection_own,
                      "SELECT " OBJECTION_COLUMNS " FROM claim_objection WHERE "
                      "(person = ? OR about = ?) AND (? IS NULL OR village = ?) "
                      "ORDER BY at DESC, id DESC LIMIT ?"));
    struct store_stmt *stmt = own->sql.objection_own;
    bind_id(stmt, 0, person);
    bind_id(stmt, 1, person);
    for (int i = 2; i <= 3; i++) {
        if (village != NULL) {
            store_bind_text(stmt, i, village);
        } else {
            store_bind_null(stmt, i);
        }
    }
    store_bind_int(stmt, 4, limit);
    struct status status = store_step(stmt, &row);
    while (status_ok(status) && row) {
        status = row_read(stmt, &found);
        if (status_ok(status)) {
            status = each(context, &found);
        }
        if (status_ok(status)) {
            status = store_step(stmt, &row);
        }
    }
    store_reset(stmt);
    return status;
}

struct status claim__objections_drop(struct claims *own, const struct id *person)
{
    TRY(store_prepare(own->store, &own->sql.objections_drop,
                      "DELETE FROM claim_objection WHERE person = ? OR about = ?"));
    bind_id(own->sql.objections_drop, 0, person);
    bind_id(own->sql.objections_drop, 1, person);
    return store_execute(own->sql.objections_drop);
}

struct status claim_open_each(struct side *side, const char *village, int64_t instant,
                              int64_t limit, claim_open_fn each, void *context)
{
    struct claims *own = side_state(side, &claim_room);
    struct status status = OK;
    TRY(store_prepare(own->store, &own->sql.open_each,
                      "SELECT record, at, appeal FROM claim_objection WHERE village = ?1 AND "
                      "(decided_at = 0 OR decided_at > ?2) AND at <= ?2 ORDER BY at LIMIT ?3"));
    struct store_stmt *stmt = own->sql.open_each;
    store_bind_text(stmt, 0, village);
    store_bind_int(stmt, 1, instant);
    store_bind_int(stmt, 2, limit);
    for (bool row = true; status_ok(status);) {
        status = store_step(stmt, &row);
        if (!status_ok(status) || !row) {
            break;
        }
        const struct claim_open open = {(uint64_t)store_int(stmt, 0), store_int(stmt, 1),
                                        store_int(stmt, 2) != 0};
        status = each(context, &open);
    }
    store_reset(stmt);
    return status;
}
