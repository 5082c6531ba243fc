/* residents_tie_http.c - giving, agreeing to, ending and reading powers to act for somebody. */
#include <stdlib.h>
#include <string.h>

#include "notify/notify.h"
#include "residents/residents_internal.h"

enum { YEARS_MAX = 3 };

static const char *const kind_words[] = {"guardian", "kin", "helper", NULL};

static bool same(const struct id *a, const struct id *b)
{
    return memcmp(a, b, sizeof *a) == 0;
}

static bool by_official(const struct call *call)
{
    return call_may(call, WHO_SOCIAL_WORKER | WHO_CADRE) && !call->caller.device;
}

/* ---- POST: a power is offered or asked for ---- */

/* Who is meant: number and name together, so that nobody walks numbers. Left out: the caller. */
static struct status party_find(struct call *call, struct side *side, const char *field,
                                struct id *id)
{
    const struct json_node *party = call_node(call, field);
    struct people_row row;
    bool found = false;
    if (party == NULL) {
        *id = call->caller.person;
        return OK;
    }
    TRY(people_find(side->people, call->village_code, PEOPLE_RESIDENT,
                    node_text(call, party, "number"), &found, &row));
    bool named = found && strcmp(row.person->name, node_text(call, party, "name")) == 0;
    if (found) {
        *id = row.id;
        people_row_free(&row);
    }
    return named ? OK : call_refuse(call, REFUSE(PERSON_UNKNOWN), field);
}

static struct status known_check(struct call *call, struct side *side, const struct id *id)
{
    struct member member;
    const ProtobufCBinaryData person = {ID_BYTES, (uint8_t *)(uintptr_t)id->bytes};
    TRY(identity_member(side->identity, call->village.id, &person, &member));
    return member.id != 0 ? OK : REFUSE(PERSON_UNKNOWN);
}

/* A guardian's power lasts up to the 14th birthday; others' as long as agreed, three years at
 * most. */
static struct status end_find(struct call *call, struct side *side, struct tie *tie)
{
    struct people_row row;
    bool found = false;
    int32_t today = side_today(side, &call->village);
    int32_t last = day_add_months(today, 12 * YEARS_MAX);
    tie->ends_on = (int32_t)call_integer(call, "ends_on", last);
    if (tie->ends_on < today || tie->ends_on > last) {
        return call_refuse(call, REFUSE(FIELD_WRONG), "ends_on");
    }
    if (tie->kind != TIE_GUARDIAN) {
        return OK;
    }
    bool minor = false;
    TRY(residents_minor(side, &call->village, &tie->person, &minor));
    if (!minor) {
        return REFUSE(NOT_MINOR);
    }
    TRY(people_get(side->people, &tie->person, &found, &row));
    if (found) {
        tie->ends_on = day_add_months(row.person->birth_day, 12 * MINOR_YEARS) - 1;
        people_row_free(&row);
    }
    return OK;
}

/* Who confirms by office is neither of the two, nor of the helper's household. */
static struct status unrelated_check(struct call *call, struct side *side, const struct tie *tie)
{
    struct member helper;
    struct member official;
    const ProtobufCBinaryData id = {ID_BYTES, (uint8_t *)(uintptr_t)tie->helper.bytes};
    const ProtobufCBinaryData caller = {ID_BYTES, call->caller.person.bytes};
    if (same(&call->caller.person, &tie->person) || same(&call->caller.person, &tie->helper)) {
        return REFUSE(TIE_OFFICIAL);
    }
    TRY(identity_member(side->identity, call->village.id, &id, &helper));
    TRY(identity_member(side->identity, call->village.id, &caller, &official));
    bool home = official.household != 0 && official.household == helper.household;
    return home ? REFUSE(TIE_OFFICIAL) : OK;
}

/* The caller's own side agrees by asking; an official who saw both confirms. */
static struct status agree(struct call *call, struct side *side, struct tie *tie)
{
    int64_t now = side_now(side);
    if (same(&call->caller.person, &tie->person)) {
        tie->person_at = now;
        return OK;
    }
    if (same(&call->caller.person, &tie->helper)) {
        tie->helper_at = now;
        return OK;
    }
    if (!by_official(call)) {
        return REFUSE(NOT_ALLOWED);
    }
    TRY(unrelated_check(call, side, tie));
    if (call_flag(call, "signed_on_paper")) {
        tie->official = call->caller.person;
        tie->official_at = now;
        tie->helper_at = tie->helper_at != 0 ? tie->helper_at : now;
        return OK;
    }
    if (tie->kind != TIE_GUARDIAN) {
        return call_refuse(call, REFUSE(FIELD_MISSING), "signed_on_paper");
    }
    tie->official = call->caller.person; /* that they are the guardian; they agree themselves */
    tie->official_at = now;
    return OK;
}

/* Each of the two hears whom the paper names beside them. */
static struct status paper_tell(struct side *side, const struct id *person, enum notify_text text,
                                const struct id *other)
{
    struct people_row row = {.person = NULL};
    bool found = false;
    TRY(people_get(side->people, other, &found, &row));
    if (!found) {
        return OK;
    }
    const char *const values[NOTIFY_VALUES_MAX] = {row.person->name};
    struct status status = notify_tell(side, person, text, values);
    people_row_free(&row);
    return status;
}

/* What an official entered from paper is told to both, who may not have been there. */
static struct status both_tell(struct call *call, struct side *side, const struct tie *tie)
{
    if (!call_flag(call, "signed_on_paper") || !same(&tie->official, &call->caller.person)) {
        return OK;
    }
    TRY(paper_tell(side, &tie->person, TEXT_TIE, &tie->helper));
    return paper_tell(side, &tie->helper, TEXT_TIE_HELPER, &tie->person);
}

static int32_t powers_of(const struct call *call, int32_t kind)
{
    if (kind == TIE_GUARDIAN) {
        return POWER_SEE | POWER_SIGN_UP | POWER_REDEEM;
    }
    return (call_flag(call, "see") ? POWER_SEE : 0) |
           (call_flag(call, "sign_up") ? POWER_SIGN_UP : 0) |
           (call_integer(call, "redeem_daily", 0) > 0 ? POWER_REDEEM : 0);
}

/* Neither has a power over the other already, and the person has not got too many to follow. */
static struct status room_check(struct call *call, struct side *side, const struct tie *tie)
{
    struct residents *residents = residents__state(side);
    struct tie ties[TIES_MAX];
    size_t count = 0;
    size_t open = 0;
    bool found = false;
    TRY(residents__tie_between(residents, call->village_code, &tie->person, &tie->helper, &found,
                               &ties[0]));
    if (found && !same(&ties[0].id, &tie->id) &&
        ties[0].ends_on >= side_today(side, &call->village)) {
        return REFUSE(TIE_EXISTS);
    }
    TRY(residents__ties_of(residents, &tie->person, false, ties, &count));
    for (size_t i = 0; i < count; i++) {
        open += ties[i].ended_at == 0;
    }
    return open < TIES_MAX ? OK : REFUSE(LIMIT_EXCEEDED);
}

static struct status tie_run(struct call *call, struct side *side)
{
    struct residents *residents = residents__state(side);
    struct tie tie = {.id = call->event,
                      .kind = (int32_t)call_integer(call, "kind", 0) + 1,
                      .redeem_daily = call_integer(call, "redeem_daily", 0),
                      .made_by = call->caller.person,
                      .made_at = side_now(side)};
    struct tie before;
    bool again = false;
    TRY(residents__tie_get(residents, &tie.id, &again, &before));
    if (again) {
        return same(&before.made_by, &tie.made_by) ? OK : REFUSE(ID_TAKEN);
    }
    snprintf(tie.village, sizeof tie.village, "%s", call->village_code);
    TRY(party_find(call, side, "person", &tie.person));
    TRY(party_find(call, side, "helper", &tie.helper));
    TRY(known_check(call, side, &tie.person));
    TRY(known_check(call, side, &tie.helper));
    if (same(&tie.person, &tie.helper)) {
        return REFUSE(TIE_SELF);
    }
    tie.powers = powers_of(call, tie.kind);
    if (tie.powers == 0) {
        return call_refuse(call, REFUSE(FIELD_MISSING), "see");
    }
    TRY(end_find(call, side, &tie));
    TRY(room_check(call, side, &tie));
    TRY(agree(call, side, &tie));
    TRY(both_tell(call, side, &tie));
    return residents__tie_put(residents, &tie);
}

static struct status tie_told(struct call *call)
{
    struct json_object *object = json_object_new_object();
    json_object_object_add(object, "tie", id_json(&call->event));
    return call_reply(call, 201, object);
}

static struct status tie_make(struct call *call)
{
    return call->caller.device ? REFUSE(NOT_ALLOWED) : call_write(call, tie_run, tie_told);
}

/* ---- agreed to, ended ---- */

static struct status tie_find(struct call *call, struct side *side, struct tie *tie)
{
    struct id id;
    bool found = false;
    call_path_id(call, "tie_id", &id);
    TRY(residents__tie_get(residents__state(side), &id, &found, tie));
    bool here = found && strcmp(tie->village, call->village_code) == 0;
    bool party = here && (same(&call->caller.person, &tie->person) ||
                          same(&call->caller.person, &tie->helper) || by_official(call));
    return party ? OK : REFUSE(TIE_UNKNOWN); /* whether there is one or not */
}

static struct status agree_run(struct call *call, struct side *side)
{
    struct tie tie;
    TRY(tie_find(call, side, &tie));
    if (tie.ended_at != 0 || tie.ends_on < side_today(side, &call->village)) {
        return REFUSE(TIE_ENDED);
    }
    TRY(agree(call, side, &tie));
    TRY(both_tell(call, side, &tie));
    return residents__tie_update(residents__state(side), &tie);
}

static struct status end_run(struct call *call, struct side *side)
{
    struct tie tie;
    TRY(tie_find(call, side, &tie));
    if (tie.ended_at == 0) {
        tie.ended_at = side_now(side);
        tie.ended_by = call->caller.person;
    }
    return residents__tie_update(residents__state(side), &tie);
}

static struct status done(struct call *call)
{
    return call_reply_empty(call, 204);
}

static struct status tie_agree(struct call *call)
{
    return call->caller.device ? REFUSE(NOT_ALLOWED) : call_write(call, agree_run, done);
}

static struct status tie_end(struct call *call)
{
    return call->caller.device ? REFUSE(NOT_ALLOWED) : call_write(call, end_run, done);
}

/* ---- read ---- */

static struct status party_json(struct call *call, struct json_object *object, const char *key,
                                const struct id *id)
{
    struct json_object *party = json_object_new_object();
    json_object_object_add(object, key, party);
    json_object_object_add(party, "person", id_json(id));
    return residents__name(call, party, "name", id);
}

static struct status tie_json(struct call *call, const struct tie *tie, struct json_object *object)
{
    struct village village = {0};
    TRY(identity_village(call->side->identity, tie->village, &village));
    json_object_object_add(object, "tie", id_json(&tie->id));
    residents__text(object, "village", tie->village);
    TRY(party_json(call, object, "person", &tie->person));
    TRY(party_json(call, object, "helper", &tie->helper));
    residents__text(object, "kind", kind_words[tie->kind - 1]);
    residents__flag(object, "see", (tie->powers & POWER_SEE) != 0);
    residents__flag(object, "sign_up", (tie->powers & POWER_SIGN_UP) != 0);
    residents__integer(object, "redeem_daily", tie->redeem_daily);
    residents__flag(object, "person_agreed", tie->person_at != 0);
    residents__flag(object, "helper_agreed", tie->helper_at != 0);
    residents__flag(object, "confirmed", tie->official_at != 0);
    residents__flag(object, "holds", tie_holds(tie, side_today(call->side, &village)));
    residents__day(object, "ends_on", tie->ends_on);
    json_object_object_add(object, "ended_at",
                           instant_json(tie->ended_at, village.utc_offset_minutes));
    return OK;
}

static struct status ties_add(struct call *call, const struct id *person, bool as_helper,
                              struct json_object *object, const char *key)
{
    struct tie ties[TIES_MAX];
    size_t count = 0;
    struct json_object *items = json_object_new_array();
    json_object_object_add(object, key, items);
    TRY(residents__ties_of(residents__state(call->side), person, as_helper, ties, &count));
    for (size_t i = 0; i < count; i++) {
        struct json_object *item = json_object_new_object();
        json_object_array_add(items, item);
        TRY(tie_json(call, &ties[i], item));
    }
    return OK;
}

static struct status ties_json(struct call *call, const struct id *person, struct json_object **out)
{
    struct json_object *object = json_object_new_object();
    struct status status = ties_add(call, person, false, object, "for_me");
    if (status_ok(status)) {
        status = ties_add(call, person, true, object, "for_others");
    }
    if (!status_ok(status)) {
        json_object_put(object);
        return status;
    }
    *out = object;
    return OK;
}

static struct status my_ties(struct call *call)
{
    struct json_object *object = NULL;
    TRY(ties_json(call, &call->caller.person, &object));
    return call_reply(call, 200, object);
}

static struct status ties_of(struct call *call)
{
    struct id person;
    struct member member;
    enum sight sight = SIGHT_NONE;
    enum look_purpose purpose = LOOK_HELP;
    struct json_object *object = NULL;
    TRY(residents__look(call, &person, &member, &sight, &purpose));
    if (sight == SIGHT_MASKED) {
        return REFUSE(NOT_ALLOWED);
    }
    TRY(ties_json(call, &person, &object));
    return residents__show(call, object, &person, 1, purpose);
}

/* ---- routes ---- */

static const struct field who_fields[] = {
    TEXT_FIELD("number", FIELD_NEEDED, CODE_MAX, "村民编号", "the number on the roster"),
    TEXT_FIELD("name", FIELD_NEEDED, NAME_CHARACTERS_MAX, "姓名", "the name"),
    FIELDS_END,
};
static const struct field tie_body[] = {
    OBJECT_FIELD("person", 0, who_fields, "替谁办，不写就是我", "for whom; left out: me"),
    OBJECT_FIELD("helper", 0, who_fields, "由谁办，不写就是我", "by whom; left out: me"),
    WORD_FIELD("kind", FIELD_NEEDED, kind_words, "监护人、亲属、帮手", "guardian, kin or helper"),
    KIND_FIELD("see", FIELD_BOOLEAN, 0, "可以看工分", "may see the points"),
    KIND_FIELD("sign_up", FIELD_BOOLEAN, 0, "可以报名和申报", "may sign up and claim"),
    {.name = "redeem_daily",
     .kind = FIELD_INTEGER,
     .max = REDEEM_DAILY_MAX,
     .zh = "每天可代为兑换多少工分",
     .en = "how many points may be spent in a day"},
    KIND_FIELD("ends_on", FIELD_DAY, 0, "到哪天为止，最多三年", "the last day, within three years"),
    KIND_FIELD("signed_on_paper", FIELD_BOOLEAN, 0, "工作人员见到双方签字",
               "an official saw both sign"),
    FIELDS_END,
};
static const struct field agree_body[] = {
    KIND_FIELD("signed_on_paper", FIELD_BOOLEAN, 0, "工作人员见到双方签字",
               "an official saw both sign"),
    FIELDS_END,
};
static const struct field made_fields[] = {
    KIND_FIELD("tie", FIELD_ID, FIELD_NEEDED, "授权的代号", "id of the power"),
    FIELDS_END,
};
static const struct field party_fields[] = {
    KIND_FIELD("person", FIELD_ID, FIELD_NEEDED, "代号", "the person's id in the log"),
    TEXT_FIELD("name", FIELD_NEEDED | FIELD_NULLABLE, NAME_CHARACTERS_MAX, "姓名", "the name"),
    FIELDS_END,
};
static const struct field tie_fields[] = {
    KIND_FIELD("tie", FIELD_ID, FIELD_NEEDED, "授权的代号", "id of the power"),
    KIND_FIELD("village", FIELD_CODE, FIELD_NEEDED, "村代码", "the village's code"),
    OBJECT_FIELD("person", FIELD_NEEDED, party_fields, "替谁办", "for whom"),
    OBJECT_FIELD("helper", FIELD_NEEDED, party_fields, "由谁办", "by whom"),
    WORD_FIELD("kind", FIELD_NEEDED, kind_words, "监护人、亲属、帮手", "guardian, kin or helper"),
    KIND_FIELD("see", FIELD_BOOLEAN, FIELD_NEEDED, "可以看工分", "may see the points"),
    KIND_FIELD("sign_up", FIELD_BOOLEAN, FIELD_NEEDED, "可以报名和申报", "may sign up and claim"),
    NUMBER_FIELD("redeem_daily", FIELD_NEEDED, "每天可兑换", "points a day"),
    KIND_FIELD("person_agreed", FIELD_BOOLEAN, FIELD_NEEDED, "本人同意", "the person agreed"),
    KIND_FIELD("helper_agreed", FIELD_BOOLEAN, FIELD_NEEDED, "对方同意", "the helper agreed"),
    KIND_FIELD("confirmed", FIELD_BOOLEAN, FIELD_NEEDED, "工作人员确认", "an official confirmed"),
    KIND_FIELD("holds", FIELD_BOOLEAN, FIELD_NEEDED, "现在有效", "holds today"),
    KIND_FIELD("ends_on", FIELD_DAY, FIELD_NEEDED, "最后一天", "the last day"),
    KIND_FIELD("ended_at", FIELD_INSTANT, FIELD_NEEDED | FIELD_NULLABLE, "何时撤销", "ended when"),
    FIELDS_END,
};
static const struct field ties_fields[] = {
    LIST_FIELD("for_me", FIELD_NEEDED, TIES_MAX, tie_fields, "谁可以替我办", "who may act for me"),
    LIST_FIELD("for_others", FIELD_NEEDED, TIES_MAX, tie_fields, "我可以替谁办",
               "for whom I may act"),
    FIELDS_END,
};
const struct route residents_tie_routes[] = {
    {"POST", "/api/v1/villages/{village}/ties", "tie_make", WHO_MEMBER,
     ROUTE_IDEMPOTENT | ROUTE_LASTING, NULL, tie_body, made_fields, NULL, tie_make,
     "授权别人替自己办事，或请求替别人办事",
     "Gives somebody the power to act for one, or asks for it"},
    {"POST", "/api/v1/villages/{village}/ties/{tie_id}/agreement", "tie_agree", WHO_MEMBER,
     ROUTE_LASTING, NULL, agree_body, NULL, NULL, tie_agree, "同意或确认一份授权",
     "Agrees to a power, or confirms it"},
    {"DELETE", "/api/v1/villages/{village}/ties/{tie_id}", "tie_end", WHO_MEMBER, ROUTE_LASTING,
     NULL, NULL, NULL, NULL, tie_end, "撤销一份授权，立即生效", "Ends a power, at once"},
    {"GET", "/api/v1/me/ties", "my_ties", WHO_SESSION, 0, NULL, NULL, ties_fields, NULL, my_ties,
     "谁可以替我办事，我可以替谁办事", "Who may act for me, and for whom I may"},
    {"GET", "/api/v1/villages/{village}/residents/{person}/ties", "ties",
     WHO_SOCIAL_WORKER | WHO_CADRE, 0, residents__look_query, NULL, ties_fields, NULL, ties_of,
     "一个人的授权", "The powers about a person"},
    ROUTES_END,
};
