/* tree.c - the hashes of a log in flat files, one for every eighth row of the tree.
 *
 * Row k (`level-k`) holds the roots of the full subtrees of 256^k leaves. What lies between two
 * rows is hashed again when it is asked for: at most 255 nodes. Rows are written the highest first,
 * so that a process killed in between leaves higher rows too long rather than too short; the size
 * is what all rows together bear out, and the rest is cut at the next opening. */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "proof/proof_internal.h"

enum {
    LEAVES_BUFFERED = 8192, /* 256 KiB */
    ROOTS_BUFFERED = LEAVES_BUFFERED / TILE_HASHES,
    SUBTREE_HASHES_MAX = TILE_HASHES / 2,
};

struct row {
    struct file file; /* closed: not made yet */
    uint64_t stored;  /* hashes in the file */
    size_t buffered;  /* hashes that come after them */
    struct hash *buffer;
};

struct tree {
    bool write;
    char folder[PATH_BYTES_MAX];
    struct hasher *hasher;
    struct merkle edge; /* edge.size is the tree's size */
    struct row rows[TREE_LEVELS_MAX];
};

/* How many hashes row `level` of a tree of this size has. */
static uint64_t row_count(uint64_t size, unsigned level)
{
    return size >> (TILE_HEIGHT * level);
}

/* ---- opening ---- */

static struct status row_path(const struct tree *tree, unsigned level, char path[PATH_BYTES_MAX])
{
    const char name[] = {'l', 'e', 'v', 'e', 'l', '-', (char)('0' + level), '\0'};
    return path_join(path, tree->folder, name);
}

static struct status row_open(struct tree *tree, unsigned level)
{
    char path[PATH_BYTES_MAX];
    TRY(row_path(tree, level, path));
    return file_open(path, tree->write ? FILE_FOR_WRITING : FILE_FOR_READING,
                     &tree->rows[level].file);
}

/* Opens a row that is there already, unless it is open, and counts its whole hashes. */
static struct status row_load(struct tree *tree, unsigned level)
{
    char path[PATH_BYTES_MAX];
    TRY(row_path(tree, level, path));
    if (tree->rows[level].file.fd < 0) {
        if (file_kind(path) == FILE_ABSENT) {
            return OK;
        }
        TRY(row_open(tree, level));
    }
    int64_t bytes = 0;
    TRY(file_size(&tree->rows[level].file, &bytes));
    tree->rows[level].stored = (uint64_t)bytes / HASH_BYTES;
    return OK;
}

/* The largest size that every row bears out. */
static uint64_t rows_size(const struct tree *tree)
{
    uint64_t size = tree->rows[0].stored;
    for (unsigned level = 1; level < TREE_LEVELS_MAX; level++) {
        uint64_t stored = tree->rows[level].stored;
        if (stored < row_count(size, level)) {
            size = ((stored + 1) << (TILE_HEIGHT * level)) - 1;
        }
    }
    return size;
}

static struct status buffers_make(struct tree *tree)
{
    for (unsigned level = 0; level < TREE_LEVELS_MAX; level++) {
        size_t capacity = level == 0 ? LEAVES_BUFFERED : ROOTS_BUFFERED;
        tree->rows[level].buffer = malloc(capacity * sizeof(struct hash));
        if (tree->rows[level].buffer == NULL) {
            return FAULT(OUT_OF_MEMORY);
        }
    }
    return OK;
}

/* Brings all rows to the length that a tree of this size has. */
static struct status rows_cut(struct tree *tree, uint64_t size)
{
    for (unsigned level = 0; level < TREE_LEVELS_MAX; level++) {
        struct row *row = &tree->rows[level];
        uint64_t count = row_count(size, level);
        if (count >= row->stored) {
            row->buffered = (size_t)(count - row->stored);
            continue;
        }
        if (tree->write) {
            TRY(file_truncate(&row->file, (int64_t)(count * HASH_BYTES)));
        }
        row->stored = count;
        row->buffered = 0;
    }
    return OK;
}

/* Full subtree number `number` of 2^height leaves, from the nearest stored row below it. */
static struct status subtree_root(struct tree *tree, uint64_t number, unsigned height,
                                  struct hash *root)
{
    unsigned level = height / TILE_HEIGHT;
    size_t count = (size_t)1 << (height % TILE_HEIGHT);
    struct hash hashes[SUBTREE_HASHES_MAX];
    TRY(tree__row_read(tree, level, number << (height % TILE_HEIGHT), count, hashes));
    for (; count > 1; count /= 2) {
        for (size_t i = 0; i < count; i += 2) {
            merkle_node(tree->hasher, &hashes[i / 2], &hashes[i], &hashes[i + 1]);
        }
    }
    *root = hashes[0];
    return OK;
}

/* The full subtrees that `length` leaves from `start` on fall into. `start` is a multiple of a
 * power of 2 not below `length`, so that they are subtrees of the whole as well. */
static struct status range_edge(struct tree *tree, uint64_t start, uint64_t length,
                                struct merkle *merkle)
{
    merkle->size = length;
    uint64_t from = start;
    for (unsigned height = 63; height-- > 0;) {
        if ((length >> height & 1) != 0) {
            TRY(subtree_root(tree, from >> height, height, &merkle->edge[height]));
            from += UINT64_C(1) << height;
        }
    }
    return OK;
}

/* Lower rows are looked at first: beside a writer, who writes the higher ones first, they are then
 * the shorter ones. */
static struct status rows_load(struct tree *tree)
{
    for (unsigned level = 0; level < TREE_LEVELS_MAX; level++) {
        TRY(row_load(tree, level));
    }
    uint64_t size = rows_size(tree);
    TRY(rows_cut(tree, size));
    return range_edge(tree, 0, size, &tree->edge);
}

struct status tree_follow(struct tree *tree)
{
    REQUIRE(tree != NULL && !tree->write);
    return rows_load(tree);
}

static struct status tree_load(struct tree *tree, const char *folder)
{
    TRY(hasher_new(&tree->hasher));
    if (strlen(folder) >= sizeof(tree->folder)) {
        return REFUSE(LIMIT_EXCEEDED);
    }
    memcpy(tree->folder, folder, strlen(folder) + 1);
    if (tree->write) {
        TRY(folder_make(folder));
        TRY(buffers_make(tree));
    }
    return rows_load(tree); /* A cache that nobody has made yet holds nothing. */
}

struct status tree_open(const char *folder, bool write, struct tree **out, struct problem *problem)
{
    REQUIRE(folder != NULL && out != NULL);
    *out = NULL;
    SCOPED(tree_close) struct tree *tree = calloc(1, sizeof(*tree));
    if (tree == NULL) {
        return problem_set(problem, STATUS_OUT_OF_MEMORY);
    }
    tree->write = write;
    for (unsigned level = 0; level < TREE_LEVELS_MAX; level++) {
        tree->rows[level].file = FILE_CLOSED;
    }
    struct status status = tree_load(tree, folder);
    if (!status_ok(status)) {
        if (problem != NULL) {
            problem_text(problem->file, sizeof(problem->file), folder, strlen(folder));
        }
        return problem_set(problem, status.code);
    }
    *out = tree;
    tree = NULL;
    return OK;
}

void tree_close(struct tree **tree)
{
    if (*tree == NULL) {
        return;
    }
    for (unsigned level = 0; level < TREE_LEVELS_MAX; level++) {
        file_close(&(*tree)->rows[level].file);
        free((*tree)->rows[level].buffer);
    }
    hasher_free(&(*tree)->hasher);
    free(*tree);
    *tree = NULL;
}

uint64_t tree_size(const struct tree *tree)
{
    return tree->edge.size;
}

void tree_edge(const struct tree *tree, struct merkle *merkle)
{
    *merkle = tree->edge;
}

/* ---- changing ---- */

struct status tree_cut(struct tree *tree, uint64_t size)
{
    REQUIRE(tree->write && size <= tree->edge.size);
    TRY(rows_cut(tree, size));
    return range_edge(tree, 0, size, &tree->edge);
}

static void row_add(struct tree *tree, size_t level, const struct hash *hash)
{
    struct row *row = &tree->rows[level];
    REQUIRE(row->buffered < (level == 0 ? LEAVES_BUFFERED : ROOTS_BUFFERED));
    row->buffer[row->buffered++] = *hash;
}

struct status tree_append(struct tree *tree, const struct hash *leaf)
{
    REQUIRE(tree->write);
    if (tree->rows[0].buffered == LEAVES_BUFFERED) {
        TRY(tree_flush(tree));
    }
    struct hash completed[TREE_LEVELS_MAX];
    size_t count = merkle__append(&tree->edge, tree->hasher, leaf, completed);
    row_add(tree, 0, leaf);
    for (size_t i = 0; i < count; i++) {
        row_add(tree, i + 1, &completed[i]);
    }
    return OK;
}

struct status tree_flush(struct tree *tree)
{
    REQUIRE(tree->write);
    for (unsigned level = TREE_LEVELS_MAX; level-- > 0;) {
        struct row *row = &tree->rows[level];
        if (row->buffered == 0) {
            continue;
        }
        if (row->file.fd < 0) {
            TRY(row_open(tree, level));
        }
        TRY(file_write(&row->file, (int64_t)(row->stored * HASH_BYTES), row->buffer,
                       row->buffered * HASH_BYTES));
        row->stored += row->buffered;
        row->buffered = 0;
    }
    return OK;
}

/* ---- reading ---- */

struct status tree__row_read(struct tree *tree, unsigned level, uint64_t first, size_t count,
                             struct hash *out)
{
    const struct row *row = &tree->rows[level];
    REQUIRE(first + count <= row->stored + row->buffered);
    size_t in_file = 0;
    if (first < row->stored) {
        uint64_t left = row->stored - first;
        in_file = left < count ? (size_t)left : count;
        size_t got = 0;
        TRY(file_read(&row->file, (int64_t)(first * HASH_BYTES), out, in_file * HASH_BYTES, &got));
        if (got < in_file * HASH_BYTES) {
            return FAULT(FILE_READ); /* The file is shorter than it was. */
        }
    }
    if (in_file < count) {
        size_t from = (size_t)(first + in_file - row->stored);
        memcpy(out + in_file, row->buffer + from, (count - in_file) * HASH_BYTES);
    }
    return OK;
}

struct status tree_leaf(struct tree *tree, uint64_t index, struct hash *leaf)
{
    REQUIRE(tree != NULL && leaf != NULL && index < tree_size(tree));
    return tree__row_read(tree, 0, index, 1, leaf);
}

static struct status range_root(struct tree *tree, uint64_t start, uint64_t length,
                                struct hash *root)
{
    struct merkle merkle;
    TRY(range_edge(tree, start, length, &merkle));
    merkle_root(&merkle, tree->hasher, root);
    return OK;
}

struct status tree_root(struct tree *tree, uint64_t size, struct hash *root)
{
    if (size > tree->edge.size) {
        return FAULT(TREE_WRONG);
    }
    if (size == tree->edge.size) {
        merkle_root(&tree->edge, tree->hasher, root);
        return OK;
    }
    return range_root(tree, 0, size, root);
}

/* The siblings on the way from a node to the root of a tree of `size` leaves. A node that is the
 * last of its row and a left child has no sibling there. The last sibling to the right may be a
 * subtree that is not full. */
static struct status path_climb(struct tree *tree, uint64_t node, unsigned height, uint64_t size,
                                struct hash path[PATH_HASHES_MAX], size_t *count)
{
    for (; (size - 1) >> height > 0; node >>= 1, height++) {
        uint64_t start = (node ^ 1) << height;
        if (start >= size) {
            continue;
        }
        uint64_t full = UINT64_C(1) << height;
        uint64_t length = size - start < full ? size - start : full;
        TRY(range_root(tree, start, length, &path[(*count)++]));
    }
    return OK;
}

struct status tree_inclusion(struct tree *tree, uint64_t index, uint64_t size,
                             struct hash path[PATH_HASHES_MAX], size_t *count)
{
    *count = 0;
    if (index >= size || size > tree->edge.size) {
        return FAULT(TREE_WRONG);
    }
    return path_climb(tree, index, 0, size, path, count);
}

struct status tree_consistency(struct tree *tree, uint64_t old_size, uint64_t size,
                               struct hash path[PATH_HASHES_MAX], size_t *count)
{
    *count = 0;
    if (old_size > size || size > tree->edge.size) {
        return FAULT(TREE_WRONG);
    }
    if (old_size == 0 || old_size == size) {
        return OK;
    }
    /* The last full subtree of the old tree; given itself unless it is the whole old tree. */
    unsigned height = (unsigned)__builtin_ctzll(old_size);
    uint64_t node = (old_size - 1) >> height;
    if (node != 0) {
        TRY(subtree_root(tree, node, height, &path[(*count)++]));
    }
    return path_climb(tree, node, height, size, path, count);
}
