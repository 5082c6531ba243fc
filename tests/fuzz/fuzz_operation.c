/* fuzz_operation.c - any bytes read as an envelope, as the body of one, and as a record: refused,
 * or encoded again to the very same bytes, with either decoder. */
#include <string.h>

#include "journal/journal_internal.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void envelope_check(const uint8_t *bytes, size_t length)
{
    static struct decode_arena arena;
    Sanbao__V1__Operation *operation = NULL;
    Sanbao__V1__Operation *other = NULL;
    struct status status = operation_decode(bytes, length, &operation);
    decode_arena_reset(&arena);
    REQUIRE(journal__operation_decode(bytes, length, &arena, &other).code == status.code);
    if (!status_ok(status)) {
        REQUIRE(operation == NULL);
        return;
    }
    uint8_t again[ENVELOPE_BYTES_MAX];
    size_t again_length = 0;
    REQUIRE(status_ok(operation_encode(operation, again, &again_length)));
    REQUIRE(again_length == length && memcmp(again, bytes, length) == 0);
    REQUIRE(operation->event_id.len == ID_BYTES && strlen(operation->village) <= CODE_MAX);
    REQUIRE(operation->day >= 1 && operation->day <= DAY_MAX);
    sanbao__v1__operation__free_unpacked(operation, NULL);
}

static void record_check(const uint8_t *bytes, size_t length)
{
    Sanbao__V1__Record *record = NULL;
    if (!status_ok(record_decode(bytes, length, &record))) {
        return;
    }
    static uint8_t again[RECORD_BYTES_MAX];
    REQUIRE(record->outcome != NULL && length <= sizeof(again));
    REQUIRE(sanbao__v1__record__pack(record, again) == length);
    REQUIRE(memcmp(again, bytes, length) == 0);
    envelope_check(record->envelope.data, record->envelope.len);
    sanbao__v1__record__free_unpacked(record, NULL);
}

/* The bytes as a body, so that not every input must first get the length around it right. */
static void body_check(const uint8_t *bytes, size_t length)
{
    uint8_t envelope[ENVELOPE_BYTES_MAX];
    if (length < 1 || length > sizeof(envelope) - 3) {
        return;
    }
    size_t used = 0;
    envelope[used++] = 0x0a;
    envelope[used++] = (uint8_t)(length < 128 ? length : length | 0x80);
    if (length >= 128) {
        envelope[used++] = (uint8_t)(length >> 7);
    }
    memcpy(envelope + used, bytes, length);
    envelope_check(envelope, used + length);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    envelope_check(data, size);
    body_check(data, size);
    record_check(data, size);
    return 0;
}
