/* residents_person.c - one person: what they see of themselves, and what others may see of them. */
#include <stdlib.h>
#include <string.h>

#include "residents/residents_internal.h"

/* Who works with people every day sees what is needed to know them; who watches over the others
 * sees what they did, and a masked name. */
static const uint32_t sees_full = WHO_SOCIAL_WORKER | WHO_CADRE;
static const uint32_t sees_masked = WHO_OVERSIGHT | WHO_TOWN;

struct status residents__sight(struct call *call, const struct id *person, enum sight *sight)
{
    *sight = call_may(call, sees_full)     ? SIGHT_FULL
             : call_may(call, sees_masked) ? SIGHT_MASKED
                                           : SIGHT_NONE;
    if (call->caller.known && memcmp(person, &call->caller.person, sizeof *person) == 0) {
        *sight = call->caller.device ? SIGHT_NONE : SIGHT_OWN;
        return OK;
    }
    if (*sight != SIGHT_NONE || call->caller.device) {
        return OK;
    }
    struct status status = residents_act_check(call->side, call->village_code, &call->village,
                                               person, &call->caller.person, POWER_SEE, 0);
    if (status.code == STATUS_POWER_MISSING) {
        return OK;
    }
    *sight = SIGHT_OWN;
    return status;
}

struct status residents__look(struct call *call, struct id *person, struct member *member,
                              enum sight *sight, enum look_purpose *purpose)
{
    call_path_id(call, "person", person);
    return residents__look_at(call, person, member, sight, purpose);
}

struct status residents__look_at(struct call *call, const struct id *person, struct member *member,
                                 enum sight *sight, enum look_purpose *purpose)
{
    TRY(residents__sight(call, person, sight));
    if (*sight == SIGHT_NONE) {
        return REFUSE(NOT_ALLOWED); /* whether there is such a person or not */
    }
    *purpose = LOOK_HELP;
    if (*sight != SIGHT_OWN) {
        if (!call_has(call, "purpose")) {
            return call_refuse(call, REFUSE(FIELD_MISSING), "purpose");
        }
        *purpose = (enum look_purpose)(call_integer(call, "purpose", 0) + LOOK_VISIT);
    }
    const ProtobufCBinaryData id = {ID_BYTES, (uint8_t *)(uintptr_t)person->bytes};
    TRY(identity_member(call->side->identity, call->village.id, &id, member));
    return member->id != 0 ? OK : REFUSE(PERSON_UNKNOWN);
}

/* What the books hold now: the caller's own was looked up before the reader had caught up. */
struct status residents__self(struct call *call, struct member *member)
{
    const ProtobufCBinaryData person = {ID_BYTES, call->caller.person.bytes};
    return identity_member(call->side->identity, call->village.id, &person, member);
}

/* ---- what is shown ---- */

static void detail_add(struct json_object *object, const Sanbao__V1__PersonDetail *detail,
                       enum sight sight)
{
    char masked[NAME_MASKED_SIZE];
    residents__text(object, "number", detail->number);
    if (sight == SIGHT_MASKED) {
        people_name_mask(detail->name, masked);
        residents__text(object, "name", masked);
        return;
    }
    residents__text(object, "name", detail->name);
    residents__text(object, "phone", detail->phone[0] != '\0' ? detail->phone : NULL);
    if (detail->has_birth) {
        residents__day(object, "birth_day", detail->birth_day);
    }
}

static struct status household_add(struct call *call, struct json_object *object, int64_t row,
                                   enum sight sight)
{
    struct people_row household;
    struct id id;
    bool found = false;
    if (row == 0) {
        return OK;
    }
    TRY(identity_household_by_id(call->side->identity, row, id.bytes));
    struct json_object *home = json_object_new_object();
    json_object_object_add(object, "household", home);
    TRY(people_get(call->side->people, &id, &found, &household));
    if (!found) {
        return OK;
    }
    residents__text(home, "group", household.household->group);
    if (sight != SIGHT_MASKED) {
        json_object_object_add(home, "id", id_json(&id));
        residents__text(home, "number", household.household->number);
        residents__text(home, "address", household.household->address);
    }
    people_row_free(&household);
    return OK;
}

static struct status points_add(struct call *call, struct json_object *object,
                                const struct member *member)
{
    struct resident_points points;
    if (member->account == 0) {
        return OK;
    }
    TRY(ledger_resident(call->side->ledger, member->account, &points));
    residents__integer(object, "balance", points.available + points.pending);
    residents__integer(object, "available", points.available);
    residents__integer(object, "pending", points.pending);
    residents__integer(object, "owed", points.owed);
    return OK;
}

const char *residents__access_word(int32_t access)
{
    return access == SANBAO__V1__ACCESS__ACCESS_CARD    ? "card"
           : access == SANBAO__V1__ACCESS__ACCESS_PHONE ? "phone"
                                                        : NULL;
}

static struct status person_json(struct call *call, const struct id *person,
                                 const struct member *member, enum sight sight,
                                 struct json_object *object)
{
    struct people_row row;
    bool found = false;
    json_object_object_add(object, "person", id_json(person));
    residents__text(object, "village", call->village_code);
    TRY(people_get(call->side->people, person, &found, &row));
    if (found) {
        detail_add(object, row.person, sight);
        people_row_free(&row);
    }
    residents__flag(object, "erased", !found);
    TRY(household_add(call, object, member->household, sight));
    residents__day(object, "entered_on", member->entered_on);
    residents__day(object, "registered_on", member->registered_on);
    residents__day(object, "closed_on", member->closed_on);
    residents__text(object, "access", residents__access_word(member->access));
    json_object_object_add(object, "roles", residents__roles(member->roles));
    return points_add(call, object, member);
}

static struct status one(struct call *call)
{
    struct id person;
    struct member member;
    enum sight sight = SIGHT_NONE;
    enum look_purpose purpose = LOOK_HELP;
    TRY(residents__look(call, &person, &member, &sight, &purpose));
    struct json_object *object = json_object_new_object();
    struct status status = person_json(call, &person, &member, sight, object);
    if (!status_ok(status)) {
        json_object_put(object);
        return status;
    }
    bool self = memcmp(&person, &call->caller.person, sizeof person) == 0;
    return residents__show(call, object, &person, self ? 0 : 1, purpose);
}

static struct status me_here(struct call *call)
{
    struct member member;
    TRY(residents__self(call, &member));
    struct json_object *object = json_object_new_object();
    struct status status = person_json(call, &call->caller.person, &member, SIGHT_OWN, object);
    if (!status_ok(status)) {
        json_object_put(object);
        return status;
    }
    return call_reply(call, 200, object);
}

/* ---- GET me: in which villages, as what ---- */

static struct status village_add(struct call *call, struct json_object *items, const char *code)
{
    struct member member;
    const ProtobufCBinaryData person = {ID_BYTES, call->caller.person.bytes};
    struct status status = identity_village(call->side->identity, code, &call->village);
    if (status.code == STATUS_VILLAGE_UNKNOWN) {
        return OK; /* its operation is on its way */
    }
    TRY(status);
    TRY(identity_member(call->side->identity, call->village.id, &person, &member));
    if (member.id == 0) {
        return OK;
    }
    struct json_object *item = json_object_new_object();
    json_object_array_add(items, item);
    snprintf(call->village_code, sizeof call->village_code, "%s", code);
    residents__text(item, "code", code);
    TRY(residents__public_text(call, item, "name", "village", code, "name"));
    residents__flag(item, "registered", member.registered_on != DAY_NEVER);
    json_object_object_add(item, "roles", residents__roles(member.roles));
    return OK;
}

static struct status me_json(struct call *call, struct json_object *object)
{
    char home[CODE_MAX + 1];
    char office[CODE_MAX + 1];
    struct people_row row;
    bool found = false;
    json_object_object_add(object, "person", id_json(&call->caller.person));
    TRY(people_get(call->side->people, &call->caller.person, &found, &row));
    residents__text(object, "name", found ? row.person->name : NULL);
    if (found) {
        people_row_free(&row);
    }
    residents__flag(object, "strong", call->caller.strong);
    residents__flag(object, "device", call->caller.device);
    struct json_object *items = json_object_new_array();
    json_object_object_add(object, "villages", items);
    TRY(people_village(call->side->people, &call->caller.person, PEOPLE_RESIDENT, home));
    TRY(people_village(call->side->people, &call->caller.person, PEOPLE_STAFF, office));
    if (home[0] != '\0') {
        TRY(village_add(call, items, home));
    }
    return office[0] == '\0' || strcmp(office, home) == 0 ? OK : village_add(call, items, office);
}

static struct status me(struct call *call)
{
    struct json_object *object = json_object_new_object();
    struct status status = me_json(call, object);
    if (!status_ok(status)) {
        json_object_put(object);
        return status;
    }
    return call_reply(call, 200, object);
}

/* ---- routes ---- */

static const struct field household_fields[] = {
    TEXT_FIELD("group", 0, NAME_CHARACTERS_MAX, "村民小组", "the villager group"),
    KIND_FIELD("id", FIELD_ID, 0, "户的代号", "the household's id"),
    TEXT_FIELD("number", 0, CODE_MAX, "户号", "the household's number"),
    TEXT_FIELD("address", 0, TEXT_CHARACTERS_MAX, "住址", "its address"),
    FIELDS_END,
};
static const char *const access_words[] = {"phone", "card", NULL};
static const struct field person_fields[] = {
    KIND_FIELD("person", FIELD_ID, FIELD_NEEDED, "代号", "the person's id in the log"),
    KIND_FIELD("village", FIELD_CODE, FIELD_NEEDED, "村代码", "the village's code"),
    TEXT_FIELD("number", 0, CODE_MAX, "村民编号或工号", "the number on the roster"),
    TEXT_FIELD("name", 0, NAME_CHARACTERS_MAX, "姓名（可能遮挡）", "the name; perhaps masked"),
    TEXT_FIELD("phone", FIELD_NULLABLE, CODE_MAX, "手机", "the phone number"),
    KIND_FIELD("birth_day", FIELD_DAY, 0, "出生日期", "the day of birth"),
    KIND_FIELD("erased", FIELD_BOOLEAN, FIELD_NEEDED, "个人资料已删除", "private data were erased"),
    OBJECT_FIELD("household", 0, household_fields, "户", "the household"),
    KIND_FIELD("entered_on", FIELD_DAY, FIELD_NEEDED, "入册日", "since when on the roster"),
    KIND_FIELD("registered_on", FIELD_DAY, FIELD_NEEDED | FIELD_NULLABLE, "注册日",
               "since when registered"),
    KIND_FIELD("closed_on", FIELD_DAY, FIELD_NEEDED | FIELD_NULLABLE, "销户日",
               "when the account was closed"),
    WORD_FIELD("access", FIELD_NEEDED | FIELD_NULLABLE, access_words, "用手机还是卡",
               "by phone or by card"),
    LIST_FIELD("roles", FIELD_NEEDED, 0, NULL, "身份", "roles"),
    NUMBER_FIELD("balance", 0, "余额（可用加公示中）", "available and pending together"),
    NUMBER_FIELD("available", 0, "可用工分", "points that can be spent"),
    NUMBER_FIELD("pending", 0, "公示中的工分", "points on notice"),
    NUMBER_FIELD("owed", 0, "冲正后尚欠", "left owed by a reversal"),
    FIELDS_END,
};
static const struct field my_village_fields[] = {
    KIND_FIELD("code", FIELD_CODE, FIELD_NEEDED, "村代码", "the village's code"),
    TEXT_FIELD("name", FIELD_NEEDED | FIELD_NULLABLE, NAME_CHARACTERS_MAX, "村名", "its name"),
    KIND_FIELD("registered", FIELD_BOOLEAN, FIELD_NEEDED, "已注册", "registered there"),
    LIST_FIELD("roles", FIELD_NEEDED, 0, NULL, "身份", "roles"),
    FIELDS_END,
};
static const struct field me_fields[] = {
    KIND_FIELD("person", FIELD_ID, FIELD_NEEDED, "代号", "the person's id in the log"),
    TEXT_FIELD("name", FIELD_NEEDED | FIELD_NULLABLE, NAME_CHARACTERS_MAX, "姓名", "the name"),
    KIND_FIELD("strong", FIELD_BOOLEAN, FIELD_NEEDED, "两步验证登录", "logged in with two factors"),
    KIND_FIELD("device", FIELD_BOOLEAN, FIELD_NEEDED, "登记过的设备", "an enrolled device"),
    LIST_FIELD("villages", FIELD_NEEDED, 0, my_village_fields, "在哪些村", "in which villages"),
    FIELDS_END,
};

const struct route residents_person_routes[] = {
    {"GET", "/api/v1/me", "me", WHO_SESSION, 0, NULL, NULL, me_fields, NULL, me, "我是谁，在哪些村",
     "Who I am, and in which villages"},
    {"GET", "/api/v1/villages/{village}/me", "me_in_village", WHO_MEMBER, 0, NULL, NULL,
     person_fields, NULL, me_here, "我在这个村的资料和工分", "My data and points in this village"},
    {"GET", "/api/v1/villages/{village}/residents/{person}", "resident", WHO_SESSION, 0,
     residents__look_query, NULL, person_fields, NULL, one,
     "一个人：本人、代办人，或说明用途的工作人员",
     "One person: to themselves, who acts for them, or an official who says what for"},
    ROUTES_END,
};
