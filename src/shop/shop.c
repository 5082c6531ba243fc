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
    shop__daily_free(*state);
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
    struct device device;
    if (call->caller.device) {
        TRY(auth_device_here(call, side, DEVICE_SHOP, &device));
        return strcmp(device.shop, call_path(call, "shop")) == 0 ? OK : REFUSE(NOT_ALLOWED);
    }
    if (!call_may(call, WHO_SHOPKEEPER)) {
        return REFUSE(NOT_ALLOWED);
    }
    TRY(identity_shop_of(side->identity, &call->caller.member, own));
    return strcmp(own, call_path(call, "shop")) == 0 ? OK : REFUSE(NOT_ALLOWED);
}

void shop__id_text(const struct id *id, char text[ID_TEXT_SIZE])
{
    for (size_t i = 0; i < ID_BYTES; i++) {
        snprintf(text + 2 * i, 3, "%02x", id->bytes[i]);
    }
}

bool shop__hex(const char *text, uint8_t *out, size_t bytes)
{
    static const char digits[] = "0123456789abcdef";
    if (strlen(text) != 2 * bytes || strspn(text, digits) != 2 * bytes) {
        return false;
    }
    for (size_t i = 0; i < bytes; i++) {
        long high = strchr(digits, text[2 * i]) - digits;
        long low = strchr(digits, text[2 * i + 1]) - digits;
        out[i] = (uint8_t)(high << 4 | low);
    }
    return true;
}

bool shop__id_parse(const char *text, struct id *id)
{
    return shop__hex(text, id->bytes, ID_BYTES);
}

void shop__cursor_text(const struct cursor *cursor, char text[CURSOR_SIZE])
{
    char id[ID_TEXT_SIZE];
    shop__id_text(&cursor->id, id);
    snprintf(text, CURSOR_SIZE, "%lld-%s", (long long)cursor->at, id);
}

struct status shop__cursor_read(struct call *call, struct cursor *cursor)
{
    const char *after = call_after(call);
    const char *dash = strchr(after, '-');
    cursor->at = INT64_MAX;
    memset(&cursor->id, 0xFF, sizeof cursor->id);
    if (after[0] == '\0') {
        return OK;
    }
    bool good = dash != NULL &&
                text_integer(after, (size_t)(dash - after), 0, INT64_MAX, &cursor->at) &&
                shop__id_parse(dash + 1, &cursor->id);
    return good ? OK : REFUSE(CURSOR_WRONG);
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

#define VILLAGE "/api/v1/villages/{village}"
#define SHOPS VILLAGE "/shops"
#define MOTION VILLAGE "/motions/{motion_id}"

/* Those who watch over money and shops. */
#define WATCHERS (WHO_ACCOUNTANT | WHO_OVERSIGHT | WHO_CADRE | WHO_TOWN | WHO_AUDITOR | WHO_ADMIN)

const struct route shop_routes[] = {
    {"GET", SHOPS, "shops", WHO_PUBLIC, ROUTE_CURSOR, NULL, NULL, shop__shop_page, NULL,
     shop__shops, "村里的兑换点", "The village's shops"},
    {"POST", SHOPS, "shopPropose", WHO_CADRE | WHO_SOCIAL_WORKER | WHO_ADMIN, ROUTE_IDEMPOTENT,
     NULL, shop__open_body, shop__motion_answer, NULL, shop__propose_shop,
     "提出新设兑换点，另一人签字后开张", "Proposes a shop; it opens when a second person signs"},
    {"GET", SHOPS "/{shop}/goods", "goods", WHO_PUBLIC, ROUTE_CURSOR, shop__goods_query, NULL,
     shop__goods_page, NULL, shop__goods, "一家兑换点的商品和价格", "A shop's goods and prices"},
    {"POST", SHOPS "/{shop}/goods", "goodsSet", WHO_SHOPKEEPER, ROUTE_IDEMPOTENT, NULL,
     shop__goods_body, receipt_fields, NULL, shop__goods_set, "上架商品或改价（只限自己的店）",
     "Offers goods, or sets their price, in one's own shop"},
    {"POST", SHOPS "/{shop}/stock", "stockSet", WHO_SHOPKEEPER, ROUTE_IDEMPOTENT, NULL,
     shop__stock_body, receipt_fields, NULL, shop__stock_set, "进货或盘点（只限自己的店）",
     "Goods come to the shelf, or are fewer than thought"},
    {"POST", VILLAGE "/spend-codes", "spendCode", WHO_RESIDENT, 0, NULL, shop__code_body,
     shop__code_answer, NULL, shop__code, "手机上的付分码，六十秒内用一次；可替人出示",
     "A code to pay with: once, within sixty seconds"},
    {"POST", SHOPS "/{shop}/scans", "scan", WHO_SHOPKEEPER | WHO_DEVICE, 0, NULL, shop__scan_body,
     shop__scan_answer, NULL, shop__scan, "扫付分码，或在登记的设备上刷卡输密码：只见姓氏和够不够",
     "Scans a code, or card and PIN at a till: a masked name and whether it is enough"},
    {"POST", SHOPS "/{shop}/redemptions", "redeem", WHO_SHOPKEEPER | WHO_RESIDENT | WHO_DEVICE,
     ROUTE_IDEMPOTENT, NULL, shop__redeem_body, shop__redeem_answer, NULL, shop__redeem,
     "兑换：本人，或店里扫码之后", "Pays with points: oneself, or the shop after a scan"},
    {"POST", SHOPS "/{shop}/refunds", "refund", WHO_SHOPKEEPER, ROUTE_IDEMPOTENT, NULL,
     shop__refund_body, receipt_fields, NULL, shop__refund, "在退货期限内退货退分",
     "Takes a redemption back, within the time that the village allows"},
    {"GET", SHOPS "/{shop}/totals", "shopTotal", WATCHERS | WHO_SHOPKEEPER, 0, shop__total_query,
     NULL, shop__total_answer, NULL, shop__total, "一家店一段日子的合计",
     "What a shop took in a span of days"},
    {"GET", SHOPS "/{shop}/redemptions", "redemptions", WATCHERS | WHO_SHOPKEEPER, ROUTE_CURSOR,
     shop__total_query, NULL, shop__sold_page, NULL, shop__redemptions, "一家店逐笔的兑换",
     "What a shop sold, one by one"},
    {"GET", SHOPS "/{shop}/statement", "statement", WATCHERS | WHO_SHOPKEEPER, 0, shop__month_query,
     NULL, shop__statement_answer, NULL, shop__statement, "一家店的月结单",
     "A shop's month by goods"},
    {"GET", SHOPS "/{shop}/statement.pdf", "statementPdf", WATCHERS | WHO_SHOPKEEPER, ROUTE_RAW,
     shop__month_query, NULL, NULL, "application/pdf", shop__statement_pdf, "月结单，供签字",
     "The same on paper, to be signed"},
    {"GET", SHOPS "/{shop}/price-list.pdf", "priceList", WHO_MEMBER, ROUTE_RAW, NULL, NULL, NULL,
     "application/pdf", shop__prices_pdf, "一家店的价目表", "A shop's price list, for its wall"},
    {"GET", VILLAGE "/accounts", "accounts", WATCHERS, 0, shop__month_query, NULL,
     shop__accounts_answer, NULL, shop__accounts, "一个月的账：入账、结算、各店每日",
     "A month's deposits, payments, and what shops took each day"},
    {"GET", VILLAGE "/accounts.csv", "accountsCsv", WATCHERS, ROUTE_RAW, shop__month_query, NULL,
     NULL, "text/csv", shop__accounts_csv, "同上，供表格软件", "The same for a spreadsheet"},
    {"GET", SHOPS "/{shop}/payments", "payments", WATCHERS | WHO_SHOPKEEPER, ROUTE_CURSOR, NULL,
     NULL, shop__motion_page, NULL, shop__payments, "一家店的结算，含约定的付款日",
     "What a shop is paid, and when it was promised"},
    {"POST", SHOPS "/{shop}/payments", "paymentPropose", WHO_ACCOUNTANT, ROUTE_IDEMPOTENT, NULL,
     shop__payment_body, shop__motion_answer, NULL, shop__propose_payment,
     "提出与一家店结算某月的工分", "Proposes to settle a month with a shop"},
    {"GET", VILLAGE "/fund", "fund", WHO_PUBLIC, 0, NULL, NULL, shop__fund_answer, NULL, shop__fund,
     "积分基金：有多少、欠多少、够几周", "The fund: what there is, is owed, and lasts"},
    {"POST", VILLAGE "/fund/deposits", "depositPropose", WHO_ACCOUNTANT, ROUTE_IDEMPOTENT, NULL,
     shop__deposit_body, shop__motion_answer, NULL, shop__propose_deposit,
     "提出基金入账，另一人签字后入账", "Proposes a deposit; it counts when a second person signs"},
    {"GET", VILLAGE "/spending-terms", "spendingTerms", WHO_PUBLIC, 0, NULL, NULL,
     shop__terms_fields, NULL, shop__terms_get, "开支门槛、付款日、退货期限等约定",
     "What the village agreed on for spending"},
    {"POST", VILLAGE "/spending-terms", "spendingTermsPropose", WHO_CADRE, ROUTE_IDEMPOTENT, NULL,
     shop__terms_fields, shop__motion_answer, NULL, shop__propose_terms, "提出修改这些约定",
     "Proposes other terms"},
    {"GET", VILLAGE "/motions", "motions", WATCHERS | WHO_SOCIAL_WORKER, ROUTE_CURSOR, NULL, NULL,
     shop__motion_page, NULL, shop__motions, "待签和已签的事项",
     "What was proposed, signed, stopped"},
    {"POST", MOTION "/signatures", "motionSign", WHO_CADRE | WHO_OVERSIGHT, 0, NULL,
     shop__sign_body, shop__motion_answer, NULL, shop__motion_sign, "签字；签够即生效",
     "Signs; the last one that is needed carries it out"},
    {"POST", MOTION "/stops", "motionStop", WHO_OVERSIGHT, 0, NULL, shop__reason_body,
     shop__motion_answer, NULL, shop__motion_stop, "村务监督委员会叫停，须写明理由",
     "The oversight board stops it, and says why"},
    {"POST", MOTION "/lifts", "motionLift", WHO_OVERSIGHT, 0, NULL, shop__reason_body,
     shop__motion_answer, NULL, shop__motion_lift, "村务监督委员会解除叫停",
     "The oversight board lifts its stop"},
    {"POST", MOTION "/withdrawals", "motionWithdraw",
     WHO_CADRE | WHO_SOCIAL_WORKER | WHO_ADMIN | WHO_ACCOUNTANT, 0, NULL, shop__reason_body,
     shop__motion_answer, NULL, shop__motion_withdraw, "提出人撤回", "Its proposer withdraws it"},
    {"GET", VILLAGE "/notice", "notice", WHO_PUBLIC, 0, shop__month_query, NULL,
     shop__notice_answer, NULL, shop__notice, "一个月的公示：合计与各组",
     "A month's notice: totals, and sums by group"},
    {"GET", VILLAGE "/notice/people", "noticePeople", WHO_PUBLIC, ROUTE_CURSOR, shop__month_query,
     NULL, shop__notice_page, NULL, shop__notice_people, "公示里的名单，只有姓氏，不排名次",
     "The people of a notice, masked and in no order of merit"},
    {"GET", VILLAGE "/notice.pdf", "noticePdf", WATCHERS | WHO_SOCIAL_WORKER, ROUTE_RAW,
     shop__month_query, NULL, NULL, "application/pdf", shop__notice_pdf, "公示，供张贴",
     "The same on paper, for the board"},
    {"POST", VILLAGE "/redemptions/{record}/disputes", "disputeOpen", WHO_RESIDENT,
     ROUTE_IDEMPOTENT, NULL, shop__dispute_body, shop__dispute_item, NULL, shop__dispute,
     "对自己的一笔兑换提出异议，由村里查问",
     "Disputes a redemption of one's own, for the village to look into"},
    {"GET", VILLAGE "/disputes", "disputes",
     WHO_RESIDENT | WHO_SOCIAL_WORKER | WHO_OVERSIGHT | WHO_CADRE, ROUTE_CURSOR, NULL, NULL,
     shop__dispute_page, NULL, shop__disputes, "异议：村民看自己的，村里看全部",
     "Disputes: one's own, or for officials all"},
    {"POST", VILLAGE "/disputes/{dispute_id}/answers", "disputeAnswer",
     WHO_SOCIAL_WORKER | WHO_OVERSIGHT, 0, NULL, shop__answer_body, shop__dispute_item, NULL,
     shop__dispute_decide, "答复异议", "Answers a dispute"},
    {"GET", SHOPS "/{shop}/devices/{device_id}/bundle", "tillBundle", WHO_SHOPKEEPER | WHO_DEVICE,
     0, shop__bundle_query, NULL, shop__bundle_answer, NULL, shop__bundle,
     "带下线的内容：给这台设备预留的工分",
     "What a device takes along: the points held apart for it"},
    {"POST", SHOPS "/{shop}/devices/{device_id}/holds", "hold",
     WHO_RESIDENT | WHO_SHOPKEEPER | WHO_DEVICE, ROUTE_IDEMPOTENT, NULL, shop__hold_body,
     shop__hold_answer, NULL, shop__hold, "预留一部分工分给这台设备离线时用，须本人同意",
     "Holds a part of one's points apart for a device to sell off line"},
    {"POST", SHOPS "/{shop}/holds/{record}/releases", "holdRelease", WHO_SHOPKEEPER,
     ROUTE_IDEMPOTENT, NULL, shop__empty_body, receipt_fields, NULL, shop__hold_release,
     "提前退还预留的工分", "Gives back what is left of a hold before its end"},
    {"POST", SHOPS "/{shop}/devices/{device_id}/batches", "tillBatch", WHO_SHOPKEEPER | WHO_DEVICE,
     ROUTE_BULK, NULL, shop__batch_body, shop__batch_answer, NULL, shop__batch,
     "离线卖出的逐笔上报，有设备签名，可重复、可乱序",
     "What a device sold off line, signed; in any order, also twice"},
    ROUTES_END,
};
