/* frames.c - reads frame after frame through a window of the open segment, and appends frames. */
#include "journal/frames_internal.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"

/* How far to read ahead: a look at one frame little, a walk twice as much each time. */
enum { AHEAD_WALK = 512 * 1024, AHEAD_LOOK = 8 * 1024 };

/* ---- places and problems ---- */

static void problem_place(struct problem *problem, uint64_t segment)
{
    snprintf(problem->file, sizeof(problem->file), "journal/%020" PRIu64 ".seg", segment);
}

struct status frames__damaged(struct problem *problem, struct frame_place place, uint64_t record,
                              const char *found, const char *expected)
{
    if (problem != NULL) {
        *problem = problem_none();
        problem_place(problem, place.segment);
        problem->offset = (int64_t)place.offset;
        problem->record = record == RECORD_UNKNOWN ? -1 : (int64_t)record;
        problem_text(problem->value, sizeof(problem->value), found, strlen(found));
        problem_text(problem->expected, sizeof(problem->expected), expected, strlen(expected));
    }
    return problem_set(problem, STATUS_JOURNAL_DAMAGED);
}

struct status frames__fault(struct problem *problem, uint64_t segment, struct status status)
{
    if (problem != NULL) {
        *problem = problem_none();
        problem_place(problem, segment);
    }
    return problem_set(problem, status.code);
}

struct status frames__path(const struct frames *frames, uint64_t segment, char path[PATH_BYTES_MAX])
{
    char name[32];
    snprintf(name, sizeof(name), "%020" PRIu64 ".seg", segment);
    return path_join(path, frames->folder, name);
}

uint64_t frames_records(const struct frames *frames)
{
    REQUIRE(frames != NULL);
    return frames->records;
}

struct frame_place frames_end(const struct frames *frames)
{
    REQUIRE(frames != NULL);
    return frames->end;
}

/* After a fault: what every later call answers. */
static struct status usable(const struct frames *frames)
{
    return atomic_load(&frames->sync_failed) ? FAULT(FILE_SYNC) : frames->broken;
}

/* ---- the window ---- */

static struct status window_grow(struct frames *frames, size_t need)
{
    if (need <= frames->window_room) {
        return OK;
    }
    size_t room = need < AHEAD_WALK ? AHEAD_WALK : need;
    uint8_t *window = realloc(frames->window, room);
    if (window == NULL) {
        return FAULT(OUT_OF_MEMORY);
    }
    frames->window = window;
    frames->window_room = room;
    return OK;
}

struct status frames__window(struct frames *frames, uint64_t offset, size_t need,
                             const uint8_t **bytes, size_t *got, struct problem *problem)
{
    uint64_t left = frames->limit - offset;
    need = need > left ? (size_t)left : need;
    uint64_t end = frames->window_offset + frames->window_length;
    bool inside = offset >= frames->window_offset && offset <= end;
    size_t kept = inside ? (size_t)(end - offset) : 0;
    if (kept < need) {
        size_t want = inside ? frames->ahead * 2 : AHEAD_LOOK;
        want = want > AHEAD_WALK ? AHEAD_WALK : want;
        frames->ahead = want;
        want = want < need ? need : want > left ? (size_t)left : want;
        TRY(window_grow(frames, want));
        memmove(frames->window, frames->window + frames->window_length - kept, kept);
        frames->window_offset = offset;
        frames->window_length = kept;
        size_t read = 0;
        struct status status = file_read(&frames->file, (int64_t)(offset + kept),
                                         frames->window + kept, want - kept, &read);
        if (!status_ok(status)) {
            return frames__fault(problem, frames->segments[frames->index], status);
        }
        frames->window_length += read;
        kept += read;
    }
    *bytes = frames->window + (offset - frames->window_offset);
    *got = kept < need ? kept : need;
    return OK;
}

struct status frames__judge_at(struct frames *frames, uint64_t offset, struct frame *frame,
                               enum frame_state *state, struct problem *problem)
{
    const uint8_t *bytes = NULL;
    size_t got = 0;
    *state = FRAME_TORN;
    *frame = (struct frame){0};
    TRY(frames__window(frames, offset, FRAME_HEADER_BYTES, &bytes, &got, problem));
    uint64_t total = got < FRAME_HEADER_BYTES ? 0 : frame__length(bytes);
    /* Only a length that the file can hold is read: a damaged one may be anything. */
    if (total == 0 || total > frames->limit - offset) {
        return OK;
    }
    frame->next.offset = total;
    TRY(frames__window(frames, offset, (size_t)total, &bytes, &got, problem));
    *state = frame__judge(bytes, got, frame);
    return OK;
}

/* ---- stepping ---- */

/* Opens the segment for reading, unless it is open already. */
static struct status segment_open(struct frames *frames, size_t index, struct problem *problem)
{
    uint64_t segment = frames->segments[index];
    if (frames->file.fd < 0 || frames->index != index) {
        file_close(&frames->file);
        frames->window_offset = 0;
        frames->window_length = 0;
        frames->index = index;
        char path[PATH_BYTES_MAX];
        int64_t bytes = 0;
        TRY(frames__path(frames, segment, path));
        struct status status = file_open(path, FILE_FOR_READING, &frames->file);
        if (status_ok(status)) {
            status = file_size(&frames->file, &bytes);
        }
        if (!status_ok(status)) {
            return frames__fault(problem, segment, status);
        }
        frames->limit = (uint64_t)bytes;
    }
    if (frames->walked && index == frames->segment_count - 1) {
        frames->limit = frames->end.offset;
    }
    return OK;
}

/* The segment's index in the list; `segment_count` where it is not there. */
static size_t segment_find(const struct frames *frames, uint64_t segment)
{
    size_t low = 0;
    size_t high = frames->segment_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (frames->segments[middle] < segment) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    bool found = low < frames->segment_count && frames->segments[low] == segment;
    return found ? low : frames->segment_count;
}

static struct status order_damaged(struct problem *problem, struct frame_place place,
                                   uint64_t found, uint64_t expected)
{
    char found_text[32];
    char expected_text[32];
    snprintf(found_text, sizeof(found_text), "#%" PRIu64, found);
    snprintf(expected_text, sizeof(expected_text), "#%" PRIu64, expected);
    return frames__damaged(problem, place, expected, found_text, expected_text);
}

/* Where `after` is the end of a segment that has a successor, moves it there. Then opens the
 * segment; `*end` tells whether nothing follows. */
static struct status after_settle(struct frames *frames, bool *end, struct problem *problem)
{
    *end = frames->segment_count == 0 && frames->after.segment == 0 && frames->after.offset == 0;
    if (*end) {
        return OK;
    }
    size_t index = segment_find(frames, frames->after.segment);
    if (index == frames->segment_count) {
        return frames__damaged(problem, frames->after, frames->after_record,
                               lang_pick("文件缺失", "the file is missing"), "");
    }
    TRY(segment_open(frames, index, problem));
    while (frames->after.offset == frames->limit && index + 1 < frames->segment_count) {
        index++;
        uint64_t segment = frames->segments[index];
        if (frames->after_record != RECORD_UNKNOWN && segment != frames->after_record) {
            return order_damaged(problem, frames->after, segment, frames->after_record);
        }
        frames->after = (struct frame_place){.segment = segment};
        TRY(segment_open(frames, index, problem));
    }
    if (frames->after.offset > frames->limit) {
        return frames__damaged(problem, frames->after, frames->after_record,
                               lang_pick("文件到此之前就结束了", "the file ends before"), "");
    }
    *end = frames->after.offset == frames->limit;
    return OK;
}

static struct status order_check(const struct frames *frames, const struct frame *frame,
                                 struct problem *problem)
{
    struct frame_place place = frames->after;
    if (frames->after_record != RECORD_UNKNOWN && frame->first_record != frames->after_record) {
        return order_damaged(problem, place, frame->first_record, frames->after_record);
    }
    bool fits = place.offset == 0 ? frame->first_record == place.segment
                                  : frame->first_record >= place.segment;
    return fits ? OK : order_damaged(problem, place, frame->first_record, place.segment);
}

struct status frames__step(struct frames *frames, struct frame *frame, enum step *step,
                           struct problem *problem)
{
    bool end = false;
    TRY(after_settle(frames, &end, problem));
    if (end) {
        *step = STEP_END;
        return OK;
    }
    struct frame_place place = frames->after;
    enum frame_state state = FRAME_TORN;
    TRY(frames__judge_at(frames, place.offset, frame, &state, problem));
    if (state == FRAME_TORN) {
        *step = STEP_TORN;
        return OK;
    }
    if (state == FRAME_WRONG) {
        return frames__damaged(
            problem, place, frames->after_record,
            lang_pick("校验和正确而内容不合格式", "contents that do not fit a right checksum"), "");
    }
    TRY(order_check(frames, frame, problem));
    frame->place = place;
    frame->next = (struct frame_place){place.segment, place.offset + frame->next.offset};
    frames->after = frame->next;
    frames->after_record = frame->first_record + frame->count;
    *step = STEP_FRAME;
    return OK;
}

struct status frames_read(struct frames *frames, struct frame_place place, struct frame *frame,
                          bool *more, struct problem *problem)
{
    REQUIRE(frames != NULL && frame != NULL && more != NULL);
    *more = false;
    TRY(usable(frames));
    if (place.segment != frames->after.segment || place.offset != frames->after.offset) {
        frames->after = place;
        frames->after_record = RECORD_UNKNOWN;
    }
    enum step step = STEP_END;
    TRY(frames__step(frames, frame, &step, problem));
    if (step == STEP_TORN) {
        return frames__damaged(problem, frames->after, frames->after_record,
                               lang_pick("残缺，或校验和不符", "cut short, or a wrong checksum"),
                               "");
    }
    *more = step == STEP_FRAME;
    return OK;
}

struct status frames_record_at(struct frames *frames, struct frame_place place, uint64_t skip,
                               const uint8_t **record, size_t *length)
{
    REQUIRE(frames != NULL && record != NULL && length != NULL);
    TRY(usable(frames));
    size_t index = segment_find(frames, place.segment);
    if (index == frames->segment_count) {
        return FAULT(JOURNAL_DAMAGED);
    }
    TRY(segment_open(frames, index, NULL));
    for (uint64_t offset = place.offset; offset < frames->limit; skip--) {
        const uint8_t *bytes = NULL;
        size_t got = 0;
        TRY(frames__window(frames, offset, RECORD_LENGTH_BYTES, &bytes, &got, NULL));
        *length = got < RECORD_LENGTH_BYTES ? 0 : frame__record_length(bytes);
        if (*length == 0 || *length > RECORD_BYTES_MAX) {
            break;
        }
        if (skip == 0) {
            size_t whole = RECORD_LENGTH_BYTES + *length;
            TRY(frames__window(frames, offset, whole, &bytes, &got, NULL));
            *record = bytes + RECORD_LENGTH_BYTES;
            return got == whole ? OK : FAULT(JOURNAL_DAMAGED);
        }
        offset += RECORD_LENGTH_BYTES + *length;
    }
    return FAULT(JOURNAL_DAMAGED);
}

/* ---- appending ---- */

static struct status tail_sync(struct frames *frames)
{
    uint64_t appended = atomic_load(&frames->appended);
    if (atomic_load(&frames->sync_failed)) {
        return FAULT(FILE_SYNC);
    }
    if (frames->synced == appended) {
        return OK;
    }
    struct status status = file_sync(&frames->tail);
    if (status_ok(status)) {
        frames->synced = appended;
    } else {
        atomic_store(&frames->sync_failed, true);
    }
    return status;
}

struct status frames_sync(struct frames *frames)
{
    REQUIRE(frames != NULL && frames->write);
    pthread_mutex_lock(&frames->sync_lock);
    struct status status = tail_sync(frames);
    pthread_mutex_unlock(&frames->sync_lock);
    return status;
}

/* The next frame goes to a new segment; what lies in the one before is durable by then. */
static struct status tail_change(struct frames *frames)
{
    char path[PATH_BYTES_MAX];
    TRY(frames__path(frames, frames->records, path));
    pthread_mutex_lock(&frames->sync_lock);
    struct status status = frames->tail.fd < 0 ? OK : tail_sync(frames);
    if (status_ok(status)) {
        file_close(&frames->tail);
        status = file_open(path, FILE_NEW, &frames->tail);
        frames->synced = 0;
        atomic_store(&frames->appended, 0);
    }
    pthread_mutex_unlock(&frames->sync_lock);
    return status_ok(status) ? folder_sync(frames->folder) : status;
}

/* Begins a new segment where there is none or the last is full. */
static struct status segment_begin(struct frames *frames)
{
    /* A segment is named by its first record: one without records cannot have a successor. */
    if (frames->segment_count > 0 &&
        (frames->end.offset < frames->segment_bytes || frames->records == frames->end.segment)) {
        return OK;
    }
    if (frames->segment_count == frames->segment_room) {
        size_t room = frames->segment_room == 0 ? 16 : frames->segment_room * 2;
        uint64_t *segments = realloc(frames->segments, room * sizeof(*segments));
        if (segments == NULL) {
            return FAULT(OUT_OF_MEMORY);
        }
        frames->segments = segments;
        frames->segment_room = room;
    }
    TRY(tail_change(frames));
    file_close(&frames->file); /* It may be the segment whose end was `end` until now. */
    frames->segments[frames->segment_count++] = frames->records;
    frames->end = (struct frame_place){.segment = frames->records};
    return OK;
}

static struct status frame_store(struct frames *frames, const struct iovec pieces[2])
{
    TRY(segment_begin(frames));
    return file_write_pieces(&frames->tail, (int64_t)frames->end.offset, pieces, 2);
}

void frames__take_back(struct frames *frames, uint64_t end)
{
    if (frames->tail.fd >= 0 && status_ok(file_truncate(&frames->tail, (int64_t)end))) {
        struct status synced = file_sync(&frames->tail);
        (void)synced;
    }
}

struct status frames_append(struct frames *frames, uint32_t count, uint64_t height,
                            const struct hash *root, const uint8_t *payload, size_t payload_length)
{
    REQUIRE(frames != NULL && frames->write && root != NULL);
    REQUIRE(payload != NULL || payload_length == 0);
    TRY(usable(frames));
    if (payload_length > FRAME_BYTES_MAX) {
        return REFUSE(LIMIT_EXCEEDED);
    }
    REQUIRE(frame__payload_fits(payload, payload_length, count));
    uint8_t header[FRAME_HEADER_BYTES];
    frame__header(header, count, frames->records, height, root, payload, payload_length);
    /* iovec has no const; writing only reads. */
    struct iovec pieces[2] = {{header, sizeof(header)},
                              {(void *)(uintptr_t)payload, payload_length}};
    frames->broken = frame_store(frames, pieces);
    if (!status_ok(frames->broken)) {
        frames__take_back(frames, frames->end.offset);
        return frames->broken;
    }
    frames->end.offset += sizeof(header) + payload_length;
    frames->records += count;
    atomic_store(&frames->appended, frames->end.offset);
    return OK;
}
