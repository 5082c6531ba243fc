/* routes_stay.c - attendance, from the check-in to the approval: see service/route.h. */
#include "activity/fields_internal.h"

static const struct field code_fields[] = {
    TEXT_FIELD("code", FIELD_NEEDED, 6, 6, "签到码", "the digits of this half minute"),
    TEXT_FIELD("qr", FIELD_NEEDED, 1, 200, "二维码内容", "what the QR code says"),
    NUMBER_FIELD("now", FIELD_NEEDED, 0, INSTANT_MAX, "服务器时间（1970 年起的秒数）",
                 "the server's time, in seconds since 1970"),
    NUMBER_FIELD("seconds_left", FIELD_NEEDED, 0, CODE_STEP_SECONDS, "剩余秒数",
                 "seconds until the next one"),
    FIELDS_END,
};
static const struct field code_body[] = {
    TEXT_FIELD("code", FIELD_NEEDED, 6, 6, "签到码", "the six digits on the leader's screen"),
    FIELDS_END,
};
static const struct field hand_body[] = {
    KIND_FIELD(FIELD_ID, "person", 0, "村民", "who"),
    TEXT_FIELD("number", 0, 1, CODE_MAX, "村民编号（印在工分卡上）",
               "or by the number on their card"),
    KIND_FIELD(FIELD_INSTANT, "in_at", 0, "签到时间", "check-in"),
    KIND_FIELD(FIELD_INSTANT, "out_at", 0, "签退时间", "check-out"),
    TEXT_FIELD("reason", FIELD_NEEDED, 2, WORD_MAX, "缘由", "why by hand"),
    FIELDS_END,
};

static const char *const stay_states[] = {"present", "waiting", "approved", "rejected", NULL};
static const char *const stay_ways[] = {"code", "card", "paper", "hand", "device", NULL};
#define STAY_FIELDS                                                                                \
    KIND_FIELD(FIELD_ID, "stay", FIELD_NEEDED, "出勤编号", "the stay's id"),                       \
        KIND_FIELD(FIELD_CODE, "activity", FIELD_NEEDED, "活动编号", "the activity's code"),       \
        TEXT_FIELD("title", FIELD_NEEDED, 0, TITLE_MAX, "活动名称", "its title"),                  \
        KIND_FIELD(FIELD_ID, "person", FIELD_NEEDED, "村民", "who"),                               \
        TEXT_FIELD("name", FIELD_NULLABLE, 0, 200, "姓名",                                         \
                   "their name, for the leader and officials"),                                    \
        WORD_FIELD("state", FIELD_NEEDED, stay_states, "状态", "state"),                           \
        KIND_FIELD(FIELD_INSTANT, "in_at", FIELD_NULLABLE, "签到", "check-in"),                    \
        WORD_FIELD("in_way", FIELD_NULLABLE, stay_ways, "签到方式", "by what"),                    \
        KIND_FIELD(FIELD_INSTANT, "out_at", FIELD_NULLABLE, "签退", "check-out"),                  \
        WORD_FIELD("out_way", FIELD_NULLABLE, stay_ways, "签退方式", "by what"),                   \
        LIST_FIELD("flags", FIELD_NEEDED, 0, 16, NULL, "提示", "what an approver should look at"), \
        NUMBER_FIELD("minutes", FIELD_NEEDED, 0, INT64_MAX, "活动时间内的分钟数",                  \
                     "minutes within the activity"),                                               \
        NUMBER_FIELD("points", FIELD_NEEDED, 0, INT64_MAX, "应得工分（封顶前），审核后为实得",     \
                     "points before caps; once approved, as granted"),                             \
        NUMBER_FIELD("record", FIELD_NULLABLE, 0, INT64_MAX, "记录号", "the award's record")

const struct field attendance_fields[] = {STAY_FIELDS, FIELDS_END};
static const struct field stay_page[] = PAGE_OF(attendance_fields, "出勤", "stays");

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
    ANSWER_FIELDS,
    FIELDS_END,
};
static const struct field approve_answer[] = {
    LIST_FIELD("items", FIELD_NEEDED, 0, BULK_MAX, approve_item, "逐条结果", "an answer for each"),
    FIELDS_END,
};

static const char *const trace_words[] = {"noted",    "corrected", "rejected",
                                          "restored", "vouched",   NULL};
static const struct field trace_fields[] = {
    KIND_FIELD(FIELD_INSTANT, "at", FIELD_NEEDED, "何时", "when"),
    WORD_FIELD("what", FIELD_NEEDED, trace_words, "做了什么", "what was done"),
    TEXT_FIELD("by", FIELD_NULLABLE, 0, 200, "何人", "by whom"),
    KIND_FIELD(FIELD_INSTANT, "in_at", FIELD_NULLABLE, "签到改为", "check-in set to"),
    KIND_FIELD(FIELD_INSTANT, "out_at", FIELD_NULLABLE, "签退改为", "check-out set to"),
    TEXT_FIELD("reason", FIELD_NEEDED | FIELD_LINES, 0, WORD_MAX, "缘由", "why"),
    FIELDS_END,
};
static const struct field show_fields[] = {
    STAY_FIELDS,
    LIST_FIELD("trace", FIELD_NEEDED, 0, BULK_MAX, trace_fields, "改动记录",
               "what was done to it by hand"),
    FIELDS_END,
};
static const struct field correct_body[] = {
    KIND_FIELD(FIELD_INSTANT, "in_at", 0, "签到时间", "check-in"),
    KIND_FIELD(FIELD_INSTANT, "out_at", 0, "签退时间", "check-out"),
    TEXT_FIELD("reason", FIELD_NEEDED | FIELD_LINES, 2, WORD_MAX, "缘由", "why"),
    FIELDS_END,
};

static const struct field unfunded_fields[] = {
    NUMBER_FIELD("record", FIELD_NEEDED, 0, INT64_MAX, "记录号", "the attendance's record"),
    KIND_FIELD(FIELD_DAY, "day", FIELD_NEEDED, "日期", "its day"),
    NUMBER_FIELD("points", FIELD_NEEDED, 0, INT64_MAX, "应得工分（封顶前）", "points before caps"),
    FIELDS_END,
};
static const struct field unfunded_page[] = PAGE_OF(unfunded_fields, "出勤", "attendances");
static const struct field fund_one[] = {
    NUMBER_FIELD("record", FIELD_NEEDED, 0, INT64_MAX, "记录号", "the attendance's record"),
    FIELDS_END,
};
static const struct field fund_body[] = {
    LIST_FIELD("records", FIELD_NEEDED, 1, BULK_MAX, fund_one, "要补发的出勤", "which"),
    FIELDS_END,
};
static const struct field fund_item[] = {
    NUMBER_FIELD("of", FIELD_NEEDED, 0, INT64_MAX, "出勤的记录号", "the attendance's record"),
    ANSWER_FIELDS,
    FIELDS_END,
};
static const struct field fund_answer[] = {
    LIST_FIELD("items", FIELD_NEEDED, 0, BULK_MAX, fund_item, "逐条结果", "an answer for each"),
    FIELDS_END,
};

static const struct field row_one[] = {
    TEXT_FIELD("row", 0, 2, ROW_CODE_SIZE - 1, "行号", "the row's code"),
    KIND_FIELD(FIELD_ID, "person", 0, "空行里写的人", "who wrote their name in a free row"),
    TEXT_FIELD("number", 0, 1, CODE_MAX, "或其编号", "or by their number"),
    KIND_FIELD(FIELD_INSTANT, "in_at", FIELD_NEEDED, "签到时间", "check-in"),
    KIND_FIELD(FIELD_INSTANT, "out_at", FIELD_NEEDED, "签退时间", "check-out"),
    FIELDS_END,
};
static const struct field rows_body[] = {
    LIST_FIELD("rows", FIELD_NEEDED, 1, BULK_MAX, row_one, "表上的各行", "what the list says"),
    FIELDS_END,
};
static const struct field rows_item[] = {
    TEXT_FIELD("row", FIELD_NULLABLE, 0, ROW_CODE_SIZE, "行号", "the row's code"),
    TEXT_FIELD("code", FIELD_NULLABLE, 0, 64, "未收下的代码", "the refusal's code"),
    TEXT_FIELD("title", FIELD_NULLABLE, 0, 200, "未收下的原因", "the refusal in words"),
    KIND_FIELD(FIELD_ID, "stay", FIELD_NULLABLE, "出勤编号", "the stay"),
    FIELDS_END,
};
static const struct field rows_answer[] = {
    LIST_FIELD("items", FIELD_NEEDED, 0, BULK_MAX, rows_item, "逐条结果", "an answer for each"),
    FIELDS_END,
};

static const struct field photo_fields[] = {
    KIND_FIELD(FIELD_ID, "photo", FIELD_NEEDED, "照片编号", "the photo's id"),
    TEXT_FIELD("type", FIELD_NEEDED, 0, 16, "类型", "the type of its content"),
    NUMBER_FIELD("width", FIELD_NEEDED, 1, PHOTO_SIDE_MAX, "宽", "width in pixels"),
    NUMBER_FIELD("height", FIELD_NEEDED, 1, PHOTO_SIDE_MAX, "高", "height in pixels"),
    NUMBER_FIELD("turned", FIELD_NEEDED, 1, 8, "怎样转正（EXIF 的 1 到 8）",
                 "how to turn it upright, 1 to 8 as EXIF counts"),
    NUMBER_FIELD("bytes", FIELD_NEEDED, 1, INT64_MAX, "字节数", "its size"),
    KIND_FIELD(FIELD_INSTANT, "at", FIELD_NEEDED, "上传时间", "when it was handed in"),
    FIELDS_END,
};
static const struct field photo_page[] = PAGE_OF(photo_fields, "照片", "photos");

#define STAY AT "/stays/{stay_id}"

const struct route attendance_routes[] = {
    {"GET", ONE "/code", "activity_code", WHO_MEMBER, 0, NULL, NULL, code_fields, NULL,
     activity__code, "领队手机上的签到码", "The rotating code on the leader's screen"},
    {"POST", ONE "/check-in", "check_in", WHO_RESIDENT, 0, NULL, code_body, attendance_fields, NULL,
     activity__check_in, "扫码签到（自愿）", "Checks in by the code, of one's own will"},
    {"POST", ONE "/check-out", "check_out", WHO_RESIDENT, 0, NULL, code_body, attendance_fields,
     NULL, activity__check_out, "扫码签退", "Checks out by the code"},
    {"POST", ONE "/hand", "check_by_hand", WHO_MEMBER, 0, NULL, hand_body, attendance_fields, NULL,
     activity__hand, "领队手工登记，须写明缘由", "The leader notes a stay by hand, with a reason"},
    {"GET", ONE "/sheet", "activity_sheet", WHO_MEMBER, ROUTE_RAW, NULL, NULL, NULL,
     "application/pdf", activity__sheet, "打印签到表", "The printed list to sign in on"},
    {"POST", ONE "/rows", "activity_rows", WHO_MEMBER, ROUTE_BULK, NULL, rows_body, rows_answer,
     NULL, activity__rows, "录入签到表，逐行答复", "Reads the printed list in, answering each row"},
    {"GET", ONE "/stays", "stays", WHO_MEMBER, 0, NULL, NULL, stay_page, NULL, activity__stays,
     "签到名单", "Who was there"},
    {"POST", ONE "/report", "activity_report", WHO_MEMBER, 0, NULL, report_body,
     activity_plan_fields, NULL, activity__report, "领队收尾，提交审核",
     "The leader closes it out, proposing the awards"},
    {"POST", ONE "/photos", "photo_add", WHO_MEMBER, ROUTE_UPLOAD, NULL, NULL, photo_fields, NULL,
     activity__photo_add, "领队上传照片（JPEG、PNG、WebP），去除全部附带信息",
     "The leader hands in a photo (JPEG, PNG, WebP); all that describes it is left out"},
    {"GET", ONE "/photos", "photos", WHO_MEMBER, 0, NULL, NULL, photo_page, NULL, activity__photos,
     "活动照片目录", "The photos of an activity"},
    {"GET", ONE "/photos/{photo_id}", "photo", WHO_MEMBER, ROUTE_RAW, NULL, NULL, NULL, "image/*",
     activity__photo, "看一张照片（领队和审核的人）", "One photo, for its leader and approvers"},
    {"DELETE", ONE "/photos/{photo_id}", "photo_drop", WHO_MEMBER, 0, NULL, NULL, NULL, NULL,
     activity__photo_drop_it, "收尾前撤回照片", "Takes a photo back, before the close-out"},
    {"GET", AT "/me/stays", "own_stays", WHO_RESIDENT, 0, activity_person_query, NULL, stay_page,
     NULL, activity__own_stays, "我的出勤", "My own stays"},
    {"GET", STAY, "stay", WHO_MEMBER, 0, NULL, NULL, show_fields, NULL, activity__stay_show,
     "一次出勤和它的改动记录", "One stay, and what was done to it"},
    {"POST", STAY "/correct", "stay_correct", WHO_MEMBER, 0, NULL, correct_body, attendance_fields,
     NULL, activity__correct, "更正时间，写明缘由", "Corrects its times, with a reason"},
    {"POST", STAY "/reject", "stay_reject", WHO_APPROVER, 0, NULL, activity_reason_body,
     attendance_fields, NULL, activity__reject, "不通过，写明缘由，本人可见",
     "Turns it down, with a reason that its person can read"},
    {"POST", STAY "/restore", "stay_restore", WHO_APPROVER, 0, NULL, activity_reason_body,
     attendance_fields, NULL, activity__restore, "由另一人恢复待审",
     "Takes it up again, by another"},
    {"POST", STAY "/vouch", "stay_vouch", WHO_SOCIAL_WORKER, 0, NULL, activity_reason_body,
     attendance_fields, NULL, activity__vouch, "社工提出领队本人的出勤",
     "A social worker proposes the leader's own stay"},
    {"POST", STAY "/approve", "stay_approve", WHO_APPROVER, 0, NULL, NULL, receipt_fields, NULL,
     activity__approve, "审核一次出勤，记工分", "Approves one stay: the points are booked"},
    {"POST", AT "/stays/approve", "stays_approve", WHO_APPROVER, ROUTE_BULK, NULL, approve_body,
     approve_answer, NULL, activity__approve_many, "批量审核，逐条答复",
     "Approves up to 1,000 stays and answers each"},
    {"GET", AT "/unfunded", "unfunded", WHO_APPROVER | WHO_ACCOUNTANT, ROUTE_CURSOR, NULL, NULL,
     unfunded_page, NULL, activity__unfunded, "基金不足时未发工分的出勤",
     "Attendances that met an empty fund"},
    {"POST", AT "/unfunded/award", "unfunded_award", WHO_APPROVER, ROUTE_BULK, NULL, fund_body,
     fund_answer, NULL, activity__fund, "基金到账后补发，逐条答复",
     "Gives their points, now that there is money, and answers each"},
    ROUTES_END,
};
