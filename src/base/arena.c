/* arena.c - blocks in a chain; the newest is filled from its start. See arena.h. */
#include "base/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { ARENA_BLOCK_BYTES = 64 * 1024 };

struct arena_block {
    struct arena_block *older;
    size_t used;
    size_t size;
    alignas(max_align_t) unsigned char bytes[];
};

/* What is large gets a block of its own behind the newest, so that the newest is still filled. */
static struct arena_block *block_add(struct arena *arena, size_t size)
{
    size_t room = size > ARENA_BLOCK_BYTES / 4 ? size : ARENA_BLOCK_BYTES;
    struct arena_block *block = calloc(1, sizeof(*block) + room);
    if (block == NULL) {
        return NULL;
    }
    block->size = room;
    if (room == size && arena->newest != NULL) {
        block->older = arena->newest->older;
        arena->newest->older = block;
    } else {
        block->older = arena->newest;
        arena->newest = block;
    }
    return block;
}

struct status arena_alloc(struct arena *arena, size_t size, void **out)
{
    REQUIRE(arena != NULL && out != NULL && size < SIZE_MAX / 2);
    size_t step = alignof(max_align_t);
    size = (size + step - 1) / step * step;
    struct arena_block *block = arena->newest;
    if (block == NULL || block->size - block->used < size) {
        block = block_add(arena, size);
        if (block == NULL) {
            return FAULT(OUT_OF_MEMORY);
        }
    }
    *out = block->bytes + block->used;
    block->used += size;
    return OK;
}

struct status arena_text(struct arena *arena, const char *text, size_t length, const char **out)
{
    void *copy = NULL;
    TRY(arena_alloc(arena, length + 1, &copy));
    if (length > 0) {
        memcpy(copy, text, length);
    }
    *out = copy;
    return OK;
}

void arena_free(struct arena *arena)
{
    for (struct arena_block *block = arena->newest; block != NULL;) {
        struct arena_block *older = block->older;
        free(block);
        block = older;
    }
    arena->newest = NULL;
}
