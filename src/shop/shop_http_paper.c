/* shop_http_paper.c - the same on paper. What is to be printed is gathered on the loop; the drawing
 * is slow and done aside. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/day.h"
#include "paper/paper.h"
#include "shop/shop_internal.h"

enum { GOODS_PRINTED_MAX = 500, DAYS_PRINTED_MAX = 31 };

/* All that a drawing needs; texts lie in the arena. */
struct print {
    struct arena arena;
    struct paper_from from;
    const char *shop;
    char file[80]; /* its name */
    struct paper paper;
    struct paper_goods goods[GOODS_PRINTED_MAX];
    struct paper_statement_row days[DAYS_PRINTED_MAX];
    size_t count;
    struct month month;
};

static void print_end(void *state)
{
    struct print *print = state;
    arena_free(&print->arena);
    paper_free(&print->paper);
}

static struct status text_find(struct call *call, struct print *print, const char *of,
                               const char *code, const char *field, const char **out)
{
    char *text = NULL;
    TRY(texts_get(call->side->people, call->village_code, of, code, field, &text));
    struct status status =
        arena_text(&print->arena, text != NULL ? text : "", text != NULL ? strlen(text) : 0, out);
    free(text);
    return status;
}

static struct status village_find(struct call *call, struct print *print)
{
    print->from.day = call_today(call);
    TRY(text_find(call, print, "village", call->village_code, "name", &print->from.village));
    return text_find(call, print, "village", call->village_code, "town", &print->from.town);
}

static struct status print_begin(struct call *call, const struct shop *shop, struct print **out)
{
    void *state = NULL;
    TRY(call_state(call, sizeof(struct print), print_end, &state));
    struct print *print = state;
    *out = print;
    TRY(village_find(call, print));
    return text_find(call, print, "shop", shop->code, "name", &print->shop);
}

static struct status print_then(struct call *call)
{
    struct print *print = call->state;
    uint8_t *bytes = print->paper.bytes;
    print->paper.bytes = NULL;
    return call_reply_bytes(call, "application/pdf", print->file, bytes, print->paper.length);
}

/* ---- prices ---- */

struct pricing {
    struct call *call;
    struct print *print;
    const char *shop;
};

static struct status price_take(void *context, const char *code, const struct goods *goods)
{
    struct pricing *pricing = context;
    struct print *print = pricing->print;
    char about[2 * CODE_MAX + 2];
    if (print->count == GOODS_PRINTED_MAX) {
        return OK;
    }
    struct paper_goods *row = &print->goods[print->count++];
    snprintf(about, sizeof about, "%s/%s", pricing->shop, code);
    row->points = goods->points;
    row->fen = goods->cash_fen;
    return text_find(pricing->call, print, "goods", about, "name", &row->name);
}

static struct status prices_run(struct call *call, struct side *side)
{
    struct print *print = call->state;
    (void)side;
    lang_set(call->lang);
    return paper_prices(&print->from, print->shop, call->village.points_per_yuan, print->goods,
                        print->count, &print->paper, &call->problem);
}

struct status shop__prices_pdf(struct call *call)
{
    struct shop shop;
    struct print *print = NULL;
    TRY(shop__find(call, call->side, &shop));
    TRY(print_begin(call, &shop, &print));
    struct pricing pricing = {call, print, shop.code};
    TRY(points_goods_each(call->side->points, shop.id, "", price_take, &pricing));
    snprintf(print->file, sizeof print->file, "prices-%s.pdf", shop.code);
    return call_aside(call, prices_run, print_then);
}

/* ---- a shop's month ---- */

struct stating {
    struct print *print;
    int64_t points_per_yuan;
};

static struct status day_take(void *context, const struct sold_sum *sum)
{
    struct stating *stating = context;
    struct print *print = stating->print;
    REQUIRE(print->count < DAYS_PRINTED_MAX); /* days of one month */
    int64_t net = sum->points - sum->refunded;
    print->days[print->count++] =
        (struct paper_statement_row){.day = sum->day,
                                     .redemptions = sum->redemptions,
                                     .points = sum->points,
                                     .refunded = sum->refunded,
                                     .fen = net * 100 / stating->points_per_yuan};
    return OK;
}

static struct status statement_run(struct call *call, struct side *side)
{
    struct print *print = call->state;
    (void)side;
    lang_set(call->lang);
    const char *const signers[] = {
        lang_pick("店主", "Shopkeeper"), lang_pick("报账员", "Accountant"),
        lang_pick("村主任", "Village head"), lang_pick("村务监督", "Oversight board")};
    const struct paper_statement statement = {.shop = print->shop,
                                              .month = print->month.first,
                                              .pay_day = print->month.pay_day,
                                              .rows = print->days,
                                              .count = print->count,
                                              .signers = signers,
                                              .signers_count = COUNT(signers)};
    return paper_statement(&print->from, &statement, &print->paper, &call->problem);
}

struct status shop__statement_pdf(struct call *call)
{
    struct shop shop;
    struct print *print = NULL;
    char day[DAY_TEXT_SIZE];
    TRY(shop__may_see(call));
    TRY(shop__find(call, call->side, &shop));
    TRY(print_begin(call, &shop, &print));
    TRY(shop__month(call, &print->month));
    struct stating stating = {print, call->village.points_per_yuan};
    TRY(points_sold_by_day(call->side->points, shop.id, print->month.first, print->month.next - 1,
                           day_take, &stating));
    day_format(print->month.first, day);
    snprintf(print->file, sizeof print->file, "statement-%s-%.7s.pdf", shop.code, day);
    return call_aside(call, statement_run, print_then);
}

/* ---- the month's notice ---- */

struct board {
    struct print print;
    struct paper_notice_row *rows;
    size_t count;
    struct paper_total totals[PAPER_TOTALS_MAX];
    struct notice notice;
};

static void board_end(void *state)
{
    struct board *board = state;
    print_end(&board->print);
    free(board->rows);
}

static struct status board_rows(struct call *call, struct board *board)
{
    struct earned list[PAGE_MAX];
    struct id after = {{0}};
    size_t count = PAGE_MAX;
    board->rows = calloc(PAPER_ROWS_MAX, sizeof *board->rows);
    if (board->rows == NULL) {
        return FAULT(OUT_OF_MEMORY);
    }
    while (count == PAGE_MAX) {
        TRY(shop__earned_find(shop__till(call->side), call->village_code, board->notice.month,
                              &after, list, PAGE_MAX, &count));
        for (size_t i = 0; i < count && board->count < PAPER_ROWS_MAX; i++) {
            struct paper_notice_row *row = &board->rows[board->count++];
            char *masked = NULL;
            TRY(shop__masked(call->side, &list[i].person, &masked));
            struct status status =
                arena_text(&board->print.arena, masked, strlen(masked), &row->name);
            free(masked);
            TRY(status);
            row->earned = list[i].points;
            after = list[i].person;
        }
    }
    return OK;
}

static struct status board_totals(struct call *call, struct board *board)
{
    const struct {
        const char *metric;
        const char *zh;
        const char *en;
        enum paper_unit unit;
    } totals[] = {{"activities", "活动场次", "Activities", PAPER_UNIT_COUNT},
                  {"participations", "参加人次", "Participations", PAPER_UNIT_COUNT},
                  {"issued", "发放工分", "Points issued", PAPER_UNIT_POINTS},
                  {"redeemed", "兑换工分", "Points redeemed", PAPER_UNIT_POINTS},
                  {"expired", "到期工分", "Points expired", PAPER_UNIT_POINTS}};
    const struct month *month = &board->print.month;
    for (size_t i = 0; i < COUNT(totals); i++) {
        board->totals[i] =
            (struct paper_total){lang_pick(totals[i].zh, totals[i].en), 0, totals[i].unit};
        TRY(shop__span_sum(call, totals[i].metric, "", month->first, month->next - 1,
                           &board->totals[i].number));
    }
    board->print.count = COUNT(totals);
    return OK;
}

static struct status board_run(struct call *call, struct side *side)
{
    struct board *board = call->state;
    (void)side;
    lang_set(call->lang);
    const struct paper_notice notice = {.month = board->notice.month,
                                        .until = board->notice.made_on + NOTICE_DAYS,
                                        .totals = board->totals,
                                        .totals_count = board->print.count,
                                        .rows = board->rows,
                                        .count = board->count};
    return paper_notice(&board->print.from, &notice, &board->print.paper, &call->problem);
}

struct status shop__notice_pdf(struct call *call)
{
    void *state = NULL;
    char day[DAY_TEXT_SIZE];
    bool found = false;
    TRY(call_state(call, sizeof(struct board), board_end, &state));
    struct board *board = state;
    TRY(village_find(call, &board->print));
    TRY(shop__month(call, &board->print.month));
    TRY(shop__notice_get(shop__till(call->side), call->village_code, board->print.month.first,
                         &found, &board->notice));
    if (!found) {
        return REFUSE(NOTICE_NONE);
    }
    TRY(board_rows(call, board));
    TRY(board_totals(call, board));
    day_format(board->print.month.first, day);
    snprintf(board->print.file, sizeof board->print.file, "notice-%.7s.pdf", day);
    return call_aside(call, board_run, print_then);
}
