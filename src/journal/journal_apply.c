/* journal_apply.c - from an operation to the room that owns its kind, and the calls that all rooms
 * get together: flush, forget, check. */
#include "journal/journal_internal.h"

/* Changes nothing in the books: the record itself is the news. A log that goes on before its end
 * has nothing to tell. */
static struct status log_continue(const struct apply *apply)
{
    return apply->operation->log_continue->size >= apply->record ? OK : REFUSE(CONTINUE_NOTHING);
}

struct status journal__apply(const struct apply_room *rooms, size_t room_count,
                             const struct apply *apply, Sanbao__V1__Outcome *outcome)
{
    if (apply->operation->action_case == SANBAO__V1__OPERATION__ACTION_LOG_CONTINUE) {
        return log_continue(apply);
    }
    for (size_t i = 0; i < room_count; i++) {
        for (size_t k = 0; k < rooms[i].action_count; k++) {
            if (rooms[i].actions[k].action == apply->operation->action_case) {
                return rooms[i].actions[k].apply(rooms[i].state, apply, outcome);
            }
        }
    }
    return REFUSE(OPERATION_UNKNOWN);
}

bool journal__ahead(const Sanbao__V1__Operation *operation)
{
    return operation->action_case == SANBAO__V1__OPERATION__ACTION_ACTIVITY_OPEN ||
           operation->action_case == SANBAO__V1__OPERATION__ACTION_RULE_ADOPT;
}

struct status journal__flush(struct books *books, const struct apply_room *rooms, size_t room_count)
{
    for (size_t i = 0; i < room_count; i++) {
        if (rooms[i].flush != NULL) {
            TRY(rooms[i].flush(rooms[i].state));
        }
    }
    return books__flush(books);
}

void journal__forget(struct books *books, const struct apply_room *rooms, size_t room_count)
{
    for (size_t i = 0; i < room_count; i++) {
        if (rooms[i].forget != NULL) {
            rooms[i].forget(rooms[i].state);
        }
    }
    books__forget(books);
}

struct status journal_check(const struct apply_room *rooms, size_t room_count,
                            struct problem *problem)
{
    for (size_t i = 0; i < room_count; i++) {
        if (rooms[i].check != NULL) {
            TRY(rooms[i].check(rooms[i].state, problem));
        }
    }
    return OK;
}

static struct status waypoints_note(struct books *books, const struct frame *frame)
{
    size_t at = 0;
    size_t length = 0;
    const uint8_t *record = NULL;
    for (uint32_t i = 0; i < frame->count; i++) {
        uint32_t left = frame->count - i;
        const struct waypoint waypoint = {
            .record = frame->first_record + i,
            .place = {frame->place.segment, frame->place.offset + FRAME_HEADER_BYTES + at},
            .records = left < RECORDS_PER_ROW ? left : RECORDS_PER_ROW};
        REQUIRE(frame_record(frame, &at, &record, &length));
        if (i % RECORDS_PER_ROW == 0) {
            TRY(books__waypoint_insert(books, &waypoint));
        }
    }
    return OK;
}

struct status journal__frame_note(struct books *books, const struct frame *frame)
{
    /* A run starts in this frame, or the frame starts a run. */
    uint64_t first = frame->first_record;
    uint64_t last = first + (frame->count == 0 ? 0 : frame->count - 1);
    if (first % RECORDS_PER_ROW == 0 || first / RECORDS_PER_ROW != last / RECORDS_PER_ROW) {
        TRY(books__frame_insert(books, first, &frame->place));
    }
    return frame->count > RECORDS_PER_ROW ? waypoints_note(books, frame) : OK;
}
