/* claim_routes.c - the routes of this room: see service/route.h. */
#include "claim/fields_internal.h"

#define ONE AT "/claims/{claim_id}"

static const struct field rule_fields[] = {
    PLAIN("rule", FIELD_CODE, FIELD_NEEDED, "规则", "the rule's code"),
    FIELD_OF("rule_name", FIELD_TEXT, NULLED, 0, 200, "名称", "its name"),
    NUMBER("points", FIELD_NEEDED, "工分；评分规则为上限", "points; of a grade rule the most"),
    PLAIN("graded", FIELD_BOOLEAN, FIELD_NEEDED, "由评议定分", "reviewers say how many"),
    PLAIN("photo_needed", FIELD_BOOLEAN, FIELD_NEEDED, "须有照片", "a photo is needed"),
    PLAIN("panel", FIELD_BOOLEAN, FIELD_NEEDED, "由评议组评定", "a review panel decides"),
    NUMBER("notice_days", FIELD_NEEDED, "公示天数", "days of notice"),
    FIELDS_END,
};
static const struct field rule_page[] = PAGE_OF(rule_fields, "可以申报的", "what can be claimed");

static const struct field file_body[] = {
    PLAIN("rule", FIELD_CODE, FIELD_NEEDED, "规则", "the rule's code"),
    PLAIN("day", FIELD_DAY, FIELD_NEEDED, "哪一天的事", "the day on which it was done"),
    FIELD_OF("text", FIELD_TEXT, FIELD_NEEDED | FIELD_LINES, 2, CLAIM_TEXT_MAX,
             "做了什么；不要写病情、信仰等与此无关的事",
             "what was done; nothing on health, faith or other private matters is wanted"),
    PLAIN("person", FIELD_ID, 0, "替谁申报（要有代办权，或由社工代为登记）",
          "for whom, by who may act for them or by a social worker; else for oneself"),
    FIELDS_END,
};
static const struct field person_query[] = {
    PLAIN("person", FIELD_ID, 0, "替谁看，须有授权", "whose, with their power; else one's own"),
    FIELDS_END,
};

#define BRIEF_FIELDS                                                                               \
    PLAIN("claim", FIELD_ID, FIELD_NEEDED, "申报", "the claim"),                                   \
        NUMBER("number", FIELD_NEEDED, "申报号", "its number in the village"),                     \
        {.name = "state",                                                                          \
         .kind = FIELD_WORD,                                                                       \
         .flags = FIELD_NEEDED,                                                                    \
         .words = claim_state_words,                                                               \
         .zh = "状态",                                                                             \
         .en = "state"},                                                                           \
        FIELD_OF("says", FIELD_TEXT, FIELD_NEEDED, 0, 200, "说明", "the state in plain words"),    \
        PLAIN("rule", FIELD_CODE, FIELD_NEEDED, "规则", "the rule's code"),                        \
        FIELD_OF("rule_name", FIELD_TEXT, NULLED, 0, 200, "规则名称", "its name"),                 \
        PLAIN("day", FIELD_DAY, FIELD_NEEDED, "哪一天的事", "the day on which it was done"),       \
        PLAIN("filed_at", FIELD_INSTANT, FIELD_NEEDED, "申报时间", "when it was filed"),           \
        NUMBER("grade", NULLED, "评定的工分", "the grade given"),                                  \
        NUMBER("record", NULLED, "记账的记录号", "the award's record")

static const struct field brief_fields[] = {BRIEF_FIELDS, FIELDS_END};
static const struct field brief_page[] = PAGE_OF(brief_fields, "申报，最新的在前", "newest first");
static const struct field queue_fields[] = {
    BRIEF_FIELDS,
    PLAIN("stand_back", FIELD_BOOLEAN, FIELD_NEEDED, "您要回避", "you are related: stand back"),
    FIELDS_END,
};
static const struct field queue_page[] = PAGE_OF(queue_fields, "申报，早的在前", "oldest first");

static const struct field photo_fields[] = {
    PLAIN("photo", FIELD_ID, FIELD_NEEDED, "照片编号", "the photo's id"),
    FIELD_OF("type", FIELD_TEXT, FIELD_NEEDED, 0, 16, "类型", "the type of its content"),
    NUMBER("width", FIELD_NEEDED, "宽", "width in pixels"),
    NUMBER("height", FIELD_NEEDED, "高", "height in pixels"),
    NUMBER("turned", FIELD_NEEDED, "怎样转正（EXIF 的 1 到 8）",
           "how to turn it upright, 1 to 8 as EXIF counts"),
    NUMBER("bytes", FIELD_NEEDED, "字节数", "its size"),
    PLAIN("at", FIELD_INSTANT, FIELD_NEEDED, "上传时间", "when it was handed in"),
    NUMBER("elsewhere", NULLED, "同一张照片还在几件申报里（只给审核的人看）",
           "how many other claims show the same picture; for officials alone"),
    FIELDS_END,
};
static const struct field step_fields[] = {
    PLAIN("at", FIELD_INSTANT, FIELD_NEEDED, "时间", "when"),
    {.name = "what",
     .kind = FIELD_WORD,
     .flags = FIELD_NEEDED,
     .words = claim_act_words,
     .zh = "做了什么",
     .en = "what was done"},
    FIELD_OF("word", FIELD_TEXT, NULLED | FIELD_LINES, 0, CLAIM_TEXT_MAX, "缘由", "why"),
    FIELD_OF("by", FIELD_TEXT, NULLED, 0, 200, "谁", "by whom"),
    FIELDS_END,
};
static const struct field member_fields[] = {
    FIELD_OF("name", FIELD_TEXT, NULLED, 0, 200, "姓名", "their name"),
    PLAIN("voted", FIELD_BOOLEAN, FIELD_NEEDED, "已评议", "has voted"),
    {.name = "vote",
     .kind = FIELD_WORD,
     .flags = NULLED,
     .words = claim_seat_words,
     .zh = "意见；评定以后给工作人员看",
     .en = "how; one's own, and for officials once it is decided"},
    PLAIN("you", FIELD_BOOLEAN, FIELD_NEEDED, "就是您", "it is you"),
    FIELDS_END,
};
static const struct field panel_fields[] = {
    PLAIN("panel", FIELD_ID, FIELD_NEEDED, "评议小组编号", "the panel's id"),
    NUMBER("record", FIELD_NEEDED, "抽签的记录号，凭它可以重抽核对",
           "the draw's record, with which anyone can draw again"),
    PLAIN("day", FIELD_DAY, FIELD_NEEDED, "抽签日期", "the day of the draw"),
    LIST("members", PANEL_MEMBERS, member_fields, "三位评议员", "the three"),
    FIELDS_END,
};
static const struct field whole_fields[] = {
    BRIEF_FIELDS,
    PLAIN("person", FIELD_ID, FIELD_NEEDED, "谁的", "whose"),
    FIELD_OF("name", FIELD_TEXT, NULLED, 0, 200, "姓名", "their name"),
    FIELD_OF("filed_by", FIELD_TEXT, NULLED, 0, 200, "谁申报的", "who filed it"),
    FIELD_OF("text", FIELD_TEXT, FIELD_NEEDED | FIELD_LINES, 0, CLAIM_TEXT_MAX, "做了什么",
             "what was done"),
    LIST("photos", CLAIM_PHOTOS_MAX, photo_fields, "照片", "photos"),
    {.name = "panel",
     .kind = FIELD_OBJECT,
     .flags = NULLED,
     .fields = panel_fields,
     .zh = "评议小组",
     .en = "the review panel"},
    LIST("steps", BULK_MAX, step_fields, "经过", "all that was done to it"),
    FIELDS_END,
};

static const struct field examine_body[] = {
    NUMBER("grade", 0, "评定的工分，评分规则须填", "the grade, under a grade rule"),
    FIELD_OF("word", FIELD_TEXT, FIELD_NEEDED | FIELD_LINES, 2, CLAIM_TEXT_MAX, "核实了什么",
             "what was looked at"),
    FIELDS_END,
};
static const struct field approve_body[] = {
    FIELD_OF("word", FIELD_TEXT, FIELD_LINES, 0, CLAIM_TEXT_MAX, "说明", "a word, if any"),
    FIELDS_END,
};
static const struct field reason_body[] = {
    FIELD_OF("word", FIELD_TEXT, FIELD_NEEDED | FIELD_LINES, 2, CLAIM_TEXT_MAX, "缘由，本人可见",
             "why; the claimant reads it"),
    FIELDS_END,
};

static const char *const vote_words[] = {"yes", "no", NULL};
static const struct field vote_body[] = {
    {.name = "vote",
     .kind = FIELD_WORD,
     .flags = FIELD_NEEDED,
     .words = vote_words,
     .zh = "意见",
     .en = "the vote"},
    NUMBER("grade", 0, "赞成时评定的工分，评分规则须填", "the grade, in favour under a grade rule"),
    FIELD_OF("word", FIELD_TEXT, FIELD_NEEDED | FIELD_LINES, 2, CLAIM_TEXT_MAX,
             "缘由；评定以后本人可见，不写谁说的",
             "why; the claimant reads it once it is decided, without a name"),
    FIELDS_END,
};

static const struct field town_body[] = {
    PLAIN("again", FIELD_BOOLEAN, FIELD_NEEDED, "由另外的人重新评定", "others look at it anew"),
    FIELD_OF("word", FIELD_TEXT, FIELD_NEEDED | FIELD_LINES, 2, CLAIM_TEXT_MAX, "理由，本人可见",
             "why; the claimant reads it"),
    FIELDS_END,
};

const struct route claim_routes[] = {
    {"GET", AT "/claim-rules", "claim_rules", WHO_MEMBER | WHO_RESIDENT, 0, NULL, NULL, rule_page,
     NULL, claim__rules, "哪些工分可以申报", "What can be claimed"},
    {"POST", AT "/claims", "claim_file", WHO_RESIDENT | WHO_SOCIAL_WORKER, ROUTE_IDEMPOTENT, NULL,
     file_body, whole_fields, NULL, claim__file, "申报工分", "Files a claim"},
    {"GET", AT "/me/claims", "own_claims", WHO_RESIDENT, 0, person_query, NULL, brief_page, NULL,
     claim__own_list, "我的申报", "My own claims"},
    {"GET", AT "/claims", "claim_queue", WHO_EXAMINES, ROUTE_CURSOR, NULL, NULL, queue_page, NULL,
     claim__queue, "待办的申报", "Claims that wait"},
    {"GET", ONE, "claim", WHO_MEMBER | WHO_RESIDENT, 0, NULL, NULL, whole_fields, NULL, claim__show,
     "一件申报", "One claim"},
    {"POST", ONE "/withdraw", "claim_withdraw", WHO_MEMBER | WHO_RESIDENT, 0, NULL, NULL,
     whole_fields, NULL, claim__withdraw, "撤回申报", "Withdraws it"},
    {"POST", ONE "/photos", "claim_photo_add", WHO_MEMBER | WHO_RESIDENT, ROUTE_UPLOAD, NULL, NULL,
     photo_fields, NULL, claim__photo_add,
     "补照片（JPEG、PNG、WebP），去除全部附带信息；不要拍证件和病历",
     "Adds a photo (JPEG, PNG, WebP); all that describes it is left out"},
    {"GET", ONE "/photos/{photo_id}", "claim_photo", WHO_MEMBER | WHO_RESIDENT, ROUTE_RAW, NULL,
     NULL, NULL, "image/*", claim__photo, "看一张照片（本人和审核的人）",
     "One photo, for the claimant and officials"},
    {"DELETE", ONE "/photos/{photo_id}", "claim_photo_drop", WHO_MEMBER | WHO_RESIDENT, 0, NULL,
     NULL, NULL, NULL, claim__photo_take_back, "撤回照片", "Takes a photo back"},
    {"POST", ONE "/examine", "claim_examine", WHO_EXAMINES, 0, NULL, examine_body, whole_fields,
     NULL, claim__examine, "核实申报并提出", "Looks at it and puts it forward"},
    {"POST", ONE "/approve", "claim_approve", WHO_REVIEWS, 0, NULL, approve_body, receipt_fields,
     NULL, claim__approve, "由另一人审核，记工分",
     "Approves it, by another: the points are booked"},
    {"POST", ONE "/turn-down", "claim_turn_down", WHO_EXAMINES, 0, NULL, reason_body, whole_fields,
     NULL, claim__turn_down, "不通过，写明缘由", "Turns it down, with a reason"},
    {"GET", AT "/panel-seats", "panel_seats", WHO_REVIEWER, 0, NULL, NULL, queue_page, NULL,
     claim__duties, "等我评议的申报", "Claims that wait for the caller's vote"},
    {"POST", ONE "/vote", "claim_vote", WHO_REVIEWER, 0, NULL, vote_body, whole_fields, NULL,
     claim__vote, "评议员表决，写明缘由；两票定",
     "A member votes, with a reason; two votes decide"},
    {"POST", ONE "/stand-back", "claim_stand_back", WHO_REVIEWER, 0, NULL, reason_body,
     whole_fields, NULL, claim__stand_back, "评议员回避，另行抽签",
     "A member stands back; others are drawn"},
    {"POST", ONE "/draw", "claim_draw", WHO_EXAMINES, 0, NULL, NULL, whole_fields, NULL,
     claim__draw_again, "评议员补足以后，或十四天没有结果时，再抽签",
     "Draws where there were too few reviewers, or after 14 days without a result"},
    {"POST", ONE "/again", "claim_again", WHO_MEMBER | WHO_RESIDENT, 0, NULL, reason_body,
     whole_fields, NULL, claim__again, "没有通过的，七天内可请另外的人复核一次",
     "Asks for others to look again, once, within 7 days"},
    {"POST", ONE "/appeal", "claim_appeal", WHO_MEMBER | WHO_RESIDENT, 0, NULL, reason_body,
     whole_fields, NULL, claim__refusal_appeal, "没有通过的，七天内可向镇里申诉一次",
     "Appeals to the town, once, within 7 days"},
    {"GET", AT "/claim-appeals", "claim_appeals", WHO_TOWN, 0, NULL, NULL, brief_page, NULL,
     claim__refusals, "镇里待答复的申诉", "Appeals about claims, for the town"},
    {"POST", ONE "/appeal-decision", "claim_appeal_decide", WHO_TOWN, 0, NULL, town_body,
     whole_fields, NULL, claim__refusal_decide, "镇里答复申诉", "The town decides"},
    ROUTES_END,
};
