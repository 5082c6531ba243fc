/* books_sql.c - the journal's own tables in the books. */
#include <string.h>

#include "journal/journal_internal.h"

struct status books__metric_select(struct books *books, int64_t village, const char *name,
                                   int32_t day, int64_t *value)
{
    bool row = false;
    TRY(store_prepare(books->store, &books->metric_select,
                      "SELECT value FROM metric WHERE village=? AND name=? AND day=?"));
    store_bind_int(books->metric_select, 0, village);
    store_bind_text(books->metric_select, 1, name);
    store_bind_int(books->metric_select, 2, day);
    TRY(store_step(books->metric_select, &row));
    *value = row ? store_int(books->metric_select, 0) : 0;
    store_reset(books->metric_select);
    return OK;
}

struct status books__metric_replace(struct books *books, int64_t village, const char *name,
                                    int32_t day, int64_t value)
{
    TRY(store_prepare(books->store, &books->metric_replace,
                      "REPLACE INTO metric (village, name, day, value) VALUES (?,?,?,?)"));
    store_bind_int(books->metric_replace, 0, village);
    store_bind_text(books->metric_replace, 1, name);
    store_bind_int(books->metric_replace, 2, day);
    store_bind_int(books->metric_replace, 3, value);
    return store_execute(books->metric_replace);
}

struct status books_metric_sum(struct books *books, int64_t village, const char *name,
                               int32_t until, int64_t *sum)
{
    REQUIRE(books != NULL && name != NULL && sum != NULL);
    bool row = false;
    TRY(store_prepare(books->store, &books->metric_sum,
                      "SELECT sum(value) FROM metric WHERE village=? AND name=? AND day<=?"));
    store_bind_int(books->metric_sum, 0, village);
    store_bind_text(books->metric_sum, 1, name);
    store_bind_int(books->metric_sum, 2, until);
    TRY(store_step(books->metric_sum, &row));
    *sum = row ? store_int(books->metric_sum, 0) : 0;
    store_reset(books->metric_sum);
    return OK;
}

struct status books_metric_days(struct books *books, int64_t village, const char *name,
                                int32_t from, int32_t until, metric_day_fn each, void *context)
{
    REQUIRE(books != NULL && name != NULL && each != NULL);
    TRY(store_prepare(books->store, &books->metric_days,
                      "SELECT day, value FROM metric WHERE village=? AND name=? AND "
                      "day BETWEEN ? AND ? ORDER BY day"));
    struct store_stmt *stmt = books->metric_days;
    store_bind_int(stmt, 0, village);
    store_bind_text(stmt, 1, name);
    store_bind_int(stmt, 2, from);
    store_bind_int(stmt, 3, until);
    for (;;) {
        bool row = false;
        TRY(store_step(stmt, &row));
        if (!row) {
            return OK;
        }
        struct status status = each(context, (int32_t)store_int(stmt, 0), store_int(stmt, 1));
        if (!status_ok(status)) {
            store_reset(stmt);
            return status;
        }
    }
}

struct status books_metric_each(struct books *books, int64_t village, const char *prefix,
                                int32_t until, metric_each_fn each, void *context)
{
    REQUIRE(books != NULL && prefix != NULL && each != NULL);
    /* All names that start with the prefix lie between it and the prefix with a high byte. */
    TRY(store_prepare(books->store, &books->metric_each,
                      "SELECT name, sum(value) FROM metric WHERE village=?1 AND name>=?2 AND "
                      "name<?2||'~' AND day<=?3 GROUP BY name ORDER BY name"));
    struct store_stmt *stmt = books->metric_each;
    store_bind_int(stmt, 0, village);
    store_bind_text(stmt, 1, prefix);
    store_bind_int(stmt, 2, until);
    for (;;) {
        bool row = false;
        TRY(store_step(stmt, &row));
        if (!row) {
            return OK;
        }
        struct status status =
            each(context, store_text(stmt, 0) + strlen(prefix), store_int(stmt, 1));
        if (!status_ok(status)) {
            store_reset(stmt);
            return status;
        }
    }
}

struct status books__position(struct books *books, struct position *position)
{
    bool row = false;
    TRY(store_prepare(books->store, &books->position_select,
                      "SELECT records, segment, offset, root, last_day FROM position"));
    TRY(store_step(books->position_select, &row));
    *position = (struct position){0};
    if (!row) {
        sha256(&position->root, "", 0); /* RFC 6962: the root of the empty tree */
        return OK;
    }
    position->records = (uint64_t)store_int(books->position_select, 0);
    position->place.segment = (uint64_t)store_int(books->position_select, 1);
    position->place.offset = (uint64_t)store_int(books->position_select, 2);
    position->last_day = (int32_t)store_int(books->position_select, 4);
    struct status status =
        store_blob_exact(books->position_select, 3, position->root.bytes, HASH_BYTES);
    store_reset(books->position_select);
    return status;
}

struct status books__position_set(struct books *books, const struct position *position)
{
    if (position->place.segment == 0 && position->place.offset == 0) {
        return OK; /* Books that hold nothing have no position, replayed or not. */
    }
    TRY(store_prepare(books->store, &books->position_replace,
                      "REPLACE INTO position (id, records, segment, offset, root, last_day) "
                      "VALUES (1,?,?,?,?,?)"));
    store_bind_int(books->position_replace, 0, (int64_t)position->records);
    store_bind_int(books->position_replace, 1, (int64_t)position->place.segment);
    store_bind_int(books->position_replace, 2, (int64_t)position->place.offset);
    store_bind_blob(books->position_replace, 3, position->root.bytes, HASH_BYTES);
    store_bind_int(books->position_replace, 4, position->last_day);
    return store_execute(books->position_replace);
}

struct status books__record_select(struct books *books, const uint8_t event_id[ID_BYTES],
                                   int64_t *number)
{
    bool row = false;
    TRY(store_prepare(books->store, &books->record_select,
                      "SELECT record+1 FROM event WHERE event_id=?"));
    store_bind_blob(books->record_select, 0, event_id, ID_BYTES);
    TRY(store_step(books->record_select, &row));
    *number = row ? store_int(books->record_select, 0) : 0;
    store_reset(books->record_select);
    return OK;
}

struct status books__record_none(struct books *books, const uint8_t first[ID_BYTES],
                                 const uint8_t last[ID_BYTES], bool *none)
{
    bool row = false;
    TRY(store_prepare(books->store, &books->record_none,
                      "SELECT 1 FROM event WHERE event_id BETWEEN ? AND ? LIMIT 1"));
    store_bind_blob(books->record_none, 0, first, ID_BYTES);
    store_bind_blob(books->record_none, 1, last, ID_BYTES);
    TRY(store_step(books->record_none, &row));
    store_reset(books->record_none);
    *none = !row;
    return OK;
}

struct status books__record_save(struct books *books, const struct bulk *rows)
{
    return store_bulk(books->store, &books->record_save,
                      "INSERT INTO event (event_id, record) SELECT b0, c2 FROM bulk", rows);
}

struct status books__frame_find(struct books *books, uint64_t record, struct frame_place *place)
{
    bool row = false;
    TRY(store_prepare(books->store, &books->frame_find,
                      "SELECT segment, offset FROM frame WHERE first_record<=? "
                      "ORDER BY first_record DESC LIMIT 1"));
    store_bind_int(books->frame_find, 0, (int64_t)record);
    TRY(store_step(books->frame_find, &row));
    *place = (struct frame_place){0};
    if (row) {
        place->segment = (uint64_t)store_int(books->frame_find, 0);
        place->offset = (uint64_t)store_int(books->frame_find, 1);
        store_reset(books->frame_find);
    }
    return OK;
}

struct status books__frame_insert(struct books *books, uint64_t first_record,
                                  const struct frame_place *place)
{
    TRY(store_prepare(books->store, &books->frame_insert,
                      "REPLACE INTO frame (first_record, segment, offset) VALUES (?,?,?)"));
    store_bind_int(books->frame_insert, 0, (int64_t)first_record);
    store_bind_int(books->frame_insert, 1, (int64_t)place->segment);
    store_bind_int(books->frame_insert, 2, (int64_t)place->offset);
    return store_execute(books->frame_insert);
}

struct status books__waypoint_find(struct books *books, uint64_t record, bool *found,
                                   struct waypoint *waypoint)
{
    TRY(store_prepare(books->store, &books->waypoint_find,
                      "SELECT record, segment, offset, records FROM waypoint WHERE record<=? "
                      "ORDER BY record DESC LIMIT 1"));
    store_bind_int(books->waypoint_find, 0, (int64_t)record);
    TRY(store_step(books->waypoint_find, found));
    if (*found) {
        *waypoint = (struct waypoint){(uint64_t)store_int(books->waypoint_find, 0),
                                      {(uint64_t)store_int(books->waypoint_find, 1),
                                       (uint64_t)store_int(books->waypoint_find, 2)},
                                      (uint64_t)store_int(books->waypoint_find, 3)};
        store_reset(books->waypoint_find);
        *found = record - waypoint->record < waypoint->records;
    }
    return OK;
}

struct status books__waypoint_insert(struct books *books, const struct waypoint *waypoint)
{
    TRY(store_prepare(books->store, &books->waypoint_insert,
                      "REPLACE INTO waypoint (record, segment, offset, records) "
                      "VALUES (?,?,?,?)"));
    store_bind_int(books->waypoint_insert, 0, (int64_t)waypoint->record);
    store_bind_int(books->waypoint_insert, 1, (int64_t)waypoint->place.segment);
    store_bind_int(books->waypoint_insert, 2, (int64_t)waypoint->place.offset);
    store_bind_int(books->waypoint_insert, 3, (int64_t)waypoint->records);
    return store_execute(books->waypoint_insert);
}
