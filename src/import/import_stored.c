/* import_stored.c - what earlier imports stored, given out as rows of the same form, so that a row
 * may name it and a row that comes again can be compared with it. Persons and households are found
 * by number in people.db and count where the books know them; the rest is found by the event id
 * that the row would have. */
#include "import/import_internal.h"

#include <stdlib.h>
#include <string.h>

struct status import__village_know(struct import *import, const char *code)
{
    struct village village = {0};
    struct status status = identity_village(import->rooms->identity, code, &village);
    if (!status_ok(status) && status.code != STATUS_VILLAGE_UNKNOWN) {
        return status;
    }
    snprintf(import->report->village, sizeof(import->report->village), "%s", code);
    import->village = import->report->village;
    import->village_id = village.id;
    import->fresh = village.id == 0;
    return OK;
}

struct status import__stored_operation(struct import *import, const struct id *event_id,
                                       Sanbao__V1__Operation **operation, bool *found)
{
    const uint8_t *bytes = NULL;
    size_t length = 0;
    uint64_t number = 0;
    Sanbao__V1__Record *record = NULL;
    *found = false;
    if (import->fresh) {
        return OK;
    }
    TRY(journal_find(import->rooms->journal, event_id->bytes, found, &number));
    if (!*found) {
        return OK;
    }
    TRY(journal_record(import->rooms->journal, number, &bytes, &length));
    TRY(record_decode(bytes, length, &record));
    struct status status = operation_decode(record->envelope.data, record->envelope.len, operation);
    sanbao__v1__record__free_unpacked(record, NULL);
    return status;
}

/* ---- persons and households ---- */

static struct status text_copy(struct arena *arena, const char *text, union import_value *value)
{
    return arena_text(arena, text, strlen(text), &value->text);
}

/* The number of a person; NULL where that is not to be told, as after an erasure. */
static struct status number_of(struct import *import, const ProtobufCBinaryData *person,
                               struct arena *arena, union import_value *value)
{
    struct id id;
    struct people_row row = {.person = NULL};
    bool found = false;
    value->text = NULL;
    if (person->len != ID_BYTES) {
        return OK;
    }
    memcpy(id.bytes, person->data, ID_BYTES);
    TRY(people_get(import->rooms->people, &id, &found, &row));
    if (!found) {
        return OK;
    }
    struct status status = text_copy(arena, row.person->number, value);
    people_row_free(&row);
    return status;
}

static struct status household_note(void *context, const struct people_row *row)
{
    struct import *import = context;
    struct import_household household = {0, NULL};
    ProtobufCBinaryData pseudonym = import__bytes(&row->id);
    TRY(identity_household(import->rooms->identity, import->village_id, &pseudonym, &household.id));
    if (household.id == 0) {
        return OK;
    }
    if (import->household_count == import->household_room) {
        size_t room = import->household_room == 0 ? 256 : import->household_room * 2;
        struct import_household *list = realloc(import->households, room * sizeof(*list));
        if (list == NULL) {
            return FAULT(OUT_OF_MEMORY);
        }
        import->households = list;
        import->household_room = room;
    }
    const char *number = row->household->number;
    TRY(arena_text(&import->folder.arena, number, strlen(number), &household.number));
    import->households[import->household_count++] = household;
    return OK;
}

static int household_compare(const void *a, const void *b)
{
    const struct import_household *left = a;
    const struct import_household *right = b;
    return left->id < right->id ? -1 : left->id > right->id;
}

/* The number of the household with this row id; NULL where it is not to be told. */
static struct status household_number(struct import *import, int64_t id, const char **number)
{
    if (!import->households_read) {
        TRY(people_each(import->rooms->people, import->village, PEOPLE_HOUSEHOLD, household_note,
                        import));
        qsort(import->households, import->household_count, sizeof(*import->households),
              household_compare);
        import->households_read = true;
    }
    struct import_household key = {id, NULL};
    const struct import_household *found =
        import->household_count == 0 ? NULL
                                     : bsearch(&key, import->households, import->household_count,
                                               sizeof(key), household_compare);
    *number = found == NULL ? NULL : found->number;
    return OK;
}

static struct status household_fill(struct import *import, const struct people_row *people,
                                    struct arena *arena, bool *found, struct import_row *row)
{
    int64_t id = 0;
    ProtobufCBinaryData pseudonym = import__bytes(&people->id);
    TRY(identity_household(import->rooms->identity, import->village_id, &pseudonym, &id));
    *found = id != 0;
    TRY(text_copy(arena, people->household->number, &row->values[HOUSEHOLD_NO]));
    TRY(text_copy(arena, people->household->group, &row->values[HOUSEHOLD_GROUP]));
    return text_copy(arena, people->household->address, &row->values[HOUSEHOLD_ADDRESS]);
}

static struct status resident_fill(struct import *import, const struct people_row *people,
                                   struct arena *arena, bool *found, struct import_row *row)
{
    const Sanbao__V1__PersonDetail *detail = people->person;
    union import_value *values = row->values;
    struct member member;
    ProtobufCBinaryData pseudonym = import__bytes(&people->id);
    TRY(identity_member(import->rooms->identity, import->village_id, &pseudonym, &member));
    *found = member.id != 0;
    TRY(text_copy(arena, detail->number, &values[RESIDENT_NO]));
    TRY(text_copy(arena, detail->name, &values[RESIDENT_NAME]));
    TRY(text_copy(arena, detail->phone, &values[RESIDENT_PHONE]));
    values[RESIDENT_BIRTH].number = detail->has_birth ? detail->birth_day : NO_NUMBER;
    values[RESIDENT_ACCESS].number = member.account != 0 ? member.access : NO_NUMBER;
    values[RESIDENT_REGISTERED].number = member.account != 0 ? member.registered_on : NO_NUMBER;
    return household_number(import, member.household, &values[RESIDENT_HOUSEHOLD].text);
}

/* The roles that were imported, whatever became of them since. */
static struct status staff_fill(struct import *import, const struct people_row *people,
                                struct arena *arena, bool *found, struct import_row *row)
{
    union import_value *values = row->values;
    TRY(text_copy(arena, people->person->number, &values[STAFF_NO]));
    TRY(text_copy(arena, people->person->name, &values[STAFF_NAME]));
    values[STAFF_ROLES].number = 0;
    values[STAFF_SHOP].text = "";
    for (int role = SANBAO__V1__ROLE__ROLE_SOCIAL_WORKER; role <= SANBAO__V1__ROLE__ROLE_LEADER;
         role++) {
        struct import_op op;
        char key[256];
        bool here = false;
        Sanbao__V1__Operation *operation = NULL;
        snprintf(key, sizeof(key), "%s/%d", values[STAFF_NO].text, role);
        import__op_init(import, &op, IMPORT_STAFF, key, SANBAO__V1__OPERATION__ACTION_ROLE_SET, 0);
        TRY(import__stored_operation(import, &op.event_id, &operation, &here));
        if (here) {
            values[STAFF_ROLES].number |= INT64_C(1) << role;
            struct status status =
                operation->role_set->shop[0] == '\0'
                    ? OK
                    : text_copy(arena, operation->role_set->shop, &values[STAFF_SHOP]);
            sanbao__v1__operation__free_unpacked(operation, NULL);
            TRY(status);
        }
    }
    *found = values[STAFF_ROLES].number != 0;
    return OK;
}

static struct status people_stored(struct import *import, enum import_file file, const char *key,
                                   struct arena *arena, bool *found, struct import_row *row)
{
    struct people_row people = {.person = NULL};
    enum people_kind kind = file == IMPORT_HOUSEHOLDS  ? PEOPLE_HOUSEHOLD
                            : file == IMPORT_RESIDENTS ? PEOPLE_RESIDENT
                                                       : PEOPLE_STAFF;
    TRY(people_find(import->rooms->people, import->village, kind, key, found, &people));
    if (!*found) {
        return OK;
    }
    row->id = people.id;
    row->has_id = true;
    struct status status =
        kind == PEOPLE_HOUSEHOLD  ? household_fill(import, &people, arena, found, row)
        : kind == PEOPLE_RESIDENT ? resident_fill(import, &people, arena, found, row)
                                  : staff_fill(import, &people, arena, found, row);
    people_row_free(&people);
    return status;
}

/* ---- what an operation says ---- */

static struct status rule_values(const Sanbao__V1__RuleAdopt *rule, struct arena *arena,
                                 union import_value *values)
{
    values[RULE_UNIT].number = rule->unit;
    values[RULE_POINTS].number = rule->points;
    values[RULE_CAP_DAY].number = rule->cap_day;
    values[RULE_CAP_MONTH].number = rule->cap_month;
    values[RULE_CAP_QUARTER].number = rule->cap_quarter;
    values[RULE_CAP_YEAR].number = rule->cap_year;
    values[RULE_CAP_TOTAL].number = rule->cap_total;
    values[RULE_CAP_SCOPE].number = rule->cap_scope;
    values[RULE_EVIDENCE].number = rule->evidence;
    values[RULE_APPROVER].number = rule->approver;
    values[RULE_SAVING].number = rule->saving_fen_per_hour;
    TRY(text_copy(arena, rule->code, &values[RULE_CODE]));
    return text_copy(arena, rule->category, &values[RULE_CATEGORY]);
}

static struct status activity_values(struct import *import, const Sanbao__V1__ActivityOpen *open,
                                     struct arena *arena, struct import_row *row)
{
    union import_value *values = row->values;
    values[ACTIVITY_STARTS].number = open->starts_at;
    values[ACTIVITY_ENDS].number = open->ends_at;
    values[ACTIVITY_CAPACITY].number = open->capacity;
    if (open->leader.len == ID_BYTES) {
        memcpy(row->id.bytes, open->leader.data, ID_BYTES);
        row->has_id = true;
    }
    TRY(text_copy(arena, open->activity, &values[ACTIVITY_NO]));
    TRY(text_copy(arena, open->rule, &values[ACTIVITY_RULE]));
    return number_of(import, &open->leader, arena, &values[ACTIVITY_LEADER]);
}

static struct status award_values(struct import *import, const Sanbao__V1__Award *award,
                                  struct arena *arena, union import_value *values)
{
    values[ATTENDED_METHOD].number = award->method;
    values[ATTENDED_IN].number = award->checked_in_at;
    values[ATTENDED_OUT].number = award->checked_out_at;
    TRY(text_copy(arena, award->activity, &values[ATTENDED_ACTIVITY]));
    return number_of(import, &award->person, arena, &values[ATTENDED_RESIDENT]);
}

/* The journal keeps the day of a redemption, not its minute: 00:00 stands for it. */
static struct status redeem_values(struct import *import, const Sanbao__V1__Operation *operation,
                                   struct arena *arena, union import_value *values)
{
    const Sanbao__V1__Redeem *redeem = operation->redeem;
    values[REDEEMED_AT].number =
        (int64_t)operation->day * 86400 - (int64_t)import__zone(&import->folder) * 60;
    values[REDEEMED_POINTS].number = (int64_t)redeem->points;
    TRY(text_copy(arena, redeem->number, &values[REDEEMED_NO]));
    TRY(text_copy(arena, redeem->shop, &values[REDEEMED_SHOP]));
    TRY(text_copy(arena, redeem->goods, &values[REDEEMED_GOODS]));
    return number_of(import, &redeem->person, arena, &values[REDEEMED_BY]);
}

static struct status texts_values(struct import *import, enum import_file file, const char *key,
                                  struct arena *arena, union import_value *values)
{
    const struct import_layout *layout = &import__layouts[file];
    if (layout->texts_of == NULL || file == IMPORT_FUND) {
        return OK; /* A deposit's source is in its key: it cannot differ. */
    }
    for (size_t i = 0; layout->texts[i] >= 0; i++) {
        const struct import_column *column = &layout->columns[layout->texts[i]];
        char *text = NULL;
        TRY(texts_get(import->rooms->people, import->village, layout->texts_of, key, column->name,
                      &text));
        struct status status =
            text == NULL ? OK : text_copy(arena, text, &values[layout->texts[i]]);
        free(text);
        TRY(status);
    }
    return OK;
}

/* However the village was opened: by an earlier import or in the first run. */
static struct status village_fill(struct import *import, struct arena *arena,
                                  struct import_row *row)
{
    union import_value *values = row->values;
    struct village village;
    TRY(identity_village(import->rooms->identity, import->village, &village));
    values[VILLAGE_CODE].text = import->village;
    values[VILLAGE_RATE].number = village.points_per_yuan;
    values[VILLAGE_ZONE].number = village.utc_offset_minutes;
    values[VILLAGE_STARTS].number = village.opened_on;
    values[VILLAGE_ENDS].number = import->options->today;
    values[VILLAGE_ALLOWANCE].number = village.allowance_permille;
    return texts_values(import, IMPORT_VILLAGE, import->village, arena, values);
}

static struct status operation_values(struct import *import, const Sanbao__V1__Operation *operation,
                                      struct arena *arena, struct import_row *row)
{
    union import_value *values = row->values;
    switch (operation->action_case) {
    case SANBAO__V1__OPERATION__ACTION_RULE_ADOPT:
        return rule_values(operation->rule_adopt, arena, values);
    case SANBAO__V1__OPERATION__ACTION_FUND_DEPOSIT:
        values[FUND_PAID_ON].number = operation->day;
        values[FUND_FEN].number = (int64_t)operation->fund_deposit->fen;
        return OK;
    case SANBAO__V1__OPERATION__ACTION_ACTIVITY_OPEN:
        return activity_values(import, operation->activity_open, arena, row);
    case SANBAO__V1__OPERATION__ACTION_AWARD:
        return award_values(import, operation->award, arena, values);
    case SANBAO__V1__OPERATION__ACTION_SHOP_OPEN:
        return text_copy(arena, operation->shop_open->shop, &values[SHOP_NO]);
    case SANBAO__V1__OPERATION__ACTION_GOODS_SET:
        values[GOODS_POINTS].number = operation->goods_set->points;
        TRY(text_copy(arena, operation->goods_set->shop, &values[GOODS_SHOP]));
        return text_copy(arena, operation->goods_set->goods, &values[GOODS_NO]);
    case SANBAO__V1__OPERATION__ACTION_REDEEM:
        return redeem_values(import, operation, arena, values);
    default:
        return FAULT(JOURNAL_DAMAGED); /* The id leads to what no import has made. */
    }
}

struct status import__stored_find(void *context, const char *village, enum import_file file,
                                  const char *key, struct arena *arena, bool *found,
                                  struct import_row *row)
{
    static const Sanbao__V1__Operation__ActionCase actions[IMPORT_FILES] = {
        [IMPORT_FUND] = SANBAO__V1__OPERATION__ACTION_FUND_DEPOSIT,
        [IMPORT_RULES] = SANBAO__V1__OPERATION__ACTION_RULE_ADOPT,
        [IMPORT_ACTIVITIES] = SANBAO__V1__OPERATION__ACTION_ACTIVITY_OPEN,
        [IMPORT_ATTENDANCE] = SANBAO__V1__OPERATION__ACTION_AWARD,
        [IMPORT_SHOPS] = SANBAO__V1__OPERATION__ACTION_SHOP_OPEN,
        [IMPORT_GOODS] = SANBAO__V1__OPERATION__ACTION_GOODS_SET,
        [IMPORT_REDEMPTIONS] = SANBAO__V1__OPERATION__ACTION_REDEEM,
    };
    struct import *import = context;
    *found = false;
    if (import->village == NULL) {
        TRY(import__village_know(import, village));
    }
    if (import->fresh) {
        return OK;
    }
    if (file == IMPORT_VILLAGE) {
        *found = true;
        return village_fill(import, arena, row);
    }
    if (actions[file] == SANBAO__V1__OPERATION__ACTION__NOT_SET) {
        return people_stored(import, file, key, arena, found, row);
    }
    struct import_op op;
    Sanbao__V1__Operation *operation = NULL;
    import__op_init(import, &op, file, key, actions[file], 0);
    TRY(import__stored_operation(import, &op.event_id, &operation, found));
    if (!*found) {
        return OK;
    }
    struct status status = operation_values(import, operation, arena, row);
    sanbao__v1__operation__free_unpacked(operation, NULL);
    TRY(status);
    return texts_values(import, file, key, arena, row->values);
}

/* ---- a row that comes again ---- */

static bool same_value(struct import *import, const struct import_row *row,
                       const struct import_row *stored, size_t column)
{
    const union import_value *mine = &row->values[column];
    const union import_value *theirs = &stored->values[column];
    if (import__is_text(&import__layouts[row->file].columns[column])) {
        return theirs->text == NULL || strcmp(mine->text, theirs->text) == 0;
    }
    if (row->file == IMPORT_REDEMPTIONS && column == REDEEMED_AT) {
        return import__day(&import->folder, mine->number) ==
               import__day(&import->folder, theirs->number);
    }
    return mine->number == theirs->number;
}

struct status import__stored_compare(struct import *import, struct import_row *row,
                                     const struct import_row *stored, bool *private_changed)
{
    const struct import_layout *layout = &import__layouts[row->file];
    *private_changed = false;
    for (size_t column = 0; column < layout->column_count; column++) {
        const struct import_column *at = &layout->columns[column];
        if (at->change == CHANGE_SPECIAL || same_value(import, row, stored, column)) {
            continue;
        }
        if (at->change == CHANGE_PRIVATE) {
            *private_changed = true;
            continue;
        }
        const char *value = NULL;
        TRY(import__value_show(at, stored->values[column], import__zone(&import->folder),
                               &import->folder.arena, &value));
        TRY(import__fault_at(&import->folder, row, (int)column, STATUS_ALREADY_IMPORTED, value));
    }
    return OK;
}

struct status import__stored_again(struct import *import, struct import_row *row)
{
    struct import_row *stored = NULL;
    bool found = false;
    bool private_changed = false;
    TRY(import__row_add(&import->folder, row->file, 0, &stored));
    TRY(import__stored_find(import, import->village, row->file, row->key, &import->folder.arena,
                            &found, stored));
    REQUIRE(found);
    TRY(import__stored_compare(import, row, stored, &private_changed));
    row->done |= row->faulty ? 0U : DONE_KNOWN;
    return OK;
}
