/* describe.c - turns protobuf messages into JSON by their own descriptors, so that a field added to
 * operation.proto shows up without a line here. */
#include "app/describe.h"

#include <stdio.h>
#include <string.h>

#include "base/day.h"
#include "base/lang.h"

const char *describe_kind(const Sanbao__V1__Operation *operation)
{
    const ProtobufCFieldDescriptor *field = protobuf_c_message_descriptor_get_field(
        &sanbao__v1__operation__descriptor, operation->action_case);
    REQUIRE(field != NULL);
    return field->name;
}

const char *describe_kind_text(const Sanbao__V1__Operation *operation)
{
    static const struct {
        Sanbao__V1__Operation__ActionCase kind;
        const char *zh;
        const char *en;
    } texts[] = {
        {SANBAO__V1__OPERATION__ACTION_VILLAGE_OPEN, "建村", "village opened"},
        {SANBAO__V1__OPERATION__ACTION_HOUSEHOLD_OPEN, "建户", "household opened"},
        {SANBAO__V1__OPERATION__ACTION_PERSON_ENTER, "入册", "person entered"},
        {SANBAO__V1__OPERATION__ACTION_ACCOUNT_OPEN, "注册开户", "account opened"},
        {SANBAO__V1__OPERATION__ACTION_ACCOUNT_MOVE, "迁户", "household moved"},
        {SANBAO__V1__OPERATION__ACTION_ACCOUNT_CLOSE, "销户", "account closed"},
        {SANBAO__V1__OPERATION__ACTION_CONSENT, "同意或撤回", "consent given or withdrawn"},
        {SANBAO__V1__OPERATION__ACTION_BEQUEST, "遗留工分", "points bequeathed"},
        {SANBAO__V1__OPERATION__ACTION_INHERIT, "继承工分", "points inherited"},
        {SANBAO__V1__OPERATION__ACTION_ROLE_SET, "任免身份", "role set"},
        {SANBAO__V1__OPERATION__ACTION_RULE_ADOPT, "通过规则", "rule adopted"},
        {SANBAO__V1__OPERATION__ACTION_FUND_DEPOSIT, "基金入账", "fund deposit"},
        {SANBAO__V1__OPERATION__ACTION_ACTIVITY_OPEN, "发起活动", "activity opened"},
        {SANBAO__V1__OPERATION__ACTION_ACTIVITY_CLOSE, "结束活动", "activity closed"},
        {SANBAO__V1__OPERATION__ACTION_AWARD, "发放工分", "award"},
        {SANBAO__V1__OPERATION__ACTION_AWARD_UNFUNDED, "补发工分", "late award"},
        {SANBAO__V1__OPERATION__ACTION_RELEASE, "公示期满", "release"},
        {SANBAO__V1__OPERATION__ACTION_VOID, "撤销", "void"},
        {SANBAO__V1__OPERATION__ACTION_REVERSE, "冲正", "reversal"},
        {SANBAO__V1__OPERATION__ACTION_PANEL_DRAW, "抽取评议小组", "panel drawn"},
        {SANBAO__V1__OPERATION__ACTION_OBJECTION, "提出异议", "objection"},
        {SANBAO__V1__OPERATION__ACTION_OBJECTION_SETTLE, "裁定异议", "objection decided"},
        {SANBAO__V1__OPERATION__ACTION_SHOP_OPEN, "设兑换点", "shop opened"},
        {SANBAO__V1__OPERATION__ACTION_GOODS_SET, "商品定价", "goods priced"},
        {SANBAO__V1__OPERATION__ACTION_STOCK_SET, "清点库存", "stock changed"},
        {SANBAO__V1__OPERATION__ACTION_REDEEM, "兑换商品", "redemption"},
        {SANBAO__V1__OPERATION__ACTION_HOLD, "离线预留", "held for a shop"},
        {SANBAO__V1__OPERATION__ACTION_HOLD_REDEEM, "离线兑换", "off-line redemption"},
        {SANBAO__V1__OPERATION__ACTION_HOLD_RELEASE, "预留退回", "hold given back"},
        {SANBAO__V1__OPERATION__ACTION_REFUND, "退货", "refund"},
        {SANBAO__V1__OPERATION__ACTION_SETTLE, "结算", "settlement"},
        {SANBAO__V1__OPERATION__ACTION_EXPIRE, "工分过期", "expiry"},
        {SANBAO__V1__OPERATION__ACTION_LOG_CONTINUE, "日志换名续记", "log went on"},
    };
    for (size_t i = 0; i < COUNT(texts); i++) {
        if (texts[i].kind == operation->action_case) {
            return lang_pick(texts[i].zh, texts[i].en);
        }
    }
    return describe_kind(operation);
}

const ProtobufCBinaryData *describe_person(const Sanbao__V1__Operation *operation)
{
    switch (operation->action_case) {
    case SANBAO__V1__OPERATION__ACTION_PERSON_ENTER:
        return &operation->person_enter->person;
    case SANBAO__V1__OPERATION__ACTION_ACCOUNT_OPEN:
        return &operation->account_open->person;
    case SANBAO__V1__OPERATION__ACTION_ACCOUNT_MOVE:
        return &operation->account_move->person;
    case SANBAO__V1__OPERATION__ACTION_ACCOUNT_CLOSE:
        return &operation->account_close->person;
    case SANBAO__V1__OPERATION__ACTION_CONSENT:
        return &operation->consent->person;
    case SANBAO__V1__OPERATION__ACTION_BEQUEST:
        return &operation->bequest->person;
    case SANBAO__V1__OPERATION__ACTION_ROLE_SET:
        return &operation->role_set->person;
    case SANBAO__V1__OPERATION__ACTION_AWARD:
        return &operation->award->person;
    case SANBAO__V1__OPERATION__ACTION_PANEL_DRAW:
        return &operation->panel_draw->person;
    case SANBAO__V1__OPERATION__ACTION_OBJECTION:
        return &operation->objection->person;
    case SANBAO__V1__OPERATION__ACTION_REDEEM:
        return &operation->redeem->person;
    case SANBAO__V1__OPERATION__ACTION_HOLD:
        return &operation->hold->person;
    case SANBAO__V1__OPERATION__ACTION_EXPIRE:
        return &operation->expire->person;
    default:
        return NULL;
    }
}

static struct json_object *bytes_json(const ProtobufCBinaryData *data)
{
    char hex[2 * 64 + 1] = "";
    size_t length = data->len <= 64 ? data->len : 64;
    for (size_t i = 0; i < length; i++) {
        snprintf(hex + 2 * i, 3, "%02x", data->data[i]);
    }
    return json_object_new_string(hex);
}

static struct json_object *day_json(int32_t day)
{
    char text[DAY_TEXT_SIZE];
    day_format(day, text);
    return json_object_new_string(text);
}

static struct json_object *enum_json(const ProtobufCFieldDescriptor *field, int value)
{
    const ProtobufCEnumValue *known =
        protobuf_c_enum_descriptor_get_value(field->descriptor, value);
    return known != NULL ? json_object_new_string(known->name) : json_object_new_int(value);
}

static bool names_a_day(const char *name)
{
    size_t length = strlen(name);
    return strcmp(name, "day") == 0 ||
           (length > 4 && strcmp(name + length - 4, "_day") == 0 && strncmp(name, "cap_", 4) != 0);
}

static struct json_object *field_json(const ProtobufCFieldDescriptor *field, const void *place)
{
    switch (field->type) {
    case PROTOBUF_C_TYPE_STRING:
        return json_object_new_string(*(char *const *)place);
    case PROTOBUF_C_TYPE_BYTES:
        return bytes_json(place);
    case PROTOBUF_C_TYPE_BOOL:
        return json_object_new_boolean(*(const protobuf_c_boolean *)place);
    case PROTOBUF_C_TYPE_ENUM:
        return enum_json(field, *(const int *)place);
    case PROTOBUF_C_TYPE_UINT32:
        return json_object_new_int64(*(const uint32_t *)place);
    case PROTOBUF_C_TYPE_SINT32:
        return names_a_day(field->name) ? day_json(*(const int32_t *)place)
                                        : json_object_new_int64(*(const int32_t *)place);
    case PROTOBUF_C_TYPE_UINT64:
        return json_object_new_uint64(*(const uint64_t *)place);
    case PROTOBUF_C_TYPE_SINT64:
        return json_object_new_int64(*(const int64_t *)place);
    default:
        REQUIRE(field->type == PROTOBUF_C_TYPE_MESSAGE);
        return describe_message(*(ProtobufCMessage *const *)place);
    }
}

static struct json_object *list_json(const ProtobufCFieldDescriptor *field,
                                     const ProtobufCMessage *message)
{
    const uint8_t *base = (const uint8_t *)message;
    const size_t *count = (const void *)(base + field->quantifier_offset);
    const ProtobufCBinaryData *const *list = (const void *)(base + field->offset);
    struct json_object *array = json_object_new_array();
    for (size_t i = 0; i < *count; i++) {
        json_object_array_add(array, bytes_json(*list + i));
    }
    return array;
}

struct json_object *describe_message(const ProtobufCMessage *message)
{
    if (message == NULL) {
        return NULL;
    }
    struct json_object *object = json_object_new_object();
    for (unsigned i = 0; i < message->descriptor->n_fields; i++) {
        const ProtobufCFieldDescriptor *field = &message->descriptor->fields[i];
        const uint8_t *base = (const uint8_t *)message;
        if (field->label == PROTOBUF_C_LABEL_REPEATED) {
            if (field->type == PROTOBUF_C_TYPE_BYTES) {
                json_object_object_add(object, field->name, list_json(field, message));
            }
            continue; /* Else signatures, which local records have none of. */
        }
        if ((field->flags & PROTOBUF_C_FIELD_FLAG_ONEOF) != 0 &&
            *(const uint32_t *)(const void *)(base + field->quantifier_offset) != field->id) {
            continue;
        }
        json_object_object_add(object, field->name, field_json(field, base + field->offset));
    }
    return object;
}

struct status describe_record(const uint8_t *bytes, size_t length, struct json_object **out)
{
    REQUIRE(out != NULL);
    Sanbao__V1__Record *record = NULL;
    Sanbao__V1__Operation *operation = NULL;
    *out = NULL;
    TRY(record_decode(bytes, length, &record));
    struct status status =
        operation_decode(record->envelope.data, record->envelope.len, &operation);
    if (status_ok(status)) {
        struct json_object *object = json_object_new_object();
        json_object_object_add(object, "record", json_object_new_uint64(record->index));
        json_object_object_add(object, "day", day_json(record->day));
        json_object_object_add(object, "kind", json_object_new_string(describe_kind(operation)));
        json_object_object_add(object, "operation", describe_message(&operation->base));
        json_object_object_add(object, "outcome", describe_message(&record->outcome->base));
        *out = object;
        sanbao__v1__operation__free_unpacked(operation, NULL);
    }
    sanbao__v1__record__free_unpacked(record, NULL);
    return status;
}
