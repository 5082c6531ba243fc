/* model_bequest.c - what becomes of the points of who has died, as the model sees it: the portions
 * of lots wait under the record of the bequest. */
#include "property/model_shop.h"

/* Two people of the village with one of the roles each, who are none of the two it is about. */
void model__eyes_on(struct trial *trial, const Sanbao__V1__Role *proposes,
                    const Sanbao__V1__Role *approves, const int *people, int count)
{
    struct model *model = trial->model;
    int proposer = model_person_find(model, trial->village, trial->operation->proposer);
    int approver = model_person_find(model, trial->village, trial->operation->approver);
    bool may_propose = false;
    bool may_approve = false;
    for (; *proposes != SANBAO__V1__ROLE__ROLE_UNSET; proposes++) {
        may_propose =
            may_propose || (proposer != MODEL_NONE && model_role_held(model, proposer, *proposes));
    }
    for (; *approves != SANBAO__V1__ROLE__ROLE_UNSET; approves++) {
        may_approve =
            may_approve || (approver != MODEL_NONE && model_role_held(model, approver, *approves));
    }
    if (!may_propose) {
        trial_refuse(trial, STATUS_TWO_EYES_PROPOSER);
    }
    if (!may_approve) {
        trial_refuse(trial, STATUS_TWO_EYES_APPROVER);
    }
    if (proposer == approver) {
        trial_refuse(trial, STATUS_TWO_EYES_SAME);
    }
    for (int i = 0; i < count; i++) {
        if (people[i] == proposer || people[i] == approver) {
            trial_refuse(trial, STATUS_TWO_EYES_SAME);
        }
        int household = model_household_on(model, people[i], trial->day);
        if (approver != MODEL_NONE && household != MODEL_NONE &&
            household == model_household_on(model, approver, trial->day)) {
            trial_refuse(trial, STATUS_TWO_EYES_HOUSEHOLD);
        }
    }
}

void model__bequest(struct trial *trial)
{
    static const Sanbao__V1__Role proposes[] = {SANBAO__V1__ROLE__ROLE_SOCIAL_WORKER,
                                                SANBAO__V1__ROLE__ROLE_CADRE,
                                                SANBAO__V1__ROLE__ROLE_UNSET};
    static const Sanbao__V1__Role approves[] = {
        SANBAO__V1__ROLE__ROLE_CADRE, SANBAO__V1__ROLE__ROLE_OVERSIGHT, SANBAO__V1__ROLE__ROLE_TOWN,
        SANBAO__V1__ROLE__ROLE_UNSET};
    struct model *model = trial->model;
    int people[2] = {model__registered(trial, trial->operation->bequest->person),
                     model__registered(trial, trial->operation->bequest->heir)};
    if (people[0] == MODEL_NONE || people[1] == MODEL_NONE) {
        return;
    }
    if (people[0] == people[1]) {
        trial_refuse(trial, STATUS_HEIR_WRONG);
    }
    model__eyes_on(trial, proposes, approves, people, 2);
    struct model_person *person = &model->persons[people[0]];
    int64_t available = model_available(model, people[0]);
    if (model_pending(model, people[0]) + model_held(model, people[0]) > 0) {
        trial_refuse(trial, STATUS_POINTS_WAITING);
    }
    if (available + person->owed == 0) {
        trial_refuse(trial, STATUS_NOT_ENOUGH_POINTS);
    }
    if (!trial->answer->accepted) {
        return;
    }
    struct model_record *record = model__record_add(trial);
    int64_t paid = model__lots_take(model, people[0], 0, least(available, person->owed));
    record->state = available > paid ? STATE_AVAILABLE : STATE_DONE;
    record->person = people[0];
    record->heir = people[1];
    record->points = paid; /* expires */
    record->change = -available;
    model__lots_spend(model, people[0], available - paid, trial->answer->record);
    Sanbao__V1__Outcome *outcome = &trial->answer->outcome;
    outcome->granted = (uint64_t)(available - paid);
    outcome->owed_paid = (uint64_t)paid;
    outcome->owed = (uint64_t)(person->owed - paid);
    person->owed = 0;
    model__balance_answer(trial, people[0]);
}

void model__inherit(struct trial *trial)
{
    struct model *model = trial->model;
    uint64_t number = trial->operation->inherit->record;
    struct model_record *bequest = model__target(trial, number);
    if (bequest == NULL) {
        return;
    }
    if (bequest->action != SANBAO__V1__OPERATION__ACTION_BEQUEST) {
        trial_refuse(trial, STATUS_TARGET_KIND);
    } else if (bequest->state != STATE_AVAILABLE) {
        trial_refuse(trial, STATUS_TARGET_DONE);
    }
    if (!trial->answer->accepted) {
        return;
    }
    int heir = bequest->heir;
    int64_t points = model__hold_left(model, number);
    bequest->state = STATE_DONE;
    for (int i = 0; i < model->portion_count; i++) {
        struct model_portion *portion = &model->portions[i];
        if (portion->record == number) {
            model__lot_add(model, heir, portion->lot_day, portion->points);
            portion->points = 0;
        }
    }
    struct model_record *record = model__record_add(trial);
    record->person = heir;
    record->change = points;
    trial->answer->outcome.granted = (uint64_t)points;
    model__balance_answer(trial, heir);
}

bool model__bequest_waits(const struct model *model, int heir)
{
    for (uint64_t i = 0; i < model->record_count; i++) {
        const struct model_record *record = &model->records[i];
        if (record->action == SANBAO__V1__OPERATION__ACTION_BEQUEST && record->heir == heir &&
            record->state == STATE_AVAILABLE) {
            return true;
        }
    }
    return false;
}
