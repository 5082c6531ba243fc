/* shop_sql_dispute.c - the SQL of disputes. */
#include <string.h>

#include "shop/shop_internal.h"

struct status shop__dispute_insert(struct till *till, const struct dispute *dispute)
{
    TRY(store_prepare(till->store, &till->dispute_insert,
                      "INSERT INTO shop_dispute (id, village, record, shop, person, at, text, "
                      "answered_at) VALUES (?, ?, ?, ?, ?, ?, ?, 0)"));
    struct store_stmt *stmt = till->dispute_insert;
    store_bind_blob(stmt, 0, dispute->id.bytes, ID_BYTES);
    store_bind_text(stmt, 1, dispute->village);
    store_bind_int(stmt, 2, (int64_t)dispute->record);
    store_bind_text(stmt, 3, dispute->shop);
    store_bind_blob(stmt, 4, dispute->person.bytes, ID_BYTES);
    store_bind_int(stmt, 5, dispute->at);
    store_bind_blob(stmt, 6, dispute->text.bytes, dispute->text.length);
    return store_execute(stmt);
}

struct status shop__dispute_answer(struct till *till, const struct dispute *dispute)
{
    TRY(store_prepare(till->store, &till->dispute_answer,
                      "UPDATE shop_dispute SET answered_at = ?, answered_by = ?, answer = ? "
                      "WHERE id = ?"));
    struct store_stmt *stmt = till->dispute_answer;
    store_bind_int(stmt, 0, dispute->answered_at);
    store_bind_blob(stmt, 1, dispute->answered_by.bytes, ID_BYTES);
    store_bind_blob(stmt, 2, dispute->answer.bytes, dispute->answer.length);
    store_bind_blob(stmt, 3, dispute->id.bytes, ID_BYTES);
    return store_execute(stmt);
}

static struct status sealed_read(struct store_stmt *stmt, int column, struct sealed_text *text)
{
    size_t length = 0;
    const void *bytes = store_blob(stmt, column, &length);
    if (length > sizeof text->bytes) {
        return FAULT(STORE_CORRUPT);
    }
    memcpy(text->bytes, bytes != NULL ? bytes : "", length);
    text->length = length;
    return OK;
}

#define DISPUTE_COLUMNS                                                                            \
    "id, village, record, shop, person, at, text, answered_at, answered_by, answer"

static struct status dispute_columns(struct store_stmt *stmt, struct dispute *dispute)
{
    *dispute = (struct dispute){.record = (uint64_t)store_int(stmt, 2),
                                .at = store_int(stmt, 5),
                                .answered_at = store_int(stmt, 7)};
    snprintf(dispute->village, sizeof dispute->village, "%s", store_text(stmt, 1));
    snprintf(dispute->shop, sizeof dispute->shop, "%s", store_text(stmt, 3));
    TRY(store_blob_exact(stmt, 0, dispute->id.bytes, ID_BYTES));
    TRY(store_blob_exact(stmt, 4, dispute->person.bytes, ID_BYTES));
    TRY(sealed_read(stmt, 6, &dispute->text));
    if (dispute->answered_at == 0) {
        return OK;
    }
    TRY(store_blob_exact(stmt, 8, dispute->answered_by.bytes, ID_BYTES));
    return sealed_read(stmt, 9, &dispute->answer);
}

struct status shop__dispute_select(struct till *till, const struct id *id, bool *found,
                                   struct dispute *dispute)
{
    TRY(store_prepare(till->store, &till->dispute_select,
                      "SELECT " DISPUTE_COLUMNS " FROM shop_dispute WHERE id = ?"));
    store_bind_blob(till->dispute_select, 0, id->bytes, ID_BYTES);
    TRY(store_step(till->dispute_select, found));
    if (!*found) {
        return OK;
    }
    struct status status = dispute_columns(till->dispute_select, dispute);
    store_reset(till->dispute_select);
    return status;
}

struct status shop__dispute_known(struct till *till, const char *village, uint64_t record,
                                  bool *known)
{
    TRY(store_prepare(till->store, &till->dispute_known,
                      "SELECT 1 FROM shop_dispute WHERE village = ? AND record = ?"));
    store_bind_text(till->dispute_known, 0, village);
    store_bind_int(till->dispute_known, 1, (int64_t)record);
    TRY(store_step(till->dispute_known, known));
    store_reset(till->dispute_known);
    return OK;
}

static struct status dispute_rows(struct store_stmt *stmt, dispute_each_fn each, void *context)
{
    bool row = false;
    struct status status = store_step(stmt, &row);
    while (status_ok(status) && row) {
        struct dispute dispute;
        status = dispute_columns(stmt, &dispute);
        if (status_ok(status)) {
            status = each(context, &dispute);
        }
        if (status_ok(status)) {
            status = store_step(stmt, &row);
        }
    }
    store_reset(stmt);
    return status;
}

struct status shop__dispute_each(struct till *till, const struct dispute_query *query,
                                 dispute_each_fn each, void *context)
{
    TRY(store_prepare(till->store, &till->dispute_each,
                      "SELECT " DISPUTE_COLUMNS " FROM shop_dispute WHERE village = ? AND "
                      "(? IS NULL OR person = ?) AND (at, id) < (?, ?) "
                      "ORDER BY at DESC, id DESC LIMIT ?"));
    struct store_stmt *stmt = till->dispute_each;
    store_bind_text(stmt, 0, query->village);
    for (int i = 1; i <= 2; i++) {
        if (query->person != NULL) {
            store_bind_blob(stmt, i, query->person->bytes, ID_BYTES);
        } else {
            store_bind_null(stmt, i);
        }
    }
    store_bind_int(stmt, 3, query->before.at);
    store_bind_blob(stmt, 4, query->before.id.bytes, ID_BYTES);
    store_bind_int(stmt, 5, query->limit);
    return dispute_rows(stmt, each, context);
}

struct status shop__dispute_own(struct till *till, const struct id *person, dispute_each_fn each,
                                void *context)
{
    TRY(store_prepare(till->store, &till->dispute_own,
                      "SELECT " DISPUTE_COLUMNS " FROM shop_dispute WHERE person = ? "
                      "ORDER BY at, id"));
    store_bind_blob(till->dispute_own, 0, person->bytes, ID_BYTES);
    return dispute_rows(till->dispute_own, each, context);
}
