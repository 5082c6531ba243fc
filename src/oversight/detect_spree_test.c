/* detect_spree_test.c - earned together, spent together. */
#include "oversight/detect_testing.h"

/* So many people are awarded 60 points each, as the day's noon comes. */
static void award(struct test_rows *rows, int32_t people)
{
    for (int32_t i = 0; i < people; i++) {
        test_stay(rows, 1 + i, 10, 5, 480, 720)->points = 60;
    }
}

/* Some of them spend at the shop. */
static void spend(struct test_rows *rows, int32_t people, int32_t day, int64_t points)
{
    for (int32_t i = 0; i < people; i++) {
        test_spend(rows, 1 + i, day, 780 + i, points);
    }
}

static void all_at_once(struct test_rows *rows)
{
    award(rows, 8);
    spend(rows, 8, 5, 50);
}

static void next_morning(struct test_rows *rows)
{
    award(rows, 8);
    for (int32_t i = 0; i < 7; i++) {
        test_spend(rows, 1 + i, 6, 480, 60);
    }
}

static void two_days_later(struct test_rows *rows)
{
    award(rows, 8);
    spend(rows, 8, 7, 60);
}

static void some_on_their_way_home(struct test_rows *rows)
{
    award(rows, 20);
    spend(rows, 7, 5, 60);
}

static void four(struct test_rows *rows)
{
    award(rows, 4);
    spend(rows, 4, 5, 60);
}

static void a_little(struct test_rows *rows)
{
    award(rows, 8);
    spend(rows, 8, 5, 40);
}

static void before_the_award(struct test_rows *rows)
{
    award(rows, 8);
    for (int32_t i = 0; i < 8; i++) {
        test_spend(rows, 1 + i, 5, 600, 60);
    }
}

static void several_shops(struct test_rows *rows)
{
    all_at_once(rows);
    for (size_t i = 8; i < rows->count; i++) {
        rows->list[i].shop = SHOP + (int64_t)i % 3;
    }
}

static void several_leaders(struct test_rows *rows)
{
    all_at_once(rows);
    for (size_t i = 0; i < 8; i++) {
        rows->list[i].proposer = LEADER + (int64_t)i % 3;
    }
}

static void one_person_often(struct test_rows *rows)
{
    award(rows, 1);
    for (int32_t i = 0; i < 12; i++) {
        test_spend(rows, 1, 5, 780 + i, 60);
    }
}

static const struct test_case cases[] = {
    {"all of them spend it at one shop that afternoon", all_at_once, 1, SIGNAL_SPREE, 8},
    {"seven of eight the next morning", next_morning, 1, SIGNAL_SPREE, 7},
    {"two days later is no signal", two_days_later, 0, 0, 0},
    {"a third of them on their way home is no signal", some_on_their_way_home, 0, 0, 0},
    {"four people are too few", four, 0, 0, 0},
    {"to spend a part of it is no signal", a_little, 0, 0, 0},
    {"what was spent before has nothing to do with it", before_the_award, 0, 0, 0},
    {"several shops are no signal", several_shops, 0, 0, 0},
    {"several leaders are no signal", several_leaders, 0, 0, 0},
    {"one person's many purchases are one person's", one_person_often, 0, 0, 0},
};

TEST_TABLE("spree", detect_spree, cases)
