/* attempt.c - how often one may be wrong. A try is counted as a failure before it is judged, so
 * that a hundred guesses sent at once count as a hundred; what turns out right is taken back.
 * Failures are forgotten one by one as time goes on, whatever comes between. */
#include <string.h>

#include "auth/auth_internal.h"

const struct attempt_rule attempt_account = {"account", 5, 30, 900, 86400};
/* A village may share one address: it bears more, but not everything. */
const struct attempt_rule attempt_address = {"address", 40, 10, 900, 86400};

/* An address as its owner has it: of IPv6 the first 64 bits, since one line gets as many. */
static void subject_make(struct side *side, const struct attempt_rule *rule, const char *subject,
                         uint8_t out[ATTEMPT_SUBJECT_BYTES])
{
    struct hash hash;
    const struct piece pieces[] = {
        {"sanbao-attempt/v1", 17}, {rule->name, strlen(rule->name)}, {subject, strlen(subject)}};
    keys_hmac(side->keys, pieces, COUNT(pieces), &hash);
    memcpy(out, hash.bytes, ATTEMPT_SUBJECT_BYTES);
}

/* The wait after so many failures: none, then twice as long each time. */
static int64_t wait_of(const struct attempt_rule *rule, int64_t failures)
{
    int64_t wait = rule->first_wait;
    if (failures < rule->free) {
        return 0;
    }
    for (int64_t i = rule->free; i < failures && wait < rule->wait_max; i++) {
        wait *= 2;
    }
    return wait < rule->wait_max ? wait : rule->wait_max;
}

/* As many as are free are forgotten in `forget_seconds`. `last_at` is where that stands. */
static void forget_some(const struct attempt_rule *rule, int64_t now, struct attempt *attempt)
{
    int64_t each = rule->forget_seconds / rule->free;
    int64_t forgotten = attempt->last_at < now ? (now - attempt->last_at) / each : 0;
    if (forgotten >= attempt->failures) {
        attempt->failures = 0;
        attempt->last_at = now;
    } else {
        attempt->failures -= forgotten;
        attempt->last_at += forgotten * each;
    }
}

struct status attempt__count(struct side *side, const struct attempt_rule *rule,
                             const char *subject, int64_t *wait_seconds)
{
    struct attempt attempt = {.failures = 0};
    struct auth *auth = side_state(side, &auth_room);
    int64_t now = side->real();
    bool found = false;
    subject_make(side, rule, subject, attempt.subject);
    TRY(auth__attempt_find(auth, &found, &attempt));
    if (found && attempt.wait_until > now) {
        *wait_seconds = attempt.wait_until - now;
        return REFUSE(TRY_LATER);
    }
    forget_some(rule, now, &attempt);
    attempt.failures++;
    attempt.wait_until = now + wait_of(rule, attempt.failures);
    return auth__attempt_put(auth, &attempt);
}

struct status attempt__forget(struct side *side, const struct attempt_rule *rule,
                              const char *subject, bool all)
{
    struct attempt attempt;
    struct auth *auth = side_state(side, &auth_room);
    bool found = false;
    subject_make(side, rule, subject, attempt.subject);
    TRY(auth__attempt_find(auth, &found, &attempt));
    if (!found) {
        return OK;
    }
    attempt.failures = all || attempt.failures == 0 ? 0 : attempt.failures - 1;
    attempt.wait_until = 0;
    return auth__attempt_put(auth, &attempt);
}

static int64_t quota_window(struct side *side, const struct quota_rule *rule)
{
    return side->real() / rule->seconds;
}

int64_t quota__wait(struct side *side, const struct quota_rule *rule)
{
    return rule->seconds - side->real() % rule->seconds;
}

struct status quota__take(struct side *side, const struct quota_rule *rule, const char *subject,
                          bool *allowed)
{
    struct attempt attempt = {.failures = 0};
    struct auth *auth = side_state(side, &auth_room);
    struct hash hash;
    int64_t window = quota_window(side, rule);
    bool found = false;
    const struct piece pieces[] = {{"sanbao-quota/v1", 15},
                                   {rule->name, strlen(rule->name)},
                                   {subject, strlen(subject)},
                                   {&window, sizeof window}};
    keys_hmac(side->keys, pieces, COUNT(pieces), &hash);
    memcpy(attempt.subject, hash.bytes, ATTEMPT_SUBJECT_BYTES);
    TRY(auth__attempt_find(auth, &found, &attempt));
    *allowed = attempt.failures < rule->max;
    if (!*allowed) {
        return OK;
    }
    attempt.failures++;
    attempt.last_at = side->real();
    return auth__attempt_put(auth, &attempt);
}

void attempt__address(const char *address, char out[ATTEMPT_ADDRESS_SIZE])
{
    struct address parsed;
    if (!address_parse(address, strlen(address), &parsed)) {
        snprintf(out, ATTEMPT_ADDRESS_SIZE, "%s", address);
        return;
    }
    static const uint8_t v4[12] = {[10] = 0xFF, [11] = 0xFF};
    size_t bytes = memcmp(parsed.bytes, v4, sizeof v4) == 0 ? ADDRESS_BYTES : 8;
    for (size_t i = 0; i < bytes; i++) {
        snprintf(out + 2 * i, 3, "%02x", parsed.bytes[i]);
    }
}
