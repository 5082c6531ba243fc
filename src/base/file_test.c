/* file_test.c - that files are written whole or say so, and that the test hook fails as told. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <signal.h>
#include <sys/wait.h>

#include "base/file.h"
#include "base/file_faults.h"
#include "testing/scratch.h"

static char folder[SCRATCH_PATH_MAX];
static char path[PATH_BYTES_MAX];

static int begin(void **state)
{
    (void)state;
    scratch_make(folder);
    return status_ok(path_join(path, folder, "file")) ? 0 : -1;
}

static int end(void **state)
{
    (void)state;
    file_faults = NULL;
    scratch_remove(folder);
    return 0;
}

static void assert_status(enum status_code expected, struct status status)
{
    assert_string_equal(status_name(expected), status_name(status.code));
}

static void assert_content(const char *expected)
{
    uint8_t *bytes = NULL;
    size_t length = 0;
    assert_status(STATUS_OK, file_load(path, 1000, &bytes, &length));
    assert_string_equal(expected, (char *)bytes);
    assert_int_equal(strlen(expected), length);
    free(bytes);
}

/* ---- the hook: two writes and a sync under a rule ---- */

static struct fault_row {
    const char *name;
    const char *rule;
    enum status_code first;  /* write "abcdef" */
    enum status_code second; /* write "ghijkl" after it */
    enum status_code sync;
    const char *content; /* that stands in the file then */
} fault_rows[] = {
    {"writes all where no rule is set", NULL, STATUS_OK, STATUS_OK, STATUS_OK, "abcdefghijkl"},
    {"waits until the call is reached", "write:9:enospc", STATUS_OK, STATUS_OK, STATUS_OK,
     "abcdefghijkl"},
    {"a full disk takes nothing more", "write:1:enospc", STATUS_FILE_WRITE, STATUS_FILE_WRITE,
     STATUS_OK, ""},
    {"a full disk keeps what it had", "write:2:enospc", STATUS_OK, STATUS_FILE_WRITE, STATUS_OK,
     "abcdef"},
    {"a short write is continued and meets a full disk", "write:2:short:4", STATUS_OK,
     STATUS_FILE_WRITE, STATUS_OK, "abcdefghij"},
    {"a write error is told once", "write:1:eio", STATUS_FILE_WRITE, STATUS_OK, STATUS_OK, NULL},
    {"a sync error is told", "sync:1:eio", STATUS_OK, STATUS_OK, STATUS_FILE_SYNC, "abcdefghijkl"},
    {"any call counts all kinds", "any:4:eio", STATUS_OK, STATUS_OK, STATUS_FILE_SYNC,
     "abcdefghijkl"},
};

static void rule_set(const char *rule)
{
    file_faults = NULL;
    if (rule == NULL) {
        return;
    }
    assert_int_equal(0, setenv("SANBAO_FILE_FAULT", rule, 1));
    assert_status(STATUS_OK, file_faults_from_environment());
    assert_int_equal(0, unsetenv("SANBAO_FILE_FAULT"));
}

static void fault_check(void **state)
{
    const struct fault_row *row = *state;
    rule_set(row->rule);
    struct file file = FILE_CLOSED;
    assert_status(STATUS_OK, file_open(path, FILE_NEW, &file));
    assert_status(row->first, file_write(&file, 0, "abcdef", 6));
    struct iovec pieces[] = {{(char[]){"gh"}, 2}, {(char[]){"ijkl"}, 4}};
    assert_status(row->second, file_write_pieces(&file, 6, pieces, 2));
    assert_status(row->sync, file_sync(&file));
    file_close(&file);
    if (row->content != NULL) {
        assert_content(row->content);
    }
}

static struct rule_row {
    const char *name;
    const char *rule;
    enum status_code answer;
} rule_rows[] = {
    {"takes a full rule", "write:12:short:7", STATUS_OK},
    {"takes a kill", "any:40:kill", STATUS_OK},
    {"refuses an unknown call", "read:1:eio", STATUS_USAGE},
    {"refuses an unknown fault", "write:1:fire", STATUS_USAGE},
    {"refuses a missing number", "write::eio", STATUS_USAGE},
    {"refuses the zeroth call", "write:0:eio", STATUS_USAGE},
    {"refuses a word that only begins well", "writers:1:eio", STATUS_USAGE},
    {"refuses a missing fault", "write:1", STATUS_USAGE},
    {"refuses missing bytes", "write:1:short:", STATUS_USAGE},
    {"refuses words after it", "write:1:short:7:8", STATUS_USAGE},
    {"refuses nothing at all", "", STATUS_USAGE},
};

static void rule_check(void **state)
{
    const struct rule_row *row = *state;
    assert_int_equal(0, setenv("SANBAO_FILE_FAULT", row->rule, 1));
    struct status status = file_faults_from_environment();
    assert_int_equal(0, unsetenv("SANBAO_FILE_FAULT"));
    assert_status(row->answer, status);
    assert_true((file_faults != NULL) == (row->answer == STATUS_OK));
}

/* ---- kills: the process dies at the call, and the file holds what was written before ---- */

static struct kill_row {
    const char *name;
    const char *rule;
    const char *content;
} kill_rows[] = {
    {"dies before the second write", "write:2:kill", "abcdef"},
    {"dies in the second write", "write:2:kill:3", "abcdefghi"},
    {"dies before the sync", "sync:1:kill", "abcdefghijkl"},
};

static void kill_check(void **state)
{
    const struct kill_row *row = *state;
    pid_t child = fork();
    if (child == 0) {
        struct file file = FILE_CLOSED;
        rule_set(row->rule);
        bool done = status_ok(file_open(path, FILE_NEW, &file)) &&
                    status_ok(file_write(&file, 0, "abcdef", 6)) &&
                    status_ok(file_write(&file, 6, "ghijkl", 6)) && status_ok(file_sync(&file));
        _exit(done ? 0 : 1);
    }
    int result = 0;
    assert_int_equal(child, waitpid(child, &result, 0));
    assert_true(WIFSIGNALED(result) && WTERMSIG(result) == SIGKILL);
    assert_content(row->content);
}

/* ---- replacing ---- */

static struct replace_row {
    const char *name;
    const char *rule; /* in force while "old" is replaced by "new" */
    enum status_code answer;
    const char *content;
} replace_rows[] = {
    {"replaces the whole file", NULL, STATUS_OK, "new"},
    {"keeps the old one on a full disk", "write:1:enospc", STATUS_FILE_WRITE, "old"},
    {"keeps the old one after a short write", "write:1:short:1", STATUS_FILE_WRITE, "old"},
    {"keeps the old one where the draft is not durable", "sync:1:eio", STATUS_FILE_SYNC, "old"},
    {"keeps the old one where the rename fails", "change:3:eio", STATUS_FILE_WRITE, "old"},
    {"says where the folder is not durable", "sync:2:eio", STATUS_FILE_SYNC, "new"},
};

static void replace_check(void **state)
{
    const struct replace_row *row = *state;
    assert_status(STATUS_OK, file_replace(path, "old", 3));
    rule_set(row->rule);
    assert_status(row->answer, file_replace(path, "new", 3));
    assert_content(row->content);

    file_faults = NULL;
    assert_status(STATUS_OK, file_replace(path, "after", 5)); /* A left draft is no hindrance. */
    assert_content("after");
}

/* ---- the rest ---- */

static void lock_is_exclusive(void **state)
{
    (void)state;
    struct file first = FILE_CLOSED;
    struct file second = FILE_CLOSED;
    assert_status(STATUS_OK, file_open(path, FILE_FOR_WRITING, &first));
    assert_status(STATUS_OK, file_open(path, FILE_FOR_WRITING, &second));
    assert_status(STATUS_OK, file_lock(&first));
    assert_status(STATUS_FOLDER_BUSY, file_lock(&second));
    file_close(&first);
    assert_status(STATUS_OK, file_lock(&second));
    file_close(&second);
}

static void open_refuses(void **state)
{
    (void)state;
    struct file file = FILE_CLOSED;
    assert_status(STATUS_FILE_OPEN, file_open(path, FILE_FOR_READING, &file));
    assert_status(STATUS_OK, file_open(path, FILE_NEW, &file));
    file_close(&file);
    assert_status(STATUS_FILE_EXISTS, file_open(path, FILE_NEW, &file));
    assert_int_equal(-1, file.fd);
    assert_status(STATUS_OK, file_open(folder, FILE_FOR_READING, &file));
    int64_t size = 0;
    assert_status(STATUS_FILE_READ, file_size(&file, &size)); /* A folder has no size. */
    file_close(&file);
}

static void load_is_limited(void **state)
{
    (void)state;
    uint8_t *bytes = NULL;
    size_t length = 0;
    assert_status(STATUS_OK, file_replace(path, "12345", 5));
    assert_status(STATUS_LIMIT_EXCEEDED, file_load(path, 4, &bytes, &length));
    assert_null(bytes);
    assert_status(STATUS_OK, file_load(path, 5, &bytes, &length));
    free(bytes);
}

static void names_are_sorted(void **state)
{
    (void)state;
    char other[PATH_BYTES_MAX];
    struct folder_names names;
    assert_status(STATUS_OK, folder_names(folder, &names));
    assert_int_equal(0, names.count);
    folder_names_free(&names);

    for (int i = 0; i < 40; i++) {
        char name[8];
        snprintf(name, sizeof(name), "%02d", (i * 17) % 40);
        assert_status(STATUS_OK, path_join(other, folder, name));
        assert_status(STATUS_OK, file_replace(other, "", 0));
    }
    assert_status(STATUS_OK, folder_names(folder, &names));
    assert_int_equal(40, names.count);
    for (size_t i = 0; i < names.count; i++) {
        assert_int_equal((int)i, strtol(names.list[i], NULL, 10));
    }
    folder_names_free(&names);
    folder_names_free(&names);
}

static void folder_is_made_once(void **state)
{
    (void)state;
    assert_int_equal(FILE_ABSENT, file_kind(path));
    assert_status(STATUS_OK, folder_make(path));
    assert_int_equal(FILE_FOLDER, file_kind(path));
    assert_status(STATUS_OK, folder_make(path));
    assert_int_equal(0, rmdir(path));
    assert_status(STATUS_OK, file_replace(path, "x", 1));
    assert_status(STATUS_FILE_OPEN, folder_make(path));
    assert_int_equal(FILE_REGULAR, file_kind(path));
    assert_status(STATUS_OK, file_remove(path));
    assert_status(STATUS_OK, file_remove(path));
}

#define ROWS(list, check)                                                                          \
    for (size_t i = 0; i < COUNT(list); i++) {                                                     \
        tests[count++] = (struct CMUnitTest){(list)[i].name, check, begin, end, &(list)[i]};       \
    }

int main(void)
{
    struct CMUnitTest tests[64] = {
        cmocka_unit_test_setup_teardown(lock_is_exclusive, begin, end),
        cmocka_unit_test_setup_teardown(open_refuses, begin, end),
        cmocka_unit_test_setup_teardown(load_is_limited, begin, end),
        cmocka_unit_test_setup_teardown(names_are_sorted, begin, end),
        cmocka_unit_test_setup_teardown(folder_is_made_once, begin, end),
    };
    size_t count = 5;
    ROWS(fault_rows, fault_check);
    ROWS(rule_rows, rule_check);
    ROWS(kill_rows, kill_check);
    ROWS(replace_rows, replace_check);
    return _cmocka_run_group_tests("file", tests, count, NULL, NULL);
}
