/* journal_submit_test.c - what the journal promises to those who submit: every operation once, the
 * same answer for ever, nothing of what was refused or abandoned. Kills and faults:
 * journal_recover_test.c. */
#include "journal/journal_testing.h"

/* ---- the same id ---- */

static void the_same_again_gets_the_first_receipt(void **state)
{
    (void)state;
    struct span envelope = make(0, "award ann T");
    struct journal_answer first = send(envelope);
    assert_false(first.again);
    assert_int_equal(4, first.outcome.balance);
    fixture_run(&fixture, "award ann T -> 4 balance=8");
    uint64_t records = journal_records(fixture.journal);
    struct journal_answer answer = send(envelope);
    assert_again(&first, &answer);
    assert_int_equal(records, journal_records(fixture.journal));
    fixture_run(&fixture, "? ann 8");
}

static void also_after_a_commit_and_a_restart(void **state)
{
    (void)state;
    struct span envelope = make(0, "award ann T");
    struct journal_answer first = send(envelope);
    must(journal_commit(fixture.journal));
    struct journal_answer answer = send(envelope);
    assert_again(&first, &answer);
    reopen();
    answer = send(envelope);
    assert_again(&first, &answer);
    fixture_run(&fixture, "? ann 4");
}

static void also_within_one_group(void **state)
{
    (void)state;
    struct span group[] = {make(0, "award ann T event_id=once"), make(1, "award bob T"),
                           make(2, "award ann T event_id=once")};
    struct journal_answer answers[COUNT(group)];
    must(journal_submit(fixture.journal, group, COUNT(group), answers));
    assert_false(answers[0].again);
    assert_again(&answers[0], &answers[2]);
    fixture_run(&fixture, "? ann 4; ? bob 4");
}

/* Read forth, whole frames are read; back, each record alone, by waypoints where there are any. */
static void one_record_is_the_same_alone(void **state)
{
    static uint8_t forth[512][RECORD_BYTES_MAX];
    static size_t lengths[512];
    const uint8_t *bytes = NULL;
    size_t length = 0;
    (void)state;
    for (size_t count = 1; count < 131; count += 43) {
        fixture_frame(&fixture, "award ann T", count);
    }
    must(journal_commit(fixture.journal));
    uint64_t records = journal_records(fixture.journal);
    assert_true(records > 200 && records <= 512);
    for (uint64_t i = 0; i < records; i++) {
        must(journal_record(fixture.journal, i, &bytes, &lengths[i]));
        assert_true(lengths[i] <= sizeof forth[i]);
        memcpy(forth[i], bytes, lengths[i]);
    }
    for (uint64_t i = records; i-- > 0;) {
        must(journal_record(fixture.journal, i, &bytes, &length));
        assert_int_equal(lengths[i], length);
        assert_memory_equal(forth[i], bytes, length);
    }
}

/* A byte of a large frame changes on the disk while the journal is open. */
static void a_damaged_record_is_not_shown(void **state)
{
    struct file file;
    char path[PATH_BYTES_MAX];
    uint8_t byte = 0;
    size_t got = 0;
    int64_t size = 0;
    const uint8_t *bytes = NULL;
    size_t length = 0;
    (void)state;
    fixture_frame(&fixture, "award ann T", 100);
    must(journal_commit(fixture.journal));
    path_of(path, "journal/00000000000000000000.seg");
    must(file_open(path, FILE_FOR_WRITING, &file));
    must(file_size(&file, &size));
    must(file_read(&file, size - 20, &byte, 1, &got));
    byte ^= 1;
    must(file_write(&file, size - 20, &byte, 1));
    file_close(&file);
    uint64_t last = journal_records(fixture.journal) - 1;
    assert_int_equal(STATUS_JOURNAL_DAMAGED,
                     journal_record(fixture.journal, last, &bytes, &length).code);
    byte ^= 1;
    must(file_open(path, FILE_FOR_WRITING, &file));
    must(file_write(&file, size - 20, &byte, 1));
    file_close(&file);
}

static void other_bytes_under_an_id_are_refused(void **state)
{
    (void)state;
    struct span group[] = {make(0, "award ann T event_id=once"),
                           make(1, "award bob T event_id=once")};
    struct journal_answer answers[COUNT(group)];
    must(journal_submit(fixture.journal, group, COUNT(group), answers));
    must(answers[0].status);
    assert_int_equal(STATUS_ID_TAKEN, answers[1].status.code);
    assert_int_equal(STATUS_ID_TAKEN, send(group[1]).status.code);
    reopen();
    assert_int_equal(STATUS_ID_TAKEN, send(group[1]).status.code);
    assert_true(send(group[0]).again);
    fixture_run(&fixture, "? ann 4; ? bob 0");
}

static void another_village_does_not_free_an_id(void **state)
{
    (void)state;
    must(send(make(0, "award ann T event_id=once")).status);
    struct span envelope = make(1, "village_open 10 480 village=other event_id=once");
    assert_int_equal(STATUS_ID_TAKEN, send(envelope).status.code);
}

/* ---- refused, malformed, abandoned ---- */

static void a_refused_operation_is_judged_anew(void **state)
{
    (void)state;
    struct span envelope = make(0, "redeem ann S1 RICE 4");
    uint64_t records = journal_records(fixture.journal);
    assert_int_equal(STATUS_NOT_ENOUGH_POINTS, send(envelope).status.code);
    assert_int_equal(STATUS_NOT_ENOUGH_POINTS, send(envelope).status.code);
    assert_int_equal(records, journal_records(fixture.journal));
    fixture_run(&fixture, "award ann T");
    struct journal_answer answer = send(envelope);
    must(answer.status);
    assert_false(answer.again);
}

static void a_refused_id_is_free_for_other_bytes(void **state)
{
    (void)state;
    assert_int_equal(STATUS_NOT_ENOUGH_POINTS,
                     send(make(0, "redeem ann S1 RICE 4 event_id=once")).status.code);
    must(send(make(1, "award ann T event_id=once")).status);
}

static void a_group_is_judged_one_by_one(void **state)
{
    (void)state;
    struct span group[] = {make(0, "redeem ann S1 RICE 4"),
                           make(1, "award ann T"),
                           make(2, "redeem ann S1 RICE 4"),
                           {(const uint8_t *)"x", 1},
                           {NULL, 0}};
    struct journal_answer answers[COUNT(group)];
    uint64_t records = journal_records(fixture.journal);
    must(journal_submit(fixture.journal, group, COUNT(group), answers));
    assert_int_equal(STATUS_NOT_ENOUGH_POINTS, answers[0].status.code);
    must(answers[1].status);
    must(answers[2].status);
    assert_int_equal(STATUS_OPERATION_MALFORMED, answers[3].status.code);
    assert_int_equal(STATUS_OPERATION_MALFORMED, answers[4].status.code);
    assert_int_equal(records, answers[1].record);
    assert_int_equal(records + 1, answers[2].record);
    assert_int_equal(records + 2, journal_records(fixture.journal));
}

static void a_group_of_nothing_is_nothing(void **state)
{
    (void)state;
    struct journal_answer answer;
    struct frame_place before = frames_end(fixture.journal->frames);
    must(journal_submit(fixture.journal, NULL, 0, &answer));
    struct span refused = make(0, "redeem ann S1 RICE 4");
    must(journal_submit(fixture.journal, &refused, 1, &answer));
    must(journal_begin(fixture.journal));
    must(journal_seal(fixture.journal));
    assert_int_equal(before.offset, frames_end(fixture.journal->frames).offset);
}

static void an_abandoned_group_leaves_nothing(void **state)
{
    (void)state;
    fixture_run(&fixture, "award ann T");
    struct span group[] = {make(0, "award ann T"), make(1, "account_open eve CARD"),
                           make(2, "award eve T"), make(3, "village_open 10 480 village=other"),
                           make(4, "shop_open S2")};
    struct journal_answer first[COUNT(group)];
    struct journal_answer second[COUNT(group)];
    uint64_t records = journal_records(fixture.journal);
    group_try(group, COUNT(group), first);
    must(journal_abandon(fixture.journal));
    assert_int_equal(records, journal_records(fixture.journal));
    fixture_run(&fixture, "? ann 4; ? report registered 5; award eve T -> NOT_REGISTERED");
    group_try(group, COUNT(group), second);
    must(journal_seal(fixture.journal));
    for (size_t i = 0; i < COUNT(group); i++) {
        assert_false(second[i].again);
        assert_int_equal(first[i].record, second[i].record);
        assert_int_equal(first[i].outcome.balance, second[i].outcome.balance);
    }
    fixture_run(&fixture, "? ann 8; ? eve 4; ? report registered 6");
}

/* ---- a group in pieces that is stored one by one ---- */

static void a_group_in_pieces_joins_the_open_transaction(void **state)
{
    (void)state;
    struct store *store = books_store(fixture.wire.books);
    must(journal_commit(fixture.journal));
    must(send(make(0, "award ann T")).status);
    uint64_t records = journal_records(fixture.journal);
    struct span group[] = {make(1, "redeem ann S1 RICE 4"), make(2, "redeem ann S1 RICE 4"),
                           make(3, "award bob T")};
    struct journal_answer answers[COUNT(group)];
    must(journal_group(fixture.journal));
    for (size_t i = 0; i < COUNT(group); i++) {
        must(journal_try(fixture.journal, group[i], &answers[i]));
    }
    must(journal_seal(fixture.journal));
    must(answers[0].status);
    assert_int_equal(STATUS_NOT_ENOUGH_POINTS, answers[1].status.code);
    must(answers[2].status);
    assert_int_equal(records, answers[0].record);
    assert_int_equal(records + 1, answers[2].record);
    assert_int_equal(records + 2, journal_records(fixture.journal));
    assert_true(store_in_transaction(store)); /* with the award before it */
    must(send(make(4, "award bob T")).status);
    reopen();
    fixture_run(&fixture, "? ann 0; ? bob 8");
    assert_true(send(group[0]).again);
}

static void closing_drops_an_open_group_in_pieces_alone(void **state)
{
    (void)state;
    must(send(make(0, "award ann T")).status); /* not committed */
    uint64_t records = journal_records(fixture.journal);
    struct span envelope = make(1, "award bob T");
    struct journal_answer answer;
    must(journal_group(fixture.journal));
    must(journal_try(fixture.journal, envelope, &answer));
    must(answer.status);
    reopen();
    assert_int_equal(records, journal_records(fixture.journal));
    fixture_run(&fixture, "? ann 4; ? bob 0");
    assert_false(send(envelope).again);
    fixture_run(&fixture, "? bob 4");
}

static void closing_abandons_an_open_group(void **state)
{
    (void)state;
    struct span group[] = {make(0, "award ann T")};
    struct journal_answer answers[1];
    group_try(group, 1, answers);
    reopen();
    fixture_run(&fixture, "? ann 0");
    assert_false(send(group[0]).again);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_same_again_gets_the_first_receipt),
        TEST(also_after_a_commit_and_a_restart),
        TEST(also_within_one_group),
        TEST(one_record_is_the_same_alone),
        TEST(a_damaged_record_is_not_shown),
        TEST(other_bytes_under_an_id_are_refused),
        TEST(another_village_does_not_free_an_id),
        TEST(a_refused_operation_is_judged_anew),
        TEST(a_refused_id_is_free_for_other_bytes),
        TEST(a_group_is_judged_one_by_one),
        TEST(a_group_of_nothing_is_nothing),
        TEST(an_abandoned_group_leaves_nothing),
        TEST(a_group_in_pieces_joins_the_open_transaction),
        TEST(closing_drops_an_open_group_in_pieces_alone),
        TEST(closing_abandons_an_open_group),
    };
    return cmocka_run_group_tests_name("journal_submit", tests, NULL, NULL);
}
