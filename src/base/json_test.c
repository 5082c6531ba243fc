/* json_test.c - flat objects against what is read of them, and each refusal with its line. A member
 * that was read is written as "line key=value". */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/json.h"

static struct row {
    const char *name;
    const char *text;
    enum status_code code;
    int64_t line;
    const char *seen; /* or the column of the refusal */
} rows[] = {
    {"an empty object", " { } ", STATUS_OK, 0, ""},
    {"texts", "{\"a\": \"何\",\n\"b\" : \"\"}\n", STATUS_OK, 0, "1 a=何 2 b= "},
    {"numbers", "{\"a\":0,\"b\":-7,\"c\":999999999999999999}", STATUS_OK, 0,
     "1 a=0 1 b=-7 1 c=999999999999999999 "},
    {"words", "{\"a\":true,\"b\":false,\"c\":null}", STATUS_OK, 0, "1 a=true 1 b=false 1 c=null "},
    {"escapes", "{\"a\":\"\\\"\\\\\\/\\n\\u4f55\\uD83D\\uDE00\\u00e9\\u0041\"}", STATUS_OK, 0,
     "1 a=\"\\/\n何😀éA "},
    {"an escape in a key", "{\"\\u0061\":1}", STATUS_OK, 0, "1 a=1 "},
    {"nothing", "", STATUS_JSON_MALFORMED, 1, ""},
    {"no object", "[1]", STATUS_JSON_MALFORMED, 1, ""},
    {"an open object", "{\"a\":1", STATUS_JSON_MALFORMED, 1, ""},
    {"an open text", "{\"a\":\"b}\n", STATUS_JSON_MALFORMED, 1, "a"},
    {"something after it", "{}\n{}", STATUS_JSON_MALFORMED, 2, ""},
    {"a comma too many", "{\"a\":1,\n}", STATUS_JSON_MALFORMED, 2, ""},
    {"no comma", "{\"a\":1\n\"b\":2}", STATUS_JSON_MALFORMED, 2, ""},
    {"no colon", "{\"a\" 1}", STATUS_JSON_MALFORMED, 1, "a"},
    {"no value", "{\"a\":}", STATUS_JSON_MALFORMED, 1, "a"},
    {"a key without quotes", "{a:1}", STATUS_JSON_MALFORMED, 1, ""},
    {"an unknown word", "{\"a\":nul}", STATUS_JSON_MALFORMED, 1, "a"},
    {"an unknown escape", "{\"a\":\"\\x\"}", STATUS_JSON_MALFORMED, 1, "a"},
    {"an escaped NUL", "{\"a\":\"\\u0000\"}", STATUS_JSON_MALFORMED, 1, "a"},
    {"half a surrogate pair", "{\"a\":\"\\uD83D\"}", STATUS_JSON_MALFORMED, 1, "a"},
    {"the wrong half", "{\"a\":\"\\uDE00\"}", STATUS_JSON_MALFORMED, 1, "a"},
    {"two first halves", "{\"a\":\"\\uD83D\\uD83D\"}", STATUS_JSON_MALFORMED, 1, "a"},
    {"a line end in a text", "{\"a\":\"\n\"}", STATUS_JSON_MALFORMED, 1, "a"},
    {"a key twice", "{\"a\":1,\n\"a\":1}", STATUS_JSON_KEY_TWICE, 2, "a"},
    {"a key twice, once escaped", "{\"a\":1,\"\\u0061\":1}", STATUS_JSON_KEY_TWICE, 1, "a"},
    {"an array", "{\"a\":\n[]}", STATUS_JSON_NESTED, 2, "a"},
    {"an object within", "{\"a\":{}}", STATUS_JSON_NESTED, 1, "a"},
    {"a fraction", "{\"a\":1.0}", STATUS_JSON_NUMBER, 1, "a"},
    {"an exponent", "{\"a\":1e3}", STATUS_JSON_NUMBER, 1, "a"},
    {"a number that is too long", "{\"a\":9223372036854775808}", STATUS_JSON_NUMBER, 1, "a"},
    {"a leading zero", "{\"a\":01}", STATUS_JSON_NUMBER, 1, "a"},
    {"bytes that are not UTF-8", "{\n\"a\":\"\xFF\"}", STATUS_TEXT_ENCODING, 2, ""},
};

static void row_check(void **state)
{
    const struct row *row = *state;
    struct json_object object;
    struct problem problem = problem_none();
    struct status status = json_object_read(row->text, strlen(row->text), &object, &problem);
    assert_int_equal(row->code, status.code);
    if (row->code != STATUS_OK) {
        assert_int_equal(row->code, problem.code);
        assert_int_equal(row->line, problem.line);
        assert_string_equal(row->seen, problem.column);
        assert_null(object.storage);
        return;
    }
    char all[256] = "";
    size_t used = 0;
    for (size_t i = 0; i < object.count; i++) {
        const struct json_member *member = &object.members[i];
        assert_int_equal(strlen(member->text), member->text_length);
        used += (size_t)snprintf(all + used, sizeof(all) - used, "%d %s=%s ", (int)member->line,
                                 member->key, member->text);
        assert_ptr_equal(member, json_object_find(&object, member->key));
    }
    json_object_free(&object);
    assert_string_equal(row->seen, all);
}

static void too_many_members_are_refused(void **state)
{
    (void)state;
    char text[16 * (JSON_MEMBERS_MAX + 2)] = "{";
    size_t used = 1;
    for (int i = 0; i <= JSON_MEMBERS_MAX; i++) {
        used += (size_t)snprintf(text + used, sizeof(text) - used, "\"k%d\":%d,", i, i);
    }
    text[used - 1] = '}';
    struct json_object object;
    assert_int_equal(STATUS_LIMIT_EXCEEDED, json_object_read(text, used, &object, NULL).code);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(rows) + 1];
    for (size_t i = 0; i < COUNT(rows); i++) {
        tests[i] = (struct CMUnitTest){rows[i].name, row_check, NULL, NULL, &rows[i]};
    }
    tests[COUNT(rows)] = (struct CMUnitTest)cmocka_unit_test(too_many_members_are_refused);
    return cmocka_run_group_tests_name("json", tests, NULL, NULL);
}
