/* books.c - opens the books and keeps the roll-ups that screens read. */
#include "journal/books.h"

#include <stdlib.h>
#include <string.h>

#include "journal/journal_internal.h"

enum {
    METRIC_NAMES_MAX = 4096,
    METRIC_NAME_SIZE = 64,
    METRIC_ROWS_MAX = 200000,
    EVENT_ROWS_MAX = 200000,
    EVENT_PART_BYTES = 4,
};

static struct status metric_load(void *context, const struct fold_key *key, void *value)
{
    struct books *books = context;
    return books__metric_select(books, key->part[0], books->names[key->part[1]],
                                (int32_t)key->part[2], value);
}

static void metric_cells(const struct fold_key *key, const void *value, int64_t *cells)
{
    memcpy(cells, key->part, 3 * sizeof *cells);
    cells[3] = *(const int64_t *)value;
}

static struct status metric_save(void *context, const struct bulk *rows)
{
    struct books *books = context;
    for (size_t i = 0; i < rows->rows; i++) {
        const int64_t *cells = rows->cells + i * rows->columns;
        TRY(books__metric_replace(books, cells[0], books->names[cells[1]], (int32_t)cells[2],
                                  cells[3]));
    }
    return OK;
}

/* ---- event ids: what is not flushed yet, and what was looked for lately ---- */

/* The key of an event id: four integers that sort as its bytes do. Ids made from the time (UUIDv7)
 * share the first for about a minute: a run. */
static struct fold_key event_key(const uint8_t event_id[ID_BYTES])
{
    struct fold_key key = {{0}};
    for (size_t i = 0; i < ID_BYTES; i++) {
        key.part[i / EVENT_PART_BYTES] = key.part[i / EVENT_PART_BYTES] << 8 | event_id[i];
    }
    return key;
}

static void event_bytes(const struct fold_key *key, uint8_t event_id[ID_BYTES])
{
    for (size_t i = 0; i < ID_BYTES; i++) {
        size_t place = EVENT_PART_BYTES - 1 - i % EVENT_PART_BYTES;
        event_id[i] = (uint8_t)(key->part[i / EVENT_PART_BYTES] >> (8 * place));
    }
}

static struct status event_load(void *context, const struct fold_key *key, void *value)
{
    uint8_t event_id[ID_BYTES];
    event_bytes(key, event_id);
    return books__record_select(context, event_id, value);
}

static struct status event_run_empty(void *context, const struct fold_key *key, bool *empty)
{
    uint8_t first[ID_BYTES];
    uint8_t last[ID_BYTES];
    event_bytes(key, first);
    memset(first + EVENT_PART_BYTES, 0x00, ID_BYTES - EVENT_PART_BYTES);
    event_bytes(key, last);
    memset(last + EVENT_PART_BYTES, 0xFF, ID_BYTES - EVENT_PART_BYTES);
    return books__record_none(context, first, last, empty);
}

static void event_cells(const struct fold_key *key, const void *value, int64_t *cells)
{
    uint8_t event_id[ID_BYTES];
    event_bytes(key, event_id);
    memcpy(cells, event_id, sizeof event_id);
    cells[2] = *(const int64_t *)value - 1;
}

static struct status event_save(void *context, const struct bulk *rows)
{
    return books__record_save(context, rows);
}

struct status books__record_find(struct books *books, const uint8_t event_id[ID_BYTES], bool *found,
                                 uint64_t *number)
{
    void *value = NULL;
    TRY(fold_get(books->events, event_key(event_id), &value));
    int64_t known = *(const int64_t *)value;
    *found = known != 0;
    *number = *found ? (uint64_t)known - 1 : 0;
    return OK;
}

struct status books__record_insert(struct books *books, uint64_t number,
                                   const uint8_t event_id[ID_BYTES])
{
    struct fold_key key = event_key(event_id);
    void *value = NULL;
    TRY(fold_get(books->events, key, &value));
    REQUIRE(*(const int64_t *)value == 0);
    *(int64_t *)value = (int64_t)number + 1;
    fold_touch(books->events, value);
    return OK;
}

struct status books_open(const char *path, enum store_mode mode, struct books **out,
                         struct problem *problem)
{
    REQUIRE(path != NULL && out != NULL);
    *out = NULL;
    struct books *books = calloc(1, sizeof *books);
    if (books == NULL) {
        return FAULT(OUT_OF_MEMORY);
    }
    struct fold_table metrics = {.key_parts = 3,
                                 .value_size = sizeof(int64_t),
                                 .context = books,
                                 .load = metric_load,
                                 .save = metric_save,
                                 .columns = 4,
                                 .cells = metric_cells};
    struct fold_table events = {.key_parts = 4,
                                .value_size = sizeof(int64_t), /* record + 1; 0: none */
                                .context = books,
                                .load = event_load,
                                .save = event_save,
                                .columns = 3,
                                .cells = event_cells,
                                .run_parts = 1,
                                .run_empty = event_run_empty};
    struct status status = store_open(path, mode, &migrations_books, &books->store, problem);
    if (status_ok(status)) {
        status = fold_new(&metrics, &books->metrics);
    }
    if (status_ok(status)) {
        status = fold_new(&events, &books->events);
    }
    if (!status_ok(status)) {
        books_close(&books);
        return status;
    }
    *out = books;
    return OK;
}

void books_close(struct books **books)
{
    REQUIRE(books != NULL);
    struct books *old = *books;
    *books = NULL;
    if (old == NULL) {
        return;
    }
    fold_free(&old->metrics);
    fold_free(&old->events);
    store_close(&old->store);
    for (size_t i = 0; i < old->name_count; i++) {
        free(old->names[i]);
    }
    free(old->names);
    free(old);
}

struct store *books_store(struct books *books)
{
    REQUIRE(books != NULL);
    return books->store;
}

struct status books_metric(struct books *books, const char *name, struct metric *metric)
{
    REQUIRE(books != NULL && name != NULL && metric != NULL);
    REQUIRE(strlen(name) < METRIC_NAME_SIZE);
    for (size_t i = 0; i < books->name_count; i++) {
        if (strcmp(books->names[i], name) == 0) {
            metric->handle = (int)i;
            return OK;
        }
    }
    if (books->name_count == METRIC_NAMES_MAX) {
        return FAULT(LIMIT_EXCEEDED);
    }
    if (books->names == NULL) {
        books->names = calloc(METRIC_NAMES_MAX, sizeof *books->names);
    }
    char *copy = books->names == NULL ? NULL : strdup(name);
    if (copy == NULL) {
        return FAULT(OUT_OF_MEMORY);
    }
    metric->handle = (int)books->name_count;
    books->names[books->name_count++] = copy;
    return OK;
}

struct status books_metric_add(struct books *books, int64_t village, struct metric metric,
                               int32_t day, int64_t delta)
{
    REQUIRE(books != NULL && (size_t)metric.handle < books->name_count);
    void *value = NULL;
    TRY(fold_get(books->metrics, (struct fold_key){{village, metric.handle, day}}, &value));
    int64_t *number = value;
    REQUIRE(!__builtin_add_overflow(*number, delta, number));
    fold_touch(books->metrics, value);
    return OK;
}

struct status books__flush(struct books *books)
{
    TRY(fold_flush(books->metrics));
    TRY(fold_flush(books->events));
    fold_trim(books->events, EVENT_ROWS_MAX);
    fold_trim(books->metrics, METRIC_ROWS_MAX);
    return OK;
}

void books__forget(struct books *books)
{
    fold_forget(books->metrics);
    fold_forget(books->events);
}
