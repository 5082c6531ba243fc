/* journal.c - opening, recovering and closing the journal; reading records.
 *
 * At open three things are brought to the same length: the frames (the truth), the books (their
 * position says how far they are) and the tree of hashes (a cache). Next: journal_submit.c. */
#include "journal/journal.h"

#include <stdlib.h>
#include <string.h>

#include "journal/journal_internal.h"

/* Opens the frames from the books' position on; the books and the stored checkpoint say how many
 * records must be there at least. */
static struct status frames_start(struct journal *journal, struct problem *problem)
{
    struct checkpoint checkpoint = {0};
    TRY(journal__checkpoint_read(journal->folder, journal->options.key, &checkpoint, problem));
    journal->checkpoint_size = checkpoint.size;
    struct frames_options options = {
        .folder = journal->folder,
        .write = journal->options.write,
        .from = journal->position.place,
        .from_record = journal->position.records,
        .records_min = checkpoint.size > journal->position.records ? checkpoint.size
                                                                   : journal->position.records,
    };
    uint64_t cut_bytes = 0;
    return frames_open(&options, &journal->frames, &cut_bytes, problem);
}

/* Makes the tree again from all frames up to the books' position. */
static struct status tree_remake(struct journal *journal, struct problem *problem)
{
    TRY(tree_cut(journal->tree, 0));
    struct frame_place place = {0};
    while (tree_size(journal->tree) < journal->position.records) {
        struct frame frame;
        bool more = false;
        TRY(frames_read(journal->frames, place, &frame, &more, problem));
        if (!more) {
            return problem_set(problem, STATUS_BOOKS_DIFFER);
        }
        size_t at = 0;
        const uint8_t *record = NULL;
        size_t length = 0;
        while (frame_record(&frame, &at, &record, &length)) {
            struct hash leaf;
            merkle_leaf(journal->hasher, &leaf, record, length);
            TRY(tree_append(journal->tree, &leaf));
        }
        place = frame.next;
    }
    return tree_flush(journal->tree);
}

/* The tree is brought to the books' position, and must have the root that the books hold. */
static struct status tree_start(struct journal *journal, struct problem *problem)
{
    char path[PATH_BYTES_MAX];
    TRY(path_join(path, journal->folder, "tree"));
    if (journal->options.write) {
        TRY(folder_make(path));
    }
    TRY(tree_open(path, journal->options.write, &journal->tree, problem));
    uint64_t records = journal->position.records;
    struct hash root;
    if (tree_size(journal->tree) >= records) {
        TRY(tree_root(journal->tree, records, &root));
        if (memcmp(root.bytes, journal->position.root.bytes, HASH_BYTES) == 0) {
            return journal->options.write ? tree_cut(journal->tree, records) : OK;
        }
    }
    if (!journal->options.write) {
        return OK; /* A reader does without: proofs will say that the root is wrong. */
    }
    TRY(tree_remake(journal, problem));
    TRY(tree_root(journal->tree, records, &root));
    if (memcmp(root.bytes, journal->position.root.bytes, HASH_BYTES) != 0) {
        return problem_set(problem, STATUS_JOURNAL_ROOT_WRONG);
    }
    return OK;
}

/* Applies the frames that the books do not hold yet. */
static struct status books_catch_up(struct journal *journal, struct problem *problem)
{
    struct replay replay = {
        .frames = journal->frames,
        .books = journal->options.books,
        .rooms = journal->options.rooms,
        .room_count = journal->options.room_count,
        .hasher = journal->hasher,
        .tree = journal->tree,
        .until = UINT64_MAX,
        .position = journal->position,
    };
    if (frames_records(journal->frames) == journal->position.records) {
        return OK;
    }
    tree_edge(journal->tree, &replay.merkle);
    TRY(journal__replay(&replay, problem));
    journal->position = replay.position;
    return OK;
}

static struct status journal_start(struct journal *journal, struct problem *problem)
{
    TRY(hasher_new(&journal->hasher));
    TRY(books__position(journal->options.books, &journal->position));
    TRY(frames_start(journal, problem));
    TRY(tree_start(journal, problem));
    return journal->options.write ? books_catch_up(journal, problem) : OK;
}

struct status journal_open(const struct journal_options *options, struct journal **out,
                           struct problem *problem)
{
    REQUIRE(options != NULL && options->folder != NULL && options->books != NULL && out != NULL);
    REQUIRE(options->key != NULL && (!options->write || options->seed != NULL));
    *out = NULL;
    struct journal *journal = calloc(1, sizeof *journal);
    if (journal == NULL) {
        return FAULT(OUT_OF_MEMORY);
    }
    journal->options = *options;
    journal->folder = strdup(options->folder);
    struct status status =
        journal->folder == NULL ? FAULT(OUT_OF_MEMORY) : journal_start(journal, problem);
    if (!status_ok(status)) {
        journal->broken = true;
        struct status closed = journal_close(&journal);
        (void)closed; /* The first trouble is the one worth telling. */
        return problem_set(problem, status.code);
    }
    *out = journal;
    return OK;
}

/* Everything answered is in the books and under a signed checkpoint. */
static struct status journal_settle(struct journal *journal)
{
    if (journal->group_open) {
        TRY(journal__group_drop(journal));
    }
    TRY(journal_commit(journal));
    return journal__checkpoint_write(journal);
}

struct status journal_close(struct journal **journal)
{
    REQUIRE(journal != NULL);
    struct journal *old = *journal;
    *journal = NULL;
    if (old == NULL) {
        return OK;
    }
    struct status status = OK;
    if (old->options.write && !old->broken) {
        status = journal_settle(old);
    }
    tree_close(&old->tree);
    frames_close(&old->frames);
    hasher_free(&old->hasher);
    free(old->payload);
    free(old->group_starts);
    free(old->folder);
    free(old);
    return status;
}

uint64_t journal_records(const struct journal *journal)
{
    REQUIRE(journal != NULL);
    return journal->position.records;
}

uint64_t journal_committed(const struct journal *journal)
{
    REQUIRE(journal != NULL);
    return journal->position.records - journal->uncommitted;
}

bool journal_behind(const struct journal *journal)
{
    REQUIRE(journal != NULL);
    return frames_records(journal->frames) > journal->position.records ||
           tree_size(journal->tree) < journal->position.records;
}

int32_t journal_last_day(const struct journal *journal)
{
    REQUIRE(journal != NULL);
    return journal->position.last_day;
}

struct tree *journal_tree(struct journal *journal)
{
    REQUIRE(journal != NULL);
    return journal->tree;
}

/* Reads the frame that holds the record, on from the last one read or from the nearest one that the
 * books know. */
static struct status cursor_seek(struct journal *journal, uint64_t index)
{
    struct record_cursor *cursor = &journal->cursor;
    struct frame_place place;
    bool near = cursor->frame.count > 0 && index >= cursor->frame.first_record &&
                index - cursor->frame.first_record < RECORDS_PER_ROW;
    if (near) {
        place = cursor->frame.next;
    } else {
        TRY(books__frame_find(journal->options.books, index, &place));
    }
    for (;;) {
        bool more = false;
        TRY(frames_read(journal->frames, place, &cursor->frame, &more, NULL));
        if (!more || cursor->frame.first_record > index) {
            return FAULT(JOURNAL_DAMAGED);
        }
        if (index - cursor->frame.first_record < cursor->frame.count) {
            return OK;
        }
        place = cursor->frame.next;
    }
}

/* One record of a large frame by its waypoint, held against its leaf hash. `*found` is false where
 * no waypoint leads to it or the tree is not so far (a reader's). */
static struct status record_alone(struct journal *journal, uint64_t index, const uint8_t **bytes,
                                  size_t *length, bool *found)
{
    struct waypoint waypoint;
    struct hash leaf;
    struct hash stored;
    if (index >= tree_size(journal->tree)) {
        return OK;
    }
    TRY(books__waypoint_find(journal->options.books, index, found, &waypoint));
    if (!*found) {
        return OK;
    }
    journal->cursor.frame.count = 0; /* What it borrowed is overwritten. */
    TRY(frames_record_at(journal->frames, waypoint.place, index - waypoint.record, bytes, length));
    merkle_leaf(journal->hasher, &leaf, *bytes, *length);
    TRY(tree_leaf(journal->tree, index, &stored));
    return memcmp(&leaf, &stored, sizeof leaf) == 0 ? OK : FAULT(JOURNAL_DAMAGED);
}

struct status journal_find(struct journal *journal, const uint8_t event_id[ID_BYTES], bool *found,
                           uint64_t *record)
{
    REQUIRE(journal != NULL && event_id != NULL && found != NULL && record != NULL);
    return books__record_find(journal->options.books, event_id, found, record);
}

struct status journal_record(struct journal *journal, uint64_t index, const uint8_t **bytes,
                             size_t *length)
{
    REQUIRE(journal != NULL && bytes != NULL && length != NULL);
    if (index >= journal->position.records) {
        return REFUSE(RECORD_NOT_FOUND);
    }
    struct record_cursor *cursor = &journal->cursor;
    bool inside = cursor->frame.count > 0 && index >= cursor->frame.first_record &&
                  index - cursor->frame.first_record < cursor->frame.count;
    bool follows = index == cursor->last + 1; /* who reads on wants whole frames */
    bool found = false;
    cursor->last = index;
    if (!inside && !follows) {
        TRY(record_alone(journal, index, bytes, length, &found));
    }
    if (found) {
        return OK;
    }
    if (!inside) {
        TRY(cursor_seek(journal, index));
    }
    if (!inside || index < cursor->number) {
        cursor->number = cursor->frame.first_record;
        cursor->at = 0;
    }
    while (frame_record(&cursor->frame, &cursor->at, bytes, length)) {
        if (cursor->number++ == index) {
            return OK;
        }
    }
    return FAULT(JOURNAL_DAMAGED);
}
