/* http_draft.c - drafts of rules, and their adoption by a named meeting: in one village, or by the
 * town in all of its villages at once. Who wrote a draft does not adopt it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "activity/activity_internal.h"
#include "base/day.h"

static bool is(const struct call *call, const struct id *person)
{
    return memcmp(&call->caller.person, person, sizeof *person) == 0;
}

struct json_object *draft__json(const struct rule_draft *draft)
{
    struct json_object *object = rule__json(&draft->rule);
    json_object_object_del(object, "version");
    json_object_object_add(object, "draft", id_json(&draft->id));
    json_object_object_add(object, "name_zh", json_object_new_string(draft->name_zh));
    json_object_object_add(object, "name_en", json_object_new_string(draft->name_en));
    json_object_object_add(object, "category", json_object_new_string(draft->category));
    json_object_object_add(object, "meeting",
                           draft->meeting[0] == '\0' ? NULL
                                                     : json_object_new_string(draft->meeting));
    json_object_object_add(object, "met_on",
                           draft->meeting[0] == '\0' ? NULL : day_json(draft->met_on));
    return object;
}

struct status draft__find(const struct call *call, struct side *side, struct rule_draft *draft)
{
    struct id id;
    bool found = false;
    call_path_id(call, "draft_id", &id);
    TRY(activity__draft_get(activities_of(side), &id, &found, draft));
    return found && strcmp(draft->village, call->village_code) == 0 ? OK : REFUSE(DRAFT_UNKNOWN);
}

static void draft_fill(const struct call *call, struct rule_draft *draft)
{
    struct rule *rule = &draft->rule;
    plan__text(rule->code, sizeof rule->code, call_text(call, "code"));
    plan__text(draft->name_zh, sizeof draft->name_zh, call_text(call, "name_zh"));
    plan__text(draft->name_en, sizeof draft->name_en, call_text(call, "name_en"));
    plan__text(draft->category, sizeof draft->category, call_text(call, "category"));
    rule->unit = (int32_t)call_integer(call, "unit", 0) + 1;
    rule->points = call_integer(call, "points", 0);
    rule->caps[0] = call_integer(call, "cap_day", 0);
    rule->caps[1] = call_integer(call, "cap_month", 0);
    rule->caps[2] = call_integer(call, "cap_quarter", 0);
    rule->caps[3] = call_integer(call, "cap_year", 0);
    rule->caps[4] = call_integer(call, "cap_total", 0);
    rule->cap_scope = (int32_t)call_integer(call, "cap_scope", 0) + 1;
    rule->evidence = (int32_t)call_integer(call, "evidence", 0) + 1;
    rule->approver = (int32_t)call_integer(call, "approver", 0) + 1;
    rule->saving_fen_per_hour = call_integer(call, "saving_fen_per_hour", 0);
    rule->notice_days = (int32_t)call_integer(call, "notice_days", 0);
    rule->valid_from = (int32_t)call_integer(call, "valid_from", 0);
}

/* What adoption would refuse is better known before the meeting. */
static struct status draft_check(struct call *call, struct side *side,
                                 const struct rule_draft *draft)
{
    struct rule newest;
    TRY(points_rule(side->points, call->village.id, draft->rule.code, INT32_MAX, &newest));
    if (draft->rule.valid_from < side_today(side, &call->village) ||
        (newest.id != 0 && draft->rule.valid_from <= newest.valid_from)) {
        return call_refuse(call, REFUSE(RULE_BACKWARDS), "valid_from");
    }
    if (newest.id != 0 && newest.cap_scope != draft->rule.cap_scope) {
        return call_refuse(call, REFUSE(RULE_MALFORMED), "cap_scope");
    }
    bool system = draft->rule.approver == SANBAO__V1__APPROVER__APPROVER_SYSTEM;
    bool logged = draft->rule.evidence == SANBAO__V1__EVIDENCE__EVIDENCE_LOG;
    return system && (draft->rule.points > 5 || !logged)
               ? call_refuse(call, REFUSE(SYSTEM_RULE_LIMIT), "approver")
               : OK;
}

static struct status draft_answer(struct call *call)
{
    return call_reply(call, 200, draft__json(call->state));
}

static struct status draft_made(struct call *call)
{
    return call_reply(call, 201, draft__json(call->state));
}

static struct status make_run(struct call *call, struct side *side)
{
    struct rule_draft *draft = call->state;
    bool found = false;
    TRY(activity__draft_get(activities_of(side), &call->event, &found, draft));
    if (found) { /* sent again */
        bool same = is(call, &draft->author) && strcmp(draft->village, call->village_code) == 0;
        return same ? OK : REFUSE(ID_TAKEN);
    }
    draft->id = call->event;
    draft->author = call->caller.person;
    draft->changed_at = side_now(side);
    plan__text(draft->village, sizeof draft->village, call->village_code);
    draft_fill(call, draft);
    TRY(draft_check(call, side, draft));
    return activity__draft_put(activities_of(side), draft);
}

struct status activity__draft_make(struct call *call)
{
    void *state = NULL;
    TRY(call_state(call, sizeof(struct rule_draft), NULL, &state));
    return call_write(call, make_run, draft_made);
}

/* The draft, to be changed by its author before a meeting adopted it. */
static struct status own_draft(struct call *call, struct side *side, struct rule_draft *draft)
{
    TRY(draft__find(call, side, draft));
    if (!is(call, &draft->author)) {
        return REFUSE(NOT_ALLOWED);
    }
    return draft->meeting[0] == '\0' ? OK : REFUSE(DRAFT_ADOPTED);
}

static struct status change_run(struct call *call, struct side *side)
{
    struct rule_draft *draft = call->state;
    TRY(own_draft(call, side, draft));
    draft->changed_at = side_now(side);
    draft_fill(call, draft);
    TRY(draft_check(call, side, draft));
    return activity__draft_put(activities_of(side), draft);
}

struct status activity__draft_change(struct call *call)
{
    void *state = NULL;
    TRY(call_state(call, sizeof(struct rule_draft), NULL, &state));
    return call_write(call, change_run, draft_answer);
}

static struct status drop_run(struct call *call, struct side *side)
{
    struct rule_draft *draft = call->state;
    TRY(own_draft(call, side, draft));
    return activity__draft_drop(activities_of(side), &draft->id);
}

static struct status drop_answer(struct call *call)
{
    return call_reply_empty(call, 204);
}

struct status activity__draft_drop_it(struct call *call)
{
    void *state = NULL;
    TRY(call_state(call, sizeof(struct rule_draft), NULL, &state));
    return call_write(call, drop_run, drop_answer);
}

struct status activity__draft_show(struct call *call)
{
    struct rule_draft draft;
    TRY(draft__find(call, call->side, &draft));
    return call_reply(call, 200, draft__json(&draft));
}

static struct status draft_add(void *context, const struct rule_draft *draft)
{
    json_object_array_add(context, draft__json(draft));
    return OK;
}

struct status activity__drafts(struct call *call)
{
    struct json_object *items = json_object_new_array();
    struct status status =
        activity__draft_list(activities_of(call->side), call->village_code, draft_add, items);
    if (!status_ok(status)) {
        json_object_put(items);
        return status;
    }
    return call_reply_page(call, items, NULL);
}

/* ---- adoption ---- */

struct adopting {
    struct rule_draft draft;
    struct journal_answer *answers; /* of a town's villages */
    char (*villages)[CODE_MAX + 1];
    size_t count;
};

static void adopting_end(void *state)
{
    struct adopting *adopting = state;
    free(adopting->answers);
    free(adopting->villages);
}

static void adopt_fill(const struct rule *rule, uint32_t version, Sanbao__V1__RuleAdopt *adopt)
{
    sanbao__v1__rule_adopt__init(adopt);
    adopt->code = (char *)(uintptr_t)rule->code;
    adopt->version = version;
    adopt->unit = (Sanbao__V1__RuleUnit)rule->unit;
    adopt->points = (uint32_t)rule->points;
    adopt->cap_day = (uint32_t)rule->caps[0];
    adopt->cap_month = (uint32_t)rule->caps[1];
    adopt->cap_quarter = (uint32_t)rule->caps[2];
    adopt->cap_year = (uint32_t)rule->caps[3];
    adopt->cap_total = (uint32_t)rule->caps[4];
    adopt->cap_scope = (Sanbao__V1__CapScope)rule->cap_scope;
    adopt->evidence = (Sanbao__V1__Evidence)rule->evidence;
    adopt->approver = (Sanbao__V1__Approver)rule->approver;
    adopt->saving_fen_per_hour = (uint32_t)rule->saving_fen_per_hour;
    adopt->notice_days = (uint32_t)rule->notice_days;
}

/* The names and the meeting, public, committed to by the operation. */
static struct status texts_keep(struct side *side, const char *village,
                                const struct rule_draft *draft, const struct id *event,
                                struct hash *commitment)
{
    uint8_t salt[SALT_BYTES];
    char met_on[DAY_TEXT_SIZE];
    day_format(draft->met_on, met_on);
    side_salt_derive(side, event, salt);
    const struct text_field texts[] = {{"name_zh", draft->name_zh},
                                       {"name_en", draft->name_en},
                                       {"meeting", draft->meeting},
                                       {"met_on", met_on}};
    return texts_put(side->people, village, "rule", draft->rule.code, event, side_now(side), salt,
                     texts, COUNT(texts), commitment);
}

/* In one village: `answer->status` is the refusal, if any. Adopted already, by whomever, it gets
 * the first answer. */
static struct status adopt_in(const struct call *call, struct side *side, const char *code,
                              const struct village *village, const struct rule_draft *draft,
                              struct journal_answer *answer)
{
    struct id event;
    struct rule newest;
    struct hash commitment;
    bool found = false;
    uint64_t record = 0;
    side_id_derive(side, &draft->id, code, 0, &event);
    TRY(journal_find(side->journal, event.bytes, &found, &record));
    if (found) {
        return answer__first(side, record, answer);
    }
    TRY(points_rule(side->points, village->id, draft->rule.code, INT32_MAX, &newest));
    TRY(texts_keep(side, code, draft, &event, &commitment));
    Sanbao__V1__RuleAdopt adopt;
    Sanbao__V1__Operation operation = SANBAO__V1__OPERATION__INIT;
    adopt_fill(&draft->rule, (uint32_t)newest.version + 1, &adopt);
    adopt.category = (char *)(uintptr_t)draft->category;
    operation.version = 1;
    operation.event_id = (ProtobufCBinaryData){ID_BYTES, event.bytes};
    operation.village = (char *)(uintptr_t)code;
    operation.day = draft->rule.valid_from;
    operation.proposer = (ProtobufCBinaryData){ID_BYTES, (uint8_t *)(uintptr_t)draft->author.bytes};
    operation.approver =
        (ProtobufCBinaryData){ID_BYTES, (uint8_t *)(uintptr_t)call->caller.person.bytes};
    operation.commitment = (ProtobufCBinaryData){HASH_BYTES, commitment.bytes};
    operation.action_case = SANBAO__V1__OPERATION__ACTION_RULE_ADOPT;
    operation.rule_adopt = &adopt;
    return side_try(side, &operation, answer);
}

/* The meeting that is named, on the draft; it must not lie ahead. */
static struct status meeting_take(struct call *call, struct side *side, struct rule_draft *draft)
{
    TRY(draft__find(call, side, draft));
    if (is(call, &draft->author)) {
        return REFUSE(DRAFT_EYES);
    }
    if (draft->meeting[0] != '\0') {
        return OK; /* sent again, or a town that goes on: the first meeting stands */
    }
    plan__text(draft->meeting, sizeof draft->meeting, call_text(call, "meeting"));
    draft->met_on = (int32_t)call_integer(call, "met_on", 0);
    if (draft->met_on > side_today(side, &call->village) ||
        draft->met_on > draft->rule.valid_from) {
        return call_refuse(call, REFUSE(FIELD_WRONG), "met_on");
    }
    return activity__draft_put(activities_of(side), draft);
}

static struct status adopt_run(struct call *call, struct side *side)
{
    struct adopting *adopting = call->state;
    bool fresh = false;
    TRY(draft__find(call, side, &adopting->draft));
    fresh = adopting->draft.meeting[0] == '\0';
    TRY(meeting_take(call, side, &adopting->draft));
    if (fresh) {
        TRY(draft_check(call, side, &adopting->draft));
    }
    TRY(adopt_in(call, side, call->village_code, &call->village, &adopting->draft, &call->answer));
    return call->answer.status;
}

struct status activity__draft_adopt(struct call *call)
{
    void *state = NULL;
    TRY(call_state(call, sizeof(struct adopting), adopting_end, &state));
    call->job.commit = true;
    return call_write(call, adopt_run, call_reply_receipt);
}

/* ---- a town's rule, in all of its villages ---- */

static struct status town_role(struct side *side, const struct village *village,
                               const struct id *person, bool *has)
{
    struct member member;
    const ProtobufCBinaryData bytes = {ID_BYTES, (uint8_t *)(uintptr_t)person->bytes};
    TRY(identity_member(side->identity, village->id, &bytes, &member));
    *has = member.id != 0 && member_has_role(&member, SANBAO__V1__ROLE__ROLE_TOWN);
    return OK;
}

static struct status village_adopt(struct call *call, struct side *side, const char *code,
                                   struct journal_answer *answer)
{
    struct adopting *adopting = call->state;
    struct village village;
    bool caller = false;
    bool author = false;
    *answer = (struct journal_answer){.status = identity_village(side->identity, code, &village)};
    if (!status_ok(answer->status)) {
        return status_is_fault(answer->status) ? answer->status : OK;
    }
    TRY(town_role(side, &village, &call->caller.person, &caller));
    TRY(town_role(side, &village, &adopting->draft.author, &author));
    if (!caller || !author) {
        answer->status = REFUSE(NOT_ALLOWED);
        return OK;
    }
    return adopt_in(call, side, code, &village, &adopting->draft, answer);
}

static struct status town_run(struct call *call, struct side *side)
{
    struct adopting *adopting = call->state;
    bool taken = false;
    TRY(meeting_take(call, side, &adopting->draft));
    for (size_t i = 0; i < adopting->count; i++) {
        TRY(village_adopt(call, side, adopting->villages[i], &adopting->answers[i]));
        if (status_ok(adopting->answers[i].status)) {
            call->answer = adopting->answers[i];
            taken = true;
        }
    }
    if (!taken) {
        adopting->draft.meeting[0] = '\0'; /* no village took it: it is a draft still */
        adopting->draft.met_on = 0;
        TRY(activity__draft_put(activities_of(side), &adopting->draft));
    }
    return OK;
}

static struct status town_answer(struct call *call)
{
    const struct adopting *adopting = call->state;
    struct json_object *items = json_object_new_array();
    for (size_t i = 0; i < adopting->count; i++) {
        struct json_object *item = answer__one(&adopting->answers[i]);
        json_object_object_add(item, "village", json_object_new_string(adopting->villages[i]));
        json_object_array_add(items, item);
    }
    struct json_object *body = json_object_new_object();
    json_object_object_add(body, "items", items);
    return call_reply(call, 200, body);
}

struct status activity__draft_adopt_town(struct call *call)
{
    void *state = NULL;
    TRY(call_state(call, sizeof(struct adopting), adopting_end, &state));
    struct adopting *adopting = state;
    const struct json_node *list = call_node(call, "villages");
    adopting->answers = calloc(list->count, sizeof *adopting->answers);
    adopting->villages = calloc(list->count, sizeof *adopting->villages);
    if (adopting->answers == NULL || adopting->villages == NULL) {
        return FAULT(OUT_OF_MEMORY);
    }
    for (const struct json_node *node = node_first(call, list); node != NULL;
         node = node_next(call, node)) {
        plan__text(adopting->villages[adopting->count++], CODE_MAX + 1,
                   node_text(call, node, "village"));
    }
    call->job.commit = true;
    return call_write(call, town_run, town_answer);
}
