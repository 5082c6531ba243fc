/* clock.c - the only file that reads a clock. */
#include <time.h>

#include "app/folder.h"
#include "base/day.h"

int64_t clock_seconds(void)
{
    struct timespec now;
    REQUIRE(clock_gettime(CLOCK_REALTIME, &now) == 0);
    return (int64_t)now.tv_sec;
}

int32_t clock_day(int32_t utc_offset_minutes)
{
    return instant_day(clock_seconds(), utc_offset_minutes);
}

int64_t clock_monotonic_ms(void)
{
    struct timespec now;
    REQUIRE(clock_gettime(CLOCK_MONOTONIC, &now) == 0);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int32_t folder_today(const struct folder *folder, int32_t utc_offset_minutes)
{
    bool fixed = folder->settings.clock_set && folder->settings.clock_day != DAY_NEVER;
    int32_t day = fixed ? folder->settings.clock_day : clock_day(utc_offset_minutes);
    int32_t last = journal_last_day(folder->journal);
    return day < last ? last : day;
}
