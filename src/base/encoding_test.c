/* encoding_test.c - files as villages save them are told apart, and damage is not taken for
 * another encoding. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/encoding.h"

static struct row {
    const char *name;
    const char *bytes;
    enum encoding encoding;
    const char *text;
    int64_t bad_offset;
    int64_t bad_line;
} rows[] = {
    {"an empty file is UTF-8", "", ENCODING_UTF8, "", -1, 0},
    {"ASCII is UTF-8", "a,b\n", ENCODING_UTF8, "a,b\n", -1, 0},
    {"Chinese in UTF-8", "何红,1\n", ENCODING_UTF8, "何红,1\n", -1, 0},
    {"a byte order mark goes", "\xEF\xBB\xBF何", ENCODING_UTF8_BOM, "何", -1, 0},
    {"GB18030 of two bytes", "name\r\n\xBA\xCE\xBA\xEC\r\n", ENCODING_GB18030, "name\r\n何红\r\n",
     -1, 0},
    {"GB18030 of four bytes", "\xBA\xCE\x95\x32\x82\x36", ENCODING_GB18030, "何𠀀", -1, 0},
    {"one bad byte in UTF-8 is damage", "何红\n何\xFF敏\n", ENCODING_BROKEN, "何红\n何\xFF敏\n", 10,
     2},
    {"damage that GB18030 could read is damage too", "何红\n何竺\xC3\xA1\xC3\n", ENCODING_BROKEN,
     "何红\n何竺\xC3\xA1\xC3\n", 15, 2},
    {"damage after a byte order mark", "\xEF\xBB\xBF\n\xBA\xCE", ENCODING_BROKEN, "\n\xBA\xCE", 4,
     2},
    {"UTF-16 is neither", "\xFF\xFEz", ENCODING_BROKEN, "\xFF\xFEz", 0, 1},
};

static void row_check(void **state)
{
    const struct row *row = *state;
    struct encoding_text text;
    assert_int_equal(STATUS_OK, encoding_decode(row->bytes, strlen(row->bytes), &text).code);
    assert_int_equal(row->encoding, text.encoding);
    assert_string_equal(row->text, text.text);
    assert_int_equal(strlen(row->text), text.length);
    assert_int_equal(row->bad_offset, text.bad_offset);
    assert_int_equal(row->bad_line, text.bad_line);
    encoding_text_free(&text);
    assert_null(text.text);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(rows)];
    for (size_t i = 0; i < COUNT(rows); i++) {
        tests[i] = (struct CMUnitTest){rows[i].name, row_check, NULL, NULL, &rows[i]};
    }
    return cmocka_run_group_tests_name("encoding", tests, NULL, NULL);
}
