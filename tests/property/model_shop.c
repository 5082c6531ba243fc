/* model_shop.c - shops, redemptions and their return, settlements and expiry, for the model. */
#include "property/model_shop.h"

int model__goods_find(const struct model *model, int shop, const char *code)
{
    for (int i = 0; i < model->goods_count; i++) {
        if (model->goods[i].shop == shop && strcmp(model->goods[i].code, code) == 0) {
            return i;
        }
    }
    return MODEL_NONE;
}

void model__shop_open(struct trial *trial)
{
    struct model *model = trial->model;
    const char *code = trial->operation->shop_open->shop;
    if (model_shop_find(model, trial->village, code) != MODEL_NONE) {
        trial_refuse(trial, STATUS_SHOP_EXISTS);
        return;
    }
    REQUIRE(model->shop_count < MODEL_ROWS_MAX);
    struct model_shop *shop = &model->shops[model->shop_count++];
    shop->village = trial->village;
    snprintf(shop->code, sizeof(shop->code), "%s", code);
    model__record_add(trial);
}

void model__goods_set(struct trial *trial)
{
    struct model *model = trial->model;
    const Sanbao__V1__GoodsSet *set = trial->operation->goods_set;
    int shop = model_shop_find(model, trial->village, set->shop);
    if (shop == MODEL_NONE) {
        trial_refuse(trial, STATUS_SHOP_UNKNOWN);
    }
    if (set->points < 1 || set->points > POINTS_PER_OPERATION_MAX) {
        trial_refuse(trial, STATUS_POINTS_OUT_OF_RANGE);
        trial_refuse(trial, STATUS_OPERATION_MALFORMED);
    }
    if (set->cash_fen > 100000000) {
        trial_refuse(trial, STATUS_FEN_OUT_OF_RANGE);
    }
    if (!trial->answer->accepted) {
        return;
    }
    int goods = model__goods_find(model, shop, set->goods);
    if (goods == MODEL_NONE) {
        REQUIRE(model->goods_count < MODEL_ROWS_MAX);
        goods = model->goods_count++;
        model->goods[goods] = (struct model_goods){.shop = shop};
        snprintf(model->goods[goods].code, CODE_MAX + 1, "%s", set->goods);
    }
    model->goods[goods].points = set->points;
    model->goods[goods].cash_fen = set->cash_fen;
    model__record_add(trial);
}

void model__stock_set(struct trial *trial)
{
    struct model *model = trial->model;
    const Sanbao__V1__StockSet *set = trial->operation->stock_set;
    int shop = model_shop_find(model, trial->village, set->shop);
    int goods = shop == MODEL_NONE ? MODEL_NONE : model__goods_find(model, shop, set->goods);
    if (shop == MODEL_NONE) {
        trial_refuse(trial, STATUS_SHOP_UNKNOWN);
    } else if (goods == MODEL_NONE) {
        trial_refuse(trial, STATUS_GOODS_UNKNOWN);
    }
    bool sane = set->change != 0 && set->change >= -1000000 && set->change <= 1000000;
    if (!sane) {
        trial_refuse(trial, STATUS_QUANTITY_OUT_OF_RANGE);
    } else if (goods != MODEL_NONE && model->goods[goods].stock + set->change < 0) {
        trial_refuse(trial, STATUS_OUT_OF_STOCK);
    }
    if (trial->answer->accepted) {
        model->goods[goods].counted = true;
        model->goods[goods].stock += set->change;
        model__record_add(trial);
    }
}

/* Whether points and cash are the price of so many: the least whole number of fen that is worth
 * what the points leave. */
static bool price_paid(const struct model_goods *goods, const Sanbao__V1__Redeem *redeem)
{
    int64_t price = goods->points * (int64_t)redeem->quantity;
    int64_t left = price - (int64_t)redeem->points;
    int64_t fen = (int64_t)redeem->cash_fen;
    if (redeem->quantity == 0 || left == 0) {
        return fen == 0;
    }
    if (left < 0 || goods->cash_fen == 0 || redeem->cash_fen > INT64_C(1000000000000)) {
        return false;
    }
    /* (fen - 1) is too little and fen is enough, both at points for cash_fen */
    return (fen - 1) * goods->points < left * goods->cash_fen &&
           fen * goods->points >= left * goods->cash_fen;
}

static void sale_check(struct trial *trial, int goods, const Sanbao__V1__Redeem *redeem)
{
    const struct model_goods *about = &trial->model->goods[goods];
    if (redeem->quantity > 10000) {
        trial_refuse(trial, STATUS_QUANTITY_OUT_OF_RANGE);
    } else if (redeem->points <= (uint64_t)POINTS_PER_OPERATION_MAX && !price_paid(about, redeem)) {
        trial_refuse(trial, STATUS_PRICE_WRONG);
    }
    if (about->counted && about->stock < (redeem->quantity == 0 ? 1 : redeem->quantity)) {
        trial_refuse(trial, STATUS_OUT_OF_STOCK);
    }
}

bool model__number_taken(const struct model *model, int village, const char *number)
{
    for (uint64_t i = 0; i < model->record_count; i++) {
        const struct model_record *record = &model->records[i];
        if (record->village == village && number[0] != '\0' &&
            strcmp(record->number, number) == 0) {
            return true;
        }
    }
    return false;
}

static bool points_in_range(uint64_t points)
{
    return points >= 1 && points <= (uint64_t)POINTS_PER_OPERATION_MAX;
}

void model__redeem(struct trial *trial)
{
    struct model *model = trial->model;
    const Sanbao__V1__Redeem *redeem = trial->operation->redeem;
    int person = model__registered(trial, redeem->person);
    int shop = model_shop_find(model, trial->village, redeem->shop);
    int goods = shop == MODEL_NONE ? MODEL_NONE : model__goods_find(model, shop, redeem->goods);
    if (shop == MODEL_NONE) {
        trial_refuse(trial, STATUS_SHOP_UNKNOWN);
    } else if (goods == MODEL_NONE) {
        trial_refuse(trial, STATUS_GOODS_UNKNOWN);
    } else {
        sale_check(trial, goods, redeem);
    }
    if (!points_in_range(redeem->points)) {
        trial_refuse(trial, STATUS_POINTS_OUT_OF_RANGE);
    }
    if (person != MODEL_NONE && redeem->points > (uint64_t)model_available(model, person)) {
        trial_refuse(trial, STATUS_NOT_ENOUGH_POINTS);
    }
    if (model__number_taken(model, trial->village, redeem->number)) {
        trial_refuse(trial, STATUS_ID_TAKEN);
    }
    if (!trial->answer->accepted) {
        return;
    }
    struct model_record *record = model__record_add(trial);
    record->state = STATE_AVAILABLE;
    record->person = person;
    record->shop = shop;
    record->points = (int64_t)redeem->points;
    record->change = -record->points;
    snprintf(record->number, sizeof(record->number), "%s", redeem->number);
    record->goods = goods;
    record->cash = (int64_t)redeem->cash_fen;
    record->pieces = !model->goods[goods].counted ? 0
                     : redeem->quantity == 0      ? 1
                                                  : redeem->quantity;
    model->goods[goods].stock -= record->pieces;
    model__lots_spend(model, person, record->points, trial->answer->record);
    trial->answer->outcome.granted = redeem->points;
    model__balance_answer(trial, person);
}

void model__refund(struct trial *trial)
{
    struct model *model = trial->model;
    uint64_t number = trial->operation->refund->record;
    struct model_record *redeem = model__target(trial, number);
    if (redeem == NULL) {
        return;
    }
    if (redeem->action != SANBAO__V1__OPERATION__ACTION_REDEEM &&
        redeem->action != SANBAO__V1__OPERATION__ACTION_HOLD_REDEEM) {
        trial_refuse(trial, STATUS_TARGET_KIND);
        return;
    }
    if (redeem->state == STATE_TAKEN) {
        trial_refuse(trial, STATUS_TARGET_DONE);
    }
    if (model_shop_unsettled(model, redeem->shop) < redeem->points) {
        trial_refuse(trial, STATUS_NOT_ENOUGH_POINTS);
    }
    if (!trial->answer->accepted) {
        return;
    }
    struct model_record *record = model__record_add(trial);
    redeem->state = STATE_TAKEN;
    record->person = redeem->person;
    record->shop = redeem->shop;
    record->points = redeem->points;
    record->change = redeem->points;
    for (int i = 0; i < model->portion_count; i++) {
        const struct model_portion *portion = &model->portions[i];
        if (portion->record == number) {
            model__lot_add(model, redeem->person, portion->lot_day, portion->points);
        }
    }
    model->goods[redeem->goods].stock += redeem->pieces;
    record->cash = -redeem->cash;
    trial->answer->outcome.fen = (uint64_t)redeem->cash;
    trial->answer->outcome.granted = (uint64_t)redeem->points;
    model__balance_answer(trial, redeem->person);
}

void model__settle(struct trial *trial)
{
    struct model *model = trial->model;
    const Sanbao__V1__Settle *settle = trial->operation->settle;
    int shop = model_shop_find(model, trial->village, settle->shop);
    if (!points_in_range(settle->points)) {
        trial_refuse(trial, STATUS_POINTS_OUT_OF_RANGE);
    }
    if (shop == MODEL_NONE) {
        trial_refuse(trial, STATUS_SHOP_UNKNOWN);
    } else if (settle->points > (uint64_t)model_shop_unsettled(model, shop)) {
        trial_refuse(trial, STATUS_NOT_ENOUGH_POINTS);
    }
    if (settle->fen != settle->points * 100 / model->villages[trial->village].points_per_yuan) {
        trial_refuse(trial, STATUS_SETTLE_FEN_WRONG);
    }
    if (settle->fen > (uint64_t)model_fund_fen(model, trial->village)) {
        trial_refuse(trial, STATUS_FUND_EXHAUSTED);
        trial_refuse(trial, STATUS_FUND_UNKNOWN);
    }
    if (!trial->answer->accepted) {
        return;
    }
    struct model_record *record = model__record_add(trial);
    record->state = STATE_AVAILABLE;
    record->shop = shop;
    record->points = (int64_t)settle->points;
    record->fen = (int64_t)settle->fen;
    trial->answer->outcome.granted = settle->points;
}

void model__expire(struct trial *trial)
{
    struct model *model = trial->model;
    const Sanbao__V1__Expire *expire = trial->operation->expire;
    int person = model_person_find(model, trial->village, expire->person);
    if (person == MODEL_NONE) {
        trial_refuse(trial, STATUS_PERSON_UNKNOWN);
        return;
    }
    if (!model->persons[person].registered) {
        trial_refuse(trial, STATUS_NOT_REGISTERED);
    }
    if (expire->lot_day < 1 || expire->lot_day > MODEL_DAY_MAX ||
        trial->day < day_add_months(expire->lot_day, 24)) {
        trial_refuse(trial, STATUS_LOT_NOT_DUE);
    }
    int64_t left = 0;
    struct model_lot *due = NULL;
    for (int i = 0; i < model->lot_count; i++) {
        struct model_lot *lot = &model->lots[i];
        if (lot->person == person && lot->day == expire->lot_day) {
            due = lot;
            left = lot->points;
        }
    }
    if (left == 0) {
        trial_refuse(trial, STATUS_LOT_EMPTY);
    }
    if (!trial->answer->accepted) {
        return;
    }
    due->points = 0;
    struct model_record *record = model__record_add(trial);
    record->person = person;
    record->points = left;
    record->change = -left;
    trial->answer->outcome.granted = (uint64_t)left;
    model__balance_answer(trial, person);
}
