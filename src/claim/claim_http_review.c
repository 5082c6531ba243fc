/* claim_http_review.c - two officials look at a claim: one examines it and puts it forward, another
 * approves, and the award is booked. Either may turn it down, with a reason. Nobody decides who is
 * related to the claimant. */
#include <string.h>

#include "claim/claim_internal.h"
#include "notify/notify.h"
#include "residents/residents.h"

static struct status begin(struct call *call,
                           struct status (*run)(struct call *call, struct side *side),
                           struct status (*then)(struct call *call))
{
    void *state = NULL;
    TRY(call_state(call, sizeof(struct claim), NULL, &state));
    call->job.commit = true; /* whoever looks next finds it so */
    return call_write(call, run, then);
}

/* Not of a claim that a panel judges. */
static struct status official_begin(struct call *call, struct side *side, struct claim *claim)
{
    TRY(claim__find(call, side, claim));
    if (claim->by_panel) {
        return REFUSE(CLAIM_PANEL);
    }
    TRY(claim__unrelated(call, side, claim));
    return claim__other(call, side, claim);
}

/* ---- the first pair of eyes ---- */

/* A grade for a grade rule, none for others. */
static struct status grade_take(struct call *call, struct side *side, struct claim *claim)
{
    struct rule rule;
    TRY(claim__rule(side, &call->village, claim->rule, &rule));
    claim->grade = call_integer(call, "grade", 0);
    if (rule.unit != SANBAO__V1__RULE_UNIT__UNIT_GRADE) {
        return claim->grade == 0 ? OK : call_refuse(call, REFUSE(GRADE_OUT_OF_RANGE), "grade");
    }
    bool good = claim->grade >= 1 && claim->grade <= rule.points;
    return good ? OK : call_refuse(call, REFUSE(GRADE_OUT_OF_RANGE), "grade");
}

static struct status examine_run(struct call *call, struct side *side)
{
    struct claim *claim = call->state;
    TRY(official_begin(call, side, claim));
    if (claim->state != CLAIM_FILED) {
        return REFUSE(CLAIM_STATE);
    }
    if (!claim->ready) {
        return REFUSE(CLAIM_PHOTO_NEEDED);
    }
    TRY(grade_take(call, side, claim));
    claim->state = CLAIM_EXAMINED;
    claim->examiner = call->caller.person;
    claim->changed_at = side_now(side);
    TRY(claim__change(claims_of(side), claim));
    return claim__step(call, side, claim, CLAIM_ACT_EXAMINED, call_text(call, "word"));
}

struct status claim__examine(struct call *call)
{
    return begin(call, examine_run, claim__answer);
}

/* ---- the second ---- */

/* Sent again it is the same operation, which the books answer as they did first. */
static struct status approve_run(struct call *call, struct side *side)
{
    struct claim *claim = call->state;
    TRY(official_begin(call, side, claim));
    if (claim->state != CLAIM_EXAMINED && claim->state != CLAIM_AWARDED) {
        return REFUSE(CLAIM_STATE);
    }
    bool again = claim->state == CLAIM_AWARDED;
    TRY(residents_minor_check(side, call->village_code, &call->village, &claim->person));
    struct status tried =
        claim__award_try(call, side, claim, &claim->examiner, &call->caller.person, NULL);
    if (tried.code == STATUS_ID_TAKEN) {
        return REFUSE(CLAIM_STATE); /* another approved it */
    }
    if (!status_ok(tried) || again) {
        return tried;
    }
    claim->state = CLAIM_AWARDED;
    claim->changed_at = side_now(side);
    TRY(claim__change(claims_of(side), claim));
    TRY(claim__step(call, side, claim, CLAIM_ACT_APPROVED, call_text(call, "word")));
    return claim__tell_awarded(call, side, claim);
}

struct status claim__approve(struct call *call)
{
    return begin(call, approve_run, call_reply_receipt);
}

/* ---- turning down ---- */

static struct status turn_down_run(struct call *call, struct side *side)
{
    struct claim *claim = call->state;
    TRY(official_begin(call, side, claim));
    if (claim->state != CLAIM_FILED && claim->state != CLAIM_EXAMINED) {
        return REFUSE(CLAIM_STATE);
    }
    claim->state = CLAIM_TURNED_DOWN;
    claim->changed_at = side_now(side);
    TRY(claim__change(claims_of(side), claim));
    TRY(claim__step(call, side, claim, CLAIM_ACT_TURNED_DOWN, call_text(call, "word")));
    return claim__tell(side, claim, TEXT_CLAIM_REFUSED, 0);
}

struct status claim__turn_down(struct call *call)
{
    return begin(call, turn_down_run, claim__answer);
}
