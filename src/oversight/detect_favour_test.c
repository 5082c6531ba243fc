/* detect_favour_test.c - an approver's points and one household. */
#include "oversight/detect_testing.h"

/* An approver gives so many households some points each. */
static void give(struct test_rows *rows, int64_t approver, int32_t households, int64_t points)
{
    for (int32_t i = 0; i < households; i++) {
        struct book_row *row = test_stay(rows, 1 + i, 10 + i % 7, i % 180, 480, 600);
        row->approver = approver;
        row->points = points;
    }
}

static void more(struct test_rows *rows, int64_t approver, int64_t household, int32_t awards)
{
    for (int32_t i = 0; i < awards; i++) {
        struct book_row *row = test_stay(rows, household, 50 + i, i, 480, 600);
        row->approver = approver;
        row->points = 100;
    }
}

static void favours(struct test_rows *rows)
{
    give(rows, APPROVER, 60, 40);
    more(rows, APPROVER, 1, 4); /* 440 of 2,800 to 60: 9.4 times the mean */
}

static void busy(struct test_rows *rows)
{
    give(rows, APPROVER, 60, 40);
    more(rows, APPROVER, 1, 3); /* 340 of 2,700: 7.6 times */
}

static void little(struct test_rows *rows)
{
    give(rows, APPROVER, 60, 4);
    more(rows, APPROVER, 1, 2); /* 204 points */
}

static void few_households(struct test_rows *rows)
{
    give(rows, APPROVER, 19, 10);
    more(rows, APPROVER, 1, 30);
}

static void others_give_as_much(struct test_rows *rows)
{
    favours(rows);
    give(rows, APPROVER + 1, 60, 40);
    more(rows, APPROVER + 1, 1, 4);
}

static void others_give_less(struct test_rows *rows)
{
    favours(rows);
    give(rows, APPROVER + 1, 60, 60);
}

static void by_the_server(struct test_rows *rows)
{
    give(rows, 0, 60, 40);
    more(rows, 0, 1, 40);
}

static void before_the_half_year(struct test_rows *rows)
{
    favours(rows);
    for (size_t i = 60; i < rows->count; i++) {
        rows->list[i].day = HALF_FIRST - 1;
    }
}

static const struct test_case cases[] = {
    {"nine times the mean goes to one household", favours, 1, SIGNAL_FAVOUR, 440},
    {"the other approver gives it its share and no more", others_give_less, 1, SIGNAL_FAVOUR, 440},
    {"the other approver gives it as much: it is a busy household", others_give_as_much, 0, 0, 0},
    {"a busy household is no signal", busy, 0, 0, 0},
    {"little is no signal", little, 0, 0, 0},
    {"too few households to compare with", few_households, 0, 0, 0},
    {"what the server gives nobody approved", by_the_server, 0, 0, 0},
    {"what was before the half-year does not count", before_the_half_year, 0, 0, 0},
};

TEST_TABLE("favour", detect_favour, cases)
