/* world.c - which operation comes next, and on which day. */
#include "property/world_internal.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_DAY = 19700 }; /* 2023-12-09 */

void world_begin(struct world *world, struct model *model, uint64_t seed, int ops_max)
{
    *world = (struct world){
        .model = model,
        .random = seed,
        .today = FIRST_DAY,
        .ops_max = ops_max,
        .next_person = VILLAGES * 100,
        .next_household = VILLAGES * 100,
        .next_activity = 1,
        .next_shop = VILLAGES * 10,
        .next_voucher = 1,
    };
    world->ops = calloc((size_t)ops_max, sizeof(*world->ops));
    world->record_ops = calloc((size_t)ops_max, sizeof(*world->record_ops));
    REQUIRE(world->ops != NULL && world->record_ops != NULL);
    world->random = world__random(world); /* neighbouring seeds go apart */
}

void world_end(struct world *world)
{
    free(world->ops);
    free(world->record_ops);
    *world = (struct world){0};
}

/* SplitMix64: small, and any seed is good. */
uint64_t world__random(struct world *world)
{
    world->random += UINT64_C(0x9e3779b97f4a7c15);
    uint64_t mixed = world->random;
    mixed = (mixed ^ (mixed >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    mixed = (mixed ^ (mixed >> 27)) * UINT64_C(0x94d049bb133111eb);
    return mixed ^ (mixed >> 31);
}

int world__pick(struct world *world, int count)
{
    return count < 1 ? 0 : (int)(world__random(world) % (uint64_t)count);
}

bool world__chance(struct world *world, int percent)
{
    return world__pick(world, 100) < percent;
}

int world__number(const char *code)
{
    const char *last = code + strlen(code);
    while (last > code && last[-1] >= '0' && last[-1] <= '9') {
        last--;
    }
    return (int)strtol(last, NULL, 10);
}

int world__person(struct world *world, int village, Sanbao__V1__Role role, int avoid, int or_avoid)
{
    const struct model *model = world->model;
    int found = OP_NONE;
    int seen = 0;
    for (int i = 0; i < model->person_count; i++) {
        int number = world->person_numbers[i];
        if (model->persons[i].village != village || number == avoid || number == or_avoid ||
            (role != SANBAO__V1__ROLE__ROLE_UNSET && !model_role_held(model, i, role))) {
            continue;
        }
        seen++;
        if (world__pick(world, seen) == 0) {
            found = number;
        }
    }
    return found;
}

int world__registered(struct world *world, int village)
{
    const struct model *model = world->model;
    int found = OP_NONE;
    int seen = 0;
    for (int i = 0; i < model->person_count; i++) {
        const struct model_person *person = &model->persons[i];
        if (person->village == village && person->registered && !person->closed) {
            seen++;
            if (world__pick(world, seen) == 0) {
                found = world->person_numbers[i];
            }
        }
    }
    return found;
}

int world__household(struct world *world, int village)
{
    const struct model *model = world->model;
    int found = OP_NONE;
    int seen = 0;
    for (int i = 0; i < model->household_count; i++) {
        if (model->households[i].village == village) {
            seen++;
            if (world__pick(world, seen) == 0) {
                found = world->household_numbers[i];
            }
        }
    }
    return found;
}

int world__row_of(const struct world *world, int person)
{
    for (int i = 0; i < world->model->person_count; i++) {
        if (world->person_numbers[i] == person) {
            return i;
        }
    }
    return MODEL_NONE;
}

/* How often each kind comes, in a thousand. */
static const struct {
    Sanbao__V1__Operation__ActionCase action;
    int weight;
} kinds[] = {
    {SANBAO__V1__OPERATION__ACTION_AWARD, 356},
    {SANBAO__V1__OPERATION__ACTION_REDEEM, 110},
    {SANBAO__V1__OPERATION__ACTION_HOLD, 18},
    {SANBAO__V1__OPERATION__ACTION_HOLD_REDEEM, 22},
    {SANBAO__V1__OPERATION__ACTION_HOLD_RELEASE, 10},
    {SANBAO__V1__OPERATION__ACTION_BEQUEST, 8},
    {SANBAO__V1__OPERATION__ACTION_INHERIT, 6},
    {SANBAO__V1__OPERATION__ACTION_CONSENT, 10},
    {SANBAO__V1__OPERATION__ACTION_PANEL_DRAW, 24},
    {SANBAO__V1__OPERATION__ACTION_OBJECTION, 22},
    {SANBAO__V1__OPERATION__ACTION_OBJECTION_SETTLE, 18},
    {SANBAO__V1__OPERATION__ACTION_REVERSE, 45},
    {SANBAO__V1__OPERATION__ACTION_RELEASE, 45},
    {SANBAO__V1__OPERATION__ACTION_ACTIVITY_OPEN, 60},
    {SANBAO__V1__OPERATION__ACTION_AWARD_UNFUNDED, 30},
    {SANBAO__V1__OPERATION__ACTION_EXPIRE, 30},
    {SANBAO__V1__OPERATION__ACTION_REFUND, 30},
    {SANBAO__V1__OPERATION__ACTION_SETTLE, 25},
    {SANBAO__V1__OPERATION__ACTION_VOID, 20},
    {SANBAO__V1__OPERATION__ACTION_FUND_DEPOSIT, 14},
    {SANBAO__V1__OPERATION__ACTION_ROLE_SET, 15},
    {SANBAO__V1__OPERATION__ACTION_RULE_ADOPT, 12},
    {SANBAO__V1__OPERATION__ACTION_ACCOUNT_OPEN, 12},
    {SANBAO__V1__OPERATION__ACTION_ACCOUNT_MOVE, 10},
    {SANBAO__V1__OPERATION__ACTION_ACTIVITY_CLOSE, 7},
    {SANBAO__V1__OPERATION__ACTION_PERSON_ENTER, 6},
    {SANBAO__V1__OPERATION__ACTION_ACCOUNT_CLOSE, 4},
    {SANBAO__V1__OPERATION__ACTION_GOODS_SET, 5},
    {SANBAO__V1__OPERATION__ACTION_STOCK_SET, 8},
    {SANBAO__V1__OPERATION__ACTION_HOUSEHOLD_OPEN, 2},
    {SANBAO__V1__OPERATION__ACTION_SHOP_OPEN, 2},
    {SANBAO__V1__OPERATION__ACTION_VILLAGE_OPEN, 2},
};

static Sanbao__V1__Operation__ActionCase kind_pick(struct world *world)
{
    int left = world__pick(world, 1000);
    for (size_t i = 0; i < COUNT(kinds); i++) {
        left -= kinds[i].weight;
        if (left < 0) {
            return kinds[i].action;
        }
    }
    return SANBAO__V1__OPERATION__ACTION_AWARD;
}

static struct op fresh(struct world *world)
{
    Sanbao__V1__Operation__ActionCase action = kind_pick(world);
    int village = world__pick(world, VILLAGES);
    switch ((int)action) {
    case SANBAO__V1__OPERATION__ACTION_AWARD:
        return world__award(world, village);
    case SANBAO__V1__OPERATION__ACTION_PANEL_DRAW:
        return world__panel(world, village);
    case SANBAO__V1__OPERATION__ACTION_RULE_ADOPT:
        return world__rule(world, village, 1 + world__pick(world, 10));
    case SANBAO__V1__OPERATION__ACTION_AWARD_UNFUNDED:
    case SANBAO__V1__OPERATION__ACTION_RELEASE:
    case SANBAO__V1__OPERATION__ACTION_VOID:
    case SANBAO__V1__OPERATION__ACTION_OBJECTION:
    case SANBAO__V1__OPERATION__ACTION_OBJECTION_SETTLE:
    case SANBAO__V1__OPERATION__ACTION_REVERSE:
    case SANBAO__V1__OPERATION__ACTION_REFUND:
        return world__afterwards(world, action);
    case SANBAO__V1__OPERATION__ACTION_ACTIVITY_OPEN:
    case SANBAO__V1__OPERATION__ACTION_ACTIVITY_CLOSE:
        return world__activity_op(world, action, village);
    case SANBAO__V1__OPERATION__ACTION_HOLD:
    case SANBAO__V1__OPERATION__ACTION_HOLD_REDEEM:
    case SANBAO__V1__OPERATION__ACTION_HOLD_RELEASE:
    case SANBAO__V1__OPERATION__ACTION_BEQUEST:
    case SANBAO__V1__OPERATION__ACTION_INHERIT:
        return world__hold_op(world, action, village);
    case SANBAO__V1__OPERATION__ACTION_REDEEM:
    case SANBAO__V1__OPERATION__ACTION_SETTLE:
    case SANBAO__V1__OPERATION__ACTION_EXPIRE:
    case SANBAO__V1__OPERATION__ACTION_SHOP_OPEN:
    case SANBAO__V1__OPERATION__ACTION_GOODS_SET:
    case SANBAO__V1__OPERATION__ACTION_STOCK_SET:
    case SANBAO__V1__OPERATION__ACTION_FUND_DEPOSIT:
        return world__shop_op(world, action, village);
    default:
        return world__people_op(world, action, village);
    }
}

/* The same operation sent again, sometimes with other contents under the same id. */
static struct op sent_again(struct world *world)
{
    int back = world__chance(world, 70) ? 1 + world__pick(world, 40)
                                        : 1 + world__pick(world, world->op_count);
    struct op op = world->ops[world->op_count - (back > world->op_count ? 1 : back)];
    if (world__chance(world, 25)) {
        op.day = op.day < INT32_MAX ? op.day + 1 : 1;
    }
    return op;
}

static void time_pass(struct world *world)
{
    int chance = world__pick(world, 100);
    if (chance >= 99) {
        world->today += 30 + world__pick(world, 60);
    } else if (chance >= 55) {
        world->today += 1 + world__pick(world, 2);
    }
}

static enum op_after after_pick(struct world *world)
{
    int chance = world__pick(world, 1000);
    return chance < 880   ? AFTER_WAIT
           : chance < 970 ? AFTER_SUBMIT
           : chance < 985 ? AFTER_SEAL
           : chance < 997 ? AFTER_ABANDON
                          : AFTER_REOPEN;
}

const struct op *world_next(struct world *world)
{
    REQUIRE(world->op_count < world->ops_max);
    struct op op;
    if (!world__setup(world, &op)) {
        time_pass(world);
        if (world__chance(world, 3)) {
            op = sent_again(world);
        } else {
            op = fresh(world);
            op.event = world->op_count;
            if (world__chance(world, 14)) {
                world__spoil(world, &op);
            }
        }
    } else {
        op.event = world->op_count;
    }
    op.number = world->op_count;
    op.after = after_pick(world);
    world->ops[world->op_count] = op;
    return &world->ops[world->op_count++];
}

void world_accepted(struct world *world, const struct op *op, uint64_t record)
{
    world->record_ops[record] = op->number;
    if (op->action == SANBAO__V1__OPERATION__ACTION_PERSON_ENTER) {
        world->person_numbers[world->model->person_count - 1] = op->person;
    } else if (op->action == SANBAO__V1__OPERATION__ACTION_HOUSEHOLD_OPEN) {
        world->household_numbers[world->model->household_count - 1] = op->household;
    } else if (op->action == SANBAO__V1__OPERATION__ACTION_PANEL_DRAW) {
        world->panel_numbers[world->model->panel_count - 1] = op->panel;
    }
}
