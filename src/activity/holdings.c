/* holdings.c - what this room holds about a person: told to them, and taken away with them. Awards
 * stand in the journal under a pseudonym; who proposed or leads an activity stays so there. */
#include <string.h>

#include "activity/activity_internal.h"

struct telling_of {
    struct side *side;
    struct telling *telling;
};

static struct status plan_tell(struct telling_of *of, const struct id *id)
{
    struct plan plan;
    bool found = false;
    TRY(activity__plan_get(activities_of(of->side), id, &found, &plan));
    telling_text(of->telling, found ? plan.village : "");
    telling_text(of->telling, found ? plan.code : "");
    telling_text(of->telling, found ? plan.title : "");
    return OK;
}

static struct status signup_tell(void *context, const struct id *plan, enum signup_state state)
{
    static const char *const words[] = {"none", "going", "waiting", "cancelled"};
    struct telling_of *of = context;
    TRY(plan_tell(of, plan));
    telling_text(of->telling, words[state]);
    return OK;
}

static struct status stay_tell(void *context, const struct stay *stay)
{
    struct telling_of *of = context;
    TRY(plan_tell(of, &stay->plan));
    telling_id(of->telling, &stay->id);
    telling_instant(of->telling, stay->in_at);
    telling_instant(of->telling, stay->out_at);
    telling_instant(of->telling, stay->fixed_in);
    telling_instant(of->telling, stay->fixed_out);
    telling_flag(of->telling, stay->state == STAY_REJECTED);
    return OK;
}

struct reasons_of {
    struct telling_of *of;
    const struct stay *stay;
};

static struct status reason_tell(void *context, const struct trace *trace)
{
    struct reasons_of *reasons = context;
    struct telling *telling = reasons->of->telling;
    char reason[sizeof trace->sealed + 1];
    bool known = false;
    TRY(people_unseal(reasons->of->side->people, &reasons->stay->person, TRACE_PURPOSE,
                      trace->sealed, trace->sealed_length, reason, &known));
    reason[known ? trace->sealed_length - SEAL_OVERHEAD_BYTES : 0] = '\0';
    telling_id(telling, &reasons->stay->id);
    telling_instant(telling, trace->at);
    telling_instant(telling, trace->in_at);
    telling_instant(telling, trace->out_at);
    telling_text(telling, reason);
    return OK;
}

static struct status stay_reasons(void *context, const struct stay *stay)
{
    struct telling_of *of = context;
    struct reasons_of reasons = {of, stay};
    return activity__trace_list(activities_of(of->side), &stay->id, reason_tell, &reasons);
}

static struct status tell(struct side *side, const struct id *person, struct telling *telling)
{
    static const char *const signups[] = {"village", "activity", "title", "state", NULL};
    static const char *const stays[] = {"village", "activity", "title",     "stay",        "in_at",
                                        "out_at",  "fixed_in", "fixed_out", "turned_down", NULL};
    static const char *const reasons[] = {"stay", "at", "in_at", "out_at", "reason", NULL};
    struct activities *own = activities_of(side);
    struct telling_of of = {side, telling};
    telling_table(telling, "activity_sign_ups", signups);
    TRY(activity__signup_own(own, person, INT64_MAX, signup_tell, &of));
    telling_table(telling, "activity_stays", stays);
    TRY(activity__stay_own(own, person, INT64_MAX, stay_tell, &of));
    telling_table(telling, "activity_stay_reasons", reasons);
    return activity__stay_own(own, person, INT64_MAX, stay_reasons, &of);
}

static struct status erase(struct side *side, const struct id *person)
{
    struct activities *own = activities_of(side);
    return activity__person_drop(own, person);
}

const struct holdings activity_holdings = {"activity", tell, erase, NULL};
