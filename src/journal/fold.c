/* fold.c - an open-addressing hash over rows that lie in chunks, so that pointers stay good. */
#include "journal/fold.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "base/limits.h"

enum {
    PAGE_BYTES = 2 * 1024 * 1024, /* a large page: rows are met in no order, and small ones cost */
    SLOTS_FIRST = 4096,
    RUNS = 16,
};

/* A row: this header, then the value. */
struct row {
    struct fold_key key;
    bool touched;
};

/* Rows that share the first parts of their key, none of which the table had when the first of them
 * was asked for. */
struct run {
    struct fold_key key; /* parts beyond the first ones are 0 */
    bool known;
    bool whole;
    bool used; /* since the last trim */
};

/* Where a row is, with bits of its hash, so that a look at another row's key is rare. */
struct slot {
    uint32_t row; /* number + 1; 0: free */
    uint32_t tag;
};

struct fold {
    struct fold_table table;
    size_t row_size;
    size_t chunk_rows; /* rows in a chunk, which is one large page */
    uint8_t **chunks;
    size_t chunk_count;
    size_t rows;
    struct slot *slots;
    size_t slot_count;
    struct row **touched;
    size_t touched_count;
    size_t touched_room;
    struct run runs[RUNS];
    size_t run_next; /* the oldest known run, to be forgotten first */
    size_t run_last; /* the one found last */
};

static struct row *row_at(const struct fold *fold, size_t number)
{
    return (struct row *)(void *)(fold->chunks[number / fold->chunk_rows] +
                                  (number % fold->chunk_rows) * fold->row_size);
}

static void *row_value(struct row *row)
{
    return row + 1;
}

/* Zeroed memory, in large pages where the system gives them; free() gives it back. */
static void *pages_new(size_t bytes)
{
    size_t whole = (bytes + PAGE_BYTES - 1) / PAGE_BYTES * PAGE_BYTES;
    void *pages = bytes < PAGE_BYTES ? malloc(bytes) : aligned_alloc(PAGE_BYTES, whole);
    if (pages == NULL) {
        return NULL;
    }
    if (bytes >= PAGE_BYTES) {
        (void)madvise(pages, whole, MADV_HUGEPAGE); /* Advice alone: without it, it is slower. */
    }
    memset(pages, 0, bytes);
    return pages;
}

static uint64_t key_hash(const struct fold_key *key)
{
    uint64_t hash = 0;
    for (size_t i = 0; i < COUNT(key->part); i++) {
        hash = (hash ^ (uint64_t)key->part[i]) * UINT64_C(0x9E3779B97F4A7C15);
        hash ^= hash >> 29;
    }
    return hash;
}

static bool key_same(const struct fold_key *a, const struct fold_key *b)
{
    return memcmp(a->part, b->part, sizeof a->part) == 0;
}

struct fold_key fold_key_code(int64_t number, const char *code)
{
    struct fold_key key = {{number}};
    size_t length = strlen(code);
    REQUIRE(length <= CODE_MAX && sizeof key.part >= sizeof key.part[0] + CODE_MAX);
    memcpy(&key.part[1], code, length);
    return key;
}

struct status fold_new(const struct fold_table *table, struct fold **out)
{
    REQUIRE(table != NULL && out != NULL && table->value_size > 0);
    struct fold *fold = calloc(1, sizeof *fold);
    if (fold == NULL) {
        return FAULT(OUT_OF_MEMORY);
    }
    fold->table = *table;
    fold->row_size = (sizeof(struct row) + table->value_size + 7) / 8 * 8;
    fold->chunk_rows = PAGE_BYTES / fold->row_size;
    *out = fold;
    return OK;
}

/* An empty fold over the same table. */
static struct fold fold_like(const struct fold *fold)
{
    return (struct fold){
        .table = fold->table, .row_size = fold->row_size, .chunk_rows = fold->chunk_rows};
}

void fold_forget(struct fold *fold)
{
    REQUIRE(fold != NULL);
    for (size_t i = 0; i < fold->chunk_count; i++) {
        free(fold->chunks[i]);
    }
    free(fold->chunks);
    free(fold->slots);
    free(fold->touched);
    *fold = fold_like(fold);
}

void fold_free(struct fold **fold)
{
    REQUIRE(fold != NULL);
    if (*fold != NULL) {
        fold_forget(*fold);
        free(*fold);
        *fold = NULL;
    }
}

/* The slot of a key: the one that holds it, or the free one where it belongs. */
static struct slot *slot_find(const struct fold *fold, const struct fold_key *key)
{
    uint64_t hash = key_hash(key);
    uint32_t tag = (uint32_t)(hash >> 32);
    size_t at = (size_t)hash & (fold->slot_count - 1);
    for (;; at = (at + 1) & (fold->slot_count - 1)) {
        struct slot *slot = &fold->slots[at];
        if (slot->row == 0 ||
            (slot->tag == tag && key_same(&row_at(fold, slot->row - 1)->key, key))) {
            return slot;
        }
    }
}

static void slot_fill(struct slot *slot, const struct fold_key *key, size_t number)
{
    *slot = (struct slot){(uint32_t)(number + 1), (uint32_t)(key_hash(key) >> 32)};
}

static struct status slots_grow(struct fold *fold)
{
    if (fold->slot_count > 0 && fold->rows < fold->slot_count / 2) {
        return OK;
    }
    size_t count = fold->slot_count == 0 ? SLOTS_FIRST : fold->slot_count * 2;
    struct slot *slots = pages_new(count * sizeof *slots);
    if (slots == NULL) {
        return FAULT(OUT_OF_MEMORY);
    }
    free(fold->slots);
    fold->slots = slots;
    fold->slot_count = count;
    for (size_t i = 0; i < fold->rows; i++) {
        const struct fold_key *key = &row_at(fold, i)->key;
        slot_fill(slot_find(fold, key), key, i);
    }
    return OK;
}

static bool run_holds(const struct fold *fold, const struct run *run, const struct fold_key *key)
{
    return memcmp(run->key.part, key->part, fold->table.run_parts * sizeof key->part[0]) == 0;
}

/* Whether the key's run is known whole. A run not asked for before is asked for in the table; one
 * that has rows there is remembered as not whole. */
static struct status run_whole(struct fold *fold, const struct fold_key *key, bool *whole)
{
    *whole = false;
    if (fold->table.run_parts == 0) {
        return OK;
    }
    struct run *run = &fold->runs[fold->run_last];
    for (size_t i = 0; !run->known || !run_holds(fold, run, key); i++) {
        if (i == RUNS) {
            bool empty = false;
            TRY(fold->table.run_empty(fold->table.context, key, &empty));
            run = &fold->runs[fold->run_next];
            *run = (struct run){.known = true, .whole = empty};
            memcpy(run->key.part, key->part, fold->table.run_parts * sizeof key->part[0]);
            fold->run_next = (fold->run_next + 1) % RUNS;
            break;
        }
        run = &fold->runs[i];
    }
    run->used = true;
    fold->run_last = (size_t)(run - fold->runs);
    *whole = run->whole;
    return OK;
}

static struct status row_make(struct fold *fold, struct row **row)
{
    if (fold->rows == fold->chunk_count * fold->chunk_rows) {
        uint8_t **chunks = realloc(fold->chunks, (fold->chunk_count + 1) * sizeof *chunks);
        if (chunks == NULL) {
            return FAULT(OUT_OF_MEMORY);
        }
        fold->chunks = chunks;
        fold->chunks[fold->chunk_count] = pages_new(PAGE_BYTES);
        if (fold->chunks[fold->chunk_count] == NULL) {
            return FAULT(OUT_OF_MEMORY);
        }
        fold->chunk_count++;
    }
    *row = row_at(fold, fold->rows);
    return OK;
}

/* Finds the row in memory or makes it; `absent` tells that the table has none. */
static struct status row_find(struct fold *fold, struct fold_key key, bool absent, void **value)
{
    REQUIRE(fold != NULL && value != NULL);
    TRY(slots_grow(fold));
    struct slot *slot = slot_find(fold, &key);
    if (slot->row != 0) {
        *value = row_value(row_at(fold, slot->row - 1));
        return OK;
    }
    struct row *row = NULL;
    bool whole = false;
    TRY(row_make(fold, &row));
    TRY(absent ? OK : run_whole(fold, &key, &whole));
    *row = (struct row){.key = key};
    memset(row_value(row), 0, fold->table.value_size);
    if (!absent && !whole) {
        TRY(fold->table.load(fold->table.context, &key, row_value(row)));
    }
    slot_fill(slot, &key, fold->rows);
    fold->rows++;
    *value = row_value(row);
    return OK;
}

struct status fold_get(struct fold *fold, struct fold_key key, void **value)
{
    return row_find(fold, key, false, value);
}

struct status fold_add(struct fold *fold, struct fold_key key, void **value)
{
    return row_find(fold, key, true, value);
}

void fold_touch(struct fold *fold, void *value)
{
    REQUIRE(fold->table.save != NULL);
    struct row *row = (struct row *)value - 1;
    if (row->touched) {
        return;
    }
    if (fold->touched_count == fold->touched_room) {
        fold->touched_room = fold->touched_room == 0 ? 1024 : fold->touched_room * 2;
        struct row **list = realloc(fold->touched, fold->touched_room * sizeof(struct row *));
        REQUIRE(list != NULL); /* A list of pointers; without it a change would be lost. */
        fold->touched = list;
    }
    row->touched = true;
    fold->touched[fold->touched_count++] = row;
}

static int row_compare(const void *a, const void *b)
{
    const struct row *const *x = a;
    const struct row *const *y = b;
    for (size_t i = 0; i < COUNT((*x)->key.part); i++) {
        if ((*x)->key.part[i] != (*y)->key.part[i]) {
            return (*x)->key.part[i] < (*y)->key.part[i] ? -1 : 1;
        }
    }
    return 0;
}

struct status fold_flush(struct fold *fold)
{
    REQUIRE(fold != NULL);
    if (fold->touched_count == 0) {
        return OK;
    }
    qsort(fold->touched, fold->touched_count, sizeof(struct row *), row_compare);
    struct bulk rows = {NULL, fold->table.columns, fold->touched_count};
    int64_t *cells = malloc(rows.rows * rows.columns * sizeof *cells);
    if (cells == NULL) {
        return FAULT(OUT_OF_MEMORY);
    }
    rows.cells = cells;
    for (size_t i = 0; i < rows.rows; i++) {
        struct row *row = fold->touched[i];
        fold->table.cells(&row->key, row_value(row), cells + i * rows.columns);
        row->touched = false;
    }
    fold->touched_count = 0;
    struct status status = fold->table.save(fold->table.context, &rows);
    free(cells);
    return status;
}

/* Moves the rows of whole runs that were used lately into `kept`. */
static struct status rows_keep(struct fold *fold, struct fold *kept)
{
    for (size_t i = 0; i < fold->rows; i++) {
        const struct row *old = row_at(fold, i);
        for (size_t k = 0; k < RUNS; k++) {
            const struct run *run = &fold->runs[k];
            if (!run->used || !run->whole || !run_holds(fold, run, &old->key)) {
                continue;
            }
            struct row *row = NULL;
            TRY(slots_grow(kept));
            TRY(row_make(kept, &row));
            memcpy(row, old, fold->row_size);
            slot_fill(slot_find(kept, &row->key), &row->key, kept->rows);
            kept->rows++;
            break;
        }
    }
    return OK;
}

struct status fold_trim(struct fold *fold, size_t rows_max)
{
    REQUIRE(fold != NULL && fold->touched_count == 0);
    if (fold->rows <= rows_max) {
        return OK;
    }
    struct fold kept = fold_like(fold);
    struct status status = rows_keep(fold, &kept);
    if (!status_ok(status) || kept.rows > rows_max / 2) {
        fold_forget(&kept);
        fold_forget(fold);
        return status;
    }
    memcpy(kept.runs, fold->runs, sizeof kept.runs);
    kept.run_next = fold->run_next;
    for (size_t k = 0; k < RUNS; k++) {
        kept.runs[k].known = kept.runs[k].known && kept.runs[k].used;
        kept.runs[k].used = false;
    }
    fold_forget(fold);
    *fold = kept;
    return OK;
}
