/* routes.c - activities, sign-up and what waits for approval: see service/route.h. */
#include "activity/fields_internal.h"

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

const struct field activity_plan_fields[] = {PLAN_FIELDS, FIELDS_END};
static const struct field plan_page[] = PAGE_OF(activity_plan_fields, "活动", "activities");

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

const struct field activity_person_query[] = {
    KIND_FIELD(FIELD_ID, "person", 0, "代为办理的人，须有授权",
               "for whom, with their power; the caller where it is left out"),
    FIELDS_END,
};

static const char *const own_words[] = {"none", "going", "waiting", "cancelled", NULL};
static const struct field own_fields[] = {
    PLAN_FIELDS,
    WORD_FIELD("own", FIELD_NEEDED, own_words, "本人的报名", "the caller's own sign-up"),
    FIELDS_END,
};
static const struct field own_page[] = PAGE_OF(own_fields, "活动", "activities");
static const struct field queue_fields[] = {
    PLAN_FIELDS,
    NUMBER_FIELD("undecided", FIELD_NEEDED, 0, INT64_MAX, "待审核人次", "stays that wait"),
    KIND_FIELD(FIELD_ID, "leader", FIELD_NEEDED, "领队", "who led and reported it"),
    TEXT_FIELD("leader_name", FIELD_NULLABLE, 0, 200, "领队姓名", "their name"),
    FIELDS_END,
};
static const struct field queue_page[] = PAGE_OF(queue_fields, "活动", "activities");

static const struct field people_fields[] = {
    KIND_FIELD(FIELD_ID, "person", FIELD_NEEDED, "村民", "who"),
    TEXT_FIELD("name", FIELD_NULLABLE, 0, 200, "姓名", "their name"),
    WORD_FIELD("own", FIELD_NEEDED, own_words, "报名", "their sign-up"),
    TEXT_FIELD("row", FIELD_NEEDED, 2, 8, "签到表行号",
               "the code of their row on the printed list"),
    KIND_FIELD(FIELD_BOOLEAN, "in", FIELD_NEEDED, "已签到", "is checked in"),
    KIND_FIELD(FIELD_BOOLEAN, "out", FIELD_NEEDED, "已签退", "is checked out"),
    KIND_FIELD(FIELD_BOOLEAN, "photo", FIELD_NEEDED, "同意出现在照片里；否：请避开",
               "agreed to be in photos; false: keep them out"),
    FIELDS_END,
};
static const struct field people_page[] = PAGE_OF(people_fields, "报名的人", "who signed up");

static const struct field edit_fields[] = {
    KIND_FIELD(FIELD_CODE, "rule", 0, "工分规则", "the rule that it earns by"),
    TEXT_FIELD("title", 0, 2, TITLE_MAX, "名称", "title"),
    TEXT_FIELD("place", 0, 1, PLACE_MAX, "地点", "place"),
    TEXT_FIELD("note", FIELD_LINES, 0, NOTE_MAX, "说明", "what to know"),
    KIND_FIELD(FIELD_INSTANT, "starts_at", 0, "开始", "start"),
    KIND_FIELD(FIELD_INSTANT, "ends_at", 0, "结束", "end"),
    KIND_FIELD(FIELD_INSTANT, "signup_until", 0, "报名截止", "sign-up ends"),
    NUMBER_FIELD("capacity", 0, 0, CAPACITY_MAX, "名额，0 为不限", "places, 0: any number"),
    KIND_FIELD(FIELD_ID, "leader", 0, "领队", "the leader"),
    FIELDS_END,
};

const struct field activity_reason_body[] = {
    TEXT_FIELD("reason", FIELD_NEEDED | FIELD_LINES, 2, WORD_MAX, "缘由", "why"),
    FIELDS_END,
};

const struct route activity_routes[] = {
    {"GET", AT "/activities", "activities", WHO_PUBLIC, ROUTE_CURSOR, list_query, NULL, plan_page,
     NULL, activity__list, "近期活动", "Activities that are on or coming"},
    {"POST", AT "/activities", "activity_propose", WHO_RESIDENT | WHO_OFFICIAL, ROUTE_IDEMPOTENT,
     NULL, propose_fields, activity_plan_fields, NULL, activity__propose, "提出一个活动",
     "Proposes an activity"},
    {"GET", ONE, "activity", WHO_PUBLIC, 0, NULL, NULL, activity_plan_fields, NULL, activity__show,
     "一个活动", "One activity"},
    {"PATCH", ONE, "activity_edit", WHO_RESIDENT | WHO_OFFICIAL, 0, NULL, edit_fields,
     activity_plan_fields, NULL, activity__edit, "修改活动", "Changes it, before it starts"},
    {"POST", ONE "/publish", "activity_publish", WHO_OFFICIAL, 0, NULL, NULL, activity_plan_fields,
     NULL, activity__publish, "发布活动（由另一人）",
     "Publishes it; not by who proposed or leads it"},
    {"POST", ONE "/refuse", "activity_refuse", WHO_OFFICIAL, 0, NULL, activity_reason_body,
     activity_plan_fields, NULL, activity__refuse, "不予发布，写明缘由",
     "Turns it down, with a reason"},
    {"POST", ONE "/cancel", "activity_cancel", WHO_RESIDENT | WHO_OFFICIAL, 0, NULL,
     activity_reason_body, activity_plan_fields, NULL, activity__cancel, "取消活动，写明缘由",
     "Cancels it, with a reason, while nobody has checked in"},
    {"POST", ONE "/close", "activity_close", WHO_OFFICIAL, 0, NULL, NULL, activity_plan_fields,
     NULL, activity__close, "办结：此后不再登记出勤",
     "Closes it for good: no attendance after that"},
    {"POST", ONE "/sign-up", "sign_up", WHO_RESIDENT, 0, activity_person_query, NULL, own_fields,
     NULL, activity__sign_up, "报名，满员时候补", "Signs up; on the waiting list where it is full"},
    {"POST", ONE "/sign-off", "sign_off", WHO_RESIDENT, 0, activity_person_query, NULL, own_fields,
     NULL, activity__sign_off, "取消报名，候补顺位", "Signs off; the first who waits moves up"},
    {"GET", ONE "/people", "activity_people", WHO_MEMBER, 0, NULL, NULL, people_page, NULL,
     activity__people, "领队看报名名单", "Who signed up, for the leader"},
    {"GET", AT "/me/sign-ups", "own_sign_ups", WHO_RESIDENT, 0, activity_person_query, NULL,
     own_page, NULL, activity__own_signups, "我的报名", "What I signed up for"},
    {"GET", AT "/approvals", "approvals", WHO_APPROVER, ROUTE_CURSOR, NULL, NULL, queue_page, NULL,
     activity__queue, "待审核的活动", "Activities with stays that wait for approval"},
    ROUTES_END,
};
