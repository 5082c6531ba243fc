/* books.c - opens the books and keeps the roll-ups that screens read. */
#include "journal/books.h"

#include <stdlib.h>
#include <string.h>

#include "journal/journal_internal.h"

enum { METRIC_NAMES_MAX = 4096, METRIC_NAME_SIZE = 64, METRIC_ROWS_MAX = 200000 };

static struct status metric_load(void *context, const struct fold_key *key, void *value)
{
    struct books *books = context;
    return books__metric_select(books, key->part[0], books->names[key->part[1]],
                                (int32_t)key->part[2], value);
}

static struct status metric_save(void *context, const struct fold_key *key, const void *value)
{
    struct books *books = context;
    const int64_t *number = value;
    return books__metric_replace(books, key->part[0], books->names[key->part[1]],
                                 (int32_t)key->part[2], *number);
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
    struct fold_table table = {sizeof(int64_t), books, metric_load, metric_save};
    struct status status = store_open(path, mode, &migrations_books, &books->store, problem);
    if (status_ok(status)) {
        status = fold_new(&table, &books->metrics);
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
    fold_trim(books->metrics, METRIC_ROWS_MAX);
    return OK;
}

void books__forget(struct books *books)
{
    fold_forget(books->metrics);
}
