/* points_hold_apply.c - a shop's device sells off line from points that are held apart for it, so
 * that nothing is spent twice. A hold ends at an instant; what was sold until then is told later.
 * Runs under consensus: no clock, no random number, no float. */
#include <string.h>

#include "base/day.h"
#include "points/points_internal.h"

enum { HOLD_DAYS_MAX = 31 };

/* Refuses HOLD_TIMES unless the end lies on the day or at most HOLD_DAYS_MAX days on. */
static struct status end_judge(const struct village *village, int32_t day, int64_t ends_at)
{
    if (ends_at < 0 || ends_at > INSTANT_MAX) {
        return REFUSE(HOLD_TIMES);
    }
    int32_t last = instant_day(ends_at, village->utc_offset_minutes);
    return last >= day && last - day <= HOLD_DAYS_MAX ? OK : REFUSE(HOLD_TIMES);
}

struct status points__hold(void *room, const struct apply *apply, Sanbao__V1__Outcome *outcome)
{
    struct points *points = room;
    const Sanbao__V1__Hold *op = apply->operation->hold;
    int32_t day = apply->operation->day;
    struct village village;
    struct member member;
    struct shop *shop = NULL;
    struct moved moved;
    TRY(identity_village(points->identity, apply->operation->village, &village));
    TRY(identity_holder(points->identity, village.id, &op->person, day, &member));
    TRY(points__shop(points, village.id, op->shop, &shop));
    if (shop->id == 0) {
        return REFUSE(SHOP_UNKNOWN);
    }
    if (op->points < 1 || op->points > POINTS_PER_OPERATION_MAX) {
        return REFUSE(POINTS_OUT_OF_RANGE);
    }
    if (op->device.len != ID_BYTES) {
        return REFUSE(OPERATION_MALFORMED);
    }
    TRY(end_judge(&village, day, op->ends_at));
    struct entry_head head = {apply->record, village.id, member.account, day, shop->account};
    struct hold hold = {.shop = shop->id, .ends_at = op->ends_at};
    memcpy(hold.device, op->device.data, ID_BYTES);
    TRY(ledger_hold(points->ledger, &head, (int64_t)op->points, &moved));
    TRY(points__hold_insert(points, apply->record, &hold));
    outcome->granted = op->points;
    outcome->balance = (uint64_t)moved.balance;
    return OK;
}

/* An open hold of the operation's village. */
struct open_hold {
    struct village village;
    struct hold hold;
    struct shop *shop;
    int64_t owner; /* ledger account */
    int64_t left;
};

/* Refuses: VILLAGE_UNKNOWN, RECORD_NOT_FOUND, TARGET_KIND, TARGET_DONE (nothing is left of it),
 * DAY_WRONG. */
static struct status hold_find(struct points *points, const struct apply *apply, uint64_t record,
                               struct open_hold *found)
{
    struct entry entry;
    TRY(identity_village(points->identity, apply->operation->village, &found->village));
    if (record >= apply->record) {
        return REFUSE(RECORD_NOT_FOUND);
    }
    TRY(ledger_entry(points->ledger, record, &entry));
    if (entry.kind != ENTRY_HOLD) {
        return REFUSE(TARGET_KIND);
    }
    TRY(points__shop_of(points, found->village.id, entry.subject, &found->shop));
    if (apply->operation->day < entry.day) {
        return REFUSE(DAY_WRONG);
    }
    TRY(ledger_held(points->ledger, record, &found->owner, &found->left));
    TRY(points_hold(points, record, &found->hold));
    return found->left > 0 ? OK : REFUSE(TARGET_DONE);
}

/* Refuses: HOLD_ENDED, DAY_WRONG, POINTS_OUT_OF_RANGE, QUANTITY_OUT_OF_RANGE, FEN_OUT_OF_RANGE,
 * NOT_ENOUGH_POINTS. The price is the one on the device, and what is gone from the shelf is
 * gone. */
static struct status hold_sale_judge(const struct apply *apply, const struct open_hold *open)
{
    const Sanbao__V1__HoldRedeem *op = apply->operation->hold_redeem;
    if (op->at < 0 || op->at > open->hold.ends_at) {
        return REFUSE(HOLD_ENDED);
    }
    if (apply->operation->day != instant_day(op->at, open->village.utc_offset_minutes)) {
        return REFUSE(DAY_WRONG);
    }
    if (op->points < 1 || op->points > POINTS_PER_OPERATION_MAX) {
        return REFUSE(POINTS_OUT_OF_RANGE);
    }
    if (op->quantity > QUANTITY_MAX) {
        return REFUSE(QUANTITY_OUT_OF_RANGE);
    }
    if (op->cash_fen > (uint64_t)FEN_MAX) {
        return REFUSE(FEN_OUT_OF_RANGE);
    }
    return (int64_t)op->points <= open->left ? OK : REFUSE(NOT_ENOUGH_POINTS);
}

struct status points__hold_redeem(void *room, const struct apply *apply,
                                  Sanbao__V1__Outcome *outcome)
{
    struct points *points = room;
    const Sanbao__V1__HoldRedeem *op = apply->operation->hold_redeem;
    struct open_hold open;
    struct goods goods;
    struct moved moved;
    TRY(hold_find(points, apply, op->record, &open));
    TRY(points__goods_select(points, open.shop->id, op->goods, &goods));
    if (!goods.known) {
        return REFUSE(GOODS_UNKNOWN);
    }
    TRY(hold_sale_judge(apply, &open));
    TRY(points__number_judge(points, open.village.id, op->number));
    int64_t spent = (int64_t)op->points;
    struct entry_head head = {apply->record, open.village.id, open.owner, apply->operation->day,
                              open.shop->account};
    TRY(ledger_hold_redeem(points->ledger, &head, op->record, spent, &moved));
    TRY(points__number_write(points, apply, open.village.id, op->number));
    struct sale sale = {.quantity = op->quantity == 0 ? 1 : op->quantity,
                        .points = spent,
                        .cash_fen = (int64_t)op->cash_fen};
    memcpy(sale.goods, op->goods, strlen(op->goods) + 1);
    TRY(points__sale_write(points, apply, open.village.id, open.shop, &goods, &sale));
    outcome->granted = op->points;
    outcome->balance = (uint64_t)moved.balance;
    return points__spent_count(points, apply, open.village.id, open.shop, spent);
}

/* The shop may give a hold back at any time: its device will not sell from it any more. Anyone else
 * waits until the day after its end, by when the device should have told what it sold. */
static struct status release_judge(struct points *points, const struct apply *apply,
                                   const struct open_hold *open)
{
    struct member proposer;
    char shop[CODE_MAX + 1] = "";
    int32_t last = instant_day(open->hold.ends_at, open->village.utc_offset_minutes);
    if (apply->operation->day > last) {
        return OK;
    }
    TRY(identity_member(points->identity, open->village.id, &apply->operation->proposer,
                        &proposer));
    if (proposer.id != 0) {
        TRY(identity_shop_of(points->identity, &proposer, shop));
    }
    return strcmp(shop, open->shop->code) == 0 ? OK : REFUSE(HOLD_RUNNING);
}

struct status points__hold_release(void *room, const struct apply *apply,
                                   Sanbao__V1__Outcome *outcome)
{
    struct points *points = room;
    uint64_t record = apply->operation->hold_release->record;
    struct open_hold open;
    struct moved moved;
    int64_t returned = 0;
    TRY(hold_find(points, apply, record, &open));
    TRY(release_judge(points, apply, &open));
    struct entry_head head = {apply->record, open.village.id, open.owner, apply->operation->day,
                              (int64_t)record};
    TRY(ledger_hold_release(points->ledger, &head, &returned, &moved));
    outcome->granted = (uint64_t)returned;
    outcome->balance = (uint64_t)moved.balance;
    return OK;
}
