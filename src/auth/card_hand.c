/* card_hand.c - cards made, found, blocked; and the way of a card that is shown with its PIN: what
 * the shop's screen, the leader's list and an elder's own log-in have in common. */
#include <json-c/json.h>
#include <string.h>

#include "auth/auth_internal.h"

/* Whoever scans at a device is known: wrong cards and numbers are counted by who asks. */
static const struct attempt_rule attempt_card = {"card", 10, 30, 900, 86400};
/* A device that tries a few PINs on each of many cards. */
static const struct attempt_rule attempt_pin = {"pin", 10, 60, 3600, 86400};

/* ---- blocked ---- */

struct status card__block(struct side *side, const struct card *card, const struct id *by,
                          enum card_end why)
{
    struct auth *auth = side_state(side, &auth_room);
    const char *const values[NOTIFY_VALUES_MAX] = {card->last};
    int64_t number = 0;
    TRY(auth__card_last_dead(auth, card->village, &number));
    TRY(auth__card_end(auth, &card->id, number + 1, side->real(), by, why));
    TRY(auth__card_sessions_end(auth, &card->person));
    return why == CARD_REPLACED ? OK : notify_tell(side, &card->person, TEXT_CARD_BLOCKED, values);
}

static struct status replace_all(struct side *side, const char *village, const struct id *person,
                                 const struct id *by)
{
    struct card_row row;
    bool found = true;
    while (found) {
        TRY(auth__card_alive(side_state(side, &auth_room), village, person, &found, &row));
        if (found) {
            TRY(card__block(side, &row.card, by, CARD_REPLACED));
        }
    }
    return OK;
}

struct status auth_cards_end(struct side *side, const struct id *person, const struct id *by)
{
    struct auth *auth = side_state(side, &auth_room);
    struct card_row row;
    bool found = true;
    while (found) {
        int64_t number = 0;
        TRY(auth__card_alive(auth, NULL, person, &found, &row));
        if (found) {
            TRY(auth__card_last_dead(auth, row.card.village, &number));
            TRY(auth__card_end(auth, &row.card.id, number + 1, side->real(), by, CARD_LEFT));
        }
    }
    return OK;
}

/* ---- made ---- */

static void number_index(struct side *side, const char *number, uint8_t index[CARD_INDEX_BYTES])
{
    struct hash hash;
    const struct piece pieces[] = {{"sanbao-card-number/v1", 21}, {number, strlen(number)}};
    keys_hmac(side->keys, pieces, COUNT(pieces), &hash);
    memcpy(index, hash.bytes, CARD_INDEX_BYTES);
}

/* A number that no card has. */
static struct status number_draw(struct side *side, char number[CARD_NUMBER_SIZE],
                                 uint8_t index[CARD_INDEX_BYTES])
{
    struct auth *auth = side_state(side, &auth_room);
    struct card card;
    bool taken = true;
    while (taken) {
        for (size_t i = 0; i + 1 < CARD_DIGITS; i++) {
            uint8_t byte = 0;
            do {
                random_bytes(&byte, 1);
            } while (byte >= 250);
            number[i] = (char)('0' + byte % 10);
        }
        card__number_finish(number);
        number_index(side, number, index);
        TRY(auth__card_by_number(auth, index, &taken, &card));
    }
    return OK;
}

struct status card__issue(struct side *side, const char *village, const struct id *person,
                          const struct id *by, struct card_paper *paper)
{
    struct auth *auth = side_state(side, &auth_room);
    struct card_row row = {.card = {.person = *person, .issued_at = side->real()}};
    uint8_t plain[CARD_BYTES + CARD_DIGITS];
    const char *const values[NOTIFY_VALUES_MAX] = {row.card.last};
    TRY(replace_all(side, village, person, by));
    random_bytes(row.card.id.bytes, ID_BYTES);
    random_bytes(plain, CARD_BYTES);
    TRY(number_draw(side, paper->number, row.number_index));
    memcpy(plain + CARD_BYTES, paper->number, CARD_DIGITS);
    card__code_hash(plain, &row.code_hash);
    card__qr_format(plain, paper->qr);
    snprintf(row.card.village, sizeof row.card.village, "%s", village);
    snprintf(row.card.last, sizeof row.card.last, "%s", paper->number + CARD_DIGITS - 3);
    row.issued_by = *by;
    TRY(people_seal(side->people, person, "card", plain, sizeof plain, row.sealed));
    wipe(plain, sizeof plain);
    paper->id = row.card.id;
    TRY(auth__card_put(auth, &row));
    return notify_tell(side, person, TEXT_CARD_ISSUED, values);
}

struct status card__paper(struct side *side, const struct id *id, bool *found,
                          struct card_paper *paper)
{
    struct card_row row;
    uint8_t plain[CARD_BYTES + CARD_DIGITS];
    TRY(auth__card_get(side_state(side, &auth_room), id, found, &row));
    *found = *found && row.card.dead_at == 0;
    if (!*found) {
        return OK;
    }
    TRY(people_unseal(side->people, &row.card.person, "card", row.sealed, sizeof row.sealed, plain,
                      found));
    if (*found) {
        paper->id = *id;
        card__qr_format(plain, paper->qr);
        memcpy(paper->number, plain + CARD_BYTES, CARD_DIGITS);
        paper->number[CARD_DIGITS] = '\0';
    }
    wipe(plain, sizeof plain);
    return OK;
}

/* ---- found ---- */

/* The card behind what was scanned or typed. */
static struct status card_find(struct side *side, const char *village, const char *shown,
                               struct card *card)
{
    struct auth *auth = side_state(side, &auth_room);
    uint8_t code[CARD_BYTES];
    uint8_t index[CARD_INDEX_BYTES];
    char number[CARD_NUMBER_SIZE];
    struct hash hash;
    bool found = false;
    if (card__qr_parse(shown, code)) {
        card__code_hash(code, &hash);
        wipe(code, sizeof code);
        TRY(auth__card_by_code(auth, &hash, &found, card));
    } else if (card__number_parse(shown, number)) {
        number_index(side, number, index);
        TRY(auth__card_by_number(auth, index, &found, card));
    } else {
        return REFUSE(CARD_MALFORMED);
    }
    if (!found || strcmp(card->village, village) != 0) {
        return REFUSE(CARD_UNKNOWN);
    }
    return card->dead_at == 0 ? OK : REFUSE(CARD_BLOCKED);
}

/* ---- shown, with or without its PIN: the call's state begins with a struct card_shown ---- */

static void asker_make(const struct call *call, char out[2 * ID_BYTES + 1])
{
    static const struct id none;
    const struct caller *caller = &call->caller;
    bool device = memcmp(&caller->device_id, &none, sizeof none) != 0;
    hex__text(device ? caller->device_id.bytes : caller->person.bytes, ID_BYTES, out);
}

/* A try of the PIN is counted before it is judged, by the card's person and by the device. */
static struct status pin_prepare(struct call *call, struct side *side, struct card_shown *shown)
{
    struct auth *auth = side_state(side, &auth_room);
    char asker[2 * ID_BYTES + 1];
    struct pin pin;
    bool found = false;
    TRY(auth__pin_find(auth, &shown->card.person, &found, &pin));
    if (!found || pin.failures >= PIN_TRIES) {
        shown->verdict = found ? REFUSE(PIN_LOCKED) : REFUSE(PIN_NONE);
        return OK;
    }
    asker_make(call, asker);
    TRY(attempt__count(side, &attempt_pin, asker, &call->wait_seconds));
    snprintf(shown->stored, sizeof shown->stored, "%s", pin.hash);
    password__pepper(side, &shown->card.person, "pin", call_text(call, "pin"), &shown->peppered);
    return auth__pin_failures(auth, &shown->card.person, pin.failures + 1);
}

static struct status shown_prepare(struct call *call, struct side *side)
{
    struct card_shown *shown = call->state;
    char asker[2 * ID_BYTES + 1];
    asker_make(call, asker);
    TRY(attempt__count(side, &attempt_card, asker, &call->wait_seconds));
    shown->verdict = card_find(side, call->village_code, call_text(call, "card"), &shown->card);
    if (status_is_fault(shown->verdict)) {
        return shown->verdict;
    }
    if (!status_ok(shown->verdict)) {
        return OK; /* the try is kept */
    }
    TRY(attempt__forget(side, &attempt_card, asker, false));
    return shown->with_pin ? pin_prepare(call, side, shown) : OK;
}

static struct status pin_compare(struct call *call, struct side *side)
{
    struct card_shown *shown = call->state;
    (void)side;
    return password_check(shown->peppered.bytes, HASH_BYTES, shown->stored, &shown->good);
}

static struct status pin_judge(struct call *call, struct side *side)
{
    struct card_shown *shown = call->state;
    struct auth *auth = side_state(side, &auth_room);
    struct pin pin;
    bool found = false;
    if (shown->good) {
        char asker[2 * ID_BYTES + 1];
        asker_make(call, asker);
        TRY(attempt__forget(side, &attempt_pin, asker, false));
        return auth__pin_failures(auth, &shown->card.person, 0);
    }
    shown->verdict = REFUSE(PIN_WRONG);
    TRY(auth__pin_find(auth, &shown->card.person, &found, &pin));
    return found && pin.failures == PIN_TRIES
               ? notify_tell(side, &shown->card.person, TEXT_PIN_LOCKED, NULL)
               : OK;
}

static struct status pin_judged(struct call *call)
{
    struct card_shown *shown = call->state;
    return status_ok(shown->verdict) ? shown->next(call) : call_refuse(call, shown->verdict, "pin");
}

static struct status pin_compared(struct call *call)
{
    return call_write(call, pin_judge, pin_judged);
}

static struct status shown_prepared(struct call *call)
{
    struct card_shown *shown = call->state;
    if (!status_ok(shown->verdict)) {
        bool pin =
            shown->verdict.code == STATUS_PIN_LOCKED || shown->verdict.code == STATUS_PIN_NONE;
        return call_refuse(call, shown->verdict, pin ? "pin" : "card");
    }
    return shown->with_pin ? call_aside(call, pin_compare, pin_compared) : shown->next(call);
}

/* ---- off line ---- */

static void mark_make(const struct hash *code_hash, struct id *mark)
{
    memcpy(mark->bytes, code_hash->bytes, ID_BYTES);
}

struct status auth_card_mark(struct side *side, const char *village, const struct id *person,
                             bool *found, struct id *mark)
{
    struct card_row row;
    TRY(auth__card_alive(side_state(side, &auth_room), village, person, found, &row));
    if (*found) {
        mark_make(&row.code_hash, mark);
    }
    return OK;
}

struct status auth_cards_dead(struct call *call, int64_t *after, struct json_object **out)
{
    struct auth *auth = side_state(call->side, &auth_room);
    struct json_object *items = json_object_new_array();
    struct dead_card card = {.number = *after};
    struct status status = OK;
    bool found = true;
    for (bool first = true; found && status_ok(status); first = false) {
        status =
            auth__card_dead_next(auth, call->village_code, *after, DEAD_MAX, first, &found, &card);
        if (status_ok(status) && found) {
            struct json_object *item = json_object_new_object();
            struct id mark;
            mark_make(&card.code_hash, &mark);
            json_object_object_add(item, "mark", id_json(&mark));
            json_object_object_add(item, "at",
                                   instant_json(card.at, call->village.utc_offset_minutes));
            json_object_array_add(items, item);
        }
    }
    if (!status_ok(status)) {
        json_object_put(items);
        return status;
    }
    *after = card.number;
    *out = items;
    return OK;
}

const struct field auth_dead_fields[] = {
    {"mark", FIELD_ID, FIELD_NEEDED, 0, 0, NULL, NULL,
     "SHA-256(\"sanbao-card/v1\" 加卡码的 16 字节) 的前 16 字节",
     "the first 16 bytes of SHA-256(\"sanbao-card/v1\" and the code's 16 bytes)"},
    {"at", FIELD_INSTANT, FIELD_NEEDED, 0, 0, NULL, NULL, "停用时间", "since when"},
    FIELDS_END,
};

/* ---- with or without its PIN ---- */

struct status auth_card_shown(struct call *call, bool with_pin,
                              struct status (*next)(struct call *call))
{
    struct card_shown *shown = call->state;
    REQUIRE(shown != NULL && next != NULL);
    shown->with_pin = with_pin;
    shown->next = next;
    return call_write(call, shown_prepare, shown_prepared);
}
