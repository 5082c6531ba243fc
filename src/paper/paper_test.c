/* paper_test.c - what the doors refuse, and that the same paper has the same bytes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "paper/paper_internal.h"

static const struct paper_from from = {"戴村镇", "佛山村", "村委会", 18978};

static void same_bytes(void **state)
{
    struct paper_card card = {"甲", "R00001", "https://example.org/k/1", "100"};
    struct paper first;
    struct paper second;
    (void)state;
    assert_true(status_ok(paper_cards(&from, &card, 1, true, &first, NULL)));
    assert_true(status_ok(paper_cards(&from, &card, 1, true, &second, NULL)));
    assert_int_equal(first.length, second.length);
    assert_memory_equal(first.bytes, second.bytes, first.length);
    paper_free(&first);
    paper_free(&second);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(same_bytes),
    };
    return cmocka_run_group_tests_name("paper", tests, NULL, NULL);
}
