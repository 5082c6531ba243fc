/* http_approve.c - the second pair of eyes: stays become awards. Nothing private is written here:
 * a stay is approved when the books hold the award whose event id follows from it, so a retry, a
 * kill or two approvers at once can never count it twice. */
#include <string.h>

#include "activity/activity_internal.h"
#include "base/day.h"
#include "residents/residents.h"

/* What an earlier approval of the same stay was answered. */
struct status answer__first(struct side *side, uint64_t record, struct journal_answer *answer)
{
    const uint8_t *bytes = NULL;
    size_t length = 0;
    Sanbao__V1__Record *decoded = NULL;
    struct status status = journal_record(side->journal, record, &bytes, &length);
    if (status.code == STATUS_RECORD_NOT_FOUND) { /* of the group that is open */
        answer->status = REFUSE(STAY_AWARDED);
        return OK;
    }
    TRY(status);
    TRY(record_decode(bytes, length, &decoded));
    *answer =
        (struct journal_answer){.status = OK, .again = true, .record = record, .day = decoded->day};
    if (decoded->outcome != NULL) {
        answer->outcome = *decoded->outcome;
    }
    sanbao__v1__record__free_unpacked(decoded, NULL);
    return OK;
}

static struct status stay_judge(const struct call *call, const struct plan_brief *plan,
                                const struct stay *stay)
{
    if (stay->state == STAY_REJECTED) {
        return REFUSE(STAY_REJECTED);
    }
    if (plan->state != PLAN_REPORTED && plan->state != PLAN_SETTLED) {
        return REFUSE(PLAN_STATE);
    }
    if (stay_in(stay) == 0 || stay_out(stay) == 0) {
        return REFUSE(STAY_OPEN);
    }
    if (memcmp(&stay->corrector, &call->caller.person, sizeof stay->corrector) == 0) {
        return REFUSE(STAY_EYES); /* would decide alone how long it was */
    }
    bool own = memcmp(&stay->person, &plan->leader, sizeof plan->leader) == 0;
    return own && !stay->vouched ? REFUSE(STAY_VOUCHER) : OK;
}

static struct status award_try(struct call *call, struct side *side, struct plan_brief *plan,
                               struct stay *stay, const struct id *event,
                               struct journal_answer *answer)
{
    struct rule rule;
    struct member member;
    const ProtobufCBinaryData person = {ID_BYTES, stay->person.bytes};
    TRY(identity_member(side->identity, call->village.id, &person, &member));
    TRY(points_rule(side->points, call->village.id, plan->rule, INT32_MAX, &rule));
    bool card = stay->in_way == WAY_CARD || member.access == SANBAO__V1__ACCESS__ACCESS_CARD;
    bool graded = rule.unit == SANBAO__V1__RULE_UNIT__UNIT_GRADE;
    Sanbao__V1__Award award = SANBAO__V1__AWARD__INIT;
    Sanbao__V1__Operation operation = SANBAO__V1__OPERATION__INIT;
    award.person = person;
    award.rule = plan->rule;
    award.activity = plan->code;
    award.checked_in_at = stay_in(stay);
    award.checked_out_at = stay_out(stay);
    award.method = card ? SANBAO__V1__METHOD__METHOD_CARD : SANBAO__V1__METHOD__METHOD_PHONE;
    award.grade_points = graded ? (uint32_t)rule.points : 0;
    operation.version = 1;
    operation.event_id = (ProtobufCBinaryData){ID_BYTES, (uint8_t *)(uintptr_t)event->bytes};
    operation.village = call->village_code;
    operation.day = instant_day(stay_in(stay), call->village.utc_offset_minutes);
    operation.proposer =
        (ProtobufCBinaryData){ID_BYTES, stay->vouched ? stay->voucher.bytes : plan->leader.bytes};
    operation.approver = (ProtobufCBinaryData){ID_BYTES, call->caller.person.bytes};
    operation.action_case = SANBAO__V1__OPERATION__ACTION_AWARD;
    operation.award = &award;
    return side_try(side, &operation, answer);
}

/* `answer->status` is the refusal, if any. One look for the stay; its plan is remembered. */
static struct status stay_approve(struct call *call, struct side *side, const struct id *id,
                                  struct journal_answer *answer)
{
    struct activities *own = activities_of(side);
    struct plan_brief plan;
    struct stay stay;
    struct id event;
    bool found = false;
    uint64_t record = 0;
    *answer = (struct journal_answer){.status = REFUSE(STAY_UNKNOWN)};
    TRY(activity__stay_get(own, id, &found, &stay));
    if (!found) {
        return OK;
    }
    TRY(activity__plan_brief(own, &stay.plan, &plan));
    if (strcmp(plan.village, call->village_code) != 0) {
        return OK; /* of another village: not there */
    }
    stay__award_id(side, plan.created_at, id, &event);
    TRY(journal_find(side->journal, event.bytes, &found, &record));
    if (found) {
        return answer__first(side, record, answer);
    }
    answer->status = stay_judge(call, &plan, &stay);
    if (status_ok(answer->status) && (stay.flags & FLAG_MINOR) != 0) {
        answer->status =
            residents_minor_check(side, call->village_code, &call->village, &stay.person);
    }
    return status_ok(answer->status) ? award_try(call, side, &plan, &stay, &event, answer) : OK;
}

static struct status approve_run(struct call *call, struct side *side)
{
    struct id id;
    call_path_id(call, "stay_id", &id);
    TRY(stay_approve(call, side, &id, &call->answer));
    return call->answer.status;
}

struct status activity__approve(struct call *call)
{
    return call_operation(call, approve_run);
}

/* ---- many in one request, each answered ---- */

struct many {
    struct journal_answer answers[BULK_MAX];
    struct id ids[BULK_MAX];
    size_t count;
};

static struct status many_run(struct call *call, struct side *side)
{
    struct many *many = call->state;
    for (size_t i = 0; i < many->count; i++) {
        TRY(stay_approve(call, side, &many->ids[i], &many->answers[i]));
        if (status_ok(many->answers[i].status)) {
            call->answer = many->answers[i];
        }
    }
    return OK;
}

struct json_object *answer__one(const struct journal_answer *answer)
{
    struct json_object *item = json_object_new_object();
    bool good = status_ok(answer->status);
    enum status_code code = answer->status.code;
    json_object_object_add(item, "code", good ? NULL : json_object_new_string(status_name(code)));
    json_object_object_add(item, "title", good ? NULL : json_object_new_string(status_text(code)));
    json_object_object_add(item, "receipt", good ? receipt_json(answer) : NULL);
    return item;
}

static struct status many_answer(struct call *call)
{
    const struct many *many = call->state;
    struct json_object *items = json_object_new_array();
    for (size_t i = 0; i < many->count; i++) {
        struct json_object *item = answer__one(&many->answers[i]);
        json_object_object_add(item, "stay", id_json(&many->ids[i]));
        json_object_array_add(items, item);
    }
    struct json_object *body = json_object_new_object();
    json_object_object_add(body, "items", items);
    return call_reply(call, 200, body);
}

struct status activity__approve_many(struct call *call)
{
    void *state = NULL;
    TRY(call_state(call, sizeof(struct many), NULL, &state));
    struct many *many = state;
    const struct json_node *list = call_node(call, "stays");
    for (const struct json_node *node = node_first(call, list); node != NULL;
         node = node_next(call, node)) {
        if (!node_id(call, node, "stay", &many->ids[many->count])) {
            return call_refuse(call, REFUSE(FIELD_WRONG), "stays");
        }
        many->count++;
    }
    return call_operations(call, many_run, many_answer);
}
