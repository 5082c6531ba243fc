/* journal_follow_test.c - a reader beside the writer sees what was committed, all of it and nothing
 * else; also in a thread of its own, where balances, records, roll-ups and proofs must agree at any
 * moment. Runs under the thread sanitizer. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>

#include "journal/journal_testing.h"

struct reader {
    struct wire wire;
    struct journal *journal;
};

static void reader_open(struct reader *reader)
{
    char books[PATH_BYTES_MAX];
    *reader = (struct reader){.journal = NULL};
    path_of(books, "books.db");
    must(wire_open(books, STORE_READ, &reader->wire, NULL));
    struct journal_options options = {.folder = fixture.folder,
                                      .books = reader->wire.books,
                                      .rooms = reader->wire.rooms,
                                      .room_count = WIRE_ROOMS,
                                      .key = &fixture.key};
    must(journal_open(&options, &reader->journal, NULL));
}

static void reader_close(struct reader *reader)
{
    must(journal_close(&reader->journal));
    wire_close(&reader->wire);
}

static bool follow(struct reader *reader)
{
    bool moved = false;
    must(journal_follow(reader->journal, &moved));
    return moved;
}

/* The available points of a person, and the village's points issued. */
static int64_t available(struct reader *reader, const char *name)
{
    struct village village;
    struct member member;
    struct resident_points points;
    uint8_t id[ID_BYTES];
    script_id(name, id);
    must(identity_village(reader->wire.identity, "village", &village));
    must(identity_member(reader->wire.identity, village.id, &(ProtobufCBinaryData){ID_BYTES, id},
                         &member));
    must(ledger_resident(reader->wire.ledger, member.account, &points));
    return points.available;
}

static int64_t issued(struct reader *reader)
{
    struct village village;
    struct points_report report;
    must(identity_village(reader->wire.identity, "village", &village));
    must(points_report(reader->wire.points, village.id, INT32_MAX, &report));
    return report.issued;
}

/* ---- one after the other ---- */

static void a_reader_follows_what_is_committed(void **state)
{
    (void)state;
    struct reader reader;
    must(journal_commit(fixture.journal));
    reader_open(&reader);
    uint64_t before = journal_records(reader.journal);
    assert_int_equal(0, available(&reader, "ann"));
    assert_false(follow(&reader));
    struct span envelope = make(0, "award ann T");
    uint64_t record = send(envelope).record;
    assert_false(follow(&reader)); /* answered, not committed */
    assert_int_equal(before, journal_records(reader.journal));
    must(journal_commit(fixture.journal));
    assert_true(follow(&reader));
    assert_false(follow(&reader));
    assert_false(journal_behind(reader.journal));
    assert_int_equal(before + 1, journal_records(reader.journal));
    assert_int_equal(4, available(&reader, "ann"));

    bool found = false;
    uint64_t number = 0;
    const uint8_t *bytes = NULL;
    size_t length = 0;
    must(journal_find(reader.journal, fixture.script.operation.event_id.data, &found, &number));
    assert_true(found);
    assert_int_equal(record, number);
    must(journal_record(reader.journal, record, &bytes, &length));
    assert_int_equal(STATUS_RECORD_NOT_FOUND,
                     journal_record(reader.journal, record + 1, &bytes, &length).code);
    reader_close(&reader);
}

static void a_reader_follows_over_a_restart_of_the_writer(void **state)
{
    (void)state;
    struct reader reader;
    must(journal_commit(fixture.journal));
    reader_open(&reader);
    fixture_run(&fixture, "award ann T; village_open 10 480 village=other");
    reopen();
    fixture_run(&fixture, "redeem ann S1 RICE 1");
    assert_true(follow(&reader));
    assert_int_equal(4, available(&reader, "ann"));
    must(journal_commit(fixture.journal));
    assert_true(follow(&reader));
    assert_int_equal(3, available(&reader, "ann"));
    struct village other;
    must(identity_village(reader.wire.identity, "other", &other));
    reader_close(&reader);
}

/* The checkpoint counts what is durable, which the books may not hold yet. */
static void the_tree_reaches_the_checkpoint(void **state)
{
    (void)state;
    struct reader reader;
    struct checkpoint checkpoint;
    char *note = NULL;
    struct hash root;
    must(journal_commit(fixture.journal));
    reader_open(&reader);
    must(send(make(0, "award ann T")).status);
    must(journal__checkpoint_write(fixture.journal));
    must(journal_checkpoint(reader.journal, &note));
    must(checkpoint_check(note, strlen(note), &fixture.key, &checkpoint));
    assert_int_equal(journal_records(reader.journal) + 1, checkpoint.size);
    must(tree_root(journal_tree(reader.journal), checkpoint.size, &root));
    assert_memory_equal(root.bytes, checkpoint.root.bytes, HASH_BYTES);
    free(note);
    reader_close(&reader);
}

static int64_t fake_ms;

static int64_t fake_now(void)
{
    return fake_ms;
}

/* What the writer does when nothing comes: commit at once, sign once a second. */
static void a_writer_at_rest_commits_and_signs(void **state)
{
    (void)state;
    int64_t wait = 0;
    struct reader reader;
    fixture.journal->options.now_ms = fake_now;
    fake_ms = 5000;
    must(journal_rest(fixture.journal, &wait));
    assert_int_equal(-1, wait);
    assert_int_equal(journal_records(fixture.journal), fixture.journal->checkpoint_size);
    reader_open(&reader);
    fake_ms += 10;
    must(send(make(0, "award ann T")).status);
    must(journal_rest(fixture.journal, &wait));
    assert_int_equal(990, wait);
    assert_true(follow(&reader));
    assert_int_equal(journal_records(fixture.journal) - 1, fixture.journal->checkpoint_size);
    fake_ms += wait;
    must(journal_rest(fixture.journal, &wait));
    assert_int_equal(-1, wait);
    assert_int_equal(journal_records(fixture.journal), fixture.journal->checkpoint_size);
    fake_ms += 100000;
    must(journal_rest(fixture.journal, &wait));
    assert_int_equal(-1, wait);
    fixture.journal->options.now_ms = NULL;
    reader_close(&reader);
}

/* ---- at the same time ---- */

enum { GROUPS = 400, GROUP = 7 };

static atomic_bool writer_done;

/* Asserts belong to the thread of the test. */
static void sure(struct status status)
{
    REQUIRE(status_ok(status));
}

/* Every record is an award to ann, so that the last one tells what must be true. */
static void *writer_work(void *context)
{
    (void)context;
    static struct envelope group[GROUP];
    for (int i = 0; i < GROUPS; i++) {
        struct span spans[GROUP];
        struct journal_answer answers[GROUP];
        for (int k = 0; k < GROUP; k++) {
            script_operation(&fixture.script, "award ann T", strlen("award ann T"));
            sure(operation_encode(&fixture.script.operation, group[k].bytes, &group[k].length));
            spans[k] = (struct span){group[k].bytes, group[k].length};
        }
        sure(journal_submit(fixture.journal, spans, GROUP, answers));
        if (i % 3 == 0) {
            sure(journal_commit(fixture.journal));
        }
        if (i % 10 == 0) {
            sure(journal__checkpoint_write(fixture.journal));
        }
    }
    sure(journal_commit(fixture.journal));
    atomic_store(&writer_done, true);
    return NULL;
}

static void record_agrees(struct reader *reader)
{
    const uint8_t *bytes = NULL;
    size_t length = 0;
    Sanbao__V1__Record *record = NULL;
    must(journal_record(reader->journal, journal_records(reader->journal) - 1, &bytes, &length));
    must(record_decode(bytes, length, &record));
    assert_int_equal(record->outcome->balance, available(reader, "ann"));
    assert_int_equal(record->outcome->balance, issued(reader));
    sanbao__v1__record__free_unpacked(record, NULL);
}

static void proofs_agree(struct reader *reader)
{
    struct hash root;
    struct hash path[PATH_HASHES_MAX];
    size_t count = 0;
    struct checkpoint checkpoint;
    char *note = NULL;
    const uint8_t *bytes = NULL;
    size_t length = 0;
    struct hash leaf;
    struct tree *tree = journal_tree(reader->journal);
    uint64_t records = journal_records(reader->journal);
    must(tree_root(tree, records, &root));
    assert_memory_equal(reader->journal->position.root.bytes, root.bytes, HASH_BYTES);
    must(journal_checkpoint(reader->journal, &note));
    must(checkpoint_check(note, strlen(note), &fixture.key, &checkpoint));
    uint64_t index = (checkpoint.size < records ? checkpoint.size : records) - 1;
    must(journal_record(reader->journal, index, &bytes, &length));
    merkle_leaf(reader->journal->hasher, &leaf, bytes, length);
    must(tree_inclusion(tree, index, checkpoint.size, path, &count));
    must(merkle_inclusion_check(&leaf, index, checkpoint.size, path, count, &checkpoint.root));
    free(note);
}

static void reader_and_writer_agree_at_any_moment(void **state)
{
    (void)state;
    struct reader reader;
    pthread_t writer;
    must(send(make(0, "award ann T")).status);
    must(journal_commit(fixture.journal));
    must(journal__checkpoint_write(fixture.journal));
    reader_open(&reader);
    uint64_t first = journal_records(reader.journal);
    atomic_store(&writer_done, false);
    assert_int_equal(0, pthread_create(&writer, NULL, writer_work, NULL));
    for (bool done = false; !done;) {
        done = atomic_load(&writer_done);
        struct store *store = books_store(reader.wire.books);
        must(store_begin_read(store));
        follow(&reader);
        record_agrees(&reader);
        proofs_agree(&reader);
        must(store_commit(store));
    }
    assert_int_equal(0, pthread_join(writer, NULL));
    assert_int_equal(first + GROUPS * GROUP, journal_records(reader.journal));
    assert_int_equal(4 + 4 * GROUPS * GROUP, available(&reader, "ann"));
    reader_close(&reader);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_reader_follows_what_is_committed),
        TEST(a_reader_follows_over_a_restart_of_the_writer),
        TEST(the_tree_reaches_the_checkpoint),
        TEST(a_writer_at_rest_commits_and_signs),
        TEST(reader_and_writer_agree_at_any_moment),
    };
    return cmocka_run_group_tests_name("journal_follow", tests, NULL, NULL);
}
