/* shop_fields.c - what this room's requests and answers are made of. */
#include "shop/shop_fields.h"

static const struct field shop_item[] = {
    {"shop", FIELD_CODE, NEEDED, 0, 0, NULL, NULL, "编号", "its code"},
    {"name", FIELD_TEXT, NEEDED, 0, 200, NULL, NULL, "名称", "its name"},
    FIELDS_END,
};
const struct field shop__shop_page[] = PAGE_OF(shop_item);

static const struct field goods_item[] = {
    {"goods", FIELD_CODE, NEEDED, 0, 0, NULL, NULL, "编号", "their code"},
    {"name", FIELD_TEXT, NEEDED, 0, 200, NULL, NULL, "名称", "their name"},
    {"points", FIELD_INTEGER, NEEDED, 1, POINTS_PER_OPERATION_MAX, NULL, NULL, "价格（工分）",
     "the price of one, in points"},
    {"cash_fen", FIELD_INTEGER, NEEDED, 0, CASH_FEN_MAX, NULL, NULL, "同样的价格（分），0 为不收现",
     "the same price in fen; 0: not sold for cash"},
    {"stock", FIELD_INTEGER, FIELD_NULLABLE, 0, INT64_MAX, NULL, NULL, "库存；空为不计数",
     "how many there are; null: not counted"},
    {"low", FIELD_BOOLEAN, NEEDED, 0, 0, NULL, NULL, "快没货了", "few are left"},
    FIELDS_END,
};
const struct field shop__goods_page[] = PAGE_OF(goods_item);
const struct field shop__goods_query[] = {
    {"low", FIELD_BOOLEAN, 0, 0, 0, NULL, NULL, "只看快没货的", "only those of which few are left"},
    {"search", FIELD_TEXT, 0, 1, 40, NULL, NULL, "名称里的字", "part of the name"},
    FIELDS_END,
};

const struct field shop__goods_body[] = {
    {"goods", FIELD_CODE, NEEDED, 0, 0, NULL, NULL, "编号", "their code"},
    {"name", FIELD_TEXT, NEEDED, 1, NAME_CHARACTERS_MAX, NULL, NULL, "名称", "their name"},
    {"points", FIELD_INTEGER, NEEDED, 1, POINTS_PER_OPERATION_MAX, NULL, NULL, "价格（工分）",
     "the price of one, in points"},
    {"cash_fen", FIELD_INTEGER, 0, 0, CASH_FEN_MAX, NULL, NULL, "同样的价格（分），0 为不收现",
     "the same price in fen; 0: not sold for cash"},
    {"low_stock", FIELD_INTEGER, 0, 0, 1000000, NULL, NULL, "少于几件时提醒，0 为不提醒",
     "to be told when fewer are left; 0: never"},
    FIELDS_END,
};
const struct field shop__stock_body[] = {
    {"goods", FIELD_CODE, NEEDED, 0, 0, NULL, NULL, "商品", "the goods' code"},
    {"change", FIELD_INTEGER, NEEDED, -1000000, 1000000, NULL, NULL, "增减的件数",
     "how many come, or are missing"},
    FIELDS_END,
};

const struct field shop__code_answer[] = {
    {"code", FIELD_TEXT, NEEDED, CODE_DIGITS, CODE_DIGITS, NULL, NULL, "付分码",
     "the code, for a QR picture"},
    {"ends_at", FIELD_INSTANT, NEEDED, 0, 0, NULL, NULL, "到这时为止", "until then"},
    {"available", FIELD_INTEGER, FIELD_NULLABLE, 0, INT64_MAX, NULL, NULL,
     "可用工分；替人出示时为空", "points that can be spent; null where shown for somebody else"},
    FIELDS_END,
};
const struct field shop__code_body[] = {
    {"person", FIELD_ID, 0, 0, 0, NULL, NULL, "替谁出示（要有代办权）",
     "for whom, by who may act for them; else for oneself"},
    FIELDS_END,
};

const struct field shop__scan_body[] = {
    {"code", FIELD_TEXT, 0, CODE_DIGITS, CODE_DIGITS, NULL, NULL, "付分码",
     "the code on the phone"},
    AUTH_CARD_FIELD(0),
    AUTH_PIN_FIELD(0),
    {"points", FIELD_INTEGER, 0, 1, POINTS_PER_OPERATION_MAX, NULL, NULL, "要付的工分",
     "how many points are to be paid"},
    FIELDS_END,
};
const struct field shop__scan_answer[] = {
    {"scan", FIELD_ID, NEEDED, 0, 0, NULL, NULL, "凭它记这一笔", "to book this redemption with"},
    {"name", FIELD_TEXT, NEEDED, 1, 8, NULL, NULL, "姓氏", "the masked name"},
    {"enough", FIELD_BOOLEAN, FIELD_NULLABLE, 0, 0, NULL, NULL, "工分够不够",
     "whether the points are enough; null where no number was sent"},
    {"ends_at", FIELD_INSTANT, NEEDED, 0, 0, NULL, NULL, "到这时为止", "until then"},
    FIELDS_END,
};

const struct field shop__redeem_body[] = {
    {"scan", FIELD_ID, 0, 0, 0, NULL, NULL, "扫码的结果（由店家记账时）",
     "what scanning gave, where the shop books it"},
    {"person", FIELD_ID, 0, 0, 0, NULL, NULL, "替谁兑换（要有代办权，不经店家时）",
     "for whom, by who may act for them, where no shop books it"},
    {"goods", FIELD_CODE, NEEDED, 0, 0, NULL, NULL, "商品", "the goods' code"},
    {"quantity", FIELD_INTEGER, NEEDED, 1, QUANTITY_MAX, NULL, NULL, "件数", "how many"},
    {"points", FIELD_INTEGER, NEEDED, 1, POINTS_PER_OPERATION_MAX, NULL, NULL, "付的工分",
     "the points that are paid"},
    {"cash_fen", FIELD_INTEGER, 0, 0, INT64_MAX, NULL, NULL, "其余付现（分）",
     "what they leave of the price, in cash"},
    FIELDS_END,
};
const struct field shop__redeem_answer[] = {
    {"record", FIELD_INTEGER, NEEDED, 0, RECORD_MAX, NULL, NULL, "记录号，也是票号",
     "number of the record in the log, and of the voucher"},
    {"day", FIELD_DAY, NEEDED, 0, 0, NULL, NULL, "日期", "its day"},
    {"again", FIELD_BOOLEAN, NEEDED, 0, 0, NULL, NULL, "重复提交，返回第一次的结果",
     "sent before; this is the first answer"},
    {"points", FIELD_INTEGER, NEEDED, 1, POINTS_PER_OPERATION_MAX, NULL, NULL, "付的工分",
     "the points that were paid"},
    {"cash_fen", FIELD_INTEGER, NEEDED, 0, INT64_MAX, NULL, NULL, "付现（分）", "paid in cash"},
    {"balance", FIELD_INTEGER, FIELD_NULLABLE, 0, INT64_MAX, NULL, NULL, "本人余额（店家看不到）",
     "the person's balance; null for the shop"},
    FIELDS_END,
};

const struct field shop__refund_body[] = {
    {"record", FIELD_INTEGER, NEEDED, 0, RECORD_MAX, NULL, NULL, "兑换的记录号",
     "the redemption's record"},
    FIELDS_END,
};

const struct field shop__total_query[] = {
    {"from", FIELD_DAY, 0, 0, 0, NULL, NULL, "起（默认今天）", "first day; today where absent"},
    {"until", FIELD_DAY, 0, 0, 0, NULL, NULL, "止（默认同起）", "last day; the first where absent"},
    FIELDS_END,
};
const struct field shop__total_answer[] = {
    {"from", FIELD_DAY, NEEDED, 0, 0, NULL, NULL, "起", "first day"},
    {"until", FIELD_DAY, NEEDED, 0, 0, NULL, NULL, "止", "last day"},
    {"points", FIELD_INTEGER, NEEDED, -POINTS_TOTAL_MAX, POINTS_TOTAL_MAX, NULL, NULL,
     "收进的工分，已扣退货", "points taken, net of refunds"},
    {"cash_fen", FIELD_INTEGER, NEEDED, -FEN_MAX, FEN_MAX, NULL, NULL, "收进的现金（分），已扣退货",
     "cash taken beside points, net of refunds"},
    {"unsettled", FIELD_INTEGER, NEEDED, 0, POINTS_TOTAL_MAX, NULL, NULL, "村里还没有结的工分",
     "points that the village still has to settle"},
    FIELDS_END,
};
