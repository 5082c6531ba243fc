/* pin.c - which PINs are good enough, how one is set (by the person or in front of them, hashed
 * aside), and how a locked one is opened again. */
#include <string.h>

#include "auth/auth_internal.h"
#include "base/day.h"

/* All alike, a run up or down, three pairs alike. */
static bool simple(const char *pin)
{
    bool same = true;
    bool up = true;
    bool down = true;
    bool pairs = true;
    for (size_t i = 1; i < PIN_DIGITS; i++) {
        same = same && pin[i] == pin[i - 1];
        up = up && pin[i] == pin[i - 1] + 1;
        down = down && pin[i] == pin[i - 1] - 1;
        pairs = pairs && (i < 2 || pin[i] == pin[i - 2]);
    }
    return same || up || down || pairs;
}

/* The birthday as people type it, and the phone's end. */
static bool known(const char *pin, const Sanbao__V1__PersonDetail *person)
{
    size_t phone = strlen(person->phone);
    if (phone >= PIN_DIGITS && strcmp(pin, person->phone + phone - PIN_DIGITS) == 0) {
        return true;
    }
    if (!person->has_birth) {
        return false;
    }
    struct civil day = day_to_civil(person->birth_day);
    char ways[3][16];
    snprintf(ways[0], sizeof ways[0], "%02d%02d%02d", day.year % 100, day.month, day.day);
    snprintf(ways[1], sizeof ways[1], "%04d%02d", day.year, day.month);
    snprintf(ways[2], sizeof ways[2], "%02d%02d%02d", day.day, day.month, day.year % 100);
    return strcmp(pin, ways[0]) == 0 || strcmp(pin, ways[1]) == 0 || strcmp(pin, ways[2]) == 0;
}

struct status pin__good(const char *pin, const Sanbao__V1__PersonDetail *person)
{
    bool digits = strlen(pin) == PIN_DIGITS && strspn(pin, "0123456789") == PIN_DIGITS;
    bool good = digits && !simple(pin) && (person == NULL || !known(pin, person));
    return good ? OK : REFUSE(PIN_WEAK);
}

struct pin_state {
    struct id person;
    struct hash peppered;
    char hash[PASSWORD_TEXT_SIZE];
};

static void state_end(void *state)
{
    wipe(state, sizeof(struct pin_state));
}

static struct status hash_run(struct call *call, struct side *side)
{
    struct pin_state *state = call->state;
    (void)side;
    return password_hash(state->peppered.bytes, HASH_BYTES, state->hash);
}

static struct status put_run(struct call *call, struct side *side)
{
    struct pin_state *state = call->state;
    TRY(auth__pin_put(side_state(side, &auth_room), &state->person, state->hash, side->real(),
                      &call->caller.person));
    return notify_tell(side, &state->person, TEXT_PIN_SET, NULL);
}

static struct status answer(struct call *call)
{
    return call_reply_empty(call, 204);
}

static struct status hashed(struct call *call)
{
    return call_write(call, put_run, answer);
}

struct status card__pin_set(struct call *call)
{
    struct pin_state *state = NULL;
    struct card_row card;
    struct people_row row = {.person = NULL};
    bool found = false;
    TRY(card__of_path(call, call->side, &card));
    if (card.card.dead_at != 0) {
        return REFUSE(CARD_BLOCKED);
    }
    TRY(people_get(call->side->people, &card.card.person, &found, &row));
    struct status good = pin__good(call_text(call, "pin"), found ? row.person : NULL);
    people_row_free(&row);
    if (!status_ok(good)) {
        return call_refuse(call, good, "pin");
    }
    TRY(call_state(call, sizeof *state, state_end, (void **)&state));
    state->person = card.card.person;
    password__pepper(call->side, &state->person, "pin", call_text(call, "pin"), &state->peppered);
    return call_aside(call, hash_run, hashed);
}

/* ---- unlocked, by an official who says why ---- */

static struct status unlock_run(struct call *call, struct side *side)
{
    struct auth *auth = side_state(side, &auth_room);
    struct pin_unlock unlock = {.at = side->real(), .by = call->caller.person};
    const char *reason = call_text(call, "reason");
    struct card_row row;
    struct pin pin;
    bool found = false;
    TRY(card__of_path(call, side, &row));
    TRY(auth__pin_find(auth, &row.card.person, &found, &pin));
    if (!found || pin.failures == 0) {
        return found ? OK : REFUSE(PIN_NONE);
    }
    unlock.sealed_length = strlen(reason) + SEAL_OVERHEAD_BYTES;
    TRY(people_seal(side->people, &row.card.person, UNLOCK_PURPOSE, reason, strlen(reason),
                    unlock.sealed));
    TRY(auth__unlock_put(auth, &row.card.person, &unlock));
    TRY(auth__pin_failures(auth, &row.card.person, 0));
    return notify_tell(side, &row.card.person, TEXT_PIN_UNLOCKED, NULL);
}

struct status card__pin_unlock(struct call *call)
{
    return call_write(call, unlock_run, answer);
}
