/* tree_check.c - is the stored tree the tree of its leaves, and they those of the log? The leaves
 * are read once, from the first on; each root that a row stores is compared as it is completed. */
#include <stdio.h>

#include "proof/proof_internal.h"

static struct status tree_wrong(unsigned level, uint64_t number, struct problem *problem)
{
    if (problem != NULL) {
        snprintf(problem->file, sizeof problem->file, "tree/level-%u", level);
        problem->offset = (int64_t)(number * HASH_BYTES);
        problem->record = (int64_t)(number << (TILE_HEIGHT * level));
    }
    return problem_set(problem, STATUS_TREE_WRONG);
}

/* Appends one leaf and compares the roots that it completes with what the rows hold. */
static struct status leaf_check(struct tree *tree, struct merkle *merkle, struct hasher *hasher,
                                const struct hash *leaf, struct problem *problem)
{
    struct hash completed[TREE_LEVELS_MAX];
    uint64_t index = merkle->size;
    size_t count = merkle__append(merkle, hasher, leaf, completed);
    for (unsigned level = 1; level <= count; level++) {
        struct hash stored;
        uint64_t number = index >> (TILE_HEIGHT * level);
        TRY(tree__row_read(tree, level, number, 1, &stored));
        if (!hash_same(&stored, &completed[level - 1])) {
            return tree_wrong(level, number, problem);
        }
    }
    return OK;
}

struct status tree_check(struct tree *tree, uint64_t size, const struct hash *root,
                         struct problem *problem)
{
    REQUIRE(tree != NULL && root != NULL);
    SCOPED(hasher_free) struct hasher *hasher = NULL;
    struct hash leaves[TILE_HASHES];
    struct merkle merkle = {0};
    struct hash found;
    TRY(hasher_new(&hasher));
    uint64_t there = tree_size(tree) < size ? tree_size(tree) : size;
    while (merkle.size < there) {
        uint64_t left = there - merkle.size;
        size_t count = left < TILE_HASHES ? (size_t)left : TILE_HASHES;
        TRY(tree__row_read(tree, 0, merkle.size, count, leaves));
        for (size_t i = 0; i < count; i++) {
            TRY(leaf_check(tree, &merkle, hasher, &leaves[i], problem));
        }
    }
    merkle_root(&merkle, hasher, &found);
    if (there == size && !hash_same(&found, root)) {
        return tree_wrong(0, there == 0 ? 0 : (there - 1) / TILE_HASHES * TILE_HASHES, problem);
    }
    return OK;
}
