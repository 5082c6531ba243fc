/* judge.c - asks the journal, and compares the books with a copy taken before. */
#include "testing/judge.h"

#include <stdlib.h>
#include <string.h>

static struct {
    struct fixture fixture;
    const char *common;
    struct store *before; /* a copy of the books */
    struct hash root;
    uint64_t records;
} judge;

static int table_begin(void **state)
{
    (void)state;
    struct fixture *fixture = &judge.fixture;
    char copy[SCRATCH_PATH_MAX + 16];
    fixture_begin(fixture);
    fixture_village(fixture);
    fixture_run(fixture, judge.common);
    REQUIRE(status_ok(journal_commit(fixture->journal)));
    judge.records = journal_records(fixture->journal);
    REQUIRE(status_ok(tree_root(journal_tree(fixture->journal), judge.records, &judge.root)));
    snprintf(copy, sizeof(copy), "%s/before.db", fixture->folder);
    REQUIRE(status_ok(store_copy_to(books_store(fixture->wire.books), copy)));
    REQUIRE(status_ok(store_open(copy, STORE_READ, &migrations_books, &judge.before, NULL)));
    return 0;
}

static int table_end(void **state)
{
    (void)state;
    store_close(&judge.before);
    fixture_end(&judge.fixture);
    return 0;
}

static struct status answer_get(const struct judge_row *row)
{
    struct fixture *fixture = &judge.fixture;
    if (row->answer != STATUS_OK) {
        return fixture_submit(fixture, row->line).status;
    }
    uint8_t bytes[ENVELOPE_BYTES_MAX];
    struct span envelope = {bytes, 0};
    struct journal_answer answer;
    script_operation(&fixture->script, row->line, strlen(row->line));
    fixture_complete(fixture);
    REQUIRE(status_ok(operation_encode(&fixture->script.operation, bytes, &envelope.length)));
    assert_int_equal(STATUS_OK, journal_begin(fixture->journal).code);
    assert_int_equal(STATUS_OK, journal_try(fixture->journal, envelope, &answer).code);
    assert_int_equal(STATUS_OK, journal_abandon(fixture->journal).code);
    return answer.status;
}

static void row_judge(void **state)
{
    const struct judge_row *row = *state;
    struct fixture *fixture = &judge.fixture;
    assert_string_equal(status_name(row->answer), status_name(answer_get(row).code));

    struct problem problem = problem_none();
    struct hash root;
    assert_int_equal(STATUS_OK, journal_commit(fixture->journal).code);
    assert_int_equal(judge.records, journal_records(fixture->journal));
    assert_int_equal(STATUS_OK,
                     tree_root(journal_tree(fixture->journal), judge.records, &root).code);
    assert_memory_equal(judge.root.bytes, root.bytes, HASH_BYTES);
    struct status same =
        store_compare(books_store(fixture->wire.books), judge.before, NULL, &problem);
    if (!status_ok(same)) {
        fail_msg("%s %s: %s, not %s", problem.file, problem.column, problem.value,
                 problem.expected);
    }
}

static void journal_replays_alike(void **state)
{
    (void)state;
    fixture_check(&judge.fixture);
}

int judge_rows_run(const char *name, const char *common, const struct judge_row *rows, size_t count)
{
    struct CMUnitTest *tests = calloc(count + 1, sizeof(*tests));
    REQUIRE(tests != NULL);
    judge.common = common;
    for (size_t i = 0; i < count; i++) {
        tests[i] = (struct CMUnitTest){rows[i].name, row_judge, NULL, NULL, (void *)&rows[i]};
    }
    tests[count] = (struct CMUnitTest)cmocka_unit_test(journal_replays_alike);
    int failed = _cmocka_run_group_tests(name, tests, count + 1, table_begin, table_end);
    free(tests);
    return failed;
}
