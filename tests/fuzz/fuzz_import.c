/* fuzz_import.c - any bytes as one file of a village's folder beside a good village.json: read,
 * checked and printed, whatever they hold. The first byte chooses the file. */
#include "import/import_internal.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char village[] =
    "{\"code\":\"v\",\"name\":\"v\",\"town\":\"t\",\"district\":\"d\",\"points_per_yuan\":1,"
    "\"timezone\":\"PRC\",\"starts_on\":\"2020-01-01\",\"ends_on\":\"2021-12-31\"}";

static void rows_check(const struct import_table *table)
{
    for (size_t i = 0; i < table->count; i++) {
        const struct import_row *row = table->rows[i];
        REQUIRE(row->line > 0 && (row->bad == 0 || row->faulty));
        REQUIRE(row->faulty || import__index_find(&table->index, row->key) == row);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct import_faults faults = IMPORT_FAULTS_EMPTY;
    struct import_folder folder = {.faults = &faults};
    if (size == 0) {
        return 0;
    }
    for (int i = 0; i < IMPORT_FILES; i++) {
        folder.tables[i].layout = &import__layouts[i];
    }
    enum import_file file = (enum import_file)(data[0] % IMPORT_FILES);
    if (file == IMPORT_VILLAGE) {
        REQUIRE(status_ok(import__village_read(&folder, data + 1, size - 1)));
    } else {
        REQUIRE(status_ok(
            import__village_read(&folder, (const uint8_t *)village, sizeof(village) - 1)));
        REQUIRE(status_ok(import__table_read(&folder, file, data + 1, size - 1)));
    }
    REQUIRE(status_ok(import__village_settle(&folder, NULL, NULL)));
    REQUIRE(status_ok(import__check(&folder)));
    import__faults_sort(&faults);
    FILE *out = fopen("/dev/null", "w");
    REQUIRE(out != NULL);
    import_faults_print(&faults, out);
    fclose(out);
    rows_check(&folder.tables[file]);
    import__folder_free(&folder);
    import_faults_free(&faults);
    return 0;
}
