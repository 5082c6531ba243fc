/* model_people.c - villages, households, persons, accounts and roles, as the model sees them. */
#include "property/model_internal.h"

static bool id_copy(struct trial *trial, uint8_t to[ID_BYTES], ProtobufCBinaryData from)
{
    if (from.len != ID_BYTES) {
        trial_refuse(trial, STATUS_OPERATION_MALFORMED);
        return false;
    }
    memcpy(to, from.data, ID_BYTES);
    return true;
}

void model__village_open(struct trial *trial)
{
    const Sanbao__V1__VillageOpen *open = trial->operation->village_open;
    struct model *model = trial->model;
    if (trial->village != MODEL_NONE) {
        trial_refuse(trial, STATUS_VILLAGE_EXISTS);
    }
    if (open->points_per_yuan < 1 || open->points_per_yuan > 10000 ||
        open->utc_offset_minutes < -840 || open->utc_offset_minutes > 840 ||
        open->fund_allowance_permille > 1000) {
        trial_refuse(trial, STATUS_OPERATION_MALFORMED);
    }
    if (!trial->answer->accepted) {
        return;
    }
    REQUIRE(model->village_count < MODEL_ROWS_MAX);
    trial->village = model->village_count++;
    struct model_village *village = &model->villages[trial->village];
    snprintf(village->code, sizeof(village->code), "%s", trial->operation->village);
    village->points_per_yuan = open->points_per_yuan;
    village->utc_offset_minutes = open->utc_offset_minutes;
    village->allowance_permille = open->fund_allowance_permille;
    model__record_add(trial);
}

void model__household_open(struct trial *trial)
{
    struct model *model = trial->model;
    ProtobufCBinaryData id = trial->operation->household_open->household;
    struct model_household household = {.village = trial->village, .day = trial->day};
    id_copy(trial, household.id, id);
    if (model_household_find(model, trial->village, id) != MODEL_NONE) {
        trial_refuse(trial, STATUS_HOUSEHOLD_EXISTS);
    }
    if (!trial->answer->accepted) {
        return;
    }
    REQUIRE(model->household_count < MODEL_ROWS_MAX);
    model->households[model->household_count++] = household;
    model__record_add(trial);
}

void model__person_enter(struct trial *trial)
{
    struct model *model = trial->model;
    const Sanbao__V1__PersonEnter *enter = trial->operation->person_enter;
    struct model_person person = {
        .village = trial->village, .household = MODEL_NONE, .entered_day = trial->day};
    id_copy(trial, person.id, enter->person);
    if (model_person_find(model, trial->village, enter->person) != MODEL_NONE) {
        trial_refuse(trial, STATUS_PERSON_EXISTS);
    }
    if (enter->household.len != 0) {
        person.household = model_household_find(model, trial->village, enter->household);
        if (person.household == MODEL_NONE) {
            trial_refuse(trial, STATUS_HOUSEHOLD_UNKNOWN);
        }
    }
    if (!trial->answer->accepted) {
        return;
    }
    REQUIRE(model->person_count < MODEL_ROWS_MAX);
    model->persons[model->person_count++] = person;
    model__record_add(trial);
}

static struct model_person *person_of(struct trial *trial, ProtobufCBinaryData id)
{
    int person = model_person_find(trial->model, trial->village, id);
    if (person == MODEL_NONE) {
        trial_refuse(trial, STATUS_PERSON_UNKNOWN);
        return NULL;
    }
    return &trial->model->persons[person];
}

void model__account_open(struct trial *trial)
{
    const Sanbao__V1__AccountOpen *open = trial->operation->account_open;
    struct model_person *person = person_of(trial, open->person);
    if (open->access != SANBAO__V1__ACCESS__ACCESS_PHONE &&
        open->access != SANBAO__V1__ACCESS__ACCESS_CARD) {
        trial_refuse(trial, STATUS_OPERATION_MALFORMED);
    }
    if (person != NULL && person->registered) {
        trial_refuse(trial, STATUS_ALREADY_REGISTERED);
    }
    if (person != NULL && person->closed) {
        trial_refuse(trial, STATUS_ACCOUNT_CLOSED);
    }
    if (!trial->answer->accepted) {
        return;
    }
    person->registered = true;
    person->registered_day = trial->day;
    person->card = open->access == SANBAO__V1__ACCESS__ACCESS_CARD;
    model__record_add(trial);
}

void model__account_move(struct trial *trial)
{
    struct model *model = trial->model;
    const Sanbao__V1__AccountMove *move = trial->operation->account_move;
    const struct model_person *person = person_of(trial, move->person);
    int household = model_household_find(model, trial->village, move->household);
    if (household == MODEL_NONE || (person != NULL && person->household == MODEL_NONE)) {
        trial_refuse(trial, STATUS_HOUSEHOLD_UNKNOWN);
    }
    if (person == NULL) {
        return;
    }
    int index = (int)(person - model->persons);
    if (household != MODEL_NONE && household == model_household_on(model, index, INT32_MAX)) {
        trial_refuse(trial, STATUS_HOUSEHOLD_SAME);
    }
    for (int i = 0; i < model->move_count; i++) {
        if (model->moves[i].person == index && trial->day < model->moves[i].day) {
            trial_refuse(trial, STATUS_DAY_WRONG); /* one moves on, not back in time */
        }
    }
    if (!trial->answer->accepted) {
        return;
    }
    REQUIRE(model->move_count < MODEL_ROWS_MAX);
    model->moves[model->move_count++] = (struct model_move){index, household, trial->day};
    model__record_add(trial);
}

void model__account_close(struct trial *trial)
{
    struct model *model = trial->model;
    struct model_person *person = person_of(trial, trial->operation->account_close->person);
    if (person == NULL) {
        return;
    }
    int index = (int)(person - model->persons);
    if (!person->registered) {
        trial_refuse(trial, STATUS_NOT_REGISTERED);
    } else if (trial->day < person->registered_day) {
        trial_refuse(trial, STATUS_BEFORE_REGISTRATION);
    }
    if (person->closed) {
        trial_refuse(trial, STATUS_ACCOUNT_CLOSED);
    }
    if (model_available(model, index) + model_pending(model, index) + model_held(model, index) >
            0 ||
        person->owed > 0 || model__bequest_waits(model, index)) {
        trial_refuse(trial, STATUS_ACCOUNT_NOT_EMPTY);
    }
    if (trial->answer->accepted) {
        person->closed = true;
        person->closed_day = trial->day;
        model__record_add(trial);
    }
}

void model__consent(struct trial *trial)
{
    struct model *model = trial->model;
    const Sanbao__V1__Consent *op = trial->operation->consent;
    const struct model_person *person = person_of(trial, op->person);
    if (op->purpose[0] == '\0' || op->version == 0) {
        trial_refuse(trial, STATUS_OPERATION_MALFORMED);
    }
    if (person == NULL) {
        return;
    }
    /* What was said last, be it the other. */
    const struct model_consent *last = NULL;
    for (int i = 0; i < model->consent_count; i++) {
        if (model->consents[i].person == (int)(person - model->persons) &&
            strcmp(model->consents[i].purpose, op->purpose) == 0) {
            last = &model->consents[i];
        }
    }
    bool stands = last != NULL && !last->withdrawn;
    if (op->withdrawn && !stands) {
        trial_refuse(trial, STATUS_CONSENT_NOT_GIVEN);
    }
    if (op->withdrawn && stands && op->version != last->version) {
        trial_refuse(trial, STATUS_CONSENT_VERSION);
    }
    if (!op->withdrawn && last != NULL && op->version < last->version) {
        trial_refuse(trial, STATUS_CONSENT_VERSION);
    }
    if (!op->withdrawn && stands && op->version == last->version) {
        trial_refuse(trial, STATUS_CONSENT_GIVEN);
    }
    if (last != NULL && trial->day < last->day) {
        trial_refuse(trial, STATUS_DAY_WRONG);
    }
    if (!trial->answer->accepted) {
        return;
    }
    REQUIRE(model->consent_count < MODEL_ROWS_MAX);
    struct model_consent *consent = &model->consents[model->consent_count++];
    *consent = (struct model_consent){.person = (int)(person - model->persons),
                                      .version = op->version,
                                      .withdrawn = op->withdrawn,
                                      .day = trial->day};
    snprintf(consent->purpose, sizeof(consent->purpose), "%s", op->purpose);
    model__record_add(trial);
}

static int role_find(const struct model *model, int person, Sanbao__V1__Role role)
{
    for (int i = 0; i < model->role_count; i++) {
        if (model->roles[i].person == person && model->roles[i].role == role) {
            return i;
        }
    }
    return MODEL_NONE;
}

static void role_change(struct trial *trial, int person, int held)
{
    struct model *model = trial->model;
    const Sanbao__V1__RoleSet *set = trial->operation->role_set;
    if (set->revoked) {
        model->roles[held] = model->roles[--model->role_count];
    } else {
        REQUIRE(model->role_count < MODEL_ROWS_MAX);
        struct model_role *role = &model->roles[model->role_count++];
        *role = (struct model_role){.person = person, .role = set->role};
        snprintf(role->shop, sizeof(role->shop), "%s", set->shop);
    }
    model__record_add(trial);
}

static const Sanbao__V1__Role role_proposers[] = {
    SANBAO__V1__ROLE__ROLE_ADMIN, SANBAO__V1__ROLE__ROLE_TOWN, SANBAO__V1__ROLE__ROLE_UNSET};
static const Sanbao__V1__Role role_approvers[] = {
    SANBAO__V1__ROLE__ROLE_CADRE, SANBAO__V1__ROLE__ROLE_TOWN, SANBAO__V1__ROLE__ROLE_UNSET};

void model__role_set(struct trial *trial)
{
    struct model *model = trial->model;
    const Sanbao__V1__RoleSet *set = trial->operation->role_set;
    if (set->role < SANBAO__V1__ROLE__ROLE_SOCIAL_WORKER ||
        set->role > SANBAO__V1__ROLE__ROLE_LEADER ||
        (set->shop[0] != '\0' && set->role != SANBAO__V1__ROLE__ROLE_SHOPKEEPER)) {
        trial_refuse(trial, STATUS_OPERATION_MALFORMED);
    }
    const struct model_person *person = person_of(trial, set->person);
    if (person == NULL) {
        return;
    }
    int index = (int)(person - model->persons);
    int held = role_find(model, index, set->role);
    if (set->revoked && held == MODEL_NONE) {
        trial_refuse(trial, STATUS_ROLE_NOT_HELD);
    } else if (!set->revoked && held != MODEL_NONE) {
        trial_refuse(trial, STATUS_ROLE_HELD);
    }
    bool by_server = trial->operation->proposer.len == 0 && trial->operation->approver.len == 0;
    if (!by_server || model->villages[trial->village].guarded) {
        model__eyes_on(trial, role_proposers, role_approvers, &index, 1);
    }
    if (trial->answer->accepted) {
        model->villages[trial->village].guarded |= !by_server;
        role_change(trial, index, held);
    }
}
