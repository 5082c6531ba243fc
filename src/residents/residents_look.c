/* residents_look.c - a look at another person's data is noted before the data is shown, and the
 * person can read who looked, when and what for. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "residents/residents_internal.h"

const char *const look_purpose_words[] = {"list",       "help",       "visit",     "registration",
                                          "award",      "redemption", "complaint", "oversight",
                                          "correction", "household",  NULL};

struct status residents_look_note(struct side *side, const char *village_code,
                                  const struct village *village, const struct id *person,
                                  const struct id *looker, enum look_purpose purpose)
{
    char home[CODE_MAX + 1];
    if (memcmp(person, looker, sizeof *person) == 0) {
        return OK;
    }
    TRY(people_village(side->people, person, PEOPLE_RESIDENT, home));
    if (home[0] == '\0') {
        TRY(people_village(side->people, person, PEOPLE_STAFF, home));
    }
    if (home[0] == '\0') {
        return OK; /* erased: nothing of them is kept, this neither */
    }
    struct look look = {.person = *person,
                        .looker = *looker,
                        .day = side_today(side, village),
                        .purpose = (int32_t)purpose,
                        .first_at = side_now(side),
                        .last_at = side_now(side)};
    snprintf(look.village, sizeof look.village, "%s", village_code);
    return residents__look_put(residents__state(side), &look);
}

/* ---- shown after it was noted ---- */

struct showing {
    struct json_object *body;
    struct id *people;
    size_t count;
    enum look_purpose purpose;
};

static void showing_end(void *state)
{
    struct showing *showing = state;
    json_object_put(showing->body);
    free(showing->people);
}

static struct status looks_note(struct call *call, struct side *side)
{
    struct showing *showing = call->state;
    for (size_t i = 0; i < showing->count; i++) {
        TRY(residents_look_note(side, call->village_code, &call->village, &showing->people[i],
                                &call->caller.person, showing->purpose));
    }
    return OK;
}

static struct status body_show(struct call *call)
{
    struct showing *showing = call->state;
    struct json_object *body = showing->body;
    showing->body = NULL;
    return call_reply(call, 200, body);
}

struct status residents__show(struct call *call, struct json_object *body, const struct id *people,
                              size_t count, enum look_purpose purpose)
{
    struct showing *showing = NULL;
    void *state = NULL;
    if (count == 0) {
        return call_reply(call, 200, body);
    }
    struct status status = call_state(call, sizeof *showing, showing_end, &state);
    if (!status_ok(status)) {
        json_object_put(body);
        return status;
    }
    showing = state;
    showing->body = body;
    showing->purpose = purpose;
    showing->people = calloc(count, sizeof *people);
    if (showing->people == NULL) {
        return FAULT(OUT_OF_MEMORY);
    }
    memcpy(showing->people, people, count * sizeof *people);
    showing->count = count;
    return call_write(call, looks_note, body_show);
}

/* ---- GET me/looks ---- */

static const char *purpose_text(int32_t purpose)
{
    switch ((enum look_purpose)purpose) {
    case LOOK_LIST:
        return lang_pick("翻看名册", "reading the roster");
    case LOOK_VISIT:
        return lang_pick("走访", "a visit");
    case LOOK_REGISTRATION:
        return lang_pick("办理注册", "registration");
    case LOOK_AWARD:
        return lang_pick("发放工分", "awarding points");
    case LOOK_REDEMPTION:
        return lang_pick("兑换", "a redemption");
    case LOOK_COMPLAINT:
        return lang_pick("处理异议或申诉", "an objection or appeal");
    case LOOK_OVERSIGHT:
        return lang_pick("监督检查", "oversight");
    case LOOK_CORRECTION:
        return lang_pick("更正资料", "correcting data");
    case LOOK_HOUSEHOLD:
        return lang_pick("办理户口事项", "a matter of the household");
    case LOOK_HELP:
        return lang_pick("帮您办事", "acting for you");
    }
    REQUIRE(!"a purpose that is stored and not known");
    return "";
}

static struct status look_json(struct call *call, const struct look *look, struct json_object **out)
{
    struct json_object *object = json_object_new_object();
    const ProtobufCBinaryData looker = {ID_BYTES, (uint8_t *)(uintptr_t)look->looker.bytes};
    struct village village = {0};
    struct member member = {0};
    *out = object;
    residents__day(object, "day", look->day);
    residents__text(object, "village", look->village);
    TRY(residents__name(call, object, "name", &look->looker));
    struct status status = identity_village(call->side->identity, look->village, &village);
    if (status_ok(status)) {
        TRY(identity_member(call->side->identity, village.id, &looker, &member));
    }
    json_object_object_add(object, "roles", residents__roles(member.roles));
    residents__text(object, "purpose", look_purpose_words[look->purpose - 1]);
    residents__text(object, "what_for", purpose_text(look->purpose));
    residents__integer(object, "times", look->times);
    json_object_object_add(object, "last_at",
                           instant_json(look->last_at, village.utc_offset_minutes));
    return OK;
}

/* "18978-<looker>-<purpose>" */
static bool cursor_read(const char *text, struct look *look)
{
    const char *dash = strchr(text, '-');
    int64_t number = 0;
    if (dash == NULL || strlen(dash) < 2 * ID_BYTES + 3) {
        return false;
    }
    if (!text_integer(text, (size_t)(dash - text), 0, DAY_MAX, &number)) {
        return false;
    }
    look->day = (int32_t)number;
    if (!residents__id_read(dash + 1, &look->looker)) {
        return false;
    }
    const char *rest = dash + 1 + 2 * ID_BYTES;
    bool good = rest[0] == '-' &&
                text_integer(rest + 1, strlen(rest + 1), LOOK_LIST, LOOK_HOUSEHOLD, &number);
    look->purpose = (int32_t)number;
    return good;
}

static void cursor_write(const struct look *look, char text[80])
{
    struct json_object *id = id_json(&look->looker);
    snprintf(text, 80, "%d-%s-%d", look->day, json_object_get_string(id), look->purpose);
    json_object_put(id);
}

/* Adds looks after `look` until the page is full; `next` is "" where there are no more. */
static struct status looks_add(struct call *call, struct look *look, struct json_object *items,
                               char next[80])
{
    struct residents *residents = residents__state(call->side);
    bool found = true;
    TRY(residents__look_next(residents, look, &found));
    for (size_t i = 0; found && i < call_limit(call); i++) {
        struct json_object *item = NULL;
        struct status status = look_json(call, look, &item);
        json_object_array_add(items, item);
        TRY(status);
        cursor_write(look, next);
        TRY(residents__look_next(residents, look, &found));
    }
    if (!found) {
        next[0] = '\0';
    }
    return OK;
}

static struct status looks(struct call *call)
{
    struct look look = {.person = call->caller.person, .day = INT32_MAX};
    char next[80] = "";
    if (call_after(call)[0] != '\0' && !cursor_read(call_after(call), &look)) {
        return REFUSE(CURSOR_WRONG);
    }
    struct json_object *items = json_object_new_array();
    struct status status = looks_add(call, &look, items, next);
    if (!status_ok(status)) {
        json_object_put(items);
        return status;
    }
    return call_reply_page(call, items, next[0] == '\0' ? NULL : next);
}

const struct field residents__look_query[] = {
    WORD_FIELD("purpose", 0, &look_purpose_words[LOOK_VISIT - 1], "用途，工作人员必填，本人可见",
               "what for: needed from officials, shown to the person"),
    FIELDS_END,
};
static const struct field look_item[] = {
    KIND_FIELD("day", FIELD_DAY, FIELD_NEEDED, "日期", "the day"),
    KIND_FIELD("village", FIELD_CODE, FIELD_NEEDED, "在哪个村", "in which village"),
    TEXT_FIELD("name", FIELD_NEEDED | FIELD_NULLABLE, NAME_CHARACTERS_MAX, "谁", "who"),
    LIST_FIELD("roles", FIELD_NEEDED, 0, NULL, "现在的身份", "their roles today"),
    WORD_FIELD("purpose", FIELD_NEEDED, look_purpose_words, "用途", "what for"),
    TEXT_FIELD("what_for", FIELD_NEEDED, TEXT_CHARACTERS_MAX, "用途（文字）", "what for, in words"),
    NUMBER_FIELD("times", FIELD_NEEDED, "当天几次", "how often on that day"),
    KIND_FIELD("last_at", FIELD_INSTANT, FIELD_NEEDED | FIELD_NULLABLE, "最后一次",
               "the last time"),
    FIELDS_END,
};
static const struct field look_page[] = {
    LIST_FIELD("items", FIELD_NEEDED, PAGE_MAX, look_item, "最新的在前", "the newest first"),
    TEXT_FIELD("next", FIELD_NEEDED | FIELD_NULLABLE, 128, "下一页", "cursor of the next page"),
    FIELDS_END,
};

const struct route residents_look_routes[] = {
    {"GET", "/api/v1/me/looks", "my_looks", WHO_SESSION, ROUTE_CURSOR, NULL, NULL, look_page, NULL,
     looks, "谁看过我的资料，为了什么", "Who looked at my data, and what for"},
    ROUTES_END,
};
