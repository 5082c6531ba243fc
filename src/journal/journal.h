/* journal.h - the one way in for every change that binds people.
 *
 * An operation comes as the bytes of an envelope. It is decoded, judged and applied to the books by
 * the room that owns its kind; if accepted it becomes a record, and the records of a group are made
 * durable by one sync before any of them is answered. The journal is the truth: at open the books
 * are brought up from the last record they hold. Formats: proto/operation.proto, frames.h. */
#pragma once

#include "base/watch.h"
#include "journal/books.h"
#include "journal/frames.h"
#include "proof/proof.h"

struct journal;

struct journal_options {
    const char *folder; /* the data folder: journal/, tree/, checkpoint */
    bool write;
    struct books *books;            /* borrowed; STORE_READ is enough without `write` */
    const struct apply_room *rooms; /* borrowed */
    size_t room_count;
    const struct note_key *key; /* borrowed; the log's name and public key */
    const uint8_t *seed;        /* borrowed; the private key. NULL: no signing, so no writing */
    int64_t (*now_ms)(void);    /* a monotonic clock for pacing alone; NULL: never by time */
};

/* Opens and recovers. The caller sees to it that nobody else writes to the folder (app/folder.c
 * holds its lock). Faults: JOURNAL_DAMAGED, JOURNAL_ROOT_WRONG, BOOKS_DIFFER (the books hold what
 * the journal does not). The caller owns `*out`. */
CHECKED struct status journal_open(const struct journal_options *options, struct journal **out,
                                   struct problem *problem);
/* The log's name and public key. */
const struct note_key *journal_key(const struct journal *journal);
/* Commits the books and signs the checkpoint; call it also after a fault. Sets to NULL. */
CHECKED struct status journal_close(struct journal **journal);

struct journal_answer {
    struct status status; /* OK, a refusal of apply, ID_TAKEN, OPERATION_MALFORMED, ... */
    bool again;           /* the same operation had been accepted before: its first receipt */
    uint64_t record;
    int32_t day;
    Sanbao__V1__Outcome outcome; /* no pointers inside */
};

struct span {
    const uint8_t *bytes;
    size_t length;
};

/* Submits a group; each operation is judged by itself, in order, and sees the ones before it.
 * After OK every answer is durable. A fault means that nothing is known of the group's accepted
 * ones (UNKNOWN_RETRY): the journal refuses everything from then on, the process should stop, and
 * a retry with the same event ids after the restart gets the true answer. */
enum { SUBMIT_OPERATIONS_MAX = 4096 };
CHECKED struct status journal_submit(struct journal *journal, const struct span *envelopes,
                                     size_t count, struct journal_answer *answers);

/* The same in pieces, so that the caller can look at each answer before the next try: at most
 * SUBMIT_OPERATIONS_MAX accepted ones, then seal. Like a submitted group it joins the books' open
 * transaction; what was tried cannot be taken back. */
CHECKED struct status journal_group(struct journal *journal);

/* In pieces too, for a group that is stored whole or not at all: begin, any number of tries, then
 * seal (durable, and the books are committed) or abandon (as if never begun). */
CHECKED struct status journal_begin(struct journal *journal);
CHECKED struct status journal_try(struct journal *journal, struct span envelope,
                                  struct journal_answer *answer);
/* Refuses LIMIT_EXCEEDED where the group is larger than a frame; it stays open then. */
CHECKED struct status journal_seal(struct journal *journal);
CHECKED struct status journal_abandon(struct journal *journal);
/* Seals without waiting for the disk, so that the next group can be tried meanwhile: nobody may be
 * told of the group before journal_sync() was OK. Refuses and faults as journal_seal(). */
CHECKED struct status journal_seal_ahead(struct journal *journal);
/* Makes durable all that was sealed before the call; may be called by another thread than the one
 * that tries and seals. Faults: FILE_SYNC, after which nothing more is taken. */
CHECKED struct status journal_sync(struct journal *journal);

/* Commits the books now; readers see everything that was answered. */
CHECKED struct status journal_commit(struct journal *journal);
/* For a writer that has nothing to do: commits the books, and signs the checkpoint where there is
 * something to sign and a second has passed since the last time. `*wait_ms` tells when to call
 * again if nothing comes in between; -1: all is signed. */
CHECKED struct status journal_rest(struct journal *journal, int64_t *wait_ms);

uint64_t journal_records(const struct journal *journal);
/* Opened for reading, in a process that lives long: takes up what the writer, in this process or
 * another, has committed since the opening or the last call, and lets the rooms forget what they
 * read before. `*moved` tells whether there was anything; if not, it cost one look-up. Whoever
 * wants many reads to be of one state calls it first thing within store_begin_read() of the books,
 * and ends that soon: the writer's log cannot shrink meanwhile. Faults: those of opening. */
CHECKED struct status journal_follow(struct journal *journal, bool *moved);

/* How many of them the books have committed: what a reader can see. */
uint64_t journal_committed(const struct journal *journal);
/* Opened for reading: the books or the tree do not hold all that the journal does, because a writer
 * is at work or one was killed, or the tree was taken away. */
bool journal_behind(const struct journal *journal);
/* The record's bytes, borrowed until the next call on this journal. Refuses: RECORD_NOT_FOUND. */
CHECKED struct status journal_record(struct journal *journal, uint64_t index, const uint8_t **bytes,
                                     size_t *length);
/* The record that an event id was accepted as, those of an open group too. */
CHECKED struct status journal_find(struct journal *journal, const uint8_t event_id[ID_BYTES],
                                   bool *found, uint64_t *record);
/* Decodes a record's or an envelope's bytes; refuses what is not the one valid encoding. The
 * caller frees with sanbao__v1__..._free_unpacked(x, NULL). Refuses: OPERATION_MALFORMED. */
CHECKED struct status record_decode(const uint8_t *bytes, size_t length, Sanbao__V1__Record **out);
CHECKED struct status operation_decode(const uint8_t *envelope, size_t length,
                                       Sanbao__V1__Operation **out);
/* Encodes an operation into an unsigned envelope; `*length` bytes of `out`. */
CHECKED struct status operation_encode(const Sanbao__V1__Operation *operation,
                                       uint8_t out[ENVELOPE_BYTES_MAX], size_t *length);

/* The latest day of any record, but for activities and rules, which are made known before their
 * day; 0 where there is none. */
int32_t journal_last_day(const struct journal *journal);
struct tree *journal_tree(struct journal *journal); /* borrowed */
/* The newest checkpoint note, as stored; the tree reaches its size, also a reader's. malloc'ed for
 * the caller. Refuses: CHECKPOINT_MISSING. */
CHECKED struct status journal_checkpoint(struct journal *journal, char **note);

/* Checks frames, leaf hashes, every frame's root and the stored checkpoint, without the books.
 * A folder without a checkpoint passes: `signed_head` tells. */
struct journal_verified {
    uint64_t records;
    bool signed_head; /* a checkpoint is there, and it holds */
    struct hash root;
};
CHECKED struct status journal_verify_log(const char *folder, const struct note_key *key,
                                         const struct watch *watch,
                                         struct journal_verified *verified,
                                         struct problem *problem);
/* Replays the frames of `folder` that start before record `until` into `books` (new, empty, with
 * its own `rooms`), compares each outcome with the recorded one and checks the rooms' invariants.
 * The leaf hashes go to `tree` (empty, open for writing), which may be NULL. */
CHECKED struct status journal_replay(const char *folder, uint64_t until, struct books *books,
                                     const struct apply_room *rooms, size_t room_count,
                                     struct tree *tree, const struct watch *watch,
                                     struct problem *problem);
/* Checks every room's invariants on what is committed. Refuses: INVARIANT_BROKEN. */
CHECKED struct status journal_check(const struct apply_room *rooms, size_t room_count,
                                    struct problem *problem);
