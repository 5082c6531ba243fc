/* csv.h - reads comma-separated values (RFC 4180) from memory, row by row, and says where exactly
 * a row is not well-formed. Lines end with LF or CRLF; blank lines are passed over.
 *
 * Nothing is copied: fields point into the text. Only a field with doubled quotes differs from what
 * stands there; csv_field_copy() takes them out. What a column means is the caller's business. */
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/status.h"

enum { CSV_FIELDS_MAX = 64 };

struct csv {
    const char *text;
    size_t length;
    size_t at;    /* of the next row */
    int64_t line; /* of the next row, from 1 */
};

struct csv_field {
    const char *text; /* within the quotes, where it was quoted */
    size_t length;
    bool doubled; /* has "" in it that stand for " */
};

struct csv_row {
    int64_t line;    /* where the row starts: a quoted field may hold line ends */
    const char *raw; /* the row as it stands, without its line end */
    size_t raw_length;
    size_t count; /* fields in the row; only the first CSV_FIELDS_MAX are in `fields` */
    struct csv_field fields[CSV_FIELDS_MAX];

    /* The first fault of form: STATUS_OK, CSV_NUL (a zero byte in the field), CSV_QUOTE_STRAY (a
     * quote inside a bare field, or text after a closing quote: the rest of the line belongs to the
     * field) or CSV_QUOTE_OPEN (never closed: the rest of the file belongs to the field). */
    enum status_code fault;
    int64_t fault_line; /* where the field in question starts */
    size_t fault_field; /* from 0; may be CSV_FIELDS_MAX or more */
};

/* The text is borrowed for as long as rows are in use. It need not be UTF-8. */
struct csv csv_open(const char *text, size_t length);

/* The next row that is not blank; false at the end. */
bool csv_next(struct csv *csv, struct csv_row *row);

/* Copies the field with its doubled quotes taken out, and a NUL after it, into `out`, which has
 * room for field->length + 1 bytes. Answers the length. */
size_t csv_field_copy(const struct csv_field *field, char *out);

/* Writes one value of a row, quoted where it must be. A value that a spreadsheet would take for a
 * formula gets an apostrophe in front. */
void csv_print(const char *text, FILE *out);
