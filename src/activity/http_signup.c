/* http_signup.c - who wants to come: sign up, sign off, and a waiting list that moves up by
 * itself. */
#include <string.h>

#include "activity/activity_internal.h"
#include "notify/notify.h"
#include "residents/residents.h"

struct joining {
    struct plan plan;
    struct signup signup;
    struct id person;
};

/* The caller, or whom they ask for with a power to do so. */
struct status own__person(const struct call *call, struct side *side, int power, struct id *person)
{
    if (!call_id(call, "person", person)) {
        *person = call->caller.person;
    }
    if (memcmp(person, &call->caller.person, sizeof *person) == 0) {
        return OK;
    }
    return residents_act_check(side, call->village_code, &call->village, person,
                               &call->caller.person, (enum tie_power)power, 0);
}

static const char *const signup_words[] = {"none", "going", "waiting", "cancelled"};

static struct status signup_answer(struct call *call)
{
    const struct joining *joining = call->state;
    struct json_object *body = plan__json(call->side, &call->village, &joining->plan);
    json_object_object_add(body, "own",
                           json_object_new_string(signup_words[joining->signup.state]));
    return call_reply(call, 200, body);
}

static struct status joining_begin(struct call *call, struct side *side, struct joining *joining)
{
    TRY(plan__find(side, call->village_code, call_path(call, "activity"), &joining->plan));
    if (joining->plan.state != PLAN_PUBLISHED) {
        return REFUSE(PLAN_STATE);
    }
    TRY(own__person(call, side, POWER_SIGN_UP, &joining->person));
    return activity__signup_get(activities_of(side), &joining->plan.id, &joining->person,
                                &joining->signup);
}

/* What is done for somebody else is noted, for them to see. */
static struct status for_other_note(struct call *call, struct side *side,
                                    const struct joining *joining)
{
    struct id note;
    if (memcmp(&joining->person, &call->caller.person, sizeof joining->person) == 0) {
        return OK;
    }
    random_bytes(note.bytes, ID_BYTES);
    return residents_act_note(side, call->village_code, &call->village, &note, &joining->person,
                              &call->caller.person, POWER_SIGN_UP, joining->plan.code, 0);
}

static struct status up_run(struct call *call, struct side *side)
{
    struct joining *joining = call->state;
    struct activities *own = activities_of(side);
    int64_t now = side_now(side);
    struct signup_counts counts;
    TRY(joining_begin(call, side, joining));
    if (joining->signup.state == SIGNUP_GOING || joining->signup.state == SIGNUP_WAITING) {
        return OK; /* sent again: the place in the list stays */
    }
    if (now > joining->plan.signup_until) {
        return REFUSE(SIGNUP_CLOSED);
    }
    TRY(activity__signup_counts(own, &joining->plan.id, &counts));
    bool full = joining->plan.capacity > 0 && counts.going >= joining->plan.capacity;
    if (full && counts.waiting >= SIGNUP_WAITING_MAX) {
        return REFUSE(SIGNUP_FULL);
    }
    joining->signup.state = full ? SIGNUP_WAITING : SIGNUP_GOING;
    joining->signup.number = counts.last + 1;
    TRY(activity__signup_put(own, &joining->plan.id, &joining->signup, now));
    return for_other_note(call, side, joining);
}

struct status activity__sign_up(struct call *call)
{
    void *state = NULL;
    TRY(call_state(call, sizeof(struct joining), NULL, &state));
    return call_write(call, up_run, signup_answer);
}

/* Nobody moves up once sign-up is over: they could not know in time. */
struct status signup__move_up(struct side *side, const struct plan *plan)
{
    struct activities *own = activities_of(side);
    int64_t now = side_now(side);
    struct signup_counts counts;
    const char *const values[NOTIFY_VALUES_MAX] = {plan->title};
    TRY(activity__signup_counts(own, &plan->id, &counts));
    while (now <= plan->signup_until && counts.waiting > 0 &&
           (plan->capacity == 0 || counts.going < plan->capacity)) {
        struct signup next;
        TRY(activity__signup_next(own, &plan->id, &next));
        next.state = SIGNUP_GOING;
        TRY(activity__signup_put(own, &plan->id, &next, now));
        TRY(notify_tell(side, &next.person, TEXT_PLACE_FREE, values));
        counts.going++;
        counts.waiting--;
    }
    return OK;
}

static struct status off_run(struct call *call, struct side *side)
{
    struct joining *joining = call->state;
    struct activities *own = activities_of(side);
    int64_t now = side_now(side);
    TRY(joining_begin(call, side, joining));
    if (joining->signup.state == SIGNUP_NONE || joining->signup.state == SIGNUP_CANCELLED) {
        return OK;
    }
    if (now > joining->plan.starts_at) {
        return REFUSE(SIGNUP_CLOSED);
    }
    joining->signup.state = SIGNUP_CANCELLED;
    TRY(activity__signup_put(own, &joining->plan.id, &joining->signup, now));
    TRY(for_other_note(call, side, joining));
    return signup__move_up(side, &joining->plan);
}

struct status activity__sign_off(struct call *call)
{
    void *state = NULL;
    TRY(call_state(call, sizeof(struct joining), NULL, &state));
    return call_write(call, off_run, signup_answer);
}

/* ---- the leader's list: names, who may be in a photo, and nothing else of anybody ---- */

struct listing {
    struct call *call;
    const struct plan *plan;
    struct json_object *items;
};

static struct status person_add(void *context, const struct signup *signup)
{
    struct listing *listing = context;
    struct side *side = listing->call->side;
    struct json_object *name = NULL;
    struct stay stay;
    char row[ROW_CODE_SIZE];
    bool photo = false;
    TRY(residents_agreed(side, &listing->call->village, &signup->person, "PHOTO", &photo));
    TRY(plan__name(side, &signup->person, &name));
    TRY(stay__of(side, listing->plan, &signup->person, &stay));
    row__code(side, listing->plan, signup->number, row);
    struct json_object *item = json_object_new_object();
    json_object_object_add(item, "person", id_json(&signup->person));
    json_object_object_add(item, "name", name);
    json_object_object_add(item, "own", json_object_new_string(signup_words[signup->state]));
    json_object_object_add(item, "row", json_object_new_string(row));
    json_object_object_add(item, "in", json_object_new_boolean(stay.in_at != 0));
    json_object_object_add(item, "out", json_object_new_boolean(stay_out(&stay) != 0));
    json_object_object_add(item, "photo", json_object_new_boolean(photo));
    json_object_array_add(listing->items, item);
    return OK;
}

struct status activity__people(struct call *call)
{
    struct plan plan;
    TRY(plan__find(call->side, call->village_code, call_path(call, "activity"), &plan));
    if (!plan__leads(call, &plan)) {
        return REFUSE(NOT_ALLOWED);
    }
    struct listing listing = {call, &plan, json_object_new_array()};
    struct status status =
        activity__signup_list(activities_of(call->side), &plan.id, person_add, &listing);
    if (!status_ok(status)) {
        json_object_put(listing.items);
        return status;
    }
    return call_reply_page(call, listing.items, NULL);
}

/* ---- what I signed up for ---- */

static struct status own_add(void *context, const struct id *plan_id, enum signup_state state)
{
    struct listing *listing = context;
    struct side *side = listing->call->side;
    struct plan plan;
    bool found = false;
    TRY(activity__plan_get(activities_of(side), plan_id, &found, &plan));
    if (!found || strcmp(plan.village, listing->call->village_code) != 0) {
        return OK;
    }
    TRY(plan__judge(side, &plan));
    struct json_object *item = plan__json(side, &listing->call->village, &plan);
    json_object_object_add(item, "own", json_object_new_string(signup_words[state]));
    json_object_array_add(listing->items, item);
    return OK;
}

struct status activity__own_signups(struct call *call)
{
    struct id person;
    TRY(own__person(call, call->side, POWER_SEE, &person));
    struct listing listing = {call, NULL, json_object_new_array()};
    struct status status =
        activity__signup_own(activities_of(call->side), &person, OWN_LIST_MAX, own_add, &listing);
    if (!status_ok(status)) {
        json_object_put(listing.items);
        return status;
    }
    return call_reply_page(call, listing.items, NULL);
}
