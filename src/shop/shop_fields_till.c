/* shop_fields_till.c - tills that sell off line: what is sent and answered. */
#include "shop/shop_fields.h"
#include "shop/till_batch.h"

const struct field shop__empty_body[] = {FIELDS_END};

const struct field shop__bundle_query[] = {
    {"dead_after", FIELD_INTEGER, 0, 0, INT64_MAX, NULL, NULL,
     "上次给的 dead_after，只要以后停用的卡",
     "what the last bundle gave: only cards that ended since"},
    FIELDS_END,
};
static const struct field bundle_hold[] = {
    {"hold", FIELD_INTEGER, NEEDED, 0, RECORD_MAX, NULL, NULL, "预留的记录号",
     "the record that holds the points"},
    {"name", FIELD_TEXT, NEEDED, 1, 8, NULL, NULL, "姓氏", "the masked name"},
    {"person", FIELD_ID, NEEDED, 0, 0, NULL, NULL, "谁的", "whose"},
    {"card", FIELD_ID, FIELD_NULLABLE, 0, 0, NULL, NULL, "卡的标记，见 docs/devices.md",
     "by what their card is known: see docs/devices.md"},
    {"points", FIELD_INTEGER, NEEDED, 1, POINTS_PER_OPERATION_MAX, NULL, NULL, "还剩的工分",
     "what is left of it"},
    {"ends_at", FIELD_INSTANT, NEEDED, 0, 0, NULL, NULL, "用到这时为止", "until then"},
    FIELDS_END,
};
const struct field shop__bundle_answer[] = {
    {"now", FIELD_INSTANT, NEEDED, 0, 0, NULL, NULL, "村里现在的时间，设备照此校准",
     "the village's time, for the device to set its clock by"},
    {"holds", FIELD_LIST, NEEDED, 0, 100000, NULL, bundle_hold, "预留给它的工分",
     "what is held apart for it"},
    {"dead_cards", FIELD_LIST, NEEDED, 0, DEAD_MAX, NULL, auth_dead_fields, "停用的卡",
     "cards that ended"},
    {"dead_after", FIELD_INTEGER, NEEDED, 0, INT64_MAX, NULL, NULL, "下次带上",
     "to be sent with the next one"},
    FIELDS_END,
};

const struct field shop__hold_body[] = {
    {"scan", FIELD_ID, 0, 0, 0, NULL, NULL, "扫码的结果（由店家办时）",
     "what scanning gave, where the shop does it"},
    {"person", FIELD_ID, 0, 0, 0, NULL, NULL, "替谁预留（要有代办权）",
     "for whom, by who may act for them"},
    {"points", FIELD_INTEGER, NEEDED, 1, 10000, NULL, NULL, "预留多少工分", "how many points"},
    {"ends_at", FIELD_INSTANT, NEEDED, 0, 0, NULL, NULL, "用到什么时候", "until when"},
    FIELDS_END,
};
const struct field shop__hold_answer[] = {
    {"hold", FIELD_INTEGER, NEEDED, 0, RECORD_MAX, NULL, NULL, "预留的记录号", "its record"},
    {"points", FIELD_INTEGER, NEEDED, 1, POINTS_PER_OPERATION_MAX, NULL, NULL, "预留的工分",
     "the points held apart"},
    {"again", FIELD_BOOLEAN, NEEDED, 0, 0, NULL, NULL, "重复提交，返回第一次的结果",
     "sent before; this is the first answer"},
    {"ends_at", FIELD_INSTANT, NEEDED, 0, 0, NULL, NULL, "用到这时为止", "until then"},
    FIELDS_END,
};

static const struct field batch_item[] = {
    {"number", FIELD_INTEGER, NEEDED, 1, TILL_NUMBER_MAX, NULL, NULL, "设备自己的流水号",
     "the device's own running number"},
    {"hold", FIELD_INTEGER, NEEDED, 0, RECORD_MAX, NULL, NULL, "从哪一笔预留里付",
     "the record of the hold that pays"},
    {"goods", FIELD_CODE, NEEDED, 0, 0, NULL, NULL, "商品", "the goods' code"},
    {"quantity", FIELD_INTEGER, NEEDED, 1, QUANTITY_MAX, NULL, NULL, "件数", "how many"},
    {"points", FIELD_INTEGER, NEEDED, 1, POINTS_PER_OPERATION_MAX, NULL, NULL, "工分", "points"},
    {"cash_fen", FIELD_INTEGER, NEEDED, 0, FEN_MAX, NULL, NULL, "现金（分）", "cash beside them"},
    {"at", FIELD_INSTANT, NEEDED, 0, 0, NULL, NULL, "何时", "when, by the device's clock"},
    FIELDS_END,
};
const struct field shop__batch_body[] = {
    {"items", FIELD_LIST, NEEDED, 1, TILL_ITEMS_MAX, NULL, batch_item, "逐笔", "one by one"},
    {"signature", FIELD_BYTES, NEEDED, SIGN_BYTES, SIGN_BYTES, NULL, NULL, "设备的签名",
     "the device's signature over them; see docs/tills.md"},
    FIELDS_END,
};
static const struct field batch_answered[] = {
    {"number", FIELD_INTEGER, NEEDED, 1, TILL_NUMBER_MAX, NULL, NULL, "流水号", "its number"},
    {"record", FIELD_INTEGER, FIELD_NULLABLE, 0, RECORD_MAX, NULL, NULL, "记录号；没有收下为空",
     "its record; null: not taken"},
    {"again", FIELD_BOOLEAN, NEEDED, 0, 0, NULL, NULL, "以前收过", "taken before"},
    {"code", FIELD_TEXT, FIELD_NULLABLE, 0, 40, NULL, NULL, "没有收下的原因", "why it was not"},
    {"title", FIELD_TEXT, FIELD_NULLABLE, 0, 200, NULL, NULL, "原因的说明", "the same in words"},
    FIELDS_END,
};
const struct field shop__batch_answer[] = {
    {"items", FIELD_LIST, NEEDED, 1, TILL_ITEMS_MAX, NULL, batch_answered, "逐笔的结果",
     "what became of each"},
    FIELDS_END,
};
