/* journal_submit.c - the way of a group: judged and applied one by one, sealed by one frame and one
 * sync, answered; the books' transaction goes on over many groups.
 *
 *     begin -- try -- try -- ... -- seal: leaf hashes, root, frame -- sync -- answers
 *                                     +- now and then, after a sync: flush of the rooms, commit of
 *                                        the books, a signed checkpoint
 *
 * The order of durability is what makes a crash harmless: the books are committed only after the
 * frame that they follow from is on the disk. */
#include <stdlib.h>
#include <string.h>

#include "journal/journal_internal.h"

enum {
    /* The more operations a commit has, the more of them share a page. After a crash so many are
     * applied again, in less than a second. */
    COMMIT_OPERATIONS = 24576,
    COMMIT_MS = 1000, /* of work without a rest */
    CHECKPOINT_MS = 1000,
    RECORD_LENGTH_BYTES = 4,
};

/* After a fault nobody knows what is on the disk: nothing more is taken, the books roll back. */
static struct status broken(struct journal *journal, struct status status)
{
    journal->broken = true;
    return status;
}

static int64_t now_ms(const struct journal *journal)
{
    return journal->options.now_ms == NULL ? 0 : journal->options.now_ms();
}

struct status journal_begin(struct journal *journal)
{
    REQUIRE(journal != NULL && journal->options.write);
    if (journal->broken) {
        return FAULT(UNKNOWN_RETRY);
    }
    REQUIRE(!journal->group_open);
    /* A group that may be abandoned must be alone in the books' transaction. */
    TRY(journal_commit(journal));
    TRY(store_begin(books_store(journal->options.books)));
    journal->group_open = true;
    journal->group_whole = true;
    return OK;
}

struct status journal_group(struct journal *journal)
{
    REQUIRE(journal != NULL && journal->options.write);
    if (journal->broken) {
        return FAULT(UNKNOWN_RETRY); /* The group that met the fault is still open. */
    }
    REQUIRE(!journal->group_open);
    if (!store_in_transaction(books_store(journal->options.books))) {
        TRY(store_begin(books_store(journal->options.books)));
        journal->uncommitted_since_ms = now_ms(journal);
    }
    journal->group_open = true;
    journal->group_whole = false;
    return OK;
}

static void group_end(struct journal *journal)
{
    journal->group_open = false;
    journal->payload_length = 0;
    journal->group_count = 0;
    journal->group_last_day = 0;
}

/* Room for one more record of any size. */
static struct status group_room(struct journal *journal)
{
    if (journal->payload_room - journal->payload_length < RECORD_BYTES_MAX + RECORD_LENGTH_BYTES) {
        size_t room = journal->payload_room == 0 ? (size_t)1 << 20 : journal->payload_room * 2;
        uint8_t *payload = realloc(journal->payload, room);
        if (payload == NULL) {
            return FAULT(OUT_OF_MEMORY);
        }
        journal->payload = payload;
        journal->payload_room = room;
    }
    if (journal->group_count == journal->group_room) {
        size_t room = journal->group_room == 0 ? 1024 : journal->group_room * 2;
        size_t *starts = realloc(journal->group_starts, room * sizeof *starts);
        if (starts == NULL) {
            return FAULT(OUT_OF_MEMORY);
        }
        journal->group_starts = starts;
        journal->group_room = room;
    }
    return OK;
}

/* Appends the record of an accepted operation to the group. */
static struct status record_append(struct journal *journal, const Sanbao__V1__Operation *operation,
                                   struct span envelope, uint64_t number,
                                   Sanbao__V1__Outcome *outcome)
{
    Sanbao__V1__Record record = SANBAO__V1__RECORD__INIT;
    record.index = number;
    record.day = operation->day;
    record.envelope = (ProtobufCBinaryData){envelope.length, (uint8_t *)(uintptr_t)envelope.bytes};
    record.outcome = outcome;
    uint8_t *start = journal->payload + journal->payload_length;
    size_t length = sanbao__v1__record__pack(&record, start + RECORD_LENGTH_BYTES);
    REQUIRE(length <= RECORD_BYTES_MAX);
    for (size_t i = 0; i < RECORD_LENGTH_BYTES; i++) {
        start[i] = (uint8_t)(length >> (8 * i));
    }
    journal->group_starts[journal->group_count++] = journal->payload_length;
    journal->payload_length += RECORD_LENGTH_BYTES + length;
    if (operation->day > journal->group_last_day && !journal__ahead(operation)) {
        journal->group_last_day = operation->day;
    }
    return books__record_insert(journal->options.books, number, operation->event_id.data);
}

/* The bytes of an earlier record, durable or of the open group. */
static struct status earlier_record(struct journal *journal, uint64_t number, const uint8_t **bytes,
                                    size_t *length)
{
    if (number < journal->position.records) {
        return journal_record(journal, number, bytes, length);
    }
    size_t group_index = (size_t)(number - journal->position.records);
    REQUIRE(group_index < journal->group_count);
    size_t start = journal->group_starts[group_index];
    size_t end = group_index + 1 < journal->group_count ? journal->group_starts[group_index + 1]
                                                        : journal->payload_length;
    *bytes = journal->payload + start + RECORD_LENGTH_BYTES;
    *length = end - start - RECORD_LENGTH_BYTES;
    return OK;
}

/* The event id is known: the same bytes get the first receipt, other bytes are refused. */
static struct status answer_again(struct journal *journal, struct span envelope, uint64_t number,
                                  struct journal_answer *answer)
{
    const uint8_t *bytes = NULL;
    size_t length = 0;
    Sanbao__V1__Record *record = NULL;
    TRY(earlier_record(journal, number, &bytes, &length));
    TRY(record_decode(bytes, length, &record));
    answer->record = number;
    answer->day = record->day;
    bool same = record->envelope.len == envelope.length &&
                memcmp(record->envelope.data, envelope.bytes, envelope.length) == 0;
    if (same) {
        answer->again = true;
        answer->outcome = *record->outcome;
    } else {
        answer->status = REFUSE(ID_TAKEN);
    }
    sanbao__v1__record__free_unpacked(record, NULL);
    return OK;
}

static struct status operation_try(struct journal *journal, struct span envelope,
                                   struct journal_answer *answer)
{
    Sanbao__V1__Operation *operation = NULL;
    decode_arena_reset(&journal->arena);
    answer->status =
        journal__operation_decode(envelope.bytes, envelope.length, &journal->arena, &operation);
    if (!status_ok(answer->status)) {
        return OK;
    }
    bool found = false;
    uint64_t number = 0;
    TRY(books__record_find(journal->options.books, operation->event_id.data, &found, &number));
    if (found) {
        return answer_again(journal, envelope, number, answer);
    }
    TRY(group_room(journal));
    struct apply apply = {operation, journal->position.records + journal->group_count,
                          journal->position.records, &journal->position.root};
    Sanbao__V1__Outcome outcome = SANBAO__V1__OUTCOME__INIT;
    answer->status =
        journal__apply(journal->options.rooms, journal->options.room_count, &apply, &outcome);
    if (!status_ok(answer->status)) {
        return status_is_fault(answer->status) ? answer->status : OK;
    }
    answer->record = apply.record;
    answer->day = operation->day;
    answer->outcome = outcome;
    return record_append(journal, operation, envelope, apply.record, &outcome);
}

struct status journal_try(struct journal *journal, struct span envelope,
                          struct journal_answer *answer)
{
    REQUIRE(journal != NULL && journal->group_open && answer != NULL);
    REQUIRE(journal->group_whole || journal->group_count < SUBMIT_OPERATIONS_MAX);
    *answer = (struct journal_answer){.status = OK};
    if (journal->broken) {
        return FAULT(UNKNOWN_RETRY);
    }
    struct status status = operation_try(journal, envelope, answer);
    if (!status_ok(status)) {
        answer->status = status;
        return broken(journal, status);
    }
    return OK;
}

/* Hashes the group's records into the tree and gives the root after them. */
static struct status group_hash(struct journal *journal, struct hash *root)
{
    for (uint32_t i = 0; i < journal->group_count; i++) {
        size_t start = journal->group_starts[i] + RECORD_LENGTH_BYTES;
        size_t end =
            i + 1 < journal->group_count ? journal->group_starts[i + 1] : journal->payload_length;
        struct hash leaf;
        merkle_leaf(journal->hasher, &leaf, journal->payload + start, end - start);
        TRY(tree_append(journal->tree, &leaf));
    }
    return tree_root(journal->tree, journal->position.records + journal->group_count, root);
}

/* Hands the group to the disk; once it is synced, it is true. */
static struct status group_write(struct journal *journal)
{
    struct hash root;
    TRY(group_hash(journal, &root));
    TRY(frames_append(journal->frames, journal->group_count, 0, &root, journal->payload,
                      journal->payload_length));
    /* Where it went: a full segment was left behind. */
    struct frame_place place = frames_end(journal->frames);
    place.offset -= FRAME_HEADER_BYTES + journal->payload_length;
    const struct frame frame = {.place = place,
                                .count = journal->group_count,
                                .first_record = journal->position.records,
                                .payload = journal->payload,
                                .payload_length = journal->payload_length};
    TRY(journal__frame_note(journal->options.books, &frame));
    journal->cursor.frame.count = 0; /* What it borrowed may have moved. */
    journal->position.records += journal->group_count;
    journal->position.place = frames_end(journal->frames);
    journal->position.root = root;
    if (journal->group_last_day > journal->position.last_day) {
        journal->position.last_day = journal->group_last_day;
    }
    journal->uncommitted += journal->group_count;
    return OK;
}

static struct status pace(struct journal *journal)
{
    int64_t now = now_ms(journal);
    bool due = journal->options.now_ms != NULL && now - journal->uncommitted_since_ms >= COMMIT_MS;
    if (journal->uncommitted >= COMMIT_OPERATIONS || (journal->uncommitted > 0 && due)) {
        TRY(journal_commit(journal));
    }
    if (journal->options.now_ms != NULL && now - journal->checkpoint_ms >= CHECKPOINT_MS) {
        journal->checkpoint_ms = now;
        TRY(journal__checkpoint_write(journal));
    }
    return OK;
}

struct status journal_rest(struct journal *journal, int64_t *wait_ms)
{
    REQUIRE(wait_ms != NULL);
    TRY(journal_commit(journal));
    *wait_ms = -1;
    if (journal->checkpoint_size == journal->position.records) {
        return OK;
    }
    int64_t now = now_ms(journal);
    int64_t due = journal->checkpoint_ms + CHECKPOINT_MS;
    if (journal->options.now_ms != NULL && now < due) {
        *wait_ms = due - now;
        return OK;
    }
    journal->checkpoint_ms = now;
    struct status status = journal__checkpoint_write(journal);
    return status_ok(status) ? OK : broken(journal, status);
}

struct status journal_seal_ahead(struct journal *journal)
{
    REQUIRE(journal != NULL && journal->group_open);
    if (journal->broken) {
        return FAULT(UNKNOWN_RETRY);
    }
    if (journal->payload_length > FRAME_BYTES_MAX) {
        return REFUSE(LIMIT_EXCEEDED); /* The group is still open: the caller abandons it. */
    }
    if (journal->group_count > 0) {
        struct status status = group_write(journal);
        if (!status_ok(status)) {
            return broken(journal, status);
        }
    }
    bool whole = journal->group_whole;
    group_end(journal);
    struct status status = whole ? journal_commit(journal) : pace(journal);
    return status_ok(status) ? OK : broken(journal, status);
}

struct status journal_sync(struct journal *journal)
{
    REQUIRE(journal != NULL && journal->options.write);
    return frames_sync(journal->frames);
}

struct status journal_seal(struct journal *journal)
{
    TRY(journal_seal_ahead(journal));
    struct status status = journal_sync(journal);
    return status_ok(status) ? OK : broken(journal, status);
}

struct status journal__group_drop(struct journal *journal)
{
    group_end(journal);
    journal__forget(journal->options.books, journal->options.rooms, journal->options.room_count);
    return store_rollback(books_store(journal->options.books));
}

struct status journal_abandon(struct journal *journal)
{
    REQUIRE(journal != NULL && journal->group_open && journal->group_whole);
    return journal__group_drop(journal);
}

struct status journal_submit(struct journal *journal, const struct span *envelopes, size_t count,
                             struct journal_answer *answers)
{
    REQUIRE(journal != NULL && (envelopes != NULL || count == 0) && answers != NULL);
    REQUIRE(count <= SUBMIT_OPERATIONS_MAX);
    TRY(journal_group(journal));
    for (size_t i = 0; i < count; i++) {
        TRY(journal_try(journal, envelopes[i], &answers[i]));
    }
    return journal_seal(journal);
}

/* Flushes and commits. What the folds hand over they hold as saved from then on. */
static struct status books_commit(struct journal *journal)
{
    struct books *books = journal->options.books;
    TRY(journal_sync(journal)); /* Nothing in the books follows from what may be lost. */
    TRY(journal__flush(books, journal->options.rooms, journal->options.room_count));
    TRY(books__position_set(books, &journal->position));
    /* The tree goes first: one that is behind the books has to be made again from all records. */
    TRY(tree_flush(journal->tree));
#ifndef NDEBUG
    TRY(journal_check(journal->options.rooms, journal->options.room_count, NULL));
#endif
    return store_commit(books_store(books));
}

struct status journal_commit(struct journal *journal)
{
    REQUIRE(journal != NULL && journal->options.write);
    if (journal->broken) {
        return FAULT(UNKNOWN_RETRY);
    }
    REQUIRE(!journal->group_open);
    if (!store_in_transaction(books_store(journal->options.books))) {
        return OK;
    }
    struct status status = books_commit(journal);
    if (!status_ok(status)) {
        return broken(journal, status); /* A second try would commit without what was flushed. */
    }
    journal->uncommitted = 0;
    return OK;
}
