/* backup_nightly_test.c - one backup a day, and what goes: sealed keys after 90 days, the oldest
 * backups, and nothing that somebody else put there. */
#include "backup/backup_testing.h"
#include "base/day.h"

static char backups[PATH_BYTES_MAX];

static int night_begin(void **state)
{
    begin(state);
    assert_status(STATUS_OK, path_join(backups, scratch, "backups"));
    assert_status(STATUS_OK, folder_make(backups));
    return 0;
}

static struct status night(int32_t day, int64_t keep, bool with_keys, struct nightly_done *done)
{
    const struct nightly_options options = {.folder = live,
                                            .backups = backups,
                                            .day = day,
                                            .passphrase = with_keys ? &phrase : NULL,
                                            .keep = keep};
    problem = problem_none();
    return backup_nightly(&options, done, &problem);
}

static const char *name_of(int32_t day, const char *end_text)
{
    static _Thread_local char names[4][64];
    static _Thread_local int next;
    char text[DAY_TEXT_SIZE];
    next = (next + 1) % 4;
    day_format(day, text);
    snprintf(names[next], sizeof names[next], "%s%s", text, end_text);
    return names[next];
}

static void once_check(void **state)
{
    (void)state;
    struct nightly_done done;
    int32_t newest = 0;
    bool found = false;
    assert_status(STATUS_OK, backup_newest(backups, &found, &newest, &problem));
    assert_false(found);
    assert_status(STATUS_OK, night(MADE_ON, 3, true, &done));
    assert_false(done.made_before);
    assert_int_equal(10, done.made.records);
    assert_true(is_there(backups, "2021-12-17.keys.sealed"));
    assert_status(STATUS_OK, night(MADE_ON, 3, true, &done));
    assert_true(done.made_before);
    assert_status(STATUS_OK, backup_newest(backups, &found, &newest, &problem));
    assert_true(found);
    assert_int_equal(MADE_ON, newest);
}

static void killed_check(void **state)
{
    (void)state;
    struct nightly_done done;
    int32_t newest = 0;
    bool found = false;
    assert_status(STATUS_OK, night(MADE_ON, 3, true, &done));
    assert_status(STATUS_OK, file_remove(in(backups, "2021-12-17/" MANIFEST_FILE)));
    assert_status(STATUS_OK, backup_newest(backups, &found, &newest, &problem));
    assert_false(found);
    assert_status(STATUS_OK, night(MADE_ON, 3, true, &done));
    assert_false(done.made_before);
    assert_true(is_there(backups, "2021-12-17/" MANIFEST_FILE));
}

static void old_keys_check(void **state)
{
    (void)state;
    struct nightly_done done;
    assert_status(STATUS_OK, night(MADE_ON, 9, true, &done));
    assert_status(STATUS_OK, night(MADE_ON + 90, 9, true, &done));
    assert_int_equal(0, done.keys_removed);
    assert_true(is_there(backups, name_of(MADE_ON, ".keys.sealed")));
    assert_status(STATUS_OK, night(MADE_ON + 91, 9, true, &done));
    assert_int_equal(1, done.keys_removed);
    assert_false(is_there(backups, name_of(MADE_ON, ".keys.sealed")));
    assert_true(is_there(backups, name_of(MADE_ON, "")));
    assert_true(is_there(backups, name_of(MADE_ON + 90, ".keys.sealed")));
}

static void old_backups_check(void **state)
{
    (void)state;
    struct nightly_done done;
    assert_status(STATUS_OK, file_replace(in(backups, "2021-01-01"), "a letter", 8));
    assert_status(STATUS_OK, file_replace(in(backups, "x.keys.sealed"), "a letter", 8));
    assert_status(STATUS_OK, folder_make(in(backups, "2020-02-02")));
    for (int32_t day = 0; day < 5; day++) {
        assert_status(STATUS_OK, night(MADE_ON + day, 2, true, &done));
        assert_int_equal(day < 2 ? 0 : 1, done.backups_removed);
    }
    for (int32_t day = 0; day < 5; day++) {
        assert_int_equal(day >= 3, is_there(backups, name_of(MADE_ON + day, "")));
        assert_int_equal(day >= 3, is_there(backups, name_of(MADE_ON + day, ".keys.sealed")));
    }
    assert_true(is_there(backups, "2021-01-01"));
    assert_true(is_there(backups, "x.keys.sealed"));
    assert_true(is_there(backups, "2020-02-02"));
}

static void failed_check(void **state)
{
    (void)state;
    struct nightly_done done;
    assert_status(STATUS_OK, night(MADE_ON, 2, true, &done));
    assert_status(STATUS_OK, night(MADE_ON + 1, 2, true, &done));
    flip(in(live, "journal/00000000000000000000.seg"), FRAME_HEADER_BYTES + 10);
    assert_status(STATUS_JOURNAL_DAMAGED, night(MADE_ON + 200, 1, true, &done));
    assert_true(is_there(backups, name_of(MADE_ON, "/" MANIFEST_FILE)));
    assert_true(is_there(backups, name_of(MADE_ON, ".keys.sealed")));
    assert_false(is_there(backups, name_of(MADE_ON + 200, "")));
}

static void unplugged_check(void **state)
{
    (void)state;
    struct nightly_done done;
    folder_remove(backups);
    assert_status(STATUS_FILE_OPEN, night(MADE_ON, 2, true, &done));
    assert_non_null(strstr(problem.file, "backups"));
    assert_int_equal(FILE_ABSENT, file_kind(backups));
}

static void expired_keys_check(void **state)
{
    (void)state;
    struct backup_restored restored;
    make_well(true);
    struct restore_options options = {
        .keys = sealed_path, .passphrase = &phrase, .day = MADE_ON + 91};
    assert_status(STATUS_KEYS_EXPIRED, restore(&options, &restored));
    assert_string_equal("2021-12-17", problem.value);
    assert_non_null(strstr(problem.file, "copy.keys.sealed"));
    assert_int_equal(FILE_ABSENT, file_kind(back));
    options.day = MADE_ON + 90;
    assert_status(STATUS_OK, restore(&options, &restored));
}

int main(void)
{
    crypto_init();
    const struct CMUnitTest tests[] = {
        {"a day has one backup", once_check, night_begin, end, NULL},
        {"one that a kill left unfinished is made again", killed_check, night_begin, end, NULL},
        {"sealed keys go after 90 days", old_keys_check, night_begin, end, NULL},
        {"the oldest backups go, what is no backup stays", old_backups_check, night_begin, end,
         NULL},
        {"nothing goes where the backup failed", failed_check, night_begin, end, NULL},
        {"a disk that is not there is not made up for", unplugged_check, night_begin, end, NULL},
        {"keys sealed more than 90 days ago restore nothing", expired_keys_check, begin, end, NULL},
    };
    return cmocka_run_group_tests_name("backup_nightly", tests, NULL, NULL);
}
