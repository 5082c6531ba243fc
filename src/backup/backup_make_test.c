/* backup_make_test.c - what a backup holds, what it refuses, and that a failure leaves nothing. */
#include "backup/backup_testing.h"

#define SEGMENT_0 "journal/00000000000000000000.seg"

static void whole_check(void **state)
{
    (void)state;
    struct backup_made made;
    struct hash root;
    root_now(&root);
    assert_status(STATUS_OK, make(false, &made));
    assert_int_equal(10, made.records);
    assert_memory_equal(&root, &made.root, sizeof root);
    assert_int_equal(4, made.files);
    assert_string_equal("", made.keys);
    static const char *const held[] = {MARKER_FILE, PEOPLE_FILE, CHECKPOINT_FILE, MANIFEST_FILE,
                                       SEGMENT_0};
    for (size_t i = 0; i < COUNT(held); i++) {
        struct stat info;
        assert_int_equal(0, stat(in(target, held[i]), &info));
        assert_int_equal(0600, info.st_mode & 0777);
    }
    assert_false(is_there(target, KEYS_FILE));
    assert_int_equal(FILE_ABSENT, file_kind(sealed_path));
}

static void manifest_check(void **state)
{
    (void)state;
    struct manifest *manifest = NULL;
    make_well(false);
    assert_status(STATUS_OK, manifest_new(&manifest));
    assert_status(STATUS_OK, manifest_load(target, manifest, &problem));
    assert_int_equal(MADE_ON, manifest->made_on);
    assert_int_equal(10, manifest->log.records);
    assert_int_equal(4, manifest->count);
    for (size_t i = 0; i < manifest->count; i++) {
        struct copied found;
        const char *path = in(target, manifest->files[i].path);
        assert_status(STATUS_OK, backup__copy(path, NULL, -1, &found, &problem));
        assert_memory_equal(&found, &manifest->files[i].copied, sizeof found);
    }
    manifest_free(&manifest);
}

static void segments_check(void **state)
{
    (void)state;
    struct backup_made made;
    records_add(100, 1000); /* segments of about 1000 bytes */
    live_sign();
    assert_status(STATUS_OK, make(false, &made));
    assert_int_equal(110, made.records);
    assert_true(made.files > 6);
}

/* A writer in the middle of a frame: what is not whole yet is not copied. */
static void torn_check(void **state)
{
    (void)state;
    struct backup_made made;
    make_well(false);
    struct copied before;
    struct copied after;
    assert_status(STATUS_OK, backup__copy(in(target, SEGMENT_0), NULL, -1, &before, &problem));
    add(in(live, SEGMENT_0), "SBJ1 half a frame");
    assert_status(STATUS_OK, path_join(target, scratch, "second"));
    assert_status(STATUS_OK, make(false, &made));
    assert_status(STATUS_OK, backup__copy(in(target, SEGMENT_0), NULL, -1, &after, &problem));
    assert_memory_equal(&before, &after, sizeof before);
    assert_int_equal(10, made.records);
}

/* The checkpoint lags behind the journal, as it does while a writer works. */
static void lag_check(void **state)
{
    (void)state;
    struct backup_made made;
    records_add(20, 0);
    assert_status(STATUS_OK, make(false, &made));
    assert_int_equal(30, made.records);
}

static void empty_check(void **state)
{
    (void)state;
    struct backup_made made;
    folder_remove(in(live, JOURNAL_FOLDER));
    merkle = (struct merkle){0};
    records_add(0, 0);
    assert_status(STATUS_OK, file_remove(in(live, CHECKPOINT_FILE)));
    assert_status(STATUS_OK, make(false, &made));
    assert_int_equal(0, made.records);
    struct backup_restored restored;
    assert_status(STATUS_OK, restore(&(struct restore_options){0}, &restored));
    assert_int_equal(0, restored.records);
}

static void writer_check(void **state)
{
    (void)state;
    struct store *writer = NULL;
    struct backup_made made;
    assert_status(STATUS_OK, store_open(in(live, PEOPLE_FILE), STORE_PRIVATE, &migrations_people,
                                        &writer, &problem));
    assert_status(STATUS_OK, store_begin(writer));
    assert_status(STATUS_OK, store_run(writer, "DELETE FROM detail"));
    assert_status(STATUS_OK, make(true, &made));
    assert_status(STATUS_OK, store_rollback(writer));
    store_close(&writer);
    struct backup_restored restored;
    const struct restore_options options = {.keys = made.keys, .passphrase = &phrase};
    assert_status(STATUS_OK, restore(&options, &restored));
    assert_true(person_known(back, "R00001"));
}

/* ---- refusals ---- */

static void do_nothing(void)
{
}
static void target_filled(void)
{
    assert_status(STATUS_OK, folder_make(target));
    assert_status(STATUS_OK, file_replace(in(target, "letter"), "x", 1));
}
static void target_with_checkpoint(void)
{
    assert_status(STATUS_OK, folder_make(target));
    assert_status(STATUS_OK, file_replace(in(target, CHECKPOINT_FILE), "x", 1));
}
static void target_a_file(void)
{
    assert_status(STATUS_OK, file_replace(target, "x", 1));
}
static void target_empty(void)
{
    assert_status(STATUS_OK, folder_make(target));
}
static void sealed_there(void)
{
    assert_status(STATUS_OK, file_replace(sealed_path, "x", 1));
}
static void marker_gone(void)
{
    assert_status(STATUS_OK, file_remove(in(live, MARKER_FILE)));
}
static void people_gone(void)
{
    assert_status(STATUS_OK, file_remove(in(live, PEOPLE_FILE)));
}
static void keys_gone(void)
{
    assert_status(STATUS_OK, file_remove(in(live, KEYS_FILE)));
}
static void record_flipped(void)
{
    flip(in(live, SEGMENT_0), FRAME_HEADER_BYTES + 10);
}
static void checkpoint_forged(void)
{
    struct hash root = {{1}};
    checkpoint_put(live, in(live, CHECKPOINT_FILE), 7, &root);
}
static void checkpoint_ahead(void)
{
    struct hash root = {{1}};
    checkpoint_put(live, in(live, CHECKPOINT_FILE), 11, &root);
}
static void checkpoint_torn(void)
{
    assert_status(STATUS_OK, file_replace(in(live, CHECKPOINT_FILE), "sanbao\n", 7));
}
static void disk_full(void)
{
    static struct file_faults faults;
    faults = (struct file_faults){.call = FILE_CALL_WRITE, .fault = FILE_FAULT_ENOSPC, .at = 3};
    file_faults = &faults;
}
static void sync_fails(void)
{
    static struct file_faults faults;
    faults = (struct file_faults){.call = FILE_CALL_SYNC, .fault = FILE_FAULT_EIO, .at = 4};
    file_faults = &faults;
}

static struct make_row {
    const char *name;
    void (*harm)(void);
    enum status_code expected;
    const char *file; /* how the named file ends */
    bool target_stays;
} make_rows[] = {
    {"backs up into a folder that is not there", do_nothing, STATUS_OK, "", true},
    {"backs up into an empty folder", target_empty, STATUS_OK, "", true},
    {"refuses a folder that is not empty", target_filled, STATUS_FILE_EXISTS, "/copy", true},
    {"refuses a folder with a checkpoint", target_with_checkpoint, STATUS_FILE_EXISTS, "/copy",
     true},
    {"refuses a file as target", target_a_file, STATUS_FILE_EXISTS, "/copy", true},
    {"refuses to overwrite sealed keys", sealed_there, STATUS_FILE_EXISTS, ".keys.sealed", false},
    {"refuses what is no data folder", marker_gone, STATUS_FOLDER_FOREIGN, "/live", false},
    {"names people.db where it is missing", people_gone, STATUS_FILE_OPEN, "people.db", false},
    {"names keys.db where it is missing", keys_gone, STATUS_FILE_OPEN, "keys.db", false},
    {"refuses a damaged journal", record_flipped, STATUS_JOURNAL_DAMAGED,
     "00000000000000000000.seg", false},
    {"refuses a checkpoint with another root", checkpoint_forged, STATUS_JOURNAL_ROOT_WRONG,
     "checkpoint", false},
    {"refuses a checkpoint beyond the journal", checkpoint_ahead, STATUS_JOURNAL_ROOT_WRONG,
     "checkpoint", false},
    {"refuses a checkpoint that is none", checkpoint_torn, STATUS_CHECKPOINT_MALFORMED,
     "checkpoint", false},
    {"leaves nothing when the disk is full", disk_full, STATUS_FILE_WRITE, "", false},
    {"leaves nothing when a sync fails", sync_fails, STATUS_FILE_SYNC, "", false},
};

static void make_check(void **state)
{
    const struct make_row *row = *state;
    struct backup_made made;
    row->harm();
    struct status status = make(true, &made);
    file_faults = NULL;
    assert_status(row->expected, status);
    assert_int_equal(row->expected, problem.code);
    assert_true(ends_with(problem.file, row->file));
    assert_int_equal(row->target_stays, file_kind(target) != FILE_ABSENT);
    bool sealed = row->expected == STATUS_OK || row->harm == sealed_there;
    assert_int_equal(sealed, file_kind(sealed_path) != FILE_ABSENT);
}

/* ---- privacy ---- */

static bool holds(const char *path, const void *bytes, size_t length)
{
    uint8_t *content = NULL;
    size_t size = 0;
    assert_status(STATUS_OK, file_load(path, 1 << 24, &content, &size));
    bool found = memmem(content, size, bytes, length) != NULL;
    free(content);
    return found;
}

static void privacy_check(void **state)
{
    (void)state;
    struct keys *keys = NULL;
    uint8_t seed[SIGN_SEED_BYTES];
    make_well(true);
    assert_status(STATUS_OK, keys_open(in(live, KEYS_FILE), false, &keys, &problem));
    memcpy(seed, keys_log_seed(keys), sizeof seed);
    keys_close(&keys);
    assert_true(holds(in(live, KEYS_FILE), seed, sizeof seed));
    static const char *const held[] = {MARKER_FILE, PEOPLE_FILE, CHECKPOINT_FILE, MANIFEST_FILE,
                                       SEGMENT_0};
    for (size_t i = 0; i < COUNT(held); i++) {
        assert_false(holds(in(target, held[i]), seed, sizeof seed));
        assert_false(holds(in(target, held[i]), "何红", strlen("何红")));
        assert_false(holds(in(target, held[i]), "R00001", 6));
    }
    assert_false(holds(sealed_path, seed, sizeof seed));
    assert_false(holds(sealed_path, "SQLite format", 13));
}

int main(void)
{
    crypto_init();
    struct CMUnitTest tests[64];
    size_t count = 0;
    for (size_t i = 0; i < COUNT(make_rows); i++) {
        tests[count++] =
            (struct CMUnitTest){make_rows[i].name, make_check, begin, end, &make_rows[i]};
    }
    const struct CMUnitTest others[] = {
        {"copies what is needed and no keys", whole_check, begin, end, NULL},
        {"names each file with size and hash", manifest_check, begin, end, NULL},
        {"copies many segments", segments_check, begin, end, NULL},
        {"leaves out a frame that is being written", torn_check, begin, end, NULL},
        {"takes a checkpoint that lags behind", lag_check, begin, end, NULL},
        {"backs up and restores an empty log", empty_check, begin, end, NULL},
        {"copies what is committed, beside a writer", writer_check, begin, end, NULL},
        {"holds no secret and no clear text", privacy_check, begin, end, NULL},
    };
    for (size_t i = 0; i < COUNT(others); i++) {
        tests[count++] = others[i];
    }
    return _cmocka_run_group_tests("backup_make", tests, count, NULL, NULL);
}
