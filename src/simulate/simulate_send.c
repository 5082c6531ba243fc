/* simulate_send.c - queues operations, submits them in groups, and takes the answers to heart. */
#include <string.h>

#include "simulate/simulate_internal.h"

ProtobufCBinaryData id_data(const struct id *id)
{
    return (ProtobufCBinaryData){ID_BYTES, (uint8_t *)(uintptr_t)id->bytes};
}

Sanbao__V1__Operation simulate__operation(struct simulation *sim, const struct sim_village *village,
                                          uint8_t event_id[ID_BYTES])
{
    /* A UUIDv7 (RFC 9562, section 5.7) of simulated time: ids that grow with time. */
    chance_bytes(&sim->chance, event_id, ID_BYTES);
    for (int i = 0; i < 6; i++) {
        event_id[i] = (uint8_t)(sim->instant >> (40 - 8 * i));
    }
    event_id[6] = (uint8_t)(0x70 | (event_id[6] & 0x0F));
    event_id[8] = (uint8_t)(0x80 | (event_id[8] & 0x3F));
    sim->instant++;
    Sanbao__V1__Operation operation = SANBAO__V1__OPERATION__INIT;
    operation.version = 1;
    operation.event_id = (ProtobufCBinaryData){ID_BYTES, event_id};
    operation.village = (char *)(uintptr_t)village->code;
    operation.day = sim->day;
    return operation;
}

static void answer_take(const struct sent *sent, const struct journal_answer *answer)
{
    struct resident *resident = sent->resident;
    if (resident == NULL) {
        return;
    }
    resident->balance = (int64_t)answer->outcome.balance;
    if (sent->after == AFTER_AWARD && answer->outcome.granted > 0) {
        resident->awarded = answer->record + 1;
    }
    if (sent->after == AFTER_REDEEM) {
        resident->redeemed = answer->record + 1;
        resident->redeemed_points = (int64_t)answer->outcome.granted;
    }
}

struct status simulate__flush(struct simulation *sim)
{
    size_t count = sim->count;
    sim->count = 0;
    if (count == 0) {
        return OK;
    }
    TRY(journal_submit(sim->journal, sim->spans, count, sim->answers));
    for (size_t i = 0; i < count; i++) {
        const struct journal_answer *answer = &sim->answers[i];
        if (!status_ok(answer->status)) {
            if (sim->problem != NULL) {
                sim->problem->record = (int64_t)journal_records(sim->journal);
            }
            return problem_set(sim->problem, answer->status.code);
        }
        answer_take(&sim->sent[i], answer);
        sim->done->operations++;
        sim->done->again += answer->again ? 1 : 0;
        if (sim->options->answered != NULL) {
            TRY(sim->options->answered(sim->options->context, sim->sent[i].event_id,
                                       answer->record));
        }
    }
    return OK;
}

struct status simulate__send(struct simulation *sim, const Sanbao__V1__Operation *operation,
                             struct resident *resident, enum after after)
{
    uint8_t envelope[ENVELOPE_BYTES_MAX];
    size_t length = 0;
    TRY(operation_encode(operation, envelope, &length));
    REQUIRE(length <= sizeof sim->envelopes[0]);
    memcpy(sim->envelopes[sim->count], envelope, length);
    sim->spans[sim->count] = (struct span){sim->envelopes[sim->count], length};
    struct sent *sent = &sim->sent[sim->count];
    *sent = (struct sent){.resident = resident, .after = after};
    memcpy(sent->event_id, operation->event_id.data, ID_BYTES);
    sim->count++;
    return sim->count == GROUP ? simulate__flush(sim) : OK;
}
