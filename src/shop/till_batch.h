/* till_batch.h - what a shop's device sold while there was no line, as it signs it. Plain rules; no
 * database and no clock. */
#pragma once

#include "base/limits.h"
#include "crypto/crypto.h"
#include "identity/people.h"

enum {
    TILL_ITEMS_MAX = 500,
    TILL_NUMBER_MAX = 1000000000,
    TILL_CLOCK_SLACK = 300, /* seconds that a device's clock may be ahead */
};

struct till_item {
    int64_t number; /* the device's own running one, never used twice */
    uint64_t hold;  /* the record that holds the points */
    char goods[CODE_MAX + 1];
    int64_t quantity;
    int64_t points;
    int64_t cash_fen;
    int64_t at; /* seconds since 1970 */
};

/* What a batch's signature covers: lines of text, without any choice how to write them,
 *
 *   sanbao-till/v1
 *   VILLAGE SHOP
 *   DEVICE
 *   NUMBER HOLD GOODS QUANTITY POINTS CASH_FEN SECONDS   (one for each item, in the order sent)
 *
 * the device in hexadecimal, numbers in decimal, each line ended by a line feed. Malloc'ed. */
CHECKED struct status till_batch_text(const char *village, const char *shop,
                                      const struct id *device, const struct till_item *items,
                                      size_t count, char **text, size_t *length);
/* The voucher's number of an item, unique in the village. */
void till_voucher(const struct id *device, int64_t number, char voucher[CODE_MAX + 1]);
