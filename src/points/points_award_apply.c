/* points_award_apply.c - an award: who, under which rule, for what stay; how many points; cut by
 * caps; asked of the fund; written. First everything is gathered and judged, then written.
 *
 *     gather: village, beneficiary, rule of the day, activity and stay
 *     judge:  two eyes, times, once only
 *     count:  unit -> computed -> caps -> granted -> fund (all or nothing)
 *     write:  posting, lot, caps, attendance, metrics
 *
 * Runs under consensus: no clock, no random number, no float. */
#include <string.h>

#include "base/day.h"
#include "points/points_internal.h"

enum { HALF_HOUR_SECONDS = 1800, MINUTE_SECONDS = 60 };

int64_t points_half_hours(int64_t overlap_seconds)
{
    REQUIRE(overlap_seconds >= 0);
    return overlap_seconds / HALF_HOUR_SECONDS;
}

enum { FAMILY_REGISTRATION = 0 };

int64_t points__once_family(const struct rule *rule)
{
    bool registration = strcmp(rule->code, "REG-01") == 0 || strcmp(rule->code, "REG-02") == 0;
    return registration ? FAMILY_REGISTRATION : rule->family;
}

int64_t points__once_subject(const struct rule *rule, int64_t member, int64_t subject)
{
    return points__once_family(rule) == FAMILY_REGISTRATION ? member : subject;
}

static int64_t once_subject(const struct award *award)
{
    return points__once_subject(&award->rule, award->member.id, award->subject);
}

/* The stay within the activity's window. */
static struct status stay_judge(struct points *points, struct award *award)
{
    const Sanbao__V1__Award *op = award->apply->operation->award;
    struct activity *activity = NULL;
    TRY(points__activity(points, award->village.id, op->activity, &activity));
    if (activity->id == 0) {
        return REFUSE(ACTIVITY_UNKNOWN);
    }
    award->activity = *activity;
    if (activity->family != award->rule.family) {
        return REFUSE(ACTIVITY_RULE);
    }
    if (activity->closed_on != DAY_NEVER) {
        return REFUSE(ACTIVITY_CLOSED);
    }
    if (op->method != SANBAO__V1__METHOD__METHOD_PHONE &&
        op->method != SANBAO__V1__METHOD__METHOD_CARD) {
        return REFUSE(OPERATION_MALFORMED);
    }
    if (op->checked_in_at < 0 || op->checked_in_at > INSTANT_MAX ||
        op->checked_out_at < op->checked_in_at) {
        return REFUSE(ATTENDANCE_TIMES);
    }
    int64_t from =
        op->checked_in_at > activity->starts_at ? op->checked_in_at : activity->starts_at;
    int64_t to = op->checked_out_at < activity->ends_at ? op->checked_out_at : activity->ends_at;
    if (to - from < MINUTE_SECONDS) {
        return REFUSE(ATTENDANCE_OUTSIDE);
    }
    award->overlap_seconds = to - from;
    if (award->cap_day != instant_day(op->checked_in_at, award->village.utc_offset_minutes)) {
        return REFUSE(DAY_WRONG);
    }
    int64_t *record = NULL;
    TRY(points__attendance(points, activity->id, award->member.id, op->checked_in_at, &record));
    return *record != 0 ? REFUSE(ATTENDANCE_EXISTS) : OK;
}

/* People may have moved since the award's day, or before its record. */
static struct status household_of_day(struct points *points, struct award *award)
{
    TRY(identity_household_on(points->identity, &award->member, award->cap_day,
                              &award->member.household));
    award->subject = points__cap_subject(&award->rule, &award->member);
    return OK;
}

static struct status gather(struct points *points, struct award *award)
{
    const Sanbao__V1__Operation *operation = award->apply->operation;
    const Sanbao__V1__Award *op = operation->award;
    TRY(identity_village(points->identity, operation->village, &award->village));
    TRY(identity_holder(points->identity, award->village.id, &op->person, operation->day,
                        &award->member));
    if (op->rule[0] == '\0') {
        return REFUSE(RULE_UNKNOWN);
    }
    /* One look finds the newest version; a day before it is looked up by itself. */
    TRY(points_rule(points, award->village.id, op->rule, INT32_MAX, &award->rule));
    if (award->rule.id == 0) {
        return REFUSE(RULE_UNKNOWN);
    }
    if (operation->day < award->rule.valid_from) {
        TRY(points_rule(points, award->village.id, op->rule, operation->day, &award->rule));
    }
    if (award->rule.id == 0) {
        return REFUSE(RULE_NOT_VALID_YET);
    }
    award->cap_day = operation->day;
    award->panel = &op->panel;
    award->release_day = op->release_day;
    TRY(household_of_day(points, award));
    if (op->activity[0] != '\0') {
        return stay_judge(points, award);
    }
    bool stray = op->checked_in_at != 0 || op->checked_out_at != 0 || op->method != 0;
    bool hourly = award->rule.unit == SANBAO__V1__RULE_UNIT__UNIT_HOUR;
    return stray || hourly ? REFUSE(ACTIVITY_UNKNOWN) : OK;
}

int64_t points_computed(const struct rule *rule, int64_t overlap_seconds, int64_t grade)
{
    REQUIRE(rule != NULL);
    switch (rule->unit) {
    case SANBAO__V1__RULE_UNIT__UNIT_GRADE:
        return grade;
    case SANBAO__V1__RULE_UNIT__UNIT_HOUR:
        return rule->points * points_half_hours(overlap_seconds) / 2;
    default:
        return rule->points;
    }
}

/* What the unit gives, before caps. Refuses: GRADE_OUT_OF_RANGE. */
static struct status compute(struct award *award)
{
    int64_t grade = award->apply->operation->award->grade_points;
    bool graded = award->rule.unit == SANBAO__V1__RULE_UNIT__UNIT_GRADE;
    award->computed = points_computed(&award->rule, award->overlap_seconds, grade);
    bool good = graded ? grade >= 1 && grade <= award->rule.points : grade == 0;
    return good ? OK : REFUSE(GRADE_OUT_OF_RANGE);
}

static struct status once_check(struct points *points, const struct award *award)
{
    bool known = false;
    if (award->rule.unit == SANBAO__V1__RULE_UNIT__UNIT_ONCE) {
        TRY(points__once_known(points, points__once_family(&award->rule), once_subject(award),
                               &known));
    }
    return known ? REFUSE(ONCE_ONLY) : OK;
}

/* How much longer than so many calendar days a notice of as many working days may be: five of seven
 * days are worked, and no run of holidays is longer than a fortnight. */
enum { NOTICE_SLACK_DAYS = 16 };

/* From when the award may be released. The operation says it, in working days, since no calendar of
 * holidays is part of the books; here it is only held to the rule. Refuses: RELEASE_DAY_WRONG. */
static struct status due_judge(struct award *award)
{
    int32_t day = award->apply->operation->day;
    int32_t notice = award->rule.notice_days;
    award->due_on = day + notice;
    if (award->release_day == 0) {
        return OK;
    }
    if (notice == 0 || award->release_day < award->due_on ||
        award->release_day > award->due_on + notice + NOTICE_SLACK_DAYS) {
        return REFUSE(RELEASE_DAY_WRONG);
    }
    award->due_on = award->release_day;
    return OK;
}

/* What caps leave of the award; long stays can come to more than one operation may move. */
static struct status caps_ask(struct points *points, struct award *award)
{
    award->granted = award->computed;
    TRY(points__cap_cut(points, award));
    return award->granted <= POINTS_PER_OPERATION_MAX ? OK : REFUSE(POINTS_OUT_OF_RANGE);
}

/* Refuses POINTS_OUT_OF_RANGE where the village has issued all it ever may.
 *
 * What the award adds to what the village owes: an available one pays what is owed first. */
static struct status fund_ask(struct points *points, struct award *award)
{
    struct resident_points held;
    bool covered = false;
    int64_t issuable = 0;
    TRY(ledger_issuable(points->ledger, award->village.id, &issuable));
    if (award->granted > issuable) {
        return REFUSE(POINTS_OUT_OF_RANGE);
    }
    TRY(ledger_resident(points->ledger, award->member.account, &held));
    int64_t more = award->granted;
    if (award->rule.notice_days == 0) {
        more -= held.owed < more ? held.owed : more;
    }
    TRY(points__fund_covers(points, &award->village, more, &covered));
    award->unfunded = !covered;
    return OK;
}

static enum entry_kind entry_kind(const struct award *award)
{
    if (award->unfunded) {
        return ENTRY_AWARD_UNFUNDED;
    }
    return award->rule.notice_days > 0 ? ENTRY_AWARD_PENDING : ENTRY_AWARD;
}

/* The posting and what hangs on the points. */
static struct status points_write(struct points *points, const struct award *award,
                                  Sanbao__V1__Outcome *outcome)
{
    const struct apply *apply = award->apply;
    int32_t day = apply->operation->day;
    struct entry_head head = {apply->record, award->village.id, award->member.account, day,
                              award->rule.id};
    struct moved moved;
    TRY(ledger_award(points->ledger, &head, award->granted, entry_kind(award), &moved));
    TRY(points__cap_use(points, &award->rule, award->subject, award->cap_day, award->granted));
    if (entry_kind(award) == ENTRY_AWARD_PENDING) {
        struct award_wait waiting = {award->due_on, award->proposer, award->approver};
        TRY(points__waiting_insert(points, apply->record, award->village.id, &waiting));
    }
    bool once = award->rule.unit == SANBAO__V1__RULE_UNIT__UNIT_ONCE && !award->unfunded;
    if (award->subject < 0 && (award->granted > 0 || once)) {
        TRY(points__award_household_insert(points, apply->record, -award->subject));
    }
    if (once) {
        TRY(points__once_insert(points, points__once_family(&award->rule), once_subject(award),
                                apply->record));
    }
    int64_t issued = award->granted - moved.owed_paid;
    TRY(books_metric_add(points->books, award->village.id, award->rule.issued, day, issued));
    TRY(books_metric_add(points->books, award->village.id, points->metrics.issued, day, issued));
    outcome->granted = (uint64_t)award->granted;
    outcome->balance = (uint64_t)moved.balance;
    outcome->owed_paid = (uint64_t)moved.owed_paid;
    outcome->capped = !award->unfunded && award->granted < award->computed;
    return outcome->capped
               ? books_metric_add(points->books, award->village.id, points->metrics.capped, day, 1)
               : OK;
}

/* Different people are counted once, on the earliest day that is known. */
static struct status participant_count(struct points *points, const struct award *award,
                                       int32_t day)
{
    int32_t before = DAY_NONE;
    TRY(ledger_first_day(points->ledger, award->member.account, day, &before));
    if (before != DAY_NONE && before <= day) {
        return OK;
    }
    if (before != DAY_NONE) {
        TRY(books_metric_add(points->books, award->village.id, points->metrics.participants, before,
                             -1));
    }
    return books_metric_add(points->books, award->village.id, points->metrics.participants, day, 1);
}

/* Having been there counts, whatever the caps and the fund left of the points. */
static struct status attendance_write(struct points *points, const struct award *award,
                                      Sanbao__V1__Outcome *outcome)
{
    const struct apply *apply = award->apply;
    int32_t day = apply->operation->day;
    int64_t saved = award->rule.saving_fen_per_hour * points_half_hours(award->overlap_seconds) / 2;
    int64_t *record = NULL;
    TRY(points__attendance(points, award->activity.id, award->member.id,
                           apply->operation->award->checked_in_at, &record));
    *record = (int64_t)apply->record + 1;
    fold_touch(points->attendances, record);
    TRY(books_metric_add(points->books, award->village.id, points->metrics.participations, day, 1));
    TRY(participant_count(points, award, day));
    outcome->fen = (uint64_t)saved;
    if (saved > 0) {
        TRY(books_metric_add(points->books, award->village.id, points->metrics.saving_fen, day,
                             saved));
    }
    if (!award->unfunded) {
        return OK;
    }
    outcome->reason = SANBAO__V1__REASON__REASON_FUND_EXHAUSTED;
    struct unfunded row = {award->member.id, award->activity.id, award->rule.id, award->cap_day,
                           award->computed};
    TRY(points__unfunded_insert(points, apply->record, &row));
    return books_metric_add(points->books, award->village.id, points->metrics.unfunded, day, 1);
}

struct status points__award(void *room, const struct apply *apply, Sanbao__V1__Outcome *outcome)
{
    struct points *points = room;
    struct award award = {.apply = apply};
    TRY(gather(points, &award));
    TRY(points__eyes_check(points, &award));
    TRY(compute(&award));
    TRY(due_judge(&award));
    TRY(once_check(points, &award));
    TRY(caps_ask(points, &award));
    TRY(fund_ask(points, &award));
    if (award.unfunded) {
        if (award.activity.id == 0) {
            return REFUSE(FUND_EXHAUSTED);
        }
        award.granted = 0;
    }
    TRY(points_write(points, &award, outcome));
    if (award.panel->len != 0) {
        TRY(points__panel_award(points, award.village.id, award.panel->data, apply->record));
    }
    return award.activity.id == 0 ? OK : attendance_write(points, &award, outcome);
}

/* The earlier attendance, as the award that it is now to become. Refuses: RECORD_NOT_FOUND,
 * TARGET_KIND, ATTENDANCE_FUNDED and those of identity_holder(). */
static struct status unfunded_gather(struct points *points, struct award *award)
{
    const Sanbao__V1__Operation *operation = award->apply->operation;
    uint64_t record = operation->award_unfunded->record;
    struct unfunded row;
    bool done = false;
    uint64_t by = 0;
    uint8_t person[ID_BYTES];
    TRY(identity_village(points->identity, operation->village, &award->village));
    if (record >= award->apply->record) {
        return REFUSE(RECORD_NOT_FOUND);
    }
    TRY(points__unfunded_select(points, record, &row));
    if (row.member == 0) {
        return REFUSE(TARGET_KIND);
    }
    TRY(points_rule_by_id(points, row.rule, &award->rule));
    if (award->rule.village != award->village.id) {
        return REFUSE(TARGET_KIND);
    }
    TRY(points__follow_up(points, record, FOLLOW_FUNDED, &done, &by));
    if (done) {
        return REFUSE(ATTENDANCE_FUNDED);
    }
    TRY(identity_member_by_id(points->identity, row.member, &award->member, person));
    TRY(identity_holder(points->identity, award->village.id,
                        &(ProtobufCBinaryData){sizeof person, person}, operation->day,
                        &award->member));
    TRY(points__activity_by_id(points, row.activity, &award->activity));
    award->cap_day = row.day;
    award->computed = row.computed;
    award->release_day = operation->award_unfunded->release_day;
    TRY(household_of_day(points, award));
    return operation->day >= row.day ? OK : REFUSE(DAY_WRONG);
}

struct status points__award_unfunded(void *room, const struct apply *apply,
                                     Sanbao__V1__Outcome *outcome)
{
    struct points *points = room;
    struct award award = {.apply = apply};
    uint64_t attendance = apply->operation->award_unfunded->record;
    TRY(unfunded_gather(points, &award));
    TRY(points__eyes_check(points, &award));
    TRY(due_judge(&award));
    TRY(once_check(points, &award));
    TRY(caps_ask(points, &award));
    TRY(fund_ask(points, &award));
    if (award.unfunded) {
        return REFUSE(FUND_EXHAUSTED);
    }
    TRY(points_write(points, &award, outcome));
    TRY(points__follow_up_insert(points, attendance, FOLLOW_FUNDED, apply->record));
    TRY(points__follow_up_insert(points, apply->record, FOLLOW_FUNDING, attendance));
    return books_metric_add(points->books, award.village.id, points->metrics.unfunded,
                            apply->operation->day, -1);
}
