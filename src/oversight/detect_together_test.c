/* detect_together_test.c - company that is no chance. */
#include "oversight/detect_testing.h"

/* The village's ordinary life: `activities` with ten people each, of whom everyone comes four or
 * five times, never with the same others. */
static void life_add(struct test_rows *rows, int32_t activities)
{
    for (int32_t i = 0; i < activities; i++) {
        for (int32_t k = 0; k < 10; k++) {
            test_stay(rows, 1000 + (i * 7 + k * (i % 11 + 3)) % 211, 2000 + i, i % 180, 480, 600);
        }
    }
}

/* The same people come to the first `times` of those activities. */
static void group_add(struct test_rows *rows, int64_t first, int32_t people, int32_t times)
{
    for (int32_t i = 0; i < times; i++) {
        for (int32_t k = 0; k < people; k++) {
            test_stay(rows, first + k, 2000 + i, i % 180, 480, 600);
        }
    }
}

static void three_friends(struct test_rows *rows)
{
    life_add(rows, 100);
    group_add(rows, 1, 3, 6);
}

static void ordinary_life(struct test_rows *rows)
{
    life_add(rows, 300);
}

static void five_times(struct test_rows *rows)
{
    life_add(rows, 100);
    group_add(rows, 1, 3, 5);
}

static void pair_eleven_times(struct test_rows *rows)
{
    life_add(rows, 100);
    group_add(rows, 1, 2, 11);
}

static void pair_twelve_times(struct test_rows *rows)
{
    life_add(rows, 100);
    group_add(rows, 1, 2, 12);
}

static void family(struct test_rows *rows)
{
    life_add(rows, 100);
    group_add(rows, 1, 4, 20);
    for (size_t i = 0; i < rows->count; i++) {
        rows->list[i].household = rows->list[i].member < 10 ? 1 : rows->list[i].household;
    }
}

static void couple_and_friend(struct test_rows *rows)
{
    life_add(rows, 100);
    group_add(rows, 1, 3, 10);
    for (size_t i = 0; i < rows->count; i++) {
        rows->list[i].household = rows->list[i].member == 2 ? 1 : rows->list[i].household;
    }
}

static void comes_alone_too(struct test_rows *rows)
{
    life_add(rows, 100);
    group_add(rows, 1, 3, 6);
    for (int32_t i = 0; i < 3; i++) { /* each of them now and then without the others */
        test_stay(rows, 1, 2040 + i, 40 + i, 480, 600);
        test_stay(rows, 2, 2050 + i, 50 + i, 480, 600);
        test_stay(rows, 3, 2060 + i, 60 + i, 480, 600);
    }
}

static void always_everywhere(struct test_rows *rows)
{
    life_add(rows, 30);
    group_add(rows, 1, 3, 30); /* who comes to everything meets everyone */
}

static void twice_to_one_activity(struct test_rows *rows)
{
    life_add(rows, 100);
    group_add(rows, 1, 3, 3);
    group_add(rows, 1, 3, 3); /* out and in again */
}

static void half_a_year_before(struct test_rows *rows)
{
    life_add(rows, 100);
    group_add(rows, 1, 3, 6);
    for (size_t i = 0; i < rows->count; i++) {
        rows->list[i].day -= rows->list[i].member < 10 ? 200 : 0;
    }
}

static void two_groups(struct test_rows *rows)
{
    life_add(rows, 100);
    group_add(rows, 1, 3, 9);
    group_add(rows, 10, 5, 12);
}

static const struct test_case cases[] = {
    {"three of three households, six times, never apart", three_friends, 1, SIGNAL_TOGETHER, 3},
    {"two groups are two signals", two_groups, 2, SIGNAL_TOGETHER, 3},
    {"two households twelve times", pair_twelve_times, 1, SIGNAL_TOGETHER, 2},
    {"two neighbours eleven times are no signal", pair_eleven_times, 0, 0, 0},
    {"a village's ordinary life is no signal", ordinary_life, 0, 0, 0},
    {"five times are not always", five_times, 0, 0, 0},
    {"a family that comes together is no signal", family, 0, 0, 0},
    {"a couple and a friend are two households", couple_and_friend, 0, 0, 0},
    {"who comes alone, too, is no signal", comes_alone_too, 0, 0, 0},
    {"who comes to everything meets by chance", always_everywhere, 0, 0, 0},
    {"out and in again is once", twice_to_one_activity, 0, 0, 0},
    {"the half-year before does not count", half_a_year_before, 0, 0, 0},
};

TEST_TABLE("always together", detect_together, cases)
