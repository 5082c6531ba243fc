/* import_read.c - a folder's files become rows in memory. Every fault of form is taken up; reading
 * goes on as long as what follows can still be told apart. What rows say about each other is judged
 * in import_check.c. */
#include "import/import_internal.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/encoding.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/text.h"

/* A file while it is being read: which field of a row belongs to which column, and back. */
struct reading {
    struct import_folder *folder;
    struct import_table *table;
    enum import_file file;
    size_t bom;    /* bytes before the text */
    bool offsets;  /* the text is the file's bytes, so that an offset means something */
    size_t fields; /* in the header */
    int field_of[IMPORT_COLUMNS_MAX];    /* by column */
    const char *name_of[CSV_FIELDS_MAX]; /* by field: the header's word */
};

static struct status fault_add(struct reading *reading, struct import_row *row, int64_t line,
                               const struct import_fault *what)
{
    struct import_fault fault = *what;
    fault.in = reading->file;
    fault.line = line;
    if (row != NULL) {
        row->faulty = true;
    }
    return import__fault(reading->folder->faults, &fault);
}

struct status import__fault_at(struct import_folder *folder, struct import_row *row, int column,
                               enum status_code code, const char *expected)
{
    const struct import_column *at = &import__layouts[row->file].columns[column];
    const char *value = NULL;
    TRY(import__value_show(at, row->values[column], import__zone(folder), &folder->arena, &value));
    row->faulty = true;
    row->bad |= UINT32_C(1) << column; /* What hangs on it must not be judged by it. */
    return import__fault(folder->faults, &(struct import_fault){.code = code,
                                                                .in = row->file,
                                                                .line = row->line,
                                                                .offset = -1,
                                                                .column = at->name,
                                                                .value = value,
                                                                .expected = expected});
}

struct status import__row_add(struct import_folder *folder, enum import_file file, int64_t line,
                              struct import_row **out)
{
    struct import_table *table = &folder->tables[file];
    void *row = NULL;
    void *values = NULL;
    TRY(arena_alloc(&folder->arena, sizeof(struct import_row), &row));
    TRY(arena_alloc(&folder->arena, import__layouts[file].column_count * sizeof(union import_value),
                    &values));
    *out = row;
    (*out)->file = file;
    (*out)->line = line;
    (*out)->values = values;
    if (line == 0) {
        return OK; /* Stored earlier: found by its key, but no row of the folder. */
    }
    if (table->count == table->room) {
        size_t room = table->room == 0 ? 64 : table->room * 2;
        struct import_row **rows = realloc(table->rows, room * sizeof(struct import_row *));
        if (rows == NULL) {
            return FAULT(OUT_OF_MEMORY);
        }
        table->rows = rows;
        table->room = room;
    }
    table->rows[table->count++] = *out;
    return OK;
}

struct status import__row_key(struct import_folder *folder, struct import_row *row)
{
    const struct import_layout *layout = &import__layouts[row->file];
    struct import_table *table = &folder->tables[row->file];
    const char *key = NULL;
    TRY(import__key(layout, row, layout->key, IMPORT_KEY_COLUMNS_MAX, &folder->arena, &key));
    if (key == NULL) {
        return OK;
    }
    row->key = key;
    const struct import_row *first = import__index_find(&table->index, key);
    if (first == NULL) {
        return import__index_add(&table->index, row);
    }
    row->faulty = true;
    const struct import_column *blame = &layout->columns[layout->key_blame];
    const char *value = NULL;
    TRY(import__value_show(blame, row->values[layout->key_blame], 0, &folder->arena, &value));
    return import__fault(folder->faults, &(struct import_fault){.code = STATUS_IMPORT_REPEATED,
                                                                .in = row->file,
                                                                .line = row->line,
                                                                .offset = -1,
                                                                .column = blame->name,
                                                                .value = value,
                                                                .see_file = layout->name,
                                                                .see_line = first->line});
}

/* ---- the header ---- */

static struct status field_text(struct reading *reading, const struct csv_field *field, char **text,
                                size_t *length)
{
    void *copy = NULL;
    TRY(arena_alloc(&reading->folder->arena, field->length + 1, &copy));
    *length = csv_field_copy(field, copy);
    *text = copy;
    return OK;
}

/* Trims a copy of our own; a NUL stands after it again. */
static const char *text_trimmed(char *copy, size_t *length)
{
    const char *text = copy;
    text_trim(&text, length);
    copy[(size_t)(text - copy) + *length] = '\0';
    return text;
}

static struct status header_field(struct reading *reading, const struct csv_row *row, size_t i)
{
    const struct import_layout *layout = reading->table->layout;
    char *copy = NULL;
    size_t length = 0;
    TRY(field_text(reading, &row->fields[i], &copy, &length));
    const char *name = text_trimmed(copy, &length);
    reading->name_of[i] = name;
    for (size_t column = 0; column < layout->column_count; column++) {
        if (strcmp(layout->columns[column].name, name) == 0) {
            if (reading->field_of[column] < 0) {
                reading->field_of[column] = (int)i;
                return OK;
            }
            reading->table->broken = true;
            return fault_add(reading, NULL, row->line,
                             &(struct import_fault){
                                 .code = STATUS_IMPORT_COLUMN_TWICE, .offset = -1, .column = name});
        }
    }
    reading->table->broken = true;
    return fault_add(
        reading, NULL, row->line,
        &(struct import_fault){.code = STATUS_IMPORT_COLUMN_UNKNOWN, .offset = -1, .column = name});
}

/* After a fault here the file's rows are not looked at: what stands where is not known. */
static struct status header_read(struct reading *reading, const struct csv_row *row)
{
    const struct import_layout *layout = reading->table->layout;
    if (row->fault != STATUS_OK || row->count > CSV_FIELDS_MAX) {
        reading->table->broken = true;
        return fault_add(
            reading, NULL, row->fault != STATUS_OK ? row->fault_line : row->line,
            &(struct import_fault){
                .code = row->fault != STATUS_OK ? row->fault : STATUS_IMPORT_FIELDS, .offset = -1});
    }
    for (size_t column = 0; column < layout->column_count; column++) {
        reading->field_of[column] = -1;
    }
    reading->fields = row->count;
    for (size_t i = 0; i < row->count; i++) {
        TRY(header_field(reading, row, i));
    }
    for (size_t column = 0; column < layout->column_count; column++) {
        if (reading->field_of[column] < 0) {
            reading->table->broken = true;
            TRY(fault_add(reading, NULL, row->line,
                          &(struct import_fault){.code = STATUS_IMPORT_COLUMN_MISSING,
                                                 .offset = -1,
                                                 .column = layout->columns[column].name}));
        }
    }
    return OK;
}

/* ---- a row ---- */

/* Where in the file a byte of the text lies, or -1 where the text was converted. */
static int64_t offset_of(const struct reading *reading, const char *at)
{
    return reading->offsets ? (int64_t)(at - reading->table->text) + (int64_t)reading->bom : -1;
}

/* Reads one field into the row's value. With `quiet` nothing is reported: the row is faulty as a
 * whole already, and only its key is wanted. */
static struct status value_read(struct reading *reading, const struct csv_field *field,
                                struct import_row *row, size_t column, bool quiet)
{
    const struct import_column *at = &reading->table->layout->columns[column];
    char *text = NULL;
    const char *expected = NULL;
    size_t length = 0;
    struct status status = OK;
    int64_t offset = -1;
    TRY(field_text(reading, field, &text, &length));
    size_t good = text_utf8_prefix(text, length);
    if (good < length) {
        status = REFUSE(TEXT_ENCODING);
        offset = offset_of(reading, field->text + text_utf8_prefix(field->text, field->length));
    } else if (at->kind == KIND_TEXT && text_is_formula(text, length)) {
        status = REFUSE(IMPORT_FORMULA); /* Before trimming: a tab in front counts. */
    } else {
        const char *trimmed = text_trimmed(text, &length);
        status = import__value_read(at, trimmed, length, &reading->folder->arena,
                                    &row->values[column], &expected);
    }
    if (status_ok(status) || status.code == STATUS_OUT_OF_MEMORY) {
        return status;
    }
    row->bad |= UINT32_C(1) << column;
    row->values[column].text = ""; /* Of a number nobody reads it: it is bad. */
    if (quiet) {
        return OK;
    }
    return fault_add(reading, row, row->line,
                     &(struct import_fault){.code = status.code,
                                            .offset = offset,
                                            .column = at->name,
                                            .value = text,
                                            .expected = expected});
}

/* The row's form: quotes, NUL bytes, the number of fields. */
static struct status form_check(struct reading *reading, const struct csv_row *in,
                                struct import_row *row)
{
    struct import_fault fault = {.offset = -1};
    char found[32];
    char expected[32];
    int64_t line = row->line;
    if (in->fault != STATUS_OK) {
        fault.code = in->fault;
        line = in->fault_line;
        if (in->fault_field < reading->fields && in->fault_field < CSV_FIELDS_MAX) {
            const struct csv_field *field = &in->fields[in->fault_field];
            char *show = NULL;
            TRY(arena_alloc(&reading->folder->arena, IMPORT_SHOWN_MAX * 4 + 8, (void **)&show));
            text_show(show, IMPORT_SHOWN_MAX * 4 + 8, field->text, field->length, IMPORT_SHOWN_MAX);
            fault.column = reading->name_of[in->fault_field];
            fault.value = show;
        }
        reading->table->broken |= in->fault == STATUS_CSV_QUOTE_OPEN;
    } else if (in->count != reading->fields) {
        snprintf(found, sizeof(found), "%zu", in->count);
        snprintf(expected, sizeof(expected), "%zu", reading->fields);
        fault.code = STATUS_IMPORT_FIELDS;
        fault.column = in->count < reading->fields ? reading->name_of[in->count] : NULL;
        fault.value = found;
        fault.expected = expected;
    }
    return fault.code == STATUS_OK ? OK : fault_add(reading, row, line, &fault);
}

static struct status row_read(struct reading *reading, const struct csv_row *in)
{
    const struct import_layout *layout = reading->table->layout;
    struct import_row *row = NULL;
    TRY(import__row_add(reading->folder, reading->file, in->line, &row));
    row->raw = in->raw;
    row->raw_length = in->raw_length;
    TRY(form_check(reading, in, row));
    /* A NUL byte spoils its own field alone; after other faults of form only what stands before is
     * sure, and read for the sake of the key. */
    bool quiet = row->faulty && in->fault != STATUS_CSV_NUL;
    size_t sure =
        in->fault == STATUS_OK || in->fault == STATUS_CSV_NUL ? in->count : in->fault_field;
    for (size_t column = 0; column < layout->column_count; column++) {
        size_t field = (size_t)reading->field_of[column];
        if (field < sure && (in->fault == STATUS_OK || field != in->fault_field)) {
            TRY(value_read(reading, &in->fields[field], row, column, quiet));
        } else {
            row->bad |= UINT32_C(1) << column;
            row->values[column].text = "";
        }
    }
    return import__row_key(reading->folder, row);
}

/* ---- a file ---- */

static struct status empty_fault(struct reading *reading)
{
    reading->table->broken = true;
    return fault_add(reading, NULL, 1,
                     &(struct import_fault){.code = STATUS_IMPORT_FILE_EMPTY, .offset = -1});
}

struct status import__table_read(struct import_folder *folder, enum import_file file,
                                 const uint8_t *bytes, size_t length)
{
    struct import_table *table = &folder->tables[file];
    struct encoding_text text;
    TRY(encoding_decode(bytes, length, &text));
    table->text = text.text;
    table->present = true;
    struct reading reading = {.folder = folder, .table = table, .file = file};
    reading.offsets = text.encoding != ENCODING_GB18030;
    reading.bom = reading.offsets ? length - text.length : 0;
    struct csv csv = csv_open(text.text, text.length);
    struct csv_row row;
    if (!csv_next(&csv, &row)) {
        return empty_fault(&reading);
    }
    TRY(header_read(&reading, &row));
    if (table->broken) {
        return OK;
    }
    while (csv_next(&csv, &row)) {
        TRY(row_read(&reading, &row));
    }
    if (table->count == 0) {
        return fault_add(&reading, NULL, 1,
                         &(struct import_fault){
                             .code = STATUS_IMPORT_HEADER_ONLY, .warning = true, .offset = -1});
    }
    return OK;
}

/* ---- the folder ---- */

static bool file_known(const char *name, enum import_file *file)
{
    for (int i = 0; i < IMPORT_FILES; i++) {
        if (strcmp(import__layouts[i].name, name) == 0) {
            *file = (enum import_file)i;
            return true;
        }
    }
    return false;
}

/* A name that somebody may have meant to be one of ours: others are left alone without a word. */
static bool is_table_name(const char *name)
{
    const char *end = strrchr(name, '.');
    return end != NULL && (strcasecmp(end, ".csv") == 0 || strcasecmp(end, ".json") == 0);
}

static struct status unused_warn(struct import_folder *folder, const char *name)
{
    return !is_table_name(name)
               ? OK
               : import__fault(folder->faults,
                               &(struct import_fault){.code = STATUS_IMPORT_FILE_UNUSED,
                                                      .warning = true,
                                                      .in = IMPORT_FILES,
                                                      .file = name,
                                                      .offset = -1});
}

static struct status bytes_read(struct import_folder *folder, enum import_file file,
                                const uint8_t *bytes, size_t length)
{
    return file == IMPORT_VILLAGE ? import__village_read(folder, bytes, length)
                                  : import__table_read(folder, file, bytes, length);
}

static struct status entry_read(struct import_folder *folder, const char *path, const char *name)
{
    enum import_file file = IMPORT_FILES;
    char full[PATH_BYTES_MAX];
    TRY(path_join(full, path, name));
    if (!file_known(name, &file) || file_kind(full) != FILE_REGULAR) {
        return unused_warn(folder, name);
    }
    uint8_t *bytes = NULL;
    size_t length = 0;
    TRY(file_load(full, CSV_FILE_BYTES_MAX, &bytes, &length));
    struct status status = bytes_read(folder, file, bytes, length);
    free(bytes);
    return status;
}

static struct status name_blame(struct status status, const char *name, struct problem *problem)
{
    if (!status_ok(status) && problem != NULL) {
        problem_text(problem->file, sizeof(problem->file), name, strlen(name));
    }
    return status_ok(status) ? OK : problem_set(problem, status.code);
}

static struct status entries_read(struct import_folder *folder, const char *path,
                                  struct problem *problem)
{
    SCOPED(folder_names_free) struct folder_names names = {0};
    TRY(name_blame(folder_names(path, &names), path, problem));
    for (size_t i = 0; i < names.count; i++) {
        TRY(name_blame(entry_read(folder, path, names.list[i]), names.list[i], problem));
    }
    return OK;
}

static struct status texts_read(struct import_folder *folder, const struct import_source *source,
                                struct problem *problem)
{
    for (size_t i = 0; i < source->text_count; i++) {
        const struct import_text *text = &source->texts[i];
        enum import_file file = IMPORT_FILES;
        struct status status = file_known(text->name, &file)
                                   ? bytes_read(folder, file, text->bytes, text->length)
                                   : unused_warn(folder, text->name);
        TRY(name_blame(status, text->name, problem));
    }
    return OK;
}

/* Not one of the files was there. */
static struct status nothing_fault(struct import_folder *folder, const char *path)
{
    bool any = false;
    for (int i = 0; i < IMPORT_FILES; i++) {
        any = any || folder->tables[i].present;
    }
    return any ? OK
               : import__fault(folder->faults, &(struct import_fault){.code = STATUS_IMPORT_NOTHING,
                                                                      .in = IMPORT_FILES,
                                                                      .file = path,
                                                                      .offset = -1});
}

struct status import__folder_read(const struct import_source *source, const char *village,
                                  const char *only, const struct import_known *known,
                                  struct import_faults *faults, struct import_folder *out,
                                  struct problem *problem)
{
    REQUIRE(source != NULL && faults != NULL && out != NULL);
    *out = (struct import_folder){.faults = faults};
    if (known != NULL) {
        out->known = *known;
    }
    for (int i = 0; i < IMPORT_FILES; i++) {
        out->tables[i].layout = &import__layouts[i];
    }
    TRY(source->folder != NULL ? entries_read(out, source->folder, problem)
                               : texts_read(out, source, problem));
    TRY(nothing_fault(out, source->folder != NULL ? source->folder : "-"));
    TRY(import__village_settle(out, village, only));
    TRY(import__check(out));
    import__faults_sort(faults);
    return OK;
}

void import__folder_free(struct import_folder *folder)
{
    for (int i = 0; i < IMPORT_FILES; i++) {
        free(folder->tables[i].text);
        free(folder->tables[i].rows);
        import__index_free(&folder->tables[i].index);
    }
    arena_free(&folder->arena);
    *folder = (struct import_folder){0};
}
