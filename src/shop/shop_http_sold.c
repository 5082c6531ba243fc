/* shop_http_sold.c - what a shop sold: one by one, and a month by goods, with what it is owed. */
#include <stdlib.h>
#include <string.h>

#include "base/day.h"
#include "shop/shop_internal.h"

/* ---- one by one ---- */

struct sold_page {
    struct call *call;
    const struct shop *shop;
    struct json_object *items;
    size_t room;
    int32_t last_day;
    uint64_t last_record;
    bool more;
};

/* Of a refund, the person is who got the points back. */
static struct status payer_json(struct call *call, uint64_t record, struct json_object **name)
{
    struct entry entry;
    struct member member;
    struct id person;
    char *masked = NULL;
    TRY(ledger_entry(call->side->ledger, record, &entry));
    TRY(identity_member_by_account(call->side->identity, entry.owner, &member, person.bytes));
    TRY(shop__masked(call->side, &person, &masked));
    *name = json_object_new_string(masked);
    free(masked);
    return OK;
}

struct status shop__goods_name(struct call *call, const char *shop, const char *goods,
                               struct json_object **name)
{
    char about[2 * CODE_MAX + 2];
    snprintf(about, sizeof about, "%s/%s", shop, goods);
    return shop__name_json(call, "goods", about, name);
}

static struct status sold_fill(struct sold_page *page, const struct sold *sold,
                               struct json_object *item)
{
    struct json_object *goods_name = NULL;
    struct json_object *person = NULL;
    bool undone = false;
    uint64_t by = 0;
    TRY(shop__goods_name(page->call, page->shop->code, sold->goods, &goods_name));
    json_object_object_add(item, "name", goods_name);
    TRY(payer_json(page->call, sold->record, &person));
    json_object_object_add(item, "person", person);
    TRY(points_undone(page->call->side->points, sold->record, &undone, &by));
    put_int(item, "record", (int64_t)sold->record);
    json_object_object_add(item, "day", day_json(sold->day));
    put_text(item, "goods", sold->goods);
    put_int(item, "quantity", sold->quantity);
    put_int(item, "points", sold->points);
    put_int(item, "cash_fen", sold->cash_fen);
    put_flag(item, "refunded", undone);
    return OK;
}

static struct status sold_take(void *context, const struct sold *sold)
{
    struct sold_page *page = context;
    if (page->room == 0) {
        page->more = true;
        return REFUSE(CURSOR_WRONG); /* ends the walk; told to nobody */
    }
    struct json_object *item = json_object_new_object();
    json_object_array_add(page->items, item);
    page->room--;
    page->last_day = sold->day;
    page->last_record = sold->record;
    return sold_fill(page, sold, item);
}

/* The cursor is the last one's day and record. */
static struct status after_read(struct call *call, struct sold_span *span)
{
    const char *after = call_after(call);
    const char *dash = strchr(after, '-');
    int64_t day = 0;
    span->after = -1;
    if (after[0] == '\0') {
        return OK;
    }
    bool good = dash != NULL && text_integer(after, (size_t)(dash - after), 0, DAY_MAX, &day) &&
                text_integer(dash + 1, strlen(dash + 1), 0, INT64_MAX, &span->after) &&
                day >= span->from;
    span->from = (int32_t)day;
    return good ? OK : REFUSE(CURSOR_WRONG);
}

struct status shop__redemptions(struct call *call)
{
    struct shop shop;
    char next[64];
    TRY(shop__may_see(call));
    TRY(shop__find(call, call->side, &shop));
    int32_t from = (int32_t)call_integer(call, "from", call_today(call));
    struct sold_span span = {
        .shop = shop.id, .from = from, .until = (int32_t)call_integer(call, "until", from)};
    TRY(after_read(call, &span));
    struct sold_page page = {.call = call, .shop = &shop, .room = call_limit(call)};
    page.items = json_object_new_array();
    struct status status = points_sold_each(call->side->points, &span, sold_take, &page);
    if (!status_ok(status) && !page.more) {
        json_object_put(page.items);
        return status;
    }
    snprintf(next, sizeof next, "%d-%llu", (int)page.last_day,
             (unsigned long long)page.last_record);
    return call_reply_page(call, page.items, page.more ? next : NULL);
}

/* ---- a month ---- */

static void sum_add(struct sold_sum *total, const struct sold_sum *line)
{
    total->redemptions += line->redemptions;
    total->quantity += line->quantity;
    total->points += line->points;
    total->refunded += line->refunded;
    total->cash_fen += line->cash_fen;
}

struct lines {
    struct call *call;
    const char *shop;
    struct json_object *list;
    struct sold_sum total;
};

static struct status line_take(void *context, const struct sold_sum *sum)
{
    struct lines *lines = context;
    struct json_object *line = json_object_new_object();
    struct json_object *name = NULL;
    json_object_array_add(lines->list, line);
    TRY(shop__goods_name(lines->call, lines->shop, sum->goods, &name));
    put_text(line, "goods", sum->goods);
    json_object_object_add(line, "name", name);
    put_int(line, "redemptions", sum->redemptions);
    put_int(line, "quantity", sum->quantity);
    put_int(line, "points", sum->points);
    put_int(line, "refunded", sum->refunded);
    put_int(line, "cash_fen", sum->cash_fen);
    sum_add(&lines->total, sum);
    return OK;
}

struct status shop__month(struct call *call, struct month *month)
{
    struct terms terms;
    TRY(shop__terms(shop__till(call->side), call->village_code, &terms));
    month->first = day_month_start((int32_t)call_integer(call, "month", call_today(call)));
    month->next = day_add_months(month->first, 1);
    month->pay_day = month->next + (int32_t)terms.pay_day - 1;
    return OK;
}

static struct status statement_fill(struct call *call, const struct shop *shop,
                                    struct json_object *body)
{
    struct month month;
    struct json_object *name = NULL;
    int64_t unsettled = 0;
    struct lines lines = {.call = call, .shop = shop->code, .list = json_object_new_array()};
    json_object_object_add(body, "lines", lines.list);
    TRY(shop__month(call, &month));
    TRY(shop__name_json(call, "shop", shop->code, &name));
    json_object_object_add(body, "name", name);
    TRY(points_sold_by_goods(call->side->points, shop->id, month.first, month.next - 1, line_take,
                             &lines));
    TRY(ledger_shop(call->side->ledger, shop->account, &unsettled));
    int64_t points = lines.total.points - lines.total.refunded;
    put_text(body, "shop", shop->code);
    json_object_object_add(body, "month", day_json(month.first));
    put_int(body, "redemptions", lines.total.redemptions);
    put_int(body, "points", points);
    put_int(body, "refunded", lines.total.refunded);
    put_int(body, "cash_fen", lines.total.cash_fen);
    put_int(body, "fen", points > 0 ? points * 100 / call->village.points_per_yuan : 0);
    json_object_object_add(body, "pay_day", day_json(month.pay_day));
    put_int(body, "unsettled", unsettled);
    return OK;
}

struct status shop__statement(struct call *call)
{
    struct shop shop;
    TRY(shop__may_see(call));
    TRY(shop__find(call, call->side, &shop));
    struct json_object *body = json_object_new_object();
    struct status status = statement_fill(call, &shop, body);
    if (!status_ok(status)) {
        json_object_put(body);
        return status;
    }
    return call_reply(call, 200, body);
}
