/* operations.c - made-up villages and what happens in them, as envelopes. Nothing is random: the
 * same number gives the same operation in each run. */
#include <stdio.h>
#include <string.h>

#include "operations.h"

enum {
    HOUSEHOLD_PEOPLE = 3,
    HOUSEHOLDS = (BENCH_RESIDENTS + HOUSEHOLD_PEOPLE - 1) / HOUSEHOLD_PEOPLE,
    STAFF = 2, /* two social workers from outside */
    LEADER = 0,
    SETUP_DAY = BENCH_FIRST_DAY - 1,
    SLOT_SECONDS = 5400,
    /* The setup of a village, in this order. */
    FROM_VILLAGE = 0,
    FROM_FUND = 1,
    FROM_HOUSEHOLDS = 2,
    FROM_PEOPLE = FROM_HOUSEHOLDS + HOUSEHOLDS,
    FROM_ROLES = FROM_PEOPLE + BENCH_RESIDENTS + STAFF,
    FROM_ACCOUNTS = FROM_ROLES + STAFF,
    FROM_RULES = FROM_ACCOUNTS + BENCH_RESIDENTS,
    SETUP_OPERATIONS = FROM_RULES + BENCH_ACTIVITIES,
};

/* Units, scopes and caps as villages have them: day and month always, some longer periods. */
static const struct {
    Sanbao__V1__RuleUnit unit;
    Sanbao__V1__CapScope scope;
    uint32_t points, cap_day, cap_month, cap_quarter, cap_year, cap_total;
} rules[BENCH_ACTIVITIES] = {
    {SANBAO__V1__RULE_UNIT__UNIT_HOUR, SANBAO__V1__CAP_SCOPE__SCOPE_RESIDENT, 10, 20, 200, 0, 0, 0},
    {SANBAO__V1__RULE_UNIT__UNIT_HOUR, SANBAO__V1__CAP_SCOPE__SCOPE_RESIDENT, 6, 12, 60, 0, 600, 0},
    {SANBAO__V1__RULE_UNIT__UNIT_TIME, SANBAO__V1__CAP_SCOPE__SCOPE_RESIDENT, 5, 5, 30, 0, 0, 0},
    {SANBAO__V1__RULE_UNIT__UNIT_TIME, SANBAO__V1__CAP_SCOPE__SCOPE_HOUSEHOLD, 10, 10, 60, 0, 0, 0},
    {SANBAO__V1__RULE_UNIT__UNIT_HOUR, SANBAO__V1__CAP_SCOPE__SCOPE_RESIDENT, 8, 16, 120, 300, 0,
     0},
    {SANBAO__V1__RULE_UNIT__UNIT_TIME, SANBAO__V1__CAP_SCOPE__SCOPE_RESIDENT, 20, 20, 80, 0, 800,
     0},
    {SANBAO__V1__RULE_UNIT__UNIT_TIME, SANBAO__V1__CAP_SCOPE__SCOPE_RESIDENT, 3, 6, 20, 0, 0, 0},
    {SANBAO__V1__RULE_UNIT__UNIT_HOUR, SANBAO__V1__CAP_SCOPE__SCOPE_RESIDENT, 10, 20, 100, 0, 0,
     5000},
};

/* Text and ids that an operation points to while it is encoded. */
struct scratch {
    char village[CODE_MAX + 1];
    char code[CODE_MAX + 1];
    char rule[CODE_MAX + 1];
    uint8_t event_id[ID_BYTES];
    uint8_t ids[4][ID_BYTES];
    uint8_t commitment[HASH_BYTES];
};

static void mixed_bytes(uint64_t number, uint8_t *out, size_t length)
{
    for (size_t i = 0; i < length; i += 8) {
        uint64_t bits = bench_mix(number * 4 + i / 8);
        memcpy(out + i, &bits, 8);
    }
}

/* The pseudonym of a person (0..) or a household (from -1 down) of a village. */
static ProtobufCBinaryData pseudonym(int32_t village, int32_t who, uint8_t id[ID_BYTES])
{
    mixed_bytes(((uint64_t)(uint32_t)village << 32) + (uint32_t)(who + 100000), id, ID_BYTES);
    return (ProtobufCBinaryData){ID_BYTES, id};
}

static int32_t household_of(int32_t resident)
{
    return -1 - resident / HOUSEHOLD_PEOPLE;
}

static void batch_empty(struct batch *batch)
{
    batch->count = 0;
    batch->awards = 0;
    batch->used = 0;
}

static struct status batch_add(struct batch *batch, const Sanbao__V1__Operation *operation)
{
    REQUIRE(batch->count < BENCH_GROUP && batch->used + ENVELOPE_BYTES_MAX <= sizeof batch->bytes);
    uint8_t *start = batch->bytes + batch->used;
    size_t length = 0;
    TRY(operation_encode(operation, start, &length));
    batch->spans[batch->count++] = (struct span){start, length};
    batch->used += length;
    return OK;
}

static void operation_start(Sanbao__V1__Operation *operation, struct scratch *scratch,
                            int32_t village, int32_t day)
{
    *operation = (Sanbao__V1__Operation)SANBAO__V1__OPERATION__INIT;
    snprintf(scratch->village, sizeof scratch->village, "V%02d", village + 1);
    operation->version = 1;
    operation->event_id = (ProtobufCBinaryData){ID_BYTES, scratch->event_id};
    operation->village = scratch->village;
    operation->day = day;
}

static void rule_code(int32_t activity, char out[CODE_MAX + 1])
{
    snprintf(out, CODE_MAX + 1, "VOL-%02d", activity + 1);
}

static struct status rule_add(struct batch *batch, Sanbao__V1__Operation *operation, int32_t index,
                              struct scratch *scratch)
{
    Sanbao__V1__RuleAdopt adopt = SANBAO__V1__RULE_ADOPT__INIT;
    static char category[] = "environment";
    rule_code(index, scratch->rule);
    adopt.code = scratch->rule;
    adopt.version = 1;
    adopt.unit = rules[index].unit;
    adopt.points = rules[index].points;
    adopt.cap_day = rules[index].cap_day;
    adopt.cap_month = rules[index].cap_month;
    adopt.cap_quarter = rules[index].cap_quarter;
    adopt.cap_year = rules[index].cap_year;
    adopt.cap_total = rules[index].cap_total;
    adopt.cap_scope = rules[index].scope;
    adopt.evidence = SANBAO__V1__EVIDENCE__EVIDENCE_CHECKIN;
    adopt.approver = SANBAO__V1__APPROVER__APPROVER_ACTIVITY_LEADER;
    adopt.saving_fen_per_hour = 2500;
    adopt.category = category;
    operation->action_case = SANBAO__V1__OPERATION__ACTION_RULE_ADOPT;
    operation->rule_adopt = &adopt;
    return batch_add(batch, operation);
}

static struct status village_add(struct batch *batch, Sanbao__V1__Operation *operation)
{
    Sanbao__V1__VillageOpen open = SANBAO__V1__VILLAGE_OPEN__INIT;
    open.points_per_yuan = 10;
    open.utc_offset_minutes = BENCH_OFFSET_MINUTES;
    operation->action_case = SANBAO__V1__OPERATION__ACTION_VILLAGE_OPEN;
    operation->village_open = &open;
    return batch_add(batch, operation);
}

static struct status fund_add(struct batch *batch, Sanbao__V1__Operation *operation)
{
    Sanbao__V1__FundDeposit deposit = SANBAO__V1__FUND_DEPOSIT__INIT;
    deposit.fen = UINT64_C(10000000000);
    operation->action_case = SANBAO__V1__OPERATION__ACTION_FUND_DEPOSIT;
    operation->fund_deposit = &deposit;
    return batch_add(batch, operation);
}

static struct status household_add(struct batch *batch, Sanbao__V1__Operation *operation,
                                   int32_t village, int32_t index, struct scratch *scratch)
{
    Sanbao__V1__HouseholdOpen open = SANBAO__V1__HOUSEHOLD_OPEN__INIT;
    open.household = pseudonym(village, -1 - index, scratch->ids[0]);
    operation->action_case = SANBAO__V1__OPERATION__ACTION_HOUSEHOLD_OPEN;
    operation->household_open = &open;
    return batch_add(batch, operation);
}

static struct status person_add(struct batch *batch, Sanbao__V1__Operation *operation,
                                int32_t village, int32_t index, struct scratch *scratch)
{
    Sanbao__V1__PersonEnter enter = SANBAO__V1__PERSON_ENTER__INIT;
    enter.person = pseudonym(village, index, scratch->ids[0]);
    if (index < BENCH_RESIDENTS) {
        enter.household = pseudonym(village, household_of(index), scratch->ids[1]);
    }
    operation->action_case = SANBAO__V1__OPERATION__ACTION_PERSON_ENTER;
    operation->person_enter = &enter;
    return batch_add(batch, operation);
}

static struct status role_add(struct batch *batch, Sanbao__V1__Operation *operation,
                              int32_t village, int32_t index, struct scratch *scratch)
{
    Sanbao__V1__RoleSet set = SANBAO__V1__ROLE_SET__INIT;
    set.person = pseudonym(village, BENCH_RESIDENTS + index, scratch->ids[0]);
    set.role = SANBAO__V1__ROLE__ROLE_SOCIAL_WORKER;
    operation->action_case = SANBAO__V1__OPERATION__ACTION_ROLE_SET;
    operation->role_set = &set;
    return batch_add(batch, operation);
}

static struct status account_add(struct batch *batch, Sanbao__V1__Operation *operation,
                                 int32_t village, int32_t index, struct scratch *scratch)
{
    Sanbao__V1__AccountOpen open = SANBAO__V1__ACCOUNT_OPEN__INIT;
    open.person = pseudonym(village, index, scratch->ids[0]);
    open.access =
        index % 4 == 0 ? SANBAO__V1__ACCESS__ACCESS_CARD : SANBAO__V1__ACCESS__ACCESS_PHONE;
    operation->action_case = SANBAO__V1__OPERATION__ACTION_ACCOUNT_OPEN;
    operation->account_open = &open;
    return batch_add(batch, operation);
}

static struct status setup_add(struct batch *batch, int64_t number)
{
    struct scratch scratch;
    Sanbao__V1__Operation operation;
    int32_t village = (int32_t)(number / SETUP_OPERATIONS);
    int32_t step = (int32_t)(number % SETUP_OPERATIONS);
    operation_start(&operation, &scratch, village, SETUP_DAY);
    bench_event_id((int64_t)SETUP_DAY * 86400000 + number, 0, scratch.event_id);
    mixed_bytes((uint64_t)number + (UINT64_C(1) << 51), scratch.commitment, HASH_BYTES);
    operation.commitment = (ProtobufCBinaryData){HASH_BYTES, scratch.commitment};
    if (step < FROM_FUND) {
        return village_add(batch, &operation);
    }
    if (step < FROM_HOUSEHOLDS) {
        return fund_add(batch, &operation);
    }
    if (step < FROM_PEOPLE) {
        return household_add(batch, &operation, village, step - FROM_HOUSEHOLDS, &scratch);
    }
    if (step < FROM_ROLES) {
        return person_add(batch, &operation, village, step - FROM_PEOPLE, &scratch);
    }
    if (step < FROM_ACCOUNTS) {
        return role_add(batch, &operation, village, step - FROM_ROLES, &scratch);
    }
    if (step < FROM_RULES) {
        return account_add(batch, &operation, village, step - FROM_ACCOUNTS, &scratch);
    }
    return rule_add(batch, &operation, step - FROM_RULES, &scratch);
}

int64_t supply_setup_operations(void)
{
    return (int64_t)BENCH_VILLAGES * SETUP_OPERATIONS;
}

struct status supply_setup(struct supply *supply, struct batch *batch)
{
    REQUIRE(supply != NULL && batch != NULL);
    batch_empty(batch);
    while (batch->count < BENCH_GROUP && supply->setup < supply_setup_operations()) {
        TRY(setup_add(batch, supply->setup++));
    }
    return OK;
}

static void activity_code(const struct bench_award *award, char out[CODE_MAX + 1])
{
    snprintf(out, CODE_MAX + 1, "A%05d-%d", award->day, award->activity + 1);
}

static struct status activity_add(struct batch *batch, const struct bench_award *award,
                                  int32_t village)
{
    struct scratch scratch;
    Sanbao__V1__Operation operation;
    Sanbao__V1__ActivityOpen open = SANBAO__V1__ACTIVITY_OPEN__INIT;
    operation_start(&operation, &scratch, village, award->day);
    /* Before all attendances of the activity, in the same order of time. */
    bench_event_id((award->starts_at - 1) * 1000 + village, 0, scratch.event_id);
    mixed_bytes((uint64_t)award->starts_at + (uint64_t)village, scratch.commitment, HASH_BYTES);
    operation.commitment = (ProtobufCBinaryData){HASH_BYTES, scratch.commitment};
    activity_code(award, scratch.code);
    rule_code(award->activity, scratch.rule);
    open.activity = scratch.code;
    open.rule = scratch.rule;
    open.starts_at = award->starts_at;
    open.ends_at = award->starts_at + SLOT_SECONDS;
    open.leader = pseudonym(village, LEADER, scratch.ids[0]);
    operation.proposer = open.leader;
    operation.action_case = SANBAO__V1__OPERATION__ACTION_ACTIVITY_OPEN;
    operation.activity_open = &open;
    return batch_add(batch, &operation);
}

static struct status award_add(struct batch *batch, const struct bench_award *award)
{
    struct scratch scratch;
    Sanbao__V1__Operation operation;
    Sanbao__V1__Award op = SANBAO__V1__AWARD__INIT;
    operation_start(&operation, &scratch, award->village, award->day);
    memcpy(scratch.event_id, award->event_id, ID_BYTES);
    operation.proposer = pseudonym(award->village, LEADER, scratch.ids[0]);
    operation.approver = pseudonym(award->village, BENCH_RESIDENTS, scratch.ids[1]);
    activity_code(award, scratch.code);
    rule_code(award->activity, scratch.rule);
    op.person = pseudonym(award->village, award->resident, scratch.ids[2]);
    op.rule = scratch.rule;
    op.activity = scratch.code;
    op.checked_in_at = award->checked_in_at;
    op.checked_out_at = award->checked_out_at;
    op.method = award->resident % 4 == 0 ? SANBAO__V1__METHOD__METHOD_CARD
                                         : SANBAO__V1__METHOD__METHOD_PHONE;
    operation.action_case = SANBAO__V1__OPERATION__ACTION_AWARD;
    operation.award = &op;
    batch->awards++;
    return batch_add(batch, &operation);
}

struct status supply_awards(struct supply *supply, int64_t end, struct batch *batch)
{
    REQUIRE(supply != NULL && batch != NULL);
    batch_empty(batch);
    while (batch->count < BENCH_GROUP && supply->awards < end) {
        struct bench_award award;
        bench_award(supply->awards, &award);
        bool begins = supply->awards % (BENCH_VILLAGES * BENCH_SEATS) == 0;
        if (begins && supply->opened < BENCH_VILLAGES) {
            TRY(activity_add(batch, &award, supply->opened++));
            continue;
        }
        supply->opened = 0;
        TRY(award_add(batch, &award));
        supply->awards++;
    }
    return OK;
}
