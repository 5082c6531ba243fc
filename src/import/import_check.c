/* import_check.c - what the rows of a folder say about each other and about the village's days.
 * Judged here is what can be judged by looking; caps, balances and two eyes are apply's business.
 * A row that names a faulty row is not faulty for that: the first fault is the one to mend. */
#include "import/import_internal.h"

#include <string.h>

#include "base/day.h"
#include "wire/operation.pb-c.h"

enum { MINUTE_SECONDS = 60 };

static bool is_bad(const struct import_row *row, int column)
{
    return (row->bad >> column & 1) != 0;
}

/* ---- references ---- */

struct status import__find(struct import_folder *folder, enum import_file file, const char *key,
                           struct import_row **row)
{
    *row = import__index_find(&folder->tables[file].index, key);
    if (*row != NULL || folder->known.find == NULL) {
        return OK;
    }
    const char *village = file == IMPORT_VILLAGE ? key : import__village_code(folder);
    if (village == NULL) {
        return OK;
    }
    struct import_row *stored = NULL;
    bool found = false;
    TRY(import__row_add(folder, file, 0, &stored));
    TRY(folder->known.find(folder->known.context, village, file, key, &folder->arena, &found,
                           stored));
    if (!found) {
        return OK;
    }
    TRY(arena_text(&folder->arena, key, strlen(key), &stored->key));
    *row = stored;
    return import__index_add(&folder->tables[file].index, stored);
}

static struct status reference_check(struct import_folder *folder, struct import_row *row, size_t i)
{
    const struct import_layout *layout = &import__layouts[row->file];
    const struct import_reference *reference = &layout->references[i];
    int last = reference->columns[1] < 0 ? reference->columns[0] : reference->columns[1];
    const char *key = NULL;
    TRY(import__key(layout, row, reference->columns, COUNT(reference->columns), &folder->arena,
                    &key));
    if (key == NULL || key[0] == '\0') {
        return OK; /* Unreadable, which was said; or optional and empty. */
    }
    TRY(import__find(folder, reference->to, key, &row->refers[i]));
    /* Of goods that an unknown shop should have, only the shop is said. */
    bool said = i > 0 && last != reference->columns[0] && row->refers[i - 1] == NULL;
    if (row->refers[i] != NULL || folder->tables[reference->to].broken || said ||
        import__village_code(folder) == NULL) {
        return OK;
    }
    if (reference->loose && !folder->tables[reference->to].present) {
        return import__fault(folder->faults,
                             &(struct import_fault){.code = reference->unknown,
                                                    .warning = true,
                                                    .in = row->file,
                                                    .line = row->line,
                                                    .offset = -1,
                                                    .column = layout->columns[last].name,
                                                    .value = row->values[last].text});
    }
    return import__fault_at(folder, row, last, reference->unknown, NULL);
}

/* ---- days ---- */

/* A day must lie within the village's. */
static struct status day_check(struct import_folder *folder, struct import_row *row, int column,
                               int64_t day)
{
    if (folder->village == NULL) {
        return OK;
    }
    const union import_value *village = folder->village->values;
    char expected[DAY_TEXT_SIZE + 4];
    char bound[DAY_TEXT_SIZE];
    if (day < village[VILLAGE_STARTS].number) {
        day_format((int32_t)village[VILLAGE_STARTS].number, bound);
        snprintf(expected, sizeof(expected), ">= %s", bound);
        return import__fault_at(folder, row, column, STATUS_IMPORT_BEFORE_START, expected);
    }
    if (day > village[VILLAGE_ENDS].number) {
        day_format((int32_t)village[VILLAGE_ENDS].number, bound);
        snprintf(expected, sizeof(expected), "<= %s", bound);
        return import__fault_at(folder, row, column, STATUS_IMPORT_AFTER_END, expected);
    }
    return OK;
}

/* The person must be registered on the day of an instant, and the day lie within the village's. */
static struct status holder_check(struct import_folder *folder, struct import_row *row,
                                  const struct import_row *person, int number_column, int at_column)
{
    if (is_bad(row, at_column)) {
        return OK;
    }
    int64_t day = import__day(folder, row->values[at_column].number);
    if (person == NULL || is_bad(person, RESIDENT_REGISTERED)) {
        return day_check(folder, row, at_column, day);
    }
    int64_t registered = person->values[RESIDENT_REGISTERED].number;
    if (registered == NO_NUMBER) {
        return import__fault_at(folder, row, number_column, STATUS_NOT_REGISTERED, NULL);
    }
    if (day < registered) {
        char expected[DAY_TEXT_SIZE + 4];
        char bound[DAY_TEXT_SIZE];
        day_format((int32_t)registered, bound);
        snprintf(expected, sizeof(expected), ">= %s", bound);
        return import__fault_at(folder, row, at_column, STATUS_BEFORE_REGISTRATION, expected);
    }
    return day_check(folder, row, at_column, day);
}

/* ---- one row of each file ---- */

static struct status fund_check(struct import_folder *folder, struct import_row *row)
{
    return is_bad(row, FUND_PAID_ON)
               ? OK
               : day_check(folder, row, FUND_PAID_ON, row->values[FUND_PAID_ON].number);
}

static struct status resident_check(struct import_folder *folder, struct import_row *row)
{
    const union import_value *values = row->values;
    int64_t earliest = day_from_civil((struct civil){1900, 1, 1});
    bool later = folder->village != NULL &&
                 values[RESIDENT_BIRTH].number > folder->village->values[VILLAGE_ENDS].number;
    if (!is_bad(row, RESIDENT_BIRTH) && (values[RESIDENT_BIRTH].number < earliest || later)) {
        TRY(import__fault_at(folder, row, RESIDENT_BIRTH, STATUS_IMPORT_BIRTH, NULL));
    }
    if (is_bad(row, RESIDENT_REGISTERED) || values[RESIDENT_REGISTERED].number == NO_NUMBER) {
        return OK;
    }
    return day_check(folder, row, RESIDENT_REGISTERED, values[RESIDENT_REGISTERED].number);
}

static struct status staff_check(struct import_folder *folder, struct import_row *row)
{
    if (is_bad(row, STAFF_ROLES) || is_bad(row, STAFF_SHOP)) {
        return OK;
    }
    bool keeper = (row->values[STAFF_ROLES].number >> SANBAO__V1__ROLE__ROLE_SHOPKEEPER & 1) != 0;
    bool shop = row->values[STAFF_SHOP].text[0] != '\0';
    return keeper == shop
               ? OK
               : import__fault_at(folder, row, STAFF_SHOP, STATUS_IMPORT_SHOP_ROLE, NULL);
}

static struct status rule_check(struct import_folder *folder, struct import_row *row)
{
    const union import_value *values = row->values;
    bool registration = !is_bad(row, RULE_CODE) && (strcmp(values[RULE_CODE].text, "REG-01") == 0 ||
                                                    strcmp(values[RULE_CODE].text, "REG-02") == 0);
    if (registration && !is_bad(row, RULE_UNIT) &&
        values[RULE_UNIT].number != SANBAO__V1__RULE_UNIT__UNIT_ONCE) {
        TRY(import__fault_at(folder, row, RULE_UNIT, STATUS_IMPORT_RULE_ONCE, "once"));
    }
    if (is_bad(row, RULE_APPROVER) ||
        values[RULE_APPROVER].number != SANBAO__V1__APPROVER__APPROVER_SYSTEM) {
        return OK;
    }
    if (!is_bad(row, RULE_POINTS) && values[RULE_POINTS].number > 5) {
        TRY(import__fault_at(folder, row, RULE_POINTS, STATUS_SYSTEM_RULE_LIMIT, "<= 5"));
    }
    if (!is_bad(row, RULE_EVIDENCE) &&
        values[RULE_EVIDENCE].number != SANBAO__V1__EVIDENCE__EVIDENCE_LOG) {
        return import__fault_at(folder, row, RULE_EVIDENCE, STATUS_SYSTEM_RULE_LIMIT, "log");
    }
    return OK;
}

static struct status activity_check(struct import_folder *folder, struct import_row *row)
{
    if (is_bad(row, ACTIVITY_STARTS)) {
        return OK;
    }
    int64_t starts = row->values[ACTIVITY_STARTS].number;
    if (!is_bad(row, ACTIVITY_ENDS) && row->values[ACTIVITY_ENDS].number <= starts) {
        TRY(import__fault_at(folder, row, ACTIVITY_ENDS, STATUS_ACTIVITY_TIMES, NULL));
    }
    return day_check(folder, row, ACTIVITY_STARTS, import__day(folder, starts));
}

static struct status attendance_check(struct import_folder *folder, struct import_row *row)
{
    const struct import_row *activity = row->refers[0];
    int64_t in = row->values[ATTENDED_IN].number;
    int64_t out = row->values[ATTENDED_OUT].number;
    if (is_bad(row, ATTENDED_IN)) {
        return OK;
    }
    if (!is_bad(row, ATTENDED_OUT)) {
        if (out < in) {
            return import__fault_at(folder, row, ATTENDED_OUT, STATUS_ATTENDANCE_TIMES, NULL);
        }
        if (activity != NULL && !is_bad(activity, ACTIVITY_STARTS) &&
            !is_bad(activity, ACTIVITY_ENDS)) {
            int64_t starts = activity->values[ACTIVITY_STARTS].number;
            int64_t ends = activity->values[ACTIVITY_ENDS].number;
            int64_t from = in > starts ? in : starts;
            int64_t until = out < ends ? out : ends;
            if (until - from < MINUTE_SECONDS) {
                return import__fault_at(folder, row, ATTENDED_IN, STATUS_ATTENDANCE_OUTSIDE, NULL);
            }
        }
    }
    return holder_check(folder, row, row->refers[1], ATTENDED_RESIDENT, ATTENDED_IN);
}

static struct status redemption_check(struct import_folder *folder, struct import_row *row)
{
    const struct import_row *goods = row->refers[2];
    if (goods != NULL && !is_bad(goods, GOODS_POINTS) && !is_bad(row, REDEEMED_POINTS) &&
        goods->values[GOODS_POINTS].number != row->values[REDEEMED_POINTS].number) {
        const struct import_column *columns = import__layouts[IMPORT_REDEMPTIONS].columns;
        struct import_fault warning = {.code = STATUS_IMPORT_PRICE,
                                       .warning = true,
                                       .in = IMPORT_REDEMPTIONS,
                                       .line = row->line,
                                       .offset = -1,
                                       .column = columns[REDEEMED_POINTS].name};
        TRY(import__value_show(&columns[REDEEMED_POINTS], row->values[REDEEMED_POINTS], 0,
                               &folder->arena, &warning.value));
        TRY(import__value_show(&columns[REDEEMED_POINTS], goods->values[GOODS_POINTS], 0,
                               &folder->arena, &warning.expected));
        TRY(import__fault(folder->faults, &warning));
    }
    return holder_check(folder, row, row->refers[0], REDEEMED_BY, REDEEMED_AT);
}

static struct status (*const checks[IMPORT_FILES])(struct import_folder *folder,
                                                   struct import_row *row) = {
    [IMPORT_FUND] = fund_check,
    [IMPORT_RESIDENTS] = resident_check,
    [IMPORT_STAFF] = staff_check,
    [IMPORT_RULES] = rule_check,
    [IMPORT_ACTIVITIES] = activity_check,
    [IMPORT_ATTENDANCE] = attendance_check,
    [IMPORT_REDEMPTIONS] = redemption_check,
};

struct status import__check(struct import_folder *folder)
{
    for (int file = 0; file < IMPORT_FILES; file++) {
        struct import_table *table = &folder->tables[file];
        for (size_t i = 0; i < table->count; i++) {
            for (size_t j = 0; j < table->layout->reference_count; j++) {
                TRY(reference_check(folder, table->rows[i], j));
            }
            if (checks[file] != NULL) {
                TRY(checks[file](folder, table->rows[i]));
            }
        }
    }
    return OK;
}
