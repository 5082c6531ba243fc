/* shop_http_total.c - what a shop took, from the roll-ups, and what it is still owed. */
#include "shop/shop_internal.h"

struct status shop__span_sum(struct call *call, const char *prefix, const char *shop, int32_t from,
                             int32_t until, int64_t *sum)
{
    char name[CODE_MAX + 16];
    int64_t before = 0;
    snprintf(name, sizeof name, "%s%s", prefix, shop);
    TRY(books_metric_sum(call->side->books, call->village.id, name, until, sum));
    TRY(books_metric_sum(call->side->books, call->village.id, name, from - 1, &before));
    *sum -= before;
    return OK;
}

struct status shop__may_see(struct call *call)
{
    bool office = call_may(call, WHO_ACCOUNTANT | WHO_OVERSIGHT | WHO_CADRE | WHO_TOWN |
                                     WHO_AUDITOR | WHO_ADMIN);
    return office ? OK : shop__own(call, call->side);
}

struct status shop__total(struct call *call)
{
    struct shop shop;
    int64_t points = 0;
    int64_t cash = 0;
    int64_t unsettled = 0;
    int32_t from = (int32_t)call_integer(call, "from", call_today(call));
    int32_t until = (int32_t)call_integer(call, "until", from);
    TRY(shop__may_see(call));
    TRY(shop__find(call, call->side, &shop));
    if (until < from) {
        return call_refuse(call, REFUSE(FIELD_WRONG), "until");
    }
    TRY(shop__span_sum(call, METRIC_SHOP_PREFIX, shop.code, from, until, &points));
    TRY(shop__span_sum(call, METRIC_CASH_PREFIX, shop.code, from, until, &cash));
    TRY(ledger_shop(call->side->ledger, shop.account, &unsettled));
    struct json_object *body = json_object_new_object();
    json_object_object_add(body, "from", day_json(from));
    json_object_object_add(body, "until", day_json(until));
    json_object_object_add(body, "points", json_object_new_int64(points));
    json_object_object_add(body, "cash_fen", json_object_new_int64(cash));
    json_object_object_add(body, "unsettled", json_object_new_int64(unsettled));
    return call_reply(call, 200, body);
}
