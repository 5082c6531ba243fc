/* shop_fields_books.c - what is sold, settled, disputed: the answers. */
#include "shop/shop_fields.h"

static const struct field sold_item[] = {
    {"record", FIELD_INTEGER, NEEDED, 0, RECORD_MAX, NULL, NULL, "记录号", "its record"},
    {"day", FIELD_DAY, NEEDED, 0, 0, NULL, NULL, "日期", "its day"},
    {"goods", FIELD_TEXT, NEEDED, 0, CODE_MAX, NULL, NULL, "商品", "the goods' code"},
    {"name", FIELD_TEXT, NEEDED, 0, 200, NULL, NULL, "商品名称", "their name"},
    {"person", FIELD_TEXT, NEEDED, 1, 8, NULL, NULL, "姓氏", "who paid, masked"},
    {"quantity", FIELD_INTEGER, NEEDED, -QUANTITY_MAX, QUANTITY_MAX, NULL, NULL, "件数；负数为退货",
     "how many; below 0: given back"},
    {"points", FIELD_INTEGER, NEEDED, -POINTS_PER_OPERATION_MAX, POINTS_PER_OPERATION_MAX, NULL,
     NULL, "工分", "points"},
    {"cash_fen", FIELD_INTEGER, NEEDED, -FEN_MAX, FEN_MAX, NULL, NULL, "现金（分）", "cash"},
    {"refunded", FIELD_BOOLEAN, NEEDED, 0, 0, NULL, NULL, "已退", "was taken back"},
    FIELDS_END,
};
const struct field shop__sold_page[] = PAGE_OF(sold_item);
const struct field shop__month_query[] = {
    {"month", FIELD_DAY, 0, 0, 0, NULL, NULL, "月份（月中任何一天，默认本月）",
     "any day of the month; this month where absent"},
    FIELDS_END,
};
static const struct field statement_line[] = {
    {"goods", FIELD_TEXT, NEEDED, 0, CODE_MAX, NULL, NULL, "商品", "the goods' code"},
    {"name", FIELD_TEXT, NEEDED, 0, 200, NULL, NULL, "名称", "their name"},
    {"redemptions", FIELD_INTEGER, NEEDED, 0, INT64_MAX, NULL, NULL, "笔数", "how many times"},
    {"quantity", FIELD_INTEGER, NEEDED, INT64_MIN, INT64_MAX, NULL, NULL, "件数，已扣退货",
     "pieces, net of refunds"},
    {"points", FIELD_INTEGER, NEEDED, 0, POINTS_TOTAL_MAX, NULL, NULL, "工分", "points taken"},
    {"refunded", FIELD_INTEGER, NEEDED, 0, POINTS_TOTAL_MAX, NULL, NULL, "退还的工分",
     "points given back"},
    {"cash_fen", FIELD_INTEGER, NEEDED, INT64_MIN, INT64_MAX, NULL, NULL, "现金（分）", "cash"},
    FIELDS_END,
};
const struct field shop__statement_answer[] = {
    {"shop", FIELD_CODE, NEEDED, 0, 0, NULL, NULL, "兑换点", "the shop"},
    {"name", FIELD_TEXT, NEEDED, 0, 200, NULL, NULL, "名称", "its name"},
    {"month", FIELD_DAY, NEEDED, 0, 0, NULL, NULL, "月份", "the month's first day"},
    {"lines", FIELD_LIST, NEEDED, 0, 10000, NULL, statement_line, "按商品", "by goods"},
    {"redemptions", FIELD_INTEGER, NEEDED, 0, INT64_MAX, NULL, NULL, "笔数", "how many times"},
    {"points", FIELD_INTEGER, NEEDED, -POINTS_TOTAL_MAX, POINTS_TOTAL_MAX, NULL, NULL,
     "工分，已扣退还", "points, net of refunds"},
    {"refunded", FIELD_INTEGER, NEEDED, 0, POINTS_TOTAL_MAX, NULL, NULL, "退还的工分",
     "points given back"},
    {"cash_fen", FIELD_INTEGER, NEEDED, INT64_MIN, INT64_MAX, NULL, NULL, "现金（分）", "cash"},
    {"fen", FIELD_INTEGER, NEEDED, 0, FEN_MAX, NULL, NULL, "工分折合（分）",
     "what the points are worth"},
    {"pay_day", FIELD_DAY, NEEDED, 0, 0, NULL, NULL, "约定付款日", "the promised pay day"},
    {"unsettled", FIELD_INTEGER, NEEDED, 0, POINTS_TOTAL_MAX, NULL, NULL, "至今未结的工分",
     "points not settled up to now, of any month"},
    FIELDS_END,
};
static const char *const line_kinds[] = {"deposit", "payment", "redeemed", "refunded", NULL};
static const struct field accounts_line[] = {
    {"day", FIELD_DAY, NEEDED, 0, 0, NULL, NULL, "日期", "the day"},
    {"kind", FIELD_WORD, NEEDED, 0, 0, line_kinds, NULL, "入账、结算、兑换、退货", "what it is"},
    {"shop", FIELD_CODE, FIELD_NULLABLE, 0, 0, NULL, NULL, "兑换点", "the shop"},
    {"name", FIELD_TEXT, NEEDED, 0, 200, NULL, NULL, "店名或资金来源",
     "the shop's name, or where money came from"},
    {"points", FIELD_INTEGER, NEEDED, -POINTS_TOTAL_MAX, POINTS_TOTAL_MAX, NULL, NULL, "工分",
     "points"},
    {"cash_fen", FIELD_INTEGER, NEEDED, INT64_MIN, INT64_MAX, NULL, NULL, "店里收的现金（分）",
     "cash that the shop took"},
    {"fen", FIELD_INTEGER, NEEDED, -FEN_MAX, FEN_MAX, NULL, NULL, "基金的进出（分）",
     "into the fund; below 0: out of it"},
    {"record", FIELD_INTEGER, FIELD_NULLABLE, 0, RECORD_MAX, NULL, NULL, "记录号", "its record"},
    {"reversed_by", FIELD_INTEGER, FIELD_NULLABLE, 0, RECORD_MAX, NULL, NULL, "冲销它的记录",
     "the record that reversed it"},
    FIELDS_END,
};
const struct field shop__accounts_answer[] = {
    {"month", FIELD_DAY, NEEDED, 0, 0, NULL, NULL, "月份", "the month's first day"},
    {"lines", FIELD_LIST, NEEDED, 0, 100000, NULL, accounts_line, "明细", "line by line"},
    FIELDS_END,
};

const struct field shop__dispute_body[] = {
    {"text", FIELD_TEXT, NEEDED | FIELD_LINES, 1, DISPUTE_TEXT_MAX, NULL, NULL, "怎么回事",
     "what happened"},
    FIELDS_END,
};
const struct field shop__answer_body[] = {
    {"answer", FIELD_TEXT, NEEDED | FIELD_LINES, 1, DISPUTE_TEXT_MAX, NULL, NULL, "答复",
     "the answer"},
    FIELDS_END,
};
const struct field shop__dispute_item[] = {
    {"dispute", FIELD_ID, NEEDED, 0, 0, NULL, NULL, "编号", "its id"},
    {"record", FIELD_INTEGER, NEEDED, 0, RECORD_MAX, NULL, NULL, "兑换的记录号",
     "the redemption's record"},
    {"shop", FIELD_CODE, NEEDED, 0, 0, NULL, NULL, "兑换点", "the shop"},
    {"person", FIELD_ID, NEEDED, 0, 0, NULL, NULL, "谁", "who"},
    {"at", FIELD_INSTANT, NEEDED, 0, 0, NULL, NULL, "提出时间", "when"},
    {"text", FIELD_TEXT, FIELD_NULLABLE, 0, DISPUTE_TEXT_MAX, NULL, NULL, "怎么回事",
     "what happened; null where the person's data were erased"},
    {"answer", FIELD_TEXT, FIELD_NULLABLE, 0, DISPUTE_TEXT_MAX, NULL, NULL, "答复", "the answer"},
    {"answered_at", FIELD_INSTANT, FIELD_NULLABLE, 0, 0, NULL, NULL, "答复时间", "answered"},
    FIELDS_END,
};
const struct field shop__dispute_page[] = PAGE_OF(shop__dispute_item);

static const struct field group_item[] = {
    {"group", FIELD_TEXT, FIELD_NULLABLE, 1, NAME_CHARACTERS_MAX, NULL, NULL,
     "村民小组；空为人数太少而合并的各组", "the villager group; null: the small ones together"},
    {"people", FIELD_INTEGER, NEEDED, 0, INT64_MAX, NULL, NULL, "得分人数", "who earned"},
    {"points", FIELD_INTEGER, NEEDED, 0, POINTS_TOTAL_MAX, NULL, NULL, "得分", "what they earned"},
    FIELDS_END,
};
#define NOTICE_SUM(name, zh, en)                                                                   \
    {                                                                                              \
        name, FIELD_INTEGER, NEEDED, -POINTS_TOTAL_MAX, POINTS_TOTAL_MAX, NULL, NULL, zh, en       \
    }
const struct field shop__notice_answer[] = {
    {"month", FIELD_DAY, NEEDED, 0, 0, NULL, NULL, "月份", "the month's first day"},
    {"made_on", FIELD_DAY, NEEDED, 0, 0, NULL, NULL, "公示日", "when it was made"},
    {"objections_until", FIELD_DAY, NEEDED, 0, 0, NULL, NULL, "异议截止", "until when to object"},
    NOTICE_SUM("activities", "活动场次", "activities"),
    NOTICE_SUM("participations", "参加人次", "participations"),
    NOTICE_SUM("issued", "发放工分，已扣收回", "points issued, net"),
    NOTICE_SUM("redemptions", "兑换笔数", "redemptions"),
    NOTICE_SUM("redeemed", "兑换工分，已扣退货", "points redeemed, net"),
    NOTICE_SUM("expired", "到期工分", "points expired"),
    NOTICE_SUM("earners", "得分人数", "people who earned"),
    NOTICE_SUM("earned", "公示的得分合计", "what they earned, when the notice was made"),
    {"groups", FIELD_LIST, NEEDED, 0, NOTICE_GROUPS_MAX, NULL, group_item, "各组", "by group"},
    FIELDS_END,
};
static const struct field notice_person[] = {
    {"name", FIELD_TEXT, NEEDED, 1, 8, NULL, NULL, "姓氏", "the masked name"},
    {"points", FIELD_INTEGER, NEEDED, 1, POINTS_TOTAL_MAX, NULL, NULL, "得分", "points earned"},
    FIELDS_END,
};
const struct field shop__notice_page[] = PAGE_OF(notice_person);
