/* passphrase_test.c - a passphrase comes from a file's first line, a pipe, or a terminal that does
 * not show it. The terminal is a made-up one: a child asks, the test types and reads along. */
#include "backup/backup_testing.h"

#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- from a file ---- */

static struct phrase_row {
    const char *name;
    const char *content;
    enum status_code expected;
    const char *passphrase;
} phrase_rows[] = {
    {"takes the first line", "eight signs\nsecond line\n", STATUS_OK, "eight signs"},
    {"takes a file without a line end", "一把长口令", STATUS_OK, "一把长口令"},
    {"leaves out a carriage return", "12345678\r\n", STATUS_OK, "12345678"},
    {"keeps spaces", " 1234567 \n", STATUS_OK, " 1234567 "},
    {"refuses seven bytes", "1234567\n", STATUS_PASSPHRASE_SHORT, ""},
    {"refuses an empty file", "", STATUS_PASSPHRASE_SHORT, ""},
    {"refuses an empty first line", "\n12345678\n", STATUS_PASSPHRASE_SHORT, ""},
};

static void phrase_check(void **state)
{
    const struct phrase_row *row = *state;
    struct passphrase found;
    const char *path = in(scratch, "phrase");
    assert_status(STATUS_OK, file_replace(path, row->content, strlen(row->content)));
    assert_status(row->expected, backup_passphrase(path, true, &found, &problem));
    assert_int_equal(strlen(row->passphrase), found.length);
    assert_memory_equal(row->passphrase, found.bytes, found.length);
}

static void phrase_long_check(void **state)
{
    (void)state;
    struct passphrase found;
    char text[PASSPHRASE_BYTES_MAX + 1];
    memset(text, 'x', sizeof text);
    const char *path = in(scratch, "phrase");
    assert_status(STATUS_OK, file_replace(path, text, sizeof text));
    assert_status(STATUS_LIMIT_EXCEEDED, backup_passphrase(path, false, &found, &problem));
    assert_int_equal(0, found.length);
    assert_status(STATUS_FILE_OPEN,
                  backup_passphrase(in(scratch, "no such"), false, &found, &problem));
    assert_true(ends_with(problem.file, "no such"));
}

static void pipe_check(void **state)
{
    (void)state;
    int ends[2];
    char path[64];
    struct passphrase found;
    assert_int_equal(0, pipe(ends));
    assert_int_equal(22, write(ends[1], "from a pipe\nsecond line", 22));
    close(ends[1]);
    snprintf(path, sizeof path, "/dev/fd/%d", ends[0]);
    assert_status(STATUS_OK, backup_passphrase(path, false, &found, &problem));
    assert_int_equal(11, found.length);
    close(ends[0]);
}

/* ---- at a terminal ---- */

static struct typed_row {
    const char *name;
    bool twice;
    const char *typed[2];
    enum status_code expected;
} typed_rows[] = {
    {"asks once for a passphrase that is there", false, {"open sesame\n"}, STATUS_OK},
    {"asks twice for a new one", true, {"open sesame\n", "open sesame\n"}, STATUS_OK},
    {"refuses two that differ",
     true,
     {"open sesame\n", "open sesamE\n"},
     STATUS_PASSPHRASE_DIFFERS},
    {"refuses one that goes on",
     true,
     {"open sesame\n", "open sesame!\n"},
     STATUS_PASSPHRASE_DIFFERS},
    {"refuses a short one at once", true, {"sesame\n"}, STATUS_PASSPHRASE_SHORT},
    {"gives up on interrupt", true, {"open se\x03\n"}, STATUS_PASSPHRASE_SHORT},
};

/* Reads what the terminal shows until the text has appeared. */
static void await(int terminal, const char *text, char *shown, size_t room)
{
    size_t used = strlen(shown);
    while (strstr(shown, text) == NULL) {
        ssize_t got = read(terminal, shown + used, room - used - 1);
        assert_true(got > 0);
        used += (size_t)got;
        shown[used] = '\0';
    }
}

static void typed_check(void **state)
{
    const struct typed_row *row = *state;
    int terminal = -1;
    pid_t child = forkpty(&terminal, NULL, NULL, NULL);
    assert_true(child >= 0);
    if (child == 0) {
        struct passphrase found;
        lang_set(LANG_EN);
        struct status status = backup_passphrase(NULL, row->twice, &found, &problem);
        _exit(status_ok(status) && found.length != 11 ? 255 : (int)status.code);
    }
    static const char *const asked[] = {"keys' file: ", "once more: "};
    char shown[1024] = "";
    for (size_t i = 0; i < 2 && row->typed[i] != NULL; i++) {
        await(terminal, asked[i], shown, sizeof shown);
        size_t length = strlen(row->typed[i]);
        assert_int_equal(length, write(terminal, row->typed[i], length));
    }
    int result = 0;
    assert_int_equal(child, waitpid(child, &result, 0));
    assert_true(WIFEXITED(result));
    assert_int_equal(row->expected, WEXITSTATUS(result));
    assert_null(strstr(shown, "sesa"));
    close(terminal);
}

int main(void)
{
    crypto_init();
    struct CMUnitTest tests[32];
    size_t count = 0;
    for (size_t i = 0; i < COUNT(phrase_rows); i++) {
        tests[count++] =
            (struct CMUnitTest){phrase_rows[i].name, phrase_check, begin, end, &phrase_rows[i]};
    }
    for (size_t i = 0; i < COUNT(typed_rows); i++) {
        tests[count++] =
            (struct CMUnitTest){typed_rows[i].name, typed_check, NULL, NULL, &typed_rows[i]};
    }
    tests[count++] = (struct CMUnitTest){"refuses one that is too long, or a file that is missing",
                                         phrase_long_check, begin, end, NULL};
    tests[count++] = (struct CMUnitTest){"takes one from a pipe", pipe_check, begin, end, NULL};
    return _cmocka_run_group_tests("passphrase", tests, count, NULL, NULL);
}
