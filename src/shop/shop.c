/* shop.c - the room's routes, its state, and what its handlers ask of the books. */
#include "shop/shop.h"

#include <stdlib.h>
#include <string.h>

#include "shop/shop_internal.h"

static struct status state_open(struct side *side, void **state)
{
    struct till *till = calloc(1, sizeof *till);
    *state = till;
    if (till == NULL) {
        return FAULT(OUT_OF_MEMORY);
    }
    till->store = people_store(side->people);
    return OK;
}

static void state_close(void **state)
{
    free(*state);
    *state = NULL;
}

const struct side_room shop_room = {"shop", state_open, state_close};

struct till *shop__till(const struct side *side)
{
    return side_state(side, &shop_room);
}

struct status shop__find(struct call *call, struct side *side, struct shop *shop)
{
    TRY(points_shop(side->points, call->village.id, call_path(call, "shop"), shop));
    return shop->id != 0 ? OK : REFUSE(SHOP_UNKNOWN);
}

struct status shop__own(struct call *call, struct side *side)
{
    char own[CODE_MAX + 1];
    if (!call_may(call, WHO_SHOPKEEPER)) {
        return REFUSE(NOT_ALLOWED);
    }
    TRY(identity_shop_of(side->identity, &call->caller.member, own));
    return strcmp(own, call_path(call, "shop")) == 0 ? OK : REFUSE(NOT_ALLOWED);
}

/* The first character of a well-formed text. */
static size_t first_character(const char *text)
{
    size_t length = text[0] == '\0' ? 0 : 1;
    while (length > 0 && ((unsigned char)text[length] & 0xC0) == 0x80) {
        length++;
    }
    return length;
}

struct status shop__masked(struct side *side, const struct id *person, char **masked)
{
    struct people_row row;
    bool found = false;
    TRY(people_get(side->people, person, &found, &row));
    const char *name = found && row.person != NULL ? row.person->name : "";
    size_t first = first_character(name);
    *masked = malloc(first + 2);
    if (*masked != NULL) {
        memcpy(*masked, name, first);
        memcpy(*masked + first, "*", 2);
    }
    if (found) {
        people_row_free(&row);
    }
    return *masked != NULL ? OK : FAULT(OUT_OF_MEMORY);
}

struct status shop__name_json(struct call *call, const char *of, const char *code,
                              struct json_object **name)
{
    char *text = NULL;
    TRY(texts_get(call->side->people, call->village_code, of, code, "name", &text));
    *name = json_object_new_string(text != NULL ? text : code);
    free(text);
    return *name != NULL ? OK : FAULT(OUT_OF_MEMORY);
}

#define SHOPS "/api/v1/villages/{village}/shops"

const struct route shop_routes[] = {
    {"GET", SHOPS, "shops", WHO_PUBLIC, ROUTE_CURSOR, NULL, NULL, shop__shop_page, NULL,
     shop__shops, "村里的兑换点", "The village's shops"},
    {"GET", SHOPS "/{shop}/goods", "goods", WHO_PUBLIC, ROUTE_CURSOR, shop__goods_query, NULL,
     shop__goods_page, NULL, shop__goods, "一家兑换点的商品和价格", "A shop's goods and prices"},
    {"POST", SHOPS "/{shop}/goods", "goodsSet", WHO_SHOPKEEPER, ROUTE_IDEMPOTENT, NULL,
     shop__goods_body, receipt_fields, NULL, shop__goods_set, "上架商品或改价（只限自己的店）",
     "Offers goods, or sets their price, in one's own shop"},
    {"POST", SHOPS "/{shop}/stock", "stockSet", WHO_SHOPKEEPER, ROUTE_IDEMPOTENT, NULL,
     shop__stock_body, receipt_fields, NULL, shop__stock_set, "进货或盘点（只限自己的店）",
     "Goods come to the shelf, or are fewer than thought"},
    {"POST", "/api/v1/villages/{village}/spend-codes", "spendCode", WHO_RESIDENT, 0, NULL, NULL,
     shop__code_answer, NULL, shop__code, "本人手机上的付分码，六十秒内用一次",
     "A code to pay with: once, within sixty seconds"},
    {"POST", SHOPS "/{shop}/scans", "scan", WHO_SHOPKEEPER, 0, NULL, shop__scan_body,
     shop__scan_answer, NULL, shop__scan, "扫村民的付分码：只见姓氏和够不够",
     "Scans a code: shows a masked name and whether the points are enough"},
    {"POST", SHOPS "/{shop}/redemptions", "redeem", WHO_SHOPKEEPER | WHO_RESIDENT, ROUTE_IDEMPOTENT,
     NULL, shop__redeem_body, shop__redeem_answer, NULL, shop__redeem, "兑换：本人，或店里扫码之后",
     "Pays with points: oneself, or the shop after a scan"},
    {"POST", SHOPS "/{shop}/refunds", "refund", WHO_SHOPKEEPER, ROUTE_IDEMPOTENT, NULL,
     shop__refund_body, receipt_fields, NULL, shop__refund, "七天内退货退分",
     "Takes a redemption back, within seven days"},
    {"GET", SHOPS "/{shop}/totals", "shopTotal",
     WHO_SHOPKEEPER | WHO_ACCOUNTANT | WHO_OVERSIGHT | WHO_CADRE | WHO_TOWN | WHO_AUDITOR |
         WHO_ADMIN,
     0, shop__total_query, NULL, shop__total_answer, NULL, shop__total, "一家店一段日子的合计",
     "What a shop took in a span of days"},
    ROUTES_END,
};
