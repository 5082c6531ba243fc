/* describe.c - turns protobuf messages into JSON by their own descriptors, so that a field added to
 * operation.proto shows up without a line here. */
#include "app/describe.h"

#include <stdio.h>
#include <string.h>

#include "base/day.h"

const char *describe_kind(const Sanbao__V1__Operation *operation)
{
    const ProtobufCFieldDescriptor *field = protobuf_c_message_descriptor_get_field(
        &sanbao__v1__operation__descriptor, operation->action_case);
    REQUIRE(field != NULL);
    return field->name;
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
            continue; /* Only signatures, which local records have none of. */
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
