/* model_report.c - a village's figures by the end of a day, counted over all records each time. */
#include "property/model_internal.h"

int64_t model_balance_on(const struct model *model, int person, int32_t day)
{
    int64_t points = 0;
    for (uint64_t i = 0; i < model->record_count; i++) {
        const struct model_record *record = &model->records[i];
        points += record->person == person && record->day <= day ? record->change : 0;
    }
    return points;
}

int64_t model_rule_issued(const struct model *model, int village, const char *code, int32_t day,
                          bool *known)
{
    int64_t points = 0;
    *known = false;
    for (uint64_t i = 0; i < model->record_count; i++) {
        const struct model_record *record = &model->records[i];
        if (record->rule != MODEL_NONE && record->village == village && record->day <= day &&
            strcmp(model->rules[record->rule].code, code) == 0) {
            *known = true;
            points += record->change;
        }
    }
    return points;
}

int64_t model_shop_taken(const struct model *model, int shop, int32_t day, bool *known)
{
    int64_t points = 0;
    *known = false;
    for (uint64_t i = 0; i < model->record_count; i++) {
        const struct model_record *record = &model->records[i];
        if (record->shop == shop && record->person != MODEL_NONE && record->day <= day) {
            *known = true;
            points -= record->change;
        }
    }
    return points;
}

int64_t model_shop_cash(const struct model *model, int shop, int32_t day)
{
    int64_t fen = 0;
    for (uint64_t i = 0; i < model->record_count; i++) {
        const struct model_record *record = &model->records[i];
        fen += record->shop == shop && record->day <= day ? record->cash : 0;
    }
    return fen;
}

static void people_count(const struct model *model, int village, int32_t day,
                         struct model_report *report)
{
    for (int i = 0; i < model->household_count; i++) {
        const struct model_household *household = &model->households[i];
        report->households += household->village == village && household->day <= day;
    }
    for (int i = 0; i < model->person_count; i++) {
        const struct model_person *person = &model->persons[i];
        if (person->village != village) {
            continue;
        }
        report->residents += person->household != MODEL_NONE && person->entered_day <= day;
        if (person->registered && person->registered_day <= day) {
            report->registered++;
            report->card_users += person->card;
        }
        if (person->closed && person->closed_day <= day) {
            report->residents -= person->household != MODEL_NONE; /* left, or died */
            report->registered--;
            report->card_users -= person->card;
        }
    }
    for (int i = 0; i < model->activity_count; i++) {
        const struct model_activity *activity = &model->activities[i];
        report->activities +=
            activity->village == village && activity->day <= day && !activity->cancelled;
    }
}

/* The first attendance of a person by that day, in record order: they are counted once. */
static bool came_before(const struct model *model, uint64_t number, int32_t day)
{
    for (uint64_t i = 0; i < number; i++) {
        const struct model_record *record = &model->records[i];
        if (record->activity != MODEL_NONE && record->day <= day &&
            record->person == model->records[number].person) {
            return true;
        }
    }
    return false;
}

static void award_count(const struct model *model, uint64_t number, int32_t day,
                        struct model_report *report)
{
    const struct model_record *award = &model->records[number];
    report->issued += award->change;
    report->capped += award->capped;
    report->saving_fen += award->fen;
    if (award->action == SANBAO__V1__OPERATION__ACTION_AWARD_UNFUNDED) {
        report->unfunded--;
        return;
    }
    bool unfunded = award->state == STATE_UNFUNDED || award->state == STATE_DONE;
    report->unfunded += unfunded;
    if (award->activity != MODEL_NONE) {
        report->participations++;
        report->participants += !came_before(model, number, day);
    }
}

struct model_report model_report(const struct model *model, int village, int32_t day)
{
    struct model_report report = {0};
    people_count(model, village, day, &report);
    for (uint64_t i = 0; i < model->record_count; i++) {
        const struct model_record *record = &model->records[i];
        if (record->village != village || record->day > day) {
            continue;
        }
        switch ((int)record->action) {
        case SANBAO__V1__OPERATION__ACTION_AWARD:
        case SANBAO__V1__OPERATION__ACTION_AWARD_UNFUNDED:
            award_count(model, i, day, &report);
            break;
        case SANBAO__V1__OPERATION__ACTION_RELEASE:
        case SANBAO__V1__OPERATION__ACTION_VOID:
        case SANBAO__V1__OPERATION__ACTION_OBJECTION_SETTLE:
            report.issued += record->change;
            break;
        case SANBAO__V1__OPERATION__ACTION_REVERSE:
            report.issued += record->change;
            report.fund_fen += record->fen;
            break;
        case SANBAO__V1__OPERATION__ACTION_REDEEM:
        case SANBAO__V1__OPERATION__ACTION_HOLD_REDEEM:
            report.redemptions++;
            report.redeemed += record->points;
            break;
        case SANBAO__V1__OPERATION__ACTION_REFUND:
            report.redeemed -= record->points;
            break;
        case SANBAO__V1__OPERATION__ACTION_EXPIRE:
        case SANBAO__V1__OPERATION__ACTION_BEQUEST:
            report.expired += record->points;
            break;
        case SANBAO__V1__OPERATION__ACTION_FUND_DEPOSIT:
            report.fund_fen += record->fen;
            break;
        case SANBAO__V1__OPERATION__ACTION_SETTLE:
            report.fund_fen -= record->fen;
            break;
        default:
            break;
        }
    }
    return report;
}
