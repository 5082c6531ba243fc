/* merkle_test.c - the tree against the reference vectors of Certificate Transparency (eight leaves
 * and the roots of their first n), and the two checks against proofs that are not quite right. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "proof/proof.h"

static const struct {
    const char *bytes;
    size_t length;
} leaves[] = {
    {"", 0},
    {"\x00", 1},
    {"\x10", 1},
    {"\x20\x21", 2},
    {"\x30\x31", 2},
    {"\x40\x41\x42\x43", 4},
    {"\x50\x51\x52\x53\x54\x55\x56\x57", 8},
    {"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f", 16},
};

static const char *const roots[] = {
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
};

static struct hash hash_of(const char *hex)
{
    struct hash hash;
    for (size_t i = 0; i < HASH_BYTES; i++) {
        char digits[3] = {hex[2 * i], hex[2 * i + 1], '\0'};
        hash.bytes[i] = (uint8_t)strtoul(digits, NULL, 16);
    }
    return hash;
}

static void roots_check(void **state)
{
    (void)state;
    struct hasher *hasher = NULL;
    assert_true(status_ok(hasher_new(&hasher)));
    struct merkle merkle = {0};
    for (size_t size = 0; size <= COUNT(leaves); size++) {
        struct hash root;
        merkle_root(&merkle, hasher, &root);
        struct hash expected = hash_of(roots[size]);
        assert_memory_equal(expected.bytes, root.bytes, HASH_BYTES);
        if (size < COUNT(leaves)) {
            struct hash leaf;
            merkle_leaf(hasher, &leaf, leaves[size].bytes, leaves[size].length);
            merkle_append(&merkle, hasher, &leaf);
        }
    }
    hasher_free(&hasher);
}

static struct inclusion_row {
    const char *name;
    uint64_t index;
    uint64_t size;
    const char *path[3];
    size_t count;
    enum status_code answer;
} inclusion_rows[] = {
    {"shows the only leaf", 0, 1, {NULL}, 0, STATUS_OK},
    {"shows the first of eight",
     0,
     8,
     {"96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
      "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
      "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"},
     3,
     STATUS_OK},
    {"shows the sixth of eight",
     5,
     8,
     {"bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
      "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
      "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"},
     3,
     STATUS_OK},
    {"refuses a neighbour's index",
     4,
     8,
     {"bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
      "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
      "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"},
     3,
     STATUS_PROOF_WRONG},
    {"refuses a short path",
     5,
     8,
     {"bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
      "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"},
     2,
     STATUS_PROOF_WRONG},
    {"refuses a long path",
     0,
     1,
     {"bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"},
     1,
     STATUS_PROOF_WRONG},
    {"refuses an index beyond the size", 8, 8, {NULL}, 0, STATUS_PROOF_WRONG},
    {"refuses the empty tree", 0, 0, {NULL}, 0, STATUS_PROOF_WRONG},
};

static void inclusion_check(void **state)
{
    const struct inclusion_row *row = *state;
    struct hash path[3];
    for (size_t i = 0; i < row->count; i++) {
        path[i] = hash_of(row->path[i]);
    }
    struct hasher *hasher = NULL;
    assert_true(status_ok(hasher_new(&hasher)));
    size_t index = row->index % COUNT(leaves);
    struct hash leaf;
    merkle_leaf(hasher, &leaf, leaves[index].bytes, leaves[index].length);
    hasher_free(&hasher);
    struct hash root = hash_of(roots[row->size]);
    struct status status =
        merkle_inclusion_check(&leaf, row->index, row->size, path, row->count, &root);
    assert_int_equal(row->answer, status.code);
}

static struct consistency_row {
    const char *name;
    uint64_t old_size;
    uint64_t size;
    const char *path[3];
    size_t count;
    enum status_code answer;
} consistency_rows[] = {
    {"shows the same tree", 8, 8, {NULL}, 0, STATUS_OK},
    {"shows growth from nothing", 0, 5, {NULL}, 0, STATUS_OK},
    {"shows growth from one to eight",
     1,
     8,
     {"96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
      "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
      "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"},
     3,
     STATUS_OK},
    {"shows growth from two to five",
     2,
     5,
     {"5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
      "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"},
     2,
     STATUS_OK},
    {"shows growth from six to eight",
     6,
     8,
     {"0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
      "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
      "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"},
     3,
     STATUS_OK},
    {"refuses to shrink",
     5,
     2,
     {"5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
      "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"},
     2,
     STATUS_PROOF_WRONG},
    {"refuses no proof where one is due", 6, 8, {NULL}, 0, STATUS_PROOF_WRONG},
    {"refuses a proof where none is due",
     8,
     8,
     {"5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"},
     1,
     STATUS_PROOF_WRONG},
    {"refuses a proof too long",
     1,
     2,
     {"96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
      "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"},
     2,
     STATUS_PROOF_WRONG},
    {"refuses another order",
     2,
     5,
     {"bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
      "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"},
     2,
     STATUS_PROOF_WRONG},
};

static void consistency_check(void **state)
{
    const struct consistency_row *row = *state;
    struct hash path[3];
    for (size_t i = 0; i < row->count; i++) {
        path[i] = hash_of(row->path[i]);
    }
    struct hash old_root = hash_of(roots[row->old_size]);
    struct hash root = hash_of(roots[row->size]);
    struct status status =
        merkle_consistency_check(row->old_size, &old_root, row->size, &root, path, row->count);
    assert_int_equal(row->answer, status.code);

    /* With another root on either side nothing holds. */
    old_root.bytes[0] ^= 1;
    status = merkle_consistency_check(row->old_size, &old_root, row->size, &root, path, row->count);
    assert_int_equal(STATUS_PROOF_WRONG, status.code);
}

int main(void)
{
    crypto_init();
    struct CMUnitTest tests[1 + COUNT(inclusion_rows) + COUNT(consistency_rows)] = {
        {"gives the reference roots", roots_check, NULL, NULL, NULL},
    };
    struct CMUnitTest *next = tests + 1;
    for (size_t i = 0; i < COUNT(inclusion_rows); i++) {
        *next++ = (struct CMUnitTest){inclusion_rows[i].name, inclusion_check, NULL, NULL,
                                      &inclusion_rows[i]};
    }
    for (size_t i = 0; i < COUNT(consistency_rows); i++) {
        *next++ = (struct CMUnitTest){consistency_rows[i].name, consistency_check, NULL, NULL,
                                      &consistency_rows[i]};
    }
    return cmocka_run_group_tests_name("merkle", tests, NULL, NULL);
}
