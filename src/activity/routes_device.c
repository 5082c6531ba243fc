/* routes_device.c - leaders' devices and what they send: see service/route.h. */
#include "activity/device_internal.h"
#include "activity/fields_internal.h"

#define BYTES_FIELD(name_, bytes_, zh_, en_)                                                       \
    {                                                                                              \
        .name = name_, .kind = FIELD_BYTES, .flags = FIELD_NEEDED, .min = bytes_, .max = bytes_,   \
        .zh = zh_, .en = en_                                                                       \
    }

static const struct field bundle_body[] = {
    KIND_FIELD(FIELD_ID, "device", FIELD_NEEDED, "设备编号", "the device's id"),
    KIND_FIELD(FIELD_INSTANT, "clock", FIELD_NEEDED, "设备上的时间", "what its clock says"),
    NUMBER_FIELD("dead_after", 0, 0, INT64_MAX, "上次给的 dead_after，只要以后停用的卡",
                 "what the last bundle gave: only cards that ended since"),
    FIELDS_END,
};
static const struct field bundle_one[] = {
    KIND_FIELD(FIELD_ID, "person", FIELD_NEEDED, "村民", "who"),
    TEXT_FIELD("name", FIELD_NULLABLE, 0, 200, "姓名", "their name"),
    TEXT_FIELD("row", FIELD_NEEDED, 2, 8, "签到表行号",
               "the code of their row on the printed list"),
    KIND_FIELD(FIELD_ID, "card", FIELD_NULLABLE, "卡的标记，见 docs/devices.md",
               "by what their card is known: see docs/devices.md"),
    FIELDS_END,
};
static const struct field bundle_fields[] = {
    KIND_FIELD(FIELD_ID, "bundle", FIELD_NEEDED, "离线包编号", "the bundle's id"),
    KIND_FIELD(FIELD_INSTANT, "issued_at", FIELD_NEEDED, "发出时间", "when it was given"),
    KIND_FIELD(FIELD_INSTANT, "ends_at", FIELD_NEEDED, "有效至", "good until"),
    NUMBER_FIELD("clock_ahead", FIELD_NEEDED, -SKEW_MAX, SKEW_MAX, "设备时钟快了几秒",
                 "seconds by which the device's clock is ahead"),
    BYTES_FIELD("secret", CODE_SECRET_BYTES, "签到码密钥", "from which the codes follow"),
    NUMBER_FIELD("step_seconds", FIELD_NEEDED, 1, 3600, "换码间隔", "seconds that a code is shown"),
    LIST_FIELD("people", FIELD_NEEDED, 0, 2000, bundle_one, "报名的人", "who signed up"),
    LIST_FIELD("dead_cards", FIELD_NEEDED, 0, DEAD_MAX, auth_dead_fields, "停用的卡",
               "cards that ended"),
    NUMBER_FIELD("dead_after", FIELD_NEEDED, 0, INT64_MAX, "下次领离线包时带上",
                 "to be sent with the next one"),
    FIELDS_END,
};

static const char *const whats[] = {"in", "out", NULL};
static const char *const ways[] = {"card", "hand", NULL};
static const struct field item_fields[] = {
    NUMBER_FIELD("number", FIELD_NEEDED, 1, DEVICE_NUMBER_MAX, "设备自己的流水号",
                 "the device's own running number"),
    WORD_FIELD("what", FIELD_NEEDED, whats, "签到或签退", "check-in or check-out"),
    KIND_FIELD(FIELD_ID, "person", FIELD_NEEDED, "村民", "who"),
    KIND_FIELD(FIELD_INSTANT, "at", FIELD_NEEDED, "设备上的时间", "by the device's clock"),
    WORD_FIELD("way", FIELD_NEEDED, ways, "刷卡或点名", "card scanned, or name ticked"),
    FIELDS_END,
};
static const struct field card_body[] = {
    AUTH_CARD_FIELD(FIELD_NEEDED),
    WORD_FIELD("what", FIELD_NEEDED, whats, "签到或签退", "check-in or check-out"),
    FIELDS_END,
};
static const struct field batch_body[] = {
    KIND_FIELD(FIELD_ID, "device", FIELD_NEEDED, "设备编号", "the device's id"),
    KIND_FIELD(FIELD_ID, "bundle", FIELD_NEEDED, "离线包编号", "the bundle's id"),
    LIST_FIELD("items", FIELD_NEEDED, 1, BULK_MAX, item_fields, "记录", "what it noted"),
    BYTES_FIELD("signature", SIGN_BYTES, "签名（Ed25519）",
                "Ed25519 over the lines in docs/devices.md"),
    FIELDS_END,
};
static const struct field batch_item[] = {
    NUMBER_FIELD("number", FIELD_NEEDED, 1, DEVICE_NUMBER_MAX, "流水号", "its number"),
    TEXT_FIELD("code", FIELD_NULLABLE, 0, 64, "未收下的代码", "the refusal's code"),
    TEXT_FIELD("title", FIELD_NULLABLE, 0, 200, "未收下的原因", "the refusal in words"),
    KIND_FIELD(FIELD_ID, "stay", FIELD_NULLABLE, "出勤编号", "the stay that it became part of"),
    FIELDS_END,
};
static const struct field batch_answer[] = {
    LIST_FIELD("items", FIELD_NEEDED, 0, BULK_MAX, batch_item, "逐条结果", "an answer for each"),
    FIELDS_END,
};

const struct route leader_device_routes[] = {
    {"POST", ONE "/card", "activity_card", WHO_MEMBER | WHO_DEVICE, 0, NULL, card_body,
     attendance_fields, NULL, activity__card, "领队扫卡签到、签退",
     "Checks a person in or out by their card, at the leader's phone"},
    {"POST", ONE "/bundle", "activity_bundle", WHO_MEMBER | WHO_DEVICE, 0, NULL, bundle_body,
     bundle_fields, NULL, activity__bundle, "领取活动的离线包，一天有效",
     "What a device needs to lead the activity off line, for a day"},
    {"POST", ONE "/batch", "activity_batch", WHO_MEMBER | WHO_DEVICE, ROUTE_BULK, NULL, batch_body,
     batch_answer, NULL, activity__batch, "交回离线记录，逐条答复",
     "What a device noted off line, signed; each item is answered"},
    ROUTES_END,
};
