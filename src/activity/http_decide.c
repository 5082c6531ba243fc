/* http_decide.c - what officials and leaders do to a stay, each with a reason that its person can
 * read: correct, turn down, take up again, propose in the leader's stead. */
#include <string.h>

#include "activity/activity_internal.h"
#include "notify/notify.h"
#include "residents/residents.h"

struct deciding {
    struct plan plan;
    struct stay stay;
};

static struct status stay_answer(struct call *call)
{
    const struct deciding *deciding = call->state;
    const struct stay_view view = {call->side, &call->village, &deciding->plan, false};
    struct json_object *body = NULL;
    TRY(stay__json(&view, &deciding->stay, &body));
    return call_reply(call, 200, body);
}

static struct status begin(struct call *call,
                           struct status (*run)(struct call *call, struct side *side))
{
    void *state = NULL;
    TRY(call_state(call, sizeof(struct deciding), NULL, &state));
    return call_write(call, run, stay_answer);
}

struct status stay__find(const struct call *call, struct side *side, struct plan *plan,
                         struct stay *stay)
{
    struct id id;
    bool found = false;
    call_path_id(call, "stay_id", &id);
    TRY(activity__stay_get(activities_of(side), &id, &found, stay));
    if (!found) {
        return REFUSE(STAY_UNKNOWN);
    }
    TRY(activity__plan_get(activities_of(side), &stay->plan, &found, plan));
    if (!found || strcmp(plan->village, call->village_code) != 0) {
        return REFUSE(STAY_UNKNOWN);
    }
    return plan__judge(side, plan);
}

static bool is(const struct call *call, const struct id *person)
{
    return memcmp(&call->caller.person, person, sizeof *person) == 0;
}

static struct status traced(struct call *call, struct side *side, struct deciding *deciding,
                            enum stay_act what)
{
    TRY(stay__keep(side, &deciding->plan, &deciding->stay));
    return stay__trace(side, &deciding->stay, &call->caller.person, what,
                       call_integer(call, "in_at", 0), call_integer(call, "out_at", 0),
                       call_text(call, "reason"));
}

/* Whoever it is about is told, with the reason; not of what they did themselves. */
static struct status told(struct call *call, struct side *side, const struct deciding *deciding,
                          enum notify_text text)
{
    const char *const values[NOTIFY_VALUES_MAX] = {deciding->plan.title, call_text(call, "reason")};
    return is(call, &deciding->stay.person)
               ? OK
               : notify_tell(side, &deciding->stay.person, text, values);
}

/* ---- correcting ---- */

static struct status times_set(struct call *call, struct deciding *deciding)
{
    struct stay *stay = &deciding->stay;
    stay->fixed_in = call_integer(call, "in_at", stay->fixed_in);
    stay->fixed_out = call_integer(call, "out_at", stay->fixed_out);
    TRY(stay__time_judge(&deciding->plan, stay_in(stay), false));
    if (stay_out(stay) != 0) {
        TRY(stay__time_judge(&deciding->plan, stay_out(stay), true));
        if (stay_out(stay) <= stay_in(stay)) {
            return call_refuse(call, REFUSE(ATTENDANCE_TIMES), "out_at");
        }
    }
    return OK;
}

/* The leader until the close-out, whoever approves after it; but then somebody else approves. */
static struct status correct_run(struct call *call, struct side *side)
{
    struct deciding *deciding = call->state;
    TRY(stay__find(call, side, &deciding->plan, &deciding->stay));
    bool leads = plan__leads(call, &deciding->plan) && deciding->plan.state == PLAN_PUBLISHED;
    bool approves = call_may(call, WHO_APPROVER) &&
                    (deciding->plan.state == PLAN_REPORTED || deciding->plan.state == PLAN_SETTLED);
    if ((!leads && !approves) || is(call, &deciding->stay.person)) {
        return REFUSE(NOT_ALLOWED);
    }
    if (!call_has(call, "in_at") && !call_has(call, "out_at")) {
        return call_refuse(call, REFUSE(FIELD_MISSING), "in_at");
    }
    TRY(times_set(call, deciding));
    deciding->stay.flags |= FLAG_CORRECTED;
    deciding->stay.corrector = call->caller.person;
    TRY(told(call, side, deciding, TEXT_STAY_CORRECTED));
    return traced(call, side, deciding, ACT_CORRECTED);
}

struct status activity__correct(struct call *call)
{
    return begin(call, correct_run);
}

/* ---- turning down, and taking up again by another ---- */

static struct status reject_run(struct call *call, struct side *side)
{
    struct deciding *deciding = call->state;
    TRY(stay__find(call, side, &deciding->plan, &deciding->stay));
    if (is(call, &deciding->stay.person)) {
        return REFUSE(NOT_ALLOWED);
    }
    if (deciding->stay.state == STAY_REJECTED) {
        return OK;
    }
    if (deciding->plan.state != PLAN_REPORTED && deciding->plan.state != PLAN_SETTLED) {
        return REFUSE(PLAN_STATE);
    }
    deciding->stay.state = STAY_REJECTED;
    TRY(told(call, side, deciding, TEXT_STAY_REFUSED));
    return traced(call, side, deciding, ACT_REJECTED);
}

struct status activity__reject(struct call *call)
{
    return begin(call, reject_run);
}

struct last_rejection {
    struct id by;
};

static struct status last_find(void *context, const struct trace *trace)
{
    struct last_rejection *last = context;
    if (trace->what == ACT_REJECTED) {
        last->by = trace->by;
    }
    return OK;
}

static struct status restore_run(struct call *call, struct side *side)
{
    struct deciding *deciding = call->state;
    struct last_rejection last = {0};
    TRY(stay__find(call, side, &deciding->plan, &deciding->stay));
    if (deciding->stay.state != STAY_REJECTED) {
        return OK;
    }
    TRY(activity__trace_list(activities_of(side), &deciding->stay.id, last_find, &last));
    if (is(call, &last.by) || is(call, &deciding->stay.person)) {
        return REFUSE(STAY_EYES);
    }
    deciding->stay.state = STAY_NOTED;
    return traced(call, side, deciding, ACT_RESTORED);
}

struct status activity__restore(struct call *call)
{
    return begin(call, restore_run);
}

/* ---- proposing the leader's own stay ---- */

static struct status vouch_run(struct call *call, struct side *side)
{
    struct deciding *deciding = call->state;
    TRY(stay__find(call, side, &deciding->plan, &deciding->stay));
    if (memcmp(&deciding->stay.person, &deciding->plan.leader, ID_BYTES) != 0 ||
        is(call, &deciding->stay.person)) {
        return REFUSE(STAY_EYES);
    }
    if (deciding->plan.state != PLAN_REPORTED && deciding->plan.state != PLAN_SETTLED) {
        return REFUSE(PLAN_STATE);
    }
    deciding->stay.vouched = true;
    deciding->stay.voucher = call->caller.person;
    return traced(call, side, deciding, ACT_VOUCHED);
}

struct status activity__vouch(struct call *call)
{
    return begin(call, vouch_run);
}

/* ---- one stay, with all that was done to it ---- */

struct tracing {
    struct call *call;
    const struct stay *stay;
    struct json_object *list;
};

static struct status trace_add(void *context, const struct trace *trace)
{
    static const char *const words[] = {NULL,       "noted",    "corrected",
                                        "rejected", "restored", "vouched"};
    struct tracing *tracing = context;
    struct side *side = tracing->call->side;
    int32_t offset = tracing->call->village.utc_offset_minutes;
    char reason[WORD_MAX * CHARACTER_BYTES + SEAL_OVERHEAD_BYTES + 1];
    bool known = false;
    struct json_object *name = NULL;
    TRY(people_unseal(side->people, &tracing->stay->person, TRACE_PURPOSE, trace->sealed,
                      trace->sealed_length, reason, &known));
    reason[known ? trace->sealed_length - SEAL_OVERHEAD_BYTES : 0] = '\0';
    TRY(plan__name(side, &trace->by, &name));
    struct json_object *item = json_object_new_object();
    json_object_object_add(item, "at", instant_json(trace->at, offset));
    json_object_object_add(item, "what", json_object_new_string(words[trace->what]));
    json_object_object_add(item, "by", name);
    json_object_object_add(item, "in_at", instant_json(trace->in_at, offset));
    json_object_object_add(item, "out_at", instant_json(trace->out_at, offset));
    json_object_object_add(item, "reason", json_object_new_string(reason));
    json_object_array_add(tracing->list, item);
    return OK;
}

struct status activity__stay_show(struct call *call)
{
    struct plan plan;
    struct stay stay;
    struct json_object *body = NULL;
    TRY(stay__find(call, call->side, &plan, &stay));
    if (!is(call, &stay.person) && !plan__leads(call, &plan) && !call_may(call, WHO_APPROVER)) {
        return REFUSE(STAY_UNKNOWN);
    }
    const struct stay_view view = {call->side, &call->village, &plan, true};
    TRY(stay__json(&view, &stay, &body));
    struct tracing tracing = {call, &stay, json_object_new_array()};
    json_object_object_add(body, "trace", tracing.list);
    struct status status =
        activity__trace_list(activities_of(call->side), &stay.id, trace_add, &tracing);
    if (!status_ok(status)) {
        json_object_put(body);
        return status;
    }
    return call_reply(call, 200, body);
}

/* ---- my own ---- */

struct owning {
    struct call *call;
    struct json_object *items;
};

static struct status own_add(void *context, const struct stay *stay)
{
    struct owning *owning = context;
    struct side *side = owning->call->side;
    struct plan plan;
    bool found = false;
    struct json_object *item = NULL;
    TRY(activity__plan_get(activities_of(side), &stay->plan, &found, &plan));
    if (!found || strcmp(plan.village, owning->call->village_code) != 0) {
        return OK;
    }
    TRY(plan__judge(side, &plan));
    const struct stay_view view = {side, &owning->call->village, &plan, false};
    TRY(stay__json(&view, stay, &item));
    json_object_array_add(owning->items, item);
    return OK;
}

struct status activity__own_stays(struct call *call)
{
    struct id person;
    TRY(own__person(call, call->side, POWER_SEE, &person));
    struct owning owning = {call, json_object_new_array()};
    struct status status =
        activity__stay_own(activities_of(call->side), &person, OWN_LIST_MAX, own_add, &owning);
    if (!status_ok(status)) {
        json_object_put(owning.items);
        return status;
    }
    return call_reply_page(call, owning.items, NULL);
}
