/* fold.c - a table's rows in memory, run by run. Each run has rows in chunks, so that pointers stay
 * good, and a hash of its own over them: most of what an operation asks for lies in a run of this
 * day or this activity, which is small enough to stay near the processor. */
#include "journal/fold.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "base/limits.h"

enum {
    PAGE_BYTES = 2 * 1024 * 1024, /* a large page: rows are met in no order, and small ones cost */
    SLOTS_FIRST = 8,
    CHUNK_FIRST = 4, /* rows; each further chunk has twice as many as the one before */
    CHUNKS = 28,
};

/* Where a number is, and the hash that it was put under. */
struct slot {
    uint32_t number; /* + 1; 0: free */
    uint32_t hash;
};

/* An open-addressing hash. What the numbers stand for is the owner's affair. */
struct slots {
    struct slot *all;
    size_t count; /* a power of two, or 0 */
    size_t used;
};

/* A row: this, then the parts of its key that are not its run's, then the value. */
struct row {
    uint32_t run; /* number */
    bool touched;
    int64_t key[];
};

/* Rows that share the first parts of their key. */
struct run {
    struct fold_key key; /* parts beyond the first ones are 0 */
    bool whole;          /* the table had none of its rows when the first of them was asked for */
    uint64_t used;       /* how many flushes there had been when it was last asked for */
    struct slots slots;
    uint8_t *chunks[CHUNKS];
    size_t rows;
};

struct fold {
    struct fold_table table;
    size_t own_parts; /* of a row's key, beside those of its run */
    size_t value_at;
    size_t row_size;
    size_t rows; /* of all runs */
    uint64_t flushes;
    struct run **runs; /* NULL where one was dropped */
    size_t run_count;
    size_t run_room;
    size_t run_free; /* no place below is free */
    size_t run_last; /* the one found last */
    struct slots run_slots;
    struct row **touched;
    size_t touched_count;
    size_t touched_room;
};

/* In large pages where the system gives them; free() gives it back. */
static void *pages_new(size_t bytes)
{
    if (bytes < PAGE_BYTES) {
        return malloc(bytes);
    }
    size_t whole = (bytes + PAGE_BYTES - 1) / PAGE_BYTES * PAGE_BYTES;
    void *pages = aligned_alloc(PAGE_BYTES, whole);
    if (pages != NULL) {
        (void)madvise(pages, whole, MADV_HUGEPAGE); /* Advice alone: without it, it is slower. */
    }
    return pages;
}

static int parts_compare(const int64_t *a, const int64_t *b, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (a[i] != b[i]) {
            return a[i] < b[i] ? -1 : 1;
        }
    }
    return 0;
}

/* ---- slots ---- */

/* A key that is one small number was given in turn, as an account's is, and is its own hash: there
 * are no collisions, and neighbours are found side by side. */
static uint32_t parts_hash(const int64_t *parts, size_t count)
{
    if (count == 1 && parts[0] >= 0 && parts[0] <= INT32_MAX) {
        return (uint32_t)parts[0];
    }
    uint64_t hash = 0;
    for (size_t i = 0; i < count; i++) {
        hash = (hash ^ (uint64_t)parts[i]) * UINT64_C(0x9E3779B97F4A7C15);
        hash ^= hash >> 29;
    }
    return (uint32_t)(hash >> 32);
}

/* Looks from place `*at` on for a number under the hash; false: there are no more. */
static bool slots_next(const struct slots *slots, uint32_t hash, size_t *at, size_t *number)
{
    for (; slots->count > 0; (*at)++) {
        const struct slot *slot = &slots->all[*at & (slots->count - 1)];
        if (slot->number == 0) {
            return false;
        }
        if (slot->hash == hash) {
            *number = slot->number - 1;
            (*at)++;
            return true;
        }
    }
    return false;
}

static void slot_fill(struct slots *slots, struct slot slot)
{
    size_t at = slot.hash;
    while (slots->all[at & (slots->count - 1)].number != 0) {
        at++;
    }
    slots->all[at & (slots->count - 1)] = slot;
    slots->used++;
}

/* Makes room for one more. */
static struct status slots_grow(struct slots *slots)
{
    if (slots->used < slots->count / 2) {
        return OK;
    }
    struct slots more = {.count = slots->count == 0 ? SLOTS_FIRST : slots->count * 2};
    more.all = pages_new(more.count * sizeof *more.all);
    if (more.all == NULL) {
        return FAULT(OUT_OF_MEMORY);
    }
    memset(more.all, 0, more.count * sizeof *more.all);
    for (size_t i = 0; i < slots->count; i++) {
        if (slots->all[i].number != 0) {
            slot_fill(&more, slots->all[i]);
        }
    }
    free(slots->all);
    *slots = more;
    return OK;
}

static struct status slots_put(struct slots *slots, uint32_t hash, size_t number)
{
    REQUIRE(number < UINT32_MAX);
    TRY(slots_grow(slots));
    slot_fill(slots, (struct slot){(uint32_t)(number + 1), hash});
    return OK;
}

/* ---- opening and dropping ---- */

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
    REQUIRE(table->run_parts < table->key_parts && table->key_parts <= FOLD_PARTS);
    struct fold *fold = calloc(1, sizeof *fold);
    if (fold == NULL) {
        return FAULT(OUT_OF_MEMORY);
    }
    fold->table = *table;
    fold->own_parts = table->key_parts - table->run_parts;
    fold->value_at = sizeof(struct row) + fold->own_parts * sizeof(int64_t);
    fold->row_size = (fold->value_at + table->value_size + 7) / 8 * 8;
    *out = fold;
    return OK;
}

static void run_drop(struct fold *fold, size_t number)
{
    struct run *run = fold->runs[number];
    if (run == NULL) {
        return;
    }
    for (size_t i = 0; i < CHUNKS; i++) {
        free(run->chunks[i]);
    }
    fold->rows -= run->rows;
    fold->runs[number] = NULL;
    free(run->slots.all);
    free(run);
}

void fold_forget(struct fold *fold)
{
    REQUIRE(fold != NULL);
    for (size_t i = 0; i < fold->run_count; i++) {
        run_drop(fold, i);
    }
    free(fold->runs);
    free(fold->run_slots.all);
    free(fold->touched);
    *fold = (struct fold){.table = fold->table,
                          .own_parts = fold->own_parts,
                          .value_at = fold->value_at,
                          .row_size = fold->row_size};
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

/* ---- runs ---- */

static bool run_holds(const struct fold *fold, const struct run *run, const struct fold_key *key)
{
    return parts_compare(run->key.part, key->part, fold->table.run_parts) == 0;
}

static uint32_t run_hash(const struct fold *fold, const struct fold_key *key)
{
    return parts_hash(key->part, fold->table.run_parts);
}

/* A free place among the runs: one that was dropped left it, or it is behind the last. */
static struct status run_place(struct fold *fold, size_t *number)
{
    while (fold->run_free < fold->run_count && fold->runs[fold->run_free] != NULL) {
        fold->run_free++;
    }
    *number = fold->run_free;
    if (*number == fold->run_room) {
        size_t room = fold->run_room == 0 ? 16 : fold->run_room * 2;
        struct run **runs = realloc(fold->runs, room * sizeof *runs);
        if (runs == NULL) {
            return FAULT(OUT_OF_MEMORY);
        }
        fold->runs = runs;
        fold->run_room = room;
    }
    return OK;
}

/* A run not asked for before is asked for in the table. */
static struct status run_make(struct fold *fold, const struct fold_key *key, size_t *number)
{
    bool whole = false;
    if (fold->table.run_parts > 0) {
        TRY(fold->table.run_empty(fold->table.context, key, &whole));
    }
    TRY(run_place(fold, number));
    struct run *run = calloc(1, sizeof *run);
    if (run == NULL) {
        return FAULT(OUT_OF_MEMORY);
    }
    struct status status = slots_put(&fold->run_slots, run_hash(fold, key), *number);
    if (!status_ok(status)) {
        free(run);
        return status;
    }
    memcpy(run->key.part, key->part, fold->table.run_parts * sizeof key->part[0]);
    run->whole = whole;
    fold->runs[*number] = run;
    fold->run_count += *number == fold->run_count;
    return OK;
}

static struct status run_find(struct fold *fold, const struct fold_key *key, size_t *number)
{
    *number = fold->run_last;
    bool known = *number < fold->run_count && fold->runs[*number] != NULL;
    if (!known || !run_holds(fold, fold->runs[*number], key)) {
        uint32_t hash = run_hash(fold, key);
        size_t at = hash;
        bool found = false;
        while (!found && slots_next(&fold->run_slots, hash, &at, number)) {
            found = run_holds(fold, fold->runs[*number], key);
        }
        TRY(found ? OK : run_make(fold, key, number));
        fold->run_last = *number;
    }
    fold->runs[*number]->used = fold->flushes;
    return OK;
}

/* ---- rows ---- */

/* Chunk 0 has the rows from 0, chunk 1 from CHUNK_FIRST, 2 from 3 x CHUNK_FIRST, 3 from 7 x ... */
static size_t chunk_of(size_t row, size_t *at)
{
    size_t chunk = (size_t)(63 - __builtin_clzll(row / CHUNK_FIRST + 1));
    *at = row - CHUNK_FIRST * (((size_t)1 << chunk) - 1);
    return chunk;
}

static struct row *row_at(const struct fold *fold, const struct run *run, size_t number)
{
    size_t at = 0;
    size_t chunk = chunk_of(number, &at);
    return (struct row *)(void *)(run->chunks[chunk] + at * fold->row_size);
}

static void *row_value(const struct fold *fold, struct row *row)
{
    return (uint8_t *)row + fold->value_at;
}

static struct fold_key row_key(const struct fold *fold, const struct row *row)
{
    struct fold_key key = fold->runs[row->run]->key;
    memcpy(key.part + fold->table.run_parts, row->key, fold->own_parts * sizeof row->key[0]);
    return key;
}

/* A row of zeros behind the run's last. It is not found before it has a slot. */
static struct status row_make(struct fold *fold, size_t run_number, const struct fold_key *key,
                              struct row **out)
{
    struct run *run = fold->runs[run_number];
    size_t at = 0;
    size_t chunk = chunk_of(run->rows, &at);
    REQUIRE(chunk < CHUNKS);
    if (run->chunks[chunk] == NULL) {
        run->chunks[chunk] = pages_new((CHUNK_FIRST * fold->row_size) << chunk);
        if (run->chunks[chunk] == NULL) {
            return FAULT(OUT_OF_MEMORY);
        }
    }
    struct row *row = row_at(fold, run, run->rows);
    memset(row, 0, fold->row_size);
    row->run = (uint32_t)run_number;
    memcpy(row->key, key->part + fold->table.run_parts, fold->own_parts * sizeof row->key[0]);
    *out = row;
    return OK;
}

/* Finds the row in memory or makes it; `absent` tells that the table has none. */
static struct status row_find(struct fold *fold, const struct fold_key *key, bool absent,
                              void **value)
{
    size_t run_number = 0;
    TRY(run_find(fold, key, &run_number));
    struct run *run = fold->runs[run_number];
    const int64_t *own = key->part + fold->table.run_parts;
    uint32_t hash = parts_hash(own, fold->own_parts);
    size_t at = hash;
    size_t number = 0;
    while (slots_next(&run->slots, hash, &at, &number)) {
        struct row *row = row_at(fold, run, number);
        if (parts_compare(row->key, own, fold->own_parts) == 0) {
            *value = row_value(fold, row);
            return OK;
        }
    }
    struct row *row = NULL;
    TRY(row_make(fold, run_number, key, &row));
    if (!absent && !run->whole) {
        TRY(fold->table.load(fold->table.context, key, row_value(fold, row)));
    }
    TRY(slots_put(&run->slots, hash, run->rows));
    run->rows++;
    fold->rows++;
    *value = row_value(fold, row);
    return OK;
}

struct status fold_get(struct fold *fold, struct fold_key key, void **value)
{
    REQUIRE(fold != NULL && value != NULL);
    return row_find(fold, &key, false, value);
}

struct status fold_add(struct fold *fold, struct fold_key key, void **value)
{
    REQUIRE(fold != NULL && value != NULL);
    return row_find(fold, &key, true, value);
}

void fold_touch(struct fold *fold, void *value)
{
    REQUIRE(fold->table.save != NULL);
    struct row *row = (struct row *)(void *)((uint8_t *)value - fold->value_at);
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

/* ---- saving and dropping ---- */

static int row_compare(const void *a, const void *b, void *context)
{
    const struct fold *fold = context;
    const struct row *x = *(struct row *const *)a;
    const struct row *y = *(struct row *const *)b;
    if (x->run != y->run) {
        return parts_compare(fold->runs[x->run]->key.part, fold->runs[y->run]->key.part,
                             fold->table.run_parts);
    }
    return parts_compare(x->key, y->key, fold->own_parts);
}

struct status fold_flush(struct fold *fold)
{
    REQUIRE(fold != NULL);
    fold->flushes++;
    if (fold->touched_count == 0) {
        return OK;
    }
    qsort_r(fold->touched, fold->touched_count, sizeof(struct row *), row_compare, fold);
    struct bulk rows = {NULL, fold->table.columns, fold->touched_count};
    int64_t *cells = malloc(rows.rows * rows.columns * sizeof *cells);
    if (cells == NULL) {
        return FAULT(OUT_OF_MEMORY);
    }
    rows.cells = cells;
    for (size_t i = 0; i < rows.rows; i++) {
        struct row *row = fold->touched[i];
        struct fold_key key = row_key(fold, row);
        fold->table.cells(&key, row_value(fold, row), cells + i * rows.columns);
        row->touched = false;
    }
    fold->touched_count = 0;
    struct status status = fold->table.save(fold->table.context, &rows);
    free(cells);
    return status;
}

static size_t rows_used_since(const struct fold *fold, uint64_t flush)
{
    size_t rows = 0;
    for (size_t i = 0; i < fold->run_count; i++) {
        const struct run *run = fold->runs[i];
        rows += run != NULL && run->used >= flush ? run->rows : 0;
    }
    return rows;
}

static void runs_drop_before(struct fold *fold, uint64_t flush)
{
    memset(fold->run_slots.all, 0, fold->run_slots.count * sizeof *fold->run_slots.all);
    fold->run_slots.used = 0;
    fold->run_free = 0;
    for (size_t i = 0; i < fold->run_count; i++) {
        if (fold->runs[i] != NULL && fold->runs[i]->used < flush) {
            run_drop(fold, i);
        }
        if (fold->runs[i] != NULL) {
            uint32_t hash = run_hash(fold, &fold->runs[i]->key);
            slot_fill(&fold->run_slots, (struct slot){(uint32_t)(i + 1), hash});
        }
    }
}

void fold_trim(struct fold *fold, size_t rows_max)
{
    REQUIRE(fold != NULL && fold->touched_count == 0);
    if (fold->rows <= rows_max) {
        return;
    }
    uint64_t from = 0;
    uint64_t to = fold->flushes + 1; /* since then none was used */
    while (from < to) {
        uint64_t middle = from + (to - from) / 2;
        if (rows_used_since(fold, middle) > rows_max / 2) {
            from = middle + 1;
        } else {
            to = middle;
        }
    }
    runs_drop_before(fold, to);
}
