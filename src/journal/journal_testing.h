/* journal_testing.h - for the tests of the way in: a village with one rule and one shop, envelopes
 * that can be sent again, and a journal that can be closed and opened. */
#pragma once

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "journal/journal_internal.h"
#include "testing/village.h"

enum { ENVELOPES = 8 };

/* Envelopes of their own, so that they can be sent again. */
struct envelope {
    uint8_t bytes[ENVELOPE_BYTES_MAX];
    size_t length;
};

static struct fixture fixture;
static struct envelope envelopes[ENVELOPES];

static inline void must(struct status status)
{
    assert_string_equal(status_name(STATUS_OK), status_name(status.code));
}

static inline struct span make(int number, const char *line)
{
    struct envelope *envelope = &envelopes[number];
    script_operation(&fixture.script, line, strlen(line));
    must(operation_encode(&fixture.script.operation, envelope->bytes, &envelope->length));
    return (struct span){envelope->bytes, envelope->length};
}

static inline struct journal_answer send(struct span envelope)
{
    struct journal_answer answer;
    must(journal_submit(fixture.journal, &envelope, 1, &answer));
    return answer;
}

static inline void reopen(void)
{
    fixture_close(&fixture);
    must(fixture_open(&fixture, NULL));
}

static inline void path_of(char path[PATH_BYTES_MAX], const char *name)
{
    must(path_join(path, fixture.folder, name));
}

static inline int begin(void **state)
{
    (void)state;
    fixture_begin(&fixture);
    fixture_village(&fixture);
    fixture_run(&fixture, "rule_adopt T 1 TIME 4 0 0 0 0 0 RESIDENT DOCUMENT SOCIAL_WORKER;"
                          "shop_open S1; goods_set S1 RICE 1");
    return 0;
}

static inline int end(void **state)
{
    (void)state;
    fixture_check(&fixture);
    fixture_end(&fixture);
    return 0;
}

static inline void group_try(struct span *group, size_t count, struct journal_answer *answers)
{
    must(journal_begin(fixture.journal));
    for (size_t i = 0; i < count; i++) {
        must(journal_try(fixture.journal, group[i], &answers[i]));
        must(answers[i].status);
    }
}

static inline void assert_again(const struct journal_answer *first,
                                const struct journal_answer *answer)
{
    must(answer->status);
    assert_true(answer->again);
    assert_int_equal(first->record, answer->record);
    assert_int_equal(first->day, answer->day);
    assert_int_equal(first->outcome.granted, answer->outcome.granted);
    assert_int_equal(first->outcome.balance, answer->outcome.balance);
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, begin, end)
