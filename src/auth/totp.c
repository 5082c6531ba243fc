/* totp.c - time-based one-time codes as authenticator apps show them: RFC 6238 with SHA-1, 30
 * seconds, six digits. One step early or late is good; a code is good once. */
#include <string.h>

#include "auth/auth_internal.h"

enum { STEP_SECONDS = 30, CODES = 1000000 };

static uint32_t code_of(const uint8_t secret[TOTP_SECRET_BYTES], int64_t step)
{
    uint8_t counter[8];
    uint8_t mac[SHA1_BYTES];
    for (size_t i = 0; i < sizeof counter; i++) {
        counter[i] = (uint8_t)(step >> (56 - 8 * i));
    }
    hmac_sha1(mac, secret, TOTP_SECRET_BYTES, counter, sizeof counter);
    const uint8_t *at = mac + (mac[SHA1_BYTES - 1] & 15); /* RFC 4226 section 5.3 */
    uint32_t number = (uint32_t)(at[0] & 127) << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 |
                      (uint32_t)at[3];
    return number % CODES;
}

bool totp__check(const uint8_t secret[TOTP_SECRET_BYTES], const char *code, int64_t now,
                 int64_t *last_step)
{
    int64_t step = now / STEP_SECONDS;
    for (int64_t each = step - 1; each <= step + 1; each++) {
        char right[TOTP_DIGITS + 1];
        snprintf(right, sizeof right, "%06u", code_of(secret, each));
        if (each > *last_step && strlen(code) == TOTP_DIGITS &&
            secret_equal(right, code, TOTP_DIGITS)) {
            *last_step = each;
            return true;
        }
    }
    return false;
}
