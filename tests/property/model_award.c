/* model_award.c - what an award gives, and everything that can be done to it afterwards. */
#include "property/model_award.h"

static bool is_award(const struct model_record *record)
{
    return record->action == SANBAO__V1__OPERATION__ACTION_AWARD ||
           record->action == SANBAO__V1__OPERATION__ACTION_AWARD_UNFUNDED;
}

/* --- caps ------------------------------------------------------------------------------------ */

static int32_t period_start(int period, int32_t day)
{
    switch (period) {
    case 0:
        return day;
    case 1:
        return day_month_start(day);
    case 2:
        return day_quarter_start(day);
    case 3:
        return day_year_start(day);
    default:
        return 0; /* all days are in the one period `total` */
    }
}

/* Of one household, or of one person, whichever the cap is about. */
static bool same_subject(const struct model_rule *rule, const struct model_record *record,
                         int person, int household)
{
    bool shared = rule->cap_scope == SANBAO__V1__CAP_SCOPE__SCOPE_HOUSEHOLD;
    return shared && household != MODEL_NONE ? record->household == household
                                             : record->person == person;
}

static bool same_rule(const struct model *model, const struct model_record *record,
                      const struct model_rule *rule)
{
    const struct model_rule *other = &model->rules[record->rule];
    return other->village == rule->village && strcmp(other->code, rule->code) == 0;
}

/* The points computed, cut to the least room that the five periods of the day leave. */
static int64_t cut_to_room(const struct model *model, const struct model_rule *rule, int person,
                           int household, int32_t day, int64_t computed)
{
    int64_t granted = computed;
    for (int period = 0; period < 5; period++) {
        if (rule->caps[period] == 0) {
            continue;
        }
        int64_t used = 0;
        for (uint64_t i = 0; i < model->record_count; i++) {
            const struct model_record *record = &model->records[i];
            if (is_award(record) && record->state != STATE_TAKEN &&
                same_rule(model, record, rule) && same_subject(rule, record, person, household) &&
                period_start(period, record->period_day) == period_start(period, day)) {
                used += record->granted;
            }
        }
        int64_t room = rule->caps[period] > used ? rule->caps[period] - used : 0;
        granted = least(granted, room);
    }
    return granted;
}

static bool is_registration(const char *code)
{
    return strcmp(code, "REG-01") == 0 || strcmp(code, "REG-02") == 0;
}

/* A `once` rule was given to the subject already, as points granted, be they 0 by a cap. Of the two
 * rules of registration a person gets one. */
static bool once_was_given(const struct model *model, const struct model_rule *rule, int person,
                           int household)
{
    for (uint64_t i = 0; i < model->record_count; i++) {
        const struct model_record *record = &model->records[i];
        bool stands = record->state == STATE_PENDING || record->state == STATE_AVAILABLE;
        if (!is_award(record) || !stands || record->village != rule->village ||
            model->rules[record->rule].unit != SANBAO__V1__RULE_UNIT__UNIT_ONCE) {
            continue;
        }
        bool same =
            is_registration(rule->code)
                ? is_registration(model->rules[record->rule].code) && record->person == person
                : same_rule(model, record, rule) && same_subject(rule, record, person, household);
        if (same) {
            return true;
        }
    }
    return false;
}

/* --- award ----------------------------------------------------------------------------------- */

static int64_t minutes_inside(const struct model_activity *activity, const Sanbao__V1__Award *award)
{
    int64_t begin =
        award->checked_in_at > activity->starts_at ? award->checked_in_at : activity->starts_at;
    int64_t end = least(award->checked_out_at, activity->ends_at);
    return end > begin ? (end - begin) / 60 : 0;
}

static void stay_check(struct trial *trial, int index, int person)
{
    const struct model *model = trial->model;
    const Sanbao__V1__Award *award = trial->operation->award;
    const struct model_activity *activity = &model->activities[index];
    if (activity->closed) {
        trial_refuse(trial, STATUS_ACTIVITY_CLOSED);
    }
    if (strcmp(activity->rule, award->rule) != 0) {
        trial_refuse(trial, STATUS_ACTIVITY_RULE);
    }
    if (award->checked_out_at < award->checked_in_at) {
        trial_refuse(trial, STATUS_ATTENDANCE_TIMES);
    }
    if (minutes_inside(activity, award) == 0) {
        trial_refuse(trial, STATUS_ATTENDANCE_OUTSIDE);
    }
    if (!model__is_day(trial, award->checked_in_at)) {
        trial_refuse(trial, STATUS_DAY_WRONG);
        if (award->checked_in_at < 0 || award->checked_in_at > MODEL_INSTANT_MAX) {
            trial_refuse(trial, STATUS_ATTENDANCE_TIMES);
        }
    }
    if (award->method != SANBAO__V1__METHOD__METHOD_PHONE &&
        award->method != SANBAO__V1__METHOD__METHOD_CARD) {
        trial_refuse(trial, STATUS_OPERATION_MALFORMED);
    }
    for (uint64_t i = 0; i < model->record_count; i++) {
        const struct model_record *record = &model->records[i];
        if (record->action == SANBAO__V1__OPERATION__ACTION_AWARD && record->activity == index &&
            record->person == person && record->checked_in_at == award->checked_in_at) {
            trial_refuse(trial, STATUS_ATTENDANCE_EXISTS);
        }
    }
}

static void grade_check(struct trial *trial, const struct model_rule *rule)
{
    uint32_t grade = trial->operation->award->grade_points;
    bool graded = rule->unit == SANBAO__V1__RULE_UNIT__UNIT_GRADE;
    if (graded ? grade < 1 || grade > rule->points : grade != 0) {
        trial_refuse(trial, STATUS_GRADE_OUT_OF_RANGE);
        if (!graded) {
            trial_refuse(trial, STATUS_OPERATION_MALFORMED);
        }
    }
}

/* An award outside an activity has no stay, so it cannot be by the hour. */
static void no_stay_check(struct trial *trial, const struct model_rule *rule)
{
    const Sanbao__V1__Award *award = trial->operation->award;
    if (rule != NULL && rule->unit == SANBAO__V1__RULE_UNIT__UNIT_HOUR) {
        trial_refuse(trial, STATUS_ACTIVITY_UNKNOWN);
        trial_refuse(trial, STATUS_ACTIVITY_RULE);
        trial_refuse(trial, STATUS_OPERATION_MALFORMED);
    }
    if (award->checked_in_at != 0 || award->checked_out_at != 0 ||
        award->method != SANBAO__V1__METHOD__METHOD_UNSET) {
        trial_refuse(trial, STATUS_ACTIVITY_UNKNOWN);
        trial_refuse(trial, STATUS_OPERATION_MALFORMED);
    }
}

/* The version valid on the day, or NULL and the refusal. */
static const struct model_rule *rule_of(struct trial *trial, const char *code)
{
    const struct model *model = trial->model;
    int rule = model_rule_on(model, trial->village, code, trial->day);
    if (rule != MODEL_NONE) {
        return &model->rules[rule];
    }
    bool later = model_rule_on(model, trial->village, code, INT32_MAX) != MODEL_NONE;
    trial_refuse(trial, later ? STATUS_RULE_NOT_VALID_YET : STATUS_RULE_UNKNOWN);
    return NULL;
}

static void once_check(struct trial *trial, const struct model_rule *rule, int person, int32_t day)
{
    int household = model_household_on(trial->model, person, day);
    if (rule->unit == SANBAO__V1__RULE_UNIT__UNIT_ONCE &&
        once_was_given(trial->model, rule, person, household)) {
        trial_refuse(trial, STATUS_ONCE_ONLY);
    }
}

/* Computed points of the award before any cap. */
static int64_t compute(const struct trial *trial, const struct model_rule *rule, int activity)
{
    const Sanbao__V1__Award *award = trial->operation->award;
    if (rule->unit == SANBAO__V1__RULE_UNIT__UNIT_GRADE) {
        return award->grade_points;
    }
    if (rule->unit != SANBAO__V1__RULE_UNIT__UNIT_HOUR) {
        return rule->points;
    }
    return rule->points * (minutes_inside(&trial->model->activities[activity], award) / 30) / 2;
}

int64_t model__points_arrive(struct model *model, int person, int32_t lot_day, int64_t granted)
{
    int64_t paid = least(granted, model->persons[person].owed);
    model->persons[person].owed -= paid;
    if (granted > paid) {
        model__lot_add(model, person, lot_day, granted - paid);
    }
    return paid;
}

/* The first day on which the award may be released: the operation's own word, if the rule has a
 * notice and it is neither shorter than that nor longer than working days can make it. */
static int32_t due_check(struct trial *trial, const struct model_rule *rule, int32_t says)
{
    int32_t earliest = trial->day + rule->notice_days;
    int32_t latest = trial->day + 2 * rule->notice_days + 16;
    if (says == 0) {
        return earliest;
    }
    if (rule->notice_days == 0 || says < earliest || says > latest) {
        trial_refuse(trial, STATUS_RELEASE_DAY_WRONG);
    }
    return says;
}

/* Grants what caps and fund allow of `computed`. An attendance that the fund does not bear stands
 * with 0 points; another award is refused, and the answer is NULL. */
static struct model_record *grant(struct trial *trial, const struct model_rule *rule, int person,
                                  int32_t period_day, int64_t computed, bool may_stand)
{
    struct model *model = trial->model;
    int household = model_household_on(model, person, period_day);
    int64_t granted = cut_to_room(model, rule, person, household, period_day, computed);
    if (granted > POINTS_PER_OPERATION_MAX) {
        trial_refuse(trial, STATUS_POINTS_OUT_OF_RANGE);
        return NULL;
    }
    bool waits = rule->notice_days > 0;
    int64_t owed = waits ? 0 : model->persons[person].owed;
    int64_t asked = granted > owed ? granted - owed : 0;
    bool funded = model__fund_bears(model, trial->village, asked);
    if (!funded && !may_stand) {
        trial_refuse(trial, STATUS_FUND_EXHAUSTED);
        return NULL;
    }
    struct model_record *record = model__record_add(trial);
    record->person = person;
    record->household = household;
    record->rule = (int)(rule - model->rules);
    record->proposer = model_person_find(model, trial->village, trial->operation->proposer);
    record->approver = model_person_find(model, trial->village, trial->operation->approver);
    record->computed = computed;
    record->period_day = period_day;
    record->lot_day = trial->day;
    record->granted = funded ? granted : 0;
    record->state = !funded ? STATE_UNFUNDED : waits ? STATE_PENDING : STATE_AVAILABLE;
    Sanbao__V1__Outcome *outcome = &trial->answer->outcome;
    outcome->granted = (uint64_t)record->granted;
    outcome->capped = funded && granted < computed;
    outcome->reason =
        funded ? SANBAO__V1__REASON__REASON_NONE : SANBAO__V1__REASON__REASON_FUND_EXHAUSTED;
    if (record->state == STATE_AVAILABLE) {
        outcome->owed_paid = (uint64_t)model__points_arrive(model, person, trial->day, granted);
    }
    record->capped = outcome->capped;
    record->change = record->granted - (int64_t)outcome->owed_paid;
    model__balance_answer(trial, person);
    return record;
}

void model__award(struct trial *trial)
{
    struct model *model = trial->model;
    const Sanbao__V1__Award *award = trial->operation->award;
    bool attended = award->activity[0] != '\0';
    int activity =
        attended ? model_activity_find(model, trial->village, award->activity) : MODEL_NONE;
    int person = model__registered(trial, award->person);
    const struct model_rule *rule = rule_of(trial, award->rule);
    if (attended && activity == MODEL_NONE) {
        trial_refuse(trial, STATUS_ACTIVITY_UNKNOWN);
    } else if (attended) {
        stay_check(trial, activity, person);
    } else {
        no_stay_check(trial, rule);
    }
    if (rule != NULL) {
        grade_check(trial, rule);
    }
    if (rule == NULL || person == MODEL_NONE || (attended && activity == MODEL_NONE)) {
        return;
    }
    model__two_eyes(trial, rule, person, activity, trial->day);
    model__panel_check(trial, rule, person, attended);
    once_check(trial, rule, person, trial->day);
    int32_t due = due_check(trial, rule, award->release_day);
    if (!trial->answer->accepted) {
        return; /* the fund is asked last */
    }
    struct model_record *record =
        grant(trial, rule, person, trial->day, compute(trial, rule, activity), attended);
    int panel = model_panel_find(model, trial->village, award->panel);
    if (record != NULL) {
        record->due = due;
    }
    if (record != NULL && panel != MODEL_NONE) {
        model->panels[panel].used = true;
        record->panel = panel;
    }
    if (record == NULL || !attended) {
        return;
    }
    record->activity = activity;
    record->checked_in_at = award->checked_in_at;
    int64_t half_hours = minutes_inside(&model->activities[activity], award) / 30;
    record->fen = rule->saving_fen_per_hour * half_hours / 2;
    trial->answer->outcome.fen = (uint64_t)record->fen;
}

/* --- afterwards ------------------------------------------------------------------------------ */

void model__award_unfunded(struct trial *trial)
{
    struct model *model = trial->model;
    struct model_record *stood = model__target(trial, trial->operation->award_unfunded->record);
    if (stood == NULL) {
        return;
    }
    if (stood->action != SANBAO__V1__OPERATION__ACTION_AWARD || stood->activity == MODEL_NONE ||
        (stood->state != STATE_UNFUNDED && stood->state != STATE_DONE)) {
        trial_refuse(trial, STATUS_TARGET_KIND);
        return;
    }
    if (stood->state == STATE_DONE) {
        trial_refuse(trial, STATUS_ATTENDANCE_FUNDED);
    }
    const struct model_rule *rule = &model->rules[stood->rule];
    if (model->persons[stood->person].closed) {
        trial_refuse(trial, STATUS_ACCOUNT_CLOSED);
    }
    if (trial->day < model->persons[stood->person].registered_day) {
        trial_refuse(trial, STATUS_BEFORE_REGISTRATION);
    }
    if (trial->day < stood->day) {
        trial_refuse(trial, STATUS_DAY_WRONG);
    }
    once_check(trial, rule, stood->person, stood->period_day);
    model__two_eyes(trial, rule, stood->person, stood->activity, stood->day);
    int32_t due = due_check(trial, rule, trial->operation->award_unfunded->release_day);
    if (!trial->answer->accepted) {
        return;
    }
    struct model_record *record =
        grant(trial, rule, stood->person, stood->period_day, stood->computed, false);
    if (record != NULL) {
        stood->state = STATE_DONE;
        record->due = due;
        record->target = trial->operation->award_unfunded->record;
    }
}

static void award_reverse(struct trial *trial, struct model_record *award)
{
    struct model *model = trial->model;
    struct model_record *record = model__record_add(trial);
    award->state = STATE_TAKEN;
    int64_t taken = model__lots_take(model, award->person, award->lot_day, award->granted);
    model->persons[award->person].owed += award->granted - taken;
    record->person = award->person;
    record->rule = award->rule;
    record->points = award->granted;
    record->change = -taken;
    Sanbao__V1__Outcome *outcome = &trial->answer->outcome;
    outcome->granted = (uint64_t)award->granted;
    outcome->owed = (uint64_t)(award->granted - taken);
    model__balance_answer(trial, award->person);
}

static void settle_reverse(struct trial *trial, struct model_record *settle)
{
    model__record_add(trial)->fen = settle->fen;
    settle->state = STATE_TAKEN;
    trial->answer->outcome.granted = (uint64_t)settle->points;
    trial->answer->outcome.fen = (uint64_t)settle->fen;
}

static void deposit_reverse(struct trial *trial, struct model_record *deposit)
{
    if (trial->operation->day < deposit->day) {
        trial_refuse(trial, STATUS_DAY_WRONG);
    }
    if (model_fund_fen(trial->model, trial->village) < deposit->fen) {
        trial_refuse(trial, STATUS_FUND_EXHAUSTED);
    }
    if (!trial->answer->accepted) {
        return;
    }
    model__record_add(trial)->fen = -deposit->fen;
    trial->answer->outcome.fen = (uint64_t)deposit->fen;
    deposit->state = STATE_TAKEN;
}

void model__reverse(struct trial *trial)
{
    struct model_record *target = model__target(trial, trial->operation->reverse->record);
    if (target == NULL) {
        return;
    }
    bool settles = target->action == SANBAO__V1__OPERATION__ACTION_SETTLE;
    bool deposits = target->action == SANBAO__V1__OPERATION__ACTION_FUND_DEPOSIT;
    if (target->state != STATE_AVAILABLE || !(is_award(target) || settles || deposits)) {
        trial_refuse(trial, STATUS_TARGET_KIND);
        if (target->state == STATE_TAKEN) {
            trial_refuse(trial, STATUS_TARGET_DONE);
        }
    }
    if (!trial->answer->accepted) {
        return;
    }
    if (settles) {
        settle_reverse(trial, target);
    } else if (deposits) {
        deposit_reverse(trial, target);
    } else {
        award_reverse(trial, target);
    }
}
