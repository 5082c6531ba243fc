/* tree_test.c - the stored tree against RFC 6962 written down as the RFC has it (recursive, slow),
 * at all sizes of a small log and at odd places of one with three rows; and what is left of it
 * after files were torn. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file_faults.h"
#include "proof/proof.h"

enum {
    SMALL = TILE_HASHES + 8, /* all sizes are tried, and one row is crossed */
    LARGE = 70000,           /* three rows */
};

/* ---- the naive tree ---- */

static struct hasher *hasher;
static struct hash leaves[LARGE];

static uint64_t split(uint64_t length)
{
    uint64_t k = 1;
    while (k * 2 < length) {
        k *= 2;
    }
    return k;
}

/* Full subtrees come again and again; their roots are remembered by height and first leaf. */
static struct {
    bool known;
    struct hash root;
} full_roots[17][LARGE];

static struct hash naive_root(const struct hash *from, uint64_t length)
{
    struct hash hash;
    if (length == 0) {
        sha256(&hash, NULL, 0);
        return hash;
    }
    if (length == 1) {
        return from[0];
    }
    bool full = (length & (length - 1)) == 0;
    unsigned height = (unsigned)__builtin_ctzll(length);
    if (full && full_roots[height][from - leaves].known) {
        return full_roots[height][from - leaves].root;
    }
    uint64_t k = split(length);
    struct hash left = naive_root(from, k);
    struct hash right = naive_root(from + k, length - k);
    merkle_node(hasher, &hash, &left, &right);
    if (full) {
        full_roots[height][from - leaves].known = true;
        full_roots[height][from - leaves].root = hash;
    }
    return hash;
}

static size_t naive_path(uint64_t index, const struct hash *from, uint64_t length,
                         struct hash *path)
{
    if (length == 1) {
        return 0;
    }
    uint64_t k = split(length);
    size_t count = 0;
    if (index < k) {
        count = naive_path(index, from, k, path);
        path[count] = naive_root(from + k, length - k);
    } else {
        count = naive_path(index - k, from + k, length - k, path);
        path[count] = naive_root(from, k);
    }
    return count + 1;
}

/* SUBPROOF of RFC 6962 section 2.1.2. */
static size_t naive_subproof(uint64_t m, const struct hash *from, uint64_t length, bool whole,
                             struct hash *path)
{
    if (m == length) {
        if (whole) {
            return 0;
        }
        path[0] = naive_root(from, length);
        return 1;
    }
    uint64_t k = split(length);
    size_t count = 0;
    if (m <= k) {
        count = naive_subproof(m, from, k, whole, path);
        path[count] = naive_root(from + k, length - k);
    } else {
        count = naive_subproof(m - k, from + k, length - k, false, path);
        path[count] = naive_root(from, k);
    }
    return count + 1;
}

/* ---- fixture: a folder of its own ---- */

struct fixture {
    char folder[64];
    struct tree *tree;
};

static void tree_reopen(struct fixture *fix, bool write)
{
    tree_close(&fix->tree);
    struct problem problem = problem_none();
    struct status status = tree_open(fix->folder, write, &fix->tree, &problem);
    assert_int_equal(STATUS_OK, status.code);
}

static int fixture_begin(void **state)
{
    struct fixture *fix = calloc(1, sizeof(*fix));
    assert_non_null(fix);
    snprintf(fix->folder, sizeof(fix->folder), "/tmp/sanbao-tree-XXXXXX");
    assert_non_null(mkdtemp(fix->folder));
    *state = fix;
    tree_reopen(fix, true);
    return 0;
}

static void level_path(const struct fixture *fix, unsigned level, char path[96])
{
    snprintf(path, 96, "%s/level-%u", fix->folder, level);
}

static int fixture_end(void **state)
{
    struct fixture *fix = *state;
    tree_close(&fix->tree);
    for (unsigned level = 0; level < 8; level++) {
        char path[96];
        level_path(fix, level, path);
        (void)unlink(path);
    }
    int left = rmdir(fix->folder);
    free(fix);
    return left;
}

static void fill(struct tree *tree, uint64_t size)
{
    for (uint64_t i = tree_size(tree); i < size; i++) {
        assert_int_equal(STATUS_OK, tree_append(tree, &leaves[i]).code);
    }
}

static void assert_root(struct tree *tree, uint64_t size)
{
    struct hash expected = naive_root(leaves, size);
    struct hash root;
    assert_int_equal(STATUS_OK, tree_root(tree, size, &root).code);
    assert_memory_equal(expected.bytes, root.bytes, HASH_BYTES);
}

static void assert_inclusion(struct tree *tree, uint64_t index, uint64_t size)
{
    struct hash expected[PATH_HASHES_MAX];
    struct hash path[PATH_HASHES_MAX];
    size_t count = 0;
    assert_int_equal(STATUS_OK, tree_inclusion(tree, index, size, path, &count).code);
    assert_int_equal(naive_path(index, leaves, size, expected), count);
    assert_memory_equal(expected, path, count * sizeof(struct hash));

    struct hash root = naive_root(leaves, size);
    struct status good = merkle_inclusion_check(&leaves[index], index, size, path, count, &root);
    assert_int_equal(STATUS_OK, good.code);
    struct status bad = merkle_inclusion_check(&leaves[index], index ^ 1, size, path, count, &root);
    assert_true(size == 1 || bad.code == STATUS_PROOF_WRONG);
}

static void assert_consistency(struct tree *tree, uint64_t old_size, uint64_t size)
{
    struct hash expected[PATH_HASHES_MAX];
    struct hash path[PATH_HASHES_MAX];
    size_t count = 0;
    assert_int_equal(STATUS_OK, tree_consistency(tree, old_size, size, path, &count).code);
    size_t expected_count =
        old_size == 0 ? 0 : naive_subproof(old_size, leaves, size, true, expected);
    assert_int_equal(expected_count, count);
    assert_memory_equal(expected, path, count * sizeof(struct hash));

    struct hash old_root = naive_root(leaves, old_size);
    struct hash root = naive_root(leaves, size);
    struct status good = merkle_consistency_check(old_size, &old_root, size, &root, path, count);
    assert_int_equal(STATUS_OK, good.code);
}

/* ---- tests ---- */

static void small_check(void **state)
{
    struct fixture *fix = *state;
    fill(fix->tree, SMALL);
    for (uint64_t size = 0; size <= SMALL; size++) {
        assert_root(fix->tree, size);
        for (uint64_t i = 0; i < size; i++) {
            assert_inclusion(fix->tree, i, size);
            assert_consistency(fix->tree, i, size);
        }
        assert_consistency(fix->tree, size, size);
    }
}

static void growing_check(void **state)
{
    struct fixture *fix = *state;
    for (uint64_t size = 0; size <= 2 * TILE_HASHES + 1; size++) {
        fill(fix->tree, size);
        assert_root(fix->tree, size);
        if (size % 7 == 0) {
            assert_int_equal(STATUS_OK, tree_flush(fix->tree).code);
        }
    }
}

static const uint64_t odd_sizes[] = {1,    255,   256,   257,   8191, 8192,
                                     8193, 65535, 65536, 65537, LARGE};

static void large_assert(struct tree *tree)
{
    for (size_t i = 0; i < COUNT(odd_sizes); i++) {
        uint64_t size = odd_sizes[i];
        assert_root(tree, size);
        assert_inclusion(tree, 0, size);
        assert_inclusion(tree, size / 2, size);
        assert_inclusion(tree, size - 1, size);
        for (size_t k = 0; k <= i; k++) {
            assert_consistency(tree, odd_sizes[k], size);
        }
    }
}

static void large_check(void **state)
{
    struct fixture *fix = *state;
    fill(fix->tree, LARGE); /* part of it written, part still buffered */
    large_assert(fix->tree);
    assert_int_equal(STATUS_OK, tree_flush(fix->tree).code);
    large_assert(fix->tree);
    tree_reopen(fix, false);
    assert_int_equal(LARGE, tree_size(fix->tree));
    large_assert(fix->tree);
}

static void beyond_check(void **state)
{
    struct fixture *fix = *state;
    fill(fix->tree, 5);
    struct hash path[PATH_HASHES_MAX];
    size_t count = 0;
    assert_int_equal(STATUS_TREE_WRONG, tree_root(fix->tree, 6, path).code);
    assert_int_equal(STATUS_TREE_WRONG, tree_inclusion(fix->tree, 0, 6, path, &count).code);
    assert_int_equal(STATUS_TREE_WRONG, tree_inclusion(fix->tree, 5, 5, path, &count).code);
    assert_int_equal(STATUS_TREE_WRONG, tree_consistency(fix->tree, 2, 6, path, &count).code);
    assert_int_equal(STATUS_TREE_WRONG, tree_consistency(fix->tree, 3, 2, path, &count).code);
}

static void cut_check(void **state)
{
    struct fixture *fix = *state;
    static const uint64_t cuts[] = {LARGE, LARGE - 1, 65600, 65536, 65535, 8193, 256, 3, 0};
    for (size_t flushed = 0; flushed < 2; flushed++) {
        for (size_t i = 0; i < COUNT(cuts); i++) {
            fill(fix->tree, i == 0 ? LARGE : cuts[i - 1] + 300 < LARGE ? cuts[i - 1] + 300 : LARGE);
            if (flushed == 1) {
                assert_int_equal(STATUS_OK, tree_flush(fix->tree).code);
            }
            assert_int_equal(STATUS_OK, tree_cut(fix->tree, cuts[i]).code);
            assert_int_equal(cuts[i], tree_size(fix->tree));
            assert_root(fix->tree, cuts[i]);
        }
    }
    fill(fix->tree, 600);
    assert_int_equal(STATUS_OK, tree_flush(fix->tree).code);
    tree_reopen(fix, true);
    assert_int_equal(600, tree_size(fix->tree));
    assert_root(fix->tree, 600);
}

/* A reader that was opened before there was anything, or at any time since. */
static void follow_check(void **state)
{
    struct fixture *fix = *state;
    struct tree *reader = NULL;
    tree_close(&fix->tree);
    assert_int_equal(0, rmdir(fix->folder));
    assert_int_equal(STATUS_OK, tree_open(fix->folder, false, &reader, NULL).code);
    tree_reopen(fix, true);
    for (size_t i = 0; i < COUNT(odd_sizes); i++) {
        uint64_t before = tree_size(reader);
        uint64_t size = odd_sizes[i];
        fill(fix->tree, size);
        assert_int_equal(STATUS_OK, tree_flush(fix->tree).code);
        assert_int_equal(before, tree_size(reader));
        assert_int_equal(STATUS_OK, tree_follow(reader).code);
        assert_int_equal(size, tree_size(reader));
        assert_root(reader, size);
        assert_inclusion(reader, before, size);
        assert_consistency(reader, before, size);
    }
    assert_int_equal(STATUS_OK, tree_follow(reader).code);
    assert_root(reader, LARGE);
    tree_close(&reader);
}

static void absent_check(void **state)
{
    struct fixture *fix = *state;
    struct fixture absent = {0};
    snprintf(absent.folder, sizeof(absent.folder), "%s/no", fix->folder);
    tree_reopen(&absent, false);
    assert_int_equal(0, tree_size(absent.tree));
    assert_root(absent.tree, 0);
    tree_close(&absent.tree);

    char path[96];
    level_path(fix, 0, path);
    assert_int_equal(0, mkdir(path, 0700)); /* a folder where a file should be */
    struct problem problem = problem_none();
    assert_int_equal(STATUS_FILE_OPEN, tree_open(fix->folder, true, &absent.tree, &problem).code);
    assert_string_equal(fix->folder, problem.file);
    assert_int_equal(0, rmdir(path));
}

/* The disk is full when the first buffer is to be written: no leaf is lost, none counts twice, and
 * once there is room again the tree goes on. */
static void full_disk_check(void **state)
{
    struct fixture *fix = *state;
    for (int64_t at = 1; at <= 2; at++) {
        for (size_t bytes = 0; bytes < 100; bytes += 33) {
            assert_int_equal(STATUS_OK, tree_cut(fix->tree, 0).code);
            struct file_faults faults = {
                .call = FILE_CALL_WRITE, .fault = FILE_FAULT_SHORT, .at = at, .bytes = bytes};
            fill(fix->tree, 8192);
            file_faults = &faults;
            assert_int_equal(STATUS_FILE_WRITE, tree_append(fix->tree, &leaves[8192]).code);
            assert_int_equal(STATUS_FILE_WRITE, tree_flush(fix->tree).code);
            file_faults = NULL;
            assert_int_equal(8192, tree_size(fix->tree));
            fill(fix->tree, 8500);
            assert_root(fix->tree, 8500);
            assert_root(fix->tree, 8191);
            assert_int_equal(STATUS_OK, tree_flush(fix->tree).code);
            tree_reopen(fix, true);
            assert_int_equal(8500, tree_size(fix->tree));
            assert_root(fix->tree, 8500);
        }
    }
}

/* What a file's length makes of a tree of LARGE leaves: rows of 70000, 273 and 1 hashes. */
static struct torn_row {
    const char *name;
    unsigned level;
    int64_t bytes; /* -1: the file is gone */
    uint64_t size;
} torn_rows[] = {
    {"leaves out a torn leaf", 0, (LARGE - 2) * 32 - 1, LARGE - 3},
    {"leaves out leaves that are gone", 0, 65535 * 32 + 31, 65535},
    {"leaves out bytes after the last leaf", 0, LARGE * 32 + 5, LARGE},
    {"is empty without leaves", 0, 0, 0},
    {"is empty without the leaves' file", 0, -1, 0},
    {"stops where a torn root of 256 would stand", 1, 273 * 32 - 1, 273 * 256 - 1},
    {"stops where the second row stops", 1, 10 * 32, 11 * 256 - 1},
    {"stops before the second row without it", 1, -1, 255},
    {"stops before the third row without it", 2, -1, 65535},
    {"does not mind roots too many", 1, 280 * 32, LARGE},
};

static void torn_check(void **state)
{
    /* The fixture does not know the row: cmocka gives both in one pointer, so the row is sought by
     * the order of calls. */
    static size_t row_index;
    struct fixture *fix = *state;
    const struct torn_row *row = &torn_rows[row_index++];
    fill(fix->tree, LARGE);
    assert_int_equal(STATUS_OK, tree_flush(fix->tree).code);
    tree_close(&fix->tree);
    char path[96];
    level_path(fix, row->level, path);
    assert_int_equal(0, row->bytes < 0 ? unlink(path) : truncate(path, row->bytes));

    for (int write = 0; write < 2; write++) {
        tree_reopen(fix, write == 1);
        assert_int_equal(row->size, tree_size(fix->tree));
        assert_root(fix->tree, row->size);
    }
    fill(fix->tree, LARGE);
    assert_int_equal(STATUS_OK, tree_flush(fix->tree).code);
    tree_reopen(fix, false);
    assert_int_equal(LARGE, tree_size(fix->tree));
    assert_root(fix->tree, LARGE);
    assert_root(fix->tree, LARGE - 1);
    assert_inclusion(fix->tree, row->size % (LARGE - 1), LARGE - 1);
}

static void leaves_make(void)
{
    if (!status_ok(hasher_new(&hasher))) {
        abort();
    }
    for (uint32_t i = 0; i < LARGE; i++) {
        merkle_leaf(hasher, &leaves[i], &i, sizeof(i));
    }
}

int main(void)
{
    crypto_init();
    leaves_make();
    struct CMUnitTest tests[7 + COUNT(torn_rows)] = {
        {"agrees with RFC 6962 at all small sizes", small_check, fixture_begin, fixture_end, NULL},
        {"agrees while it grows and is flushed", growing_check, fixture_begin, fixture_end, NULL},
        {"agrees with RFC 6962 over three rows", large_check, fixture_begin, fixture_end, NULL},
        {"refuses sizes beyond its own", beyond_check, fixture_begin, fixture_end, NULL},
        {"is cut to any size and goes on", cut_check, fixture_begin, fixture_end, NULL},
        {"is followed while it grows", follow_check, fixture_begin, fixture_end, NULL},
        {"survives a full disk", full_disk_check, fixture_begin, fixture_end, NULL},
        {"is empty where nobody made it", absent_check, fixture_begin, fixture_end, NULL},
    };
    for (size_t i = 0; i < COUNT(torn_rows); i++) {
        tests[7 + i] =
            (struct CMUnitTest){torn_rows[i].name, torn_check, fixture_begin, fixture_end, NULL};
    }
    int failed = cmocka_run_group_tests_name("tree", tests, NULL, NULL);
    hasher_free(&hasher);
    return failed;
}
