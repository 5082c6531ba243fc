/* tiles.c - the log as a tree of static files: c2sp.org/tlog-tiles.
 *
 *   checkpoint
 *   tile/<level>/<N>            256 hashes of a row; tile/<level>/<N>.p/<W> the last, W hashes
 *   tile/entries/<N>[.p/<W>]    the 256 records of that tile, each after its length (u16 BE)
 *
 * N is written in groups of three digits, all but the last after an `x`: x001/x234/067. While the
 * records go by, the tree is computed from them once more: rows that do not follow from the records
 * are not given to anyone. The checkpoint comes last, so that a tree without one is unfinished. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "proof/proof_internal.h"

enum { BUNDLE_BYTES_MAX = TILE_HASHES * (2 + RECORD_BYTES_MAX) };

_Static_assert(RECORD_BYTES_MAX <= UINT16_MAX, "a record's length stands in two bytes");

struct tiles_run {
    struct tree *tree;
    uint64_t size;
    tiles_record_fn record;
    void *context;
    const char *folder;
    struct hasher *hasher;
    struct merkle merkle; /* computed from the records seen so far */
    uint8_t *bundle;
    char name[TILE_NAME_MAX]; /* of the file being written, for the problem */
    int64_t record_at;        /* the record being looked at, for the problem; -1: none */
};

/* ---- files ---- */

/* The folder to export to: a new one, or one that is there and empty. */
static struct status folder_claim(const char *path)
{
    enum file_kind kind = file_kind(path);
    if (kind == FILE_ABSENT) {
        return folder_make(path);
    }
    if (kind != FILE_FOLDER) {
        return REFUSE(FILE_EXISTS);
    }
    struct folder_names names = {0};
    TRY(folder_names(path, &names));
    bool empty = names.count == 0;
    folder_names_free(&names);
    return empty ? OK : REFUSE(FILE_EXISTS);
}

/* Makes the folders on the way to a file in the export. */
static struct status parents_make(const char *folder, char path[PATH_BYTES_MAX])
{
    for (char *slash = strchr(path + strlen(folder) + 1, '/'); slash != NULL;
         slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        TRY(folder_make(path));
        *slash = '/';
    }
    return OK;
}

static struct status tile_write(struct tiles_run *run, const void *bytes, size_t length)
{
    char path[PATH_BYTES_MAX];
    TRY(path_join(path, run->folder, run->name));
    SCOPED(file_close) struct file file = FILE_CLOSED;
    if (!status_ok(file_open(path, FILE_NEW, &file))) {
        TRY(parents_make(run->folder, path));
        TRY(file_open(path, FILE_NEW, &file));
    }
    return file_write(&file, 0, bytes, length);
}

void tiles__name(char name[TILE_NAME_MAX], const char *kind, uint64_t number, size_t width)
{
    unsigned groups[8]; /* base 1000, the lowest first: a number has at most 63 bits */
    size_t count = 0;
    for (uint64_t left = number; count == 0 || left > 0; left /= 1000) {
        groups[count++] = (unsigned)(left % 1000);
    }
    char *at = name;
    const char *end = name + TILE_NAME_MAX;
    at += snprintf(at, (size_t)(end - at), "tile/%s/", kind);
    for (size_t i = count; i-- > 1;) {
        at += snprintf(at, (size_t)(end - at), "x%03u/", groups[i]);
    }
    at += snprintf(at, (size_t)(end - at), "%03u", groups[0]);
    if (width < TILE_HASHES) {
        snprintf(at, (size_t)(end - at), ".p/%zu", width);
    }
}

/* How many of `count` things tile `number` holds. */
static size_t tile_width(uint64_t count, uint64_t number)
{
    uint64_t left = count - number * TILE_HASHES;
    return left < TILE_HASHES ? (size_t)left : TILE_HASHES;
}

/* ---- hashes ---- */

struct status tree_tile(struct tree *tree, unsigned level, uint64_t number, uint64_t size,
                        struct hash hashes[TILE_HASHES], size_t *width)
{
    REQUIRE(tree != NULL && hashes != NULL && width != NULL && size <= tree_size(tree));
    uint64_t count = level < TREE_LEVELS_MAX ? size >> (TILE_HEIGHT * level) : 0;
    bool there = number < (count + TILE_HASHES - 1) / TILE_HASHES;
    *width = there ? tile_width(count, number) : 0;
    return there ? tree__row_read(tree, level, number * TILE_HASHES, *width, hashes) : OK;
}

static struct status row_export(struct tiles_run *run, unsigned level)
{
    uint64_t count = run->size >> (TILE_HEIGHT * level);
    const char kind[] = {(char)('0' + level), '\0'};
    struct hash hashes[TILE_HASHES];
    for (uint64_t number = 0; number * TILE_HASHES < count; number++) {
        size_t width = tile_width(count, number);
        TRY(tree__row_read(run->tree, level, number * TILE_HASHES, width, hashes));
        tiles__name(run->name, kind, number, width);
        TRY(tile_write(run, hashes, width * HASH_BYTES));
    }
    return OK;
}

/* Compares the rows with what the records up to this one make of them. */
static struct status record_compare(struct tiles_run *run, const uint8_t *bytes, size_t length,
                                    const struct hash *stored)
{
    struct hash leaf;
    merkle_leaf(run->hasher, &leaf, bytes, length);
    if (!hash_same(&leaf, stored)) {
        return FAULT(TREE_WRONG);
    }
    struct hash completed[TREE_LEVELS_MAX];
    size_t count = merkle__append(&run->merkle, run->hasher, &leaf, completed);
    for (unsigned level = 1; level <= count; level++) {
        uint64_t number = (run->merkle.size >> (TILE_HEIGHT * level)) - 1;
        struct hash root;
        TRY(tree__row_read(run->tree, level, number, 1, &root));
        if (!hash_same(&root, &completed[level - 1])) {
            return FAULT(TREE_WRONG);
        }
    }
    return OK;
}

/* ---- entries ---- */

static struct status bundle_export(struct tiles_run *run, uint64_t number)
{
    size_t width = tile_width(run->size, number);
    struct hash leaves[TILE_HASHES];
    TRY(tree__row_read(run->tree, 0, number * TILE_HASHES, width, leaves));
    size_t used = 0;
    for (size_t i = 0; i < width; i++) {
        uint64_t index = number * TILE_HASHES + i;
        run->record_at = (int64_t)index;
        const uint8_t *bytes = NULL;
        size_t length = 0;
        TRY(run->record(run->context, index, &bytes, &length));
        if (length > RECORD_BYTES_MAX) {
            return REFUSE(LIMIT_EXCEEDED);
        }
        TRY(record_compare(run, bytes, length, &leaves[i]));
        run->bundle[used++] = (uint8_t)(length >> 8);
        run->bundle[used++] = (uint8_t)length;
        memcpy(run->bundle + used, bytes, length);
        used += length;
    }
    run->record_at = -1;
    tiles__name(run->name, "entries", number, width);
    return tile_write(run, run->bundle, used);
}

/* ---- the whole ---- */

/* The head must be that of the records just written. */
static struct status head_export(struct tiles_run *run, const char *note)
{
    struct checkpoint checkpoint;
    TRY(checkpoint_read(note, strlen(note), &checkpoint));
    struct hash root;
    merkle_root(&run->merkle, run->hasher, &root);
    if (checkpoint.size != run->size || !hash_same(&checkpoint.root, &root)) {
        return FAULT(TREE_WRONG);
    }
    snprintf(run->name, sizeof(run->name), "checkpoint");
    return tile_write(run, note, strlen(note));
}

static struct status export_run(struct tiles_run *run, const char *note)
{
    if (run->size > tree_size(run->tree)) {
        return FAULT(TREE_WRONG);
    }
    run->bundle = malloc(BUNDLE_BYTES_MAX);
    if (run->bundle == NULL) {
        return FAULT(OUT_OF_MEMORY);
    }
    TRY(hasher_new(&run->hasher));
    TRY(folder_claim(run->folder));
    for (uint64_t number = 0; number * TILE_HASHES < run->size; number++) {
        TRY(bundle_export(run, number));
    }
    for (unsigned level = 0; level < TREE_LEVELS_MAX; level++) {
        TRY(row_export(run, level));
    }
    return head_export(run, note);
}

struct status tiles_export(struct tree *tree, uint64_t size, const char *note,
                           tiles_record_fn record, void *context, const char *folder,
                           struct problem *problem)
{
    REQUIRE(tree != NULL && note != NULL && record != NULL && folder != NULL);
    struct tiles_run run = {
        .tree = tree,
        .size = size,
        .record = record,
        .context = context,
        .folder = folder,
        .record_at = -1,
    };
    struct status status = export_run(&run, note);
    hasher_free(&run.hasher);
    free(run.bundle);
    if (status_ok(status)) {
        return OK;
    }
    if (problem != NULL) {
        char path[PROBLEM_TEXT_MAX];
        snprintf(path, sizeof(path), "%s%s%s", folder, run.name[0] == '\0' ? "" : "/", run.name);
        problem_text(problem->file, sizeof(problem->file), path, strlen(path));
        problem->record = run.record_at;
    }
    return problem_set(problem, status.code);
}
