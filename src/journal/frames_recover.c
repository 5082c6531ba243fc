/* frames_recover.c - what stands after the last valid frame.
 *
 * A crash in the middle of an append leaves a part of one frame at the very end, and nobody was
 * answered for it: it is cut off and kept. What a crash cannot leave is damage and is never cut. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "journal/frames_internal.h"

/* A tail made to look like many long frames is not hashed for ever: after this many bytes it counts
 * as damage. By chance a tail holds the first bytes of a frame hardly ever. */
#define SEARCH_BYTES_MAX (UINT64_C(64) * FRAME_BYTES_MAX)

/* The next offset from `*offset` on where a frame could begin; `limit` where there is none. */
static struct status start_find(struct frames *frames, uint64_t *offset, struct problem *problem)
{
    static const uint8_t magic[] = {'S', 'B', 'J', '1'};
    while (*offset < frames->limit) {
        const uint8_t *bytes = NULL;
        size_t got = 0;
        TRY(frames__window(frames, *offset, 64 * 1024, &bytes, &got, problem));
        const uint8_t *found = memmem(bytes, got, magic, sizeof(magic));
        if (found != NULL) {
            *offset += (uint64_t)(found - bytes);
            return OK;
        }
        if (got < sizeof(magic)) {
            break;
        }
        *offset += got - (sizeof(magic) - 1); /* A start may lie across the border. */
    }
    *offset = frames->limit;
    return OK;
}

/* Damage where a whole frame stands anywhere after the torn one. */
static struct status nothing_follows(struct frames *frames, struct problem *problem)
{
    struct frame_place torn = frames->after;
    uint64_t searched = 0;
    for (uint64_t offset = torn.offset + 1;; offset++) {
        TRY(start_find(frames, &offset, problem));
        if (offset >= frames->limit) {
            return OK;
        }
        struct frame frame;
        enum frame_state state = FRAME_TORN;
        TRY(frames__judge_at(frames, offset, &frame, &state, problem));
        if (state != FRAME_TORN) {
            return frames__damaged(
                problem, torn, frames->after_record,
                lang_pick("坏帧，其后还有好帧", "a broken frame, with a whole one after it"), "");
        }
        searched += frame.next.offset;
        if (searched > SEARCH_BYTES_MAX) {
            return frames__damaged(problem, torn, frames->after_record,
                                   lang_pick("坏帧，其后有大量像帧的内容",
                                             "a broken frame, with much after it that looks like "
                                             "frames"),
                                   "");
        }
    }
}

/* Opens a new file `cut-<n>`, n one above the highest there. */
static struct status cut_file_open(struct frames *frames, struct file *file, char name[32])
{
    SCOPED(folder_names_free) struct folder_names names = {0};
    TRY(folder_names(frames->folder, &names));
    long highest = 0;
    for (size_t i = 0; i < names.count; i++) {
        if (strncmp(names.list[i], "cut-", 4) == 0) {
            long number = strtol(names.list[i] + 4, NULL, 10);
            highest = number > highest && number < INT32_MAX ? number : highest;
        }
    }
    snprintf(name, 32, "cut-%ld", highest + 1);
    char path[PATH_BYTES_MAX];
    TRY(path_join(path, frames->folder, name));
    return file_open(path, FILE_NEW, file);
}

/* Copies the tail into a file of its own, durably, before it is cut off. */
static struct status tail_keep(struct frames *frames, char name[32], struct problem *problem)
{
    SCOPED(file_close) struct file file = FILE_CLOSED;
    TRY(cut_file_open(frames, &file, name));
    uint64_t from = frames->after.offset;
    for (uint64_t offset = from; offset < frames->limit;) {
        const uint8_t *bytes = NULL;
        size_t got = 0;
        TRY(frames__window(frames, offset, 1024 * 1024, &bytes, &got, problem));
        if (got == 0) {
            return FAULT(FILE_READ);
        }
        TRY(file_write(&file, (int64_t)(offset - from), bytes, got));
        offset += got;
    }
    TRY(file_sync(&file));
    return folder_sync(frames->folder);
}

static struct status tail_cut(struct frames *frames, uint64_t *cut_bytes, struct problem *problem)
{
    char name[32];
    uint64_t bytes = frames->limit - frames->after.offset;
    struct status status = tail_keep(frames, name, problem);
    if (status_ok(status)) {
        status = file_truncate(&frames->tail, (int64_t)frames->after.offset);
    }
    if (status_ok(status)) {
        status = file_sync(&frames->tail);
    }
    if (!status_ok(status)) {
        return frames__fault(problem, frames->after.segment, status);
    }
    frames->window_length = 0; /* It may hold what was cut. */
    SAYF(stderr, "上次没有写完的 %" PRIu64 " 字节已从日志末尾移到 journal/%s（当时没有回执）\n",
         "%" PRIu64 " bytes that were not finished last time were moved from the journal's end to "
         "journal/%s (they had not been answered)\n",
         bytes, name);
    *cut_bytes = bytes;
    return OK;
}

struct status frames__recover(struct frames *frames, uint64_t records_min, uint64_t *cut_bytes,
                              struct problem *problem)
{
    bool last = frames->segment_count == 0 || frames->index == frames->segment_count - 1;
    if (!last) {
        return frames__damaged(
            problem, frames->after, frames->after_record,
            lang_pick("坏帧，其后还有别的日志文件", "a broken frame, with more files after it"),
            "");
    }
    if (frames->after_record < records_min) {
        char found[32];
        char expected[32];
        snprintf(found, sizeof(found), "%" PRIu64, frames->after_record);
        snprintf(expected, sizeof(expected), "≥ %" PRIu64, records_min);
        return frames__damaged(problem, frames->after, frames->after_record, found, expected);
    }
    if (frames->segment_count > 0 && frames->after.offset < frames->limit) {
        TRY(nothing_follows(frames, problem));
        if (frames->write) {
            TRY(tail_cut(frames, cut_bytes, problem));
        }
    }
    frames->end = frames->after;
    frames->records = frames->after_record;
    return OK;
}
