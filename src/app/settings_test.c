/* settings_test.c - where a value comes from, what is refused and at which place, and that the page
 * on settings is the one that the program prints. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "app/settings.h"
#include "base/file.h"
#include "crypto/crypto.h"
#include "testing/scratch.h"

static char scratch[SCRATCH_PATH_MAX];
static char config[PATH_BYTES_MAX];
static char secret_path[PATH_BYTES_MAX];
static char none[] = "NOTHING=";

static int begin(void **state)
{
    (void)state;
    crypto_init();
    scratch_make(scratch);
    assert_true(status_ok(path_join(config, scratch, "sanbao.conf")));
    assert_true(status_ok(path_join(secret_path, scratch, "secret")));
    return 0;
}

static int end(void **state)
{
    (void)state;
    scratch_remove(scratch);
    return 0;
}

/* ---- refusals of the file ---- */

static const struct row {
    const char *name;
    const char *text;
    enum status_code code;
    int64_t line;
    const char *key;
} rows[] = {
    {"an empty file sets nothing", "", STATUS_OK, 0, ""},
    {"comments and empty lines say nothing", "# a = b\n\n  # c\n\t\n", STATUS_OK, 0, ""},
    {"white space around key and value does not count", " \tlog_level =  debug  \r\n", STATUS_OK, 0,
     ""},
    {"a byte order mark does not count", "\xEF\xBB\xBFlog_level = debug", STATUS_OK, 0, ""},
    {"a sign of comment within a value is part of it", "sms_template = #code#", STATUS_OK, 0, ""},
    {"an equals sign within a value is part of it", "sms_template = a=b", STATUS_OK, 0, ""},
    {"a setting may be emptied where nothing is the default", "tls_cert =\n", STATUS_OK, 0, ""},
    {"a line without an equals sign", "\nlisten 127.0.0.1:80\n", STATUS_SETTING_LINE, 2,
     "listen 127.0.0.1:80"},
    {"a section", "[server]\n", STATUS_SETTING_LINE, 1, "[server]"},
    {"an unknown key", "# x\nlisen = 127.0.0.1:80\n", STATUS_SETTING_UNKNOWN, 2, "lisen"},
    {"a key in capitals", "Listen = 127.0.0.1:80\n", STATUS_SETTING_UNKNOWN, 1, "Listen"},
    {"no key", " = 5\n", STATUS_SETTING_UNKNOWN, 1, ""},
    {"a key twice", "data = a\n\ndata = a\n", STATUS_SETTING_TWICE, 3, "data"},
    {"a number out of range", "max_connections = 15\n", STATUS_SETTING_VALUE, 1, "max_connections"},
    {"a number with a unit", "body_bytes = 64k\n", STATUS_SETTING_VALUE, 1, "body_bytes"},
    {"an empty number", "body_bytes =\n", STATUS_SETTING_VALUE, 1, "body_bytes"},
    {"a switch in other words", "behind_proxy = true\n", STATUS_SETTING_VALUE, 1, "behind_proxy"},
    {"a word that is not listed", "log_level = loud\n", STATUS_SETTING_VALUE, 1, "log_level"},
    {"the start of a word", "log_level = warn\n", STATUS_SETTING_VALUE, 1, "log_level"},
    {"an address without a port", "listen = 127.0.0.1\n", STATUS_SETTING_VALUE, 1, "listen"},
    {"a proxy by name", "trusted_proxies = proxy\n", STATUS_SETTING_VALUE, 1, "trusted_proxies"},
    {"a time that there is not", "quiet_from = 24:00\n", STATUS_SETTING_VALUE, 1, "quiet_from"},
    {"a time without a leading zero", "quiet_from = 9:00\n", STATUS_SETTING_VALUE, 1, "quiet_from"},
    {"a minute that there is not", "quiet_from = 09:60\n", STATUS_SETTING_VALUE, 1, "quiet_from"},
    {"a data folder without a name", "data =\n", STATUS_SETTING_VALUE, 1, "data"},
    {"a gateway in the clear", "sms_url = http://sms.example.org/send\n", STATUS_SETTING_VALUE, 1,
     "sms_url"},
    {"a gateway in the clear that looks like this machine",
     "sms_url = http://127.0.0.1.example.org/\n", STATUS_SETTING_VALUE, 1, "sms_url"},
    {"a gateway in the clear on this machine", "sms_url = http://127.0.0.1:99/send\n", STATUS_OK, 0,
     ""},
    {"the same by IPv6", "sms_url = http://[::1]:99/send\n", STATUS_OK, 0, ""},
    {"an address with a user in it", "sms_url = https://127.0.0.1@example.org\n",
     STATUS_SETTING_VALUE, 1, "sms_url"},
    {"an address with a query", "sms_url = https://example.org/?to=1\n", STATUS_SETTING_VALUE, 1,
     "sms_url"},
    {"an address that ends with a slash", "public_url = https://example.org/\n",
     STATUS_SETTING_VALUE, 1, "public_url"},
    {"an address of another scheme", "public_url = file:///etc/passwd\n", STATUS_SETTING_VALUE, 1,
     "public_url"},
    {"an address without a host", "public_url = https://:80\n", STATUS_SETTING_VALUE, 1,
     "public_url"},
    {"an address with port 0", "public_url = https://example.org:0\n", STATUS_SETTING_VALUE, 1,
     "public_url"},
    {"a control character", "sms_template = a\x01z\n", STATUS_SETTING_VALUE, 1, "sms_template"},
    {"bytes that are not UTF-8", "\nsms_template = \xD7\xD6\n", STATUS_TEXT_ENCODING, 2, ""},
};

static void row_check(void **state)
{
    const struct row *row = *state;
    struct settings settings;
    struct problem problem = problem_none();
    struct status status = settings_parse(row->text, strlen(row->text), &settings, &problem);
    assert_string_equal(status_name(row->code), status_name(status.code));
    assert_int_equal(row->line, problem.line);
    assert_string_equal(row->key, problem.column);
    settings_free(&settings);
}

/* ---- all places together ---- */

static const struct load_row {
    const char *name;
    const char *file; /* NULL: there is none */
    const char *variable;
    const char *flag;
    const char *flag_value;
    enum status_code code;
    const char *place; /* what the refusal names: file, variable or flag, and the key */
} load_rows[] = {
    {"nothing is set: this machine alone", "", "X=1", NULL, NULL, STATUS_OK, ""},
    {"a public address in the clear", "listen = 0.0.0.0:80\n", "X=1", NULL, NULL,
     STATUS_SETTING_PLAIN, "sanbao.conf listen"},
    {"the same by flag", "", "X=1", "--listen", "[::]:80", STATUS_SETTING_PLAIN,
     "sanbao.conf listen"},
    {"a public address behind a proxy", "listen = 0.0.0.0:80\nbehind_proxy = yes\n", "X=1", NULL,
     NULL, STATUS_OK, ""},
    {"a certificate without its key", "tls_cert = c.pem\n", "X=1", NULL, NULL,
     STATUS_SETTING_CONTRADICTION, "sanbao.conf tls_cert"},
    {"a key without its certificate", "", "SANBAO_TLS_KEY=k.pem", NULL, NULL,
     STATUS_SETTING_CONTRADICTION, "sanbao.conf tls_key"},
    {"proxies without being behind one", "trusted_proxies = 10.0.0.1\n", "X=1", NULL, NULL,
     STATUS_SETTING_CONTRADICTION, "sanbao.conf trusted_proxies"},
    {"a gateway's secret without its address", "", "X=1", "--sms-secret-file", "s",
     STATUS_SETTING_CONTRADICTION, "sanbao.conf sms_secret_file"},
    {"half of the WeChat settings", "wechat_appid = wx1\n", "X=1", NULL, NULL,
     STATUS_SETTING_CONTRADICTION, "sanbao.conf wechat_appid"},
    {"the other half", "wechat_secret_file = s\n", "X=1", NULL, NULL, STATUS_SETTING_CONTRADICTION,
     "sanbao.conf wechat_secret_file"},
    {"a passphrase without backups", "backup_passphrase_file = s\n", "X=1", NULL, NULL,
     STATUS_SETTING_CONTRADICTION, "sanbao.conf backup_passphrase_file"},
    {"backups within the data folder", "data = d\nbackup_folder = d/backups\n", "X=1", NULL, NULL,
     STATUS_SETTING_CONTRADICTION, "sanbao.conf backup_folder"},
    {"a body that is larger than a bulk body", "body_bytes = 2048\nbulk_body_bytes = 1024\n", "X=1",
     NULL, NULL, STATUS_SETTING_CONTRADICTION, "sanbao.conf body_bytes"},
    {"a secret that is not there", "sms_url = https://s.example\nsms_secret_file = /no/such\n",
     "X=1", NULL, NULL, STATUS_FILE_OPEN, "/no/such sms_secret_file"},
    {"a wrong value of a variable", "", "SANBAO_BACKUP_HOUR=24", NULL, NULL, STATUS_SETTING_VALUE,
     "SANBAO_BACKUP_HOUR backup_hour"},
    {"a wrong value of a flag", "", "X=1", "--backup-hour", "x", STATUS_SETTING_VALUE,
     "--backup-hour backup_hour"},
    {"an empty variable counts as not there", "", "SANBAO_BACKUP_HOUR=", NULL, NULL, STATUS_OK, ""},
    {"a file that is not there", NULL, "X=1", NULL, NULL, STATUS_FILE_OPEN, "sanbao.conf "},
};

static void load_check(void **state)
{
    const struct load_row *row = *state;
    struct settings settings;
    struct problem problem = problem_none();
    struct settings_given given = {.config = config};
    char variable[256];
    snprintf(variable, sizeof variable, "%s", row->variable);
    char *environment[] = {none, variable, NULL};
    if (row->file == NULL) {
        assert_true(status_ok(file_remove(config)));
    } else {
        assert_true(status_ok(file_replace(config, row->file, strlen(row->file))));
    }
    if (row->flag != NULL) {
        given.values[setting_find_flag(row->flag)] = row->flag_value;
    }
    struct status status = settings_load(&given, environment, &settings, &problem);
    assert_string_equal(status_name(row->code), status_name(status.code));
    if (row->code != STATUS_OK) {
        char place[2 * PROBLEM_TEXT_MAX];
        snprintf(place, sizeof place, "%s %s", problem.file, problem.column);
        assert_non_null(strstr(place, row->place));
    }
    settings_free(&settings);
}

static void flag_before_environment_before_file_before_table(void **state)
{
    (void)state;
    static const char text[] = "backup_hour = 3\n# -\nbackup_keep = 3\nquiet_from = 03:30\n";
    char hour[] = "SANBAO_BACKUP_HOUR=4";
    char keep[] = "SANBAO_BACKUP_KEEP=4";
    char place[PATH_BYTES_MAX + 20];
    snprintf(place, sizeof place, "SANBAO_CONFIG=%s", config);
    char *environment[] = {hour, place, keep, NULL};
    struct settings_given given = {.config = NULL};
    given.values[setting_find_flag("--backup-hour")] = "5";
    struct settings settings;
    assert_true(status_ok(file_replace(config, text, strlen(text))));
    assert_true(status_ok(settings_load(&given, environment, &settings, NULL)));
    assert_int_equal(5, settings.backup_hour);
    assert_int_equal(4, settings.backup_keep);
    assert_int_equal(3 * 60 + 30, settings.quiet_from);
    assert_int_equal(8 * 60, settings.quiet_until);
    assert_string_equal("127.0.0.1:8080", settings.listen);
    assert_string_equal("", settings.trusted_proxies);
    assert_int_equal(4, settings.sources[setting_find("quiet_from", 10)].line);
    settings_free(&settings);
}

/* ---- secrets ---- */

static const struct secret_row {
    const char *name;
    const char *content;
    unsigned mode;
    enum status_code code;
    const char *secret;
} secret_rows[] = {
    {"the first line is the secret", "word\nnext\n", 0600, STATUS_OK, "word"},
    {"a file without a line's end", "word", 0400, STATUS_OK, "word"},
    {"a line's end of another system", "word\r\n", 0600, STATUS_OK, "word"},
    {"others may read it", "word\n", 0604, STATUS_SECRET_OPEN, ""},
    {"others may write it", "word\n", 0602, STATUS_SECRET_OPEN, ""},
    {"its group may write it", "word\n", 0620, STATUS_SECRET_OPEN, ""},
    {"it is empty", "", 0600, STATUS_SETTING_VALUE, ""},
    {"its first line is empty", "\nword\n", 0600, STATUS_SETTING_VALUE, ""},
};

static void secret_row_check(void **state)
{
    const struct secret_row *row = *state;
    struct secret secret;
    struct problem problem = problem_none();
    assert_true(status_ok(file_replace(secret_path, row->content, strlen(row->content))));
    assert_int_equal(0, chmod(secret_path, row->mode));
    struct status status = secret_load(secret_path, &secret, &problem);
    assert_string_equal(status_name(row->code), status_name(status.code));
    assert_string_equal(row->secret, secret.text);
    assert_int_equal(row->code, problem.code);
}

static void a_secret_that_is_too_long_is_refused(void **state)
{
    (void)state;
    char text[SECRET_BYTES_MAX + 2];
    struct secret secret;
    memset(text, 'x', sizeof text);
    assert_true(status_ok(file_replace(secret_path, text, SECRET_BYTES_MAX)));
    assert_true(status_ok(secret_load(secret_path, &secret, NULL)));
    assert_int_equal(SECRET_BYTES_MAX, strlen(secret.text));
    assert_true(status_ok(file_replace(secret_path, text, SECRET_BYTES_MAX + 1)));
    assert_int_equal(STATUS_LIMIT_EXCEEDED, secret_load(secret_path, &secret, NULL).code);
}

/* ---- the table in words ---- */

static char *printed(void (*print)(FILE *out))
{
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    assert_non_null(out);
    print(out);
    assert_int_equal(0, fclose(out));
    return text;
}

static void the_page_is_what_the_program_prints(void **state)
{
    (void)state;
    uint8_t *page = NULL;
    size_t length = 0;
    char *text = printed(settings_page_print);
    assert_true(status_ok(
        file_load(SANBAO_TEST_DATA "/../../docs/settings.md", JSON_BYTES_MAX, &page, &length)));
    assert_string_equal((const char *)page, text);
    free(page);
    free(text);
}

/* Every line of the template is a comment; without its mark it is a setting that is taken. */
static void the_template_sets_the_defaults(void **state)
{
    (void)state;
    struct settings settings;
    struct problem problem = problem_none();
    char *text = printed(settings_template_print);
    assert_true(status_ok(settings_parse(text, strlen(text), &settings, &problem)));
    settings_free(&settings);
    for (char *c = text; *c != '\0'; c++) {
        if ((c == text || c[-1] == '\n') && c[0] == '#' && c[1] >= 'a' && c[1] <= 'z') {
            *c = ' ';
        }
    }
    assert_true(status_ok(settings_parse(text, strlen(text), &settings, &problem)));
    for (size_t row = 0; row < settings_count; row++) {
        assert_string_equal(settings_table[row].fallback, settings.sources[row].value);
    }
    settings_free(&settings);
    free(text);
}

static struct CMUnitTest tests[COUNT(rows) + COUNT(load_rows) + COUNT(secret_rows) + 8];

int main(void)
{
    size_t used = 0;
    for (size_t i = 0; i < COUNT(rows); i++) {
        tests[used++] =
            (struct CMUnitTest){rows[i].name, row_check, NULL, NULL, (void *)(uintptr_t)&rows[i]};
    }
    for (size_t i = 0; i < COUNT(load_rows); i++) {
        tests[used++] = (struct CMUnitTest){load_rows[i].name, load_check, NULL, NULL,
                                            (void *)(uintptr_t)&load_rows[i]};
    }
    for (size_t i = 0; i < COUNT(secret_rows); i++) {
        tests[used++] = (struct CMUnitTest){secret_rows[i].name, secret_row_check, NULL, NULL,
                                            (void *)(uintptr_t)&secret_rows[i]};
    }
    tests[used++] =
        (struct CMUnitTest)cmocka_unit_test(flag_before_environment_before_file_before_table);
    tests[used++] = (struct CMUnitTest)cmocka_unit_test(a_secret_that_is_too_long_is_refused);
    tests[used++] = (struct CMUnitTest)cmocka_unit_test(the_page_is_what_the_program_prints);
    tests[used++] = (struct CMUnitTest)cmocka_unit_test(the_template_sets_the_defaults);
    return _cmocka_run_group_tests("settings", tests, used, begin, end);
}
