/* detect_random_test.c - random rows, held against the formulas of detect.h reckoned the long way:
 * every pair of rows, every pair of people. */
#include "oversight/detect_testing.h"

enum { SEEDS = 60, PEOPLE = 12, ACTIVITIES = 40, DAYS = 6 };

static struct test_rows rows;
static struct test_found found;
static uint32_t state;

static int32_t below(int32_t limit)
{
    state = state * 1664525U + 1013904223U;
    return (int32_t)((state >> 8) % (uint32_t)limit);
}

/* Few people, so that all rules find something in some of the seeds. */
static void rows_make(uint32_t seed, int32_t count)
{
    state = seed;
    rows.count = 0;
    for (int32_t i = 0; i < count; i++) {
        int32_t start = 300 + below(600);
        int64_t activity = 1 + below(ACTIVITIES);
        int64_t member = 1 + below(PEOPLE);
        member -= member == 2 || member == 8; /* they come with 5 alone */
        struct book_row *row =
            test_stay(&rows, member, activity, below(DAYS), start, start + 10 + below(200));
        row->household = 1 + row->member / 2;
        row->proposer = 100 + below(4);
        row->proposer_household = 1 + below(4);
        row->approver = 200 + below(3);
        row->approver_household = 3 + below(3);
    }
    /* Some who hang together: whoever is 2 goes where 5 goes, mostly with 8. */
    for (size_t i = 0; i < (size_t)count; i++) {
        if (rows.list[i].member == 5) {
            struct book_row copy = rows.list[i];
            struct book_row *row = test_stay(&rows, 2, copy.activity, 0, 0, 0);
            *row = copy;
            row->record = 100 + rows.count;
            row->member = 2;
            row->household = 50;
            if (below(8) > 0) {
                row = test_stay(&rows, 8, copy.activity, 0, 0, 0);
                *row = copy;
                row->record = 100 + rows.count;
                row->member = 8;
                row->household = 51;
            }
        }
    }
}

static bool found_with(enum signal_kind kind, int64_t key0, int64_t key1, int64_t number)
{
    for (size_t i = 0; i < found.count; i++) {
        const struct finding *one = &found.list[i];
        if (one->kind == kind && one->key[0] == key0 && one->key[1] == key1) {
            assert_int_equal(number, one->numbers[0]);
            return true;
        }
    }
    return false;
}

static size_t places_expect(void)
{
    size_t count = 0;
    for (size_t i = 0; i < rows.count; i++) {
        for (size_t j = i + 1; j < rows.count; j++) {
            const struct book_row *a = &rows.list[i];
            const struct book_row *b = &rows.list[j];
            int64_t in = a->in_at > b->in_at ? a->in_at : b->in_at;
            int64_t out = a->out_at < b->out_at ? a->out_at : b->out_at;
            int64_t minutes = (out - in) / 60;
            if (a->member == b->member && a->activity != b->activity && out > in &&
                minutes >= oversight_limit(LIMIT_PLACES_MINUTES)) {
                assert_true(
                    found_with(SIGNAL_TWO_PLACES, (int64_t)a->record, (int64_t)b->record, minutes));
                count++;
            }
        }
    }
    return count;
}

/* Minute by minute. */
static size_t days_expect(void)
{
    size_t count = 0;
    for (int64_t member = 1; member <= PEOPLE; member++) {
        for (int32_t day = HALF_FIRST; day < HALF_FIRST + DAYS; day++) {
            int64_t minutes = 0;
            for (int64_t at = (int64_t)day * 86400; at < ((int64_t)day + 2) * 86400; at += 60) {
                bool there = false;
                for (size_t i = 0; i < rows.count && !there; i++) {
                    there = rows.list[i].member == member && rows.list[i].day == day &&
                            rows.list[i].in_at <= at && at < rows.list[i].out_at;
                }
                minutes += there;
            }
            if (minutes > oversight_limit(LIMIT_DAY_MINUTES)) {
                assert_true(found_with(SIGNAL_LONG_DAY, member, day, minutes));
                count++;
            }
        }
    }
    return count;
}

static bool came(int64_t member, int64_t activity)
{
    for (size_t i = 0; i < rows.count; i++) {
        if (rows.list[i].member == member && rows.list[i].activity == activity) {
            return true;
        }
    }
    return false;
}

static int64_t home_of(int64_t member)
{
    int64_t activity = -1;
    int64_t home = 0;
    for (size_t i = 0; i < rows.count; i++) { /* as of the attendance at the last activity */
        if (rows.list[i].member == member && rows.list[i].activity > activity) {
            activity = rows.list[i].activity;
            home = rows.list[i].household;
        }
    }
    return home;
}

static bool inseparable(int64_t a, int64_t b, int64_t *together)
{
    int64_t n = 0;
    int64_t m = 0;
    int64_t both = 0;
    int64_t all = 0;
    for (int64_t activity = 1; activity <= ACTIVITIES; activity++) {
        bool x = came(a, activity);
        bool y = came(b, activity);
        bool any = x || y;
        for (int64_t other = 1; other <= PEOPLE && !any; other++) {
            any = came(other, activity);
        }
        n += x;
        m += y;
        both += x && y;
        all += any;
    }
    *together = both;
    return home_of(a) != home_of(b) && both >= oversight_limit(LIMIT_TOGETHER_TIMES) &&
           1000 * both >= oversight_limit(LIMIT_TOGETHER_PERMILLE) * (n > m ? n : m) &&
           both * all >= oversight_limit(LIMIT_TOGETHER_CHANCE) * n * m;
}

static size_t groups_expect(void)
{
    int64_t group[PEOPLE + 1];
    int64_t least[PEOPLE + 1];
    size_t count = 0;
    for (int64_t a = 1; a <= PEOPLE; a++) {
        group[a] = a;
        least[a] = INT64_MAX;
    }
    for (int round = 0; round < PEOPLE; round++) {
        for (int64_t a = 1; a <= PEOPLE; a++) {
            for (int64_t b = a + 1; b <= PEOPLE; b++) {
                int64_t times = 0;
                if (inseparable(a, b, &times)) {
                    int64_t low = group[a] < group[b] ? group[a] : group[b];
                    int64_t times_least = least[a] < least[b] ? least[a] : least[b];
                    group[a] = group[b] = low;
                    least[a] = least[b] = times < times_least ? times : times_least;
                }
            }
        }
    }
    for (int64_t low = 1; low <= PEOPLE; low++) {
        int64_t homes = 0;
        for (int64_t a = 1; a <= PEOPLE; a++) {
            bool new = group[a] == low;
            for (int64_t b = 1; b < a && new; b++) {
                new = group[b] != low || home_of(b) != home_of(a);
            }
            homes += new;
        }
        if (group[low] == low && least[low] != INT64_MAX &&
            (homes > 2 || least[low] >= oversight_limit(LIMIT_TOGETHER_PAIR_TIMES))) {
            assert_true(found_with(SIGNAL_TOGETHER, low, 0, homes));
            count++;
        }
    }
    return count;
}

static size_t vouched(int64_t actor, int64_t *home, int64_t household)
{
    size_t count = 0;
    for (size_t i = 0; i < rows.count; i++) {
        const struct book_row *row = &rows.list[i];
        bool proposed = row->proposer == actor && row->proposer_household != row->household;
        bool approved = row->approver == actor && row->approver_household != row->household;
        if ((proposed || approved) && row->household == household) {
            *home = proposed ? row->proposer_household : row->approver_household;
            count++;
        }
    }
    return count;
}

/* Here everybody's household is the same in all rows. */
static size_t mutual_expect(void)
{
    size_t count = 0;
    size_t least = (size_t)oversight_limit(LIMIT_MUTUAL_AWARDS);
    for (size_t i = 0; i < rows.count; i++) {
        rows.list[i].proposer_household = rows.list[i].proposer - 99;
        rows.list[i].approver_household = rows.list[i].approver - 197;
    }
    test_detect(detect_mutual, &rows, &found);
    for (int64_t a = 100; a < 203; a++) {
        for (int64_t b = a + 1; b < 203; b++) {
            int64_t a_home = a < 200 ? a - 99 : a - 197;
            int64_t b_home = b < 200 ? b - 99 : b - 197;
            int64_t seen = 0;
            size_t x = vouched(a, &seen, b_home);
            size_t y = vouched(b, &seen, a_home);
            if (x >= least && y >= least) {
                assert_true(found_with(SIGNAL_MUTUAL, a, b, (int64_t)(x < y ? x : y)));
                count++;
            }
        }
    }
    return count;
}

/* Of what kind this finds. */
static size_t kinds(enum signal_kind kind)
{
    size_t count = 0;
    for (size_t i = 0; i < found.count; i++) {
        count += found.list[i].kind == kind;
    }
    return count;
}

static void places_and_days_are_all_there_are(void **unused)
{
    size_t places = 0;
    size_t days = 0;
    (void)unused;
    for (uint32_t seed = 1; seed <= SEEDS; seed++) {
        rows_make(seed, 40);
        test_detect(detect_places, &rows, &found);
        size_t expected = places_expect();
        assert_int_equal(expected, found.count);
        places += expected;
        test_detect(detect_hours, &rows, &found);
        expected = days_expect();
        assert_int_equal(expected, kinds(SIGNAL_LONG_DAY));
        days += expected;
    }
    assert_true(places > SEEDS && days > SEEDS / 4);
}

static void groups_are_all_there_are(void **unused)
{
    size_t groups = 0;
    (void)unused;
    for (uint32_t seed = 1; seed <= SEEDS; seed++) {
        rows_make(seed, 70);
        test_detect(detect_together, &rows, &found);
        size_t expected = groups_expect();
        assert_int_equal(expected, found.count);
        groups += expected;
    }
    assert_true(groups > SEEDS / 8);
}

static void circles_are_all_there_are(void **unused)
{
    size_t circles = 0;
    (void)unused;
    for (uint32_t seed = 1; seed <= SEEDS; seed++) {
        rows_make(seed, 120);
        size_t expected = mutual_expect();
        assert_int_equal(expected, found.count);
        circles += expected;
    }
    assert_true(circles > SEEDS / 8);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(places_and_days_are_all_there_are),
        cmocka_unit_test(groups_are_all_there_are),
        cmocka_unit_test(circles_are_all_there_are),
    };
    return cmocka_run_group_tests_name("random rows", tests, NULL, NULL);
}
