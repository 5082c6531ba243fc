/* folder_test.c - init: what it takes for its own unfinished work, and that wherever it fails or is
 * killed the next one comes through. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include <cmocka.h>

#include "app/folder.h"
#include "base/file_faults.h"
#include "testing/scratch.h"

enum { NAMES_MAX = 6 };
static char scratch[SCRATCH_PATH_MAX];
static char data[PATH_BYTES_MAX];

static void assert_status(enum status_code expected, struct status status)
{
    assert_string_equal(status_name(expected), status_name(status.code));
}

static int begin(void **state)
{
    (void)state;
    crypto_init();
    scratch_make(scratch);
    assert_status(STATUS_OK, path_join(data, scratch, "data"));
    return 0;
}

static int end(void **state)
{
    (void)state;
    file_faults = NULL;
    scratch_remove(scratch);
    return 0;
}

static bool is_there(const char *name)
{
    char path[PATH_BYTES_MAX];
    assert_status(STATUS_OK, path_join(path, data, name));
    return file_kind(path) != FILE_ABSENT;
}

static void assert_opens(void)
{
    struct folder *folder = NULL;
    assert_status(STATUS_OK, folder_open(data, true, &folder, NULL));
    assert_status(STATUS_OK, folder_close(&folder));
    assert_status(STATUS_OK, folder_open(data, false, &folder, NULL));
    assert_non_null(folder->keys);
    assert_status(STATUS_OK, folder_close(&folder));
    assert_false(is_there("init.draft"));
}

/* ---- what is found ---- */

static const struct row {
    const char *name;
    const char *names[NAMES_MAX]; /* a folder where it ends with '/' */
    enum status_code code;
} rows[] = {
    {"an empty folder is filled", {NULL}, STATUS_OK},
    {"a lock alone is no trace of anybody", {"lock"}, STATUS_OK},
    {"a draft is the work of an init that was killed", {"lock", "init.draft/"}, STATUS_OK},
    {"so are the parts beside a draft",
     {"lock", "init.draft/", "keys.db", "people.db", "journal/"},
     STATUS_OK},
    {"keys without a draft are somebody's", {"keys.db", "lock"}, STATUS_FOLDER_FOREIGN},
    {"a letter beside a draft is somebody's", {"init.draft/", "letter"}, STATUS_FOLDER_FOREIGN},
    {"a marker says that the folder is made", {"sanbao.json"}, STATUS_FOLDER_EXISTS},
};

static void row_check(void **state)
{
    const struct row *row = *state;
    char path[PATH_BYTES_MAX];
    assert_status(STATUS_OK, folder_make(data));
    for (size_t i = 0; i < NAMES_MAX && row->names[i] != NULL; i++) {
        assert_status(STATUS_OK, path_join(path, data, row->names[i]));
        bool folder = path[strlen(path) - 1] == '/';
        assert_status(STATUS_OK, folder ? folder_make(path) : file_replace(path, "x", 1));
    }
    assert_status(row->code, folder_init(data, NULL, NULL));
    if (row->code == STATUS_OK) {
        assert_opens();
        return;
    }
    for (size_t i = 0; i < NAMES_MAX && row->names[i] != NULL; i++) {
        assert_true(is_there(row->names[i]));
    }
}

static void another_init_at_work_is_left_alone(void **state)
{
    (void)state;
    char path[PATH_BYTES_MAX];
    struct file lock = FILE_CLOSED;
    assert_status(STATUS_OK, folder_make(data));
    assert_status(STATUS_OK, path_join(path, data, "init.draft"));
    assert_status(STATUS_OK, folder_make(path));
    assert_status(STATUS_OK, path_join(path, data, "lock"));
    assert_status(STATUS_OK, file_open(path, FILE_FOR_WRITING, &lock));
    assert_status(STATUS_OK, file_lock(&lock));
    assert_status(STATUS_FOLDER_BUSY, folder_init(data, NULL, NULL));
    assert_true(is_there("init.draft"));
    file_close(&lock);
}

/* ---- the machine fails ---- */

/* Answers the status; -1 where it was killed. */
static int init_apart(int64_t at, enum file_fault fault)
{
    struct file_faults faults = {.call = FILE_CALL_ANY, .fault = fault, .at = at};
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        file_faults = &faults;
        _Exit((int)folder_init(data, NULL, NULL).code);
    }
    int result = 0;
    assert_int_equal(child, waitpid(child, &result, 0));
    return WIFEXITED(result) ? WEXITSTATUS(result) : -1;
}

static void whatever_call_fails_the_next_init_comes_through(void **state)
{
    const enum file_fault *fault = *state;
    int code = -1;
    int64_t at = 0;
    while (code != STATUS_OK) {
        code = init_apart(++at, *fault);
        assert_true(*fault == FILE_FAULT_KILL || code == STATUS_OK ||
                    file_kind(data) == FILE_ABSENT);
        if (status_ok(folder_init(data, NULL, NULL))) {
            assert_int_not_equal(STATUS_OK, code);
        }
        assert_opens();
        folder_remove(data);
    }
    assert_true(at > 20);
}

int main(void)
{
    static enum file_fault killed = FILE_FAULT_KILL;
    static enum file_fault full = FILE_FAULT_ENOSPC;
    struct CMUnitTest tests[COUNT(rows) + 3];
    size_t used = 0;
    for (size_t i = 0; i < COUNT(rows); i++) {
        tests[used++] =
            (struct CMUnitTest){rows[i].name, row_check, begin, end, (void *)(uintptr_t)&rows[i]};
    }
    tests[used++] = (struct CMUnitTest){"another init at work is left alone",
                                        another_init_at_work_is_left_alone, begin, end, NULL};
    tests[used++] =
        (struct CMUnitTest){"killed at any call, the next init comes through",
                            whatever_call_fails_the_next_init_comes_through, begin, end, &killed};
    tests[used++] =
        (struct CMUnitTest){"failed at any call, nothing is left",
                            whatever_call_fails_the_next_init_comes_through, begin, end, &full};
    return cmocka_run_group_tests_name("folder", tests, NULL, NULL);
}
