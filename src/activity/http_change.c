/* http_change.c - what may become of an activity after it was proposed: changed, turned down,
 * cancelled, closed for good. */
#include <string.h>

#include "activity/activity_internal.h"
#include "notify/notify.h"

static struct status plan_answer(struct call *call)
{
    const struct plan *plan = call->state;
    return call_reply(call, 200, plan__json(call->side, &call->village, plan));
}

static struct status begin(struct call *call,
                           struct status (*run)(struct call *call, struct side *side))
{
    void *state = NULL;
    TRY(call_state(call, sizeof(struct plan), NULL, &state));
    call->job.commit = true; /* whoever looks next finds it so */
    return call_write(call, run, plan_answer);
}

static bool is(const struct call *call, const struct id *person)
{
    return memcmp(&call->caller.person, person, sizeof *person) == 0;
}

/* ---- who signed up is told ---- */

struct spreading {
    const struct call *call;
    struct side *side;
    enum notify_text text;
    const char *values[NOTIFY_VALUES_MAX];
};

static struct status spread_to(void *context, const struct signup *signup)
{
    const struct spreading *spreading = context;
    bool comes = signup->state == SIGNUP_GOING || signup->state == SIGNUP_WAITING;
    return !comes || is(spreading->call, &signup->person)
               ? OK
               : notify_tell(spreading->side, &signup->person, spreading->text, spreading->values);
}

static struct status spread(struct call *call, struct side *side, const struct plan *plan,
                            enum notify_text text, const char *value)
{
    struct spreading spreading = {call, side, text, {plan->title, value}};
    return activity__signup_list(activities_of(side), &plan->id, spread_to, &spreading);
}

/* ---- changing ---- */

/* Before it is published all may change; after that what nobody relied on when signing up. */
static struct status edit_run(struct call *call, struct side *side)
{
    struct plan *plan = call->state;
    TRY(plan__find(side, call->village_code, call_path(call, "activity"), plan));
    if (!is(call, &plan->proposer) && !is(call, &plan->leader) &&
        !call_may(call, WHO_CADRE | WHO_SOCIAL_WORKER)) {
        return REFUSE(NOT_ALLOWED);
    }
    static const char *const fixed[] = {"rule", "title", "place", "starts_at", "ends_at", "leader"};
    if (plan->state != PLAN_PROPOSED && plan->state != PLAN_PUBLISHED) {
        return REFUSE(PLAN_STATE);
    }
    for (size_t i = 0; plan->state == PLAN_PUBLISHED && i < COUNT(fixed); i++) {
        if (call_has(call, fixed[i])) {
            return call_refuse(call, REFUSE(PLAN_FIXED), fixed[i]);
        }
    }
    plan__fill(call, plan);
    TRY(plan__check(call, side, plan));
    plan->changed_at = side_now(side);
    TRY(activity__plan_put(activities_of(side), plan));
    if (plan->state == PLAN_PUBLISHED && call_has(call, "note")) {
        TRY(spread(call, side, plan, TEXT_ACTIVITY_CHANGED, plan->note));
    }
    return signup__move_up(side, plan); /* there may be more places now */
}

struct status activity__edit(struct call *call)
{
    return begin(call, edit_run);
}

/* ---- turning down ---- */

static struct status refuse_run(struct call *call, struct side *side)
{
    struct plan *plan = call->state;
    TRY(plan__find(side, call->village_code, call_path(call, "activity"), plan));
    if (plan->state == PLAN_REFUSED) {
        return OK;
    }
    if (plan->state != PLAN_PROPOSED) {
        return REFUSE(PLAN_STATE);
    }
    plan->state = PLAN_REFUSED;
    plan->changed_at = side_now(side);
    plan__text(plan->word, sizeof plan->word, call_text(call, "reason"));
    return activity__plan_put(activities_of(side), plan);
}

struct status activity__refuse(struct call *call)
{
    return begin(call, refuse_run);
}

/* ---- cancelling and closing: the books must know, once it was opened in them ---- */

static struct status close_try(struct call *call, struct side *side, struct plan *plan,
                               bool cancelled)
{
    struct id event;
    Sanbao__V1__ActivityClose close = SANBAO__V1__ACTIVITY_CLOSE__INIT;
    Sanbao__V1__Operation operation = SANBAO__V1__OPERATION__INIT;
    side_id_derive(side, &plan->id, "close", 0, &event);
    close.activity = plan->code;
    close.cancelled = cancelled;
    operation.event_id = (ProtobufCBinaryData){ID_BYTES, event.bytes};
    operation.action_case = SANBAO__V1__OPERATION__ACTION_ACTIVITY_CLOSE;
    operation.activity_close = &close;
    return call_try(call, side, &operation);
}

static struct status stay_count(void *context, const struct stay *stay)
{
    int64_t *count = context;
    *count += stay->state == STAY_NOTED;
    return OK;
}

static struct status cancel_run(struct call *call, struct side *side)
{
    struct plan *plan = call->state;
    int64_t stays = 0;
    TRY(plan__find(side, call->village_code, call_path(call, "activity"), plan));
    if (!is(call, &plan->proposer) && !is(call, &plan->leader) &&
        !call_may(call, WHO_CADRE | WHO_SOCIAL_WORKER)) {
        return REFUSE(NOT_ALLOWED);
    }
    if (plan->state == PLAN_CANCELLED) {
        return OK;
    }
    bool opened = plan->state == PLAN_PUBLISHED;
    if (!opened && plan->state != PLAN_PROPOSED) {
        return REFUSE(PLAN_STATE);
    }
    TRY(activity__stay_list(activities_of(side), &plan->id, stay_count, &stays));
    if (stays > 0) {
        return REFUSE(PLAN_ATTENDED);
    }
    plan->state = PLAN_CANCELLED;
    plan->changed_at = side_now(side);
    plan__text(plan->word, sizeof plan->word, call_text(call, "reason"));
    TRY(activity__plan_put(activities_of(side), plan));
    if (!opened) {
        return OK;
    }
    TRY(close_try(call, side, plan, true));
    return spread(call, side, plan, TEXT_ACTIVITY_OFF, plan->word);
}

struct status activity__cancel(struct call *call)
{
    return begin(call, cancel_run);
}

struct undecided {
    struct side *side;
    const struct plan *plan;
    int64_t count;
};

static struct status undecided_count(void *context, const struct stay *stay)
{
    struct undecided *undecided = context;
    bool awarded = false;
    uint64_t record = 0;
    TRY(stay__awarded(undecided->side, undecided->plan, &stay->id, &awarded, &record));
    undecided->count += !awarded && stay->state == STAY_NOTED;
    return OK;
}

struct status plan__undecided(struct side *side, const struct plan *plan, int64_t *count)
{
    struct undecided undecided = {side, plan, 0};
    TRY(activity__stay_list(activities_of(side), &plan->id, undecided_count, &undecided));
    *count = undecided.count;
    return OK;
}

static struct status close_run(struct call *call, struct side *side)
{
    struct plan *plan = call->state;
    struct activity activity;
    int64_t undecided = 0;
    TRY(plan__find(side, call->village_code, call_path(call, "activity"), plan));
    TRY(points_activity(side->points, call->village.id, plan->code, &activity));
    if (plan->state != PLAN_REPORTED && plan->state != PLAN_SETTLED) {
        return REFUSE(PLAN_STATE);
    }
    if (activity.closed_on != DAY_NEVER) {
        return OK; /* sent again */
    }
    TRY(plan__undecided(side, plan, &undecided));
    if (undecided > 0) {
        return REFUSE(STAY_OPEN);
    }
    plan->state = PLAN_SETTLED;
    plan->changed_at = side_now(side);
    TRY(activity__plan_put(activities_of(side), plan));
    return close_try(call, side, plan, false);
}

struct status activity__close(struct call *call)
{
    return begin(call, close_run);
}
