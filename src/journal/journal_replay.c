/* journal_replay.c - applies recorded operations again: at open to bring the books up, by verify to
 * make them anew. Each must have the outcome that stands in its record, and each frame the root. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "journal/journal_internal.h"

static void number_text(char *out, size_t size, uint64_t granted, uint64_t balance, bool capped)
{
    snprintf(out, size, "granted %" PRIu64 ", balance %" PRIu64 "%s", granted, balance,
             capped ? ", capped" : "");
}

static bool outcome_same(const Sanbao__V1__Outcome *a, const Sanbao__V1__Outcome *b)
{
    return a->granted == b->granted && a->balance == b->balance && a->capped == b->capped &&
           a->reason == b->reason && a->owed_paid == b->owed_paid && a->owed == b->owed &&
           a->fen == b->fen;
}

static struct status outcome_compare(const Sanbao__V1__Record *record, struct status applied,
                                     const Sanbao__V1__Outcome *outcome, struct problem *problem)
{
    const Sanbao__V1__Outcome *found = record->outcome;
    if (status_ok(applied) && outcome_same(outcome, found)) {
        return OK;
    }
    if (problem != NULL) {
        problem->record = (int64_t)record->index;
        number_text(problem->value, sizeof problem->value, found->granted, found->balance,
                    found->capped);
        if (status_ok(applied)) {
            number_text(problem->expected, sizeof problem->expected, outcome->granted,
                        outcome->balance, outcome->capped);
        } else {
            const char *name = status_name(applied.code);
            problem_text(problem->expected, sizeof problem->expected, name, strlen(name));
        }
    }
    return problem_set(problem, STATUS_BOOKS_DIFFER);
}

static struct status operation_replay(struct replay *replay, struct decode_arena *arena,
                                      const Sanbao__V1__Record *record, struct problem *problem)
{
    Sanbao__V1__Operation *operation = NULL;
    decode_arena_reset(arena);
    TRY(journal__operation_decode(record->envelope.data, record->envelope.len, arena, &operation));
    if (operation->day != record->day) {
        return REFUSE(OPERATION_MALFORMED);
    }
    bool taken = false;
    uint64_t number = 0;
    TRY(books__record_find(replay->books, operation->event_id.data, &taken, &number));
    if (taken) {
        return REFUSE(ID_TAKEN);
    }
    struct apply apply = {operation, record->index, replay->sealed, &replay->position.root};
    Sanbao__V1__Outcome outcome = SANBAO__V1__OUTCOME__INIT;
    struct status applied = journal__apply(replay->rooms, replay->room_count, &apply, &outcome);
    TRY(outcome_compare(record, applied, &outcome, problem));
    if (record->day > replay->position.last_day && !journal__ahead(operation)) {
        replay->position.last_day = record->day;
    }
    return books__record_insert(replay->books, record->index, operation->event_id.data);
}

static struct status record_replay(struct replay *replay, struct decode_arena *arena,
                                   const uint8_t *bytes, size_t length, struct problem *problem)
{
    struct hash leaf;
    merkle_leaf(replay->hasher, &leaf, bytes, length);
    merkle_append(&replay->merkle, replay->hasher, &leaf);
    if (replay->tree != NULL) {
        TRY(tree_append(replay->tree, &leaf));
    }
    Sanbao__V1__Record *record = NULL;
    struct status status = record_decode(bytes, length, &record);
    if (status_ok(status) && record->index != replay->position.records) {
        status = REFUSE(OPERATION_MALFORMED);
    }
    if (status_ok(status)) {
        status = operation_replay(replay, arena, record, problem);
    }
    if (!status_ok(status) && problem != NULL && problem->record < 0) {
        problem->record = (int64_t)replay->position.records;
    }
    sanbao__v1__record__free_unpacked(record, NULL);
    replay->position.records++;
    return status_ok(status) ? OK : problem_set(problem, status.code);
}

static struct status frame_replay(struct replay *replay, struct decode_arena *arena,
                                  const struct frame *frame, struct problem *problem)
{
    size_t at = 0;
    const uint8_t *record = NULL;
    size_t length = 0;
    replay->sealed = frame->first_record;
    while (frame_record(frame, &at, &record, &length)) {
        TRY(record_replay(replay, arena, record, length, problem));
    }
    merkle_root(&replay->merkle, replay->hasher, &replay->position.root);
    if (memcmp(replay->position.root.bytes, frame->root.bytes, HASH_BYTES) != 0) {
        if (problem != NULL) {
            problem->record = (int64_t)frame->first_record;
        }
        return problem_set(problem, STATUS_JOURNAL_ROOT_WRONG);
    }
    replay->position.place = frame->next;
    return journal__frame_note(replay->books, frame);
}

static struct status frames_replay(struct replay *replay, struct decode_arena *arena,
                                   struct problem *problem)
{
    uint64_t committed = replay->position.records;
    for (;;) {
        struct frame frame;
        bool more = false;
        TRY(frames_read(replay->frames, replay->position.place, &frame, &more, problem));
        more = more && frame.first_record < replay->until;
        bool pause = replay->position.records - committed >= 100000;
        if (!more || pause) {
            TRY(journal__flush(replay->books, replay->rooms, replay->room_count));
            TRY(books__position_set(replay->books, &replay->position));
            TRY(replay->tree != NULL ? tree_flush(replay->tree) : OK);
            committed = replay->position.records;
        }
        if (!more) {
            return OK;
        }
        if (pause) {
            TRY(store_commit(books_store(replay->books)));
            TRY(store_begin(books_store(replay->books)));
        }
        TRY(frame_replay(replay, arena, &frame, problem));
        watch_tell(replay->watch, replay->position.records, frames_records(replay->frames));
    }
}

struct status journal__replay(struct replay *replay, struct problem *problem)
{
    struct decode_arena *arena = malloc(sizeof *arena);
    if (arena == NULL) {
        return FAULT(OUT_OF_MEMORY);
    }
    struct status status = store_begin(books_store(replay->books));
    if (status_ok(status)) {
        status = frames_replay(replay, arena, problem);
    }
    free(arena);
    TRY(status);
    return store_commit(books_store(replay->books));
}

struct status journal_replay(const char *folder, uint64_t until, struct books *books,
                             const struct apply_room *rooms, size_t room_count, struct tree *tree,
                             const struct watch *watch, struct problem *problem)
{
    REQUIRE(folder != NULL && books != NULL);
    SCOPED(frames_close) struct frames *frames = NULL;
    SCOPED(hasher_free) struct hasher *hasher = NULL;
    struct frames_options options = {.folder = folder};
    uint64_t cut_bytes = 0;
    TRY(frames_open(&options, &frames, &cut_bytes, problem));
    TRY(hasher_new(&hasher));
    struct replay replay = {.frames = frames,
                            .until = until,
                            .watch = watch,
                            .tree = tree,
                            .books = books,
                            .rooms = rooms,
                            .room_count = room_count,
                            .hasher = hasher};
    TRY(journal__replay(&replay, problem));
    return journal_check(rooms, room_count, problem);
}
