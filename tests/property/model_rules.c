/* model_rules.c - rules, the fund's deposits, activities and two eyes, as the model sees them. */
#include "property/model_award.h"

static const struct model_rule *rule_newest(const struct model *model, int village,
                                            const char *code)
{
    int newest = model_rule_on(model, village, code, INT32_MAX);
    return newest == MODEL_NONE ? NULL : &model->rules[newest];
}

enum {
    RULE_POINTS_MAX = 10000,
    NOTICE_DAYS_MAX = 366,
    SAVING_FEN_MAX = 1000000,
    ACTIVITY_DAYS_MAX = 31
};

static void rule_check(struct trial *trial, const Sanbao__V1__RuleAdopt *adopt)
{
    if (adopt->unit < SANBAO__V1__RULE_UNIT__UNIT_ONCE ||
        adopt->unit > SANBAO__V1__RULE_UNIT__UNIT_HOUR || adopt->points < 1 ||
        adopt->points > RULE_POINTS_MAX || adopt->notice_days > NOTICE_DAYS_MAX ||
        adopt->saving_fen_per_hour > SAVING_FEN_MAX ||
        adopt->cap_scope < SANBAO__V1__CAP_SCOPE__SCOPE_RESIDENT ||
        adopt->cap_scope > SANBAO__V1__CAP_SCOPE__SCOPE_HOUSEHOLD ||
        adopt->evidence < SANBAO__V1__EVIDENCE__EVIDENCE_DOCUMENT ||
        adopt->evidence > SANBAO__V1__EVIDENCE__EVIDENCE_REPORT ||
        adopt->approver < SANBAO__V1__APPROVER__APPROVER_SOCIAL_WORKER ||
        adopt->approver > SANBAO__V1__APPROVER__APPROVER_SYSTEM) {
        trial_refuse(trial, STATUS_RULE_MALFORMED);
        trial_refuse(trial, STATUS_OPERATION_MALFORMED);
    }
    if (adopt->approver == SANBAO__V1__APPROVER__APPROVER_SYSTEM &&
        (adopt->points > 5 || adopt->evidence != SANBAO__V1__EVIDENCE__EVIDENCE_LOG)) {
        trial_refuse(trial, STATUS_SYSTEM_RULE_LIMIT);
    }
}

void model__rule_adopt(struct trial *trial)
{
    struct model *model = trial->model;
    const Sanbao__V1__RuleAdopt *adopt = trial->operation->rule_adopt;
    rule_check(trial, adopt);
    const struct model_rule *before = rule_newest(model, trial->village, adopt->code);
    if (adopt->version != (before == NULL ? 1 : before->version + 1)) {
        trial_refuse(trial, STATUS_RULE_VERSION_WRONG);
    }
    if (before != NULL && adopt->cap_scope != before->cap_scope) {
        trial_refuse(trial, STATUS_RULE_MALFORMED); /* caps count over all versions */
    }
    if (before != NULL && trial->day <= before->day) {
        trial_refuse(trial, STATUS_RULE_BACKWARDS);
    }
    if (!trial->answer->accepted) {
        return;
    }
    REQUIRE(model->rule_count < MODEL_ROWS_MAX);
    struct model_rule *rule = &model->rules[model->rule_count++];
    *rule = (struct model_rule){
        .village = trial->village,
        .version = adopt->version,
        .day = trial->day,
        .unit = adopt->unit,
        .points = adopt->points,
        .caps = {adopt->cap_day, adopt->cap_month, adopt->cap_quarter, adopt->cap_year,
                 adopt->cap_total},
        .cap_scope = adopt->cap_scope,
        .evidence = adopt->evidence,
        .approver = adopt->approver,
        .saving_fen_per_hour = adopt->saving_fen_per_hour,
        .notice_days = (int32_t)adopt->notice_days,
    };
    snprintf(rule->code, sizeof(rule->code), "%s", adopt->code);
    model__record_add(trial);
}

void model__fund_deposit(struct trial *trial)
{
    uint64_t fen = trial->operation->fund_deposit->fen;
    if (fen < 1 || fen > (uint64_t)FEN_MAX) {
        trial_refuse(trial, STATUS_FEN_OUT_OF_RANGE);
        return;
    }
    struct model_record *record = model__record_add(trial);
    record->state = STATE_AVAILABLE;
    record->fen = (int64_t)fen;
}

void model__activity_open(struct trial *trial)
{
    struct model *model = trial->model;
    const Sanbao__V1__ActivityOpen *open = trial->operation->activity_open;
    if (model_activity_find(model, trial->village, open->activity) != MODEL_NONE) {
        trial_refuse(trial, STATUS_ACTIVITY_EXISTS);
    }
    if (rule_newest(model, trial->village, open->rule) == NULL) {
        trial_refuse(trial, STATUS_RULE_UNKNOWN);
    } else if (model_rule_on(model, trial->village, open->rule, trial->day) == MODEL_NONE) {
        trial_refuse(trial, STATUS_RULE_NOT_VALID_YET);
        trial_refuse(trial, STATUS_RULE_UNKNOWN);
    }
    if (open->starts_at < 0 || open->starts_at > MODEL_INSTANT_MAX ||
        open->ends_at <= open->starts_at ||
        open->ends_at - open->starts_at > INT64_C(86400) * ACTIVITY_DAYS_MAX) {
        trial_refuse(trial, STATUS_ACTIVITY_TIMES);
    }
    if (!model__is_day(trial, open->starts_at)) {
        trial_refuse(trial, STATUS_DAY_WRONG);
    }
    if (model_person_find(model, trial->village, open->leader) == MODEL_NONE) {
        trial_refuse(trial, STATUS_PERSON_UNKNOWN);
    }
    if (!trial->answer->accepted) {
        return;
    }
    REQUIRE(model->activity_count < MODEL_ROWS_MAX);
    struct model_activity *activity = &model->activities[model->activity_count++];
    *activity = (struct model_activity){.village = trial->village,
                                        .starts_at = open->starts_at,
                                        .ends_at = open->ends_at,
                                        .day = trial->day};
    snprintf(activity->code, sizeof(activity->code), "%s", open->activity);
    snprintf(activity->rule, sizeof(activity->rule), "%s", open->rule);
    memcpy(activity->leader, open->leader.data, ID_BYTES);
    model__record_add(trial);
}

static bool attended(const struct model *model, int activity)
{
    for (size_t i = 0; i < model->record_count; i++) {
        if (model->records[i].activity == activity) {
            return true;
        }
    }
    return false;
}

void model__activity_close(struct trial *trial)
{
    struct model *model = trial->model;
    const char *code = trial->operation->activity_close->activity;
    int activity = model_activity_find(model, trial->village, code);
    if (activity == MODEL_NONE) {
        trial_refuse(trial, STATUS_ACTIVITY_UNKNOWN);
    } else if (model->activities[activity].closed) {
        trial_refuse(trial, STATUS_ACTIVITY_CLOSED);
    } else if (trial->operation->activity_close->cancelled && attended(model, activity)) {
        trial_refuse(trial, STATUS_ACTIVITY_ATTENDED);
    } else if (!trial->operation->activity_close->cancelled &&
               trial->day < model->activities[activity].day) {
        trial_refuse(trial, STATUS_DAY_WRONG);
    } else {
        model->activities[activity].closed = true;
        model->activities[activity].cancelled = trial->operation->activity_close->cancelled;
        model__record_add(trial);
    }
}

/* --- two eyes -------------------------------------------------------------------------------- */

static bool same_person(const struct model *model, int person, ProtobufCBinaryData id)
{
    return id.len == ID_BYTES && memcmp(model->persons[person].id, id.data, ID_BYTES) == 0;
}

/* Who may put an award forward: where an activity's leader vouches, that leader, or a social worker
 * where the leader is the one who earns. Anyone on the roster else. */
static void proposer_check(struct trial *trial, const struct model_rule *rule, int person,
                           int activity)
{
    struct model *model = trial->model;
    int proposer = model_person_find(model, trial->village, trial->operation->proposer);
    if (proposer == MODEL_NONE) {
        trial_refuse(trial, STATUS_TWO_EYES_PROPOSER);
        return;
    }
    if (rule->approver != SANBAO__V1__APPROVER__APPROVER_ACTIVITY_LEADER ||
        activity == MODEL_NONE) {
        return;
    }
    const uint8_t *leader = model->activities[activity].leader;
    bool leader_earns = memcmp(model->persons[person].id, leader, ID_BYTES) == 0;
    bool right = leader_earns
                     ? model_role_held(model, proposer, SANBAO__V1__ROLE__ROLE_SOCIAL_WORKER)
                     : memcmp(model->persons[proposer].id, leader, ID_BYTES) == 0;
    if (!right) {
        trial_refuse(trial, STATUS_TWO_EYES_PROPOSER);
    }
}

static Sanbao__V1__Role approving_role(Sanbao__V1__Approver approver)
{
    switch ((int)approver) {
    case SANBAO__V1__APPROVER__APPROVER_REVIEW_PANEL:
        return SANBAO__V1__ROLE__ROLE_REVIEWER;
    case SANBAO__V1__APPROVER__APPROVER_OVERSIGHT_BOARD:
        return SANBAO__V1__ROLE__ROLE_OVERSIGHT;
    default:
        return SANBAO__V1__ROLE__ROLE_SOCIAL_WORKER;
    }
}

static void approver_check(struct trial *trial, const struct model_rule *rule, int person,
                           int32_t day)
{
    struct model *model = trial->model;
    int approver = model_person_find(model, trial->village, trial->operation->approver);
    if (approver == MODEL_NONE) {
        trial_refuse(trial, STATUS_TWO_EYES_APPROVER);
        return;
    }
    if (!model_role_held(model, approver, approving_role(rule->approver))) {
        trial_refuse(trial, STATUS_TWO_EYES_APPROVER);
    }
    int household = model_household_on(model, approver, day);
    if (household != MODEL_NONE && household == model_household_on(model, person, day)) {
        trial_refuse(trial, STATUS_TWO_EYES_HOUSEHOLD);
    }
}

void model__two_eyes(struct trial *trial, const struct model_rule *rule, int person, int activity,
                     int32_t day)
{
    const Sanbao__V1__Operation *operation = trial->operation;
    if (rule->approver == SANBAO__V1__APPROVER__APPROVER_SYSTEM) {
        if (operation->proposer.len != 0) {
            trial_refuse(trial, STATUS_TWO_EYES_PROPOSER);
        }
        if (operation->approver.len != 0) {
            trial_refuse(trial, STATUS_TWO_EYES_APPROVER);
        }
        return;
    }
    if (same_person(trial->model, person, operation->proposer) ||
        same_person(trial->model, person, operation->approver) ||
        (operation->proposer.len == ID_BYTES && operation->approver.len == ID_BYTES &&
         memcmp(operation->proposer.data, operation->approver.data, ID_BYTES) == 0)) {
        trial_refuse(trial, STATUS_TWO_EYES_SAME);
    }
    proposer_check(trial, rule, person, activity);
    approver_check(trial, rule, person, day);
}
