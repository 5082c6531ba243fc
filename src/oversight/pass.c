/* pass.c - the books' new records become rows for the rules: awards and redemptions that stand. */
#include <string.h>

#include "base/day.h"
#include "oversight/oversight_internal.h"

enum { KEPT_DAYS = 400, DAY_SECONDS = 86400 };

struct taking {
    struct side *side;
    bool timed;
    size_t count;
    uint64_t last; /* the newest record + 1; 0: none */
};

/* What one record is made into. */
struct making {
    struct side *side;
    const struct entry *entry;
    const Sanbao__V1__Operation *operation;
    struct village village;
    struct book_row row;
};

static struct status member_find(struct making *making, const ProtobufCBinaryData *person,
                                 int64_t *member, int64_t *household)
{
    struct member found = {.id = 0};
    if (person->len == ID_BYTES) {
        TRY(identity_member(making->side->identity, making->village.id, person, &found));
    }
    *member = found.id;
    *household = 0;
    return found.id == 0 ? OK
                         : identity_household_on(making->side->identity, &found, making->entry->day,
                                                 household);
}

static struct status award_fill(struct making *making)
{
    const Sanbao__V1__Award *award = making->operation->award;
    struct book_row *row = &making->row;
    struct activity activity = {.id = 0};
    TRY(member_find(making, &award->person, &row->member, &row->household));
    TRY(member_find(making, &making->operation->proposer, &row->proposer,
                    &row->proposer_household));
    TRY(member_find(making, &making->operation->approver, &row->approver,
                    &row->approver_household));
    if (award->activity[0] != '\0') {
        TRY(points_activity(making->side->points, making->village.id, award->activity, &activity));
    }
    row->activity = activity.id;
    row->in_at = award->checked_in_at;
    row->out_at = award->checked_out_at;
    row->card = award->method == SANBAO__V1__METHOD__METHOD_CARD;
    return OK;
}

static struct status redemption_fill(struct making *making)
{
    struct member member;
    uint8_t person[ID_BYTES];
    TRY(identity_member_by_account(making->side->identity, making->entry->owner, &member, person));
    making->row.member = member.id;
    making->row.shop = making->entry->subject;
    return identity_household_on(making->side->identity, &member, making->entry->day,
                                 &making->row.household);
}

/* The instant that counts where that of the booking is not known. */
static int64_t guess_at(const struct making *making)
{
    int64_t end = ((int64_t)making->entry->day + 1) * DAY_SECONDS -
                  60 * (int64_t)making->village.utc_offset_minutes;
    return making->row.out_at != 0 ? making->row.out_at : end;
}

/* What `once` rules give is a welcome. */
static struct status earner_note(struct making *making)
{
    struct rule rule;
    struct member member;
    uint8_t person[ID_BYTES];
    TRY(points_rule_by_id(making->side->points, making->entry->subject, &rule));
    if (making->entry->amount <= 0 || rule.unit == SANBAO__V1__RULE_UNIT__UNIT_ONCE) {
        return OK;
    }
    TRY(identity_member_by_account(making->side->identity, making->entry->owner, &member, person));
    return oversight__earner_put(oversight__of(making->side), making->village.id, member.id);
}

static struct status row_add(struct making *making, bool timed)
{
    struct book_row *row = &making->row;
    int32_t today = side_today(making->side, &making->village);
    if (!timed && making->entry->day < today - KEPT_DAYS) {
        return OK;
    }
    *row = (struct book_row){.record = making->entry->record,
                             .points = making->entry->amount,
                             .day = making->entry->day,
                             .timed = timed};
    bool award = making->operation->action_case == SANBAO__V1__OPERATION__ACTION_AWARD;
    TRY(award ? award_fill(making) : redemption_fill(making));
    row->at = timed ? side_now(making->side) : guess_at(making);
    return oversight__row_put(oversight__of(making->side), making->village.id, row);
}

static struct status operation_take(struct making *making, bool timed)
{
    struct oversight *own = oversight__of(making->side);
    const Sanbao__V1__Operation *operation = making->operation;
    TRY(identity_village(making->side->identity, operation->village, &making->village));
    switch (operation->action_case) {
    case SANBAO__V1__OPERATION__ACTION_AWARD:
        TRY(earner_note(making));
        return row_add(making, timed);
    case SANBAO__V1__OPERATION__ACTION_REDEEM:
    case SANBAO__V1__OPERATION__ACTION_HOLD_REDEEM:
        return row_add(making, timed);
    case SANBAO__V1__OPERATION__ACTION_AWARD_UNFUNDED:
        TRY(earner_note(making));
        return oversight__row_points(own, making->village.id, operation->award_unfunded->record,
                                     making->entry->amount);
    case SANBAO__V1__OPERATION__ACTION_VOID:
    case SANBAO__V1__OPERATION__ACTION_REVERSE:
    case SANBAO__V1__OPERATION__ACTION_REFUND:
        return oversight__row_drop(own, making->village.id, (uint64_t)making->entry->subject);
    default:
        return OK;
    }
}

static bool counts(const struct entry *entry)
{
    switch (entry->kind) {
    case ENTRY_AWARD:
    case ENTRY_AWARD_PENDING:
    case ENTRY_AWARD_UNFUNDED:
    case ENTRY_VOID:
    case ENTRY_REVERSE:
    case ENTRY_REDEEM:
    case ENTRY_HOLD_REDEEM:
    case ENTRY_REFUND:
        return true;
    default:
        return false;
    }
}

static struct status entry_take(void *context, const struct entry *entry)
{
    struct taking *taking = context;
    const uint8_t *bytes = NULL;
    size_t length = 0;
    Sanbao__V1__Record *record = NULL;
    Sanbao__V1__Operation *operation = NULL;
    taking->count++;
    taking->last = entry->record + 1;
    if (!counts(entry)) {
        return OK;
    }
    TRY(journal_record(taking->side->journal, entry->record, &bytes, &length));
    TRY(record_decode(bytes, length, &record));
    struct status status =
        operation_decode(record->envelope.data, record->envelope.len, &operation);
    if (status_ok(status)) {
        struct making making = {.side = taking->side, .entry = entry, .operation = operation};
        status = operation_take(&making, taking->timed);
        sanbao__v1__operation__free_unpacked(operation, NULL);
    }
    sanbao__v1__record__free_unpacked(record, NULL);
    return status;
}

struct status oversight__take(struct side *side, uint64_t *records, size_t limit, bool timed,
                              bool *more)
{
    struct taking taking = {.side = side, .timed = timed};
    TRY(ledger_entry_each(side->ledger, *records, limit, entry_take, &taking));
    *more = taking.count == limit;
    if (taking.count == 0) {
        return OK;
    }
    *records = taking.last;
    return oversight__pass_put(oversight__of(side), *records);
}
