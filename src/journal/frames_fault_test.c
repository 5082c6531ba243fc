/* frames_fault_test.c - disks that fail, every flipped bit, every length a crash can leave, and two
 * who open the same journal. */
#include "journal/frames_testing.h"

#include <isa-l/crc.h>

/* ---- writing to a disk that fails ---- */

static struct fault_row {
    const char *name;
    const char *rule; /* in force while the second frame is appended */
    uint64_t segment_bytes;
    enum status_code answer;
} fault_rows[] = {
    {"a full disk leaves the journal as it was", "write:1:enospc", 0, STATUS_FILE_WRITE},
    {"a short write is taken back", "write:1:short:30", 0, STATUS_FILE_WRITE},
    {"a short write in the payload is taken back", "write:1:short:80", 0, STATUS_FILE_WRITE},
    {"a write error is taken back", "write:1:eio", 0, STATUS_FILE_WRITE},
    {"a frame that did not become durable is taken back", "sync:1:eio", 0, STATUS_FILE_SYNC},
    {"a full disk leaves an empty new segment", "write:1:enospc", 1, STATUS_FILE_WRITE},
    {"a new segment that cannot be made is refused", "change:1:enospc", 1, STATUS_FILE_OPEN},
    {"a folder that is not durable is told", "sync:1:eio", 1, STATUS_FILE_SYNC},
    {"a frame in a new segment that did not become durable is taken back", "sync:2:eio", 1,
     STATUS_FILE_SYNC},
    {"a short write that cannot be taken back is cut later", "any:1:short:30", 0,
     STATUS_FILE_WRITE},
};

static void rule_set(const char *rule)
{
    assert_int_equal(0, setenv("SANBAO_FILE_FAULT", rule, 1));
    assert_status(STATUS_OK, file_faults_from_environment());
    assert_int_equal(0, unsetenv("SANBAO_FILE_FAULT"));
}

static void fault_check(void **state)
{
    const struct fault_row *row = *state;
    struct frames *frames = NULL;
    assert_status(STATUS_OK, open_simply(true, row->segment_bytes, &frames));
    assert_status(STATUS_OK, append(frames, 0));
    rule_set(row->rule);
    assert_status(row->answer, append(frames, 1));
    file_faults = NULL;

    /* From then on everything is refused, though the disk is well again. */
    struct frame frame;
    bool more = false;
    assert_status(row->answer, append(frames, 1));
    assert_status(row->answer, frames_read(frames, places[0], &frame, &more, NULL));
    frames_close(&frames);

    assert_status(STATUS_OK, open_simply(true, row->segment_bytes, &frames));
    records_check(frames, counts[0]);
    assert_status(STATUS_OK, append(frames, 1));
    assert_status(STATUS_OK, append(frames, 2));
    records_check(frames, RECORDS);
    frames_close(&frames);
}

static struct recover_row {
    const char *name;
    const char *rule; /* in force while a journal with a torn tail is opened */
    enum status_code answer;
} recover_rows[] = {
    {"a tail that cannot be kept is not cut", "write:1:enospc", STATUS_FILE_WRITE},
    {"a tail that is kept in part is not cut", "write:1:short:3", STATUS_FILE_WRITE},
    {"a tail whose copy is not durable is not cut", "sync:3:eio", STATUS_FILE_SYNC},
    {"a tail whose copy's name is not durable is not cut", "sync:4:eio", STATUS_FILE_SYNC},
    {"a tail that cannot be cut is told", "change:4:eio", STATUS_FILE_WRITE},
    {"a cut that is not durable is told", "sync:5:eio", STATUS_FILE_SYNC},
    {"frames that are not durable at the start are told", "sync:2:eio", STATUS_FILE_SYNC},
};

static void recover_check(void **state)
{
    const struct recover_row *row = *state;
    journal_make(0);
    add(0, "SBJ1\1\0\0", 7);
    rule_set(row->rule);
    struct frames *frames = NULL;
    assert_status(row->answer, open_simply(true, 0, &frames));
    assert_null(frames);
    file_faults = NULL;
    assert_status(STATUS_OK, open_simply(true, 0, &frames));
    records_check(frames, RECORDS);
    frames_close(&frames);
}

/* ---- every bit ---- */

/* Whether a journal with one bit flipped is still taken for whole, by `records` of it. */
static void bit_check(struct file *file, int64_t bit, uint64_t sure_records)
{
    uint8_t byte = 0;
    size_t got = 0;
    assert_status(STATUS_OK, file_read(file, bit / 8, &byte, 1, &got));
    uint8_t flipped = (uint8_t)(byte ^ (1 << (bit % 8)));
    assert_status(STATUS_OK, file_write(file, bit / 8, &flipped, 1));

    struct frames *frames = NULL;
    struct status status = open_simply(false, 0, &frames);
    if (status_ok(status)) {
        /* Only the last frame can pass for one that was never finished. */
        assert_int_equal(sure_records, frames_records(frames));
        records_check(frames, sure_records);
        assert_true(bit / 8 >= (int64_t)places[2].offset);
    } else {
        assert_status(STATUS_JOURNAL_DAMAGED, status);
    }
    frames_close(&frames);
    assert_status(STATUS_OK, file_write(file, bit / 8, &byte, 1));
}

static void every_bit_is_found(void **state)
{
    (void)state;
    journal_make(0);
    struct file file = FILE_CLOSED;
    int64_t bytes = 0;
    segment_open(0, &file, &bytes);
    for (int64_t bit = 0; bit < bytes * 8; bit++) {
        bit_check(&file, bit, counts[0] + counts[1]);
    }
    file_close(&file);
}

/* Cut at every byte, the journal holds the frames before the cut. */
static void every_length_is_recovered(void **state)
{
    (void)state;
    journal_make(0);
    struct file file = FILE_CLOSED;
    int64_t bytes = 0;
    segment_open(0, &file, &bytes);
    for (int64_t length = bytes; length >= 0; length--) {
        assert_status(STATUS_OK, file_truncate(&file, length));
        uint64_t records = 0;
        for (int i = 0; i < FRAMES && (int64_t)places[i + 1].offset <= length; i++) {
            records += counts[i];
        }
        struct frames *frames = NULL;
        assert_status(STATUS_OK, open_simply(false, 0, &frames));
        records_check(frames, records);
        frames_close(&frames);
    }
    file_close(&file);
}

/* ---- the rest ---- */

static void vector_is_castagnoli(void **state)
{
    (void)state;
    unsigned char digits[] = "123456789";
    assert_int_equal(0xE3069283, ~crc32_iscsi(digits, 9, UINT32_MAX));
}

static void reader_sees_only_what_was_whole(void **state)
{
    (void)state;
    struct frames *writer = NULL;
    struct frames *reader = NULL;
    assert_status(STATUS_OK, open_simply(true, 0, &writer));
    assert_status(STATUS_OK, append(writer, 0));
    assert_status(STATUS_OK, open_simply(false, 0, &reader));
    assert_status(STATUS_OK, append(writer, 1));
    records_check(reader, counts[0]);
    records_check(writer, counts[0] + counts[1]);
    frames_close(&reader);
    frames_close(&writer);
}

static void reading_jumps_between_segments(void **state)
{
    (void)state;
    journal_make(1);
    struct frames *frames = NULL;
    assert_status(STATUS_OK, open_simply(true, 1, &frames));
    assert_status(STATUS_OK, append(frames, FRAMES));
    for (int i = 2 * FRAMES; i >= 0; i--) {
        struct frame frame;
        bool more = false;
        assert_status(STATUS_OK, frames_read(frames, places[i % FRAMES], &frame, &more, NULL));
        assert_true(more);
        assert_int_equal(places[i % FRAMES].segment, frame.first_record);
        assert_int_equal(counts[i % FRAMES], frame.count);
        assert_int_equal(i % FRAMES, frame.height);
        assert_int_equal('r', frame.root.bytes[31]);
    }
    frames_close(&frames);
}

static void blocks_without_records_stay_in_their_segment(void **state)
{
    (void)state;
    struct frames *frames = NULL;
    struct hash root = {{0}};
    assert_status(STATUS_OK, open_simply(true, 1, &frames));
    for (uint64_t height = 1; height <= 5; height++) {
        assert_status(STATUS_OK, frames_append(frames, 0, height, &root, NULL, 0));
    }
    assert_status(STATUS_OK, append(frames, 0));
    assert_status(STATUS_OK, append(frames, 1));
    frames_close(&frames);
    assert_status(STATUS_OK, open_simply(true, 1, &frames));
    records_check(frames, counts[0] + counts[1]);
    assert_int_equal(counts[0], frames_end(frames).segment);
    frames_close(&frames);
}

static void frame_above_the_limit_is_refused(void **state)
{
    (void)state;
    struct frames *frames = NULL;
    struct hash root = {{0}};
    assert_status(STATUS_OK, open_simply(true, 0, &frames));
    assert_status(STATUS_LIMIT_EXCEEDED,
                  frames_append(frames, 1, 0, &root, (const uint8_t *)"", FRAME_BYTES_MAX + 1));
    assert_status(STATUS_OK, append(frames, 0)); /* Nothing was written: no harm done. */
    frames_close(&frames);
}

static void journal_that_is_not_there_cannot_be_read(void **state)
{
    (void)state;
    struct frames *frames = NULL;
    assert_status(STATUS_FILE_OPEN, open_simply(false, 0, &frames));
    assert_null(frames);
}

int main(void)
{
    struct CMUnitTest tests[64] = {
        cmocka_unit_test(vector_is_castagnoli),
        cmocka_unit_test_setup_teardown(every_bit_is_found, begin, end),
        cmocka_unit_test_setup_teardown(every_length_is_recovered, begin, end),
        cmocka_unit_test_setup_teardown(reader_sees_only_what_was_whole, begin, end),
        cmocka_unit_test_setup_teardown(reading_jumps_between_segments, begin, end),
        cmocka_unit_test_setup_teardown(blocks_without_records_stay_in_their_segment, begin, end),
        cmocka_unit_test_setup_teardown(frame_above_the_limit_is_refused, begin, end),
        cmocka_unit_test_setup_teardown(journal_that_is_not_there_cannot_be_read, begin, end),
    };
    size_t count = 8;
    ROWS(fault_rows, fault_check);
    ROWS(recover_rows, recover_check);
    return _cmocka_run_group_tests("frames_fault", tests, count, NULL, NULL);
}
