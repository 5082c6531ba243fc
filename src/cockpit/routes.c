/* routes.c - what the room answers, and to whom. */
#include "cockpit/cockpit_internal.h"

#define FIELD(NAME, KIND, FLAGS, ZH, EN)                                                           \
    {                                                                                              \
        .name = (NAME), .kind = (KIND), .flags = (FLAGS), .zh = (ZH), .en = (EN)                   \
    }
#define TEXT(NAME, FLAGS, MAX, ZH, EN)                                                             \
    {                                                                                              \
        .name = (NAME), .kind = FIELD_TEXT, .flags = (FLAGS), .max = (MAX), .zh = (ZH), .en = (EN) \
    }
#define NUMBER(NAME, ZH, EN)                                                                       \
    {                                                                                              \
        .name = (NAME), .kind = FIELD_INTEGER, .flags = FIELD_NEEDED, .max = INT64_MAX,            \
        .zh = (ZH), .en = (EN)                                                                     \
    }
#define SIGNED(NAME, ZH, EN)                                                                       \
    {                                                                                              \
        .name = (NAME), .kind = FIELD_INTEGER, .flags = FIELD_NEEDED, .min = INT64_MIN,            \
        .max = INT64_MAX, .zh = (ZH), .en = (EN)                                                   \
    }
/* null: not known, or of fewer than five people */
#define KNOWN(NAME, ZH, EN)                                                                        \
    {                                                                                              \
        .name = (NAME), .kind = FIELD_INTEGER, .flags = FIELD_NEEDED | FIELD_NULLABLE,             \
        .max = INT64_MAX, .zh = (ZH), .en = (EN)                                                   \
    }
#define LIST(NAME, ITEM, ZH, EN)                                                                   \
    {                                                                                              \
        .name = (NAME), .kind = FIELD_LIST, .flags = FIELD_NEEDED, .fields = (ITEM), .zh = (ZH),   \
        .en = (EN)                                                                                 \
    }
#define NEEDED FIELD_NEEDED
#define EMPTY (FIELD_NEEDED | FIELD_NULLABLE)

static const struct field on_query[] = {
    FIELD("on", FIELD_DAY, 0, "看哪一天，默认今天", "as of which day; today if not given"),
    FIELDS_END,
};
static const struct field figure_fields[] = {
    NUMBER("residents", "全村人数", "people on the roster"),
    NUMBER("registered", "已注册", "registered"),
    SIGNED("registered_month", "本月新增", "registered this month, less those who left"),
    NUMBER("coverage_permille", "覆盖率（千分之）", "registered of 1,000 residents"),
    NUMBER("activities", "活动场数", "activities"),
    SIGNED("activities_month", "本月活动", "activities this month"),
    NUMBER("participations", "参与人次", "participations"),
    NUMBER("participations_week", "本周参与人次", "participations since Monday"),
    NUMBER("half_hours", "义务工时（半小时）", "voluntary work, in half hours"),
    NUMBER("saving_fen", "节约用工（分）", "labour cost saved, in fen"),
    NUMBER("points_issued", "发放工分", "points issued"),
    NUMBER("points_redeemed", "兑换工分", "points spent"),
    NUMBER("points_expired", "过期工分", "points expired"),
    NUMBER("points_outstanding", "待兑工分", "points not spent yet"),
    NUMBER("redemptions", "兑换笔数", "redemptions"),
    NUMBER("liability_fen", "待兑工分折合（分）", "what they are worth, in fen"),
    KNOWN("fund_fen", "基金余额（分），空：还没有入账", "the fund in fen; null: no deposit yet"),
    KNOWN("reserve_permille", "备付（千分之）：基金比待兑", "fund by 1,000 of what is owed"),
    KNOWN("runway_weeks", "基金够用几周", "weeks for which the fund lasts at today's pace"),
    KNOWN("never", "从未挣过工分", "registered people who never took part"),
    KNOWN("never_permille", "占已注册（千分之）", "of 1,000 registered"),
    KNOWN("phone_people", "手机用户", "registered with a phone"),
    KNOWN("phone_never", "其中从未挣过", "of them, never took part"),
    KNOWN("card_people", "工分卡用户", "registered with a card"),
    KNOWN("card_never", "其中从未挣过", "of them, never took part"),
    FIELDS_END,
};
static const struct field month_fields[] = {
    FIELD("month", FIELD_DAY, NEEDED, "月（第一天）", "the month's first day; names the row"),
    SIGNED("issued", "发放", "points issued"),
    SIGNED("redeemed", "兑换", "points spent"),
    FIELD("whole", FIELD_BOOLEAN, NEEDED, "整月已过完", "the month is over"),
    FIELDS_END,
};
static const struct field week_fields[] = {
    FIELD("from", FIELD_DAY, NEEDED, "周一", "the week's Monday; names the row"),
    NUMBER("participations", "参与人次", "participations"),
    FIELDS_END,
};
static const struct field rule_fields[] = {
    FIELD("code", FIELD_CODE, NEEDED, "规则编号", "the rule; names the row"),
    TEXT("name", EMPTY, NAME_CHARACTERS_MAX, "名称", "its name"),
    NUMBER("participations", "参与人次", "participations"),
    FIELDS_END,
};
static const struct field group_fields[] = {
    TEXT("group", NEEDED, NAME_CHARACTERS_MAX, "村民小组", "the villager group; names the row"),
    NUMBER("people", "已注册", "registered"),
    NUMBER("took_part", "参加过活动的人", "of them, who took part"),
    NUMBER("took_part_permille", "占比（千分之）", "of 1,000 registered"),
    NUMBER("participations", "参与人次", "participations"),
    FIELDS_END,
};
static const char *const kind_words[] = {"award", "redeem", NULL};
static const struct field latest_fields[] = {
    NUMBER("record", "第几号记录", "the record; names the row"),
    FIELD("day", FIELD_DAY, NEEDED, "哪一天", "the day"),
    FIELD("at", FIELD_INSTANT, EMPTY, "入账时刻，空：不知道",
          "when it was booked; null: not known"),
    {.name = "kind",
     .kind = FIELD_WORD,
     .flags = NEEDED,
     .words = kind_words,
     .zh = "挣或换",
     .en = "earned or spent"},
    TEXT("name", EMPTY, 8, "姓和星号，空：不显示", "first character and a star; null: not shown"),
    TEXT("code", NEEDED, 2 * CODE_MAX + 1, "规则或商品", "the rule, or shop and goods"),
    TEXT("what", EMPTY, NAME_CHARACTERS_MAX, "做了什么", "what for"),
    TEXT("activity", EMPTY, CODE_MAX, "活动", "the activity"),
    TEXT("where", EMPTY, NAME_CHARACTERS_MAX, "在哪里", "where: of the activity, or the shop"),
    SIGNED("points", "工分，兑换为负", "points; below 0: spent"),
    FIELDS_END,
};
static const char *const objection_words[] = {"open", "appealed", NULL};
static const struct field objection_fields[] = {
    NUMBER("record", "哪一笔（记录号）", "the award's record; names the row"),
    {.name = "state",
     .kind = FIELD_WORD,
     .flags = NEEDED,
     .words = objection_words,
     .zh = "待答复、已上诉",
     .en = "waits for the village, or for the town"},
    FIELD("since", FIELD_DAY, NEEDED, "提出日", "the day on which it was made"),
    NUMBER("days", "过了几天", "days since then"),
    FIELD("due_on", FIELD_DAY, NEEDED, "答复期限", "the last day for an answer"),
    FIELD("late", FIELD_BOOLEAN, NEEDED, "到期未答复", "that day has come"),
    FIELD("rule", FIELD_CODE, NEEDED, "规则编号", "the award's rule"),
    TEXT("name", EMPTY, NAME_CHARACTERS_MAX, "名称", "its name"),
    FIELDS_END,
};
static const struct field next_fields[] = {
    FIELD("activity", FIELD_CODE, NEEDED, "活动编号", "the activity; names the row"),
    TEXT("title", NEEDED, NAME_CHARACTERS_MAX, "名称", "its title"),
    TEXT("place", NEEDED, NAME_CHARACTERS_MAX, "地点", "where"),
    FIELD("starts_at", FIELD_INSTANT, NEEDED, "开始", "when it starts"),
    FIELD("ends_at", FIELD_INSTANT, NEEDED, "结束", "when it ends"),
    NUMBER("going", "已报名", "signed up"),
    NUMBER("capacity", "名额，0：不限", "places; 0: no limit"),
    FIELDS_END,
};
static const struct field held_fields[] = {
    TEXT("module", NEEDED, 16, "模块", "the module; names the row"),
    NUMBER("records", "记录数", "records"),
    FIELDS_END,
};
static const struct field scene_fields[] = {
    TEXT("scene", NEEDED, 16, "场景", "the scene; names the row"),
    TEXT("domain", NEEDED, 16, "治理、服务、产业", "governance, services, industry"),
    TEXT("name", NEEDED, NAME_CHARACTERS_MAX, "名称", "its name"),
    NUMBER("value", "数", "its figure"),
    TEXT("unit", NEEDED, NAME_CHARACTERS_MAX, "单位", "of what"),
    FIELDS_END,
};
static const struct field snapshot_fields[] = {
    NUMBER("records", "算到第几条记录", "how many of the log's records it counts"),
    FIELD("village", FIELD_CODE, NEEDED, "村代码", "the village's code"),
    TEXT("name", EMPTY, NAME_CHARACTERS_MAX, "村名", "its name"),
    FIELD("on", FIELD_DAY, NEEDED, "哪一天", "as of the end of this day"),
    FIELD("first", FIELD_DAY, NEEDED, "建村日", "the village's first day in the books"),
    FIELD("live", FIELD_BOOLEAN, NEEDED, "是今天", "it is today"),
    NUMBER("points_per_yuan", "多少工分合一元", "points to a yuan"),
    {.name = "figures",
     .kind = FIELD_OBJECT,
     .flags = NEEDED,
     .fields = figure_fields,
     .zh = "数字",
     .en = "the figures"},
    LIST("months", month_fields, "最近十六个月", "the last 16 months"),
    LIST("weeks", week_fields, "每周参与人次", "by week, from the first on"),
    LIST("rules", rule_fields, "各类活动", "participations by rule"),
    LIST("groups", group_fields, "各村民小组，少于五人的不列",
         "by villager group; small ones are not shown"),
    LIST("objections", objection_fields, "待处理异议，先提出的在前",
         "open objections, oldest first"),
    LIST("next", next_fields, "接下来的活动，今天才有", "next activities; of today alone"),
    LIST("latest", latest_fields, "刚刚发生的", "what was done last, the newest first"),
    LIST("held", held_fields, "各模块的记录数", "records held, by module"),
    LIST("scenes", scene_fields, "已有的场景", "scenes that have a figure"),
    FIELDS_END,
};

enum {
    WHO_SCREEN = WHO_DEVICE | WHO_LEADER | WHO_SOCIAL_WORKER | WHO_CADRE | WHO_REVIEWER |
                 WHO_OVERSIGHT | WHO_SHOPKEEPER | WHO_ACCOUNTANT | WHO_TOWN | WHO_AUDITOR |
                 WHO_ADMIN,
};

const struct route cockpit_routes[] = {
    {"GET", "/api/v1/villages/{village}/cockpit", "cockpit", WHO_SCREEN, 0, on_query, NULL,
     snapshot_fields, NULL, cockpit__show, "驾驶舱：一个村的全部数字，姓名只留姓",
     "The big screen: all of a village's figures; names are masked"},
    {"GET", "/api/v1/villages/{village}/cockpit/stream", "cockpit_stream", WHO_SCREEN, ROUTE_RAW,
     NULL, NULL, NULL, "text/event-stream", cockpit__listen,
     "驾驶舱的变化（SSE）：先开流，再取快照；每个 cockpit 事件里 figures 是变了的数字，"
     "set 是变了的行（第一个字段是行名），gone 是没了的行；收到 reset 就重新取快照",
     "What changes on the big screen (SSE): open it, then read the snapshot. Each event "
     "`cockpit` has figures (those that changed), set (rows that changed, named by their "
     "first member), gone "
     "(names of rows that are no more), records; on `reset` read the snapshot again"},
    ROUTES_END,
};
