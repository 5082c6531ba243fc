/* day_test.c - the calendar as a table: what is a day and what is not, where periods begin, when 24
 * months have passed, which day an instant falls on. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/day.h"

static int32_t day_of(const char *text)
{
    int32_t day = 0;
    REQUIRE(status_ok(day_parse(text, strlen(text), &day)));
    return day;
}

static void assert_day(const char *expected, int32_t day)
{
    char text[DAY_TEXT_SIZE];
    day_format(day, text);
    assert_string_equal(expected, text);
}

/* ---- which texts are days, and which number they have ---- */

static const struct text_row {
    const char *name;
    const char *text;
    int32_t day; /* NONE: refused */
} text_rows[] = {
#define NONE INT32_MIN
    {"the first day", "1970-01-01", 0},
    {"the day before", "1969-12-31", -1},
    {"a leap day", "2024-02-29", 19782},
    {"the day after a leap day", "2024-03-01", 19783},
    {"the leap day of a year that 400 divides", "2000-02-29", 11016},
    {"the last day that there is", "9999-12-31", 2932896},
    {"the first day that there is", "0001-01-01", -719162},
    {"no leap day in a common year", "2023-02-29", NONE},
    {"no leap day in a year that 100 divides", "2100-02-29", NONE},
    {"no 30 February", "2024-02-30", NONE},
    {"no 31 April", "2024-04-31", NONE},
    {"no 31 June", "2024-06-31", NONE},
    {"no 31 September", "2024-09-31", NONE},
    {"no 31 November", "2024-11-31", NONE},
    {"no 32 January", "2024-01-32", NONE},
    {"no day 0", "2024-01-00", NONE},
    {"no month 0", "2024-00-01", NONE},
    {"no month 13", "2024-13-01", NONE},
    {"no year 0", "0000-01-01", NONE},
    {"two digits of a year", "24-01-01", NONE},
    {"one digit of a month", "2024-1-01", NONE},
    {"slashes", "2024/01/01", NONE},
    {"a space before", " 2024-01-01", NONE},
    {"a space after", "2024-01-01 ", NONE},
    {"a sign", "+024-01-01", NONE},
    {"nothing", "", NONE},
};

static void text_check(void **state)
{
    const struct text_row *row = *state;
    int32_t day = 0;
    struct status status = day_parse(row->text, strlen(row->text), &day);
    if (row->day == NONE) {
        assert_int_equal(STATUS_DAY_MALFORMED, status.code);
        return;
    }
    assert_int_equal(STATUS_OK, status.code);
    assert_int_equal(row->day, day);
    assert_day(row->text, day);
}

/* ---- where periods begin, and the day 24 months later ---- */

static const struct period_row {
    const char *day; /* the row's name too */
    const char *month;
    const char *quarter;
    const char *year;
    const char *in_24_months;
} period_rows[] = {
    {"2024-01-01", "2024-01-01", "2024-01-01", "2024-01-01", "2026-01-01"},
    {"2024-02-28", "2024-02-01", "2024-01-01", "2024-01-01", "2026-02-28"},
    {"2024-02-29", "2024-02-01", "2024-01-01", "2024-01-01", "2026-03-01"},
    {"2026-02-28", "2026-02-01", "2026-01-01", "2026-01-01", "2028-02-28"},
    {"2024-03-31", "2024-03-01", "2024-01-01", "2024-01-01", "2026-03-31"},
    {"2024-04-01", "2024-04-01", "2024-04-01", "2024-01-01", "2026-04-01"},
    {"2024-06-30", "2024-06-01", "2024-04-01", "2024-01-01", "2026-06-30"},
    {"2024-07-01", "2024-07-01", "2024-07-01", "2024-01-01", "2026-07-01"},
    {"2024-09-30", "2024-09-01", "2024-07-01", "2024-01-01", "2026-09-30"},
    {"2024-10-01", "2024-10-01", "2024-10-01", "2024-01-01", "2026-10-01"},
    {"2024-12-31", "2024-12-01", "2024-10-01", "2024-01-01", "2026-12-31"},
    {"1999-12-31", "1999-12-01", "1999-10-01", "1999-01-01", "2001-12-31"},
};

static void period_check(void **state)
{
    const struct period_row *row = *state;
    int32_t day = day_of(row->day);
    assert_day(row->month, day_month_start(day));
    assert_day(row->quarter, day_quarter_start(day));
    assert_day(row->year, day_year_start(day));
    assert_day(row->in_24_months, day_add_months(day, 24));
    assert_int_equal(day, day_add_months(day, 0));
}

static const struct months_row {
    const char *name;
    const char *day;
    int32_t months;
    const char *then;
} months_rows[] = {
    {"a month on", "2024-01-15", 1, "2024-02-15"},
    {"from the 31st to the first after a short month", "2024-01-31", 1, "2024-03-01"},
    {"from the 31st, a common year", "2023-01-31", 1, "2023-03-01"},
    {"from the 30th to a leap February", "2024-01-30", 1, "2024-03-01"},
    {"from the 29th to a leap February", "2024-01-29", 1, "2024-02-29"},
    {"from the 31st to a month of 30", "2024-03-31", 1, "2024-05-01"},
    {"over the year's end", "2024-12-31", 1, "2025-01-31"},
    {"a leap day twelve months on", "2024-02-29", 12, "2025-03-01"},
    {"a leap day 48 months on", "2024-02-29", 48, "2028-02-29"},
    {"no leap day in 2100", "2096-02-29", 48, "2100-03-01"},
};

static void months_check(void **state)
{
    const struct months_row *row = *state;
    assert_day(row->then, day_add_months(day_of(row->day), row->months));
}

/* ---- instants ---- */

static const struct instant_row {
    const char *name;
    const char *text;
    int64_t instant; /* NO_INSTANT: refused */
    int32_t offset_minutes;
    const char *day; /* at that offset */
} instant_rows[] = {
#define NO_INSTANT INT64_MIN
    {"the first second", "1970-01-01T00:00Z", 0, 0, "1970-01-01"},
    {"with seconds", "1970-01-01T00:00:07Z", 7, 0, "1970-01-01"},
    {"an eastern zone is earlier", "2021-12-17T08:30+08:00", 1639701000, 480, "2021-12-17"},
    {"a western zone is later", "2021-12-16T20:30-04:00", 1639701000, -240, "2021-12-16"},
    {"half an hour of a zone", "2021-12-17T06:00+05:30", 1639701000, 330, "2021-12-17"},
    {"midnight begins a day", "2024-03-01T00:00+08:00", 1709222400, 480, "2024-03-01"},
    {"a second before midnight ends one", "2024-02-29T23:59:59+08:00", 1709222399, 480,
     "2024-02-29"},
    {"and is another day elsewhere", "2024-03-01T00:00+08:00", 1709222400, 0, "2024-02-29"},
    {"before 1970, west of it", "1970-01-01T00:00Z", 0, -1, "1969-12-31"},
    {"14 hours ahead", "1970-01-01T00:00+14:00", -50400, 840, "1970-01-01"},
    {"no zone", "2021-12-17T08:30", NO_INSTANT, 0, ""},
    {"no zone after seconds", "2021-12-17T08:30:00", NO_INSTANT, 0, ""},
    {"a zone without a colon", "2021-12-17T08:30+0800", NO_INSTANT, 0, ""},
    {"a zone of 15 hours", "2021-12-17T08:30+15:00", NO_INSTANT, 0, ""},
    {"a small z", "2021-12-17T08:30z", NO_INSTANT, 0, ""},
    {"a space for the T", "2021-12-17 08:30+08:00", NO_INSTANT, 0, ""},
    {"hour 24", "2021-12-17T24:00+08:00", NO_INSTANT, 0, ""},
    {"minute 60", "2021-12-17T08:60+08:00", NO_INSTANT, 0, ""},
    {"a leap second", "2021-12-17T23:59:60+08:00", NO_INSTANT, 0, ""},
    {"fractions", "2021-12-17T08:30:00.5+08:00", NO_INSTANT, 0, ""},
    {"a day that is none", "2021-02-29T08:30+08:00", NO_INSTANT, 0, ""},
    {"a day alone", "2021-12-17", NO_INSTANT, 0, ""},
    {"something after", "2021-12-17T08:30+08:00 ", NO_INSTANT, 0, ""},
};

static void instant_check(void **state)
{
    const struct instant_row *row = *state;
    int64_t instant = 0;
    struct status status = instant_parse(row->text, strlen(row->text), &instant);
    if (row->instant == NO_INSTANT) {
        assert_int_equal(STATUS_DAY_MALFORMED, status.code);
        return;
    }
    assert_int_equal(STATUS_OK, status.code);
    assert_int_equal(row->instant, instant);
    assert_day(row->day, instant_day(instant, row->offset_minutes));
}

/* Day by day from year 1 to year 9999: the next day's date is the next date. */
static void every_day_has_its_number(void **state)
{
    (void)state;
    struct civil civil = {1, 1, 1};
    for (int32_t day = day_of("0001-01-01"); day <= day_of("9999-12-31"); day++) {
        struct civil found = day_to_civil(day);
        if (found.year != civil.year || found.month != civil.month || found.day != civil.day ||
            day_from_civil(civil) != day) {
            fail_msg("day %d is %d-%d-%d", day, found.year, found.month, found.day);
        }
        civil.day++;
        if (!civil_exists(civil)) {
            civil = (struct civil){civil.year, civil.month + 1, 1};
        }
        if (civil.month > 12) {
            civil = (struct civil){civil.year + 1, 1, 1};
        }
    }
}

int main(void)
{
    struct CMUnitTest
        tests[COUNT(text_rows) + COUNT(period_rows) + COUNT(months_rows) + COUNT(instant_rows) + 1];
    size_t count = 0;
    for (size_t i = 0; i < COUNT(text_rows); i++) {
        tests[count++] =
            (struct CMUnitTest){text_rows[i].name, text_check, NULL, NULL, (void *)&text_rows[i]};
    }
    for (size_t i = 0; i < COUNT(period_rows); i++) {
        tests[count++] = (struct CMUnitTest){period_rows[i].day, period_check, NULL, NULL,
                                             (void *)&period_rows[i]};
    }
    for (size_t i = 0; i < COUNT(months_rows); i++) {
        tests[count++] = (struct CMUnitTest){months_rows[i].name, months_check, NULL, NULL,
                                             (void *)&months_rows[i]};
    }
    for (size_t i = 0; i < COUNT(instant_rows); i++) {
        tests[count++] = (struct CMUnitTest){instant_rows[i].name, instant_check, NULL, NULL,
                                             (void *)&instant_rows[i]};
    }
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(every_day_has_its_number);
    return cmocka_run_group_tests_name("day", tests, NULL, NULL);
}
