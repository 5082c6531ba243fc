/* motion_test.c - how many must sign for how much, and what a word does to a motion. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "shop/motion.h"

/* ---- how many signatures ---- */

static const struct weigh_row {
    const char *name;
    enum motion_kind kind;
    int64_t fen;
    int64_t needed;
    bool meeting;
} weigh_rows[] = {
    {"a small payment: one", MOTION_PAYMENT, 1, 1, false},
    {"a fen below the second threshold: one", MOTION_PAYMENT, 499999, 1, false},
    {"at the second threshold: two", MOTION_PAYMENT, 500000, 2, false},
    {"a fen below the third: two, no meeting", MOTION_PAYMENT, 1999999, 2, false},
    {"at the third: two and a meeting", MOTION_PAYMENT, 2000000, 2, true},
    {"a deposit of any size: one other person", MOTION_DEPOSIT, 5000000, 1, false},
    {"a shop: one other person", MOTION_SHOP, 0, 1, false},
    {"other terms: one other person", MOTION_TERMS, 0, 1, false},
};

static void weigh_check(void **state)
{
    const struct weigh_row *row = *state;
    struct motion motion = {.kind = row->kind, .fen = row->fen};
    motion_weigh(&motion, &terms_default);
    assert_int_equal(row->needed, motion.needed);
    assert_int_equal(row->meeting, motion.meeting_needed);
}

/* ---- what a word does ----
 *
 * Words: a letter for what (s signs, x stops, l lifts, w withdraws) and one for who. P proposed. */

static const struct word_row {
    const char *name;
    enum motion_state state; /* before the last word */
    int needed;
    int meeting; /* 0 none needed, 1 needed and missing, 2 needed and named */
    const char *words;
    enum status_code code;
    enum motion_state after;
} word_rows[] = {
    {"the one signature that is needed carries it", MOTION_OPEN, 1, 0, "sA", STATUS_OK,
     MOTION_DONE},
    {"the first of two does not", MOTION_OPEN, 2, 0, "sA", STATUS_OK, MOTION_OPEN},
    {"the second of two does", MOTION_OPEN, 2, 0, "sAsB", STATUS_OK, MOTION_DONE},
    {"the same person twice is one", MOTION_OPEN, 2, 0, "sAsA", STATUS_MOTION_SIGNED, MOTION_OPEN},
    {"the proposer does not sign", MOTION_OPEN, 1, 0, "sP", STATUS_MOTION_EYES, MOTION_OPEN},
    {"the last signature asks for the meeting", MOTION_OPEN, 2, 1, "sAsB", STATUS_MEETING_NEEDED,
     MOTION_OPEN},
    {"the first does not yet", MOTION_OPEN, 2, 1, "sA", STATUS_OK, MOTION_OPEN},
    {"a named meeting is enough", MOTION_OPEN, 2, 2, "sAsB", STATUS_OK, MOTION_DONE},
    {"a stop stops", MOTION_OPEN, 1, 0, "xO", STATUS_OK, MOTION_STOPPED},
    {"what is stopped is not signed", MOTION_STOPPED, 1, 0, "xOsA", STATUS_MOTION_STATE,
     MOTION_STOPPED},
    {"what is stopped is not withdrawn", MOTION_STOPPED, 1, 0, "xOwP", STATUS_MOTION_STATE,
     MOTION_STOPPED},
    {"a stop is lifted", MOTION_STOPPED, 1, 0, "xOlO", STATUS_OK, MOTION_OPEN},
    {"what is open cannot be lifted", MOTION_OPEN, 1, 0, "lO", STATUS_MOTION_STATE, MOTION_OPEN},
    {"a lifted stop keeps what was signed", MOTION_OPEN, 2, 0, "sAxOlOsB", STATUS_OK, MOTION_DONE},
    {"the proposer withdraws", MOTION_OPEN, 1, 0, "wP", STATUS_OK, MOTION_WITHDRAWN},
    {"nobody else does", MOTION_OPEN, 1, 0, "wA", STATUS_NOT_ALLOWED, MOTION_OPEN},
    {"what is done stays done", MOTION_DONE, 1, 0, "sAsB", STATUS_MOTION_STATE, MOTION_DONE},
    {"and is not stopped any more", MOTION_DONE, 1, 0, "sAxO", STATUS_MOTION_STATE, MOTION_DONE},
    {"what was withdrawn stays so", MOTION_WITHDRAWN, 1, 0, "wPsA", STATUS_MOTION_STATE,
     MOTION_WITHDRAWN},
    {"signed in full, but the operation was lost: a signature again carries it", MOTION_OPEN, 1, 0,
     "sAsA", STATUS_OK, MOTION_DONE},
};

static struct word word_of(const char *text)
{
    struct word word = {.at = 1};
    const char *const letters = "sxlw";
    word.what = (enum word_kind)(strchr(letters, text[0]) - letters + 1);
    word.person.bytes[0] = (uint8_t)text[1];
    return word;
}

static void word_check(void **state)
{
    const struct word_row *row = *state;
    struct word words[WORDS_MAX];
    size_t count = strlen(row->words) / 2;
    for (size_t i = 0; i < count; i++) {
        words[i] = word_of(row->words + 2 * i);
    }
    struct motion motion = {
        .state = row->state, .needed = row->needed, .meeting_needed = row->meeting > 0};
    motion.proposer.bytes[0] = 'P';
    memcpy(motion.meeting, "M", row->meeting == 2 ? 2 : 0);
    enum motion_state after = MOTION_OPEN;
    struct status status = motion_judge(&motion, words, count - 1, &words[count - 1], &after);
    assert_string_equal(status_name(row->code), status_name(status.code));
    if (status_ok(status)) {
        assert_int_equal(row->after, after);
    }
}

int main(void)
{
    struct CMUnitTest tests[COUNT(weigh_rows) + COUNT(word_rows)];
    size_t n = 0;
    for (size_t i = 0; i < COUNT(weigh_rows); i++) {
        tests[n++] = (struct CMUnitTest){weigh_rows[i].name, weigh_check, NULL, NULL,
                                         (void *)&weigh_rows[i]};
    }
    for (size_t i = 0; i < COUNT(word_rows); i++) {
        tests[n++] =
            (struct CMUnitTest){word_rows[i].name, word_check, NULL, NULL, (void *)&word_rows[i]};
    }
    return cmocka_run_group_tests_name("motions", tests, NULL, NULL);
}
