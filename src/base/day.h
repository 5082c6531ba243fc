/* day.h - civil days and instants, as plain integers.
 *
 * A day is the number of days since 1970-01-01 in the proleptic Gregorian calendar; an instant is
 * seconds since 1970-01-01T00:00Z. No time zone database is used: a village has a fixed offset. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

enum { DAY_TEXT_SIZE = 16 };

struct civil {
    int32_t year;  /* 1..9999 */
    int32_t month; /* 1..12 */
    int32_t day;   /* 1..31 */
};

int32_t day_from_civil(struct civil civil); /* The civil date must exist. */
struct civil day_to_civil(int32_t day);
bool civil_exists(struct civil civil);

/* "2021-12-17", exactly ten characters; years 1..9999. Refuses: DAY_MALFORMED. */
CHECKED struct status day_parse(const char *text, size_t length, int32_t *day);
void day_format(int32_t day, char text[DAY_TEXT_SIZE]);

/* "2021-12-17T08:30+08:00" or with ":SS" before the zone, or zone "Z". Refuses DAY_MALFORMED also
 * where the zone is missing: a time without a zone names no instant. */
CHECKED struct status instant_parse(const char *text, size_t length, int64_t *instant);

/* The civil day of an instant at a fixed offset from UTC. */
int32_t instant_day(int64_t instant, int32_t utc_offset_minutes);

/* First day of the month, quarter or year that the day lies in. */
int32_t day_month_start(int32_t day);
int32_t day_quarter_start(int32_t day);
int32_t day_year_start(int32_t day);

/* The same calendar day `months` later; where that month has no such day, the first of the next. */
int32_t day_add_months(int32_t day, int32_t months);
