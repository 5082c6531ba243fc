/* login.c - what all log-ins end with: a session, told as a token or as a cookie. */
#include <json-c/json.h>
#include <string.h>

#include "auth/auth_internal.h"

static const char *const way_names[] = {"machine", "password", "phone", "wechat", "card", "device"};

const char *login__way_name(enum session_way way)
{
    REQUIRE((size_t)way < COUNT(way_names));
    return way_names[way];
}

struct status auth_person(struct side *side, const char *village, const char *number, bool *found,
                          struct id *person)
{
    static const enum people_kind kinds[] = {PEOPLE_STAFF, PEOPLE_RESIDENT};
    *found = false;
    for (size_t i = 0; i < COUNT(kinds) && !*found; i++) {
        struct people_row row = {.person = NULL};
        TRY(people_find(side->people, village, kinds[i], number, found, &row));
        if (*found) {
            *person = row.id;
            people_row_free(&row);
        }
    }
    return OK;
}

struct status login__open(struct call *call, struct side *side, struct opened *opened)
{
    bool ended = false;
    if (call->caller.known) { /* what the browser came with ends: nobody can plant a session */
        TRY(auth__session_end(side_state(side, &auth_room), &call->caller.person,
                              &call->caller.session, &ended));
    }
    return auth_session_make(side, &opened->session, opened->token);
}

struct status login__reply(struct call *call, const struct opened *opened)
{
    struct auth *auth = side_state(call->side, &auth_room);
    const struct session *session = &opened->session;
    struct json_object *body = json_object_new_object();
    json_object_object_add(body, "session", id_json(&session->id));
    json_object_object_add(body, "person", id_json(&session->person));
    json_object_object_add(body, "way", json_object_new_string(login__way_name(session->way)));
    json_object_object_add(body, "strong", json_object_new_boolean(session->strong));
    json_object_object_add(body, "ends_at", instant_json(session->ends_at, 0));
    if (opened->cookie) {
        char cookie[COOKIE_TEXT_SIZE];
        token__cookie(opened->token, session->ends_at - session->created_at, auth->options->secure,
                      cookie);
        call_header(call, "Set-Cookie", cookie);
    } else {
        json_object_object_add(body, "token", json_object_new_string(opened->token));
    }
    return call_reply(call, 201, body);
}
