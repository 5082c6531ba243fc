/* till_batch.c - see till_batch.h. */
#include "shop/till_batch.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum { HEAD_BYTES = 160, LINE_BYTES = 7 * 21 + CODE_MAX };

static void hex_of(const struct id *id, size_t bytes, char *hex)
{
    for (size_t i = 0; i < bytes; i++) {
        snprintf(hex + 2 * i, 3, "%02x", id->bytes[i]);
    }
}

struct status till_batch_text(const char *village, const char *shop, const struct id *device,
                              const struct till_item *items, size_t count, char **text,
                              size_t *length)
{
    size_t room = HEAD_BYTES + count * LINE_BYTES;
    char hex[2 * ID_BYTES + 1];
    *text = malloc(room);
    if (*text == NULL) {
        return FAULT(OUT_OF_MEMORY);
    }
    hex_of(device, ID_BYTES, hex);
    *length = (size_t)snprintf(*text, room, "sanbao-till/v1\n%s %s\n%s\n", village, shop, hex);
    for (size_t i = 0; i < count; i++) {
        const struct till_item *item = &items[i];
        *length += (size_t)snprintf(*text + *length, room - *length,
                                    "%" PRId64 " %" PRIu64 " %s %" PRId64 " %" PRId64 " %" PRId64
                                    " %" PRId64 "\n",
                                    item->number, item->hold, item->goods, item->quantity,
                                    item->points, item->cash_fen, item->at);
    }
    REQUIRE(*length < room);
    return OK;
}

void till_voucher(const struct id *device, int64_t number, char voucher[CODE_MAX + 1])
{
    char hex[17];
    hex_of(device, 8, hex);
    snprintf(voucher, CODE_MAX + 1, "%s-%" PRId64, hex, number);
}
