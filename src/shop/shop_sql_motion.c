/* shop_sql_motion.c - the SQL of motions, what was said to them, and terms. */
#include <string.h>

#include "shop/shop_internal.h"

#define MOTION_COLUMNS                                                                             \
    "id, village, kind, shop, points, fen, month, pay_day, text, meeting, proposer, created_at, "  \
    "needed, meeting_needed, state, changed_at"

struct status shop__motion_insert(struct till *till, const struct motion *motion)
{
    TRY(store_prepare(till->store, &till->motion_insert,
                      "INSERT INTO shop_motion (" MOTION_COLUMNS
                      ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
    struct store_stmt *stmt = till->motion_insert;
    store_bind_blob(stmt, 0, motion->id.bytes, ID_BYTES);
    store_bind_text(stmt, 1, motion->village);
    store_bind_int(stmt, 2, motion->kind);
    store_bind_text(stmt, 3, motion->shop);
    store_bind_int(stmt, 4, motion->points);
    store_bind_int(stmt, 5, motion->fen);
    store_bind_int(stmt, 6, motion->month);
    store_bind_int(stmt, 7, motion->pay_day);
    store_bind_text(stmt, 8, motion->text);
    store_bind_text(stmt, 9, motion->meeting);
    store_bind_blob(stmt, 10, motion->proposer.bytes, ID_BYTES);
    store_bind_int(stmt, 11, motion->created_at);
    store_bind_int(stmt, 12, motion->needed);
    store_bind_int(stmt, 13, motion->meeting_needed);
    store_bind_int(stmt, 14, motion->state);
    store_bind_int(stmt, 15, motion->changed_at);
    return store_execute(stmt);
}

struct status shop__motion_save(struct till *till, const struct motion *motion)
{
    TRY(store_prepare(
        till->store, &till->motion_save,
        "UPDATE shop_motion SET meeting = ?, state = ?, changed_at = ? WHERE id = ?"));
    struct store_stmt *stmt = till->motion_save;
    store_bind_text(stmt, 0, motion->meeting);
    store_bind_int(stmt, 1, motion->state);
    store_bind_int(stmt, 2, motion->changed_at);
    store_bind_blob(stmt, 3, motion->id.bytes, ID_BYTES);
    return store_execute(stmt);
}

static struct status motion_columns(struct store_stmt *stmt, struct motion *motion)
{
    *motion = (struct motion){
        .kind = (enum motion_kind)store_int(stmt, 2),
        .points = store_int(stmt, 4),
        .fen = store_int(stmt, 5),
        .month = (int32_t)store_int(stmt, 6),
        .pay_day = (int32_t)store_int(stmt, 7),
        .created_at = store_int(stmt, 11),
        .needed = store_int(stmt, 12),
        .meeting_needed = store_int(stmt, 13) != 0,
        .state = (enum motion_state)store_int(stmt, 14),
        .changed_at = store_int(stmt, 15),
        .record = -1,
    };
    snprintf(motion->village, sizeof motion->village, "%s", store_text(stmt, 1));
    snprintf(motion->shop, sizeof motion->shop, "%s", store_text(stmt, 3));
    snprintf(motion->text, sizeof motion->text, "%s", store_text(stmt, 8));
    snprintf(motion->meeting, sizeof motion->meeting, "%s", store_text(stmt, 9));
    TRY(store_blob_exact(stmt, 0, motion->id.bytes, ID_BYTES));
    return store_blob_exact(stmt, 10, motion->proposer.bytes, ID_BYTES);
}

struct status shop__motion_select(struct till *till, const struct id *id, bool *found,
                                  struct motion *motion)
{
    TRY(store_prepare(till->store, &till->motion_select,
                      "SELECT " MOTION_COLUMNS " FROM shop_motion WHERE id = ?"));
    store_bind_blob(till->motion_select, 0, id->bytes, ID_BYTES);
    TRY(store_step(till->motion_select, found));
    if (!*found) {
        return OK;
    }
    struct status status = motion_columns(till->motion_select, motion);
    store_reset(till->motion_select);
    return status;
}

struct status shop__motion_unsettled(struct till *till, const char *village, const char *shop,
                                     enum motion_kind kind, bool *there)
{
    TRY(store_prepare(till->store, &till->motion_unsettled,
                      "SELECT 1 FROM shop_motion WHERE village = ? AND shop = ? AND kind = ? AND "
                      "state IN (?, ?) LIMIT 1"));
    struct store_stmt *stmt = till->motion_unsettled;
    store_bind_text(stmt, 0, village);
    store_bind_text(stmt, 1, shop);
    store_bind_int(stmt, 2, kind);
    store_bind_int(stmt, 3, MOTION_OPEN);
    store_bind_int(stmt, 4, MOTION_STOPPED);
    TRY(store_step(stmt, there));
    store_reset(stmt);
    return OK;
}

struct status shop__motion_each(struct till *till, const struct motion_query *query,
                                motion_each_fn each, void *context)
{
    TRY(store_prepare(till->store, &till->motion_each,
                      "SELECT " MOTION_COLUMNS " FROM shop_motion WHERE village = ? AND "
                      "(? = '' OR shop = ?) AND (? = 0 OR kind = ?) AND "
                      "(created_at, id) < (?, ?) ORDER BY created_at DESC, id DESC LIMIT ?"));
    struct store_stmt *stmt = till->motion_each;
    store_bind_text(stmt, 0, query->village);
    store_bind_text(stmt, 1, query->shop);
    store_bind_text(stmt, 2, query->shop);
    store_bind_int(stmt, 3, query->kind);
    store_bind_int(stmt, 4, query->kind);
    store_bind_int(stmt, 5, query->before.at);
    store_bind_blob(stmt, 6, query->before.id.bytes, ID_BYTES);
    store_bind_int(stmt, 7, query->limit);
    bool row = false;
    struct status status = store_step(stmt, &row);
    while (status_ok(status) && row) {
        struct motion motion;
        status = motion_columns(stmt, &motion);
        if (status_ok(status)) {
            status = each(context, &motion);
        }
        if (status_ok(status)) {
            status = store_step(stmt, &row);
        }
    }
    store_reset(stmt);
    return status;
}

struct status shop__word_insert(struct till *till, const struct id *motion, size_t number,
                                const struct word *word)
{
    TRY(store_prepare(till->store, &till->word_insert,
                      "INSERT INTO shop_word (motion, number, person, at, what, reason) "
                      "VALUES (?, ?, ?, ?, ?, ?)"));
    struct store_stmt *stmt = till->word_insert;
    store_bind_blob(stmt, 0, motion->bytes, ID_BYTES);
    store_bind_int(stmt, 1, (int64_t)number);
    store_bind_blob(stmt, 2, word->person.bytes, ID_BYTES);
    store_bind_int(stmt, 3, word->at);
    store_bind_int(stmt, 4, word->what);
    store_bind_text(stmt, 5, word->reason);
    return store_execute(stmt);
}

struct status shop__words(struct till *till, const struct id *motion, struct word words[WORDS_MAX],
                          size_t *count)
{
    TRY(store_prepare(till->store, &till->words,
                      "SELECT person, at, what, reason FROM shop_word WHERE motion = ? "
                      "ORDER BY number LIMIT ?"));
    struct store_stmt *stmt = till->words;
    store_bind_blob(stmt, 0, motion->bytes, ID_BYTES);
    store_bind_int(stmt, 1, WORDS_MAX);
    bool row = false;
    *count = 0;
    struct status status = store_step(stmt, &row);
    while (status_ok(status) && row) {
        struct word *word = &words[(*count)++];
        *word = (struct word){.at = store_int(stmt, 1), .what = (enum word_kind)store_int(stmt, 2)};
        snprintf(word->reason, sizeof word->reason, "%s", store_text(stmt, 3));
        status = store_blob_exact(stmt, 0, word->person.bytes, ID_BYTES);
        if (status_ok(status)) {
            status = store_step(stmt, &row);
        }
    }
    store_reset(stmt);
    return status;
}

struct status shop__terms_insert(struct till *till, const struct id *motion,
                                 const struct terms *terms)
{
    TRY(store_prepare(till->store, &till->terms_insert,
                      "INSERT INTO shop_terms (motion, one_fen, two_fen, meeting_fen, pay_day, "
                      "refund_days, warn_weeks, lease_card, lease_device, lease_hours) "
                      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
    struct store_stmt *stmt = till->terms_insert;
    store_bind_blob(stmt, 0, motion->bytes, ID_BYTES);
    const int64_t values[] = {terms->one_fen,    terms->two_fen,      terms->meeting_fen,
                              terms->pay_day,    terms->refund_days,  terms->warn_weeks,
                              terms->lease_card, terms->lease_device, terms->lease_hours};
    for (size_t i = 0; i < COUNT(values); i++) {
        store_bind_int(stmt, (int)i + 1, values[i]);
    }
    return store_execute(stmt);
}

#define TERMS_COLUMNS                                                                              \
    "t.one_fen, t.two_fen, t.meeting_fen, t.pay_day, t.refund_days, t.warn_weeks, t.lease_card, "  \
    "t.lease_device, t.lease_hours"

static struct status terms_read(struct store_stmt *stmt, bool *found, struct terms *terms)
{
    TRY(store_step(stmt, found));
    if (*found) {
        *terms = (struct terms){store_int(stmt, 0), store_int(stmt, 1), store_int(stmt, 2),
                                store_int(stmt, 3), store_int(stmt, 4), store_int(stmt, 5),
                                store_int(stmt, 6), store_int(stmt, 7), store_int(stmt, 8)};
        store_reset(stmt);
    }
    return OK;
}

struct status shop__terms_of(struct till *till, const struct id *motion, bool *found,
                             struct terms *terms)
{
    TRY(store_prepare(till->store, &till->terms_of,
                      "SELECT " TERMS_COLUMNS " FROM shop_terms t WHERE t.motion = ?"));
    store_bind_blob(till->terms_of, 0, motion->bytes, ID_BYTES);
    return terms_read(till->terms_of, found, terms);
}

struct status shop__terms(struct till *till, const char *village, struct terms *terms)
{
    bool found = false;
    *terms = terms_default;
    TRY(store_prepare(till->store, &till->terms,
                      "SELECT " TERMS_COLUMNS " FROM shop_terms t JOIN shop_motion m "
                      "ON m.id = t.motion WHERE m.village = ? AND m.kind = ? AND m.state = ? "
                      "ORDER BY m.changed_at DESC, m.id DESC LIMIT 1"));
    store_bind_text(till->terms, 0, village);
    store_bind_int(till->terms, 1, MOTION_TERMS);
    store_bind_int(till->terms, 2, MOTION_DONE);
    return terms_read(till->terms, &found, terms);
}

struct status shop__low_put(struct till *till, const char *village, const char *shop,
                            const char *goods, int64_t low)
{
    TRY(store_prepare(till->store, &till->low_put,
                      "INSERT INTO shop_low (village, shop, goods, low) VALUES (?, ?, ?, ?) "
                      "ON CONFLICT (village, shop, goods) DO UPDATE SET low = excluded.low"));
    store_bind_text(till->low_put, 0, village);
    store_bind_text(till->low_put, 1, shop);
    store_bind_text(till->low_put, 2, goods);
    store_bind_int(till->low_put, 3, low);
    return store_execute(till->low_put);
}

struct status shop__low(struct till *till, const char *village, const char *shop, const char *goods,
                        int64_t *low)
{
    bool row = false;
    *low = 0;
    TRY(store_prepare(till->store, &till->low_get,
                      "SELECT low FROM shop_low WHERE village = ? AND shop = ? AND goods = ?"));
    store_bind_text(till->low_get, 0, village);
    store_bind_text(till->low_get, 1, shop);
    store_bind_text(till->low_get, 2, goods);
    TRY(store_step(till->low_get, &row));
    if (row) {
        *low = store_int(till->low_get, 0);
        store_reset(till->low_get);
    }
    return OK;
}
