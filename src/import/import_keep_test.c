/* import_keep_test.c - faulty folders: what is named, what keep_good leaves out and what it keeps;
 * parts of folders, several villages, a member of staff who is a resident, a disk that is full. */
#include "import/import_testing.h"

#include <stdio.h>

#include "base/csv.h"
#include "base/file_faults.h"
#include "base/lang.h"
#include "base/text.h"

struct fixture {
    struct books_fixture books;
    char folder[SCRATCH_PATH_MAX];
    struct import_report report;
};

static int fixture_begin(void **state)
{
    static struct fixture fix;
    books_fixture_make(&fix.books);
    *state = &fix;
    return 0;
}

static int fixture_end(void **state)
{
    struct fixture *fix = *state;
    books_fixture_end(&fix->books);
    return 0;
}

/* Imports and asserts how many faults there were. */
static void take(struct fixture *fix, struct import_options options, size_t faults)
{
    options.folder = fix->folder;
    ASSERT_OK(books_fixture_import(&fix->books, options, &fix->report));
    if (faults != fix->report.faults.faults) {
        import_faults_print(&fix->report.faults, stderr);
    }
    assert_int_equal(faults, fix->report.faults.faults);
}

static const struct import_fault *fault_find(const struct fixture *fix, const char *file,
                                             int64_t line)
{
    for (size_t i = 0; i < fix->report.faults.count; i++) {
        const struct import_fault *fault = &fix->report.faults.list[i];
        if (strcmp(fault->file, file) == 0 && fault->line == line) {
            return fault;
        }
    }
    return NULL;
}

static void assert_fault(const struct fixture *fix, const char *file, int64_t line,
                         const char *column, const char *code)
{
    const struct import_fault *fault = fault_find(fix, file, line);
    assert_non_null(fault);
    assert_string_equal(code, status_name(fault->code));
    assert_string_equal(column, fault->column);
}

static int64_t left_out(const struct fixture *fix)
{
    int64_t count = 0;
    for (int file = 0; file < IMPORT_FILES; file++) {
        count += fix->report.counts[file].left_out;
    }
    return count;
}

/* ---- what the rules refuse ---- */

/* The faults listed in expected_faults.csv: file, line, column, code. */
static void expected_check(const struct fixture *fix)
{
    uint8_t *bytes = NULL;
    size_t length = 0;
    size_t count = 0;
    ASSERT_OK(
        file_load(SANBAO_TEST_DATA "/linshan_bad/expected_faults.csv", 65536, &bytes, &length));
    struct csv csv = csv_open((const char *)bytes, length);
    struct csv_row row;
    assert_true(csv_next(&csv, &row));
    for (; csv_next(&csv, &row); count++) {
        char fields[4][64];
        int64_t line = 0;
        for (size_t i = 0; i < 4; i++) {
            assert_true(row.fields[i].length < sizeof(fields[i]));
            csv_field_copy(&row.fields[i], fields[i]);
        }
        assert_true(text_integer(fields[1], strlen(fields[1]), 1, 1000, &line));
        assert_fault(fix, fields[0], line, fields[2], fields[3]);
    }
    free(bytes);
    assert_int_equal(count, fix->report.faults.faults);
}

static void every_refusal_is_named(void **state)
{
    struct fixture *fix = *state;
    village_copy("linshan_bad", NULL, fix->folder);
    take(fix, (struct import_options){.folder = NULL}, 12);
    expected_check(fix);
    assert_false(fix->report.stored);
    assert_int_equal(0, journal_records(fix->books.journal));
    import_report_free(&fix->report);
    scratch_remove(fix->folder);
}

/* The file of rows left out, as text. */
static char *leftover_load(const struct fixture *fix)
{
    uint8_t *bytes = NULL;
    size_t length = 0;
    ASSERT_OK(file_load(fix->report.faults_path, 1 << 20, &bytes, &length));
    return (char *)bytes;
}

static void good_rows_are_kept(void **state)
{
    struct fixture *fix = *state;
    village_copy("linshan_bad", NULL, fix->folder);
    take(fix, (struct import_options){.keep_good = true}, 12);
    expected_check(fix);
    assert_true(fix->report.stored);
    assert_int_equal(12, left_out(fix));
    assert_int_equal(5, fix->report.counts[IMPORT_RESIDENTS].added);
    assert_int_equal(4, fix->report.counts[IMPORT_ATTENDANCE].added);
    assert_int_equal(1, fix->report.counts[IMPORT_REDEMPTIONS].added);
    char *text = leftover_load(fix);
    assert_non_null(strstr(text, "\"residents.csv\",6,\"registered_on\",\"2024-12-30\",\"\","
                                 "\"FUND_EXHAUSTED\",\"积分基金不足\",\"N005,L03,徐一,"
                                 "1970-01-01,10030000005,phone,2024-12-30\"\r\n"));
    free(text);
    import_report_free(&fix->report);

    /* The same again: the good rows are known, the bad ones are written to another file. */
    uint64_t records = journal_records(fix->books.journal);
    take(fix, (struct import_options){.keep_good = true}, 12);
    assert_false(fix->report.stored);
    assert_non_null(strstr(fix->report.faults_path, "import-faults-2.csv"));
    assert_int_equal(records, journal_records(fix->books.journal));
    import_report_free(&fix->report);
    scratch_remove(fix->folder);
}

static void rows_hang_on_rows(void **state)
{
    struct fixture *fix = *state;
    village_copy("linshan", NULL, fix->folder);
    /* N009 leads and takes part, and his household's row is bad. */
    village_edit(fix->folder, "households.csv", "L04,1,", "L04,=1,");
    take(fix, (struct import_options){.folder = NULL}, 1);
    assert_fault(fix, "households.csv", 5, "group_no", "IMPORT_FORMULA");
    import_report_free(&fix->report);
    assert_int_equal(0, journal_records(fix->books.journal));

    fix->report.faults.faults = 0;
    struct import_options options = {.folder = fix->folder, .keep_good = true};
    ASSERT_OK(books_fixture_import(&fix->books, options, &fix->report));
    assert_fault(fix, "households.csv", 5, "group_no", "IMPORT_FORMULA");
    assert_fault(fix, "residents.csv", 10, "resident_no", "IMPORT_LEFT_OUT");
    assert_string_equal("households.csv", fault_find(fix, "residents.csv", 10)->see_file);
    assert_int_equal(5, fault_find(fix, "residents.csv", 10)->see_line);
    assert_fault(fix, "activities.csv", 2, "activity_no", "IMPORT_LEFT_OUT");
    assert_fault(fix, "attendance.csv", 2, "resident_no", "IMPORT_LEFT_OUT");
    assert_int_equal(4, fix->report.counts[IMPORT_RESIDENTS].left_out);
    assert_int_equal(60, fix->report.counts[IMPORT_RESIDENTS].added);
    char *text = leftover_load(fix);
    assert_non_null(strstr(text, "\"group_no\",\"'=1\",")); /* Nothing that a spreadsheet runs. */
    free(text);
    import_report_free(&fix->report);
    scratch_remove(fix->folder);
}

static void a_village_that_is_faulty_is_not_touched(void **state)
{
    struct fixture *fix = *state;
    village_copy("linshan", NULL, fix->folder);
    village_edit(fix->folder, "village.json", "\"points_per_yuan\": 7", "\"points_per_yuan\": 0");
    take(fix, (struct import_options){.keep_good = true}, 1);
    assert_fault(fix, "village.json", 6, "points_per_yuan", "IMPORT_INTEGER");
    assert_false(fix->report.stored);
    import_report_free(&fix->report);
    scratch_remove(fix->folder);
}

/* ---- parts, villages ---- */

static void parts_make_the_whole(void **state)
{
    static const char *const parts[] = {
        "village.json fund.csv households.csv residents.csv staff.csv rules.csv", "activities.csv",
        "shops.csv goods.csv attendance.csv", "redemptions.csv"};
    struct fixture *fix = *state;
    for (size_t i = 0; i < COUNT(parts); i++) {
        village_copy("foshan", parts[i], fix->folder);
        take(fix, (struct import_options){.today = 18978}, 0);
        import_report_free(&fix->report);
        scratch_remove(fix->folder);
    }
    struct village village;
    struct points_report report;
    ASSERT_OK(identity_village(fix->books.identity, "330109102201", &village));
    ASSERT_OK(points_report(fix->books.points, village.id, INT32_MAX, &report));
    assert_int_equal(413945, report.issued);
    assert_int_equal(197190, report.redeemed);
    assert_int_equal(39, report.capped);
}

static void a_part_must_say_its_village(void **state)
{
    struct fixture *fix = *state;
    static const char *const samples[] = {"foshan", "linshan"};
    for (size_t i = 0; i < 2; i++) {
        village_copy(samples[i], NULL, fix->folder);
        take(fix, (struct import_options){.folder = NULL}, 0);
        import_report_free(&fix->report);
        scratch_remove(fix->folder);
    }
    village_copy("linshan", "residents.csv", fix->folder);
    take(fix, (struct import_options){.folder = NULL}, 1);
    assert_string_equal("IMPORT_VILLAGE_WANTED", status_name(fix->report.faults.list[0].code));
    import_report_free(&fix->report);
    take(fix, (struct import_options){.village = "nowhere"}, 1);
    assert_string_equal("VILLAGE_UNKNOWN", status_name(fix->report.faults.list[0].code));
    import_report_free(&fix->report);
    take(fix, (struct import_options){.village = "330111208205"}, 0);
    assert_int_equal(64, fix->report.counts[IMPORT_RESIDENTS].known);
    import_report_free(&fix->report);
    scratch_remove(fix->folder);
    village_copy("linshan", "village.json residents.csv", fix->folder);
    take(fix, (struct import_options){.village = "330109102201"}, 1);
    assert_string_equal("IMPORT_VILLAGE_OTHER", status_name(fix->report.faults.list[0].code));
    import_report_free(&fix->report);
    scratch_remove(fix->folder);
}

/* ---- one human, one identity ---- */

static void a_social_worker_who_is_a_resident(void **state)
{
    struct fixture *fix = *state;
    village_copy("linshan", "village.json households.csv residents.csv staff.csv rules.csv",
                 fix->folder);
    /* The first social worker is N002, who lives with N001 and N003 in L01. */
    village_edit(fix->folder, "staff.csv", "W9,社工甲", "N002,王秀兰");
    take(fix, (struct import_options){.folder = NULL}, 0);
    import_report_free(&fix->report);
    struct people_row resident;
    struct people_row staff;
    bool found = false;
    ASSERT_OK(
        people_find(fix->books.people, "330111208205", PEOPLE_RESIDENT, "N002", &found, &resident));
    assert_true(found);
    ASSERT_OK(people_find(fix->books.people, "330111208205", PEOPLE_STAFF, "N002", &found, &staff));
    assert_true(found);
    assert_memory_equal(resident.id.bytes, staff.id.bytes, ID_BYTES);
    struct village village;
    struct member member;
    ProtobufCBinaryData person = {ID_BYTES, staff.id.bytes};
    ASSERT_OK(identity_village(fix->books.identity, "330111208205", &village));
    ASSERT_OK(identity_member(fix->books.identity, village.id, &person, &member));
    assert_true(member_has_role(&member, SANBAO__V1__ROLE__ROLE_SOCIAL_WORKER));
    assert_int_not_equal(0, member.account);
    people_row_free(&resident);
    people_row_free(&staff);
    take(fix, (struct import_options){.folder = NULL}, 0);
    assert_false(fix->report.stored);
    import_report_free(&fix->report);
    scratch_remove(fix->folder);
}

static void the_erased_do_not_come_back(void **state)
{
    struct fixture *fix = *state;
    struct people_row row;
    bool found = false;
    village_copy("linshan",
                 "village.json households.csv residents.csv staff.csv rules.csv "
                 "activities.csv attendance.csv",
                 fix->folder);
    take(fix, (struct import_options){.folder = NULL}, 0);
    import_report_free(&fix->report);
    ASSERT_OK(
        people_find(fix->books.people, "330111208205", PEOPLE_RESIDENT, "N018", &found, &row));
    assert_true(found);
    struct id id = row.id;
    people_row_free(&row);
    ASSERT_OK(people_erase(fix->books.people, &id));
    take(fix, (struct import_options){.folder = NULL}, 1);
    assert_fault(fix, "residents.csv", 19, "resident_no", "IMPORT_ERASED");
    import_report_free(&fix->report);
    scratch_remove(fix->folder);

    /* New rows cannot name such a one. */
    village_copy("linshan", "village.json redemptions.csv shops.csv goods.csv", fix->folder);
    take(fix, (struct import_options){.keep_good = true}, 1);
    assert_fault(fix, "redemptions.csv", 10, "resident_no", "PERSON_UNKNOWN");
    import_report_free(&fix->report);
    scratch_remove(fix->folder);
}

static void nobody_left_names_the_role(void **state)
{
    struct fixture *fix = *state;
    village_copy("linshan", "village.json households.csv residents.csv staff.csv rules.csv",
                 fix->folder);
    village_edit(fix->folder, "staff.csv", "W2,社工乙,social_worker", "W2,社工乙,auditor");
    village_edit(fix->folder, "staff.csv", "W5,社工丙,social_worker", "W5,社工丙,auditor");
    take(fix, (struct import_options){.folder = NULL}, 52);
    assert_fault(fix, "residents.csv", 2, "registered_on", "IMPORT_ROLE_MISSING");
    assert_string_equal("social_worker", fault_find(fix, "residents.csv", 2)->expected);
    import_report_free(&fix->report);
    scratch_remove(fix->folder);
}

/* One bad row, on which much of the village hangs, is told as one fault. */
static void one_mistake_is_one_fault(void **state)
{
    static const struct {
        const char *file;
        const char *from;
        const char *to;
        int64_t line;
        const char *column;
        const char *code;
    } rows[] = {
        {"staff.csv", "W2,社工乙,social_worker", "W2,=社工乙,social_worker", 4, "name",
         "IMPORT_FORMULA"},
        {"rules.csv", "onboarding,once,45", "onboarding,once,x", 2, "points", "IMPORT_INTEGER"},
        {"fund.csv", "90228", "x", 2, "fen", "IMPORT_INTEGER"},
        {"households.csv", "L07,1,", "L07,=,", 8, "group_no", "IMPORT_FORMULA"},
        {"activities.csv", "M001,FLD-01,", "M001,FLD-01,=", 2, "title", "IMPORT_FORMULA"},
        {"goods.csv", "Y1,P2,大米 2.5kg,82", "Y1,P2,大米 2.5kg,0", 4, "points", "IMPORT_INTEGER"},
        {"shops.csv", "P2,供销社", "P2,", 3, "name", "IMPORT_EMPTY"},
    };
    struct fixture *fix = *state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        village_copy("linshan", NULL, fix->folder);
        village_edit(fix->folder, rows[i].file, rows[i].from, rows[i].to);
        take(fix, (struct import_options){.folder = NULL}, 1);
        assert_fault(fix, rows[i].file, rows[i].line, rows[i].column, rows[i].code);
        import_report_free(&fix->report);
        scratch_remove(fix->folder);
    }
}

/* ---- a disk that is full, at every write, sync and rename ---- */

static void nothing_or_all_whatever_fails(void **state)
{
    struct fixture *fix = *state;
    village_copy("linshan_bad", NULL, fix->folder);
    bool stored = false;
    for (int64_t at = 1; !stored; at++) {
        struct file_faults rule = {FILE_CALL_ANY, FILE_FAULT_ENOSPC, at, 0, 0};
        struct import_options options = {.folder = fix->folder, .keep_good = true};
        assert_true(at < 100);
        file_faults = &rule;
        struct status status = books_fixture_import(&fix->books, options, &fix->report);
        file_faults = NULL;
        stored = status_ok(status);
        import_report_free(&fix->report);
        books_fixture_drop(&fix->books);
        books_fixture_open(&fix->books);
        uint64_t records = journal_records(fix->books.journal);
        assert_true(stored ? records == 43 : records == 0 || records == 43);
        stored = stored || records == 43;
    }
    take(fix, (struct import_options){.keep_good = true}, 12);
    assert_int_equal(0, fix->report.records);
    import_report_free(&fix->report);
    scratch_remove(fix->folder);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, fixture_begin, fixture_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_refusal_is_named),
        TEST(good_rows_are_kept),
        TEST(rows_hang_on_rows),
        TEST(a_village_that_is_faulty_is_not_touched),
        TEST(parts_make_the_whole),
        TEST(a_part_must_say_its_village),
        TEST(a_social_worker_who_is_a_resident),
        TEST(the_erased_do_not_come_back),
        TEST(nobody_left_names_the_role),
        TEST(one_mistake_is_one_fault),
        TEST(nothing_or_all_whatever_fails),
    };
    return cmocka_run_group_tests_name("import_keep", tests, NULL, NULL);
}
