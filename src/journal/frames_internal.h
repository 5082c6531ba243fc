/* frames_internal.h - what the files of the frame store share.
 *
 *   frame.c           one frame as bytes: judged, written
 *   frames.c          reading frame after frame through a window; appending
 *   frames_open.c     the list of segments, the walk to the end
 *   frames_recover.c  what stands after the last valid frame: cut off, or damage */
#pragma once

#include <pthread.h>
#include <stdatomic.h>

#include "base/file.h"
#include "base/limits.h"
#include "journal/frames.h"

/* After `after_record` where it is not known: the last read was somewhere else. */
#define RECORD_UNKNOWN UINT64_MAX

struct frames {
    char folder[PATH_BYTES_MAX]; /* of the segments */
    bool write;
    bool walked; /* `end` is known */
    uint64_t segment_bytes;
    struct status broken; /* not OK after a fault: what every later call answers */

    uint64_t *segments; /* their first records, ascending */
    size_t segment_count;
    size_t segment_room;

    struct file tail; /* for writing: the last segment; changed under `sync_lock` alone */
    pthread_mutex_t sync_lock;
    atomic_uint_fast64_t appended; /* bytes of the tail */
    uint64_t synced;               /* of them; under `sync_lock` */
    atomic_bool sync_failed;
    struct frame_place end;
    uint64_t records;

    /* Reading: one segment is open, `limit` bytes of it count, a window of it is in memory. */
    struct file file;
    size_t index; /* of the open segment in `segments` */
    uint64_t limit;
    uint8_t *window;
    size_t window_room;
    size_t window_length;
    uint64_t window_offset;
    size_t ahead;             /* how much was read at once the last time */
    struct frame_place after; /* where the next step reads */
    uint64_t after_record;    /* the record that must come there, or RECORD_UNKNOWN */
};

/* ---- frame.c ---- */

enum frame_state {
    FRAME_WHOLE,
    FRAME_TORN,  /* cut short or the checksum is wrong: never finished, or damaged */
    FRAME_WRONG, /* the checksum is right, the contents are not: no crash leaves that */
};

/* The bytes of the whole frame, told by its header of FRAME_HEADER_BYTES; 0: this is no header. */
uint64_t frame__length(const uint8_t *header);
/* Judges the frame at the start of `bytes`; fills `*frame` where it is whole. */
enum frame_state frame__judge(const uint8_t *bytes, uint64_t length, struct frame *frame);
enum { RECORD_LENGTH_BYTES = 4 }; /* before each record */
size_t frame__record_length(const uint8_t bytes[RECORD_LENGTH_BYTES]);
/* Whether a payload holds exactly `count` records of allowed length. */
bool frame__payload_fits(const uint8_t *payload, size_t length, uint32_t count);
/* Writes the header, checksum included. */
void frame__header(uint8_t out[FRAME_HEADER_BYTES], uint32_t count, uint64_t first_record,
                   uint64_t height, const struct hash *root, const uint8_t *payload,
                   size_t payload_length);

/* ---- frames.c ---- */

enum step {
    STEP_FRAME,
    STEP_END,
    STEP_TORN, /* at `after` */
};

/* Reads the frame at `after` and moves `after` on. Damage that no crash can leave is a fault. */
CHECKED struct status frames__step(struct frames *frames, struct frame *frame, enum step *step,
                                   struct problem *problem);
/* Judges what stands at an offset of the open segment as a frame. `frame->next.offset` is the
 * length that was judged, 0 where there is not even a header that the segment could hold. */
CHECKED struct status frames__judge_at(struct frames *frames, uint64_t offset, struct frame *frame,
                                       enum frame_state *state, struct problem *problem);
/* Makes `need` bytes from `offset` of the open segment available, or those up to `limit`. */
CHECKED struct status frames__window(struct frames *frames, uint64_t offset, size_t need,
                                     const uint8_t **bytes, size_t *got, struct problem *problem);
/* JOURNAL_DAMAGED with its place; `found` and `expected` may be "". */
CHECKED struct status frames__damaged(struct problem *problem, struct frame_place place,
                                      uint64_t record, const char *found, const char *expected);
/* Names a segment as the cause of `status`, a fault of the file layer. */
CHECKED struct status frames__fault(struct problem *problem, uint64_t segment,
                                    struct status status);
/* The path of a segment. */
CHECKED struct status frames__path(const struct frames *frames, uint64_t segment,
                                   char path[PATH_BYTES_MAX]);

/* After a fault: takes back what may stand after the end. Whether that works changes nothing for
 * the caller; what stays is found and cut at the next start. */
void frames__take_back(struct frames *frames, uint64_t end);

/* ---- frames_recover.c ---- */

/* Called where the walk stopped at `after`, in the last segment: sets end and records, having cut
 * off (or, without `write`, left out) what a crash may have left there. */
CHECKED struct status frames__recover(struct frames *frames, uint64_t records_min,
                                      uint64_t *cut_bytes, struct problem *problem);
