/* residents_visit.c - the round of visits: who has not registered yet, when somebody came by, and
 * what was said. Who declined is left in peace. A list of people to reach, never of who reached how
 * many: nobody and no group is ranked by it. */
#include <stdlib.h>
#include <string.h>

#include "residents/residents_internal.h"

static const char *const result_words[] = {"told",     "away",  "registered", "later",
                                           "declined", "moved", NULL};

/* ---- POST: a visit was made ---- */

static struct status visit_run(struct call *call, struct side *side)
{
    struct visit visit = {.id = call->event,
                          .visitor = call->caller.person,
                          .result = (int32_t)call_integer(call, "result", 0) + 1,
                          .noted_at = side_now(side)};
    const char *note = call_text(call, "note");
    struct member member;
    visit.visited_on = (int32_t)call_integer(call, "visited_on", side_today(side, &call->village));
    call_path_id(call, "person", &visit.person);
    const ProtobufCBinaryData person = {ID_BYTES, visit.person.bytes};
    TRY(identity_member(side->identity, call->village.id, &person, &member));
    if (member.id == 0 || member.household == 0) {
        return REFUSE(PERSON_UNKNOWN);
    }
    if (visit.visited_on > side_today(side, &call->village)) {
        return call_refuse(call, REFUSE(DAY_IN_FUTURE), "visited_on");
    }
    snprintf(visit.village, sizeof visit.village, "%s", call->village_code);
    if (note != NULL && note[0] != '\0') {
        visit.note_length = strlen(note) + SEAL_OVERHEAD_BYTES;
        REQUIRE(visit.note_length <= sizeof visit.note); /* the route's table saw to it */
        TRY(people_seal(side->people, &visit.person, "visit-note", note, strlen(note), visit.note));
    }
    return residents__visit_put(residents__state(side), &visit);
}

static struct status visit_noted(struct call *call)
{
    return call_reply_empty(call, 204);
}

static struct status visit(struct call *call)
{
    return call_write(call, visit_run, visit_noted);
}

/* ---- GET: the round ---- */

enum round_state { ROUND_OPEN, ROUND_LEFT_ALONE, ROUND_REGISTERED };
static const char *const round_words[] = {"open", "left_alone", "registered", NULL};

struct round_person {
    const struct roster_person *person;
    const struct roster_household *home;
    struct member member;
    struct visit visit;
    int64_t times;
};

struct round {
    struct call *call;
    struct roster *roster;
    const char *group;
    enum round_state state;
    struct json_object *items;
    struct id shown[PAGE_MAX];
    size_t count;
};

static enum round_state state_of(const struct round_person *who)
{
    if (who->member.registered_on != DAY_NEVER) {
        return ROUND_REGISTERED;
    }
    bool alone =
        who->times > 0 && (who->visit.result == VISIT_DECLINED || who->visit.result == VISIT_MOVED);
    return alone ? ROUND_LEFT_ALONE : ROUND_OPEN;
}

/* Who belongs on the list that was asked for. Of those registered only who had been visited. */
static struct status passes(struct round *round, struct round_person *who, bool *yes)
{
    struct side *side = round->call->side;
    const ProtobufCBinaryData id = {ID_BYTES, (uint8_t *)(uintptr_t)who->person->id.bytes};
    *yes = false;
    TRY(identity_member(side->identity, round->call->village.id, &id, &who->member));
    who->home = roster_household(round->roster, who->member.household);
    if (who->member.id == 0 || who->home == NULL || who->member.closed_on != DAY_NEVER ||
        (round->group != NULL && strcmp(who->home->group, round->group) != 0)) {
        return OK;
    }
    TRY(residents__visit_last(residents__state(side), round->call->village_code, &who->person->id,
                              &who->visit, &who->times));
    enum round_state state = state_of(who);
    *yes = state == round->state && (state != ROUND_REGISTERED || who->times > 0);
    return OK;
}

const char *residents__visit_word(int32_t result)
{
    return result_words[result - 1];
}

struct status residents__visit_note(struct side *side, const struct visit *visit,
                                    char note[NOTE_BYTES_MAX_SEALED + 1])
{
    bool known = false;
    note[0] = '\0';
    if (visit->note_length > 0) {
        TRY(people_unseal(side->people, &visit->person, "visit-note", visit->note,
                          visit->note_length, note, &known));
        note[known ? visit->note_length - SEAL_OVERHEAD_BYTES : 0] = '\0';
    }
    return OK;
}

static struct status visit_json(struct call *call, const struct visit *visit,
                                struct json_object *object)
{
    char note[NOTE_BYTES_MAX_SEALED + 1] = "";
    residents__day(object, "visited_on", visit->visited_on);
    residents__text(object, "result", residents__visit_word(visit->result));
    TRY(residents__name(call, object, "visitor", &visit->visitor));
    TRY(residents__visit_note(call->side, visit, note));
    residents__text(object, "note", note[0] != '\0' ? note : NULL);
    return OK;
}

static struct status item_add(struct round *round, const struct round_person *who)
{
    struct json_object *item = json_object_new_object();
    json_object_array_add(round->items, item);
    json_object_object_add(item, "person", id_json(&who->person->id));
    residents__text(item, "number", who->person->number);
    residents__text(item, "name", who->person->name);
    residents__text(item, "group", who->home->group);
    residents__text(item, "address", who->home->address);
    residents__flag(item, "phone", who->person->phone[0] != '\0');
    residents__integer(item, "visits", who->times);
    residents__day(item, "registered_on", who->member.registered_on);
    round->shown[round->count++] = who->person->id;
    if (who->times == 0) {
        return OK;
    }
    struct json_object *last = json_object_new_object();
    json_object_object_add(item, "last", last);
    return visit_json(round->call, &who->visit, last);
}

static struct status round_fill(struct round *round, const char **next)
{
    const char *after = call_after(round->call);
    const char *last = NULL;
    *next = NULL;
    for (size_t i = 0; i < round->roster->count; i++) {
        struct round_person who = {.person = &round->roster->people[i]};
        bool yes = false;
        if (after[0] != '\0' && strcmp(who.person->number, after) <= 0) {
            continue;
        }
        TRY(passes(round, &who, &yes));
        if (yes && round->count == call_limit(round->call)) {
            *next = last;
            return OK;
        }
        if (yes) {
            TRY(item_add(round, &who));
            last = who.person->number;
        }
    }
    return OK;
}

static struct status visits(struct call *call)
{
    struct round round = {.call = call,
                          .group = call_text(call, "group"),
                          .state = (enum round_state)call_integer(call, "state", ROUND_OPEN)};
    const char *next = NULL;
    TRY(residents__roster(call->side, call->village_code, &call->village, &round.roster));
    struct json_object *page = json_object_new_object();
    round.items = json_object_new_array();
    json_object_object_add(page, "items", round.items);
    struct status status = round_fill(&round, &next);
    residents__text(page, "next", next);
    if (!status_ok(status)) {
        json_object_put(page);
        return status;
    }
    return residents__show(call, page, round.shown, round.count, LOOK_VISIT);
}

/* ---- routes ---- */

static const struct field visit_body[] = {
    WORD_FIELD("result", FIELD_NEEDED, result_words,
               "结果：已说明、不在家、已注册、改日、不愿意、已搬走",
               "told, away, registered, later, declined or moved"),
    KIND_FIELD("visited_on", FIELD_DAY, 0, "哪天去的，默认今天", "the day; today if not given"),
    TEXT_FIELD("note", 0, TEXT_CHARACTERS_MAX, "备注，本人可见", "a note; the person can read it"),
    FIELDS_END,
};
static const struct field round_query[] = {
    WORD_FIELD("state", 0, round_words, "还要去的（默认）、不再打扰的、走访后注册的",
               "still to be reached (the default), left alone, or registered after a visit"),
    TEXT_FIELD("group", 0, NAME_CHARACTERS_MAX, "村民小组", "of this villager group"),
    FIELDS_END,
};
static const struct field last_fields[] = {
    KIND_FIELD("visited_on", FIELD_DAY, FIELD_NEEDED, "日期", "the day"),
    WORD_FIELD("result", FIELD_NEEDED, result_words, "结果", "the result"),
    TEXT_FIELD("visitor", FIELD_NEEDED | FIELD_NULLABLE, NAME_CHARACTERS_MAX, "谁去的", "who came"),
    TEXT_FIELD("note", FIELD_NEEDED | FIELD_NULLABLE, TEXT_CHARACTERS_MAX, "备注", "a note"),
    FIELDS_END,
};
static const struct field round_fields[] = {
    KIND_FIELD("person", FIELD_ID, FIELD_NEEDED, "代号", "the person's id in the log"),
    TEXT_FIELD("number", FIELD_NEEDED, CODE_MAX, "村民编号", "the number on the roster"),
    TEXT_FIELD("name", FIELD_NEEDED, NAME_CHARACTERS_MAX, "姓名", "the name"),
    TEXT_FIELD("group", FIELD_NEEDED, NAME_CHARACTERS_MAX, "村民小组", "the villager group"),
    TEXT_FIELD("address", FIELD_NEEDED, TEXT_CHARACTERS_MAX, "住址", "the address"),
    KIND_FIELD("phone", FIELD_BOOLEAN, FIELD_NEEDED, "名册上有手机号", "a phone is on the roster"),
    NUMBER_FIELD("visits", FIELD_NEEDED, "去过几次", "how many visits"),
    KIND_FIELD("registered_on", FIELD_DAY, FIELD_NEEDED | FIELD_NULLABLE, "注册日",
               "since when registered"),
    OBJECT_FIELD("last", 0, last_fields, "最近一次", "the last visit"),
    FIELDS_END,
};
static const struct field round_page[] = {
    LIST_FIELD("items", FIELD_NEEDED, PAGE_MAX, round_fields, "按编号排", "by number"),
    TEXT_FIELD("next", FIELD_NEEDED | FIELD_NULLABLE, 128, "下一页", "cursor of the next page"),
    FIELDS_END,
};

const struct route residents_visit_routes[] = {
    {"GET", "/api/v1/villages/{village}/visits", "visits", WHO_SOCIAL_WORKER | WHO_CADRE,
     ROUTE_CURSOR, round_query, NULL, round_page, NULL, visits,
     "走访名单：谁还没有注册，去过没有，结果如何",
     "The round of visits: who has not registered, whether somebody came by, with what result"},
    {"POST", "/api/v1/villages/{village}/residents/{person}/visits", "visit",
     WHO_SOCIAL_WORKER | WHO_CADRE, ROUTE_IDEMPOTENT, NULL, visit_body, NULL, NULL, visit,
     "记一次走访", "Notes a visit"},
    ROUTES_END,
};
