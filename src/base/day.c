/* day.c - calendar arithmetic. The day number formula counts years from March, so that the leap
 * day is the last of its year and needs no special case (see Howard Hinnant, "chrono-Compatible
 * Low-Level Date Algorithms"). */
#include "base/day.h"

#include <stdio.h>

static bool year_is_leap(int32_t year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int32_t month_days(int32_t year, int32_t month)
{
    static const int32_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && year_is_leap(year) ? 29 : days[month - 1];
}

bool civil_exists(struct civil civil)
{
    return civil.year >= 1 && civil.year <= 9999 && civil.month >= 1 && civil.month <= 12 &&
           civil.day >= 1 && civil.day <= month_days(civil.year, civil.month);
}

int32_t day_from_civil(struct civil civil)
{
    REQUIRE(civil_exists(civil));
    int32_t year = civil.month <= 2 ? civil.year - 1 : civil.year;
    int32_t era = year / 400;
    int32_t year_of_era = year - era * 400;
    int32_t month = civil.month > 2 ? civil.month - 3 : civil.month + 9;
    int32_t day_of_year = (153 * month + 2) / 5 + civil.day - 1;
    int32_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

struct civil day_to_civil(int32_t day)
{
    int32_t shifted = day + 719468;
    REQUIRE(shifted >= 0);
    int32_t era = shifted / 146097;
    int32_t day_of_era = shifted - era * 146097;
    int32_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int32_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int32_t month = (5 * day_of_year + 2) / 153;
    struct civil civil = {
        .year = year_of_era + era * 400 + (month >= 10 ? 1 : 0),
        .month = month < 10 ? month + 3 : month - 9,
        .day = day_of_year - (153 * month + 2) / 5 + 1,
    };
    return civil;
}

/* Reads exactly `digits` decimal digits. */
static bool number_read(const char *text, size_t digits, int32_t *number)
{
    *number = 0;
    for (size_t i = 0; i < digits; i++) {
        if (text[i] < '0' || text[i] > '9') {
            return false;
        }
        *number = *number * 10 + (text[i] - '0');
    }
    return true;
}

struct status day_parse(const char *text, size_t length, int32_t *day)
{
    REQUIRE(text != NULL && day != NULL);
    struct civil civil = {0};
    if (length != 10 || text[4] != '-' || text[7] != '-' || !number_read(text, 4, &civil.year) ||
        !number_read(text + 5, 2, &civil.month) || !number_read(text + 8, 2, &civil.day) ||
        !civil_exists(civil)) {
        return REFUSE(DAY_MALFORMED);
    }
    *day = day_from_civil(civil);
    return OK;
}

void day_format(int32_t day, char text[DAY_TEXT_SIZE])
{
    struct civil civil = day_to_civil(day);
    REQUIRE(civil_exists(civil));
    snprintf(text, DAY_TEXT_SIZE, "%04d-%02d-%02d", (int)civil.year % 10000, (int)civil.month % 100,
             (int)civil.day % 100);
}

/* "Z", "+08:00" or "-03:30"; minutes east of UTC. */
static bool zone_read(const char *text, size_t length, int32_t *minutes)
{
    if (length == 1 && text[0] == 'Z') {
        *minutes = 0;
        return true;
    }
    int32_t hour = 0;
    int32_t minute = 0;
    if (length != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':' ||
        !number_read(text + 1, 2, &hour) || !number_read(text + 4, 2, &minute) || hour > 14 ||
        minute > 59) {
        return false;
    }
    *minutes = (hour * 60 + minute) * (text[0] == '-' ? -1 : 1);
    return true;
}

struct status instant_parse(const char *text, size_t length, int64_t *instant)
{
    REQUIRE(text != NULL && instant != NULL);
    int32_t day = 0;
    int32_t hour = 0;
    int32_t minute = 0;
    int32_t second = 0;
    int32_t zone = 0;
    if (length < 17 || text[10] != 'T' || text[13] != ':' ||
        !status_ok(day_parse(text, 10, &day)) || !number_read(text + 11, 2, &hour) ||
        !number_read(text + 14, 2, &minute)) {
        return REFUSE(DAY_MALFORMED);
    }
    size_t used = 16;
    if (length >= 20 && text[16] == ':') {
        if (!number_read(text + 17, 2, &second)) {
            return REFUSE(DAY_MALFORMED);
        }
        used = 19;
    }
    if (hour > 23 || minute > 59 || second > 59 || !zone_read(text + used, length - used, &zone)) {
        return REFUSE(DAY_MALFORMED);
    }
    *instant = (int64_t)day * 86400 + hour * 3600 + (minute - zone) * 60 + second;
    return OK;
}

int32_t instant_day(int64_t instant, int32_t utc_offset_minutes)
{
    int64_t local = instant + (int64_t)utc_offset_minutes * 60;
    int64_t day = local / 86400 - (local % 86400 < 0 ? 1 : 0);
    REQUIRE(day >= INT32_MIN && day <= INT32_MAX);
    return (int32_t)day;
}

int32_t day_month_start(int32_t day)
{
    return day - day_to_civil(day).day + 1;
}

int32_t day_quarter_start(int32_t day)
{
    struct civil civil = day_to_civil(day);
    civil.month -= (civil.month - 1) % 3;
    civil.day = 1;
    return day_from_civil(civil);
}

int32_t day_year_start(int32_t day)
{
    struct civil civil = day_to_civil(day);
    return day_from_civil((struct civil){civil.year, 1, 1});
}

int32_t day_add_months(int32_t day, int32_t months)
{
    REQUIRE(months >= 0);
    struct civil civil = day_to_civil(day);
    int32_t month = civil.month - 1 + months;
    civil.year += month / 12;
    civil.month = month % 12 + 1;
    if (civil_exists(civil)) {
        return day_from_civil(civil);
    }
    civil.day = 1;
    return day_add_months(day_from_civil(civil), 1);
}
