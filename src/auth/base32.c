/* base32.c - RFC 4648 base 32 without padding: what people type, what authenticators and QR codes
 * read. Small letters count, spaces and hyphens are passed over. */
#include "auth/auth_internal.h"

static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

void base32__format(const uint8_t *bytes, size_t length, char *text)
{
    uint32_t bits = 0;
    unsigned have = 0;
    for (size_t i = 0; i < length; i++) {
        bits = bits << 8 | bytes[i];
        for (have += 8; have >= 5; have -= 5) {
            *text++ = letters[bits >> (have - 5) & 31];
        }
    }
    if (have > 0) {
        *text++ = letters[bits << (5 - have) & 31];
    }
    *text = '\0';
}

static int letter_value(char c)
{
    if (c >= 'a' && c <= 'z') {
        return c - 'a';
    }
    if (c >= 'A' && c <= 'Z') {
        return c - 'A';
    }
    return c >= '2' && c <= '7' ? c - '2' + 26 : -1;
}

bool base32__parse(const char *text, uint8_t *bytes, size_t length)
{
    uint32_t bits = 0;
    unsigned have = 0;
    size_t used = 0;
    for (; *text != '\0'; text++) {
        int value = letter_value(*text);
        if (*text == '-' || *text == ' ') {
            continue;
        }
        if (value < 0) {
            return false;
        }
        bits = bits << 5 | (uint32_t)value;
        have += 5;
        if (have >= 8) {
            if (used == length) {
                return false;
            }
            have -= 8;
            bytes[used++] = (uint8_t)(bits >> have);
        }
    }
    return used == length && have < 5 && (bits & ((UINT32_C(1) << have) - 1)) == 0;
}
