/* journal_recover_test.c - all of what was answered is there, once: after a kill, without books or
 * tree, on a disk that failed; and a journal shorter than what is known of it is damage. Method:
 * kills are copies of the folder taken in mid-work. */
#include "base/file_faults.h"
#include "journal/journal_testing.h"
#include "testing/folder.h"

/* ---- kills: the folder as it was in mid-work ---- */

static void file_copy(const char *from, const char *to, const char *name)
{
    char path[PATH_BYTES_MAX];
    must(path_join(path, from, name));
    if (file_kind(path) == FILE_REGULAR) {
        folder_copy(path, to, name);
    }
}

/* Everything but the tree, which is a cache. */
static void folder_photograph(char copy[SCRATCH_PATH_MAX])
{
    char to[PATH_BYTES_MAX];
    char from[PATH_BYTES_MAX];
    scratch_make(copy);
    static const char *const names[] = {"books.db", "books.db-wal", "checkpoint"};
    for (size_t i = 0; i < COUNT(names); i++) {
        file_copy(fixture.folder, copy, names[i]);
    }
    must(path_join(to, copy, "journal"));
    must(folder_make(to));
    path_of(from, "journal");
    file_copy(from, to, "00000000000000000000.seg");
}

/* The fixture goes on in the copy, as if it had been killed then. */
static void kill_at(char copy[SCRATCH_PATH_MAX])
{
    fixture_end(&fixture);
    memcpy(fixture.folder, copy, SCRATCH_PATH_MAX);
    must(fixture_open(&fixture, NULL));
}

static void what_was_answered_is_there_after_a_kill(void **state)
{
    (void)state;
    char copy[SCRATCH_PATH_MAX];
    must(journal_commit(fixture.journal));
    struct span envelope = make(0, "award ann T");
    struct journal_answer first = send(envelope);
    folder_photograph(copy);
    kill_at(copy);
    struct journal_answer answer = send(envelope);
    assert_again(&first, &answer);
    fixture_run(&fixture, "? ann 4");
}

static void a_group_not_sealed_is_not_there_after_a_kill(void **state)
{
    (void)state;
    char copy[SCRATCH_PATH_MAX];
    struct span group[] = {make(0, "award ann T"), make(1, "award bob T")};
    struct journal_answer answers[2];
    uint64_t records = journal_records(fixture.journal);
    group_try(group, 2, answers);
    folder_photograph(copy);
    must(journal_seal(fixture.journal));
    kill_at(copy);
    assert_int_equal(records, journal_records(fixture.journal));
    assert_false(send(group[0]).again);
    fixture_run(&fixture, "? ann 4; ? bob 0");
}

static void a_sealed_group_is_whole_after_a_kill(void **state)
{
    (void)state;
    char copy[SCRATCH_PATH_MAX];
    struct span group[] = {make(0, "award ann T"), make(1, "award bob T")};
    struct journal_answer answers[2];
    group_try(group, 2, answers);
    must(journal_seal(fixture.journal));
    folder_photograph(copy);
    kill_at(copy);
    assert_true(send(group[0]).again);
    assert_true(send(group[1]).again);
}

/* ---- what is not the journal is made again ---- */

static const struct lost_row {
    const char *name;
    const char *lost[4];
} lost_rows[] = {
    {"without books they are made from the journal", {"books.db", "books.db-wal"}},
    {"without a tree it is made from the journal", {"tree/data"}},
    {"without a checkpoint one is signed", {"checkpoint"}},
    {"without any of them", {"books.db", "books.db-wal", "checkpoint", "tree"}},
};

static void lost_is_made_again(void **state)
{
    const struct lost_row *row = *state;
    fixture_run(&fixture, "award ann T; redeem ann S1 RICE 1");
    struct hash root = fixture.journal->position.root;
    uint64_t records = journal_records(fixture.journal);
    fixture_close(&fixture);
    for (size_t i = 0; i < COUNT(row->lost) && row->lost[i] != NULL; i++) {
        char path[PATH_BYTES_MAX];
        path_of(path, strncmp(row->lost[i], "tree", 4) == 0 ? "tree" : row->lost[i]);
        scratch_remove(path);
    }
    must(fixture_open(&fixture, NULL));
    assert_int_equal(records, journal_records(fixture.journal));
    struct hash again;
    must(tree_root(journal_tree(fixture.journal), records, &again));
    assert_memory_equal(root.bytes, again.bytes, HASH_BYTES);
    fixture_run(&fixture, "? ann 3; ? shop S1 1");
}

/* ---- a reader beside the writer ---- */

static void a_reader_sees_what_is_committed(void **state)
{
    (void)state;
    char books[PATH_BYTES_MAX];
    struct journal *journal = NULL;
    struct wire wire = {0};
    path_of(books, "books.db");
    must(journal_commit(fixture.journal));
    uint64_t committed = journal_records(fixture.journal);
    must(send(make(0, "award ann T")).status);

    must(wire_open(books, STORE_READ, &wire, NULL));
    struct journal_options options = {.folder = fixture.folder,
                                      .books = wire.books,
                                      .rooms = wire.rooms,
                                      .room_count = WIRE_ROOMS,
                                      .key = &fixture.key};
    must(journal_open(&options, &journal, NULL));
    assert_int_equal(committed, journal_records(journal));
    assert_true(journal_behind(journal));
    const uint8_t *bytes = NULL;
    size_t length = 0;
    must(journal_record(journal, committed - 1, &bytes, &length));
    assert_int_equal(STATUS_RECORD_NOT_FOUND,
                     journal_record(journal, committed, &bytes, &length).code);
    must(journal_close(&journal));
    wire_close(&wire);
    fixture_run(&fixture, "award ann T -> 4 balance=8");
}

/* ---- a journal shorter than what is known of it ---- */

static void journal_shorten(void)
{
    char path[PATH_BYTES_MAX];
    struct frame_place last = frames_end(fixture.journal->frames);
    must(send(make(0, "award ann T")).status);
    fixture_close(&fixture);
    path_of(path, "journal/00000000000000000000.seg");
    assert_int_equal(0, truncate(path, (off_t)last.offset));
}

static void open_refuses(enum status_code expected)
{
    struct problem problem = problem_none();
    char path[PATH_BYTES_MAX];
    struct status status = fixture_open(&fixture, &problem);
    assert_string_equal(status_name(expected), status_name(status.code));
    wire_close(&fixture.wire);
    /* Then without what knew of it, so that the end of the test finds a journal. */
    path_of(path, "checkpoint");
    must(file_remove(path));
    path_of(path, "books.db");
    must(file_remove(path));
    path_of(path, "books.db-wal");
    must(file_remove(path));
    path_of(path, "tree");
    scratch_remove(path);
    must(fixture_open(&fixture, NULL));
    fixture_run(&fixture, "? ann 0");
}

static void a_checkpoint_ahead_of_the_journal_is_damage(void **state)
{
    (void)state;
    char path[PATH_BYTES_MAX];
    journal_shorten();
    path_of(path, "books.db");
    must(file_remove(path));
    open_refuses(STATUS_JOURNAL_DAMAGED);
}

static void books_ahead_of_the_journal_are_damage(void **state)
{
    (void)state;
    char path[PATH_BYTES_MAX];
    journal_shorten();
    path_of(path, "checkpoint");
    must(file_remove(path));
    open_refuses(STATUS_JOURNAL_DAMAGED);
}

/* ---- faults of the disk ---- */

static const struct fault_row {
    const char *name;
    enum file_call call;
    enum file_fault fault;
    size_t bytes;
} fault_rows[] = {
    {"a sync that fails", FILE_CALL_SYNC, FILE_FAULT_EIO, 0},
    {"a disk that is full", FILE_CALL_WRITE, FILE_FAULT_ENOSPC, 0},
    {"a write cut after 1 byte", FILE_CALL_WRITE, FILE_FAULT_SHORT, 1},
    {"a write cut within the header", FILE_CALL_WRITE, FILE_FAULT_SHORT, 40},
    {"a write cut within the records", FILE_CALL_WRITE, FILE_FAULT_SHORT, 100},
    {"a write that fails", FILE_CALL_WRITE, FILE_FAULT_EIO, 0},
};

/* After the fault nothing is taken; after the restart all that was answered is there, and what was
 * not is there or not, but once. */
static void a_fault_stops_the_journal(void **state)
{
    const struct fault_row *row = *state;
    struct file_faults rule = {
        .call = row->call, .fault = row->fault, .at = 1, .bytes = row->bytes};
    struct span answered = make(0, "award ann T");
    struct span unknown = make(1, "award bob T");
    struct span later = make(2, "award cai T");
    struct journal_answer answer;
    must(send(answered).status);

    file_faults = &rule;
    struct status status = journal_submit(fixture.journal, &unknown, 1, &answer);
    assert_false(status_ok(status));
    file_faults = NULL;
    assert_int_equal(STATUS_UNKNOWN_RETRY,
                     journal_submit(fixture.journal, &later, 1, &answer).code);
    assert_int_equal(STATUS_UNKNOWN_RETRY, journal_begin(fixture.journal).code);

    reopen();
    assert_true(send(answered).again);
    assert_false(send(later).again);
    must(send(unknown).status);
    assert_true(send(unknown).again);
    fixture_run(&fixture, "? ann 4; ? bob 4; ? cai 4");
}

int main(void)
{
    const struct CMUnitTest plain[] = {
        TEST(what_was_answered_is_there_after_a_kill),
        TEST(a_group_not_sealed_is_not_there_after_a_kill),
        TEST(a_sealed_group_is_whole_after_a_kill),
        TEST(a_reader_sees_what_is_committed),
        TEST(a_checkpoint_ahead_of_the_journal_is_damage),
        TEST(books_ahead_of_the_journal_are_damage),
    };
    struct CMUnitTest tests[COUNT(plain) + COUNT(lost_rows) + COUNT(fault_rows)];
    size_t count = COUNT(plain);
    memcpy(tests, plain, sizeof(plain));
    for (size_t i = 0; i < COUNT(lost_rows); i++) {
        tests[count++] = (struct CMUnitTest){lost_rows[i].name, lost_is_made_again, begin, end,
                                             (void *)&lost_rows[i]};
    }
    for (size_t i = 0; i < COUNT(fault_rows); i++) {
        tests[count++] = (struct CMUnitTest){fault_rows[i].name, a_fault_stops_the_journal, begin,
                                             end, (void *)&fault_rows[i]};
    }
    return cmocka_run_group_tests_name("journal_recover", tests, NULL, NULL);
}
