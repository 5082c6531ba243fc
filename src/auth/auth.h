/* auth.h - who is there: sessions, and the ways to get one: password and one-time code, phone code,
 * WeChat, card and PIN, an enrolled device.
 *
 * Times here are the machine's, not the village's day: a folder that stands in a past year still
 * ends sessions. Tokens and passwords are kept as hashes, the rest is sealed per person. */
#pragma once

#include "service/holdings.h"
#include "service/service.h"

extern const struct side_room auth_room; /* what each side of the service keeps for it */
extern const struct route auth_routes[];
extern const struct route auth_card_routes[];
extern const struct route auth_device_routes[];
#define AUTH_ROUTES auth_routes, auth_card_routes, auth_device_routes

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
/* Ends every card of a person, wherever they have one; `by` says who did. Within a transaction. */
CHECKED struct status auth_cards_end(struct side *side, const struct id *person,
                                     const struct id *by);

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

/* Whether the person has chosen a password, and how many of their devices of the village are in
 * use. */
CHECKED struct status auth_standing(struct side *side, const char *village, const struct id *person,
                                    bool *login, int64_t *devices);

/* ---- cards ---- */

enum {
    CARD_BYTES = 16,
    CARD_QR_SIZE = 33, /* 32 letters and digits */
    CARD_DIGITS = 9,
    CARD_NUMBER_SIZE = CARD_DIGITS + 1,
    PIN_DIGITS = 6,
};

struct card {
    struct id id;
    struct id person;
    char village[CODE_MAX + 1];
    char last[4]; /* the number's last three digits, by which people speak of it */
    int64_t issued_at;
    int64_t dead_at; /* 0: good */
};

/* What a device off line knows a good card by: the first 16 bytes of SHA-256 over "sanbao-card/v1"
 * and the card's 16 bytes. `*found` false: the person has no card in the village. */
CHECKED struct status auth_card_mark(struct side *side, const char *village,
                                     const struct id *person, bool *found, struct id *mark);
/* The village's cards that ended, in the order in which they did, as a list of `mark` and `at`;
 * after number `*after` (0: from the first), which becomes the last one's. At most DEAD_MAX. */
enum { DEAD_MAX = 1000 };
extern const struct field auth_dead_fields[];
CHECKED struct status auth_cards_dead(struct call *call, int64_t *after, struct json_object **out);

/* A card shown at a device, with the fields `card` and, `with_pin`, `pin` of the request's body.
 * The call's state must begin with a struct card_shown. Wrong cards are counted by who asks, wrong
 * PINs by person (five, and only an official unlocks it) and by device. Then `next` runs on the
 * loop's thread and finds card and person in `card`. Refuses: CARD_MALFORMED (a slip: the check is
 * wrong), CARD_UNKNOWN (also of another village), CARD_BLOCKED, TRY_LATER, PIN_NONE, PIN_LOCKED,
 * PIN_WRONG. */
struct card_shown {
    struct card card;
    struct status verdict;
    struct hash peppered;
    char stored[PASSWORD_TEXT_SIZE];
    bool with_pin;
    bool good;
    struct status (*next)(struct call *call);
};
CHECKED struct status auth_card_shown(struct call *call, bool with_pin,
                                      struct status (*next)(struct call *call));
/* The two fields, for a route's body. */
#define AUTH_CARD_FIELD(FLAGS)                                                                     \
    {                                                                                              \
        .name = "card", .kind = FIELD_TEXT, .flags = FLAGS, .min = CARD_DIGITS, .max = 40,         \
        .zh = "扫到的卡码，或卡上的号码", .en = "the card as scanned, or the number on it"         \
    }
#define AUTH_PIN_FIELD(FLAGS)                                                                      \
    {                                                                                              \
        .name = "pin", .kind = FIELD_TEXT, .flags = FLAGS, .min = PIN_DIGITS, .max = PIN_DIGITS,   \
        .zh = "卡的密码，6 位数字", .en = "the card's PIN, 6 digits"                               \
    }

/* ---- devices ---- */

/* What a device was enrolled for; stored. */
enum device_use {
    DEVICE_ANY,    /* to be asked for alone */
    DEVICE_LEADER, /* notes who comes to an activity; any member's */
    DEVICE_SHOP,   /* a shop's till */
    DEVICE_OFFICE, /* an official's */
};

enum { DEVICE_NAME_MAX = 30 }; /* characters */

/* A phone or tablet known by an Ed25519 key of its own. */
struct device {
    struct id id;
    char village[CODE_MAX + 1];
    enum device_use use;
    struct id person;        /* who holds it, and answers for it; zero: erased */
    char shop[CODE_MAX + 1]; /* of a till; else "" */
    uint8_t public_key[SIGN_PUBLIC_BYTES];
    uint8_t name[4 * DEVICE_NAME_MAX + SEAL_OVERHEAD_BYTES]; /* sealed with the holder's key */
    size_t name_length;                                      /* 0: none */
    int64_t enrolled_at;
    int64_t ends_at;
    int64_t ended_at; /* 0: in use */
    int64_t seen_at;  /* the newest hour that it signed for a session */
};

/* A device of the village, for this use, in use or not. Refuses: DEVICE_UNKNOWN. */
CHECKED struct status auth_device_get(struct side *side, const char *village, enum device_use use,
                                      const struct id *id, struct device *device);
/* That it may do something new: neither taken out of use (DEVICE_REVOKED), nor enrolled too long
 * ago, nor held by somebody who has the office or the shop no more (DEVICE_ENDED). */
CHECKED struct status auth_device_good(struct side *side, const struct device *device);
/* The device at which the request was made: its own session, or a card's at it. Refuses as
 * auth_device_get() and auth_device_good(); NOT_ALLOWED where there is none. */
CHECKED struct status auth_device_here(const struct call *call, struct side *side,
                                       enum device_use use, struct device *device);

extern const struct holdings auth_holdings;
