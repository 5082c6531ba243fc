/* points_shop_apply.c - points are spent, refunded, settled with the shop, or expire. Runs under
 * consensus: no clock, no random number, no float. */
#include <string.h>

#include "base/day.h"
#include "points/points_internal.h"

struct status points__number_judge(struct points *points, int64_t village, const char *number)
{
    bool known = false;
    if (number[0] != '\0') {
        TRY(points__voucher_known(points, village, number, &known));
    }
    return known ? REFUSE(ID_TAKEN) : OK;
}

struct status points__number_write(struct points *points, const struct apply *apply,
                                   int64_t village, const char *number)
{
    return number[0] == '\0' ? OK : points__voucher_insert(points, village, number, apply->record);
}

struct status points__spent_count(struct points *points, const struct apply *apply, int64_t village,
                                  const struct shop *shop, int64_t spent)
{
    int32_t day = apply->operation->day;
    if (spent > 0) {
        TRY(books_metric_add(points->books, village, points->metrics.redemptions, day, 1));
    }
    TRY(books_metric_add(points->books, village, points->metrics.redeemed, day, spent));
    return books_metric_add(points->books, village, shop->taken, day, spent);
}

struct status points__redeem(void *room, const struct apply *apply, Sanbao__V1__Outcome *outcome)
{
    struct points *points = room;
    const Sanbao__V1__Redeem *op = apply->operation->redeem;
    struct village village;
    struct member member;
    struct shop *shop = NULL;
    struct goods goods;
    struct moved moved;
    TRY(identity_village(points->identity, apply->operation->village, &village));
    TRY(identity_holder(points->identity, village.id, &op->person, apply->operation->day, &member));
    TRY(points__shop(points, village.id, op->shop, &shop));
    if (shop->id == 0) {
        return REFUSE(SHOP_UNKNOWN);
    }
    TRY(points__sale_judge(points, shop, op, &goods));
    TRY(points__number_judge(points, village.id, op->number));
    struct entry_head head = {apply->record, village.id, member.account, apply->operation->day,
                              shop->account};
    TRY(ledger_redeem(points->ledger, &head, (int64_t)op->points, &moved));
    TRY(points__number_write(points, apply, village.id, op->number));
    struct sale sale = {.quantity = op->quantity == 0 ? 1 : op->quantity,
                        .points = (int64_t)op->points,
                        .cash_fen = (int64_t)op->cash_fen};
    memcpy(sale.goods, op->goods, strlen(op->goods) + 1);
    TRY(points__sale_write(points, apply, village.id, shop, &goods, &sale));
    outcome->granted = op->points;
    outcome->balance = (uint64_t)moved.balance;
    return points__spent_count(points, apply, village.id, shop, (int64_t)op->points);
}

struct status points__refund(void *room, const struct apply *apply, Sanbao__V1__Outcome *outcome)
{
    struct points *points = room;
    uint64_t record = apply->operation->refund->record;
    int32_t day = apply->operation->day;
    struct village village;
    struct entry redemption;
    struct shop *shop = NULL;
    bool done = false;
    uint64_t by = 0;
    int64_t cash_fen = 0;
    struct moved moved;
    TRY(identity_village(points->identity, apply->operation->village, &village));
    if (record >= apply->record) {
        return REFUSE(RECORD_NOT_FOUND);
    }
    TRY(ledger_entry(points->ledger, record, &redemption));
    if (redemption.kind != ENTRY_REDEEM && redemption.kind != ENTRY_HOLD_REDEEM) {
        return REFUSE(TARGET_KIND);
    }
    TRY(points__shop_of(points, village.id, redemption.subject, &shop));
    if (day < redemption.day) {
        return REFUSE(DAY_WRONG);
    }
    TRY(points__follow_up(points, record, FOLLOW_REFUNDED, &done, &by));
    if (done) {
        return REFUSE(TARGET_DONE);
    }
    struct entry_head head = {apply->record, village.id, redemption.owner, day, (int64_t)record};
    TRY(ledger_refund(points->ledger, &head, &redemption, &moved));
    TRY(points__follow_up_insert(points, record, FOLLOW_REFUNDED, apply->record));
    TRY(points__sale_return(points, apply, village.id, shop, &redemption, &cash_fen));
    outcome->granted = (uint64_t)redemption.amount;
    outcome->fen = (uint64_t)cash_fen;
    outcome->balance = (uint64_t)moved.balance;
    return points__spent_count(points, apply, village.id, shop, -redemption.amount);
}

struct status points__settle(void *room, const struct apply *apply, Sanbao__V1__Outcome *outcome)
{
    struct points *points = room;
    const Sanbao__V1__Settle *op = apply->operation->settle;
    int32_t day = apply->operation->day;
    struct village village;
    struct shop *shop = NULL;
    struct fund *fund = NULL;
    int64_t unsettled = 0;
    TRY(identity_village(points->identity, apply->operation->village, &village));
    TRY(points__shop(points, village.id, op->shop, &shop));
    if (shop->id == 0) {
        return REFUSE(SHOP_UNKNOWN);
    }
    if (op->points < 1 || op->points > POINTS_PER_OPERATION_MAX) {
        return REFUSE(POINTS_OUT_OF_RANGE);
    }
    int64_t settled = (int64_t)op->points;
    int64_t fen = points__fen(&village, settled);
    if (op->fen != (uint64_t)fen) {
        return REFUSE(SETTLE_FEN_WRONG);
    }
    TRY(ledger_shop(points->ledger, shop->account, &unsettled));
    if (unsettled < settled) {
        return REFUSE(NOT_ENOUGH_POINTS);
    }
    TRY(points__fund(points, village.id, &fund));
    if (fund->fen < fen) {
        return fund->deposits == 0 ? REFUSE(FUND_UNKNOWN) : REFUSE(FUND_EXHAUSTED);
    }
    struct entry_head head = {apply->record, village.id, shop->account, day, 0};
    TRY(ledger_settle(points->ledger, &head, settled));
    TRY(points__payment_insert(points, apply->record, &(struct payment){village.id, day, fen}));
    fund->fen -= fen;
    fold_touch(points->funds, fund);
    outcome->granted = op->points;
    TRY(books_metric_add(points->books, village.id, points->metrics.settled, day, settled));
    return books_metric_add(points->books, village.id, points->metrics.fund_fen, day, -fen);
}

struct status points__expire(void *room, const struct apply *apply, Sanbao__V1__Outcome *outcome)
{
    struct points *points = room;
    const Sanbao__V1__Expire *op = apply->operation->expire;
    int32_t day = apply->operation->day;
    struct village village;
    struct member member;
    int64_t expired = 0;
    struct moved moved;
    TRY(identity_village(points->identity, apply->operation->village, &village));
    TRY(identity_member(points->identity, village.id, &op->person, &member));
    if (member.id == 0) {
        return REFUSE(PERSON_UNKNOWN);
    }
    if (member.account == 0) {
        return REFUSE(NOT_REGISTERED);
    }
    if (op->lot_day < 1 || op->lot_day > day || day < day_add_months(op->lot_day, LOT_MONTHS)) {
        return REFUSE(LOT_NOT_DUE);
    }
    struct entry_head head = {apply->record, village.id, member.account, day, op->lot_day};
    TRY(ledger_expire(points->ledger, &head, op->lot_day, &expired, &moved));
    outcome->granted = (uint64_t)expired;
    outcome->balance = (uint64_t)moved.balance;
    return books_metric_add(points->books, village.id, points->metrics.expired, day, expired);
}
