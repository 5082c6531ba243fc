/* session.c - tokens: made at random, known by their hash alone, good for a time. */
#include <stdlib.h>
#include <string.h>

#include "auth/auth_internal.h"

static struct status state_open(struct side *side, void **state)
{
    struct auth *auth = calloc(1, sizeof *auth);
    *state = auth;
    if (auth == NULL) {
        return FAULT(OUT_OF_MEMORY);
    }
    auth->store = people_store(side->people);
    return OK;
}

static void state_close(void **state)
{
    free(*state);
    *state = NULL;
}

const struct side_room auth_room = {"auth", state_open, state_close};

struct status auth_session_make(struct side *side, const struct id *person, bool strong,
                                int64_t seconds, char token[TOKEN_TEXT_SIZE])
{
    uint8_t bytes[TOKEN_BYTES];
    struct hash hash;
    struct session session = {.person = *person,
                              .strong = strong,
                              .created_at = side_now(side),
                              .ends_at = side_now(side) + seconds};
    random_bytes(bytes, sizeof bytes);
    random_bytes(session.id.bytes, ID_BYTES);
    for (size_t i = 0; i < TOKEN_BYTES; i++) {
        snprintf(token + 2 * i, 3, "%02x", bytes[i]);
    }
    sha256(&hash, token, TOKEN_TEXT_SIZE - 1);
    wipe(bytes, sizeof bytes);
    return auth__session_put(side_state(side, &auth_room), &hash, &session);
}

struct status auth_identify(struct side *side, const struct http_request *request,
                            struct caller *caller)
{
    const char *header = http_header(request, "Authorization");
    struct hash hash;
    struct session session;
    bool found = false;
    if (header == NULL || strncmp(header, "Bearer ", 7) != 0) {
        return OK;
    }
    sha256(&hash, header + 7, strlen(header + 7));
    TRY(auth__session_find(side_state(side, &auth_room), &hash, &found, &session));
    if (!found || session.ends_at <= side_now(side)) {
        return REFUSE(SESSION_ENDED);
    }
    caller->known = true;
    caller->person = session.person;
    caller->session = session.id;
    caller->strong = session.strong;
    caller->device = session.device;
    return OK;
}
