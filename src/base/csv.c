/* csv.c - a row is read in one pass, field by field. See csv.h for the form. */
#include "base/csv.h"

#include <string.h>

struct csv csv_open(const char *text, size_t length)
{
    REQUIRE(text != NULL || length == 0);
    return (struct csv){text, length, 0, 1};
}

static void fault_set(struct csv_row *row, enum status_code code, int64_t line)
{
    if (row->fault == STATUS_OK) {
        row->fault = code;
        row->fault_line = line;
        row->fault_field = row->count;
    }
}

/* Whether a line ends here: at LF, CRLF or the end of the text. */
static bool is_line_end(const struct csv *csv)
{
    const char *at = csv->text + csv->at;
    return csv->at == csv->length || at[0] == '\n' ||
           (at[0] == '\r' && csv->at + 1 < csv->length && at[1] == '\n');
}

static void line_end_pass(struct csv *csv)
{
    if (csv->at < csv->length) {
        csv->at += csv->text[csv->at] == '\r' ? 2 : 1;
        csv->line++;
    }
}

static struct csv_field bare_field(struct csv *csv, struct csv_row *row)
{
    struct csv_field field = {csv->text + csv->at, 0, false};
    while (!is_line_end(csv) && csv->text[csv->at] != ',') {
        char c = csv->text[csv->at];
        if (c == '\0') {
            fault_set(row, STATUS_CSV_NUL, csv->line);
        } else if (c == '"') {
            fault_set(row, STATUS_CSV_QUOTE_STRAY, csv->line);
        }
        csv->at++;
        field.length++;
    }
    return field;
}

/* After the opening quote. */
static struct csv_field quoted_field(struct csv *csv, struct csv_row *row)
{
    struct csv_field field = {csv->text + csv->at, 0, false};
    int64_t first_line = csv->line;
    while (csv->at < csv->length) {
        char c = csv->text[csv->at++];
        if (c == '"') {
            if (csv->at == csv->length || csv->text[csv->at] != '"') {
                return field;
            }
            csv->at++;
            field.length++;
            field.doubled = true;
        } else if (c == '\0') {
            fault_set(row, STATUS_CSV_NUL, first_line);
        } else if (c == '\n') {
            csv->line++;
        }
        field.length++;
    }
    fault_set(row, STATUS_CSV_QUOTE_OPEN, first_line);
    return field;
}

static struct csv_field field_read(struct csv *csv, struct csv_row *row)
{
    if (csv->at == csv->length || csv->text[csv->at] != '"') {
        return bare_field(csv, row);
    }
    csv->at++;
    struct csv_field field = quoted_field(csv, row);
    if (!is_line_end(csv) && csv->text[csv->at] != ',') {
        fault_set(row, STATUS_CSV_QUOTE_STRAY, csv->line);
        while (!is_line_end(csv)) {
            csv->at++;
        }
        field.length = (size_t)(csv->text + csv->at - field.text);
    }
    return field;
}

bool csv_next(struct csv *csv, struct csv_row *row)
{
    REQUIRE(csv != NULL && row != NULL);
    while (csv->at < csv->length && is_line_end(csv)) {
        line_end_pass(csv);
    }
    if (csv->at == csv->length) {
        return false;
    }
    row->line = csv->line;
    row->raw = csv->text + csv->at;
    row->count = 0;
    row->fault = STATUS_OK;
    for (bool more = true; more;) {
        struct csv_field field = field_read(csv, row);
        if (row->count < CSV_FIELDS_MAX) {
            row->fields[row->count] = field;
        }
        row->count++;
        more = csv->at < csv->length && csv->text[csv->at] == ',';
        csv->at += more;
    }
    row->raw_length = (size_t)(csv->text + csv->at - row->raw);
    line_end_pass(csv);
    return true;
}

size_t csv_field_copy(const struct csv_field *field, char *out)
{
    size_t length = 0;
    for (size_t i = 0; i < field->length; i++) {
        out[length++] = field->text[i];
        if (field->doubled && field->text[i] == '"' && i + 1 < field->length &&
            field->text[i + 1] == '"') {
            i++;
        }
    }
    out[length] = '\0';
    return length;
}
