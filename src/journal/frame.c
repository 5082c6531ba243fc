/* frame.c - one frame as bytes. The checksum comes first: where it is wrong nothing else in the
 * frame is believed, where it is right everything else must be. */
#include <string.h>

#include <isa-l/crc.h>

#include "journal/frames_internal.h"

enum {
    AT_COUNT = 4,
    AT_PAYLOAD_BYTES = 8,
    AT_RESERVED = 12,
    AT_FIRST_RECORD = 16,
    AT_HEIGHT = 24,
    AT_ROOT = 32,
    AT_CRC = 64,
};
static const uint8_t magic[AT_COUNT] = {'S', 'B', 'J', '1'};

static uint32_t u32_get(const uint8_t *bytes)
{
    return (uint32_t)bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 |
           (uint32_t)bytes[3] << 24;
}

static uint64_t u64_get(const uint8_t *bytes)
{
    return u32_get(bytes) | (uint64_t)u32_get(bytes + 4) << 32;
}

static void u32_put(uint8_t *bytes, uint32_t value)
{
    for (int i = 0; i < 4; i++) {
        bytes[i] = (uint8_t)(value >> (8 * i));
    }
}

static void u64_put(uint8_t *bytes, uint64_t value)
{
    u32_put(bytes, (uint32_t)value);
    u32_put(bytes + 4, (uint32_t)(value >> 32));
}

/* CRC-32C (Castagnoli; RFC 3720 B.4) of two pieces. ISA-L takes and gives the bare register: the
 * inversion before and after is ours. */
static uint32_t crc32c(const uint8_t *a, size_t a_length, const uint8_t *b, size_t b_length)
{
    /* ISA-L's parameter lacks a const; it only reads. */
    uint32_t crc = crc32_iscsi((unsigned char *)(uintptr_t)a, (int)a_length, UINT32_MAX);
    if (b_length > 0) {
        crc = crc32_iscsi((unsigned char *)(uintptr_t)b, (int)b_length, crc);
    }
    return ~crc;
}

uint64_t frame__length(const uint8_t *header)
{
    uint32_t payload = u32_get(header + AT_PAYLOAD_BYTES);
    bool known = memcmp(header, magic, sizeof(magic)) == 0 && payload <= FRAME_BYTES_MAX;
    return known ? FRAME_HEADER_BYTES + (uint64_t)payload : 0;
}

bool frame__payload_fits(const uint8_t *payload, size_t length, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        if (length < RECORD_LENGTH_BYTES) {
            return false;
        }
        uint32_t record = u32_get(payload);
        if (record < 1 || record > RECORD_BYTES_MAX || record > length - RECORD_LENGTH_BYTES) {
            return false;
        }
        payload += RECORD_LENGTH_BYTES + record;
        length -= RECORD_LENGTH_BYTES + record;
    }
    return length == 0;
}

enum frame_state frame__judge(const uint8_t *bytes, uint64_t length, struct frame *frame)
{
    uint64_t total = length < FRAME_HEADER_BYTES ? 0 : frame__length(bytes);
    if (total == 0 || total > length) {
        return FRAME_TORN;
    }
    const uint8_t *payload = bytes + FRAME_HEADER_BYTES;
    size_t payload_length = (size_t)total - FRAME_HEADER_BYTES;
    if (crc32c(bytes, AT_CRC, payload, payload_length) != u32_get(bytes + AT_CRC)) {
        return FRAME_TORN;
    }
    uint32_t count = u32_get(bytes + AT_COUNT);
    uint64_t first_record = u64_get(bytes + AT_FIRST_RECORD);
    if (u32_get(bytes + AT_RESERVED) != 0 || first_record > INT64_MAX - (uint64_t)count ||
        !frame__payload_fits(payload, payload_length, count)) {
        return FRAME_WRONG;
    }
    *frame = (struct frame){
        .next = {.offset = total},
        .count = count,
        .first_record = first_record,
        .height = u64_get(bytes + AT_HEIGHT),
        .payload = payload,
        .payload_length = payload_length,
    };
    memcpy(frame->root.bytes, bytes + AT_ROOT, HASH_BYTES);
    return FRAME_WHOLE;
}

void frame__header(uint8_t out[FRAME_HEADER_BYTES], uint32_t count, uint64_t first_record,
                   uint64_t height, const struct hash *root, const uint8_t *payload,
                   size_t payload_length)
{
    memcpy(out, magic, sizeof(magic));
    u32_put(out + AT_COUNT, count);
    u32_put(out + AT_PAYLOAD_BYTES, (uint32_t)payload_length);
    u32_put(out + AT_RESERVED, 0);
    u64_put(out + AT_FIRST_RECORD, first_record);
    u64_put(out + AT_HEIGHT, height);
    memcpy(out + AT_ROOT, root->bytes, HASH_BYTES);
    u32_put(out + AT_CRC, crc32c(out, AT_CRC, payload, payload_length));
}

struct status frame_parse(const uint8_t *bytes, size_t length, struct frame *frame)
{
    REQUIRE((bytes != NULL || length == 0) && frame != NULL);
    bool whole = frame__judge(bytes, length, frame) == FRAME_WHOLE;
    return whole ? OK : FAULT(JOURNAL_DAMAGED);
}

size_t frame__record_length(const uint8_t bytes[RECORD_LENGTH_BYTES])
{
    return u32_get(bytes);
}

bool frame_record(const struct frame *frame, size_t *position, const uint8_t **record,
                  size_t *length)
{
    REQUIRE(frame != NULL && position != NULL && record != NULL && length != NULL);
    if (*position >= frame->payload_length) {
        return false;
    }
    *length = u32_get(frame->payload + *position);
    *record = frame->payload + *position + RECORD_LENGTH_BYTES;
    *position += RECORD_LENGTH_BYTES + *length;
    return true;
}
