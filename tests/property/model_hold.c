/* model_hold.c - points held apart for a shop's device, as the model sees them: the portions of
 * lots that stand under the record of the hold. */
#include "property/model_shop.h"

int64_t model__hold_left(const struct model *model, uint64_t hold)
{
    int64_t points = 0;
    for (int i = 0; i < model->portion_count; i++) {
        points += model->portions[i].record == hold ? model->portions[i].points : 0;
    }
    return points;
}

int64_t model_held(const struct model *model, int person)
{
    int64_t points = 0;
    for (uint64_t i = 0; i < model->record_count; i++) {
        if (model->records[i].action == SANBAO__V1__OPERATION__ACTION_HOLD &&
            model->records[i].person == person) {
            points += model__hold_left(model, i);
        }
    }
    return points;
}

void model__hold(struct trial *trial)
{
    struct model *model = trial->model;
    const Sanbao__V1__Hold *hold = trial->operation->hold;
    int person = model__registered(trial, hold->person);
    int shop = model_shop_find(model, trial->village, hold->shop);
    if (shop == MODEL_NONE) {
        trial_refuse(trial, STATUS_SHOP_UNKNOWN);
    }
    if (hold->points < 1 || hold->points > (uint64_t)POINTS_PER_OPERATION_MAX) {
        trial_refuse(trial, STATUS_POINTS_OUT_OF_RANGE);
    }
    if (hold->device.len != ID_BYTES) {
        trial_refuse(trial, STATUS_OPERATION_MALFORMED);
    }
    /* From the first second of the day to the last of the 31st after it, where the village is. */
    int64_t offset = (int64_t)model->villages[trial->village].utc_offset_minutes * 60;
    int64_t first = (int64_t)trial->day * 86400 - offset;
    if (hold->ends_at < 0 || hold->ends_at > MODEL_INSTANT_MAX || hold->ends_at < first ||
        hold->ends_at >= first + INT64_C(32) * 86400) {
        trial_refuse(trial, STATUS_HOLD_TIMES);
    }
    if (person != MODEL_NONE && hold->points > (uint64_t)model_available(model, person)) {
        trial_refuse(trial, STATUS_NOT_ENOUGH_POINTS);
    }
    if (!trial->answer->accepted) {
        return;
    }
    struct model_record *record = model__record_add(trial);
    record->state = STATE_AVAILABLE;
    record->person = person;
    record->held_shop = shop;
    record->ends_at = hold->ends_at;
    model__lots_spend(model, person, (int64_t)hold->points, trial->answer->record);
    trial->answer->outcome.granted = hold->points;
    model__balance_answer(trial, person);
}

/* The open hold that an operation is about, or NULL and the refusal. */
static struct model_record *hold_target(struct trial *trial, uint64_t number)
{
    struct model_record *hold = model__target(trial, number);
    if (hold == NULL) {
        return NULL;
    }
    if (hold->action != SANBAO__V1__OPERATION__ACTION_HOLD) {
        trial_refuse(trial, STATUS_TARGET_KIND);
        return NULL;
    }
    if (model__hold_left(trial->model, number) == 0) {
        trial_refuse(trial, STATUS_TARGET_DONE);
    }
    return hold;
}

static void portions_move(struct model *model, uint64_t from, uint64_t to, int64_t points)
{
    while (points > 0) {
        struct model_portion *oldest = NULL;
        for (int i = 0; i < model->portion_count; i++) {
            struct model_portion *portion = &model->portions[i];
            if (portion->record == from && portion->points > 0 &&
                (oldest == NULL || portion->lot_day < oldest->lot_day)) {
                oldest = portion;
            }
        }
        REQUIRE(oldest != NULL && (uint64_t)model->portion_count < model->records_max * 4);
        int64_t taken = least(oldest->points, points);
        oldest->points -= taken;
        points -= taken;
        model->portions[model->portion_count++] =
            (struct model_portion){to, oldest->lot_day, taken};
    }
}

static void sale_check(struct trial *trial, const struct model_record *hold, int goods)
{
    const Sanbao__V1__HoldRedeem *redeem = trial->operation->hold_redeem;
    if (redeem->at < 0 || redeem->at > hold->ends_at) {
        trial_refuse(trial, STATUS_HOLD_ENDED);
    }
    if (!model__is_day(trial, redeem->at)) {
        trial_refuse(trial, STATUS_DAY_WRONG);
    }
    if (goods == MODEL_NONE) {
        trial_refuse(trial, STATUS_GOODS_UNKNOWN);
    }
    if (redeem->points < 1 || redeem->points > (uint64_t)POINTS_PER_OPERATION_MAX) {
        trial_refuse(trial, STATUS_POINTS_OUT_OF_RANGE);
    }
    if (redeem->quantity > 10000) {
        trial_refuse(trial, STATUS_QUANTITY_OUT_OF_RANGE);
    }
    if (redeem->cash_fen > (uint64_t)FEN_MAX) {
        trial_refuse(trial, STATUS_FEN_OUT_OF_RANGE);
    }
    if (redeem->points > (uint64_t)model__hold_left(trial->model, redeem->record)) {
        trial_refuse(trial, STATUS_NOT_ENOUGH_POINTS);
    }
    if (model__number_taken(trial->model, trial->village, redeem->number)) {
        trial_refuse(trial, STATUS_ID_TAKEN);
    }
}

void model__hold_redeem(struct trial *trial)
{
    struct model *model = trial->model;
    const Sanbao__V1__HoldRedeem *redeem = trial->operation->hold_redeem;
    const struct model_record *hold = hold_target(trial, redeem->record);
    if (hold == NULL) {
        return;
    }
    int goods = model__goods_find(model, hold->held_shop, redeem->goods);
    sale_check(trial, hold, goods);
    if (!trial->answer->accepted) {
        return;
    }
    int person = hold->person;
    struct model_record *record = model__record_add(trial);
    record->state = STATE_AVAILABLE;
    record->person = person;
    record->shop = model->records[redeem->record].held_shop;
    record->points = (int64_t)redeem->points;
    record->change = -record->points;
    record->goods = goods;
    record->cash = (int64_t)redeem->cash_fen;
    int64_t pieces = redeem->quantity == 0 ? 1 : redeem->quantity;
    record->pieces = least(pieces, model->goods[goods].stock); /* 0 where they are not counted */
    model->goods[goods].stock -= record->pieces;
    snprintf(record->number, sizeof(record->number), "%s", redeem->number);
    portions_move(model, redeem->record, trial->answer->record, record->points);
    trial->answer->outcome.granted = redeem->points;
    model__balance_answer(trial, person);
}

static bool is_keeper(const struct trial *trial, int shop)
{
    const struct model *model = trial->model;
    int person = model_person_find(model, trial->village, trial->operation->proposer);
    for (int i = 0; i < model->role_count; i++) {
        const struct model_role *role = &model->roles[i];
        if (role->person == person && role->role == SANBAO__V1__ROLE__ROLE_SHOPKEEPER &&
            strcmp(role->shop, model->shops[shop].code) == 0) {
            return true;
        }
    }
    return false;
}

void model__hold_release(struct trial *trial)
{
    struct model *model = trial->model;
    uint64_t number = trial->operation->hold_release->record;
    struct model_record *hold = hold_target(trial, number);
    if (hold == NULL) {
        return;
    }
    int64_t offset = (int64_t)model->villages[trial->village].utc_offset_minutes * 60;
    bool over = (int64_t)trial->day * 86400 - offset > hold->ends_at;
    if (!over && !is_keeper(trial, hold->held_shop)) {
        trial_refuse(trial, STATUS_HOLD_RUNNING);
    }
    if (!trial->answer->accepted) {
        return;
    }
    int64_t left = model__hold_left(model, number);
    hold->state = STATE_DONE;
    for (int i = 0; i < model->portion_count; i++) {
        struct model_portion *portion = &model->portions[i];
        if (portion->record == number && portion->points > 0) {
            model__lot_add(model, hold->person, portion->lot_day, portion->points);
            portion->points = 0;
        }
    }
    model__record_add(trial)->person = hold->person;
    trial->answer->outcome.granted = (uint64_t)left;
    model__balance_answer(trial, hold->person);
}
