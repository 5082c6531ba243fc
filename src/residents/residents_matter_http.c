/* residents_matter_http.c - matters as they are read, and their routes. */
#include <stdlib.h>
#include <string.h>

#include "residents/residents_internal.h"

static const char *const state_words[] = {"open", "done", "refused", NULL};

static struct status household_json(struct call *call, const struct matter *matter,
                                    struct json_object *object)
{
    struct people_row row;
    bool found = false;
    if (!matter->has_household) {
        return OK;
    }
    struct json_object *home = json_object_new_object();
    json_object_object_add(object, "household", home);
    json_object_object_add(home, "id", id_json(&matter->household));
    TRY(people_get(call->side->people, &matter->household, &found, &row));
    if (found) {
        residents__text(home, "number", row.household->number);
        residents__text(home, "group", row.household->group);
        residents__text(home, "address", row.household->address);
        people_row_free(&row);
    }
    return OK;
}

static struct status person_json(struct call *call, const struct matter *matter,
                                 struct json_object *object)
{
    struct people_row row;
    bool found = false;
    json_object_object_add(object, "person", id_json(&matter->person));
    TRY(people_get(call->side->people, &matter->person, &found, &row));
    residents__text(object, "number", found ? row.person->number : NULL);
    residents__text(object, "name", found ? row.person->name : NULL);
    residents__day(object, "birth_day",
                   found && row.person->has_birth ? row.person->birth_day : DAY_NEVER);
    if (found) {
        people_row_free(&row);
    }
    return OK;
}

static struct status matter_json(struct call *call, const struct matter *matter,
                                 struct json_object *object)
{
    char reason[NOTE_BYTES_MAX_SEALED + 1];
    json_object_object_add(object, "matter", id_json(&matter->id));
    residents__text(object, "kind", residents__matter_word(matter->kind));
    TRY(person_json(call, matter, object));
    TRY(household_json(call, matter, object));
    if (matter->has_heir) {
        TRY(residents__name(call, object, "heir", &matter->heir));
    }
    residents__text(object, "access", residents__access_word(matter->access));
    if (matter->role != 0) {
        residents__text(object, "role", role_words[matter->role - 1]);
        json_object_object_add(object, "revoked", json_object_new_boolean(matter->revoked));
        residents__text(object, "shop", matter->shop[0] != '\0' ? matter->shop : NULL);
    }
    TRY(residents__matter_reason(call->side, matter, reason));
    residents__text(object, "reason", reason);
    residents__text(object, "rule", residents__matter_rule(matter->kind));
    TRY(residents__name(call, object, "proposed_by", &matter->proposer));
    json_object_object_add(object, "proposed_at", instant_json(matter->proposed_at, 480));
    residents__text(object, "state", state_words[matter->state - 1]);
    if (matter->decided_at == 0) {
        residents__text(object, "decided_by", NULL);
        return OK;
    }
    return residents__name(call, object, "decided_by", &matter->decider);
}

struct matters {
    struct json_object *items;
    struct id shown[PAGE_MAX];
    size_t count;
    char next[CURSOR_SIZE];
};

/* The next matter of the village, or of the caller. */
static struct status next(struct call *call, bool own, struct matter *matter, bool *found)
{
    struct residents *residents = residents__state(call->side);
    /* Who handles roles alone is not shown who moves or leaves, nor the other way round. */
    enum matter_kind first =
        residents__matter_sees(call, MATTER_ENTER) ? MATTER_ENTER : MATTER_ROLE;
    enum matter_kind last = residents__matter_sees(call, MATTER_ROLE) ? MATTER_ROLE : MATTER_ERASE;
    return own ? residents__matter_of(residents, &call->caller.person, matter, found)
               : residents__matter_next(residents, first, last, matter, found);
}

static struct status matters_fill(struct call *call, bool own, struct matter *matter,
                                  struct matters *matters)
{
    bool found = false;
    TRY(next(call, own, matter, &found));
    while (found && matters->count < call_limit(call)) {
        struct json_object *item = json_object_new_object();
        json_object_array_add(matters->items, item);
        TRY(matter_json(call, matter, item));
        matters->shown[matters->count++] = matter->person;
        residents__cursor_write(matter->proposed_at, &matter->id, matters->next);
        TRY(next(call, own, matter, &found));
    }
    if (!found) {
        matters->next[0] = '\0';
    }
    return OK;
}

static struct status page_show(struct call *call, struct matter *matter, bool own)
{
    struct matters matters = {.next = ""};
    matter->proposed_at = INT64_MAX;
    if (call_after(call)[0] != '\0' &&
        !residents__cursor_read(call_after(call), &matter->proposed_at, &matter->id)) {
        return REFUSE(CURSOR_WRONG);
    }
    struct json_object *page = json_object_new_object();
    matters.items = json_object_new_array();
    json_object_object_add(page, "items", matters.items);
    struct status status = matters_fill(call, own, matter, &matters);
    residents__text(page, "next", matters.next[0] != '\0' ? matters.next : NULL);
    if (!status_ok(status)) {
        json_object_put(page);
        return status;
    }
    return residents__show(call, page, matters.shown, own ? 0 : matters.count, LOOK_HOUSEHOLD);
}

static struct status matters(struct call *call)
{
    struct matter matter = {.state = (int32_t)call_integer(call, "state", 0) + 1};
    snprintf(matter.village, sizeof matter.village, "%s", call->village_code);
    return page_show(call, &matter, false);
}

static struct status my_matters(struct call *call)
{
    struct matter matter = {.proposed_at = 0};
    return call->caller.device ? REFUSE(NOT_ALLOWED) : page_show(call, &matter, true);
}

static struct status one(struct call *call)
{
    struct matter matter;
    TRY(residents__matter_find(call, call->side, &matter));
    struct json_object *object = json_object_new_object();
    struct status status = matter_json(call, &matter, object);
    if (!status_ok(status)) {
        json_object_put(object);
        return status;
    }
    return residents__show(call, object, &matter.person, 1, LOOK_HOUSEHOLD);
}

/* ---- routes ---- */

#define NAME_FIELD(NAME, FLAGS, MAX, ZH, EN)                                                       \
    {                                                                                              \
        .name = (NAME), .kind = FIELD_TEXT, .flags = (FLAGS), .min = 1, .max = (MAX), .zh = (ZH),  \
        .en = (EN)                                                                                 \
    }

static const char *const access_words[] = {"phone", "card", NULL};
static const struct field new_household[] = {
    NAME_FIELD("number", FIELD_NEEDED, CODE_MAX, "户号", "its number"),
    NAME_FIELD("group", FIELD_NEEDED, NAME_CHARACTERS_MAX, "村民小组", "its villager group"),
    NAME_FIELD("address", FIELD_NEEDED, TEXT_CHARACTERS_MAX, "住址", "its address"),
    FIELDS_END,
};
static const struct field propose_body[] = {
    WORD_FIELD("kind", FIELD_NEEDED, matter_words, "入册、迁户、离村、去世、删除资料、身份",
               "enter, move, leave, death, erase or role"),
    KIND_FIELD("person", FIELD_ID, 0, "谁（入册不写）", "who; not where somebody enters"),
    NAME_FIELD("number", 0, CODE_MAX, "入册：编号", "to enter: the number"),
    NAME_FIELD("name", 0, NAME_CHARACTERS_MAX, "入册：姓名", "to enter: the name"),
    KIND_FIELD("birth_day", FIELD_DAY, FIELD_PAST, "入册：出生日期", "to enter: the day of birth"),
    TEXT_FIELD("phone", 0, 11, "入册：手机", "to enter: the phone number"),
    WORD_FIELD("access", 0, access_words, "入册并立即注册", "to enter and register at once"),
    KIND_FIELD("not_the_same", FIELD_BOOLEAN, 0, "已核对，不是名册上很像的那个人",
               "checked: not the one on the roster who is very alike"),
    KIND_FIELD("household", FIELD_ID, 0, "到哪一户", "to which household"),
    KIND_FIELD("heir", FIELD_ID, 0, "离村、去世：工分转给谁", "whom the points pass on to"),
    OBJECT_FIELD("new_household", 0, new_household, "或者新立一户", "or to a new one"),
    WORD_FIELD("role", 0, role_words, "哪个身份", "which role"),
    KIND_FIELD("revoked", FIELD_BOOLEAN, 0, "收回这个身份", "the role is taken away"),
    NAME_FIELD("shop", 0, CODE_MAX, "店主的兑换点", "a shopkeeper's shop"),
    NAME_FIELD("reason", FIELD_NEEDED, TEXT_CHARACTERS_MAX, "理由，本人可见",
               "why; the person can read it"),
    FIELDS_END,
};
static const struct field proposed_fields[] = {
    KIND_FIELD("matter", FIELD_ID, FIELD_NEEDED, "事项的代号", "id of the matter"),
    TEXT_FIELD("rule", FIELD_NEEDED, 500, "会怎样（规则）", "what it will do"),
    FIELDS_END,
};
static const struct field decide_body[] = {
    KIND_FIELD("agreed", FIELD_BOOLEAN, FIELD_NEEDED, "同意或不同意", "agreed, or not"),
    FIELDS_END,
};
static const struct field decided_fields[] = {
    NUMBER_FIELD("record", FIELD_NEEDED | FIELD_NULLABLE, "最后一条记录，空：没有动账本",
                 "the last record; null: the books were not touched"),
    FIELDS_END,
};
static const struct field matters_query[] = {
    WORD_FIELD("state", 0, state_words, "待办（默认）、已办、未同意",
               "open (the default), done, refused"),
    FIELDS_END,
};
static const struct field home_fields[] = {
    KIND_FIELD("id", FIELD_ID, FIELD_NEEDED, "户的代号", "the household's id"),
    TEXT_FIELD("number", 0, CODE_MAX, "户号", "its number"),
    TEXT_FIELD("group", 0, NAME_CHARACTERS_MAX, "村民小组", "its villager group"),
    TEXT_FIELD("address", 0, TEXT_CHARACTERS_MAX, "住址", "its address"),
    FIELDS_END,
};
static const struct field matter_fields[] = {
    KIND_FIELD("matter", FIELD_ID, FIELD_NEEDED, "事项的代号", "id of the matter"),
    WORD_FIELD("kind", FIELD_NEEDED, matter_words, "入册、迁户、离村、去世、删除资料、身份",
               "enter, move, leave, death, erase or role"),
    KIND_FIELD("person", FIELD_ID, FIELD_NEEDED, "代号", "the person's id in the log"),
    TEXT_FIELD("number", FIELD_NEEDED | FIELD_NULLABLE, CODE_MAX, "编号", "the number"),
    TEXT_FIELD("name", FIELD_NEEDED | FIELD_NULLABLE, NAME_CHARACTERS_MAX, "姓名", "the name"),
    KIND_FIELD("birth_day", FIELD_DAY, FIELD_NEEDED | FIELD_NULLABLE, "出生日期",
               "the day of birth"),
    OBJECT_FIELD("household", 0, home_fields, "到哪一户", "to which household"),
    TEXT_FIELD("heir", FIELD_NULLABLE, NAME_CHARACTERS_MAX, "工分转给谁", "whom points pass on to"),
    WORD_FIELD("access", FIELD_NEEDED | FIELD_NULLABLE, access_words, "并立即注册",
               "registers at once"),
    WORD_FIELD("role", 0, role_words, "哪个身份", "which role"),
    KIND_FIELD("revoked", FIELD_BOOLEAN, 0, "收回这个身份", "the role is taken away"),
    TEXT_FIELD("shop", FIELD_NULLABLE, CODE_MAX, "店主的兑换点", "a shopkeeper's shop"),
    TEXT_FIELD("reason", FIELD_NEEDED, TEXT_CHARACTERS_MAX, "理由", "why"),
    TEXT_FIELD("rule", FIELD_NEEDED, 500, "会怎样（规则）", "what it will do"),
    TEXT_FIELD("proposed_by", FIELD_NEEDED | FIELD_NULLABLE, NAME_CHARACTERS_MAX, "谁提出",
               "who proposed it"),
    KIND_FIELD("proposed_at", FIELD_INSTANT, FIELD_NEEDED | FIELD_NULLABLE, "何时提出", "when"),
    WORD_FIELD("state", FIELD_NEEDED, state_words, "状态", "its state"),
    TEXT_FIELD("decided_by", FIELD_NEEDED | FIELD_NULLABLE, NAME_CHARACTERS_MAX, "谁决定",
               "who decided"),
    FIELDS_END,
};
static const struct field matter_page[] = {
    LIST_FIELD("items", FIELD_NEEDED, PAGE_MAX, matter_fields, "最新的在前", "the newest first"),
    TEXT_FIELD("next", FIELD_NEEDED | FIELD_NULLABLE, 128, "下一页", "cursor of the next page"),
    FIELDS_END,
};

#define WHO_HANDLES (WHO_SOCIAL_WORKER | WHO_CADRE | WHO_ADMIN | WHO_TOWN)

const struct route residents_matter_routes[] = {
    {"POST", "/api/v1/villages/{village}/matters", "matter_propose", WHO_HANDLES, ROUTE_IDEMPOTENT,
     NULL, propose_body, proposed_fields, NULL, residents__propose,
     "提出入册、迁户（分户、结婚）、离村、去世、给或收身份，由另一人决定",
     "Proposes that somebody enters, moves, leaves, has died, is given a role; another decides"},
    {"GET", "/api/v1/villages/{village}/matters", "matters", WHO_HANDLES, ROUTE_CURSOR,
     matters_query, NULL, matter_page, NULL, matters, "待办和办过的事项",
     "Matters that wait, and those decided"},
    {"GET", "/api/v1/villages/{village}/matters/{matter_id}", "matter", WHO_HANDLES, 0, NULL, NULL,
     matter_fields, NULL, one, "一件事项", "One matter"},
    {"POST", "/api/v1/villages/{village}/matters/{matter_id}/decision", "matter_decide",
     WHO_HANDLES, 0, NULL, decide_body, decided_fields, NULL, residents__decide,
     "同意或不同意一件事项（第二个人）", "Agrees to a matter, or does not: a second person"},
    {"GET", "/api/v1/me/matters", "my_matters", WHO_SESSION, ROUTE_CURSOR, NULL, NULL, matter_page,
     NULL, my_matters, "关于我的事项", "Matters about me"},
    ROUTES_END,
};
