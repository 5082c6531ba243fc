/* journal_internal.h - what the files of this room share. */
#pragma once

#include "base/file.h"
#include "journal/fold.h"
#include "journal/journal.h"

struct books {
    struct store *store;
    struct fold *metrics; /* key: village, name's handle, day */
    struct fold *events;  /* key: the event id as four integers */
    char **names;
    size_t name_count;
    struct store_stmt *metric_select;
    struct store_stmt *metric_replace;
    struct store_stmt *metric_sum;
    struct store_stmt *metric_days;
    struct store_stmt *metric_each;
    struct store_stmt *position_select;
    struct store_stmt *position_replace;
    struct store_stmt *record_select;
    struct store_stmt *record_none;
    struct store_stmt *record_save;
    struct store_stmt *frame_find;
    struct store_stmt *frame_insert;
    struct store_stmt *waypoint_find;
    struct store_stmt *waypoint_insert;
};

/* A look at one record reads at most so many: frames that are small, or a part of a large one. */
enum { RECORDS_PER_ROW = 64 };

/* A way into the middle of a large frame. */
struct waypoint {
    uint64_t record;
    struct frame_place place; /* of the length before it */
    uint64_t records;         /* from there on in the same frame, at most RECORDS_PER_ROW */
};

/* How far the books are. */
struct position {
    uint64_t records;
    struct frame_place place; /* of the next frame */
    struct hash root;
    int32_t last_day; /* the latest day of any record; 0: none */
};

CHECKED struct status books__flush(struct books *books);
void books__forget(struct books *books);

CHECKED struct status books__record_find(struct books *books, const uint8_t event_id[ID_BYTES],
                                         bool *found, uint64_t *number);
CHECKED struct status books__record_insert(struct books *books, uint64_t number,
                                           const uint8_t event_id[ID_BYTES]);

/* ---- SQL: books_sql.c ---- */

CHECKED struct status books__metric_select(struct books *books, int64_t village, const char *name,
                                           int32_t day, int64_t *value);
CHECKED struct status books__metric_replace(struct books *books, int64_t village, const char *name,
                                            int32_t day, int64_t value);
/* An empty database has the position before the first record. */
CHECKED struct status books__position(struct books *books, struct position *position);
CHECKED struct status books__position_set(struct books *books, const struct position *position);
/* `*number` is the record + 1; 0 where there is none. */
CHECKED struct status books__record_select(struct books *books, const uint8_t event_id[ID_BYTES],
                                           int64_t *number);
/* Whether no event id lies between the two, both included. */
CHECKED struct status books__record_none(struct books *books, const uint8_t first[ID_BYTES],
                                         const uint8_t last[ID_BYTES], bool *none);
CHECKED struct status books__record_save(struct books *books, const struct bulk *rows);
/* The newest known frame that starts at or before the record; the very first where none is. */
CHECKED struct status books__frame_find(struct books *books, uint64_t record,
                                        struct frame_place *place);
/* The waypoint at or before a record, if it leads to it. */
CHECKED struct status books__waypoint_find(struct books *books, uint64_t record, bool *found,
                                           struct waypoint *waypoint);
CHECKED struct status books__waypoint_insert(struct books *books, const struct waypoint *waypoint);
CHECKED struct status books__frame_insert(struct books *books, uint64_t first_record,
                                          const struct frame_place *place);

/* ---- codec: journal_codec.c ---- */

/* Memory for one decoded message, given back all at once. */
struct decode_arena {
    ProtobufCAllocator allocator;
    size_t used;
    _Alignas(16) uint8_t bytes[4 * RECORD_BYTES_MAX];
};
void decode_arena_reset(struct decode_arena *arena);
/* As operation_decode(), into the arena; what is decoded lives until the next reset. */
CHECKED struct status journal__operation_decode(const uint8_t *envelope, size_t length,
                                                struct decode_arena *arena,
                                                Sanbao__V1__Operation **out);

/* ---- the open group ---- */

/* A record in its frame, so that reading on does not search again. */
struct record_cursor {
    struct frame frame; /* count 0: none read yet */
    uint64_t number;    /* of the record that `at` stands before */
    uint64_t last;      /* the record that was asked for last */
    size_t at;
};

struct journal {
    struct journal_options options;
    char *folder;
    struct frames *frames;
    struct tree *tree;
    struct hasher *hasher;
    struct position position; /* of what is durable in the frames */
    bool broken;              /* after a fault nothing more is taken */

    bool group_open;
    bool group_whole; /* stored whole or not at all */
    uint8_t *payload; /* the group's records in frame form */
    size_t payload_length;
    size_t payload_room;
    size_t *group_starts; /* where each record's length stands in the payload */
    size_t group_room;
    uint32_t group_count;

    uint64_t uncommitted; /* operations in the books' open transaction */
    int64_t uncommitted_since_ms;
    int64_t checkpoint_ms;
    uint64_t checkpoint_size;    /* of the stored checkpoint */
    struct record_cursor cursor; /* where journal_record() found the last one */
    int32_t group_last_day;      /* the latest day of the group's records */
    struct decode_arena arena;
};

/* Activities and rules are made known before their day: they do not say what day it is. */
bool journal__ahead(const Sanbao__V1__Operation *operation);
/* Applies one decoded operation through its room. */
CHECKED struct status journal__apply(const struct apply_room *rooms, size_t room_count,
                                     const struct apply *apply, Sanbao__V1__Outcome *outcome);
CHECKED struct status journal__flush(struct books *books, const struct apply_room *rooms,
                                     size_t room_count);
void journal__forget(struct books *books, const struct apply_room *rooms, size_t room_count);
/* Forgets the open group and all that the books have not committed: what was sealed before stands
 * in the frames, from which the next opening brings the books up. */
CHECKED struct status journal__group_drop(struct journal *journal);
/* Notes in the books that a frame was applied: its place where it opens a run of
 * RECORDS_PER_ROW, and waypoints where it has more records than that. */
CHECKED struct status journal__frame_note(struct books *books, const struct frame *frame);

/* Applies frames from the books' position on, comparing outcomes and roots. */
struct replay {
    struct frames *frames;
    struct books *books;
    const struct apply_room *rooms;
    size_t room_count;
    struct hasher *hasher;
    struct merkle merkle; /* over the records before position */
    struct tree *tree;    /* gets the leaf hashes; may be NULL */
    uint64_t until;       /* frames that start at this record or later are left out */
    const struct watch *watch;
    uint64_t sealed; /* records before the frame that is being replayed */
    struct position position;
};
CHECKED struct status journal__replay(struct replay *replay, struct problem *problem);

CHECKED struct status journal__checkpoint_write(struct journal *journal);
/* The stored checkpoint; size 0 where there is none. Its signature is checked where `key` is. */
CHECKED struct status journal__checkpoint_read(const char *folder, const struct note_key *key,
                                               struct checkpoint *checkpoint,
                                               struct problem *problem);
