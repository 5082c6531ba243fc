/* shop_http_device.c - what a shop's till takes along to sell where there is no line. */
#include <stdlib.h>
#include <string.h>

#include "shop/shop_internal.h"

struct status shop__device_of(struct call *call, struct side *side, const struct id *id,
                              struct device *device)
{
    TRY(auth_device_get(side, call->village_code, DEVICE_SHOP, id, device));
    return strcmp(device->shop, call_path(call, "shop")) == 0 ? OK : REFUSE(DEVICE_UNKNOWN);
}

/* An open hold of this device: whose, how much is left, until when. */
static struct status hold_json(struct call *call, const struct held *held, const struct hold *hold,
                               struct json_object *items)
{
    struct member member;
    struct id person;
    struct id mark;
    bool card = false;
    char *name = NULL;
    struct json_object *item = json_object_new_object();
    json_object_array_add(items, item);
    TRY(identity_member_by_account(call->side->identity, held->owner, &member, person.bytes));
    TRY(auth_card_mark(call->side, call->village_code, &person, &card, &mark));
    TRY(shop__masked(call->side, &person, &name));
    put_int(item, "hold", (int64_t)held->record);
    put_text(item, "name", name);
    free(name);
    json_object_object_add(item, "person", id_json(&person));
    json_object_object_add(item, "card", card ? id_json(&mark) : NULL);
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
    TRY(auth_device_good(call->side, &device));
    struct json_object *holds = json_object_new_array();
    struct status status = holds_add(call, &id, holds);
    if (!status_ok(status)) {
        json_object_put(holds);
        return status;
    }
    int64_t dead_after = call_integer(call, "dead_after", 0);
    struct json_object *dead = NULL;
    status = auth_cards_dead(call, &dead_after, &dead);
    if (!status_ok(status)) {
        json_object_put(holds);
        return status;
    }
    struct json_object *body = json_object_new_object();
    json_object_object_add(body, "now",
                           instant_json(call_now(call), call->village.utc_offset_minutes));
    json_object_object_add(body, "holds", holds);
    json_object_object_add(body, "dead_cards", dead);
    put_int(body, "dead_after", dead_after);
    return call_reply(call, 200, body);
}
