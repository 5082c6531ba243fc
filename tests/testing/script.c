/* script.c - lines to operations, by the field names of operation.proto. */
#include "testing/script.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/day.h"

bool script_word(const char **line, const char *end, char word[SCRIPT_WORD_MAX])
{
    while (*line < end && (**line == ' ' || **line == '\n')) {
        (*line)++;
    }
    size_t length = 0;
    while (*line < end && **line != ' ' && **line != '\n') {
        assert_true(length < SCRIPT_WORD_MAX - 1);
        word[length++] = *(*line)++;
    }
    word[length] = '\0';
    return length > 0;
}

void script_id(const char *name, uint8_t id[ID_BYTES])
{
    size_t length = strlen(name);
    assert_true(length <= ID_BYTES);
    memset(id, '.', ID_BYTES);
    memcpy(id, name, length);
}

int64_t script_number(const char *text, int32_t day)
{
    int64_t number = 0;
    int32_t date = 0;
    if (strchr(text, 'T') != NULL) {
        assert_true(status_ok(instant_parse(text, strlen(text), &number)));
        return number;
    }
    if (strchr(text, ':') != NULL) {
        char instant[SCRIPT_WORD_MAX + 32];
        day_format(day, instant);
        snprintf(instant + strlen(instant), SCRIPT_WORD_MAX, "T%s+08:00", text);
        assert_true(status_ok(instant_parse(instant, strlen(instant), &number)));
        return number;
    }
    if (status_ok(day_parse(text, strlen(text), &date))) {
        return date;
    }
    char *end = NULL;
    number = strtoll(text, &end, 10);
    if (*end != '\0') {
        fail_msg("not a number: %s", text);
    }
    return number;
}

static int enum_value(const ProtobufCEnumDescriptor *names, const char *text)
{
    for (unsigned i = 0; i < names->n_values; i++) {
        const char *rest = strchr(names->values[i].name, '_');
        if (rest != NULL && strcmp(rest + 1, text) == 0) {
            return names->values[i].value;
        }
    }
    return (int)script_number(text, 0);
}

static ProtobufCBinaryData id_value(struct script *script, const char *name)
{
    if (name[0] == '\0' || strcmp(name, "-") == 0) {
        return (ProtobufCBinaryData){0, NULL};
    }
    assert_true(script->id_count < SCRIPT_TEXTS);
    uint8_t *id = script->ids[script->id_count++];
    script_id(name, id);
    return (ProtobufCBinaryData){ID_BYTES, id};
}

static int64_t record_value(const struct script *script, const char *text)
{
    for (size_t i = 0; i < script->label_count; i++) {
        if (strcmp(script->labels[i].name, text) == 0) {
            return (int64_t)script->labels[i].record;
        }
    }
    return script_number(text, 0);
}

/* "a,b,c" */
static void list_set(struct script *script, const ProtobufCFieldDescriptor *field,
                     ProtobufCMessage *message, const char *text)
{
    uint8_t *base = (uint8_t *)message;
    assert_true(script->list_count < SCRIPT_LISTS);
    ProtobufCBinaryData *list = script->lists[script->list_count++];
    size_t count = 0;
    while (*text != '\0') {
        char name[SCRIPT_WORD_MAX];
        size_t length = strcspn(text, ",");
        snprintf(name, sizeof(name), "%.*s", (int)length, text);
        assert_true(count < SCRIPT_TEXTS);
        list[count++] = id_value(script, name);
        text += length + (text[length] == ',');
    }
    *(size_t *)(void *)(base + field->quantifier_offset) = count;
    *(ProtobufCBinaryData **)(void *)(base + field->offset) = list;
}

static void field_set(struct script *script, const ProtobufCFieldDescriptor *field,
                      ProtobufCMessage *message, const char *text)
{
    void *place = (uint8_t *)message + field->offset;
    bool record = strcmp(field->name, "record") == 0;
    if (field->label == PROTOBUF_C_LABEL_REPEATED) {
        list_set(script, field, message, text);
        return;
    }
    if (strcmp(field->name, "root") == 0) {
        memset(script->root, (int)script_number(text, 0), sizeof(script->root));
        *(ProtobufCBinaryData *)place = (ProtobufCBinaryData){HASH_BYTES, script->root};
        return;
    }
    switch (field->type) {
    case PROTOBUF_C_TYPE_UINT32:
    case PROTOBUF_C_TYPE_SINT32:
        *(int32_t *)place = (int32_t)script_number(text, script->day);
        break;
    case PROTOBUF_C_TYPE_UINT64:
    case PROTOBUF_C_TYPE_SINT64:
        *(int64_t *)place = record ? record_value(script, text) : script_number(text, script->day);
        break;
    case PROTOBUF_C_TYPE_BOOL:
        *(protobuf_c_boolean *)place = (protobuf_c_boolean)script_number(text, 0);
        break;
    case PROTOBUF_C_TYPE_ENUM:
        *(int *)place = enum_value(field->descriptor, text);
        break;
    case PROTOBUF_C_TYPE_BYTES:
        *(ProtobufCBinaryData *)place = id_value(script, text);
        break;
    case PROTOBUF_C_TYPE_STRING:
        assert_true(script->text_count < SCRIPT_TEXTS);
        char *copy = script->texts[script->text_count++];
        snprintf(copy, SCRIPT_WORD_MAX, "%s", strcmp(text, "-") == 0 ? "" : text);
        *(char **)place = copy;
        break;
    default:
        fail_msg("a field of an unknown type: %s", field->name);
    }
}

/* "name=value": a field of the action, of the operation, or `by=proposer/approver`. */
static void named_set(struct script *script, ProtobufCMessage *action, char *word)
{
    char *value = strchr(word, '=');
    *value++ = '\0';
    if (strcmp(word, "by") == 0) {
        char *approver = strchr(value, '/');
        assert_non_null(approver);
        *approver++ = '\0';
        script->operation.proposer = id_value(script, value);
        script->operation.approver = id_value(script, approver);
        return;
    }
    ProtobufCMessage *message = action;
    const ProtobufCFieldDescriptor *field =
        protobuf_c_message_descriptor_get_field_by_name(action->descriptor, word);
    if (field == NULL) {
        message = &script->operation.base;
        field = protobuf_c_message_descriptor_get_field_by_name(message->descriptor, word);
    }
    if (field == NULL) {
        fail_msg("no such field: %s", word);
    }
    field_set(script, field, message, value);
}

/* The envelope's own fields, as far as the line does not say otherwise. */
static ProtobufCMessage *action_start(struct script *script, const char *verb)
{
    Sanbao__V1__Operation *operation = &script->operation;
    const ProtobufCFieldDescriptor *field =
        protobuf_c_message_descriptor_get_field_by_name(operation->base.descriptor, verb);
    if (field == NULL || field->type != PROTOBUF_C_TYPE_MESSAGE) {
        fail_msg("no such operation: %s", verb);
    }
    ProtobufCMessage *action = (void *)script->action;
    const ProtobufCMessageDescriptor *kind = field->descriptor;
    assert_true(kind->sizeof_message <= sizeof(script->action));
    protobuf_c_message_init(kind, action);
    char event[SCRIPT_WORD_MAX];
    snprintf(event, sizeof(event), "%llu", (unsigned long long)script->events++);
    operation->version = 1;
    operation->event_id = id_value(script, event);
    operation->village = (char *)"village";
    operation->day = script->day;
    if (strncmp(verb, "award", 5) == 0) {
        operation->proposer = id_value(script, script->proposer);
        operation->approver = id_value(script, script->approver);
    }
    operation->action_case = (Sanbao__V1__Operation__ActionCase)field->id;
    operation->village_open = (void *)action; /* All members of the union are pointers. */
    return action;
}

/* A label or a day: what stands before the operation. */
static bool line_start(struct script *script, char *word)
{
    size_t length = strlen(word);
    int32_t day = 0;
    if (status_ok(day_parse(word, length, &day))) {
        script->day = day;
        return true;
    }
    if (word[length - 1] == ':') {
        word[length - 1] = '\0';
        memcpy(script->label, word, length);
        return true;
    }
    return false;
}

void script_operation(struct script *script, const char *line, size_t length)
{
    const char *end = line + length;
    char word[SCRIPT_WORD_MAX];
    script->operation = (Sanbao__V1__Operation)SANBAO__V1__OPERATION__INIT;
    script->text_count = 0;
    script->id_count = 0;
    script->list_count = 0;
    script->label[0] = '\0';
    assert_true(script_word(&line, end, word));
    while (line_start(script, word)) {
        assert_true(script_word(&line, end, word));
    }
    ProtobufCMessage *action = action_start(script, word);
    for (unsigned place = 0; script_word(&line, end, word);) {
        if (strchr(word, '=') != NULL) {
            named_set(script, action, word);
        } else {
            assert_true(place < action->descriptor->n_fields);
            field_set(script, &action->descriptor->fields[place++], action, word);
        }
    }
}

void script_label_set(struct script *script, uint64_t record)
{
    if (script->label[0] == '\0') {
        return;
    }
    assert_true(script->label_count < SCRIPT_LABELS_MAX);
    struct script_label *label = &script->labels[script->label_count++];
    memcpy(label->name, script->label, sizeof(label->name));
    label->record = record;
}
