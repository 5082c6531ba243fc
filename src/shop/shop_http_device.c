/* shop_http_device.c - a shop's tills: enrolled by the keeper, revoked by the keeper or an
 * official, and what one takes along to sell where there is no line. */
#include <stdlib.h>
#include <string.h>

#include "shop/shop_internal.h"

static struct json_object *device_json(struct call *call, const struct device *device)
{
    int32_t offset = call->village.utc_offset_minutes;
    struct json_object *item = json_object_new_object();
    json_object_object_add(item, "device", id_json(&device->id));
    put_text(item, "name", device->name);
    json_object_object_add(item, "created_at", instant_json(device->created_at, offset));
    json_object_object_add(item, "revoked_at", instant_json(device->revoked_at, offset));
    return item;
}

struct status shop__device_of(struct call *call, struct side *side, const struct id *id,
                              struct device *device)
{
    bool found = false;
    TRY(shop__device_select(shop__till(side), id, &found, device));
    found = found && strcmp(device->village, call->village_code) == 0 &&
            strcmp(device->shop, call_path(call, "shop")) == 0;
    return found ? OK : REFUSE(TILL_UNKNOWN);
}

/* ---- enrolled ---- */

static struct status enrol_run(struct call *call, struct side *side)
{
    struct device *device = call->state;
    struct till *till = shop__till(side);
    struct device list[DEVICES_LISTED_MAX];
    struct shop shop;
    size_t count = 0;
    size_t good = 0;
    TRY(shop__own(call, side));
    TRY(shop__find(call, side, &shop));
    TRY(shop__devices(till, call->village_code, shop.code, list, &count));
    for (size_t i = 0; i < count; i++) {
        good += list[i].revoked_at == 0;
    }
    if (good >= DEVICES_MAX) {
        return REFUSE(TILL_TOO_MANY);
    }
    *device = (struct device){.keeper = call->caller.person, .created_at = side_now(side)};
    random_bytes(device->id.bytes, ID_BYTES);
    snprintf(device->village, sizeof device->village, "%s", call->village_code);
    snprintf(device->shop, sizeof device->shop, "%s", shop.code);
    snprintf(device->name, sizeof device->name, "%s", call_text(call, "name"));
    REQUIRE(shop__hex(call_text(call, "public_key"), device->public_key, SIGN_PUBLIC_BYTES));
    return shop__device_insert(till, device);
}

static struct status enrol_then(struct call *call)
{
    return call_reply(call, 201, device_json(call, call->state));
}

struct status shop__device_enrol(struct call *call)
{
    void *state = NULL;
    TRY(call_state(call, sizeof(struct device), NULL, &state));
    return call_write(call, enrol_run, enrol_then);
}

struct status shop__device_list(struct call *call)
{
    struct device list[DEVICES_LISTED_MAX];
    size_t count = 0;
    TRY(shop__may_see(call));
    TRY(shop__devices(shop__till(call->side), call->village_code, call_path(call, "shop"), list,
                      &count));
    struct json_object *items = json_object_new_array();
    for (size_t i = 0; i < count; i++) {
        json_object_array_add(items, device_json(call, &list[i]));
    }
    return call_reply_page(call, items, NULL);
}

/* ---- revoked ---- */

static struct status revoke_run(struct call *call, struct side *side)
{
    struct device *device = call->state;
    struct id id;
    call_path_id(call, "device_id", &id);
    if (!call_may(call, WHO_CADRE | WHO_SOCIAL_WORKER | WHO_OVERSIGHT)) {
        TRY(shop__own(call, side));
    }
    TRY(shop__device_of(call, side, &id, device));
    if (device->revoked_at == 0) {
        device->revoked_at = side_now(side);
    }
    return shop__device_revoke(shop__till(side), &id, device->revoked_at);
}

static struct status revoke_then(struct call *call)
{
    return call_reply(call, 200, device_json(call, call->state));
}

struct status shop__device_end(struct call *call)
{
    void *state = NULL;
    TRY(call_state(call, sizeof(struct device), NULL, &state));
    return call_write(call, revoke_run, revoke_then);
}

/* ---- taken along ---- */

/* An open hold of this device: whose, how much is left, until when. */
static struct status hold_json(struct call *call, const struct held *held, const struct hold *hold,
                               struct json_object *items)
{
    struct member member;
    struct id person;
    char *name = NULL;
    struct json_object *item = json_object_new_object();
    json_object_array_add(items, item);
    TRY(identity_member_by_account(call->side->identity, held->owner, &member, person.bytes));
    TRY(shop__masked(call->side, &person, &name));
    put_int(item, "hold", (int64_t)held->record);
    put_text(item, "name", name);
    free(name);
    json_object_object_add(item, "person", id_json(&person));
    put_int(item, "points", held->points);
    json_object_object_add(item, "ends_at",
                           instant_json(hold->ends_at, call->village.utc_offset_minutes));
    return OK;
}

static struct status holds_add(struct call *call, const struct id *device,
                               struct json_object *items)
{
    struct held list[HOLDS_READ];
    size_t count = HOLDS_READ;
    int64_t after = -1;
    while (count == HOLDS_READ) {
        TRY(ledger_held_find(call->side->ledger, after, list, HOLDS_READ, &count));
        for (size_t i = 0; i < count; i++) {
            struct hold hold;
            after = (int64_t)list[i].record;
            TRY(points_hold(call->side->points, list[i].record, &hold));
            if (hold.shop != 0 && memcmp(hold.device, device->bytes, ID_BYTES) == 0) {
                TRY(hold_json(call, &list[i], &hold, items));
            }
        }
    }
    return OK;
}

struct status shop__bundle(struct call *call)
{
    struct id id;
    struct device device;
    call_path_id(call, "device_id", &id);
    TRY(shop__own(call, call->side));
    TRY(shop__device_of(call, call->side, &id, &device));
    if (device.revoked_at != 0) {
        return REFUSE(TILL_REVOKED);
    }
    struct json_object *holds = json_object_new_array();
    struct status status = holds_add(call, &id, holds);
    if (!status_ok(status)) {
        json_object_put(holds);
        return status;
    }
    struct json_object *body = json_object_new_object();
    json_object_object_add(body, "now",
                           instant_json(call_now(call), call->village.utc_offset_minutes));
    json_object_object_add(body, "holds", holds);
    return call_reply(call, 200, body);
}
