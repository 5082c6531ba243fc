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
    int64_t forget_seconds; /* after the last failure */
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
