/* merkle.c - RFC 6962 hashes, the growing edge of a tree, and the two checks a stranger makes.
 *
 * A tree of any size is a row of full subtrees, one for each 1 bit of the size, the largest on the
 * left. Size 11 = 8 + 2 + 1:
 *
 *        edge[3]        edge[1]  edge[0]
 *       0 1 2 3 4 5 6 7    8 9      10
 *
 * Appending is adding 1 in binary: where a bit carries, two equal subtrees become one. The root
 * joins the row from the right. */
#include <string.h>

#include "proof/proof_internal.h"

static const uint8_t leaf_prefix = 0x00;
static const uint8_t node_prefix = 0x01;

void merkle_leaf(struct hasher *hasher, struct hash *out, const void *leaf, size_t length)
{
    hasher_sha256(hasher, out, &leaf_prefix, 1, leaf, length, NULL, 0);
}

void merkle_node(struct hasher *hasher, struct hash *out, const struct hash *left,
                 const struct hash *right)
{
    hasher_sha256(hasher, out, &node_prefix, 1, left->bytes, HASH_BYTES, right->bytes, HASH_BYTES);
}

size_t merkle__append(struct merkle *merkle, struct hasher *hasher, const struct hash *leaf,
                      struct hash completed[TREE_LEVELS_MAX])
{
    REQUIRE(merkle->size < LOG_SIZE_MAX);
    struct hash carry = *leaf;
    size_t count = 0;
    unsigned height = 0;
    while ((merkle->size >> height & 1) != 0) {
        merkle_node(hasher, &carry, &merkle->edge[height], &carry);
        height++;
        if (height % TILE_HEIGHT == 0) {
            completed[count++] = carry;
        }
    }
    merkle->edge[height] = carry;
    merkle->size++;
    return count;
}

void merkle_append(struct merkle *merkle, struct hasher *hasher, const struct hash *leaf)
{
    struct hash completed[TREE_LEVELS_MAX];
    merkle__append(merkle, hasher, leaf, completed);
}

void merkle_root(const struct merkle *merkle, struct hasher *hasher, struct hash *root)
{
    if (merkle->size == 0) {
        hasher_sha256(hasher, root, NULL, 0, NULL, 0, NULL, 0);
        return;
    }
    unsigned height = (unsigned)__builtin_ctzll(merkle->size);
    *root = merkle->edge[height];
    for (height++; merkle->size >> height != 0; height++) {
        if ((merkle->size >> height & 1) != 0) {
            merkle_node(hasher, root, &merkle->edge[height], root);
        }
    }
}

/* ---- checks: no hasher at hand, a few dozen hashes ---- */

static void node_once(struct hash *out, const struct hash *left, const struct hash *right)
{
    uint8_t text[1 + 2 * HASH_BYTES] = {node_prefix};
    memcpy(text + 1, left->bytes, HASH_BYTES);
    memcpy(text + 1 + HASH_BYTES, right->bytes, HASH_BYTES);
    sha256(out, text, sizeof(text));
}

/* Where the walk stands: a node's number in its row, and that of the last node of the row. */
struct climb {
    uint64_t node;
    uint64_t last;
};

/* Goes up to the parent's row. A last node without a sibling rises unchanged through the rows
 * until it is a right child: there the left sibling joined it. */
static void climb_up(struct climb *climb)
{
    if ((climb->node & 1) == 0 && climb->node == climb->last) {
        while ((climb->node & 1) == 0 && climb->node != 0) {
            climb->node >>= 1;
            climb->last >>= 1;
        }
    }
    climb->node >>= 1;
    climb->last >>= 1;
}

/* Whether the next hash of a proof stands to the left of the node. */
static bool climb_left(const struct climb *climb)
{
    return (climb->node & 1) != 0 || climb->node == climb->last;
}

struct status merkle_inclusion_check(const struct hash *leaf, uint64_t index, uint64_t size,
                                     const struct hash *path, size_t count, const struct hash *root)
{
    if (index >= size || size > LOG_SIZE_MAX) {
        return REFUSE(PROOF_WRONG);
    }
    struct climb climb = {index, size - 1};
    struct hash hash = *leaf;
    for (size_t i = 0; i < count; i++) {
        if (climb.last == 0) {
            return REFUSE(PROOF_WRONG); /* longer than the tree is high */
        }
        if (climb_left(&climb)) {
            node_once(&hash, &path[i], &hash);
        } else {
            node_once(&hash, &hash, &path[i]);
        }
        climb_up(&climb);
    }
    return climb.last == 0 && hash_same(&hash, root) ? OK : REFUSE(PROOF_WRONG);
}

/* From an empty tree or to the same tree nothing is to be shown but that the roots are right. */
static struct status consistency_trivial(uint64_t old_size, const struct hash *old_root,
                                         const struct hash *root, size_t count)
{
    struct hash expected;
    if (old_size == 0) {
        sha256(&expected, NULL, 0);
    } else {
        expected = *root;
    }
    return count == 0 && hash_same(old_root, &expected) ? OK : REFUSE(PROOF_WRONG);
}

struct status merkle_consistency_check(uint64_t old_size, const struct hash *old_root,
                                       uint64_t size, const struct hash *root,
                                       const struct hash *path, size_t count)
{
    if (old_size > size || size > LOG_SIZE_MAX) {
        return REFUSE(PROOF_WRONG);
    }
    if (old_size == 0 || old_size == size) {
        return consistency_trivial(old_size, old_root, root, count);
    }
    /* The walk starts at the old tree's last full subtree. Where that is the whole old tree, its
     * root is known and is not repeated in the proof. */
    struct climb climb = {old_size - 1, size - 1};
    while ((climb.node & 1) != 0) {
        climb.node >>= 1;
        climb.last >>= 1;
    }
    size_t next = 0;
    struct hash start = *old_root;
    if (climb.node != 0) {
        if (count == 0) {
            return REFUSE(PROOF_WRONG);
        }
        start = path[next++];
    }
    struct hash old_hash = start;
    struct hash hash = start;
    for (; next < count; next++) {
        if (climb.last == 0) {
            return REFUSE(PROOF_WRONG);
        }
        if (climb_left(&climb)) {
            node_once(&old_hash, &path[next], &old_hash);
            node_once(&hash, &path[next], &hash);
        } else {
            node_once(&hash, &hash, &path[next]);
        }
        climb_up(&climb);
    }
    bool good = climb.last == 0 && hash_same(&old_hash, old_root) && hash_same(&hash, root);
    return good ? OK : REFUSE(PROOF_WRONG);
}
