/* claim_http_panel.c - the panel's work: each of the three votes with a reason, or stands back, and
 * then others are drawn. Two votes decide; a grade waits for all three and is their middle one. */
#include <string.h>

#include "claim/claim_internal.h"
#include "notify/notify.h"
#include "residents/residents.h"

static struct status begin(struct call *call,
                           struct status (*run)(struct call *call, struct side *side))
{
    void *state = NULL;
    TRY(call_state(call, sizeof(struct claim), NULL, &state));
    call->job.commit = true; /* whoever looks next finds it so */
    return call_write(call, run, claim__answer);
}

/* The seat of the caller in the panel that counts. Refuses: CLAIM_STATE, CLAIM_SEAT. */
static struct status seat_find(struct call *call, struct side *side, struct claim *claim,
                               struct claim_seat seats[PANEL_MEMBERS], size_t *count, size_t *own)
{
    TRY(claim__find(call, side, claim));
    TRY(claim__seats(side, claim, seats, count));
    for (*own = 0; *own < *count; ++*own) {
        if (claim__is(call, &seats[*own].person) && seats[*own].state != SEAT_BACK) {
            return OK;
        }
    }
    return REFUSE(CLAIM_SEAT);
}

/* ---- voting ---- */

struct tally {
    size_t yes;
    size_t no;
    size_t open; /* has not voted */
    const struct claim_seat *in_favour[PANEL_MEMBERS];
    int64_t grades[PANEL_MEMBERS]; /* of those in favour, the lowest first */
};

static void grade_insert(struct tally *tally, int64_t grade)
{
    size_t at = tally->yes;
    while (at > 0 && tally->grades[at - 1] > grade) {
        tally->grades[at] = tally->grades[at - 1];
        at--;
    }
    tally->grades[at] = grade;
}

static void tally_make(const struct claim_seat *seats, size_t count, struct tally *tally)
{
    *tally = (struct tally){0};
    for (size_t i = 0; i < count; i++) {
        if (seats[i].state == SEAT_YES) {
            grade_insert(tally, seats[i].grade);
            tally->in_favour[tally->yes++] = &seats[i];
        }
        tally->no += seats[i].state == SEAT_NO;
        tally->open += seats[i].state == SEAT_DRAWN;
    }
}

/* The middle grade of three, the lower one of two. */
static struct status award(struct call *call, struct side *side, struct claim *claim,
                           const struct tally *tally)
{
    struct id panel;
    claim->grade = claim->graded ? tally->grades[(tally->yes - 1) / 2] : 0;
    claim->state = CLAIM_AWARDED;
    claim__panel_id(side, claim, claim->panels, &panel);
    TRY(residents_minor_check(side, call->village_code, &call->village, &claim->person));
    TRY(claim__award_try(call, side, claim, &tally->in_favour[0]->person,
                         &tally->in_favour[1]->person, &panel));
    return claim__tell_awarded(call, side, claim);
}

static struct status decide(struct call *call, struct side *side, struct claim *claim,
                            const struct tally *tally)
{
    bool complete = !claim->graded || tally->open == 0;
    if (tally->no >= 2) {
        claim->state = CLAIM_TURNED_DOWN;
        TRY(claim__tell(side, claim, TEXT_CLAIM_REFUSED, 0));
    } else if (tally->yes >= 2 && complete) {
        TRY(award(call, side, claim, tally));
    }
    claim->changed_at = side_now(side);
    return claim__change(claims_of(side), claim);
}

static struct status vote_judge(struct call *call, struct side *side, const struct claim *claim,
                                bool yes)
{
    struct rule rule;
    int64_t grade = call_integer(call, "grade", 0);
    if (!yes || !claim->graded) {
        return grade == 0 ? OK : call_refuse(call, REFUSE(GRADE_OUT_OF_RANGE), "grade");
    }
    TRY(claim__rule(side, &call->village, claim->rule, &rule));
    bool good = grade >= 1 && grade <= rule.points;
    return good ? OK : call_refuse(call, REFUSE(GRADE_OUT_OF_RANGE), "grade");
}

static struct status vote_run(struct call *call, struct side *side)
{
    struct claim *claim = call->state;
    struct claim_seat seats[PANEL_MEMBERS];
    struct tally tally;
    size_t count = 0;
    size_t own = 0;
    bool yes = call_integer(call, "vote", 0) == 0;
    enum seat_state vote = yes ? SEAT_YES : SEAT_NO;
    int64_t grade = call_integer(call, "grade", 0);
    TRY(seat_find(call, side, claim, seats, &count, &own));
    bool again = seats[own].state == vote && seats[own].grade == grade;
    if (seats[own].state != SEAT_DRAWN && !again) {
        return REFUSE(CLAIM_VOTED);
    }
    if (claim->state != CLAIM_FILED) {
        return again ? OK : REFUSE(CLAIM_STATE);
    }
    tally_make(seats, count, &tally);
    if (again) { /* where a crash kept the award out of the books it is tried again */
        return decide(call, side, claim, &tally);
    }
    TRY(claim__unrelated(call, side, claim));
    TRY(vote_judge(call, side, claim, yes));
    seats[own].state = vote;
    seats[own].grade = grade;
    TRY(claim__seat_put(claims_of(side), &claim->id, &seats[own]));
    TRY(claim__step(call, side, claim, yes ? CLAIM_ACT_VOTED_YES : CLAIM_ACT_VOTED_NO,
                    call_text(call, "word")));
    tally_make(seats, count, &tally);
    return decide(call, side, claim, &tally);
}

struct status claim__vote(struct call *call)
{
    return begin(call, vote_run);
}

/* ---- standing back ---- */

static struct status back_run(struct call *call, struct side *side)
{
    struct claim *claim = call->state;
    struct claim_seat seats[PANEL_MEMBERS];
    size_t count = 0;
    size_t own = 0;
    TRY(seat_find(call, side, claim, seats, &count, &own));
    if (claim->state != CLAIM_FILED) {
        return REFUSE(CLAIM_STATE);
    }
    if (seats[own].state != SEAT_DRAWN) {
        return REFUSE(CLAIM_VOTED);
    }
    seats[own].state = SEAT_BACK;
    TRY(claim__seat_put(claims_of(side), &claim->id, &seats[own]));
    TRY(claim__step(call, side, claim, CLAIM_ACT_STOOD_BACK, call_text(call, "word")));
    struct status drawn = claim__draw(call, side, claim);
    return drawn.code == STATUS_PANEL_SHORT ? OK : drawn; /* until there are more reviewers */
}

struct status claim__stand_back(struct call *call)
{
    return begin(call, back_run);
}

/* ---- drawn again by an official: too few before, or the panel does not decide ---- */

static struct status again_run(struct call *call, struct side *side)
{
    struct claim *claim = call->state;
    TRY(claim__find(call, side, claim));
    return claim__draw_next(call, side, claim, true);
}

struct status claim__draw_again(struct call *call)
{
    return begin(call, again_run);
}
