/* password_change.c - a new password for the old one and a one-time code. All other sessions
 * end. */
#include <string.h>

#include "auth/auth_internal.h"

struct change {
    struct login login;
    struct hash old;
    struct hash wanted;
    char hashed[PASSWORD_TEXT_SIZE];
    char account[2 * ID_BYTES + 8];
    bool good;
};

static void change_end(void *state)
{
    wipe(state, sizeof(struct change));
}

static struct status prepare(struct call *call, struct side *side)
{
    struct change *change = call->state;
    const struct id *person = &call->caller.person;
    bool found = false;
    TRY(attempt__count(side, &attempt_account, change->account, &call->wait_seconds));
    TRY(auth__login_find(side_state(side, &auth_room), person, &found, &change->login));
    password__pepper(side, person, "login", call_text(call, "old"), &change->old);
    password__pepper(side, person, "login", call_text(call, "password"), &change->wanted);
    return found ? OK : REFUSE(LOGIN_NONE);
}

static struct status hash_run(struct call *call, struct side *side)
{
    struct change *change = call->state;
    (void)side;
    TRY(password_check(change->old.bytes, HASH_BYTES, change->login.password, &change->good));
    return change->good ? password_hash(change->wanted.bytes, HASH_BYTES, change->hashed) : OK;
}

static struct status change_run(struct call *call, struct side *side)
{
    struct change *change = call->state;
    struct auth *auth = side_state(side, &auth_room);
    struct login login;
    uint8_t secret[TOTP_SECRET_BYTES];
    bool known = false;
    TRY(auth__login_find(auth, &call->caller.person, &known, &login));
    if (!known || !change->good || strcmp(login.password, change->login.password) != 0) {
        return REFUSE(LOGIN_WRONG);
    }
    TRY(people_unseal(side->people, &login.person, "totp", login.totp, sizeof login.totp, secret,
                      &known));
    bool right =
        known && totp__check(secret, call_text(call, "totp"), side->real(), &login.last_step);
    wipe(secret, sizeof secret);
    if (!right) {
        return REFUSE(LOGIN_WRONG);
    }
    snprintf(login.password, sizeof login.password, "%s", change->hashed);
    TRY(auth__login_put(auth, &login));
    TRY(attempt__forget(side, &attempt_account, change->account, true));
    TRY(notify_tell(side, &login.person, TEXT_PASSWORD, NULL));
    return auth_sessions_end(side, &login.person, &call->caller.session);
}

static struct status answer(struct call *call)
{
    return call_reply_empty(call, 204);
}

static struct status hashed(struct call *call)
{
    return call_write(call, change_run, answer);
}

static struct status prepared(struct call *call)
{
    return call_aside(call, hash_run, hashed);
}

struct status login__password_change(struct call *call)
{
    struct change *change = NULL;
    struct people_row row = {.person = NULL};
    char number[CODE_MAX * 4 + 1] = "";
    bool found = false;
    if (!call->caller.strong) {
        return REFUSE(NOT_ALLOWED);
    }
    TRY(people_get(call->side->people, &call->caller.person, &found, &row));
    if (found) {
        snprintf(number, sizeof number, "%s", row.person->number);
        people_row_free(&row);
    }
    struct status good = password__good(call_text(call, "password"), number);
    if (!status_ok(good)) {
        return call_refuse(call, good, "password");
    }
    TRY(call_state(call, sizeof *change, change_end, (void **)&change));
    snprintf(change->account, sizeof change->account, "change/");
    for (size_t i = 0; i < ID_BYTES; i++) {
        snprintf(change->account + 7 + 2 * i, 3, "%02x", call->caller.person.bytes[i]);
    }
    return call_write(call, prepare, prepared);
}
