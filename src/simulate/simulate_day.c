/* simulate_day.c - what happens on a made-up day. Whoever did something today is left alone, so
 * that no operation depends on the answer to another one of the same phase. */
#include <inttypes.h>
#include <stdio.h>

#include "base/day.h"
#include "simulate/simulate_internal.h"

static bool registered(const struct simulation *sim, const struct resident *resident)
{
    return resident->registers_on <= sim->day;
}

static struct resident *resident_pick(struct simulation *sim, struct sim_village *village)
{
    return &village->residents[chance_below(&sim->chance, (uint64_t)sim->options->residents)];
}

static struct status registration_send(struct simulation *sim, struct sim_village *village,
                                       struct resident *resident)
{
    uint8_t open_id[ID_BYTES];
    uint8_t award_id[ID_BYTES];
    bool card = chance_permille(&sim->chance, 250);
    Sanbao__V1__Operation op = simulate__operation(sim, village, open_id);
    Sanbao__V1__AccountOpen open = SANBAO__V1__ACCOUNT_OPEN__INIT;
    op.action_case = SANBAO__V1__OPERATION__ACTION_ACCOUNT_OPEN;
    op.account_open = &open;
    open.person = id_data(&resident->person);
    open.access = card ? SANBAO__V1__ACCESS__ACCESS_CARD : SANBAO__V1__ACCESS__ACCESS_PHONE;
    TRY(simulate__send(sim, &op, NULL, AFTER_NOTHING));
    Sanbao__V1__Operation welcome = simulate__operation(sim, village, award_id);
    Sanbao__V1__Award award = SANBAO__V1__AWARD__INIT;
    welcome.action_case = SANBAO__V1__OPERATION__ACTION_AWARD;
    welcome.award = &award;
    welcome.proposer = id_data(&village->staff[1]);
    welcome.approver = id_data(&village->staff[0]);
    award.person = id_data(&resident->person);
    award.rule = (char *)(uintptr_t)(card ? "REG-02" : "REG-01");
    return simulate__send(sim, &welcome, resident, AFTER_OTHER);
}

struct status simulate__registrations(struct simulation *sim, struct sim_village *village)
{
    for (int64_t i = 0; i < sim->options->residents; i++) {
        if (village->residents[i].registers_on == sim->day) {
            TRY(registration_send(sim, village, &village->residents[i]));
        }
    }
    return OK;
}

/* One who comes: early or late, for an hour or four. */
static struct status attendance_send(struct simulation *sim, struct sim_village *village,
                                     const Sanbao__V1__ActivityOpen *activity,
                                     const struct resident *leader, struct resident *resident)
{
    uint8_t event_id[ID_BYTES];
    Sanbao__V1__Operation op = simulate__operation(sim, village, event_id);
    Sanbao__V1__Award award = SANBAO__V1__AWARD__INIT;
    op.action_case = SANBAO__V1__OPERATION__ACTION_AWARD;
    op.award = &award;
    op.proposer = id_data(&leader->person);
    op.approver = id_data(&village->staff[0]);
    award.person = id_data(&resident->person);
    award.rule = activity->rule;
    award.activity = activity->activity;
    award.checked_in_at = activity->starts_at - 600 + (int64_t)chance_below(&sim->chance, 1800);
    award.checked_out_at =
        activity->starts_at + 1800 + (int64_t)chance_below(&sim->chance, 3 * 3600);
    award.method = chance_permille(&sim->chance, 200) ? SANBAO__V1__METHOD__METHOD_CARD
                                                      : SANBAO__V1__METHOD__METHOD_PHONE;
    resident->busy_on = sim->day;
    return simulate__send(sim, &op, resident, AFTER_AWARD);
}

static struct status activity_send(struct simulation *sim, struct sim_village *village)
{
    uint8_t event_id[ID_BYTES];
    char code[16];
    struct resident *leader = resident_pick(sim, village);
    const struct sim_rule *rule = &sim_rules[2 + chance_below(&sim->chance, RULES - 2)];
    snprintf(code, sizeof code, "A%06" PRId64, ++village->activities);
    Sanbao__V1__Operation op = simulate__operation(sim, village, event_id);
    Sanbao__V1__ActivityOpen open = SANBAO__V1__ACTIVITY_OPEN__INIT;
    op.action_case = SANBAO__V1__OPERATION__ACTION_ACTIVITY_OPEN;
    op.activity_open = &open;
    open.activity = code;
    open.rule = (char *)(uintptr_t)rule->code;
    /* Between eight and half past twelve in the morning, China time. */
    open.starts_at = (int64_t)sim->day * 86400 + 1800 * (int64_t)chance_below(&sim->chance, 10);
    open.ends_at = open.starts_at + 3600 + 1800 * (int64_t)chance_below(&sim->chance, 5);
    open.capacity = 50;
    open.leader = id_data(&leader->person);
    TRY(simulate__send(sim, &op, NULL, AFTER_NOTHING));
    uint64_t guests = 4 + chance_below(&sim->chance, 30);
    for (uint64_t i = 0; i < guests; i++) {
        struct resident *guest = resident_pick(sim, village);
        if (guest != leader && registered(sim, guest) && guest->busy_on != sim->day) {
            TRY(attendance_send(sim, village, &open, leader, guest));
        }
    }
    return OK;
}

struct status simulate__activities(struct simulation *sim, struct sim_village *village)
{
    /* As in Foshan village: five a week for about twelve hundred people. */
    uint64_t permille = (uint64_t)sim->options->residents * 700 / 1238 + 1;
    for (; permille >= 1000; permille -= 1000) {
        TRY(activity_send(sim, village));
    }
    return chance_permille(&sim->chance, permille) ? activity_send(sim, village) : OK;
}

static struct status redemption_send(struct simulation *sim, struct sim_village *village,
                                     struct resident *resident, int64_t points)
{
    uint8_t event_id[ID_BYTES];
    char shop[16];
    char number[24];
    int32_t index = (int32_t)chance_below(&sim->chance, SHOPS);
    snprintf(shop, sizeof shop, "S%02d", index + 1);
    snprintf(number, sizeof number, "D%08" PRId64, ++village->vouchers);
    Sanbao__V1__Operation op = simulate__operation(sim, village, event_id);
    Sanbao__V1__Redeem redeem = SANBAO__V1__REDEEM__INIT;
    op.action_case = SANBAO__V1__OPERATION__ACTION_REDEEM;
    op.redeem = &redeem;
    op.proposer = id_data(&village->staff[3]);
    redeem.person = id_data(&resident->person);
    redeem.shop = shop;
    redeem.goods = (char *)(uintptr_t) "G001";
    redeem.points = (uint64_t)points;
    redeem.number = number;
    village->unsettled[index] += points;
    resident->busy_on = sim->day;
    resident->redeemed_shop = index;
    return simulate__send(sim, &op, resident, AFTER_REDEEM);
}

struct status simulate__redemptions(struct simulation *sim, struct sim_village *village)
{
    int64_t visits = sim->options->residents * 5 / 1238 + 1;
    for (int64_t i = 0; i < visits; i++) {
        struct resident *resident = resident_pick(sim, village);
        if (!registered(sim, resident) || resident->busy_on == sim->day || resident->balance < 25) {
            continue;
        }
        int64_t most = resident->balance < 300 ? resident->balance : 300;
        int64_t points = 1 + (int64_t)chance_below(&sim->chance, (uint64_t)most);
        TRY(redemption_send(sim, village, resident, points));
    }
    return OK;
}

static struct status refund_send(struct simulation *sim, struct sim_village *village,
                                 struct resident *resident)
{
    uint8_t event_id[ID_BYTES];
    Sanbao__V1__Operation op = simulate__operation(sim, village, event_id);
    Sanbao__V1__Refund refund = SANBAO__V1__REFUND__INIT;
    op.action_case = SANBAO__V1__OPERATION__ACTION_REFUND;
    op.refund = &refund;
    refund.record = resident->redeemed - 1;
    village->unsettled[resident->redeemed_shop] -= resident->redeemed_points;
    resident->redeemed = 0;
    resident->busy_on = sim->day;
    return simulate__send(sim, &op, resident, AFTER_OTHER);
}

static struct status reversal_send(struct simulation *sim, struct sim_village *village,
                                   struct resident *resident)
{
    uint8_t event_id[ID_BYTES];
    Sanbao__V1__Operation op = simulate__operation(sim, village, event_id);
    Sanbao__V1__Reverse reverse = SANBAO__V1__REVERSE__INIT;
    op.action_case = SANBAO__V1__OPERATION__ACTION_REVERSE;
    op.reverse = &reverse;
    op.proposer = id_data(&village->staff[2]);
    reverse.record = resident->awarded - 1;
    resident->awarded = 0;
    resident->busy_on = sim->day;
    return simulate__send(sim, &op, resident, AFTER_OTHER);
}

struct status simulate__corrections(struct simulation *sim, struct sim_village *village)
{
    struct resident *resident = resident_pick(sim, village);
    if (resident->busy_on == sim->day || !chance_permille(&sim->chance, 200)) {
        return OK;
    }
    /* What the shop was paid for is not refunded any more: the month's settlement forgets it. */
    if (resident->redeemed != 0) {
        return refund_send(sim, village, resident);
    }
    return resident->awarded != 0 ? reversal_send(sim, village, resident) : OK;
}

static struct status settlement_send(struct simulation *sim, struct sim_village *village, int shop)
{
    uint8_t event_id[ID_BYTES];
    char code[16];
    snprintf(code, sizeof code, "S%02d", shop + 1);
    Sanbao__V1__Operation op = simulate__operation(sim, village, event_id);
    Sanbao__V1__Settle settle = SANBAO__V1__SETTLE__INIT;
    op.action_case = SANBAO__V1__OPERATION__ACTION_SETTLE;
    op.settle = &settle;
    settle.shop = code;
    settle.points = (uint64_t)village->unsettled[shop];
    settle.fen = settle.points * 10; /* at ten points a yuan */
    village->unsettled[shop] = 0;
    return simulate__send(sim, &op, NULL, AFTER_NOTHING);
}

static struct status deposit_send(struct simulation *sim, struct sim_village *village)
{
    uint8_t event_id[ID_BYTES];
    Sanbao__V1__Operation op = simulate__operation(sim, village, event_id);
    Sanbao__V1__FundDeposit deposit = SANBAO__V1__FUND_DEPOSIT__INIT;
    op.action_case = SANBAO__V1__OPERATION__ACTION_FUND_DEPOSIT;
    op.fund_deposit = &deposit;
    /* Enough that nothing is ever refused: ten thousand points a head and month. */
    deposit.fen = (uint64_t)sim->options->residents * 10000 * 10;
    return simulate__send(sim, &op, NULL, AFTER_NOTHING);
}

struct status simulate__month(struct simulation *sim, struct sim_village *village)
{
    if (sim->day != sim->first_day && day_to_civil(sim->day).day != 1) {
        return OK;
    }
    for (int64_t i = 0; i < sim->options->residents; i++) {
        village->residents[i].redeemed = 0;
    }
    TRY(deposit_send(sim, village));
    for (int shop = 0; shop < SHOPS; shop++) {
        int64_t most = POINTS_PER_OPERATION_MAX;
        if (village->unsettled[shop] > 0 && village->unsettled[shop] <= most) {
            TRY(settlement_send(sim, village, shop));
        }
    }
    return OK;
}
