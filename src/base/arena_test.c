/* arena_test.c - what an arena gives is apart from all else it gave, aligned and zeroed. */
#include <setjmp.h>
#include <stdalign.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"

static struct row {
    const char *name;
    size_t size;
    size_t count;
} rows[] = {
    {"gives nothing but a place", 0, 10},
    {"gives many small things", 3, 100000},
    {"gives things that just fill blocks", 4096, 100},
    {"gives large things beside small ones", 1000000, 5},
};

static void row_check(void **state)
{
    const struct row *row = *state;
    struct arena arena = ARENA_EMPTY;
    unsigned char *before = NULL;
    for (size_t i = 0; i < row->count; i++) {
        void *given = NULL;
        const char *text = NULL;
        assert_int_equal(STATUS_OK, arena_alloc(&arena, row->size, &given).code);
        assert_int_equal(0, (uintptr_t)given % alignof(max_align_t));
        for (size_t j = 0; j < row->size; j++) {
            assert_int_equal(0, ((unsigned char *)given)[j]);
        }
        memset(given, 0xFF, row->size);
        assert_int_equal(STATUS_OK, arena_text(&arena, "text", 4, &text).code);
        assert_string_equal("text", text);
        assert_true(before == NULL || row->size == 0 || before[row->size - 1] == 0xFF);
        before = given;
    }
    arena_free(&arena);
    assert_null(arena.newest);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(rows)];
    for (size_t i = 0; i < COUNT(rows); i++) {
        tests[i] = (struct CMUnitTest){rows[i].name, row_check, NULL, NULL, &rows[i]};
    }
    return cmocka_run_group_tests_name("arena", tests, NULL, NULL);
}
