/* card_test.c - what stands on a card, and what a PIN must not be, a row each. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "auth/auth_internal.h"
#include "base/day.h"

/* ---- numbers ---- */

struct number_row {
    const char *name;
    const char *text;
    const char *number; /* NULL: a slip */
};

/* 572 and its check digit 4 are the example of Damm's thesis; with zeros before it stays right. */
static struct number_row number_rows[] = {
    {"a number with its check is read", "000005724", "000005724"},
    {"blanks and dashes do not count", "000 005-724", "000005724"},
    {"a wrong digit is a slip", "000005734", NULL},
    {"a wrong check is a slip", "000005725", NULL},
    {"two digits swapped are a slip", "000007524", NULL},
    {"the check swapped with its neighbour is a slip", "000005742", NULL},
    {"a digit too few is a slip", "00005724", NULL},
    {"a digit too many is a slip", "0000005724", NULL},
    {"a letter is a slip", "00000572a", NULL},
    {"nothing is a slip", "", NULL},
};

static void number_check(void **state)
{
    const struct number_row *row = *state;
    char number[CARD_NUMBER_SIZE] = "";
    assert_int_equal(row->number != NULL, card__number_parse(row->text, number));
    if (row->number != NULL) {
        assert_string_equal(row->number, number);
    }
}

static void every_slip_check(void **state)
{
    char number[CARD_NUMBER_SIZE] = "80413957";
    char read[CARD_NUMBER_SIZE];
    (void)state;
    card__number_finish(number);
    assert_true(card__number_parse(number, read));
    for (size_t i = 0; i < CARD_DIGITS; i++) {
        for (char digit = '0'; digit <= '9'; digit++) {
            char slip[CARD_NUMBER_SIZE];
            memcpy(slip, number, sizeof slip);
            slip[i] = digit;
            assert_int_equal(digit == number[i], card__number_parse(slip, read));
        }
    }
}

/* ---- codes ---- */

static void code_check(void **state)
{
    uint8_t code[CARD_BYTES];
    uint8_t read[CARD_BYTES];
    char qr[CARD_QR_SIZE];
    (void)state;
    for (size_t i = 0; i < CARD_BYTES; i++) {
        code[i] = (uint8_t)(17 * i);
    }
    card__qr_format(code, qr);
    assert_int_equal(CARD_QR_SIZE - 1, strlen(qr));
    assert_true(card__qr_parse(qr, read));
    assert_memory_equal(code, read, CARD_BYTES);
    for (size_t i = 0; i < CARD_QR_SIZE - 1; i++) {
        char kept = qr[i];
        qr[i] = kept == 'Q' ? 'R' : 'Q';
        assert_false(card__qr_parse(qr, read));
        qr[i] = kept;
    }
    qr[CARD_QR_SIZE - 2] = '\0';
    assert_false(card__qr_parse(qr, read));
    assert_false(card__qr_parse("", read));
}

static void hash_check(void **state)
{
    static const uint8_t code[CARD_BYTES] = {0};
    struct hash hash;
    struct hash same;
    (void)state;
    card__code_hash(code, &hash);
    sha256(&same, "sanbao-card/v1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 14 + CARD_BYTES);
    assert_memory_equal(same.bytes, hash.bytes, HASH_BYTES);
}

/* ---- PINs: of somebody born 1949-06-25 with the phone 13800204916 ---- */

struct pin_row {
    const char *name;
    const char *pin;
    bool good;
};

static struct pin_row pin_rows[] = {
    {"six digits without a pattern are good", "730258", true},
    {"one digit six times is weak", "777777", false},
    {"a run upwards is weak", "345678", false},
    {"a run downwards is weak", "876543", false},
    {"three pairs alike are weak", "383838", false},
    {"the birthday is weak", "490625", false},
    {"the birthday from its day on is weak", "250649", false},
    {"the year and month of birth are weak", "194906", false},
    {"the end of one's phone is weak", "204916", false},
    {"letters are no PIN", "73025a", false},
    {"five digits are no PIN", "73025", false},
    {"digits of another script are no PIN", "\xd9\xa7\xd9\xa3\xd9\xa0", false},
};

static void pin_check(void **state)
{
    const struct pin_row *row = *state;
    char phone[] = "13800204916";
    Sanbao__V1__PersonDetail person = SANBAO__V1__PERSON_DETAIL__INIT;
    const struct civil born = {.year = 1949, .month = 6, .day = 25};
    person.phone = phone;
    person.has_birth = true;
    person.birth_day = day_from_civil(born);
    assert_int_equal(row->good, status_ok(pin__good(row->pin, &person)));
}

static void unknown_check(void **state)
{
    (void)state;
    assert_true(status_ok(pin__good("204916", NULL)));
    assert_int_equal(STATUS_PIN_WEAK, pin__good("111111", NULL).code);
}

#define ROWS(rows, check)                                                                          \
    for (size_t i = 0; i < COUNT(rows); i++) {                                                     \
        tests[count++] = (struct CMUnitTest){(rows)[i].name, check, NULL, NULL, &(rows)[i]};       \
    }

int main(void)
{
    crypto_init();
    struct CMUnitTest tests[32];
    size_t count = 0;
    ROWS(number_rows, number_check)
    ROWS(pin_rows, pin_check)
    const struct CMUnitTest others[] = {
        {"every single slip of a digit is found", every_slip_check, NULL, NULL, NULL},
        {"a code comes back from its text; every slip is found", code_check, NULL, NULL, NULL},
        {"off line a card is known by a hash that others can make", hash_check, NULL, NULL, NULL},
        {"of somebody unknown only patterns are weak", unknown_check, NULL, NULL, NULL},
    };
    for (size_t i = 0; i < COUNT(others); i++) {
        tests[count++] = others[i];
    }
    return _cmocka_run_group_tests("card", tests, count, NULL, NULL);
}
