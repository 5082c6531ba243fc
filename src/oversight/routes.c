/* routes.c - what the room answers, and to whom. */
#include "oversight/oversight_internal.h"

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
#define WORD(NAME, FLAGS, WORDS, ZH, EN)                                                           \
    {                                                                                              \
        .name = (NAME), .kind = FIELD_WORD, .flags = (FLAGS), .words = (WORDS), .zh = (ZH),        \
        .en = (EN)                                                                                 \
    }
#define LIST(NAME, MAX, ITEM, ZH, EN)                                                              \
    {                                                                                              \
        .name = (NAME), .kind = FIELD_LIST, .flags = FIELD_NEEDED, .max = (MAX), .fields = (ITEM), \
        .zh = (ZH), .en = (EN)                                                                     \
    }
#define NEEDED FIELD_NEEDED
#define EMPTY (FIELD_NEEDED | FIELD_NULLABLE)
#define NEXT TEXT("next", EMPTY, 128, "下一页", "cursor of the next page")

/* ---- signals ---- */

static const struct field signals_query[] = {
    WORD("state", 0, state_words, "待看、已接手、已答复、已不成立",
         "open, taken up, answered, no longer so"),
    WORD("kind", 0, kind_words, "哪一种", "of which kind"),
    FIELDS_END,
};

#define SIGNAL_FIELDS                                                                              \
    FIELD("signal", FIELD_ID, NEEDED, "信号的代号", "id of the signal"),                           \
        WORD("kind", NEEDED, kind_words, "哪一种", "its kind"),                                    \
        TEXT("title", NEEDED, WORDS_SIZE, "名称", "its name"),                                     \
        TEXT("words", NEEDED, WORDS_SIZE, "账上显示了什么", "what the books show"),                \
        WORD("state", NEEDED, state_words, "状态", "its state"),                                   \
        FIELD("half_year", FIELD_DAY, NEEDED, "哪个半年（首日）", "first day of the half-year"),   \
        FIELD("day", FIELD_DAY, NEEDED, "最近一条记录的日期", "day of its newest record"),         \
        FIELD("found_at", FIELD_INSTANT, NEEDED, "何时发现", "when it was found"),                 \
        NUMBER("records", "背后有几条记录", "how many records stand behind it")

static const struct field signal_item[] = {SIGNAL_FIELDS, FIELDS_END};
static const struct field signals_page[] = {
    LIST("items", PAGE_MAX, signal_item, "最新的在前，没有人名", "the newest first; no names"),
    NEXT,
    FIELDS_END,
};
#define PERSON_NAMES                                                                               \
    TEXT("number", EMPTY, CODE_MAX, "编号", "the number"),                                         \
        TEXT("name", EMPTY, NAME_CHARACTERS_MAX, "姓名", "the name")
static const struct field person_names[] = {PERSON_NAMES, FIELDS_END};
static const struct field person_item[] = {
    FIELD("person", FIELD_ID, NEEDED, "代号", "the person's id in the log"),
    WORD("part", NEEDED, part_words, "得分、申报、审核", "who earned, proposed, approved"),
    PERSON_NAMES,
    FIELDS_END,
};
static const struct field evidence_item[] = {
    NUMBER("record", "记录号", "number of the record"),
    FIELD("day", FIELD_DAY, NEEDED, "日期", "its day"),
    FIELD("activity", FIELD_CODE, EMPTY, "哪个活动，可去看照片",
          "the activity, whose photos may be seen"),
    TEXT("words", NEEDED, WORDS_SIZE, "这条记录说了什么", "what it says"),
    FIELDS_END,
};
#define TOLD_FIELDS                                                                                \
    WORD("answer", NEEDED, answer_words, "有合理解释、已更正、已转交",                             \
         "explained, corrected, passed on"),                                                       \
        TEXT("text", NEEDED, 1000, "说明", "in words"),                                            \
        FIELD("at", FIELD_INSTANT, EMPTY, "何时", "when")
static const struct field told_item[] = {
    TOLD_FIELDS,
    {.name = "by",
     .kind = FIELD_OBJECT,
     .flags = NEEDED,
     .fields = person_names,
     .zh = "谁答复",
     .en = "who answered"},
    FIELDS_END,
};
static const struct field signal_fields[] = {
    SIGNAL_FIELDS,
    TEXT("rule", NEEDED, WORDS_SIZE, "按哪条规则", "by which rule"),
    {.name = "taken_by",
     .kind = FIELD_OBJECT,
     .flags = EMPTY,
     .fields = person_names,
     .zh = "谁接手了",
     .en = "who took it up"},
    LIST("people", FINDING_PEOPLE_MAX, person_item, "有关的人", "the people concerned"),
    LIST("evidence", FINDING_RECORDS_MAX, evidence_item, "证据：背后的记录，多时取最近的",
         "the evidence: the records behind it; of many, the newest"),
    LIST("findings", 0, told_item, "监督委员会的答复", "what the board found"),
    FIELDS_END,
};
static const struct field empty_body[] = {FIELDS_END};
static const struct field answer_body[] = {
    WORD("answer", NEEDED, answer_words, "有合理解释、已更正、已转交",
         "explained, corrected, passed on"),
    {.name = "text",
     .kind = FIELD_TEXT,
     .flags = NEEDED | FIELD_LINES,
     .min = 1,
     .max = 1000,
     .zh = "说明；已更正的，有关的人会看到",
     .en = "in words; of a correction the people concerned read it"},
    FIELDS_END,
};
static const struct field my_item[] = {
    FIELD("village", FIELD_CODE, NEEDED, "在哪个村", "in which village"),
    TEXT("title", NEEDED, WORDS_SIZE, "关于什么", "about what"),
    FIELD("day", FIELD_DAY, NEEDED, "日期", "its day"),
    TOLD_FIELDS,
    FIELDS_END,
};
static const struct field my_fields[] = {
    LIST("items", PAGE_MAX, my_item, "最新的在前", "the newest first"),
    FIELDS_END,
};

/* ---- random checks ---- */

static const struct field draw_item[] = {
    FIELD("week", FIELD_DAY, NEEDED, "哪一周（周一）", "the week's Monday"),
    NUMBER("from_record", "从这条记录起", "among the awards from this record on"),
    NUMBER("log_size", "到抽取时日志的大小", "to the log's size at the draw"),
    TEXT("root", NEEDED, 2 * HASH_BYTES, "那时日志的哈希根", "the log's root at that size"),
    NUMBER("awards", "其中有几条得分记录", "how many awards these are"),
    NUMBER("drawn", "抽了几条", "how many were drawn"),
    FIELD("at", FIELD_INSTANT, NEEDED, "何时抽取", "when"),
    FIELDS_END,
};
static const struct field draws_page[] = {
    LIST("items", PAGE_MAX, draw_item, "最新的在前；谁都可以照样再抽一遍",
         "the newest first; anybody can draw again"),
    NEXT,
    FIELDS_END,
};
static const struct field spots_query[] = {
    FIELD("waiting", FIELD_BOOLEAN, 0, "只看还没查的", "those not checked yet alone"),
    FIELDS_END,
};
#define SPOT_FIELDS                                                                                \
    NUMBER("record", "记录号", "number of the record"),                                            \
        FIELD("week", FIELD_DAY, NEEDED, "哪一周抽的", "the week's Monday"),                       \
        WORD("result", EMPTY, result_words, "属实、有误、说不清；空：还没查",                      \
             "good, a fault, unclear; null: not checked yet"),                                     \
        FIELD("saw_photo", FIELD_BOOLEAN, NEEDED, "看了照片", "saw the photos"),                   \
        FIELD("asked_person", FIELD_BOOLEAN, NEEDED, "问了本人", "asked the person"),              \
        FIELD("saw_place", FIELD_BOOLEAN, NEEDED, "看了现场", "saw the place"),                    \
        TEXT("note", EMPTY, TEXT_CHARACTERS_MAX, "记下的话", "what was noted"),                    \
        FIELD("at", FIELD_INSTANT, EMPTY, "何时查的", "when it was checked")
static const struct field spot_item[] = {SPOT_FIELDS, FIELDS_END};
static const struct field spots_page[] = {
    LIST("items", PAGE_MAX, spot_item, "最新的在前，没有人名", "the newest first; no names"),
    NEXT,
    FIELDS_END,
};
static const struct field spot_fields[] = {
    SPOT_FIELDS,
    FIELD("person", FIELD_ID, NEEDED, "代号", "the person's id in the log"),
    PERSON_NAMES,
    {.name = "award",
     .kind = FIELD_OBJECT,
     .flags = NEEDED,
     .fields = evidence_item,
     .zh = "这条得分记录",
     .en = "the award"},
    FIELDS_END,
};
static const struct field note_body[] = {
    WORD("result", NEEDED, result_words, "属实、有误、说不清", "good, a fault, unclear"),
    FIELD("saw_photo", FIELD_BOOLEAN, 0, "看了照片", "saw the photos"),
    FIELD("asked_person", FIELD_BOOLEAN, 0, "问了本人", "asked the person"),
    FIELD("saw_place", FIELD_BOOLEAN, 0, "看了现场", "saw the place"),
    {.name = "note",
     .kind = FIELD_TEXT,
     .flags = FIELD_LINES,
     .min = 1,
     .max = TEXT_CHARACTERS_MAX,
     .zh = "记下的话",
     .en = "a note"},
    FIELDS_END,
};

/* ---- for everybody, and by group ---- */

static const struct field rule_item[] = {
    WORD("kind", NEEDED, kind_words, "哪一种", "the kind"),
    TEXT("title", NEEDED, WORDS_SIZE, "名称", "its name"),
    TEXT("rule", NEEDED, WORDS_SIZE, "规则", "the rule"),
    FIELDS_END,
};
static const struct field limit_item[] = {
    TEXT("limit", NEEDED, CODE_MAX, "名称", "its name"),
    NUMBER("value", "数值", "its value"),
    TEXT("what", NEEDED, WORDS_SIZE, "是什么的上限", "what it limits"),
    TEXT("why", NEEDED, WORDS_SIZE, "为什么是这个数", "why this number"),
    FIELDS_END,
};
static const struct field rules_fields[] = {
    LIST("rules", SIGNAL_KINDS, rule_item, "每种信号的规则", "the rule of each kind"),
    LIST("limits", 64, limit_item, "界限和理由", "the limits, with reasons"),
    FIELDS_END,
};
static const struct field totals_fields[] = {
    NUMBER("registered", "注册人数，不含销户", "people registered, closed accounts left out"),
    NUMBER("never_earned", "从没得过分的人数",
           "of them, those who earned nothing but their welcome"),
    NUMBER("never_earned_permille", "占千分之几", "the same in permille"),
    NUMBER("awards_drawn_from", "抽查范围内的得分记录", "awards that random checks drew from"),
    NUMBER("awards_drawn", "抽到", "awards drawn"),
    NUMBER("awards_checked", "查过", "of them, checked"),
    NUMBER("faults_found", "有误", "of these, with a fault"),
    NUMBER("signals_answered", "监督委员会答复过的信号", "signals that the board answered"),
    FIELDS_END,
};
static const struct field group_item[] = {
    TEXT("name", EMPTY, NAME_CHARACTERS_MAX, "组名或年龄段；空：人太少，合在一起",
         "the group or ages; null: too small to be shown, put together"),
    NUMBER("registered", "注册人数，不含销户", "people registered, closed accounts left out"),
    NUMBER("never_earned", "从没得过分的人数", "who earned nothing but their welcome"),
    {.name = "points",
     .kind = FIELD_INTEGER,
     .flags = NEEDED,
     .min = INT64_MIN,
     .max = INT64_MAX,
     .zh = "这个和上个半年得的工分",
     .en = "points of this half-year and the one before"},
    FIELDS_END,
};
static const struct field groups_fields[] = {
    LIST("groups", SHARES_MAX, group_item, "按村民小组", "by villager group"),
    LIST("ages", SHARES_MAX, group_item, "按年龄段", "by age"),
    FIELDS_END,
};
static const struct field run_fields[] = {
    FIELD("busy", FIELD_BOOLEAN, NEEDED, "正在查", "it is under way"),
    FIELD("at", FIELD_INSTANT, EMPTY, "上次什么时候", "when it was last done"),
    NUMBER("records", "查到第几条记录", "records looked at"),
    NUMBER("open", "待看的信号", "open signals"),
    FIELDS_END,
};

#define BASE "/api/v1/villages/{village}/oversight"
#define SIGNAL BASE "/signals/{signal_id}"
#define SPOT BASE "/checks/{record}"
#define BOARD (WHO_OVERSIGHT | WHO_TOWN)

const struct route oversight_routes[] = {
    {"GET", BASE "/signals", "signals", BOARD, ROUTE_CURSOR, signals_query, NULL, signals_page,
     NULL, oversight__signals, "账上值得看一看的地方；不说明谁有错",
     "What in the books is worth a look; it says nothing against anybody"},
    {"GET", SIGNAL, "signal", BOARD, 0, NULL, NULL, signal_fields, NULL, oversight__signal,
     "一个信号和它的证据；查看会记给有关的人看",
     "One signal with its evidence; the people concerned can read who looked"},
    {"POST", SIGNAL "/takes", "signalTake", WHO_OVERSIGHT, 0, NULL, empty_body, signal_fields, NULL,
     oversight__take_up, "接手；本人和家人有关的由别的委员接手",
     "Takes it up; not where oneself or one's household is concerned"},
    {"POST", SIGNAL "/findings", "signalAnswer", WHO_OVERSIGHT, 0, NULL, answer_body, signal_fields,
     NULL, oversight__answer, "答复；更正、冲正仍按各自的规定办，不会自动发生",
     "Answers it; a correction is made where corrections are made, never by itself"},
    {"GET", "/api/v1/me/findings", "myFindings", WHO_SESSION, 0, NULL, NULL, my_fields, NULL,
     oversight__my_findings, "监督委员会更正了与我有关的什么",
     "What the oversight board corrected that concerns me"},
    {"GET", BASE "/draws", "spotDraws", WHO_PUBLIC, ROUTE_CURSOR, NULL, NULL, draws_page, NULL,
     oversight__draws, "每周抽查是怎样抽的", "How the week's random checks were drawn"},
    {"GET", BASE "/checks", "spotChecks", BOARD, ROUTE_CURSOR, spots_query, NULL, spots_page, NULL,
     oversight__spots, "抽到的得分记录", "The awards that were drawn"},
    {"GET", SPOT, "spotCheck", BOARD, 0, NULL, NULL, spot_fields, NULL, oversight__spot,
     "一条抽到的得分记录", "One award that was drawn"},
    {"POST", SPOT "/results", "spotResult", WHO_OVERSIGHT, 0, NULL, note_body, spot_fields, NULL,
     oversight__spot_note, "记下查的结果", "Notes what the check found"},
    {"GET", BASE "/rules", "oversightRules", WHO_PUBLIC, 0, NULL, NULL, rules_fields, NULL,
     oversight__rules, "信号的规则、界限和理由", "The rules of signals, their limits and reasons"},
    {"GET", BASE "/totals", "oversightTotals", WHO_PUBLIC, 0, NULL, NULL, totals_fields, NULL,
     oversight__totals, "多少人从没得过分，抽查了多少",
     "How many never earned, and how many awards were checked"},
    {"GET", BASE "/groups", "oversightGroups",
     WHO_OVERSIGHT | WHO_CADRE | WHO_SOCIAL_WORKER | WHO_TOWN, 0, NULL, NULL, groups_fields, NULL,
     oversight__groups, "按组和年龄：多少人从没得过分，得了多少；小组合并",
     "By group and age: who never earned, and points; small groups put together"},
    {"GET", BASE "/run", "oversightRun", BOARD, 0, NULL, NULL, run_fields, NULL,
     oversight__run_status, "上次查账到哪里", "When the books were last looked through"},
    {"POST", BASE "/runs", "oversightRunAsk", WHO_OVERSIGHT, 0, NULL, empty_body, run_fields, NULL,
     oversight__run_post, "现在就查一遍", "Looks through the books now"},
    ROUTES_END,
};
