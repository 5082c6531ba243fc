/* claim_http_file.c - asking for points: by the person, by who may act for them, or by a social
 * worker for somebody who comes with a card; taking it back. */
#include <stdlib.h>
#include <string.h>

#include "claim/claim_internal.h"
#include "notify/notify.h"
#include "residents/residents.h"

/* ---- which rules ---- */

struct rules {
    struct call *call;
    struct json_object *items;
    char last[CODE_MAX + 1];
    size_t seen;
};

static struct status rule_add(void *context, const struct rule *rule)
{
    struct rules *rules = context;
    struct call *call = rules->call;
    struct claim of = {0};
    char *name = NULL;
    snprintf(rules->last, sizeof rules->last, "%s", rule->code);
    rules->seen++;
    if (!claim__rule_open(rule)) {
        return OK;
    }
    snprintf(of.village, sizeof of.village, "%s", call->village_code);
    snprintf(of.rule, sizeof of.rule, "%s", rule->code);
    TRY(claim__rule_name(call->side, &of, &name));
    struct json_object *item = json_object_new_object();
    json_object_array_add(rules->items, item);
    json_object_object_add(item, "rule", text_json(rule->code));
    json_object_object_add(item, "rule_name", text_json(name));
    json_object_object_add(item, "points", json_object_new_int64(rule->points));
    json_object_object_add(
        item, "graded", json_object_new_boolean(rule->unit == SANBAO__V1__RULE_UNIT__UNIT_GRADE));
    json_object_object_add(
        item, "photo_needed",
        json_object_new_boolean(rule->evidence == SANBAO__V1__EVIDENCE__EVIDENCE_PHOTO));
    json_object_object_add(
        item, "panel",
        json_object_new_boolean(rule->approver == SANBAO__V1__APPROVER__APPROVER_REVIEW_PANEL));
    json_object_object_add(item, "notice_days", json_object_new_int64(rule->notice_days));
    free(name);
    return OK;
}

struct status claim__rules(struct call *call)
{
    struct rules rules = {.call = call, .items = json_object_new_array()};
    struct status status = OK;
    do {
        rules.seen = 0;
        status = points_rule_each(call->side->points, call->village.id, rules.last,
                                  call_today(call), PAGE_MAX, rule_add, &rules);
    } while (status_ok(status) && rules.seen == PAGE_MAX);
    if (!status_ok(status)) {
        json_object_put(rules.items);
        return status;
    }
    return call_reply_page(call, rules.items, NULL);
}

/* ---- filing ---- */

/* Sent again: the same words for the same person give the same claim. */
static struct status again_judge(const struct call *call, struct side *side,
                                 const struct claim *claim)
{
    char text[CLAIM_SEALED_BYTES + 1];
    struct id person;
    if (!call_id(call, "person", &person)) {
        person = call->caller.person;
    }
    TRY(claim__unseal(side, &claim->person, CLAIM_TEXT_PURPOSE, claim->text, claim->text_length,
                      text));
    bool same =
        claim__is(call, &claim->filed_by) && memcmp(&claim->person, &person, sizeof person) == 0 &&
        strcmp(claim->village, call->village_code) == 0 &&
        strcmp(claim->rule, call_text(call, "rule")) == 0 &&
        claim->day == call_integer(call, "day", 0) && strcmp(text, call_text(call, "text")) == 0;
    return same ? OK : REFUSE(ID_TAKEN);
}

static struct status person_judge(const struct call *call, struct side *side, struct claim *claim)
{
    struct member member;
    const ProtobufCBinaryData person = {ID_BYTES, claim->person.bytes};
    if (!claim__is(call, &claim->person) && !call_may(call, WHO_SOCIAL_WORKER)) {
        TRY(residents_act_check(side, call->village_code, &call->village, &claim->person,
                                &call->caller.person, POWER_SIGN_UP, 0));
    }
    TRY(identity_holder(side->identity, call->village.id, &person, side_today(side, &call->village),
                        &member));
    TRY(residents_earn_check(side, &member));
    return residents_minor_check(side, call->village_code, &call->village, &claim->person);
}

static struct status limits_judge(struct call *call, struct side *side, const struct claim *claim)
{
    int64_t open = 0;
    bool alike = false;
    int32_t today = side_today(side, &call->village);
    if (claim->day > today) {
        return call_refuse(call, REFUSE(DAY_IN_FUTURE), "day");
    }
    if (claim->day < today - CLAIM_DAYS_MAX) {
        return call_refuse(call, REFUSE(CLAIM_OLD), "day");
    }
    TRY(claim__open_count(claims_of(side), &claim->person, &open));
    if (open >= CLAIM_OPEN_MAX) {
        return REFUSE(CLAIM_MANY);
    }
    TRY(claim__alike(claims_of(side), claim, &alike));
    return alike ? REFUSE(CLAIM_EXISTS) : OK;
}

/* What is done in a person's name is told to them and noted for them. */
static struct status for_other_note(const struct call *call, struct side *side,
                                    const struct claim *claim)
{
    if (claim__is(call, &claim->person)) {
        return OK;
    }
    TRY(residents_act_note(side, call->village_code, &call->village, &claim->id, &claim->person,
                           &call->caller.person, POWER_SIGN_UP, claim->rule, 0));
    return claim__tell(side, claim, TEXT_CLAIM_FILED, 0);
}

static void claim_make(const struct call *call, struct side *side, struct claim *claim)
{
    *claim = (struct claim){.id = call->event,
                            .filed_by = call->caller.person,
                            .day = (int32_t)call_integer(call, "day", 0),
                            .state = CLAIM_FILED,
                            .filed_at = side_now(side),
                            .changed_at = side_now(side)};
    if (!call_id(call, "person", &claim->person)) {
        claim->person = call->caller.person;
    }
    snprintf(claim->village, sizeof claim->village, "%s", call->village_code);
    snprintf(claim->rule, sizeof claim->rule, "%s", call_text(call, "rule"));
}

static struct status file_run(struct call *call, struct side *side)
{
    struct claim *claim = call->state;
    struct rule rule;
    bool known = false;
    const char *text = call_text(call, "text");
    size_t length = strlen(text);
    TRY(claim__get(claims_of(side), &call->event, &known, claim));
    if (known) {
        TRY(again_judge(call, side, claim));
        TRY(claim__judge(side, claim));
        return claim__draw_due(call, side, claim); /* a crash may have kept the draw out */
    }
    claim_make(call, side, claim);
    TRY(person_judge(call, side, claim));
    struct status ruled = claim__rule(side, &call->village, claim->rule, &rule);
    if (!status_ok(ruled)) {
        return call_refuse(call, ruled, "rule");
    }
    TRY(limits_judge(call, side, claim));
    claim->ready = rule.evidence != SANBAO__V1__EVIDENCE__EVIDENCE_PHOTO;
    claim->text_length = length + SEAL_OVERHEAD_BYTES;
    TRY(people_seal(side->people, &claim->person, CLAIM_TEXT_PURPOSE, text, length, claim->text));
    TRY(claim__put(claims_of(side), claim));
    TRY(claim__step(call, side, claim, CLAIM_ACT_FILED, NULL));
    TRY(for_other_note(call, side, claim));
    TRY(claim__judge(side, claim));
    return claim__draw_due(call, side, claim);
}

struct status claim__file(struct call *call)
{
    void *state = NULL;
    TRY(call_state(call, sizeof(struct claim), NULL, &state));
    call->job.commit = true; /* a panel may be drawn for it, and is shown */
    return call_write(call, file_run, claim__answer_new);
}

/* ---- taking it back ---- */

static struct status withdraw_run(struct call *call, struct side *side)
{
    struct claim *claim = call->state;
    TRY(claim__find(call, side, claim));
    TRY(claim__own(call, side, claim, POWER_SIGN_UP));
    if (claim->state == CLAIM_WITHDRAWN) {
        return OK;
    }
    if (claim->state != CLAIM_FILED && claim->state != CLAIM_EXAMINED) {
        return REFUSE(CLAIM_STATE);
    }
    claim->state = CLAIM_WITHDRAWN;
    claim->changed_at = side_now(side);
    TRY(claim__change(claims_of(side), claim));
    return claim__step(call, side, claim, CLAIM_ACT_WITHDRAWN, NULL);
}

struct status claim__withdraw(struct call *call)
{
    void *state = NULL;
    TRY(call_state(call, sizeof(struct claim), NULL, &state));
    return call_write(call, withdraw_run, claim__answer);
}
