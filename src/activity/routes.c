/* routes.c - what this room answers: see service/route.h. */
#include "activity/activity_internal.h"

#define AT "/api/v1/villages/{village}"
#define ONE AT "/activities/{activity}"

#define TEXT_FIELD(name_, flags_, min_, max_, zh_, en_)                                            \
    {                                                                                              \
        .name = name_, .kind = FIELD_TEXT, .flags = flags_, .min = min_, .max = max_, .zh = zh_,   \
        .en = en_                                                                                  \
    }
#define NUMBER_FIELD(name_, flags_, min_, max_, zh_, en_)                                          \
    {                                                                                              \
        .name = name_, .kind = FIELD_INTEGER, .flags = flags_, .min = min_, .max = max_,           \
        .zh = zh_, .en = en_                                                                       \
    }
#define KIND_FIELD(kind_, name_, flags_, zh_, en_)                                                 \
    {                                                                                              \
        .name = name_, .kind = kind_, .flags = flags_, .zh = zh_, .en = en_                        \
    }
#define WORD_FIELD(name_, flags_, words_, zh_, en_)                                                \
    {                                                                                              \
        .name = name_, .kind = FIELD_WORD, .flags = flags_, .words = words_, .zh = zh_, .en = en_  \
    }
#define LIST_FIELD(name_, flags_, min_, max_, fields_, zh_, en_)                                   \
    {                                                                                              \
        .name = name_, .kind = FIELD_LIST, .flags = flags_, .min = min_, .max = max_,              \
        .fields = fields_, .zh = zh_, .en = en_                                                    \
    }

static const char *const list_states[] = {"published", "proposed", "reported", NULL};
static const struct field list_query[] = {
    WORD_FIELD("state", 0, list_states, "状态，公开的只有 published", "only published is public"),
    FIELDS_END,
};

static const char *const plan_states[] = {"proposed", "published", "refused", "cancelled",
                                          "reported", "settled",   NULL};
#define PLAN_FIELDS                                                                                \
    KIND_FIELD(FIELD_CODE, "activity", FIELD_NEEDED, "活动编号", "the activity's code"),           \
        WORD_FIELD("state", FIELD_NEEDED, plan_states, "状态", "state"),                           \
        KIND_FIELD(FIELD_CODE, "rule", FIELD_NEEDED, "工分规则", "the rule that it earns by"),     \
        TEXT_FIELD("title", FIELD_NEEDED, 0, TITLE_MAX, "名称", "title"),                          \
        TEXT_FIELD("place", FIELD_NEEDED, 0, PLACE_MAX, "地点", "place"),                          \
        TEXT_FIELD("note", FIELD_NEEDED | FIELD_LINES, 0, NOTE_MAX, "说明", "what to know"),       \
        KIND_FIELD(FIELD_INSTANT, "starts_at", FIELD_NEEDED, "开始", "start"),                     \
        KIND_FIELD(FIELD_INSTANT, "ends_at", FIELD_NEEDED, "结束", "end"),                         \
        KIND_FIELD(FIELD_INSTANT, "signup_until", FIELD_NEEDED, "报名截止", "sign-up ends"),       \
        NUMBER_FIELD("capacity", FIELD_NEEDED, 0, CAPACITY_MAX, "名额，0 为不限",                  \
                     "places, 0: any number"),                                                     \
        NUMBER_FIELD("going", FIELD_NEEDED, 0, INT64_MAX, "已报名", "signed up"),                  \
        NUMBER_FIELD("waiting", FIELD_NEEDED, 0, INT64_MAX, "候补", "on the waiting list"),        \
        NUMBER_FIELD("free", FIELD_NULLABLE, 0, INT64_MAX, "剩余名额", "places left"),             \
        TEXT_FIELD("word", FIELD_NULLABLE | FIELD_LINES, 0, WORD_MAX, "缘由或总结",                \
                   "why it was turned down or cancelled; the report")

static const struct field plan_fields[] = {PLAN_FIELDS, FIELDS_END};
static const struct field plan_page[] = {
    LIST_FIELD("items", FIELD_NEEDED, 0, PAGE_MAX, plan_fields, "活动", "activities"),
    TEXT_FIELD("next", FIELD_NULLABLE, 0, 128, "下一页", "cursor of the next page"),
    FIELDS_END,
};

static const struct field propose_fields[] = {
    KIND_FIELD(FIELD_CODE, "rule", FIELD_NEEDED, "工分规则", "the rule that it earns by"),
    TEXT_FIELD("title", FIELD_NEEDED, 2, TITLE_MAX, "名称", "title"),
    TEXT_FIELD("place", FIELD_NEEDED, 1, PLACE_MAX, "地点", "place"),
    TEXT_FIELD("note", FIELD_LINES, 0, NOTE_MAX, "说明", "what to know"),
    KIND_FIELD(FIELD_INSTANT, "starts_at", FIELD_NEEDED, "开始", "start"),
    KIND_FIELD(FIELD_INSTANT, "ends_at", FIELD_NEEDED, "结束", "end"),
    KIND_FIELD(FIELD_INSTANT, "signup_until", 0, "报名截止，不填为开始时",
               "sign-up ends; the start where it is left out"),
    NUMBER_FIELD("capacity", 0, 0, CAPACITY_MAX, "名额，0 为不限", "places, 0: any number"),
    KIND_FIELD(FIELD_ID, "leader", 0, "领队，不填为本人", "the leader; the caller if left out"),
    FIELDS_END,
};

static const struct field code_fields[] = {
    TEXT_FIELD("code", FIELD_NEEDED, 6, 6, "签到码", "the digits of this half minute"),
    TEXT_FIELD("qr", FIELD_NEEDED, 1, 200, "二维码内容", "what the QR code says"),
    NUMBER_FIELD("seconds_left", FIELD_NEEDED, 0, CODE_STEP_SECONDS, "剩余秒数",
                 "seconds until the next one"),
    FIELDS_END,
};
static const struct field code_body[] = {
    TEXT_FIELD("code", FIELD_NEEDED, 6, 6, "签到码", "the six digits on the leader's screen"),
    FIELDS_END,
};
static const struct field hand_body[] = {
    KIND_FIELD(FIELD_ID, "person", FIELD_NEEDED, "村民", "who"),
    KIND_FIELD(FIELD_INSTANT, "in_at", 0, "签到时间", "check-in"),
    KIND_FIELD(FIELD_INSTANT, "out_at", 0, "签退时间", "check-out"),
    TEXT_FIELD("reason", FIELD_NEEDED, 2, WORD_MAX, "缘由", "why by hand"),
    FIELDS_END,
};

static const char *const stay_states[] = {"present", "waiting", "approved", "rejected", NULL};
static const char *const stay_ways[] = {"code", "card", "paper", "hand", "device", NULL};
static const struct field stay_fields[] = {
    KIND_FIELD(FIELD_ID, "stay", FIELD_NEEDED, "出勤编号", "the stay's id"),
    KIND_FIELD(FIELD_ID, "person", FIELD_NEEDED, "村民", "who"),
    TEXT_FIELD("name", FIELD_NULLABLE, 0, 200, "姓名", "their name, for the leader and officials"),
    WORD_FIELD("state", FIELD_NEEDED, stay_states, "状态", "state"),
    KIND_FIELD(FIELD_INSTANT, "in_at", FIELD_NULLABLE, "签到", "check-in"),
    WORD_FIELD("in_way", FIELD_NULLABLE, stay_ways, "签到方式", "by what"),
    KIND_FIELD(FIELD_INSTANT, "out_at", FIELD_NULLABLE, "签退", "check-out"),
    WORD_FIELD("out_way", FIELD_NULLABLE, stay_ways, "签退方式", "by what"),
    LIST_FIELD("flags", FIELD_NEEDED, 0, 16, NULL, "提示", "what an approver should look at"),
    NUMBER_FIELD("record", FIELD_NULLABLE, 0, INT64_MAX, "记录号", "the award's record"),
    FIELDS_END,
};
static const struct field stay_page[] = {
    LIST_FIELD("items", FIELD_NEEDED, 0, BULK_MAX, stay_fields, "出勤", "stays"),
    TEXT_FIELD("next", FIELD_NULLABLE, 0, 128, "下一页", "cursor of the next page"),
    FIELDS_END,
};

static const struct field report_body[] = {
    TEXT_FIELD("report", FIELD_NEEDED | FIELD_LINES, 2, WORD_MAX, "总结", "what was done"),
    FIELDS_END,
};

static const struct field approve_one[] = {
    KIND_FIELD(FIELD_ID, "stay", FIELD_NEEDED, "出勤编号", "the stay's id"),
    FIELDS_END,
};
static const struct field approve_body[] = {
    LIST_FIELD("stays", FIELD_NEEDED, 1, BULK_MAX, approve_one, "要审核的出勤", "what to approve"),
    FIELDS_END,
};
static const struct field approve_item[] = {
    KIND_FIELD(FIELD_ID, "stay", FIELD_NEEDED, "出勤编号", "the stay's id"),
    TEXT_FIELD("code", FIELD_NULLABLE, 0, 64, "未通过的代码", "the refusal's code"),
    TEXT_FIELD("title", FIELD_NULLABLE, 0, 200, "未通过的原因", "the refusal in words"),
    {.name = "receipt",
     .kind = FIELD_OBJECT,
     .flags = FIELD_NULLABLE,
     .fields = receipt_fields,
     .zh = "回执",
     .en = "the receipt"},
    FIELDS_END,
};
static const struct field approve_answer[] = {
    LIST_FIELD("items", FIELD_NEEDED, 0, BULK_MAX, approve_item, "逐条结果", "an answer for each"),
    FIELDS_END,
};

#define WHO_OFFICIAL (WHO_CADRE | WHO_SOCIAL_WORKER)
#define WHO_APPROVER (WHO_SOCIAL_WORKER | WHO_REVIEWER | WHO_OVERSIGHT)

const struct route activity_routes[] = {
    {"GET", AT "/activities", "activities", WHO_PUBLIC, ROUTE_CURSOR, list_query, NULL, plan_page,
     NULL, activity__list, "近期活动", "Activities that are on or coming"},
    {"POST", AT "/activities", "activity_propose", WHO_RESIDENT | WHO_OFFICIAL, ROUTE_IDEMPOTENT,
     NULL, propose_fields, plan_fields, NULL, activity__propose, "提出一个活动",
     "Proposes an activity"},
    {"GET", ONE, "activity", WHO_PUBLIC, 0, NULL, NULL, plan_fields, NULL, activity__show,
     "一个活动", "One activity"},
    {"POST", ONE "/publish", "activity_publish", WHO_OFFICIAL, 0, NULL, NULL, plan_fields, NULL,
     activity__publish, "发布活动（由另一人）", "Publishes it; not by who proposed or leads it"},
    {"GET", ONE "/code", "activity_code", WHO_MEMBER, 0, NULL, NULL, code_fields, NULL,
     activity__code, "领队手机上的签到码", "The rotating code on the leader's screen"},
    {"POST", ONE "/check-in", "check_in", WHO_RESIDENT, 0, NULL, code_body, stay_fields, NULL,
     activity__check_in, "扫码签到（自愿）", "Checks in by the code, of one's own will"},
    {"POST", ONE "/check-out", "check_out", WHO_RESIDENT, 0, NULL, code_body, stay_fields, NULL,
     activity__check_out, "扫码签退", "Checks out by the code"},
    {"POST", ONE "/hand", "check_by_hand", WHO_MEMBER, 0, NULL, hand_body, stay_fields, NULL,
     activity__hand, "领队手工登记，须写明缘由", "The leader notes a stay by hand, with a reason"},
    {"GET", ONE "/stays", "stays", WHO_MEMBER, 0, NULL, NULL, stay_page, NULL, activity__stays,
     "签到名单", "Who was there"},
    {"POST", ONE "/report", "activity_report", WHO_MEMBER, 0, NULL, report_body, plan_fields, NULL,
     activity__report, "领队收尾，提交审核", "The leader closes it out and proposes the awards"},
    {"POST", AT "/stays/{stay_id}/approve", "stay_approve", WHO_APPROVER, 0, NULL, NULL,
     receipt_fields, NULL, activity__approve, "审核一次出勤，记工分",
     "Approves one stay: the points are booked"},
    {"POST", AT "/stays/approve", "stays_approve", WHO_APPROVER, ROUTE_BULK, NULL, approve_body,
     approve_answer, NULL, activity__approve_many, "批量审核，逐条答复",
     "Approves up to 1,000 stays and answers each"},
    ROUTES_END,
};
