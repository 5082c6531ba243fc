/* frames.h - the journal's files: groups of records in append-only segments.
 *
 * A frame holds the records of one group that became durable together:
 *
 *   magic "SBJ1" | count u32 | payload bytes u32 | reserved u32 = 0 | first record u64 |
 *   height u64 (of a block; 0 in local mode) | root after the frame 32 bytes |
 *   CRC-32C u32 of all before it and of the payload | payload: count times (length u32, record)
 *
 * All integers are little-endian. A frame lies in one segment; segments are files
 * `journal/<first record, 20 digits>.seg`, a new one begun when the last holds records and has
 * reached SEGMENT_BYTES. Frames without records (count 0) are allowed: an empty block has a height.
 * A stranger's guide to all of it: docs/journal.md.
 *
 * This room half knows bytes and order only; what a record means is journal.h's business. The
 * interface is kept narrow so that frames may live elsewhere one day. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/problem.h"
#include "base/status.h"
#include "crypto/crypto.h"

enum { FRAME_HEADER_BYTES = 68 };
#define SEGMENT_BYTES (INT64_C(256) * 1024 * 1024)

/* The start of a frame: the segment by its first record, and the offset in it. */
struct frame_place {
    uint64_t segment;
    uint64_t offset;
};

struct frame {
    struct frame_place place;
    struct frame_place next; /* where it ends; frames_read() finds the frame after it from there,
                              * also where that one begins a new segment */
    uint32_t count;
    uint64_t first_record;
    uint64_t height;
    struct hash root;
    const uint8_t *payload; /* borrowed: from frames_read() until the next read or close */
    size_t payload_length;
};

struct frames;

/* Opens `folder`/journal. With `write` the folder is made where absent, and the bytes after the
 * last valid frame are cut off and kept as `journal/cut-<n>` (said on stderr, `*cut_bytes` counts
 * them) where no valid frame follows them and the frames before reach `records_min`, the number of
 * records that books and checkpoint are known to hold. Frames before `from` are not read. Anything
 * else that is not a valid frame is damage. Without `write` a torn tail is only left out.
 * Faults: JOURNAL_DAMAGED (file, offset and record named), FILE_OPEN, FILE_READ. */
struct frames_options {
    const char *folder;
    bool write;
    struct frame_place from; /* a known start of a frame; {0,0}: the very start */
    uint64_t from_record;    /* the number of records before `from` */
    uint64_t records_min;
    uint64_t segment_bytes; /* 0: SEGMENT_BYTES; tests take less */
    /* Is handed each valid frame while they are read for opening, so that all of it is read once; a
     * status that is not OK ends the opening. NULL: nobody is. */
    struct status (*each)(void *context, const struct frame *frame, struct problem *problem);
    void *context;
};
CHECKED struct status frames_open(const struct frames_options *options, struct frames **out,
                                  uint64_t *cut_bytes, struct problem *problem);
void frames_close(struct frames **frames);

/* Opened for reading: frames up to `end`, with `records` in all of them, are known to be durable,
 * as the books tell. Never goes back: where the end was seen further on, it stays there. Faults:
 * JOURNAL_DAMAGED (a segment of that place is not there), FILE_READ, OUT_OF_MEMORY. */
CHECKED struct status frames_follow(struct frames *frames, struct frame_place end,
                                    uint64_t records);

uint64_t frames_records(const struct frames *frames);       /* records in valid frames */
struct frame_place frames_end(const struct frames *frames); /* where the next frame goes */

/* Writes one frame; it is durable after frames_sync(). On any fault the file is as it was as far as
 * that can be had, and the frames refuse everything from then on: the caller does not know what is
 * on the disk and must stop. `payload` is already in frame form. Faults: FILE_WRITE, FILE_SYNC (of
 * a segment that is full), LIMIT_EXCEEDED (payload above FRAME_BYTES_MAX). */
CHECKED struct status frames_append(struct frames *frames, uint32_t count, uint64_t height,
                                    const struct hash *root, const uint8_t *payload,
                                    size_t payload_length);
/* Makes all frames durable that were appended before the call (one fdatasync, none where there is
 * nothing new). The one function that another thread may call while this one appends. After a fault
 * it and frames_append() give that fault for ever: a second sync proves nothing. Faults:
 * FILE_SYNC. */
CHECKED struct status frames_sync(struct frames *frames);

/* Reads and checks (CRC, order) the frame at a place; `*more` is false at the end. Reading on from
 * `frame->next` also checks that no record is missing in between. Faults: JOURNAL_DAMAGED,
 * FILE_OPEN, FILE_READ, OUT_OF_MEMORY. */
CHECKED struct status frames_read(struct frames *frames, struct frame_place place,
                                  struct frame *frame, bool *more, struct problem *problem);

/* The record whose length stands at a place within a frame, or the one `skip` records after it in
 * the same frame, without the rest of the frame: so its checksum is not looked at, and the caller
 * holds the record against its leaf hash. Borrowed until the next read or close. Faults:
 * JOURNAL_DAMAGED (no such segment, or what stands there cannot be a record), FILE_OPEN, FILE_READ,
 * OUT_OF_MEMORY. */
CHECKED struct status frames_record_at(struct frames *frames, struct frame_place place,
                                       uint64_t skip, const uint8_t **record, size_t *length);

/* Walks the records of a payload: `*position` is 0 at first; answers false at the end. */
bool frame_record(const struct frame *frame, size_t *position, const uint8_t **record,
                  size_t *length);

/* Parses the frame at the start of `bytes`, as frames_read does from a file; what follows it is not
 * looked at. `place` is {0, 0} and `next` tells the frame's length. Refuses: JOURNAL_DAMAGED. */
CHECKED struct status frame_parse(const uint8_t *bytes, size_t length, struct frame *frame);
