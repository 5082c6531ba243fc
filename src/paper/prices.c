/* prices.c - papers of a shop: the price list for its wall, the month's statement for signing. */
#include "base/day.h"
#include "paper/paper_internal.h"

struct prices {
    const char *shop;
    int64_t points_per_yuan;
    const struct paper_goods *goods;
    size_t count;
};

/* What stands under the head: only what is true of these goods. */
static void prices_rule(char out[PAPER_TEXT_SIZE], const struct prices *prices, bool cash)
{
    char rate[PAPER_TEXT_SIZE];
    paper__number(rate, prices->points_per_yuan);
    if (!cash) {
        paper__say(out, "%s", lang_pick("只收工分。", "For points alone."));
    } else if (prices->points_per_yuan > 0) {
        PAPER_SAY(out, "工分和现金一个价，%s 分抵 1 元，可以一半工分一半现金。",
                  "One price in points and in cash: %s points are 1 yuan; both may be mixed.",
                  rate);
    } else {
        paper__say(out, "%s", lang_pick("工分和现金一个价。", "One price in points and in cash."));
    }
}

static void prices_row(struct list *list, const struct paper_goods *goods)
{
    char points[PAPER_TEXT_SIZE];
    char fen[PAPER_TEXT_SIZE];
    paper__number(points, goods->points);
    if (goods->fen == 0) {
        paper__say(fen, "—");
    } else {
        paper__yuan(fen, goods->fen);
    }
    paper__list_row(list, (const char *const[]){goods->name, points, fen});
}

static struct status prices_draw(struct sheet *sheet, const void *what, struct problem *problem)
{
    static const struct column both[] = {{"商品", "goods", 0, ALIGN_LEFT, false},
                                         {"工分", "points", 40, ALIGN_RIGHT, true},
                                         {"现金（元）", "cash (yuan)", 44, ALIGN_RIGHT, true},
                                         {NULL, NULL, 0, ALIGN_LEFT, false}};
    static const struct column points[] = {{"商品", "goods", 0, ALIGN_LEFT, false},
                                           {"工分", "points", 40, ALIGN_RIGHT, true},
                                           {NULL, NULL, 0, ALIGN_LEFT, false}};
    const struct prices *prices = what;
    char under[PAPER_TEXT_SIZE];
    bool cash = false;
    (void)problem;
    for (size_t i = 0; i < prices->count; i++) {
        cash = cash || prices->goods[i].fen != 0;
    }
    prices_rule(under, prices, cash || prices->count == 0);
    double y = paper__title(sheet, sheet->title, under);
    struct list list = paper__list_on(sheet, y, cash ? both : points, 17, 12);
    for (size_t i = 0; i < prices->count; i++) {
        prices_row(&list, &prices->goods[i]);
    }
    if (prices->count == 0) {
        paper__list_empty(&list, lang_pick("现在没有商品。", "There are no goods at present."));
    }
    return OK;
}

struct status paper_prices(const struct paper_from *from, const char *shop, int64_t points_per_yuan,
                           const struct paper_goods *goods, size_t count, struct paper *out,
                           struct problem *problem)
{
    static const struct making making = {
        .width = 210, .height = 297, .counted = true, .draw = prices_draw};
    struct prices what = {shop, points_per_yuan, goods, count};
    char title[PAPER_TEXT_SIZE];
    *out = (struct paper){NULL, 0};
    TRY(paper__count_check(count, PAPER_ROWS_MAX, 0, problem));
    PAPER_SAY(title, "%s 价目表", "%s: prices", shop == NULL ? "" : shop);
    return paper__make(&making, from, title, &what, out, problem);
}

/* ---- the month's statement ---- */

struct statement {
    const struct paper_statement *statement;
    struct paper_statement_row sum;
};

static void statement_row(struct list *list, const char *day, const struct paper_statement_row *row)
{
    char count[PAPER_TEXT_SIZE];
    char points[PAPER_TEXT_SIZE];
    char refunded[PAPER_TEXT_SIZE];
    char fen[PAPER_TEXT_SIZE];
    paper__number(count, row->redemptions);
    paper__number(points, row->points);
    paper__number(refunded, row->refunded);
    paper__yuan(fen, row->fen);
    paper__list_row(list, (const char *const[]){day, count, points, refunded, fen});
}

/* The sum once more, as it is written where it must not be altered. */
static void statement_sum(struct list *list, const struct statement *what)
{
    static const struct type body = {.size = 12, .middle = true};
    static const struct type large = {.size = 13, .bold = true, .middle = true};
    char text[PAPER_TEXT_SIZE];
    char day[PAPER_TEXT_SIZE];
    char sum[PAPER_TEXT_SIZE];
    struct sheet *sheet = list->sheet;
    list->y += 5;
    paper__yuan(sum, what->sum.fen);
    if (lang_get() == LANG_EN) {
        paper__say(text, "To be paid: CNY %s", sum);
    } else {
        char capital[PAPER_TEXT_SIZE];
        paper__say(text, "应付：¥%s　人民币（大写）%s", sum,
                   paper__capital(capital, what->sum.fen));
    }
    paper__text(sheet, (struct box){list->x, list->y, list->width, 8}, &large, text);
    paper__day(day, what->statement->pay_day);
    PAPER_SAY(text, "最晚 %s 付清。", "To be paid by %s.", day);
    paper__text(sheet, (struct box){list->x, list->y + 8, list->width, 7}, &body, text);
    list->y += 20;
}

static void statement_signers(struct list *list, const struct paper_statement *statement)
{
    static const struct type label = {.size = 11};
    static const struct type small = {.size = 9, .tone = TONE_SOFT};
    for (size_t i = 0; i < statement->signers_count; i++) {
        double width = list->width / 2;
        double x = list->x + (double)(i % 2) * width;
        double y = list->y + (double)(i / 2) * 21;
        paper__text(list->sheet, (struct box){x, y, width - 8, 6}, &label, statement->signers[i]);
        paper__rule(list->sheet, x, y + 14, x + width - 8, y + 14, 0.7, TONE_INK);
        paper__text(list->sheet, (struct box){x, y + 14.6, width - 8, 4}, &small,
                    lang_pick("签名、日期", "signature, day"));
    }
}

static struct status statement_draw(struct sheet *sheet, const void *what, struct problem *problem)
{
    static const struct column columns[] = {{"日期", "day", 0, ALIGN_LEFT, false},
                                            {"笔数", "redemptions", 28, ALIGN_RIGHT, false},
                                            {"工分", "points", 34, ALIGN_RIGHT, false},
                                            {"退回", "refunded", 30, ALIGN_RIGHT, false},
                                            {"应付（元）", "yuan", 38, ALIGN_RIGHT, true},
                                            {NULL, NULL, 0, ALIGN_LEFT, false}};
    const struct statement *all = what;
    const struct paper_statement *statement = all->statement;
    (void)problem;
    double y = paper__title(sheet, sheet->title, NULL);
    struct list list = paper__list_on(sheet, y, columns, 10, 5.2);
    list.level = true;
    for (size_t i = 0; i < statement->count; i++) {
        char day[DAY_TEXT_SIZE];
        day_format(statement->rows[i].day, day);
        statement_row(&list, day, &statement->rows[i]);
    }
    if (statement->count == 0) {
        paper__list_empty(&list, lang_pick("这个月没有兑换。", "Nothing was redeemed this month."));
    }
    statement_row(&list, lang_pick("合计", "sum"), &all->sum);
    paper__list_room(&list, 25 + 21 * (double)((statement->signers_count + 1) / 2));
    statement_sum(&list, all);
    statement_signers(&list, statement);
    return OK;
}

static bool added(int64_t *sum, int64_t number)
{
    return !__builtin_add_overflow(*sum, number, sum) && *sum <= FEN_MAX && *sum >= -FEN_MAX;
}

struct status paper_statement(const struct paper_from *from,
                              const struct paper_statement *statement, struct paper *out,
                              struct problem *problem)
{
    static const struct making making = {
        .width = 210, .height = 297, .counted = true, .draw = statement_draw};
    struct statement what = {.statement = statement};
    char month[PAPER_TEXT_SIZE];
    char title[PAPER_TEXT_SIZE];
    *out = (struct paper){NULL, 0};
    TRY(paper__count_check(statement->count, PAPER_ROWS_MAX, 0, problem));
    TRY(paper__count_check(statement->signers_count, PAPER_SIGNERS_MAX, 0, problem));
    for (size_t i = 0; i < statement->count; i++) {
        const struct paper_statement_row *row = &statement->rows[i];
        if (!added(&what.sum.redemptions, row->redemptions) ||
            !added(&what.sum.points, row->points) || !added(&what.sum.refunded, row->refunded) ||
            !added(&what.sum.fen, row->fen)) {
            return paper__count_check(SIZE_MAX, (size_t)FEN_MAX, i + 1, problem);
        }
    }
    paper__month(month, statement->month);
    PAPER_SAY(title, "%s %s结算单", "%s, %s: statement",
              statement->shop == NULL ? "" : statement->shop, month);
    return paper__make(&making, from, title, &what, out, problem);
}
