/* residents_list.c - the roster for officials, in order of numbers, by pages, and searched by the
 * start of a number or a name. Each person shown by name is told that they were. */
#include <stdlib.h>
#include <string.h>

#include "residents/residents_internal.h"

struct list {
    struct call *call;
    struct roster *roster;
    const char *search;
    const char *group;
    int64_t registered; /* 0 not yet, 1 registered, -1 all */
    bool masked;
    struct json_object *items;
    struct id shown[PAGE_MAX];
    size_t count;
    char next[4 * CODE_MAX + 1]; /* number of the last one shown */
};

static bool starts(const char *text, const char *start)
{
    return strncmp(text, start, strlen(start)) == 0;
}

/* Who passes for the list; `member` tells what the books say of them. */
static struct status passes(struct list *list, const struct roster_person *person,
                            struct member *member, const struct roster_household **home, bool *yes)
{
    const struct call *call = list->call;
    const ProtobufCBinaryData id = {ID_BYTES, (uint8_t *)(uintptr_t)person->id.bytes};
    *yes = list->search == NULL || starts(person->number, list->search) ||
           (!list->masked && starts(person->name, list->search));
    if (!*yes) {
        return OK;
    }
    TRY(identity_member(call->side->identity, call->village.id, &id, member));
    *home = roster_household(list->roster, member->household);
    bool registered = member->registered_on != DAY_NEVER;
    *yes = member->id != 0 &&
           (list->group == NULL || (*home != NULL && strcmp((*home)->group, list->group) == 0)) &&
           (list->registered < 0 || registered == (list->registered == 1));
    return OK;
}

static void item_add(struct list *list, const struct roster_person *person,
                     const struct member *member, const struct roster_household *home)
{
    char masked[NAME_MASKED_SIZE];
    struct json_object *item = json_object_new_object();
    people_name_mask(person->name, masked);
    json_object_object_add(item, "person", id_json(&person->id));
    residents__text(item, "number", person->number);
    residents__text(item, "name", list->masked ? masked : person->name);
    residents__text(item, "group", home != NULL ? home->group : NULL);
    if (!list->masked) {
        residents__text(item, "household", home != NULL ? home->number : NULL);
        list->shown[list->count] = person->id;
    }
    residents__day(item, "registered_on", member->registered_on);
    residents__day(item, "closed_on", member->closed_on);
    residents__flag(item, "card", member->access == SANBAO__V1__ACCESS__ACCESS_CARD);
    json_object_array_add(list->items, item);
    list->count++;
}

/* The first person whose number comes after the cursor. */
static size_t start_of(const struct roster *roster, const char *after)
{
    size_t low = 0;
    size_t high = roster->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (strcmp(roster->people[middle].number, after) <= 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return after[0] == '\0' ? 0 : low;
}

static struct status list_fill(struct list *list, bool *more)
{
    *more = false;
    for (size_t i = start_of(list->roster, call_after(list->call)); i < list->roster->count; i++) {
        const struct roster_person *person = &list->roster->people[i];
        const struct roster_household *home = NULL;
        struct member member;
        bool yes = false;
        TRY(passes(list, person, &member, &home, &yes));
        if (yes && list->count == call_limit(list->call)) {
            *more = true;
            return OK;
        }
        if (yes) {
            item_add(list, person, &member, home);
            snprintf(list->next, sizeof list->next, "%s", person->number);
        }
    }
    return OK;
}

static struct status residents(struct call *call)
{
    bool more = false;
    struct list list = {.call = call,
                        .search = call_text(call, "search"),
                        .group = call_text(call, "group"),
                        .registered =
                            call_has(call, "registered") ? call_flag(call, "registered") : -1,
                        .masked = !call_may(call, WHO_SOCIAL_WORKER | WHO_CADRE)};
    TRY(residents__roster(call->side, call->village_code, &call->village, &list.roster));
    list.items = json_object_new_array();
    struct status status = list_fill(&list, &more);
    if (!status_ok(status)) {
        json_object_put(list.items);
        return status;
    }
    struct json_object *page = json_object_new_object();
    json_object_object_add(page, "items", list.items);
    residents__text(page, "next", more ? list.next : NULL);
    return residents__show(call, page, list.shown, list.masked ? 0 : list.count, LOOK_LIST);
}

static const struct field list_query[] = {
    TEXT_FIELD("search", 0, NAME_CHARACTERS_MAX, "编号或姓名的开头",
               "how the number or the name starts"),
    TEXT_FIELD("group", 0, NAME_CHARACTERS_MAX, "村民小组", "of this villager group"),
    KIND_FIELD("registered", FIELD_BOOLEAN, 0, "已注册或未注册", "registered, or not yet"),
    FIELDS_END,
};
static const struct field item_fields[] = {
    KIND_FIELD("person", FIELD_ID, FIELD_NEEDED, "代号", "the person's id in the log"),
    TEXT_FIELD("number", FIELD_NEEDED, CODE_MAX, "村民编号", "the number on the roster"),
    TEXT_FIELD("name", FIELD_NEEDED, NAME_CHARACTERS_MAX, "姓名（可能遮挡）",
               "the name; perhaps masked"),
    TEXT_FIELD("group", FIELD_NEEDED | FIELD_NULLABLE, NAME_CHARACTERS_MAX, "村民小组",
               "the villager group"),
    TEXT_FIELD("household", FIELD_NULLABLE, CODE_MAX, "户号", "the household's number"),
    KIND_FIELD("registered_on", FIELD_DAY, FIELD_NEEDED | FIELD_NULLABLE, "注册日",
               "since when registered"),
    KIND_FIELD("closed_on", FIELD_DAY, FIELD_NEEDED | FIELD_NULLABLE, "销户日",
               "when the account was closed"),
    KIND_FIELD("card", FIELD_BOOLEAN, FIELD_NEEDED, "用卡", "with a paper card"),
    FIELDS_END,
};
static const struct field page_fields[] = {
    LIST_FIELD("items", FIELD_NEEDED, PAGE_MAX, item_fields, "按编号排", "by number"),
    TEXT_FIELD("next", FIELD_NEEDED | FIELD_NULLABLE, 128, "下一页", "cursor of the next page"),
    FIELDS_END,
};

const struct route residents_list_routes[] = {
    {"GET", "/api/v1/villages/{village}/residents", "residents",
     WHO_SOCIAL_WORKER | WHO_CADRE | WHO_OVERSIGHT | WHO_ACCOUNTANT | WHO_TOWN | WHO_REVIEWER,
     ROUTE_CURSOR, list_query, NULL, page_fields, NULL, residents,
     "名册：按编号翻页，按编号或姓名查找", "The roster, by number; searched by number or name"},
    ROUTES_END,
};
