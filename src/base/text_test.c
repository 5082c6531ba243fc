/* text_test.c - what counts as good text, code, number, formula and integer, a sentence a row, and
 * how texts are trimmed and shown. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"

/* ---- yes or no ---- */

static bool is_utf8(const char *text, size_t length)
{
    return text_utf8_prefix(text, length) == length;
}

static struct kind_row {
    const char *name;
    bool (*is)(const char *text, size_t length);
    const char *text;
    bool answer;
} kind_rows[] = {
    {"nothing is good UTF-8", is_utf8, "", true},
    {"two, three and four bytes are good UTF-8", is_utf8, "é何😀", true},
    {"the last character is good UTF-8", is_utf8, "\xF4\x8F\xBF\xBF", true},
    {"one above the last is not", is_utf8, "\xF4\x90\x80\x80", false},
    {"a lone continuation byte is not", is_utf8, "a\x80", false},
    {"an overlong slash is not", is_utf8, "\xC0\xAF", false},
    {"an overlong three bytes is not", is_utf8, "\xE0\x9F\xBF", false},
    {"an overlong four bytes is not", is_utf8, "\xF0\x8F\xBF\xBF", false},
    {"a surrogate is not", is_utf8, "\xED\xA0\x80", false},
    {"a cut character is not", is_utf8, "\xE4\xBD", false},
    {"a number with every kind of sign is a code", text_is_code, "aZ09-_.", true},
    {"32 signs are a code", text_is_code, "01234567890123456789012345678901", true},
    {"33 are not", text_is_code, "012345678901234567890123456789012", false},
    {"nothing is no code", text_is_code, "", false},
    {"Chinese is no code", text_is_code, "组1", false},
    {"a space is in no code", text_is_code, "a b", false},
    {"Chinese may be in a village's own number", text_is_number, "3组-12", true},
    {"a comma may not", text_is_number, "3,12", false},
    {"nor a full-width formula", text_is_number, "＝3", false},
    {"nor a control character of two bytes", text_is_number, "3\xC2\x85", false},
    {"a number does not start with a minus", text_is_number, "-3", false},
    {"= starts a formula", text_is_formula, "=1+1", true},
    {"+ starts a formula", text_is_formula, "+86", true},
    {"- starts a formula", text_is_formula, "-2", true},
    {"@ starts a formula", text_is_formula, "@SUM(A1)", true},
    {"a tab starts a formula", text_is_formula, "\t=1", true},
    {"a full-width = starts a formula", text_is_formula, "＝1", true},
    {"a name does not", text_is_formula, "何红", false},
    {"nothing does not", text_is_formula, "", false},
    {"a line end is a control", text_has_control, "a\nb", true},
    {"DEL is a control", text_has_control, "\x7F", true},
    {"a no-break space is none", text_has_control, "\xC2\xA0", false},
};

static void kind_check(void **state)
{
    const struct kind_row *row = *state;
    assert_int_equal(row->answer, row->is(row->text, strlen(row->text)));
}

/* ---- integers ---- */

static struct integer_row {
    const char *name;
    const char *text;
    bool answer;
    int64_t number;
} integer_rows[] = {
    {"reads 0", "0", true, 0},
    {"reads the least allowed", "-5", true, -5},
    {"reads the most allowed", "1000", true, 1000},
    {"refuses one more", "1001", false, 0},
    {"refuses one less", "-6", false, 0},
    {"refuses nothing", "", false, 0},
    {"refuses a lone minus", "-", false, 0},
    {"refuses a plus", "+1", false, 0},
    {"refuses a leading zero", "007", false, 0},
    {"refuses minus zero", "-0", false, 0},
    {"refuses a fraction", "1.0", false, 0},
    {"refuses a space", " 1", false, 0},
    {"refuses more digits than 64 bits hold", "99999999999999999999", false, 0},
};

static void integer_check(void **state)
{
    const struct integer_row *row = *state;
    int64_t number = 0;
    assert_int_equal(row->answer, text_integer(row->text, strlen(row->text), -5, 1000, &number));
    if (row->answer) {
        assert_int_equal(row->number, number);
    }
}

/* ---- trimming and showing ---- */

static struct change_row {
    const char *name;
    const char *text;
    const char *trimmed;
    const char *shown; /* at most 5 characters */
} change_rows[] = {
    {"leaves a plain text", "何红", "何红", "何红"},
    {"trims spaces of all widths", " \t\xE3\x80\x80何 红\xC2\xA0\r\n", "何 红",
     " ?\xE3\x80\x80何 …"},
    {"trims all of nothing but spaces", " \xE3\x80\x80 ", "", " \xE3\x80\x80 "},
    {"cuts at a character", "一二三四五六", "一二三四五六", "一二三四五…"},
    {"shows bytes that are not UTF-8", "a\xC3(\xFF", "a\xC3(\xFF", "a\\xC3(\\xFF"},
    {"shows a control as a question mark", "a\x01z\x7F", "a\x01z\x7F", "a?z?"},
};

static void change_check(void **state)
{
    const struct change_row *row = *state;
    const char *text = row->text;
    size_t length = strlen(text);
    text_trim(&text, &length);
    assert_int_equal(strlen(row->trimmed), length);
    assert_memory_equal(row->trimmed, text, length);
    char shown[64];
    text_show(shown, sizeof(shown), row->text, strlen(row->text), 5);
    assert_string_equal(row->shown, shown);
}

static void show_fits_the_room(void **state)
{
    (void)state;
    char shown[12];
    text_show(shown, sizeof(shown), "一二三四五", 15, 100);
    assert_string_equal("一二…", shown);
    assert_int_equal(3, text_characters("é何😀", strlen("é何😀")));
}

int main(void)
{
    struct CMUnitTest tests[COUNT(kind_rows) + COUNT(integer_rows) + COUNT(change_rows) + 1];
    size_t count = 0;
    for (size_t i = 0; i < COUNT(kind_rows); i++) {
        tests[count++] =
            (struct CMUnitTest){kind_rows[i].name, kind_check, NULL, NULL, &kind_rows[i]};
    }
    for (size_t i = 0; i < COUNT(integer_rows); i++) {
        tests[count++] =
            (struct CMUnitTest){integer_rows[i].name, integer_check, NULL, NULL, &integer_rows[i]};
    }
    for (size_t i = 0; i < COUNT(change_rows); i++) {
        tests[count++] =
            (struct CMUnitTest){change_rows[i].name, change_check, NULL, NULL, &change_rows[i]};
    }
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(show_fits_the_room);
    return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
