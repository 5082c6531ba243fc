/* journal_codec.c - bytes to operations and records, and back. One encoding only is accepted:
 * what was decoded is encoded again and must give the same bytes, so that nobody can send the same
 * operation in two shapes. Unknown fields are refused at every level for the same reason. */
#include <stdlib.h>
#include <string.h>

#include "journal/journal_internal.h"

static void *arena_alloc(void *data, size_t size)
{
    struct decode_arena *arena = data;
    size_t start = (arena->used + 15) / 16 * 16;
    if (size > sizeof arena->bytes - start) {
        return NULL; /* protobuf-c then gives up on the message. */
    }
    arena->used = start + size;
    return arena->bytes + start;
}

static void arena_free(void *data, void *pointer)
{
    (void)data;
    (void)pointer;
}

void decode_arena_reset(struct decode_arena *arena)
{
    arena->allocator = (ProtobufCAllocator){arena_alloc, arena_free, arena};
    arena->used = 0;
}

/* No unknown field in the message or in any message inside it. */
static bool fields_known(const ProtobufCMessage *message)
{
    if (message->n_unknown_fields > 0) {
        return false;
    }
    for (unsigned i = 0; i < message->descriptor->n_fields; i++) {
        const ProtobufCFieldDescriptor *field = &message->descriptor->fields[i];
        if (field->type != PROTOBUF_C_TYPE_MESSAGE || field->label == PROTOBUF_C_LABEL_REPEATED) {
            continue;
        }
        const uint8_t *base = (const uint8_t *)message;
        if ((field->flags & PROTOBUF_C_FIELD_FLAG_ONEOF) != 0) {
            const int *which = (const void *)(base + field->quantifier_offset);
            if ((uint32_t)*which != field->id) {
                continue;
            }
        }
        ProtobufCMessage *const *inner = (const void *)(base + field->offset);
        if (*inner != NULL && !fields_known(*inner)) {
            return false;
        }
    }
    return true;
}

/* The message encodes to exactly these bytes. */
static bool canonical(const ProtobufCMessage *message, const uint8_t *bytes, size_t length)
{
    uint8_t again[RECORD_BYTES_MAX];
    if (!fields_known(message) || protobuf_c_message_get_packed_size(message) != length ||
        length > sizeof again) {
        return false;
    }
    return protobuf_c_message_pack(message, again) == length &&
           (length == 0 || memcmp(again, bytes, length) == 0); /* `bytes` may be NULL then */
}

static bool id_or_empty(const ProtobufCBinaryData *data)
{
    return data->len == 0 || data->len == ID_BYTES;
}

static bool code_letter(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.';
}

/* A code is 1 to 32 of A-Z a-z 0-9 - _ . */
static bool code_valid(const char *code)
{
    size_t length = 0;
    while (length <= CODE_MAX && code_letter(code[length])) {
        length++;
    }
    return length >= 1 && length <= CODE_MAX && code[length] == '\0';
}

/* All bytes are ids, but for a root. */
static bool bytes_valid(const ProtobufCFieldDescriptor *field, const ProtobufCBinaryData *data)
{
    size_t wanted = strcmp(field->name, "root") == 0 ? HASH_BYTES : ID_BYTES;
    return data->len == 0 || data->len == wanted;
}

static bool ids_valid(const ProtobufCBinaryData *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (list[i].len != ID_BYTES) {
            return false;
        }
    }
    return true;
}

/* The fields that every operation has; those of an action are its room's business, except that a
 * text must be a code or empty, an id 16 bytes or empty and a list one of ids. */
static bool action_fields_valid(const ProtobufCMessage *action)
{
    for (unsigned i = 0; i < action->descriptor->n_fields; i++) {
        const ProtobufCFieldDescriptor *field = &action->descriptor->fields[i];
        const uint8_t *place = (const uint8_t *)action + field->offset;
        if (field->label == PROTOBUF_C_LABEL_REPEATED) {
            const size_t *count =
                (const void *)((const uint8_t *)action + field->quantifier_offset);
            ProtobufCBinaryData *const *list = (const void *)place;
            if (field->type != PROTOBUF_C_TYPE_BYTES || !ids_valid(*list, *count)) {
                return false;
            }
            continue;
        }
        if (field->type == PROTOBUF_C_TYPE_STRING) {
            char *const *text = (const void *)place;
            if ((*text)[0] != '\0' && !code_valid(*text)) {
                return false;
            }
        }
        if (field->type == PROTOBUF_C_TYPE_BYTES) {
            if (!bytes_valid(field, (const void *)place)) {
                return false;
            }
        }
    }
    return true;
}

/* A log's name: printable ASCII without space and plus sign, c2sp.org/signed-note. */
static bool origin_valid(const char *origin)
{
    size_t length = 0;
    while (origin[length] > ' ' && origin[length] < 0x7F && origin[length] != '+') {
        length++;
    }
    return length > 0 && length <= ORIGIN_MAX && origin[length] == '\0';
}

/* The one operation about the whole log: no village, nobody who proposes. */
static bool continue_valid(const Sanbao__V1__Operation *operation)
{
    const Sanbao__V1__LogContinue *go_on = operation->log_continue;
    return operation->village[0] == '\0' && operation->proposer.len == 0 &&
           operation->approver.len == 0 && operation->commitment.len == 0 &&
           origin_valid(go_on->origin) && go_on->root.len == HASH_BYTES &&
           go_on->size <= INT64_MAX &&
           go_on->reason >= SANBAO__V1__CONTINUE_REASON__CONTINUE_LOST &&
           go_on->reason <= SANBAO__V1__CONTINUE_REASON__CONTINUE_STOLEN;
}

static bool operation_valid(const Sanbao__V1__Operation *operation)
{
    bool whole_log = operation->action_case == SANBAO__V1__OPERATION__ACTION_LOG_CONTINUE;
    if (operation->version != 1 || operation->event_id.len != ID_BYTES ||
        (!whole_log && !code_valid(operation->village)) || !id_or_empty(&operation->proposer) ||
        !id_or_empty(&operation->approver) ||
        (operation->commitment.len != 0 && operation->commitment.len != HASH_BYTES) ||
        operation->day < 1 || operation->day > DAY_MAX) {
        return false;
    }
    if (operation->action_case == SANBAO__V1__OPERATION__ACTION__NOT_SET) {
        return false;
    }
    /* All members of the union are pointers to messages. */
    return whole_log ? continue_valid(operation)
                     : action_fields_valid((const ProtobufCMessage *)operation->village_open);
}

static struct status operation_decode_with(const uint8_t *envelope, size_t length,
                                           ProtobufCAllocator *allocator,
                                           Sanbao__V1__Operation **out)
{
    *out = NULL;
    if (length > ENVELOPE_BYTES_MAX) {
        return REFUSE(OPERATION_MALFORMED);
    }
    Sanbao__V1__Envelope *outer = sanbao__v1__envelope__unpack(allocator, length, envelope);
    if (outer == NULL) {
        return REFUSE(OPERATION_MALFORMED);
    }
    /* Signatures are reserved: in local mode an envelope carries none. */
    Sanbao__V1__Operation *operation = NULL;
    if (outer->n_signatures == 0 && canonical(&outer->base, envelope, length)) {
        operation = sanbao__v1__operation__unpack(allocator, outer->body.len, outer->body.data);
    }
    bool valid = operation != NULL &&
                 canonical(&operation->base, outer->body.data, outer->body.len) &&
                 operation_valid(operation);
    sanbao__v1__envelope__free_unpacked(outer, allocator);
    if (!valid) {
        sanbao__v1__operation__free_unpacked(operation, allocator);
        return REFUSE(OPERATION_MALFORMED);
    }
    *out = operation;
    return OK;
}

struct status operation_decode(const uint8_t *envelope, size_t length, Sanbao__V1__Operation **out)
{
    REQUIRE((envelope != NULL || length == 0) && out != NULL);
    return operation_decode_with(envelope, length, NULL, out);
}

struct status journal__operation_decode(const uint8_t *envelope, size_t length,
                                        struct decode_arena *arena, Sanbao__V1__Operation **out)
{
    return operation_decode_with(envelope, length, &arena->allocator, out);
}

struct status operation_encode(const Sanbao__V1__Operation *operation,
                               uint8_t out[ENVELOPE_BYTES_MAX], size_t *length)
{
    REQUIRE(operation != NULL && out != NULL && length != NULL);
    uint8_t body[ENVELOPE_BYTES_MAX];
    size_t body_length = sanbao__v1__operation__get_packed_size(operation);
    if (body_length > sizeof body - 8) {
        return REFUSE(LIMIT_EXCEEDED);
    }
    sanbao__v1__operation__pack(operation, body);
    Sanbao__V1__Envelope envelope = SANBAO__V1__ENVELOPE__INIT;
    envelope.body = (ProtobufCBinaryData){body_length, body};
    *length = sanbao__v1__envelope__pack(&envelope, out);
    return OK;
}

struct status record_decode(const uint8_t *bytes, size_t length, Sanbao__V1__Record **out)
{
    REQUIRE((bytes != NULL || length == 0) && out != NULL);
    *out = NULL;
    if (length > RECORD_BYTES_MAX) {
        return REFUSE(OPERATION_MALFORMED);
    }
    Sanbao__V1__Record *record = sanbao__v1__record__unpack(NULL, length, bytes);
    if (record == NULL) {
        return REFUSE(OPERATION_MALFORMED);
    }
    if (record->outcome == NULL || !canonical(&record->base, bytes, length)) {
        sanbao__v1__record__free_unpacked(record, NULL);
        return REFUSE(OPERATION_MALFORMED);
    }
    *out = record;
    return OK;
}
