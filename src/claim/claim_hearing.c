/* claim_hearing.c - objections as they are read: by those who decide, and by those whom one
 * concerns. Who objects is told to nobody but those who decide. */
#include <stdlib.h>
#include <string.h>

#include "claim/reversal_internal.h"
#include "residents/residents.h"

/* ---- for those who decide ---- */

struct hearings {
    struct call *call;
    struct side *side;
    struct json_object *items; /* NULL: looks are noted */
};

struct claim_search {
    struct side *side;
    uint64_t record;
    struct id id;
    bool found;
};

static struct status claim_match(void *context, const struct claim *stored)
{
    struct claim_search *search = context;
    struct claim claim = *stored;
    TRY(claim__judge(search->side, &claim));
    if (claim.state == CLAIM_AWARDED && claim.record == search->record) {
        search->id = claim.id;
        search->found = true;
    }
    return OK;
}

static struct status stand_back(const struct hearings *hearings, const struct waiting *award,
                                const struct claim_objection *row, bool *back)
{
    struct call *call = hearings->call;
    int64_t own = call->caller.member.id;
    bool town = call_may(call, WHO_TOWN);
    TRY(claim__related(call, hearings->side, &award->person, &call->caller.person, back));
    if (row != NULL && !*back) {
        TRY(claim__related(call, hearings->side, &row->person, &call->caller.person, back));
    }
    *back = *back || own == award->wait.proposer || own == award->wait.approver ||
            own == award->objection.judge ||
            (award->objection.state == OBJECTION_STATE_APPEALED && !town);
    return OK;
}

static struct status hearing_fill(struct hearings *hearings, const struct waiting *award,
                                  const struct claim_objection *row, struct json_object *item)
{
    struct side *side = hearings->side;
    struct claim_search search = {.side = side, .record = award->record};
    bool back = false;
    TRY(notice__fill(hearings->call, award, item));
    TRY(claim__name_add(side, &award->person, item, "name"));
    TRY(claim__own_each(claims_of(side), &award->person, hearings->call->village_code, PAGE_MAX,
                        claim_match, &search));
    json_object_object_add(item, "claim", search.found ? id_json(&search.id) : NULL);
    TRY(stand_back(hearings, award, row, &back));
    json_object_object_add(item, "stand_back", json_object_new_boolean(back));
    if (row == NULL) {
        json_object_object_add(item, "text", NULL);
        json_object_object_add(item, "by", NULL);
        return OK;
    }
    TRY(claim__sealed_add(side, &row->person, OBJECTION_TEXT_PURPOSE, &row->text, item, "text"));
    return claim__name_add(side, &row->person, item, "by");
}

static struct status look(const struct hearings *hearings, const struct id *person)
{
    const struct call *call = hearings->call;
    return residents_look_note(hearings->side, call->village_code, &call->village, person,
                               &call->caller.person, LOOK_COMPLAINT);
}

static struct status hearing_take(void *context, const struct waiting_award *waiting)
{
    struct hearings *hearings = context;
    struct call *call = hearings->call;
    struct claim_objection row;
    struct waiting award;
    bool found = false;
    bool appealed = waiting->objection == OBJECTION_STATE_APPEALED;
    if (waiting->objection != OBJECTION_STATE_OPEN && !appealed) {
        return OK;
    }
    TRY(notice__award(hearings->side, &call->village, waiting->record, &award));
    TRY(claim__objection_of(claims_of(hearings->side), call->village_code, waiting->record,
                            appealed, &found, &row));
    if (hearings->items == NULL) {
        TRY(look(hearings, &award.person));
        return found ? look(hearings, &row.person) : OK;
    }
    struct json_object *item = json_object_new_object();
    json_object_array_add(hearings->items, item);
    return hearing_fill(hearings, &award, found ? &row : NULL, item);
}

static struct status hearings_run(struct call *call, struct side *side)
{
    struct hearings hearings = {call, side, NULL};
    return points_waiting_each(side->points, call->village.id, -1, BULK_MAX, hearing_take,
                               &hearings);
}

static struct status hearings_answer(struct call *call)
{
    struct hearings hearings = {call, call->side, json_object_new_array()};
    struct status status = points_waiting_each(call->side->points, call->village.id, -1, BULK_MAX,
                                               hearing_take, &hearings);
    if (!status_ok(status)) {
        json_object_put(hearings.items);
        return status;
    }
    return call_reply_page(call, hearings.items, NULL);
}

struct status claim__hearings(struct call *call)
{
    return call_write(call, hearings_run, hearings_answer);
}

/* ---- for those whom it concerns ---- */

static struct status own_add(void *context, const struct claim_objection *row)
{
    struct hearings *hearings = context;
    struct call *call = hearings->call;
    struct side *side = call->side;
    int32_t offset = call->village.utc_offset_minutes;
    bool mine = claim__is(call, &row->person);
    struct json_object *item = json_object_new_object();
    json_object_array_add(hearings->items, item);
    json_object_object_add(item, "objection", id_json(&row->id));
    json_object_object_add(item, "record", json_object_new_int64((int64_t)row->record));
    json_object_object_add(item, "mine", json_object_new_boolean(mine));
    json_object_object_add(item, "appeal", json_object_new_boolean(row->appeal));
    json_object_object_add(item, "at", instant_json(row->at, offset));
    json_object_object_add(item, "decided_at", instant_json(row->decided_at, offset));
    json_object_object_add(item, "upheld",
                           row->decided_at != 0 ? json_object_new_boolean(row->upheld) : NULL);
    TRY(claim__sealed_add(side, &row->person, OBJECTION_TEXT_PURPOSE, &row->text, item, "text"));
    return mine ? claim__sealed_add(side, &row->person, OBJECTION_WORD_PURPOSE, &row->word, item,
                                    "word")
                : claim__sealed_add(side, &row->about, OBJECTION_WORD_PURPOSE, &row->word_about,
                                    item, "word");
}

struct status claim__own_objections(struct call *call)
{
    struct hearings hearings = {call, call->side, json_object_new_array()};
    struct status status = claim__objection_own(claims_of(call->side), &call->caller.person,
                                                call->village_code, PAGE_MAX, own_add, &hearings);
    if (!status_ok(status)) {
        json_object_put(hearings.items);
        return status;
    }
    return call_reply_page(call, hearings.items, NULL);
}
