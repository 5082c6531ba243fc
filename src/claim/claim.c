/* claim.c - what a claim is: under which rules, how it stands by the books, who may act for the
 * claimant and who must stand back. */
#include <stdlib.h>
#include <string.h>

#include "claim/claim_internal.h"
#include "notify/notify.h"
#include "residents/residents.h"

static struct status state_open(struct side *side, void **state)
{
    struct claims *own = calloc(1, sizeof *own);
    *state = own;
    if (own == NULL) {
        return FAULT(OUT_OF_MEMORY);
    }
    own->store = people_store(side->people);
    return OK;
}

static void state_close(void **state)
{
    if (*state != NULL) {
        claim__drawer_free(*state);
    }
    free(*state);
    *state = NULL;
}

const struct side_room claim_room = {"claim", state_open, state_close};

bool claim__rule_open(const struct rule *rule)
{
    bool welcome = strcmp(rule->code, "REG-01") == 0 || strcmp(rule->code, "REG-02") == 0;
    if (welcome || rule->unit == SANBAO__V1__RULE_UNIT__UNIT_HOUR ||
        rule->approver == SANBAO__V1__APPROVER__APPROVER_SYSTEM) {
        return false;
    }
    switch (rule->evidence) {
    case SANBAO__V1__EVIDENCE__EVIDENCE_DOCUMENT:
    case SANBAO__V1__EVIDENCE__EVIDENCE_PHOTO:
    case SANBAO__V1__EVIDENCE__EVIDENCE_LOG:
    case SANBAO__V1__EVIDENCE__EVIDENCE_TICKET:
    case SANBAO__V1__EVIDENCE__EVIDENCE_REPORT:
        return true;
    default: /* whoever was there, or was scanned, is awarded for that */
        return false;
    }
}

struct status claim__rule(struct side *side, const struct village *village, const char *code,
                          struct rule *rule)
{
    TRY(points_rule(side->points, village->id, code, side_today(side, village), rule));
    if (rule->id == 0) {
        return REFUSE(RULE_UNKNOWN);
    }
    return claim__rule_open(rule) ? OK : REFUSE(CLAIM_RULE);
}

void claim__award_id(const struct side *side, const struct claim *claim, struct id *event)
{
    side_id_derive(side, &claim->id, "claim-award", (uint64_t)claim->round, event);
}

/* What the rule of today asks for; a rule that is gone asks for nothing. */
static struct status rule_look(struct side *side, const struct village *village,
                               struct claim *claim)
{
    struct rule rule;
    TRY(points_rule(side->points, village->id, claim->rule, side_today(side, village), &rule));
    claim->by_panel = rule.id != 0 && rule.approver == SANBAO__V1__APPROVER__APPROVER_REVIEW_PANEL;
    claim->graded = rule.id != 0 && rule.unit == SANBAO__V1__RULE_UNIT__UNIT_GRADE;
    return OK;
}

/* A draw that a crash kept out of the books did not take place. */
static struct status panel_look(struct side *side, const struct village *village,
                                struct claim *claim)
{
    struct panel panel;
    struct id id;
    bool known = false;
    while (claim->panels > 0 && !known) {
        claim__panel_id(side, claim, claim->panels, &id);
        TRY(points_panel(side->points, village->id, id.bytes, &panel, &known));
        claim->panels -= !known;
    }
    claim->panel_record = known ? panel.record : 0;
    claim->panel_day = known ? panel.day : 0;
    claim->seated = false;
    return claim__seats_look(side, claim);
}

static struct status award_look(struct side *side, struct claim *claim)
{
    struct award_wait waiting;
    uint64_t by = 0;
    TRY(points_waiting(side->points, claim->record, &waiting));
    claim->on_notice = waiting.due_on != 0;
    return points_undone(side->points, claim->record, &claim->taken_back, &by);
}

struct status claim__judge(struct side *side, struct claim *claim)
{
    struct village village;
    struct id event;
    bool found = false;
    TRY(identity_village(side->identity, claim->village, &village));
    TRY(rule_look(side, &village, claim));
    TRY(panel_look(side, &village, claim));
    claim__award_id(side, claim, &event);
    TRY(journal_find(side->journal, event.bytes, &found, &claim->record));
    if (found) {
        claim->state = CLAIM_AWARDED;
        return award_look(side, claim);
    }
    if (claim->state == CLAIM_AWARDED) { /* a crash kept the award out of the books */
        claim->state = claim->by_panel ? CLAIM_FILED : CLAIM_EXAMINED;
    }
    return OK;
}

struct status claim__find(const struct call *call, struct side *side, struct claim *claim)
{
    struct id id;
    bool found = false;
    call_path_id(call, "claim_id", &id);
    TRY(claim__get(claims_of(side), &id, &found, claim));
    if (!found || strcmp(claim->village, call->village_code) != 0) {
        return REFUSE(CLAIM_UNKNOWN);
    }
    return claim__judge(side, claim);
}

bool claim__is(const struct call *call, const struct id *person)
{
    return memcmp(&call->caller.person, person, sizeof *person) == 0;
}

/* ---- who has to do with whom ---- */

static struct status household_of(const struct call *call, struct side *side,
                                  const struct id *person, int64_t *household)
{
    struct member member;
    const ProtobufCBinaryData bytes = {ID_BYTES, (uint8_t *)(uintptr_t)person->bytes};
    TRY(identity_member(side->identity, call->village.id, &bytes, &member));
    *household = member.household;
    return OK;
}

struct status claim__related(const struct call *call, struct side *side, const struct id *one,
                             const struct id *other, bool *related)
{
    int64_t home = 0;
    int64_t other_home = 0;
    *related = memcmp(one, other, sizeof *one) == 0;
    if (*related) {
        return OK;
    }
    TRY(household_of(call, side, one, &home));
    TRY(household_of(call, side, other, &other_home));
    *related = home != 0 && home == other_home;
    return *related ? OK
                    : residents_tied(side, call->village_code, &call->village, one, other, related);
}

struct status claim__unrelated(const struct call *call, struct side *side,
                               const struct claim *claim)
{
    bool related = false;
    TRY(claim__related(call, side, &claim->person, &call->caller.person, &related));
    return related || claim__is(call, &claim->filed_by) ? REFUSE(CLAIM_RELATED) : OK;
}

struct status claim__own(const struct call *call, struct side *side, const struct claim *claim,
                         int power)
{
    bool filed = claim__is(call, &claim->filed_by) && call_may(call, WHO_SOCIAL_WORKER);
    if (claim__is(call, &claim->person) || filed) {
        return OK; /* a helper's power may have ended since: it is asked for anew */
    }
    struct status status =
        residents_act_check(side, call->village_code, &call->village, &claim->person,
                            &call->caller.person, (enum tie_power)power, 0);
    return status_is_fault(status) || status_ok(status) ? status : REFUSE(CLAIM_UNKNOWN);
}

/* ---- writing down and telling ---- */

struct status claim__step(const struct call *call, struct side *side, const struct claim *claim,
                          enum claim_act what, const char *word)
{
    struct claim_step step = {.at = side_now(side), .by = call->caller.person, .what = what};
    if (word != NULL && word[0] != '\0') {
        size_t length = strlen(word);
        step.word_length = length + SEAL_OVERHEAD_BYTES;
        REQUIRE(step.word_length <= sizeof step.word);
        TRY(people_seal(side->people, &claim->person, CLAIM_STEP_PURPOSE, word, length, step.word));
    }
    return claim__step_put(claims_of(side), &claim->id, &step);
}

struct status claim__rule_name(struct side *side, const struct claim *claim, char **name)
{
    const char *field = lang_get() == LANG_EN ? "name_en" : "name_zh";
    return texts_get(side->people, claim->village, "rule", claim->rule, field, name);
}

struct status claim__tell_to(struct side *side, const struct claim *claim, const struct id *person,
                             int text, int64_t points)
{
    char *name = NULL;
    char number[24];
    const char *field = NULL;
    snprintf(number, sizeof number, "%lld", (long long)points);
    TRY(notify_pick(side, person, "name_zh", "name_en", &field));
    TRY(texts_get(side->people, claim->village, "rule", claim->rule, field, &name));
    const char *const values[NOTIFY_VALUES_MAX] = {name != NULL ? name : claim->rule, number};
    struct status status = notify_tell(side, person, (enum notify_text)text, values);
    free(name);
    return status;
}

struct status claim__tell(struct side *side, const struct claim *claim, int text, int64_t points)
{
    return claim__tell_to(side, claim, &claim->person, text, points);
}

struct status claim__tell_awarded(const struct call *call, struct side *side,
                                  const struct claim *claim)
{
    struct award_wait waiting;
    TRY(points_waiting(side->points, call->answer.record, &waiting));
    return claim__tell(side, claim, waiting.due_on != 0 ? TEXT_AWARD_WAITS : TEXT_CLAIM_AWARDED,
                       (int64_t)call->answer.outcome.granted);
}

/* ---- the books ---- */

static ProtobufCBinaryData bytes_of(const struct id *id)
{
    return (ProtobufCBinaryData){ID_BYTES, (uint8_t *)(uintptr_t)id->bytes};
}

struct status claim__award_try(struct call *call, struct side *side, const struct claim *claim,
                               const struct id *proposer, const struct id *approver,
                               const struct id *panel)
{
    struct id event;
    Sanbao__V1__Award award = SANBAO__V1__AWARD__INIT;
    Sanbao__V1__Operation operation = SANBAO__V1__OPERATION__INIT;
    claim__award_id(side, claim, &event);
    award.person = bytes_of(&claim->person);
    award.rule = (char *)(uintptr_t)claim->rule;
    award.grade_points = (uint32_t)claim->grade;
    if (panel != NULL) {
        award.panel = bytes_of(panel);
    }
    operation.event_id = bytes_of(&event);
    operation.proposer = bytes_of(proposer);
    operation.approver = bytes_of(approver);
    operation.action_case = SANBAO__V1__OPERATION__ACTION_AWARD;
    operation.award = &award;
    return call_try(call, side, &operation);
}
