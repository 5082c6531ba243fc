/* draw.c - see draw.h. */
#include "crypto/draw.h"

#include <string.h>

void draw_begin(struct draw *draw, const char *label, const struct hash *root,
                const uint8_t id[ID_BYTES])
{
    REQUIRE(draw != NULL && label != NULL && root != NULL && id != NULL);
    size_t length = strlen(label);
    REQUIRE(length <= DRAW_LABEL_MAX);
    *draw = (struct draw){.used = HASH_BYTES, .length = length + HASH_BYTES + ID_BYTES};
    memcpy(draw->input, label, length);
    memcpy(draw->input + length, root->bytes, HASH_BYTES);
    memcpy(draw->input + length + HASH_BYTES, id, ID_BYTES);
}

static uint64_t number_next(struct draw *draw)
{
    if (draw->used == HASH_BYTES) {
        for (size_t i = 0; i < DRAW_NUMBER_BYTES; i++) {
            draw->input[draw->length + i] =
                (uint8_t)(draw->blocks >> (8 * (DRAW_NUMBER_BYTES - 1 - i)));
        }
        sha256(&draw->block, draw->input, draw->length + DRAW_NUMBER_BYTES);
        draw->blocks++;
        draw->used = 0;
    }
    uint64_t number = 0;
    for (size_t i = 0; i < DRAW_NUMBER_BYTES; i++) {
        number = number << 8 | draw->block.bytes[draw->used++];
    }
    return number;
}

uint64_t draw_below(struct draw *draw, uint64_t lots)
{
    REQUIRE(draw != NULL && lots > 0);
    uint64_t rest = (UINT64_MAX % lots + 1) % lots; /* 2^64 mod lots */
    uint64_t number = number_next(draw);
    while (number > UINT64_MAX - rest) {
        number = number_next(draw);
    }
    return number % lots;
}
