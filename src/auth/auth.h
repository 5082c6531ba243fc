/* auth.h - who is there: sessions, and the ways to get one: password and one-time code, phone code,
 * WeChat, card and PIN, an enrolled device.
 *
 * Times here are the machine's, not the village's day: a folder that stands in a past year still
 * ends sessions. Tokens and passwords are kept as hashes, the rest is sealed per person. */
#pragma once

#include "service/service.h"

extern const struct side_room auth_room; /* what each side of the service keeps for it */
extern const struct route auth_routes[];

/* What the operator sets; handed to the sides as the option of auth_room. */
struct auth_options {
    int64_t resident_seconds;    /* for which a resident's session lasts */
    int64_t staff_seconds;       /* and one by password */
    int64_t staff_idle_seconds;  /* after which the latter ends when nothing is asked */
    int64_t device_seconds;      /* after which a device must be enrolled again */
    bool secure;                 /* browsers come over TLS: cookies go no other way */
    const char *wechat_base_url; /* of code2session; borrowed */
    const char *wechat_appid;    /* NULL or "": no log-in by WeChat */
    const char *wechat_secret;
};

/* How a session was got. */
enum session_way {
    SESSION_MACHINE, /* made on the machine itself (sanbao access --session) */
    SESSION_PASSWORD,
    SESSION_PHONE,
    SESSION_WECHAT,
    SESSION_CARD,
    SESSION_DEVICE,
};

enum { TOKEN_BYTES = 32, TOKEN_TEXT_SIZE = 2 * TOKEN_BYTES + 1 };

struct session {
    struct id id;
    struct id person;
    bool strong;
    bool device;
    enum session_way way;
    int64_t created_at;
    int64_t seen_at;
    int64_t ends_at;
    int64_t idle_seconds; /* 0: no limit */
    struct id device_id;  /* zero: none */
};

/* Makes a session of `person`, `strong`, `device`, `way` and `device_id`; fills in the rest, times
 * from the options. The token is random and is not stored. Of a person's sessions the oldest makes
 * room for the twenty-first. Within a transaction of people.db. */
CHECKED struct status auth_session_make(struct side *side, struct session *session,
                                        char token[TOKEN_TEXT_SIZE]);
/* Ends every session of a person but `keep` (NULL: every one). Within a transaction. */
CHECKED struct status auth_sessions_end(struct side *side, const struct id *person,
                                        const struct id *keep);

/* The service_identify of the service: "Authorization: Bearer TOKEN", else the cookie. Refuses:
 * SESSION_ENDED (the token is unknown, its time is over, or it rested too long), CROSS_SITE (a
 * cookie that came with a change asked for by another site's page, or without X-Sanbao). */
CHECKED struct status auth_identify(struct side *side, const struct http_request *request,
                                    struct caller *caller);
/* On the loop's thread, as often as it likes: now and then writes down when sessions were last
 * seen, and clears away what has ended. `reader` is the loop's side. */
void auth_tick(struct service *service, struct side *reader, int64_t now_ms);

/* ---- codes by SMS ---- */

/* What a code is for: one sent for one purpose is no good for the other. */
enum code_purpose {
    CODE_LOGIN, /* sent to phones on a roster alone */
    CODE_PROVE, /* that a phone is the asker's own: at registration, or for a new number */
};
/* Whether this is the phone's code; then it is used up. On the writing side. A wrong code counts as
 * a try, so `run` must return OK all the same, or the count is taken back. */
CHECKED struct status auth_code_use(struct side *side, const char *phone, const char *code,
                                    enum code_purpose purpose, bool *good);

/* The person with this number, staff before resident; `*found` false where the village has none. */
CHECKED struct status auth_person(struct side *side, const char *village, const char *number,
                                  bool *found, struct id *person);
/* Gives a code by which the person chooses a password and sets up the one-time codes; earlier codes
 * end. `by` is who gives it, NULL: the machine's own user. Within a transaction. */
enum { ENROLMENT_TEXT_SIZE = 20 }; /* "ABCD-EFGH-JKLM-NPQR" */
CHECKED struct status auth_enrolment_make(struct side *side, const struct id *person,
                                          const struct id *by, char code[ENROLMENT_TEXT_SIZE]);
