/* import_test.c - the sample village comes in whole and right, a second time changes nothing, a dry
 * run leaves nothing, and no name, number, phone or address of anybody stands in what is public. */
#include "import/import_testing.h"

#include "base/csv.h"

static const char village_code[] = "330109102201";

static void figures_check(struct books_fixture *fix)
{
    struct village village;
    struct points_report report;
    ASSERT_OK(identity_village(fix->identity, village_code, &village));
    ASSERT_OK(points_report(fix->points, village.id, INT32_MAX, &report));
    assert_int_equal(1238, report.residents);
    assert_int_equal(352, report.households);
    assert_int_equal(1151, report.registered);
    assert_int_equal(341, report.activities);
    assert_int_equal(5971, report.participations);
    assert_int_equal(718, report.participants);
    assert_int_equal(413945, report.issued);
    assert_int_equal(39, report.capped);
    assert_int_equal(2655, report.redemptions);
    assert_int_equal(197190, report.redeemed);
    assert_int_equal(216755, report.outstanding);
    assert_int_equal(12196675, report.saving_fen);
    assert_int_equal(295, report.card_users);
}

static size_t steps_told;

static void progress(void *context, size_t done, size_t total)
{
    assert_ptr_equal(&steps_told, context);
    assert_true(done >= steps_told && done <= total);
    steps_told = done;
}

static void the_sample_comes_in(void **state)
{
    (void)state;
    struct books_fixture fix;
    struct import_report report;
    struct import_options options = {.folder = SANBAO_TEST_DATA "/foshan",
                                     .progress = progress,
                                     .progress_context = &steps_told};
    books_fixture_make(&fix);
    ASSERT_OK(books_fixture_import(&fix, options, &report));
    assert_int_equal(0, report.faults.faults);
    assert_true(report.stored && steps_told > 11000);
    assert_string_equal(village_code, report.village);
    assert_int_equal(18978, report.ends_on);
    assert_int_equal(12982, report.records);
    import_report_free(&report);
    figures_check(&fix);

    char *before = NULL;
    char *after = NULL;
    books_fixture_close(&fix);
    books_fixture_open(&fix);
    ASSERT_OK(journal_checkpoint(fix.journal, &before));
    options.progress = NULL;
    ASSERT_OK(books_fixture_import(&fix, options, &report));
    assert_false(report.stored);
    assert_int_equal(0, report.records);
    for (int file = 0; file < IMPORT_FILES; file++) {
        assert_int_equal(report.counts[file].rows, report.counts[file].known);
    }
    import_report_free(&report);
    books_fixture_close(&fix);
    books_fixture_open(&fix);
    ASSERT_OK(journal_checkpoint(fix.journal, &after));
    assert_string_equal(before, after);
    free(before);
    free(after);
    books_fixture_end(&fix);
}

static void a_dry_run_leaves_nothing(void **state)
{
    (void)state;
    struct books_fixture fix;
    struct import_report report;
    struct people_row row;
    bool found = true;
    books_fixture_make(&fix);
    struct import_options options = {.folder = SANBAO_TEST_DATA "/linshan", .dry_run = true};
    ASSERT_OK(books_fixture_import(&fix, options, &report));
    assert_int_equal(439, report.records);
    assert_false(report.stored);
    import_report_free(&report);
    assert_int_equal(0, journal_records(fix.journal));
    ASSERT_OK(people_find(fix.people, "330111208205", PEOPLE_RESIDENT, "N001", &found, &row));
    assert_false(found);
    options = (struct import_options){
        .folder = SANBAO_TEST_DATA "/linshan_bad", .dry_run = true, .keep_good = true};
    ASSERT_OK(books_fixture_import(&fix, options, &report));
    assert_int_equal(12, report.faults.faults);
    assert_string_equal("", report.faults_path);
    import_report_free(&report);
    assert_int_equal(0, journal_records(fix.journal));
    books_fixture_end(&fix);
}

/* ---- privacy ---- */

/* Some megabytes, and which runs of four bytes are in them, by hash: most of what is sought is
 * found missing without looking through all of it. */
enum { RUN_BYTES = 4, RUN_BITS = 24 };
struct bytes {
    uint8_t *list;
    size_t length;
    bool *runs;
};

static size_t run_hash(const void *at)
{
    uint32_t run = 0;
    memcpy(&run, at, RUN_BYTES);
    return (run * UINT32_C(2654435761)) >> (32 - RUN_BITS);
}

static void runs_note(struct bytes *all)
{
    all->runs = calloc((size_t)1 << RUN_BITS, sizeof(bool));
    assert_non_null(all->runs);
    for (size_t i = 0; i + RUN_BYTES <= all->length; i++) {
        all->runs[run_hash(all->list + i)] = true;
    }
}

static bool is_in(const struct bytes *all, const char *text, size_t length)
{
    assert_true(length >= RUN_BYTES);
    for (size_t i = 0; i + RUN_BYTES <= length; i++) {
        if (!all->runs[run_hash(text + i)]) {
            return false;
        }
    }
    return memmem(all->list, all->length, text, length) != NULL;
}

static void bytes_add(struct bytes *all, const char *folder, const char *name)
{
    char path[PATH_BYTES_MAX];
    ASSERT_OK(path_join(path, folder, name));
    if (file_kind(path) == FILE_FOLDER) {
        struct folder_names names;
        ASSERT_OK(folder_names(path, &names));
        for (size_t i = 0; i < names.count; i++) {
            bytes_add(all, path, names.list[i]);
        }
        folder_names_free(&names);
        return;
    }
    uint8_t *bytes = NULL;
    size_t length = 0;
    ASSERT_OK(file_load(path, CSV_FILE_BYTES_MAX, &bytes, &length));
    all->list = realloc(all->list, all->length + length + 1);
    assert_non_null(all->list);
    memcpy(all->list + all->length, bytes, length);
    all->length += length;
    free(bytes);
}

/* Looks for the values of these columns of a file. Returns how many it looked for. */
static size_t values_seek(const struct bytes *all, const char *name, const char *const *columns)
{
    uint8_t *bytes = NULL;
    size_t length = 0;
    size_t sought = 0;
    char path[PATH_BYTES_MAX];
    struct csv_row header;
    struct csv_row row;
    ASSERT_OK(path_join(path, SANBAO_TEST_DATA "/foshan", name));
    ASSERT_OK(file_load(path, CSV_FILE_BYTES_MAX, &bytes, &length));
    struct csv csv = csv_open((const char *)bytes, length);
    assert_true(csv_next(&csv, &header));
    while (csv_next(&csv, &row)) {
        for (size_t i = 0; i < row.count; i++) {
            for (size_t j = 0; columns[j] != NULL; j++) {
                bool mine = strlen(columns[j]) == header.fields[i].length &&
                            memcmp(columns[j], header.fields[i].text, strlen(columns[j])) == 0;
                if (mine && row.fields[i].length > 0) {
                    assert_false(is_in(all, row.fields[i].text, row.fields[i].length));
                    sought++;
                }
            }
        }
    }
    free(bytes);
    return sought;
}

static void nothing_personal_is_public(void **state)
{
    (void)state;
    static const char *const residents[] = {"resident_no", "household_no", "name", "phone", NULL};
    static const char *const households[] = {"household_no", "address", NULL};
    static const char *const staff[] = {"staff_no", "name", NULL};
    static const char *const public[] = {"journal", "tree", "checkpoint", "books.db"};
    struct books_fixture fix;
    struct import_report report;
    struct bytes all = {NULL, 0, NULL};
    books_fixture_make(&fix);
    struct import_options options = {.folder = SANBAO_TEST_DATA "/foshan"};
    ASSERT_OK(books_fixture_import(&fix, options, &report));
    assert_true(report.stored);
    import_report_free(&report);
    books_fixture_close(&fix);
    for (size_t i = 0; i < COUNT(public); i++) {
        bytes_add(&all, fix.data, public[i]);
    }
    runs_note(&all);
    assert_true(is_in(&all, village_code, strlen(village_code)));
    assert_false(is_in(&all, "330109102209", strlen(village_code)));
    assert_true(values_seek(&all, "residents.csv", residents) > 4000);
    assert_int_equal(704, values_seek(&all, "households.csv", households));
    /* "T01" is too short to be sought among random bytes; names are enough. */
    assert_int_equal(15, values_seek(&all, "staff.csv", staff + 1));
    free(all.runs);
    free(all.list);
    books_fixture_open(&fix);
    books_fixture_end(&fix);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_sample_comes_in),
        cmocka_unit_test(a_dry_run_leaves_nothing),
        cmocka_unit_test(nothing_personal_is_public),
    };
    return cmocka_run_group_tests_name("import", tests, NULL, NULL);
}
