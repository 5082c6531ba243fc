/* model_notice.c - awards that wait, and the objections to them, as the model sees it: all steps
 * are kept, and how things stand is read off them each time. */
#include "property/model_award.h"

enum { APPEAL_FOR = 7 };

/* The last step of an award's hearing; NULL: nobody has objected. */
static const struct model_step *last_step(const struct model *model, uint64_t award)
{
    const struct model_step *last = NULL;
    for (int i = 0; i < model->step_count; i++) {
        last = model->steps[i].award == award ? &model->steps[i] : last;
    }
    return last;
}

bool model_objection_open(const struct model *model, uint64_t award)
{
    const struct model_step *last = last_step(model, award);
    return last != NULL && !last->decides;
}

int32_t model_decided_on(const struct model *model, uint64_t award)
{
    const struct model_step *last = last_step(model, award);
    return last != NULL && last->decides ? last->day : MODEL_NONE;
}

static int times_decided(const struct model *model, uint64_t award)
{
    int times = 0;
    for (int i = 0; i < model->step_count; i++) {
        times += model->steps[i].award == award && model->steps[i].decides;
    }
    return times;
}

static void step_add(struct trial *trial, uint64_t award, struct model_step step)
{
    REQUIRE(trial->model->step_count < MODEL_ROWS_MAX);
    step.award = award;
    step.day = trial->day;
    trial->model->steps[trial->model->step_count++] = step;
}

/* The pending award that an operation is about, or NULL and the refusal. */
static struct model_record *pending_target(struct trial *trial, uint64_t number)
{
    struct model_record *award = model__target(trial, number);
    if (award == NULL) {
        return NULL;
    }
    if (award->state != STATE_PENDING) {
        trial_refuse(trial, STATUS_TARGET_KIND);
        trial_refuse(trial, STATUS_TARGET_DONE);
    }
    return trial->answer->accepted ? award : NULL;
}

void model__release(struct trial *trial)
{
    struct model *model = trial->model;
    uint64_t number = trial->operation->release->record;
    struct model_record *award = pending_target(trial, number);
    if (award == NULL) {
        return;
    }
    const struct model_step *last = last_step(model, number);
    if (last != NULL && !last->decides) {
        trial_refuse(trial, STATUS_OBJECTION_OPEN);
    } else if (last != NULL && last->upheld) {
        trial_refuse(trial, STATUS_OBJECTION_UPHELD);
    }
    if (trial->day < award->due || (last != NULL && last->decides &&
                                    trial->day < last->day + (last->final ? 0 : APPEAL_FOR))) {
        trial_refuse(trial, STATUS_NOTICE_RUNNING);
    }
    if (!trial->answer->accepted) {
        return;
    }
    struct model_record *record = model__record_add(trial);
    award->state = STATE_AVAILABLE;
    Sanbao__V1__Outcome *outcome = &trial->answer->outcome;
    outcome->granted = (uint64_t)award->granted;
    outcome->owed_paid =
        (uint64_t)model__points_arrive(model, award->person, award->lot_day, award->granted);
    record->person = award->person;
    record->rule = award->rule;
    record->change = -(int64_t)outcome->owed_paid;
    model__balance_answer(trial, award->person);
}

static void taken_back(struct trial *trial, struct model_record *award)
{
    struct model_record *record = model__record_add(trial);
    award->state = STATE_TAKEN;
    record->person = award->person;
    record->rule = award->rule;
    record->points = award->granted;
    record->change = -award->granted;
    trial->answer->outcome.granted = (uint64_t)award->granted;
    model__balance_answer(trial, award->person);
}

void model__void(struct trial *trial)
{
    struct model *model = trial->model;
    uint64_t number = trial->operation->void_->record;
    struct model_record *award = pending_target(trial, number);
    const struct model_step *last = award == NULL ? NULL : last_step(model, number);
    if (last != NULL && !last->decides) {
        trial_refuse(trial, STATUS_OBJECTION_OPEN);
    } else if (last != NULL && last->upheld &&
               (trial->day < last->day + APPEAL_FOR || trial->day < award->due)) {
        trial_refuse(trial, STATUS_NOTICE_RUNNING);
    }
    if (trial->answer->accepted) {
        taken_back(trial, award);
    }
}

void model__objection(struct trial *trial)
{
    struct model *model = trial->model;
    const Sanbao__V1__Objection *objection = trial->operation->objection;
    struct model_record *award = pending_target(trial, objection->record);
    int person = model_person_find(model, trial->village, objection->person);
    if (award == NULL) {
        return;
    }
    if (person == MODEL_NONE) {
        trial_refuse(trial, STATUS_PERSON_UNKNOWN);
    } else if (model->persons[person].closed) {
        trial_refuse(trial, STATUS_ACCOUNT_CLOSED);
    }
    const struct model_step *last = last_step(model, objection->record);
    if (last == NULL && trial->day >= award->due) {
        trial_refuse(trial, STATUS_OBJECTION_LATE);
    } else if (last != NULL && !last->decides) {
        trial_refuse(trial, STATUS_OBJECTION_OPEN);
    } else if (last != NULL && (last->final || trial->day >= last->day + APPEAL_FOR)) {
        trial_refuse(trial, STATUS_OBJECTION_LATE);
    } else if (last != NULL && trial->day < last->day) {
        trial_refuse(trial, STATUS_DAY_WRONG);
    }
    if (trial->answer->accepted) {
        step_add(trial, objection->record, (struct model_step){.person = person});
        model__record_add(trial);
    }
}

/* Whether the judge has nothing to do with the award, nor with anybody who spoke about it. */
static bool is_neutral(const struct model *model, const struct model_record *award, uint64_t number,
                       int judge)
{
    bool neutral = judge != award->person && judge != award->proposer && judge != award->approver &&
                   !model__lived_together(model, judge, award->person);
    for (int i = 0; i < 3 && award->panel != MODEL_NONE; i++) {
        neutral = neutral && model->panels[award->panel].members[i] != judge;
    }
    for (int i = 0; i < model->step_count; i++) {
        const struct model_step *step = &model->steps[i];
        neutral =
            neutral && (step->award != number ||
                        (step->person != judge &&
                         (step->decides || !model__lived_together(model, judge, step->person))));
    }
    return neutral;
}

void model__objection_settle(struct trial *trial)
{
    struct model *model = trial->model;
    uint64_t number = trial->operation->objection_settle->record;
    struct model_record *award = pending_target(trial, number);
    if (award == NULL) {
        return;
    }
    int judge = model_person_find(model, trial->village, trial->operation->proposer);
    bool town = judge != MODEL_NONE && model_role_held(model, judge, SANBAO__V1__ROLE__ROLE_TOWN);
    bool village = judge != MODEL_NONE && times_decided(model, number) == 0 &&
                   (model_role_held(model, judge, SANBAO__V1__ROLE__ROLE_REVIEWER) ||
                    model_role_held(model, judge, SANBAO__V1__ROLE__ROLE_OVERSIGHT));
    const struct model_step *last = last_step(model, number);
    if (last == NULL || last->decides) {
        trial_refuse(trial, STATUS_OBJECTION_NONE);
        return;
    }
    if ((!town && !village) || !is_neutral(model, award, number, judge)) {
        trial_refuse(trial, STATUS_OBJECTION_JUDGE);
    }
    if (trial->day < last->day) {
        trial_refuse(trial, STATUS_DAY_WRONG);
    }
    if (!trial->answer->accepted) {
        return;
    }
    bool upheld = trial->operation->objection_settle->upheld;
    step_add(
        trial, number,
        (struct model_step){.person = judge, .decides = true, .upheld = upheld, .final = town});
    if (upheld && town) {
        taken_back(trial, award);
    } else {
        model__record_add(trial);
    }
}
