/* residents_register.c - a person on the roster registers: by themselves, by a guardian, or at the
 * door by an official who has seen a document. */
#include <string.h>

#include "base/text.h"
#include "residents/residents_internal.h"

struct registration {
    struct id person;
    Sanbao__V1__Access access;
    bool official;
};

static struct status account_open(struct call *call, struct side *side,
                                  const struct registration *registration)
{
    Sanbao__V1__AccountOpen open = SANBAO__V1__ACCOUNT_OPEN__INIT;
    Sanbao__V1__Operation operation = SANBAO__V1__OPERATION__INIT;
    struct id person = registration->person;
    open.person = (ProtobufCBinaryData){ID_BYTES, person.bytes};
    open.access = registration->access;
    operation.account_open = &open;
    operation.action_case = SANBAO__V1__OPERATION__ACTION_ACCOUNT_OPEN;
    return call_try(call, side, &operation);
}

/* Registered at the door, the official who did it has put the points of welcome forward, too. */
static struct status welcome_note(struct call *call, struct side *side,
                                  const struct registration *registration)
{
    struct welcome welcome = {.person = registration->person,
                              .registered_at = side_now(side),
                              .proposed = registration->official,
                              .proposer = call->caller.person};
    snprintf(welcome.village, sizeof welcome.village, "%s", call->village_code);
    return call->answer.again ? OK : residents__welcome_put(residents__state(side), &welcome);
}

static struct status register_try(struct call *call, struct side *side,
                                  const struct registration *registration)
{
    TRY(residents_minor_check(side, call->village_code, &call->village, &registration->person));
    TRY(account_open(call, side, registration));
    return welcome_note(call, side, registration);
}

/* ---- by the person ---- */

static struct status self_run(struct call *call, struct side *side)
{
    const struct registration registration = {.person = call->caller.person,
                                              .access = SANBAO__V1__ACCESS__ACCESS_PHONE};
    return register_try(call, side, &registration);
}

static struct status register_self(struct call *call)
{
    return call_write(call, self_run, call_reply_receipt);
}

/* ---- by somebody else ---- */

/* Names the phone in the person's private detail; its commitment in the log stays the first one. */
static struct status phone_put(struct call *call, struct side *side, const struct id *person,
                               const char *phone)
{
    struct people_row row;
    struct hash commitment;
    bool found = false;
    TRY(people_get(side->people, person, &found, &row));
    if (!found) {
        return REFUSE(PERSON_UNKNOWN);
    }
    Sanbao__V1__PersonDetail detail = *row.person;
    Sanbao__V1__PersonDetail *old = row.person;
    detail.phone = (char *)(uintptr_t)phone;
    row.person = &detail;
    struct status status = people_put(side->people, call->village_code, &row, &commitment);
    row.person = old;
    people_row_free(&row);
    return status;
}

/* An official, not of themselves; or the guardian of a child. */
static struct status may_register(struct call *call, struct side *side,
                                  const struct registration *registration)
{
    bool minor = false;
    if (registration->official) {
        bool self = memcmp(&registration->person, &call->caller.person, ID_BYTES) == 0;
        return self ? REFUSE(NOT_ALLOWED)
                    : residents_look_note(side, call->village_code, &call->village,
                                          &registration->person, &call->caller.person,
                                          LOOK_REGISTRATION);
    }
    TRY(residents_minor(side, &call->village, &registration->person, &minor));
    struct status status =
        residents_act_check(side, call->village_code, &call->village, &registration->person,
                            &call->caller.person, POWER_SIGN_UP, 0);
    if (!minor || status.code == STATUS_POWER_MISSING) {
        return REFUSE(NOT_ALLOWED);
    }
    return status;
}

static struct status other_run(struct call *call, struct side *side)
{
    struct registration registration = {.official = call_may(call, WHO_SOCIAL_WORKER | WHO_CADRE)};
    const char *phone = call_text(call, "phone");
    call_path_id(call, "person", &registration.person);
    registration.access = call_integer(call, "access", 0) == 0 ? SANBAO__V1__ACCESS__ACCESS_PHONE
                                                               : SANBAO__V1__ACCESS__ACCESS_CARD;
    TRY(may_register(call, side, &registration));
    if (phone != NULL) {
        TRY(phone_put(call, side, &registration.person, phone));
    }
    return register_try(call, side, &registration);
}

bool residents__phone_good(const char *phone)
{
    return strlen(phone) == 11 && phone[0] == '1' && strspn(phone, "0123456789") == 11;
}

static struct status register_other(struct call *call)
{
    const char *phone = call_text(call, "phone");
    bool official = call_may(call, WHO_SOCIAL_WORKER | WHO_CADRE);
    if (official && !call_flag(call, "document_seen")) {
        return call_refuse(call, REFUSE(FIELD_WRONG), "document_seen");
    }
    if (phone != NULL && (!official || !residents__phone_good(phone))) {
        return call_refuse(call, REFUSE(FIELD_WRONG), "phone");
    }
    return call->caller.device ? REFUSE(NOT_ALLOWED)
                               : call_write(call, other_run, call_reply_receipt);
}

/* ---- who is very alike ---- */

static const char *alike(const struct roster_person *person, const char *name, int64_t birth_day,
                         const char *phone)
{
    bool born = person->has_birth && person->birth_day == birth_day;
    if (phone != NULL && person->phone[0] != '\0' && strcmp(person->phone, phone) == 0) {
        return "phone";
    }
    if (name == NULL || strcmp(person->name, name) != 0) {
        return NULL;
    }
    return birth_day == DAY_NEVER || !person->has_birth ? "name"
           : born                                       ? "name_and_birth_day"
                                                        : NULL;
}

size_t residents__alike(const struct roster *roster, const char *name, int64_t birth_day,
                        const char *phone, struct json_object *items, struct id people[ALIKE_MAX])
{
    size_t count = 0;
    for (size_t i = 0; i < roster->count && count < ALIKE_MAX; i++) {
        const struct roster_person *person = &roster->people[i];
        const char *why = alike(person, name, birth_day, phone);
        if (why == NULL) {
            continue;
        }
        people[count++] = person->id;
        if (items != NULL) {
            struct json_object *item = json_object_new_object();
            json_object_object_add(item, "person", id_json(&person->id));
            residents__text(item, "number", person->number);
            residents__text(item, "name", person->name);
            residents__text(item, "alike", why);
            json_object_array_add(items, item);
        }
    }
    return count;
}

static struct status duplicates(struct call *call)
{
    struct roster *roster = NULL;
    struct id people[ALIKE_MAX];
    if (!call_has(call, "name") && !call_has(call, "phone")) {
        return call_refuse(call, REFUSE(FIELD_MISSING), "name");
    }
    TRY(residents__roster(call->side, call->village_code, &call->village, &roster));
    struct json_object *page = json_object_new_object();
    struct json_object *items = json_object_new_array();
    json_object_object_add(page, "items", items);
    size_t count = residents__alike(roster, call_text(call, "name"),
                                    call_integer(call, "birth_day", DAY_NEVER),
                                    call_text(call, "phone"), items, people);
    return residents__show(call, page, people, count, LOOK_REGISTRATION);
}

/* ---- routes ---- */

static const char *const access_words[] = {"phone", "card", NULL};
static const struct field self_body[] = {
    FIELDS_END,
};
static const struct field register_body[] = {
    WORD_FIELD("access", FIELD_NEEDED, access_words, "用手机还是卡", "by phone or by card"),
    KIND_FIELD("document_seen", FIELD_BOOLEAN, 0, "工作人员看过证件（不保存）",
               "an official has seen a document; it is not kept"),
    TEXT_FIELD("phone", 0, 11, "新的手机号", "a phone number to be noted"),
    FIELDS_END,
};
static const struct field alike_query[] = {
    TEXT_FIELD("name", 0, NAME_CHARACTERS_MAX, "姓名", "the name"),
    KIND_FIELD("birth_day", FIELD_DAY, FIELD_PAST, "出生日期", "the day of birth"),
    TEXT_FIELD("phone", 0, 11, "手机号", "the phone number"),
    FIELDS_END,
};
static const char *const alike_words[] = {"phone", "name", "name_and_birth_day", NULL};
static const struct field alike_fields[] = {
    KIND_FIELD("person", FIELD_ID, FIELD_NEEDED, "代号", "the person's id in the log"),
    TEXT_FIELD("number", FIELD_NEEDED, CODE_MAX, "村民编号", "the number on the roster"),
    TEXT_FIELD("name", FIELD_NEEDED, NAME_CHARACTERS_MAX, "姓名", "the name"),
    WORD_FIELD("alike", FIELD_NEEDED, alike_words, "什么相同", "what is the same"),
    FIELDS_END,
};
static const struct field alike_page[] = {
    LIST_FIELD("items", FIELD_NEEDED, ALIKE_MAX, alike_fields, "很像的人", "who is very alike"),
    FIELDS_END,
};

const struct route residents_registration_routes[] = {
    {"POST", "/api/v1/villages/{village}/registration", "register_self", WHO_MEMBER,
     ROUTE_IDEMPOTENT, NULL, self_body, receipt_fields, NULL, register_self,
     "村民自己注册（已用手机验证码或微信登录）", "A villager registers, by phone"},
    {"POST", "/api/v1/villages/{village}/residents/{person}/registration", "register", WHO_MEMBER,
     ROUTE_IDEMPOTENT, NULL, register_body, receipt_fields, NULL, register_other,
     "上门注册，或监护人替孩子注册",
     "An official registers somebody at the door, or a guardian a child"},
    {"GET", "/api/v1/villages/{village}/duplicates", "duplicates", WHO_SOCIAL_WORKER | WHO_CADRE, 0,
     alike_query, NULL, alike_page, NULL, duplicates, "名册上有没有很像的人",
     "Whether somebody very alike is on the roster"},
    ROUTES_END,
};
