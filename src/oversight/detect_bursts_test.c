/* detect_bursts_test.c - faster than hands and eyes. */
#include "oversight/detect_testing.h"

/* Cards at one activity, some seconds apart. */
static void cards_add(struct test_rows *rows, int64_t activity, int32_t cards, int32_t apart)
{
    for (int32_t i = 0; i < cards; i++) {
        struct book_row *row = test_stay(rows, 1 + i, activity, 5, 480, 600);
        row->in_at += (int64_t)i * apart;
        row->card = true;
    }
}

static void cards_at_once(struct test_rows *rows)
{
    cards_add(rows, 10, 13, 0);
}

static void cards_in_a_minute(struct test_rows *rows)
{
    cards_add(rows, 10, 30, 4);
}

static void cards_by_hand(struct test_rows *rows)
{
    cards_add(rows, 10, 60, 5);
}

static void cards_at_two(struct test_rows *rows)
{
    cards_add(rows, 10, 12, 0);
    cards_add(rows, 11, 12, 0);
}

static void phones_at_once(struct test_rows *rows)
{
    cards_add(rows, 10, 40, 0);
    for (size_t i = 0; i < rows->count; i++) {
        rows->list[i].card = false;
    }
}

/* Matters approved one after another, `apart` seconds between them. */
static void matters_add(struct test_rows *rows, int32_t matters, int32_t apart, bool activities)
{
    int64_t start = rows->count > 0 ? rows->list[rows->count - 1].at + apart : 1625500000;
    for (int32_t i = 0; i < matters; i++) {
        struct book_row *row = test_stay(rows, 1 + i, activities ? 500 + i : 0, 5, 480, 600);
        row->timed = true;
        row->at = start + (int64_t)i * apart;
    }
}

static void approved_fast(struct test_rows *rows)
{
    matters_add(rows, 21, 20, false);
}

static void approved_fast_activities(struct test_rows *rows)
{
    matters_add(rows, 30, 0, true);
}

static void approved_slowly(struct test_rows *rows)
{
    matters_add(rows, 200, 30, false);
}

static void one_activity_of_many(struct test_rows *rows)
{
    matters_add(rows, 300, 0, true);
    for (size_t i = 0; i < rows->count; i++) {
        rows->list[i].activity = 10 + (int64_t)i % 20;
    }
}

static void imported(struct test_rows *rows)
{
    matters_add(rows, 100, 0, false);
    for (size_t i = 0; i < rows->count; i++) {
        rows->list[i].timed = false;
    }
}

static void two_approvers(struct test_rows *rows)
{
    matters_add(rows, 40, 0, false);
    for (size_t i = 0; i < rows->count; i++) {
        rows->list[i].approver = APPROVER + (int64_t)i % 2;
    }
}

static void by_the_server(struct test_rows *rows)
{
    matters_add(rows, 100, 0, false);
    for (size_t i = 0; i < rows->count; i++) {
        rows->list[i].approver = 0;
    }
}

static void two_bursts(struct test_rows *rows)
{
    matters_add(rows, 25, 10, false);
    matters_add(rows, 5, 1000, false);
    matters_add(rows, 1, 2000, false);
    matters_add(rows, 24, 10, false);
}

static const struct test_case cases[] = {
    {"thirteen cards at one instant", cards_at_once, 1, SIGNAL_FAST_SCANS, 13},
    {"a card every four seconds", cards_in_a_minute, 1, SIGNAL_FAST_SCANS, 15},
    {"a card every five seconds is a hand at work", cards_by_hand, 0, 0, 0},
    {"two activities have two readers", cards_at_two, 0, 0, 0},
    {"people scan by themselves, all at once", phones_at_once, 0, 0, 0},
    {"twenty-one awards in seven minutes", approved_fast, 1, SIGNAL_FAST_APPROVALS, 21},
    {"thirty activities at one stroke", approved_fast_activities, 1, SIGNAL_FAST_APPROVALS, 30},
    {"a matter every half minute can be looked at", approved_slowly, 0, 0, 0},
    {"an activity is one matter, however many came", one_activity_of_many, 0, 0, 0},
    {"when imported approvals were made is not known", imported, 0, 0, 0},
    {"two approvers have two pairs of eyes", two_approvers, 0, 0, 0},
    {"what the server gives nobody approved", by_the_server, 0, 0, 0},
    {"two bursts with a rest between are two signals", two_bursts, 2, SIGNAL_FAST_APPROVALS, 25},
};

TEST_TABLE("bursts", detect_bursts, cases)
