/* fuzz_frame.c - any bytes read as a frame; and, since made-up bytes hardly ever have the right
 * checksum, the same bytes with length and checksum made right: refused, or walked to the end. */
#include <string.h>

#include <isa-l/crc.h>

#include "base/limits.h"
#include "journal/frames.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void frame_check(const uint8_t *bytes, size_t length)
{
    struct frame frame;
    if (!status_ok(frame_parse(bytes, length, &frame))) {
        return;
    }
    REQUIRE(frame.next.offset == FRAME_HEADER_BYTES + frame.payload_length);
    REQUIRE(frame.next.offset <= length && frame.payload == bytes + FRAME_HEADER_BYTES);
    uint32_t count = 0;
    size_t position = 0;
    size_t record_length = 0;
    const uint8_t *record = NULL;
    while (frame_record(&frame, &position, &record, &record_length)) {
        REQUIRE(record_length >= 1 && record_length <= RECORD_BYTES_MAX);
        REQUIRE(record + record_length == frame.payload + position);
        count++;
    }
    REQUIRE(count == frame.count && position == frame.payload_length);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static uint8_t bytes[FRAME_HEADER_BYTES + 65536];
    frame_check(data, size);
    if (size < FRAME_HEADER_BYTES || size > sizeof(bytes)) {
        return 0;
    }
    memcpy(bytes, data, size);
    memcpy(bytes, "SBJ1", 4);
    uint32_t payload_length = (uint32_t)size - FRAME_HEADER_BYTES;
    memcpy(bytes + 8, &payload_length, sizeof(payload_length));
    uint32_t crc = crc32_iscsi(bytes, 64, UINT32_MAX);
    if (payload_length > 0) {
        crc = crc32_iscsi(bytes + FRAME_HEADER_BYTES, (int)payload_length, crc);
    }
    crc = ~crc;
    memcpy(bytes + 64, &crc, sizeof(crc));
    frame_check(bytes, size);
    return 0;
}
