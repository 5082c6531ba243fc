/* residents_staff.c - the staff of a village for those who answer for it: who is on the list of
 * staff or holds an office, since when, and whether they can log in. First the list of staff, then
 * the villagers with an office, each by number. Each person shown is told that they were. */
#include <stdlib.h>
#include <string.h>

#include "auth/auth.h"
#include "residents/residents_internal.h"

struct colleague {
    struct id id;
    const char *number;
    const char *name;
    bool resident; /* on the roster, not on the list of staff */
};

struct staff {
    struct call *call;
    struct arena arena;
    struct colleague *people;
    size_t count;
    size_t people_room;
    struct office *offices; /* those of one person one after another */
    size_t office_count;
    size_t office_room;
};

static void staff_end(struct staff *staff)
{
    free(staff->people);
    free(staff->offices);
    arena_free(&staff->arena);
}

static struct status room_make(void **list, size_t size, size_t count, size_t *room)
{
    if (count < *room) {
        return OK;
    }
    size_t more = *room == 0 ? 64 : *room * 2;
    void *grown = realloc(*list, more * size);
    if (grown == NULL) {
        return FAULT(OUT_OF_MEMORY);
    }
    *list = grown;
    *room = more;
    return OK;
}

/* ---- gathered ---- */

static struct status colleague_add(struct staff *staff, const struct people_row *row, bool resident)
{
    void *list = staff->people;
    TRY(room_make(&list, sizeof *staff->people, staff->count, &staff->people_room));
    staff->people = list;
    struct colleague *colleague = &staff->people[staff->count];
    const char *number = row->person->number;
    const char *name = row->person->name;
    *colleague = (struct colleague){.id = row->id, .resident = resident};
    TRY(arena_text(&staff->arena, number, strlen(number), &colleague->number));
    TRY(arena_text(&staff->arena, name, strlen(name), &colleague->name));
    staff->count++;
    return OK;
}

static struct status listed_add(void *context, const struct people_row *row)
{
    return colleague_add(context, row, false);
}

static struct status office_add(void *context, const struct office *office)
{
    struct staff *staff = context;
    struct id person;
    struct people_row row = {.person = NULL};
    bool known = false;
    void *list = staff->offices;
    TRY(room_make(&list, sizeof *staff->offices, staff->office_count, &staff->office_room));
    staff->offices = list;
    staff->offices[staff->office_count++] = *office;
    memcpy(person.bytes, office->person, ID_BYTES);
    for (size_t i = 0; i < staff->count && !known; i++) {
        known = memcmp(&staff->people[i].id, &person, sizeof person) == 0;
    }
    if (known) {
        return OK;
    }
    TRY(people_get(staff->call->side->people, &person, &known, &row));
    if (!known) {
        return OK; /* erased: nobody to show */
    }
    struct status status = colleague_add(staff, &row, true);
    people_row_free(&row);
    return status;
}

static int compare(bool resident, const char *number, const struct colleague *other)
{
    return resident != other->resident ? (int)resident - (int)other->resident
                                       : strcmp(number, other->number);
}

static int by_number(const void *a, const void *b)
{
    const struct colleague *x = a;
    return compare(x->resident, x->number, b);
}

static struct status gather(struct staff *staff)
{
    struct call *call = staff->call;
    TRY(people_each(call->side->people, call->village_code, PEOPLE_STAFF, listed_add, staff));
    TRY(identity_office_each(call->side->identity, call->village.id, office_add, staff));
    if (staff->count > 0) {
        qsort(staff->people, staff->count, sizeof staff->people[0], by_number);
    }
    return OK;
}

/* ---- told ---- */

static struct json_object *offices_json(const struct staff *staff, const struct id *person)
{
    struct json_object *items = json_object_new_array();
    for (size_t i = 0; i < staff->office_count; i++) {
        const struct office *office = &staff->offices[i];
        if (memcmp(office->person, person->bytes, ID_BYTES) == 0) {
            struct json_object *item = json_object_new_object();
            residents__text(item, "role", role_words[office->role - 1]);
            residents__day(item, "since", office->since);
            residents__text(item, "shop", office->shop[0] != '\0' ? office->shop : NULL);
            json_object_array_add(items, item);
        }
    }
    return items;
}

static struct status colleague_json(struct staff *staff, const struct colleague *colleague,
                                    const struct member *member, struct json_object *item)
{
    struct call *call = staff->call;
    bool login = false;
    int64_t devices = 0;
    TRY(auth_standing(call->side, call->village_code, &colleague->id, &login, &devices));
    json_object_object_add(item, "person", id_json(&colleague->id));
    residents__text(item, "number", colleague->number);
    residents__text(item, "name", colleague->name);
    residents__flag(item, "resident", colleague->resident);
    json_object_object_add(item, "roles", offices_json(staff, &colleague->id));
    residents__day(item, "since", member->entered_on);
    residents__day(item, "closed_on", member->closed_on);
    residents__flag(item, "login", login);
    residents__integer(item, "devices", devices);
    return OK;
}

/* "s-T01" of the list of staff, "r-R00010" of a villager with an office. */
enum { STAFF_CURSOR_SIZE = 4 * CODE_MAX + 3 };

static struct status cursor_read(const struct call *call, bool *resident, const char **number)
{
    const char *after = call_after(call);
    *resident = after[0] == 'r';
    *number = after;
    if (after[0] == '\0') {
        return OK;
    }
    *number = after + 2;
    return (after[0] == 's' || after[0] == 'r') && after[1] == '-' ? OK : REFUSE(CURSOR_WRONG);
}

/* Fills the page; `next` is "" where it was the last one. */
static struct status page_fill(struct staff *staff, struct json_object *items,
                               struct id shown[PAGE_MAX], size_t *count,
                               char next[STAFF_CURSOR_SIZE])
{
    struct call *call = staff->call;
    int64_t role = call_has(call, "role") ? call_integer(call, "role", 0) + 1 : 0;
    bool resident = false;
    const char *number = "";
    TRY(cursor_read(call, &resident, &number));
    for (size_t i = 0; i < staff->count; i++) {
        const struct colleague *colleague = &staff->people[i];
        const ProtobufCBinaryData id = {ID_BYTES, (uint8_t *)(uintptr_t)colleague->id.bytes};
        struct member member;
        TRY(identity_member(call->side->identity, call->village.id, &id, &member));
        bool passes = member.id != 0 &&
                      (role == 0 || member_has_role(&member, (Sanbao__V1__Role)role)) &&
                      (number[0] == '\0' || compare(resident, number, colleague) < 0);
        if (passes && *count == call_limit(call)) {
            return OK;
        }
        if (passes) {
            struct json_object *item = json_object_new_object();
            json_object_array_add(items, item);
            TRY(colleague_json(staff, colleague, &member, item));
            shown[(*count)++] = colleague->id;
            snprintf(next, STAFF_CURSOR_SIZE, "%c-%s", colleague->resident ? 'r' : 's',
                     colleague->number);
        }
    }
    next[0] = '\0';
    return OK;
}

static struct status staff_page(struct staff *staff)
{
    struct id shown[PAGE_MAX];
    char next[STAFF_CURSOR_SIZE] = "";
    size_t count = 0;
    struct json_object *items = json_object_new_array();
    struct json_object *page = json_object_new_object();
    json_object_object_add(page, "items", items);
    struct status status = page_fill(staff, items, shown, &count, next);
    if (!status_ok(status)) {
        json_object_put(page);
        return status;
    }
    residents__text(page, "next", next[0] != '\0' ? next : NULL);
    return residents__show(staff->call, page, shown, count, LOOK_LIST);
}

static struct status staff_list(struct call *call)
{
    struct staff staff = {.call = call, .arena = ARENA_EMPTY};
    struct status status = gather(&staff);
    if (status_ok(status)) {
        status = staff_page(&staff);
    }
    staff_end(&staff);
    return status;
}

static const struct field staff_query[] = {
    WORD_FIELD("role", 0, role_words, "只看这一身份", "those with this role alone"),
    FIELDS_END,
};
static const struct field office_fields[] = {
    WORD_FIELD("role", FIELD_NEEDED, role_words, "身份", "the role"),
    KIND_FIELD("since", FIELD_DAY, FIELD_NEEDED, "何时起", "since when"),
    KIND_FIELD("shop", FIELD_CODE, FIELD_NEEDED | FIELD_NULLABLE, "店主的门店",
               "a shopkeeper's shop"),
    FIELDS_END,
};
static const struct field colleague_fields[] = {
    KIND_FIELD("person", FIELD_ID, FIELD_NEEDED, "代号", "the person's id in the log"),
    TEXT_FIELD("number", FIELD_NEEDED, CODE_MAX, "工号，或村民编号", "the number on the list"),
    TEXT_FIELD("name", FIELD_NEEDED, NAME_CHARACTERS_MAX, "姓名", "the name"),
    KIND_FIELD("resident", FIELD_BOOLEAN, FIELD_NEEDED, "村民兼任",
               "a villager with an office, not on the list of staff"),
    LIST_FIELD("roles", FIELD_NEEDED, 0, office_fields, "现在的身份", "their roles today"),
    KIND_FIELD("since", FIELD_DAY, FIELD_NEEDED, "何时列入名册", "since when on the list"),
    KIND_FIELD("closed_on", FIELD_DAY, FIELD_NEEDED | FIELD_NULLABLE, "何时离开", "when they left"),
    KIND_FIELD("login", FIELD_BOOLEAN, FIELD_NEEDED, "已设密码和动态口令",
               "has set a password and one-time codes"),
    NUMBER_FIELD("devices", FIELD_NEEDED, "在用的登记设备数", "how many enrolled devices in use"),
    FIELDS_END,
};
static const struct field staff_fields[] = {
    LIST_FIELD("items", FIELD_NEEDED, PAGE_MAX, colleague_fields,
               "先工作人员，后兼任的村民，各按编号", "staff, then villagers, each by number"),
    TEXT_FIELD("next", FIELD_NEEDED | FIELD_NULLABLE, 128, "下一页", "cursor of the next page"),
    FIELDS_END,
};

const struct route residents_staff_routes[] = {
    {"GET", "/api/v1/villages/{village}/staff", "staff", WHO_ADMIN | WHO_CADRE, ROUTE_CURSOR,
     staff_query, NULL, staff_fields, NULL, staff_list,
     "工作人员：谁、什么身份、何时起、能否登录；看过谁，谁都知道",
     "The staff: who, their roles, since when, whether they can log in; each is told of the look"},
    ROUTES_END,
};
