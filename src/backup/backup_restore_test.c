/* backup_restore_test.c - that a backup comes back as it was made or not at all: each kind of
 * damage is named by its file, an older or another log is refused, and a refusal leaves the
 * folder as it was. */
#include "backup/backup_testing.h"

#define SEGMENT_0 "journal/00000000000000000000.seg"

/* ---- what comes back ---- */

static void whole_check(void **state)
{
    (void)state;
    struct backup_restored restored;
    struct hash root;
    root_now(&root);
    make_well(false);
    assert_status(STATUS_OK, restore(&(struct restore_options){0}, &restored));
    assert_int_equal(10, restored.records);
    assert_memory_equal(&root, &restored.root, sizeof root);
    assert_int_equal(MADE_ON, restored.made_on);
    assert_false(restored.with_keys);
    static const char *const names[] = {MARKER_FILE, CHECKPOINT_FILE, SEGMENT_0};
    for (size_t i = 0; i < COUNT(names); i++) {
        struct copied before;
        struct copied after;
        assert_status(STATUS_OK, backup__copy(in(live, names[i]), NULL, -1, &before, &problem));
        assert_status(STATUS_OK, backup__copy(in(back, names[i]), NULL, -1, &after, &problem));
        assert_memory_equal(&before, &after, sizeof before);
    }
    assert_false(is_there(back, KEYS_FILE));
    assert_false(is_there(back, MANIFEST_FILE));
    assert_false(person_known(back, "R00001"));
    assert_status(STATUS_FILE_EXISTS, restore(&(struct restore_options){0}, &restored));
}

static void keys_check(void **state)
{
    (void)state;
    struct backup_restored restored;
    make_well(true);
    const struct restore_options options = {.keys = sealed_path, .passphrase = &phrase};
    assert_status(STATUS_OK, restore(&options, &restored));
    assert_true(restored.with_keys);
    assert_int_equal(MADE_ON, restored.keys_made_on);
    struct stat info;
    assert_int_equal(0, stat(in(back, KEYS_FILE), &info));
    assert_int_equal(0600, info.st_mode & 0777);
    assert_false(is_there(back, KEYS_FILE "-wal"));
    assert_true(person_known(back, "R00001"));
}

static void later_check(void **state)
{
    (void)state;
    struct backup_restored restored;
    make_well(true);
    person_put("R00002");
    const struct restore_options options = {.keys = sealed_path, .passphrase = &phrase};
    assert_status(STATUS_OK, restore(&options, &restored));
    assert_true(person_known(back, "R00001"));
    assert_false(person_known(back, "R00002"));
}

/* ---- damage ---- */

static void manifest_edit(const char *from, const char *to)
{
    const char *path = in(target, MANIFEST_FILE);
    uint8_t *text = NULL;
    size_t length = 0;
    assert_status(STATUS_OK, file_load(path, 1 << 16, &text, &length));
    char edited[8192];
    const char *at = strstr((const char *)text, from);
    assert_non_null(at);
    int used = snprintf(edited, sizeof edited, "%.*s%s%s", (int)(at - (const char *)text), text, to,
                        at + strlen(from));
    assert_status(STATUS_OK, file_replace(path, edited, (size_t)used));
    free(text);
}

static void manifest_gone(void)
{
    assert_status(STATUS_OK, file_remove(in(target, MANIFEST_FILE)));
}
static void manifest_torn(void)
{
    manifest_edit("}\n", "");
}
static void manifest_records(void)
{
    manifest_edit("\"records\": 10", "\"records\": 11");
}
static void manifest_negative(void)
{
    manifest_edit("\"records\": 10", "\"records\": -1");
}
static void manifest_root(void)
{
    manifest_edit("\"root\": \"", "\"root\": \"0");
}
static void manifest_format(void)
{
    manifest_edit("\"format\": 1", "\"format\": 2");
}
static void manifest_day(void)
{
    manifest_edit("2021-12-17", "2021-13-17");
}
static void manifest_escape(void)
{
    manifest_edit("\"checkpoint\"", "\"../checkpoint\"");
}
static void manifest_foreign(void)
{
    manifest_edit("\"checkpoint\"", "\"keys.db\"");
}
static void manifest_segment(void)
{
    manifest_edit("000.seg", "000.sag");
}
static void manifest_people(void)
{
    manifest_edit("\"people.db\"", "\"checkpoint\"");
}
static void segment_flipped(void)
{
    flip(in(target, SEGMENT_0), 100);
}
static void segment_longer(void)
{
    add(in(target, SEGMENT_0), "x");
}
static void segment_gone(void)
{
    assert_status(STATUS_OK, file_remove(in(target, SEGMENT_0)));
}
static void people_flipped(void)
{
    flip(in(target, PEOPLE_FILE), -1);
}
static void marker_flipped(void)
{
    flip(in(target, MARKER_FILE), 0);
}
static void checkpoint_flipped(void)
{
    flip(in(target, CHECKPOINT_FILE), -3);
}
static void back_filled(void)
{
    assert_status(STATUS_OK, folder_make(back));
    assert_status(STATUS_OK, file_replace(in(back, "letter"), "x", 1));
}
static void disk_full(void)
{
    static struct file_faults faults;
    faults = (struct file_faults){.call = FILE_CALL_WRITE, .fault = FILE_FAULT_ENOSPC, .at = 2};
    file_faults = &faults;
}

static struct harm_row {
    const char *name;
    void (*harm)(void);
    enum status_code expected;
    const char *file; /* how the named file ends */
} harm_rows[] = {
    {"refuses a backup that was not finished", manifest_gone, STATUS_BACKUP_UNFINISHED, "/copy"},
    {"refuses a torn manifest", manifest_torn, STATUS_BACKUP_DAMAGED, MANIFEST_FILE},
    {"refuses another number of records", manifest_records, STATUS_BACKUP_DAMAGED, MANIFEST_FILE},
    {"refuses fewer than no records", manifest_negative, STATUS_BACKUP_DAMAGED, MANIFEST_FILE},
    {"refuses a root that is none", manifest_root, STATUS_BACKUP_DAMAGED, MANIFEST_FILE},
    {"refuses another format", manifest_format, STATUS_BACKUP_DAMAGED, MANIFEST_FILE},
    {"refuses a day that is none", manifest_day, STATUS_BACKUP_DAMAGED, MANIFEST_FILE},
    {"refuses a path that leads out", manifest_escape, STATUS_BACKUP_DAMAGED, MANIFEST_FILE},
    {"refuses a file that no backup holds", manifest_foreign, STATUS_BACKUP_DAMAGED, MANIFEST_FILE},
    {"refuses a segment's name that is none", manifest_segment, STATUS_BACKUP_DAMAGED,
     MANIFEST_FILE},
    {"refuses a name twice and one missing", manifest_people, STATUS_BACKUP_DAMAGED, MANIFEST_FILE},
    {"names a segment that was changed", segment_flipped, STATUS_BACKUP_DAMAGED, SEGMENT_0},
    {"names a segment that got longer", segment_longer, STATUS_BACKUP_DAMAGED, SEGMENT_0},
    {"names a segment that is gone", segment_gone, STATUS_BACKUP_DAMAGED, SEGMENT_0},
    {"names people.db where it was changed", people_flipped, STATUS_BACKUP_DAMAGED, PEOPLE_FILE},
    {"names the settings where they were changed", marker_flipped, STATUS_BACKUP_DAMAGED,
     MARKER_FILE},
    {"names the checkpoint where it was changed", checkpoint_flipped, STATUS_BACKUP_DAMAGED,
     CHECKPOINT_FILE},
    {"refuses a folder that is not empty", back_filled, STATUS_FILE_EXISTS, "/back"},
    {"leaves nothing when the disk is full", disk_full, STATUS_FILE_WRITE, ""},
};

static void harm_check(void **state)
{
    const struct harm_row *row = *state;
    struct backup_restored restored;
    make_well(false);
    row->harm();
    struct status status = restore(&(struct restore_options){0}, &restored);
    file_faults = NULL;
    assert_status(row->expected, status);
    assert_true(ends_with(problem.file, row->file));
    assert_false(is_there(back, MARKER_FILE));
    assert_false(is_there(back, JOURNAL_FOLDER));
    assert_int_equal(row->harm == back_filled, file_kind(back) != FILE_ABSENT);
}

/* ---- checkpoints that are known ---- */

enum where { IN_FOLDER, BY_OPTION, IN_FULL_FOLDER };
static struct known_row {
    const char *name;
    enum where where;
    uint64_t size;
    bool forged;
    enum status_code expected;
} known_rows[] = {
    {"takes a backup that ends at the checkpoint", BY_OPTION, 10, false, STATUS_OK},
    {"takes a backup that goes beyond the checkpoint", BY_OPTION, 4, false, STATUS_OK},
    {"takes a checkpoint of the empty log", BY_OPTION, 0, false, STATUS_OK},
    {"refuses a backup older than a checkpoint", BY_OPTION, 11, false, STATUS_BACKUP_OLDER},
    {"refuses a backup with another root there", BY_OPTION, 4, true, STATUS_BACKUP_DISAGREES},
    {"refuses a backup with another last root", BY_OPTION, 10, true, STATUS_BACKUP_DISAGREES},
    {"takes a backup over the checkpoint in the folder", IN_FOLDER, 10, false, STATUS_OK},
    {"refuses a backup older than the folder's checkpoint", IN_FOLDER, 12, false,
     STATUS_BACKUP_OLDER},
    {"refuses a backup that the folder's checkpoint contradicts", IN_FOLDER, 7, true,
     STATUS_BACKUP_DISAGREES},
    {"says older rather than that the folder is in use", IN_FULL_FOLDER, 12, false,
     STATUS_BACKUP_OLDER},
    {"does not restore over a folder in use", IN_FULL_FOLDER, 10, false, STATUS_FILE_EXISTS},
};

/* The root that the live log had at an earlier size, or will have at a later one. */
static void root_at(uint64_t size, struct hash *root)
{
    const struct merkle now = merkle;
    char full[PATH_BYTES_MAX];
    memcpy(full, live, sizeof full);
    assert_status(STATUS_OK, path_join(live, scratch, "other"));
    assert_status(STATUS_OK, folder_make(live));
    merkle = (struct merkle){0};
    records_add(size, 0);
    root_now(root);
    memcpy(live, full, sizeof live);
    merkle = now;
}

static void known_check(void **state)
{
    const struct known_row *row = *state;
    struct backup_restored restored;
    struct hash root;
    char known[PATH_BYTES_MAX];
    make_well(false);
    root_at(row->size, &root);
    root.bytes[0] ^= row->forged;
    const char *folder = row->where == BY_OPTION ? scratch : back;
    assert_status(STATUS_OK, folder_make(folder));
    assert_status(STATUS_OK, path_join(known, folder, CHECKPOINT_FILE));
    checkpoint_put(live, known, row->size, &root);
    if (row->where == IN_FULL_FOLDER) {
        assert_status(STATUS_OK, file_replace(in(back, MARKER_FILE), "{}", 2));
    }
    const struct restore_options options = {.checkpoint = row->where == BY_OPTION ? known : NULL};
    assert_status(row->expected, restore(&options, &restored));
    if (row->expected == STATUS_BACKUP_OLDER) {
        assert_string_equal("10", problem.value);
        assert_true(ends_with(problem.file, CHECKPOINT_FILE));
    }
    assert_true(file_kind(known) == FILE_REGULAR); /* what was there stays */
    assert_int_equal(row->expected == STATUS_OK, is_there(back, JOURNAL_FOLDER));
}

static void origin_check(void **state)
{
    (void)state;
    struct backup_restored restored;
    struct hash root;
    const char *own = origin;
    char other[PATH_BYTES_MAX];
    make_well(false);
    root_now(&root);
    assert_status(STATUS_OK, path_join(other, scratch, CHECKPOINT_FILE));
    origin = "sanbao.example/other";
    checkpoint_put(live, other, 10, &root);
    origin = own;
    const struct restore_options options = {.checkpoint = other};
    assert_status(STATUS_BACKUP_DISAGREES, restore(&options, &restored));
    assert_string_equal(own, problem.value);
    assert_string_equal("sanbao.example/other", problem.expected);
    assert_int_equal(FILE_ABSENT, file_kind(back));
}

/* ---- keys ---- */

static void keys_swap(void)
{
    assert_status(STATUS_OK, file_remove(in(live, KEYS_FILE)));
    assert_status(STATUS_OK, file_remove(sealed_path));
    assert_status(STATUS_OK, keys_create(in(live, KEYS_FILE), &problem));
    assert_status(STATUS_OK, sealed_make(live, sealed_path, MADE_ON, &phrase, &problem));
}
static void day_flipped(void)
{
    flip(sealed_path, 8);
}
static void salt_flipped(void)
{
    flip(sealed_path, 20);
}
static void seal_flipped(void)
{
    flip(sealed_path, -1);
}
static void magic_flipped(void)
{
    flip(sealed_path, 0);
}
static void sealed_short(void)
{
    assert_status(STATUS_OK, file_replace(sealed_path, "sanbaoK1", 8));
}
static void sealed_gone(void)
{
    assert_status(STATUS_OK, file_remove(sealed_path));
}
static void keys_as_they_are(void)
{
}

static struct keys_row {
    const char *name;
    void (*harm)(void);
    const char *passphrase;
    enum status_code expected;
} keys_rows[] = {
    {"refuses a wrong passphrase", keys_as_they_are, "a long secreT", STATUS_PASSPHRASE_WRONG},
    {"refuses the start of the passphrase", keys_as_they_are, "a long se", STATUS_PASSPHRASE_WRONG},
    {"refuses keys of another log", keys_swap, "a long secret", STATUS_KEYS_FOREIGN},
    {"refuses another day", day_flipped, "a long secret", STATUS_PASSPHRASE_WRONG},
    {"refuses another salt", salt_flipped, "a long secret", STATUS_PASSPHRASE_WRONG},
    {"refuses a changed seal", seal_flipped, "a long secret", STATUS_PASSPHRASE_WRONG},
    {"refuses what is no keys' file", magic_flipped, "a long secret", STATUS_BACKUP_DAMAGED},
    {"refuses a keys' file cut short", sealed_short, "a long secret", STATUS_BACKUP_DAMAGED},
    {"names a keys' file that is missing", sealed_gone, "a long secret", STATUS_FILE_OPEN},
};

static void keys_row_check(void **state)
{
    const struct keys_row *row = *state;
    struct backup_restored restored;
    struct passphrase passphrase = {.length = strlen(row->passphrase)};
    memcpy(passphrase.bytes, row->passphrase, passphrase.length);
    make_well(true);
    row->harm();
    const struct restore_options options = {.keys = sealed_path, .passphrase = &passphrase};
    assert_status(row->expected, restore(&options, &restored));
    assert_string_equal(sealed_path, problem.file);
    assert_int_equal(FILE_ABSENT, file_kind(back));
}

int main(void)
{
    crypto_init();
    struct CMUnitTest tests[64];
    size_t count = 0;
    for (size_t i = 0; i < COUNT(harm_rows); i++) {
        tests[count++] =
            (struct CMUnitTest){harm_rows[i].name, harm_check, begin, end, &harm_rows[i]};
    }
    for (size_t i = 0; i < COUNT(known_rows); i++) {
        tests[count++] =
            (struct CMUnitTest){known_rows[i].name, known_check, begin, end, &known_rows[i]};
    }
    for (size_t i = 0; i < COUNT(keys_rows); i++) {
        tests[count++] =
            (struct CMUnitTest){keys_rows[i].name, keys_row_check, begin, end, &keys_rows[i]};
    }
    const struct CMUnitTest others[] = {
        {"brings back what was there, and no more", whole_check, begin, end, NULL},
        {"brings back the names where the keys come along", keys_check, begin, end, NULL},
        {"refuses the checkpoint of another log", origin_check, begin, end, NULL},
        {"brings back nobody who came later", later_check, begin, end, NULL},
    };
    for (size_t i = 0; i < COUNT(others); i++) {
        tests[count++] = others[i];
    }
    return _cmocka_run_group_tests("backup_restore", tests, count, NULL, NULL);
}
