/* detect_mutual_test.c - two who vouch for each other. */
#include "oversight/detect_testing.h"

/* `actor` approves awards for a household. */
static void vouch(struct test_rows *rows, int64_t actor, int64_t household, int32_t awards)
{
    for (int32_t i = 0; i < awards; i++) {
        struct book_row *row = test_stay(rows, household, 10 + i, i, 480, 600);
        row->approver = actor;
        row->approver_household = actor;
        row->proposer = 0;
        row->proposer_household = 0;
    }
}

static void each_other(struct test_rows *rows)
{
    vouch(rows, 1, 2, 6);
    vouch(rows, 2, 1, 9);
}

static void one_proposes_one_approves(struct test_rows *rows)
{
    vouch(rows, 1, 2, 6);
    vouch(rows, 2, 1, 6);
    for (size_t i = 0; i < 6; i++) {
        rows->list[i].proposer = 1;
        rows->list[i].proposer_household = 1;
        rows->list[i].approver = 0;
        rows->list[i].approver_household = 0;
    }
}

static void one_way(struct test_rows *rows)
{
    vouch(rows, 1, 2, 50);
}

static void seldom_back(struct test_rows *rows)
{
    vouch(rows, 1, 2, 50);
    vouch(rows, 2, 1, 5);
}

static void a_ring_of_three(struct test_rows *rows)
{
    vouch(rows, 1, 2, 9);
    vouch(rows, 2, 3, 9);
    vouch(rows, 3, 1, 9);
}

static void one_household(struct test_rows *rows)
{
    vouch(rows, 1, 5, 9);
    vouch(rows, 2, 5, 9);
    for (size_t i = 0; i < rows->count; i++) {
        rows->list[i].approver_household = 5;
    }
}

static void from_outside(struct test_rows *rows)
{
    each_other(rows);
    for (size_t i = 0; i < rows->count; i++) {
        rows->list[i].approver_household = 0;
    }
}

static const struct test_case cases[] = {
    {"each for the other's household", each_other, 1, SIGNAL_MUTUAL, 6},
    {"one proposes, the other approves", one_proposes_one_approves, 1, SIGNAL_MUTUAL, 6},
    {"one way is no signal", one_way, 0, 0, 0},
    {"five times back are no signal", seldom_back, 0, 0, 0},
    {"three in a ring are not two", a_ring_of_three, 0, 0, 0},
    {"of one household there is another rule", one_household, 0, 0, 0},
    {"staff from outside have no household to favour", from_outside, 0, 0, 0},
};

TEST_TABLE("mutual", detect_mutual, cases)
