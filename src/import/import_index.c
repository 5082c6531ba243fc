/* import_index.c - finds a row by its natural key: open addressing, linear steps, at most half
 * full. The hash (FNV-1a) starts from a random seed, so that a file cannot be made to collide. */
#include "import/import_internal.h"

#include <stdlib.h>
#include <string.h>

#include "crypto/crypto.h"

static size_t slot_find(const struct import_index *index, const char *key)
{
    uint64_t hash = index->seed;
    for (const char *at = key; *at != '\0'; at++) {
        hash = (hash ^ (unsigned char)*at) * UINT64_C(0x100000001B3);
    }
    hash ^= hash >> 32;
    size_t slot = (size_t)hash & (index->room - 1);
    while (index->slots[slot] != NULL && strcmp(index->slots[slot]->key, key) != 0) {
        slot = (slot + 1) & (index->room - 1);
    }
    return slot;
}

struct import_row *import__index_find(const struct import_index *index, const char *key)
{
    return index->room == 0 ? NULL : index->slots[slot_find(index, key)];
}

static struct status index_grow(struct import_index *index)
{
    struct import_index larger = {.room = index->room == 0 ? 64 : index->room * 2,
                                  .count = index->count,
                                  .seed = index->seed};
    if (index->room == 0) {
        random_bytes(&larger.seed, sizeof(larger.seed));
    }
    larger.slots = calloc(larger.room, sizeof(struct import_row *));
    if (larger.slots == NULL) {
        return FAULT(OUT_OF_MEMORY);
    }
    for (size_t i = 0; i < index->room; i++) {
        if (index->slots[i] != NULL) {
            larger.slots[slot_find(&larger, index->slots[i]->key)] = index->slots[i];
        }
    }
    free(index->slots);
    *index = larger;
    return OK;
}

struct status import__index_add(struct import_index *index, struct import_row *row)
{
    REQUIRE(row->key != NULL);
    if (index->count * 2 >= index->room) {
        TRY(index_grow(index));
    }
    size_t slot = slot_find(index, row->key);
    REQUIRE(index->slots[slot] == NULL);
    index->slots[slot] = row;
    index->count++;
    return OK;
}

void import__index_free(struct import_index *index)
{
    free(index->slots);
    *index = (struct import_index){0};
}
