/* import_read_test.c - reads the sample village's folder with one file replaced, and looks for each
 * fault by line, column, value and code. Nothing of a data folder is needed here. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/limits.h"
#include "import/import_internal.h"
#include "testing/folder.h"
#include "testing/scratch.h"

#define VILLAGE "village.json"
#define ROSTER "village.json households.csv residents.csv"
#define WHOLE                                                                                      \
    "village.json fund.csv households.csv residents.csv staff.csv rules.csv activities.csv "       \
    "attendance.csv shops.csv goods.csv redemptions.csv"

struct found {
    enum status_code code;
    int64_t line;
    const char *column;
    const char *value;
};

struct row {
    const char *name;
    const char *files;   /* taken from the sample, space between */
    const char *instead; /* the file that is replaced */
    const char *bad;     /* by this file of bad/ */
    const char *text;    /* or by this text */
    int rows;            /* of the file, faulty ones too */
    struct found found[16];
};

#define H "resident_no,household_no,name,birth_date,phone,access,registered_on\n"
#define R "R00001,H0001,何红,1949-04-06,10043662504,phone,2020-08-09\n"
#define TWO(fields) H R fields "\n", 2

static struct row rows[] = {
    {"the sample has no fault", WHOLE, NULL, NULL, NULL, 0, {{0}}},

    /* Awkward, but good. */
    {"GB18030 comes in whole", ROSTER, "residents.csv", "residents_gbk.csv", NULL, 40, {{0}}},
    {"a byte order mark and CRLF",
     ROSTER,
     "residents.csv",
     "residents_bom_crlf.csv",
     NULL,
     40,
     {{0}}},
    {"columns in another order",
     ROSTER,
     "residents.csv",
     "residents_columns_reordered.csv",
     NULL,
     40,
     {{0}}},
    {"a header alone is a warning",
     ROSTER,
     "residents.csv",
     "residents_header_only.csv",
     NULL,
     0,
     {{STATUS_IMPORT_HEADER_ONLY, 1, NULL, NULL}}},

    /* The faulty files. */
    {"ten faults on ten rows",
     WHOLE,
     "residents.csv",
     "residents_ten_faults.csv",
     NULL,
     40,
     {{STATUS_DAY_MALFORMED, 5, "birth_date", "2020-02-30"},
      {STATUS_IMPORT_REPEATED, 7, "resident_no", "R00005"},
      {STATUS_HOUSEHOLD_UNKNOWN, 9, "household_no", "H9999"},
      {STATUS_IMPORT_EMPTY, 11, "name", ""},
      {STATUS_IMPORT_PHONE, 13, "phone", "12345"},
      {STATUS_IMPORT_AFTER_END, 15, "registered_on", "2099-01-01"},
      {STATUS_IMPORT_FORMULA, 17, "name", "=HYPERLINK(\"x\",\"y\")"},
      {STATUS_IMPORT_FIELDS, 19, "phone", "4"},
      {STATUS_IMPORT_TOO_LONG, 21, "name",
       "甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲…"},
      {STATUS_IMPORT_BIRTH, 23, "birth_date", "1850-01-01"}}},
    {"seven faults of attendance",
     WHOLE,
     "attendance.csv",
     "attendance_seven_faults.csv",
     NULL,
     30,
     {{STATUS_PERSON_UNKNOWN, 4, "resident_no", "R99999"},
      {STATUS_ACTIVITY_UNKNOWN, 6, "activity_no", "A9999"},
      {STATUS_ATTENDANCE_TIMES, 8, "checked_out_at", "2020-08-12T07:02+08:00"},
      {STATUS_IMPORT_REPEATED, 10, "resident_no", "R00049"},
      {STATUS_IMPORT_TIME_ZONE, 12, "checked_in_at", "2020-08-10 13:30"},
      {STATUS_IMPORT_WORD, 14, "method", "telepathy"},
      {STATUS_ATTENDANCE_OUTSIDE, 16, "checked_in_at", "2031-01-01T00:00+08:00"}}},
    {"an open quote",
     ROSTER,
     "residents.csv",
     "residents_open_quote.csv",
     NULL,
     6,
     {{STATUS_CSV_QUOTE_OPEN, 7, "name", "没有收尾的引号,2000-01-01,,card,?R00006,H0002,俞…"}}},
    {"bytes that are not UTF-8",
     ROSTER,
     "residents.csv",
     "residents_invalid_utf8.csv",
     NULL,
     4,
     {{STATUS_TEXT_ENCODING, 5, "name", "\\xC3(\\xFF"}}},
    {"a NUL byte",
     ROSTER,
     "residents.csv",
     "residents_nul.csv",
     NULL,
     4,
     {{STATUS_CSV_NUL, 5, "name", "ab?cd"}}},
    {"an empty file",
     WHOLE,
     "residents.csv",
     "residents_empty.csv",
     NULL,
     0,
     {{STATUS_IMPORT_FILE_EMPTY, 1, NULL, NULL}}},
    {"a missing column",
     WHOLE,
     "residents.csv",
     "residents_missing_column.csv",
     NULL,
     0,
     {{STATUS_IMPORT_COLUMN_MISSING, 1, "birth_date", NULL}}},

    /* Form. */
    {"an unknown column and one twice",
     ROSTER,
     "households.csv",
     NULL,
     "household_no,group_no,group_no,adress\n",
     0,
     {{STATUS_IMPORT_COLUMN_TWICE, 1, "group_no", NULL},
      {STATUS_IMPORT_COLUMN_UNKNOWN, 1, "adress", NULL},
      {STATUS_IMPORT_COLUMN_MISSING, 1, "address", NULL}}},
    {"too many fields",
     ROSTER,
     "residents.csv",
     NULL,
     TWO("R00002,H0001,何红,1949-04-06,,phone,,x"),
     {{STATUS_IMPORT_FIELDS, 3, NULL, "8"}}},
    {"several faults in one row",
     ROSTER,
     "residents.csv",
     NULL,
     TWO("R 2,H0001,何红,1949-4-6,11,fax,"),
     {{STATUS_IMPORT_NUMBER, 3, "resident_no", "R 2"},
      {STATUS_DAY_MALFORMED, 3, "birth_date", "1949-4-6"},
      {STATUS_IMPORT_PHONE, 3, "phone", "11"},
      {STATUS_IMPORT_WORD, 3, "access", "fax"}}},
    {"a line end inside a name",
     ROSTER,
     "residents.csv",
     NULL,
     H R "R00002,H0001,\"何\n红\",1949-04-06,,phone,\nR00003,H0001,何,1949-04-06,7,card,\n",
     3,
     {{STATUS_IMPORT_CONTROL, 3, "name", "何?红"}, {STATUS_IMPORT_PHONE, 5, "phone", "7"}}},
    {"a tab in front is a formula",
     ROSTER,
     "residents.csv",
     NULL,
     TWO("R00002,H0001,\t何,1949-04-06,,phone,"),
     {{STATUS_IMPORT_FORMULA, 3, "name", "?何"}}},
    {"blank lines and spaces around are nothing",
     ROSTER,
     "residents.csv",
     NULL,
     TWO("\n R00002 ,H0001,\xE3\x80\x80何 ,1949-04-06,, phone,\n"),
     {{0}}},
    {"registered before the village began",
     ROSTER,
     "residents.csv",
     NULL,
     TWO("R00002,H0001,何,1949-04-06,,phone,2020-08-08"),
     {{STATUS_IMPORT_BEFORE_START, 3, "registered_on", "2020-08-08"}}},
    {"born after the village's last day",
     ROSTER,
     "residents.csv",
     NULL,
     TWO("R00002,H0001,何,2021-12-18,,phone,"),
     {{STATUS_IMPORT_BIRTH, 3, "birth_date", "2021-12-18"}}},

    /* The other files. */
    {"staff",
     WHOLE,
     "staff.csv",
     NULL,
     "staff_no,name,roles,shop_no\nT01,甲,social_worker|cadre,\nT02,乙,mayor,\nT03,丙,cadre,S01\n"
     "T04,丁,shopkeeper,\nT05,戊,shopkeeper,S99\nT06,己,,\n",
     6,
     {{STATUS_IMPORT_WORD, 3, "roles", "mayor"},
      {STATUS_IMPORT_SHOP_ROLE, 4, "shop_no", "S01"},
      {STATUS_IMPORT_SHOP_ROLE, 5, "shop_no", ""},
      {STATUS_SHOP_UNKNOWN, 6, "shop_no", "S99"},
      {STATUS_IMPORT_EMPTY, 7, "roles", ""}}},
    {"rules",
     "village.json",
     "rules.csv",
     NULL,
     "code,name_zh,name_en,category,unit,points,cap_day,cap_month,cap_quarter,cap_year,cap_total,"
     "cap_scope,evidence,approver,saving_fen_per_hour\n"
     "REG-01,甲,a,c,time,50,0,0,0,0,50,resident,document,social_worker,0\n"
     "X 1,甲,a,c,day,0,-1,1.5,01,x,1000001,village,word,mayor,\n"
     "SYS,甲,a,c,time,6,0,0,0,0,0,resident,photo,system,0\n"
     "SYS,甲,a,c,time,5,0,0,0,0,0,resident,log,system,0\n",
     4,
     {{STATUS_IMPORT_RULE_ONCE, 2, "unit", "time"},
      {STATUS_IMPORT_CODE, 3, "code", "X 1"},
      {STATUS_IMPORT_WORD, 3, "unit", "day"},
      {STATUS_IMPORT_INTEGER, 3, "points", "0"},
      {STATUS_IMPORT_INTEGER, 3, "cap_day", "-1"},
      {STATUS_IMPORT_INTEGER, 3, "cap_month", "1.5"},
      {STATUS_IMPORT_INTEGER, 3, "cap_quarter", "01"},
      {STATUS_IMPORT_INTEGER, 3, "cap_year", "x"},
      {STATUS_IMPORT_INTEGER, 3, "cap_total", "1000001"},
      {STATUS_IMPORT_WORD, 3, "cap_scope", "village"},
      {STATUS_IMPORT_WORD, 3, "evidence", "word"},
      {STATUS_IMPORT_WORD, 3, "approver", "mayor"},
      {STATUS_IMPORT_EMPTY, 3, "saving_fen_per_hour", ""},
      {STATUS_SYSTEM_RULE_LIMIT, 4, "points", "6"},
      {STATUS_SYSTEM_RULE_LIMIT, 4, "evidence", "photo"},
      {STATUS_IMPORT_REPEATED, 5, "code", "SYS"}}},
    {"activities",
     WHOLE,
     "activities.csv",
     NULL,
     "activity_no,rule_code,title,place,starts_at,ends_at,capacity,leader_no\n"
     "A1,ENV-01,t,p,2020-08-10T13:30+08:00,2020-08-10T13:30+08:00,8,R00923\n"
     "A2,ENV-99,t,,2020-08-10T13:30+08:00,2020-08-10T15:30+08:00,8,R99999\n"
     "A3,ENV-01,,p,2021-12-17T23:30+08:00,2021-12-18T01:30+08:00,8,R00923\n"
     "A4,ENV-01,t,p,2021-12-17T16:30Z,2021-12-17T17:30Z,8,R00923\n",
     4,
     {{STATUS_ACTIVITY_TIMES, 2, "ends_at", "2020-08-10T13:30+08:00"},
      {STATUS_RULE_UNKNOWN, 3, "rule_code", "ENV-99"},
      {STATUS_PERSON_UNKNOWN, 3, "leader_no", "R99999"},
      {STATUS_IMPORT_EMPTY, 4, "title", ""},
      {STATUS_IMPORT_AFTER_END, 5, "starts_at", "2021-12-18T00:30+08:00"}}},
    {"redemptions",
     WHOLE,
     "redemptions.csv",
     NULL,
     "redemption_no,redeemed_at,resident_no,shop_no,goods_no,points\n"
     "D1,2021-08-10T08:01+08:00,R00342,S02,G999,50\n"
     "D2,2021-08-10T08:01+08:00,R00342,S09,G013,50\n"
     "D3,2021-08-10T08:01+08:00,R00342,S02,G013,51\n"
     "D4,2021-08-10T08:01+08:00,R00040,S02,G013,50\n"
     "D5,2020-08-09T08:01+08:00,R00003,S02,G013,50\n"
     "D5,2021-12-18T08:01+08:00,R00003,S02,G013,0\n",
     6,
     {{STATUS_GOODS_UNKNOWN, 2, "goods_no", "G999"},
      {STATUS_SHOP_UNKNOWN, 3, "shop_no", "S09"},
      {STATUS_IMPORT_PRICE, 4, "points", "51"},
      {STATUS_NOT_REGISTERED, 5, "resident_no", "R00040"},
      {STATUS_BEFORE_REGISTRATION, 6, "redeemed_at", "2020-08-09T08:01+08:00"},
      {STATUS_IMPORT_INTEGER, 7, "points", "0"},
      {STATUS_IMPORT_REPEATED, 7, "redemption_no", "D5"},
      {STATUS_IMPORT_AFTER_END, 7, "redeemed_at", "2021-12-18T08:01+08:00"}}},
    {"fund",
     "village.json",
     "fund.csv",
     NULL,
     "paid_on,fen,source\n2020-08-09,1,a\n2020-08-09,2,a\n2020-08-09,2,b\n2019-01-01,0,a\n",
     4,
     {{STATUS_IMPORT_REPEATED, 3, "paid_on", "2020-08-09"},
      {STATUS_IMPORT_INTEGER, 5, "fen", "0"},
      {STATUS_IMPORT_BEFORE_START, 5, "paid_on", "2019-01-01"}}},
    {"goods of one number in two shops are two",
     WHOLE,
     "goods.csv",
     NULL,
     "goods_no,shop_no,name,points\nG1,S01,a,1\nG1,S02,a,1\nG1,S01,a,1\nG1,S9,a,1\n",
     4,
     {{STATUS_IMPORT_REPEATED, 4, "goods_no", "G1"}, {STATUS_SHOP_UNKNOWN, 5, "shop_no", "S9"}}},

    /* The village. */
    {"no village is known",
     "households.csv",
     VILLAGE,
     NULL,
     NULL,
     0,
     {{STATUS_IMPORT_VILLAGE_WANTED, 0, NULL, NULL}}},
    {"village.json without its keys",
     "",
     VILLAGE,
     NULL,
     "{\"code\":\"a b\",\n\"nam\":1}",
     1,
     {{STATUS_IMPORT_CODE, 1, "code", "a b"},
      {STATUS_IMPORT_COLUMN_MISSING, 1, "name", NULL},
      {STATUS_IMPORT_COLUMN_MISSING, 1, "town", NULL},
      {STATUS_IMPORT_COLUMN_MISSING, 1, "district", NULL},
      {STATUS_IMPORT_COLUMN_MISSING, 1, "points_per_yuan", NULL},
      {STATUS_IMPORT_COLUMN_MISSING, 1, "timezone", NULL},
      {STATUS_IMPORT_COLUMN_MISSING, 1, "starts_on", NULL},
      {STATUS_IMPORT_COLUMN_MISSING, 1, "ends_on", NULL},
      {STATUS_IMPORT_COLUMN_UNKNOWN, 2, "nam", NULL}}},
    {"village.json with wrong values",
     "",
     VILLAGE,
     NULL,
     "{\"code\":\"1\",\"name\":\"\",\"town\":\"t\",\"district\":\"d\",\n"
     "\"points_per_yuan\":\"10\",\n"
     "\"timezone\":\"Europe/Berlin\",\n\"starts_on\":\"2021-01-01\",\n\"ends_on\":\"2020-12-31\"}",
     1,
     {{STATUS_IMPORT_EMPTY, 1, "name", ""},
      {STATUS_IMPORT_BEFORE_START, 1, "ends_on", "2020-12-31"},
      {STATUS_IMPORT_INTEGER, 2, "points_per_yuan", "10"},
      {STATUS_IMPORT_ZONE, 3, "timezone", "Europe/Berlin"}}},
    {"village.json with a key twice",
     "",
     VILLAGE,
     NULL,
     "{\"code\":\"1\",\n\"code\":\"1\"}",
     1,
     {{STATUS_JSON_KEY_TWICE, 2, "code", NULL}}},
    {"an empty village.json",
     "",
     VILLAGE,
     NULL,
     "",
     1,
     {{STATUS_IMPORT_FILE_EMPTY, 1, NULL, NULL}}},
};

/* ---- the folder of a row ---- */

struct fixture {
    char folder[SCRATCH_PATH_MAX];
    struct import_faults faults;
    struct import_folder read;
};

static void folder_fill(const struct row *row, const char *folder)
{
    for (int file = 0; file < IMPORT_FILES; file++) {
        const char *name = import__layouts[file].name;
        bool replaced = row->instead != NULL && strcmp(row->instead, name) == 0;
        char from[PATH_BYTES_MAX];
        if (replaced && row->text != NULL) {
            folder_put(folder, name, row->text, strlen(row->text));
        } else if (replaced && row->bad != NULL) {
            snprintf(from, sizeof(from), "%s/bad/%s", SANBAO_TEST_DATA, row->bad);
            folder_copy(from, folder, name);
        } else if (!replaced && strstr(row->files, name) != NULL) {
            snprintf(from, sizeof(from), "%s/foshan/%s", SANBAO_TEST_DATA, name);
            folder_copy(from, folder, name);
        }
    }
}

static void same_text(const char *expected, const char *found)
{
    if (expected == NULL || found == NULL) {
        assert_true(expected == NULL && found == NULL);
    } else {
        assert_string_equal(expected, found);
    }
}

/* All that was found in the file that was replaced, and nothing else. */
static void faults_check(const struct row *row, const struct import_faults *faults)
{
    size_t next = 0;
    for (size_t i = 0; i < faults->count; i++) {
        const struct import_fault *fault = &faults->list[i];
        if (row->instead != NULL && strcmp(fault->file, row->instead) != 0) {
            continue;
        }
        assert_true(next < COUNT(row->found));
        const struct found *found = &row->found[next++];
        assert_string_equal(status_name(found->code), status_name(fault->code));
        assert_int_equal(found->line, fault->line);
        same_text(found->column, fault->column);
        same_text(found->value, fault->value);
    }
    assert_true(next == COUNT(row->found) || row->found[next].code == STATUS_OK);
}

static void row_check(void **state)
{
    const struct row *row = *state;
    struct fixture fix = {.faults = IMPORT_FAULTS_EMPTY};
    struct problem problem = problem_none();
    scratch_make(fix.folder);
    folder_fill(row, fix.folder);
    struct status status = import__folder_read(&(struct import_source){.folder = fix.folder}, NULL,
                                               NULL, NULL, &fix.faults, &fix.read, &problem);
    scratch_remove(fix.folder);
    assert_int_equal(STATUS_OK, status.code);
    faults_check(row, &fix.faults);
    for (int file = 0; row->instead != NULL && file < IMPORT_FILES; file++) {
        if (strcmp(import__layouts[file].name, row->instead) == 0) {
            assert_int_equal(row->rows, fix.read.tables[file].count);
        }
    }
    import__folder_free(&fix.read);
    import_faults_free(&fix.faults);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(rows)];
    for (size_t i = 0; i < COUNT(rows); i++) {
        tests[i] = (struct CMUnitTest){rows[i].name, row_check, NULL, NULL, &rows[i]};
    }
    return cmocka_run_group_tests_name("import_read", tests, NULL, NULL);
}
