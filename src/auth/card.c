/* card.c - what stands on a card: 16 random bytes behind a QR code, and a short number that an
 * elder can read out. Both carry a check, so that a slip is told from a card that is not there.
 *
 * QR: version 1, 16 bytes, the first 3 bytes of SHA-256("sanbao-card-check/v1" version bytes), in
 * base 32: 32 capital letters and digits, which QR codes pack tightly. Number: 8 digits and the
 * check digit of Damm (2004), which finds each wrong digit and each swapped pair. */
#include <string.h>

#include "auth/auth_internal.h"

enum { CARD_VERSION = 1, CHECK_BYTES = 3, QR_BYTES = 1 + CARD_BYTES + CHECK_BYTES };

_Static_assert(CARD_QR_SIZE == QR_BYTES * 8 / 5 + 1, "a card's QR text");

/* The quasigroup of order 10 in Damm's thesis. */
static const uint8_t damm[10][10] = {
    {0, 3, 1, 7, 5, 9, 8, 6, 4, 2}, {7, 0, 9, 2, 1, 5, 4, 8, 6, 3}, {4, 2, 0, 6, 8, 7, 1, 3, 5, 9},
    {1, 7, 5, 0, 9, 8, 3, 4, 2, 6}, {6, 1, 2, 3, 0, 4, 5, 9, 7, 8}, {3, 6, 7, 4, 2, 0, 9, 5, 8, 1},
    {5, 8, 6, 9, 7, 2, 0, 1, 3, 4}, {8, 9, 4, 5, 3, 6, 2, 0, 1, 7}, {9, 4, 3, 8, 6, 1, 7, 2, 0, 5},
    {2, 5, 8, 1, 4, 3, 6, 7, 9, 0},
};

static uint8_t damm_digit(const char *digits, size_t length)
{
    uint8_t state = 0;
    for (size_t i = 0; i < length; i++) {
        state = damm[state][digits[i] - '0'];
    }
    return state;
}

static void check_make(const uint8_t qr[1 + CARD_BYTES], uint8_t check[CHECK_BYTES])
{
    static const char prefix[] = "sanbao-card-check/v1";
    uint8_t text[sizeof prefix - 1 + 1 + CARD_BYTES];
    struct hash hash;
    memcpy(text, prefix, sizeof prefix - 1);
    memcpy(text + sizeof prefix - 1, qr, 1 + CARD_BYTES);
    sha256(&hash, text, sizeof text);
    memcpy(check, hash.bytes, CHECK_BYTES);
}

void card__qr_format(const uint8_t code[CARD_BYTES], char qr[CARD_QR_SIZE])
{
    uint8_t bytes[QR_BYTES] = {CARD_VERSION};
    memcpy(bytes + 1, code, CARD_BYTES);
    check_make(bytes, bytes + 1 + CARD_BYTES);
    base32__format(bytes, sizeof bytes, qr);
    wipe(bytes, sizeof bytes);
}

bool card__qr_parse(const char *text, uint8_t code[CARD_BYTES])
{
    uint8_t bytes[QR_BYTES];
    uint8_t check[CHECK_BYTES];
    if (!base32__parse(text, bytes, sizeof bytes) || bytes[0] != CARD_VERSION) {
        return false;
    }
    check_make(bytes, check);
    memcpy(code, bytes + 1, CARD_BYTES);
    return memcmp(check, bytes + 1 + CARD_BYTES, CHECK_BYTES) == 0;
}

void card__number_finish(char number[CARD_NUMBER_SIZE])
{
    number[CARD_DIGITS - 1] = (char)('0' + damm_digit(number, CARD_DIGITS - 1));
    number[CARD_DIGITS] = '\0';
}

bool card__number_parse(const char *text, char number[CARD_NUMBER_SIZE])
{
    size_t used = 0;
    for (; *text != '\0'; text++) {
        if (*text == ' ' || *text == '-') {
            continue;
        }
        if (*text < '0' || *text > '9' || used == CARD_DIGITS) {
            return false;
        }
        number[used++] = *text;
    }
    number[used] = '\0';
    return used == CARD_DIGITS && damm_digit(number, CARD_DIGITS) == 0;
}

void card__code_hash(const uint8_t code[CARD_BYTES], struct hash *hash)
{
    static const char prefix[] = "sanbao-card/v1";
    uint8_t text[sizeof prefix - 1 + CARD_BYTES];
    memcpy(text, prefix, sizeof prefix - 1);
    memcpy(text + sizeof prefix - 1, code, CARD_BYTES);
    sha256(hash, text, sizeof text);
}
