/* erasures_test.c - the list of those who were erased: how it is read, what a crash may leave of
 * it, and that a copy which came back is held to it. */
#include <stdlib.h>

#include "identity/people_testing.h"

#define A "000102030405060708090a0b0c0d0e0f"
#define B "ffffffffffffffffffffffffffffffff"

static const struct row {
    const char *name;
    const char *text;
    int count; /* -1: refused */
    int64_t line;
    const char *again; /* what it is when written; NULL: the same */
} rows[] = {
    {"an empty list", "", 0, 0, NULL},
    {"two people", A "\n" B "\n", 2, 0, NULL},
    {"a copy says until when", "until 2021-12-17\n" A "\n", 1, 0, NULL},
    {"a copy may name nobody", "until 2021-12-17\n", 0, 0, NULL},
    {"half a last line does not count", A "\n0001", 1, 0, A "\n"},
    {"a whole last line without its end does not count", A, 0, 0, ""},
    {"capitals are no digits", "00010203040506070809 0a0b0c0d0e0f\n", -1, 1, NULL},
    {"a line too short", A "\n00\n", -1, 2, NULL},
    {"an empty line", A "\n\n" B "\n", -1, 2, NULL},
    {"the day stands in the first line alone", A "\nuntil 2021-12-17\n", -1, 2, NULL},
    {"a day that there is not", "until 2021-13-17\n", -1, 1, NULL},
    {"a day and more", "until 2021-12-17 \n", -1, 1, NULL},
    {"a line's end of another system", A "\r\n", -1, 1, NULL},
};

static void row_check(void **state)
{
    const struct row *row = *state;
    struct erasures list;
    struct problem trouble = problem_none();
    struct status status = erasures_parse(row->text, strlen(row->text), &list, &trouble);
    assert_status(row->count < 0 ? STATUS_ERASURES_MALFORMED : STATUS_OK, status);
    if (row->count < 0) {
        assert_int_equal(row->line, trouble.line);
        return;
    }
    char *text = NULL;
    size_t length = 0;
    const char *again = row->again == NULL ? row->text : row->again;
    assert_int_equal(row->count, list.count);
    assert_status(STATUS_OK, erasures_format(&list, &text, &length));
    assert_int_equal(strlen(again), length);
    assert_memory_equal(again, text, length);
    free(text);
    erasures_free(&list);
}

static void lists_are_joined_each_person_once(void **state)
{
    (void)state;
    struct erasures one;
    struct erasures two;
    assert_status(STATUS_OK, erasures_parse(B "\n" A "\n", 66, &one, NULL));
    assert_status(STATUS_OK, erasures_parse(A "\n", 33, &two, NULL));
    assert_status(STATUS_OK, erasures_add(&one, &two));
    assert_int_equal(2, one.count);
    assert_memory_equal("\xff\xff", one.list[1].bytes, 2);
    erasures_free(&one);
    erasures_free(&two);
}

/* Files from before an erasure take the place of those after it; then the list is run again. */
static void whoever_came_back_is_erased_again(void **state)
{
    (void)state;
    struct hash commitment;
    struct id id = id_of(1);
    struct erasures list;
    int64_t erased = 0;
    put_he();
    assert_status(STATUS_OK, people_erase(people, &id));
    assert_status(STATUS_OK, erasures_load(people->erasures, &list, NULL));
    put_he(); /* as a copy would bring it */
    assert_status(STATUS_OK, put_person("V1", id_of(2), PEOPLE_RESIDENT, &zheng, &commitment));
    assert_status(STATUS_OK, people_erase_again(people, &list, &erased));
    assert_int_equal(1, erased);
    assert_false(is_got(id));
    assert_true(is_got(id_of(2)));
    assert_status(STATUS_OK, people_erase_again(people, &list, &erased));
    assert_int_equal(0, erased);
    erasures_free(&list);
}

/* A crash left half a line; the next erasure writes over it. */
static void half_a_line_is_written_over(void **state)
{
    (void)state;
    struct id id = id_of(1);
    struct erasures list;
    put_he();
    assert_status(STATUS_OK, file_replace(people->erasures, A "\n" A, 65));
    assert_status(STATUS_OK, people_erase(people, &id));
    assert_status(STATUS_OK, erasures_load(people->erasures, &list, NULL));
    assert_int_equal(2, list.count);
    assert_memory_equal(id.bytes, list.list[1].bytes, sizeof id.bytes);
    erasures_free(&list);
}

/* The note must stand before the key goes: where it cannot be made, the person stays. */
static void nobody_is_erased_who_could_not_be_noted(void **state)
{
    (void)state;
    struct id id = id_of(1);
    put_he();
    assert_status(STATUS_OK, folder_make(people->erasures));
    assert_status(STATUS_FILE_OPEN, people_erase(people, &id));
    assert_true(is_got(id));
}

int main(void)
{
    crypto_init();
    struct CMUnitTest tests[COUNT(rows) + 4];
    size_t used = 0;
    for (size_t i = 0; i < COUNT(rows); i++) {
        tests[used++] =
            (struct CMUnitTest){rows[i].name, row_check, NULL, NULL, (void *)(uintptr_t)&rows[i]};
    }
    tests[used++] = (struct CMUnitTest)cmocka_unit_test(lists_are_joined_each_person_once);
    tests[used++] = (struct CMUnitTest)cmocka_unit_test_setup_teardown(
        whoever_came_back_is_erased_again, begin, end);
    tests[used++] =
        (struct CMUnitTest)cmocka_unit_test_setup_teardown(half_a_line_is_written_over, begin, end);
    tests[used++] = (struct CMUnitTest)cmocka_unit_test_setup_teardown(
        nobody_is_erased_who_could_not_be_noted, begin, end);
    return cmocka_run_group_tests_name("erasures", tests, NULL, NULL);
}
