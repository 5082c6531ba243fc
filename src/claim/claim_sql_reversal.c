/* claim_sql_reversal.c - the SQL of reversals. */
#include <string.h>

#include "claim/reversal_internal.h"

#define REVERSAL_COLUMNS                                                                           \
    "id, village, record, person, proposer, at, reason, answered_at, answer, decided_at, "         \
    "decider, reversed, word"

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

static struct status row_read(struct store_stmt *stmt, struct claim_reversal *row)
{
    *row = (struct claim_reversal){.record = (uint64_t)store_int(stmt, 2),
                                   .at = store_int(stmt, 5),
                                   .answered_at = store_int(stmt, 7),
                                   .decided_at = store_int(stmt, 9),
                                   .reversed = store_int(stmt, 11) != 0};
    snprintf(row->village, sizeof row->village, "%s", store_text(stmt, 1));
    TRY(store_blob_exact(stmt, 0, row->id.bytes, ID_BYTES));
    TRY(store_blob_exact(stmt, 3, row->person.bytes, ID_BYTES));
    TRY(store_blob_exact(stmt, 4, row->proposer.bytes, ID_BYTES));
    if (!store_is_null(stmt, 10)) {
        TRY(store_blob_exact(stmt, 10, row->decider.bytes, ID_BYTES));
    }
    TRY(claim__sealed_read(stmt, 6, &row->reason));
    TRY(claim__sealed_read(stmt, 8, &row->answer));
    return claim__sealed_read(stmt, 12, &row->word);
}

static struct status rows(struct store_stmt *stmt, reversal_each_fn each, void *context)
{
    struct claim_reversal found;
    bool row = false;
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

struct status claim__reversal_put(struct claims *own, const struct claim_reversal *row)
{
    TRY(store_prepare(own->store, &own->sql.reversal_put,
                      "INSERT INTO claim_reversal (" REVERSAL_COLUMNS ") "
                      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE "
                      "SET answered_at = excluded.answered_at, answer = excluded.answer, "
                      "decided_at = excluded.decided_at, decider = excluded.decider, "
                      "reversed = excluded.reversed, word = excluded.word"));
    struct store_stmt *stmt = own->sql.reversal_put;
    bind_id(stmt, 0, &row->id);
    store_bind_text(stmt, 1, row->village);
    store_bind_int(stmt, 2, (int64_t)row->record);
    bind_id(stmt, 3, &row->person);
    bind_id(stmt, 4, &row->proposer);
    store_bind_int(stmt, 5, row->at);
    bind_sealed(stmt, 6, &row->reason);
    store_bind_int(stmt, 7, row->answered_at);
    bind_sealed(stmt, 8, &row->answer);
    store_bind_int(stmt, 9, row->decided_at);
    if (row->decided_at != 0) {
        bind_id(stmt, 10, &row->decider);
    } else {
        store_bind_null(stmt, 10);
    }
    store_bind_int(stmt, 11, row->reversed);
    bind_sealed(stmt, 12, &row->word);
    return store_execute(stmt);
}

struct status claim__reversal_get(struct claims *own, const struct id *id, bool *found,
                                  struct claim_reversal *row)
{
    TRY(store_prepare(own->store, &own->sql.reversal_get,
                      "SELECT " REVERSAL_COLUMNS " FROM claim_reversal WHERE id = ?"));
    bind_id(own->sql.reversal_get, 0, id);
    TRY(store_step(own->sql.reversal_get, found));
    struct status status = *found ? row_read(own->sql.reversal_get, row) : OK;
    store_reset(own->sql.reversal_get);
    return status;
}

struct status claim__reversal_waits(struct claims *own, const char *village, uint64_t record,
                                    bool *waits)
{
    TRY(store_prepare(own->store, &own->sql.reversal_waits,
                      "SELECT 1 FROM claim_reversal WHERE village = ? AND record = ? AND "
                      "decided_at = 0 LIMIT 1"));
    store_bind_text(own->sql.reversal_waits, 0, village);
    store_bind_int(own->sql.reversal_waits, 1, (int64_t)record);
    TRY(store_step(own->sql.reversal_waits, waits));
    store_reset(own->sql.reversal_waits);
    return OK;
}

struct status claim__reversal_open(struct claims *own, const char *village, reversal_each_fn each,
                                   void *context)
{
    TRY(store_prepare(own->store, &own->sql.reversal_open,
                      "SELECT " REVERSAL_COLUMNS " FROM claim_reversal WHERE village = ? AND "
                      "decided_at = 0 ORDER BY at, id LIMIT 200"));
    store_bind_text(own->sql.reversal_open, 0, village);
    return rows(own->sql.reversal_open, each, context);
}

struct status claim__reversal_own(struct claims *own, const struct id *person, const char *village,
                                  reversal_each_fn each, void *context)
{
    TRY(store_prepare(own->store, &own->sql.reversal_own,
                      "SELECT " REVERSAL_COLUMNS " FROM claim_reversal WHERE person = ? AND "
                      "(? IS NULL OR village = ?) ORDER BY at DESC, id DESC"));
    struct store_stmt *stmt = own->sql.reversal_own;
    bind_id(stmt, 0, person);
    for (int i = 1; i <= 2; i++) {
        if (village != NULL) {
            store_bind_text(stmt, i, village);
        } else {
            store_bind_null(stmt, i);
        }
    }
    return rows(stmt, each, context);
}

struct status claim__reversals_drop(struct claims *own, const struct id *person)
{
    TRY(store_prepare(own->store, &own->sql.reversals_drop,
                      "DELETE FROM claim_reversal WHERE person = ?"));
    bind_id(own->sql.reversals_drop, 0, person);
    return store_execute(own->sql.reversals_drop);
}
