/* http_card.c - a card is scanned at the leader's phone: its person has come, or goes. */
#include <string.h>

#include "activity/activity_internal.h"
#include "auth/auth.h"

struct carding {
    struct card_shown shown; /* first: auth_card_shown() */
    struct plan plan;
    struct stay stay;
};

static void carding_end(void *state)
{
    wipe(state, sizeof(struct carding));
}

static struct status card_run(struct call *call, struct side *side)
{
    struct carding *carding = call->state;
    bool out = call_integer(call, "what", 0) == 1;
    int64_t now = side_now(side);
    TRY(plan__find(side, call->village_code, call_path(call, "activity"), &carding->plan));
    if (carding->plan.state != PLAN_PUBLISHED) {
        return REFUSE(PLAN_STATE);
    }
    TRY(stay__time_judge(&carding->plan, now, out));
    TRY(stay__begin(call, side, &carding->plan, &carding->shown.card.person, &carding->stay));
    if (out && carding->stay.in_at == 0) {
        return REFUSE(STAY_NOT_IN);
    }
    if (!out && carding->stay.in_at != 0) {
        return OK; /* is in already */
    }
    if (!out) {
        TRY(stay__place_take(side, &carding->plan, &carding->stay, false));
    }
    stay__note(&carding->stay, out, now, WAY_CARD);
    return stay__keep(side, &carding->plan, &carding->stay);
}

static struct status card_answer(struct call *call)
{
    const struct carding *carding = call->state;
    const struct stay_view view = {call->side, &call->village, &carding->plan, true};
    struct json_object *body = NULL;
    TRY(stay__json(&view, &carding->stay, &body));
    return call_reply(call, 200, body);
}

static struct status card_found(struct call *call)
{
    return call_write(call, card_run, card_answer);
}

/* Whoever does not lead it tries no cards here. */
struct status activity__card(struct call *call)
{
    struct carding *carding = NULL;
    struct plan plan;
    struct device device;
    TRY(plan__find(call->side, call->village_code, call_path(call, "activity"), &plan));
    if (!plan__leads(call, &plan)) {
        return REFUSE(NOT_ALLOWED);
    }
    if (call->caller.device) {
        TRY(auth_device_here(call, call->side, DEVICE_LEADER, &device));
    }
    TRY(call_state(call, sizeof *carding, carding_end, (void **)&carding));
    return auth_card_shown(call, false, card_found);
}
