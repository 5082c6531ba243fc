/* detect_places_test.c - who cannot have been at both. */
#include "oversight/detect_testing.h"

static void overlap(struct test_rows *rows)
{
    test_stay(rows, 1, 10, 5, 480, 600);
    test_stay(rows, 1, 11, 5, 540, 660);
}

static void later_record_first(struct test_rows *rows)
{
    test_stay(rows, 1, 10, 5, 540, 660);
    test_stay(rows, 1, 11, 5, 480, 600);
}

static void inside(struct test_rows *rows)
{
    test_stay(rows, 1, 10, 5, 480, 900);
    test_stay(rows, 1, 11, 5, 500, 520);
    test_stay(rows, 1, 12, 5, 600, 660); /* also within the first, after the second */
}

static void three_at_once(struct test_rows *rows)
{
    for (int64_t activity = 10; activity < 13; activity++) {
        test_stay(rows, 1, activity, 5, 480, 600);
    }
}

static void at_the_limit(struct test_rows *rows)
{
    test_stay(rows, 1, 10, 5, 480, 600);
    test_stay(rows, 1, 11, 5, 585, 660);
}

static void below_the_limit(struct test_rows *rows)
{
    test_stay(rows, 1, 10, 5, 480, 600);
    test_stay(rows, 1, 11, 5, 586, 660);
}

static void one_after_another(struct test_rows *rows)
{
    test_stay(rows, 1, 10, 5, 480, 600);
    test_stay(rows, 1, 11, 5, 600, 660);
}

static void two_people(struct test_rows *rows)
{
    test_stay(rows, 1, 10, 5, 480, 600);
    test_stay(rows, 2, 11, 5, 480, 600);
}

static void one_activity_twice(struct test_rows *rows)
{
    test_stay(rows, 1, 10, 5, 480, 600);
    test_stay(rows, 1, 10, 5, 500, 620);
}

static void next_day(struct test_rows *rows)
{
    test_stay(rows, 1, 10, 5, 480, 600);
    test_stay(rows, 1, 11, 6, 480, 600);
}

static void over_midnight(struct test_rows *rows)
{
    test_stay(rows, 1, 10, 5, 1380, 1500);
    test_stay(rows, 1, 11, 6, 10, 90);
}

static void award_without_activity(struct test_rows *rows)
{
    test_stay(rows, 1, 10, 5, 480, 600);
    test_stay(rows, 1, 0, 5, 480, 600);
}

static void nothing(struct test_rows *rows)
{
    (void)rows;
}

static const struct test_case cases[] = {
    {"two stays of one person overlap by an hour", overlap, 1, SIGNAL_TWO_PLACES, 60},
    {"the order of the records does not matter", later_record_first, 1, SIGNAL_TWO_PLACES, 60},
    {"a long stay is held against every short one in it", inside, 2, SIGNAL_TWO_PLACES, 20},
    {"three at once are three pairs", three_at_once, 3, SIGNAL_TWO_PLACES, 120},
    {"a night shift over midnight overlaps with an early one", over_midnight, 1, SIGNAL_TWO_PLACES,
     50},
    {"a quarter of an hour is enough", at_the_limit, 1, SIGNAL_TWO_PLACES, 15},
    {"clocks that differ by some minutes are no signal", below_the_limit, 0, 0, 0},
    {"one after another is no signal", one_after_another, 0, 0, 0},
    {"two people are two people", two_people, 0, 0, 0},
    {"out and in again at the same activity is no signal", one_activity_twice, 0, 0, 0},
    {"the same hour of the next day is no signal", next_day, 0, 0, 0},
    {"an award for no activity has no hours", award_without_activity, 0, 0, 0},
    {"no rows, no signal", nothing, 0, 0, 0},
};

TEST_TABLE("two places at once", detect_places, cases)
