/* auth_test.c - the small parts of a log-in, a row each: tokens and cookies, base 32, one-time
 * codes by the vectors of RFC 6238, passwords, and how long one waits after being wrong. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "auth/auth_internal.h"
#include "testing/scratch.h"

#define HEX64 "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

/* ---- tokens ---- */

struct token_row {
    const char *name;
    const char *authorization;
    const char *cookie;
    enum token_from from;
    const char *token;
};

static struct token_row token_rows[] = {
    {"nothing is no token", NULL, NULL, TOKEN_NONE, ""},
    {"a bearer token is taken", "Bearer " HEX64, NULL, TOKEN_HEADER, HEX64},
    {"a bearer token counts before a cookie", "Bearer " HEX64, "sanbao=x", TOKEN_HEADER, HEX64},
    {"another scheme is passed over", "Basic " HEX64, NULL, TOKEN_NONE, ""},
    {"a short bearer token is none, and said to be a header", "Bearer 00", NULL, TOKEN_HEADER, ""},
    {"a long bearer token is none", "Bearer " HEX64 "0", NULL, TOKEN_HEADER, ""},
    {"capital letters are none", "Bearer A" HEX64, NULL, TOKEN_HEADER, ""},
    {"a cookie is taken", NULL, "sanbao=" HEX64, TOKEN_COOKIE, HEX64},
    {"the secure cookie is taken among others", NULL, "a=b; __Host-sanbao=" HEX64 "; c", //
     TOKEN_COOKIE, HEX64},
    {"a cookie whose name only ends so is another", NULL, "xsanbao=" HEX64, TOKEN_NONE, ""},
    {"a broken cookie is said to be one", NULL, "sanbao=; x", TOKEN_COOKIE, ""},
    {"a broken cookie before a good one hides nothing", NULL, "sanbao=1;sanbao=" HEX64,
     TOKEN_COOKIE, HEX64},
    {"semicolons alone are nothing", NULL, ";;; ;", TOKEN_NONE, ""},
};

static void token_check(void **state)
{
    const struct token_row *row = *state;
    char token[TOKEN_TEXT_SIZE];
    assert_int_equal(row->from, token__read(row->authorization, row->cookie, token));
    assert_string_equal(row->token, token);
}

struct site_row {
    const char *name;
    const char *method;
    const char *site;
    const char *own;
    bool cross;
};

static struct site_row site_rows[] = {
    {"reading needs no header", "GET", "cross-site", NULL, false},
    {"changing needs our header", "POST", NULL, NULL, true},
    {"our header is enough for an old browser", "POST", NULL, "1", false},
    {"our own page may change", "DELETE", "same-origin", "1", false},
    {"a typed address may change", "PUT", "none", "1", false},
    {"another site may not, with our header even", "POST", "cross-site", "1", true},
    {"a neighbour under the same domain may not", "POST", "same-site", "1", true},
};

static void site_check(void **state)
{
    const struct site_row *row = *state;
    assert_int_equal(row->cross, token__cross_site(row->method, row->site, row->own));
}

static void cookie_check(void **state)
{
    (void)state;
    char text[COOKIE_TEXT_SIZE];
    token__cookie("abc", 60, true, text);
    assert_string_equal("__Host-sanbao=abc; Path=/; HttpOnly; SameSite=Strict; Max-Age=60; Secure",
                        text);
    token__cookie("", 0, false, text);
    assert_string_equal("sanbao=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0", text);
}

/* ---- base 32 (RFC 4648 section 10) ---- */

struct base32_row {
    const char *name;
    const char *bytes; /* NULL: the text must be refused */
    size_t length;
    const char *text;
};

static struct base32_row base32_rows[] = {
    {"one byte", "f", 1, "MY"},
    {"two bytes", "fo", 2, "MZXQ"},
    {"three bytes", "foo", 3, "MZXW6"},
    {"five bytes", "fooba", 5, "MZXW6YTB"},
    {"six bytes", "foobar", 6, "MZXW6YTBOI"},
    {"too short is refused", NULL, 6, "MZXW6YTB"},
    {"too long is refused", NULL, 5, "MZXW6YTBOI"},
    {"bits left over are refused", NULL, 1, "MZ"},
    {"a letter too many is refused", NULL, 1, "MYA"},
    {"a digit that is none is refused", NULL, 5, "MZXW6YT1"},
    {"a sign is refused", NULL, 5, "MZXW6YT="},
};

static void base32_check(void **state)
{
    const struct base32_row *row = *state;
    uint8_t bytes[16];
    char text[32];
    assert_int_equal(row->bytes != NULL, base32__parse(row->text, bytes, row->length));
    if (row->bytes != NULL) {
        assert_memory_equal(row->bytes, bytes, row->length);
        base32__format(bytes, row->length, text);
        assert_string_equal(row->text, text);
    }
}

static void base32_writing_check(void **state)
{
    (void)state;
    uint8_t bytes[5];
    assert_true(base32__parse(" mzxw-6Ytb ", bytes, sizeof bytes));
    assert_memory_equal("fooba", bytes, sizeof bytes);
}

/* ---- one-time codes (RFC 6238 appendix B, the last six digits) ---- */

struct totp_row {
    const char *name;
    int64_t now;
    const char *code;
    int64_t last_step;
    bool good;
};

static struct totp_row totp_rows[] = {
    {"the code of 1970-01-01 00:00:59", 59, "287082", 0, true},
    {"the code of 2005-03-18 01:58:29", 1111111109, "081804", 0, true},
    {"the code of 2009-02-13 23:31:30", 1234567890, "005924", 0, true},
    {"the code of 2033-05-18 03:33:20", 2000000000, "279037", 0, true},
    {"the code of 2603-10-11 11:33:20", 20000000000, "353130", 0, true},
    {"a code one step late is good", 1234567890 + 30, "005924", 0, true},
    {"a code one step early is good", 1234567890 - 30, "005924", 0, true},
    {"a code two steps late is not", 1234567890 + 60, "005924", 0, false},
    {"a code two steps early is not", 1234567890 - 60, "005924", 0, false},
    {"a code of a step that is spent is not", 1234567890, "005924", 1234567890 / 30, false},
    {"another code is not", 1234567890, "005925", 0, false},
    {"half a code is not", 1234567890, "005", 0, false},
    {"nothing is not", 1234567890, "", 0, false},
};

static void totp_row_check(void **state)
{
    const struct totp_row *row = *state;
    int64_t last = row->last_step;
    assert_int_equal(row->good, totp__check((const uint8_t *)"12345678901234567890", row->code,
                                            row->now, &last));
    assert_int_equal(row->good, last > row->last_step);
}

/* ---- passwords ---- */

struct password_row {
    const char *name;
    const char *password;
    const char *number;
    bool good;
};

static struct password_row password_rows[] = {
    {"a sentence is good", "three geese fly north", "T03", true},
    {"twelve Chinese signs are good", "山上的三只白鹅往北方飞去", "T03", true},
    {"eleven characters are not", "tw0lf-zeich", "T03", false},
    {"few different ones are not", "abababababababab", "T03", false},
    {"a row of the keyboard that all know is not", "1QAZ2wsx3edc", "T03", false},
    {"counting is not", "1234567890abcdef", "T03", false},
    {"the own number in it is not", "geese-t03-fly-north", "T03", false},
    {"a number of two signs forbids nothing", "geese-t3-fly-north", "T3", true},
    {"longer than a hundred and twenty-eight is not",
     "geese fly north geese fly north geese fly north geese fly north "
     "geese fly north geese fly north geese fly north geese fly north!!",
     "T03", false},
};

static void password_row_check(void **state)
{
    const struct password_row *row = *state;
    struct status status = password__good(row->password, row->number);
    assert_int_equal(row->good ? STATUS_OK : STATUS_PASSWORD_WEAK, status.code);
}

/* ---- waits ---- */

static int64_t clock_now = 1700000000;

static int64_t clock_read(void)
{
    return clock_now;
}

struct place {
    char folder[SCRATCH_PATH_MAX];
    struct keys *keys;
    struct side side;
};

static const struct side_room *const rooms[] = {&auth_room, NULL};

static void must(struct status status)
{
    assert_string_equal("OK", status_ok(status) ? "OK" : status_name(status.code));
}

static void place_begin(struct place *place)
{
    char path[SCRATCH_PATH_MAX + 16];
    memset(place, 0, sizeof *place);
    clock_now = 1700000000;
    scratch_make(place->folder);
    snprintf(path, sizeof path, "%s/keys.db", place->folder);
    must(keys_create(path, NULL));
    must(keys_open(path, true, &place->keys, NULL));
    snprintf(path, sizeof path, "%s/people.db", place->folder);
    must(people_open(path, true, place->keys, &place->side.people, NULL));
    place->side.write = true;
    place->side.keys = place->keys;
    place->side.real = clock_read;
    place->side.rooms = rooms;
    must(side_open(&place->side));
}

static void place_end(struct place *place)
{
    side_close(&place->side);
    people_close(&place->side.people);
    keys_close(&place->keys);
    scratch_remove(place->folder);
}

/* Each step: seconds that pass, then a try; the wait that it is refused with, 0: it is let in.
 * A step of -1 says that the try before was right. */
struct wait_row {
    const char *name;
    const struct attempt_rule *rule;
    int64_t steps[12][2];
    size_t count;
};

static struct wait_row wait_rows[] = {
    {"five tries are free, then waits double",
     &attempt_account,
     {{0, 0}, {0, 0}, {0, 0}, {0, 0}, {0, 0}, {0, 30}, {29, 1}, {1, 0}, {0, 60}, {60, 0}, {0, 120}},
     11},
    {"a refused try does not lengthen the wait",
     &attempt_account,
     {{0, 0}, {0, 0}, {0, 0}, {0, 0}, {0, 0}, {10, 20}, {10, 10}, {10, 0}},
     8},
    {"what was right forgets all",
     &attempt_account,
     {{0, 0},
      {0, 0},
      {0, 0},
      {0, 0},
      {0, 0},
      {-1, 0},
      {0, 0},
      {0, 0},
      {0, 0},
      {0, 0},
      {0, 0},
      {0, 30}},
     12},
    {"who is wrong a few times a day never waits",
     &attempt_account,
     {{0, 0}, {17280, 0}, {17280, 0}, {17280, 0}, {17280, 0}, {17280, 0}, {17280, 0}, {17280, 0}},
     8},
    {"a try a little sooner each time fills the measure",
     &attempt_account,
     {{0, 0}, {0, 0}, {0, 0}, {0, 0}, {17279, 0}, {0, 30}},
     6},
    {"a day without a try forgets all",
     &attempt_account,
     {{0, 0}, {0, 0}, {0, 0}, {0, 0}, {0, 0}, {86401, 0}, {0, 0}, {0, 0}, {0, 0}, {0, 0}, {0, 30}},
     11},
};

static void wait_check(void **state)
{
    const struct wait_row *row = *state;
    struct place place;
    place_begin(&place);
    for (size_t i = 0; i < row->count; i++) {
        int64_t wait = 0;
        if (row->steps[i][0] < 0) {
            must(attempt__forget(&place.side, row->rule, "S", true));
            continue;
        }
        clock_now += row->steps[i][0];
        struct status status = attempt__count(&place.side, row->rule, "S", &wait);
        assert_int_equal(row->steps[i][1] == 0 ? STATUS_OK : STATUS_TRY_LATER, status.code);
        assert_int_equal(row->steps[i][1], wait);
        must(attempt__count(&place.side, row->rule, i % 2 == 0 ? "other" : "another", &wait));
        must(attempt__forget(&place.side, row->rule, i % 2 == 0 ? "other" : "another", true));
    }
    place_end(&place);
}

static void wait_end_check(void **state)
{
    (void)state;
    struct place place;
    int64_t wait = 0;
    place_begin(&place);
    for (int i = 0; i < 30; i++) {
        wait = 0;
        must(attempt__count(&place.side, &attempt_account, "S", &wait));
        struct status status = attempt__count(&place.side, &attempt_account, "S", &wait);
        clock_now += status_ok(status) ? 0 : wait;
    }
    assert_int_equal(attempt_account.wait_max, wait);
    place_end(&place);
}

struct address_row {
    const char *name;
    const char *a;
    const char *b;
    bool same;
};

static struct address_row address_rows[] = {
    {"two addresses of IPv4 are two", "192.0.2.1", "192.0.2.2", false},
    {"one line of IPv6 is one, whatever its end", "2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true},
    {"two lines of IPv6 are two", "2001:db8:1:2::1", "2001:db8:1:3::1", false},
    {"IPv4 within IPv6 is the same", "::ffff:192.0.2.1", "192.0.2.1", true},
};

static void address_check(void **state)
{
    const struct address_row *row = *state;
    char a[ATTEMPT_ADDRESS_SIZE];
    char b[ATTEMPT_ADDRESS_SIZE];
    attempt__address(row->a, a);
    attempt__address(row->b, b);
    assert_int_equal(row->same, strcmp(a, b) == 0);
}

/* ---- sessions ---- */

static void session_count_check(void **state)
{
    (void)state;
    struct place place;
    struct id person = {{1}};
    char first[TOKEN_TEXT_SIZE];
    char token[TOKEN_TEXT_SIZE];
    place_begin(&place);
    struct auth *auth = side_state(&place.side, &auth_room);
    for (int i = 0; i <= SESSIONS_PER_PERSON_MAX; i++) {
        struct session session = {.person = person, .way = SESSION_PHONE};
        clock_now++;
        must(auth_session_make(&place.side, &session, i == 0 ? first : token));
        assert_int_equal(clock_now + 30 * 86400, session.ends_at);
    }
    struct session session;
    struct hash hash;
    bool found = false;
    token__hash(first, &hash);
    must(auth__session_find(auth, &hash, &found, &session));
    assert_false(found);
    token__hash(token, &hash);
    must(auth__session_find(auth, &hash, &found, &session));
    assert_true(found);
    must(auth__sweep(auth, session.ends_at));
    must(auth__session_find(auth, &hash, &found, &session));
    assert_false(found);
    place_end(&place);
}

#define ROWS(rows, check)                                                                          \
    for (size_t i = 0; i < COUNT(rows); i++) {                                                     \
        tests[count++] = (struct CMUnitTest){(rows)[i].name, check, NULL, NULL, &(rows)[i]};       \
    }

int main(void)
{
    crypto_init();
    struct CMUnitTest tests[96];
    size_t count = 0;
    ROWS(token_rows, token_check)
    ROWS(site_rows, site_check)
    ROWS(base32_rows, base32_check)
    ROWS(totp_rows, totp_row_check)
    ROWS(password_rows, password_row_check)
    ROWS(wait_rows, wait_check)
    ROWS(address_rows, address_check)
    const struct CMUnitTest others[] = {
        {"a cookie is for this host, this site, no script", cookie_check, NULL, NULL, NULL},
        {"people may write small, with spaces and hyphens", base32_writing_check, NULL, NULL, NULL},
        {"no wait is longer than the longest", wait_end_check, NULL, NULL, NULL},
        {"the twenty-first session ends the oldest; all end in time", session_count_check, NULL,
         NULL, NULL},
    };
    for (size_t i = 0; i < COUNT(others); i++) {
        tests[count++] = others[i];
    }
    return _cmocka_run_group_tests("auth", tests, count, NULL, NULL);
}
