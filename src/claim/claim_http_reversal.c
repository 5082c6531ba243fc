/* claim_http_reversal.c - points that stand and should not have been given: one official says so,
 * the person has three days to answer, another official decides, and the books take them back by
 * the opposite posting. Nothing else follows from it for the person. */
#include <string.h>

#include "base/day.h"
#include "claim/reversal_internal.h"
#include "notify/notify.h"
#include "residents/residents.h"

static struct status begin(struct call *call,
                           struct status (*run)(struct call *call, struct side *side),
                           struct status (*then)(struct call *call))
{
    void *state = NULL;
    TRY(call_state(call, sizeof(struct claim_reversal), NULL, &state));
    call->job.commit = true; /* whoever looks next finds it so */
    return call_write(call, run, then);
}

/* ---- the award ---- */

struct stood {
    struct entry entry;
    struct rule rule;
    struct id person;
};

/* An award of the village that stands. Refuses: RECORD_NOT_FOUND; NOTICE_RUNNING (object to it
 * instead), TARGET_DONE. */
static struct status award_find(struct side *side, const struct village *village, uint64_t record,
                                struct stood *award)
{
    struct award_wait waiting;
    struct member member;
    bool undone = false;
    uint64_t by = 0;
    *award = (struct stood){.entry = {0}};
    TRY(ledger_entry(side->ledger, record, &award->entry));
    bool kind = award->entry.kind == ENTRY_AWARD || award->entry.kind == ENTRY_AWARD_PENDING;
    if (!kind) {
        return REFUSE(RECORD_NOT_FOUND);
    }
    TRY(points_rule_by_id(side->points, award->entry.subject, &award->rule));
    if (award->rule.village != village->id) {
        return REFUSE(RECORD_NOT_FOUND);
    }
    TRY(points_waiting(side->points, record, &waiting));
    if (waiting.due_on != 0) {
        return REFUSE(NOTICE_RUNNING);
    }
    TRY(points_undone(side->points, record, &undone, &by));
    if (undone) {
        return REFUSE(TARGET_DONE);
    }
    return identity_member_by_account(side->identity, award->entry.owner, &member,
                                      award->person.bytes);
}

static struct status tell(struct side *side, const struct claim_reversal *row,
                          const struct stood *award, enum notify_text text)
{
    struct claim named = {.state = CLAIM_AWARDED};
    snprintf(named.village, sizeof named.village, "%s", row->village);
    snprintf(named.rule, sizeof named.rule, "%s", award->rule.code);
    return claim__tell_to(side, &named, &row->person, (int)text, award->entry.amount);
}

static struct status unrelated(const struct call *call, struct side *side, const struct id *person)
{
    bool related = false;
    TRY(claim__related(call, side, person, &call->caller.person, &related));
    return related ? REFUSE(CLAIM_RELATED) : OK;
}

/* ---- as it is read ---- */

static struct status row_fill(struct call *call, const struct claim_reversal *row,
                              struct json_object *object)
{
    struct side *side = call->side;
    int32_t offset = call->village.utc_offset_minutes;
    bool own = claim__is(call, &row->person);
    json_object_object_add(object, "reversal", id_json(&row->id));
    json_object_object_add(object, "record", json_object_new_int64((int64_t)row->record));
    json_object_object_add(object, "person", id_json(&row->person));
    TRY(claim__name_add(side, &row->person, object, "name"));
    json_object_object_add(object, "at", instant_json(row->at, offset));
    TRY(claim__sealed_add(side, &row->person, REVERSAL_REASON_PURPOSE, &row->reason, object,
                          "reason"));
    json_object_object_add(object, "answered_at", instant_json(row->answered_at, offset));
    TRY(claim__sealed_add(side, &row->person, REVERSAL_ANSWER_PURPOSE, &row->answer, object,
                          "answer"));
    json_object_object_add(object, "decided_at", instant_json(row->decided_at, offset));
    json_object_object_add(object, "reversed",
                           row->decided_at != 0 ? json_object_new_boolean(row->reversed) : NULL);
    TRY(claim__sealed_add(side, &row->person, REVERSAL_WORD_PURPOSE, &row->word, object, "word"));
    json_object_object_add(object, "proposed_by", NULL);
    return own ? OK : claim__name_add(side, &row->proposer, object, "proposed_by");
}

static struct status row_reply(struct call *call, int code)
{
    struct json_object *body = json_object_new_object();
    struct status status = row_fill(call, call->state, body);
    if (!status_ok(status)) {
        json_object_put(body);
        return status;
    }
    return call_reply(call, code, body);
}

static struct status row_new(struct call *call)
{
    return row_reply(call, 201);
}

static struct status row_now(struct call *call)
{
    return row_reply(call, 200);
}

struct reversals {
    struct call *call;
    struct side *side;
    struct json_object *items; /* NULL: looks are noted */
};

static struct status row_take(void *context, const struct claim_reversal *row)
{
    struct reversals *list = context;
    const struct call *call = list->call;
    if (list->items == NULL) {
        return residents_look_note(list->side, call->village_code, &call->village, &row->person,
                                   &call->caller.person, LOOK_OVERSIGHT);
    }
    struct json_object *item = json_object_new_object();
    json_object_array_add(list->items, item);
    return row_fill(list->call, row, item);
}

static struct status page(struct reversals *list, struct status status)
{
    if (!status_ok(status)) {
        json_object_put(list->items);
        return status;
    }
    return call_reply_page(list->call, list->items, NULL);
}

static struct status list_run(struct call *call, struct side *side)
{
    struct reversals list = {call, side, NULL};
    return claim__reversal_open(claims_of(side), call->village_code, row_take, &list);
}

static struct status list_answer(struct call *call)
{
    struct reversals list = {call, call->side, json_object_new_array()};
    return page(&list,
                claim__reversal_open(claims_of(call->side), call->village_code, row_take, &list));
}

struct status claim__reversals(struct call *call)
{
    return call_write(call, list_run, list_answer);
}

struct status claim__own_reversals(struct call *call)
{
    struct reversals list = {call, call->side, json_object_new_array()};
    return page(&list, claim__reversal_own(claims_of(call->side), &call->caller.person,
                                           call->village_code, row_take, &list));
}

/* ---- proposed ---- */

static struct status propose_run(struct call *call, struct side *side)
{
    struct claim_reversal *row = call->state;
    struct stood award;
    uint64_t record = (uint64_t)call_path_number(call, "record");
    bool known = false;
    TRY(claim__reversal_get(claims_of(side), &call->event, &known, row));
    if (known) {
        return claim__is(call, &row->proposer) && row->record == record ? OK : REFUSE(ID_TAKEN);
    }
    TRY(award_find(side, &call->village, record, &award));
    TRY(unrelated(call, side, &award.person));
    TRY(claim__reversal_waits(claims_of(side), call->village_code, record, &known));
    if (known) {
        return REFUSE(REVERSAL_EXISTS);
    }
    *row = (struct claim_reversal){.id = call->event,
                                   .record = record,
                                   .person = award.person,
                                   .proposer = call->caller.person,
                                   .at = side_now(side)};
    snprintf(row->village, sizeof row->village, "%s", call->village_code);
    TRY(claim__seal(side, &row->person, REVERSAL_REASON_PURPOSE, call_text(call, "reason"),
                    &row->reason));
    TRY(claim__reversal_put(claims_of(side), row));
    return tell(side, row, &award, TEXT_REVERSAL_PROPOSED);
}

struct status claim__reversal_propose(struct call *call)
{
    return begin(call, propose_run, row_new);
}

/* The reversal of the path. Refuses: REVERSAL_UNKNOWN (of another village, too). */
static struct status row_find(struct call *call, struct side *side, struct claim_reversal *row)
{
    struct id id;
    bool found = false;
    call_path_id(call, "reversal_id", &id);
    TRY(claim__reversal_get(claims_of(side), &id, &found, row));
    return found && strcmp(row->village, call->village_code) == 0 ? OK : REFUSE(REVERSAL_UNKNOWN);
}

/* ---- answered by the person, or who may act for them ---- */

static struct status answer_run(struct call *call, struct side *side)
{
    struct claim_reversal *row = call->state;
    TRY(row_find(call, side, row));
    if (!claim__is(call, &row->person)) {
        struct status power =
            residents_act_check(side, call->village_code, &call->village, &row->person,
                                &call->caller.person, POWER_SIGN_UP, 0);
        if (!status_ok(power)) {
            return status_is_fault(power) ? power : REFUSE(REVERSAL_UNKNOWN);
        }
    }
    if (row->decided_at != 0) {
        return REFUSE(REVERSAL_DECIDED);
    }
    row->answered_at = side_now(side);
    TRY(claim__seal(side, &row->person, REVERSAL_ANSWER_PURPOSE, call_text(call, "text"),
                    &row->answer));
    return claim__reversal_put(claims_of(side), row);
}

struct status claim__reversal_answer(struct call *call)
{
    return begin(call, answer_run, row_now);
}

/* ---- decided by another ---- */

/* Neither who proposed the reversal nor who gave the award. */
static struct status decider_judge(const struct call *call, struct side *side,
                                   const struct claim_reversal *row, bool *told)
{
    const uint8_t *bytes = NULL;
    size_t length = 0;
    Sanbao__V1__Record *record = NULL;
    Sanbao__V1__Operation *award = NULL;
    if (claim__is(call, &row->proposer)) {
        return REFUSE(TWO_EYES_SAME);
    }
    TRY(journal_record(side->journal, row->record, &bytes, &length));
    TRY(record_decode(bytes, length, &record));
    struct status status = operation_decode(record->envelope.data, record->envelope.len, &award);
    sanbao__v1__record__free_unpacked(record, NULL);
    TRY(status);
    bool gave = (award->approver.len == ID_BYTES &&
                 memcmp(award->approver.data, call->caller.person.bytes, ID_BYTES) == 0) ||
                (award->proposer.len == ID_BYTES &&
                 memcmp(award->proposer.data, call->caller.person.bytes, ID_BYTES) == 0);
    *told = award->action_case != SANBAO__V1__OPERATION__ACTION_AWARD ||
            award->award->activity[0] != '\0' || strncmp(award->award->rule, "REG-", 4) == 0;
    sanbao__v1__operation__free_unpacked(award, NULL);
    return gave ? REFUSE(TWO_EYES_SAME) : unrelated(call, side, &row->person);
}

static struct status reverse_try(struct call *call, struct side *side,
                                 const struct claim_reversal *row)
{
    struct id event;
    Sanbao__V1__Reverse reverse = SANBAO__V1__REVERSE__INIT;
    Sanbao__V1__Operation operation = SANBAO__V1__OPERATION__INIT;
    side_id_derive(side, &row->id, "claim-reverse", 0, &event);
    reverse.record = row->record;
    operation.event_id = (ProtobufCBinaryData){ID_BYTES, event.bytes};
    operation.proposer = (ProtobufCBinaryData){ID_BYTES, (uint8_t *)(uintptr_t)row->proposer.bytes};
    operation.approver = (ProtobufCBinaryData){ID_BYTES, call->caller.person.bytes};
    operation.action_case = SANBAO__V1__OPERATION__ACTION_REVERSE;
    operation.reverse = &reverse;
    return call_try(call, side, &operation);
}

/* A crash may have kept the reversal out of the books: then it is decided again. */
static struct status state_judge(struct call *call, struct side *side,
                                 const struct claim_reversal *row)
{
    bool undone = false;
    uint64_t by = 0;
    int32_t since = instant_day(row->at, call->village.utc_offset_minutes);
    TRY(points_undone(side->points, row->record, &undone, &by));
    if (row->decided_at != 0 && (undone || !row->reversed)) {
        return REFUSE(REVERSAL_DECIDED);
    }
    bool heard = row->answered_at != 0 || side_today(side, &call->village) >= since + HEARING_DAYS;
    return heard ? OK : REFUSE(REVERSAL_HEARING);
}

static struct status decide_run(struct call *call, struct side *side)
{
    struct claim_reversal *row = call->state;
    struct stood award;
    bool told = false; /* by residents_tell.c, which leaves claims to this room */
    TRY(row_find(call, side, row));
    TRY(decider_judge(call, side, row, &told));
    TRY(state_judge(call, side, row));
    TRY(award_find(side, &call->village, row->record, &award));
    row->decided_at = side_now(side);
    row->decider = call->caller.person;
    row->reversed = call_flag(call, "reverse");
    TRY(claim__seal(side, &row->person, REVERSAL_WORD_PURPOSE, call_text(call, "word"),
                    &row->word));
    TRY(claim__reversal_put(claims_of(side), row));
    if (!row->reversed) {
        return tell(side, row, &award, TEXT_REVERSAL_REFUSED);
    }
    TRY(reverse_try(call, side, row));
    return told ? OK : tell(side, row, &award, TEXT_AWARD_VOID);
}

struct status claim__reversal_decide(struct call *call)
{
    return begin(call, decide_run, row_now);
}
