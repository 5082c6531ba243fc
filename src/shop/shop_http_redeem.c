/* shop_http_redeem.c - points are paid at a shop, and taken back. Who pays is the caller, or who
 * the ticket says; the shop books, and is never told a balance. */
#include <string.h>

#include "residents/residents.h"
#include "shop/shop_internal.h"

struct paying {
    struct ticket ticket;
    bool by_shop;
    struct id person;
    struct id helper; /* who acts for the person; the same: nobody */
    struct status refused;
};

static bool helped(const struct paying *paying)
{
    return memcmp(&paying->person, &paying->helper, sizeof paying->person) != 0;
}

static struct status payer_find(struct call *call, struct side *side, struct paying *paying)
{
    struct id scan;
    paying->by_shop = call_id(call, "scan", &scan);
    paying->helper = call->caller.person;
    paying->person = call->caller.person;
    if (!paying->by_shop) {
        struct id other;
        paying->person = call_id(call, "person", &other) ? other : paying->person;
        return call_may(call, WHO_RESIDENT) ? OK : REFUSE(NOT_ALLOWED);
    }
    TRY(shop__ticket_take(call, side, &scan, &paying->ticket));
    paying->person = paying->ticket.person;
    paying->helper = paying->ticket.asked_by;
    return OK;
}

static struct status redeem_try(struct call *call, struct side *side, struct paying *paying)
{
    Sanbao__V1__Operation operation = SANBAO__V1__OPERATION__INIT;
    Sanbao__V1__Redeem redeem = SANBAO__V1__REDEEM__INIT;
    redeem.person = (ProtobufCBinaryData){ID_BYTES, paying->person.bytes};
    redeem.shop = (char *)(uintptr_t)call_path(call, "shop");
    redeem.goods = (char *)(uintptr_t)call_text(call, "goods");
    redeem.quantity = (uint32_t)call_integer(call, "quantity", 0);
    redeem.points = (uint64_t)call_integer(call, "points", 0);
    redeem.cash_fen = (uint64_t)call_integer(call, "cash_fen", 0);
    operation.action_case = SANBAO__V1__OPERATION__ACTION_REDEEM;
    operation.redeem = &redeem;
    return call_try(call, side, &operation);
}

/* Whoever acts for somebody must hold the power, and its daily limit must allow it. What was
 * accepted before is asked no more. */
static struct status help_judge(struct call *call, struct side *side, const struct paying *paying)
{
    bool known = false;
    uint64_t record = 0;
    TRY(journal_find(side->journal, call->event.bytes, &known, &record));
    if (known || !helped(paying)) {
        return OK;
    }
    return residents_act_check(side, call->village_code, &call->village, &paying->person,
                               &paying->helper, POWER_REDEEM, call_integer(call, "points", 0));
}

static struct status help_note(struct call *call, struct side *side, const struct paying *paying)
{
    if (!status_ok(paying->refused) || !helped(paying)) {
        return OK;
    }
    return residents_act_note(side, call->village_code, &call->village, &call->event,
                              &paying->person, &paying->helper, POWER_REDEEM,
                              call_path(call, "shop"), call_integer(call, "points", 0));
}

/* A refusal is told only in `then`: the ticket must remember the try. */
static struct status redeem_run(struct call *call, struct side *side)
{
    struct paying *paying = call->state;
    struct till *till = shop__till(side);
    TRY(payer_find(call, side, paying));
    paying->refused = help_judge(call, side, paying);
    if (status_ok(paying->refused)) {
        paying->refused = redeem_try(call, side, paying);
    }
    if (status_is_fault(paying->refused)) {
        return paying->refused;
    }
    TRY(help_note(call, side, paying));
    if (!paying->by_shop) {
        return OK;
    }
    return status_ok(paying->refused) ? shop__ticket_use(till, &paying->ticket.id, &call->event)
                                      : shop__ticket_try(till, &paying->ticket.id);
}

static struct status redeem_then(struct call *call)
{
    const struct paying *paying = call->state;
    const struct journal_answer *answer = &call->answer;
    TRY(paying->refused);
    struct json_object *body = json_object_new_object();
    json_object_object_add(body, "record", json_object_new_int64((int64_t)answer->record));
    json_object_object_add(body, "day", day_json(answer->day));
    json_object_object_add(body, "again", json_object_new_boolean(answer->again));
    json_object_object_add(body, "points", json_object_new_int64((int64_t)answer->outcome.granted));
    json_object_object_add(body, "cash_fen",
                           json_object_new_int64(call_integer(call, "cash_fen", 0)));
    json_object_object_add(body, "balance",
                           paying->by_shop || helped(paying)
                               ? NULL
                               : json_object_new_int64((int64_t)answer->outcome.balance));
    return call_reply(call, 201, body);
}

struct status shop__redeem(struct call *call)
{
    void *state = NULL;
    TRY(call_state(call, sizeof(struct paying), NULL, &state));
    return call_write(call, redeem_run, redeem_then);
}

/* The record is a redemption at this shop, not too long ago. */
static struct status refund_judge(struct call *call, struct side *side)
{
    struct shop shop;
    struct entry entry;
    struct terms terms;
    TRY(shop__own(call, side));
    TRY(shop__terms(shop__till(side), call->village_code, &terms));
    TRY(shop__find(call, side, &shop));
    TRY(ledger_entry(side->ledger, (uint64_t)call_integer(call, "record", 0), &entry));
    if (entry.kind != ENTRY_REDEEM || entry.subject != shop.account) {
        return REFUSE(RECORD_NOT_FOUND);
    }
    bool late = side_today(side, &call->village) > entry.day + terms.refund_days;
    return late ? REFUSE(REFUND_LATE) : OK;
}

static struct status refund_run(struct call *call, struct side *side)
{
    Sanbao__V1__Operation operation = SANBAO__V1__OPERATION__INIT;
    Sanbao__V1__Refund refund = SANBAO__V1__REFUND__INIT;
    TRY(refund_judge(call, side));
    refund.record = (uint64_t)call_integer(call, "record", 0);
    operation.action_case = SANBAO__V1__OPERATION__ACTION_REFUND;
    operation.refund = &refund;
    TRY(call_try(call, side, &operation));
    call->answer.outcome.balance = 0; /* no business of the shop's */
    return OK;
}

struct status shop__refund(struct call *call)
{
    return call_operation(call, refund_run);
}
