/* shop_http_batch.c - a till is back and tells what it sold: signed, in any order, in parts, twice.
 * Each item becomes one operation, under an id that follows from the device and the item's number,
 * and each is answered. */
#include <stdlib.h>
#include <string.h>

#include "base/day.h"
#include "shop/shop_internal.h"
#include "shop/till_batch.h"

struct item_answer {
    struct status status;
    bool again;
    uint64_t record;
};

struct batch {
    struct device device;
    uint8_t signature[SIGN_BYTES];
    struct till_item items[TILL_ITEMS_MAX];
    struct item_answer answers[TILL_ITEMS_MAX];
    size_t count;
};

static void items_read(struct call *call, struct batch *batch)
{
    const struct json_node *list = call_node(call, "items");
    for (const struct json_node *node = node_first(call, list); node != NULL;
         node = node_next(call, node)) {
        struct till_item *item = &batch->items[batch->count++];
        *item = (struct till_item){.number = node_integer(call, node, "number", 0),
                                   .hold = (uint64_t)node_integer(call, node, "hold", 0),
                                   .quantity = node_integer(call, node, "quantity", 1),
                                   .points = node_integer(call, node, "points", 0),
                                   .cash_fen = node_integer(call, node, "cash_fen", 0),
                                   .at = node_integer(call, node, "at", 0)};
        snprintf(item->goods, sizeof item->goods, "%s", node_text(call, node, "goods"));
    }
}

static struct status signature_judge(struct call *call, const struct batch *batch)
{
    char *text = NULL;
    size_t length = 0;
    TRY(till_batch_text(call->village_code, call_path(call, "shop"), &batch->device.id,
                        batch->items, batch->count, &text, &length));
    bool good = verify_ed25519(batch->device.public_key, text, length, batch->signature);
    free(text);
    return good ? OK : REFUSE(TILL_FORGED);
}

/* The hold is for this device of this shop; the time can be true; a revoked device says nothing
 * new. */
static struct status item_judge(struct side *side, const struct batch *batch,
                                const struct till_item *item, int64_t shop)
{
    struct hold hold;
    TRY(points_hold(side->points, item->hold, &hold));
    if (hold.shop != shop || memcmp(hold.device, batch->device.id.bytes, ID_BYTES) != 0) {
        return REFUSE(RECORD_NOT_FOUND);
    }
    if (batch->device.ended_at != 0) {
        return REFUSE(DEVICE_REVOKED);
    }
    return item->at > side_now(side) + TILL_CLOCK_SLACK ? REFUSE(TILL_CLOCK) : OK;
}

static struct status item_try(struct call *call, struct side *side, const struct batch *batch,
                              const struct till_item *item, const struct id *event)
{
    Sanbao__V1__Operation operation = SANBAO__V1__OPERATION__INIT;
    Sanbao__V1__HoldRedeem redeem = SANBAO__V1__HOLD_REDEEM__INIT;
    char voucher[CODE_MAX + 1];
    till_voucher(&batch->device.id, item->number, voucher);
    redeem.record = item->hold;
    redeem.goods = (char *)(uintptr_t)item->goods;
    redeem.quantity = (uint32_t)item->quantity;
    redeem.points = (uint64_t)item->points;
    redeem.cash_fen = (uint64_t)item->cash_fen;
    redeem.number = voucher;
    redeem.at = item->at;
    operation.event_id = (ProtobufCBinaryData){ID_BYTES, (uint8_t *)(uintptr_t)event->bytes};
    operation.day = instant_day(item->at, call->village.utc_offset_minutes);
    operation.proposer =
        (ProtobufCBinaryData){ID_BYTES, (uint8_t *)(uintptr_t)batch->device.person.bytes};
    operation.action_case = SANBAO__V1__OPERATION__ACTION_HOLD_REDEEM;
    operation.hold_redeem = &redeem;
    return call_try(call, side, &operation);
}

static struct status item_take(struct call *call, struct side *side, struct batch *batch,
                               size_t index, int64_t shop)
{
    const struct till_item *item = &batch->items[index];
    struct item_answer *answer = &batch->answers[index];
    struct id event;
    bool known = false;
    side_id_derive(side, &batch->device.id, "till", (uint64_t)item->number, &event);
    TRY(journal_find(side->journal, event.bytes, &known, &answer->record));
    answer->status = known ? OK : item_judge(side, batch, item, shop);
    if (status_ok(answer->status)) {
        answer->status = item_try(call, side, batch, item, &event);
    }
    if (status_is_fault(answer->status)) {
        return answer->status;
    }
    if (status_ok(answer->status)) {
        answer->again = call->answer.again;
        answer->record = call->answer.record;
    }
    return OK;
}

static struct status batch_run(struct call *call, struct side *side)
{
    struct batch *batch = call->state;
    struct shop shop;
    struct id id;
    call_path_id(call, "device_id", &id);
    TRY(shop__own(call, side));
    TRY(shop__find(call, side, &shop));
    TRY(shop__device_of(call, side, &id, &batch->device));
    TRY(signature_judge(call, batch));
    for (size_t i = 0; i < batch->count; i++) {
        TRY(item_take(call, side, batch, i, shop.id));
    }
    return OK;
}

static struct status batch_then(struct call *call)
{
    const struct batch *batch = call->state;
    struct json_object *items = json_object_new_array();
    for (size_t i = 0; i < batch->count; i++) {
        const struct item_answer *answer = &batch->answers[i];
        struct json_object *item = json_object_new_object();
        bool ok = status_ok(answer->status);
        json_object_array_add(items, item);
        put_int(item, "number", batch->items[i].number);
        json_object_object_add(item, "record",
                               ok ? json_object_new_int64((int64_t)answer->record) : NULL);
        put_flag(item, "again", answer->again);
        json_object_object_add(item, "code",
                               text_json(ok ? NULL : status_name(answer->status.code)));
        json_object_object_add(item, "title",
                               text_json(ok ? NULL : status_text(answer->status.code)));
    }
    struct json_object *body = json_object_new_object();
    json_object_object_add(body, "items", items);
    return call_reply(call, 200, body);
}

struct status shop__batch(struct call *call)
{
    void *state = NULL;
    TRY(call_state(call, sizeof(struct batch), NULL, &state));
    struct batch *batch = state;
    items_read(call, batch);
    REQUIRE(shop__hex(call_text(call, "signature"), batch->signature, SIGN_BYTES));
    return call_write(call, batch_run, batch_then);
}
