/* signal_test.c - what becomes of a finding, night after night. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "app/folder.h"
#include "app/serve.h"
#include "oversight/oversight_internal.h"
#include "testing/scratch.h"

enum { HALF = 18809, NIGHT = 86400 };

static char scratch[SCRATCH_PATH_MAX];
static struct folder *folder;
static struct side side;
static int64_t now;

static void must(struct status status)
{
    assert_string_equal("OK", status_name(status.code));
}

static int begin(void **state)
{
    struct problem problem;
    (void)state;
    scratch_make(scratch);
    must(folder_init(scratch, NULL, &problem));
    must(folder_open(scratch, true, &folder, &problem));
    serve_side(folder, &side);
    must(side_open(&side));
    now = 1700000000;
    return 0;
}

static int end(void **state)
{
    (void)state;
    side_close(&side);
    must(folder_close(&folder));
    scratch_remove(scratch);
    return 0;
}

/* A night that finds it with so many records behind it; 0: it does not find it. */
static void night(int64_t key, int64_t records)
{
    struct finding finding = {.kind = SIGNAL_OWN_HOUSEHOLD,
                              .key = {key, 0},
                              .day = HALF + 30,
                              .numbers = {records},
                              .records = {5, 7},
                              .record_count = 2,
                              .record_total = records};
    now += NIGHT;
    must(people_begin(side.people));
    if (records > 0) {
        must(oversight__keep(&side, "V", HALF, &finding, now));
    }
    must(oversight__signals_gone(oversight__of(&side), "V", HALF, now));
    must(people_commit(side.people));
}

static struct signal now_is(int64_t key, enum signal_state state, int64_t records)
{
    struct signal signal = {
        .village = "V", .kind = SIGNAL_OWN_HOUSEHOLD, .half = HALF, .key = {key, 0}};
    uint64_t evidence[FINDING_RECORDS_MAX];
    size_t count = 0;
    bool found = false;
    must(oversight__signal_key(oversight__of(&side), &signal, &found));
    assert_true(found);
    assert_int_equal(state, signal.state);
    assert_int_equal(records, signal.records);
    must(oversight__evidence_list(oversight__of(&side), &signal.id, evidence, &count));
    assert_int_equal(2, count);
    return signal;
}

/* As the board does it. */
static void move(int64_t key, enum signal_state state)
{
    struct signal signal = {
        .village = "V", .kind = SIGNAL_OWN_HOUSEHOLD, .half = HALF, .key = {key, 0}};
    bool found = false;
    must(oversight__signal_key(oversight__of(&side), &signal, &found));
    signal.state = (int32_t)state;
    signal.taken = true;
    signal.answered = state == SIGNAL_ANSWERED ? signal.records : 0;
    must(people_begin(side.people));
    must(oversight__signal_set(oversight__of(&side), &signal));
    must(people_commit(side.people));
}

static void found_again_it_is_the_same(void **state)
{
    (void)state;
    night(1, 6);
    struct signal first = now_is(1, SIGNAL_OPEN, 6);
    night(1, 8);
    struct signal second = now_is(1, SIGNAL_OPEN, 8);
    assert_memory_equal(&first.id, &second.id, sizeof first.id);
    assert_int_equal(first.found_at, second.found_at);
}

static void not_found_it_is_gone_and_may_come_back(void **state)
{
    (void)state;
    night(1, 6);
    night(1, 0);
    now_is(1, SIGNAL_GONE, 6);
    night(1, 7);
    now_is(1, SIGNAL_OPEN, 7);
}

static void what_is_taken_up_is_not_gone(void **state)
{
    (void)state;
    night(1, 6);
    move(1, SIGNAL_TAKEN);
    night(1, 0);
    now_is(1, SIGNAL_TAKEN, 6);
}

static void what_was_answered_stays_so_until_it_doubles(void **state)
{
    (void)state;
    night(1, 6);
    move(1, SIGNAL_ANSWERED);
    night(1, 6);
    now_is(1, SIGNAL_ANSWERED, 6);
    night(1, 11);
    now_is(1, SIGNAL_ANSWERED, 6);
    night(1, 12);
    struct signal again = now_is(1, SIGNAL_OPEN, 12);
    assert_false(again.taken);
    assert_int_equal(now, again.found_at);
}

static void two_keys_are_two_signals(void **state)
{
    int64_t open = 0;
    (void)state;
    night(1, 6);
    night(2, 6); /* the first is not found that night */
    now_is(1, SIGNAL_GONE, 6);
    now_is(2, SIGNAL_OPEN, 6);
    must(oversight__signal_count(oversight__of(&side), "V", SIGNAL_OPEN, &open));
    assert_int_equal(1, open);
    must(oversight__signal_count(oversight__of(&side), "W", SIGNAL_OPEN, &open));
    assert_int_equal(0, open);
}

/* ---- how many are drawn ---- */

static void so_many_are_drawn(void **state)
{
    static const struct {
        int64_t awards;
        int64_t drawn;
    } rows[] = {{0, 0},   {1, 1},   {4, 4},     {5, 5},     {250, 5},
                {251, 6}, {300, 6}, {1999, 40}, {2000, 40}, {1000000, 40}};
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        assert_int_equal(rows[i].drawn, oversight__spot_count(rows[i].awards));
    }
    assert_int_equal(18974, oversight__monday(18978)); /* 2021-12-17 was a Friday */
    assert_int_equal(18974, oversight__monday(18974));
    assert_int_equal(18967, oversight__monday(18973));
    assert_int_equal(-3, oversight__monday(0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(found_again_it_is_the_same, begin, end),
        cmocka_unit_test_setup_teardown(not_found_it_is_gone_and_may_come_back, begin, end),
        cmocka_unit_test_setup_teardown(what_is_taken_up_is_not_gone, begin, end),
        cmocka_unit_test_setup_teardown(what_was_answered_stays_so_until_it_doubles, begin, end),
        cmocka_unit_test_setup_teardown(two_keys_are_two_signals, begin, end),
        cmocka_unit_test(so_many_are_drawn),
    };
    crypto_init();
    return cmocka_run_group_tests_name("signals", tests, NULL, NULL);
}
