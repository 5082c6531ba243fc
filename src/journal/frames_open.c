/* frames_open.c - lists the segments and walks from a known place to the last valid frame. */
#include <stdlib.h>
#include <string.h>

#include "journal/frames_internal.h"

enum { SEGMENT_DIGITS = 20 };

/* Reads "<20 digits>.seg"; other names are not ours to judge. */
static bool segment_name_parse(const char *name, uint64_t *segment)
{
    if (strlen(name) != SEGMENT_DIGITS + 4 || strcmp(name + SEGMENT_DIGITS, ".seg") != 0) {
        return false;
    }
    *segment = 0;
    for (int i = 0; i < SEGMENT_DIGITS; i++) {
        uint64_t digit = (uint64_t)(name[i] - '0');
        if (digit > 9 || *segment > (INT64_MAX - digit) / 10) {
            return false;
        }
        *segment = *segment * 10 + digit;
    }
    return true;
}

static struct status segments_list(struct frames *frames)
{
    SCOPED(folder_names_free) struct folder_names names = {0};
    TRY(folder_names(frames->folder, &names));
    uint64_t *segments = calloc(names.count + 1, sizeof(*segments));
    if (segments == NULL) {
        return FAULT(OUT_OF_MEMORY);
    }
    free(frames->segments);
    frames->segments = segments;
    frames->segment_count = 0;
    frames->segment_room = names.count + 1;
    for (size_t i = 0; i < names.count; i++) {
        uint64_t segment = 0;
        if (segment_name_parse(names.list[i], &segment)) {
            frames->segments[frames->segment_count++] = segment;
        }
    }
    return OK;
}

/* Goes on to the last valid frame; what stands after it is for frames__recover(). */
static struct status frames_walk(struct frames *frames, const struct frames_options *options,
                                 struct problem *problem)
{
    for (;;) {
        struct frame frame;
        enum step step = STEP_END;
        TRY(frames__step(frames, &frame, &step, problem));
        if (step != STEP_FRAME) {
            return OK;
        }
        if (options->each != NULL) {
            TRY(options->each(options->context, &frame, problem));
        }
    }
}

/* For writing: a crash may have left frames that no sync has reached. They are valid and will be
 * answered as stored, so they are made durable first. */
static struct status tail_open(struct frames *frames, struct problem *problem)
{
    if (!frames->write || frames->segment_count == 0) {
        return OK;
    }
    uint64_t segment = frames->segments[frames->segment_count - 1];
    char path[PATH_BYTES_MAX];
    TRY(frames__path(frames, segment, path));
    struct status status = file_open(path, FILE_FOR_WRITING, &frames->tail);
    if (status_ok(status)) {
        status = file_sync(&frames->tail);
    }
    if (status_ok(status)) {
        status = folder_sync(frames->folder);
    }
    return status_ok(status) ? OK : frames__fault(problem, segment, status);
}

static struct status frames_begin(struct frames *frames, const struct frames_options *options,
                                  uint64_t *cut_bytes, struct problem *problem)
{
    TRY(path_join(frames->folder, options->folder, "journal"));
    if (options->write) {
        TRY(folder_make(frames->folder));
    }
    TRY(segments_list(frames));
    if (frames->segment_count > 0 && frames->segments[0] != 0) {
        return frames__damaged(problem, (struct frame_place){0}, 0, "", "#0");
    }
    TRY(tail_open(frames, problem));
    TRY(frames_walk(frames, options, problem));
    TRY(frames__recover(frames, options->records_min, cut_bytes, problem));
    frames->walked = true;
    frames->synced = frames->end.offset; /* by tail_open(); a cut is synced, too */
    atomic_store(&frames->appended, frames->end.offset);
    return OK;
}

struct status frames_open(const struct frames_options *options, struct frames **out,
                          uint64_t *cut_bytes, struct problem *problem)
{
    REQUIRE(options != NULL && options->folder != NULL && out != NULL && cut_bytes != NULL);
    *out = NULL;
    *cut_bytes = 0;
    SCOPED(frames_close) struct frames *frames = calloc(1, sizeof(*frames));
    if (frames == NULL) {
        return FAULT(OUT_OF_MEMORY);
    }
    pthread_mutex_init(&frames->sync_lock, NULL);
    frames->write = options->write;
    frames->segment_bytes = options->segment_bytes == 0 ? SEGMENT_BYTES : options->segment_bytes;
    frames->file = FILE_CLOSED;
    frames->tail = FILE_CLOSED;
    frames->after = options->from;
    frames->after_record = options->from_record;
    struct problem trouble = problem_none();
    problem_text(trouble.file, sizeof(trouble.file), "journal", 7);
    struct status status = frames_begin(frames, options, cut_bytes, &trouble);
    if (!status_ok(status)) {
        if (problem != NULL) {
            *problem = trouble;
        }
        return problem_set(problem, status.code);
    }
    *out = frames;
    frames = NULL;
    return OK;
}

/* The segments up to and with the one that is the last from now on. */
static struct status segments_follow(struct frames *frames, uint64_t last)
{
    file_close(&frames->file); /* Its end was the end until now, or its index is another. */
    TRY(segments_list(frames));
    while (frames->segment_count > 0 && frames->segments[frames->segment_count - 1] > last) {
        frames->segment_count--; /* The writer has begun it, and is not known to hold a frame. */
    }
    bool there = frames->segment_count > 0 && frames->segments[frames->segment_count - 1] == last;
    return there ? OK
                 : frames__damaged(NULL, (struct frame_place){last, 0}, RECORD_UNKNOWN, "", "");
}

struct status frames_follow(struct frames *frames, struct frame_place end, uint64_t records)
{
    REQUIRE(frames != NULL && !frames->write);
    if (records <= frames->records) {
        return OK;
    }
    bool known =
        frames->segment_count > 0 && frames->segments[frames->segment_count - 1] == end.segment;
    if (!known) {
        TRY(segments_follow(frames, end.segment));
    }
    frames->end = end;
    frames->records = records;
    return OK;
}

void frames_close(struct frames **frames)
{
    if (frames == NULL || *frames == NULL) {
        return;
    }
    if (atomic_load(&(*frames)->sync_failed)) {
        frames__take_back(*frames, (*frames)->synced); /* Nobody was told of it. */
    }
    file_close(&(*frames)->file);
    file_close(&(*frames)->tail);
    pthread_mutex_destroy(&(*frames)->sync_lock);
    free((*frames)->segments);
    free((*frames)->window);
    free(*frames);
    *frames = NULL;
}
