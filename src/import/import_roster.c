/* import_roster.c - households, residents and staff: a pseudonym for each, the private detail into
 * people.db, the entry into the journal; and what a later import may change of them. */
#include "import/import_internal.h"

#include <string.h>

#include "base/day.h"

/* The pseudonym of a row: the one that people.db has for its number, also from an import that was
 * cut off before its records were stored; else a new one, kept over all passes. */
static struct status id_settle(struct import *import, struct import_row *row, enum people_kind kind,
                               struct people_row *stored, bool *found)
{
    *stored = (struct people_row){.person = NULL};
    TRY(people_find(import->rooms->people, import->village, kind, row->key, found, stored));
    if (*found) {
        row->id = stored->id;
    } else if (!row->has_id) {
        random_bytes(row->id.bytes, sizeof(row->id.bytes));
    }
    row->has_id = true;
    return OK;
}

static struct status person_put(struct import *import, const struct import_row *row,
                                const struct people_row *as, struct hash *commitment)
{
    Sanbao__V1__PersonDetail detail = SANBAO__V1__PERSON_DETAIL__INIT;
    const union import_value *values = row->values;
    struct people_row people = *as;
    detail.number = import__text(row->key);
    if (row->file == IMPORT_STAFF) {
        detail.name = import__text(values[STAFF_NAME].text);
    } else {
        detail.name = import__text(values[RESIDENT_NAME].text);
        detail.has_birth = true;
        detail.birth_day = (int32_t)values[RESIDENT_BIRTH].number;
        detail.phone = import__text(values[RESIDENT_PHONE].text);
    }
    people.id = row->id;
    people.person = &detail;
    people.household = NULL;
    return people_put(import->rooms->people, import->village, &people, commitment);
}

static struct status household_put(struct import *import, const struct import_row *row,
                                   const struct people_row *as, struct hash *commitment)
{
    Sanbao__V1__HouseholdDetail detail = SANBAO__V1__HOUSEHOLD_DETAIL__INIT;
    struct people_row people = *as;
    detail.number = import__text(row->key);
    detail.group = import__text(row->values[HOUSEHOLD_GROUP].text);
    detail.address = import__text(row->values[HOUSEHOLD_ADDRESS].text);
    people.id = row->id;
    people.person = NULL;
    people.household = &detail;
    return people_put(import->rooms->people, import->village, &people, commitment);
}

/* What people.db is told of a new row. */
static struct people_row people_new(const struct import *import, const struct import_op *op,
                                    enum people_kind kind)
{
    struct people_row people = {
        .event_id = op->event_id, .created_at = import->options->now_s, .kind = kind};
    memcpy(people.salt, op->salt, SALT_BYTES);
    return people;
}

/* What earlier imports stored under the row's key; `*known` false: nothing. */
static struct status stored_row(struct import *import, const struct import_row *row, bool *known,
                                struct import_row **stored)
{
    *known = false;
    if (import->fresh) {
        return OK;
    }
    TRY(import__row_add(&import->folder, row->file, 0, stored));
    return import__stored_find(import, import->village, row->file, row->key, &import->folder.arena,
                               known, *stored);
}

/* One whom the journal knows and people.db does not was erased, and no file brings them back. */
static struct status erased_check(struct import *import, const struct import_op *op,
                                  struct import_row *row, int column)
{
    bool known = false;
    TRY(import__op_known(import, op, &known));
    return known ? import__fault_at(&import->folder, row, column, STATUS_IMPORT_ERASED, NULL) : OK;
}

static int64_t starts_on(const struct import *import)
{
    return import->folder.village->values[VILLAGE_STARTS].number;
}

/* ---- households ---- */

static struct status household_enter(struct import *import, struct import_row *row)
{
    struct import_op op;
    bool accepted = false;
    import__op_init(import, &op, IMPORT_HOUSEHOLDS, row->key,
                    SANBAO__V1__OPERATION__ACTION_HOUSEHOLD_OPEN, starts_on(import));
    TRY(erased_check(import, &op, row, HOUSEHOLD_NO));
    if (row->faulty) {
        return OK;
    }
    struct people_row people = people_new(import, &op, PEOPLE_HOUSEHOLD);
    TRY(household_put(import, row, &people, &op.commitment));
    import__op_commit(&op);
    op.action.household_open.household = import__bytes(&row->id);
    TRY(import__op_try(import, &op, row, HOUSEHOLD_NO, &accepted));
    row->done |= accepted ? DONE_ADDED : 0U;
    return OK;
}

static struct status household_row(struct import *import, struct import_row *row)
{
    struct import_row *stored = NULL;
    struct people_row people;
    struct hash commitment;
    bool found = false;
    bool known = false;
    bool changed = false;
    TRY(id_settle(import, row, PEOPLE_HOUSEHOLD, &people, &found));
    struct status status = stored_row(import, row, &known, &stored);
    if (status_ok(status) && known) {
        status = import__stored_compare(import, row, stored, &changed);
        row->done |= changed ? DONE_UPDATED : DONE_KNOWN;
        if (status_ok(status) && changed) {
            status = household_put(import, row, &people, &commitment);
        }
    } else if (status_ok(status)) {
        status = household_enter(import, row);
    }
    if (found) {
        people_row_free(&people);
    }
    return status;
}

/* ---- residents ---- */

static struct status resident_enter(struct import *import, struct import_row *row)
{
    struct import_op op;
    bool accepted = false;
    import__op_init(import, &op, IMPORT_RESIDENTS, row->key,
                    SANBAO__V1__OPERATION__ACTION_PERSON_ENTER, starts_on(import));
    TRY(erased_check(import, &op, row, RESIDENT_NO));
    if (row->faulty) {
        return OK;
    }
    struct people_row people = people_new(import, &op, PEOPLE_RESIDENT);
    TRY(person_put(import, row, &people, &op.commitment));
    import__op_commit(&op);
    op.action.person_enter.person = import__bytes(&row->id);
    op.action.person_enter.household = import__bytes(&row->refers[0]->id);
    TRY(import__op_try(import, &op, row, RESIDENT_NO, &accepted));
    row->done |= accepted ? DONE_ADDED : 0U;
    return OK;
}

/* Registration happens once: it may be added later, but not changed or taken back. */
static struct status registration_compare(struct import *import, struct import_row *row,
                                          const struct import_row *stored)
{
    static const int columns[] = {RESIDENT_REGISTERED, RESIDENT_ACCESS};
    if (stored->values[RESIDENT_REGISTERED].number == NO_NUMBER) {
        return OK;
    }
    for (size_t i = 0; i < COUNT(columns); i++) {
        const struct import_column *column = &import__layouts[IMPORT_RESIDENTS].columns[columns[i]];
        const char *value = NULL;
        if (row->values[columns[i]].number != stored->values[columns[i]].number) {
            TRY(import__value_show(column, stored->values[columns[i]], 0, &import->folder.arena,
                                   &value));
            TRY(import__fault_at(&import->folder, row, columns[i], STATUS_ALREADY_IMPORTED, value));
        }
    }
    return OK;
}

static struct status resident_again(struct import *import, struct import_row *row,
                                    const struct import_row *stored,
                                    const struct people_row *people)
{
    struct hash commitment;
    bool changed = false;
    TRY(import__stored_compare(import, row, stored, &changed));
    TRY(registration_compare(import, row, stored));
    if (row->faulty) {
        return OK;
    }
    row->done |= changed ? DONE_UPDATED : DONE_KNOWN;
    return changed ? person_put(import, row, people, &commitment) : OK;
}

static struct status resident_row(struct import *import, struct import_row *row)
{
    struct import_row *stored = NULL;
    struct people_row people;
    bool found = false;
    bool known = false;
    TRY(id_settle(import, row, PEOPLE_RESIDENT, &people, &found));
    struct status status = stored_row(import, row, &known, &stored);
    if (status_ok(status)) {
        status = known ? resident_again(import, row, stored, &people) : resident_enter(import, row);
    }
    if (found) {
        people_row_free(&people);
    }
    return status;
}

/* ---- staff ---- */

/* The resident with the number and the name of a member of staff is the same human; NULL: none.
 * Where that resident does not take part, neither does the member of staff. */
static struct status same_human(struct import *import, struct import_row *row,
                                struct import_row **resident)
{
    struct import_row *found = NULL;
    *resident = NULL;
    TRY(import__find(&import->folder, IMPORT_RESIDENTS, row->key, &found));
    if (found == NULL || (found->bad >> RESIDENT_NAME & 1) != 0 ||
        strcmp(found->values[RESIDENT_NAME].text, row->values[STAFF_NAME].text) != 0) {
        return OK;
    }
    *resident = found;
    return found->faulty || found->hangs ? import__row_leave(import, row, found) : OK;
}

/* Gives the roles of a new member of staff, one operation each. */
static struct status roles_give(struct import *import, struct import_row *row)
{
    for (int role = SANBAO__V1__ROLE__ROLE_SOCIAL_WORKER; role <= SANBAO__V1__ROLE__ROLE_LEADER;
         role++) {
        struct import_op op;
        char key[256];
        bool accepted = false;
        if ((row->values[STAFF_ROLES].number >> role & 1) == 0 || row->faulty) {
            continue;
        }
        snprintf(key, sizeof(key), "%s/%d", row->key, role);
        import__op_init(import, &op, IMPORT_STAFF, key, SANBAO__V1__OPERATION__ACTION_ROLE_SET,
                        starts_on(import));
        op.action.role_set.person = import__bytes(&row->id);
        op.action.role_set.role = (Sanbao__V1__Role)role;
        if (role == SANBAO__V1__ROLE__ROLE_SHOPKEEPER) {
            op.action.role_set.shop = import__text(row->values[STAFF_SHOP].text);
        }
        TRY(import__op_try(import, &op, row, STAFF_ROLES, &accepted));
        row->done |= accepted ? DONE_ADDED : 0U;
    }
    return OK;
}

static struct status staff_enter(struct import *import, struct import_row *row)
{
    struct import_row *resident = NULL;
    struct import_op op;
    bool accepted = true;
    TRY(same_human(import, row, &resident));
    if (row->faulty || row->hangs) {
        return OK;
    }
    import__op_init(import, &op, resident != NULL ? IMPORT_RESIDENTS : IMPORT_STAFF, row->key,
                    SANBAO__V1__OPERATION__ACTION_PERSON_ENTER, starts_on(import));
    if (resident == NULL) {
        TRY(erased_check(import, &op, row, STAFF_NO));
    } else {
        row->id = resident->id;
    }
    if (row->faulty) {
        return OK;
    }
    struct people_row people = people_new(import, &op, PEOPLE_STAFF);
    TRY(person_put(import, row, &people, &op.commitment));
    if (resident == NULL) {
        import__op_commit(&op);
        op.action.person_enter.person = import__bytes(&row->id);
        TRY(import__op_try(import, &op, row, STAFF_NO, &accepted));
    }
    return accepted ? roles_give(import, row) : OK;
}

static struct status staff_row(struct import *import, struct import_row *row)
{
    struct import_row *stored = NULL;
    struct people_row people;
    struct hash commitment;
    bool found = false;
    bool known = false;
    bool changed = false;
    TRY(id_settle(import, row, PEOPLE_STAFF, &people, &found));
    struct status status = stored_row(import, row, &known, &stored);
    if (status_ok(status) && known) {
        status = import__stored_compare(import, row, stored, &changed);
        row->done |= row->faulty ? 0U : changed ? DONE_UPDATED : DONE_KNOWN;
        if (status_ok(status) && changed && !row->faulty) {
            status = person_put(import, row, &people, &commitment);
        }
    } else if (status_ok(status)) {
        status = staff_enter(import, row);
    }
    if (found) {
        people_row_free(&people);
    }
    return status;
}

struct status import__roster(struct import *import)
{
    static const struct {
        enum import_file file;
        struct status (*row)(struct import *import, struct import_row *row);
    } steps[] = {{IMPORT_HOUSEHOLDS, household_row},
                 {IMPORT_RESIDENTS, resident_row},
                 {IMPORT_STAFF, staff_row}};
    for (size_t i = 0; i < COUNT(steps); i++) {
        const struct import_table *table = &import->folder.tables[steps[i].file];
        for (size_t j = 0; j < table->count; j++) {
            bool ready = false;
            TRY(import__row_ready(import, table->rows[j], &ready));
            if (ready) {
                TRY(steps[i].row(import, table->rows[j]));
            }
            import__step(import);
        }
    }
    return OK;
}

/* ---- moves ---- */

/* Moves one who was on the roster before to the household that the row names now. */
static struct status move(struct import *import, struct import_row *row)
{
    struct member member;
    int64_t household = 0;
    struct import_op op;
    char key[512];
    bool accepted = false;
    ProtobufCBinaryData person = import__bytes(&row->id);
    ProtobufCBinaryData to = import__bytes(&row->refers[0]->id);
    TRY(identity_member(import->rooms->identity, import->village_id, &person, &member));
    TRY(identity_household(import->rooms->identity, import->village_id, &to, &household));
    if (member.household == household) {
        return OK;
    }
    /* Moving back another day is another move. */
    snprintf(key, sizeof(key), "%s/%s/%d", row->key, row->refers[0]->key,
             (int)import->options->today);
    import__op_init(import, &op, IMPORT_RESIDENTS, key, SANBAO__V1__OPERATION__ACTION_ACCOUNT_MOVE,
                    import->options->today);
    op.action.account_move.person = person;
    op.action.account_move.household = to;
    TRY(import__op_try(import, &op, row, RESIDENT_HOUSEHOLD, &accepted));
    if (accepted) {
        row->done = (row->done & ~(unsigned)DONE_KNOWN) | DONE_MOVED;
    }
    return OK;
}

struct status import__moves(struct import *import)
{
    const struct import_table *table = &import->folder.tables[IMPORT_RESIDENTS];
    for (size_t i = 0; i < table->count; i++) {
        struct import_row *row = table->rows[i];
        if ((row->done & (DONE_KNOWN | DONE_UPDATED)) != 0 && !row->faulty) {
            TRY(move(import, row));
        }
    }
    return OK;
}
