/* detect_testing.h - for the tests of the detectors: rows made in a few words, findings counted. */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "oversight/detect.h"
#include "oversight/limits.h"

enum { TEST_ROWS = 4096, HALF_FIRST = 18809, HALF_LAST = 18992 }; /* July to December 2021 */

static struct book_row test_rows[TEST_ROWS];
static size_t test_count;

static inline void test_begin(void)
{
    test_count = 0;
    memset(test_rows, 0, sizeof test_rows);
}

/* An attendance from minute to minute of a day of the half-year. Every person has a household of
 * the same number until it is changed. */
static inline struct book_row *test_stay(int64_t member, int64_t activity, int32_t day,
                                         int32_t from, int32_t until)
{
    assert_true(test_count < TEST_ROWS);
    struct book_row *row = &test_rows[test_count];
    int64_t midnight = ((int64_t)HALF_FIRST + day) * 86400;
    *row = (struct book_row){.record = 100 + test_count,
                             .member = member,
                             .household = member,
                             .proposer = 9001,
                             .proposer_household = 9001,
                             .approver = 9002,
                             .activity = activity,
                             .in_at = midnight + 60 * (int64_t)from,
                             .out_at = midnight + 60 * (int64_t)until,
                             .at = midnight + 60 * (int64_t)until,
                             .points = 20,
                             .day = HALF_FIRST + day};
    test_count++;
    return row;
}

struct test_found {
    size_t count;
    struct finding list[64];
};

static inline struct status test_take(void *context, const struct finding *finding)
{
    struct test_found *found = context;
    assert_true(found->count < COUNT(found->list));
    found->list[found->count++] = *finding;
    return OK;
}

static inline void test_detect(detect_fn detect, struct test_found *found)
{
    struct rows rows = {test_rows, test_count, HALF_FIRST, HALF_LAST};
    found->count = 0;
    assert_true(status_ok(detect(&rows, test_take, found)));
}
