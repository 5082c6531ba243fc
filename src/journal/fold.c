/* fold.c - an open-addressing hash over rows that lie in chunks, so that pointers stay good. */
#include "journal/fold.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"

enum { CHUNK_ROWS = 4096, SLOTS_FIRST = 4096 };

/* A row: this header, then the value. */
struct row {
    struct fold_key key;
    bool touched;
};

struct fold {
    struct fold_table table;
    size_t row_size;
    uint8_t **chunks;
    size_t chunk_count;
    size_t rows;
    uint32_t *slots; /* row number + 1; 0: free */
    size_t slot_count;
    struct row **touched;
    size_t touched_count;
    size_t touched_room;
};

static struct row *row_at(const struct fold *fold, size_t number)
{
    return (struct row *)(void *)(fold->chunks[number / CHUNK_ROWS] +
                                  (number % CHUNK_ROWS) * fold->row_size);
}

static void *row_value(struct row *row)
{
    return row + 1;
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
    *out = fold;
    return OK;
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
    *fold = (struct fold){.table = fold->table, .row_size = fold->row_size};
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
static size_t slot_find(const struct fold *fold, const struct fold_key *key)
{
    size_t slot = (size_t)key_hash(key) & (fold->slot_count - 1);
    while (fold->slots[slot] != 0 && !key_same(&row_at(fold, fold->slots[slot] - 1)->key, key)) {
        slot = (slot + 1) & (fold->slot_count - 1);
    }
    return slot;
}

static struct status slots_grow(struct fold *fold)
{
    if (fold->slot_count > 0 && fold->rows < fold->slot_count / 2) {
        return OK;
    }
    size_t count = fold->slot_count == 0 ? SLOTS_FIRST : fold->slot_count * 2;
    uint32_t *slots = calloc(count, sizeof *slots);
    if (slots == NULL) {
        return FAULT(OUT_OF_MEMORY);
    }
    free(fold->slots);
    fold->slots = slots;
    fold->slot_count = count;
    for (size_t i = 0; i < fold->rows; i++) {
        fold->slots[slot_find(fold, &row_at(fold, i)->key)] = (uint32_t)(i + 1);
    }
    return OK;
}

static struct status row_make(struct fold *fold, struct row **row)
{
    if (fold->rows == fold->chunk_count * CHUNK_ROWS) {
        uint8_t **chunks = realloc(fold->chunks, (fold->chunk_count + 1) * sizeof *chunks);
        if (chunks == NULL) {
            return FAULT(OUT_OF_MEMORY);
        }
        fold->chunks = chunks;
        fold->chunks[fold->chunk_count] = malloc(CHUNK_ROWS * fold->row_size);
        if (fold->chunks[fold->chunk_count] == NULL) {
            return FAULT(OUT_OF_MEMORY);
        }
        fold->chunk_count++;
    }
    *row = row_at(fold, fold->rows);
    return OK;
}

struct status fold_get(struct fold *fold, struct fold_key key, void **value)
{
    REQUIRE(fold != NULL && value != NULL);
    TRY(slots_grow(fold));
    size_t slot = slot_find(fold, &key);
    if (fold->slots[slot] != 0) {
        *value = row_value(row_at(fold, fold->slots[slot] - 1));
        return OK;
    }
    struct row *row = NULL;
    TRY(row_make(fold, &row));
    *row = (struct row){.key = key};
    memset(row_value(row), 0, fold->table.value_size);
    TRY(fold->table.load(fold->table.context, &key, row_value(row)));
    fold->rows++;
    fold->slots[slot] = (uint32_t)fold->rows;
    *value = row_value(row);
    return OK;
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
    for (size_t i = 0; i < fold->touched_count; i++) {
        struct row *row = fold->touched[i];
        TRY(fold->table.save(fold->table.context, &row->key, row_value(row)));
        row->touched = false;
    }
    fold->touched_count = 0;
    return OK;
}

void fold_trim(struct fold *fold, size_t rows_max)
{
    REQUIRE(fold != NULL && fold->touched_count == 0);
    if (fold->rows > rows_max) {
        fold_forget(fold);
    }
}
