/* money_test.c - what is owed and how long the money lasts; figures reckoned by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "shop/money.h"

static const struct money_row {
    const char *name;
    /* rate, fund known, fund, outstanding, unsettled, spent in 8 weeks, warn below */
    struct money in;
    int64_t liability_fen;
    int64_t reserve_permille;
    int64_t weeks;
    bool low;
} rows[] = {
    {"ten points to the yuan: 1234 points are 12340 fen",
     {10, true, 24680, 1234, 0, 0, 8, .weeks = 0},
     12340,
     2000,
     -1,
     false},
    {"a part of a fen is owed as a whole one",
     {300, true, 100, 4, 0, 0, 0, .weeks = 0},
     2,
     50000,
     -1,
     false},
    {"without a deposit there is no reserve and no warning",
     {10, false, 0, 500, 500, 80, 8, .weeks = 0},
     5000,
     -1,
     -1,
     false},
    {"nothing owed: no reserve to speak of",
     {10, true, 100, 0, 0, 0, 8, .weeks = 0},
     0,
     -1,
     -1,
     false},
    {"800 points in 8 weeks are 1000 fen a week: 16000 fen last 16 weeks",
     {10, true, 16000, 1600, 0, 800, 8, .weeks = 0},
     16000,
     1000,
     16,
     false},
    {"what shops are owed today is not there to spend: 16000 - 9000 = 7 weeks",
     {10, true, 16000, 1600, 900, 800, 8, .weeks = 0},
     16000,
     1000,
     7,
     true},
    {"7 weeks are enough where a warning is wanted below 7",
     {10, true, 16000, 1600, 900, 800, 7, .weeks = 0},
     16000,
     1000,
     7,
     false},
    {"a started week does not count: 7999 fen at 1000 a week",
     {10, true, 7999, 10, 0, 800, 0, .weeks = 0},
     100,
     79990,
     7,
     false},
    {"a fund below what is owed is low at any pace",
     {10, true, 15999, 1600, 0, 0, 8, .weeks = 0},
     16000,
     999,
     -1,
     true},
    {"more owed to shops than there is: no week is left",
     {10, true, 500, 60, 60, 10, 8, .weeks = 0},
     600,
     833,
     0,
     true},
    {"more refunds than redemptions in 8 weeks: nobody spends",
     {10, true, 500, 10, 0, -5, 8, .weeks = 0},
     100,
     5000,
     -1,
     false},
    {"the largest fund does not overflow",
     {10000, true, INT64_C(1000000000000), INT64_C(1000000000000), 0, 1, 8, .weeks = 0},
     INT64_C(10000000000),
     100000,
     INT64_C(800000000000000),
     false},
};

static void money_check(void **state)
{
    const struct money_row *row = *state;
    struct money money = row->in;
    money_reckon(&money);
    assert_int_equal(row->liability_fen, money.liability_fen);
    assert_int_equal(row->reserve_permille, money.reserve_permille);
    assert_int_equal(row->weeks, money.weeks);
    assert_int_equal(row->low, money.low);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(rows)];
    for (size_t i = 0; i < COUNT(rows); i++) {
        tests[i] = (struct CMUnitTest){rows[i].name, money_check, NULL, NULL, (void *)&rows[i]};
    }
    return cmocka_run_group_tests_name("money", tests, NULL, NULL);
}
