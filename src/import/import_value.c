/* import_value.c - one field of a file: from text to value, and back for people to see. */
#include "import/import_internal.h"

#include <inttypes.h>
#include <string.h>

#include "base/day.h"
#include "base/limits.h"
#include "base/text.h"

/* China keeps one time and no summer time; the rest are neighbours and what a file may say plainly.
 * Zones that move their clocks cannot be a village's: its days have a fixed offset. */
static const struct import_word zones[] = {
    {"Asia/Shanghai", 480},  {"Asia/Chongqing", 480}, {"Asia/Harbin", 480}, {"PRC", 480},
    {"Asia/Hong_Kong", 480}, {"Asia/Macau", 480},     {"Asia/Taipei", 480}, {"Asia/Singapore", 480},
    {"Asia/Urumqi", 360},    {"Asia/Kashgar", 360},   {"UTC", 0},           {NULL, 0}};

static const struct import_word *word_find(const struct import_word *words, const char *text,
                                           size_t length)
{
    for (; words->word != NULL; words++) {
        if (strlen(words->word) == length && memcmp(words->word, text, length) == 0) {
            return words;
        }
    }
    return NULL;
}

/* All words of a list, one after the other, for a person to choose from. */
static struct status words_list(const struct import_word *words, struct arena *arena,
                                const char **list)
{
    char text[256];
    size_t used = 0;
    for (const struct import_word *word = words; word->word != NULL; word++) {
        size_t length = strlen(word->word);
        REQUIRE(used + length + 3 < sizeof(text));
        memcpy(text + used, word->word, length);
        memcpy(text + used + length, " | ", 3);
        used += length + 3;
    }
    return arena_text(arena, text, used - 3, list);
}

static struct status word_read(const struct import_column *column, const char *text, size_t length,
                               struct arena *arena, union import_value *value,
                               const char **expected)
{
    const struct import_word *word = word_find(column->words, text, length);
    if (word == NULL) {
        TRY(words_list(column->words, arena, expected));
        return REFUSE(IMPORT_WORD);
    }
    value->number = word->number;
    return OK;
}

/* Words with any of "; | / , space" or the Chinese comma between them. */
static struct status words_read(const struct import_column *column, const char *text, size_t length,
                                struct arena *arena, union import_value *value,
                                const char **expected)
{
    value->number = 0;
    for (size_t i = 0; i < length;) {
        size_t size = 0;
        while (i + size < length &&
               (text[i + size] == '_' || (text[i + size] >= 'a' && text[i + size] <= 'z'))) {
            size++;
        }
        union import_value one;
        TRY(word_read(column, text + i, size, arena, &one, expected));
        value->number |= INT64_C(1) << one.number;
        i += size;
        size_t between = 0;
        while (i < length && (strchr(";|/, ", text[i]) != NULL || (text[i] & 0x80) != 0)) {
            i++;
            between++;
        }
        if (i < length && between == 0) {
            TRY(words_list(column->words, arena, expected));
            return REFUSE(IMPORT_WORD);
        }
    }
    return OK;
}

static struct status text_read(const struct import_column *column, const char *text, size_t length,
                               struct arena *arena, const char **expected)
{
    if (text_is_formula(text, length)) {
        return REFUSE(IMPORT_FORMULA);
    }
    if (text_has_control(text, length)) {
        return REFUSE(IMPORT_CONTROL);
    }
    if (text_characters(text, length) > (size_t)column->max) {
        char most[32];
        int used = snprintf(most, sizeof(most), "<= %" PRId64, column->max);
        TRY(arena_text(arena, most, (size_t)used, expected));
        return REFUSE(IMPORT_TOO_LONG);
    }
    return OK;
}

static struct status integer_read(const struct import_column *column, const char *text,
                                  size_t length, struct arena *arena, union import_value *value,
                                  const char **expected)
{
    if (text_integer(text, length, column->min, column->max, &value->number)) {
        return OK;
    }
    char range[64];
    int used = snprintf(range, sizeof(range), "%" PRId64 "..%" PRId64, column->min, column->max);
    TRY(arena_text(arena, range, (size_t)used, expected));
    return REFUSE(IMPORT_INTEGER);
}

static struct status day_read(const struct import_column *column, const char *text, size_t length,
                              struct arena *arena, union import_value *value, const char **expected)
{
    int32_t day = 0;
    TRY(day_parse(text, length, &day));
    value->number = day;
    if (column->max == 0 || (day >= column->min && day <= column->max)) {
        return OK;
    }
    char range[64];
    char first[DAY_TEXT_SIZE];
    char last[DAY_TEXT_SIZE];
    day_format((int32_t)column->min, first);
    day_format((int32_t)column->max, last);
    int used = snprintf(range, sizeof(range), "%s..%s", first, last);
    TRY(arena_text(arena, range, (size_t)used, expected));
    return REFUSE(IMPORT_DAY_RANGE);
}

static bool has_zone(const char *text, size_t length)
{
    return (length >= 1 && text[length - 1] == 'Z') ||
           (length >= 6 && (text[length - 6] == '+' || text[length - 6] == '-') &&
            text[length - 3] == ':');
}

static struct status instant_read(const char *text, size_t length, union import_value *value,
                                  const char **expected)
{
    if (status_ok(instant_parse(text, length, &value->number))) {
        return OK;
    }
    *expected = "2021-12-17T08:30+08:00";
    return has_zone(text, length) ? REFUSE(IMPORT_TIME) : REFUSE(IMPORT_TIME_ZONE);
}

static struct status zone_read(const char *text, size_t length, union import_value *value,
                               const char **expected)
{
    const struct import_word *zone = word_find(zones, text, length);
    if (zone != NULL) {
        value->number = zone->number;
        return OK;
    }
    /* "+08:00": what an instant's zone may be, a zone may be. */
    char instant[32];
    int64_t shifted = 0;
    int used = snprintf(instant, sizeof(instant), "1970-01-02T00:00%.*s", (int)length, text);
    if (length == 6 && status_ok(instant_parse(instant, (size_t)used, &shifted))) {
        value->number = (86400 - shifted) / 60;
        return OK;
    }
    *expected = "Asia/Shanghai";
    return REFUSE(IMPORT_ZONE);
}

static bool is_phone(const char *text, size_t length)
{
    if (length != 11 || text[0] != '1') {
        return false;
    }
    for (size_t i = 0; i < length; i++) {
        if (text[i] < '0' || text[i] > '9') {
            return false;
        }
    }
    return true;
}

/* The kinds that stay texts. */
static struct status text_check(const struct import_column *column, const char *text, size_t length,
                                struct arena *arena, const char **expected)
{
    switch (column->kind) {
    case KIND_CODE:
        return text_is_code(text, length) ? OK : REFUSE(IMPORT_CODE);
    case KIND_NUMBER:
        return text_is_number(text, length) ? OK : REFUSE(IMPORT_NUMBER);
    case KIND_PHONE:
        return is_phone(text, length) ? OK : REFUSE(IMPORT_PHONE);
    default:
        REQUIRE(column->kind == KIND_TEXT);
        return text_read(column, text, length, arena, expected);
    }
}

bool import__is_text(const struct import_column *column)
{
    return column->kind == KIND_CODE || column->kind == KIND_NUMBER || column->kind == KIND_PHONE ||
           column->kind == KIND_TEXT;
}

struct status import__value_read(const struct import_column *column, const char *text,
                                 size_t length, struct arena *arena, union import_value *value,
                                 const char **expected)
{
    *expected = NULL;
    if (length == 0 && !column->optional) {
        return REFUSE(IMPORT_EMPTY);
    }
    if (import__is_text(column)) {
        if (length > 0) {
            TRY(text_check(column, text, length, arena, expected));
        }
        value->text = text;
        return OK;
    }
    if (length == 0) {
        value->number = NO_NUMBER;
        return OK;
    }
    switch (column->kind) {
    case KIND_DAY:
        return day_read(column, text, length, arena, value, expected);
    case KIND_INSTANT:
        return instant_read(text, length, value, expected);
    case KIND_INTEGER:
        return integer_read(column, text, length, arena, value, expected);
    case KIND_WORD:
        return word_read(column, text, length, arena, value, expected);
    case KIND_WORDS:
        return words_read(column, text, length, arena, value, expected);
    default:
        REQUIRE(column->kind == KIND_ZONE);
        return zone_read(text, length, value, expected);
    }
}

/* ---- and back ---- */

static int zone_print(char *out, size_t size, int64_t minutes)
{
    int64_t east = minutes < 0 ? -minutes : minutes;
    return snprintf(out, size, "%c%02d:%02d", minutes < 0 ? '-' : '+', (int)(east / 60) % 100,
                    (int)(east % 60));
}

static int instant_print(char *out, size_t size, int64_t instant, int32_t utc_offset_minutes)
{
    char day[DAY_TEXT_SIZE];
    char zone[16];
    day_format(instant_day(instant, utc_offset_minutes), day);
    zone_print(zone, sizeof(zone), utc_offset_minutes);
    int64_t second = (instant + (int64_t)utc_offset_minutes * 60) % 86400;
    second += second < 0 ? 86400 : 0;
    int used =
        snprintf(out, size, "%sT%02d:%02d", day, (int)(second / 3600), (int)(second / 60 % 60));
    if (second % 60 != 0) {
        used += snprintf(out + used, size - (size_t)used, ":%02d", (int)(second % 60));
    }
    return used + snprintf(out + used, size - (size_t)used, "%s", zone);
}

static int words_print(char *out, size_t size, const struct import_column *column, int64_t number)
{
    int used = 0;
    out[0] = '\0';
    for (const struct import_word *word = column->words; word->word != NULL; word++) {
        bool here =
            column->kind == KIND_WORD ? number == word->number : (number >> word->number & 1) != 0;
        if (here) {
            used +=
                snprintf(out + used, size - (size_t)used, "%s%s", used > 0 ? "|" : "", word->word);
        }
    }
    return used;
}

struct status import__value_show(const struct import_column *column, union import_value value,
                                 int32_t utc_offset_minutes, struct arena *arena, const char **text)
{
    if (import__is_text(column)) {
        *text = value.text;
        return OK;
    }
    char out[256];
    int used = 0;
    if (value.number == NO_NUMBER) {
        out[0] = '\0';
    } else if (column->kind == KIND_DAY) {
        day_format((int32_t)value.number, out);
        used = (int)strlen(out);
    } else if (column->kind == KIND_INSTANT) {
        used = instant_print(out, sizeof(out), value.number, utc_offset_minutes);
    } else if (column->kind == KIND_INTEGER) {
        used = snprintf(out, sizeof(out), "%" PRId64, value.number);
    } else if (column->kind == KIND_ZONE) {
        used = zone_print(out, sizeof(out), value.number);
    } else {
        used = words_print(out, sizeof(out), column, value.number);
    }
    REQUIRE(used >= 0 && (size_t)used < sizeof(out));
    return arena_text(arena, out, (size_t)used, text);
}

struct status import__key(const struct import_layout *layout, const struct import_row *row,
                          const int *columns, size_t column_count, struct arena *arena,
                          const char **key)
{
    char text[1024];
    size_t used = 0;
    *key = NULL;
    for (size_t i = 0; i < column_count && columns[i] >= 0; i++) {
        const struct import_column *column = &layout->columns[columns[i]];
        if ((row->bad >> columns[i] & 1) != 0) {
            return OK;
        }
        /* Instants as seconds: one instant may be written in several ways. */
        char number[32];
        const char *part = number;
        if (import__is_text(column)) {
            part = row->values[columns[i]].text;
        } else {
            snprintf(number, sizeof(number), "%" PRId64, row->values[columns[i]].number);
        }
        size_t length = strlen(part);
        REQUIRE(used + length + 2 < sizeof(text));
        if (i > 0) {
            text[used++] = '/';
        }
        memcpy(text + used, part, length);
        used += length;
    }
    return arena_text(arena, text, used, key);
}
