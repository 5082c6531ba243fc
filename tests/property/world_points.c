/* world_points.c - awards, shops and the fund. */
#include "property/world_internal.h"

#include <string.h>

/* --- awards ---------------------------------------------------------------------------------- */

static int number_of_id(const struct world *world, const uint8_t id[ID_BYTES])
{
    for (int i = 0; i < world->model->person_count; i++) {
        if (memcmp(world->model->persons[i].id, id, ID_BYTES) == 0) {
            return world->person_numbers[i];
        }
    }
    return OP_NONE;
}

void world__people_choose(struct world *world, struct op *op, const struct model_rule *rule,
                          int activity)
{
    Sanbao__V1__Role role = SANBAO__V1__ROLE__ROLE_SOCIAL_WORKER;
    op->proposer = OP_NONE;
    op->approver = OP_NONE;
    switch ((int)rule->approver) {
    case SANBAO__V1__APPROVER__APPROVER_SYSTEM:
        return;
    case SANBAO__V1__APPROVER__APPROVER_REVIEW_PANEL:
        role = SANBAO__V1__ROLE__ROLE_REVIEWER;
        break;
    case SANBAO__V1__APPROVER__APPROVER_OVERSIGHT_BOARD:
        role = SANBAO__V1__ROLE__ROLE_OVERSIGHT;
        break;
    default:
        break;
    }
    if (activity != MODEL_NONE) {
        int leader = number_of_id(world, world->model->activities[activity].leader);
        op->proposer = leader != op->person
                           ? leader
                           : world__person(world, op->village, SANBAO__V1__ROLE__ROLE_SOCIAL_WORKER,
                                           op->person, OP_NONE);
    } else {
        bool leads = rule->approver == SANBAO__V1__APPROVER__APPROVER_ACTIVITY_LEADER ||
                     rule->approver == SANBAO__V1__APPROVER__APPROVER_GROUP_LEADER;
        op->proposer =
            world__person(world, op->village,
                          leads ? SANBAO__V1__ROLE__ROLE_LEADER : SANBAO__V1__ROLE__ROLE_UNSET,
                          op->person, OP_NONE);
    }
    op->approver = world__person(world, op->village, role, op->person, op->proposer);
}

static void grade_choose(struct world *world, struct op *op, const struct model_rule *rule)
{
    if (rule->unit == SANBAO__V1__RULE_UNIT__UNIT_GRADE) {
        op->points = 1 + world__pick(world, (int)rule->points);
    }
}

/* In working days, somehow; at times too early or too late. */
static void release_choose(struct world *world, struct op *op, const struct model_rule *rule)
{
    if (world__chance(world, rule->notice_days > 0 ? 60 : 1)) {
        op->release_day = op->day + rule->notice_days + world__pick(world, rule->notice_days + 17);
        op->release_day +=
            world__chance(world, 5) ? rule->notice_days + 16 : -world__chance(world, 3);
    }
}

static struct op attendance(struct world *world, int village, int activity)
{
    static const int offsets[] = {-1500, -90, -30, -10, 0, 0, 0, 0, 0, 0, 1, 15, 30};
    static const int minutes[] = {0, 1, 29, 30, 59, 60, 61, 90, 119, 120, 240, 240, 480, 1600};
    const struct model_activity *about = &world->model->activities[activity];
    struct op op = op_of(SANBAO__V1__OPERATION__ACTION_AWARD, village, 0);
    op.person = world__registered(world, village);
    op.activity = world__number(about->code);
    op.rule = world__number(about->rule);
    op.from = about->starts_at + offsets[world__pick(world, (int)COUNT(offsets))] * 60;
    op.to = op.from + minutes[world__pick(world, (int)COUNT(minutes))] * 60;
    if (world__chance(world, 10)) {
        op.from -= world__pick(world, 60);
        op.to += world__pick(world, 60);
    }
    op.choice = 1 + (uint32_t)world__pick(world, 2);
    op.day = instant_day(op.from, world->model->villages[village].utc_offset_minutes);
    int rule = model_rule_on(world->model, village, about->rule, op.day);
    if (rule != MODEL_NONE) {
        grade_choose(world, &op, &world->model->rules[rule]);
        release_choose(world, &op, &world->model->rules[rule]);
        world__people_choose(world, &op, &world->model->rules[rule], activity);
    }
    return op;
}

/* One of the last few activities of the village. */
static int activity_recent(struct world *world, int village)
{
    int found = MODEL_NONE;
    int seen = 0;
    for (int i = world->model->activity_count - 1; i >= 0 && seen < 8; i--) {
        if (world->model->activities[i].village == village) {
            seen++;
            if (world__pick(world, seen) == 0) {
                found = i;
            }
        }
    }
    return found;
}

static int32_t day_pick(struct world *world)
{
    return world__chance(world, 15) ? world->today - world__pick(world, 120) : world->today;
}

struct op world__panel(struct world *world, int village)
{
    struct op op = op_of(SANBAO__V1__OPERATION__ACTION_PANEL_DRAW, village, world->today);
    op.person = world__registered(world, village);
    op.panel = world__chance(world, 95) ? world->next_panel++ : world__pick(world, 5);
    if (world__chance(world, 40)) {
        op.proposer =
            world__person(world, village, SANBAO__V1__ROLE__ROLE_UNSET, op.person, OP_NONE);
    }
    if (world__chance(world, 20)) {
        op.excused =
            world__person(world, village, SANBAO__V1__ROLE__ROLE_REVIEWER, op.person, OP_NONE);
    }
    op.wrong = world__chance(world, 4);
    return op;
}

/* A claim for which a panel was drawn: two of it give the points. */
static void panel_choose(struct world *world, struct op *op)
{
    const struct model *model = world->model;
    int seen = 0;
    for (int i = 0; i < model->panel_count; i++) {
        const struct model_panel *panel = &model->panels[i];
        if (panel->village != op->village || (panel->used && !world__chance(world, 3))) {
            continue;
        }
        seen++;
        if (world__pick(world, seen) == 0) {
            op->person = world->person_numbers[panel->person];
            op->panel = world->panel_numbers[i];
        }
    }
    op->seats = world__chance(world, 95) ? 1 + world__pick(world, 3) : world__pick(world, 9);
    op->seats = op->seats == 3 ? 5 : op->seats; /* first and second or third, second and third */
}

static struct op award_plain(struct world *world, int village)
{
    struct op op = op_of(SANBAO__V1__OPERATION__ACTION_AWARD, village, day_pick(world));
    op.person = world__registered(world, village);
    const struct model_rule *rule = NULL;
    for (int tries = 0; tries < 8; tries++) {
        int i = world__pick(world, world->model->rule_count);
        const struct model_rule *found = &world->model->rules[i];
        /* Hours need an activity, and what is given once is soon given. */
        bool seldom = found->unit == SANBAO__V1__RULE_UNIT__UNIT_HOUR ||
                      found->unit == SANBAO__V1__RULE_UNIT__UNIT_ONCE;
        if (found->village == village && i < world->model->rule_count &&
            (!seldom || world__chance(world, 6))) {
            rule = found;
        }
    }
    if (rule == NULL) {
        op.rule = 1;
        return op;
    }
    op.rule = world__number(rule->code);
    int valid = model_rule_on(world->model, village, rule->code, op.day);
    rule = valid == MODEL_NONE ? rule : &world->model->rules[valid];
    grade_choose(world, &op, rule);
    release_choose(world, &op, rule);
    world__people_choose(world, &op, rule, MODEL_NONE);
    if (rule->approver == SANBAO__V1__APPROVER__APPROVER_REVIEW_PANEL && world__chance(world, 95)) {
        panel_choose(world, &op);
    }
    return op;
}

struct op world__award(struct world *world, int village)
{
    int activity = activity_recent(world, village);
    if (activity != MODEL_NONE && world__chance(world, 65)) {
        return attendance(world, village, activity);
    }
    return award_plain(world, village);
}

/* --- shops and the fund ---------------------------------------------------------------------- */

static const struct model_goods *goods_of(const struct world *world, const struct op *op)
{
    const struct model *model = world->model;
    for (int i = 0; i < model->goods_count; i++) {
        const struct model_goods *goods = &model->goods[i];
        if (world__number(goods->code) == op->goods &&
            world__number(model->shops[goods->shop].code) == op->shop) {
            return goods;
        }
    }
    return NULL;
}

/* So many at the price, as far as the points reach, the rest in cash. */
static void price_pay(struct world *world, struct op *op, int64_t available)
{
    const struct model_goods *goods = goods_of(world, op);
    op->quantity = 1 + (uint32_t)world__pick(world, 4);
    if (goods == NULL) {
        return;
    }
    int64_t price = goods->points * op->quantity;
    op->points = price <= available && world__chance(world, 60) ? price : available;
    op->points = op->points > price || world__chance(world, 30) ? 1 + world__pick(world, (int)price)
                                                                : op->points;
    int64_t left = price - op->points;
    op->fen = (left * goods->cash_fen + goods->points - 1) / goods->points;
    op->fen += world__chance(world, 5) ? world__pick(world, 3) - 1 : 0;
}

static void redeem_fill(struct world *world, struct op *op)
{
    op->person = world__registered(world, op->village);
    op->shop = op->village * 10 + world__pick(world, 2);
    op->goods = world__pick(world, 3);
    int row = world__row_of(world, op->person);
    int64_t available = row == MODEL_NONE ? 0 : model_available(world->model, row);
    int chance = world__pick(world, 100);
    op->points = chance < 25   ? available
                 : chance < 30 ? available + 1
                               : 1 + world__pick(world, (int)available);
    if (world__chance(world, 50)) {
        price_pay(world, op, available);
    }
    if (world__chance(world, 50)) {
        op->choice =
            (uint32_t)(world__chance(world, 95) ? world->next_voucher++
                                                : 1 + world__pick(world, world->next_voucher));
    }
}

static void settle_fill(struct world *world, struct op *op)
{
    const struct model *model = world->model;
    op->shop = op->village * 10 + world__pick(world, 2);
    char code[CODE_MAX + 1];
    snprintf(code, sizeof(code), "S%d", op->shop);
    int shop = model_shop_find(model, op->village, code);
    int64_t unsettled = shop == MODEL_NONE ? 0 : model_shop_unsettled(model, shop);
    op->points = world__chance(world, 30)  ? unsettled
                 : world__chance(world, 5) ? unsettled + 1
                                           : 1 + world__pick(world, (int)unsettled);
    op->fen = op->points * 100 / model->villages[op->village].points_per_yuan;
}

/* A lot that someone holds; on the day it is due, or one day off, or today. */
static void expire_fill(struct world *world, struct op *op)
{
    const struct model *model = world->model;
    int seen = 0;
    for (int i = 0; i < model->lot_count; i++) {
        const struct model_lot *lot = &model->lots[i];
        if (model->persons[lot->person].village != op->village ||
            (lot->points == 0 && !world__chance(world, 5))) {
            continue;
        }
        seen++;
        if (world__pick(world, seen) == 0) {
            op->person = world->person_numbers[lot->person];
            op->from = lot->day;
        }
    }
    if (op->person != OP_NONE && world__chance(world, 40)) {
        op->day = day_add_months((int32_t)op->from, 24) - 1 + world__pick(world, 3);
    }
}

struct op world__shop_op(struct world *world, Sanbao__V1__Operation__ActionCase action, int village)
{
    struct op op = op_of(action, village, world->today);
    switch ((int)action) {
    case SANBAO__V1__OPERATION__ACTION_REDEEM:
        op.day = day_pick(world);
        redeem_fill(world, &op);
        break;
    case SANBAO__V1__OPERATION__ACTION_SETTLE:
        settle_fill(world, &op);
        break;
    case SANBAO__V1__OPERATION__ACTION_EXPIRE:
        expire_fill(world, &op);
        break;
    case SANBAO__V1__OPERATION__ACTION_FUND_DEPOSIT:
        op.fen =
            1 + world__pick(world, 60000 / (int)world->model->villages[village].points_per_yuan);
        break;
    case SANBAO__V1__OPERATION__ACTION_SHOP_OPEN:
        op.shop = world__chance(world, 50) ? world->next_shop++ : village * 10;
        break;
    case SANBAO__V1__OPERATION__ACTION_STOCK_SET:
        op.shop = village * 10 + world__pick(world, 2);
        op.goods = world__pick(world, 4);
        op.from = world__chance(world, 80) ? 1 + world__pick(world, 12) : -world__pick(world, 4);
        break;
    default: /* a price */
        op.shop = village * 10 + world__pick(world, 2);
        op.goods = world__pick(world, 4);
        op.points = 1 + world__pick(world, 200);
        op.fen = world__chance(world, 40) ? 0 : 1 + world__pick(world, 3000);
        break;
    }
    return op;
}
