/* world_setup.c - two villages with households, people, roles, rules and shops to begin with. */
#include "property/world_internal.h"

enum {
    HOUSEHOLDS = 5,
    RESIDENTS = 12,
    STAFF = 6, /* persons without a household, after the residents */
    ACCOUNTS = 10,
    RULES = 10, /* REG-01, REG-02 and eight others */
    SHOPS = 2,
    GOODS = 3,
};

static struct op village_op(struct world *world, int village)
{
    static const int64_t rates[] = {10, 7, 100, 3, 1, 33};
    struct op op = op_of(SANBAO__V1__OPERATION__ACTION_VILLAGE_OPEN, village, world->today);
    op.points = rates[world__pick(world, (int)COUNT(rates))];
    op.from = village == 0 ? 480 : 345 - 120 * world__pick(world, 6);
    op.fen = world__chance(world, 50) ? 0 : world__pick(world, 300);
    return op;
}

static struct op person_op(struct world *world, int village, int i)
{
    struct op op = op_of(SANBAO__V1__OPERATION__ACTION_PERSON_ENTER, village, world->today);
    op.person = village * 100 + i;
    if (i < RESIDENTS) {
        op.household = village * 100 + i % HOUSEHOLDS;
    }
    return op;
}

static struct op account_op(struct world *world, int village, int i)
{
    struct op op = op_of(SANBAO__V1__OPERATION__ACTION_ACCOUNT_OPEN, village,
                         world->today + world__pick(world, 3));
    op.person = village * 100 + i;
    op.choice = 1 + (uint32_t)world__pick(world, 2);
    return op;
}

/* Four roles among the staff, some twice; and residents who are leader and social worker, so that
 * a household can come between approver and beneficiary. */
static struct op role_op(struct world *world, int village, int i)
{
    static const struct {
        int person;
        Sanbao__V1__Role role;
    } roles[] = {
        {RESIDENTS, SANBAO__V1__ROLE__ROLE_SOCIAL_WORKER},
        {RESIDENTS + 1, SANBAO__V1__ROLE__ROLE_SOCIAL_WORKER},
        {RESIDENTS + 2, SANBAO__V1__ROLE__ROLE_REVIEWER},
        {RESIDENTS + 3, SANBAO__V1__ROLE__ROLE_OVERSIGHT},
        {RESIDENTS + 4, SANBAO__V1__ROLE__ROLE_CADRE},
        {0, SANBAO__V1__ROLE__ROLE_LEADER},
        {1, SANBAO__V1__ROLE__ROLE_LEADER},
        {2, SANBAO__V1__ROLE__ROLE_SOCIAL_WORKER},
        {3, SANBAO__V1__ROLE__ROLE_REVIEWER},
        {6, SANBAO__V1__ROLE__ROLE_REVIEWER},
        {RESIDENTS + 1, SANBAO__V1__ROLE__ROLE_REVIEWER},
        {RESIDENTS + 4, SANBAO__V1__ROLE__ROLE_REVIEWER},
        {RESIDENTS + 5, SANBAO__V1__ROLE__ROLE_TOWN},
        {7, SANBAO__V1__ROLE__ROLE_TOWN},
        {RESIDENTS + 3, SANBAO__V1__ROLE__ROLE_ADMIN},
        {4, SANBAO__V1__ROLE__ROLE_CADRE},
        {RESIDENTS + 5, SANBAO__V1__ROLE__ROLE_SHOPKEEPER},
    };
    struct op op = op_of(SANBAO__V1__OPERATION__ACTION_ROLE_SET, village, world->today);
    op.person = village * 100 + roles[i].person;
    op.choice = (uint32_t)roles[i].role;
    if (roles[i].role == SANBAO__V1__ROLE__ROLE_SHOPKEEPER) {
        op.shop = village * 10;
    }
    return op;
}

enum { ROLES = 17 };

static uint32_t cap_pick(struct world *world, int64_t points, int times)
{
    if (!world__chance(world, 45)) {
        return 0;
    }
    return (uint32_t)(points * (1 + world__pick(world, times)) + world__pick(world, 3));
}

struct op world__rule(struct world *world, int village, int rule)
{
    static const int64_t points[] = {1, 3, 5, 7, 13, 20, 45, 60, 1, 7, 13, 20, 45, 60, 20, 10000};
    static const uint32_t units[] = {1, 2, 2, 2, 3, 3, 4, 4, 4, 4};
    struct op op = op_of(SANBAO__V1__OPERATION__ACTION_RULE_ADOPT, village, world->today);
    op.rule = rule;
    const struct model_rule *before = NULL;
    for (int i = 0; i < world->model->rule_count; i++) {
        const struct model_rule *old = &world->model->rules[i];
        before = old->village == village && world__number(old->code) == rule ? old : before;
    }
    op.choice = before == NULL ? 1 : before->version + 1;
    bool registers = rule <= 2;
    op.unit =
        registers ? SANBAO__V1__RULE_UNIT__UNIT_ONCE : units[world__pick(world, (int)COUNT(units))];
    op.points = points[world__pick(world, (int)COUNT(points))];
    op.approves = registers ? 1 : 1 + (uint32_t)world__pick(world, 6);
    op.evidence = 1 + (uint32_t)world__pick(world, 8);
    if (op.approves == SANBAO__V1__APPROVER__APPROVER_SYSTEM && world__chance(world, 90)) {
        op.points = points[world__pick(world, 3)];
        op.evidence = SANBAO__V1__EVIDENCE__EVIDENCE_LOG;
    }
    /* A later version adds no cap of a day: what was given on its first day before it was adopted
     * is not known by the day. */
    static const int times[] = {2, 3, 5, 8, 12};
    for (int i = 0; i < 5; i++) {
        op.caps[i] = i == 0 && before != NULL && before->caps[0] == 0
                         ? 0
                         : cap_pick(world, op.points, times[i]);
    }
    op.scope = 1 + (uint32_t)world__chance(world, 40);
    if (before != NULL && world__chance(world, 90)) {
        op.scope = (uint32_t)before->cap_scope;
    }
    op.fen = world__pick(world, 2000);
    op.notice_days = world__chance(world, 20) ? 1 + (uint32_t)world__pick(world, 20) : 0;
    return op;
}

static struct op goods_op(struct world *world, int village, int i)
{
    struct op op = op_of(SANBAO__V1__OPERATION__ACTION_GOODS_SET, village, world->today);
    op.shop = village * 10 + i % SHOPS;
    op.goods = i / SHOPS;
    op.points = 1 + world__pick(world, 100);
    op.fen = world__chance(world, 40) ? 0 : 1 + world__pick(world, 3000);
    return op;
}

static struct op shop_op(struct world *world, int village, int i)
{
    struct op op = op_of(SANBAO__V1__OPERATION__ACTION_SHOP_OPEN, village, world->today);
    op.shop = village * 10 + i;
    return op;
}

static struct op household_op(struct world *world, int village, int i)
{
    struct op op = op_of(SANBAO__V1__OPERATION__ACTION_HOUSEHOLD_OPEN, village, world->today);
    op.household = village * 100 + i;
    return op;
}

static struct op rule_op(struct world *world, int village, int i)
{
    return world__rule(world, village, 1 + i);
}

static struct op village_op_of(struct world *world, int village, int i)
{
    (void)i;
    return village_op(world, village);
}

bool world__setup(struct world *world, struct op *op)
{
    static const struct {
        struct op (*make)(struct world *world, int village, int i);
        int count;
    } parts[] = {
        {village_op_of, 1},     {household_op, HOUSEHOLDS}, {person_op, RESIDENTS + STAFF},
        {account_op, ACCOUNTS}, {role_op, ROLES},           {rule_op, RULES},
        {shop_op, SHOPS},       {goods_op, SHOPS * GOODS},
    };
    int step = world->step++;
    for (size_t i = 0; i < COUNT(parts); i++) {
        int count = parts[i].count * VILLAGES;
        if (step < count) {
            *op = parts[i].make(world, step % VILLAGES, step / VILLAGES);
            return true;
        }
        step -= count;
    }
    return false;
}
