/* detect_testing.h - for the tests of the detectors: rows made in a few words, findings counted. */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "oversight/detect.h"
#include "oversight/limits.h"

enum {
    TEST_ROWS = 4096,
    TEST_FINDINGS = 64,
    HALF_FIRST = 18809, /* 2021-07-01 */
    HALF_LAST = 18992,  /* 2021-12-31 */
    LEADER = 9001,
    APPROVER = 9002,
    SHOP = 77,
};

struct test_rows {
    struct book_row list[TEST_ROWS];
    size_t count;
};

/* A row of a test's table: what the books hold, and how many findings it must give. */
struct test_case {
    const char *name;
    void (*make)(struct test_rows *rows);
    size_t found;
    enum signal_kind kind; /* of the first one */
    int64_t number;        /* its first number */
};

/* An attendance from minute to minute of a day of the half-year, of a person whose household has
 * the same number. */
static inline struct book_row *test_stay(struct test_rows *rows, int64_t member, int64_t activity,
                                         int32_t day, int32_t from, int32_t until)
{
    assert_true(rows->count < TEST_ROWS);
    struct book_row *row = &rows->list[rows->count];
    int64_t midnight = ((int64_t)HALF_FIRST + day) * 86400;
    *row = (struct book_row){.record = 100 + rows->count,
                             .member = member,
                             .household = member,
                             .proposer = LEADER,
                             .proposer_household = LEADER,
                             .approver = APPROVER,
                             .activity = activity,
                             .in_at = midnight + 60 * (int64_t)from,
                             .out_at = midnight + 60 * (int64_t)until,
                             .at = midnight + 60 * (int64_t)until,
                             .points = 20,
                             .day = HALF_FIRST + day};
    rows->count++;
    return row;
}

/* A redemption at a minute of a day. */
static inline struct book_row *test_spend(struct test_rows *rows, int64_t member, int32_t day,
                                          int32_t at, int64_t points)
{
    struct book_row *row = test_stay(rows, member, 0, day, at, at);
    row->proposer = 0;
    row->approver = 0;
    row->in_at = 0;
    row->out_at = 0;
    row->shop = SHOP;
    row->points = points;
    return row;
}

struct test_found {
    struct finding list[TEST_FINDINGS];
    size_t count;
};

static inline struct status test_take(void *context, const struct finding *finding)
{
    struct test_found *found = context;
    assert_true(found->count < TEST_FINDINGS);
    found->list[found->count++] = *finding;
    return OK;
}

static inline void test_detect(detect_fn detect, const struct test_rows *rows,
                               struct test_found *found)
{
    const struct rows span = {rows->list, rows->count, HALF_FIRST, HALF_LAST};
    found->count = 0;
    assert_true(status_ok(detect(&span, test_take, found)));
}

/* Holds one row of the table; what it found is handed back for a closer look. */
static inline void test_judge(detect_fn detect, const struct test_case *row)
{
    struct test_rows *rows = calloc(1, sizeof *rows);
    struct test_found *found = calloc(1, sizeof *found);
    assert_non_null(rows);
    assert_non_null(found);
    row->make(rows);
    test_detect(detect, rows, found);
    assert_int_equal(row->found, found->count);
    if (row->found > 0) {
        assert_int_equal(row->kind, found->list[0].kind);
        assert_int_equal(row->number, found->list[0].numbers[0]);
        assert_true(found->list[0].record_count > 0);
        assert_true(found->list[0].people_count > 0);
    }
    free(rows);
    free(found);
}

#define TEST_TABLE(NAME, DETECT, CASES)                                                            \
    static void case_check(void **state)                                                           \
    {                                                                                              \
        test_judge((DETECT), *state);                                                              \
    }                                                                                              \
    int main(void)                                                                                 \
    {                                                                                              \
        struct CMUnitTest tests[COUNT(CASES)];                                                     \
        for (size_t i = 0; i < COUNT(CASES); i++) {                                                \
            tests[i] =                                                                             \
                (struct CMUnitTest){(CASES)[i].name, case_check, NULL, NULL, (void *)&(CASES)[i]}; \
        }                                                                                          \
        return cmocka_run_group_tests_name((NAME), tests, NULL, NULL);                             \
    }
