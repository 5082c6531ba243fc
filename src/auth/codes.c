/* codes.c - six digits sent to a phone. Whoever asks is answered the same, for phones that are
 * known and for those that are not. Limits by phone, by address and by day keep SMS from being
 * flooded, and a phone from being pestered. */
#include <json-c/json.h>
#include <string.h>

#include "auth/auth_internal.h"

static const struct quota_rule per_phone_minute = {"code-minute", CODE_AGAIN_SECONDS, 1};
static const struct quota_rule per_phone_day = {"code-day", 86400, 12};
/* Half of them from one address: a stranger cannot keep the owner of a phone out for a day. */
static const struct quota_rule per_pair_day = {"code-pair", 86400, 6};
static const struct quota_rule per_address = {"code-address", 3600, 60};
/* Codes to phones on no roster cost the same and help fewer: one address gets few of them. */
static const struct quota_rule per_address_unknown = {"code-unknown", 86400, 10};

enum { CODES = 1000000 };

static uint32_t code_draw(void)
{
    uint32_t number = 0;
    do {
        random_bytes(&number, sizeof number);
    } while (number >= UINT32_MAX - UINT32_MAX % CODES); /* each equally likely */
    return number % CODES;
}

static void code_hash(struct side *side, const char *phone, const char *code, struct hash *hash)
{
    const struct piece pieces[] = {
        {"sanbao-code/v1", 14}, {phone, strlen(phone)}, {code, strlen(code)}};
    keys_hmac(side->keys, pieces, COUNT(pieces), hash);
}

/* ---- asked for ---- */

struct send_state {
    char address[ATTEMPT_ADDRESS_SIZE];
    char code[CODE_DIGITS + 1];
    bool send;
};

static void send_state_end(void *state)
{
    wipe(state, sizeof(struct send_state));
}

static struct status someone_note(void *context, const struct id *person, const char *village)
{
    (void)person;
    (void)village;
    *(bool *)context = true;
    return OK;
}

/* Whether this code goes out: to a phone that is known, or that is to be proved. */
static struct status send_decide(struct side *side, const char *phone, enum code_purpose purpose,
                                 struct send_state *state)
{
    bool known = false;
    bool allowed = true;
    TRY(people_by_phone(side->people, phone, someone_note, &known));
    if (!known && purpose == CODE_PROVE) {
        TRY(quota__take(side, &per_address_unknown, state->address, &allowed));
    }
    state->send = allowed && (known || purpose == CODE_PROVE);
    if (state->send) {
        TRY(notify_sms_take(side, &state->send));
    }
    return OK;
}

static struct status send_run(struct call *call, struct side *side)
{
    struct send_state *state = call->state;
    const char *phone = call_text(call, "phone");
    struct phone_code code = {.purpose = (enum code_purpose)call_integer(call, "purpose", 0),
                              .made_at = side->real()};
    char pair[PHONE_DIGITS + ATTEMPT_ADDRESS_SIZE + 2];
    bool allowed = false;
    TRY(quota__take(side, &per_address, state->address, &allowed));
    if (!allowed) {
        return call_wait(call, REFUSE(TRY_LATER), quota__wait(side, &per_address));
    }
    TRY(quota__take(side, &per_phone_minute, phone, &allowed));
    if (allowed) {
        snprintf(pair, sizeof pair, "%s %s", phone, state->address);
        TRY(quota__take(side, &per_pair_day, pair, &allowed));
    }
    if (allowed) {
        TRY(quota__take(side, &per_phone_day, phone, &allowed));
    }
    if (!allowed) {
        return OK; /* the code before is still good */
    }
    snprintf(state->code, sizeof state->code, "%06u", code_draw());
    people_phone_index(side->keys, phone, code.phone_index);
    code_hash(side, phone, state->code, &code.code_hash);
    TRY(auth__code_put(side_state(side, &auth_room), &code));
    return send_decide(side, phone, code.purpose, state);
}

static struct status send_answer(struct call *call)
{
    struct send_state *state = call->state;
    struct json_object *body = json_object_new_object();
    json_object_object_add(body, "good_seconds", json_object_new_int(CODE_SECONDS));
    json_object_object_add(body, "again_seconds", json_object_new_int(CODE_AGAIN_SECONDS));
    TRY(call_reply(call, 202, body));
    if (state->send) {
        char text[160];
        snprintf(text, sizeof text, "%s%s%s",
                 lang_pick("【三宝】验证码 ", "[Sanbao] Your code is "), state->code,
                 lang_pick("，5 分钟内有效。不要告诉任何人，村里也不会来问。",
                           ", good for 5 minutes. Tell nobody: the village never asks for it."));
        notify_sms_now(call->service, call->side, call_text(call, "phone"), text);
        wipe(text, sizeof text);
    }
    return OK;
}

struct status codes__send(struct call *call)
{
    struct send_state *state = NULL;
    if (!people_phone_good(call_text(call, "phone"))) {
        return call_refuse(call, REFUSE(PHONE_WRONG), "phone");
    }
    if (!notify_reaches_phones(call->side)) {
        return REFUSE(SMS_NONE);
    }
    TRY(call_state(call, sizeof *state, send_state_end, (void **)&state));
    attempt__address(http_address(call->request), state->address);
    return call_write(call, send_run, send_answer);
}

/* ---- come back ---- */

struct status codes__check(struct side *side, const char *phone, const char *code,
                           enum code_purpose purpose, bool *good)
{
    struct auth *auth = side_state(side, &auth_room);
    struct phone_code stored;
    struct hash hash;
    uint8_t index[PHONE_INDEX_BYTES];
    bool found = false;
    *good = false;
    people_phone_index(side->keys, phone, index);
    TRY(auth__code_find(auth, index, &found, &stored));
    if (!found || stored.purpose != purpose || stored.tries >= CODE_TRIES ||
        stored.made_at + CODE_SECONDS <= side->real()) {
        return OK;
    }
    code_hash(side, phone, code, &hash);
    *good = secret_equal(&hash, &stored.code_hash, sizeof hash);
    stored.tries++;
    return auth__code_put(auth, &stored);
}

struct status codes__drop(struct side *side, const char *phone)
{
    uint8_t index[PHONE_INDEX_BYTES];
    people_phone_index(side->keys, phone, index);
    return auth__code_drop(side_state(side, &auth_room), index);
}

struct status auth_code_use(struct side *side, const char *phone, const char *code,
                            enum code_purpose purpose, bool *good)
{
    TRY(codes__check(side, phone, code, purpose, good));
    return *good ? codes__drop(side, phone) : OK;
}
