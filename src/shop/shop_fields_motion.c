/* shop_fields_motion.c - motions, terms and the fund: what is sent and answered. */
#include "shop/shop_fields.h"

const struct field shop__open_body[] = {
    {"shop", FIELD_CODE, NEEDED, 0, 0, NULL, NULL, "编号", "its code"},
    {"name", FIELD_TEXT, NEEDED, 1, NAME_CHARACTERS_MAX, NULL, NULL, "名称", "its name"},
    FIELDS_END,
};
const struct field shop__deposit_body[] = {
    {"fen", FIELD_INTEGER, NEEDED, 1, FEN_MAX, NULL, NULL, "金额（分）", "how much, in fen"},
    {"source", FIELD_TEXT, NEEDED, 1, MOTION_TEXT_MAX, NULL, NULL, "资金来源",
     "where the money comes from"},
    FIELDS_END,
};
const struct field shop__payment_body[] = {
    {"month", FIELD_DAY, NEEDED, 0, 0, NULL, NULL, "哪个月（月中任何一天）",
     "any day of the month that is settled"},
    {"meeting", FIELD_TEXT, 0, 1, MOTION_TEXT_MAX, NULL, NULL, "议定的会议（金额大时要写）",
     "the meeting that resolved it, where the amount asks for one"},
    FIELDS_END,
};
const struct field shop__terms_fields[] = {
    {"one_fen", FIELD_INTEGER, NEEDED, 0, FEN_MAX, NULL, NULL, "从这个金额起要一人签字（分）",
     "from this amount on one signature is needed"},
    {"two_fen", FIELD_INTEGER, NEEDED, 0, FEN_MAX, NULL, NULL, "从这个金额起要两人联签（分）",
     "from here on two"},
    {"meeting_fen", FIELD_INTEGER, NEEDED, 0, FEN_MAX, NULL, NULL,
     "从这个金额起要写明议定的会议（分）", "from here on a meeting must be named, too"},
    {"pay_day", FIELD_INTEGER, NEEDED, 1, 28, NULL, NULL, "约定次月几号付款",
     "the day of the next month on which shops are paid"},
    {"refund_days", FIELD_INTEGER, NEEDED, 0, 90, NULL, NULL, "退货期限（天）",
     "for how many days a redemption can be taken back"},
    {"warn_weeks", FIELD_INTEGER, NEEDED, 0, 520, NULL, NULL, "资金不足几周时提醒",
     "a warning when the money lasts for fewer weeks"},
    {"lease_card", FIELD_INTEGER, NEEDED, 0, 10000, NULL, NULL, "离线时一张卡最多预留的工分",
     "points of one card that a device may hold for use off line"},
    {"lease_device", FIELD_INTEGER, NEEDED, 0, 1000000, NULL, NULL, "一台设备最多预留的工分",
     "points that a device may hold in all"},
    {"lease_hours", FIELD_INTEGER, NEEDED, 1, 720, NULL, NULL, "预留几小时", "for how many hours"},
    FIELDS_END,
};
const struct field shop__sign_body[] = {
    {"meeting", FIELD_TEXT, 0, 1, MOTION_TEXT_MAX, NULL, NULL, "议定的会议（还没有写时）",
     "the meeting that resolved it, where none is named yet"},
    FIELDS_END,
};
const struct field shop__reason_body[] = {
    {"reason", FIELD_TEXT, NEEDED, 1, MOTION_TEXT_MAX, NULL, NULL, "理由", "why"},
    FIELDS_END,
};

static const char *const kinds[] = {"shop", "deposit", "payment", "terms", NULL};
static const char *const states[] = {"open", "done", "stopped", "withdrawn", NULL};
static const char *const whats[] = {"signs", "stops", "lifts", "withdraws", NULL};

static const struct field word_item[] = {
    {"by", FIELD_TEXT, FIELD_NULLABLE, 0, 200, NULL, NULL, "谁", "who"},
    {"at", FIELD_INSTANT, NEEDED, 0, 0, NULL, NULL, "何时", "when"},
    {"what", FIELD_WORD, NEEDED, 0, 0, whats, NULL, "签字、叫停、解除、撤回", "what they did"},
    {"reason", FIELD_TEXT, NEEDED, 0, MOTION_TEXT_MAX, NULL, NULL, "理由", "why"},
    FIELDS_END,
};
const struct field shop__motion_answer[] = {
    {"motion", FIELD_ID, NEEDED, 0, 0, NULL, NULL, "编号", "its id"},
    {"kind", FIELD_WORD, NEEDED, 0, 0, kinds, NULL, "何事", "what it is about"},
    {"state", FIELD_WORD, NEEDED, 0, 0, states, NULL, "状态", "how it stands"},
    {"shop", FIELD_CODE, FIELD_NULLABLE, 0, 0, NULL, NULL, "兑换点", "the shop"},
    {"points", FIELD_INTEGER, NEEDED, 0, POINTS_TOTAL_MAX, NULL, NULL, "工分", "points"},
    {"fen", FIELD_INTEGER, NEEDED, 0, FEN_MAX, NULL, NULL, "金额（分）", "fen"},
    {"month", FIELD_DAY, FIELD_NULLABLE, 0, 0, NULL, NULL, "结算的月份", "the month settled"},
    {"pay_day", FIELD_DAY, FIELD_NULLABLE, 0, 0, NULL, NULL, "约定付款日", "the promised pay day"},
    {"text", FIELD_TEXT, NEEDED, 0, MOTION_TEXT_MAX, NULL, NULL, "店名、资金来源",
     "a shop's name, where money comes from"},
    {"meeting", FIELD_TEXT, NEEDED, 0, MOTION_TEXT_MAX, NULL, NULL, "会议", "the meeting"},
    {"needed", FIELD_INTEGER, NEEDED, 0, 9, NULL, NULL, "要几人签字", "signatures needed"},
    {"meeting_needed", FIELD_BOOLEAN, NEEDED, 0, 0, NULL, NULL, "要不要写会议",
     "whether a meeting must be named"},
    {"created_at", FIELD_INSTANT, NEEDED, 0, 0, NULL, NULL, "提出时间", "proposed"},
    {"changed_at", FIELD_INSTANT, NEEDED, 0, 0, NULL, NULL, "最近变动", "last changed"},
    {"record", FIELD_INTEGER, FIELD_NULLABLE, 0, RECORD_MAX, NULL, NULL, "生效的记录号",
     "the record that it became"},
    {"proposer", FIELD_TEXT, FIELD_NULLABLE, 0, 200, NULL, NULL, "提出人", "who proposed it"},
    {"signed", FIELD_INTEGER, NEEDED, 0, WORDS_MAX, NULL, NULL, "已签几人", "signatures so far"},
    {"words", FIELD_LIST, NEEDED, 0, WORDS_MAX, NULL, word_item, "经过", "what was said to it"},
    {"terms", FIELD_OBJECT, FIELD_NULLABLE, 0, 0, NULL, shop__terms_fields, "约定的内容",
     "the terms proposed"},
    FIELDS_END,
};
const struct field shop__motion_page[] = PAGE_OF(shop__motion_answer);

const struct field shop__fund_answer[] = {
    {"points_per_yuan", FIELD_INTEGER, NEEDED, 1, 10000, NULL, NULL, "几分兑一元",
     "points that are worth a yuan"},
    {"fund_fen", FIELD_INTEGER, FIELD_NULLABLE, -FEN_MAX, FEN_MAX, NULL, NULL,
     "基金余额（分）；空为还没有入账", "what the fund holds; null: no deposit yet"},
    {"outstanding_points", FIELD_INTEGER, NEEDED, 0, POINTS_TOTAL_MAX, NULL, NULL,
     "村民和店里手上的工分", "points that people and shops hold"},
    {"unsettled_points", FIELD_INTEGER, NEEDED, 0, POINTS_TOTAL_MAX, NULL, NULL, "其中店里待结的",
     "of them, those of shops"},
    {"liability_fen", FIELD_INTEGER, NEEDED, 0, INT64_MAX, NULL, NULL, "折合（分）",
     "what they are worth"},
    {"spent_points_8_weeks", FIELD_INTEGER, NEEDED, -POINTS_TOTAL_MAX, POINTS_TOTAL_MAX, NULL, NULL,
     "近八周兑换的工分", "points spent in the last eight weeks"},
    {"reserve_permille", FIELD_INTEGER, FIELD_NULLABLE, INT64_MIN, INT64_MAX, NULL, NULL,
     "备付率（千分之）", "the fund, per thousand of what is owed"},
    {"weeks", FIELD_INTEGER, FIELD_NULLABLE, 0, INT64_MAX, NULL, NULL, "照此还够几周",
     "weeks that the money lasts at this pace"},
    {"low", FIELD_BOOLEAN, NEEDED, 0, 0, NULL, NULL, "该补充了", "time to add money"},
    FIELDS_END,
};
