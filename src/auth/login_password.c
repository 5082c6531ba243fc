/* login_password.c - staff log in with password and one-time code.
 *
 * Three steps: the desk counts the try and fetches what is stored; aside, the password is hashed,
 * also for an account that is not there; the desk judges. Whatever was wrong, the answer is one and
 * the same, and takes as long. */
#include <string.h>

#include "auth/auth_internal.h"

struct attempt_state {
    struct opened opened;
    struct hash peppered;
    struct login login; /* of somebody without one: empty */
    bool known;
    bool good;
    char account[CODE_MAX * 6];
    char address[ATTEMPT_ADDRESS_SIZE];
};

static void state_end(void *state)
{
    wipe(state, sizeof(struct attempt_state));
}

/* On the desk: may one try, and what is there to try against? */
static struct status prepare(struct call *call, struct side *side)
{
    struct attempt_state *state = call->state;
    struct id person = {{0}};
    struct auth *auth = side_state(side, &auth_room);
    TRY(attempt__count(side, &attempt_address, state->address, &call->wait_seconds));
    TRY(attempt__count(side, &attempt_account, state->account, &call->wait_seconds));
    TRY(auth_person(side, call_text(call, "village"), call_text(call, "number"), &state->known,
                    &person));
    password__pepper(side, &person, "login", call_text(call, "password"), &state->peppered);
    if (state->known) {
        TRY(auth__login_find(auth, &person, &state->known, &state->login));
    }
    return OK;
}

/* Aside. */
static struct status compare(struct call *call, struct side *side)
{
    struct attempt_state *state = call->state;
    char nothing[PASSWORD_TEXT_SIZE];
    (void)side;
    if (!state->known) {
        return password_hash(state->peppered.bytes, HASH_BYTES, nothing);
    }
    return password_check(state->peppered.bytes, HASH_BYTES, state->login.password, &state->good);
}

/* On the desk: the code, which is good once, against what is stored now. */
static struct status code_check(struct call *call, struct side *side, bool *good)
{
    struct attempt_state *state = call->state;
    struct auth *auth = side_state(side, &auth_room);
    struct login login;
    uint8_t secret[TOTP_SECRET_BYTES];
    bool known = false;
    TRY(auth__login_find(auth, &state->login.person, &known, &login));
    if (!known || strcmp(login.password, state->login.password) != 0) {
        return OK; /* changed meanwhile */
    }
    TRY(people_unseal(side->people, &login.person, "totp", login.totp, sizeof login.totp, secret,
                      &known));
    *good = known && totp__check(secret, call_text(call, "totp"), side->real(), &login.last_step);
    wipe(secret, sizeof secret);
    return *good ? auth__login_step(auth, &login.person, login.last_step) : OK;
}

static struct status judge(struct call *call, struct side *side)
{
    struct attempt_state *state = call->state;
    bool good = false;
    if (state->good) {
        TRY(code_check(call, side, &good));
    }
    if (!good) {
        return REFUSE(LOGIN_WRONG);
    }
    TRY(attempt__forget(side, &attempt_account, state->account, true));
    TRY(attempt__forget(side, &attempt_address, state->address, false));
    state->opened.session =
        (struct session){.person = state->login.person, .strong = true, .way = SESSION_PASSWORD};
    return login__open(call, side, &state->opened);
}

static struct status answer(struct call *call)
{
    struct attempt_state *state = call->state;
    return login__reply(call, &state->opened);
}

static struct status compared(struct call *call)
{
    return call_write(call, judge, answer);
}

static struct status prepared(struct call *call)
{
    return call_aside(call, compare, compared);
}

struct status login__password(struct call *call)
{
    struct attempt_state *state = NULL;
    TRY(call_state(call, sizeof *state, state_end, (void **)&state));
    state->opened.cookie = call_flag(call, "cookie");
    attempt__address(http_address(call->request), state->address);
    snprintf(state->account, sizeof state->account, "%s/%s", call_text(call, "village"),
             call_text(call, "number"));
    return call_write(call, prepare, prepared);
}
