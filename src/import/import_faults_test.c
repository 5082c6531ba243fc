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
#include "testing/folder.h"
#include "testing/scratch.h"

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

int main(void)
{
    struct CMUnitTest tests[COUNT(print_rows) + 2];
    size_t count = 0;
    for (size_t i = 0; i < COUNT(print_rows); i++) {
        tests[count++] =
            (struct CMUnitTest){print_rows[i].name, print_check, NULL, NULL, &print_rows[i]};
    }
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(what_is_stored_counts);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(a_folder_that_is_not_there_is_named);
    return cmocka_run_group_tests_name("import_faults", tests, NULL, NULL);
}
