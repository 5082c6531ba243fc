/* edges.c - papers with nothing in them, and papers with names that nobody should have. */
#include <string.h>

#include "paper/samples.h"

enum { HOSTILE = 12 };

/* Emoji with joiners, right to left, marks that turn writing, controls, broken UTF-8, markup, signs
 * without width, a tower of accents, 64 wide signs, 64 letters without a blank. */
static const char *const hostile[HOSTILE] = {
    "😀👨‍👩‍👧‍👦🇨🇳",
    "مرحبا بالعالم",
    "\xE2\x80\xAE"
    "甲乙丙",
    "甲\n乙\t丙\x1B[31m\x7F",
    "甲\xFF\xC3\x28乙",
    "<b>甲</b>&amp;<span",
    "\xE2\x80\x8B\xE2\x80\x8D\xEF\xBB\xBF",
    "Z̸̡̢̛̗̘̙̜̝̞̟̠̣̤̥̦̩̪̫̬̭̮̯̰̱̲̳̹̺̻̼͇͈͉͍͎̀́̂̃̄̅̆̇̈̉̊̋̌̍̎̏̐̑̒̓̔̽̾̿̀́͂̓̈́͆͊͋͌",
    "龘龘龘龘龘龘龘龘龘龘龘龘龘龘龘龘龘龘龘龘龘龘龘龘龘龘龘龘龘龘龘龘"
    "龘龘龘龘龘龘龘龘龘龘龘龘龘龘龘龘龘龘龘龘龘龘龘龘龘龘龘龘龘龘龘龘",
    "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW",
    "%s%n%1000d",
    "𰻝𠀀𪚥\xF4\x8F\xBF\xBF",
};

static struct paper_from from(const char *text)
{
    return (struct paper_from){text, text, text, 18978};
}

static struct status hostile_cards(struct paper *out, struct problem *problem)
{
    struct paper_from village = from(hostile[8]);
    struct paper_card cards[HOSTILE];
    for (int i = 0; i < HOSTILE; i++) {
        cards[i] =
            (struct paper_card){hostile[i], hostile[i], "https://example.org/k/1", hostile[i]};
    }
    return paper_cards(&village, cards, HOSTILE, true, out, problem);
}

static struct status hostile_slips(struct paper *out, struct problem *problem)
{
    struct paper_from village = from(hostile[9]);
    struct paper_entry entries[PAPER_SLIP_ENTRIES_MAX];
    struct paper_slip slips[HOSTILE];
    for (int i = 0; i < PAPER_SLIP_ENTRIES_MAX; i++) {
        entries[i] = (struct paper_entry){DAY_MAX, hostile[i], INT64_MIN, INT64_MAX, UINT64_MAX};
    }
    for (int i = 0; i < HOSTILE; i++) {
        slips[i] = (struct paper_slip){.name = hostile[i],
                                       .number = hostile[i],
                                       .balance = INT64_MIN,
                                       .pending = INT64_MAX,
                                       .entries = entries,
                                       .count = PAPER_SLIP_ENTRIES_MAX,
                                       .url = "https://example.org/s/1"};
    }
    return paper_slips(&village, slips, HOSTILE, out, problem);
}

static struct status hostile_receipt(struct paper *out, struct problem *problem)
{
    struct paper_from village = from(hostile[1]);
    struct paper_receipt receipt = {
        hostile[8], hostile[9], {0, hostile[8], INT64_MAX, INT64_MIN, UINT64_MAX}, "proof"};
    return paper_receipt(&village, &receipt, out, problem);
}

static struct status hostile_years(struct paper *out, struct problem *problem)
{
    struct paper_from village = from(hostile[8]);
    struct paper_year_line lines[PAPER_YEAR_LINES_MAX];
    struct paper_expiring expiring[PAPER_YEAR_EXPIRING_MAX];
    for (int i = 0; i < PAPER_YEAR_LINES_MAX; i++) {
        lines[i] = (struct paper_year_line){hostile[i], INT64_MIN};
    }
    for (int i = 0; i < PAPER_YEAR_EXPIRING_MAX; i++) {
        expiring[i] = (struct paper_expiring){DAY_MAX, INT64_MAX};
    }
    struct paper_year year = {hostile[8],
                              hostile[9],
                              9999,
                              INT64_MAX,
                              lines,
                              PAPER_YEAR_LINES_MAX,
                              INT64_MIN,
                              expiring,
                              PAPER_YEAR_EXPIRING_MAX,
                              "https://example.org"};
    return paper_years(&village, &year, 1, out, problem);
}

static struct status hostile_sign_in(struct paper *out, struct problem *problem)
{
    struct paper_from village = from(hostile[8]);
    struct paper_activity activity = {hostile[8], hostile[9], hostile[8], DAY_MAX, 0, 1439};
    struct paper_sign_row rows[HOSTILE];
    for (int i = 0; i < HOSTILE; i++) {
        rows[i] = (struct paper_sign_row){hostile[i], "SB1:1", hostile[i], hostile[i]};
    }
    return paper_sign_in(&village, &activity, rows, HOSTILE, out, problem);
}

static struct status hostile_prices(struct paper *out, struct problem *problem)
{
    struct paper_from village = from(hostile[8]);
    struct paper_goods goods[HOSTILE];
    for (int i = 0; i < HOSTILE; i++) {
        goods[i] = (struct paper_goods){hostile[i], INT64_MIN, INT64_MIN};
    }
    return paper_prices(&village, hostile[8], INT64_MAX, goods, HOSTILE, out, problem);
}

static struct status hostile_notice(struct paper *out, struct problem *problem)
{
    struct paper_from village = from(hostile[8]);
    struct paper_total totals[PAPER_TOTALS_MAX];
    struct paper_notice_row rows[HOSTILE];
    for (int i = 0; i < PAPER_TOTALS_MAX; i++) {
        totals[i] = (struct paper_total){hostile[i], INT64_MIN, (enum paper_unit)(i % 3)};
    }
    for (int i = 0; i < HOSTILE; i++) {
        rows[i] = (struct paper_notice_row){hostile[i], hostile[i], INT64_MIN, INT64_MAX};
    }
    struct paper_notice notice = {0, DAY_MAX, totals, PAPER_TOTALS_MAX, rows, HOSTILE};
    return paper_notice(&village, &notice, out, problem);
}

static struct status hostile_statement(struct paper *out, struct problem *problem)
{
    struct paper_from village = from(hostile[8]);
    struct paper_statement_row row = {DAY_MAX, FEN_MAX, FEN_MAX, -FEN_MAX, -FEN_MAX};
    struct paper_statement statement = {hostile[8], DAY_MAX, DAY_MAX, &row, 1, hostile + 6, 4};
    return paper_statement(&village, &statement, out, problem);
}

static struct status hostile_visits(struct paper *out, struct problem *problem)
{
    struct paper_from village = from(hostile[8]);
    struct paper_visit visits[HOSTILE];
    for (int i = 0; i < HOSTILE; i++) {
        visits[i] =
            (struct paper_visit){hostile[i], hostile[i], hostile[i], hostile[i], hostile[i]};
    }
    return paper_visits(&village, hostile[8], visits, HOSTILE, out, problem);
}

static struct status hostile_poster(struct paper *out, struct problem *problem)
{
    struct paper_from village = from(hostile[8]);
    return paper_poster(&village, hostile[0], PAPER_A4, out, problem);
}

/* ---- nothing in them ---- */

static const struct paper_from nowhere = {NULL, NULL, NULL, 0};

static struct status empty_cards(struct paper *out, struct problem *problem)
{
    return paper_cards(&nowhere, NULL, 0, true, out, problem);
}

static struct status empty_slips(struct paper *out, struct problem *problem)
{
    return paper_slips(&nowhere, NULL, 0, out, problem);
}

static struct status empty_years(struct paper *out, struct problem *problem)
{
    return paper_years(&nowhere, NULL, 0, out, problem);
}

static struct status empty_sign_in(struct paper *out, struct problem *problem)
{
    struct paper_activity activity = {NULL, NULL, NULL, 0, 0, 0};
    return paper_sign_in(&nowhere, &activity, NULL, 0, out, problem);
}

static struct status empty_prices(struct paper *out, struct problem *problem)
{
    return paper_prices(&nowhere, NULL, 0, NULL, 0, out, problem);
}

static struct status empty_notice(struct paper *out, struct problem *problem)
{
    struct paper_notice notice = {0, 0, NULL, 0, NULL, 0};
    return paper_notice(&nowhere, &notice, out, problem);
}

static struct status empty_statement(struct paper *out, struct problem *problem)
{
    struct paper_statement statement = {NULL, 0, 0, NULL, 0, NULL, 0};
    return paper_statement(&nowhere, &statement, out, problem);
}

static struct status empty_visits(struct paper *out, struct problem *problem)
{
    return paper_visits(&nowhere, NULL, NULL, 0, out, problem);
}

const struct sample edges[] = {
    {"hostile_cards", hostile_cards},
    {"hostile_slips", hostile_slips},
    {"hostile_receipt", hostile_receipt},
    {"hostile_years", hostile_years},
    {"hostile_sign_in", hostile_sign_in},
    {"hostile_prices", hostile_prices},
    {"hostile_notice", hostile_notice},
    {"hostile_statement", hostile_statement},
    {"hostile_visits", hostile_visits},
    {"hostile_poster", hostile_poster},
    {"empty_cards", empty_cards},
    {"empty_slips", empty_slips},
    {"empty_years", empty_years},
    {"empty_sign_in", empty_sign_in},
    {"empty_prices", empty_prices},
    {"empty_notice", empty_notice},
    {"empty_statement", empty_statement},
    {"empty_visits", empty_visits},
    {NULL, NULL},
};
