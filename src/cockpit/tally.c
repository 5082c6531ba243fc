/* tally.c - how a record moves the tallies. A person is counted in one villager group at a time, in
 * that of the day; who moves takes along that they have taken part, who leaves is counted no more.
 * Having taken part is being awarded for an activity: points of welcome are not. */
#include <string.h>

#include "cockpit/cockpit_internal.h"

struct taking {
    struct side *side;
    struct cockpit *own;
    const Sanbao__V1__Operation *operation;
    struct village village;
    struct member member;
    struct cockpit_person person;
};

static struct status add(const struct taking *taking, enum tally_kind kind, const char *name,
                         int32_t day, int64_t value)
{
    const struct tally tally = {taking->village.id, kind, name, day};
    return cockpit__tally_add(taking->own, &tally, value);
}

static const char *access_name(const struct cockpit_person *person)
{
    return person->card ? "card" : "phone";
}

static struct status person_find(struct taking *taking, const ProtobufCBinaryData *person)
{
    TRY(identity_member(taking->side->identity, taking->village.id, person, &taking->member));
    return cockpit__person_get(taking->own, taking->village.id, taking->member.id, &taking->person);
}

static struct status person_keep(const struct taking *taking)
{
    return cockpit__person_put(taking->own, taking->village.id, taking->member.id, &taking->person);
}

/* The name of the household's group; "" where it is not known (any more). */
static struct status group_read(struct side *side, const struct id *household,
                                char group[GROUP_SIZE])
{
    struct people_row row;
    bool found = false;
    group[0] = '\0';
    TRY(people_get(side->people, household, &found, &row));
    if (found) {
        snprintf(group, GROUP_SIZE, "%s", row.household != NULL ? row.household->group : "");
        people_row_free(&row);
    }
    return OK;
}

static struct status group_of_day(struct taking *taking, char group[GROUP_SIZE])
{
    int64_t household = 0;
    struct id id;
    group[0] = '\0';
    TRY(identity_household_on(taking->side->identity, &taking->member, taking->operation->day,
                              &household));
    if (household == 0) {
        return OK;
    }
    TRY(identity_household_by_id(taking->side->identity, household, id.bytes));
    return group_read(taking->side, &id, group);
}

/* Moves a person in or out (`sign` 1 or -1) of what is counted, on a day. */
static struct status person_count(const struct taking *taking, int32_t day, int64_t sign,
                                  bool access_too)
{
    const struct cockpit_person *person = &taking->person;
    int64_t took = person->first >= 0 ? sign : 0;
    TRY(add(taking, TALLY_GROUP_PEOPLE, person->group, day, sign));
    TRY(add(taking, TALLY_GROUP_TOOK, person->group, day, took));
    if (!access_too) {
        return OK;
    }
    TRY(add(taking, TALLY_ACCESS_PEOPLE, access_name(person), day, sign));
    return add(taking, TALLY_ACCESS_TOOK, access_name(person), day, took);
}

static struct status open_take(struct taking *taking)
{
    const Sanbao__V1__AccountOpen *open = taking->operation->account_open;
    TRY(person_find(taking, &open->person));
    if (taking->person.known) {
        return OK;
    }
    taking->person.card = open->access == SANBAO__V1__ACCESS__ACCESS_CARD;
    TRY(group_of_day(taking, taking->person.group));
    TRY(person_count(taking, taking->operation->day, 1, true));
    return person_keep(taking);
}

static struct status move_take(struct taking *taking)
{
    const Sanbao__V1__AccountMove *move = taking->operation->account_move;
    struct id household;
    TRY(person_find(taking, &move->person));
    if (!taking->person.known || move->household.len != ID_BYTES) {
        return OK;
    }
    memcpy(household.bytes, move->household.data, ID_BYTES);
    TRY(person_count(taking, taking->operation->day, -1, false));
    TRY(group_read(taking->side, &household, taking->person.group));
    TRY(person_count(taking, taking->operation->day, 1, false));
    return person_keep(taking);
}

static struct status close_take(struct taking *taking)
{
    TRY(person_find(taking, &taking->operation->account_close->person));
    if (!taking->person.known) {
        return OK;
    }
    TRY(person_count(taking, taking->operation->day, -1, true));
    return cockpit__person_drop(taking->own, taking->village.id, taking->member.id);
}

static struct status first_note(struct taking *taking, int32_t day)
{
    struct cockpit_person *person = &taking->person;
    if (person->first >= 0 && person->first <= day) {
        return OK;
    }
    if (person->first >= 0) { /* an earlier day became known later */
        TRY(add(taking, TALLY_GROUP_TOOK, person->group, person->first, -1));
        TRY(add(taking, TALLY_ACCESS_TOOK, access_name(person), person->first, -1));
    }
    person->first = day;
    TRY(add(taking, TALLY_GROUP_TOOK, person->group, day, 1));
    TRY(add(taking, TALLY_ACCESS_TOOK, access_name(person), day, 1));
    return person_keep(taking);
}

/* The part of the stay that lies within the activity, in half hours: as points are computed. */
static struct status half_hours(struct taking *taking, int64_t *count)
{
    const Sanbao__V1__Award *award = taking->operation->award;
    struct activity activity;
    TRY(points_activity(taking->side->points, taking->village.id, award->activity, &activity));
    int64_t from =
        award->checked_in_at > activity.starts_at ? award->checked_in_at : activity.starts_at;
    int64_t to =
        award->checked_out_at < activity.ends_at ? award->checked_out_at : activity.ends_at;
    *count = to > from ? points_half_hours(to - from) : 0;
    return OK;
}

static struct status award_take(struct taking *taking)
{
    const Sanbao__V1__Award *award = taking->operation->award;
    int32_t day = taking->operation->day;
    int64_t halves = 0;
    if (award->activity[0] == '\0') {
        return OK;
    }
    TRY(person_find(taking, &award->person));
    TRY(half_hours(taking, &halves));
    TRY(add(taking, TALLY_RULE, award->rule, day, 1));
    TRY(add(taking, TALLY_HALF_HOURS, "", day, halves));
    TRY(add(taking, TALLY_GROUP, taking->person.group, day, 1));
    return taking->person.known ? first_note(taking, day) : OK;
}

static struct status operation_take(struct taking *taking)
{
    switch (taking->operation->action_case) {
    case SANBAO__V1__OPERATION__ACTION_ACCOUNT_OPEN:
        return open_take(taking);
    case SANBAO__V1__OPERATION__ACTION_ACCOUNT_MOVE:
        return move_take(taking);
    case SANBAO__V1__OPERATION__ACTION_ACCOUNT_CLOSE:
        return close_take(taking);
    case SANBAO__V1__OPERATION__ACTION_AWARD:
        return award_take(taking);
    default:
        return OK;
    }
}

static struct status record_take(struct side *side, uint64_t number, int64_t at)
{
    struct cockpit_record record;
    TRY(cockpit__record_open(side, number, &record));
    struct taking taking = {.side = side, .own = cockpit__of(side), .operation = record.operation};
    const struct cockpit_event event = {number, record.operation->day, at};
    struct status status =
        identity_village(side->identity, record.operation->village, &taking.village);
    if (status.code == STATUS_VILLAGE_UNKNOWN) { /* about the log, not about a village */
        cockpit__record_close(&record);
        return OK;
    }
    if (status_ok(status)) {
        status = operation_take(&taking);
    }
    if (status_ok(status)) {
        status = add(&taking, TALLY_HELD, cockpit__module(record.operation), event.day, 1);
    }
    if (status_ok(status)) {
        status = cockpit__day_put(taking.own, taking.village.id, event.day, number);
    }
    if (status_ok(status) && cockpit__event_shown(record.operation)) {
        status = cockpit__event_put(taking.own, taking.village.id, &event);
    }
    cockpit__record_close(&record);
    return status;
}

struct status cockpit__take(struct side *side, uint64_t *records, uint64_t until, size_t limit,
                            int64_t at)
{
    uint64_t end = until - *records > limit ? *records + limit : until;
    if (*records >= until) {
        return OK;
    }
    for (; *records < end; (*records)++) {
        TRY(record_take(side, *records, at));
    }
    return cockpit__pass_put(cockpit__of(side), *records);
}
