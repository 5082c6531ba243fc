/* http_device.c - a leader's devices: enrolled with a key of their own, revoked at once, and given
 * what an activity needs where there is no line: names, the code's secret, for a day. */
#include <string.h>

#include "activity/device_internal.h"

#define NAME_PURPOSE "leader-device"

static bool is(const struct call *call, const struct id *person)
{
    return memcmp(&call->caller.person, person, sizeof *person) == 0;
}

static struct status device_json(struct side *side, const struct village *village,
                                 const struct leader_device *device, struct json_object **out)
{
    char name[sizeof device->name + 1];
    bool known = false;
    TRY(people_unseal(side->people, &device->person, NAME_PURPOSE, device->name,
                      device->name_length, name, &known));
    name[known ? device->name_length - SEAL_OVERHEAD_BYTES : 0] = '\0';
    struct json_object *object = json_object_new_object();
    json_object_object_add(object, "device", id_json(&device->id));
    json_object_object_add(object, "name", json_object_new_string(name));
    json_object_object_add(object, "since",
                           instant_json(device->created_at, village->utc_offset_minutes));
    json_object_object_add(object, "revoked", json_object_new_boolean(device->revoked_at != 0));
    *out = object;
    return OK;
}

static struct status device_answer(struct call *call)
{
    struct json_object *body = NULL;
    TRY(device_json(call->side, &call->village, call->state, &body));
    return call_reply(call, call->route->flags & ROUTE_IDEMPOTENT ? 201 : 200, body);
}

static struct status good_count(void *context, const struct leader_device *device)
{
    int64_t *count = context;
    *count += device->revoked_at == 0;
    return OK;
}

static void key_take(const struct call *call, uint8_t key[SIGN_PUBLIC_BYTES])
{
    const char *hex = call_text(call, "public_key");
    for (size_t i = 0; i < SIGN_PUBLIC_BYTES; i++) {
        unsigned value = 0;
        for (size_t k = 0; k < 2; k++) {
            char c = hex[2 * i + k];
            value = value << 4 | (unsigned)(c <= '9' ? c - '0' : c - 'a' + 10);
        }
        key[i] = (uint8_t)value;
    }
}

static struct status enrol_run(struct call *call, struct side *side)
{
    struct leader_device *device = call->state;
    struct activities *own = activities_of(side);
    int64_t count = 0;
    bool found = false;
    TRY(activity__device_get(own, &call->event, &found, device));
    if (found) { /* sent again */
        return is(call, &device->person) ? OK : REFUSE(ID_TAKEN);
    }
    TRY(activity__device_list(own, &call->caller.person, good_count, &count));
    if (count >= DEVICES_MAX) {
        return REFUSE(DEVICE_COUNT);
    }
    const char *name = call_text(call, "name");
    device->id = call->event;
    plan__text(device->village, sizeof device->village, call->village_code);
    device->person = call->caller.person;
    key_take(call, device->public_key);
    device->created_at = side_now(side);
    device->name_length = strlen(name) + SEAL_OVERHEAD_BYTES;
    TRY(people_seal(side->people, &device->person, NAME_PURPOSE, name, strlen(name), device->name));
    return activity__device_put(own, device);
}

struct status activity__device_enrol(struct call *call)
{
    void *state = NULL;
    TRY(call_state(call, sizeof(struct leader_device), NULL, &state));
    return call_write(call, enrol_run, device_answer);
}

/* Its owner, or an official: a phone is lost on a Sunday. */
static struct status revoke_run(struct call *call, struct side *side)
{
    struct leader_device *device = call->state;
    struct id id;
    bool found = false;
    call_path_id(call, "device_id", &id);
    TRY(activity__device_get(activities_of(side), &id, &found, device));
    bool here = found && strcmp(device->village, call->village_code) == 0;
    if (!here || (!is(call, &device->person) && !call_may(call, WHO_OFFICIAL | WHO_ADMIN))) {
        return REFUSE(DEVICE_UNKNOWN);
    }
    if (device->revoked_at == 0) {
        device->revoked_at = side_now(side);
    }
    return activity__device_put(activities_of(side), device);
}

struct status activity__device_revoke(struct call *call)
{
    void *state = NULL;
    TRY(call_state(call, sizeof(struct leader_device), NULL, &state));
    return call_write(call, revoke_run, device_answer);
}

struct listing {
    struct call *call;
    struct json_object *items;
    const struct plan *plan;
};

static struct status device_add(void *context, const struct leader_device *device)
{
    struct listing *listing = context;
    struct json_object *item = NULL;
    if (strcmp(device->village, listing->call->village_code) != 0) {
        return OK;
    }
    TRY(device_json(listing->call->side, &listing->call->village, device, &item));
    json_object_array_add(listing->items, item);
    return OK;
}

struct status activity__devices(struct call *call)
{
    struct listing listing = {call, json_object_new_array(), NULL};
    struct status status = activity__device_list(activities_of(call->side), &call->caller.person,
                                                 device_add, &listing);
    if (!status_ok(status)) {
        json_object_put(listing.items);
        return status;
    }
    return call_reply_page(call, listing.items, NULL);
}

/* ---- the bundle ---- */

struct bundling {
    struct plan plan;
    struct bundle bundle;
};

static struct status bundle_run(struct call *call, struct side *side)
{
    struct bundling *bundling = call->state;
    struct bundle *bundle = &bundling->bundle;
    struct leader_device device;
    struct id id;
    bool found = false;
    int64_t now = side_now(side);
    TRY(plan__find(side, call->village_code, call_path(call, "activity"), &bundling->plan));
    if (!plan__leads(call, &bundling->plan)) {
        return REFUSE(NOT_ALLOWED);
    }
    if (bundling->plan.state != PLAN_PUBLISHED) {
        return REFUSE(PLAN_STATE);
    }
    call_id(call, "device", &id);
    TRY(activity__device_get(activities_of(side), &id, &found, &device));
    if (!found || !is(call, &device.person) || strcmp(device.village, call->village_code) != 0) {
        return REFUSE(DEVICE_UNKNOWN);
    }
    if (device.revoked_at != 0) {
        return REFUSE(DEVICE_REVOKED);
    }
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
    TRY(plan__name(side, &signup->person, &name));
    row__code(side, listing->plan, signup->number, row);
    struct json_object *item = json_object_new_object();
    json_object_object_add(item, "person", id_json(&signup->person));
    json_object_object_add(item, "name", name);
    json_object_object_add(item, "row", json_object_new_string(row));
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
    struct json_object *body = json_object_new_object();
    struct listing listing = {call, json_object_new_array(), &bundling->plan};
    json_object_object_add(body, "people", listing.items);
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
