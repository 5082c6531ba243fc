/* shop_http_hold.c - part of a person's points is held apart for one till, by that person's will:
 * from their own session, or by the code that they show at the shop. Within limits for a person and
 * for a till. */
#include <string.h>

#include "residents/residents.h"
#include "shop/shop_internal.h"

struct holding {
    struct ticket ticket;
    bool by_shop;
    struct id person;
    struct id helper;
    int64_t ends_at;
};

/* How much is held apart already: of the person, and for the device. */
static struct status held_sum(struct side *side, int64_t account, const struct id *device,
                              int64_t *of_person, int64_t *of_device)
{
    struct held list[HOLDS_READ];
    size_t count = HOLDS_READ;
    int64_t after = -1;
    *of_person = 0;
    *of_device = 0;
    while (count == HOLDS_READ) {
        TRY(ledger_held_find(side->ledger, after, list, HOLDS_READ, &count));
        for (size_t i = 0; i < count; i++) {
            struct hold hold;
            after = (int64_t)list[i].record;
            TRY(points_hold(side->points, list[i].record, &hold));
            bool for_device = hold.shop != 0 && memcmp(hold.device, device->bytes, ID_BYTES) == 0;
            *of_device += for_device ? list[i].points : 0;
            *of_person += hold.shop != 0 && list[i].owner == account ? list[i].points : 0;
        }
    }
    return OK;
}

static struct status limits_judge(struct call *call, struct side *side,
                                  const struct holding *holding, const struct id *device)
{
    const ProtobufCBinaryData person = {ID_BYTES, (uint8_t *)(uintptr_t)holding->person.bytes};
    struct member member;
    struct terms terms;
    int64_t of_person = 0;
    int64_t of_device = 0;
    int64_t points = call_integer(call, "points", 0);
    TRY(identity_holder(side->identity, call->village.id, &person, side_today(side, &call->village),
                        &member));
    TRY(shop__terms(shop__till(side), call->village_code, &terms));
    TRY(held_sum(side, member.account, device, &of_person, &of_device));
    bool within =
        of_person + points <= terms.lease_card && of_device + points <= terms.lease_device;
    return within ? OK : REFUSE(HOLD_LIMIT);
}

/* Who holds apart: the ticket's person, or the caller, or whom the caller may act for. */
static struct status holder_find(struct call *call, struct side *side, struct holding *holding)
{
    struct id scan;
    struct id other;
    holding->by_shop = call_id(call, "scan", &scan);
    holding->helper = call->caller.person;
    holding->person = call_id(call, "person", &other) ? other : call->caller.person;
    if (holding->by_shop) {
        TRY(shop__ticket_take(call, side, &scan, &holding->ticket));
        holding->person = holding->ticket.person;
        holding->helper = holding->ticket.asked_by;
    } else if (!call_may(call, WHO_RESIDENT)) {
        return REFUSE(NOT_ALLOWED);
    }
    if (memcmp(&holding->person, &holding->helper, ID_BYTES) == 0) {
        return OK;
    }
    return residents_act_check(side, call->village_code, &call->village, &holding->person,
                               &holding->helper, POWER_REDEEM, call_integer(call, "points", 0));
}

static struct status hold_try(struct call *call, struct side *side, struct holding *holding,
                              const struct device *device)
{
    Sanbao__V1__Operation operation = SANBAO__V1__OPERATION__INIT;
    Sanbao__V1__Hold hold = SANBAO__V1__HOLD__INIT;
    hold.person = (ProtobufCBinaryData){ID_BYTES, holding->person.bytes};
    hold.shop = (char *)(uintptr_t)call_path(call, "shop");
    hold.points = (uint64_t)call_integer(call, "points", 0);
    hold.ends_at = holding->ends_at;
    hold.device = (ProtobufCBinaryData){ID_BYTES, (uint8_t *)(uintptr_t)device->id.bytes};
    operation.action_case = SANBAO__V1__OPERATION__ACTION_HOLD;
    operation.hold = &hold;
    return call_try(call, side, &operation);
}

static struct status hold_run(struct call *call, struct side *side)
{
    struct holding *holding = call->state;
    struct terms terms;
    struct device device;
    struct id id;
    bool known = false;
    uint64_t record = 0;
    call_path_id(call, "device_id", &id);
    TRY(shop__device_of(call, side, &id, &device));
    TRY(holder_find(call, side, holding));
    TRY(shop__terms(shop__till(side), call->village_code, &terms));
    TRY(journal_find(side->journal, call->event.bytes, &known, &record));
    holding->ends_at = call_integer(call, "ends_at", 0);
    if (!known) {
        int64_t latest = side_now(side) + terms.lease_hours * 3600;
        TRY(auth_device_good(side, &device));
        if (holding->ends_at <= side_now(side) || holding->ends_at > latest) {
            return call_refuse(call, REFUSE(HOLD_TIMES), "ends_at");
        }
        TRY(limits_judge(call, side, holding, &id));
    }
    TRY(hold_try(call, side, holding, &device));
    if (holding->by_shop) {
        return shop__ticket_use(shop__till(side), &holding->ticket.id, &call->event);
    }
    return OK;
}

static struct status hold_then(struct call *call)
{
    const struct holding *holding = call->state;
    struct json_object *body = json_object_new_object();
    put_int(body, "hold", (int64_t)call->answer.record);
    put_int(body, "points", (int64_t)call->answer.outcome.granted);
    put_flag(body, "again", call->answer.again);
    json_object_object_add(body, "ends_at",
                           instant_json(holding->ends_at, call->village.utc_offset_minutes));
    return call_reply(call, 201, body);
}

struct status shop__hold(struct call *call)
{
    void *state = NULL;
    TRY(call_state(call, sizeof(struct holding), NULL, &state));
    return call_write(call, hold_run, hold_then);
}

/* ---- given back by the shop before its end ---- */

static struct status release_run(struct call *call, struct side *side)
{
    Sanbao__V1__Operation operation = SANBAO__V1__OPERATION__INIT;
    Sanbao__V1__HoldRelease release = SANBAO__V1__HOLD_RELEASE__INIT;
    struct shop shop;
    struct hold hold;
    TRY(shop__own(call, side));
    TRY(shop__find(call, side, &shop));
    release.record = (uint64_t)call_path_number(call, "record");
    TRY(points_hold(side->points, release.record, &hold));
    if (hold.shop != shop.id) {
        return REFUSE(RECORD_NOT_FOUND);
    }
    operation.action_case = SANBAO__V1__OPERATION__ACTION_HOLD_RELEASE;
    operation.hold_release = &release;
    TRY(call_try(call, side, &operation));
    call->answer.outcome.balance = 0; /* no business of the shop's */
    return OK;
}

struct status shop__hold_release(struct call *call)
{
    return call_operation(call, release_run);
}
