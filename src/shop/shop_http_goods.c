/* shop_http_goods.c - shops and their goods: read by everybody, changed by who keeps the shop. */
#include <stdlib.h>
#include <string.h>

#include "shop/shop_internal.h"

/* A page that fills while the books are walked. */
struct page {
    struct call *call;
    const char *shop;
    const char *search; /* NULL: everything */
    bool low_only;
    struct json_object *items;
    size_t room;
    char last[CODE_MAX + 1]; /* the last one on the page */
    bool more;
};

static void page_add(struct page *page, const char *code, struct json_object *item)
{
    json_object_array_add(page->items, item);
    snprintf(page->last, sizeof page->last, "%s", code);
    page->room--;
}

static struct status page_answer(struct page *page, struct status status)
{
    if (!status_ok(status)) {
        json_object_put(page->items);
        return status;
    }
    return call_reply_page(page->call, page->items, page->more ? page->last : NULL);
}

static struct status shop_take(void *context, const struct shop *shop)
{
    struct page *page = context;
    struct json_object *name = NULL;
    if (page->room == 0) {
        page->more = true;
        return OK;
    }
    TRY(shop__name_json(page->call, "shop", shop->code, &name));
    struct json_object *item = json_object_new_object();
    json_object_object_add(item, "shop", json_object_new_string(shop->code));
    json_object_object_add(item, "name", name);
    page_add(page, shop->code, item);
    return OK;
}

struct status shop__shops(struct call *call)
{
    struct page page = {.call = call, .room = call_limit(call), .items = json_object_new_array()};
    return page_answer(&page, points_shop_each(call->side->points, call->village.id,
                                               call_after(call), shop_take, &page));
}

static struct status goods_take(void *context, const char *code, const struct goods *goods)
{
    struct page *page = context;
    struct json_object *name = NULL;
    char about[2 * CODE_MAX + 2];
    int64_t low = 0;
    if (page->room == 0) {
        page->more = true;
        return OK;
    }
    snprintf(about, sizeof about, "%s/%s", page->shop, code);
    TRY(shop__low(shop__till(page->call->side), page->call->village_code, page->shop, code, &low));
    bool few = goods->counted && goods->stock < low;
    if (page->low_only && !few) {
        return OK;
    }
    TRY(shop__name_json(page->call, "goods", about, &name));
    if (page->search != NULL && strstr(json_object_get_string(name), page->search) == NULL) {
        json_object_put(name);
        return OK;
    }
    struct json_object *item = json_object_new_object();
    put_text(item, "goods", code);
    json_object_object_add(item, "name", name);
    put_int(item, "points", goods->points);
    put_int(item, "cash_fen", goods->cash_fen);
    json_object_object_add(item, "stock",
                           goods->counted ? json_object_new_int64(goods->stock) : NULL);
    put_flag(item, "low", few);
    page_add(page, code, item);
    return OK;
}

struct status shop__goods(struct call *call)
{
    struct shop shop;
    TRY(shop__find(call, call->side, &shop));
    struct page page = {.call = call,
                        .shop = shop.code,
                        .search = call_text(call, "search"),
                        .low_only = call_flag(call, "low"),
                        .room = call_limit(call),
                        .items = json_object_new_array()};
    return page_answer(
        &page, points_goods_each(call->side->points, shop.id, call_after(call), goods_take, &page));
}

/* The name is a public text that the operation commits to. */
static struct status goods_set_run(struct call *call, struct side *side)
{
    Sanbao__V1__Operation operation = SANBAO__V1__OPERATION__INIT;
    Sanbao__V1__GoodsSet set = SANBAO__V1__GOODS_SET__INIT;
    const struct text_field name = {"name", call_text(call, "name")};
    char about[2 * CODE_MAX + 2];
    uint8_t salt[SALT_BYTES];
    struct hash commitment;
    TRY(shop__own(call, side));
    snprintf(about, sizeof about, "%s/%s", call_path(call, "shop"), call_text(call, "goods"));
    side_salt_derive(side, &call->event, salt);
    TRY(texts_put(side->people, call->village_code, "goods", about, &call->event, side_now(side),
                  salt, &name, 1, &commitment));
    if (call_has(call, "low_stock")) {
        TRY(shop__low_put(shop__till(side), call->village_code, call_path(call, "shop"),
                          call_text(call, "goods"), call_integer(call, "low_stock", 0)));
    }
    set.shop = (char *)(uintptr_t)call_path(call, "shop");
    set.goods = (char *)(uintptr_t)call_text(call, "goods");
    set.points = (uint32_t)call_integer(call, "points", 0);
    set.cash_fen = (uint32_t)call_integer(call, "cash_fen", 0);
    operation.commitment = (ProtobufCBinaryData){HASH_BYTES, commitment.bytes};
    operation.action_case = SANBAO__V1__OPERATION__ACTION_GOODS_SET;
    operation.goods_set = &set;
    return call_try(call, side, &operation);
}

struct status shop__goods_set(struct call *call)
{
    return call_write(call, goods_set_run, call_reply_receipt);
}

static struct status stock_set_run(struct call *call, struct side *side)
{
    Sanbao__V1__Operation operation = SANBAO__V1__OPERATION__INIT;
    Sanbao__V1__StockSet set = SANBAO__V1__STOCK_SET__INIT;
    TRY(shop__own(call, side));
    set.shop = (char *)(uintptr_t)call_path(call, "shop");
    set.goods = (char *)(uintptr_t)call_text(call, "goods");
    set.change = call_integer(call, "change", 0);
    operation.action_case = SANBAO__V1__OPERATION__ACTION_STOCK_SET;
    operation.stock_set = &set;
    return call_try(call, side, &operation);
}

struct status shop__stock_set(struct call *call)
{
    return call_operation(call, stock_set_run);
}
