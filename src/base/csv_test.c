/* csv_test.c - rows of CSV against what a reader must see in them: each row is written as
 * "line:field|field", and a fault as "!CODE line.field" after it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/csv.h"

static struct row {
    const char *name;
    const char *text;
    size_t length; /* 0: up to the NUL */
    const char *seen;
} rows[] = {
    {"nothing", "", 0, ""},
    {"line ends alone", "\n\r\n\n", 0, ""},
    {"one field without a line end", "a", 0, "1:a "},
    {"LF", "a,b\nc,d\n", 0, "1:a|b 2:c|d "},
    {"CRLF", "a,b\r\nc,d\r\n", 0, "1:a|b 2:c|d "},
    {"blank lines count but are no rows", "a\n\n\nb\n", 0, "1:a 4:b "},
    {"empty fields", ",,\n,\n", 0, "1:|| 2:| "},
    {"empty field at the very end", "a,", 0, "1:a| "},
    {"a lone carriage return belongs to the field", "a\rb\n", 0, "1:a\rb "},
    {"a carriage return at the very end too", "a\r", 0, "1:a\r "},
    {"quotes go", "\"a\",\"b\"\n", 0, "1:a|b "},
    {"a comma in quotes", "\"a,b\",c\n", 0, "1:a,b|c "},
    {"doubled quotes", "\"a\"\"b\",\"\"\"\"\n", 0, "1:a\"b|\" "},
    {"empty quotes", "\"\",x\n", 0, "1:|x "},
    {"a line end in quotes", "\"a\nb\",c\nd\n", 0, "1:a\nb|c 3:d "},
    {"CRLF in quotes", "\"a\r\nb\"\r\nd", 0, "1:a\r\nb 3:d "},
    {"a quote inside a bare field", "a\"b,c\nd\n", 0, "1:a\"b|c !CSV_QUOTE_STRAY 1.0 2:d "},
    {"text after a closing quote", "x,\"a\"b,c\nd\n", 0, "1:x|a\"b,c !CSV_QUOTE_STRAY 1.1 2:d "},
    {"space before a quote is text", "a, \"b\"\n", 0, "1:a| \"b\" !CSV_QUOTE_STRAY 1.1 "},
    {"an open quote takes the rest", "a\nb,\"c\nd,e\n", 0, "1:a 2:b|c\nd,e\n !CSV_QUOTE_OPEN 2.1 "},
    {"an open quote at the very end", "a,\"", 0, "1:a| !CSV_QUOTE_OPEN 1.1 "},
    {"a NUL in a bare field", "a,b\0c\nd\n", 8, "1:a|b?c !CSV_NUL 1.1 2:d "},
    {"a NUL in quotes", "\"a\n\0\",b\nd", 9, "1:a\n?|b !CSV_NUL 1.0 3:d "},
    {"a quoted field on a later line", "\"a\nb\",\"c\n", 0, "1:a\nb|c\n !CSV_QUOTE_OPEN 2.1 "},
};

static void row_check(void **state)
{
    const struct row *row = *state;
    size_t length = row->length == 0 ? strlen(row->text) : row->length;
    struct csv csv = csv_open(row->text, length);
    struct csv_row seen;
    char all[256];
    size_t used = 0;
    all[0] = '\0';
    while (csv_next(&csv, &seen)) {
        used += (size_t)snprintf(all + used, sizeof(all) - used, "%d:", (int)seen.line);
        for (size_t i = 0; i < seen.count; i++) {
            size_t copied = csv_field_copy(&seen.fields[i], all + used);
            for (size_t j = used; j < used + copied; j++) {
                all[j] = all[j] == '\0' ? '?' : all[j];
            }
            used += copied;
            all[used++] = i + 1 < seen.count ? '|' : ' ';
        }
        if (seen.fault != STATUS_OK) {
            used += (size_t)snprintf(all + used, sizeof(all) - used, "!%s %d.%d ",
                                     status_name(seen.fault), (int)seen.fault_line,
                                     (int)seen.fault_field);
        }
    }
    all[used] = '\0';
    assert_string_equal(row->seen, all);
}

static void raw_row_is_as_it_stands(void **state)
{
    (void)state;
    static const char text[] = "\"a\"\"\nb\",c\r\nd\n";
    struct csv csv = csv_open(text, sizeof(text) - 1);
    struct csv_row row;
    assert_true(csv_next(&csv, &row));
    assert_ptr_equal(text, row.raw);
    assert_int_equal(strlen("\"a\"\"\nb\",c"), row.raw_length);
}

static void many_fields_are_counted_and_not_kept(void **state)
{
    (void)state;
    char text[CSV_FIELDS_MAX + 10];
    memset(text, ',', sizeof(text));
    text[sizeof(text) - 1] = '"';
    struct csv csv = csv_open(text, sizeof(text));
    struct csv_row row;
    assert_true(csv_next(&csv, &row));
    assert_int_equal(sizeof(text), row.count);
    assert_int_equal(STATUS_CSV_QUOTE_OPEN, row.fault);
    assert_int_equal(sizeof(text) - 1, row.fault_field);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(rows) + 2];
    for (size_t i = 0; i < COUNT(rows); i++) {
        tests[i] = (struct CMUnitTest){rows[i].name, row_check, NULL, NULL, &rows[i]};
    }
    tests[COUNT(rows)] = (struct CMUnitTest)cmocka_unit_test(raw_row_is_as_it_stands);
    tests[COUNT(rows) + 1] =
        (struct CMUnitTest)cmocka_unit_test(many_fields_are_counted_and_not_kept);
    return cmocka_run_group_tests_name("csv", tests, NULL, NULL);
}
