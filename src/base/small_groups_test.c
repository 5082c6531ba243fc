/* small_groups_test.c - what is hidden stays hidden when the shown is taken from the total. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/small_groups.h"

/* People of each group, and which are hidden: '-' hidden, '+' shown. */
static const struct hide_row {
    const char *name;
    int64_t people[6];
    const char *shown;
} rows[] = {
    {"large groups are shown", {5, 9, 30}, "+++"},
    {"one small group takes the smallest other one with it", {4, 9, 30}, "--+"},
    {"two small ones with five people are enough", {2, 3, 30}, "--+"},
    {"two small ones with four people take a third with them", {2, 2, 30, 9}, "--+-"},
    {"a group of nobody counts as small", {0, 30, 20}, "-+-"},
    {"all are small", {1, 2}, "--"},
    {"the only group is small", {3}, "-"},
    {"the only group is large", {5}, "+"},
    {"no group", {0}, ""},
};

static void hide_check(void **state)
{
    const struct hide_row *row = *state;
    struct group_sum groups[6] = {{0}};
    size_t count = strlen(row->shown);
    for (size_t i = 0; i < count; i++) {
        groups[i].people = row->people[i];
    }
    small_groups_hide(groups, count);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(row->shown[i] == '-', groups[i].hidden);
    }
}

int main(void)
{
    struct CMUnitTest tests[COUNT(rows)];
    for (size_t i = 0; i < COUNT(rows); i++) {
        tests[i] = (struct CMUnitTest){rows[i].name, hide_check, NULL, NULL, (void *)&rows[i]};
    }
    return cmocka_run_group_tests_name("small groups", tests, NULL, NULL);
}
