/* frames_testing.h - for the tests of the frames: a journal of three frames with 2, 1 and 3
 * records, in one segment or in a segment each, and hands to harm its files. */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/file_faults.h"
#include "journal/frames.h"
#include "testing/scratch.h"

enum {
    FRAMES = 3,
    RECORDS = 6,
    PAYLOAD_MAX = 4096,
};
static const uint32_t counts[FRAMES + 1] = {2, 1, 3, 2};

static char folder[SCRATCH_PATH_MAX];
static struct frame_place places[FRAMES + 1]; /* of each frame, and the end */

/* ---- making ---- */

/* Record n is (n % 7 + 1) * 11 bytes of the value n. */
static inline size_t record_length(uint64_t record)
{
    return (size_t)(record % 7 + 1) * 11;
}

static inline size_t payload_make(uint64_t first, uint32_t count, uint8_t payload[PAYLOAD_MAX])
{
    size_t used = 0;
    for (uint64_t record = first; record < first + count; record++) {
        size_t length = record_length(record);
        payload[used] = (uint8_t)length;
        memset(payload + used + 1, 0, 3);
        memset(payload + used + 4, (int)record, length);
        used += 4 + length;
    }
    return used;
}

static inline void assert_status(enum status_code expected, struct status status)
{
    assert_string_equal(status_name(expected), status_name(status.code));
}

static inline struct status append(struct frames *frames, int frame)
{
    uint8_t payload[PAYLOAD_MAX];
    struct hash root;
    memset(root.bytes, 'r', sizeof(root.bytes));
    size_t length = payload_make(frames_records(frames), counts[frame], payload);
    TRY(frames_append(frames, counts[frame], (uint64_t)frame, &root, payload, length));
    return frames_sync(frames);
}

static inline struct status open_simply(bool write, uint64_t segment_bytes, struct frames **frames)
{
    struct frames_options options = {
        .folder = folder, .write = write, .segment_bytes = segment_bytes};
    uint64_t cut = 0;
    return frames_open(&options, frames, &cut, NULL);
}

static inline void journal_make(uint64_t segment_bytes)
{
    struct frames *frames = NULL;
    assert_status(STATUS_OK, open_simply(true, segment_bytes, &frames));
    for (int i = 0; i < FRAMES; i++) {
        assert_status(STATUS_OK, append(frames, i));
    }
    places[FRAMES] = frames_end(frames);
    struct frame_place place = {0};
    for (int i = 0; i < FRAMES; i++) {
        struct frame frame;
        bool more = false;
        assert_status(STATUS_OK, frames_read(frames, place, &frame, &more, NULL));
        assert_true(more);
        places[i] = frame.place;
        place = frame.next;
    }
    frames_close(&frames);
}

/* Reads all frames in order; every record must be the one that was written. */
static inline void records_check(struct frames *frames, uint64_t records)
{
    uint64_t record = 0;
    struct frame_place place = {0};
    for (;;) {
        struct frame frame;
        bool more = false;
        assert_status(STATUS_OK, frames_read(frames, place, &frame, &more, NULL));
        if (!more) {
            break;
        }
        assert_int_equal(record, frame.first_record);
        const uint8_t *bytes = NULL;
        size_t length = 0;
        for (size_t position = 0; frame_record(&frame, &position, &bytes, &length); record++) {
            assert_int_equal(record_length(record), length);
            for (size_t i = 0; i < length; i++) {
                assert_int_equal((uint8_t)record, bytes[i]);
            }
        }
        assert_int_equal(record, frame.first_record + frame.count);
        place = frame.next;
    }
    assert_int_equal(records, record);
    assert_int_equal(records, frames_records(frames));
}

/* ---- harming ---- */

static inline void segment_path(uint64_t segment, char path[PATH_BYTES_MAX])
{
    snprintf(path, PATH_BYTES_MAX, "%s/journal/%020llu.seg", folder, (unsigned long long)segment);
}

static inline void segment_open(uint64_t segment, struct file *file, int64_t *bytes)
{
    char path[PATH_BYTES_MAX];
    segment_path(segment, path);
    assert_status(STATUS_OK, file_open(path, FILE_FOR_WRITING, file));
    assert_status(STATUS_OK, file_size(file, bytes));
}

static inline void add(uint64_t segment, const void *bytes, size_t length)
{
    struct file file = FILE_CLOSED;
    int64_t size = 0;
    segment_open(segment, &file, &size);
    assert_status(STATUS_OK, file_write(&file, size, bytes, length));
    file_close(&file);
}

static inline void shorten(uint64_t segment, int64_t bytes)
{
    struct file file = FILE_CLOSED;
    int64_t size = 0;
    segment_open(segment, &file, &size);
    assert_status(STATUS_OK, file_truncate(&file, size - bytes));
    file_close(&file);
}

static inline void put(struct frame_place place, const void *bytes, size_t length)
{
    struct file file = FILE_CLOSED;
    int64_t size = 0;
    segment_open(place.segment, &file, &size);
    assert_status(STATUS_OK, file_write(&file, (int64_t)place.offset, bytes, length));
    file_close(&file);
}

/* ---- fixture ---- */

static inline int begin(void **state)
{
    (void)state;
    file_faults = NULL;
    scratch_make(folder);
    return 0;
}

static inline int end(void **state)
{
    (void)state;
    file_faults = NULL;
    scratch_remove(folder);
    return 0;
}

/* Adds a test for each row. */
#define ROWS(list, check)                                                                          \
    for (size_t i = 0; i < COUNT(list); i++) {                                                     \
        tests[count++] = (struct CMUnitTest){(list)[i].name, check, begin, end, &(list)[i]};       \
    }
