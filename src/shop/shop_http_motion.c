/* shop_http_motion.c - something is proposed: a shop, a deposit, a payment, other terms. It waits
 * for signatures; where none are needed it is done at once. */
#include <string.h>

#include "base/day.h"
#include "shop/shop_internal.h"

struct proposal {
    struct motion motion;
    struct terms terms; /* of MOTION_TERMS */
};

static void text_set(char *to, size_t size, const char *text)
{
    snprintf(to, size, "%s", text != NULL ? text : "");
}

/* What is known of every motion. */
static struct status proposal_begin(struct call *call, enum motion_kind kind, struct proposal **out)
{
    void *state = NULL;
    TRY(call_state(call, sizeof(struct proposal), NULL, &state));
    struct motion *motion = &((struct proposal *)state)->motion;
    motion->id = call->event;
    motion->kind = kind;
    motion->proposer = call->caller.person;
    motion->created_at = call_now(call);
    motion->changed_at = motion->created_at;
    motion->state = MOTION_OPEN;
    motion->record = -1;
    text_set(motion->village, sizeof motion->village, call->village_code);
    text_set(motion->meeting, sizeof motion->meeting, call_text(call, "meeting"));
    *out = state;
    return call_may(call, motion_proposers(kind)) ? OK : REFUSE(NOT_ALLOWED);
}

/* The same key again: the first answer, where the same was proposed. */
static struct status proposed_before(const struct motion *before, const struct motion *now)
{
    bool same = before->kind == now->kind && strcmp(before->village, now->village) == 0 &&
                strcmp(before->shop, now->shop) == 0 && strcmp(before->text, now->text) == 0 &&
                before->month == now->month && (now->fen == 0 || before->fen == now->fen) &&
                memcmp(&before->proposer, &now->proposer, sizeof now->proposer) == 0;
    return same ? OK : REFUSE(ID_TAKEN);
}

static struct status propose_run(struct call *call, struct side *side)
{
    struct proposal *proposal = call->state;
    struct motion *motion = &proposal->motion;
    struct till *till = shop__till(side);
    struct motion before;
    struct terms terms;
    bool found = false;
    TRY(shop__motion_select(till, &motion->id, &found, &before));
    if (found) {
        TRY(proposed_before(&before, motion));
        return shop__motion_see(side, &motion->id, motion);
    }
    if (motion->shop[0] != '\0') {
        TRY(shop__motion_unsettled(till, motion->village, motion->shop, motion->kind, &found));
    }
    if (found) {
        return REFUSE(MOTION_WAITING);
    }
    TRY(shop__terms(till, motion->village, &terms));
    motion_weigh(motion, &terms);
    TRY(shop__motion_insert(till, motion));
    if (motion->kind == MOTION_TERMS) {
        TRY(shop__terms_insert(till, &motion->id, &proposal->terms));
    }
    if (motion->needed > 0) {
        return OK;
    }
    if (motion->meeting_needed && motion->meeting[0] == '\0') {
        return REFUSE(MEETING_NEEDED);
    }
    return shop__motion_do(call, side, motion, NULL);
}

static struct status propose_then(struct call *call)
{
    const struct proposal *proposal = call->state;
    struct json_object *body = NULL;
    TRY(shop__motion_json(call, &proposal->motion, &body));
    return call_reply(call, 201, body);
}

struct status shop__propose_shop(struct call *call)
{
    struct proposal *proposal = NULL;
    struct shop shop;
    TRY(proposal_begin(call, MOTION_SHOP, &proposal));
    TRY(points_shop(call->side->points, call->village.id, call_text(call, "shop"), &shop));
    if (shop.id != 0) {
        return call_refuse(call, REFUSE(SHOP_EXISTS), "shop");
    }
    text_set(proposal->motion.shop, sizeof proposal->motion.shop, call_text(call, "shop"));
    text_set(proposal->motion.text, sizeof proposal->motion.text, call_text(call, "name"));
    return call_write(call, propose_run, propose_then);
}

struct status shop__propose_deposit(struct call *call)
{
    struct proposal *proposal = NULL;
    TRY(proposal_begin(call, MOTION_DEPOSIT, &proposal));
    proposal->motion.fen = call_integer(call, "fen", 0);
    text_set(proposal->motion.text, sizeof proposal->motion.text, call_text(call, "source"));
    return call_write(call, propose_run, propose_then);
}

/* What the shop was owed at the end of the month and still is. */
static struct status owed_find(struct call *call, const struct shop *shop, int32_t next_month,
                               int64_t *points)
{
    int64_t since = 0;
    TRY(ledger_shop(call->side->ledger, shop->account, points));
    TRY(shop__span_sum(call, METRIC_SHOP_PREFIX, shop->code, next_month, DAY_MAX, &since));
    *points -= since;
    return *points > 0 ? OK : REFUSE(PAYMENT_NOTHING);
}

struct status shop__propose_payment(struct call *call)
{
    struct proposal *proposal = NULL;
    struct shop shop;
    struct terms terms;
    TRY(proposal_begin(call, MOTION_PAYMENT, &proposal));
    TRY(shop__find(call, call->side, &shop));
    struct motion *motion = &proposal->motion;
    int32_t month = day_month_start((int32_t)call_integer(call, "month", 0));
    int32_t next = day_add_months(month, 1);
    if (next > call_today(call)) {
        return call_refuse(call, REFUSE(MONTH_RUNNING), "month");
    }
    text_set(motion->shop, sizeof motion->shop, shop.code);
    motion->month = month;
    TRY(owed_find(call, &shop, next, &motion->points));
    if (motion->points > POINTS_PER_OPERATION_MAX) {
        motion->points = POINTS_PER_OPERATION_MAX; /* the rest by another one */
    }
    motion->fen = motion->points * 100 / call->village.points_per_yuan;
    TRY(shop__terms(shop__till(call->side), call->village_code, &terms));
    motion->pay_day = next + (int32_t)terms.pay_day - 1;
    return call_write(call, propose_run, propose_then);
}

struct status shop__propose_terms(struct call *call)
{
    struct proposal *proposal = NULL;
    TRY(proposal_begin(call, MOTION_TERMS, &proposal));
    struct terms *terms = &proposal->terms;
    for (size_t i = 0; shop__terms_fields[i].name != NULL; i++) {
        *shop__terms_value(terms, i) = call_integer(call, shop__terms_fields[i].name, 0);
    }
    if (terms->two_fen < terms->one_fen) {
        return call_refuse(call, REFUSE(FIELD_WRONG), "two_fen");
    }
    if (terms->meeting_fen < terms->two_fen) {
        return call_refuse(call, REFUSE(FIELD_WRONG), "meeting_fen");
    }
    return call_write(call, propose_run, propose_then);
}
