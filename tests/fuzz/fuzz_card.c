/* fuzz_card.c - any bytes as a card that was scanned or typed: what is taken for a code is written
 * again as the same code, what is taken for a number has its check. */
#include <string.h>

#include "auth/auth_internal.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { TEXT_MAX = 64 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char text[TEXT_MAX];
    uint8_t code[CARD_BYTES];
    char number[CARD_NUMBER_SIZE];
    size_t length = size < TEXT_MAX - 1 ? size : TEXT_MAX - 1;
    memcpy(text, data, length);
    text[length] = '\0';
    bool is_code = card__qr_parse(text, code);
    bool is_number = card__number_parse(text, number);
    REQUIRE(!is_code || !is_number); /* one is never the other */
    if (is_code) {
        char qr[CARD_QR_SIZE];
        uint8_t again[CARD_BYTES];
        card__qr_format(code, qr);
        REQUIRE(card__qr_parse(qr, again) && memcmp(code, again, sizeof code) == 0);
    }
    if (is_number) {
        char again[CARD_NUMBER_SIZE];
        memcpy(again, number, sizeof again);
        card__number_finish(again);
        REQUIRE(strcmp(again, number) == 0);
    }
    if (size >= CARD_BYTES) { /* what is printed is read */
        char qr[CARD_QR_SIZE];
        card__qr_format(data, qr);
        REQUIRE(card__qr_parse(qr, code) && memcmp(code, data, sizeof code) == 0);
    }
    bool pin_good = status_ok(pin__good(text, NULL));
    REQUIRE(!pin_good || (strlen(text) == PIN_DIGITS && strspn(text, "0123456789") == PIN_DIGITS));
    return 0;
}
