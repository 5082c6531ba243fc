/* http_share.c - what everybody may know: the rules with their reasons, how much was checked, how
 * many never earned; for officials the same by group; and the run that makes it. */
#include "base/lang.h"
#include "oversight/limits.h"
#include "oversight/oversight_internal.h"

/* ---- the rules, for everybody ---- */

struct status oversight__rules(struct call *call)
{
    char words[WORDS_SIZE];
    struct json_object *object = json_object_new_object();
    struct json_object *rules = json_object_new_array();
    struct json_object *limits = json_object_new_array();
    json_object_object_add(object, "rules", rules);
    json_object_object_add(object, "limits", limits);
    for (int kind = 1; kind <= SIGNAL_KINDS; kind++) {
        struct json_object *item = json_object_new_object();
        json_object_array_add(rules, item);
        oversight__text(item, "kind", kind_words[kind - 1]);
        oversight__text(item, "title", oversight__title(kind));
        oversight__text(item, "rule", oversight__rule(kind, words));
    }
    for (int i = 0; i < LIMITS_COUNT; i++) {
        const struct limit *limit = &oversight_limits[i];
        struct json_object *item = json_object_new_object();
        json_object_array_add(limits, item);
        oversight__text(item, "limit", limit->name);
        oversight__int(item, "value", limit->value);
        oversight__text(item, "what", lang_pick(limit->what_zh, limit->what_en));
        oversight__text(item, "why", lang_pick(limit->why_zh, limit->why_en));
    }
    return call_reply(call, 200, object);
}

/* ---- totals ---- */

static struct status share_sum(void *context, const struct share *share)
{
    struct share *all = context;
    if (share->dimension == SHARE_GROUP) {
        all->sum.people += share->sum.people;
        all->never += share->never;
    }
    return OK;
}

static struct status totals_fill(struct call *call, struct json_object *object)
{
    struct oversight *own = oversight__of(call->side);
    struct share all = {.never = 0};
    struct spot_totals spots;
    int64_t answered = 0;
    TRY(oversight__share_each(own, call->village_code, share_sum, &all));
    TRY(oversight__spot_totals(own, call->village_code, &spots));
    TRY(oversight__signal_count(own, call->village_code, SIGNAL_ANSWERED, &answered));
    int64_t registered = all.sum.people;
    oversight__int(object, "registered", registered);
    oversight__int(object, "never_earned", all.never);
    oversight__int(object, "never_earned_permille",
                   registered > 0 ? (1000 * all.never + registered / 2) / registered : 0);
    oversight__int(object, "awards_drawn_from", spots.candidates);
    oversight__int(object, "awards_drawn", spots.drawn);
    oversight__int(object, "awards_checked", spots.checked);
    oversight__int(object, "faults_found", spots.faults);
    oversight__int(object, "signals_answered", answered);
    return OK;
}

struct status oversight__totals(struct call *call)
{
    struct json_object *object = json_object_new_object();
    struct status status = totals_fill(call, object);
    if (!status_ok(status)) {
        json_object_put(object);
        return status;
    }
    return call_reply(call, 200, object);
}

/* ---- by group, for officials ---- */

static struct status share_take(void *context, const struct share *share)
{
    struct json_object *list =
        json_object_object_get(context, share->dimension == SHARE_GROUP ? "groups" : "ages");
    struct json_object *item = json_object_new_object();
    json_object_array_add(list, item);
    oversight__text(item, "name", share->name[0] != '\0' ? share->name : NULL);
    oversight__int(item, "registered", share->sum.people);
    oversight__int(item, "never_earned", share->never);
    oversight__int(item, "points", share->sum.points);
    return OK;
}

struct status oversight__groups(struct call *call)
{
    struct json_object *object = json_object_new_object();
    json_object_object_add(object, "groups", json_object_new_array());
    json_object_object_add(object, "ages", json_object_new_array());
    struct status status =
        oversight__share_each(oversight__of(call->side), call->village_code, share_take, object);
    if (!status_ok(status)) {
        json_object_put(object);
        return status;
    }
    return call_reply(call, 200, object);
}

/* ---- the run ---- */

static struct status run_reply(struct call *call, int code)
{
    struct oversight *own = oversight__of(call->side);
    struct ran ran;
    int64_t open = 0;
    TRY(oversight__run_get(own, call->village_code, &ran));
    TRY(oversight__signal_count(own, call->village_code, SIGNAL_OPEN, &open));
    struct json_object *object = json_object_new_object();
    bool ever = ran.day >= 0;
    json_object_object_add(object, "busy", json_object_new_boolean(oversight__run_busy(own)));
    json_object_object_add(object, "at",
                           ever ? instant_json(ran.at, call->village.utc_offset_minutes) : NULL);
    oversight__int(object, "records", (int64_t)ran.records);
    oversight__int(object, "open", open);
    return call_reply(call, code, object);
}

struct status oversight__run_status(struct call *call)
{
    return run_reply(call, 200);
}

struct status oversight__run_post(struct call *call)
{
    (void)oversight__run_ask(oversight__of(call->side)); /* under way already is as good */
    return run_reply(call, 202);
}
