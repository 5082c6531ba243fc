/* enrolment.c - a code, given out once, with which a person chooses a password and sets up one-time
 * codes: the first time, and whenever one of the two was lost. The TOTP secret follows from the
 * code, so that nothing is stored until both are shown to work. */
#include <json-c/json.h>
#include <string.h>

#include "auth/auth_internal.h"

struct status auth_enrolment_make(struct side *side, const struct id *person, const struct id *by,
                                  char code[ENROLMENT_TEXT_SIZE])
{
    uint8_t bytes[ENROLMENT_BYTES];
    char plain[ENROLMENT_TEXT_SIZE];
    struct enrolment enrolment = {
        .person = *person, .made_at = side->real(), .ends_at = side->real() + ENROLMENT_SECONDS};
    if (by != NULL) {
        enrolment.made_by = *by;
    }
    random_bytes(bytes, sizeof bytes);
    base32__format(bytes, sizeof bytes, plain);
    snprintf(code, ENROLMENT_TEXT_SIZE, "%.4s-%.4s-%.4s-%.4s", plain, plain + 4, plain + 8,
             plain + 12);
    sha256(&enrolment.code_hash, bytes, sizeof bytes);
    wipe(bytes, sizeof bytes);
    wipe(plain, sizeof plain);
    TRY(auth__enrolment_put(side_state(side, &auth_room), &enrolment));
    return notify_tell(side, person, TEXT_ENROLMENT, NULL);
}

static void secret_derive(struct side *side, const struct hash *code_hash,
                          uint8_t secret[TOTP_SECRET_BYTES])
{
    struct hash hash;
    const struct piece pieces[] = {{"sanbao-totp/v1", 14}, {code_hash->bytes, HASH_BYTES}};
    keys_hmac(side->keys, pieces, COUNT(pieces), &hash);
    memcpy(secret, hash.bytes, TOTP_SECRET_BYTES);
}

/* The enrolment of a code as it was typed, if it is one that counts. */
static struct status find(struct side *side, const char *code, bool *found,
                          struct enrolment *enrolment)
{
    uint8_t bytes[ENROLMENT_BYTES];
    struct hash hash;
    *found = false;
    if (!base32__parse(code, bytes, sizeof bytes)) {
        return OK;
    }
    sha256(&hash, bytes, sizeof bytes);
    wipe(bytes, sizeof bytes);
    TRY(auth__enrolment_find(side_state(side, &auth_room), &hash, found, enrolment));
    *found = *found && enrolment->ends_at > side->real();
    return OK;
}

/* The number of the person, in the village where they are on the list; "" for an erased one. */
static struct status number_of(struct side *side, const struct id *person, char out[CODE_MAX * 4])
{
    struct people_row row = {.person = NULL};
    bool found = false;
    out[0] = '\0';
    TRY(people_get(side->people, person, &found, &row));
    if (found) {
        snprintf(out, CODE_MAX * 4, "%s", row.person->number);
        people_row_free(&row);
    }
    return OK;
}

/* ---- given out by an admin ---- */

struct give_state {
    struct id person;
    char code[ENROLMENT_TEXT_SIZE];
};

struct tenants {
    struct side *side;
    struct id caller;
    struct id person;
    bool allowed;
};

/* Whoever has an office in several villages is let in by somebody who is admin in all of them. */
static struct status tenant_check(void *context, const char *code, const struct village *village)
{
    struct tenants *tenants = context;
    const ProtobufCBinaryData person = {ID_BYTES, tenants->person.bytes};
    const ProtobufCBinaryData caller = {ID_BYTES, tenants->caller.bytes};
    struct member member;
    struct member admin;
    (void)code;
    TRY(identity_member(tenants->side->identity, village->id, &person, &member));
    if (member.id != 0 && member.roles != 0) {
        TRY(identity_member(tenants->side->identity, village->id, &caller, &admin));
        tenants->allowed = tenants->allowed && admin.id != 0 &&
                           member_has_role(&admin, SANBAO__V1__ROLE__ROLE_ADMIN);
    }
    return OK;
}

static struct status give_run(struct call *call, struct side *side)
{
    struct give_state *state = call->state;
    struct tenants tenants = {side, call->caller.person, state->person, true};
    const ProtobufCBinaryData person = {ID_BYTES, state->person.bytes};
    struct member member;
    TRY(identity_member(side->identity, call->village.id, &person, &member));
    if (member.id == 0) {
        return call_refuse(call, REFUSE(PERSON_UNKNOWN), "person");
    }
    TRY(identity_village_each(side->identity, tenant_check, &tenants));
    if (!tenants.allowed) {
        return REFUSE(OFFICE_ELSEWHERE);
    }
    return auth_enrolment_make(side, &state->person, &call->caller.person, state->code);
}

static struct status give_answer(struct call *call)
{
    struct give_state *state = call->state;
    struct json_object *body = json_object_new_object();
    json_object_object_add(body, "code", json_object_new_string(state->code));
    json_object_object_add(
        body, "ends_at",
        instant_json(call->side->real() + ENROLMENT_SECONDS, call->village.utc_offset_minutes));
    wipe(state, sizeof *state);
    return call_reply(call, 201, body);
}

struct status login__enrolment_give(struct call *call)
{
    struct give_state *state = NULL;
    TRY(call_state(call, sizeof *state, NULL, (void **)&state));
    REQUIRE(call_id(call, "person", &state->person));
    return call_write(call, give_run, give_answer);
}

/* ---- looked at: what the authenticator app needs ---- */

struct use_state {
    struct enrolment enrolment;
    struct opened opened;
    struct hash peppered;
    uint8_t secret[TOTP_SECRET_BYTES];
    char password[PASSWORD_TEXT_SIZE];
    char number[CODE_MAX * 4];
    char address[ATTEMPT_ADDRESS_SIZE];
    bool found;
};

static void use_state_end(void *state)
{
    wipe(state, sizeof(struct use_state));
}

/* On the desk: the code, with the try counted where it is wrong. */
static struct status code_run(struct call *call, struct side *side)
{
    struct use_state *state = call->state;
    TRY(attempt__count(side, &attempt_address, state->address, &call->wait_seconds));
    TRY(find(side, call_text(call, "code"), &state->found, &state->enrolment));
    if (!state->found) {
        return OK;
    }
    secret_derive(side, &state->enrolment.code_hash, state->secret);
    TRY(number_of(side, &state->enrolment.person, state->number));
    return attempt__forget(side, &attempt_address, state->address, false);
}

static void uri_make(const char *number, const char *secret, char *out, size_t size)
{
    char label[CODE_MAX * 12 + 1] = "";
    size_t used = 0;
    for (const char *at = number; *at != '\0' && used + 4 < sizeof label; at++) {
        used += (size_t)snprintf(label + used, sizeof label - used, "%%%02X", (unsigned char)*at);
    }
    snprintf(out, size, "otpauth://totp/Sanbao:%s?secret=%s&issuer=Sanbao", label, secret);
}

static struct status look_answer(struct call *call)
{
    struct use_state *state = call->state;
    char secret[TOTP_TEXT_SIZE];
    char uri[512];
    if (!state->found) {
        return call_refuse(call, REFUSE(ENROLMENT_WRONG), "code");
    }
    base32__format(state->secret, sizeof state->secret, secret);
    uri_make(state->number, secret, uri, sizeof uri);
    struct json_object *body = json_object_new_object();
    json_object_object_add(body, "number", json_object_new_string(state->number));
    json_object_object_add(body, "secret", json_object_new_string(secret));
    json_object_object_add(body, "uri", json_object_new_string(uri));
    json_object_object_add(body, "ends_at", instant_json(state->enrolment.ends_at, 0));
    wipe(secret, sizeof secret);
    wipe(uri, sizeof uri);
    return call_reply(call, 200, body);
}

static struct status code_begin(struct call *call, struct use_state **state)
{
    TRY(call_state(call, sizeof **state, use_state_end, (void **)state));
    attempt__address(http_address(call->request), (*state)->address);
    return OK;
}

struct status login__enrolment_look(struct call *call)
{
    struct use_state *state = NULL;
    TRY(code_begin(call, &state));
    return call_write(call, code_run, look_answer);
}

/* ---- used: password chosen, one-time code shown to work ---- */

static struct status hash_run(struct call *call, struct side *side)
{
    struct use_state *state = call->state;
    (void)side;
    return password_hash(state->peppered.bytes, HASH_BYTES, state->password);
}

static struct status use_run(struct call *call, struct side *side)
{
    struct use_state *state = call->state;
    struct auth *auth = side_state(side, &auth_room);
    struct login login = {.person = state->enrolment.person,
                          .made_at = side->real(),
                          .made_by = state->enrolment.made_by};
    bool found = false;
    TRY(find(side, call_text(call, "code"), &found, &state->enrolment));
    if (!found) {
        return call_refuse(call, REFUSE(ENROLMENT_WRONG), "code"); /* used meanwhile */
    }
    if (!totp__check(state->secret, call_text(call, "totp"), side->real(), &login.last_step)) {
        return call_refuse(call, REFUSE(TOTP_WRONG), "totp");
    }
    snprintf(login.password, sizeof login.password, "%s", state->password);
    TRY(people_seal(side->people, &login.person, "totp", state->secret, sizeof state->secret,
                    login.totp));
    TRY(auth__login_put(auth, &login));
    TRY(auth__enrolment_drop(auth, &login.person));
    TRY(auth_sessions_end(side, &login.person, NULL));
    TRY(notify_tell(side, &login.person, TEXT_PASSWORD, NULL));
    state->opened.session =
        (struct session){.person = login.person, .strong = true, .way = SESSION_PASSWORD};
    return login__open(call, side, &state->opened);
}

static struct status use_answer(struct call *call)
{
    struct use_state *state = call->state;
    return login__reply(call, &state->opened);
}

static struct status hashed(struct call *call)
{
    return call_write(call, use_run, use_answer);
}

static struct status use_coded(struct call *call)
{
    struct use_state *state = call->state;
    if (!state->found) {
        return call_refuse(call, REFUSE(ENROLMENT_WRONG), "code");
    }
    struct status good = password__good(call_text(call, "password"), state->number);
    if (!status_ok(good)) {
        return call_refuse(call, good, "password");
    }
    password__pepper(call->side, &state->enrolment.person, "login", call_text(call, "password"),
                     &state->peppered);
    return call_aside(call, hash_run, hashed);
}

struct status login__enrolment_use(struct call *call)
{
    struct use_state *state = NULL;
    TRY(code_begin(call, &state));
    state->opened.cookie = call_flag(call, "cookie");
    return call_write(call, code_run, use_coded);
}
