/* lists.c - the snapshot's lists: by month, week, rule, villager group and module, and what was
 * done last. */
#include <stdio.h>
#include <string.h>

#include "activity/activity.h"
#include "base/small_groups.h"
#include "base/workdays.h"
#include "claim/claim.h"
#include "cockpit/cockpit_internal.h"

enum { GROUPS_MAX = 64 };

static struct json_object *list_add(struct json_object *object, const char *name)
{
    struct json_object *list = json_object_new_array();
    json_object_object_add(object, name, list);
    return list;
}

static struct json_object *item_add(struct json_object *list)
{
    struct json_object *item = json_object_new_object();
    json_object_array_add(list, item);
    return item;
}

/* ---- by month ---- */

struct months {
    int32_t starts[MONTHS_SHOWN];
    int64_t sums[2][MONTHS_SHOWN];
    int which;
};

static struct status month_add(void *context, int32_t day, int64_t value)
{
    struct months *months = context;
    for (int i = MONTHS_SHOWN - 1; i >= 0; i--) {
        if (day >= months->starts[i]) {
            months->sums[months->which][i] += value;
            return OK;
        }
    }
    return OK;
}

struct status cockpit__months(const struct view *view, struct json_object *object)
{
    static const char *const names[] = {"issued", "redeemed"};
    struct months months = {.which = 0};
    struct json_object *list = list_add(object, "months");
    months.starts[MONTHS_SHOWN - 1] = day_month_start(view->on);
    for (int i = MONTHS_SHOWN - 1; i > 0; i--) {
        months.starts[i - 1] = day_month_start(months.starts[i] - 1);
    }
    for (months.which = 0; months.which < 2; months.which++) {
        TRY(books_metric_days(view->side->books, view->village->id, names[months.which],
                              months.starts[0], view->on, month_add, &months));
    }
    for (int i = 0; i < MONTHS_SHOWN; i++) {
        if (day_add_months(months.starts[i], 1) <= view->village->opened_on) {
            continue; /* the village was not there yet */
        }
        struct json_object *item = item_add(list);
        json_object_object_add(item, "month", day_json(months.starts[i]));
        cockpit__int(item, "issued", months.sums[0][i]);
        cockpit__int(item, "redeemed", months.sums[1][i]);
        bool whole = day_add_months(months.starts[i], 1) <= view->on + 1;
        json_object_object_add(item, "whole", json_object_new_boolean(whole));
    }
    return OK;
}

/* ---- by week ---- */

struct weeks {
    struct json_object *list;
    int32_t monday;
    int64_t sum;
};

static void week_close(struct weeks *weeks)
{
    struct json_object *item = item_add(weeks->list);
    json_object_object_add(item, "from", day_json(weeks->monday));
    cockpit__int(item, "participations", weeks->sum);
    weeks->monday += WEEK;
    weeks->sum = 0;
}

static struct status week_add(void *context, int32_t day, int64_t value)
{
    struct weeks *weeks = context;
    while (day >= weeks->monday + WEEK) {
        week_close(weeks);
    }
    weeks->sum += value;
    return OK;
}

/* From the first participation on; a week without any has 0. */
struct status cockpit__weeks(const struct view *view, struct json_object *object)
{
    struct weeks weeks = {list_add(object, "weeks"), cockpit__monday(view->village->opened_on), 0};
    TRY(books_metric_days(view->side->books, view->village->id, "participations",
                          view->village->opened_on, view->on, week_add, &weeks));
    while (weeks.monday <= view->on) {
        week_close(&weeks);
    }
    return OK;
}

/* ---- by rule, by module ---- */

struct naming {
    const struct view *view;
    struct json_object *list;
};

static struct status rule_add(void *context, const char *name, int64_t sum)
{
    const struct naming *naming = context;
    if (sum == 0) {
        return OK;
    }
    struct json_object *item = item_add(naming->list);
    cockpit__text(item, "code", name);
    TRY(cockpit__public_text(naming->view, item, "name", "rule", name,
                             lang_pick("name_zh", "name_en")));
    cockpit__int(item, "participations", sum);
    return OK;
}

struct status cockpit__rules(const struct view *view, struct json_object *object)
{
    struct naming naming = {view, list_add(object, "rules")};
    return cockpit__tally_each(cockpit__of(view->side), view->village->id, TALLY_RULE, view->on,
                               rule_add, &naming);
}

static struct status held_add(void *context, const char *name, int64_t sum)
{
    const struct naming *naming = context;
    struct json_object *item = item_add(naming->list);
    cockpit__text(item, "module", name);
    cockpit__int(item, "records", sum);
    return OK;
}

struct status cockpit__held(const struct view *view, struct json_object *object)
{
    struct naming naming = {view, list_add(object, "held")};
    return cockpit__tally_each(cockpit__of(view->side), view->village->id, TALLY_HELD, view->on,
                               held_add, &naming);
}

/* ---- by villager group ---- */

struct groups {
    struct group {
        char name[GROUP_SIZE];
        int64_t sums[3]; /* people, took part, participations */
    } list[GROUPS_MAX];
    size_t count;
    int which;
};

static struct status group_add(void *context, const char *name, int64_t sum)
{
    struct groups *groups = context;
    size_t at = 0;
    while (at < groups->count && strcmp(groups->list[at].name, name) != 0) {
        at++;
    }
    if (at == GROUPS_MAX) {
        at--; /* beyond, the last one takes the rest */
    } else if (at == groups->count) {
        groups->list[at] = (struct group){.sums = {0}};
        snprintf(groups->list[at].name, GROUP_SIZE, "%s", name);
        groups->count++;
    }
    groups->list[at].sums[groups->which] += sum;
    return OK;
}

static void group_show(struct json_object *list, const struct group *group)
{
    struct json_object *item = item_add(list);
    cockpit__text(item, "group", group->name);
    cockpit__int(item, "people", group->sums[0]);
    cockpit__int(item, "took_part", group->sums[1]);
    cockpit__int(item, "took_part_permille",
                 (1000 * group->sums[1] + group->sums[0] / 2) / group->sums[0]);
    cockpit__int(item, "participations", group->sums[2]);
}

/* People of no known group, and of groups that are too small, stand in no row; a group is hidden
 * together with another, so that the total does not show it. */
struct status cockpit__groups(const struct view *view, struct json_object *object)
{
    static const enum tally_kind kinds[] = {TALLY_GROUP_PEOPLE, TALLY_GROUP_TOOK, TALLY_GROUP};
    struct groups groups = {.count = 0};
    struct group_sum sums[GROUPS_MAX];
    struct json_object *list = list_add(object, "groups");
    for (groups.which = 0; groups.which < 3; groups.which++) {
        TRY(cockpit__tally_each(cockpit__of(view->side), view->village->id, kinds[groups.which],
                                view->on, group_add, &groups));
    }
    for (size_t i = 0; i < groups.count; i++) {
        const struct group *group = &groups.list[i];
        sums[i] = (struct group_sum){.people = group->name[0] != '\0' ? group->sums[0] : 0};
    }
    small_groups_hide(sums, groups.count);
    for (size_t i = 0; i < groups.count; i++) {
        if (!sums[i].hidden) {
            group_show(list, &groups.list[i]);
        }
    }
    return OK;
}

/* ---- objections, and what comes next ---- */

struct objections {
    const struct view *view;
    struct json_object *list;
};

static struct status objection_add(void *context, const struct claim_open *open)
{
    const struct objections *objections = context;
    const struct view *view = objections->view;
    int32_t day = instant_day(open->at, view->village->utc_offset_minutes);
    const struct workdays *workdays = view->side->workdays;
    int32_t due_on = workdays != NULL ? workdays_after(workdays, day, ANSWER_WORKDAYS) - 1
                                      : day + ANSWER_WORKDAYS;
    struct cockpit_record record;
    TRY(cockpit__record_open(view->side, open->record, &record));
    const Sanbao__V1__Award *award = record.operation->award;
    struct json_object *item = item_add(objections->list);
    cockpit__int(item, "record", (int64_t)open->record);
    cockpit__text(item, "state", open->appeal ? "appealed" : "open");
    json_object_object_add(item, "since", day_json(day));
    cockpit__int(item, "days", view->on - day);
    json_object_object_add(item, "due_on", day_json(due_on));
    json_object_object_add(item, "late", json_object_new_boolean(view->on >= due_on));
    cockpit__text(item, "rule", award->rule);
    struct status status = cockpit__public_text(view, item, "name", "rule", award->rule,
                                                lang_pick("name_zh", "name_en"));
    cockpit__record_close(&record);
    return status;
}

/* The last moment of the day that is shown. */
static int64_t moment(const struct view *view)
{
    int64_t end = ((int64_t)view->on + 1) * 86400 - 60 * view->village->utc_offset_minutes - 1;
    return view->live ? side_now(view->side) : end;
}

struct status cockpit__objections(const struct view *view, struct json_object *object)
{
    struct objections objections = {view, list_add(object, "objections")};
    return claim_open_each(view->side, view->code, moment(view), OBJECTIONS_SHOWN, objection_add,
                           &objections);
}

/* Who had signed up on a past day is not kept. */
struct status cockpit__next(const struct view *view, struct json_object *object)
{
    static const char *const hidden[] = {"state",   "rule", "note", "signup_until",
                                         "waiting", "free", "word"};
    struct json_object *list = list_add(object, "next");
    if (!view->live) {
        return OK;
    }
    TRY(activity_next(view->side, view->code, view->village, side_now(view->side), NEXT_SHOWN,
                      list));
    for (size_t i = 0; i < json_object_array_length(list); i++) {
        for (size_t at = 0; at < COUNT(hidden); at++) {
            json_object_object_del(json_object_array_get_idx(list, i), hidden[at]);
        }
    }
    return OK;
}

/* ---- what was done last ---- */

struct status cockpit__latest(const struct view *view, struct json_object *object)
{
    struct cockpit_event events[EVENTS_SHOWN];
    size_t count = 0;
    struct json_object *list = list_add(object, "latest");
    TRY(cockpit__events(cockpit__of(view->side), view->village->id, view->on, events, EVENTS_SHOWN,
                        &count));
    for (size_t i = 0; i < count; i++) {
        struct json_object *item = NULL;
        TRY(cockpit__event_json(view, &events[i], &item));
        json_object_array_add(list, item);
    }
    return OK;
}
