/* detect_own_test.c - proposing for one's own family. */
#include "oversight/detect_testing.h"

enum { OWN = LEADER };

static void family_add(struct test_rows *rows, int32_t awards)
{
    for (int32_t i = 0; i < awards; i++) {
        test_stay(rows, 1 + i % 2, 10 + i, i, 480, 600)->household = OWN;
    }
}

static void often(struct test_rows *rows)
{
    family_add(rows, 6);
}

static void seldom(struct test_rows *rows)
{
    family_add(rows, 5);
}

static void self(struct test_rows *rows)
{
    family_add(rows, 20);
    for (size_t i = 0; i < rows->count; i++) {
        rows->list[i].member = LEADER; /* the social worker proposes it, but the books may say so */
    }
}

static void neighbours(struct test_rows *rows)
{
    for (int32_t i = 0; i < 40; i++) {
        test_stay(rows, 1 + i % 3, 10 + i, i, 480, 600);
    }
}

static void no_household(struct test_rows *rows)
{
    family_add(rows, 20);
    for (size_t i = 0; i < rows->count; i++) {
        rows->list[i].household = 0;
        rows->list[i].proposer_household = 0;
    }
}

static void before_the_half_year(struct test_rows *rows)
{
    family_add(rows, 6);
    rows->list[0].day = HALF_FIRST - 1;
}

static const struct test_case cases[] = {
    {"six times for the family", often, 1, SIGNAL_OWN_HOUSEHOLD, 6},
    {"five times are no signal", seldom, 0, 0, 0},
    {"for oneself there are other rules", self, 0, 0, 0},
    {"for the neighbours is no signal", neighbours, 0, 0, 0},
    {"staff from outside are no family", no_household, 0, 0, 0},
    {"what was before the half-year does not count", before_the_half_year, 0, 0, 0},
};

TEST_TABLE("own household", detect_own, cases)
