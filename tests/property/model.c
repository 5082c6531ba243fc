/* model.c - the model's state, what its records come to, and the way to each kind of operation. */
#include "property/model_internal.h"

#include <stdlib.h>

struct model *model_new(uint64_t records_max)
{
    struct model *model = calloc(1, sizeof(*model));
    REQUIRE(model != NULL);
    model->records_max = records_max;
    model->records = calloc(records_max, sizeof(*model->records));
    model->lots = calloc(records_max, sizeof(*model->lots));
    /* A redemption takes whole lots and at most one in part; a refund may bring a lot back. */
    model->portions = calloc(records_max * 4, sizeof(*model->portions));
    REQUIRE(model->records != NULL && model->lots != NULL && model->portions != NULL);
    return model;
}

void model_free(struct model *model)
{
    free(model->records);
    free(model->lots);
    free(model->portions);
    free(model);
}

/* --- look-ups -------------------------------------------------------------------------------- */

int model_village_find(const struct model *model, const char *code)
{
    for (int i = 0; i < model->village_count; i++) {
        if (strcmp(model->villages[i].code, code) == 0) {
            return i;
        }
    }
    return MODEL_NONE;
}

static bool id_is(const uint8_t id[ID_BYTES], ProtobufCBinaryData sought)
{
    return sought.len == ID_BYTES && memcmp(id, sought.data, ID_BYTES) == 0;
}

int model_person_find(const struct model *model, int village, ProtobufCBinaryData id)
{
    for (int i = 0; i < model->person_count; i++) {
        if (model->persons[i].village == village && id_is(model->persons[i].id, id)) {
            return i;
        }
    }
    return MODEL_NONE;
}

int model_household_find(const struct model *model, int village, ProtobufCBinaryData id)
{
    for (int i = 0; i < model->household_count; i++) {
        if (model->households[i].village == village && id_is(model->households[i].id, id)) {
            return i;
        }
    }
    return MODEL_NONE;
}

int model_activity_find(const struct model *model, int village, const char *code)
{
    for (int i = 0; i < model->activity_count; i++) {
        const struct model_activity *activity = &model->activities[i];
        if (activity->village == village && strcmp(activity->code, code) == 0) {
            return i;
        }
    }
    return MODEL_NONE;
}

int model_shop_find(const struct model *model, int village, const char *code)
{
    for (int i = 0; i < model->shop_count; i++) {
        if (model->shops[i].village == village && strcmp(model->shops[i].code, code) == 0) {
            return i;
        }
    }
    return MODEL_NONE;
}

/* The newest version that is valid on the day. */
int model_rule_on(const struct model *model, int village, const char *code, int32_t day)
{
    int newest = MODEL_NONE;
    for (int i = 0; i < model->rule_count; i++) {
        const struct model_rule *rule = &model->rules[i];
        if (rule->village == village && strcmp(rule->code, code) == 0 && rule->day <= day &&
            (newest == MODEL_NONE || rule->version > model->rules[newest].version)) {
            newest = i;
        }
    }
    return newest;
}

/* The household on a day: where the last move up to that day led. */
int model_household_on(const struct model *model, int person, int32_t day)
{
    int household = model->persons[person].household;
    int32_t since = INT32_MIN;
    for (int i = 0; i < model->move_count; i++) {
        const struct model_move *move = &model->moves[i];
        if (move->person == person && move->day <= day && move->day >= since) {
            household = move->household;
            since = move->day;
        }
    }
    return household;
}

bool model_role_held(const struct model *model, int person, Sanbao__V1__Role role)
{
    for (int i = 0; i < model->role_count; i++) {
        if (model->roles[i].person == person && model->roles[i].role == role) {
            return true;
        }
    }
    return false;
}

/* --- what the records come to ---------------------------------------------------------------- */

int64_t model_available(const struct model *model, int person)
{
    int64_t points = 0;
    for (int i = 0; i < model->lot_count; i++) {
        points += model->lots[i].person == person ? model->lots[i].points : 0;
    }
    return points;
}

int64_t model_pending(const struct model *model, int person)
{
    int64_t points = 0;
    for (uint64_t i = 0; i < model->record_count; i++) {
        const struct model_record *record = &model->records[i];
        if (record->person == person && record->state == STATE_PENDING) {
            points += record->granted;
        }
    }
    return points;
}

int64_t model_shop_unsettled(const struct model *model, int shop)
{
    int64_t points = 0;
    for (uint64_t i = 0; i < model->record_count; i++) {
        const struct model_record *record = &model->records[i];
        if (record->shop != shop || record->state != STATE_AVAILABLE) {
            continue;
        }
        if (record->action == SANBAO__V1__OPERATION__ACTION_REDEEM ||
            record->action == SANBAO__V1__OPERATION__ACTION_HOLD_REDEEM) {
            points += record->points;
        } else if (record->action == SANBAO__V1__OPERATION__ACTION_SETTLE) {
            points -= record->points;
        }
    }
    return points;
}

int64_t model_fund_fen(const struct model *model, int village)
{
    int64_t fen = 0;
    for (uint64_t i = 0; i < model->record_count; i++) {
        const struct model_record *record = &model->records[i];
        if (record->village != village || record->state != STATE_AVAILABLE) {
            continue;
        }
        if (record->action == SANBAO__V1__OPERATION__ACTION_FUND_DEPOSIT) {
            fen += record->fen;
        } else if (record->action == SANBAO__V1__OPERATION__ACTION_SETTLE) {
            fen -= record->fen;
        }
    }
    return fen;
}

static bool deposit_was_made(const struct model *model, int village)
{
    for (uint64_t i = 0; i < model->record_count; i++) {
        const struct model_record *record = &model->records[i];
        if (record->village == village &&
            record->action == SANBAO__V1__OPERATION__ACTION_FUND_DEPOSIT) {
            return true;
        }
    }
    return false;
}

/* All points that the fund must be able to pay for: with residents, waiting, held, with shops. */
static int64_t village_held(const struct model *model, int village)
{
    int64_t held = 0;
    for (int i = 0; i < model->lot_count; i++) {
        const struct model_lot *lot = &model->lots[i];
        held += model->persons[lot->person].village == village ? lot->points : 0;
    }
    for (uint64_t i = 0; i < model->record_count; i++) {
        const struct model_record *record = &model->records[i];
        held += record->village == village && record->state == STATE_PENDING ? record->granted : 0;
        held +=
            record->village == village && record->action == SANBAO__V1__OPERATION__ACTION_BEQUEST
                ? model__hold_left(model, i)
                : 0;
    }
    for (int i = 0; i < model->person_count; i++) {
        held += model->persons[i].village == village ? model_held(model, i) : 0;
    }
    for (int i = 0; i < model->shop_count; i++) {
        held += model->shops[i].village == village ? model_shop_unsettled(model, i) : 0;
    }
    return held;
}

bool model__fund_bears(const struct model *model, int village, int64_t points)
{
    if (points == 0 || !deposit_was_made(model, village)) {
        return true;
    }
    int64_t held = points + village_held(model, village);
    const struct model_village *about = &model->villages[village];
    int64_t liability = (held * 100 + about->points_per_yuan - 1) / about->points_per_yuan;
    int64_t allowed = 1000 + (int64_t)about->allowance_permille;
    return liability * 1000 <= model_fund_fen(model, village) * allowed;
}

/* --- lots ------------------------------------------------------------------------------------ */

static struct model_lot *lot_find(struct model *model, int person, int32_t day)
{
    for (int i = 0; i < model->lot_count; i++) {
        if (model->lots[i].person == person && model->lots[i].day == day) {
            return &model->lots[i];
        }
    }
    return NULL;
}

void model__lot_add(struct model *model, int person, int32_t day, int64_t points)
{
    struct model_lot *lot = lot_find(model, person, day);
    if (lot == NULL) {
        REQUIRE((uint64_t)model->lot_count < model->records_max);
        lot = &model->lots[model->lot_count++];
        *lot = (struct model_lot){.person = person, .day = day};
    }
    lot->points += points;
}

static struct model_lot *lot_oldest(struct model *model, int person)
{
    struct model_lot *oldest = NULL;
    for (int i = 0; i < model->lot_count; i++) {
        struct model_lot *lot = &model->lots[i];
        if (lot->person == person && lot->points > 0 &&
            (oldest == NULL || lot->day < oldest->day)) {
            oldest = lot;
        }
    }
    return oldest;
}

static int64_t lot_take(struct model_lot *lot, int64_t points)
{
    int64_t taken = lot == NULL ? 0 : least(lot->points, points);
    if (taken > 0) {
        lot->points -= taken;
    }
    return taken;
}

int64_t model__lots_take(struct model *model, int person, int32_t first, int64_t points)
{
    int64_t taken = lot_take(lot_find(model, person, first), points);
    while (taken < points) {
        struct model_lot *lot = lot_oldest(model, person);
        if (lot == NULL) {
            break;
        }
        taken += lot_take(lot, points - taken);
    }
    return taken;
}

void model__lots_spend(struct model *model, int person, int64_t points, uint64_t record)
{
    while (points > 0) {
        struct model_lot *lot = lot_oldest(model, person);
        REQUIRE(lot != NULL && (uint64_t)model->portion_count < model->records_max * 4);
        int64_t taken = lot_take(lot, points);
        model->portions[model->portion_count++] = (struct model_portion){record, lot->day, taken};
        points -= taken;
    }
}

/* --- operations ------------------------------------------------------------------------------ */

bool model__is_day(const struct trial *trial, int64_t instant)
{
    return instant >= 0 && instant <= MODEL_INSTANT_MAX &&
           instant_day(instant, trial->model->villages[trial->village].utc_offset_minutes) ==
               trial->day;
}

struct model_record *model__record_add(struct trial *trial)
{
    struct model *model = trial->model;
    REQUIRE(trial->answer->accepted && model->record_count < model->records_max);
    trial->answer->record = model->record_count;
    struct model_record *record = &model->records[model->record_count++];
    *record = (struct model_record){
        .action = trial->operation->action_case,
        .village = trial->village,
        .day = trial->day,
        .person = MODEL_NONE,
        .household = MODEL_NONE,
        .rule = MODEL_NONE,
        .activity = MODEL_NONE,
        .shop = MODEL_NONE,
        .panel = MODEL_NONE,
        .proposer = MODEL_NONE,
        .approver = MODEL_NONE,
    };
    return record;
}

struct model_record *model__target(struct trial *trial, uint64_t number)
{
    struct model *model = trial->model;
    if (number >= model->record_count || model->records[number].village != trial->village) {
        trial_refuse(trial, STATUS_RECORD_NOT_FOUND);
        trial_refuse(trial, STATUS_TARGET_KIND);
        /* Which it is of another village's record is nothing that the model cares for. */
        trial_refuse(trial, STATUS_DAY_WRONG);
        trial_refuse(trial, STATUS_TARGET_DONE);
        return NULL;
    }
    struct model_record *target = &model->records[number];
    if (trial->day < target->day && target->action != SANBAO__V1__OPERATION__ACTION_FUND_DEPOSIT) {
        trial_refuse(trial, STATUS_DAY_WRONG);
    }
    return target;
}

int model__registered(struct trial *trial, ProtobufCBinaryData id)
{
    int person = model_person_find(trial->model, trial->village, id);
    if (person == MODEL_NONE) {
        trial_refuse(trial, STATUS_PERSON_UNKNOWN);
        return MODEL_NONE;
    }
    const struct model_person *about = &trial->model->persons[person];
    if (!about->registered) {
        trial_refuse(trial, STATUS_NOT_REGISTERED);
    } else if (trial->day < about->registered_day) {
        trial_refuse(trial, STATUS_BEFORE_REGISTRATION);
    }
    if (about->closed) {
        trial_refuse(trial, STATUS_ACCOUNT_CLOSED);
    }
    return person;
}

void model__balance_answer(struct trial *trial, int person)
{
    trial->answer->outcome.balance =
        (uint64_t)(model_available(trial->model, person) + model_pending(trial->model, person) +
                   model_held(trial->model, person));
}

static trial_fn trial_of(Sanbao__V1__Operation__ActionCase action)
{
    switch ((int)action) {
    case SANBAO__V1__OPERATION__ACTION_VILLAGE_OPEN:
        return model__village_open;
    case SANBAO__V1__OPERATION__ACTION_HOUSEHOLD_OPEN:
        return model__household_open;
    case SANBAO__V1__OPERATION__ACTION_PERSON_ENTER:
        return model__person_enter;
    case SANBAO__V1__OPERATION__ACTION_ACCOUNT_OPEN:
        return model__account_open;
    case SANBAO__V1__OPERATION__ACTION_ACCOUNT_MOVE:
        return model__account_move;
    case SANBAO__V1__OPERATION__ACTION_ACCOUNT_CLOSE:
        return model__account_close;
    case SANBAO__V1__OPERATION__ACTION_ROLE_SET:
        return model__role_set;
    case SANBAO__V1__OPERATION__ACTION_OBJECTION:
        return model__objection;
    case SANBAO__V1__OPERATION__ACTION_OBJECTION_SETTLE:
        return model__objection_settle;
    case SANBAO__V1__OPERATION__ACTION_PANEL_DRAW:
        return model__panel_draw;
    case SANBAO__V1__OPERATION__ACTION_RULE_ADOPT:
        return model__rule_adopt;
    case SANBAO__V1__OPERATION__ACTION_FUND_DEPOSIT:
        return model__fund_deposit;
    case SANBAO__V1__OPERATION__ACTION_ACTIVITY_OPEN:
        return model__activity_open;
    case SANBAO__V1__OPERATION__ACTION_ACTIVITY_CLOSE:
        return model__activity_close;
    case SANBAO__V1__OPERATION__ACTION_AWARD:
        return model__award;
    case SANBAO__V1__OPERATION__ACTION_AWARD_UNFUNDED:
        return model__award_unfunded;
    case SANBAO__V1__OPERATION__ACTION_RELEASE:
        return model__release;
    case SANBAO__V1__OPERATION__ACTION_VOID:
        return model__void;
    case SANBAO__V1__OPERATION__ACTION_REVERSE:
        return model__reverse;
    case SANBAO__V1__OPERATION__ACTION_SHOP_OPEN:
        return model__shop_open;
    case SANBAO__V1__OPERATION__ACTION_GOODS_SET:
        return model__goods_set;
    case SANBAO__V1__OPERATION__ACTION_STOCK_SET:
        return model__stock_set;
    case SANBAO__V1__OPERATION__ACTION_REDEEM:
        return model__redeem;
    case SANBAO__V1__OPERATION__ACTION_REFUND:
        return model__refund;
    case SANBAO__V1__OPERATION__ACTION_HOLD:
        return model__hold;
    case SANBAO__V1__OPERATION__ACTION_HOLD_REDEEM:
        return model__hold_redeem;
    case SANBAO__V1__OPERATION__ACTION_HOLD_RELEASE:
        return model__hold_release;
    case SANBAO__V1__OPERATION__ACTION_BEQUEST:
        return model__bequest;
    case SANBAO__V1__OPERATION__ACTION_INHERIT:
        return model__inherit;
    case SANBAO__V1__OPERATION__ACTION_CONSENT:
        return model__consent;
    case SANBAO__V1__OPERATION__ACTION_SETTLE:
        return model__settle;
    case SANBAO__V1__OPERATION__ACTION_EXPIRE:
        return model__expire;
    default:
        return NULL;
    }
}

void model_apply(struct model *model, const Sanbao__V1__Operation *operation,
                 struct model_answer *answer)
{
    *answer = (struct model_answer){.accepted = true, .outcome = SANBAO__V1__OUTCOME__INIT};
    struct trial trial = {
        .model = model,
        .operation = operation,
        .answer = answer,
        .village = model_village_find(model, operation->village),
        .day = operation->day,
    };
    trial_fn judge = trial_of(operation->action_case);
    if (operation->version != 1 || operation->day < 1 || operation->day > MODEL_DAY_MAX ||
        operation->event_id.len != ID_BYTES ||
        (operation->commitment.len != 0 && operation->commitment.len != HASH_BYTES) ||
        judge == NULL) {
        trial_refuse(&trial, STATUS_OPERATION_MALFORMED);
        trial_refuse(&trial, STATUS_OPERATION_UNKNOWN);
        return;
    }
    if (trial.village == MODEL_NONE && judge != model__village_open) {
        trial_refuse(&trial, STATUS_VILLAGE_UNKNOWN);
        return;
    }
    judge(&trial);
}
