/* row.c - the codes on a printed list: the row's number, and a letter that follows from it and from
 * the activity, so that a misread digit or a sheet of another day finds nobody. */
#include <stdio.h>
#include <string.h>

#include "activity/activity_internal.h"
#include "base/text.h"

static char letter(struct side *side, const struct plan *plan, int64_t number)
{
    static const char letters[] = "ABCDEFGHJKLMNPQRSTUVWXYZ";
    struct hash hash;
    uint8_t bytes[8];
    for (size_t i = 0; i < sizeof bytes; i++) {
        bytes[i] = (uint8_t)((uint64_t)number >> (8 * i));
    }
    const struct piece pieces[] = {
        {"sanbao-row/v1", 13}, {plan->id.bytes, ID_BYTES}, {bytes, sizeof bytes}};
    keys_hmac(side->keys, pieces, COUNT(pieces), &hash);
    return letters[hash.bytes[0] % (sizeof letters - 1)];
}

void row__code(struct side *side, const struct plan *plan, int64_t number, char code[ROW_CODE_SIZE])
{
    REQUIRE(number > 0 && number < 1000000);
    snprintf(code, ROW_CODE_SIZE, "%d%c", (int)number, letter(side, plan, number));
}

bool row__number(struct side *side, const struct plan *plan, const char *code, int64_t *number)
{
    size_t length = strlen(code);
    return length >= 2 && length < ROW_CODE_SIZE &&
           text_integer(code, length - 1, 1, 999999, number) &&
           code[length - 1] == letter(side, plan, *number);
}
