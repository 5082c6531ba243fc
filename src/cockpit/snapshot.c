/* snapshot.c - everything that the screen shows, in one answer. */
#include <stdlib.h>

#include "cockpit/cockpit_internal.h"

void cockpit__int(struct json_object *object, const char *name, int64_t value)
{
    json_object_object_add(object, name, json_object_new_int64(value));
}

void cockpit__known(struct json_object *object, const char *name, int64_t value)
{
    json_object_object_add(object, name, value >= 0 ? json_object_new_int64(value) : NULL);
}

void cockpit__text(struct json_object *object, const char *name, const char *value)
{
    json_object_object_add(object, name, text_json(value));
}

struct status cockpit__public_text(const struct view *view, struct json_object *object,
                                   const char *key, const char *of, const char *code,
                                   const char *field)
{
    char *text = NULL;
    TRY(texts_get(view->side->people, view->code, of, code, field, &text));
    cockpit__text(object, key, text);
    free(text);
    return OK;
}

static void figures_add(const struct figures *figures, struct json_object *object)
{
    const struct points_report *report = &figures->report;
    cockpit__int(object, "residents", report->residents);
    cockpit__int(object, "registered", report->registered);
    cockpit__int(object, "registered_month", figures->registered_month);
    cockpit__int(object, "coverage_permille", report->coverage_permille);
    cockpit__int(object, "activities", report->activities);
    cockpit__int(object, "activities_month", figures->activities_month);
    cockpit__int(object, "participations", report->participations);
    cockpit__int(object, "participations_week", figures->participations_week);
    cockpit__int(object, "half_hours", figures->half_hours);
    cockpit__int(object, "saving_fen", report->saving_fen);
    cockpit__int(object, "points_issued", report->issued);
    cockpit__int(object, "points_redeemed", report->redeemed);
    cockpit__int(object, "points_expired", report->expired);
    cockpit__int(object, "points_outstanding", report->outstanding);
    cockpit__int(object, "redemptions", report->redemptions);
    cockpit__int(object, "liability_fen", figures->liability_fen);
    cockpit__known(object, "fund_fen", figures->fund_fen);
    cockpit__known(object, "reserve_permille", figures->reserve_permille);
    cockpit__known(object, "runway_weeks", figures->runway_weeks);
    cockpit__known(object, "never", figures->never);
    cockpit__known(object, "never_permille", figures->never_permille);
    cockpit__known(object, "phone_people", figures->phone_people);
    cockpit__known(object, "phone_never", figures->phone_never);
    cockpit__known(object, "card_people", figures->card_people);
    cockpit__known(object, "card_never", figures->card_never);
}

static struct status fill(const struct view *view, struct json_object *object)
{
    struct figures figures;
    struct json_object *sums = json_object_new_object();
    cockpit__text(object, "village", view->code);
    TRY(cockpit__public_text(view, object, "name", "village", view->code, "name"));
    json_object_object_add(object, "on", day_json(view->on));
    json_object_object_add(object, "first", day_json(view->village->opened_on));
    json_object_object_add(object, "live", json_object_new_boolean(view->live));
    cockpit__int(object, "points_per_yuan", view->village->points_per_yuan);
    json_object_object_add(object, "figures", sums);
    TRY(cockpit__figures(view->side, view->village, view->on, &figures));
    figures_add(&figures, sums);
    TRY(cockpit__months(view, object));
    TRY(cockpit__weeks(view, object));
    TRY(cockpit__rules(view, object));
    TRY(cockpit__groups(view, object));
    TRY(cockpit__objections(view, object));
    TRY(cockpit__next(view, object));
    TRY(cockpit__latest(view, object));
    TRY(cockpit__held(view, object));
    return cockpit__scenes(view, &figures, object);
}

struct status cockpit__snapshot(const struct view *view, struct json_object **out)
{
    uint64_t records = 0;
    *out = NULL;
    TRY(cockpit__pass_get(cockpit__of(view->side), &records));
    struct json_object *object = json_object_new_object();
    cockpit__int(object, "records", (int64_t)records);
    struct status status = fill(view, object);
    if (!status_ok(status)) {
        json_object_put(object);
        return status;
    }
    *out = object;
    return OK;
}
