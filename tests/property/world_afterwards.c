/* world_afterwards.c - what is done to earlier records, mostly to such as it fits. */
#include "property/world_internal.h"

static bool is_fit(const struct model *model, uint64_t number,
                   Sanbao__V1__Operation__ActionCase action)
{
    const struct model_record *record = &model->records[number];
    bool redeemed = record->action == SANBAO__V1__OPERATION__ACTION_REDEEM ||
                    record->action == SANBAO__V1__OPERATION__ACTION_HOLD_REDEEM;
    switch ((int)action) {
    case SANBAO__V1__OPERATION__ACTION_AWARD_UNFUNDED:
        return record->state == STATE_UNFUNDED;
    case SANBAO__V1__OPERATION__ACTION_RELEASE:
    case SANBAO__V1__OPERATION__ACTION_VOID:
    case SANBAO__V1__OPERATION__ACTION_OBJECTION:
        return record->state == STATE_PENDING;
    case SANBAO__V1__OPERATION__ACTION_OBJECTION_SETTLE:
        return record->state == STATE_PENDING && model_objection_open(model, number);
    case SANBAO__V1__OPERATION__ACTION_REFUND:
        return redeemed && record->state == STATE_AVAILABLE;
    default:
        return !redeemed && record->state == STATE_AVAILABLE;
    }
}

static uint64_t target_pick(struct world *world, Sanbao__V1__Operation__ActionCase action)
{
    const struct model *model = world->model;
    uint64_t found = (uint64_t)world__pick(world, (int)model->record_count);
    bool any = world__chance(world, 8);
    int seen = 0;
    for (uint64_t i = 0; i < model->record_count && !any; i++) {
        if (is_fit(model, i, action)) {
            seen++;
            if (world__pick(world, seen) == 0) {
                found = i;
            }
        }
    }
    return found;
}

static int judge_pick(struct world *world, int village)
{
    static const Sanbao__V1__Role roles[] = {
        SANBAO__V1__ROLE__ROLE_REVIEWER, SANBAO__V1__ROLE__ROLE_OVERSIGHT,
        SANBAO__V1__ROLE__ROLE_TOWN, SANBAO__V1__ROLE__ROLE_TOWN, SANBAO__V1__ROLE__ROLE_CADRE};
    return world__person(world, village, roles[world__pick(world, (int)COUNT(roles))], OP_NONE,
                         OP_NONE);
}

struct op world__afterwards(struct world *world, Sanbao__V1__Operation__ActionCase action)
{
    const struct model *model = world->model;
    uint64_t number = target_pick(world, action);
    const struct model_record *target = &model->records[number];
    struct op op = op_of(action, target->village, world->today);
    op.target = world__chance(world, 2) ? OP_NONE : world->record_ops[number];
    if (target->rule == MODEL_NONE) {
        return op;
    }
    const struct model_rule *rule = &model->rules[target->rule];
    if (action == SANBAO__V1__OPERATION__ACTION_RELEASE && world__chance(world, 50)) {
        op.day = target->due - world__chance(world, 30);
    }
    int32_t decided = model_decided_on(model, number);
    if (decided != MODEL_NONE && world__chance(world, 60)) {
        op.day = decided + 5 + world__pick(world, 4); /* about when appeals end */
    }
    if (action == SANBAO__V1__OPERATION__ACTION_OBJECTION) {
        op.person =
            world__person(world, op.village, SANBAO__V1__ROLE__ROLE_UNSET, OP_NONE, OP_NONE);
        op.day = decided == MODEL_NONE && world__chance(world, 70)
                     ? target->day + world__pick(world, rule->notice_days + 1)
                     : op.day;
    }
    if (action == SANBAO__V1__OPERATION__ACTION_OBJECTION_SETTLE) {
        op.proposer = judge_pick(world, op.village);
        op.off = world__chance(world, 45);
        op.day = world__chance(world, 50) ? target->day + world__pick(world, 20) : op.day;
    }
    if (action == SANBAO__V1__OPERATION__ACTION_AWARD_UNFUNDED) {
        op.person = world->person_numbers[target->person];
        world__people_choose(world, &op, rule, target->activity);
        op.person = OP_NONE;
    }
    return op;
}
