/* expect.c - packs an operation as any client would and says what its answer must be. */
#include "property/expect.h"

#include <stdlib.h>
#include <string.h>

enum { NO_RECORD = 99999999 };

/* What an event id was accepted with. */
struct expect_event {
    bool known;
    uint64_t record;
    size_t length;
    uint8_t bytes[EXPECT_BYTES_MAX];
    Sanbao__V1__Outcome outcome;
};

void expect_begin(struct expect *expect, int numbers)
{
    *expect = (struct expect){.model = model_new((uint64_t)numbers), .numbers = numbers};
    expect->events = calloc((size_t)numbers, sizeof(*expect->events));
    expect->records = calloc((size_t)numbers, sizeof(*expect->records));
    REQUIRE(expect->events != NULL && expect->records != NULL);
    for (int i = 0; i < numbers; i++) {
        expect->records[i] = NO_RECORD;
    }
}

void expect_end(struct expect *expect)
{
    model_free(expect->model);
    free(expect->events);
    free(expect->records);
    *expect = (struct expect){0};
}

/* The program's own encoder is not asked. */
static size_t envelope_pack(const Sanbao__V1__Operation *operation, uint8_t out[EXPECT_BYTES_MAX])
{
    uint8_t body[EXPECT_BYTES_MAX];
    size_t length = sanbao__v1__operation__get_packed_size(operation);
    REQUIRE(length <= sizeof(body) - 16);
    Sanbao__V1__Envelope envelope = SANBAO__V1__ENVELOPE__INIT;
    envelope.body.len = sanbao__v1__operation__pack(operation, body);
    envelope.body.data = body;
    return sanbao__v1__envelope__pack(&envelope, out);
}

static void known_answer(const struct expect_event *event, struct expected *expected)
{
    expected->again = event->length == expected->length &&
                      memcmp(event->bytes, expected->bytes, event->length) == 0;
    expected->answer = (struct model_answer){
        .accepted = expected->again, .record = event->record, .outcome = event->outcome};
    expected->answer.refusals[STATUS_ID_TAKEN] = true;
}

/* What follows from how the log stands, or from who was drawn by it. */
static void panel_fill(struct expect *expect, const struct op *op, struct op_message *message)
{
    const struct model *model = expect->model;
    Sanbao__V1__Operation *operation = &message->operation;
    if (op->action == SANBAO__V1__OPERATION__ACTION_PANEL_DRAW) {
        memcpy(message->root, model->head_root, HASH_BYTES);
        message->root[0] ^= op->wrong;
        operation->panel_draw->size = model->head_size;
        model_panel_fill(model, operation, message->members, message->member_list);
    }
    int village = model_village_find(model, operation->village);
    ProtobufCBinaryData id = {ID_BYTES, message->panel};
    int panel = op->seats == OP_NONE || op->panel == OP_NONE ? MODEL_NONE
                                                             : model_panel_find(model, village, id);
    if (panel != MODEL_NONE) {
        const int *members = model->panels[panel].members;
        operation->proposer =
            (ProtobufCBinaryData){ID_BYTES, (uint8_t *)model->persons[members[op->seats / 3]].id};
        operation->approver =
            (ProtobufCBinaryData){ID_BYTES, (uint8_t *)model->persons[members[op->seats % 3]].id};
    }
}

void expect_next(struct expect *expect, const struct op *op, struct expected *expected)
{
    REQUIRE(op->number < expect->numbers && op->event < expect->numbers);
    struct op_message message;
    op_message_make(op, op->target == OP_NONE ? NO_RECORD : expect->records[op->target], &message);
    panel_fill(expect, op, &message);
    expected->length = envelope_pack(&message.operation, expected->bytes);
    expected->again = false;
    struct expect_event *event = &expect->events[op->event];
    if (event->known && op->spoil == SPOIL_NONE) {
        known_answer(event, expected);
        return;
    }
    model_apply(expect->model, &message.operation, &expected->answer);
    if (!expected->answer.accepted) {
        return;
    }
    event->known = true;
    event->record = expected->answer.record;
    event->outcome = expected->answer.outcome;
    event->length = expected->length;
    memcpy(event->bytes, expected->bytes, expected->length);
    expect->records[op->number] = expected->answer.record;
}
