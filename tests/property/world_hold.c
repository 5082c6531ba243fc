/* world_hold.c - points that wait in escrow: held for a shop's device, sold from, given back; left
 * by who has died, inherited. */
#include "property/world_internal.h"

static struct op hold(struct world *world, int village)
{
    struct op op = op_of(SANBAO__V1__OPERATION__ACTION_HOLD, village, world->today);
    int64_t offset = (int64_t)world->model->villages[village].utc_offset_minutes * 60;
    op.person = world__registered(world, village);
    op.shop = village * 10 + world__pick(world, 2);
    op.household = world__chance(world, 97) ? world__pick(world, 5) : OP_NONE; /* the device */
    int row = world__row_of(world, op.person);
    int64_t available = row == MODEL_NONE ? 0 : model_available(world->model, row);
    op.points = world__chance(world, 15) ? available + world__pick(world, 2)
                                         : 1 + world__pick(world, (int)available);
    int days = world__chance(world, 90) ? world__pick(world, 4) : world__pick(world, 34) - 1;
    op.to = ((int64_t)op.day + days) * 86400 - offset + world__pick(world, 86400);
    return op;
}

static struct op bequest(struct world *world, int village)
{
    static const Sanbao__V1__Role roles[] = {
        SANBAO__V1__ROLE__ROLE_CADRE, SANBAO__V1__ROLE__ROLE_SOCIAL_WORKER,
        SANBAO__V1__ROLE__ROLE_OVERSIGHT, SANBAO__V1__ROLE__ROLE_TOWN};
    struct op op = op_of(SANBAO__V1__OPERATION__ACTION_BEQUEST, village, world->today);
    op.person = world__registered(world, village);
    op.heir = world__registered(world, village);
    op.proposer = world__person(world, village, roles[world__pick(world, 2)], op.person, op.heir);
    op.approver =
        world__person(world, village, roles[world__pick(world, 4)], op.person, op.proposer);
    return op;
}

/* An open record of a kind; any at times. */
static uint64_t open_pick(struct world *world, Sanbao__V1__Operation__ActionCase action)
{
    const struct model *model = world->model;
    uint64_t found = (uint64_t)world__pick(world, (int)model->record_count);
    int seen = 0;
    for (uint64_t i = 0; i < model->record_count; i++) {
        const struct model_record *record = &model->records[i];
        bool open = record->state == STATE_AVAILABLE || world__chance(world, 3);
        if (record->action == action && open) {
            seen++;
            if (world__pick(world, seen) == 0) {
                found = i;
            }
        }
    }
    return found;
}

static struct op hold_sale(struct world *world, struct op op, const struct model_record *target)
{
    int64_t offset = (int64_t)world->model->villages[op.village].utc_offset_minutes * 60;
    op.goods = world__pick(world, 3);
    op.quantity = (uint32_t)world__pick(world, 4);
    op.points = 1 + world__pick(world, 30);
    op.fen = world__chance(world, 70) ? 0 : world__pick(world, 500);
    op.choice = (uint32_t)(world__chance(world, 97) ? world->next_voucher++
                                                    : 1 + world__pick(world, world->next_voucher));
    /* Between the hold's day and its end, or just after it. */
    int64_t from = (int64_t)target->day * 86400 - offset;
    int64_t span = target->ends_at - from + 1;
    op.to = from + (int64_t)(world__random(world) % (uint64_t)(span < 1 ? 1 : span));
    op.to = world__chance(world, 8) ? target->ends_at + world__pick(world, 3) - 1 : op.to;
    op.day = op.to < 0 ? op.day : (int32_t)((op.to + offset) / 86400);
    return op;
}

struct op world__hold_op(struct world *world, Sanbao__V1__Operation__ActionCase action, int village)
{
    const struct model *model = world->model;
    if (action == SANBAO__V1__OPERATION__ACTION_HOLD) {
        return hold(world, village);
    }
    if (action == SANBAO__V1__OPERATION__ACTION_BEQUEST) {
        return bequest(world, village);
    }
    bool inherits = action == SANBAO__V1__OPERATION__ACTION_INHERIT;
    uint64_t number = open_pick(world, inherits ? SANBAO__V1__OPERATION__ACTION_BEQUEST
                                                : SANBAO__V1__OPERATION__ACTION_HOLD);
    const struct model_record *target = &model->records[number];
    struct op op = op_of(action, target->village, world->today);
    op.target = world__chance(world, 2) ? OP_NONE : world->record_ops[number];
    if (action == SANBAO__V1__OPERATION__ACTION_HOLD_REDEEM) {
        return hold_sale(world, op, target);
    }
    if (world__chance(world, 60)) {
        op.proposer =
            world__person(world, op.village, SANBAO__V1__ROLE__ROLE_SHOPKEEPER, OP_NONE, OP_NONE);
    }
    return op;
}
