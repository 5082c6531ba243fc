/* http_queue.c - what waits for whoever approves: activities with stays that nobody has decided,
 * and attendances that met an empty fund. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "activity/activity_internal.h"
#include "base/text.h"

/* ---- activities that wait ---- */

struct queue {
    struct json_object *items;
    size_t count;
    size_t limit;
    char next[64];
    struct id decided[PAGE_MAX]; /* reported, and every stay is decided */
    size_t decided_count;
    struct call *call;
};

static void queue_end(void *state)
{
    struct queue *queue = state;
    json_object_put(queue->items);
}

static struct status queue_add(void *context, const struct plan *plan)
{
    struct queue *queue = context;
    struct side *side = queue->call->side;
    struct plan judged = *plan;
    int64_t undecided = 0;
    TRY(plan__judge(side, &judged));
    if (++queue->count == queue->limit) {
        snprintf(queue->next, sizeof queue->next, "%lld.%s", (long long)plan->starts_at,
                 plan->code);
    }
    if (judged.state != PLAN_REPORTED) {
        return OK;
    }
    TRY(plan__undecided(side, plan, &undecided));
    if (undecided == 0) {
        queue->decided[queue->decided_count++] = plan->id;
        return OK;
    }
    struct json_object *leader = NULL; /* who reported: the first pair of eyes */
    TRY(plan__name(side, &plan->leader, &leader));
    struct json_object *item = plan__json(side, &queue->call->village, &judged);
    json_object_object_add(item, "undecided", json_object_new_int64(undecided));
    json_object_object_add(item, "leader", id_json(&plan->leader));
    json_object_object_add(item, "leader_name", leader);
    json_object_array_add(queue->items, item);
    return OK;
}

static struct status queue_answer(struct call *call)
{
    struct queue *queue = call->state;
    struct json_object *items = queue->items;
    queue->items = NULL;
    return call_reply_page(call, items, queue->next[0] == '\0' ? NULL : queue->next);
}

/* Decided wholly, and durable, since a reader saw it: the queue need not look at them again. */
static struct status settle_run(struct call *call, struct side *side)
{
    const struct queue *queue = call->state;
    for (size_t i = 0; i < queue->decided_count; i++) {
        struct plan plan;
        bool found = false;
        int64_t undecided = 0;
        TRY(activity__plan_get(activities_of(side), &queue->decided[i], &found, &plan));
        TRY(plan__undecided(side, &plan, &undecided));
        if (found && undecided == 0 && plan.state == PLAN_REPORTED) {
            plan.state = PLAN_SETTLED;
            TRY(activity__plan_put(activities_of(side), &plan));
        }
    }
    return OK;
}

struct status activity__queue(struct call *call)
{
    void *state = NULL;
    int64_t start = 0;
    const char *code = NULL;
    TRY(plan__cursor(call_after(call), &start, &code));
    TRY(call_state(call, sizeof(struct queue), queue_end, &state));
    struct queue *queue = state;
    queue->items = json_object_new_array();
    queue->limit = call_limit(call);
    queue->call = call;
    TRY(activity__plan_list(activities_of(call->side), call->village_code, PLAN_REPORTED, 0, start,
                            code, queue->limit, queue_add, queue));
    return queue->decided_count > 0 ? call_write(call, settle_run, queue_answer)
                                    : queue_answer(call);
}

/* ---- attendances without points ---- */

struct unpaid {
    struct call *call;
    struct json_object *items;
    size_t limit;
    size_t count;
    char next[32];
};

static struct status unpaid_add(void *context, uint64_t record, int32_t day, int64_t computed)
{
    struct unpaid *unpaid = context;
    if (++unpaid->count == unpaid->limit) {
        snprintf(unpaid->next, sizeof unpaid->next, "%llu", (unsigned long long)record);
    }
    struct json_object *item = json_object_new_object();
    json_object_object_add(item, "record", json_object_new_int64((int64_t)record));
    json_object_object_add(item, "day", day_json(day));
    json_object_object_add(item, "points", json_object_new_int64(computed));
    json_object_array_add(unpaid->items, item);
    return OK;
}

struct status activity__unfunded(struct call *call)
{
    const char *after = call_after(call);
    int64_t record = -1;
    if (after[0] != '\0' && !text_integer(after, strlen(after), 0, INT64_MAX, &record)) {
        return REFUSE(CURSOR_WRONG);
    }
    struct unpaid unpaid = {call, json_object_new_array(), call_limit(call), 0, ""};
    struct status status = points_unfunded_each(call->side->points, call->village.id, record,
                                                unpaid.limit, unpaid_add, &unpaid);
    if (!status_ok(status)) {
        json_object_put(unpaid.items);
        return status;
    }
    return call_reply_page(call, unpaid.items, unpaid.next[0] == '\0' ? NULL : unpaid.next);
}

struct funding {
    struct journal_answer answers[BULK_MAX];
    uint64_t records[BULK_MAX];
    size_t count;
};

/* Who proposed the attendance proposes its points, too; the caller is the second pair of eyes. */
static struct status fund_try(struct call *call, struct side *side, uint64_t record,
                              const Sanbao__V1__Operation *award, struct journal_answer *answer)
{
    struct id from;
    struct id event;
    bool found = false;
    uint64_t earlier = 0;
    memcpy(from.bytes, award->event_id.data, ID_BYTES);
    side_id_derive(side, &from, "funded", 0, &event);
    TRY(journal_find(side->journal, event.bytes, &found, &earlier));
    if (found) {
        return answer__first(side, earlier, answer);
    }
    Sanbao__V1__AwardUnfunded unfunded = SANBAO__V1__AWARD_UNFUNDED__INIT;
    Sanbao__V1__Operation operation = SANBAO__V1__OPERATION__INIT;
    unfunded.record = record;
    operation.version = 1;
    operation.village = call->village_code;
    operation.event_id = (ProtobufCBinaryData){ID_BYTES, event.bytes};
    operation.day = side_today(side, &call->village);
    operation.proposer = award->proposer;
    operation.approver = (ProtobufCBinaryData){ID_BYTES, call->caller.person.bytes};
    operation.action_case = SANBAO__V1__OPERATION__ACTION_AWARD_UNFUNDED;
    operation.award_unfunded = &unfunded;
    if (award->action_case == SANBAO__V1__OPERATION__ACTION_AWARD) {
        struct rule rule;
        TRY(points_rule(side->points, call->village.id, award->award->rule, award->day, &rule));
        unfunded.release_day = side_release_day(side, &rule, operation.day);
    }
    return side_try(side, &operation, answer);
}

static struct status fund_one(struct call *call, struct side *side, uint64_t record,
                              struct journal_answer *answer)
{
    const uint8_t *bytes = NULL;
    size_t length = 0;
    Sanbao__V1__Record *earlier = NULL;
    Sanbao__V1__Operation *award = NULL;
    *answer = (struct journal_answer){.status = REFUSE(RECORD_NOT_FOUND)};
    struct status status = journal_record(side->journal, record, &bytes, &length);
    if (status.code == STATUS_RECORD_NOT_FOUND) {
        return OK;
    }
    TRY(status);
    TRY(record_decode(bytes, length, &earlier));
    status = operation_decode(earlier->envelope.data, earlier->envelope.len, &award);
    sanbao__v1__record__free_unpacked(earlier, NULL);
    TRY(status);
    status = fund_try(call, side, record, award, answer);
    sanbao__v1__operation__free_unpacked(award, NULL);
    return status;
}

static struct status fund_run(struct call *call, struct side *side)
{
    struct funding *funding = call->state;
    for (size_t i = 0; i < funding->count; i++) {
        TRY(fund_one(call, side, funding->records[i], &funding->answers[i]));
        if (status_ok(funding->answers[i].status)) {
            call->answer = funding->answers[i];
        }
    }
    return OK;
}

static struct status fund_answer(struct call *call)
{
    const struct funding *funding = call->state;
    struct json_object *items = json_object_new_array();
    for (size_t i = 0; i < funding->count; i++) {
        struct json_object *item = answer__one(&funding->answers[i]);
        json_object_object_add(item, "of", json_object_new_int64((int64_t)funding->records[i]));
        json_object_array_add(items, item);
    }
    struct json_object *body = json_object_new_object();
    json_object_object_add(body, "items", items);
    return call_reply(call, 200, body);
}

struct status activity__fund(struct call *call)
{
    void *state = NULL;
    TRY(call_state(call, sizeof(struct funding), NULL, &state));
    struct funding *funding = state;
    for (const struct json_node *node = node_first(call, call_node(call, "records")); node != NULL;
         node = node_next(call, node)) {
        funding->records[funding->count++] = (uint64_t)node_integer(call, node, "record", 0);
    }
    return call_operations(call, fund_run, fund_answer);
}
