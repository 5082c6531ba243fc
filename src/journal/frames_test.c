/* frames_test.c - what a journal may have been through, and what opening it then answers.
 *
 * Each row starts from the journal of frames_testing.h; something happens to its files; it is
 * opened. Where that works for writing, another frame is appended, and a second opening must find
 * every record. */
#include "journal/frames_testing.h"

#include <isa-l/crc.h>

/* A frame at a place, whole or with some fields changed, its checksum always made right. */
struct forged {
    uint32_t count;
    uint32_t reserved;
    uint64_t first_record;
    const uint8_t *payload;
    uint32_t payload_length;
};

static size_t forge(struct forged forged, uint8_t out[PAYLOAD_MAX])
{
    memset(out, 0, FRAME_HEADER_BYTES);
    memcpy(out, "SBJ1", 4);
    memcpy(out + 4, &forged.count, 4);
    memcpy(out + 8, &forged.payload_length, 4);
    memcpy(out + 12, &forged.reserved, 4);
    memcpy(out + 16, &forged.first_record, 8);
    uint32_t crc = crc32_iscsi(out, 64, UINT32_MAX);
    if (forged.payload_length > 0) {
        memcpy(out + FRAME_HEADER_BYTES, forged.payload, forged.payload_length);
        crc = crc32_iscsi(out + FRAME_HEADER_BYTES, (int)forged.payload_length, crc);
    }
    crc = ~crc;
    memcpy(out + 64, &crc, 4);
    return FRAME_HEADER_BYTES + forged.payload_length;
}

static void forged_add(uint32_t count, uint32_t reserved, uint64_t first_record,
                       const uint8_t *payload, uint32_t payload_length)
{
    uint8_t bytes[PAYLOAD_MAX];
    struct forged forged = {count, reserved, first_record, payload, payload_length};
    add(places[FRAMES].segment, bytes, forge(forged, bytes));
}

static const uint8_t record_x[] = {1, 0, 0, 0, 'x'}; /* a payload of one record */

static void nothing(void)
{
}
static void torn_header(void)
{
    add(0, "SBJ1\1\0\0", 7);
}
static void torn_payload(void)
{
    shorten(places[2].segment, 1);
}
static void zeros_after(void)
{
    static const uint8_t zeros[200000];
    add(0, zeros, sizeof(zeros));
}
static void zeros_for_last(void)
{
    static const uint8_t zeros[500];
    put(places[2], zeros, (size_t)(places[FRAMES].offset - places[2].offset));
}
static void garbage_after(void)
{
    add(0, "nobody knows how this came here SBJ1 SBJ1", 41);
}
static void lost_at_border(void)
{
    shorten(0, (int64_t)(places[FRAMES].offset - places[2].offset));
}
static void broken_first(void)
{
    put(places[0], "\xff", 1);
}
static void broken_middle(void)
{
    put((struct frame_place){places[1].segment, places[1].offset + 70}, "\xff", 1);
}
static void broken_last(void)
{
    put((struct frame_place){places[2].segment, places[2].offset + 70}, "\xff", 1);
}
static void whole_after_garbage(void)
{
    static const uint8_t noise[70000] = {'S', 'B', 'J', '1'};
    add(0, noise, sizeof(noise));
    forged_add(1, 0, RECORDS, record_x, sizeof(record_x));
    add(0, "x", 1);
}
static void hostile_length(void)
{
    uint8_t header[FRAME_HEADER_BYTES] = {'S', 'B', 'J', '1', 1, 0, 0, 0, 0xff, 0xff, 0xff, 0xff};
    add(0, header, sizeof(header));
}
static void count_too_high(void)
{
    forged_add(2, 0, RECORDS, record_x, sizeof(record_x));
}
static void count_too_low(void)
{
    forged_add(0, 0, RECORDS, record_x, sizeof(record_x));
}
static void count_huge(void)
{
    forged_add(UINT32_MAX, 0, RECORDS, record_x, sizeof(record_x));
}
static void record_too_long(void)
{
    forged_add(1, 0, RECORDS, (const uint8_t *)"\xff\xff\xff\xffx", 5);
}
static void record_empty(void)
{
    forged_add(1, 0, RECORDS, (const uint8_t *)"\0\0\0\0", 4);
}
static void reserved_used(void)
{
    forged_add(1, 1, RECORDS, record_x, sizeof(record_x));
}
static void order_gap(void)
{
    forged_add(1, 0, RECORDS + 1, record_x, sizeof(record_x));
}
static void order_repeat(void)
{
    forged_add(1, 0, RECORDS - 1, record_x, sizeof(record_x));
}
static void order_overflow(void)
{
    forged_add(1, 0, UINT64_MAX, record_x, sizeof(record_x));
}
static void empty_block(void)
{
    forged_add(0, 0, RECORDS, NULL, 0);
}
static void segment_lost(uint64_t segment)
{
    char path[PATH_BYTES_MAX];
    segment_path(segment, path);
    assert_status(STATUS_OK, file_remove(path));
}
static void first_lost(void)
{
    segment_lost(0);
}
static void middle_lost(void)
{
    segment_lost(places[1].segment);
}
static void last_lost(void)
{
    segment_lost(places[2].segment);
}
static void segment_renamed(void)
{
    char from[PATH_BYTES_MAX];
    char to[PATH_BYTES_MAX];
    segment_path(places[2].segment, from);
    segment_path(places[2].segment + 1, to);
    assert_status(STATUS_OK, file_rename(from, to));
}
static void segment_begun(void)
{
    add(RECORDS, "", 0);
}
static void segment_begun_wrongly(void)
{
    add(RECORDS + 1, "", 0);
}
static void segment_torn_at_start(void)
{
    add(RECORDS, "SBJ1", 4);
}
static void middle_emptied(void)
{
    shorten(places[1].segment, (int64_t)places[1].offset + 68 + 4 + 33);
}
static void middle_torn(void)
{
    shorten(places[1].segment, 1);
}
static void strange_names(void)
{
    char path[PATH_BYTES_MAX];
    static const char *const names[] = {
        "notes.txt", "0.seg", "99999999999999999999.seg", "0000000000000000000x.seg",
        "cut-7",     "cut-x"};
    for (size_t i = 0; i < COUNT(names); i++) {
        snprintf(path, sizeof(path), "%s/journal/%s", folder, names[i]);
        assert_status(STATUS_OK, file_replace(path, "?", 1));
    }
}
static void strange_names_and_torn(void)
{
    strange_names();
    torn_header();
}

/* ---- opening ---- */

static struct open_row {
    const char *name;
    void (*harm)(void);
    uint64_t segment_bytes; /* 1: a segment for each frame */
    uint64_t records_min;
    int records; /* found, or -1: damage */
    int frame;   /* where damage is named: at the start of this frame */
    int cut;     /* bytes that are cut off when it is opened for writing */
} open_rows[] = {
    {"an unharmed journal is whole", nothing, 0, 6, 6, 0, 0},
    {"a journal of many segments is whole", nothing, 1, 6, 6, 0, 0},
    {"a torn header is cut off", torn_header, 0, 6, 6, 0, 7},
    {"a torn payload is cut off", torn_payload, 0, 3, 3, 0, 244},
    {"a torn payload in its own segment is cut off", torn_payload, 1, 3, 3, 0, 244},
    {"a tail of zeros is cut off", zeros_after, 0, 6, 6, 0, 200000},
    {"zeros in place of the last frame are cut off", zeros_for_last, 0, 3, 3, 0, 245},
    {"a tail of garbage is cut off", garbage_after, 0, 6, 6, 0, 41},
    {"a last frame with a wrong checksum is cut off", broken_last, 0, 3, 3, 0, 245},
    {"a segment begun and left empty is used", segment_begun, 1, 6, 6, 0, 0},
    {"a segment torn in its first frame is cut empty", segment_torn_at_start, 1, 6, 6, 0, 4},
    {"an empty block is a frame", empty_block, 0, 6, 6, 0, 0},
    {"files with other names are left alone", strange_names, 0, 6, 6, 0, 0},
    {"cut files of earlier times are kept", strange_names_and_torn, 0, 6, 6, 0, 7},
    {"a torn record that the books hold is damage", torn_payload, 0, 4, -1, 2, 0},
    {"a lost frame that the checkpoint covers is damage", lost_at_border, 0, 6, -1, 2, 0},
    {"a lost frame that nobody knew of leaves no trace", lost_at_border, 0, 3, 3, 0, 0},
    {"a lost journal that the books know of is damage", last_lost, 0, 6, -1, 0, 0},
    {"a broken frame before a whole one is damage", broken_middle, 0, 0, -1, 1, 0},
    {"a broken first frame is damage", broken_first, 0, 0, -1, 0, 0},
    {"a broken frame in an earlier segment is damage", broken_middle, 1, 0, -1, 1, 0},
    {"garbage before a whole frame is damage", whole_after_garbage, 0, 0, -1, 3, 0},
    {"a length of four gigabytes is not believed", hostile_length, 0, 6, 6, 0, 68},
    {"more records than the count is damage", count_too_low, 0, 0, -1, 3, 0},
    {"fewer records than the count is damage", count_too_high, 0, 0, -1, 3, 0},
    {"a count of four billion is damage", count_huge, 0, 0, -1, 3, 0},
    {"a record longer than its frame is damage", record_too_long, 0, 0, -1, 3, 0},
    {"a record of no bytes is damage", record_empty, 0, 0, -1, 3, 0},
    {"a reserved field in use is damage", reserved_used, 0, 0, -1, 3, 0},
    {"a record number left out is damage", order_gap, 0, 0, -1, 3, 0},
    {"a record number used twice is damage", order_repeat, 0, 0, -1, 3, 0},
    {"a record number beyond all is damage", order_overflow, 0, 0, -1, 3, 0},
    {"a missing first segment is damage", first_lost, 1, 0, -1, 0, 0},
    {"a missing middle segment is damage", middle_lost, 1, 0, -1, 1, 0},
    {"a missing last segment that the books know of is damage", last_lost, 1, 6, -1, 2, 0},
    {"a segment under a wrong name is damage", segment_renamed, 1, 0, -1, 2, 0},
    {"an empty segment under a wrong name is damage", segment_begun_wrongly, 1, 0, -1, 3, 0},
    {"an emptied middle segment is damage", middle_emptied, 1, 0, -1, 1, 0},
    {"a middle segment without its end is damage", middle_torn, 1, 0, -1, 1, 0},
};

static void damage_check(const struct open_row *row, const struct problem *problem)
{
    char name[64];
    struct frame_place place = places[row->frame];
    /* A lost segment is named where its records should begin: at the end of the one before. */
    struct frame_place before = row->frame > 0 ? places[row->frame - 1] : place;
    snprintf(name, sizeof(name), "journal/%020llu.seg", (unsigned long long)place.segment);
    if (strcmp(name, problem->file) != 0) {
        snprintf(name, sizeof(name), "journal/%020llu.seg", (unsigned long long)before.segment);
        assert_string_equal(name, problem->file);
    } else {
        assert_int_equal(place.offset, problem->offset);
    }
    assert_int_equal(STATUS_JOURNAL_DAMAGED, problem->code);
}

static void cut_check(const struct open_row *row)
{
    char path[PATH_BYTES_MAX];
    const char *name = row->harm == strange_names_and_torn ? "cut-8" : "cut-1";
    snprintf(path, sizeof(path), "%s/journal/%s", folder, name);
    uint8_t *bytes = NULL;
    size_t length = 0;
    assert_status(STATUS_OK, file_load(path, SIZE_MAX, &bytes, &length));
    assert_int_equal(row->cut, length);
    free(bytes);
}

/* Opens as the row says, first for reading (nothing changes on disk), then for writing. */
static void open_check(void **state)
{
    const struct open_row *row = *state;
    journal_make(row->segment_bytes);
    row->harm();
    for (int write = 0; write <= 1; write++) {
        struct frames *frames = NULL;
        struct problem problem;
        uint64_t cut = 1;
        struct frames_options options = {.folder = folder,
                                         .write = write == 1,
                                         .records_min = row->records_min,
                                         .segment_bytes = row->segment_bytes};
        struct status status = frames_open(&options, &frames, &cut, &problem);
        if (row->records < 0) {
            assert_status(STATUS_JOURNAL_DAMAGED, status);
            assert_null(frames);
            damage_check(row, &problem);
            continue;
        }
        assert_status(STATUS_OK, status);
        assert_int_equal(write == 1 ? row->cut : 0, cut);
        records_check(frames, (uint64_t)row->records);
        if (write == 1) {
            if (row->cut > 0) {
                cut_check(row);
            }
            assert_status(STATUS_OK, append(frames, FRAMES));
            records_check(frames, (uint64_t)row->records + counts[FRAMES]);
        }
        frames_close(&frames);
    }
    if (row->records >= 0) {
        struct frames *frames = NULL;
        assert_status(STATUS_OK, open_simply(true, row->segment_bytes, &frames));
        records_check(frames, (uint64_t)row->records + counts[FRAMES]);
        frames_close(&frames);
    }
}

/* ---- opening from a known place ---- */

static struct from_row {
    const char *name;
    void (*harm)(void);
    uint64_t segment_bytes;
    int frame;                 /* `from` is its start; 3: the end */
    uint64_t offset_more;      /* added to it */
    uint64_t from_record_more; /* added to the record that stands there */
    int records;               /* or -1: damage */
} from_rows[] = {
    {"goes on from a frame", nothing, 0, 1, 0, 0, 6},
    {"goes on from the end", nothing, 0, 3, 0, 0, 6},
    {"goes on from a segment", nothing, 1, 2, 0, 0, 6},
    {"goes on from the end of the last segment", nothing, 1, 3, 0, 0, 6},
    {"does not read what stands before", broken_first, 0, 1, 0, 0, 6},
    {"does not read segments before", broken_middle, 1, 2, 0, 0, 6},
    {"finds damage at the place", broken_middle, 0, 1, 0, 0, -1},
    {"refuses a place that is not the start of a frame", nothing, 0, 1, 1, 0, -1},
    {"refuses a place beyond the end", nothing, 0, 3, 1, 0, -1},
    {"refuses another record at the place", nothing, 0, 1, 0, 1, -1},
    {"refuses a place in a lost segment", middle_lost, 1, 1, 0, 0, -1},
    {"refuses a place in a journal that is lost", last_lost, 0, 3, 0, 0, -1},
};

static void from_check(void **state)
{
    const struct from_row *row = *state;
    static const uint64_t record_at[FRAMES + 1] = {0, 2, 3, 6};
    journal_make(row->segment_bytes);
    row->harm();
    struct frames_options options = {.folder = folder,
                                     .from = places[row->frame],
                                     .from_record = record_at[row->frame] + row->from_record_more,
                                     .records_min = 6,
                                     .segment_bytes = row->segment_bytes};
    options.from.offset += row->offset_more;
    struct frames *frames = NULL;
    uint64_t cut = 0;
    struct problem problem;
    struct status status = frames_open(&options, &frames, &cut, &problem);
    assert_status(row->records < 0 ? STATUS_JOURNAL_DAMAGED : STATUS_OK, status);
    if (row->records >= 0) {
        assert_int_equal(row->records, frames_records(frames));
        if (row->harm == nothing) {
            records_check(frames, (uint64_t)row->records);
        }
    }
    frames_close(&frames);
}

/* ---- following ---- */

static struct follow_row {
    const char *name;
    uint64_t segment_bytes;
    int opened; /* after that many frames */
} follow_rows[] = {
    {"a reader of nothing follows", 0, 0},
    {"a reader follows in the segment", 0, 1},
    {"a reader of nothing follows over segments", 1, 0},
    {"a reader follows over segments", 1, 2},
};

static void follow_check(void **state)
{
    const struct follow_row *row = *state;
    struct frames *writer = NULL;
    struct frames *reader = NULL;
    assert_status(STATUS_OK, open_simply(true, row->segment_bytes, &writer));
    for (int i = 0; i <= FRAMES; i++) {
        if (i == row->opened) {
            assert_status(STATUS_OK, open_simply(false, row->segment_bytes, &reader));
        }
        if (reader != NULL) {
            records_check(reader, frames_records(reader));
        }
        struct frame_place before = frames_end(writer);
        uint64_t records = frames_records(writer);
        assert_status(STATUS_OK, append(writer, i));
        if (reader != NULL) {
            /* First as far as the books may be, then to the end; and never back. */
            assert_status(STATUS_OK, frames_follow(reader, before, records));
            records_check(reader, records);
            assert_status(STATUS_OK,
                          frames_follow(reader, frames_end(writer), frames_records(writer)));
            assert_status(STATUS_OK, frames_follow(reader, before, records));
            records_check(reader, frames_records(writer));
        }
    }
    struct frame_place beyond = {.segment = 1000};
    assert_status(STATUS_JOURNAL_DAMAGED, frames_follow(reader, beyond, 1000));
    frames_close(&reader);
    frames_close(&writer);
}

int main(void)
{
    struct CMUnitTest tests[64];
    size_t count = 0;
    ROWS(open_rows, open_check);
    ROWS(from_rows, from_check);
    ROWS(follow_rows, follow_check);
    return _cmocka_run_group_tests("frames", tests, count, NULL, NULL);
}
