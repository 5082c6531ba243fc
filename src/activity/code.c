/* code.c - the rotating code on the leader's screen: six digits that follow from the activity's
 * secret and the half minute it is. The digits of the half minute before are taken too, so a
 * picture of the screen is worth nothing after a minute. */
#include <stdio.h>
#include <string.h>

#include "activity/activity_internal.h"

void code__secret(struct side *side, const struct plan *plan, uint8_t secret[CODE_SECRET_BYTES])
{
    struct hash hash;
    const struct piece pieces[] = {{"sanbao-checkin/v1", 17}, {plan->id.bytes, ID_BYTES}};
    keys_hmac(side->keys, pieces, COUNT(pieces), &hash);
    memcpy(secret, hash.bytes, CODE_SECRET_BYTES);
}

/* As RFC 4226 cuts a hash to digits: 31 bits from where the last four point to. */
void code__digits(const uint8_t secret[CODE_SECRET_BYTES], int64_t step,
                  char digits[CODE_DIGITS_SIZE])
{
    struct hash hash;
    uint8_t bytes[8];
    for (size_t i = 0; i < sizeof bytes; i++) {
        bytes[i] = (uint8_t)((uint64_t)step >> (56 - 8 * i));
    }
    const struct piece pieces[] = {{bytes, sizeof bytes}};
    hmac_sha256(&hash, secret, CODE_SECRET_BYTES, pieces, COUNT(pieces));
    const uint8_t *cut = hash.bytes + (hash.bytes[HASH_BYTES - 1] & 15U);
    uint32_t number =
        (uint32_t)(cut[0] & 127U) << 24 | (uint32_t)cut[1] << 16 | (uint32_t)cut[2] << 8 | cut[3];
    snprintf(digits, CODE_DIGITS_SIZE, "%06u", (unsigned)(number % 1000000U));
}

bool code__good(const uint8_t secret[CODE_SECRET_BYTES], int64_t now, const char *digits)
{
    for (int64_t back = 0; back < 2; back++) {
        char expected[CODE_DIGITS_SIZE];
        code__digits(secret, now / CODE_STEP_SECONDS - back, expected);
        if (strcmp(expected, digits) == 0) {
            return true;
        }
    }
    return false;
}

/* ---- guesses ---- */

static struct guesses *slot_of(struct activities *own, const struct id *person)
{
    uint32_t hash = 0;
    memcpy(&hash, person->bytes, sizeof hash);
    return &own->guesses[hash % GUESS_SLOTS];
}

bool code__may_guess(struct activities *own, const struct id *person, int64_t now)
{
    const struct guesses *slot = slot_of(own, person);
    bool own_slot = memcmp(&slot->person, person, sizeof *person) == 0;
    return !own_slot || slot->wrong < GUESSES_MAX || now - slot->since >= GUESS_SECONDS;
}

/* Two who share a slot forget each other's guesses: a pair in a thousand, and still no way in. */
void code__guessed_wrong(struct activities *own, const struct id *person, int64_t now)
{
    struct guesses *slot = slot_of(own, person);
    bool own_slot = memcmp(&slot->person, person, sizeof *person) == 0;
    if (!own_slot || now - slot->since >= GUESS_SECONDS) {
        *slot = (struct guesses){.person = *person, .since = now};
    }
    slot->wrong++;
}
