/* http_batch.c - what a leader's device noted off line, signed with its own key. Items come in any
 * order, twice, in parts, from several devices: of check-ins the earliest counts, of check-outs
 * the latest, and an award follows from the stay: nothing counts twice. Each item is answered. */
#include <stdlib.h>
#include <string.h>

#include "activity/device_internal.h"

struct batch {
    struct plan plan;
    struct device device;
    struct bundle bundle;
    struct item *items;
    struct id *stays; /* of the items that were taken */
    enum status_code *codes;
    size_t count;
};

static void batch_end(void *state)
{
    struct batch *batch = state;
    free(batch->items);
    free(batch->stays);
    free(batch->codes);
}

static struct status items_read(struct call *call, struct batch *batch)
{
    const struct json_node *list = call_node(call, "items");
    batch->items = calloc(list->count, sizeof *batch->items);
    batch->stays = calloc(list->count, sizeof *batch->stays);
    batch->codes = calloc(list->count, sizeof *batch->codes);
    if (batch->items == NULL || batch->stays == NULL || batch->codes == NULL) {
        return FAULT(OUT_OF_MEMORY);
    }
    for (const struct json_node *node = node_first(call, list); node != NULL;
         node = node_next(call, node)) {
        struct item *item = &batch->items[batch->count++];
        item->number = node_integer(call, node, "number", 0);
        item->out = node_integer(call, node, "what", 0) == 1;
        item->at = node_integer(call, node, "at", 0);
        item->way = node_integer(call, node, "way", 0) == 0 ? WAY_CARD : WAY_HAND;
        if (!node_id(call, node, "person", &item->person)) {
            return call_refuse(call, REFUSE(FIELD_WRONG), "person");
        }
    }
    return OK;
}

static struct status signature_check(struct call *call, const struct batch *batch)
{
    uint8_t signature[SIGN_BYTES];
    const char *hex = call_text(call, "signature");
    char *text = NULL;
    size_t length = 0;
    for (size_t i = 0; i < sizeof signature; i++) {
        unsigned value = 0;
        for (size_t k = 0; k < 2; k++) {
            char c = hex[2 * i + k];
            value = value << 4 | (unsigned)(c <= '9' ? c - '0' : c - 'a' + 10);
        }
        signature[i] = (uint8_t)value;
    }
    TRY(batch__text(call->village_code, call_path(call, "activity"), &batch->device.id,
                    &batch->bundle.id, batch->items, batch->count, &text, &length));
    bool good = verify_ed25519(batch->device.public_key, text, length, signature);
    free(text);
    return good ? OK : REFUSE(BATCH_FORGED);
}

/* ---- one item ---- */

/* The same number again: the same words change nothing, others are refused. */
static struct status known_judge(const struct batch *batch, const struct item *item,
                                 const struct item_row *row, const struct id *stay)
{
    bool same = row->item.out == item->out && row->item.at == item->at &&
                row->item.way == item->way && memcmp(&row->stay, stay, sizeof *stay) == 0 &&
                memcmp(&row->bundle, &batch->bundle.id, sizeof row->bundle) == 0;
    return same ? OK : REFUSE(ITEM_CHANGED);
}

static struct status item_note(struct call *call, struct side *side, struct batch *batch,
                               const struct item *item, struct stay *stay)
{
    int64_t at = 0;
    if (batch->device.ended_at != 0) {
        return REFUSE(DEVICE_REVOKED);
    }
    if (batch->plan.state != PLAN_PUBLISHED) {
        return REFUSE(PLAN_STATE);
    }
    TRY(item__time(&batch->bundle, item, side_now(side), &at));
    TRY(stay__time_judge(&batch->plan, at, item->out));
    TRY(stay__begin(call, side, &batch->plan, &item->person, stay));
    TRY(stay__place_take(side, &batch->plan, stay, false));
    stay__note(stay, item->out, at, item->way);
    int64_t off = batch->bundle.skew;
    stay->flags |= FLAG_OFFLINE | (item->way == WAY_HAND ? FLAG_HAND : 0U) |
                   (off > SKEW_FLAGGED || off < -SKEW_FLAGGED ? FLAG_SKEW : 0U);
    return stay__keep(side, &batch->plan, stay);
}

/* What is refused has written nothing; a fault ends all. */
static struct status item_take(struct call *call, struct side *side, struct batch *batch,
                               size_t index)
{
    const struct item *item = &batch->items[index];
    struct activities *own = activities_of(side);
    struct item_row row;
    struct stay stay;
    struct id id;
    bool known = false;
    stay__id(side, &batch->plan.id, &item->person, &id);
    TRY(activity__item_get(own, &batch->device.id, item->number, &known, &row));
    struct status status =
        known ? known_judge(batch, item, &row, &id) : item_note(call, side, batch, item, &stay);
    batch->codes[index] = status.code;
    batch->stays[index] = id;
    if (!status_ok(status) || known) {
        return status_is_fault(status) ? status : OK;
    }
    row = (struct item_row){batch->device.id, batch->bundle.id, id, *item};
    return activity__item_put(own, &row);
}

static struct status batch_run(struct call *call, struct side *side)
{
    struct batch *batch = call->state;
    struct id id = batch->device.id;
    TRY(plan__find(side, call->village_code, call_path(call, "activity"), &batch->plan));
    TRY(auth_device_get(side, call->village_code, DEVICE_LEADER, &id, &batch->device));
    for (size_t i = 0; i < batch->count; i++) {
        TRY(item_take(call, side, batch, i));
    }
    return OK;
}

static struct status batch_answer(struct call *call)
{
    const struct batch *batch = call->state;
    struct json_object *items = json_object_new_array();
    for (size_t i = 0; i < batch->count; i++) {
        enum status_code code = batch->codes[i];
        struct json_object *item = json_object_new_object();
        bool good = code == STATUS_OK;
        json_object_object_add(item, "number", json_object_new_int64(batch->items[i].number));
        json_object_object_add(item, "code",
                               good ? NULL : json_object_new_string(status_name(code)));
        json_object_object_add(item, "title",
                               good ? NULL : json_object_new_string(status_text(code)));
        json_object_object_add(item, "stay", good ? id_json(&batch->stays[i]) : NULL);
        json_object_array_add(items, item);
    }
    struct json_object *body = json_object_new_object();
    json_object_object_add(body, "items", items);
    return call_reply(call, 200, body);
}

struct status activity__batch(struct call *call)
{
    void *state = NULL;
    struct activities *own = activities_of(call->side);
    struct id id;
    bool found = false;
    TRY(call_state(call, sizeof(struct batch), batch_end, &state));
    struct batch *batch = state;
    TRY(plan__find(call->side, call->village_code, call_path(call, "activity"), &batch->plan));
    call_id(call, "device", &id);
    TRY(auth_device_get(call->side, call->village_code, DEVICE_LEADER, &id, &batch->device));
    call_id(call, "bundle", &id);
    TRY(activity__bundle_get(own, &id, &found, &batch->bundle));
    if (!found || memcmp(&batch->bundle.device, &batch->device.id, ID_BYTES) != 0 ||
        memcmp(&batch->bundle.plan, &batch->plan.id, ID_BYTES) != 0) {
        return call_refuse(call, REFUSE(BUNDLE_UNKNOWN), "bundle");
    }
    TRY(items_read(call, batch));
    TRY(signature_check(call, batch));
    return call_write(call, batch_run, batch_answer);
}
