/* draw.h - drawing lots from a hash that nobody could choose: who knows label, root, id and list
 * draws the same again, with any SHA-256.
 *
 *     block i  = SHA-256(label || root || id || i as 8 bytes, big endian), i = 0, 1, 2 ...
 *     numbers  = the blocks one after the other, as 64-bit numbers, big endian
 *     below m  = the next number r, mod m, where r that are not below the greatest multiple of m
 *                that 64 bits reach are passed over, so that no lot is favoured
 *
 * Of n lots in a known order, place k = 0, 1, 2 ... is j = k + (below n - k); lot j is drawn and
 * changes places with lot k. */
#pragma once

#include "crypto/crypto.h"

enum { DRAW_LABEL_MAX = 32, DRAW_NUMBER_BYTES = 8 };

struct draw {
    uint8_t input[DRAW_LABEL_MAX + HASH_BYTES + ID_BYTES + DRAW_NUMBER_BYTES];
    size_t length; /* of the input before the number of the block */
    struct hash block;
    uint64_t blocks;
    size_t used; /* bytes of the block */
};
/* `label` says what is drawn and by which version of the method; at most DRAW_LABEL_MAX bytes. */
void draw_begin(struct draw *draw, const char *label, const struct hash *root,
                const uint8_t id[ID_BYTES]);
/* 0 .. lots - 1, each as likely as the others; lots >= 1. */
uint64_t draw_below(struct draw *draw, uint64_t lots);
