/* shop_http_ticket.c - how a person shows who pays: a code on the phone that lives a minute and
 * dies when it is scanned, so that a picture of it is worth nothing. */
#include <stdlib.h>
#include <string.h>

#include "residents/residents.h"
#include "shop/shop_internal.h"

/* What the desk found; it sees the newest books, the loop only what is committed. */
struct showing {
    struct card_shown shown; /* first: auth_card_shown() */
    struct ticket ticket;
    char code[CODE_DIGITS + 1];
    int64_t available;
};

static void showing_end(void *state)
{
    wipe(state, sizeof(struct showing));
}

static struct status available_find(struct call *call, struct side *side, const struct id *person,
                                    int64_t *available)
{
    const ProtobufCBinaryData bytes = {ID_BYTES, (uint8_t *)(uintptr_t)person->bytes};
    struct member member;
    struct resident_points points;
    TRY(identity_holder(side->identity, call->village.id, &bytes, side_today(side, &call->village),
                        &member));
    TRY(ledger_resident(side->ledger, member.account, &points));
    *available = points.available;
    return OK;
}

static void code_make(char code[CODE_DIGITS + 1])
{
    uint8_t bytes[CODE_DIGITS];
    random_bytes(bytes, sizeof bytes);
    for (size_t i = 0; i < CODE_DIGITS; i++) {
        while (bytes[i] >= 250) { /* every digit as likely as the others */
            random_bytes(&bytes[i], 1);
        }
        code[i] = (char)('0' + bytes[i] % 10);
    }
    code[CODE_DIGITS] = '\0';
}

/* Under the folder's secret: whoever reads people.db cannot pay with what stands there. */
static void code_hash(const struct side *side, const char *village, const char *code,
                      struct hash *hash)
{
    const struct piece pieces[] = {
        {"sanbao-spend-code/v1", 20}, {village, strlen(village) + 1}, {code, strlen(code)}};
    keys_hmac(side->keys, pieces, COUNT(pieces), hash);
}

static struct status code_run(struct call *call, struct side *side)
{
    struct showing *showing = call->state;
    struct till *till = shop__till(side);
    struct ticket *ticket = &showing->ticket;
    struct hash hash;
    struct id person;
    bool help = call_id(call, "person", &person) &&
                memcmp(&person, &call->caller.person, sizeof person) != 0;
    *ticket = (struct ticket){.person = help ? person : call->caller.person,
                              .asked_by = call->caller.person,
                              .way = TICKET_CODE,
                              .ends_at = side_now(side) + CODE_SECONDS};
    snprintf(ticket->village, sizeof ticket->village, "%s", call->village_code);
    random_bytes(ticket->id.bytes, ID_BYTES);
    code_make(showing->code);
    code_hash(side, call->village_code, showing->code, &hash);
    if (help) {
        TRY(residents_act_check(side, call->village_code, &call->village, &person,
                                &call->caller.person, POWER_REDEEM, 0));
    }
    TRY(available_find(call, side, &ticket->person, &showing->available));
    TRY(shop__ticket_sweep(till, side_now(side) - TICKET_KEPT_SECONDS));
    TRY(shop__ticket_drop(till, &ticket->person));
    return shop__ticket_put(till, ticket, &hash);
}

static struct status code_then(struct call *call)
{
    const struct showing *showing = call->state;
    struct json_object *body = json_object_new_object();
    json_object_object_add(body, "code", json_object_new_string(showing->code));
    json_object_object_add(body, "ends_at",
                           instant_json(showing->ticket.ends_at, call->village.utc_offset_minutes));
    bool own = memcmp(&showing->ticket.person, &call->caller.person, ID_BYTES) == 0;
    json_object_object_add(body, "available",
                           own ? json_object_new_int64(showing->available) : NULL);
    return call_reply(call, 201, body);
}

struct status shop__code(struct call *call)
{
    void *state = NULL;
    TRY(call_state(call, sizeof(struct showing), NULL, &state));
    return call_write(call, code_run, code_then);
}

/* It is this shop's and this keeper's now, for as long as the booking may take. */
static struct status scan_take(struct call *call, struct side *side, struct showing *showing)
{
    struct ticket *ticket = &showing->ticket;
    if (memcmp(&ticket->person, &call->caller.person, sizeof ticket->person) == 0) {
        return REFUSE(SPEND_OWN_SHOP);
    }
    snprintf(ticket->shop, sizeof ticket->shop, "%s", call_path(call, "shop"));
    ticket->keeper = call->caller.person;
    ticket->ends_at = side_now(side) + TICKET_SECONDS;
    return available_find(call, side, &ticket->person, &showing->available);
}

static struct status scan_run(struct call *call, struct side *side)
{
    struct showing *showing = call->state;
    struct ticket *ticket = &showing->ticket;
    struct till *till = shop__till(side);
    struct hash hash;
    bool found = false;
    TRY(shop__own(call, side));
    code_hash(side, call->village_code, call_text(call, "code"), &hash);
    TRY(shop__ticket_by_code(till, &hash, &found, ticket));
    if (!found || ticket->ends_at <= side_now(side)) {
        return REFUSE(SPEND_CODE_DEAD);
    }
    TRY(scan_take(call, side, showing));
    return shop__ticket_scan(till, ticket);
}

/* By card and PIN, which were right: a ticket that had no code. */
static struct status card_run(struct call *call, struct side *side)
{
    struct showing *showing = call->state;
    const struct id *person = &showing->shown.card.person;
    struct till *till = shop__till(side);
    struct ticket *ticket = &showing->ticket;
    *ticket = (struct ticket){.person = *person, .asked_by = *person, .way = TICKET_CARD};
    snprintf(ticket->village, sizeof ticket->village, "%s", call->village_code);
    random_bytes(ticket->id.bytes, ID_BYTES);
    TRY(scan_take(call, side, showing));
    TRY(shop__ticket_sweep(till, side_now(side) - TICKET_KEPT_SECONDS));
    return shop__ticket_put(till, ticket, NULL);
}

static struct status scan_then(struct call *call)
{
    const struct showing *showing = call->state;
    const struct ticket *ticket = &showing->ticket;
    int64_t wanted = call_integer(call, "points", 0);
    char *name = NULL;
    TRY(shop__masked(call->side, &ticket->person, &name));
    struct json_object *body = json_object_new_object();
    json_object_object_add(body, "scan", id_json(&ticket->id));
    json_object_object_add(body, "name", json_object_new_string(name));
    json_object_object_add(
        body, "enough", wanted == 0 ? NULL : json_object_new_boolean(showing->available >= wanted));
    json_object_object_add(body, "ends_at",
                           instant_json(ticket->ends_at, call->village.utc_offset_minutes));
    free(name);
    return call_reply(call, 201, body);
}

static struct status card_good(struct call *call)
{
    return call_write(call, card_run, scan_then);
}

/* A code by keeper or till; a PIN is typed at a till alone. */
struct status shop__scan(struct call *call)
{
    void *state = NULL;
    bool card = call_has(call, "card");
    if (card == call_has(call, "code")) {
        return call_refuse(call, REFUSE(FIELD_MISSING), "code");
    }
    if (card != call_has(call, "pin")) {
        return call_refuse(call, REFUSE(FIELD_MISSING), "pin");
    }
    TRY(shop__own(call, call->side));
    if (card && !call->caller.device) {
        return call_refuse(call, REFUSE(NOT_ALLOWED), "card");
    }
    TRY(call_state(call, sizeof(struct showing), showing_end, &state));
    return card ? auth_card_shown(call, true, card_good) : call_write(call, scan_run, scan_then);
}

/* ---- what it is good for ---- */

static struct status ticket_judge(struct call *call, struct side *side, const struct ticket *ticket)
{
    bool own = strcmp(ticket->village, call->village_code) == 0 &&
               strcmp(ticket->shop, call_path(call, "shop")) == 0 &&
               memcmp(&ticket->keeper, &call->caller.person, sizeof ticket->keeper) == 0;
    if (!own) {
        return REFUSE(SPEND_SCAN_DEAD);
    }
    if (ticket->used) {
        return memcmp(&ticket->event, &call->event, sizeof call->event) == 0
                   ? OK
                   : REFUSE(SPEND_SCAN_DEAD);
    }
    bool good = ticket->ends_at > side_now(side) && ticket->tries < TICKET_TRIES;
    return good ? OK : REFUSE(SPEND_SCAN_DEAD);
}

struct status shop__ticket_take(struct call *call, struct side *side, const struct id *scan,
                                struct ticket *ticket)
{
    bool found = false;
    TRY(shop__own(call, side));
    TRY(shop__ticket_by_id(shop__till(side), scan, &found, ticket));
    return found ? ticket_judge(call, side, ticket) : REFUSE(SPEND_SCAN_DEAD);
}
