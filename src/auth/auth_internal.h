/* auth_internal.h - what the files of this room share. */
#pragma once

#include <stdio.h>

#include "auth/auth.h"
#include "base/address.h"
#include "notify/notify.h"

enum {
    SEEN_SLOTS = 4096,
    SESSIONS_PER_PERSON_MAX = 20,
    TOTP_SECRET_BYTES = 20,
    TOTP_DIGITS = 6,
    TOTP_TEXT_SIZE = 33, /* 20 bytes in base 32 */
    ENROLMENT_BYTES = 10,
    ENROLMENT_SECONDS = 3 * 86400,
    PASSWORD_CHARACTERS_MIN = 12,
    PASSWORD_CHARACTERS_MAX = 128,
    ATTEMPT_SUBJECT_BYTES = 16,
    ATTEMPT_ADDRESS_SIZE = 2 * ADDRESS_BYTES + 40,
};

/* When a session was seen last, until it is written down. */
struct seen {
    struct id session;
    int64_t at;
    bool fresh; /* not written yet */
};

/* The job of the desk that writes down what the reader saw; one at a time. */
struct sweep {
    struct desk_job job; /* first: a job is a sweep */
    struct seen list[SEEN_SLOTS];
    size_t count;
    int64_t now;
    bool runs;
};

/* One side's prepared statements, and what the reader has seen. */
struct auth {
    struct store *store; /* people.db, borrowed */
    const struct auth_options *options;
    struct seen *seen;   /* SEEN_SLOTS; the reader's */
    struct sweep *sweep; /* the reader's */
    int64_t swept_ms;
    struct store_stmt *session_find;
    struct store_stmt *session_put;
    struct store_stmt *session_list;
    struct store_stmt *session_end;
    struct store_stmt *session_end_others;
    struct store_stmt *session_end_oldest;
    struct store_stmt *session_seen;
    struct store_stmt *sessions_sweep;
    struct store_stmt *enrolments_sweep;
    struct store_stmt *attempts_sweep;
    struct store_stmt *login_find;
    struct store_stmt *login_put;
    struct store_stmt *login_step;
    struct store_stmt *enrolment_put;
    struct store_stmt *enrolment_find;
    struct store_stmt *enrolment_drop;
    struct store_stmt *code_find;
    struct store_stmt *code_put;
    struct store_stmt *code_drop;
    struct store_stmt *codes_sweep;
    struct store_stmt *attempt_find;
    struct store_stmt *attempt_put;
    struct store_stmt *card_put, *card_get, *card_by_code, *card_by_number, *card_alive;
    struct store_stmt *card_last_dead, *card_end, *card_dead, *card_list, *card_of, *card_printed;
    struct store_stmt *card_forget, *card_sessions;
    struct store_stmt *pin_find, *pin_put, *pin_failures, *pin_drop;
    struct store_stmt *unlock_put, *unlock_list, *unlock_drop;
    struct store_stmt *device_get, *device_key, *device_put, *device_count, *device_list;
    struct store_stmt *standing;
    struct store_stmt *device_of, *device_seen, *device_end, *device_sessions, *device_forget;
    struct store_stmt *login_drop;
};

/* ---- token.c ---- */

enum token_from { TOKEN_NONE, TOKEN_HEADER, TOKEN_COOKIE };

/* The token of the headers; either may be NULL. A header counts before a cookie. What is no token
 * in form gives "" and says where it came from. */
enum token_from token__read(const char *authorization, const char *cookie,
                            char token[TOKEN_TEXT_SIZE]);
/* Whether a browser may have been made to send this by another site. `method` is the request's. */
bool token__cross_site(const char *method, const char *fetch_site, const char *own_header);
/* The Set-Cookie that gives the token to a browser; `seconds` 0: that takes it away. */
enum { COOKIE_TEXT_SIZE = 256 };
void token__cookie(const char *token, int64_t seconds, bool secure, char text[COOKIE_TEXT_SIZE]);
void token__make(char token[TOKEN_TEXT_SIZE], struct hash *hash);
void token__hash(const char *token, struct hash *hash);

/* ---- base32.c ---- */

/* `text` has room for (length * 8 + 4) / 5 + 1. */
void base32__format(const uint8_t *bytes, size_t length, char *text);
/* False where the text does not give exactly so many bytes. */
bool base32__parse(const char *text, uint8_t *bytes, size_t length);

/* ---- totp.c ---- */

/* Whether the code is right now and of a step after `*last_step`, which it becomes. */
bool totp__check(const uint8_t secret[TOTP_SECRET_BYTES], const char *code, int64_t now,
                 int64_t *last_step);

/* ---- attempt.c ---- */

struct attempt_rule {
    const char *name;
    int64_t free;       /* failures after which the waits begin */
    int64_t first_wait; /* seconds; doubled with each failure more */
    int64_t wait_max;
    int64_t forget_seconds; /* in which as many failures as are free are forgotten */
};
extern const struct attempt_rule attempt_account;
extern const struct attempt_rule attempt_address;

struct attempt {
    uint8_t subject[ATTEMPT_SUBJECT_BYTES];
    int64_t failures;
    int64_t last_at;
    int64_t wait_until;
};
/* On the writing side. Refuses: TRY_LATER, with the wait. */
CHECKED struct status attempt__count(struct side *side, const struct attempt_rule *rule,
                                     const char *subject, int64_t *wait_seconds);
/* It was right: this try is taken back, or all of them. */
CHECKED struct status attempt__forget(struct side *side, const struct attempt_rule *rule,
                                      const char *subject, bool all);

/* So many in a time, counted by the clock's windows. */
struct quota_rule {
    const char *name;
    int64_t seconds;
    int64_t max;
};
CHECKED struct status quota__take(struct side *side, const struct quota_rule *rule,
                                  const char *subject, bool *allowed);
/* The rest of the window. */
int64_t quota__wait(struct side *side, const struct quota_rule *rule);
void attempt__address(const char *address, char out[ATTEMPT_ADDRESS_SIZE]);

/* ---- password.c ---- */

/* What argon2id is fed with: an HMAC under the folder's secret, so that people.db alone is no food
 * for guessing. */
void password__pepper(struct side *side, const struct id *person, const char *use,
                      const char *password, struct hash *peppered);
/* Refuses: PASSWORD_WEAK (too short, too few different characters, known to every guesser, or
 * with the person's number in it). */
CHECKED struct status password__good(const char *password, const char *number);

/* ---- login.c ---- */

struct login {
    struct id person;
    char password[PASSWORD_TEXT_SIZE];
    uint8_t totp[TOTP_SECRET_BYTES + SEAL_OVERHEAD_BYTES]; /* sealed */
    int64_t last_step;
    int64_t made_at;
    struct id made_by;
};

struct enrolment {
    struct id person;
    struct hash code_hash;
    int64_t made_at;
    struct id made_by;
    int64_t ends_at;
};

/* Answers 201 with the token, or with a cookie. Ends the session that the browser came with. */
struct opened {
    struct session session;
    char token[TOKEN_TEXT_SIZE];
    bool cookie;
};
const char *login__way_name(enum session_way way);
CHECKED struct status login__open(struct call *call, struct side *side, struct opened *opened);
CHECKED struct status login__reply(struct call *call, const struct opened *opened);
/* POST /api/v1/sessions with a password, and what follows from an enrolment. */
CHECKED struct status login__password(struct call *call);
CHECKED struct status login__enrolment_give(struct call *call);
CHECKED struct status login__enrolment_look(struct call *call);
CHECKED struct status login__enrolment_use(struct call *call);
CHECKED struct status login__password_change(struct call *call);

/* ---- codes.c ---- */

enum { CODE_DIGITS = 6, CODE_SECONDS = 300, CODE_TRIES = 5, CODE_AGAIN_SECONDS = 60 };

struct phone_code {
    uint8_t phone_index[PHONE_INDEX_BYTES];
    struct hash code_hash;
    enum code_purpose purpose;
    int64_t made_at;
    int64_t tries;
};
CHECKED struct status codes__send(struct call *call);
/* Whether the code is right, counting the try; the code stays good. */
CHECKED struct status codes__check(struct side *side, const char *phone, const char *code,
                                   enum code_purpose purpose, bool *good);
CHECKED struct status codes__drop(struct side *side, const char *phone);

/* ---- login_phone.c, login_wechat.c ---- */

CHECKED struct status login__phone(struct call *call);
CHECKED struct status login__wechat(struct call *call);
/* What WeChat said, sealed with its hour for the way over the phone and back: hexadecimal. */
enum { BIND_TEXT_SIZE = 2 * (OPENID_MAX + 8 + SEAL_OVERHEAD_BYTES) + 1 };
void wechat__bind_make(struct side *side, const char *openid, char text[BIND_TEXT_SIZE]);
CHECKED bool wechat__bind_open(struct side *side, const char *text, char openid[OPENID_MAX + 1]);
/* The answer of code2session. Refuses: WECHAT_CODE (40029, 40163), WECHAT_BLOCKED (40226),
 * WECHAT_LATER (45011), WECHAT_BUSY (-1), WECHAT_SETUP (all else, and what cannot be read). */
CHECKED struct status wechat__answer_read(const char *text, size_t length,
                                          char openid[OPENID_MAX + 1]);

/* ---- auth_sql.c ---- */

CHECKED struct status auth__session_find(struct auth *auth, const struct hash *token_hash,
                                         bool *found, struct session *session);
CHECKED struct status auth__session_put(struct auth *auth, const struct hash *token_hash,
                                        const struct session *session);
/* The sessions of a person, newest first; the first call has `first`. */
CHECKED struct status auth__session_next(struct auth *auth, const struct id *person, bool first,
                                         bool *found, struct session *session);
CHECKED struct status auth__session_end(struct auth *auth, const struct id *person,
                                        const struct id *session, bool *ended);
CHECKED struct status auth__session_end_others(struct auth *auth, const struct id *person,
                                               const struct id *keep);
CHECKED struct status auth__session_end_oldest(struct auth *auth, const struct id *person);
CHECKED struct status auth__session_seen(struct auth *auth, const struct seen *seen);
/* Clears away what ended before `now`. */
CHECKED struct status auth__sweep(struct auth *auth, int64_t now);

/* ---- auth_sql_login.c ---- */

CHECKED struct status auth__login_find(struct auth *auth, const struct id *person, bool *found,
                                       struct login *login);
CHECKED struct status auth__login_put(struct auth *auth, const struct login *login);
CHECKED struct status auth__login_drop(struct auth *auth, const struct id *person);
CHECKED struct status auth__login_step(struct auth *auth, const struct id *person, int64_t step);
CHECKED struct status auth__enrolment_put(struct auth *auth, const struct enrolment *enrolment);
CHECKED struct status auth__enrolment_find(struct auth *auth, const struct hash *code_hash,
                                           bool *found, struct enrolment *enrolment);
CHECKED struct status auth__enrolment_drop(struct auth *auth, const struct id *person);
CHECKED struct status auth__code_find(struct auth *auth, const uint8_t index[PHONE_INDEX_BYTES],
                                      bool *found, struct phone_code *code);
CHECKED struct status auth__code_put(struct auth *auth, const struct phone_code *code);
CHECKED struct status auth__code_drop(struct auth *auth, const uint8_t index[PHONE_INDEX_BYTES]);
CHECKED struct status auth__attempt_find(struct auth *auth, bool *found, struct attempt *attempt);
CHECKED struct status auth__attempt_put(struct auth *auth, const struct attempt *attempt);

/* ---- card.c ---- */

void card__qr_format(const uint8_t code[CARD_BYTES], char qr[CARD_QR_SIZE]);
/* False where it is no card's code, or a slip. */
bool card__qr_parse(const char *text, uint8_t code[CARD_BYTES]);
/* Adds the check digit to CARD_DIGITS - 1 digits. */
void card__number_finish(char number[CARD_NUMBER_SIZE]);
/* As it was typed: blanks and dashes do not count. False: a slip. */
bool card__number_parse(const char *text, char number[CARD_NUMBER_SIZE]);
void card__code_hash(const uint8_t code[CARD_BYTES], struct hash *hash);

/* ---- card_hand.c, card_http.c, card_print.c ---- */

enum { CARD_INDEX_BYTES = 16, CARD_PLAIN_BYTES = CARD_BYTES + CARD_DIGITS };

struct card_row {
    struct card card;
    struct hash code_hash;
    uint8_t number_index[CARD_INDEX_BYTES];
    uint8_t sealed[CARD_PLAIN_BYTES + SEAL_OVERHEAD_BYTES]; /* code and number */
    struct id issued_by;
    int64_t printed_at; /* 0: not yet */
};
struct dead_card {
    int64_t number; /* 1, 2, 3 ... in the village */
    struct hash code_hash;
    int64_t at;
};
/* Why a card ended; stored. */
enum card_end { CARD_LOST, CARD_STOLEN, CARD_DAMAGED, CARD_LEFT, CARD_REPLACED };
/* What is printed on a card; to be wiped. */
struct card_paper {
    struct id id;
    char qr[CARD_QR_SIZE];
    char number[CARD_NUMBER_SIZE];
};
/* A new card for a person of the village; earlier ones end. Within a transaction of people.db. */
CHECKED struct status card__issue(struct side *side, const char *village, const struct id *person,
                                  const struct id *by, struct card_paper *paper);
/* What to print on a good card; `*found` false where it ended or its person was erased. */
CHECKED struct status card__paper(struct side *side, const struct id *id, bool *found,
                                  struct card_paper *paper);
CHECKED struct status card__block(struct side *side, const struct card *card, const struct id *by,
                                  enum card_end why);
/* The card of the path, in the village of the path; its own person's, or an official's to handle.
 * Refuses: CARD_UNKNOWN. */
CHECKED struct status card__of_path(struct call *call, struct side *side, struct card_row *row);
CHECKED struct status card__print(struct call *call);
extern const struct field card__print_body[];
extern const struct field auth__opened_fields[]; /* of a new session: auth_http.c */

/* ---- pin.c ---- */

enum { PIN_TRIES = 5, PIN_REASON_MAX = 200 };
#define UNLOCK_PURPOSE "pin-unlock"

struct pin {
    char hash[PASSWORD_TEXT_SIZE];
    int64_t failures;
    int64_t set_at;
    struct id set_by;
};
struct pin_unlock {
    int64_t at;
    struct id by;
    uint8_t sealed[4 * PIN_REASON_MAX + SEAL_OVERHEAD_BYTES];
    size_t sealed_length;
};
/* Refuses: PIN_WEAK (what everybody would try, the birthday, the phone's end). `person` may be
 * NULL. */
CHECKED struct status pin__good(const char *pin, const Sanbao__V1__PersonDetail *person);
CHECKED struct status card__pin_set(struct call *call);
CHECKED struct status card__pin_unlock(struct call *call);

/* ---- device.c, device_http.c ---- */

enum { DEVICES_MAX = 5 }; /* in use: of a person, of a shop */

void hex__text(const uint8_t *bytes, size_t length, char *text);
/* Hexadecimal that a route's table has checked. */
void hex__read(const char *text, uint8_t *out, size_t bytes);
CHECKED struct status login__device(struct call *call);
CHECKED struct status device__enrol(struct call *call);
CHECKED struct status device__reply(struct call *call, int status, const struct device *device);
enum { DEVICE_NAME_SIZE = 4 * DEVICE_NAME_MAX + SEAL_OVERHEAD_BYTES + 1 };
/* The name; "" where it has none. `name` has room for DEVICE_NAME_SIZE. */
CHECKED struct status device__name(struct side *side, const struct device *device,
                                   char name[DEVICE_NAME_SIZE]);
/* That whoever enrols the key has it. Refuses: DEVICE_SIGNATURE. */
CHECKED struct status device__proof(const char *village, const uint8_t key[SIGN_PUBLIC_BYTES],
                                    const uint8_t proof[SIGN_BYTES]);

/* ---- auth_sql_card.c ---- */

CHECKED struct status auth__card_put(struct auth *auth, const struct card_row *row);
CHECKED struct status auth__card_get(struct auth *auth, const struct id *id, bool *found,
                                     struct card_row *row);
CHECKED struct status auth__card_by_code(struct auth *auth, const struct hash *hash, bool *found,
                                         struct card *card);
CHECKED struct status auth__card_by_number(struct auth *auth, const uint8_t index[CARD_INDEX_BYTES],
                                           bool *found, struct card *card);
/* A good card of the person in the village, or (NULL) anywhere. */
CHECKED struct status auth__card_alive(struct auth *auth, const char *village,
                                       const struct id *person, bool *found, struct card_row *row);
CHECKED struct status auth__card_last_dead(struct auth *auth, const char *village, int64_t *number);
CHECKED struct status auth__card_end(struct auth *auth, const struct id *id, int64_t number,
                                     int64_t now, const struct id *by, enum card_end why);
CHECKED struct status auth__card_printed(struct auth *auth, const struct id *id, int64_t now);
/* Ends the sessions that the person got by a card. */
CHECKED struct status auth__card_sessions_end(struct auth *auth, const struct id *person);
/* The first call of each list has `first`. */
CHECKED struct status auth__card_dead_next(struct auth *auth, const char *village, int64_t after,
                                           size_t limit, bool first, bool *found,
                                           struct dead_card *dead);
/* Cards by id after `after`: a person's, ended ones as well, in one village or (NULL) in all; or
 * the village's good ones (`person` NULL). */
CHECKED struct status auth__card_next(struct auth *auth, const char *village,
                                      const struct id *person, const struct id *after, size_t limit,
                                      bool first, bool *found, struct card_row *row);
CHECKED struct status auth__card_forget(struct auth *auth, const struct id *person);
CHECKED struct status auth__pin_find(struct auth *auth, const struct id *person, bool *found,
                                     struct pin *pin);
CHECKED struct status auth__pin_put(struct auth *auth, const struct id *person, const char *hash,
                                    int64_t now, const struct id *by);
CHECKED struct status auth__pin_failures(struct auth *auth, const struct id *person,
                                         int64_t failures);
CHECKED struct status auth__unlock_put(struct auth *auth, const struct id *person,
                                       const struct pin_unlock *unlock);
CHECKED struct status auth__unlock_next(struct auth *auth, const struct id *person, bool first,
                                        bool *found, struct pin_unlock *unlock);

/* ---- auth_sql_device.c ---- */

CHECKED struct status auth__device_get(struct auth *auth, const struct id *id, bool *found,
                                       struct device *device);
CHECKED struct status auth__device_by_key(struct auth *auth, const uint8_t key[SIGN_PUBLIC_BYTES],
                                          bool *found, struct device *device);
CHECKED struct status auth__device_put(struct auth *auth, const struct device *device);
/* Those in use: of a shop where `device` is a till, else of its holder, in its village. */
CHECKED struct status auth__device_count(struct auth *auth, const struct device *device,
                                         int64_t *count);
/* By id after `after`: a person's in every village; those of a village, or of a shop (not NULL). */
CHECKED struct status auth__device_of(struct auth *auth, const struct id *person,
                                      const struct id *after, size_t limit, bool first, bool *found,
                                      struct device *device);
CHECKED struct status auth__device_in(struct auth *auth, const char *village, const char *shop,
                                      const struct id *after, size_t limit, bool first, bool *found,
                                      struct device *device);
CHECKED struct status auth__device_seen(struct auth *auth, const struct id *id, int64_t at);
CHECKED struct status auth__device_end(struct auth *auth, const struct id *id, int64_t now,
                                       const struct id *by);
CHECKED struct status auth__device_sessions_end(struct auth *auth, const struct id *id);
CHECKED struct status auth__device_forget(struct auth *auth, const struct id *person, int64_t now);
