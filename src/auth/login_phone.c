/* login_phone.c - residents log in with a code sent to their phone. Where a family shares it, they
 * say which of them it is; then the code is used up. */
#include <json-c/json.h>
#include <string.h>

#include "auth/auth_internal.h"

struct person_choice {
    struct id person;
    char village[CODE_MAX + 1];
};

struct phone_state {
    struct opened opened;
    char address[ATTEMPT_ADDRESS_SIZE];
    char openid[OPENID_MAX + 1]; /* to be bound; "" none */
    struct side *side;
    struct person_choice choices[PHONE_PEOPLE_MAX];
    size_t count;
    bool chosen;
    bool good;
};

/* One person once, with the first village whose books know them. */
static struct status choice_add(void *context, const struct id *person, const char *village)
{
    struct phone_state *state = context;
    const ProtobufCBinaryData bytes = {ID_BYTES, (uint8_t *)(uintptr_t)person->bytes};
    struct village found;
    struct member member;
    for (size_t i = 0; i < state->count; i++) {
        if (memcmp(&state->choices[i].person, person, sizeof *person) == 0) {
            return OK;
        }
    }
    struct status status = identity_village(state->side->identity, village, &found);
    if (status.code == STATUS_VILLAGE_UNKNOWN) {
        return OK; /* a row whose operation never came into the books */
    }
    TRY(status);
    TRY(identity_member(state->side->identity, found.id, &bytes, &member));
    if (member.id != 0) {
        struct person_choice *choice = &state->choices[state->count++];
        choice->person = *person;
        snprintf(choice->village, sizeof choice->village, "%s", village);
    }
    return OK;
}

/* Which of them: the only one, or the one that was named. */
static struct status choose(struct call *call, const struct phone_state *state, bool *chosen,
                            struct id *person)
{
    struct id wanted;
    bool named = call_id(call, "person", &wanted);
    *chosen = false;
    for (size_t i = 0; i < state->count; i++) {
        const struct id *each = &state->choices[i].person;
        if (named ? memcmp(each, &wanted, sizeof wanted) == 0 : state->count == 1) {
            *chosen = true;
            *person = *each;
        }
    }
    return named && !*chosen ? call_refuse(call, REFUSE(PHONE_NOT_YOURS), "person") : OK;
}

static struct status run(struct call *call, struct side *side)
{
    struct phone_state *state = call->state;
    const char *phone = call_text(call, "phone");
    TRY(attempt__count(side, &attempt_address, state->address, &call->wait_seconds));
    TRY(codes__check(side, phone, call_text(call, "code"), CODE_LOGIN, &state->good));
    if (!state->good) {
        return OK; /* the try is kept */
    }
    state->side = side;
    TRY(people_by_phone(side->people, phone, choice_add, state));
    state->good = state->count > 0;
    TRY(choose(call, state, &state->chosen, &state->opened.session.person));
    if (!state->chosen) {
        return OK;
    }
    TRY(attempt__forget(side, &attempt_address, state->address, false));
    TRY(codes__drop(side, phone));
    if (state->openid[0] != '\0') {
        TRY(notify_openid_put(side, &state->opened.session.person, state->openid));
        TRY(notify_tell(side, &state->opened.session.person, TEXT_WECHAT, NULL));
    }
    state->opened.session.way = SESSION_PHONE;
    return login__open(call, side, &state->opened);
}

static struct status choice_json(struct call *call, const struct person_choice *choice,
                                 struct json_object **out)
{
    struct people_row row = {.person = NULL};
    char *name = NULL;
    bool found = false;
    TRY(people_get(call->side->people, &choice->person, &found, &row));
    struct status status =
        texts_get(call->side->people, choice->village, "village", choice->village, "name", &name);
    *out = json_object_new_object();
    json_object_object_add(*out, "person", id_json(&choice->person));
    json_object_object_add(*out, "name", text_json(found ? row.person->name : NULL));
    json_object_object_add(*out, "village", json_object_new_string(choice->village));
    json_object_object_add(*out, "village_name", text_json(name));
    free(name);
    people_row_free(&row);
    return status;
}

/* The family: who of you is it? */
static struct status choices_reply(struct call *call, const struct phone_state *state)
{
    struct json_object *body = json_object_new_object();
    struct json_object *list = json_object_new_array();
    json_object_object_add(body, "choices", list);
    for (size_t i = 0; i < state->count; i++) {
        struct json_object *item = NULL;
        struct status status = choice_json(call, &state->choices[i], &item);
        if (item != NULL) {
            json_object_array_add(list, item);
        }
        if (!status_ok(status)) {
            json_object_put(body);
            return status;
        }
    }
    return call_reply(call, 200, body);
}

static struct status answer(struct call *call)
{
    struct phone_state *state = call->state;
    if (!state->good) {
        return call_refuse(call, REFUSE(PHONE_CODE_WRONG), "code");
    }
    return state->chosen ? login__reply(call, &state->opened) : choices_reply(call, state);
}

static void state_end(void *state)
{
    wipe(state, sizeof(struct phone_state));
}

struct status login__phone(struct call *call)
{
    struct phone_state *state = NULL;
    if (!people_phone_good(call_text(call, "phone"))) {
        return call_refuse(call, REFUSE(PHONE_WRONG), "phone");
    }
    TRY(call_state(call, sizeof *state, state_end, (void **)&state));
    if (call_has(call, "bind") &&
        !wechat__bind_open(call->side, call_text(call, "bind"), state->openid)) {
        return call_refuse(call, REFUSE(BIND_WRONG), "bind");
    }
    state->opened.cookie = call_flag(call, "cookie");
    attempt__address(http_address(call->request), state->address);
    return call_write(call, run, answer);
}
