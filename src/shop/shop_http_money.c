/* shop_http_money.c - what the village has for points, what it owes, how long that lasts, and the
 * terms that it has agreed on. Everybody may read it. */
#include "shop/shop_internal.h"

int64_t *shop__terms_value(struct terms *terms, size_t index)
{
    int64_t *const values[] = {&terms->one_fen,    &terms->two_fen,      &terms->meeting_fen,
                               &terms->pay_day,    &terms->refund_days,  &terms->warn_weeks,
                               &terms->lease_card, &terms->lease_device, &terms->lease_hours};
    REQUIRE(index < COUNT(values));
    return values[index];
}

struct json_object *shop__terms_json(const struct terms *terms)
{
    struct terms copy = *terms;
    struct json_object *body = json_object_new_object();
    for (size_t i = 0; shop__terms_fields[i].name != NULL; i++) {
        put_int(body, shop__terms_fields[i].name, *shop__terms_value(&copy, i));
    }
    return body;
}

struct status shop__terms_get(struct call *call)
{
    struct terms terms;
    TRY(shop__terms(shop__till(call->side), call->village_code, &terms));
    return call_reply(call, 200, shop__terms_json(&terms));
}

struct owed {
    struct ledger *ledger;
    int64_t points;
};

static struct status owed_add(void *context, const struct shop *shop)
{
    struct owed *owed = context;
    int64_t points = 0;
    TRY(ledger_shop(owed->ledger, shop->account, &points));
    owed->points += points;
    return OK;
}

static struct status money_find(struct call *call, struct money *money)
{
    struct side *side = call->side;
    int32_t today = call_today(call);
    struct terms terms;
    int64_t deposits = 0;
    struct owed owed = {side->ledger, 0};
    TRY(shop__terms(shop__till(side), call->village_code, &terms));
    *money = (struct money){.points_per_yuan = call->village.points_per_yuan,
                            .warn_weeks = terms.warn_weeks};
    TRY(books_metric_sum(side->books, call->village.id, "deposits", DAY_MAX, &deposits));
    TRY(books_metric_sum(side->books, call->village.id, "fund_fen", DAY_MAX, &money->fund_fen));
    money->fund_known = deposits > 0;
    TRY(ledger_outstanding(side->ledger, call->village.id, &money->outstanding));
    TRY(points_shop_each(side->points, call->village.id, "", owed_add, &owed));
    money->unsettled = owed.points;
    TRY(shop__span_sum(call, "redeemed", "", today - 7 * RUNWAY_WEEKS + 1, today, &money->spent));
    money_reckon(money);
    return OK;
}

struct status shop__fund(struct call *call)
{
    struct money money;
    TRY(money_find(call, &money));
    struct json_object *body = json_object_new_object();
    put_int(body, "points_per_yuan", money.points_per_yuan);
    json_object_object_add(body, "fund_fen",
                           money.fund_known ? json_object_new_int64(money.fund_fen) : NULL);
    put_int(body, "outstanding_points", money.outstanding);
    put_int(body, "unsettled_points", money.unsettled);
    put_int(body, "liability_fen", money.liability_fen);
    put_int(body, "spent_points_8_weeks", money.spent);
    json_object_object_add(
        body, "reserve_permille",
        money.reserve_permille >= 0 ? json_object_new_int64(money.reserve_permille) : NULL);
    json_object_object_add(body, "weeks",
                           money.weeks >= 0 ? json_object_new_int64(money.weeks) : NULL);
    put_flag(body, "low", money.low);
    return call_reply(call, 200, body);
}
