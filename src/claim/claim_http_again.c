/* claim_http_again.c - a claim that was turned down: others look at it again, once, where the
 * claimant asks for it; and once the town is asked, which has it looked at anew or lets it stand.
 * Nobody decides twice about the same claim. */
#include <string.h>

#include "base/day.h"
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

/* ---- what was done to it before ---- */

struct history {
    const struct id *person;
    bool decided; /* since it was looked at anew */
    bool before;  /* before that */
    bool appealed;
};

static struct status step_read(void *context, const struct claim_step *step)
{
    struct history *history = context;
    bool decides = step->what == CLAIM_ACT_EXAMINED || step->what == CLAIM_ACT_TURNED_DOWN ||
                   step->what == CLAIM_ACT_APPROVED;
    bool own = memcmp(&step->by, history->person, sizeof step->by) == 0;
    history->decided = history->decided || (decides && own);
    history->appealed = history->appealed || step->what == CLAIM_ACT_APPEALED;
    if (step->what == CLAIM_ACT_AGAIN || step->what == CLAIM_ACT_REOPENED) {
        history->before = history->before || history->decided;
    }
    return OK;
}

static struct status history_of(const struct call *call, struct side *side,
                                const struct claim *claim, struct history *history)
{
    *history = (struct history){.person = &call->caller.person};
    return claim__step_each(claims_of(side), &claim->id, step_read, history);
}

struct status claim__other(const struct call *call, struct side *side, const struct claim *claim)
{
    struct history history;
    if (claim->round == 0) {
        return OK;
    }
    TRY(history_of(call, side, claim, &history));
    return history.before ? REFUSE(CLAIM_SAME) : OK;
}

/* ---- anew ---- */

static struct status seats_free(struct side *side, const struct claim *claim)
{
    struct claim_seat seats[PANEL_MEMBERS];
    size_t count = 0;
    TRY(claim__seats(side, claim, seats, &count));
    for (size_t i = 0; i < count; i++) {
        seats[i].state = SEAT_BACK; /* is not drawn again */
        TRY(claim__seat_put(claims_of(side), &claim->id, &seats[i]));
    }
    return OK;
}

static struct status anew(struct call *call, struct side *side, struct claim *claim,
                          enum claim_act act)
{
    claim->round++;
    claim->state = CLAIM_FILED;
    claim->grade = 0;
    claim->changed_at = side_now(side);
    memset(&claim->examiner, 0, sizeof claim->examiner);
    TRY(seats_free(side, claim));
    TRY(claim__change(claims_of(side), claim));
    TRY(claim__step(call, side, claim, act, call_text(call, "word")));
    if (!claim->by_panel) {
        return OK;
    }
    struct status drawn = claim__draw(call, side, claim);
    return drawn.code == STATUS_PANEL_SHORT ? OK : drawn;
}

/* The claimant's own, turned down not long ago. Refuses: CLAIM_STATE, CLAIM_LATE. */
static struct status down_find(struct call *call, struct side *side, struct claim *claim)
{
    TRY(claim__find(call, side, claim));
    TRY(claim__own(call, side, claim, POWER_SIGN_UP));
    if (claim->state != CLAIM_TURNED_DOWN) {
        return REFUSE(CLAIM_STATE);
    }
    int32_t since = instant_day(claim->changed_at, call->village.utc_offset_minutes);
    bool late = side_today(side, &call->village) >= since + APPEAL_DAYS;
    return late ? REFUSE(CLAIM_LATE) : OK;
}

static struct status again_run(struct call *call, struct side *side)
{
    struct claim *claim = call->state;
    TRY(down_find(call, side, claim));
    return claim->round == 0 ? anew(call, side, claim, CLAIM_ACT_AGAIN) : REFUSE(CLAIM_STATE);
}

struct status claim__again(struct call *call)
{
    return begin(call, again_run);
}

/* ---- the town ---- */

static struct status appeal_run(struct call *call, struct side *side)
{
    struct claim *claim = call->state;
    struct history history;
    TRY(down_find(call, side, claim));
    TRY(history_of(call, side, claim, &history));
    if (history.appealed) {
        return REFUSE(CLAIM_STATE);
    }
    claim->state = CLAIM_APPEALED;
    claim->changed_at = side_now(side);
    TRY(claim__change(claims_of(side), claim));
    return claim__step(call, side, claim, CLAIM_ACT_APPEALED, call_text(call, "word"));
}

struct status claim__refusal_appeal(struct call *call)
{
    return begin(call, appeal_run);
}

static struct status town_run(struct call *call, struct side *side)
{
    struct claim *claim = call->state;
    TRY(claim__find(call, side, claim));
    TRY(claim__unrelated(call, side, claim));
    if (claim->state != CLAIM_APPEALED) {
        return REFUSE(CLAIM_STATE);
    }
    TRY(claim__tell(side, claim, TEXT_APPEAL_ANSWERED, 0));
    if (call_flag(call, "again")) {
        return anew(call, side, claim, CLAIM_ACT_REOPENED);
    }
    claim->state = CLAIM_TURNED_DOWN;
    claim->changed_at = side_now(side);
    TRY(claim__change(claims_of(side), claim));
    return claim__step(call, side, claim, CLAIM_ACT_APPEAL_REFUSED, call_text(call, "word"));
}

struct status claim__refusal_decide(struct call *call)
{
    return begin(call, town_run);
}
