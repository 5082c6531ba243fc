/* claim_routes_notice.c - the routes of the public notice and of objections. */
#include "claim/fields_internal.h"
#include "claim/reversal_internal.h"

#define NOTICE AT "/award-notices/{record}"

static const char *const state_words[] = {"notice",   "objected", "decided",
                                          "appealed", "final",    NULL};
#define NOTICE_FIELDS                                                                              \
    NUMBER("record", FIELD_NEEDED, "发放的记录号", "the award's record"),                          \
        PLAIN("rule", FIELD_CODE, FIELD_NEEDED, "规则", "the rule's code"),                        \
        FIELD_OF("rule_name", FIELD_TEXT, NULLED, 0, 200, "规则名称", "its name"),                 \
        NUMBER("points", FIELD_NEEDED, "工分", "points"),                                          \
        PLAIN("day", FIELD_DAY, FIELD_NEEDED, "公示开始", "the first day of the notice"),          \
        PLAIN("until", FIELD_DAY, FIELD_NEEDED, "这一天以前可以提异议",                            \
              "the day before which anybody may object"),                                          \
        {.name = "state",                                                                          \
         .kind = FIELD_WORD,                                                                       \
         .flags = FIELD_NEEDED,                                                                    \
         .words = state_words,                                                                     \
         .zh = "状态",                                                                             \
         .en = "how it stands"},                                                                   \
        PLAIN("upheld", FIELD_BOOLEAN, NULLED, "异议成立", "the objection was upheld")

static const struct field notice_fields[] = {
    NOTICE_FIELDS,
    FIELD_OF("name", FIELD_TEXT, NULLED, 0, 200, "姓氏；照顾类的不写",
             "the name, masked; none where care is given"),
    FIELDS_END,
};
static const struct field notice_page[] = PAGE_OF(notice_fields, "公示中的工分", "by record");
static const struct field notice_one[] = {NOTICE_FIELDS, FIELDS_END};

static const struct field hearing_fields[] = {
    NOTICE_FIELDS,
    FIELD_OF("name", FIELD_TEXT, NULLED, 0, 200, "谁的工分", "whose points"),
    PLAIN("claim", FIELD_ID, NULLED, "申报", "the claim, where it came from one"),
    PLAIN("stand_back", FIELD_BOOLEAN, FIELD_NEEDED, "您要回避", "it is not for you to decide"),
    FIELD_OF("text", FIELD_TEXT, NULLED | FIELD_LINES, 0, CLAIM_TEXT_MAX, "异议的缘由", "why"),
    FIELD_OF("by", FIELD_TEXT, NULLED, 0, 200, "谁提的；要保密", "who objects; to be kept"),
    FIELDS_END,
};
static const struct field hearing_page[] = PAGE_OF(hearing_fields, "待裁定的", "to be decided");

static const struct field own_fields[] = {
    PLAIN("objection", FIELD_ID, FIELD_NEEDED, "异议", "the objection"),
    NUMBER("record", FIELD_NEEDED, "发放的记录号", "the award's record"),
    PLAIN("mine", FIELD_BOOLEAN, FIELD_NEEDED, "是我提的，否则是对我的工分", "made by the caller"),
    PLAIN("appeal", FIELD_BOOLEAN, FIELD_NEEDED, "申诉", "an appeal to the town"),
    PLAIN("at", FIELD_INSTANT, FIELD_NEEDED, "时间", "when"),
    PLAIN("decided_at", FIELD_INSTANT, NULLED, "裁定时间", "when it was decided"),
    PLAIN("upheld", FIELD_BOOLEAN, NULLED, "成立", "whether the award does not stand"),
    FIELD_OF("text", FIELD_TEXT, NULLED | FIELD_LINES, 0, CLAIM_TEXT_MAX, "缘由", "why"),
    FIELD_OF("word", FIELD_TEXT, NULLED | FIELD_LINES, 0, CLAIM_TEXT_MAX, "裁定的理由",
             "what was said when it was decided"),
    FIELDS_END,
};
static const struct field own_page[] = PAGE_OF(own_fields, "最新的在前", "newest first");

static const struct field object_body[] = {
    FIELD_OF("text", FIELD_TEXT, FIELD_NEEDED | FIELD_LINES, 2, CLAIM_TEXT_MAX,
             "缘由；对方看得到，但看不到是谁提的", "why; the other side reads it, not who said it"),
    PLAIN("person", FIELD_ID, 0, "替谁提出（要有代办权，或由社工代为登记）",
          "for whom, by who may act for them or by a social worker; else for oneself"),
    FIELDS_END,
};
static const struct field decide_body[] = {
    PLAIN("upheld", FIELD_BOOLEAN, FIELD_NEEDED, "异议成立，工分撤回", "the award does not stand"),
    FIELD_OF("word", FIELD_TEXT, FIELD_NEEDED | FIELD_LINES, 2, CLAIM_TEXT_MAX, "理由，双方可见",
             "why; both sides read it"),
    FIELDS_END,
};

static const struct field reversal_fields[] = {
    PLAIN("reversal", FIELD_ID, FIELD_NEEDED, "冲正编号", "the reversal"),
    NUMBER("record", FIELD_NEEDED, "发放的记录号", "the award's record"),
    PLAIN("person", FIELD_ID, FIELD_NEEDED, "谁的工分", "whose award"),
    FIELD_OF("name", FIELD_TEXT, NULLED, 0, 200, "姓名", "their name"),
    PLAIN("at", FIELD_INSTANT, FIELD_NEEDED, "提出时间", "when it was proposed"),
    FIELD_OF("reason", FIELD_TEXT, NULLED | FIELD_LINES, 0, CLAIM_TEXT_MAX, "缘由", "why"),
    PLAIN("answered_at", FIELD_INSTANT, NULLED, "本人说明的时间", "when the person answered"),
    FIELD_OF("answer", FIELD_TEXT, NULLED | FIELD_LINES, 0, CLAIM_TEXT_MAX, "本人的说明",
             "what the person says"),
    PLAIN("decided_at", FIELD_INSTANT, NULLED, "决定时间", "when it was decided"),
    PLAIN("reversed", FIELD_BOOLEAN, NULLED, "已冲正", "whether it was reversed"),
    FIELD_OF("word", FIELD_TEXT, NULLED | FIELD_LINES, 0, CLAIM_TEXT_MAX, "决定的理由",
             "what was said when it was decided"),
    FIELD_OF("proposed_by", FIELD_TEXT, NULLED, 0, 200, "谁提出的；只给工作人员看",
             "by whom; for officials alone"),
    FIELDS_END,
};
static const struct field reversal_page[] = PAGE_OF(reversal_fields, "冲正", "reversals");
static const struct field propose_body[] = {
    FIELD_OF("reason", FIELD_TEXT, FIELD_NEEDED | FIELD_LINES, 2, CLAIM_TEXT_MAX, "缘由，本人可见",
             "why; the person reads it"),
    FIELDS_END,
};
static const struct field answer_body[] = {
    FIELD_OF("text", FIELD_TEXT, FIELD_NEEDED | FIELD_LINES, 2, CLAIM_TEXT_MAX, "说明",
             "what the person says"),
    FIELDS_END,
};
static const struct field reversal_body[] = {
    PLAIN("reverse", FIELD_BOOLEAN, FIELD_NEEDED, "冲正", "it is reversed"),
    FIELD_OF("word", FIELD_TEXT, FIELD_NEEDED | FIELD_LINES, 2, CLAIM_TEXT_MAX, "理由，本人可见",
             "why; the person reads it"),
    FIELDS_END,
};

#define WHO_DECIDES (WHO_REVIEWER | WHO_OVERSIGHT | WHO_TOWN)
#define WHO_HERE (WHO_MEMBER | WHO_RESIDENT)

const struct route claim_notice_routes[] = {
    {"GET", AT "/award-notices", "award_notices", WHO_PUBLIC, ROUTE_CURSOR, NULL, NULL, notice_page,
     NULL, claim__notices, "公示中的工分", "Awards in their notice period, with masked names"},
    {"POST", NOTICE "/objections", "award_object", WHO_HERE, ROUTE_IDEMPOTENT, NULL, object_body,
     notice_one, NULL, claim__object, "提异议：公示期内村里的人都可以",
     "Objects to it: anybody of the village, while the notice runs"},
    {"POST", NOTICE "/appeals", "award_appeal", WHO_HERE, ROUTE_IDEMPOTENT, NULL, object_body,
     notice_one, NULL, claim__appeal, "不服村里的裁定，七天内向镇里申诉",
     "Appeals to the town against what the village decided, within 7 days"},
    {"POST", NOTICE "/decision", "award_decide", WHO_DECIDES, ROUTE_IDEMPOTENT, NULL, decide_body,
     receipt_fields, NULL, claim__decide, "裁定异议（没有经手、与双方无关的人），申诉由镇里裁定",
     "Decides, by somebody who had no part in it; an appeal, by the town"},
    {"GET", AT "/objections", "objections", WHO_DECIDES, 0, NULL, NULL, hearing_page, NULL,
     claim__hearings, "待裁定的异议和申诉", "Objections and appeals that wait"},
    {"GET", AT "/me/objections", "own_objections", WHO_HERE, 0, NULL, NULL, own_page, NULL,
     claim__own_objections, "我提的异议，和对我的工分的异议",
     "Objections made by the caller, and to their awards"},
    {"POST", AT "/awards/{record}/reversal", "reversal_propose", WHO_DECIDES, ROUTE_IDEMPOTENT,
     NULL, propose_body, reversal_fields, NULL, claim__reversal_propose, "提出冲正已经发放的工分",
     "Proposes to take back points that were given"},
    {"GET", AT "/reversals", "reversals", WHO_DECIDES, 0, NULL, NULL, reversal_page, NULL,
     claim__reversals, "待决定的冲正", "Reversals that wait"},
    {"GET", AT "/me/reversals", "own_reversals", WHO_HERE, 0, NULL, NULL, reversal_page, NULL,
     claim__own_reversals, "对我的工分的冲正", "Reversals of the caller's points"},
    {"POST", AT "/reversals/{reversal_id}/answer", "reversal_answer", WHO_HERE, 0, NULL,
     answer_body, reversal_fields, NULL, claim__reversal_answer, "本人说明，三天内",
     "The person answers, within three days"},
    {"POST", AT "/reversals/{reversal_id}/decision", "reversal_decide", WHO_OVERSIGHT | WHO_TOWN, 0,
     NULL, reversal_body, reversal_fields, NULL, claim__reversal_decide, "由没有经手的另一人决定",
     "Another decides, who had no part in it"},
    ROUTES_END,
};
