/* arena.h - memory that is given back all at once: many small things that live exactly as long as
 * each other, such as the rows of one import. */
#pragma once

#include <stddef.h>

#include "base/status.h"

struct arena_block;
struct arena {
    struct arena_block *newest;
};
#define ARENA_EMPTY ((struct arena){NULL})

/* Zeroed memory, aligned for any type; it stays until arena_free(). Faults: OUT_OF_MEMORY. */
CHECKED struct status arena_alloc(struct arena *arena, size_t size, void **out);

/* A copy of the text with a NUL after it. Faults: OUT_OF_MEMORY. */
CHECKED struct status arena_text(struct arena *arena, const char *text, size_t length,
                                 const char **out);

void arena_free(struct arena *arena); /* Empties it; empty is welcome. */
