/* import_village.c - village.json becomes a row like any other, and it is settled which village a
 * folder is of. */
#include "import/import_internal.h"

#include <string.h>

#include "base/day.h"
#include "base/encoding.h"
#include "base/json.h"

enum { ZONE_OF_CHINA = 480 };

static struct status village_fault(struct import_folder *folder, struct import_row *row,
                                   const struct import_fault *what)
{
    struct import_fault fault = *what;
    fault.in = IMPORT_VILLAGE;
    row->faulty = true;
    return import__fault(folder->faults, &fault);
}

static struct status member_read(struct import_folder *folder, struct import_row *row,
                                 const struct json_object *object, size_t column)
{
    const struct import_column *at = &import__layouts[IMPORT_VILLAGE].columns[column];
    const struct json_member *member = json_object_find(object, at->name);
    struct import_fault fault = {.line = row->line, .offset = -1, .column = at->name};
    const char *text = NULL;
    row->values[column].text = "";
    if (member == NULL && !at->optional) {
        fault.code = STATUS_IMPORT_COLUMN_MISSING;
    } else if (member == NULL) {
        row->values[column].number = 0;
    } else if ((at->kind == KIND_INTEGER) != (member->kind == JSON_INTEGER)) {
        fault.code = at->kind == KIND_INTEGER ? STATUS_IMPORT_INTEGER : STATUS_JSON_MALFORMED;
    } else {
        TRY(arena_text(&folder->arena, member->text, member->text_length, &text));
        struct status status = import__value_read(at, text, member->text_length, &folder->arena,
                                                  &row->values[column], &fault.expected);
        if (status.code == STATUS_OUT_OF_MEMORY) {
            return status;
        }
        fault.code = status.code;
    }
    if (fault.code == STATUS_OK) {
        return OK;
    }
    row->bad |= UINT32_C(1) << column;
    if (member != NULL) {
        fault.line = member->line;
        fault.value = member->text;
    }
    return village_fault(folder, row, &fault);
}

static struct status unknown_members(struct import_folder *folder, struct import_row *row,
                                     const struct json_object *object)
{
    const struct import_layout *layout = &import__layouts[IMPORT_VILLAGE];
    for (size_t i = 0; i < object->count; i++) {
        bool known = false;
        for (size_t column = 0; column < layout->column_count; column++) {
            known = known || strcmp(layout->columns[column].name, object->members[i].key) == 0;
        }
        if (!known) {
            TRY(village_fault(folder, row,
                              &(struct import_fault){.code = STATUS_IMPORT_COLUMN_UNKNOWN,
                                                     .line = object->members[i].line,
                                                     .offset = -1,
                                                     .column = object->members[i].key}));
        }
    }
    return OK;
}

static struct status object_read(struct import_folder *folder, struct import_row *row,
                                 const struct encoding_text *text)
{
    SCOPED(json_object_free) struct json_object object = {.count = 0};
    struct problem problem = problem_none();
    struct status status = json_object_read(text->text, text->length, &object, &problem);
    if (status.code == STATUS_OUT_OF_MEMORY) {
        return status;
    }
    if (!status_ok(status)) {
        row->bad = UINT32_MAX;
        return village_fault(
            folder, row,
            &(struct import_fault){.code = status.code,
                                   .line = problem.line,
                                   .offset = problem.offset,
                                   .column = problem.column[0] == '\0' ? NULL : problem.column});
    }
    for (size_t column = 0; column < import__layouts[IMPORT_VILLAGE].column_count; column++) {
        TRY(member_read(folder, row, &object, column));
    }
    TRY(unknown_members(folder, row, &object));
    if ((row->bad & (1U << VILLAGE_STARTS | 1U << VILLAGE_ENDS)) == 0 &&
        row->values[VILLAGE_ENDS].number < row->values[VILLAGE_STARTS].number) {
        return import__fault_at(folder, row, VILLAGE_ENDS, STATUS_IMPORT_BEFORE_START, NULL);
    }
    return OK;
}

struct status import__village_read(struct import_folder *folder, const uint8_t *bytes,
                                   size_t length)
{
    struct import_table *table = &folder->tables[IMPORT_VILLAGE];
    table->present = true;
    struct import_row *row = NULL;
    TRY(import__row_add(folder, IMPORT_VILLAGE, 1, &row));
    SCOPED(encoding_text_free) struct encoding_text text = {.text = NULL};
    TRY(encoding_decode(bytes, length, &text));
    if (text.length == 0) {
        row->bad = UINT32_MAX;
        return village_fault(
            folder, row,
            &(struct import_fault){.code = STATUS_IMPORT_FILE_EMPTY, .line = 1, .offset = -1});
    }
    TRY(object_read(folder, row, &text));
    table->broken = row->faulty;
    return import__row_key(folder, row);
}

struct status import__village_settle(struct import_folder *folder, const char *village,
                                     const char *only)
{
    struct import_table *table = &folder->tables[IMPORT_VILLAGE];
    if (table->present) {
        struct import_row *row = table->rows[0];
        folder->village = row->faulty ? NULL : row;
        if (village != NULL && (row->bad >> VILLAGE_CODE & 1) == 0 &&
            strcmp(row->values[VILLAGE_CODE].text, village) != 0) {
            return import__fault_at(folder, row, VILLAGE_CODE, STATUS_IMPORT_VILLAGE_OTHER,
                                    village);
        }
        return OK;
    }
    village = village != NULL ? village : only;
    if (village != NULL) {
        TRY(import__find(folder, IMPORT_VILLAGE, village, &folder->village));
    }
    if (folder->village != NULL) {
        return OK;
    }
    enum status_code code = village == NULL ? STATUS_IMPORT_VILLAGE_WANTED : STATUS_VILLAGE_UNKNOWN;
    return import__fault(
        folder->faults,
        &(struct import_fault){.code = code, .in = IMPORT_VILLAGE, .offset = -1, .value = village});
}

const char *import__village_code(const struct import_folder *folder)
{
    const struct import_table *table = &folder->tables[IMPORT_VILLAGE];
    const struct import_row *row = table->count > 0 ? table->rows[0] : folder->village;
    bool readable = row != NULL && (row->bad >> VILLAGE_CODE & 1) == 0;
    return readable ? row->values[VILLAGE_CODE].text : NULL;
}

int32_t import__zone(const struct import_folder *folder)
{
    return folder->village == NULL ? ZONE_OF_CHINA
                                   : (int32_t)folder->village->values[VILLAGE_ZONE].number;
}

int32_t import__day(const struct import_folder *folder, int64_t instant)
{
    return instant_day(instant, import__zone(folder));
}
