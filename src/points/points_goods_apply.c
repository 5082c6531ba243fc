/* points_goods_apply.c - shops, their goods, prices and stock, and what a sale does to them. The
 * price is one: what points do not pay is paid in cash at the same rate. Runs under consensus: no
 * clock, no random number, no float. */
#include <stdio.h>
#include <string.h>

#include "points/points_internal.h"

enum { STOCK_CHANGE_MAX = 1000000, STOCK_MAX = 1000000000 };

struct status points__shop_open(void *room, const struct apply *apply, Sanbao__V1__Outcome *outcome)
{
    struct points *points = room;
    const char *code = apply->operation->shop_open->shop;
    struct village village;
    struct shop *shop = NULL;
    struct shop opened = {0};
    (void)outcome;
    TRY(identity_village(points->identity, apply->operation->village, &village));
    if (code[0] == '\0') {
        return REFUSE(OPERATION_MALFORMED);
    }
    TRY(points__shop(points, village.id, code, &shop));
    if (shop->id != 0) {
        return REFUSE(SHOP_EXISTS);
    }
    memcpy(opened.code, code, strlen(code) + 1);
    TRY(ledger_shop_open(points->ledger, village.id, &opened.account));
    TRY(points__shop_insert(points, village.id, &opened));
    *shop = opened;
    /* A shop that nobody has paid yet is listed, with 0. */
    return books_metric_add(points->books, village.id, opened.taken, apply->operation->day, 0);
}

/* The shop of the operation's village. Refuses: VILLAGE_UNKNOWN, SHOP_UNKNOWN. */
static struct status shop_find(struct points *points, const struct apply *apply, const char *code,
                               struct shop **shop)
{
    struct village village;
    TRY(identity_village(points->identity, apply->operation->village, &village));
    TRY(points__shop(points, village.id, code, shop));
    return (*shop)->id != 0 ? OK : REFUSE(SHOP_UNKNOWN);
}

struct status points__goods_set(void *room, const struct apply *apply, Sanbao__V1__Outcome *outcome)
{
    struct points *points = room;
    const Sanbao__V1__GoodsSet *set = apply->operation->goods_set;
    struct shop *shop = NULL;
    (void)outcome;
    TRY(shop_find(points, apply, set->shop, &shop));
    if (set->goods[0] == '\0') {
        return REFUSE(OPERATION_MALFORMED);
    }
    if (set->points < 1 || set->points > POINTS_PER_OPERATION_MAX) {
        return REFUSE(POINTS_OUT_OF_RANGE);
    }
    if (set->cash_fen > CASH_FEN_MAX) {
        return REFUSE(FEN_OUT_OF_RANGE);
    }
    return points__goods_save(points, shop->id, set->goods, set->points, set->cash_fen);
}

struct status points__stock_set(void *room, const struct apply *apply, Sanbao__V1__Outcome *outcome)
{
    struct points *points = room;
    const Sanbao__V1__StockSet *set = apply->operation->stock_set;
    struct shop *shop = NULL;
    struct goods goods;
    (void)outcome;
    TRY(shop_find(points, apply, set->shop, &shop));
    TRY(points__goods_select(points, shop->id, set->goods, &goods));
    if (!goods.known) {
        return REFUSE(GOODS_UNKNOWN);
    }
    if (set->change == 0 || set->change < -STOCK_CHANGE_MAX || set->change > STOCK_CHANGE_MAX ||
        goods.stock + set->change > STOCK_MAX) {
        return REFUSE(QUANTITY_OUT_OF_RANGE);
    }
    if (goods.stock + set->change < 0) {
        return REFUSE(OUT_OF_STOCK);
    }
    return points__stock_save(points, shop->id, set->goods, goods.stock + set->change);
}

int64_t points_cash_due(const struct goods *goods, int64_t quantity, int64_t paid)
{
    REQUIRE(goods != NULL && quantity >= 1 && quantity <= QUANTITY_MAX && paid >= 0);
    int64_t left = quantity * goods->points - paid;
    if (left <= 0 || goods->cash_fen == 0) {
        return left == 0 ? 0 : -1;
    }
    return (left * goods->cash_fen + goods->points - 1) / goods->points;
}

/* Without a quantity there is no price to hold the payment to, and no place for cash. */
static struct status price_judge(const struct goods *goods, const Sanbao__V1__Redeem *redeem)
{
    if (redeem->quantity > QUANTITY_MAX) {
        return REFUSE(QUANTITY_OUT_OF_RANGE);
    }
    int64_t due = redeem->quantity == 0
                      ? 0
                      : points_cash_due(goods, redeem->quantity, (int64_t)redeem->points);
    return due >= 0 && redeem->cash_fen == (uint64_t)due ? OK : REFUSE(PRICE_WRONG);
}

static int64_t pieces(uint32_t quantity)
{
    return quantity == 0 ? 1 : (int64_t)quantity;
}

struct status points__sale_judge(struct points *points, const struct shop *shop,
                                 const Sanbao__V1__Redeem *redeem, struct goods *goods)
{
    TRY(points__goods_select(points, shop->id, redeem->goods, goods));
    if (!goods->known) {
        return REFUSE(GOODS_UNKNOWN);
    }
    if (redeem->points < 1 || redeem->points > POINTS_PER_OPERATION_MAX) {
        return REFUSE(POINTS_OUT_OF_RANGE);
    }
    TRY(price_judge(goods, redeem));
    bool there = !goods->counted || goods->stock >= pieces(redeem->quantity);
    return there ? OK : REFUSE(OUT_OF_STOCK);
}

/* Cash is rolled up by shop like points, from the first time that a shop takes any. */
static struct status cash_count(struct points *points, const struct apply *apply, int64_t village,
                                const struct shop *shop, int64_t fen)
{
    char name[CODE_MAX + 16];
    struct metric cash;
    snprintf(name, sizeof name, METRIC_CASH_PREFIX "%s", shop->code);
    TRY(books_metric(points->books, name, &cash));
    return books_metric_add(points->books, village, cash, apply->operation->day, fen);
}

struct status points__sale_write(struct points *points, const struct apply *apply, int64_t village,
                                 const struct shop *shop, const struct goods *goods,
                                 struct sale *sale)
{
    int64_t there = goods->counted ? goods->stock : 0;
    sale->taken = sale->quantity < there ? sale->quantity : there;
    if (sale->taken > 0) {
        TRY(points__stock_save(points, shop->id, sale->goods, there - sale->taken));
    }
    if (sale->cash_fen > 0) {
        TRY(cash_count(points, apply, village, shop, sale->cash_fen));
    }
    return points__sale_insert(points, shop->id, apply->operation->day, apply->record, sale);
}

struct status points__sale_return(struct points *points, const struct apply *apply, int64_t village,
                                  const struct shop *shop, const struct entry *redemption,
                                  int64_t *cash_fen)
{
    struct sale sale;
    struct goods goods;
    TRY(points__sale_select(points, shop->id, redemption->day, redemption->record, &sale));
    *cash_fen = sale.cash_fen;
    if (sale.taken > 0) {
        TRY(points__goods_select(points, shop->id, sale.goods, &goods));
        TRY(points__stock_save(points, shop->id, sale.goods, goods.stock + sale.taken));
    }
    if (sale.cash_fen > 0) {
        TRY(cash_count(points, apply, village, shop, -sale.cash_fen));
    }
    sale.quantity = -sale.quantity;
    sale.taken = -sale.taken;
    sale.points = -redemption->amount;
    sale.cash_fen = -sale.cash_fen;
    return points__sale_insert(points, shop->id, apply->operation->day, apply->record, &sale);
}
