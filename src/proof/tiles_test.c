/* tiles_test.c - the exported tree has exactly the files that c2sp.org/tlog-tiles gives for its
 * size, with the right bytes in them, and nothing wrong is ever exported. Checkers that nobody here
 * wrote look at such trees in tests/outside. */
#include <fcntl.h>
#include <ftw.h>
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
#include "proof/proof_internal.h"

#define ORIGIN "village.example/log"

static const uint8_t seed[SIGN_SEED_BYTES] = {9};

/* Record i is i in decimal, so that lengths differ. */
struct records {
    char text[32];
    uint64_t damaged; /* this one reads as another; UINT64_MAX: none */
};

static struct status record_read(void *context, uint64_t index, const uint8_t **bytes,
                                 size_t *length)
{
    struct records *records = context;
    if (index == records->damaged) {
        index++;
    }
    *length =
        (size_t)snprintf(records->text, sizeof(records->text), "%llu", (unsigned long long)index);
    *bytes = (const uint8_t *)records->text;
    return OK;
}

struct fixture {
    char folder[64];
    char rows[96];
    char out[96];
    struct tree *tree;
    struct hasher *hasher;
    struct records records;
};

static int fixture_begin(void **state)
{
    struct fixture *fix = calloc(1, sizeof(*fix));
    assert_non_null(fix);
    snprintf(fix->folder, sizeof(fix->folder), "/tmp/sanbao-tiles-XXXXXX");
    assert_non_null(mkdtemp(fix->folder));
    snprintf(fix->rows, sizeof(fix->rows), "%s/rows", fix->folder);
    snprintf(fix->out, sizeof(fix->out), "%s/out", fix->folder);
    fix->records.damaged = UINT64_MAX;
    assert_true(status_ok(hasher_new(&fix->hasher)));
    assert_true(status_ok(tree_open(fix->rows, true, &fix->tree, NULL)));
    *state = fix;
    return 0;
}

static int path_remove(const char *path, const struct stat *info, int kind, struct FTW *walk)
{
    (void)info;
    (void)kind;
    (void)walk;
    return remove(path);
}

static int fixture_end(void **state)
{
    struct fixture *fix = *state;
    tree_close(&fix->tree);
    hasher_free(&fix->hasher);
    int left = nftw(fix->folder, path_remove, 16, FTW_DEPTH | FTW_PHYS);
    free(fix);
    return left;
}

static void fill(struct fixture *fix, uint64_t size)
{
    for (uint64_t i = tree_size(fix->tree); i < size; i++) {
        const uint8_t *bytes = NULL;
        size_t length = 0;
        assert_true(status_ok(record_read(&fix->records, i, &bytes, &length)));
        struct hash leaf;
        merkle_leaf(fix->hasher, &leaf, bytes, length);
        assert_true(status_ok(tree_append(fix->tree, &leaf)));
    }
}

static void note_make(struct fixture *fix, uint64_t size, char note[1024])
{
    struct checkpoint checkpoint = {.origin = ORIGIN, .size = size};
    assert_true(status_ok(tree_root(fix->tree, size, &checkpoint.root)));
    assert_true(status_ok(checkpoint_sign(&checkpoint, seed, note, 1024)));
}

static enum status_code export(struct fixture *fix, uint64_t size, struct problem *problem) {
    char note[1024]; note_make(fix, size, note);
    return tiles_export(fix->tree, size, note, record_read, &fix->records, fix->out, problem).code;
}

/* The size of a file in the export, -1 where it is not there. */
static int64_t size_of(const struct fixture *fix, const char *name)
{
    char path[256];
    snprintf(path, sizeof(path), "%s/%s", fix->out, name);
    struct stat info;
    return stat(path, &info) == 0 && S_ISREG(info.st_mode) ? info.st_size : -1;
}

static void bytes_of(const struct fixture *fix, const char *name, void *bytes, size_t length)
{
    char path[256];
    snprintf(path, sizeof(path), "%s/%s", fix->out, name);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    assert_int_equal(length, fread(bytes, 1, length, file));
    fclose(file);
}

static int64_t files_found;

static int file_counted(const char *path, const struct stat *info, int kind, struct FTW *walk)
{
    (void)path;
    (void)info;
    (void)walk;
    files_found += kind == FTW_F;
    return 0;
}

static int64_t files_in(const char *folder)
{
    files_found = 0;
    assert_int_equal(0, nftw(folder, file_counted, 16, FTW_PHYS));
    return files_found;
}

/* ---- names: the specification's example and the edges ---- */

static struct name_row {
    const char *name;
    const char *kind;
    uint64_t number;
    size_t width;
    const char *path;
} name_rows[] = {
    {"names the first tile", "0", 0, 256, "tile/0/000"},
    {"names a partial tile", "1", 0, 17, "tile/1/000.p/17"},
    {"names the specification's tile", "0", 1234067, 256, "tile/0/x001/x234/067"},
    {"names a bundle of a thousand", "entries", 1000, 1, "tile/entries/x001/000.p/1"},
    {"names the last tile there can be", "0", UINT64_MAX >> 9, 255,
     "tile/0/x036/x028/x797/x018/x963/967.p/255"},
};

static void name_check(void **state)
{
    const struct name_row *row = *state;
    char name[TILE_NAME_MAX];
    tiles__name(name, row->kind, row->number, row->width);
    assert_string_equal(row->path, name);
}

/* ---- trees ---- */

static void example_check(void **state)
{
    struct fixture *fix = *state;
    fill(fix, 70000);
    assert_int_equal(STATUS_OK, export(fix, 70000, NULL));
    /* As the specification counts them, and the bundles beside. */
    assert_int_equal(8192, size_of(fix, "tile/0/000"));
    assert_int_equal(8192, size_of(fix, "tile/0/272"));
    assert_int_equal(112 * 32, size_of(fix, "tile/0/273.p/112"));
    assert_int_equal(8192, size_of(fix, "tile/1/000"));
    assert_int_equal(17 * 32, size_of(fix, "tile/1/001.p/17"));
    assert_int_equal(32, size_of(fix, "tile/2/000.p/1"));
    assert_int_equal(112 * 7, size_of(fix, "tile/entries/273.p/112"));
    assert_int_equal(273 + 1 + 1 + 1 + 1 + 273 + 1 + 1, files_in(fix->out));
}

static void full_tile_check(void **state)
{
    struct fixture *fix = *state;
    fill(fix, 300);
    assert_int_equal(STATUS_OK, export(fix, 256, NULL)); /* an earlier size of a larger log */
    assert_int_equal(8192, size_of(fix, "tile/0/000"));
    assert_int_equal(32, size_of(fix, "tile/1/000.p/1"));
    assert_int_equal(10 * 3 + 90 * 4 + 156 * 5, size_of(fix, "tile/entries/000"));
    assert_int_equal(4, files_in(fix->out));

    struct hash root;
    struct hash expected;
    bytes_of(fix, "tile/1/000.p/1", &root, sizeof(root));
    assert_true(status_ok(tree_root(fix->tree, 256, &expected)));
    assert_memory_equal(expected.bytes, root.bytes, HASH_BYTES);
    char note[1024] = {0};
    char written[1024] = {0};
    note_make(fix, 256, note);
    bytes_of(fix, "checkpoint", written, strlen(note));
    assert_string_equal(note, written);
}

static void small_check(void **state)
{
    struct fixture *fix = *state;
    fill(fix, 3);
    assert_int_equal(0, mkdir(fix->out, 0755)); /* an empty folder is welcome */
    assert_int_equal(STATUS_OK, export(fix, 3, NULL));
    static const char expected[] = "\0\1"
                                   "0"
                                   "\0\1"
                                   "1"
                                   "\0\1"
                                   "2";
    char bundle[9];
    assert_int_equal(sizeof(bundle), size_of(fix, "tile/entries/000.p/3"));
    bytes_of(fix, "tile/entries/000.p/3", bundle, sizeof(bundle));
    assert_memory_equal(expected, bundle, sizeof(bundle));
    assert_int_equal(3 * 32, size_of(fix, "tile/0/000.p/3"));
    assert_int_equal(3, files_in(fix->out));
}

static void empty_check(void **state)
{
    struct fixture *fix = *state;
    assert_int_equal(STATUS_OK, export(fix, 0, NULL));
    assert_int_equal(1, files_in(fix->out));
}

/* ---- refusals ---- */

static void occupied_check(void **state)
{
    struct fixture *fix = *state;
    fill(fix, 3);
    assert_int_equal(STATUS_OK, export(fix, 3, NULL));
    struct problem problem = problem_none();
    assert_int_equal(STATUS_FILE_EXISTS, export(fix, 3, &problem));
    assert_string_equal(fix->out, problem.file);

    snprintf(fix->out, sizeof(fix->out), "%s/level-0", fix->rows); /* a file */
    assert_true(status_ok(tree_flush(fix->tree)));
    assert_int_equal(STATUS_FILE_EXISTS, export(fix, 3, &problem));
    snprintf(fix->out, sizeof(fix->out), "%s/no/way", fix->folder);
    assert_int_equal(STATUS_FILE_OPEN, export(fix, 3, &problem));
}

static void damaged_record_check(void **state)
{
    struct fixture *fix = *state;
    fill(fix, 600);
    fix->records.damaged = 555;
    struct problem problem = problem_none();
    assert_int_equal(STATUS_TREE_WRONG, export(fix, 600, &problem));
    assert_int_equal(555, problem.record);
    assert_int_equal(-1, size_of(fix, "checkpoint"));
}

static void damaged_row_check(void **state)
{
    struct fixture *fix = *state;
    fill(fix, 600);
    char note[1024];
    note_make(fix, 600, note);
    assert_true(status_ok(tree_flush(fix->tree)));
    char path[128];
    snprintf(path, sizeof(path), "%s/level-1", fix->rows);
    int file = open(path, O_WRONLY);
    assert_true(file >= 0);
    assert_int_equal(1, pwrite(file, "\x55", 1, 40)); /* in the root of the second 256 */
    close(file);
    struct problem problem = problem_none();
    struct status status =
        tiles_export(fix->tree, 600, note, record_read, &fix->records, fix->out, &problem);
    assert_int_equal(STATUS_TREE_WRONG, status.code);
    assert_int_equal(511, problem.record);
}

static void other_head_check(void **state)
{
    struct fixture *fix = *state;
    fill(fix, 10);
    char note[1024];
    note_make(fix, 9, note);
    struct problem problem = problem_none();
    struct status status =
        tiles_export(fix->tree, 10, note, record_read, &fix->records, fix->out, &problem);
    assert_int_equal(STATUS_TREE_WRONG, status.code);
    assert_int_equal(-1, size_of(fix, "checkpoint"));
    snprintf(fix->out, sizeof(fix->out), "%s/out-2", fix->folder);
    status = tiles_export(fix->tree, 11, note, record_read, &fix->records, fix->out, &problem);
    assert_int_equal(STATUS_TREE_WRONG, status.code);
    status = tiles_export(fix->tree, 10, "no note", record_read, &fix->records, fix->out, &problem);
    assert_int_equal(STATUS_CHECKPOINT_MALFORMED, status.code);
}

static void full_disk_check(void **state)
{
    struct fixture *fix = *state;
    fill(fix, 600);
    struct file_faults faults = {
        .call = FILE_CALL_WRITE, .fault = FILE_FAULT_SHORT, .at = 5, .bytes = 3};
    file_faults = &faults;
    struct problem problem = problem_none();
    enum status_code code = export(fix, 600, &problem);
    file_faults = NULL;
    assert_int_equal(STATUS_FILE_WRITE, code);
    char name[128];
    snprintf(name, sizeof(name), "%s/tile/0/001", fix->out); /* after three bundles and a tile */
    assert_string_equal(name, problem.file);
    assert_int_equal(-1, size_of(fix, "checkpoint"));
}

int main(void)
{
    crypto_init();
    struct CMUnitTest tests[9 + COUNT(name_rows)] = {
        {"has the specification's 70,000 leaves", example_check, fixture_begin, fixture_end, NULL},
        {"has no partial beside a full tile", full_tile_check, fixture_begin, fixture_end, NULL},
        {"puts lengths before records", small_check, fixture_begin, fixture_end, NULL},
        {"has a checkpoint alone when empty", empty_check, fixture_begin, fixture_end, NULL},
        {"writes over nothing", occupied_check, fixture_begin, fixture_end, NULL},
        {"names a record that changed", damaged_record_check, fixture_begin, fixture_end, NULL},
        {"finds a stored hash that changed", damaged_row_check, fixture_begin, fixture_end, NULL},
        {"names the file for which there was no room", full_disk_check, fixture_begin, fixture_end,
         NULL},
        {"refuses another tree's head", other_head_check, fixture_begin, fixture_end, NULL},
    };
    for (size_t i = 0; i < COUNT(name_rows); i++) {
        tests[9 + i] =
            (struct CMUnitTest){name_rows[i].name, name_check, NULL, NULL, &name_rows[i]};
    }
    return cmocka_run_group_tests_name("tiles", tests, NULL, NULL);
}
