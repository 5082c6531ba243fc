/* detect_hours_test.c - how long a day and a week may be. */
#include "oversight/detect_testing.h"

enum { MONDAY = 4 }; /* 2021-07-05 */

static void long_day(struct test_rows *rows)
{
    test_stay(rows, 1, 10, MONDAY, 360, 660);
    test_stay(rows, 1, 11, MONDAY, 720, 781);
}

static void full_day(struct test_rows *rows)
{
    test_stay(rows, 1, 10, MONDAY, 360, 660);
    test_stay(rows, 1, 11, MONDAY, 720, 780);
}

static void overlapping_day(struct test_rows *rows)
{
    test_stay(rows, 1, 10, MONDAY, 360, 600);
    test_stay(rows, 1, 11, MONDAY, 400, 720); /* 360 minutes in all */
    test_stay(rows, 1, 12, MONDAY, 500, 600);
}

static void two_days(struct test_rows *rows)
{
    test_stay(rows, 1, 10, MONDAY, 360, 660);
    test_stay(rows, 1, 11, MONDAY + 1, 360, 660);
}

static void two_people(struct test_rows *rows)
{
    test_stay(rows, 1, 10, MONDAY, 360, 660);
    test_stay(rows, 2, 11, MONDAY, 720, 840);
}

static void one_long_stay(struct test_rows *rows)
{
    test_stay(rows, 1, 10, MONDAY, 0, 3 * 1440);
}

/* `minutes` on each of `days` days from a day on. */
static void days_add(struct test_rows *rows, int32_t from, int32_t days, int32_t minutes)
{
    for (int32_t day = from; day < from + days; day++) {
        test_stay(rows, 1, 100 + day, day, 480, 480 + minutes);
    }
}

static void long_week(struct test_rows *rows)
{
    days_add(rows, MONDAY, 7, 172);
}

static void full_week(struct test_rows *rows)
{
    days_add(rows, MONDAY, 6, 200);
}

static void over_two_weeks(struct test_rows *rows)
{
    days_add(rows, MONDAY + 3, 7, 200);
}

static void week_before_the_half_year(struct test_rows *rows)
{
    days_add(rows, -3, 7, 200); /* from Monday, 28 June: the span's lead */
}

static const struct test_case cases[] = {
    {"a day of more than six hours", long_day, 1, SIGNAL_LONG_DAY, 361},
    {"six hours to the minute are no signal", full_day, 0, 0, 0},
    {"what overlaps is counted once", overlapping_day, 0, 0, 0},
    {"two days are two days", two_days, 0, 0, 0},
    {"two people are two people", two_people, 0, 0, 0},
    {"a stay of days is a long day and a long week", one_long_stay, 2, SIGNAL_LONG_DAY, 4320},
    {"a week of more than twenty hours", long_week, 1, SIGNAL_LONG_WEEK, 1204},
    {"twenty hours to the minute are no signal", full_week, 0, 0, 0},
    {"a week is from Monday to Sunday", over_two_weeks, 0, 0, 0},
    {"a week that begins before the half-year is whole", week_before_the_half_year, 1,
     SIGNAL_LONG_WEEK, 1400},
};

TEST_TABLE("too many hours", detect_hours, cases)
