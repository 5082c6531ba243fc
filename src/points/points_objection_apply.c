/* points_objection_apply.c - objections to awards in their notice period, and appeals: the award
 * stays pending until others have looked at it again. An award is heard as a whole, once by the
 * village and once, if somebody appeals, by the town. Runs under consensus: no clock, no random
 * number, no float.
 *
 *     none --objection--> open --village--> decided --objection--> appealed --town--> final
 *                              `--town----> final   `--7 days without an appeal: it stands */
#include "points/points_internal.h"

enum {
    JUDGES_TOWN = 1U << SANBAO__V1__ROLE__ROLE_TOWN,
    JUDGES_VILLAGE = 1U << SANBAO__V1__ROLE__ROLE_REVIEWER | 1U << SANBAO__V1__ROLE__ROLE_OVERSIGHT,
};

/* When the next step may come at the latest. Refuses: OBJECTION_OPEN, OBJECTION_LATE. */
static struct status objection_judge(const struct objection *objection,
                                     const struct award_wait *waiting, int32_t day)
{
    switch (objection->state) {
    case OBJECTION_STATE_NONE:
        return day < waiting->due_on ? OK : REFUSE(OBJECTION_LATE);
    case OBJECTION_STATE_DECIDED:
        if (day < objection->day) {
            return REFUSE(DAY_WRONG);
        }
        return day < objection->day + APPEAL_DAYS ? OK : REFUSE(OBJECTION_LATE);
    case OBJECTION_STATE_FINAL:
        return REFUSE(OBJECTION_LATE);
    default:
        return REFUSE(OBJECTION_OPEN);
    }
}

struct status points__objection(void *room, const struct apply *apply, Sanbao__V1__Outcome *outcome)
{
    struct points *points = room;
    const Sanbao__V1__Objection *op = apply->operation->objection;
    int32_t day = apply->operation->day;
    struct target target;
    struct award_wait waiting;
    struct objection objection;
    struct member person;
    (void)outcome;
    TRY(points__pending_find(points, apply, op->record, &target));
    TRY(identity_member(points->identity, target.village.id, &op->person, &person));
    if (person.id == 0) {
        return REFUSE(PERSON_UNKNOWN);
    }
    if (person.closed_on != DAY_NEVER) {
        return REFUSE(ACCOUNT_CLOSED);
    }
    TRY(points_waiting(points, target.record, &waiting));
    TRY(points_objection(points, target.record, &objection));
    TRY(objection_judge(&objection, &waiting, day));
    if (objection.state == OBJECTION_STATE_NONE) {
        objection = (struct objection){
            .state = OBJECTION_STATE_OPEN, .due_on = waiting.due_on, .person = person.id};
    } else {
        objection.state = OBJECTION_STATE_APPEALED;
        objection.appellant = person.id;
    }
    objection.day = day;
    TRY(points__objection_save(points, target.record, &objection));
    return points__waiting_due(points, target.record, DAY_NEVER);
}

/* Had no part in the award, and neither is one of those it is about nor ever lived with one. */
static struct status neutral(struct points *points, const struct target *target,
                             const struct objection *objection, const struct member *judge,
                             bool *is)
{
    const int64_t about[] = {target->member.id, objection->person, objection->appellant};
    struct award_wait waiting;
    bool sits = false;
    TRY(points_waiting(points, target->record, &waiting));
    TRY(points__panel_sits(points, target->record, judge->id, &sits));
    *is = !sits && judge->id != waiting.proposer && judge->id != waiting.approver &&
          judge->id != objection->judge;
    for (size_t i = 0; i < COUNT(about) && *is; i++) {
        bool together = false;
        TRY(identity_lived_together(points->identity, judge->id, about[i], &together));
        *is = judge->id != about[i] && !together;
    }
    return OK;
}

/* The next state. Refuses: OBJECTION_NONE, OBJECTION_JUDGE, DAY_WRONG. */
static struct status settle_judge(struct points *points, const struct apply *apply,
                                  const struct target *target, struct objection *objection)
{
    struct member judge;
    bool appealed = objection->state == OBJECTION_STATE_APPEALED;
    bool is_neutral = false;
    if (objection->state != OBJECTION_STATE_OPEN && !appealed) {
        return REFUSE(OBJECTION_NONE);
    }
    TRY(identity_member(points->identity, target->village.id, &apply->operation->proposer, &judge));
    bool town = (judge.roles & JUDGES_TOWN) != 0;
    if (judge.id == 0 || (!town && (appealed || (judge.roles & JUDGES_VILLAGE) == 0))) {
        return REFUSE(OBJECTION_JUDGE);
    }
    TRY(neutral(points, target, objection, &judge, &is_neutral));
    if (!is_neutral) {
        return REFUSE(OBJECTION_JUDGE);
    }
    if (apply->operation->day < objection->day) {
        return REFUSE(DAY_WRONG);
    }
    objection->state = town ? OBJECTION_STATE_FINAL : OBJECTION_STATE_DECIDED;
    objection->upheld = apply->operation->objection_settle->upheld != 0;
    objection->judge = objection->judge == 0 ? judge.id : objection->judge;
    objection->day = apply->operation->day;
    return OK;
}

struct status points__objection_settle(void *room, const struct apply *apply,
                                       Sanbao__V1__Outcome *outcome)
{
    struct points *points = room;
    struct target target;
    struct objection objection;
    TRY(points__pending_find(points, apply, apply->operation->objection_settle->record, &target));
    TRY(points_objection(points, target.record, &objection));
    TRY(settle_judge(points, apply, &target, &objection));
    TRY(points__objection_save(points, target.record, &objection));
    bool final = objection.state == OBJECTION_STATE_FINAL;
    if (final && objection.upheld) {
        return points__pending_void(points, apply, &target, outcome);
    }
    int32_t stands_on = objection.day + (final ? 0 : APPEAL_DAYS);
    return points__waiting_due(points, target.record,
                               stands_on > objection.due_on ? stands_on : objection.due_on);
}
