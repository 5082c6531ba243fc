/* choose_test.c - which form of a page a browser gets, and when it keeps its own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/status.h"
#include "pages/pages_internal.h"

static const unsigned char bytes[] = "x";
static const struct page whole = {
    .path = "/a.js",
    .plain = {bytes, 1, "\"p\""},
    .gzip = {bytes, 1, "\"g\""},
    .brotli = {bytes, 1, "\"b\""},
};

struct wish_row {
    const char *name;
    const char *accepted;
    const char *encoding; /* "": plain */
};
static const struct wish_row wishes[] = {
    {"a browser that says nothing gets the file as it is", NULL, ""},
    {"brotli goes before gzip", "gzip, deflate, br, zstd", "br"},
    {"gzip where brotli is not named", "gzip, deflate", "gzip"},
    {"names count whatever their case", "GZip", "gzip"},
    {"q=0 means no", "br;q=0, gzip;q=1.0", "gzip"},
    {"q=0.000 means no", "br; q=0.000, gzip", "gzip"},
    {"q=0.001 means yes", "br;q=0.001", "br"},
    {"a star takes all", "*", "br"},
    {"a star takes all but what is named with 0", "br;q=0, *", "gzip"},
    {"identity alone", "identity", ""},
    {"a longer name is another one", "brx, gzip2", ""},
    {"an empty list", " , ,, ", ""},
};

struct known_row {
    const char *name;
    const char *sent;
    bool known;
};
static const struct known_row knowns[] = {
    {"no header", NULL, false},
    {"the same", "\"b\"", true},
    {"one of several", "\"x\", \"b\"", true},
    {"a proxy made it weak", "W/\"b\"", true},
    {"a star knows all", "*", true},
    {"that of another form", "\"g\"", false},
    {"a part of it", "\"", false},
};

static void wish_check(void **state)
{
    const struct wish_row *row = *state;
    struct pages__choice choice = pages__choose(&whole, row->accepted);
    assert_string_equal(choice.encoding == NULL ? "" : choice.encoding, row->encoding);
}

static void known_check(void **state)
{
    const struct known_row *row = *state;
    assert_int_equal(pages__known(row->sent, "\"b\""), row->known);
}

static void missing_forms(void **state)
{
    (void)state;
    struct page small = whole;
    small.brotli.bytes = NULL;
    assert_string_equal(pages__choose(&small, "br, gzip").encoding, "gzip");
    small.gzip.bytes = NULL;
    assert_null(pages__choose(&small, "br, gzip").encoding);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(wishes) + COUNT(knowns) + 1];
    size_t used = 0;
    for (size_t i = 0; i < COUNT(wishes); i++) {
        tests[used++] = (struct CMUnitTest){wishes[i].name, wish_check, NULL, NULL,
                                            (void *)(uintptr_t)&wishes[i]};
    }
    for (size_t i = 0; i < COUNT(knowns); i++) {
        tests[used++] = (struct CMUnitTest){knowns[i].name, known_check, NULL, NULL,
                                            (void *)(uintptr_t)&knowns[i]};
    }
    tests[used++] = (struct CMUnitTest){"a form that was not kept is not sent", missing_forms, NULL,
                                        NULL, NULL};
    return cmocka_run_group_tests_name("pages", tests, NULL, NULL);
}
