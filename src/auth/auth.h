/* auth.h - who is there: sessions, and the ways to get one. */
#pragma once

#include "service/service.h"

extern const struct side_room auth_room; /* what each side of the service keeps for it */

enum { TOKEN_BYTES = 32, TOKEN_TEXT_SIZE = 2 * TOKEN_BYTES + 1 };

struct session {
    struct id id;
    struct id person;
    bool strong;
    bool device;
    int64_t created_at;
    int64_t ends_at;
};

/* Makes a session that lasts `seconds`; the token is random and is not stored. Within a transaction
 * of people.db. */
CHECKED struct status auth_session_make(struct side *side, const struct id *person, bool strong,
                                        int64_t seconds, char token[TOKEN_TEXT_SIZE]);
/* The service_identify of the service: "Authorization: Bearer TOKEN". Refuses: SESSION_ENDED (the
 * token is unknown, or its time is over). */
CHECKED struct status auth_identify(struct side *side, const struct http_request *request,
                                    struct caller *caller);
