/* workdays_test.c - working days as tables: what is announced, what an office's file says, and when
 * a notice is over. */
#include "base/workdays.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/day.h"
#include "testing/scratch.h"

static int32_t day_of(const char *text)
{
    int32_t day = 0;
    assert_true(status_ok(day_parse(text, strlen(text), &day)));
    return day;
}

static const struct {
    const char *day;
    bool work;
    const char *why;
} days[] = {
    {"2026-02-13", true, "a Friday"},
    {"2026-02-14", true, "a Saturday worked before the Spring Festival"},
    {"2026-02-15", false, "the festival begins"},
    {"2026-02-23", false, "its last day, a Monday"},
    {"2026-02-24", true, "the Tuesday after"},
    {"2026-02-28", true, "a Saturday worked after it"},
    {"2026-03-01", false, "a Sunday"},
    {"2026-10-10", true, "a Saturday worked after National Day"},
    {"2025-10-08", false, "Mid-Autumn and National Day together"},
    {"2025-09-28", true, "a Sunday worked before them"},
    {"2024-02-09", true, "New Year's Eve of 2024, which was no holiday"},
    {"2024-02-18", true, "a Sunday worked after the festival of 2024"},
    {"2023-01-02", false, "the day after New Year's"},
    {"2022-12-31", false, "announced with the year after"},
    {"2020-01-31", false, "the festival made longer"},
    {"2019-10-01", true, "a year that is not built in"},
    {"2031-01-01", true, "a year that nobody has announced"},
};

static void the_announced_days(void **state)
{
    struct workdays *workdays = NULL;
    (void)state;
    assert_true(status_ok(workdays_open(NULL, &workdays, NULL)));
    for (size_t i = 0; i < COUNT(days); i++) {
        if (workdays_is(workdays, day_of(days[i].day)) != days[i].work) {
            fail_msg("%s: %s", days[i].day, days[i].why);
        }
    }
    assert_false(workdays_known(workdays, 2019));
    assert_true(workdays_known(workdays, 2020));
    assert_true(workdays_known(workdays, 2026));
    assert_false(workdays_known(workdays, 2031));
    assert_false(workdays_known(workdays, 9999));
    workdays_close(&workdays);
}

/* A slip in one day shows in the sum of its year. */
static void the_year_has_its_sum(void **state)
{
    static const int sums[][2] = {{2020, 249}, {2021, 250}, {2022, 249}, {2023, 249},
                                  {2024, 251}, {2025, 248}, {2026, 248}};
    struct workdays *workdays = NULL;
    (void)state;
    assert_true(status_ok(workdays_open("", &workdays, NULL)));
    for (size_t i = 0; i < COUNT(sums); i++) {
        int count = 0;
        int32_t last = day_from_civil((struct civil){sums[i][0], 12, 31});
        for (int32_t day = day_from_civil((struct civil){sums[i][0], 1, 1}); day <= last; day++) {
            count += workdays_is(workdays, day);
        }
        assert_int_equal(sums[i][1], count);
    }
    workdays_close(&workdays);
}

static void when_a_notice_is_over(void **state)
{
    static const struct {
        const char *from;
        int32_t count;
        const char *after;
    } notices[] = {
        {"2026-03-02", 0, "2026-03-02"}, {"2026-03-02", 1, "2026-03-04"}, /* a Monday */
        {"2026-03-06", 1, "2026-03-10"}, {"2026-03-06", 3, "2026-03-12"}, /* a Friday */
        {"2026-03-07", 1, "2026-03-10"}, {"2026-02-13", 3, "2026-02-26"}, /* over the festival */
        {"2025-09-30", 7, "2025-10-17"}, {"2026-12-30", 3, "2027-01-05"},
    };
    struct workdays *workdays = NULL;
    (void)state;
    assert_true(status_ok(workdays_open(NULL, &workdays, NULL)));
    for (size_t i = 0; i < COUNT(notices); i++) {
        char text[DAY_TEXT_SIZE];
        day_format(workdays_after(workdays, day_of(notices[i].from), notices[i].count), text);
        assert_string_equal(notices[i].after, text);
    }
    workdays_close(&workdays);
}

#define HEAD "from,until,kind\n"

static const struct file_row {
    const char *name;
    const char *text;
    enum status_code answer;
    int64_t line;
} files[] = {
    {"an empty file", "", STATUS_OK, 0},
    {"a header alone", HEAD, STATUS_OK, 0},
    {"no header", "2027-02-06,2027-02-12,rest\n", STATUS_WORKDAYS_LINE, 1},
    {"another kind", HEAD "2027-02-06,,feast\n", STATUS_WORKDAYS_LINE, 2},
    {"a column too few", HEAD "2027-02-06,rest\n", STATUS_WORKDAYS_LINE, 2},
    {"a column too many", HEAD "2027-02-06,,rest,x\n", STATUS_WORKDAYS_LINE, 2},
    {"no day", HEAD "2027-02-06,,rest\n2027-02-30,,rest\n", STATUS_DAY_MALFORMED, 3},
    {"no first day", HEAD ",2027-02-06,rest\n", STATUS_DAY_MALFORMED, 2},
    {"an end before the start", HEAD "2027-02-06,2027-02-05,rest\n", STATUS_WORKDAYS_LINE, 2},
    {"a year long ago", HEAD "1999-02-06,,rest\n", STATUS_WORKDAYS_LINE, 2},
    {"a year far off", HEAD "2200-02-06,,rest\n", STATUS_WORKDAYS_LINE, 2},
    {"a span of years", HEAD "2027-02-06,2029-02-06,rest\n", STATUS_WORKDAYS_LINE, 2},
    {"a quote that never closes", HEAD "\"2027-02-06,,rest\n", STATUS_WORKDAYS_LINE, 2},
};

static char folder[SCRATCH_PATH_MAX];
static char path[SCRATCH_PATH_MAX + 16];

static void file_write(const char *text)
{
    scratch_make(folder);
    snprintf(path, sizeof(path), "%s/workdays.csv", folder);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static void file_check(void **state)
{
    const struct file_row *row = *state;
    struct workdays *workdays = NULL;
    struct problem problem = problem_none();
    file_write(row->text);
    struct status status = workdays_open(path, &workdays, &problem);
    assert_string_equal(status_name(row->answer), status_name(status.code));
    if (row->answer != STATUS_OK) {
        assert_null(workdays);
        assert_int_equal(row->line, problem.line);
    }
    workdays_close(&workdays);
    scratch_remove(folder);
}

static void the_office_has_the_last_word(void **state)
{
    struct workdays *workdays = NULL;
    (void)state;
    file_write(HEAD "2027-02-05,2027-02-11,rest\n2027-02-14,,work\n2026-10-01,,work\n");
    assert_true(status_ok(workdays_open(path, &workdays, NULL)));
    assert_true(workdays_known(workdays, 2027));
    assert_false(workdays_is(workdays, day_of("2027-02-05")));
    assert_false(workdays_is(workdays, day_of("2027-02-11")));
    assert_true(workdays_is(workdays, day_of("2027-02-12")));
    assert_true(workdays_is(workdays, day_of("2027-02-14")));
    assert_true(workdays_is(workdays, day_of("2026-10-01")));
    assert_false(workdays_is(workdays, day_of("2026-10-02"))); /* of which it says nothing */
    workdays_close(&workdays);
    scratch_remove(folder);
}

static void a_file_that_is_not_there(void **state)
{
    struct workdays *workdays = NULL;
    struct problem problem = problem_none();
    (void)state;
    assert_int_equal(STATUS_FILE_OPEN,
                     workdays_open("/nowhere/workdays.csv", &workdays, &problem).code);
    assert_string_equal("/nowhere/workdays.csv", problem.file);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(files) + 5];
    size_t count = 0;
    for (size_t i = 0; i < COUNT(files); i++) {
        tests[count++] =
            (struct CMUnitTest){files[i].name, file_check, NULL, NULL, (void *)&files[i]};
    }
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(the_announced_days);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(the_year_has_its_sum);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(when_a_notice_is_over);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(the_office_has_the_last_word);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(a_file_that_is_not_there);
    return _cmocka_run_group_tests("workdays", tests, count, NULL, NULL);
}
