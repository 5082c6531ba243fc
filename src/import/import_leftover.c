/* import_leftover.c - the rows that were left out, with their reasons, as a table that a
 * spreadsheet opens: so that a person can mend them and import them again. It has private data in
 * it and is for the operator alone. */
#include "import/import_internal.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/lang.h"
#include "base/text.h"

enum { FILES_TRIED_MAX = 100000 };

/* A field in quotes; what a spreadsheet would run gets an apostrophe in front. */
static void field_write(FILE *out, const char *text, size_t length)
{
    fputc('"', out);
    if (text_is_formula(text, length)) {
        fputc('\'', out);
    }
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '"') {
            fputc('"', out);
        }
        if (text[i] != '\0') {
            fputc(text[i], out);
        }
    }
    fputc('"', out);
}

static void text_write(FILE *out, const char *text)
{
    field_write(out, text == NULL ? "" : text, text == NULL ? 0 : strlen(text));
    fputc(',', out);
}

static int row_compare(const void *key, const void *element)
{
    int64_t line = *(const int64_t *)key;
    const struct import_row *row = *(struct import_row *const *)element;
    return line < row->line ? -1 : line > row->line;
}

/* The row that a fault is about, NULL where it is about more or less than a row. */
static const struct import_row *row_of(const struct import *import,
                                       const struct import_fault *fault)
{
    if (fault->in >= IMPORT_FILES) {
        return NULL;
    }
    const struct import_table *table = &import->folder.tables[fault->in];
    struct import_row **row = table->count == 0 ? NULL
                                                : bsearch(&fault->line, table->rows, table->count,
                                                          sizeof(struct import_row *), row_compare);
    return row == NULL ? NULL : *row;
}

static void fault_write(const struct import *import, const struct import_fault *fault, FILE *out)
{
    const struct import_row *row = row_of(import, fault);
    text_write(out, fault->file);
    fprintf(out, "%" PRId64 ",", fault->line);
    text_write(out, fault->column);
    text_write(out, fault->value);
    text_write(out, fault->expected);
    text_write(out, status_name(fault->code));
    text_write(out, status_text(fault->code));
    field_write(out, row == NULL || row->raw == NULL ? "" : row->raw,
                row == NULL ? 0 : row->raw_length);
    fputs("\r\n", out);
}

/* The byte order mark tells a spreadsheet that this is UTF-8. */
static struct status table_write(struct import *import, char **text, size_t *length)
{
    const struct import_faults *faults = &import->report->faults;
    FILE *out = open_memstream(text, length);
    if (out == NULL) {
        return FAULT(OUT_OF_MEMORY);
    }
    fputs("\xEF\xBB\xBF"
          "file,line,column,value,expected,code,reason,row\r\n",
          out);
    for (size_t i = 0; i < faults->count; i++) {
        if (!faults->list[i].warning) {
            fault_write(import, &faults->list[i], out);
        }
    }
    bool failed = ferror(out) != 0;
    return fclose(out) == 0 && !failed ? OK : FAULT(OUT_OF_MEMORY);
}

/* The first name that is free. */
static struct status path_choose(struct import *import)
{
    for (int i = 1; i <= FILES_TRIED_MAX; i++) {
        char name[64];
        snprintf(name, sizeof(name), "import-faults-%d.csv", i);
        TRY(path_join(import->report->faults_path, import->options->data_folder, name));
        if (file_kind(import->report->faults_path) == FILE_ABSENT) {
            return OK;
        }
    }
    return REFUSE(FILE_EXISTS);
}

static struct status bytes_write(struct import *import, const char *text, size_t length)
{
    SCOPED(file_close) struct file file = FILE_CLOSED;
    TRY(file_open(import->report->faults_path, FILE_NEW, &file));
    TRY(file_write(&file, 0, text, length));
    TRY(file_sync(&file));
    return folder_sync(import->options->data_folder);
}

struct status import__leftover_write(struct import *import)
{
    char *text = NULL;
    size_t length = 0;
    import__faults_sort(&import->report->faults);
    TRY(path_choose(import));
    struct status status = table_write(import, &text, &length);
    if (status_ok(status)) {
        status = bytes_write(import, text, length);
    }
    free(text);
    if (!status_ok(status)) {
        import__leftover_remove(import);
    }
    return status;
}

void import__leftover_remove(struct import *import)
{
    if (import->report->faults_path[0] != '\0') {
        struct status removed = file_remove(import->report->faults_path);
        (void)removed; /* Something else went wrong before, and is told. */
        import->report->faults_path[0] = '\0';
    }
}
