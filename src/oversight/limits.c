/* limits.c - the table of limits.h. */
#include "oversight/limits.h"

#include "base/status.h"

const struct limit oversight_limits[LIMITS_COUNT] = {
#define LIMIT_ROW(name, value, what_zh, what_en, why_zh, why_en)                                   \
    {#name, value, what_zh, what_en, why_zh, why_en},
    OVERSIGHT_LIMITS(LIMIT_ROW)
#undef LIMIT_ROW
};

int64_t oversight_limit(enum oversight_limit limit)
{
    REQUIRE((int)limit >= 0 && limit < LIMITS_COUNT);
    return oversight_limits[limit].value;
}
