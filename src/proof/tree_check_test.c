/* tree_check_test.c - a changed hash in any row of the stored tree is found and named. A tree of
 * three rows is written, one byte of a file changed, and the tree opened and checked. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "proof/proof.h"
#include "testing/scratch.h"

enum { LEAVES = 66000, WHOLE = -1 };

static struct row {
    const char *name;
    int level; /* whose file gets a changed byte; WHOLE: none does */
    int64_t offset;
    const char *file; /* that is named */
    int64_t record;
} rows[] = {
    {"an honest tree is in order", WHOLE, 0, "", -1},
    {"the first leaf", 0, 0, "tree/level-1", 0},
    {"the last byte of the 31st tile", 0, 30 * 256 * 32 + 8191, "tree/level-1", 30 * 256},
    {"the last leaf, in no full tile", 0, (LEAVES - 1) * 32 + 7, "tree/level-0",
     (LEAVES - 1) / 256 * 256},
    {"the first root of 256 leaves", 1, 3, "tree/level-1", 0},
    {"the last root of 256 leaves", 1, (LEAVES / 256 - 1) * 32 + 31, "tree/level-1",
     (LEAVES / 256 - 1) * 256},
    {"the root of 65536 leaves", 2, 16, "tree/level-2", 0},
};

static char folder[SCRATCH_PATH_MAX];
static struct hash root;

static int tree_write(void **state)
{
    (void)state;
    struct tree *tree = NULL;
    struct merkle merkle = {0};
    struct hasher *hasher = NULL;
    crypto_init();
    scratch_make(folder);
    if (!status_ok(hasher_new(&hasher)) || !status_ok(tree_open(folder, true, &tree, NULL))) {
        return -1;
    }
    for (uint32_t i = 0; i < LEAVES; i++) {
        struct hash leaf;
        merkle_leaf(hasher, &leaf, &i, sizeof i);
        merkle_append(&merkle, hasher, &leaf);
        if (!status_ok(tree_append(tree, &leaf))) {
            return -1;
        }
    }
    merkle_root(&merkle, hasher, &root);
    bool written = status_ok(tree_flush(tree));
    tree_close(&tree);
    hasher_free(&hasher);
    return written ? 0 : -1;
}

static int tree_remove(void **state)
{
    (void)state;
    scratch_remove(folder);
    return 0;
}

/* Flips one bit of a row's file; twice, and it is as it was. */
static void bit_flip(const struct row *row)
{
    char path[SCRATCH_PATH_MAX + 16];
    unsigned char byte = 0;
    snprintf(path, sizeof path, "%s/level-%d", folder, row->level);
    int fd = open(path, O_RDWR);
    assert_true(fd >= 0);
    assert_int_equal(1, pread(fd, &byte, 1, row->offset));
    byte ^= 4;
    assert_int_equal(1, pwrite(fd, &byte, 1, row->offset));
    close(fd);
}

static void row_check(void **state)
{
    const struct row *row = *state;
    struct tree *tree = NULL;
    struct problem problem = problem_none();

    if (row->level != WHOLE) {
        bit_flip(row);
    }
    assert_true(status_ok(tree_open(folder, false, &tree, NULL)));
    struct status status = tree_check(tree, LEAVES, &root, &problem);
    tree_close(&tree);
    if (row->level != WHOLE) {
        bit_flip(row);
    }
    assert_int_equal(row->level == WHOLE ? STATUS_OK : STATUS_TREE_WRONG, status.code);
    assert_string_equal(row->file, problem.file);
    assert_int_equal(row->record, problem.record);
}

static void other_root(void **state)
{
    (void)state;
    struct tree *tree = NULL;
    struct hash other = root;
    other.bytes[31] ^= 1;
    assert_true(status_ok(tree_open(folder, false, &tree, NULL)));
    assert_int_equal(STATUS_TREE_WRONG, tree_check(tree, LEAVES, &other, NULL).code);
    /* A tree that is behind the log is no wrong tree. */
    assert_int_equal(STATUS_OK, tree_check(tree, LEAVES + 5, &other, NULL).code);
    tree_close(&tree);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(rows) + 1];
    for (size_t i = 0; i < COUNT(rows); i++) {
        tests[i] = (struct CMUnitTest){rows[i].name, row_check, NULL, NULL, &rows[i]};
    }
    tests[COUNT(rows)] = (struct CMUnitTest){"the log's root is asked for where the tree reaches",
                                             other_root, NULL, NULL, NULL};
    return cmocka_run_group_tests_name("tree_check", tests, tree_write, tree_remove);
}
