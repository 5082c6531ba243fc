/* workdays.c - the calendar of working days: what is announced as spans, the rest by weekday.
 * Source of what is built in: the State Council's yearly notices on holidays, 2020 to 2026. */
#include "base/workdays.h"

#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/day.h"
#include "base/file.h"

enum { SPANS_MAX = 1024, YEAR_FIRST = 2000, YEAR_LAST = 2199, WEEK = 7, FRIDAY = 4 };

/* Days of one kind, the last one included. */
struct span_days {
    int32_t from;
    int32_t until;
    bool work;
};

struct workdays {
    size_t count;
    struct span_days spans[SPANS_MAX]; /* a later one counts more */
    bool known[YEAR_LAST - YEAR_FIRST + 1];
};

static const struct {
    int year;
    const char *rest; /* "month-day" or "month-day/month-day" */
    const char *work;
} built_in[] = {
    {2020, "1-1 1-24/2-2 4-4/4-6 5-1/5-5 6-25/6-27 10-1/10-8", "1-19 4-26 5-9 6-28 9-27 10-10"},
    {2021, "1-1/1-3 2-11/2-17 4-3/4-5 5-1/5-5 6-12/6-14 9-19/9-21 10-1/10-7",
     "2-7 2-20 4-25 5-8 9-18 9-26 10-9"},
    {2022, "1-1/1-3 1-31/2-6 4-3/4-5 4-30/5-4 6-3/6-5 9-10/9-12 10-1/10-7 12-31",
     "1-29 1-30 4-2 4-24 5-7 10-8 10-9"},
    {2023, "1-1/1-2 1-21/1-27 4-5 4-29/5-3 6-22/6-24 9-29/10-6 12-30/12-31",
     "1-28 1-29 4-23 5-6 6-25 10-7 10-8"},
    {2024, "1-1 2-10/2-17 4-4/4-6 5-1/5-5 6-10 9-15/9-17 10-1/10-7",
     "2-4 2-18 4-7 4-28 5-11 9-14 9-29 10-12"},
    {2025, "1-1 1-28/2-4 4-4/4-6 5-1/5-5 5-31/6-2 10-1/10-8", "1-26 2-8 4-27 9-28 10-11"},
    {2026, "1-1/1-3 2-15/2-23 4-4/4-6 5-1/5-5 6-19/6-21 9-25/9-27 10-1/10-7",
     "1-4 2-14 2-28 5-9 9-20 10-10"},
};

static void year_know(struct workdays *workdays, int32_t year)
{
    workdays->known[year - YEAR_FIRST] = true;
}

static void span_add(struct workdays *workdays, struct span_days span)
{
    REQUIRE(workdays->count < SPANS_MAX);
    workdays->spans[workdays->count++] = span;
}

/* The next "month-day" of a list that was written for this file. */
static int32_t month_day(const char **text, int year)
{
    char *end = NULL;
    struct civil civil = {.year = year};
    civil.month = (int32_t)strtol(*text, &end, 10);
    civil.day = (int32_t)strtol(end + 1, &end, 10);
    *text = end;
    return day_from_civil(civil);
}

static void list_add(struct workdays *workdays, const char *text, int year, bool work)
{
    while (*text != '\0') {
        struct span_days span = {.work = work};
        span.from = month_day(&text, year);
        span.until = span.from;
        if (*text == '/') {
            text++;
            span.until = month_day(&text, year);
        }
        span_add(workdays, span);
        text += *text == ' ';
    }
}

static struct status fault_at(struct problem *problem, const char *path, int64_t line,
                              enum status_code code)
{
    if (problem != NULL) {
        problem_text(problem->file, sizeof problem->file, path, strlen(path));
        problem->line = line;
    }
    return problem_set(problem, code);
}

static bool field_is(const struct csv_field *field, const char *word)
{
    return field->length == strlen(word) && memcmp(field->text, word, field->length) == 0;
}

/* Reads one line of the office's file. */
static enum status_code span_read(const struct csv_row *row, struct span_days *span)
{
    if (row->fault != STATUS_OK || row->count != 3) {
        return STATUS_WORKDAYS_LINE;
    }
    const struct csv_field *fields = row->fields;
    span->work = field_is(&fields[2], "work");
    if (!span->work && !field_is(&fields[2], "rest")) {
        return STATUS_WORKDAYS_LINE;
    }
    const struct csv_field *until = fields[1].length == 0 ? &fields[0] : &fields[1];
    if (!status_ok(day_parse(fields[0].text, fields[0].length, &span->from)) ||
        !status_ok(day_parse(until->text, until->length, &span->until))) {
        return STATUS_DAY_MALFORMED;
    }
    struct civil from = day_to_civil(span->from);
    struct civil last = day_to_civil(span->until);
    bool good = span->until >= span->from && from.year >= YEAR_FIRST && last.year <= YEAR_LAST &&
                last.year - from.year <= 1;
    return good ? STATUS_OK : STATUS_WORKDAYS_LINE;
}

static struct status office_add(struct workdays *workdays, const char *path, const char *text,
                                size_t length, struct problem *problem)
{
    struct csv csv = csv_open(text, length);
    struct csv_row row;
    if (csv_next(&csv, &row) && (row.count != 3 || !field_is(&row.fields[2], "kind"))) {
        return fault_at(problem, path, row.line, STATUS_WORKDAYS_LINE);
    }
    while (csv_next(&csv, &row)) {
        struct span_days span;
        enum status_code code = span_read(&row, &span);
        if (code == STATUS_OK && workdays->count == SPANS_MAX) {
            code = STATUS_LIMIT_EXCEEDED;
        }
        if (code != STATUS_OK) {
            return fault_at(problem, path, row.line, code);
        }
        year_know(workdays, day_to_civil(span.until).year);
        span_add(workdays, span);
    }
    return OK;
}

static struct status office_read(struct workdays *workdays, const char *path,
                                 struct problem *problem)
{
    uint8_t *bytes = NULL;
    size_t length = 0;
    struct status status = file_load(path, WORKDAYS_FILE_BYTES_MAX, &bytes, &length);
    if (!status_ok(status)) {
        return fault_at(problem, path, 0, status.code);
    }
    status = office_add(workdays, path, (const char *)bytes, length, problem);
    free(bytes);
    return status;
}

struct status workdays_open(const char *path, struct workdays **out, struct problem *problem)
{
    REQUIRE(out != NULL);
    *out = NULL;
    SCOPED(workdays_close) struct workdays *workdays = calloc(1, sizeof *workdays);
    if (workdays == NULL) {
        return FAULT(OUT_OF_MEMORY);
    }
    for (size_t i = 0; i < COUNT(built_in); i++) {
        list_add(workdays, built_in[i].rest, built_in[i].year, false);
        list_add(workdays, built_in[i].work, built_in[i].year, true);
        year_know(workdays, built_in[i].year);
    }
    if (path != NULL && path[0] != '\0') {
        TRY(office_read(workdays, path, problem));
    }
    *out = workdays;
    workdays = NULL;
    return OK;
}

void workdays_close(struct workdays **workdays)
{
    REQUIRE(workdays != NULL);
    free(*workdays);
    *workdays = NULL;
}

/* 1970-01-01 was a Thursday. */
static int weekday(int32_t day)
{
    return ((day + 3) % WEEK + WEEK) % WEEK;
}

bool workdays_is(const struct workdays *workdays, int32_t day)
{
    REQUIRE(workdays != NULL);
    for (size_t i = workdays->count; i-- > 0;) {
        const struct span_days *span = &workdays->spans[i];
        if (day >= span->from && day <= span->until) {
            return span->work;
        }
    }
    return weekday(day) <= FRIDAY;
}

int32_t workdays_after(const struct workdays *workdays, int32_t day, int32_t count)
{
    REQUIRE(workdays != NULL && count >= 0 && count <= 1000);
    if (count == 0) {
        return day;
    }
    while (count > 0) {
        day++;
        count -= workdays_is(workdays, day);
    }
    return day + 1;
}

bool workdays_known(const struct workdays *workdays, int32_t year)
{
    REQUIRE(workdays != NULL);
    return year >= YEAR_FIRST && year <= YEAR_LAST && workdays->known[year - YEAR_FIRST];
}
