/* claim_sql.c - the SQL of claims and of what was done to them. It keeps to what SQLite and
 * PostgreSQL share. */
#include <string.h>

#include "claim/claim_internal.h"

#define CLAIM_COLUMNS                                                                              \
    "id, village, number, person, filed_by, rule, day, state, ready, filed_at, changed_at, text, " \
    "grade, examiner, round, panels"

static void bind_id(struct store_stmt *stmt, int index, const struct id *id)
{
    store_bind_blob(stmt, index, id->bytes, ID_BYTES);
}

static void bind_id_or_none(struct store_stmt *stmt, int index, const struct id *id)
{
    static const struct id none;
    if (memcmp(id, &none, sizeof none) == 0) {
        store_bind_null(stmt, index);
    } else {
        bind_id(stmt, index, id);
    }
}

static struct status sealed_read(struct store_stmt *stmt, int column, uint8_t *out, size_t *length)
{
    const void *bytes = store_blob(stmt, column, length);
    if (*length > CLAIM_SEALED_BYTES) {
        return FAULT(STORE_CORRUPT);
    }
    if (*length > 0) {
        memcpy(out, bytes, *length);
    }
    return OK;
}

static struct status claim_read(struct store_stmt *stmt, struct claim *claim)
{
    *claim = (struct claim){.number = store_int(stmt, 2),
                            .day = (int32_t)store_int(stmt, 6),
                            .state = (enum claim_state)store_int(stmt, 7),
                            .ready = store_int(stmt, 8) != 0,
                            .filed_at = store_int(stmt, 9),
                            .changed_at = store_int(stmt, 10),
                            .grade = store_int(stmt, 12),
                            .round = store_int(stmt, 14),
                            .panels = store_int(stmt, 15)};
    snprintf(claim->village, sizeof claim->village, "%s", store_text(stmt, 1));
    snprintf(claim->rule, sizeof claim->rule, "%s", store_text(stmt, 5));
    TRY(store_blob_exact(stmt, 0, claim->id.bytes, ID_BYTES));
    TRY(store_blob_exact(stmt, 3, claim->person.bytes, ID_BYTES));
    TRY(store_blob_exact(stmt, 4, claim->filed_by.bytes, ID_BYTES));
    if (!store_is_null(stmt, 13)) {
        TRY(store_blob_exact(stmt, 13, claim->examiner.bytes, ID_BYTES));
    }
    return sealed_read(stmt, 11, claim->text, &claim->text_length);
}

static struct status claim_rows(struct store_stmt *stmt, claim_each_fn each, void *context)
{
    struct claim claim;
    bool row = false;
    struct status status = store_step(stmt, &row);
    while (status_ok(status) && row) {
        status = claim_read(stmt, &claim);
        if (status_ok(status)) {
            status = each(context, &claim);
        }
        if (status_ok(status)) {
            status = store_step(stmt, &row);
        }
    }
    store_reset(stmt);
    return status;
}

static struct status number_next(struct claims *own, struct claim *claim)
{
    bool row = false;
    TRY(store_prepare(own->store, &own->sql.next_number,
                      "SELECT COALESCE(MAX(number), 0) + 1 FROM claim WHERE village = ?"));
    store_bind_text(own->sql.next_number, 0, claim->village);
    TRY(store_step(own->sql.next_number, &row));
    claim->number = store_int(own->sql.next_number, 0);
    store_reset(own->sql.next_number);
    return OK;
}

struct status claim__put(struct claims *own, struct claim *claim)
{
    TRY(number_next(own, claim));
    TRY(store_prepare(own->store, &own->sql.put,
                      "INSERT INTO claim (" CLAIM_COLUMNS ") "
                      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
    struct store_stmt *stmt = own->sql.put;
    bind_id(stmt, 0, &claim->id);
    store_bind_text(stmt, 1, claim->village);
    store_bind_int(stmt, 2, claim->number);
    bind_id(stmt, 3, &claim->person);
    bind_id(stmt, 4, &claim->filed_by);
    store_bind_text(stmt, 5, claim->rule);
    store_bind_int(stmt, 6, claim->day);
    store_bind_int(stmt, 7, claim->state);
    store_bind_int(stmt, 8, claim->ready);
    store_bind_int(stmt, 9, claim->filed_at);
    store_bind_int(stmt, 10, claim->changed_at);
    store_bind_blob(stmt, 11, claim->text, claim->text_length);
    store_bind_int(stmt, 12, claim->grade);
    bind_id_or_none(stmt, 13, &claim->examiner);
    store_bind_int(stmt, 14, claim->round);
    store_bind_int(stmt, 15, claim->panels);
    return store_execute(stmt);
}

struct status claim__change(struct claims *own, const struct claim *claim)
{
    TRY(store_prepare(own->store, &own->sql.change,
                      "UPDATE claim SET state = ?, ready = ?, changed_at = ?, grade = ?, "
                      "examiner = ?, round = ?, panels = ? WHERE id = ?"));
    struct store_stmt *stmt = own->sql.change;
    store_bind_int(stmt, 0, claim->state);
    store_bind_int(stmt, 1, claim->ready);
    store_bind_int(stmt, 2, claim->changed_at);
    store_bind_int(stmt, 3, claim->grade);
    bind_id_or_none(stmt, 4, &claim->examiner);
    store_bind_int(stmt, 5, claim->round);
    store_bind_int(stmt, 6, claim->panels);
    bind_id(stmt, 7, &claim->id);
    return store_execute(stmt);
}

struct status claim__get(struct claims *own, const struct id *id, bool *found, struct claim *claim)
{
    TRY(store_prepare(own->store, &own->sql.get,
                      "SELECT " CLAIM_COLUMNS " FROM claim WHERE id = ?"));
    bind_id(own->sql.get, 0, id);
    TRY(store_step(own->sql.get, found));
    struct status status = *found ? claim_read(own->sql.get, claim) : OK;
    store_reset(own->sql.get);
    return status;
}

struct status claim__open_count(struct claims *own, const struct id *person, int64_t *count)
{
    bool row = false;
    TRY(store_prepare(own->store, &own->sql.open_count,
                      "SELECT COUNT(*) FROM claim WHERE person = ? AND state IN (1, 2)"));
    bind_id(own->sql.open_count, 0, person);
    TRY(store_step(own->sql.open_count, &row));
    *count = store_int(own->sql.open_count, 0);
    store_reset(own->sql.open_count);
    return OK;
}

struct status claim__alike(struct claims *own, const struct claim *claim, bool *found)
{
    TRY(store_prepare(own->store, &own->sql.alike,
                      "SELECT 1 FROM claim WHERE person = ? AND village = ? AND rule = ? AND "
                      "day = ? AND state IN (1, 2, 5, 6) LIMIT 1"));
    struct store_stmt *stmt = own->sql.alike;
    bind_id(stmt, 0, &claim->person);
    store_bind_text(stmt, 1, claim->village);
    store_bind_text(stmt, 2, claim->rule);
    store_bind_int(stmt, 3, claim->day);
    TRY(store_step(stmt, found));
    store_reset(stmt);
    return OK;
}

struct status claim__queue_each(struct claims *own, const struct claim_query *query,
                                claim_each_fn each, void *context)
{
    TRY(store_prepare(own->store, &own->sql.queue,
                      "SELECT " CLAIM_COLUMNS " FROM claim WHERE village = ? AND number > ? AND "
                      "ready = 1 AND (state IN (1, 2) OR (state = 5 AND changed_at >= ?)) "
                      "ORDER BY number LIMIT ?"));
    struct store_stmt *stmt = own->sql.queue;
    store_bind_text(stmt, 0, query->village);
    store_bind_int(stmt, 1, query->after);
    store_bind_int(stmt, 2, query->since);
    store_bind_int(stmt, 3, (int64_t)query->limit);
    return claim_rows(stmt, each, context);
}

struct status claim__appealed_each(struct claims *own, const char *village, claim_each_fn each,
                                   void *context)
{
    TRY(store_prepare(own->store, &own->sql.appealed,
                      "SELECT " CLAIM_COLUMNS " FROM claim WHERE village = ? AND state = 6 "
                      "ORDER BY number LIMIT 200"));
    store_bind_text(own->sql.appealed, 0, village);
    return claim_rows(own->sql.appealed, each, context);
}

struct status claim__own_each(struct claims *own, const struct id *person, const char *village,
                              int64_t limit, claim_each_fn each, void *context)
{
    TRY(store_prepare(own->store, &own->sql.own,
                      "SELECT " CLAIM_COLUMNS " FROM claim WHERE person = ? AND "
                      "(? IS NULL OR village = ?) ORDER BY filed_at DESC, number DESC LIMIT ?"));
    struct store_stmt *stmt = own->sql.own;
    bind_id(stmt, 0, person);
    for (int i = 1; i <= 2; i++) {
        if (village != NULL) {
            store_bind_text(stmt, i, village);
        } else {
            store_bind_null(stmt, i);
        }
    }
    store_bind_int(stmt, 3, limit);
    return claim_rows(stmt, each, context);
}

struct status claim__duty_each(struct claims *own, const char *village, const struct id *person,
                               claim_each_fn each, void *context)
{
    TRY(store_prepare(own->store, &own->sql.duties,
                      "SELECT " CLAIM_COLUMNS " FROM claim WHERE village = ? AND state = 1 AND "
                      "EXISTS (SELECT 1 FROM claim_seat WHERE claim_seat.claim = claim.id AND "
                      "claim_seat.panel = claim.panels AND claim_seat.person = ? AND "
                      "claim_seat.state = 1) ORDER BY number LIMIT 200"));
    store_bind_text(own->sql.duties, 0, village);
    bind_id(own->sql.duties, 1, person);
    return claim_rows(own->sql.duties, each, context);
}

/* ---- steps ---- */

struct status claim__step_put(struct claims *own, const struct id *claim,
                              const struct claim_step *step)
{
    TRY(store_prepare(own->store, &own->sql.step_put,
                      "INSERT INTO claim_step (claim, number, at, by, what, word) VALUES (?, "
                      "(SELECT COALESCE(MAX(number), 0) + 1 FROM claim_step WHERE claim = ?), "
                      "?, ?, ?, ?)"));
    struct store_stmt *stmt = own->sql.step_put;
    bind_id(stmt, 0, claim);
    bind_id(stmt, 1, claim);
    store_bind_int(stmt, 2, step->at);
    bind_id(stmt, 3, &step->by);
    store_bind_int(stmt, 4, step->what);
    if (step->word_length > 0) {
        store_bind_blob(stmt, 5, step->word, step->word_length);
    } else {
        store_bind_null(stmt, 5);
    }
    return store_execute(stmt);
}

static struct status step_read(struct store_stmt *stmt, struct claim_step *step)
{
    *step = (struct claim_step){.number = store_int(stmt, 0),
                                .at = store_int(stmt, 1),
                                .what = (enum claim_act)store_int(stmt, 3)};
    TRY(store_blob_exact(stmt, 2, step->by.bytes, ID_BYTES));
    return sealed_read(stmt, 4, step->word, &step->word_length);
}

struct status claim__step_each(struct claims *own, const struct id *claim, claim_step_fn each,
                               void *context)
{
    struct claim_step step;
    bool row = false;
    TRY(store_prepare(own->store, &own->sql.step_each,
                      "SELECT number, at, by, what, word FROM claim_step WHERE claim = ? "
                      "ORDER BY number"));
    struct store_stmt *stmt = own->sql.step_each;
    bind_id(stmt, 0, claim);
    struct status status = store_step(stmt, &row);
    while (status_ok(status) && row) {
        status = step_read(stmt, &step);
        if (status_ok(status)) {
            status = each(context, &step);
        }
        if (status_ok(status)) {
            status = store_step(stmt, &row);
        }
    }
    store_reset(stmt);
    return status;
}
