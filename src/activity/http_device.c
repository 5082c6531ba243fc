/* http_device.c - what a leader's device gets for an activity where there is no line: names, what
 * their cards are known by, cards that ended, the code's secret, for a day. */
#include <string.h>

#include "activity/device_internal.h"

static bool is(const struct call *call, const struct id *person)
{
    return memcmp(&call->caller.person, person, sizeof *person) == 0;
}

struct listing {
    struct call *call;
    struct json_object *items;
    const struct plan *plan;
};

struct bundling {
    struct plan plan;
    struct bundle bundle;
};

static struct status bundle_run(struct call *call, struct side *side)
{
    struct bundling *bundling = call->state;
    struct bundle *bundle = &bundling->bundle;
    struct device device;
    struct id id;
    int64_t now = side_now(side);
    TRY(plan__find(side, call->village_code, call_path(call, "activity"), &bundling->plan));
    if (!plan__leads(call, &bundling->plan)) {
        return REFUSE(NOT_ALLOWED);
    }
    if (bundling->plan.state != PLAN_PUBLISHED) {
        return REFUSE(PLAN_STATE);
    }
    call_id(call, "device", &id);
    TRY(auth_device_get(side, call->village_code, DEVICE_LEADER, &id, &device));
    if (!is(call, &device.person)) {
        return REFUSE(DEVICE_UNKNOWN);
    }
    TRY(auth_device_good(side, &device));
    int64_t skew = call_integer(call, "clock", 0) - now;
    if (skew > SKEW_MAX || skew < -SKEW_MAX) {
        return call_refuse(call, REFUSE(DEVICE_CLOCK), "clock");
    }
    int64_t until = bundling->plan.ends_at + CHECKOUT_LATE;
    *bundle =
        (struct bundle){.device = id,
                        .plan = bundling->plan.id,
                        .issued_at = now,
                        .ends_at = now + BUNDLE_SECONDS < until ? now + BUNDLE_SECONDS : until,
                        .skew = skew};
    random_bytes(bundle->id.bytes, ID_BYTES);
    return activity__bundle_put(activities_of(side), bundle);
}

static struct status name_add(void *context, const struct signup *signup)
{
    struct listing *listing = context;
    struct side *side = listing->call->side;
    struct json_object *name = NULL;
    char row[ROW_CODE_SIZE];
    struct id mark;
    bool card = false;
    TRY(auth_card_mark(side, listing->call->village_code, &signup->person, &card, &mark));
    TRY(plan__name(side, &signup->person, &name));
    row__code(side, listing->plan, signup->number, row);
    struct json_object *item = json_object_new_object();
    json_object_object_add(item, "person", id_json(&signup->person));
    json_object_object_add(item, "name", name);
    json_object_object_add(item, "row", json_object_new_string(row));
    json_object_object_add(item, "card", card ? id_json(&mark) : NULL);
    json_object_array_add(listing->items, item);
    return OK;
}

static struct json_object *bytes_json(const uint8_t *bytes, size_t length)
{
    char hex[2 * CODE_SECRET_BYTES + 1];
    REQUIRE(length <= CODE_SECRET_BYTES);
    for (size_t i = 0; i < length; i++) {
        snprintf(hex + 2 * i, 3, "%02x", bytes[i]);
    }
    return json_object_new_string(hex);
}

static struct status bundle_answer(struct call *call)
{
    const struct bundling *bundling = call->state;
    const struct bundle *bundle = &bundling->bundle;
    int32_t offset = call->village.utc_offset_minutes;
    uint8_t secret[CODE_SECRET_BYTES];
    int64_t dead_after = call_integer(call, "dead_after", 0);
    struct json_object *dead = NULL;
    TRY(auth_cards_dead(call, &dead_after, &dead));
    struct json_object *body = json_object_new_object();
    struct listing listing = {call, json_object_new_array(), &bundling->plan};
    json_object_object_add(body, "people", listing.items);
    json_object_object_add(body, "dead_cards", dead);
    json_object_object_add(body, "dead_after", json_object_new_int64(dead_after));
    struct status status =
        activity__signup_list(activities_of(call->side), &bundling->plan.id, name_add, &listing);
    if (!status_ok(status)) {
        json_object_put(body);
        return status;
    }
    code__secret(call->side, &bundling->plan, secret);
    json_object_object_add(body, "bundle", id_json(&bundle->id));
    json_object_object_add(body, "issued_at", instant_json(bundle->issued_at, offset));
    json_object_object_add(body, "ends_at", instant_json(bundle->ends_at, offset));
    json_object_object_add(body, "clock_ahead", json_object_new_int64(bundle->skew));
    json_object_object_add(body, "secret", bytes_json(secret, sizeof secret));
    json_object_object_add(body, "step_seconds", json_object_new_int(CODE_STEP_SECONDS));
    wipe(secret, sizeof secret);
    return call_reply(call, 201, body);
}

struct status activity__bundle(struct call *call)
{
    void *state = NULL;
    TRY(call_state(call, sizeof(struct bundling), NULL, &state));
    return call_write(call, bundle_run, bundle_answer);
}
