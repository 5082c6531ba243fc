/* residents_first.c - the first run: a folder without a village gets its village, its first
 * official and its rules, by whoever can read the terminal on which the service was started. All of
 * it is one group of the journal: there is a whole village afterwards, or none. */
#include <stdlib.h>
#include <string.h>

#include "auth/auth.h"
#include "base/text.h"
#include "residents/residents_internal.h"

enum { CODE_TRIES_MAX = 20, FIRST_OFFSET_MINUTES = 480, FIRST_STAFF_MAX = 32 };

void residents_setup_code(char code[SETUP_CODE_SIZE])
{
    static const char letters[] = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"; /* none like another */
    uint8_t bytes[8];
    random_bytes(bytes, sizeof bytes);
    char *at = code;
    for (size_t i = 0; i < sizeof bytes; i++) {
        if (i == sizeof bytes / 2) {
            *at++ = '-';
        }
        *at++ = letters[bytes[i] % 32];
    }
    *at = '\0';
}

static struct status village_any(struct side *side, bool *any)
{
    char code[CODE_MAX + 1];
    struct village village;
    TRY(identity_village_after(side->identity, "", code, &village));
    *any = village.id != 0;
    return OK;
}

/* ---- GET: is it wanted ---- */

static struct status first_wanted(struct call *call)
{
    bool any = false;
    size_t rules = 0;
    TRY(village_any(call->side, &any));
    (void)residents__templates(&rules);
    struct json_object *object = json_object_new_object();
    residents__flag(object, "wanted", !any);
    residents__integer(object, "rules", (int64_t)rules);
    return call_reply(call, 200, object);
}

/* ---- POST ---- */

struct first_step {
    uint64_t first_record;
    uint64_t records;
};

enum { STEP_VILLAGE, STEP_OFFICIAL, STEP_STAFF, STEP_RULES, STEPS };

/* Somebody with an office, and the code by which they set up their log-in. */
struct first_person {
    const char *number;
    const char *name;
    const char *shop; /* NULL: of none */
    Sanbao__V1__Role role;
    struct id id;
    char enrolment[ENROLMENT_TEXT_SIZE];
};

struct first {
    uint64_t made; /* operations so far */
    struct first_person official;
    struct first_person staff[FIRST_STAFF_MAX];
    size_t staff_count;
    struct first_step steps[STEPS];
};

static void first_end(void *state)
{
    struct first *first = state;
    wipe(first->official.enrolment, sizeof first->official.enrolment);
    wipe(first->staff, sizeof first->staff);
}

/* Every letter is compared, whatever the first ones were. */
static bool code_same(const char *given, const char *wanted)
{
    size_t length = strlen(wanted);
    unsigned differ = strlen(given) == length ? 0 : 1;
    for (size_t i = 0; i < length && given[i] != '\0'; i++) {
        differ |= (unsigned)(unsigned char)(given[i] ^ wanted[i]);
    }
    return differ == 0;
}

static struct status code_check(struct call *call, struct side *side)
{
    const struct residents_options *options = side_options(side, &residents_room);
    struct residents *residents = residents__state(side);
    if (options == NULL || options->setup_code[0] == '\0') {
        return REFUSE(FIRST_RUN_DONE);
    }
    if (residents->setup_tries >= CODE_TRIES_MAX) {
        return REFUSE(SETUP_CODE_LOCKED);
    }
    if (!code_same(call_text(call, "setup_code"), options->setup_code)) {
        residents->setup_tries++;
        return call_refuse(call, REFUSE(SETUP_CODE_WRONG), "setup_code");
    }
    return OK;
}

/* The event id and salt of the next operation: they follow from the request's. */
struct next {
    struct id event;
    uint8_t salt[SALT_BYTES];
    struct hash commitment;
};

static void next_make(struct call *call, struct side *side, struct next *next)
{
    struct first *first = call->state;
    side_id_derive(side, &call->event, "first-run", first->made++, &next->event);
    side_salt_derive(side, &next->event, next->salt);
}

static struct status next_try(struct call *call, struct side *side, int step, struct next *next,
                              bool committed, Sanbao__V1__Operation *operation)
{
    struct first *first = call->state;
    operation->event_id = (ProtobufCBinaryData){ID_BYTES, next->event.bytes};
    if (committed) {
        operation->commitment = (ProtobufCBinaryData){HASH_BYTES, next->commitment.bytes};
    }
    TRY(call_try(call, side, operation));
    if (first->steps[step].records++ == 0) {
        first->steps[step].first_record = call->answer.record;
    }
    return OK;
}

static struct status village_make(struct call *call, struct side *side)
{
    Sanbao__V1__VillageOpen open = SANBAO__V1__VILLAGE_OPEN__INIT;
    Sanbao__V1__Operation operation = SANBAO__V1__OPERATION__INIT;
    const struct text_field texts[] = {{"name", call_text(call, "name")},
                                       {"town", call_text(call, "town")},
                                       {"district", call_text(call, "district")}};
    struct next next;
    next_make(call, side, &next);
    TRY(texts_put(side->people, call->village_code, "village", call->village_code, &next.event,
                  side->real(), next.salt, texts, COUNT(texts), &next.commitment));
    open.points_per_yuan = (uint32_t)call_integer(call, "points_per_yuan", 10);
    open.utc_offset_minutes = FIRST_OFFSET_MINUTES;
    operation.village_open = &open;
    operation.action_case = SANBAO__V1__OPERATION__ACTION_VILLAGE_OPEN;
    TRY(next_try(call, side, STEP_VILLAGE, &next, true, &operation));
    return identity_village(side->identity, call->village_code, &call->village);
}

static struct status role_give(struct call *call, struct side *side, int step,
                               struct first_person *person)
{
    Sanbao__V1__RoleSet set = SANBAO__V1__ROLE_SET__INIT;
    Sanbao__V1__Operation operation = SANBAO__V1__OPERATION__INIT;
    struct next next;
    next_make(call, side, &next);
    set.person = (ProtobufCBinaryData){ID_BYTES, person->id.bytes};
    set.role = person->role;
    set.shop = (char *)(uintptr_t)(person->shop == NULL ? "" : person->shop);
    operation.role_set = &set;
    operation.action_case = SANBAO__V1__OPERATION__ACTION_ROLE_SET;
    return next_try(call, side, step, &next, false, &operation);
}

static struct status official_make(struct call *call, struct side *side, int step,
                                   struct first_person *person)
{
    Sanbao__V1__PersonEnter enter = SANBAO__V1__PERSON_ENTER__INIT;
    Sanbao__V1__Operation operation = SANBAO__V1__OPERATION__INIT;
    Sanbao__V1__PersonDetail detail = SANBAO__V1__PERSON_DETAIL__INIT;
    struct next next;
    next_make(call, side, &next);
    detail.number = (char *)(uintptr_t)person->number;
    detail.name = (char *)(uintptr_t)person->name;
    random_bytes(person->id.bytes, ID_BYTES);
    struct people_row row = {.id = person->id,
                             .event_id = next.event,
                             .created_at = side->real(),
                             .kind = PEOPLE_STAFF,
                             .person = &detail};
    memcpy(row.salt, next.salt, sizeof row.salt);
    TRY(people_put(side->people, call->village_code, &row, &next.commitment));
    enter.person = (ProtobufCBinaryData){ID_BYTES, person->id.bytes};
    operation.person_enter = &enter;
    operation.action_case = SANBAO__V1__OPERATION__ACTION_PERSON_ENTER;
    TRY(next_try(call, side, step, &next, true, &operation));
    TRY(role_give(call, side, step, person));
    return auth_enrolment_make(side, &person->id, NULL, person->enrolment);
}

static struct status rule_make(struct call *call, struct side *side,
                               const struct rule_template *template)
{
    Sanbao__V1__RuleAdopt adopt = SANBAO__V1__RULE_ADOPT__INIT;
    Sanbao__V1__Operation operation = SANBAO__V1__OPERATION__INIT;
    const struct text_field texts[] = {{"name_en", template->name_en},
                                       {"name_zh", template->name_zh}};
    struct next next;
    next_make(call, side, &next);
    TRY(texts_put(side->people, call->village_code, "rule", template->code, &next.event,
                  side->real(), next.salt, texts, COUNT(texts), &next.commitment));
    residents__template_fill(template, &adopt);
    operation.rule_adopt = &adopt;
    operation.action_case = SANBAO__V1__OPERATION__ACTION_RULE_ADOPT;
    return next_try(call, side, STEP_RULES, &next, true, &operation);
}

static struct status first_run(struct call *call, struct side *side)
{
    bool any = false;
    size_t rules = 0;
    const struct rule_template *templates = residents__templates(&rules);
    TRY(village_any(side, &any));
    if (any) {
        return REFUSE(FIRST_RUN_DONE);
    }
    TRY(code_check(call, side));
    snprintf(call->village_code, sizeof call->village_code, "%s", call_text(call, "village"));
    call->village.utc_offset_minutes = FIRST_OFFSET_MINUTES;
    call->by_server = true; /* nobody is there yet to propose anything */
    TRY(village_make(call, side));
    struct first *first = call->state;
    TRY(official_make(call, side, STEP_OFFICIAL, &first->official));
    for (size_t i = 0; i < first->staff_count; i++) {
        TRY(official_make(call, side, STEP_STAFF, &first->staff[i]));
    }
    if (call_integer(call, "template", 0) != 0) {
        return OK; /* none */
    }
    for (size_t i = 0; i < rules; i++) {
        TRY(rule_make(call, side, &templates[i]));
    }
    return OK;
}

static struct json_object *staff_json(const struct first *first)
{
    struct json_object *list = json_object_new_array();
    for (size_t i = 0; i < first->staff_count; i++) {
        struct json_object *one = json_object_new_object();
        residents__text(one, "number", first->staff[i].number);
        json_object_object_add(one, "person", id_json(&first->staff[i].id));
        residents__text(one, "enrolment_code", first->staff[i].enrolment);
        json_object_array_add(list, one);
    }
    return list;
}

static struct status first_told(struct call *call)
{
    struct first *first = call->state;
    static const char *const texts[STEPS][2] = {
        [STEP_VILLAGE] = {"建村", "the village was opened"},
        [STEP_OFFICIAL] = {"登记第一位管理员", "the first administrator was entered"},
        [STEP_STAFF] = {"登记其他工作人员", "the other officials were entered"},
        [STEP_RULES] = {"采用规则", "the rules were adopted"}};
    struct json_object *object = json_object_new_object();
    struct json_object *steps = json_object_new_array();
    residents__text(object, "village", call->village_code);
    json_object_object_add(object, "person", id_json(&first->official.id));
    residents__text(object, "enrolment_code", first->official.enrolment);
    json_object_object_add(object, "staff", staff_json(first));
    json_object_object_add(object, "steps", steps);
    for (size_t i = 0; i < STEPS; i++) {
        if (first->steps[i].records == 0) {
            continue;
        }
        struct json_object *step = json_object_new_object();
        residents__text(step, "what", lang_pick(texts[i][0], texts[i][1]));
        residents__integer(step, "first_record", (int64_t)first->steps[i].first_record);
        residents__integer(step, "records", (int64_t)first->steps[i].records);
        json_object_array_add(steps, step);
    }
    return call_reply(call, 201, object);
}

static bool number_taken(const struct first *first, const char *number)
{
    bool taken = strcmp(first->official.number, number) == 0;
    for (size_t i = 0; i < first->staff_count; i++) {
        taken = taken || strcmp(first->staff[i].number, number) == 0;
    }
    return taken;
}

/* Who else has an office: whoever reads the terminal could name them there, too. */
static struct status staff_read(struct call *call, struct first *first)
{
    const struct json_node *list = call_node(call, "staff");
    const struct json_node *node = list == NULL ? NULL : node_first(call, list);
    for (; node != NULL; node = node_next(call, node)) {
        const struct first_person person = {
            .number = node_text(call, node, "number"),
            .name = node_text(call, node, "name"),
            .shop = node_text(call, node, "shop"),
            .role = (Sanbao__V1__Role)(node_integer(call, node, "role", 0) + 1)};
        bool keeps = person.role == SANBAO__V1__ROLE__ROLE_SHOPKEEPER;
        if (!text_is_number(person.number, strlen(person.number)) ||
            text_is_formula(person.name, strlen(person.name)) || keeps != (person.shop != NULL) ||
            number_taken(first, person.number)) {
            return call_refuse(call, REFUSE(FIELD_WRONG), "staff");
        }
        first->staff[first->staff_count++] = person;
    }
    return OK;
}

static struct status first_post(struct call *call)
{
    void *state = NULL;
    const char *number = call_text(call, "official_number");
    const char *texts[] = {"name", "town", "district", "official_name"};
    if (!text_is_number(number, strlen(number))) {
        return call_refuse(call, REFUSE(FIELD_WRONG), "official_number");
    }
    for (size_t i = 0; i < COUNT(texts); i++) {
        const char *text = call_text(call, texts[i]);
        if (text_is_formula(text, strlen(text))) {
            return call_refuse(call, REFUSE(FIELD_WRONG), texts[i]);
        }
    }
    random_bytes(call->event.bytes, ID_BYTES);
    TRY(call_state(call, sizeof(struct first), first_end, &state));
    struct first *first = state;
    first->official = (struct first_person){.number = number,
                                            .name = call_text(call, "official_name"),
                                            .role = SANBAO__V1__ROLE__ROLE_ADMIN};
    TRY(staff_read(call, first));
    return call_write(call, first_run, first_told);
}

/* ---- routes ---- */

#define NAME_FIELD(NAME, ZH, EN)                                                                   \
    {                                                                                              \
        .name = (NAME), .kind = FIELD_TEXT, .flags = FIELD_NEEDED, .min = 1,                       \
        .max = NAME_CHARACTERS_MAX, .zh = (ZH), .en = (EN)                                         \
    }

static const char *const template_words[] = {"village", "none", NULL};
static const struct field staff_body[] = {
    NAME_FIELD("number", "工号", "the number"),
    NAME_FIELD("name", "姓名", "the name"),
    WORD_FIELD("role", FIELD_NEEDED, role_words, "身份", "the role"),
    KIND_FIELD("shop", FIELD_CODE, 0, "店主的兑换点，可以以后再开",
               "a shopkeeper's shop, which may open later"),
    FIELDS_END,
};
static const struct field first_body[] = {
    TEXT_FIELD("setup_code", FIELD_NEEDED, 32, "终端上显示的安装码", "the code on the terminal"),
    KIND_FIELD("village", FIELD_CODE, FIELD_NEEDED, "村代码，如统计用区划代码",
               "a code for the village, such as its statistical code"),
    NAME_FIELD("name", "村名", "the village's name"),
    NAME_FIELD("town", "镇", "its town"),
    NAME_FIELD("district", "区县", "its district"),
    {.name = "points_per_yuan",
     .kind = FIELD_INTEGER,
     .min = 1,
     .max = 10000,
     .zh = "多少工分合一元，默认 10",
     .en = "points to a yuan; 10 if not given"},
    NAME_FIELD("official_number", "第一位管理员的工号", "the first administrator's number"),
    NAME_FIELD("official_name", "第一位管理员的姓名", "the first administrator's name"),
    WORD_FIELD("template", 0, template_words, "用哪套规则：village（默认）或 none",
               "which rules: village (the default) or none"),
    LIST_FIELD("staff", 0, FIRST_STAFF_MAX, staff_body, "其他工作人员，以后由两个人给身份",
               "the other officials; later ones take two people"),
    FIELDS_END,
};
static const struct field staff_fields[] = {
    TEXT_FIELD("number", FIELD_NEEDED, CODE_MAX, "工号", "the number"),
    KIND_FIELD("person", FIELD_ID, FIELD_NEEDED, "代号", "their id"),
    TEXT_FIELD("enrolment_code", FIELD_NEEDED, ENROLMENT_TEXT_SIZE, "本人用它设密码",
               "with it they choose a password"),
    FIELDS_END,
};
static const struct field step_fields[] = {
    TEXT_FIELD("what", FIELD_NEEDED, TEXT_CHARACTERS_MAX, "做了什么", "what was done"),
    NUMBER_FIELD("first_record", FIELD_NEEDED, "第一条记录", "the first record"),
    NUMBER_FIELD("records", FIELD_NEEDED, "几条记录", "how many records"),
    FIELDS_END,
};
static const struct field first_fields[] = {
    KIND_FIELD("village", FIELD_CODE, FIELD_NEEDED, "村代码", "the village's code"),
    KIND_FIELD("person", FIELD_ID, FIELD_NEEDED, "管理员的代号", "the administrator's id"),
    TEXT_FIELD("enrolment_code", FIELD_NEEDED, ENROLMENT_TEXT_SIZE, "管理员用它设密码",
               "with it the administrator chooses a password"),
    LIST_FIELD("staff", FIELD_NEEDED, FIRST_STAFF_MAX, staff_fields, "其他工作人员",
               "the other officials"),
    LIST_FIELD("steps", FIELD_NEEDED, 0, step_fields, "做了哪些事", "what was done"),
    FIELDS_END,
};
static const struct field wanted_fields[] = {
    KIND_FIELD("wanted", FIELD_BOOLEAN, FIELD_NEEDED, "还没有村", "there is no village yet"),
    NUMBER_FIELD("rules", FIELD_NEEDED, "现成的规则有几条", "how many rules the template has"),
    FIELDS_END,
};

const struct route residents_first_routes[] = {
    {"GET", "/api/v1/first-run", "first_run_wanted", WHO_PUBLIC, 0, NULL, NULL, wanted_fields, NULL,
     first_wanted, "是否还要做首次设置", "Whether the first run is still to be done"},
    {"POST", "/api/v1/first-run", "first_run", WHO_PUBLIC, 0, NULL, first_body, first_fields, NULL,
     first_post, "首次设置：建村、第一位管理员、规则，只能做一次",
     "The first run: village, first administrator, rules; once only"},
    ROUTES_END,
};
