/* routes_rule.c - rules, their drafts, trial and adoption: see service/route.h. */
#include "activity/fields_internal.h"

enum { RULE_POINTS_MAX = 10000, SAVING_MAX = 1000000, NOTICE_MAX = 366 };

#define CAP_FIELD(name_, flags_, zh_, en_)                                                         \
    NUMBER_FIELD(name_, flags_, 0, POINTS_PER_OPERATION_MAX, zh_, en_)
#define RULE_FIELDS(flags_)                                                                        \
    KIND_FIELD(FIELD_CODE, "code", FIELD_NEEDED, "规则编号", "the rule's code"),                   \
        WORD_FIELD("unit", FIELD_NEEDED, rule_unit_words, "计分单位", "what is counted"),          \
        NUMBER_FIELD("points", FIELD_NEEDED, 1, RULE_POINTS_MAX, "工分", "points for one unit"),   \
        CAP_FIELD("cap_day", flags_, "每天封顶，0 为不封顶", "cap a day, 0: none"),                \
        CAP_FIELD("cap_month", flags_, "每月封顶", "cap a month"),                                 \
        CAP_FIELD("cap_quarter", flags_, "每季度封顶", "cap a quarter"),                           \
        CAP_FIELD("cap_year", flags_, "每年封顶", "cap a year"),                                   \
        CAP_FIELD("cap_total", flags_, "总共封顶", "cap in all"),                                  \
        WORD_FIELD("cap_scope", FIELD_NEEDED, rule_scope_words, "按人或按户封顶", "whose caps"),   \
        WORD_FIELD("evidence", FIELD_NEEDED, rule_evidence_words, "凭据", "what must be shown"),   \
        WORD_FIELD("approver", FIELD_NEEDED, rule_approver_words, "由谁审核", "who vouches"),      \
        NUMBER_FIELD("saving_fen_per_hour", flags_, 0, SAVING_MAX, "每小时节省（分）",             \
                     "labour cost saved in an hour, in fen"),                                      \
        NUMBER_FIELD("notice_days", flags_, 0, NOTICE_MAX, "公示工作日数",                         \
                     "working days of public notice"),                                             \
        KIND_FIELD(FIELD_DAY, "valid_from", FIELD_NEEDED, "生效日", "valid from")
#define RULE_WORDS                                                                                 \
    TEXT_FIELD("words_zh", FIELD_NEEDED, 0, RULE_WORDS_SIZE, "通俗说明", "in plain Chinese"),      \
        TEXT_FIELD("words_en", FIELD_NEEDED, 0, RULE_WORDS_SIZE, "英文说明", "in plain English")
#define RULE_VERSION NUMBER_FIELD("version", FIELD_NEEDED, 1, INT32_MAX, "版本", "version")
#define RULE_NAMES(flags_)                                                                         \
    TEXT_FIELD("name_zh", flags_, 1, NAME_CHARACTERS_MAX, "名称", "name in Chinese"),              \
        TEXT_FIELD("name_en", flags_, 1, NAME_CHARACTERS_MAX, "英文名称", "name in English")

static const struct field rule_fields[] = {
    RULE_FIELDS(FIELD_NEEDED), RULE_VERSION, RULE_NAMES(FIELD_NULLABLE), RULE_WORDS, FIELDS_END,
};
static const struct field rule_page[] = PAGE_OF(rule_fields, "规则", "rules");
static const struct field version_fields[] = {
    RULE_FIELDS(FIELD_NEEDED),
    RULE_VERSION,
    RULE_WORDS,
    FIELDS_END,
};
static const struct field versions_fields[] = {
    KIND_FIELD(FIELD_CODE, "code", FIELD_NEEDED, "规则编号", "the rule's code"),
    RULE_NAMES(FIELD_NULLABLE),
    TEXT_FIELD("meeting", FIELD_NULLABLE, 0, MEETING_MAX, "通过的会议",
               "the meeting that adopted it"),
    KIND_FIELD(FIELD_DAY, "met_on", FIELD_NULLABLE, "会议日期", "its day"),
    LIST_FIELD("versions", FIELD_NEEDED, 0, BULK_MAX, version_fields, "各版本，新的在前",
               "versions, the newest first"),
    FIELDS_END,
};

#define CATEGORY_FIELD KIND_FIELD(FIELD_CODE, "category", FIELD_NEEDED, "类别", "the kind of work")
static const struct field draft_body[] = {
    RULE_FIELDS(0),
    RULE_NAMES(FIELD_NEEDED),
    CATEGORY_FIELD,
    FIELDS_END,
};
static const struct field draft_fields[] = {
    KIND_FIELD(FIELD_ID, "draft", FIELD_NEEDED, "草案编号", "the draft's id"),
    RULE_FIELDS(FIELD_NEEDED),
    RULE_NAMES(FIELD_NEEDED),
    CATEGORY_FIELD,
    RULE_WORDS,
    TEXT_FIELD("meeting", FIELD_NULLABLE, 0, MEETING_MAX, "通过的会议",
               "the meeting that adopted it"),
    KIND_FIELD(FIELD_DAY, "met_on", FIELD_NULLABLE, "会议日期", "its day"),
    FIELDS_END,
};
static const struct field draft_page[] = PAGE_OF(draft_fields, "草案", "drafts");

#define MEETING_FIELDS                                                                             \
    TEXT_FIELD("meeting", FIELD_NEEDED, 2, MEETING_MAX, "会议名称", "the meeting's name"),         \
        KIND_FIELD(FIELD_DAY, "met_on", FIELD_NEEDED, "会议日期", "its day")
static const struct field adopt_body[] = {MEETING_FIELDS, FIELDS_END};
static const struct field village_one[] = {
    KIND_FIELD(FIELD_CODE, "village", FIELD_NEEDED, "村编号", "the village's code"),
    FIELDS_END,
};
static const struct field town_body[] = {
    MEETING_FIELDS,
    LIST_FIELD("villages", FIELD_NEEDED, 1, BULK_MAX, village_one, "采用的村", "where"),
    FIELDS_END,
};
static const struct field town_item[] = {
    KIND_FIELD(FIELD_CODE, "village", FIELD_NEEDED, "村编号", "the village's code"),
    ANSWER_FIELDS,
    FIELDS_END,
};
static const struct field town_answer[] = {
    LIST_FIELD("items", FIELD_NEEDED, 0, BULK_MAX, town_item, "逐村结果", "an answer for each"),
    FIELDS_END,
};

static const struct field trial_body[] = {
    KIND_FIELD(FIELD_DAY, "from", 0, "起始日，不填为一年前", "first day; a year ago if left out"),
    KIND_FIELD(FIELD_DAY, "until", 0, "截止日，不填为今天", "last day; today if left out"),
    KIND_FIELD(FIELD_CODE, "like", 0, "按哪条规则的记录试算，不填为同编号的规则",
               "whose awards are replayed; those of the same code if left out"),
    FIELDS_END,
};
#define SUM_FIELDS                                                                                 \
    NUMBER_FIELD("awards", FIELD_NEEDED, 0, INT64_MAX, "记录数", "awards"),                        \
        NUMBER_FIELD("people", FIELD_NEEDED, 0, INT64_MAX, "人数", "different people"),            \
        NUMBER_FIELD("points_before", FIELD_NEEDED, 0, INT64_MAX, "当时发的工分",                  \
                     "points as they were granted"),                                               \
        NUMBER_FIELD("points_after", FIELD_NEEDED, 0, INT64_MAX, "按草案要发的工分",               \
                     "points as the draft would have"),                                            \
        NUMBER_FIELD("capped", FIELD_NEEDED, 0, INT64_MAX, "按草案被封顶的次数",                   \
                     "awards that the draft would cut"),                                           \
        NUMBER_FIELD("fen_before", FIELD_NEEDED, 0, INT64_MAX, "当时折合（分）", "worth, in fen"), \
        NUMBER_FIELD("fen_after", FIELD_NEEDED, 0, INT64_MAX, "按草案折合（分）",                  \
                     "worth under the draft, in fen")
static const struct field group_fields[] = {
    TEXT_FIELD("group", FIELD_NEEDED, 0, 64, "村民小组，空为没有组", "villager group; empty: none"),
    SUM_FIELDS,
    FIELDS_END,
};
static const char *const trial_states[] = {"running", "done", "failed", NULL};
static const struct field trial_fields[] = {
    WORD_FIELD("state", FIELD_NEEDED, trial_states, "状态", "state"),
    NUMBER_FIELD("permille", FIELD_NEEDED, 0, 1000, "进度（千分比）", "how far, of a thousand"),
    KIND_FIELD(FIELD_DAY, "from", FIELD_NEEDED, "起始日", "first day"),
    KIND_FIELD(FIELD_DAY, "until", FIELD_NEEDED, "截止日", "last day"),
    SUM_FIELDS,
    LIST_FIELD("groups", FIELD_NEEDED, 0, 64, group_fields, "按村民小组", "by villager group"),
    FIELDS_END,
};

#define DRAFT AT "/rule-drafts/{draft_id}"
#define WHO_RULES (WHO_CADRE | WHO_SOCIAL_WORKER | WHO_TOWN)

const struct route rule_routes[] = {
    {"GET", AT "/rules", "rules", WHO_PUBLIC, ROUTE_CURSOR, NULL, NULL, rule_page, NULL,
     activity__rules, "现行工分规则，附通俗说明", "The rules that hold, in plain words"},
    {"GET", AT "/rules/{rule}", "rule", WHO_PUBLIC, 0, NULL, NULL, versions_fields, NULL,
     activity__rule, "一条规则的各个版本", "One rule, with all its versions"},
    {"GET", AT "/rule-drafts", "rule_drafts", WHO_RULES, 0, NULL, NULL, draft_page, NULL,
     activity__drafts, "规则草案", "Drafts of rules"},
    {"POST", AT "/rule-drafts", "rule_draft_make", WHO_RULES, ROUTE_IDEMPOTENT, NULL, draft_body,
     draft_fields, NULL, activity__draft_make, "起草一条规则", "Drafts a rule"},
    {"GET", DRAFT, "rule_draft", WHO_RULES, 0, NULL, NULL, draft_fields, NULL, activity__draft_show,
     "一份草案", "One draft"},
    {"PUT", DRAFT, "rule_draft_change", WHO_RULES, 0, NULL, draft_body, draft_fields, NULL,
     activity__draft_change, "修改草案（起草人）", "Changes a draft; its author alone"},
    {"DELETE", DRAFT, "rule_draft_drop", WHO_RULES, 0, NULL, NULL, NULL, NULL,
     activity__draft_drop_it, "撤回草案（起草人）", "Drops a draft; its author alone"},
    {"POST", DRAFT "/trial", "rule_trial_start", WHO_RULES | WHO_ACCOUNTANT, 0, NULL, trial_body,
     trial_fields, NULL, activity__trial_start, "用过去的记录试算：去年会发多少",
     "Tries it on past records: what would last year have cost"},
    {"GET", DRAFT "/trial", "rule_trial", WHO_RULES | WHO_ACCOUNTANT, 0, NULL, NULL, trial_fields,
     NULL, activity__trial, "试算的进度和结果", "How far the trial is, and what it found"},
    {"POST", DRAFT "/adopt", "rule_adopt", WHO_CADRE, 0, NULL, adopt_body, receipt_fields, NULL,
     activity__draft_adopt, "经会议通过，由另一人登记生效",
     "A named meeting adopted it; entered by another than its author"},
    {"POST", DRAFT "/adopt-town", "rule_adopt_town", WHO_TOWN, ROUTE_BULK, NULL, town_body,
     town_answer, NULL, activity__draft_adopt_town, "镇规则在所辖各村生效，逐村答复",
     "A town's rule, adopted in its villages, with an answer for each"},
    ROUTES_END,
};
