/* residents_welcome.c - points of welcome: who registers gets them once, put forward by one
 * official and approved by another, as every award is. */
#include <stdlib.h>
#include <string.h>

#include "residents/residents_internal.h"

/* ---- POST: the next step for each of some people ---- */

enum step { STEP_PROPOSED, STEP_AWARDED, STEP_REFUSED };
static const char *const step_words[] = {"proposed", "awarded", "refused", NULL};

struct step_done {
    struct id person;
    enum step step;
    struct status status;
    struct journal_answer answer;
};

struct steps {
    struct step_done *list;
    size_t count;
};

static void steps_end(void *state)
{
    struct steps *steps = state;
    free(steps->list);
}

/* The rule by the way in which they registered. */
static struct status award_try(struct call *call, struct side *side, struct welcome *welcome,
                               const struct member *member)
{
    Sanbao__V1__Award award = SANBAO__V1__AWARD__INIT;
    Sanbao__V1__Operation operation = SANBAO__V1__OPERATION__INIT;
    struct id event;
    bool card = member->access == SANBAO__V1__ACCESS__ACCESS_CARD;
    side_id_derive(side, &welcome->person, call->village_code, 0, &event);
    award.person = (ProtobufCBinaryData){ID_BYTES, welcome->person.bytes};
    award.rule = (char *)(uintptr_t)(card ? "REG-02" : "REG-01");
    operation.event_id = (ProtobufCBinaryData){ID_BYTES, event.bytes};
    operation.proposer = (ProtobufCBinaryData){ID_BYTES, welcome->proposer.bytes};
    operation.approver = (ProtobufCBinaryData){ID_BYTES, call->caller.person.bytes};
    operation.award = &award;
    operation.action_case = SANBAO__V1__OPERATION__ACTION_AWARD;
    return call_try(call, side, &operation);
}

static struct status step_take(struct call *call, struct side *side, struct step_done *done)
{
    struct residents *residents = residents__state(side);
    struct welcome welcome = {.person = done->person};
    const ProtobufCBinaryData person = {ID_BYTES, done->person.bytes};
    struct member member;
    bool found = false;
    snprintf(welcome.village, sizeof welcome.village, "%s", call->village_code);
    TRY(residents__welcome_get(residents, &welcome, &found));
    if (!found) {
        return REFUSE(WELCOME_UNKNOWN);
    }
    TRY(identity_member(side->identity, call->village.id, &person, &member));
    TRY(residents_earn_check(side, &member));
    TRY(residents_minor_check(side, call->village_code, &call->village, &done->person));
    TRY(residents_look_note(side, call->village_code, &call->village, &done->person,
                            &call->caller.person, LOOK_AWARD));
    if (memcmp(&done->person, &call->caller.person, sizeof done->person) == 0) {
        return REFUSE(TWO_EYES_SAME);
    }
    done->step = STEP_PROPOSED;
    if (!welcome.proposed) {
        welcome.proposer = call->caller.person;
        return residents__welcome_propose(residents, &welcome);
    }
    if (memcmp(&welcome.proposer, &call->caller.person, sizeof welcome.proposer) == 0) {
        return OK; /* waits for another official */
    }
    TRY(award_try(call, side, &welcome, &member));
    done->step = STEP_AWARDED;
    done->answer = call->answer;
    return residents__welcome_drop(residents, &welcome);
}

static struct status steps_run(struct call *call, struct side *side)
{
    struct steps *steps = call->state;
    for (size_t i = 0; i < steps->count; i++) {
        struct step_done *done = &steps->list[i];
        done->status = step_take(call, side, done);
        if (status_is_fault(done->status)) {
            return done->status;
        }
        done->step = status_ok(done->status) ? done->step : STEP_REFUSED;
    }
    return OK;
}

static struct status steps_show(struct call *call)
{
    struct steps *steps = call->state;
    struct json_object *items = json_object_new_array();
    for (size_t i = 0; i < steps->count; i++) {
        const struct step_done *done = &steps->list[i];
        struct json_object *item = json_object_new_object();
        bool refused = done->step == STEP_REFUSED;
        json_object_object_add(item, "person", id_json(&done->person));
        residents__text(item, "step", step_words[done->step]);
        residents__text(item, "code", refused ? status_name(done->status.code) : NULL);
        residents__text(item, "why", refused ? status_text(done->status.code) : NULL);
        json_object_object_add(item, "receipt",
                               done->step == STEP_AWARDED ? receipt_json(&done->answer) : NULL);
        json_object_array_add(items, item);
    }
    struct json_object *object = json_object_new_object();
    json_object_object_add(object, "items", items);
    return call_reply(call, 200, object);
}

static struct status welcome_step(struct call *call)
{
    void *state = NULL;
    const struct json_node *list = call_node(call, "people");
    TRY(call_state(call, sizeof(struct steps), steps_end, &state));
    struct steps *steps = state;
    steps->list = calloc(list->count, sizeof *steps->list);
    if (steps->list == NULL) {
        return FAULT(OUT_OF_MEMORY);
    }
    for (const struct json_node *node = node_first(call, list); node != NULL;
         node = node_next(call, node)) {
        const char *text = node->member.text;
        if (strlen(text) != 2 * ID_BYTES ||
            !residents__id_read(text, &steps->list[steps->count++].person)) {
            return call_refuse(call, REFUSE(FIELD_WRONG), "people");
        }
    }
    return call_write(call, steps_run, steps_show);
}

/* ---- GET: who waits ---- */

static struct status waiting_json(struct call *call, const struct welcome *welcome,
                                  struct json_object *item)
{
    struct people_row row;
    bool found = false;
    json_object_object_add(item, "person", id_json(&welcome->person));
    TRY(people_get(call->side->people, &welcome->person, &found, &row));
    residents__text(item, "number", found ? row.person->number : NULL);
    residents__text(item, "name", found ? row.person->name : NULL);
    if (found) {
        people_row_free(&row);
    }
    json_object_object_add(item, "registered_at",
                           instant_json(welcome->registered_at, call->village.utc_offset_minutes));
    if (!welcome->proposed) {
        residents__text(item, "proposed_by", NULL);
        return OK;
    }
    return residents__name(call, item, "proposed_by", &welcome->proposer);
}

struct waiting {
    struct json_object *items;
    struct id shown[PAGE_MAX];
    size_t count;
    char next[CURSOR_SIZE];
};

static struct status waiting_fill(struct call *call, struct welcome *welcome,
                                  struct waiting *waiting)
{
    struct residents *residents = residents__state(call->side);
    bool found = false;
    TRY(residents__welcome_next(residents, welcome, &found));
    while (found && waiting->count < call_limit(call)) {
        struct json_object *item = json_object_new_object();
        json_object_array_add(waiting->items, item);
        TRY(waiting_json(call, welcome, item));
        waiting->shown[waiting->count++] = welcome->person;
        residents__cursor_write(welcome->registered_at, &welcome->person, waiting->next);
        TRY(residents__welcome_next(residents, welcome, &found));
    }
    if (!found) {
        waiting->next[0] = '\0';
    }
    return OK;
}

static struct status welcomes(struct call *call)
{
    struct welcome welcome = {.registered_at = -1};
    struct waiting waiting = {.next = ""};
    const char *after = call_after(call);
    snprintf(welcome.village, sizeof welcome.village, "%s", call->village_code);
    if (after[0] != '\0' &&
        !residents__cursor_read(after, &welcome.registered_at, &welcome.person)) {
        return REFUSE(CURSOR_WRONG);
    }
    struct json_object *page = json_object_new_object();
    waiting.items = json_object_new_array();
    json_object_object_add(page, "items", waiting.items);
    struct status status = waiting_fill(call, &welcome, &waiting);
    residents__text(page, "next", waiting.next[0] != '\0' ? waiting.next : NULL);
    if (!status_ok(status)) {
        json_object_put(page);
        return status;
    }
    return residents__show(call, page, waiting.shown, waiting.count, LOOK_AWARD);
}

/* ---- routes ---- */

static const struct field steps_body[] = {
    LIST_FIELD("people", FIELD_NEEDED, 200, NULL, "代号", "ids of the people"),
    FIELDS_END,
};
static const struct field step_fields[] = {
    KIND_FIELD("person", FIELD_ID, FIELD_NEEDED, "代号", "the person's id in the log"),
    WORD_FIELD("step", FIELD_NEEDED, step_words, "到了哪一步：已提出、已发放、未成",
               "proposed, awarded or refused"),
    TEXT_FIELD("code", FIELD_NEEDED | FIELD_NULLABLE, 64, "未成的代码", "code of the refusal"),
    TEXT_FIELD("why", FIELD_NEEDED | FIELD_NULLABLE, TEXT_CHARACTERS_MAX, "未成的原因",
               "why it was refused"),
    OBJECT_FIELD("receipt", FIELD_NEEDED | FIELD_NULLABLE, receipt_fields, "记录", "the record"),
    FIELDS_END,
};
static const struct field steps_fields[] = {
    LIST_FIELD("items", FIELD_NEEDED, 200, step_fields, "每人一项", "one for each"),
    FIELDS_END,
};
static const struct field waiting_fields[] = {
    KIND_FIELD("person", FIELD_ID, FIELD_NEEDED, "代号", "the person's id in the log"),
    TEXT_FIELD("number", FIELD_NEEDED | FIELD_NULLABLE, CODE_MAX, "村民编号", "the number"),
    TEXT_FIELD("name", FIELD_NEEDED | FIELD_NULLABLE, NAME_CHARACTERS_MAX, "姓名", "the name"),
    KIND_FIELD("registered_at", FIELD_INSTANT, FIELD_NEEDED | FIELD_NULLABLE, "注册时间",
               "when they registered"),
    TEXT_FIELD("proposed_by", FIELD_NEEDED | FIELD_NULLABLE, NAME_CHARACTERS_MAX, "谁提出",
               "who put it forward"),
    FIELDS_END,
};
static const struct field waiting_page[] = {
    LIST_FIELD("items", FIELD_NEEDED, PAGE_MAX, waiting_fields, "先注册的在前", "the oldest first"),
    TEXT_FIELD("next", FIELD_NEEDED | FIELD_NULLABLE, 128, "下一页", "cursor of the next page"),
    FIELDS_END,
};

const struct route residents_welcome_routes[] = {
    {"GET", "/api/v1/villages/{village}/welcomes", "welcomes", WHO_SOCIAL_WORKER, ROUTE_CURSOR,
     NULL, NULL, waiting_page, NULL, welcomes, "等待注册工分的人",
     "Who waits for points of welcome"},
    {"POST", "/api/v1/villages/{village}/welcomes", "welcome_step", WHO_SOCIAL_WORKER, ROUTE_BULK,
     NULL, steps_body, steps_fields, NULL, welcome_step, "发放注册工分：一名社工提出，另一名审核",
     "Points of welcome: put forward by one social worker, approved by another"},
    ROUTES_END,
};
