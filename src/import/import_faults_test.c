/* import_faults_test.c - how faults are printed, and how a part of a folder is judged by what
 * earlier imports stored. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/lang.h"
#include "import/import_internal.h"
#include "import/import_testing.h"

struct fixture {
    char folder[SCRATCH_PATH_MAX];
    struct import_faults faults;
    struct import_folder read;
};

/* ---- in both languages ---- */

static struct print_row {
    const char *name;
    enum lang lang;
    const char *printed;
} print_rows[] = {
    {"faults are said in Chinese", LANG_ZH,
     "residents.csv 第 2 行 列 name: 不能为空；实际为「」 [IMPORT_EMPTY]\n"
     "residents.csv 第 3 行 列 access: 不在允许的取值里；实际为「fax」；应为「phone | card」 "
     "[IMPORT_WORD]\n"
     "residents.csv 第 4 行 列 resident_no: 与前面的一行重复；实际为「R1」；见 residents.csv "
     "第 2 行 [IMPORT_REPEATED]\n"
     "提醒：Staff.CSV: 没有用到这个文件 [IMPORT_FILE_UNUSED]\n"},
    {"faults are said in English", LANG_EN,
     "residents.csv line 2 column name: must not be empty; found \"\" [IMPORT_EMPTY]\n"
     "residents.csv line 3 column access: not one of the words allowed; found \"fax\"; expected "
     "\"phone | card\" [IMPORT_WORD]\n"
     "residents.csv line 4 column resident_no: the row repeats an earlier one; found \"R1\"; see "
     "residents.csv line 2 [IMPORT_REPEATED]\n"
     "warning: Staff.CSV: this file is not used [IMPORT_FILE_UNUSED]\n"},
};

static void print_check(void **state)
{
    static const char text[] =
        "resident_no,household_no,name,birth_date,phone,access,registered_on\n"
        "R1,H0001,,1949-04-06,,phone,\nR2,H0001,a,1949-04-06,,fax,\n"
        "R1,H0001,a,1949-04-06,,phone,\n";
    const struct print_row *row = *state;
    struct fixture fix = {.faults = IMPORT_FAULTS_EMPTY};
    scratch_make(fix.folder);
    folder_copy(SANBAO_TEST_DATA "/foshan/village.json", fix.folder, "village.json");
    folder_copy(SANBAO_TEST_DATA "/foshan/households.csv", fix.folder, "households.csv");
    folder_put(fix.folder, "residents.csv", text, sizeof(text) - 1);
    folder_put(fix.folder, "Staff.CSV", "{}", 2);
    struct status status = import__folder_read(&(struct import_source){.folder = fix.folder}, NULL,
                                               NULL, NULL, &fix.faults, &fix.read, NULL);
    scratch_remove(fix.folder);
    assert_int_equal(STATUS_OK, status.code);
    assert_int_equal(3, fix.faults.faults);
    assert_int_equal(1, fix.faults.warnings);
    char *printed = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&printed, &length);
    assert_non_null(out);
    lang_set(row->lang);
    import_faults_print(&fix.faults, out);
    lang_set(LANG_ZH);
    fclose(out);
    assert_string_equal(row->printed, printed);
    free(printed);
    import__folder_free(&fix.read);
    import_faults_free(&fix.faults);
}

/* ---- a part of a folder, the rest imported before ---- */

/* Knows one village, one household, and one resident who registered on 2020-09-01. */
static struct status known_find(void *context, const char *village, enum import_file file,
                                const char *key, struct arena *arena, bool *found,
                                struct import_row *row)
{
    (void)context;
    (void)arena;
    union import_value *values = row->values;
    assert_string_equal("V1", village);
    *found = true;
    if (file == IMPORT_VILLAGE) {
        values[VILLAGE_CODE].text = "V1";
        values[VILLAGE_ZONE].number = 480;
        values[VILLAGE_STARTS].number = 18000;
        values[VILLAGE_ENDS].number = 19000;
    } else if (file == IMPORT_RESIDENTS && strcmp(key, "R1") == 0) {
        values[RESIDENT_NO].text = "R1";
        values[RESIDENT_REGISTERED].number = 18506;
    } else if (file == IMPORT_GOODS && strcmp(key, "S1/G1") == 0) {
        values[GOODS_POINTS].number = 50;
    } else {
        *found = file == IMPORT_SHOPS && strcmp(key, "S1") == 0;
    }
    return OK;
}

static void what_is_stored_counts(void **state)
{
    (void)state;
    static const char text[] = "redemption_no,redeemed_at,resident_no,shop_no,goods_no,points\n"
                               "D1,2020-09-01T00:00+08:00,R1,S1,G1,50\n"
                               "D2,2020-08-31T23:59+08:00,R1,S1,G1,50\n"
                               "D3,2020-09-01T00:00+08:00,R2,S1,G2,50\n";
    struct fixture fix = {.faults = IMPORT_FAULTS_EMPTY};
    struct import_known known = {NULL, known_find};
    scratch_make(fix.folder);
    folder_put(fix.folder, "redemptions.csv", text, sizeof(text) - 1);
    struct status status = import__folder_read(&(struct import_source){.folder = fix.folder}, "V1",
                                               NULL, &known, &fix.faults, &fix.read, NULL);
    scratch_remove(fix.folder);
    assert_int_equal(STATUS_OK, status.code);
    assert_int_equal(3, fix.faults.count);
    assert_string_equal("BEFORE_REGISTRATION", status_name(fix.faults.list[0].code));
    assert_string_equal(">= 2020-09-01", fix.faults.list[0].expected);
    assert_string_equal("PERSON_UNKNOWN", status_name(fix.faults.list[1].code));
    assert_string_equal("GOODS_UNKNOWN", status_name(fix.faults.list[2].code));
    import__folder_free(&fix.read);
    import_faults_free(&fix.faults);
}

static void a_folder_that_is_not_there_is_named(void **state)
{
    (void)state;
    struct fixture fix = {.faults = IMPORT_FAULTS_EMPTY};
    struct problem problem = problem_none();
    struct status status = import__folder_read(&(struct import_source){.folder = "no/such/folder"},
                                               NULL, NULL, NULL, &fix.faults, &fix.read, &problem);
    assert_int_equal(STATUS_FILE_OPEN, status.code);
    assert_string_equal("no/such/folder", problem.file);
    import__folder_free(&fix.read);
    import_faults_free(&fix.faults);
}

/* ---- staff for a village in which two people give the roles ---- */

static struct staff_row {
    const char *name;
    enum lang lang;
    const char *to; /* in place of the last shopkeeper's line */
    const char *printed;
} staff_rows[] = {
    {"the cell of a role that a roster cannot give, in Chinese", LANG_ZH,
     "K3,豆腐坊主,shopkeeper,P3\nW8,新支书,cadre,",
     "staff.csv 第 13 行 列 roles: 本村的身份由两人办理，名册不能给：管理员提出，村干部同意；"
     "实际为「cadre」 [IMPORT_ROLE_BY_TWO]\n"},
    {"the cell of a role that a roster cannot give, in English", LANG_EN,
     "K3,豆腐坊主,shopkeeper,P3\nN001,林㐂,reviewer,",
     "staff.csv line 13 column roles: two people give roles here, no roster: an administrator "
     "proposes, a cadre agrees; found \"reviewer\" [IMPORT_ROLE_BY_TWO]\n"},
    {"staff that is known is no matter for two", LANG_ZH, "K3,豆腐坊主,shopkeeper,P3", ""},
};

static struct id staff_id(struct books_fixture *fix, const char *number)
{
    struct people_row row;
    bool found = false;
    ASSERT_OK(people_find(fix->people, "330111208205", PEOPLE_STAFF, number, &found, &row));
    assert_true(found);
    struct id id = row.id;
    people_row_free(&row);
    return id;
}

/* The administrator proposes a reviewer, the cadre approves: the village is guarded from then on.
 */
static void role_by_two(struct books_fixture *fix)
{
    struct id ids[] = {staff_id(fix, "W7"), staff_id(fix, "W1"), staff_id(fix, "W4")};
    struct journal_answer answer;
    uint8_t envelope[ENVELOPE_BYTES_MAX];
    size_t length = 0;
    Sanbao__V1__RoleSet set = SANBAO__V1__ROLE_SET__INIT;
    Sanbao__V1__Operation operation = SANBAO__V1__OPERATION__INIT;
    set.person = (ProtobufCBinaryData){ID_BYTES, ids[2].bytes};
    set.role = SANBAO__V1__ROLE__ROLE_REVIEWER;
    operation.version = 1;
    operation.event_id = (ProtobufCBinaryData){ID_BYTES, (uint8_t[ID_BYTES]){1}};
    operation.village = (char[]){"330111208205"};
    operation.day = 20178;
    operation.proposer = (ProtobufCBinaryData){ID_BYTES, ids[0].bytes};
    operation.approver = (ProtobufCBinaryData){ID_BYTES, ids[1].bytes};
    operation.action_case = SANBAO__V1__OPERATION__ACTION_ROLE_SET;
    operation.role_set = &set;
    ASSERT_OK(operation_encode(&operation, envelope, &length));
    ASSERT_OK(journal_submit(fix->journal, &(struct span){envelope, length}, 1, &answer));
    ASSERT_OK(answer.status);
}

static void staff_check(void **state)
{
    const struct staff_row *row = *state;
    static const char files[] = "village.json households.csv residents.csv staff.csv rules.csv "
                                "shops.csv";
    struct books_fixture fix;
    struct import_report report;
    char folder[SCRATCH_PATH_MAX];
    char *printed = NULL;
    size_t length = 0;
    books_fixture_make(&fix);
    village_copy("linshan", files, folder);
    ASSERT_OK(books_fixture_import(&fix, (struct import_options){.folder = folder}, &report));
    assert_true(report.stored);
    import_report_free(&report);
    role_by_two(&fix);
    village_edit(folder, "staff.csv", "K3,豆腐坊主,shopkeeper,P3", row->to);
    ASSERT_OK(books_fixture_import(&fix, (struct import_options){.folder = folder}, &report));
    FILE *out = open_memstream(&printed, &length);
    assert_non_null(out);
    lang_set(row->lang);
    import_faults_print(&report.faults, out);
    lang_set(LANG_ZH);
    fclose(out);
    assert_non_null(strstr(printed, row->printed));
    assert_int_equal(row->printed[0] != '\0', report.faults.faults);
    assert_false(report.stored);
    free(printed);
    import_report_free(&report);
    scratch_remove(folder);
    books_fixture_end(&fix);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(print_rows) + COUNT(staff_rows) + 2];
    size_t count = 0;
    for (size_t i = 0; i < COUNT(print_rows); i++) {
        tests[count++] =
            (struct CMUnitTest){print_rows[i].name, print_check, NULL, NULL, &print_rows[i]};
    }
    for (size_t i = 0; i < COUNT(staff_rows); i++) {
        tests[count++] =
            (struct CMUnitTest){staff_rows[i].name, staff_check, NULL, NULL, &staff_rows[i]};
    }
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(what_is_stored_counts);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(a_folder_that_is_not_there_is_named);
    return cmocka_run_group_tests_name("import_faults", tests, NULL, NULL);
}
