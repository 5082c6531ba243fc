/* http_stay.c - check-in and check-out, the leader's list, the close-out. */
#include <stdio.h>
#include <string.h>

#include "activity/activity_internal.h"
#include "base/day.h"

/* A check-in or check-out that is under way. */
struct noting {
    struct plan plan;
    struct stay stay;
    struct id person;
    bool out;
};

static struct status stay_answer(struct call *call)
{
    const struct noting *noting = call->state;
    const struct stay_view view = {call->side, &call->village, &noting->plan, false};
    struct json_object *body = NULL;
    TRY(stay__json(&view, &noting->stay, &body));
    return call_reply(call, 200, body);
}

static struct status code_run(struct call *call, struct side *side)
{
    struct noting *noting = call->state;
    uint8_t secret[CODE_SECRET_BYTES];
    int64_t now = side_now(side);
    noting->person = call->caller.person;
    TRY(plan__find(side, call->village_code, call_path(call, "activity"), &noting->plan));
    if (noting->plan.state != PLAN_PUBLISHED) {
        return REFUSE(PLAN_STATE);
    }
    if (!code__may_guess(activities_of(side), &noting->person, now)) {
        return REFUSE(TRY_LATER);
    }
    code__secret(side, &noting->plan, secret);
    bool good = code__good(secret, now, call_text(call, "code"));
    wipe(secret, sizeof secret);
    if (!good) {
        code__guessed_wrong(activities_of(side), &noting->person, now);
        return call_refuse(call, REFUSE(CODE_WRONG), "code");
    }
    TRY(stay__time_judge(&noting->plan, now, noting->out));
    TRY(stay__begin(call, side, &noting->plan, &noting->person, &noting->stay));
    if (noting->out && noting->stay.in_at == 0) {
        return REFUSE(STAY_NOT_IN);
    }
    if (!noting->out && noting->stay.in_at != 0) {
        return OK; /* is in already */
    }
    if (!noting->out) {
        TRY(stay__place_take(side, &noting->plan, &noting->stay, true));
    }
    stay__note(&noting->stay, noting->out, now, WAY_CODE);
    return stay__keep(side, &noting->plan, &noting->stay);
}

static struct status code_begin(struct call *call, bool out)
{
    void *state = NULL;
    TRY(call_state(call, sizeof(struct noting), NULL, &state));
    ((struct noting *)state)->out = out;
    return call_write(call, code_run, stay_answer);
}

struct status activity__check_in(struct call *call)
{
    return code_begin(call, false);
}

struct status activity__check_out(struct call *call)
{
    return code_begin(call, true);
}

/* The leader's word, with a reason: flagged for whoever approves. */
static struct status hand_run(struct call *call, struct side *side)
{
    struct noting *noting = call->state;
    int64_t now = side_now(side);
    int64_t in_at = call_integer(call, "in_at", 0);
    int64_t out_at = call_integer(call, "out_at", 0);
    TRY(plan__find(side, call->village_code, call_path(call, "activity"), &noting->plan));
    if (!plan__leads(call, &noting->plan)) {
        return REFUSE(NOT_ALLOWED);
    }
    if (noting->plan.state != PLAN_PUBLISHED) {
        return REFUSE(PLAN_STATE);
    }
    if (call_has(call, "number")) {
        TRY(person__named(call, side, call_text(call, "number"), &noting->person));
    } else if (!call_id(call, "person", &noting->person)) {
        return call_refuse(call, REFUSE(FIELD_MISSING), "person");
    }
    TRY(stay__begin(call, side, &noting->plan, &noting->person, &noting->stay));
    if (in_at == 0 && out_at == 0) {
        return call_refuse(call, REFUSE(FIELD_MISSING), "in_at");
    }
    if (in_at != 0) {
        TRY(in_at <= now ? stay__time_judge(&noting->plan, in_at, false) : REFUSE(CHECKIN_TIME));
        TRY(stay__place_take(side, &noting->plan, &noting->stay, false));
        stay__note(&noting->stay, false, in_at, WAY_HAND);
    }
    if (out_at != 0) {
        TRY(out_at <= now ? stay__time_judge(&noting->plan, out_at, true) : REFUSE(CHECKIN_TIME));
        stay__note(&noting->stay, true, out_at, WAY_HAND);
    }
    if (noting->stay.in_at == 0) {
        return REFUSE(STAY_NOT_IN);
    }
    noting->stay.flags |= FLAG_HAND;
    TRY(stay__keep(side, &noting->plan, &noting->stay));
    return stay__trace(side, &noting->stay, &call->caller.person, ACT_NOTED, in_at, out_at,
                       call_text(call, "reason"));
}

struct status activity__hand(struct call *call)
{
    void *state = NULL;
    TRY(call_state(call, sizeof(struct noting), NULL, &state));
    return call_write(call, hand_run, stay_answer);
}

/* ---- the list ---- */

struct listing {
    struct stay_view view;
    struct json_object *items;
};

static struct status stay_add(void *context, const struct stay *stay)
{
    struct listing *listing = context;
    struct json_object *item = NULL;
    TRY(stay__json(&listing->view, stay, &item));
    json_object_array_add(listing->items, item);
    return OK;
}

struct status activity__stays(struct call *call)
{
    struct plan plan;
    TRY(plan__find(call->side, call->village_code, call_path(call, "activity"), &plan));
    if (!plan__leads(call, &plan) && !call_may(call, WHO_APPROVER)) {
        return REFUSE(NOT_ALLOWED);
    }
    struct listing listing = {{call->side, &call->village, &plan, true}, json_object_new_array()};
    struct status status =
        activity__stay_list(activities_of(call->side), &plan.id, stay_add, &listing);
    if (!status_ok(status)) {
        json_object_put(listing.items);
        return status;
    }
    return call_reply_page(call, listing.items, NULL);
}

/* ---- the close-out ---- */

static struct status open_count(void *context, const struct stay *stay)
{
    int64_t *open = context;
    *open += stay->state == STAY_NOTED && (stay_in(stay) == 0 || stay_out(stay) <= stay_in(stay));
    return OK;
}

/* Where the rule asks for a photo, there is one. */
static struct status photo_judge(const struct call *call, struct side *side,
                                 const struct plan *plan)
{
    struct rule rule;
    int64_t photos = 0;
    int32_t day = instant_day(plan->starts_at, call->village.utc_offset_minutes);
    TRY(points_rule(side->points, call->village.id, plan->rule, day, &rule));
    if (rule.evidence != SANBAO__V1__EVIDENCE__EVIDENCE_CHECKIN_PHOTO) {
        return OK;
    }
    TRY(plan__photos(side, plan, &photos));
    return photos > 0 ? OK : REFUSE(PHOTO_NEEDED);
}

static struct status report_run(struct call *call, struct side *side)
{
    struct plan *plan = call->state;
    int64_t open = 0;
    TRY(plan__find(side, call->village_code, call_path(call, "activity"), plan));
    if (!plan__leads(call, plan)) {
        return REFUSE(NOT_ALLOWED);
    }
    if (plan->state == PLAN_REPORTED) {
        return OK; /* sent again */
    }
    if (plan->state != PLAN_PUBLISHED) {
        return REFUSE(PLAN_STATE);
    }
    TRY(activity__stay_list(activities_of(side), &plan->id, open_count, &open));
    if (open > 0) {
        return REFUSE(STAY_OPEN);
    }
    TRY(photo_judge(call, side, plan));
    plan->state = PLAN_REPORTED;
    plan->changed_at = side_now(side);
    snprintf(plan->word, sizeof plan->word, "%s", call_text(call, "report"));
    return activity__plan_put(activities_of(side), plan);
}

static struct status report_answer(struct call *call)
{
    const struct plan *plan = call->state;
    return call_reply(call, 200, plan__json(call->side, &call->village, plan));
}

struct status activity__report(struct call *call)
{
    void *state = NULL;
    TRY(call_state(call, sizeof(struct plan), NULL, &state));
    return call_write(call, report_run, report_answer);
}
