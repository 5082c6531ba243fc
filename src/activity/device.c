/* device.c - what a leader's device says it saw where there was no line: the lines that it signs,
 * and which times can be true. */
#include "activity/device_internal.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum { HEAD_BYTES = 256, LINE_BYTES = 96, HEX_SIZE = 2 * ID_BYTES + 1 };

static const char *hex_of(const struct id *id, char hex[HEX_SIZE])
{
    for (size_t i = 0; i < ID_BYTES; i++) {
        snprintf(hex + 2 * i, 3, "%02x", id->bytes[i]);
    }
    return hex;
}

struct status batch__text(const char *village, const char *activity, const struct id *device,
                          const struct id *bundle, const struct item *items, size_t count,
                          char **text, size_t *length)
{
    size_t room = HEAD_BYTES + count * LINE_BYTES;
    char first[HEX_SIZE];
    char second[HEX_SIZE];
    *text = malloc(room);
    if (*text == NULL) {
        return FAULT(OUT_OF_MEMORY);
    }
    int used = snprintf(*text, room, "sanbao-batch/v1\n%s %s\n%s %s\n", village, activity,
                        hex_of(device, first), hex_of(bundle, second));
    *length = (size_t)used;
    for (size_t i = 0; i < count; i++) {
        used =
            snprintf(*text + *length, room - *length, "%" PRId64 " %s %s %" PRId64 " %s\n",
                     items[i].number, items[i].out ? "out" : "in", hex_of(&items[i].person, first),
                     items[i].at, items[i].way == WAY_CARD ? "card" : "hand");
        *length += (size_t)used;
    }
    REQUIRE(*length < room);
    return OK;
}

struct status item__time(const struct bundle *bundle, const struct item *item, int64_t now,
                         int64_t *at)
{
    *at = item->at - bundle->skew;
    if (*at > bundle->ends_at) {
        return REFUSE(ITEM_LATE);
    }
    bool before = *at < bundle->issued_at - CLOCK_SLACK;
    return before || *at > now + CLOCK_SLACK ? REFUSE(ITEM_CLOCK) : OK;
}
