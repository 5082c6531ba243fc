/* paper_test.c - what the doors refuse, that the same paper has the same bytes, and how sums, names
 * and numbers are written. What stands on the pages is looked at by tests/paper/look.py. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "paper/paper_internal.h"

#define URL "https://example.org/k/1"

static const struct paper_from from = {"戴村镇", "佛山村", "村委会", 18978};
static char long_text[4096];

/* ---- refusals ---- */

static struct status cards_of(size_t count, const char *code, struct problem *problem)
{
    struct paper paper;
    struct paper_card *cards = calloc(count, sizeof *cards);
    assert_non_null(cards);
    for (size_t i = 0; i < count; i++) {
        cards[i] = (struct paper_card){"甲", "R00001", URL, "100"};
    }
    cards[count - 1].code = code;
    struct status status = paper_cards(&from, cards, count, false, &paper, problem);
    paper_free(&paper);
    free(cards);
    return status;
}

static struct status too_many_cards(struct problem *problem)
{
    return cards_of(PAPER_PIECES_MAX + 1, URL, problem);
}

static struct status card_without_code(struct problem *problem)
{
    return cards_of(3, "", problem);
}

static struct status card_with_long_code(struct problem *problem)
{
    long_text[900] = '\0';
    return cards_of(2, long_text, problem);
}

static struct status receipt_of(size_t bytes, struct problem *problem)
{
    struct paper paper;
    struct paper_receipt receipt = {.name = "甲", .receipt = long_text};
    long_text[bytes] = '\0';
    struct status status = paper_receipt(&from, &receipt, &paper, problem);
    paper_free(&paper);
    return status;
}

static struct status long_receipt(struct problem *problem)
{
    return receipt_of(PAPER_RECEIPT_BYTES_MAX, problem);
}

static struct status longer_receipt(struct problem *problem)
{
    return receipt_of(3000, problem);
}

static struct status poster_without_url(struct problem *problem)
{
    struct paper paper;
    return paper_poster(&from, NULL, PAPER_A4, &paper, problem);
}

static struct status slip_with_too_many(struct problem *problem)
{
    struct paper paper;
    struct paper_slip slips[2] = {{.url = URL}, {.url = URL, .count = PAPER_SLIP_ENTRIES_MAX + 1}};
    return paper_slips(&from, slips, 2, &paper, problem);
}

static struct status slip_with_too_much_told(struct problem *problem)
{
    struct paper paper;
    struct paper_slip slips[1] = {{.url = URL, .told_count = PAPER_SLIP_TOLD_MAX + 1}};
    return paper_slips(&from, slips, 1, &paper, problem);
}

static struct status slip_without_room_to_tell(struct problem *problem)
{
    struct paper paper;
    struct paper_slip slips[1] = {
        {.url = URL, .told_count = 1, .count = PAPER_SLIP_ENTRIES_MAX - 1}};
    return paper_slips(&from, slips, 1, &paper, problem);
}

static struct status year_with_too_many_lines(struct problem *problem)
{
    struct paper paper;
    struct paper_year year = {.url = URL, .count = PAPER_YEAR_LINES_MAX + 1};
    return paper_years(&from, &year, 1, &paper, problem);
}

static struct status year_with_too_many_expiring(struct problem *problem)
{
    struct paper paper;
    struct paper_year year = {.url = URL, .expiring_count = PAPER_YEAR_EXPIRING_MAX + 1};
    return paper_years(&from, &year, 1, &paper, problem);
}

static struct status too_many_years(struct problem *problem)
{
    struct paper paper;
    return paper_years(&from, NULL, PAPER_PIECES_MAX + 1, &paper, problem);
}

static struct status too_many_slips(struct problem *problem)
{
    struct paper paper;
    return paper_slips(&from, NULL, PAPER_PIECES_MAX + 1, &paper, problem);
}

static struct status too_many_sign_in_rows(struct problem *problem)
{
    struct paper paper;
    struct paper_activity activity = {.title = "A"};
    return paper_sign_in(&from, &activity, NULL, PAPER_ROWS_MAX + 1, &paper, problem);
}

static struct status sign_in_row_with_long_code(struct problem *problem)
{
    struct paper paper;
    struct paper_activity activity = {.title = "A"};
    struct paper_sign_row rows[] = {{.name = "甲", .code = "SB1:1"}, {.code = long_text}};
    long_text[120] = '\0';
    return paper_sign_in(&from, &activity, rows, 2, &paper, problem);
}

static struct status sign_in_row_without_code(struct problem *problem)
{
    struct paper paper;
    struct paper_activity activity = {.title = "A"};
    struct paper_sign_row row = {.name = "甲"};
    struct status status = paper_sign_in(&from, &activity, &row, 1, &paper, problem);
    paper_free(&paper);
    return status;
}

static struct status too_many_goods(struct problem *problem)
{
    struct paper paper;
    return paper_prices(&from, "甲", 10, NULL, PAPER_ROWS_MAX + 1, &paper, problem);
}

static struct status too_many_visits(struct problem *problem)
{
    struct paper paper;
    return paper_visits(&from, NULL, NULL, PAPER_ROWS_MAX + 1, &paper, problem);
}

static struct status notice_with_too_many_rows(struct problem *problem)
{
    struct paper paper;
    struct paper_notice notice = {.count = PAPER_ROWS_MAX + 1};
    return paper_notice(&from, &notice, &paper, problem);
}

static struct status notice_with_too_many_totals(struct problem *problem)
{
    struct paper paper;
    struct paper_notice notice = {.totals_count = PAPER_TOTALS_MAX + 1};
    return paper_notice(&from, &notice, &paper, problem);
}

static struct status statement_above_all_sums(struct problem *problem)
{
    struct paper paper;
    struct paper_statement_row rows[] = {{.fen = FEN_MAX}, {.fen = 1}};
    struct paper_statement statement = {.rows = rows, .count = 2};
    return paper_statement(&from, &statement, &paper, problem);
}

static struct status statement_with_too_many_signers(struct problem *problem)
{
    struct paper paper;
    struct paper_statement statement = {.signers_count = PAPER_SIGNERS_MAX + 1};
    return paper_statement(&from, &statement, &paper, problem);
}

static struct status statement_with_too_many_rows(struct problem *problem)
{
    struct paper paper;
    struct paper_statement statement = {.count = PAPER_ROWS_MAX + 1};
    return paper_statement(&from, &statement, &paper, problem);
}

static struct refusal_row {
    const char *name;
    struct status (*make)(struct problem *problem);
    enum status_code answer;
    int64_t line; /* of the problem */
} refusal_rows[] = {
    {"more cards than a job may have", too_many_cards, STATUS_LIMIT_EXCEEDED, 0},
    {"a card needs a code", card_without_code, STATUS_PAPER_CODE, 3},
    {"a code too long for a card names the card", card_with_long_code, STATUS_PAPER_CODE, 2},
    {"the longest receipt fits into its code", long_receipt, STATUS_OK, 0},
    {"a receipt too long for any code", longer_receipt, STATUS_PAPER_CODE, 1},
    {"a poster needs an address", poster_without_url, STATUS_PAPER_CODE, 1},
    {"more entries than a slip has lines", slip_with_too_many, STATUS_LIMIT_EXCEEDED, 2},
    {"more told on a slip than it has room for", slip_with_too_much_told, STATUS_LIMIT_EXCEEDED, 1},
    {"entries where something is to be told", slip_without_room_to_tell, STATUS_LIMIT_EXCEEDED, 1},
    {"more slips than a job may have", too_many_slips, STATUS_LIMIT_EXCEEDED, 0},
    {"more lines than a year has room for", year_with_too_many_lines, STATUS_LIMIT_EXCEEDED, 1},
    {"more expiring lots than a year shows", year_with_too_many_expiring, STATUS_LIMIT_EXCEEDED, 1},
    {"more years than a job may have", too_many_years, STATUS_LIMIT_EXCEEDED, 0},
    {"more rows than a sign-in sheet may have", too_many_sign_in_rows, STATUS_LIMIT_EXCEEDED, 0},
    {"a row's code too long for the row", sign_in_row_with_long_code, STATUS_PAPER_CODE, 2},
    {"a row may do without a code", sign_in_row_without_code, STATUS_OK, 0},
    {"more goods than a list may have", too_many_goods, STATUS_LIMIT_EXCEEDED, 0},
    {"more visits than a list may have", too_many_visits, STATUS_LIMIT_EXCEEDED, 0},
    {"more people than a notice may have", notice_with_too_many_rows, STATUS_LIMIT_EXCEEDED, 0},
    {"more totals than a notice shows", notice_with_too_many_totals, STATUS_LIMIT_EXCEEDED, 0},
    {"a sum above all sums names the row", statement_above_all_sums, STATUS_LIMIT_EXCEEDED, 2},
    {"more signers than lines", statement_with_too_many_signers, STATUS_LIMIT_EXCEEDED, 0},
    {"more days than a statement may have", statement_with_too_many_rows, STATUS_LIMIT_EXCEEDED, 0},
};

static void refusal_check(void **state)
{
    const struct refusal_row *row = *state;
    struct problem problem = problem_none();
    memset(long_text, 'x', sizeof long_text - 1);
    assert_int_equal(row->answer, row->make(&problem).code);
    assert_int_equal(row->line, problem.line);
    assert_int_equal(row->answer, row->make(NULL).code);
}

/* ---- words ---- */

static const char *number_of(char out[PAPER_TEXT_SIZE], int64_t number)
{
    return paper__number(out, number);
}

static struct word_row {
    const char *name;
    const char *(*say)(char out[PAPER_TEXT_SIZE], int64_t number);
    int64_t number;
    const char *text;
} word_rows[] = {
    {"below 10000 stands no comma", number_of, 9999, "9999"},
    {"from 10000 on it does", number_of, 10000, "10,000"},
    {"a million has two", number_of, 1234567, "1,234,567"},
    {"the smallest number has its minus", number_of, INT64_MIN, "−9,223,372,036,854,775,808"},
    {"what comes in has a plus", paper__change, 125, "+125"},
    {"what goes out has a true minus", paper__change, -50, "−50"},
    {"nothing has no sign", paper__change, 0, "0"},
    {"fen are two places of a yuan", paper__yuan, 1250, "12.50"},
    {"less than a yuan", paper__yuan, 5, "0.05"},
    {"less than nothing", paper__yuan, -5, "−0.05"},
    {"nothing in signs of account", paper__capital, 0, "零元整"},
    {"whole yuan", paper__capital, 10000, "壹佰元整"},
    {"yuan and jiao", paper__capital, 161150, "壹仟陆佰壹拾壹元伍角整"},
    {"yuan, jiao and fen", paper__capital, 12345, "壹佰贰拾叁元肆角伍分"},
    {"fen without jiao", paper__capital, 32504, "叁佰贰拾伍元零肆分"},
    {"jiao alone", paper__capital, 50, "伍角整"},
    {"fen alone", paper__capital, 5, "伍分"},
    {"a gap within a group", paper__capital, 100400, "壹仟零肆元整"},
    {"a gap over two places", paper__capital, 100100000, "壹佰万零壹仟元整"},
    {"a gap between groups", paper__capital, 1000000100, "壹仟万零壹元整"},
    {"a group of nothing", paper__capital, 10000000100, "壹亿零壹元整"},
    {"the largest sum", paper__capital, FEN_MAX, "壹佰亿元整"},
    {"money back", paper__capital, -12345, "负壹佰贰拾叁元肆角伍分"},
};

static void word_check(void **state)
{
    const struct word_row *row = *state;
    char text[PAPER_TEXT_SIZE];
    assert_string_equal(row->text, row->say(text, row->number));
}

static struct text_row {
    const char *name;
    const char *(*say)(char out[PAPER_TEXT_SIZE], const char *text);
    const char *in;
    const char *out;
} text_rows[] = {
    {"two signs", paper__masked, "张三", "张*"},
    {"four signs", paper__masked, "欧阳庚辛", "欧*"},
    {"a sign of four bytes", paper__masked, "\xF0\xA0\xA4\x85乙", "\xF0\xA0\xA4\x85*"},
    {"letters", paper__masked, "Anna", "A*"},
    {"a mark of direction first", paper__masked, "\xE2\x80\xAE甲乙", "甲*"},
    {"no name", paper__masked, "", "*"},
    {"NULL", paper__masked, NULL, "*"},
};

static void text_check(void **state)
{
    const struct text_row *row = *state;
    char text[PAPER_TEXT_SIZE];
    assert_string_equal(row->out, row->say(text, row->in));
}

static void said_is_cut_at_a_sign(void **state)
{
    char text[PAPER_TEXT_SIZE];
    (void)state;
    for (size_t i = 0; i + 3 < sizeof long_text; i += 3) {
        memcpy(long_text + i, "村", 4);
    }
    paper__say(text, "x%s", long_text);
    assert_in_range(strlen(text), PAPER_TEXT_SIZE - 16, PAPER_TEXT_SIZE - 1);
    assert_null(strchr(text, '\\'));
}

/* ---- the file ---- */

static void same_bytes(void **state)
{
    struct paper_card card = {"甲", "R00001", URL, "100"};
    struct paper_from next_day = from;
    struct paper first;
    struct paper second;
    struct paper third;
    (void)state;
    next_day.day++;
    assert_true(status_ok(paper_cards(&from, &card, 1, true, &first, NULL)));
    assert_true(status_ok(paper_cards(&from, &card, 1, true, &second, NULL)));
    assert_true(status_ok(paper_cards(&next_day, &card, 1, true, &third, NULL)));
    assert_int_equal(first.length, second.length);
    assert_memory_equal(first.bytes, second.bytes, first.length);
    assert_int_equal(first.length, third.length);
    assert_memory_not_equal(first.bytes, third.bytes, first.length);
    paper_free(&first);
    paper_free(&second);
    paper_free(&third);
    paper_free(&third);
}

static struct status work_that_dies(const void *what, struct paper *out, struct problem *problem)
{
    (void)what;
    (void)out;
    (void)problem;
    raise(SIGKILL);
    return OK;
}

static void child_that_dies(void **state)
{
    struct paper paper;
    (void)state;
    assert_int_equal(STATUS_PAPER_FAILED, paper__apart(work_that_dies, NULL, &paper, NULL).code);
    assert_null(paper.bytes);
}

static void children_that_nobody_waits_for(void **state)
{
    const struct sigaction ignored = {.sa_handler = SIG_IGN};
    struct sigaction before;
    struct paper paper;
    (void)state;
    assert_int_equal(0, sigaction(SIGCHLD, &ignored, &before));
    assert_true(status_ok(paper_poster(&from, URL, PAPER_A4, &paper, NULL)));
    assert_int_equal(0, sigaction(SIGCHLD, &before, NULL));
    paper_free(&paper);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(refusal_rows) + COUNT(word_rows) + COUNT(text_rows) + 4];
    size_t count = 0;
    for (size_t i = 0; i < COUNT(refusal_rows); i++) {
        tests[count++] = (struct CMUnitTest){.name = refusal_rows[i].name,
                                             .test_func = refusal_check,
                                             .initial_state = &refusal_rows[i]};
    }
    for (size_t i = 0; i < COUNT(word_rows); i++) {
        tests[count++] = (struct CMUnitTest){
            .name = word_rows[i].name, .test_func = word_check, .initial_state = &word_rows[i]};
    }
    for (size_t i = 0; i < COUNT(text_rows); i++) {
        tests[count++] = (struct CMUnitTest){
            .name = text_rows[i].name, .test_func = text_check, .initial_state = &text_rows[i]};
    }
    tests[count++] = (struct CMUnitTest){.name = "a text too long is cut at a sign",
                                         .test_func = said_is_cut_at_a_sign};
    tests[count++] = (struct CMUnitTest){
        .name = "the same paper has the same bytes, another day others", .test_func = same_bytes};
    tests[count++] = (struct CMUnitTest){.name = "a child that dies is a fault, not an end",
                                         .test_func = child_that_dies};
    tests[count++] =
        (struct CMUnitTest){.name = "a caller that ignores its children gets its paper",
                            .test_func = children_that_nobody_waits_for};
    return _cmocka_run_group_tests("paper", tests, count, NULL, NULL);
}
