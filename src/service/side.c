/* side.c - a thread's view of the data folder: its rooms' states, its clock, and the way of one
 * operation into the group that the desk has open. See side.h. */
#include "service/side.h"

#include <string.h>

struct status side_open(struct side *side)
{
    REQUIRE(side != NULL && side->rooms != NULL);
    for (size_t i = 0; side->rooms[i] != NULL; i++) {
        REQUIRE(i < SIDE_ROOMS_MAX);
        TRY(side->rooms[i]->open(side, &side->states[i]));
    }
    return OK;
}

void side_close(struct side *side)
{
    REQUIRE(side != NULL);
    for (size_t i = 0; side->rooms != NULL && side->rooms[i] != NULL; i++) {
        side->rooms[i]->close(&side->states[i]);
    }
}

void *side_state(const struct side *side, const struct side_room *room)
{
    for (size_t i = 0; side->rooms[i] != NULL; i++) {
        if (side->rooms[i] == room) {
            return side->states[i];
        }
    }
    REQUIRE(!"a room that the service was not given");
    return NULL;
}

const void *side_options(const struct side *side, const struct side_room *room)
{
    const struct side_option *option = side->options;
    while (option != NULL && option->room != NULL) {
        if (option->room == room) {
            return option->value;
        }
        option++;
    }
    return NULL;
}

int64_t side_now(const struct side *side)
{
    return side->now(side->clock);
}

int32_t side_today(const struct side *side, const struct village *village)
{
    return side->today(side->clock, village->utc_offset_minutes);
}

int32_t side_release_day(const struct side *side, const struct rule *rule, int32_t day)
{
    bool noticed = rule->id != 0 && rule->notice_days > 0;
    return noticed && side->workdays != NULL
               ? workdays_after(side->workdays, day, rule->notice_days)
               : 0;
}

static bool is_award(const Sanbao__V1__Operation *operation)
{
    return operation->action_case == SANBAO__V1__OPERATION__ACTION_AWARD;
}

/* The days of the record that this event id has already. */
static struct status first_days(struct side *side, uint64_t record,
                                Sanbao__V1__Operation *operation)
{
    const uint8_t *bytes = NULL;
    size_t length = 0;
    Sanbao__V1__Record *decoded = NULL;
    Sanbao__V1__Operation *first = NULL;
    struct status status = journal_record(side->journal, record, &bytes, &length);
    if (status.code == STATUS_RECORD_NOT_FOUND) {
        return OK; /* of the group that is open: the day is the same */
    }
    TRY(status);
    TRY(record_decode(bytes, length, &decoded));
    operation->day = decoded->day;
    status = operation_decode(decoded->envelope.data, decoded->envelope.len, &first);
    if (status_ok(status) && is_award(operation) && is_award(first)) {
        operation->award->release_day = first->award->release_day;
    }
    sanbao__v1__operation__free_unpacked(first, NULL);
    sanbao__v1__record__free_unpacked(decoded, NULL);
    return status;
}

/* A village or rule that is not known is for apply to refuse. */
static struct status release_day_fill(struct side *side, Sanbao__V1__Operation *operation)
{
    struct village village;
    struct rule rule;
    if (!is_award(operation) || operation->award->release_day != 0) {
        return OK;
    }
    struct status status = identity_village(side->identity, operation->village, &village);
    if (!status_ok(status)) {
        return status_is_fault(status) ? status : OK;
    }
    TRY(points_rule(side->points, village.id, operation->award->rule, operation->day, &rule));
    operation->award->release_day = side_release_day(side, &rule, operation->day);
    return OK;
}

struct status side_try(struct side *side, Sanbao__V1__Operation *operation,
                       struct journal_answer *answer)
{
    REQUIRE(side->write && operation->event_id.len == ID_BYTES);
    uint8_t envelope[ENVELOPE_BYTES_MAX];
    size_t length = 0;
    bool found = false;
    uint64_t record = 0;
    if (!side->group_open) {
        TRY(journal_group(side->journal));
        side->group_open = true;
        side->group_operations = 0;
    }
    if (side->group_operations == SUBMIT_OPERATIONS_MAX) {
        *answer = (struct journal_answer){.status = REFUSE(DESK_FULL)};
        return OK;
    }
    side->group_operations++;
    TRY(journal_find(side->journal, operation->event_id.data, &found, &record));
    TRY(release_day_fill(side, operation));
    TRY(found ? first_days(side, record, operation) : OK);
    *answer = (struct journal_answer){.status = operation_encode(operation, envelope, &length)};
    if (!status_ok(answer->status)) {
        return OK;
    }
    return journal_try(side->journal, (struct span){envelope, length}, answer);
}

void side_id_derive(const struct side *side, const struct id *from, const char *name,
                    uint64_t number, struct id *out)
{
    struct hash hash;
    uint8_t bytes[8];
    for (size_t i = 0; i < sizeof bytes; i++) {
        bytes[i] = (uint8_t)(number >> (8 * i));
    }
    const struct piece pieces[] = {{"sanbao-derived/v1", 17},
                                   {from->bytes, ID_BYTES},
                                   {name, strlen(name)},
                                   {bytes, sizeof bytes}};
    keys_hmac(side->keys, pieces, COUNT(pieces), &hash);
    memcpy(out->bytes, hash.bytes, ID_BYTES);
}

void side_salt_derive(const struct side *side, const struct id *event, uint8_t salt[SALT_BYTES])
{
    struct hash hash;
    const struct piece pieces[] = {{"sanbao-salt/v1", 14}, {event->bytes, ID_BYTES}};
    keys_hmac(side->keys, pieces, COUNT(pieces), &hash);
    memcpy(salt, hash.bytes, SALT_BYTES);
}
