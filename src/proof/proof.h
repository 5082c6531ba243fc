/* proof.h - the Merkle log and what strangers need to check it. No operation or person is known
 * here: leaves are bytes.
 *
 *   merkle_*      hashes, roots and paths (RFC 6962, SHA-256)
 *   tree_*        the log's hashes on disk, a cache of the journal
 *   note_*        signed notes (c2sp.org/signed-note v1.0.0), Ed25519, algorithm byte 0x01
 *   checkpoint_*  the signed head of the log (c2sp.org/tlog-checkpoint v1.0.0)
 *   receipt_*     one record with its proof (c2sp.org/tlog-proof@v1, record bytes as `extra`)
 *   tiles_export  a static tree for auditors (c2sp.org/tlog-tiles v0.1.0) */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/problem.h"
#include "base/status.h"
#include "crypto/crypto.h"

enum {
    PATH_HASHES_MAX = 64, /* in any inclusion or consistency proof */
    TILE_HASHES = 256,
    ORIGIN_MAX = 255,
    VKEY_MAX = 512,
};

/* ---- merkle: RFC 6962 section 2.1 ---- */

/* SHA-256(00 record) and SHA-256(01 left right). `out` may be one of the inputs. */
void merkle_leaf(struct hasher *hasher, struct hash *out, const void *leaf, size_t length);
void merkle_node(struct hasher *hasher, struct hash *out, const struct hash *left,
                 const struct hash *right);

/* The right edge of a tree: enough to append and to know the root, at most 64 hashes. */
struct merkle {
    uint64_t size;
    /* edge[k] counts where bit k of size is 1: the root of a full subtree of 2^k leaves. */
    struct hash edge[64];
};
void merkle_append(struct merkle *merkle, struct hasher *hasher, const struct hash *leaf);
void merkle_root(const struct merkle *merkle, struct hasher *hasher, struct hash *root);

/* RFC 9162 section 2.1.3.2 and 2.1.4.2. Refuse: PROOF_WRONG. */
CHECKED struct status merkle_inclusion_check(const struct hash *leaf, uint64_t index, uint64_t size,
                                             const struct hash *path, size_t count,
                                             const struct hash *root);
CHECKED struct status merkle_consistency_check(uint64_t old_size, const struct hash *old_root,
                                               uint64_t size, const struct hash *root,
                                               const struct hash *path, size_t count);

/* ---- tree: the hashes of a log in files `level-0`, `level-1`, ... of a folder ----
 *
 * level-0 holds every leaf hash, level-k the root of every full subtree of 256^k leaves, so that
 * each full tile of tlog-tiles is 8192 bytes of one file. It can always be made again. */

struct tree;
/* Opens or (with `write`) makes folder and files. What the rows do not bear out together, as a torn
 * tail or a missing level, is left out of tree_size() and, with `write`, cut. Without `write`, a
 * folder that is not there is an empty tree. A tree serves one thread at a time. The caller owns
 * `*out`. Faults: FILE_OPEN, FILE_READ, FILE_WRITE. */
CHECKED struct status tree_open(const char *folder, bool write, struct tree **out,
                                struct problem *problem);
void tree_close(struct tree **tree);
/* Opened for reading: takes up what a writer has flushed since. Faults: FILE_OPEN, FILE_READ. */
CHECKED struct status tree_follow(struct tree *tree);
uint64_t tree_size(const struct tree *tree);                      /* with what is not flushed yet */
void tree_edge(const struct tree *tree, struct merkle *merkle);   /* to go on hashing elsewhere */
CHECKED struct status tree_cut(struct tree *tree, uint64_t size); /* size <= tree_size() */
/* Buffered, and written now and then; after FILE_WRITE the leaf is not in the tree. */
CHECKED struct status tree_append(struct tree *tree, const struct hash *leaf);
CHECKED struct status tree_flush(struct tree *tree); /* written, not synced: it is a cache */

/* RFC 6962 section 2.1: root, inclusion path, consistency proof of the tree as it was at any size
 * up to tree_size(); beyond it TREE_WRONG. At most 255 hashes a level are read for each hash given.
 * The root of the present size costs no read. A proof from size 0 is empty. */
CHECKED struct status tree_root(struct tree *tree, uint64_t size, struct hash *root);
CHECKED struct status tree_inclusion(struct tree *tree, uint64_t index, uint64_t size,
                                     struct hash path[PATH_HASHES_MAX], size_t *count);
CHECKED struct status tree_consistency(struct tree *tree, uint64_t old_size, uint64_t size,
                                       struct hash path[PATH_HASHES_MAX], size_t *count);

/* The leaf hash of a record below tree_size(). Faults: FILE_READ. */
CHECKED struct status tree_leaf(struct tree *tree, uint64_t index, struct hash *leaf);
/* The hashes of a tile (c2sp.org/tlog-tiles) in a log of `size` records, at most tree_size():
 * `*width` of them, 256 where it is full; 0: the log has no such tile. Faults: FILE_READ. */
CHECKED struct status tree_tile(struct tree *tree, unsigned level, uint64_t number, uint64_t size,
                                struct hash hashes[TILE_HASHES], size_t *width);

/* Hashes every row anew from the leaves, up to `size` of them, and compares; where the tree reaches
 * that size, also its root with `root`. The first difference is named in `problem` (file, offset,
 * first record below it). Refuses: TREE_WRONG. Faults: FILE_READ. */
CHECKED struct status tree_check(struct tree *tree, uint64_t size, const struct hash *root,
                                 struct problem *problem);

/* ---- note ---- */

struct note_key {
    char name[ORIGIN_MAX + 1];
    uint8_t id[4];
    uint8_t public_key[SIGN_PUBLIC_BYTES];
};
/* Refuses KEY_MALFORMED: a name with space, '+' or control characters, or too long. */
CHECKED struct status note_key_make(const char *name, const uint8_t public_key[SIGN_PUBLIC_BYTES],
                                    struct note_key *key);
/* "name+id in hex+base64", with nothing before or after. Refuses KEY_MALFORMED. */
CHECKED struct status note_vkey_parse(const char *text, size_t length, struct note_key *key);
void note_vkey_format(const struct note_key *key, char out[VKEY_MAX]);
/* Text (ending in '\n'), blank line, one signature line. NUL-ended. The key must be the seed's.
 * Refuses: LIMIT_EXCEEDED, NOTE_MALFORMED (control characters, no last newline, not UTF-8). */
CHECKED struct status note_sign(const struct note_key *key, const uint8_t seed[SIGN_SEED_BYTES],
                                const char *text, char *out, size_t out_size);
/* Finds and checks this key's signature; `*text_length` bytes from the start are the signed text.
 * Lines of other keys must be well formed and are otherwise ignored; at most 64 lines. Refuses:
 * NOTE_MALFORMED, NOTE_UNSIGNED, SIGNATURE_WRONG (also where but one of several lines by this key
 * is wrong). */
CHECKED struct status note_check(const char *note, size_t length, const struct note_key *key,
                                 size_t *text_length);

/* ---- checkpoint ---- */

/* Sizes are at most 2^63 - 1, as other tools have them. Lines after the third are allowed and
 * ignored, as the specification asks. */
struct checkpoint {
    char origin[ORIGIN_MAX + 1];
    uint64_t size;
    struct hash root;
};
CHECKED struct status checkpoint_sign(const struct checkpoint *checkpoint,
                                      const uint8_t seed[SIGN_SEED_BYTES], char *out,
                                      size_t out_size);
/* Checks the signature and that the origin is the key's name. Refuses like note_check and
 * CHECKPOINT_MALFORMED. */
CHECKED struct status checkpoint_check(const char *note, size_t length, const struct note_key *key,
                                       struct checkpoint *checkpoint);
/* Reads what a checkpoint says without judging who signed it. Refuses: CHECKPOINT_MALFORMED. */
CHECKED struct status checkpoint_read(const char *note, size_t length,
                                      struct checkpoint *checkpoint);

/* ---- receipt ---- */

struct receipt {
    uint64_t index;
    const uint8_t *record; /* borrowed from the parsed text's decoded buffer */
    size_t record_length;
    struct hash path[PATH_HASHES_MAX];
    size_t path_count;
    struct checkpoint checkpoint;
};
/* `note` is the signed checkpoint, to whose root the path must lead. The text is malloc'ed for the
 * caller. Refuses: LIMIT_EXCEEDED (an empty record, one above RECORD_BYTES_MAX, a note above
 * NOTE_BYTES_MAX), CHECKPOINT_MALFORMED, PROOF_WRONG. */
CHECKED struct status receipt_format(uint64_t index, const void *record, size_t record_length,
                                     const struct hash *path, size_t path_count, const char *note,
                                     char **out);
/* Parses and checks all of it: signature, path, root. `*decoded` is malloc'ed and owned by the
 * caller, `receipt->record` points into it. Refuses: PROOF_MALFORMED, PROOF_WRONG and those of
 * checkpoint_check. */
CHECKED struct status receipt_check(const char *text, size_t length, const struct note_key *key,
                                    struct receipt *receipt, uint8_t **decoded);

/* ---- tiles ---- */

/* Reads record `index`; bytes stay valid until the next call. */
typedef struct status (*tiles_record_fn)(void *context, uint64_t index, const uint8_t **bytes,
                                         size_t *length);
/* Writes tile/entries/..., tile/<L>/... for the first `size` records and then the checkpoint into
 * `folder`, which must not exist or be empty. Memory does not grow with the log. Refuses and
 * faults: FILE_EXISTS (the folder holds something), FILE_OPEN, FILE_READ, FILE_WRITE, TREE_WRONG
 * (tree, records and checkpoint contradict each other; the record is named), and those of
 * `record`. */
CHECKED struct status tiles_export(struct tree *tree, uint64_t size, const char *note,
                                   tiles_record_fn record, void *context, const char *folder,
                                   struct problem *problem);
