/* points_rule_apply.c - rules, activities and money enter the books. Runs under
 * consensus: no clock, no random number, no float. */
#include <string.h>

#include "base/day.h"
#include "points/points_internal.h"

static bool enums_known(const Sanbao__V1__RuleAdopt *adopt)
{
    return adopt->unit >= SANBAO__V1__RULE_UNIT__UNIT_ONCE &&
           adopt->unit <= SANBAO__V1__RULE_UNIT__UNIT_HOUR &&
           adopt->cap_scope >= SANBAO__V1__CAP_SCOPE__SCOPE_RESIDENT &&
           adopt->cap_scope <= SANBAO__V1__CAP_SCOPE__SCOPE_HOUSEHOLD &&
           adopt->evidence >= SANBAO__V1__EVIDENCE__EVIDENCE_DOCUMENT &&
           adopt->evidence <= SANBAO__V1__EVIDENCE__EVIDENCE_REPORT &&
           adopt->approver >= SANBAO__V1__APPROVER__APPROVER_SOCIAL_WORKER &&
           adopt->approver <= SANBAO__V1__APPROVER__APPROVER_SYSTEM;
}

enum { RULE_POINTS_MAX = 10000, NOTICE_DAYS_MAX = 366, SAVING_FEN_MAX = 1000000 };

static bool rule_well_formed(const Sanbao__V1__RuleAdopt *adopt)
{
    if (adopt->code[0] == '\0' || !enums_known(adopt) || adopt->points < 1 ||
        adopt->points > RULE_POINTS_MAX || adopt->notice_days > NOTICE_DAYS_MAX ||
        adopt->saving_fen_per_hour > SAVING_FEN_MAX) {
        return false;
    }
    const uint32_t caps[] = {adopt->cap_day, adopt->cap_month, adopt->cap_quarter, adopt->cap_year,
                             adopt->cap_total};
    for (size_t i = 0; i < COUNT(caps); i++) {
        if (caps[i] > POINTS_PER_OPERATION_MAX) {
            return false;
        }
    }
    return true;
}

static void rule_fill(const Sanbao__V1__RuleAdopt *adopt, int64_t village, int32_t day,
                      struct rule *rule)
{
    *rule = (struct rule){
        .village = village,
        .version = (int32_t)adopt->version,
        .valid_from = day,
        .first_day = day,
        .unit = (int32_t)adopt->unit,
        .cap_scope = (int32_t)adopt->cap_scope,
        .evidence = (int32_t)adopt->evidence,
        .approver = (int32_t)adopt->approver,
        .points = adopt->points,
        .caps = {adopt->cap_day, adopt->cap_month, adopt->cap_quarter, adopt->cap_year,
                 adopt->cap_total},
        .saving_fen_per_hour = adopt->saving_fen_per_hour,
        .notice_days = (int32_t)adopt->notice_days,
    };
    for (int span = 0; span < CAP_SPANS; span++) {
        rule->own_spans |= rule->caps[span] != 0 ? 1U << span : 0;
    }
    memcpy(rule->code, adopt->code, strlen(adopt->code) + 1);
}

struct status points__rule_adopt(void *room, const struct apply *apply,
                                 Sanbao__V1__Outcome *outcome)
{
    struct points *points = room;
    const Sanbao__V1__RuleAdopt *adopt = apply->operation->rule_adopt;
    struct village village;
    void *value = NULL;
    (void)outcome;
    TRY(identity_village(points->identity, apply->operation->village, &village));
    if (!rule_well_formed(adopt)) {
        return REFUSE(RULE_MALFORMED);
    }
    if (adopt->approver == SANBAO__V1__APPROVER__APPROVER_SYSTEM &&
        (adopt->points > 5 || adopt->evidence != SANBAO__V1__EVIDENCE__EVIDENCE_LOG)) {
        return REFUSE(SYSTEM_RULE_LIMIT);
    }
    TRY(fold_get(points->rules, fold_key_code(village.id, adopt->code), &value));
    struct rule *newest = value;
    if ((int64_t)adopt->version != newest->version + 1) {
        return REFUSE(RULE_VERSION_WRONG);
    }
    /* Caps count over all versions, so whom they are about stays as it was adopted. */
    if (newest->id != 0 && newest->cap_scope != (int32_t)adopt->cap_scope) {
        return REFUSE(RULE_MALFORMED);
    }
    if (newest->id != 0 && apply->operation->day <= newest->valid_from) {
        return REFUSE(RULE_BACKWARDS);
    }
    struct rule adopted;
    rule_fill(adopt, village.id, apply->operation->day, &adopted);
    adopted.family = newest->family;
    if (newest->id != 0) {
        adopted.first_day = newest->first_day;
        adopted.own_spans = newest->own_spans;
    }
    TRY(points__rule_insert(points, &adopted));
    *newest = adopted;
    return OK;
}

struct status points__fund_deposit(void *room, const struct apply *apply,
                                   Sanbao__V1__Outcome *outcome)
{
    struct points *points = room;
    uint64_t fen = apply->operation->fund_deposit->fen;
    struct village village;
    struct fund *fund = NULL;
    (void)outcome;
    TRY(identity_village(points->identity, apply->operation->village, &village));
    TRY(points__fund(points, village.id, &fund));
    if (fen < 1 || fen > FEN_MAX || fund->fen > FEN_MAX - (int64_t)fen) {
        return REFUSE(FEN_OUT_OF_RANGE);
    }
    fund->deposits++;
    fund->fen += (int64_t)fen;
    fold_touch(points->funds, fund);
    struct payment payment = {village.id, apply->operation->day, (int64_t)fen};
    TRY(points__payment_insert(points, apply->record, &payment));
    TRY(books_metric_add(points->books, village.id, points->metrics.deposits, apply->operation->day,
                         1));
    return books_metric_add(points->books, village.id, points->metrics.fund_fen,
                            apply->operation->day, (int64_t)fen);
}

struct status points__activity_open(void *room, const struct apply *apply,
                                    Sanbao__V1__Outcome *outcome)
{
    struct points *points = room;
    const Sanbao__V1__ActivityOpen *open = apply->operation->activity_open;
    struct village village;
    struct activity *activity = NULL;
    struct rule rule;
    struct member leader;
    (void)outcome;
    TRY(identity_village(points->identity, apply->operation->village, &village));
    if (open->activity[0] == '\0' || open->rule[0] == '\0') {
        return REFUSE(OPERATION_MALFORMED);
    }
    TRY(points__activity(points, village.id, open->activity, &activity));
    if (activity->id != 0) {
        return REFUSE(ACTIVITY_EXISTS);
    }
    if (open->ends_at <= open->starts_at || open->starts_at < 0 || open->starts_at > INSTANT_MAX ||
        open->ends_at - open->starts_at > INT64_C(31) * 86400) {
        return REFUSE(ACTIVITY_TIMES);
    }
    if (apply->operation->day != instant_day(open->starts_at, village.utc_offset_minutes)) {
        return REFUSE(DAY_WRONG);
    }
    TRY(points_rule(points, village.id, open->rule, apply->operation->day, &rule));
    if (rule.id == 0) {
        return REFUSE(RULE_UNKNOWN);
    }
    TRY(identity_member(points->identity, village.id, &open->leader, &leader));
    if (leader.id == 0) {
        return REFUSE(PERSON_UNKNOWN);
    }
    struct activity opened = {.family = rule.family,
                              .starts_at = open->starts_at,
                              .ends_at = open->ends_at,
                              .leader = leader.id,
                              .closed_on = DAY_NEVER};
    TRY(points__activity_insert(points, village.id, open->activity, &opened));
    *activity = opened;
    return books_metric_add(points->books, village.id, points->metrics.activities,
                            apply->operation->day, 1);
}

struct status points__activity_close(void *room, const struct apply *apply,
                                     Sanbao__V1__Outcome *outcome)
{
    struct points *points = room;
    struct village village;
    struct activity *activity = NULL;
    (void)outcome;
    TRY(identity_village(points->identity, apply->operation->village, &village));
    TRY(points__activity(points, village.id, apply->operation->activity_close->activity,
                         &activity));
    if (activity->id == 0) {
        return REFUSE(ACTIVITY_UNKNOWN);
    }
    if (activity->closed_on != DAY_NEVER) {
        return REFUSE(ACTIVITY_CLOSED);
    }
    int32_t starts_on = instant_day(activity->starts_at, village.utc_offset_minutes);
    if (apply->operation->activity_close->cancelled) {
        bool attended = false;
        TRY(points__activity_attended(points, activity->id, &attended));
        if (attended) {
            return REFUSE(ACTIVITY_ATTENDED);
        }
        TRY(books_metric_add(points->books, village.id, points->metrics.activities, starts_on, -1));
    } else if (apply->operation->day < starts_on) {
        return REFUSE(DAY_WRONG);
    }
    activity->closed_on = apply->operation->day;
    return points__activity_close_row(points, activity->id, activity->closed_on);
}
