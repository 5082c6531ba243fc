/* code_test.c - the rotating code: what is taken, and for how long. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "activity/activity_internal.h"

/* A code that the leader's screen showed `age` seconds before it is sent. */
struct row {
    const char *name;
    int64_t shown_at;
    int64_t age;
    bool good;
};

static const struct row rows[] = {
    {"a code is good at once", 1639699200, 0, true},
    {"a code is good while it is shown", 1639699200, 29, true},
    {"a code is good for the half minute after", 1639699200, 59, true},
    {"a picture of a code is dead after a minute", 1639699200, 60, false},
    {"a code shown last thing is good for half a minute more", 1639699229, 30, true},
    {"and then it is dead", 1639699229, 31, false},
    {"a code of yesterday is dead", 1639699200, 86400, false},
    {"a code of the next half minute is not good yet", 1639699200, -1, false},
};

static void row_test(void **state)
{
    const struct row *row = *state;
    const uint8_t secret[CODE_SECRET_BYTES] = {1, 2, 3};
    char digits[CODE_DIGITS_SIZE];
    code__digits(secret, row->shown_at / CODE_STEP_SECONDS, digits);
    assert_int_equal(strlen(digits), 6);
    assert_int_equal(code__good(secret, row->shown_at + row->age, digits), row->good);
}

static void another_activity(void **state)
{
    (void)state;
    const uint8_t one[CODE_SECRET_BYTES] = {1};
    const uint8_t other[CODE_SECRET_BYTES] = {2};
    size_t same = 0;
    for (int64_t step = 0; step < 1000; step++) {
        char digits[CODE_DIGITS_SIZE];
        code__digits(one, step, digits);
        same += code__good(other, step * CODE_STEP_SECONDS, digits);
    }
    assert_true(same < 3); /* two in a million, each time */
}

int main(void)
{
    struct CMUnitTest tests[COUNT(rows) + 1];
    crypto_init();
    for (size_t i = 0; i < COUNT(rows); i++) {
        tests[i] =
            (struct CMUnitTest){rows[i].name, row_test, NULL, NULL, (void *)(uintptr_t)&rows[i]};
    }
    tests[COUNT(rows)] = (struct CMUnitTest)cmocka_unit_test(another_activity);
    return _cmocka_run_group_tests("code", tests, COUNT(tests), NULL, NULL);
}
