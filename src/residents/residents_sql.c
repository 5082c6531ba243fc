/* residents_sql.c - the SQL of looks. It keeps to what SQLite and PostgreSQL have in common. */
#include <string.h>

#include "residents/residents_internal.h"

struct status residents__look_put(struct residents *residents, const struct look *look)
{
    TRY(store_prepare(residents->store, &residents->look_put,
                      "INSERT INTO look (person, day, looker, purpose, village, times, first_at, "
                      "last_at) VALUES (?, ?, ?, ?, ?, 1, ?, ?) "
                      "ON CONFLICT (person, day, looker, purpose) DO UPDATE SET "
                      "times = look.times + 1, last_at = excluded.last_at"));
    struct store_stmt *stmt = residents->look_put;
    store_bind_blob(stmt, 0, look->person.bytes, ID_BYTES);
    store_bind_int(stmt, 1, look->day);
    store_bind_blob(stmt, 2, look->looker.bytes, ID_BYTES);
    store_bind_int(stmt, 3, look->purpose);
    store_bind_text(stmt, 4, look->village);
    store_bind_int(stmt, 5, look->first_at);
    store_bind_int(stmt, 6, look->last_at);
    return store_execute(stmt);
}

static struct status look_read(struct store_stmt *stmt, struct look *look)
{
    look->day = (int32_t)store_int(stmt, 0);
    TRY(store_blob_exact(stmt, 1, look->looker.bytes, ID_BYTES));
    look->purpose = (int32_t)store_int(stmt, 2);
    snprintf(look->village, sizeof look->village, "%s", store_text(stmt, 3));
    look->times = store_int(stmt, 4);
    look->first_at = store_int(stmt, 5);
    look->last_at = store_int(stmt, 6);
    return OK;
}

struct status residents__look_next(struct residents *residents, struct look *look, bool *found)
{
    TRY(store_prepare(residents->store, &residents->look_page,
                      "SELECT day, looker, purpose, village, times, first_at, last_at FROM look "
                      "WHERE person = ? AND (day < ? OR (day = ? AND (looker > ? OR (looker = ? "
                      "AND purpose > ?)))) ORDER BY day DESC, looker, purpose LIMIT 1"));
    struct store_stmt *stmt = residents->look_page;
    store_bind_blob(stmt, 0, look->person.bytes, ID_BYTES);
    store_bind_int(stmt, 1, look->day);
    store_bind_int(stmt, 2, look->day);
    store_bind_blob(stmt, 3, look->looker.bytes, ID_BYTES);
    store_bind_blob(stmt, 4, look->looker.bytes, ID_BYTES);
    store_bind_int(stmt, 5, look->purpose);
    TRY(store_step(stmt, found));
    struct status status = *found ? look_read(stmt, look) : OK;
    store_reset(stmt);
    return status;
}

struct status residents__looks_drop(struct residents *residents, const struct id *person)
{
    TRY(store_prepare(residents->store, &residents->look_drop,
                      "DELETE FROM look WHERE person = ?"));
    store_bind_blob(residents->look_drop, 0, person->bytes, ID_BYTES);
    return store_execute(residents->look_drop);
}

/* ---- what has a term ---- */

struct status residents__sweep(struct side *side, int64_t now)
{
    static const struct {
        const char *sql;
        int64_t days;
    } terms[] = {
        {"DELETE FROM look WHERE last_at < ?", LOOK_KEPT_DAYS},
        {"DELETE FROM visit WHERE noted_at < ?", VISIT_KEPT_DAYS},
        {"DELETE FROM act WHERE done_at < ?", ACT_KEPT_DAYS},
    };
    struct residents *residents = residents__state(side);
    _Static_assert(COUNT(terms) == COUNT(residents->sweeps), "a statement each");
    for (size_t i = 0; i < COUNT(terms); i++) {
        TRY(store_prepare(residents->store, &residents->sweeps[i], terms[i].sql));
        store_bind_int(residents->sweeps[i], 0, now - terms[i].days * 86400);
        TRY(store_execute(residents->sweeps[i]));
    }
    return OK;
}

/* ---- how far people were told ---- */

struct status residents__told_get(struct residents *residents, bool *known, uint64_t *record)
{
    TRY(store_prepare(residents->store, &residents->told_get,
                      "SELECT record FROM told WHERE id = 1"));
    TRY(store_step(residents->told_get, known));
    if (*known) {
        *record = (uint64_t)store_int(residents->told_get, 0);
        store_reset(residents->told_get);
    }
    return OK;
}

struct status residents__told_put(struct residents *residents, uint64_t record)
{
    TRY(store_prepare(residents->store, &residents->told_put,
                      "INSERT INTO told (id, record) VALUES (1, ?) "
                      "ON CONFLICT (id) DO UPDATE SET record = excluded.record"));
    store_bind_int(residents->told_put, 0, (int64_t)record);
    return store_execute(residents->told_put);
}
