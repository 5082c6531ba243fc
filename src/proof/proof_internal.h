/* proof_internal.h - what the files of this room share. */
#pragma once

#include <string.h>

#include "proof/proof.h"

enum {
    TILE_HEIGHT = 8,     /* levels of a tree between two rows that are stored */
    TREE_LEVELS_MAX = 8, /* stored rows: 256^8 leaves are more than any log has */
    NOTE_SIGNATURES_MAX = 64,
    BASE64_HASH_LENGTH = 44,
    TILE_NAME_MAX = 96,
};

/* Go's and other tools' sizes are signed; it also leaves room for sums. */
#define LOG_SIZE_MAX ((uint64_t)INT64_MAX)

/* ---- merkle.c ---- */

static inline bool hash_same(const struct hash *a, const struct hash *b)
{
    return memcmp(a->bytes, b->bytes, HASH_BYTES) == 0;
}

/* merkle_append(), and tells which stored rows got a new hash: completed[j] is the root of the full
 * subtree of 256^(j+1) leaves that ends with this leaf. Answers how many. */
size_t merkle__append(struct merkle *merkle, struct hasher *hasher, const struct hash *leaf,
                      struct hash completed[TREE_LEVELS_MAX]);

/* ---- tree.c ---- */

/* Reads `count` stored hashes of a row from number `first` on. They must be there. */
CHECKED struct status tree__row_read(struct tree *tree, unsigned level, uint64_t first,
                                     size_t count, struct hash *out);

/* ---- note.c ---- */

/* The length of a note's text: it ends before the last blank line. 0 where there is none. */
size_t note__text_length(const char *note, size_t length);

/* ---- grammar.c: the strict grammar of the C2SP texts ---- */

/* Standard Base 64 with padding. The encoder writes no NUL and answers the length; the decoder
 * refuses all but the one encoding of the bytes, and more than `out_max` of them. */
size_t proof__base64_length(size_t length);
size_t proof__base64_encode(const uint8_t *bytes, size_t length, char *out);
CHECKED bool proof__base64_decode(const char *text, size_t length, uint8_t *out, size_t out_max,
                                  size_t *out_length);

/* One hash: exactly 44 characters. */
CHECKED bool proof__hash_decode(const char *text, size_t length, struct hash *out);

/* Decimal digits without leading zeros, at most LOG_SIZE_MAX. */
CHECKED bool proof__number(const char *text, size_t length, uint64_t *number);

/* Valid UTF-8 in which the newline is the only control character below U+0020. */
CHECKED bool proof__plain(const char *text, size_t length);

/* The name of a key: not empty, no '+', no Unicode space or control, at most ORIGIN_MAX bytes. */
CHECKED bool proof__name(const char *text, size_t length);

/* Takes the next line off a text. Answers false at the end or where no newline ends it. */
struct lines {
    const char *at;
    const char *end;
};
CHECKED bool proof__line(struct lines *lines, const char **line, size_t *length);

/* ---- tiles.c ---- */

/* The path of a tile in a tlog-tiles tree. `kind` is a level or "entries"; a width below
 * TILE_HASHES makes it a partial tile. */
void tiles__name(char name[TILE_NAME_MAX], const char *kind, uint64_t number, size_t width);
