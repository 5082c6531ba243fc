/* outbound.h - the only door to other servers: one request, one answer, by libcurl.
 *
 * Whom we speak to stands in the settings and never in a request. Even so a name may come to point
 * elsewhere: so no redirect is followed, no proxy of the environment asked, nothing but HTTPS
 * spoken, unless the server is this very machine by its number. It waits: call it on the thread for
 * outbound work. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

enum { OUTBOUND_URL_MAX = 2048, OUTBOUND_ANSWER_MAX = 64 * 1024, OUTBOUND_SECONDS_MAX = 10 };

struct outbound_request {
    const char *url;
    const char *bearer; /* for an Authorization header; NULL or "": none */
    const char *json;   /* the body of a POST; NULL: a GET */
};

struct outbound_answer {
    int status;
    char *body; /* NUL-ended; malloc'ed for the caller, who wipes what is secret */
    size_t length;
};

/* Whether a request may go there: https://HOST..., or http:// to 127.0.0.1 or [::1]; without user
 * name, without control characters or spaces. */
bool outbound_url_good(const char *url);

/* Sends and waits, OUTBOUND_SECONDS_MAX at most. Whatever the other side answers is OK, and to be
 * judged by its status. Refuses: OUTBOUND_URL, OUTBOUND_LARGE (more than OUTBOUND_ANSWER_MAX),
 * OUTBOUND_FAILED (no way there, no answer in time, a certificate that is not theirs). Faults:
 * OUT_OF_MEMORY. */
CHECKED struct status outbound_send(const struct outbound_request *request,
                                    struct outbound_answer *answer);
void outbound_answer_free(struct outbound_answer *answer); /* Empties it; empty is welcome. */

/* Appends `value`, percent-encoded for a query (RFC 3986: all but letters, digits and -._~).
 * False where `out` has no room. */
CHECKED bool outbound_encode(char *out, size_t size, const char *value);
