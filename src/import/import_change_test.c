/* import_change_test.c - a village that was imported comes again with one thing changed: what may
 * change does and is counted, what binds people is refused with both values. */
#include "import/import_testing.h"

struct row {
    const char *name;
    const char *file; /* changed before the second import */
    const char *from;
    const char *to;
    /* What becomes of it: a fault, */
    enum status_code code;
    int64_t line;
    const char *column;
    const char *value;
    const char *expected;
    /* or counts over all files, and records. */
    int added;
    int updated;
    int registered;
    int moved;
    uint64_t records;
};

#define FAULT_AT(line, column, value, expected)                                                    \
    STATUS_ALREADY_IMPORTED, (line), (column), (value), (expected), 0, 0, 0, 0, 0
#define DONE STATUS_OK, 0, NULL, NULL, NULL

static struct row rows[] = {
    {"nothing changed", "shops.csv", "豆腐坊", "豆腐坊", DONE, 0, 0, 0, 0, 0},

    /* Private columns. */
    {"another name", "residents.csv", "N001,L01,林㐂", "N001,L01,林喜", DONE, 0, 1, 0, 0, 0},
    {"another birth date", "residents.csv", "1958-03-02", "1958-03-03", DONE, 0, 1, 0, 0, 0},
    {"a phone that is gone", "residents.csv", "10020000037", "", DONE, 0, 1, 0, 0, 0},
    {"another villager group", "households.csv", "L01,1,", "L01,9,", DONE, 0, 1, 0, 0, 0},
    {"another address", "households.csv", "1组1号", "1组1号乙", DONE, 0, 1, 0, 0, 0},
    {"another name of a member of staff", "staff.csv", "林支书", "新支书", DONE, 0, 1, 0, 0, 0},

    /* Registration and moves. */
    {"somebody registers later: account and award", "residents.csv", "2016-02-29,,card,",
     "2016-02-29,,card,2024-06-01", DONE, 0, 0, 1, 0, 2},
    {"access of one who is not registered yet", "residents.csv", "2016-02-29,,card,",
     "2016-02-29,,phone,", DONE, 0, 0, 0, 0, 0},
    {"a registered person moves", "residents.csv", "N006,L03", "N006,L01", DONE, 0, 0, 0, 1, 1},
    {"an unregistered person moves", "residents.csv", "N008,L03", "N008,L01", DONE, 0, 0, 0, 1, 1},
    {"a move and a new name are both counted", "residents.csv", "N008,L03,林欢", "N008,L01,林乐",
     DONE, 0, 1, 0, 1, 1},
    {"another day of registration", "residents.csv", "phone,2024-02-03", "phone,2024-02-04",
     FAULT_AT(8, "registered_on", "2024-02-04", "2024-02-03")},
    {"a registration that is gone", "residents.csv", "card,2025-03-30", "card,",
     FAULT_AT(65, "registered_on", "", "2025-03-30")},
    {"another access of one who is registered", "residents.csv", "10020000259,phone",
     "10020000259,card", FAULT_AT(8, "access", "card", "phone")},

    /* What binds people. */
    {"another rate", "village.json", "\"points_per_yuan\": 7", "\"points_per_yuan\": 8",
     FAULT_AT(1, "points_per_yuan", "8", "7")},
    {"another name of the village", "village.json", "林山村", "林山新村",
     FAULT_AT(1, "name", "林山新村", "林山村")},
    {"another first day", "village.json", "2024-02-01", "2024-01-31",
     FAULT_AT(1, "starts_on", "2024-01-31", "2024-02-01")},
    {"a later last day is no change", "village.json", "2025-03-31", "2025-06-30", DONE, 0, 0, 0, 0,
     0},
    {"other points of a rule", "rules.csv", "labour,hour,13", "labour,hour,14",
     FAULT_AT(4, "points", "14", "13")},
    {"another name of a rule", "rules.csv", "田间帮工", "田里帮工",
     FAULT_AT(4, "name_zh", "田里帮工", "田间帮工")},
    {"another approver of a rule", "rules.csv", "checkin,group_leader", "checkin,social_worker",
     FAULT_AT(4, "approver", "social_worker", "group_leader")},
    {"another title of an activity", "activities.csv", "春耕帮工", "春耕",
     FAULT_AT(2, "title", "春耕", "春耕帮工")},
    {"another end of an activity", "activities.csv", "2024-02-10T10:00+08:00",
     "2024-02-10T11:00+08:00",
     FAULT_AT(2, "ends_at", "2024-02-10T11:00+08:00", "2024-02-10T10:00+08:00")},
    {"another leader of an activity", "activities.csv", "30,N009", "30,N001",
     FAULT_AT(2, "leader_no", "N001", "N009")},
    {"another name of a shop", "shops.csv", "豆腐坊", "豆腐店",
     FAULT_AT(4, "name", "豆腐店", "豆腐坊")},
    {"another price", "goods.csv", "豆腐,7", "豆腐,8", FAULT_AT(7, "points", "8", "7")},
    {"another role", "staff.csv", "林支书,cadre", "林支书,admin",
     FAULT_AT(2, "roles", "admin", "cadre")},
    {"another shop of a shopkeeper", "staff.csv", "shopkeeper,P3", "shopkeeper,P2",
     FAULT_AT(12, "shop_no", "P2", "P3")},
    {"another amount of a deposit", "fund.csv", "90228", "90229",
     FAULT_AT(2, "fen", "90229", "90228")},
    {"another check-out", "attendance.csv", "2024-02-10T08:29+08:00", "2024-02-10T08:30+08:00",
     FAULT_AT(2, "checked_out_at", "2024-02-10T08:30+08:00", "2024-02-10T08:29+08:00")},
    {"another method", "attendance.csv", "N001,phone", "N001,card",
     FAULT_AT(2, "method", "card", "phone")},
    {"the same instant written otherwise", "attendance.csv",
     "2024-02-10T08:00+08:00,2024-02-10T08:29+08:00", "2024-02-10T00:00Z,2024-02-10T09:29+09:00",
     DONE, 0, 0, 0, 0, 0},
    {"other points of a redemption", "redemptions.csv", "N013,P1,Y1,19", "N013,P1,Y1,18",
     FAULT_AT(9, "points", "18", "19")},
    {"another person of a redemption", "redemptions.csv", "N013,P1,Y1,19", "N014,P1,Y1,19",
     FAULT_AT(9, "resident_no", "N014", "N013")},
    {"another minute of a redemption is not kept", "redemptions.csv", "2024-02-11T09:05",
     "2024-02-11T09:06", DONE, 0, 0, 0, 0, 0},
    {"another day of a redemption", "redemptions.csv", "2024-02-11T09:05", "2024-02-12T09:05",
     FAULT_AT(4, "redeemed_at", "2024-02-12T09:05+08:00", "2024-02-11T00:00+08:00")},

    /* New rows beside old ones. */
    {"a new resident", "residents.csv", "N001,L01", "N065,L20,新人,1990-01-01,,card,\nN001,L01",
     DONE, 1, 0, 0, 0, 1},
    {"a new household", "households.csv", "L01,1,", "L21,3,新屋\nL01,1,", DONE, 1, 0, 0, 0, 1},
    {"a new member of staff with two roles", "staff.csv", "W1,", "W8,新人,cadre|auditor,\nW1,",
     DONE, 1, 0, 0, 0, 3},
    {"a new attendance of an old activity", "attendance.csv", "M001,N001,",
     "M001,N019,phone,2024-02-10T08:00+08:00,2024-02-10T09:00+08:00\nM001,N001,", DONE, 1, 0, 0, 0,
     1},
    {"a new redemption", "redemptions.csv", "V001,",
     "V099,2025-01-02T00:00+08:00,N009,P3,Y1,7\nV001,", DONE, 1, 0, 0, 0, 1},
};

static void counts_check(const struct row *row, const struct import_report *report)
{
    int64_t added = 0;
    int64_t updated = 0;
    int64_t registered = 0;
    int64_t moved = 0;
    for (int file = 0; file < IMPORT_FILES; file++) {
        added += report->counts[file].added;
        updated += report->counts[file].updated;
        registered += report->counts[file].registered;
        moved += report->counts[file].moved;
    }
    assert_int_equal(row->added, added);
    assert_int_equal(row->updated, updated);
    assert_int_equal(row->registered, registered);
    assert_int_equal(row->moved, moved);
    assert_int_equal(row->records, report->records);
    assert_int_equal(report->stored, row->records > 0 || row->updated > 0);
}

static void fault_check(const struct row *row, const struct import_report *report)
{
    assert_int_equal(1, report->faults.faults);
    for (size_t i = 0; i < report->faults.count; i++) {
        const struct import_fault *fault = &report->faults.list[i];
        if (!fault->warning) {
            assert_string_equal(status_name(row->code), status_name(fault->code));
            assert_string_equal(row->file, fault->file);
            assert_int_equal(row->line, fault->line);
            assert_string_equal(row->column, fault->column);
            assert_string_equal(row->value, fault->value);
            assert_string_equal(row->expected, fault->expected);
        }
    }
    assert_false(report->stored);
}

/* Data folders in which the village was imported, with its deposits and without: the deposits would
 * only be in the way of most rows. Each test works on a copy. */
static char imported[2][SCRATCH_PATH_MAX];

static const char *files_of(bool fund)
{
    return fund ? NULL
                : "village.json households.csv residents.csv staff.csv rules.csv activities.csv "
                  "attendance.csv shops.csv goods.csv redemptions.csv";
}

static int group_begin(void **state)
{
    (void)state;
    for (int fund = 0; fund < 2; fund++) {
        struct books_fixture fix;
        struct import_report report;
        char folder[SCRATCH_PATH_MAX];
        books_fixture_make(&fix);
        village_copy("linshan", files_of(fund), folder);
        ASSERT_OK(books_fixture_import(&fix, (struct import_options){.folder = folder}, &report));
        assert_true(report.stored);
        import_report_free(&report);
        scratch_remove(folder);
        books_fixture_close(&fix);
        memcpy(imported[fund], fix.data, sizeof(fix.data));
    }
    return 0;
}

static int group_end(void **state)
{
    (void)state;
    scratch_remove(imported[0]);
    scratch_remove(imported[1]);
    return 0;
}

static void folder_copy_all(const char *from, const char *to)
{
    struct folder_names names;
    ASSERT_OK(folder_names(from, &names));
    for (size_t i = 0; i < names.count; i++) {
        char source[PATH_BYTES_MAX];
        char target[PATH_BYTES_MAX];
        ASSERT_OK(path_join(source, from, names.list[i]));
        ASSERT_OK(path_join(target, to, names.list[i]));
        if (file_kind(source) == FILE_FOLDER) {
            ASSERT_OK(folder_make(target));
            folder_copy_all(source, target);
        } else {
            folder_copy(source, to, names.list[i]);
        }
    }
    folder_names_free(&names);
}

static void row_check(void **state)
{
    const struct row *row = *state;
    bool fund = strcmp(row->file, "fund.csv") == 0;
    struct books_fixture fix = {.keys = NULL};
    struct import_report report;
    char folder[SCRATCH_PATH_MAX];
    scratch_make(fix.data);
    folder_copy_all(imported[fund], fix.data);
    books_fixture_open(&fix);
    village_copy("linshan", files_of(fund), folder);
    uint64_t records = journal_records(fix.journal);
    village_edit(folder, row->file, row->from, row->to);
    ASSERT_OK(books_fixture_import(&fix, (struct import_options){.folder = folder}, &report));
    if (row->code == STATUS_OK) {
        assert_int_equal(0, report.faults.faults);
        counts_check(row, &report);
    } else {
        fault_check(row, &report);
    }
    import_report_free(&report);
    assert_int_equal(records + row->records, journal_records(fix.journal));

    /* And once more: now it is known, or refused again. */
    ASSERT_OK(books_fixture_import(&fix, (struct import_options){.folder = folder}, &report));
    assert_int_equal(row->code == STATUS_OK ? 0 : 1, report.faults.faults);
    assert_int_equal(0, report.records);
    assert_false(report.stored);
    import_report_free(&report);
    scratch_remove(folder);
    books_fixture_end(&fix);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(rows)];
    for (size_t i = 0; i < COUNT(rows); i++) {
        tests[i] = (struct CMUnitTest){rows[i].name, row_check, NULL, NULL, &rows[i]};
    }
    return cmocka_run_group_tests_name("import_change", tests, group_begin, group_end);
}
