/* notify_test.c - what is told and when: each text in both languages, quiet hours, waits, choices,
 * the day's limit, and accounts of WeChat. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "notify/notify_internal.h"
#include "testing/scratch.h"

/* ---- words ---- */

static void words_check(void **state)
{
    (void)state;
    static const char *const values[NOTIFY_VALUES_MAX] = {"ONE", "TWO", "THREE"};
    for (int text = 0; text < TEXTS_COUNT; text++) {
        for (int lang = LANG_ZH; lang <= LANG_EN; lang++) {
            char out[MESSAGE_BYTES_MAX];
            words__fill((enum notify_text)text, (enum lang)lang, values, out);
            assert_true(strlen(out) > 10);
            assert_null(strchr(out, '%'));
            assert_true(notify_kind_of((enum notify_text)text) >= NOTIFY_SAFETY);
            assert_true(strlen(words__title((enum notify_text)text, (enum lang)lang)) > 2);
        }
    }
}

/* Open, click, download, install, look, hurry, in Chinese; then in English: no message says so. */
static const char *const pushes[] = {"\xE6\x89\x93\xE5\xBC\x80",
                                     "\xE7\x82\xB9\xE5\x87\xBB",
                                     "\xE4\xB8\x8B\xE8\xBD\xBD",
                                     "\xE5\xAE\x89\xE8\xA3\x85",
                                     "\xE6\x9F\xA5\xE7\x9C\x8B",
                                     "\xE8\xB5\xB6\xE5\xBF\xAB",
                                     "click",
                                     "download",
                                     "install",
                                     "hurry",
                                     "log in",
                                     "open the",
                                     "http"};

static void no_push_check(void **state)
{
    (void)state;
    static const char *const values[NOTIFY_VALUES_MAX] = {"ONE", "TWO", "THREE"};
    for (int text = 0; text < TEXTS_COUNT; text++) {
        for (int lang = LANG_ZH; lang <= LANG_EN; lang++) {
            char out[MESSAGE_BYTES_MAX];
            words__fill((enum notify_text)text, (enum lang)lang, values, out);
            for (size_t i = 0; i < COUNT(pushes); i++) {
                assert_null(strcasestr(out, pushes[i]));
            }
        }
    }
}

static void long_value_check(void **state)
{
    (void)state;
    char value[400] = "";
    char out[MESSAGE_BYTES_MAX];
    for (int i = 0; i < 60; i++) {
        memcpy(value + 3 * i, "\xE6\x9D\x91", 4);
    }
    const char *const values[NOTIFY_VALUES_MAX] = {value, "x%1"};
    words__fill(TEXT_ACTIVITY_CHANGED, LANG_EN, values, out);
    assert_non_null(strstr(out, "x%1")); /* a value is no format */
    size_t signs = 0;
    for (const char *at = out; (at = strstr(at, "\xE6\x9D\x91")) != NULL; at += 3) {
        signs++;
    }
    assert_int_equal(VALUE_CHARACTERS_MAX, signs);
    words__fill(TEXT_ACTIVITY_OFF, LANG_EN, (const char *const[NOTIFY_VALUES_MAX]){NULL}, out);
    assert_string_equal("\"\", for which you signed up, is off: .", out);
}

/* ---- quiet hours ---- */

struct quiet_row {
    const char *name;
    int64_t from, until; /* minutes after midnight */
    int64_t now;         /* seconds after midnight in China */
    int64_t left;
};

static struct quiet_row quiet_rows[] = {
    {"noon is not quiet", 21 * 60, 8 * 60, 12 * 3600, 0},
    {"nine in the evening is quiet until eight", 21 * 60, 8 * 60, 21 * 3600, 11 * 3600},
    {"a second before it is not", 21 * 60, 8 * 60, 21 * 3600 - 1, 0},
    {"two at night is quiet for six hours", 21 * 60, 8 * 60, 2 * 3600, 6 * 3600},
    {"a second before eight is quiet for a second", 21 * 60, 8 * 60, 8 * 3600 - 1, 1},
    {"eight is not quiet", 21 * 60, 8 * 60, 8 * 3600, 0},
    {"a nap at noon can be quiet", 12 * 60, 14 * 60, 13 * 3600, 3600},
    {"before the nap it is not", 12 * 60, 14 * 60, 11 * 3600, 0},
    {"equal hours are never quiet", 8 * 60, 8 * 60, 8 * 3600, 0},
};

static void quiet_check(void **state)
{
    const struct quiet_row *row = *state;
    struct notify_options options = {.quiet_from = row->from, .quiet_until = row->until};
    int64_t day = INT64_C(19000) * 86400 - 8 * 3600;
    assert_int_equal(row->left, notify__quiet(&options, day + row->now));
}

/* ---- with a database ---- */

static int64_t clock_now;

static int64_t clock_read(void)
{
    return clock_now;
}

static const struct notify_options options = {
    .sms_url = "https://sms.example",
    .sms_secret = "",
    .sms_template = "",
    .sms_per_day = 3,
    .wechat_base_url = "",
    .wechat_appid = "",
    .wechat_secret = "",
    .wechat_template = "",
};

struct place {
    char folder[SCRATCH_PATH_MAX];
    struct keys *keys;
    struct side side;
};

static const struct side_room *const rooms[] = {&notify_room, NULL};
static const struct side_option side_list[] = {{&notify_room, &options}, {NULL, NULL}};

static void must(struct status status)
{
    assert_string_equal("OK", status_ok(status) ? "OK" : status_name(status.code));
}

static void place_begin(struct place *place)
{
    char path[SCRATCH_PATH_MAX + 16];
    memset(place, 0, sizeof *place);
    clock_now = INT64_C(19000) * 86400;
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
    place->side.options = side_list;
    must(side_open(&place->side));
}

static void place_end(struct place *place)
{
    side_close(&place->side);
    people_close(&place->side.people);
    keys_close(&place->keys);
    scratch_remove(place->folder);
}

static void person_put(struct place *place, struct id *person, char *number)
{
    Sanbao__V1__PersonDetail detail = SANBAO__V1__PERSON_DETAIL__INIT;
    char name[] = "甲";
    struct hash commitment;
    detail.number = number;
    detail.name = name;
    struct people_row row = {.id = *person, .kind = PEOPLE_RESIDENT, .person = &detail};
    must(people_put(place->side.people, "V1", &row, &commitment));
}

struct seen_rows {
    size_t count;
    char last[MESSAGE_BYTES_MAX];
};

static struct status row_see(void *context, const struct notify_row *row)
{
    struct seen_rows *seen = context;
    seen->count++;
    snprintf(seen->last, sizeof seen->last, "%s", row->text);
    return OK;
}

static void choice_check(void **state)
{
    (void)state;
    struct place place;
    struct id person = {{1}};
    place_begin(&place);
    person_put(&place, &person, (char[]){"R1"});
    struct notify *notify = side_state(&place.side, &notify_room);
    struct choice choice = {.off = 1 << NOTIFY_SHOP | 1 << NOTIFY_SAFETY, .english = true};
    const char *const values[NOTIFY_VALUES_MAX] = {"S", "5"};
    must(notify__choice_put(notify, &person, &choice));
    must(notify_tell(&place.side, &person, TEXT_SPENT, values));
    struct seen_rows seen = {0};
    must(notify_each(&place.side, &person, 10, row_see, &seen));
    assert_int_equal(0, seen.count);
    must(notify_tell(&place.side, &person, TEXT_PASSWORD, NULL)); /* safety is always told */
    must(notify_tell(&place.side, &person, TEXT_EXPIRY, values));
    must(notify_each(&place.side, &person, 10, row_see, &seen));
    assert_int_equal(2, seen.count);
    struct id other = {{2}};
    seen.count = 0;
    must(notify_tell(&place.side, &other, TEXT_PASSWORD, NULL)); /* nobody, or erased */
    must(notify_each(&place.side, &other, 10, row_see, &seen));
    assert_int_equal(0, seen.count);
    choice.off = 0;
    choice.english = false;
    clock_now++;
    must(notify__choice_put(notify, &person, &choice));
    must(notify_tell(&place.side, &person, TEXT_SPENT, values));
    must(notify_each(&place.side, &person, 1, row_see, &seen));
    assert_string_equal("您在S用了 5 工分。", seen.last);
    bool any = false;
    must(notify__due_any(notify, clock_now, &any));
    assert_true(any);
    must(notify__old(notify, clock_now + 1));
    must(notify__due_any(notify, clock_now, &any));
    assert_false(any);
    place_end(&place);
}

static void limit_check(void **state)
{
    (void)state;
    struct place place;
    place_begin(&place);
    for (int i = 0; i < 8; i++) {
        bool allowed = false;
        must(notify_sms_take(&place.side, &allowed));
        assert_int_equal(i % 4 < 3, allowed);
        clock_now += i == 3 ? 86400 : 0;
    }
    place_end(&place);
}

static void openid_check(void **state)
{
    (void)state;
    struct place place;
    struct id one = {{1}};
    struct id two = {{2}};
    struct id found_id;
    bool found = true;
    place_begin(&place);
    must(notify_openid_find(&place.side, "o-1", &found, &found_id));
    assert_false(found);
    must(notify_openid_put(&place.side, &one, "o-1"));
    must(notify_openid_put(&place.side, &two, "o-1")); /* the newest owner counts */
    must(notify_openid_find(&place.side, "o-1", &found, &found_id));
    assert_true(found);
    assert_memory_equal(&two, &found_id, sizeof two);
    for (int i = 2; i <= 4; i++) {
        char openid[8];
        clock_now++;
        snprintf(openid, sizeof openid, "o-%d", i);
        must(notify_openid_put(&place.side, &two, openid));
    }
    must(notify_openid_find(&place.side, "o-1", &found, &found_id));
    assert_false(found); /* the fourth sent the oldest away */
    uint8_t sealed[OPENID_SEALED_MAX];
    size_t length = 0;
    must(notify__openid_newest(side_state(&place.side, &notify_room), &two, sealed, &length));
    assert_int_equal(3 + SEAL_OVERHEAD_BYTES, length);
    place_end(&place);
}

static void backoff_check(void **state)
{
    (void)state;
    int64_t sum = 0;
    for (int64_t tries = 0; tries < TRIES_MAX; tries++) {
        assert_true(tries == 0 || notify__backoff(tries) >= notify__backoff(tries - 1));
        sum += notify__backoff(tries);
    }
    assert_true(sum > AGE_SECONDS_MAX / 2);
    assert_int_equal(notify__backoff(TRIES_MAX - 1), notify__backoff(1000));
}

int main(void)
{
    crypto_init();
    struct CMUnitTest tests[32];
    size_t count = 0;
    for (size_t i = 0; i < COUNT(quiet_rows); i++) {
        tests[count++] =
            (struct CMUnitTest){quiet_rows[i].name, quiet_check, NULL, NULL, &quiet_rows[i]};
    }
    const struct CMUnitTest others[] = {
        {"each text has both languages and all its values", words_check, NULL, NULL, NULL},
        {"no text asks anybody to open, click or install", no_push_check, NULL, NULL, NULL},
        {"a value is cut at forty characters, and never read as a format", long_value_check, NULL,
         NULL, NULL},
        {"what is turned off is not told, but for safety", choice_check, NULL, NULL, NULL},
        {"a day has its number of SMS, and the next day anew", limit_check, NULL, NULL, NULL},
        {"an account leads to its newest person, three to one", openid_check, NULL, NULL, NULL},
        {"waits between tries grow to a day", backoff_check, NULL, NULL, NULL},
    };
    for (size_t i = 0; i < COUNT(others); i++) {
        tests[count++] = others[i];
    }
    return _cmocka_run_group_tests("notify", tests, count, NULL, NULL);
}
