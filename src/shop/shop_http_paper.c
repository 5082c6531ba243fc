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

static struct status print_begin(struct call *call, const struct shop *shop, struct print **out)
{
    void *state = NULL;
    TRY(call_state(call, sizeof(struct print), print_end, &state));
    struct print *print = state;
    *out = print;
    TRY(text_find(call, print, "village", call->village_code, "name", &print->from.village));
    TRY(text_find(call, print, "village", call->village_code, "town", &print->from.town));
    print->from.day = call_today(call);
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
