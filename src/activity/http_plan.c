/* http_plan.c - activities as people see them: what is on, what is proposed, what is published. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "activity/activity_internal.h"
#include "base/day.h"
#include "base/text.h"

enum { DURATION_MAX = 31 * 86400, AHEAD_MAX = 366 * 86400 };

/* ---- lists ---- */

struct listing {
    struct call *call;
    struct json_object *items;
    size_t limit;
    size_t count;
    char next[64];
};

static struct status list_add(void *context, const struct plan *plan)
{
    struct listing *listing = context;
    struct plan judged = *plan;
    TRY(plan__judge(listing->call->side, &judged));
    if (listing->count++ == listing->limit - 1) {
        snprintf(listing->next, sizeof listing->next, "%lld.%s", (long long)plan->starts_at,
                 plan->code);
    }
    if (judged.state == plan->state) {
        json_object_array_add(listing->items,
                              plan__json(listing->call->side, &listing->call->village, &judged));
    }
    return OK;
}

struct status plan__cursor(const char *after, int64_t *start, const char **code)
{
    const char *dot = strchr(after, '.');
    *start = INT64_MIN;
    *code = "";
    if (after[0] == '\0') {
        return OK;
    }
    if (dot == NULL || !text_integer(after, (size_t)(dot - after), 0, INSTANT_MAX, start)) {
        return REFUSE(CURSOR_WRONG);
    }
    *code = dot + 1;
    return OK;
}

struct status activity__list(struct call *call)
{
    static const enum plan_state states[] = {PLAN_PUBLISHED, PLAN_PROPOSED, PLAN_REPORTED};
    int64_t chosen = call_integer(call, "state", 0);
    if (chosen != 0 && !call_may(call, WHO_CADRE | WHO_SOCIAL_WORKER | WHO_OVERSIGHT)) {
        return REFUSE(NOT_ALLOWED);
    }
    int64_t start = 0;
    const char *code = NULL;
    TRY(plan__cursor(call_after(call), &start, &code));
    struct listing listing = {call, json_object_new_array(), call_limit(call), 0, ""};
    int64_t from = chosen == 2 ? 0 : call_now(call);
    struct status status =
        activity__plan_list(activities_of(call->side), call->village_code, states[chosen], from,
                            start, code, listing.limit, list_add, &listing);
    if (!status_ok(status)) {
        json_object_put(listing.items);
        return status;
    }
    return call_reply_page(call, listing.items, listing.next[0] == '\0' ? NULL : listing.next);
}

/* ---- what comes next, for other rooms ---- */

struct coming {
    struct side *side;
    const struct village *village;
    struct json_object *list;
};

static struct status coming_add(void *context, const struct plan *plan)
{
    const struct coming *coming = context;
    struct plan judged = *plan;
    TRY(plan__judge(coming->side, &judged));
    if (judged.state == PLAN_PUBLISHED) {
        json_object_array_add(coming->list, plan__json(coming->side, coming->village, &judged));
    }
    return OK;
}

struct status activity_next(struct side *side, const char *village_code,
                            const struct village *village, int64_t from, size_t limit,
                            struct json_object *list)
{
    struct coming coming = {side, village, list};
    return activity__plan_list(activities_of(side), village_code, PLAN_PUBLISHED, from, INT64_MIN,
                               "", limit, coming_add, &coming);
}

struct status activity__show(struct call *call)
{
    struct plan plan;
    TRY(plan__find(call->side, call->village_code, call_path(call, "activity"), &plan));
    bool open = plan.state != PLAN_PROPOSED && plan.state != PLAN_REFUSED;
    bool own = memcmp(&plan.proposer, &call->caller.person, sizeof plan.proposer) == 0;
    if (!open && !(call->caller.known && own) &&
        !call_may(call, WHO_CADRE | WHO_SOCIAL_WORKER | WHO_OVERSIGHT)) {
        return REFUSE(ACTIVITY_UNKNOWN); /* not yet anybody's business */
    }
    return call_reply(call, 200, plan__json(call->side, &call->village, &plan));
}

/* ---- proposing ---- */

static struct status propose_run(struct call *call, struct side *side);

static struct status plan_answer(struct call *call)
{
    const struct plan *plan = call->state;
    int status = call->run == propose_run ? 201 : 200;
    return call_reply(call, status, plan__json(call->side, &call->village, plan));
}

static struct status times_judge(struct call *call, const struct plan *plan, int64_t now)
{
    if (plan->ends_at <= plan->starts_at || plan->ends_at - plan->starts_at > DURATION_MAX) {
        return call_refuse(call, REFUSE(ACTIVITY_TIMES), "ends_at");
    }
    if (plan->ends_at <= now || plan->starts_at > now + AHEAD_MAX) {
        return call_refuse(call, REFUSE(ACTIVITY_TIMES), "starts_at");
    }
    return plan->signup_until <= plan->ends_at
               ? OK
               : call_refuse(call, REFUSE(ACTIVITY_TIMES), "signup_until");
}

/* The rule must be one that attendance earns by, the leader somebody of the village. */
struct status plan__check(struct call *call, struct side *side, const struct plan *plan)
{
    struct rule rule;
    struct member leader;
    const ProtobufCBinaryData person = {ID_BYTES, (uint8_t *)(uintptr_t)plan->leader.bytes};
    int32_t day = instant_day(plan->starts_at, call->village.utc_offset_minutes);
    TRY(times_judge(call, plan, side_now(side)));
    TRY(points_rule(side->points, call->village.id, plan->rule, day, &rule));
    if (rule.id == 0) {
        return call_refuse(call, REFUSE(RULE_UNKNOWN), "rule");
    }
    if (rule.evidence != SANBAO__V1__EVIDENCE__EVIDENCE_CHECKIN &&
        rule.evidence != SANBAO__V1__EVIDENCE__EVIDENCE_CHECKIN_PHOTO) {
        return call_refuse(call, REFUSE(ACTIVITY_RULE), "rule");
    }
    TRY(identity_member(side->identity, call->village.id, &person, &leader));
    return leader.id != 0 ? OK : call_refuse(call, REFUSE(PERSON_UNKNOWN), "leader");
}

static void text_fill(const struct call *call, const char *name, char *field, size_t size)
{
    if (call_has(call, name)) {
        plan__text(field, size, call_text(call, name));
    }
}

/* What was sent replaces what was there. */
void plan__fill(const struct call *call, struct plan *plan)
{
    text_fill(call, "rule", plan->rule, sizeof plan->rule);
    text_fill(call, "title", plan->title, sizeof plan->title);
    text_fill(call, "place", plan->place, sizeof plan->place);
    text_fill(call, "note", plan->note, sizeof plan->note);
    plan->starts_at = call_integer(call, "starts_at", plan->starts_at);
    plan->ends_at = call_integer(call, "ends_at", plan->ends_at);
    plan->signup_until = call_integer(call, "signup_until", plan->signup_until);
    plan->capacity = call_integer(call, "capacity", plan->capacity);
    if (call_has(call, "leader")) {
        call_id(call, "leader", &plan->leader);
    }
}

static struct status code_find(struct side *side, struct plan *plan)
{
    bool taken = true;
    struct activity activity = {.id = 1};
    struct village village;
    TRY(identity_village(side->identity, plan->village, &village));
    for (unsigned attempt = 0; taken || activity.id != 0; attempt++) {
        struct plan other;
        plan__code(&plan->id, attempt, plan->code);
        TRY(activity__plan_find(activities_of(side), plan->village, plan->code, &taken, &other));
        TRY(points_activity(side->points, village.id, plan->code, &activity));
    }
    return OK;
}

static struct status propose_run(struct call *call, struct side *side)
{
    struct plan *plan = call->state;
    bool found = false;
    TRY(activity__plan_get(activities_of(side), &call->event, &found, plan));
    if (found) { /* sent again */
        bool same = memcmp(&plan->proposer, &call->caller.person, sizeof plan->proposer) == 0 &&
                    strcmp(plan->village, call->village_code) == 0;
        return same ? plan__judge(side, plan) : REFUSE(ID_TAKEN);
    }
    plan->id = call->event;
    plan->state = PLAN_PROPOSED;
    plan->proposer = call->caller.person;
    plan->created_at = plan->changed_at = side_now(side);
    plan__text(plan->village, sizeof plan->village, call->village_code);
    plan->leader = call->caller.person;
    plan->signup_until = call_integer(call, "starts_at", 0);
    plan__fill(call, plan);
    TRY(plan__check(call, side, plan));
    TRY(code_find(side, plan));
    return activity__plan_put(activities_of(side), plan);
}

struct status activity__propose(struct call *call)
{
    void *state = NULL;
    TRY(call_state(call, sizeof(struct plan), NULL, &state));
    return call_write(call, propose_run, plan_answer);
}

/* ---- publishing ---- */

static struct status open_try(struct call *call, struct side *side, struct plan *plan)
{
    struct id event;
    struct hash commitment;
    uint8_t salt[SALT_BYTES];
    side_id_derive(side, &plan->id, "open", 0, &event);
    side_salt_derive(side, &event, salt);
    const struct text_field texts[] = {{"title", plan->title}, {"place", plan->place}};
    TRY(texts_put(side->people, plan->village, "activity", plan->code, &event, side_now(side), salt,
                  texts, COUNT(texts), &commitment));
    Sanbao__V1__ActivityOpen open = SANBAO__V1__ACTIVITY_OPEN__INIT;
    Sanbao__V1__Operation operation = SANBAO__V1__OPERATION__INIT;
    open.activity = plan->code;
    open.rule = plan->rule;
    open.starts_at = plan->starts_at;
    open.ends_at = plan->ends_at;
    open.capacity = (uint32_t)plan->capacity;
    open.leader = (ProtobufCBinaryData){ID_BYTES, plan->leader.bytes};
    operation.event_id = (ProtobufCBinaryData){ID_BYTES, event.bytes};
    operation.day = instant_day(plan->starts_at, call->village.utc_offset_minutes);
    operation.proposer = (ProtobufCBinaryData){ID_BYTES, plan->proposer.bytes};
    operation.approver = (ProtobufCBinaryData){ID_BYTES, call->caller.person.bytes};
    operation.commitment = (ProtobufCBinaryData){HASH_BYTES, commitment.bytes};
    operation.action_case = SANBAO__V1__OPERATION__ACTION_ACTIVITY_OPEN;
    operation.activity_open = &open;
    return call_try(call, side, &operation);
}

static struct status publish_run(struct call *call, struct side *side)
{
    struct plan *plan = call->state;
    TRY(plan__find(side, call->village_code, call_path(call, "activity"), plan));
    if (plan->state == PLAN_PUBLISHED) {
        return OK; /* sent again, or somebody else was faster */
    }
    if (plan->state != PLAN_PROPOSED) {
        return REFUSE(PLAN_STATE);
    }
    if (memcmp(&plan->proposer, &call->caller.person, sizeof plan->proposer) == 0 ||
        plan__leads(call, plan)) {
        return REFUSE(PLAN_EYES);
    }
    TRY(plan__check(call, side, plan));
    plan->state = PLAN_PUBLISHED;
    plan->changed_at = side_now(side);
    TRY(activity__plan_put(activities_of(side), plan));
    return open_try(call, side, plan);
}

struct status activity__publish(struct call *call)
{
    void *state = NULL;
    TRY(call_state(call, sizeof(struct plan), NULL, &state));
    call->job.commit = true; /* whoever looks next finds it open */
    return call_write(call, publish_run, plan_answer);
}

/* ---- the leader's screen ---- */

struct status activity__code(struct call *call)
{
    struct plan plan;
    uint8_t secret[CODE_SECRET_BYTES];
    char digits[CODE_DIGITS_SIZE];
    char text[2 * CODE_MAX + 32];
    int64_t now = call_now(call);
    TRY(plan__find(call->side, call->village_code, call_path(call, "activity"), &plan));
    if (!plan__leads(call, &plan)) {
        return REFUSE(NOT_ALLOWED);
    }
    if (plan.state != PLAN_PUBLISHED) {
        return REFUSE(PLAN_STATE);
    }
    code__secret(call->side, &plan, secret);
    code__digits(secret, now / CODE_STEP_SECONDS, digits);
    wipe(secret, sizeof secret);
    snprintf(text, sizeof text, "SANBAO:IN:%s:%s:%s", plan.village, plan.code, digits);
    struct json_object *body = json_object_new_object();
    json_object_object_add(body, "code", json_object_new_string(digits));
    json_object_object_add(body, "qr", json_object_new_string(text));
    json_object_object_add(body, "now", json_object_new_int64(now));
    json_object_object_add(body, "seconds_left",
                           json_object_new_int64(CODE_STEP_SECONDS - now % CODE_STEP_SECONDS));
    return call_reply(call, 200, body);
}
