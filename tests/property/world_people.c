/* world_people.c - operations on villages, people and activities, and what is spoilt about any. */
#include "property/world_internal.h"

static struct op role_change(struct world *world, struct op op)
{
    op.choice = 1 + (uint32_t)world__pick(world, 10);
    op.person = world__person(world, op.village, SANBAO__V1__ROLE__ROLE_UNSET, OP_NONE, OP_NONE);
    /* A village without anyone to approve would do nothing more: few are revoked. */
    op.off = world__chance(world, 25);
    if (op.choice == SANBAO__V1__ROLE__ROLE_SHOPKEEPER) {
        op.shop = op.village * 10 + world__pick(world, 3);
    }
    if (world->model->villages[op.village].guarded ? world__chance(world, 95)
                                                   : world__chance(world, 40)) {
        op.proposer = world__person(world, op.village,
                                    world__chance(world, 50) ? SANBAO__V1__ROLE__ROLE_ADMIN
                                                             : SANBAO__V1__ROLE__ROLE_TOWN,
                                    op.person, OP_NONE);
        op.approver = world__person(world, op.village,
                                    world__chance(world, 50) ? SANBAO__V1__ROLE__ROLE_CADRE
                                                             : SANBAO__V1__ROLE__ROLE_TOWN,
                                    op.person, op.proposer);
    }
    return op;
}

struct op world__people_op(struct world *world, Sanbao__V1__Operation__ActionCase action,
                           int village)
{
    struct op op = op_of(action, village, world->today);
    op.person = world__person(world, village, SANBAO__V1__ROLE__ROLE_UNSET, OP_NONE, OP_NONE);
    switch ((int)action) {
    case SANBAO__V1__OPERATION__ACTION_ROLE_SET:
        return role_change(world, op);
    case SANBAO__V1__OPERATION__ACTION_PERSON_ENTER:
        op.person = world__chance(world, 85) ? world->next_person++ : op.person;
        op.household = world__chance(world, 85) ? world__household(world, village) : OP_NONE;
        break;
    case SANBAO__V1__OPERATION__ACTION_HOUSEHOLD_OPEN:
        op.person = OP_NONE;
        op.household =
            world__chance(world, 80) ? world->next_household++ : world__household(world, village);
        break;
    case SANBAO__V1__OPERATION__ACTION_ACCOUNT_OPEN:
        op.choice = 1 + (uint32_t)world__pick(world, 2);
        break;
    case SANBAO__V1__OPERATION__ACTION_ACCOUNT_MOVE:
        op.household = world__household(world, village);
        break;
    case SANBAO__V1__OPERATION__ACTION_CONSENT:
        op.goods = world__pick(world, 2); /* the purpose */
        op.choice = 1 + (uint32_t)world__pick(world, 2);
        op.off = world__chance(world, 40);
        break;
    case SANBAO__V1__OPERATION__ACTION_VILLAGE_OPEN:
        op.person = OP_NONE;
        op.points = world__pick(world, 12);
        break;
    default: /* an account is closed */
        break;
    }
    return op;
}

static struct op activity_open(struct world *world, struct op op)
{
    static const int starts[] = {0, 7 * 60, 8 * 60 + 30, 13 * 60, 19 * 60, 22 * 60, 23 * 60 + 59};
    static const int lengths[] = {1, 29, 60, 90, 120, 240, 240, 480, 480, 31 * 1440};
    const struct model *model = world->model;
    int offset = model->villages[op.village].utc_offset_minutes;
    int minute = starts[world__pick(world, (int)COUNT(starts))];
    op.activity = world->next_activity++;
    op.rule = world__chance(world, 10) ? 1 + world__pick(world, 2) : 3 + world__pick(world, 8);
    op.from = (int64_t)op.day * 86400 + ((int64_t)minute - offset) * 60;
    op.to = op.from + lengths[world__pick(world, (int)COUNT(lengths))] * 60;
    op.person = world__person(world, op.village, SANBAO__V1__ROLE__ROLE_UNSET, OP_NONE, OP_NONE);
    return op;
}

struct op world__activity_op(struct world *world, Sanbao__V1__Operation__ActionCase action,
                             int village)
{
    const struct model *model = world->model;
    struct op op = op_of(action, village, world->today);
    if (action == SANBAO__V1__OPERATION__ACTION_ACTIVITY_OPEN &&
        model->activity_count < MODEL_ROWS_MAX - 1) {
        return activity_open(world, op);
    }
    op.action = SANBAO__V1__OPERATION__ACTION_ACTIVITY_CLOSE;
    op.activity = 1 + world__pick(world, world->next_activity);
    op.points = world__pick(world, 2);
    return op;
}

/* --- what is spoilt -------------------------------------------------------------------------- */

static void spoil_people(struct world *world, struct op *op)
{
    int other = world__person(world, op->village, SANBAO__V1__ROLE__ROLE_UNSET, OP_NONE, OP_NONE);
    op->seats = OP_NONE;
    switch (world__pick(world, 7)) {
    case 0:
        op->proposer = other;
        break;
    case 1:
        op->approver = other;
        break;
    case 2:
        op->proposer = op->person;
        break;
    case 3:
        op->approver = op->person;
        break;
    case 4:
        op->proposer = op->approver;
        break;
    case 5:
        op->proposer = OP_NONE;
        break;
    default:
        op->approver = OP_NONE;
        break;
    }
}

static void spoil_place(struct world *world, struct op *op)
{
    switch (world__pick(world, 7)) {
    case 0:
        op->village = world__chance(world, 70) ? 1 - op->village % 2 : 77;
        break;
    case 1:
        op->rule = 1 + world__pick(world, 12);
        break;
    case 2:
        op->activity = 1 + world__pick(world, world->next_activity + 1);
        break;
    case 3:
        op->shop = world__pick(world, 22);
        break;
    case 4:
        op->goods = world__pick(world, 5);
        break;
    case 5:
        op->household = 1 + world__pick(world, 320);
        break;
    default:
        op->person = world__pick(world, 310);
        break;
    }
}

static void spoil_value(struct world *world, struct op *op)
{
    switch (world__pick(world, 7)) {
    case 0:
        op->day += world__chance(world, 50) ? 1 : -1;
        break;
    case 1:
        op->day -= world__pick(world, 500);
        break;
    case 2:
        op->points = world__chance(world, 50) ? 0 : op->points + 1;
        break;
    case 3:
        op->points = POINTS_PER_OPERATION_MAX + world__pick(world, 2);
        break;
    case 4:
        op->fen = world__chance(world, 50) ? 0 : op->fen + 1;
        break;
    case 5:
        op->to = op->from - world__pick(world, 100);
        break;
    default:
        op->choice = (uint32_t)world__pick(world, 4);
        op->quantity = (uint32_t)world__pick(world, 10002);
        break;
    }
}

/* What nobody sends by mistake. */
static void spoil_extreme(struct world *world, struct op *op)
{
    static const int64_t extremes[] = {INT64_MIN, INT64_MIN + 1,   -1, 0, INT64_MAX - 1,
                                       INT64_MAX, INT64_C(1) << 40};
    int64_t extreme = extremes[world__pick(world, (int)COUNT(extremes))];
    switch (world__pick(world, 6)) {
    case 0:
        op->from = extreme;
        break;
    case 1:
        op->to = extreme;
        break;
    case 2:
        op->points = extreme;
        break;
    case 3:
        op->fen = extreme;
        break;
    case 4:
        op->day = world__chance(world, 50) ? INT32_MAX : INT32_MIN;
        break;
    default:
        op->from = (int32_t)(extreme >> 32) ^ (int32_t)extreme;
        break;
    }
}

/* In other kinds than these it says nothing who puts them forward and approves. */
void world__spoil(struct world *world, struct op *op)
{
    bool awards = op->action == SANBAO__V1__OPERATION__ACTION_AWARD ||
                  op->action == SANBAO__V1__OPERATION__ACTION_AWARD_UNFUNDED ||
                  op->action == SANBAO__V1__OPERATION__ACTION_HOLD_RELEASE ||
                  op->action == SANBAO__V1__OPERATION__ACTION_ROLE_SET ||
                  op->action == SANBAO__V1__OPERATION__ACTION_PANEL_DRAW ||
                  op->action == SANBAO__V1__OPERATION__ACTION_OBJECTION_SETTLE ||
                  op->action == SANBAO__V1__OPERATION__ACTION_BEQUEST;
    int chance = world__pick(world, 100);
    if (awards && chance < 40) {
        spoil_people(world, op);
    } else if (chance < 70) {
        spoil_place(world, op);
    } else if (chance < 90) {
        spoil_value(world, op);
    } else if (chance < 96) {
        spoil_extreme(world, op);
    } else {
        op->spoil = (enum op_spoil)(1 + world__pick(world, SPOIL_COMMITMENT));
    }
}
