/* oversight_sql_signal.c - the SQL of signals, of what stands behind them and of findings. */
#include <string.h>

#include "oversight/oversight_internal.h"

#define SIGNAL_COLUMNS                                                                             \
    "id, village, kind, half, key0, key1, state, day, shop, n0, n1, n2, n3, records, answered, "   \
    "found_at, seen_at, taken_by"

static void taken_bind(struct store_stmt *stmt, int index, const struct signal *signal)
{
    if (signal->taken) {
        store_bind_blob(stmt, index, signal->taken_by.bytes, ID_BYTES);
    } else {
        store_bind_null(stmt, index);
    }
}

/* From state to seen_at, which an update sets as well; `index` is that of the first. */
static void changing_bind(struct store_stmt *stmt, int index, const struct signal *signal)
{
    const int64_t values[] = {signal->state,      signal->day,        signal->shop,
                              signal->numbers[0], signal->numbers[1], signal->numbers[2],
                              signal->numbers[3], signal->records,    signal->answered,
                              signal->found_at,   signal->seen_at};
    for (size_t i = 0; i < COUNT(values); i++) {
        store_bind_int(stmt, index + (int)i, values[i]);
    }
    taken_bind(stmt, index + (int)COUNT(values), signal);
}

struct status oversight__signal_put(struct oversight *own, const struct signal *signal)
{
    TRY(store_prepare(own->store, &own->signal_put,
                      "INSERT INTO oversight_signal (" SIGNAL_COLUMNS ") VALUES "
                      "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
    struct store_stmt *stmt = own->signal_put;
    store_bind_blob(stmt, 0, signal->id.bytes, ID_BYTES);
    store_bind_text(stmt, 1, signal->village);
    store_bind_int(stmt, 2, signal->kind);
    store_bind_int(stmt, 3, signal->half);
    store_bind_int(stmt, 4, signal->key[0]);
    store_bind_int(stmt, 5, signal->key[1]);
    changing_bind(stmt, 6, signal);
    return store_execute(stmt);
}

struct status oversight__signal_set(struct oversight *own, const struct signal *signal)
{
    TRY(store_prepare(own->store, &own->signal_set,
                      "UPDATE oversight_signal SET state = ?, day = ?, shop = ?, n0 = ?, n1 = ?, "
                      "n2 = ?, n3 = ?, records = ?, answered = ?, found_at = ?, seen_at = ?, "
                      "taken_by = ? WHERE id = ?"));
    changing_bind(own->signal_set, 0, signal);
    store_bind_blob(own->signal_set, 12, signal->id.bytes, ID_BYTES);
    return store_execute(own->signal_set);
}

static struct status signal_read(struct store_stmt *stmt, struct signal *signal)
{
    *signal = (struct signal){.kind = (int32_t)store_int(stmt, 2),
                              .half = (int32_t)store_int(stmt, 3),
                              .key = {store_int(stmt, 4), store_int(stmt, 5)},
                              .state = (int32_t)store_int(stmt, 6),
                              .day = (int32_t)store_int(stmt, 7),
                              .shop = store_int(stmt, 8),
                              .numbers = {store_int(stmt, 9), store_int(stmt, 10),
                                          store_int(stmt, 11), store_int(stmt, 12)},
                              .records = store_int(stmt, 13),
                              .answered = store_int(stmt, 14),
                              .found_at = store_int(stmt, 15),
                              .seen_at = store_int(stmt, 16),
                              .taken = !store_is_null(stmt, 17)};
    snprintf(signal->village, sizeof signal->village, "%s", store_text(stmt, 1));
    TRY(store_blob_exact(stmt, 0, signal->id.bytes, ID_BYTES));
    return signal->taken ? store_blob_exact(stmt, 17, signal->taken_by.bytes, ID_BYTES) : OK;
}

static struct status signal_only(struct store_stmt *stmt, struct signal *signal, bool *found)
{
    TRY(store_step(stmt, found));
    if (!*found) {
        return OK;
    }
    struct status status = signal_read(stmt, signal);
    store_reset(stmt);
    return status;
}

struct status oversight__signal_key(struct oversight *own, struct signal *signal, bool *found)
{
    TRY(store_prepare(own->store, &own->signal_key,
                      "SELECT " SIGNAL_COLUMNS " FROM oversight_signal WHERE village = ? AND "
                      "kind = ? AND half = ? AND key0 = ? AND key1 = ?"));
    store_bind_text(own->signal_key, 0, signal->village);
    store_bind_int(own->signal_key, 1, signal->kind);
    store_bind_int(own->signal_key, 2, signal->half);
    store_bind_int(own->signal_key, 3, signal->key[0]);
    store_bind_int(own->signal_key, 4, signal->key[1]);
    return signal_only(own->signal_key, signal, found);
}

struct status oversight__signal_get(struct oversight *own, const struct id *id,
                                    struct signal *signal, bool *found)
{
    TRY(store_prepare(own->store, &own->signal_get,
                      "SELECT " SIGNAL_COLUMNS " FROM oversight_signal WHERE id = ?"));
    store_bind_blob(own->signal_get, 0, id->bytes, ID_BYTES);
    return signal_only(own->signal_get, signal, found);
}

struct status oversight__signal_page(struct oversight *own, const struct signal_query *query,
                                     signal_fn each, void *context)
{
    TRY(store_prepare(own->store, &own->signal_page,
                      "SELECT " SIGNAL_COLUMNS " FROM oversight_signal WHERE village = ? AND "
                      "(? = 0 OR state = ?) AND (? = 0 OR kind = ?) AND (found_at, id) < (?, ?) "
                      "AND NOT EXISTS (SELECT 1 FROM oversight_person WHERE "
                      "signal = oversight_signal.id AND person = ?) "
                      "ORDER BY found_at DESC, id DESC LIMIT ?"));
    struct store_stmt *stmt = own->signal_page;
    store_bind_text(stmt, 0, query->village);
    store_bind_int(stmt, 1, query->state);
    store_bind_int(stmt, 2, query->state);
    store_bind_int(stmt, 3, query->kind);
    store_bind_int(stmt, 4, query->kind);
    store_bind_int(stmt, 5, query->before_at);
    store_bind_blob(stmt, 6, query->before.bytes, ID_BYTES);
    store_bind_blob(stmt, 7, query->caller.bytes, ID_BYTES);
    store_bind_int(stmt, 8, query->limit);
    bool row = false;
    struct status status = store_step(stmt, &row);
    while (status_ok(status) && row) {
        struct signal signal;
        status = signal_read(stmt, &signal);
        if (status_ok(status)) {
            status = each(context, &signal);
        }
        if (status_ok(status)) {
            status = store_step(stmt, &row);
        }
    }
    store_reset(stmt);
    return status;
}

struct status oversight__signals_gone(struct oversight *own, const char *village, int32_t half,
                                      int64_t now)
{
    TRY(store_prepare(own->store, &own->signals_gone,
                      "UPDATE oversight_signal SET state = ? WHERE village = ? AND half = ? AND "
                      "state = ? AND seen_at < ?"));
    store_bind_int(own->signals_gone, 0, SIGNAL_GONE);
    store_bind_text(own->signals_gone, 1, village);
    store_bind_int(own->signals_gone, 2, half);
    store_bind_int(own->signals_gone, 3, SIGNAL_OPEN);
    store_bind_int(own->signals_gone, 4, now);
    return store_execute(own->signals_gone);
}

struct status oversight__signal_count(struct oversight *own, const char *village, int32_t state,
                                      int64_t *count)
{
    bool row = false;
    TRY(store_prepare(own->store, &own->signal_count,
                      "SELECT count(*) FROM oversight_signal WHERE village = ? AND state = ?"));
    store_bind_text(own->signal_count, 0, village);
    store_bind_int(own->signal_count, 1, state);
    TRY(store_step(own->signal_count, &row));
    *count = row ? store_int(own->signal_count, 0) : 0;
    store_reset(own->signal_count);
    return OK;
}

/* ---- what stands behind a signal ---- */

struct status oversight__evidence_put(struct oversight *own, const struct id *signal,
                                      uint64_t record)
{
    TRY(store_prepare(own->store, &own->evidence_put,
                      "INSERT INTO oversight_evidence (signal, record) VALUES (?, ?) "
                      "ON CONFLICT DO NOTHING"));
    store_bind_blob(own->evidence_put, 0, signal->bytes, ID_BYTES);
    store_bind_int(own->evidence_put, 1, (int64_t)record);
    return store_execute(own->evidence_put);
}

struct status oversight__evidence_drop(struct oversight *own, const struct id *signal)
{
    TRY(store_prepare(own->store, &own->evidence_drop,
                      "DELETE FROM oversight_evidence WHERE signal = ?"));
    store_bind_blob(own->evidence_drop, 0, signal->bytes, ID_BYTES);
    return store_execute(own->evidence_drop);
}

struct status oversight__evidence_list(struct oversight *own, const struct id *signal,
                                       uint64_t list[FINDING_RECORDS_MAX], size_t *count)
{
    TRY(store_prepare(own->store, &own->evidence_each,
                      "SELECT record FROM oversight_evidence WHERE signal = ? ORDER BY record "
                      "LIMIT ?"));
    store_bind_blob(own->evidence_each, 0, signal->bytes, ID_BYTES);
    store_bind_int(own->evidence_each, 1, FINDING_RECORDS_MAX);
    bool row = false;
    *count = 0;
    TRY(store_step(own->evidence_each, &row));
    while (row) {
        list[(*count)++] = (uint64_t)store_int(own->evidence_each, 0);
        TRY(store_step(own->evidence_each, &row));
    }
    return OK;
}

struct status oversight__person_put(struct oversight *own, const struct id *signal,
                                    const struct concerned *concerned, int64_t number)
{
    TRY(store_prepare(own->store, &own->person_put,
                      "INSERT INTO oversight_person (signal, person, part, number) "
                      "VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING"));
    store_bind_blob(own->person_put, 0, signal->bytes, ID_BYTES);
    store_bind_blob(own->person_put, 1, concerned->person.bytes, ID_BYTES);
    store_bind_int(own->person_put, 2, concerned->part);
    store_bind_int(own->person_put, 3, number);
    return store_execute(own->person_put);
}

struct status oversight__person_drop(struct oversight *own, const struct id *signal)
{
    TRY(store_prepare(own->store, &own->person_drop,
                      "DELETE FROM oversight_person WHERE signal = ?"));
    store_bind_blob(own->person_drop, 0, signal->bytes, ID_BYTES);
    return store_execute(own->person_drop);
}

struct status oversight__person_list(struct oversight *own, const struct id *signal,
                                     struct concerned list[FINDING_PEOPLE_MAX], size_t *count)
{
    TRY(store_prepare(own->store, &own->person_each,
                      "SELECT person, part FROM oversight_person WHERE signal = ? "
                      "ORDER BY number LIMIT ?"));
    struct store_stmt *stmt = own->person_each;
    store_bind_blob(stmt, 0, signal->bytes, ID_BYTES);
    store_bind_int(stmt, 1, FINDING_PEOPLE_MAX);
    bool row = false;
    *count = 0;
    struct status status = store_step(stmt, &row);
    while (status_ok(status) && row) {
        struct concerned *one = &list[(*count)++];
        one->part = (int32_t)store_int(stmt, 1);
        status = store_blob_exact(stmt, 0, one->person.bytes, ID_BYTES);
        if (status_ok(status)) {
            status = store_step(stmt, &row);
        }
    }
    store_reset(stmt);
    return status;
}

static const struct id nobody = {{0}};

/* What was sealed with the person's key goes with it; who answered stays without a name. */
static struct status findings_erase(struct oversight *own, const struct id *person)
{
    TRY(store_prepare(own->store, &own->findings_erase,
                      "UPDATE oversight_finding SET keeper = ?, text = ? WHERE keeper = ?"));
    store_bind_blob(own->findings_erase, 0, nobody.bytes, ID_BYTES);
    store_bind_blob(own->findings_erase, 1, "", 0);
    store_bind_blob(own->findings_erase, 2, person->bytes, ID_BYTES);
    TRY(store_execute(own->findings_erase));
    TRY(store_prepare(own->store, &own->finders_erase,
                      "UPDATE oversight_finding SET by = ? WHERE by = ?"));
    store_bind_blob(own->finders_erase, 0, nobody.bytes, ID_BYTES);
    store_bind_blob(own->finders_erase, 1, person->bytes, ID_BYTES);
    return store_execute(own->finders_erase);
}

struct status oversight__person_erase(struct oversight *own, const struct id *person)
{
    TRY(store_prepare(own->store, &own->persons_erase,
                      "DELETE FROM oversight_person WHERE person = ?"));
    store_bind_blob(own->persons_erase, 0, person->bytes, ID_BYTES);
    TRY(store_execute(own->persons_erase));
    TRY(store_prepare(own->store, &own->taken_erase,
                      "UPDATE oversight_signal SET taken_by = NULL WHERE taken_by = ?"));
    store_bind_blob(own->taken_erase, 0, person->bytes, ID_BYTES);
    TRY(store_execute(own->taken_erase));
    return findings_erase(own, person);
}

/* ---- findings ---- */

struct status oversight__finding_put(struct oversight *own, const struct id *signal,
                                     const struct told *told)
{
    TRY(store_prepare(own->store, &own->finding_put,
                      "INSERT INTO oversight_finding (signal, number, answer, by, at, text, "
                      "keeper) SELECT ?, count(*) + 1, ?, ?, ?, ?, ? FROM oversight_finding "
                      "WHERE signal = ?"));
    struct store_stmt *stmt = own->finding_put;
    store_bind_blob(stmt, 0, signal->bytes, ID_BYTES);
    store_bind_int(stmt, 1, told->answer);
    store_bind_blob(stmt, 2, told->by.bytes, ID_BYTES);
    store_bind_int(stmt, 3, told->at);
    store_bind_blob(stmt, 4, told->text, told->text_length);
    store_bind_blob(stmt, 5, told->keeper.bytes, ID_BYTES);
    store_bind_blob(stmt, 6, signal->bytes, ID_BYTES);
    return store_execute(stmt);
}

#define TOLD_COLUMNS "f.answer, f.by, f.at, f.text, f.keeper"

static struct status told_read(struct store_stmt *stmt, int column, struct told *told)
{
    *told = (struct told){.answer = (int32_t)store_int(stmt, column),
                          .at = store_int(stmt, column + 2)};
    TRY(store_blob_exact(stmt, column + 1, told->by.bytes, ID_BYTES));
    TRY(store_blob_exact(stmt, column + 4, told->keeper.bytes, ID_BYTES));
    const void *bytes = store_blob(stmt, column + 3, &told->text_length);
    if (told->text_length > sizeof told->text) {
        return FAULT(STORE_CORRUPT);
    }
    memcpy(told->text, bytes != NULL ? bytes : "", told->text_length);
    return OK;
}

struct status oversight__finding_each(struct oversight *own, const struct signal *signal,
                                      told_fn each, void *context)
{
    TRY(store_prepare(own->store, &own->finding_each,
                      "SELECT " TOLD_COLUMNS " FROM oversight_finding AS f WHERE f.signal = ? "
                      "ORDER BY f.number"));
    store_bind_blob(own->finding_each, 0, signal->id.bytes, ID_BYTES);
    bool row = false;
    struct status status = store_step(own->finding_each, &row);
    while (status_ok(status) && row) {
        struct told told;
        status = told_read(own->finding_each, 0, &told);
        if (status_ok(status)) {
            status = each(context, signal, &told);
        }
        if (status_ok(status)) {
            status = store_step(own->finding_each, &row);
        }
    }
    store_reset(own->finding_each);
    return status;
}

struct status oversight__finding_own(struct oversight *own, const struct id *person, int32_t answer,
                                     told_fn each, void *context)
{
    TRY(store_prepare(own->store, &own->finding_own,
                      "SELECT " SIGNAL_COLUMNS ", " TOLD_COLUMNS " FROM oversight_person AS p "
                      "JOIN oversight_signal AS s ON s.id = p.signal "
                      "JOIN oversight_finding AS f ON f.signal = p.signal "
                      "WHERE p.person = ? AND (? = 0 OR f.answer = ?) ORDER BY f.at DESC LIMIT ?"));
    struct store_stmt *stmt = own->finding_own;
    store_bind_blob(stmt, 0, person->bytes, ID_BYTES);
    store_bind_int(stmt, 1, answer);
    store_bind_int(stmt, 2, answer);
    store_bind_int(stmt, 3, PAGE_MAX);
    bool row = false;
    struct status status = store_step(stmt, &row);
    while (status_ok(status) && row) {
        struct signal signal;
        struct told told;
        status = signal_read(stmt, &signal);
        status = status_ok(status) ? told_read(stmt, 18, &told) : status;
        status = status_ok(status) ? each(context, &signal, &told) : status;
        status = status_ok(status) ? store_step(stmt, &row) : status;
    }
    store_reset(stmt);
    return status;
}
