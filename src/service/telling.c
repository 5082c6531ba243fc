/* telling.c - what is held about a person, as tables: each becomes one file for a spreadsheet and
 * one for programs, and all of them one zip. See holdings.h. */
#include <inttypes.h>
#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

#include "base/csv.h"
#include "base/day.h"
#include "service/holdings.h"
#include "service/service_internal.h"

enum { FILES_MAX = 4096 };

struct telling_part {
    char name[96];
    char *bytes;
    size_t length;
};

struct telling {
    struct telling_part *parts;
    size_t count;
    size_t room;
    /* The table that is open. */
    FILE *csv;
    FILE *json;
    char name[64];
    char *csv_bytes;
    char *json_bytes;
    size_t csv_length;
    size_t json_length;
    const char *const *columns;
    size_t column; /* the next value's */
    size_t rows;
    bool failed; /* memory ran out: told at the end */
};

struct status telling_new(struct telling **out)
{
    *out = calloc(1, sizeof **out);
    return *out == NULL ? FAULT(OUT_OF_MEMORY) : OK;
}

/* Takes the bytes over. */
static void part_add(struct telling *telling, const char *name, const char *ending, char *bytes,
                     size_t length)
{
    if (telling->count == telling->room && telling->count < FILES_MAX) {
        size_t room = telling->room == 0 ? 16 : telling->room * 2;
        struct telling_part *parts = realloc(telling->parts, room * sizeof *parts);
        telling->parts = parts != NULL ? parts : telling->parts;
        telling->room = parts != NULL ? room : telling->room;
    }
    if (bytes == NULL || telling->count == telling->room) {
        telling->failed = true;
        free(bytes);
        return;
    }
    struct telling_part *part = &telling->parts[telling->count++];
    snprintf(part->name, sizeof part->name, "%s%s", name, ending);
    part->bytes = bytes;
    part->length = length;
}

/* Ends the table that is open. */
static void table_end(struct telling *telling)
{
    if (telling->csv == NULL) {
        return;
    }
    REQUIRE(telling->column == 0); /* a row is whole or not there */
    fputs("\n]\n", telling->json);
    bool bad = ferror(telling->csv) != 0 || ferror(telling->json) != 0;
    telling->failed = fclose(telling->csv) != 0 || telling->failed || bad;
    telling->failed = fclose(telling->json) != 0 || telling->failed;
    telling->csv = NULL;
    part_add(telling, telling->name, ".csv", telling->csv_bytes, telling->csv_length);
    part_add(telling, telling->name, ".json", telling->json_bytes, telling->json_length);
}

void telling_table(struct telling *telling, const char *name, const char *const *columns)
{
    table_end(telling);
    snprintf(telling->name, sizeof telling->name, "%s", name);
    telling->csv = open_memstream(&telling->csv_bytes, &telling->csv_length);
    telling->json = open_memstream(&telling->json_bytes, &telling->json_length);
    REQUIRE(telling->csv != NULL && telling->json != NULL); /* a few bytes each */
    telling->columns = columns;
    telling->column = 0;
    telling->rows = 0;
    fputs("\xEF\xBB\xBF", telling->csv); /* so that spreadsheets read Chinese */
    for (size_t i = 0; columns[i] != NULL; i++) {
        fprintf(telling->csv, "%s%s", i > 0 ? "," : "", columns[i]);
    }
    fputs("\r\n", telling->csv);
    putc('[', telling->json);
}

enum from { FROM_PEOPLE, FROM_PROGRAM };

/* `text` for the spreadsheet, guarded where people wrote it; `value` as JSON, given back. */
static void value_add(struct telling *telling, enum from from, const char *text,
                      struct json_object *value)
{
    REQUIRE(telling->csv != NULL);
    const char *column = telling->columns[telling->column];
    if (telling->column == 0) {
        fputs(telling->rows > 0 ? ",\n{" : "\n{", telling->json);
    } else {
        putc(',', telling->csv);
        putc(',', telling->json);
    }
    if (from == FROM_PEOPLE) {
        csv_print(text, telling->csv);
    } else {
        fputs(text, telling->csv);
    }
    fprintf(telling->json, "\"%s\":%s", column,
            json_object_to_json_string_ext(value, JSON_C_TO_STRING_PLAIN));
    json_object_put(value);
    telling->column++;
    if (telling->columns[telling->column] == NULL) {
        fputs("\r\n", telling->csv);
        putc('}', telling->json);
        telling->column = 0;
        telling->rows++;
    }
}

void telling_text(struct telling *telling, const char *text)
{
    value_add(telling, FROM_PEOPLE, text == NULL ? "" : text, text_json(text));
}

void telling_integer(struct telling *telling, int64_t integer)
{
    char text[24];
    snprintf(text, sizeof text, "%" PRId64, integer);
    value_add(telling, FROM_PROGRAM, text, json_object_new_int64(integer));
}

void telling_flag(struct telling *telling, bool flag)
{
    value_add(telling, FROM_PROGRAM, flag ? "1" : "0", json_object_new_boolean(flag));
}

void telling_day(struct telling *telling, int32_t day)
{
    char text[DAY_TEXT_SIZE] = "";
    if (day >= DAY_FIRST && day <= DAY_MAX) {
        day_format(day, text);
    }
    value_add(telling, FROM_PROGRAM, text, day_json(day));
}

void telling_instant(struct telling *telling, int64_t instant)
{
    struct json_object *value = instant_json(instant, 0);
    value_add(telling, FROM_PROGRAM, value == NULL ? "" : json_object_get_string(value),
              json_object_get(value));
    json_object_put(value);
}

void telling_id(struct telling *telling, const struct id *id)
{
    struct json_object *value = id_json(id);
    value_add(telling, FROM_PROGRAM, json_object_get_string(value), json_object_get(value));
    json_object_put(value);
}

void telling_file(struct telling *telling, const char *name, const void *bytes, size_t length)
{
    char *copy = malloc(length + 1);
    table_end(telling);
    if (copy != NULL) {
        memcpy(copy, bytes, length);
    }
    part_add(telling, name, "", copy, length);
}

/* ---- the zip ---- */

static bool parts_pack(struct telling *telling, struct zip *zip)
{
    for (size_t i = 0; i < telling->count; i++) {
        struct telling_part *part = &telling->parts[i];
        struct zip_source *source = zip_source_buffer(zip, part->bytes, part->length, 0);
        if (source == NULL ||
            zip_file_add(zip, part->name, source, ZIP_FL_ENC_UTF_8 | ZIP_FL_OVERWRITE) < 0) {
            zip_source_free(source);
            return false;
        }
    }
    return true;
}

static bool source_read(struct zip_source *source, void **bytes, size_t *length)
{
    struct zip_stat stat;
    if (zip_source_stat(source, &stat) != 0 || zip_source_open(source) != 0) {
        return false;
    }
    *length = (size_t)stat.size;
    *bytes = malloc(*length + 1);
    bool good = *bytes != NULL && zip_source_read(source, *bytes, *length) == (int64_t)*length;
    zip_source_close(source);
    if (!good) {
        free(*bytes);
        *bytes = NULL;
    }
    return good;
}

struct status telling_zip(struct telling *telling, void **bytes, size_t *length)
{
    table_end(telling);
    if (telling->failed) {
        return FAULT(OUT_OF_MEMORY);
    }
    struct zip_error error;
    struct zip_source *source = zip_source_buffer_create(NULL, 0, 0, &error);
    struct zip *zip = source == NULL ? NULL : zip_open_from_source(source, ZIP_TRUNCATE, &error);
    if (zip == NULL) {
        zip_source_free(source);
        return FAULT(OUT_OF_MEMORY);
    }
    zip_source_keep(source);
    bool good = parts_pack(telling, zip);
    if (!good || zip_close(zip) != 0) {
        zip_discard(zip);
        zip_source_free(source);
        return FAULT(OUT_OF_MEMORY);
    }
    good = source_read(source, bytes, length);
    zip_source_free(source);
    return good ? OK : FAULT(OUT_OF_MEMORY);
}

void telling_free(struct telling **telling)
{
    struct telling *old = *telling;
    *telling = NULL;
    if (old == NULL) {
        return;
    }
    old->column = 0;
    table_end(old);
    for (size_t i = 0; i < old->count; i++) {
        wipe(old->parts[i].bytes, old->parts[i].length);
        free(old->parts[i].bytes);
    }
    free(old->parts);
    free(old);
}
