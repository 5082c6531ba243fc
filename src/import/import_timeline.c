/* import_timeline.c - what happened, in the order in which it happened: one timeline over deposits,
 * registrations, attendance and redemptions. At the same instant they come in this order; then the
 * rows of a file in theirs. */
#include "import/import_internal.h"

#include <stdlib.h>
#include <string.h>

#include "base/day.h"

struct event {
    int64_t instant;
    int order; /* of kinds at the same instant */
    size_t number;
    struct import_row *row;
};

static const struct kind {
    enum import_file file;
    int column; /* the day or instant */
} kinds[] = {
    {IMPORT_FUND, FUND_PAID_ON},
    {IMPORT_RESIDENTS, RESIDENT_REGISTERED},
    {IMPORT_ATTENDANCE, ATTENDED_IN},
    {IMPORT_REDEMPTIONS, REDEEMED_AT},
};

static int event_compare(const void *a, const void *b)
{
    const struct event *left = a;
    const struct event *right = b;
    if (left->instant != right->instant) {
        return left->instant < right->instant ? -1 : 1;
    }
    if (left->order != right->order) {
        return left->order < right->order ? -1 : 1;
    }
    return left->number < right->number ? -1 : left->number > right->number;
}

static struct status events_list(struct import *import, struct event **events, size_t *count)
{
    size_t room = 1;
    *count = 0;
    for (size_t i = 0; i < COUNT(kinds); i++) {
        room += import->folder.tables[kinds[i].file].count;
    }
    *events = calloc(room, sizeof(**events));
    if (*events == NULL) {
        return FAULT(OUT_OF_MEMORY);
    }
    for (size_t i = 0; i < COUNT(kinds); i++) {
        const struct import_table *table = &import->folder.tables[kinds[i].file];
        bool by_day = table->layout->columns[kinds[i].column].kind == KIND_DAY;
        for (size_t j = 0; j < table->count; j++) {
            struct import_row *row = table->rows[j];
            int64_t at = row->values[kinds[i].column].number;
            if (row->faulty || at == NO_NUMBER) {
                continue;
            }
            at = by_day ? at * 86400 - (int64_t)import__zone(&import->folder) * 60 : at;
            (*events)[(*count)++] = (struct event){at, (int)i, j, row};
        }
    }
    qsort(*events, *count, sizeof(**events), event_compare);
    return OK;
}

/* ---- an award ---- */

/* Puts proposer and approver into the operation; where nobody is left, a fault of the row. */
static struct status eyes_set(struct import *import, struct import_op *op, const struct rule *rule,
                              struct import_row *row, int on, const struct id *earner,
                              const struct id *leader, bool *found)
{
    struct import_eyes eyes;
    TRY(import__eyes(import, rule, earner, leader, &eyes));
    *found = eyes.missing == SANBAO__V1__ROLE__ROLE_UNSET;
    if (*found) {
        if (eyes.proposer != NULL) {
            op->operation.proposer = import__bytes(eyes.proposer);
            op->operation.approver = import__bytes(eyes.approver);
        }
        return OK;
    }
    if (import->workers_missing && !import->options->keep_good) {
        return import__row_leave(import, row, NULL); /* The faults of staff.csv are said. */
    }
    const char *role = NULL;
    TRY(import__value_show(&import__layouts[IMPORT_STAFF].columns[STAFF_ROLES],
                           (union import_value){.number = INT64_C(1) << eyes.missing}, 0,
                           &import->folder.arena, &role));
    return import__fault_at(&import->folder, row, on, STATUS_IMPORT_ROLE_MISSING, role);
}

/* ---- registrations ---- */

/* No such rule: the village has none, or its row is faulty and the points are still to come. */
static struct status rule_missing(struct import *import, struct import_row *row, const char *code)
{
    struct import_row *rule = NULL;
    TRY(import__find(&import->folder, IMPORT_RULES, code, &rule));
    if (rule == NULL && !import->folder.tables[IMPORT_RULES].broken) {
        return OK;
    }
    if (import->options->keep_good) {
        return import__row_leave(import, row, rule);
    }
    row->short_of_points = true;
    return OK;
}

/* The points for registering, where the village has the rule for it. */
static struct status registration_award(struct import *import, struct import_row *row, bool *added)
{
    struct rule rule;
    struct import_op op;
    bool known = false;
    bool found = false;
    int64_t day = row->values[RESIDENT_REGISTERED].number;
    bool phone = row->values[RESIDENT_ACCESS].number == SANBAO__V1__ACCESS__ACCESS_PHONE;
    const char *code = phone ? "REG-01" : "REG-02";
    TRY(points_rule(import->rooms->points, import->village_id, code, (int32_t)day, &rule));
    if (rule.id == 0) {
        return rule_missing(import, row, code);
    }
    import__op_init(import, &op, IMPORT_RESIDENTS, row->key, SANBAO__V1__OPERATION__ACTION_AWARD,
                    day);
    TRY(import__op_known(import, &op, &known));
    if (known) {
        return OK;
    }
    op.action.award.person = import__bytes(&row->id);
    op.action.award.rule = import__text(code);
    TRY(eyes_set(import, &op, &rule, row, RESIDENT_REGISTERED, &row->id, NULL, &found));
    return found ? import__op_try(import, &op, row, RESIDENT_REGISTERED, added) : OK;
}

static struct status registration(struct import *import, struct import_row *row)
{
    struct import_op op;
    struct member member;
    bool known = false;
    bool opened = false;
    bool awarded = false;
    ProtobufCBinaryData person = import__bytes(&row->id);
    import__op_init(import, &op, IMPORT_RESIDENTS, row->key,
                    SANBAO__V1__OPERATION__ACTION_ACCOUNT_OPEN,
                    row->values[RESIDENT_REGISTERED].number);
    TRY(import__op_known(import, &op, &known));
    TRY(identity_member(import->rooms->identity, import->village_id, &person, &member));
    if (!known && member.account != 0) {
        return OK; /* Registered otherwise, on the same day: import_roster.c compared them. */
    }
    if (!known) {
        op.action.account_open.person = person;
        op.action.account_open.access = (Sanbao__V1__Access)row->values[RESIDENT_ACCESS].number;
        TRY(import__op_try(import, &op, row, RESIDENT_REGISTERED, &opened));
        if (!opened) {
            return OK;
        }
    }
    TRY(registration_award(import, row, &awarded));
    if ((opened || awarded) && (row->done & DONE_ADDED) == 0) {
        row->done = (row->done & ~(unsigned)DONE_KNOWN) | DONE_REGISTERED;
    }
    return OK;
}

/* ---- attendance and redemptions ---- */

static struct status attendance(struct import *import, struct import_row *row)
{
    const struct import_row *activity = row->refers[0];
    const struct import_row *person = row->refers[1];
    const union import_value *values = row->values;
    struct import_op op;
    struct rule rule;
    bool known = false;
    bool found = false;
    bool accepted = false;
    int32_t day = import__day(&import->folder, values[ATTENDED_IN].number);
    import__op_init(import, &op, IMPORT_ATTENDANCE, row->key, SANBAO__V1__OPERATION__ACTION_AWARD,
                    day);
    TRY(import__op_known(import, &op, &known));
    if (known) {
        return import__stored_again(import, row);
    }
    TRY(points_rule(import->rooms->points, import->village_id, activity->values[ACTIVITY_RULE].text,
                    day, &rule));
    if (rule.id == 0) {
        return import__fault_at(&import->folder, row, ATTENDED_ACTIVITY, STATUS_RULE_NOT_VALID_YET,
                                NULL);
    }
    Sanbao__V1__Award *award = &op.action.award;
    award->person = import__bytes(&person->id);
    award->rule = rule.code;
    award->activity = import__text(values[ATTENDED_ACTIVITY].text);
    award->checked_in_at = values[ATTENDED_IN].number;
    award->checked_out_at = values[ATTENDED_OUT].number;
    award->method = (Sanbao__V1__Method)values[ATTENDED_METHOD].number;
    if (rule.unit == SANBAO__V1__RULE_UNIT__UNIT_GRADE) {
        award->grade_points = (uint32_t)rule.points;
    }
    TRY(eyes_set(import, &op, &rule, row, ATTENDED_ACTIVITY, &person->id,
                 activity->has_id ? &activity->id : NULL, &found));
    if (found) {
        TRY(import__op_try(import, &op, row, ATTENDED_ACTIVITY, &accepted));
    }
    row->done |= accepted ? DONE_ADDED : 0U;
    return OK;
}

static struct status redemption(struct import *import, struct import_row *row)
{
    const union import_value *values = row->values;
    struct import_op op;
    bool known = false;
    bool accepted = false;
    import__op_init(import, &op, IMPORT_REDEMPTIONS, row->key, SANBAO__V1__OPERATION__ACTION_REDEEM,
                    import__day(&import->folder, values[REDEEMED_AT].number));
    TRY(import__op_known(import, &op, &known));
    if (known) {
        return import__stored_again(import, row);
    }
    Sanbao__V1__Redeem *redeem = &op.action.redeem;
    redeem->person = import__bytes(&row->refers[0]->id);
    redeem->shop = import__text(values[REDEEMED_SHOP].text);
    redeem->goods = import__text(values[REDEEMED_GOODS].text);
    redeem->points = (uint64_t)values[REDEEMED_POINTS].number;
    redeem->number = import__text(values[REDEEMED_NO].text);
    TRY(import__op_try(import, &op, row, REDEEMED_NO, &accepted));
    row->done |= accepted ? DONE_ADDED : 0U;
    return OK;
}

/* ---- all of it ---- */

static struct status event_take(struct import *import, struct import_row *row)
{
    bool ready = false;
    if (row->file == IMPORT_FUND) {
        return import__structure_row(import, row);
    }
    TRY(import__row_ready(import, row, &ready));
    import__step(import);
    if (!ready) {
        return OK;
    }
    switch (row->file) {
    case IMPORT_RESIDENTS:
        return registration(import, row);
    case IMPORT_ATTENDANCE:
        return attendance(import, row);
    default:
        REQUIRE(row->file == IMPORT_REDEMPTIONS);
        return redemption(import, row);
    }
}

struct status import__timeline(struct import *import)
{
    struct event *events = NULL;
    size_t count = 0;
    struct status status = events_list(import, &events, &count);
    for (size_t i = 0; i < count && status_ok(status); i++) {
        status = event_take(import, events[i].row);
    }
    free(events);
    return status;
}
