/* import_test.c - the sample village comes in, whole, and a second time changes nothing. */
#include "import/import_testing.h"

static void the_sample_comes_in(void **state)
{
    (void)state;
    struct books_fixture fix;
    struct import_options options = {.folder = SANBAO_TEST_DATA "/foshan", .today = 18978};
    books_fixture_make(&fix);
    struct import_rooms rooms = {fix.journal, fix.people, fix.keys, fix.identity, fix.points};
    for (int again = 0; again < 2; again++) {
        struct import_report report;
        ASSERT_OK(import_folder(&options, &rooms, &report, NULL));
        assert_int_equal(0, report.faults.faults);
        assert_int_equal(again ? 0 : 12982, report.records);
        assert_int_equal(5971, again ? report.counts[IMPORT_ATTENDANCE].known
                                     : report.counts[IMPORT_ATTENDANCE].added);
        import_report_free(&report);
    }
    books_fixture_end(&fix);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_sample_comes_in)};
    return cmocka_run_group_tests_name("import", tests, NULL, NULL);
}
