/* people_each.c - all rows of a village in order of their numbers. The numbers are sealed, so the
 * order can only be made here: everything is opened once, then sorted. */
#include <stdlib.h>
#include <string.h>

#include "identity/people_internal.h"

struct rows {
    struct people_row *list;
    size_t count;
    size_t room;
};

static void rows_free(struct rows *rows)
{
    for (size_t i = 0; i < rows->count; i++) {
        people_row_free(&rows->list[i]);
    }
    free(rows->list);
    *rows = (struct rows){0};
}

static struct status rows_add(struct rows *rows, const struct people_row *row)
{
    if (rows->count == rows->room) {
        size_t room = rows->room == 0 ? 256 : rows->room * 2;
        struct people_row *list = realloc(rows->list, room * sizeof *list);
        if (list == NULL) {
            return FAULT(OUT_OF_MEMORY);
        }
        rows->list = list;
        rows->room = room;
    }
    rows->list[rows->count++] = *row;
    return OK;
}

static struct status rows_collect(struct people *people, struct rows *rows)
{
    struct sealed_row sealed;
    for (;;) {
        bool found = false;
        bool known = false;
        struct people_row row = {0};
        TRY(people__each_next(people, &found, &sealed));
        if (!found) {
            return OK;
        }
        struct status status = detail__open(people, &sealed, &known, &row);
        if (status_ok(status) && known) {
            status = rows_add(rows, &row);
        }
        if (!status_ok(status)) {
            people_row_free(&row);
            return status;
        }
    }
}

/* One snapshot of each file for all rows: what is read belongs together, and the locks are taken
 * once and not for each row. */
static struct status snapshot_begin(struct store *store, bool *begun)
{
    *begun = !store_in_transaction(store);
    return *begun ? store_begin_read(store) : OK;
}

static struct status rows_read(struct people *people, const char *village, enum people_kind kind,
                               struct rows *rows)
{
    TRY(people__each_begin(people, village, kind));
    struct status status = rows_collect(people, rows);
    people__each_end(people);
    return status;
}

static struct status rows_snapshot(struct people *people, const char *village,
                                   enum people_kind kind, struct rows *rows)
{
    bool keys_begun = false;
    bool people_begun = false;
    struct status status = snapshot_begin(people->store, &people_begun);
    if (status_ok(status)) {
        status = snapshot_begin(people->keys->store, &keys_begun);
    }
    if (status_ok(status)) {
        status = rows_read(people, village, kind, rows);
    }
    struct status ended = keys_begun ? store_rollback(people->keys->store) : OK;
    TRY(people_begun ? store_rollback(people->store) : OK);
    TRY(status);
    return ended;
}

static int by_number(const void *a, const void *b)
{
    return strcmp(detail__number(a), detail__number(b));
}

struct status people_each(struct people *people, const char *village, enum people_kind kind,
                          people_each_fn each, void *context)
{
    REQUIRE(people != NULL && village != NULL && each != NULL);
    if (people->keys == NULL) {
        return OK;
    }
    SCOPED(rows_free) struct rows rows = {0};
    TRY(rows_snapshot(people, village, kind, &rows));
    if (rows.count > 0) {
        qsort(rows.list, rows.count, sizeof rows.list[0], by_number);
    }
    for (size_t i = 0; i < rows.count; i++) {
        TRY(each(context, &rows.list[i]));
    }
    return OK;
}
