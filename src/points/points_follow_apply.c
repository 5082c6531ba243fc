/* points_follow_apply.c - what may be done to an earlier record: release, void, reverse. Each once,
 * and only to the kind of record that it fits. Runs under consensus: no clock, no random number,
 * no float. */
#include "base/day.h"
#include "points/points_internal.h"

/* The entry of an earlier record of this village. Refuses: RECORD_NOT_FOUND, TARGET_KIND. */
static struct status target_find(struct points *points, const struct apply *apply, uint64_t record,
                                 struct target *target)
{
    *target = (struct target){.record = record};
    TRY(identity_village(points->identity, apply->operation->village, &target->village));
    if (record >= apply->record) {
        return REFUSE(RECORD_NOT_FOUND);
    }
    TRY(ledger_entry(points->ledger, record, &target->entry));
    return apply->operation->day >= target->entry.day ? OK : REFUSE(DAY_WRONG);
}

/* The rule and the person of an award, which must be of the operation's village. */
static struct status award_read(struct points *points, struct target *target)
{
    TRY(points_rule_by_id(points, target->entry.subject, &target->rule));
    if (target->rule.village != target->village.id) {
        return REFUSE(TARGET_KIND);
    }
    return identity_member_by_account(points->identity, target->entry.owner, &target->member, NULL);
}

/* Refuses: TARGET_DONE. */
static struct status not_done(struct points *points, uint64_t record, enum follow_up_action action)
{
    bool done = false;
    uint64_t by = 0;
    TRY(points__follow_up(points, record, action, &done, &by));
    return done ? REFUSE(TARGET_DONE) : OK;
}

static struct status issued_change(struct points *points, const struct target *target, int32_t day,
                                   int64_t change)
{
    TRY(books_metric_add(points->books, target->village.id, target->rule.issued, day, change));
    return books_metric_add(points->books, target->village.id, points->metrics.issued, day, change);
}

/* Gives the room back in the periods in which the award used it, and lets a once rule be given
 * again. */
static struct status room_return(struct points *points, const struct target *target)
{
    int64_t household = 0;
    bool later = false;
    uint64_t attendance = 0;
    int32_t day = target->entry.day;
    TRY(points__award_household(points, target->record, &household));
    TRY(points__follow_up(points, target->record, FOLLOW_FUNDING, &later, &attendance));
    if (later) {
        struct unfunded row;
        TRY(points__unfunded_select(points, attendance, &row));
        day = row.day;
    }
    int64_t subject = household != 0 ? -household : target->member.id;
    if (target->rule.unit == SANBAO__V1__RULE_UNIT__UNIT_ONCE) {
        TRY(points__once_delete(points, target->record, points__once_family(&target->rule),
                                points__once_subject(&target->rule, target->member.id, subject)));
    }
    return points__cap_use(points, &target->rule, subject, day, -target->entry.amount);
}

struct status points__pending_find(struct points *points, const struct apply *apply,
                                   uint64_t record, struct target *target)
{
    TRY(target_find(points, apply, record, target));
    if (target->entry.kind != ENTRY_AWARD_PENDING) {
        return REFUSE(TARGET_KIND);
    }
    TRY(award_read(points, target));
    TRY(not_done(points, record, FOLLOW_RELEASED));
    return not_done(points, record, FOLLOW_VOIDED);
}

static struct entry_head head_of(const struct apply *apply, const struct target *target)
{
    return (struct entry_head){apply->record, target->village.id, target->entry.owner,
                               apply->operation->day, (int64_t)target->record};
}

/* Refuses while an objection or an appeal may still change it: OBJECTION_OPEN, NOTICE_RUNNING. */
static struct status objection_over(const struct objection *objection, int32_t due_on, int32_t day)
{
    if (objection->state == OBJECTION_STATE_OPEN || objection->state == OBJECTION_STATE_APPEALED) {
        return REFUSE(OBJECTION_OPEN);
    }
    return day < due_on ? REFUSE(NOTICE_RUNNING) : OK;
}

struct status points__release(void *room, const struct apply *apply, Sanbao__V1__Outcome *outcome)
{
    struct points *points = room;
    struct target target;
    struct award_wait waiting;
    struct objection objection;
    struct moved moved;
    TRY(points__pending_find(points, apply, apply->operation->release->record, &target));
    TRY(points_waiting(points, target.record, &waiting));
    TRY(points_objection(points, target.record, &objection));
    if (objection.state == OBJECTION_STATE_DECIDED && objection.upheld) {
        return REFUSE(OBJECTION_UPHELD);
    }
    TRY(objection_over(&objection, waiting.due_on, apply->operation->day));
    struct entry_head head = head_of(apply, &target);
    TRY(ledger_release(points->ledger, &head, &target.entry, &moved));
    TRY(points__follow_up_insert(points, target.record, FOLLOW_RELEASED, apply->record));
    TRY(points__waiting_delete(points, target.record));
    outcome->granted = (uint64_t)target.entry.amount;
    outcome->balance = (uint64_t)moved.balance;
    outcome->owed_paid = (uint64_t)moved.owed_paid;
    return issued_change(points, &target, apply->operation->day, -moved.owed_paid);
}

struct status points__pending_void(struct points *points, const struct apply *apply,
                                   const struct target *target, Sanbao__V1__Outcome *outcome)
{
    struct moved moved;
    struct entry_head head = head_of(apply, target);
    TRY(ledger_void(points->ledger, &head, &target->entry, &moved));
    TRY(points__follow_up_insert(points, target->record, FOLLOW_VOIDED, apply->record));
    TRY(points__waiting_delete(points, target->record));
    TRY(room_return(points, target));
    outcome->granted = (uint64_t)target->entry.amount;
    outcome->balance = (uint64_t)moved.balance;
    return issued_change(points, target, apply->operation->day, -target->entry.amount);
}

struct status points__void(void *room, const struct apply *apply, Sanbao__V1__Outcome *outcome)
{
    struct points *points = room;
    struct target target;
    struct award_wait waiting;
    struct objection objection;
    TRY(points__pending_find(points, apply, apply->operation->void_->record, &target));
    TRY(points_waiting(points, target.record, &waiting));
    TRY(points_objection(points, target.record, &objection));
    /* What the village decided stands until an appeal cannot come any more. */
    bool decided = objection.state == OBJECTION_STATE_DECIDED && objection.upheld;
    TRY(objection_over(&objection, decided ? waiting.due_on : 0, apply->operation->day));
    return points__pending_void(points, apply, &target, outcome);
}

/* An award that is available, at once or by its release. */
static struct status award_reverse(struct points *points, const struct apply *apply,
                                   struct target *target, Sanbao__V1__Outcome *outcome)
{
    struct moved moved;
    bool released = false;
    uint64_t by = 0;
    TRY(award_read(points, target));
    if (target->entry.kind == ENTRY_AWARD_PENDING) {
        TRY(points__follow_up(points, target->record, FOLLOW_RELEASED, &released, &by));
        if (!released) {
            return REFUSE(TARGET_KIND);
        }
    }
    struct entry_head head = head_of(apply, target);
    TRY(ledger_reverse(points->ledger, &head, &target->entry, &moved));
    TRY(room_return(points, target));
    outcome->granted = (uint64_t)target->entry.amount;
    outcome->balance = (uint64_t)moved.balance;
    outcome->owed = (uint64_t)moved.owed;
    return issued_change(points, target, apply->operation->day,
                         -(target->entry.amount - moved.owed));
}

static struct status money_back(struct points *points, const struct apply *apply,
                                const struct village *village, int64_t fen)
{
    struct fund *fund = NULL;
    TRY(points__fund(points, village->id, &fund));
    REQUIRE(fund->fen + fen >= 0);
    fund->fen += fen;
    fold_touch(points->funds, fund);
    return books_metric_add(points->books, village->id, points->metrics.fund_fen,
                            apply->operation->day, fen);
}

static struct status settlement_reverse(struct points *points, const struct apply *apply,
                                        struct target *target, Sanbao__V1__Outcome *outcome)
{
    struct entry_head head = head_of(apply, target);
    char code[CODE_MAX + 1];
    struct shop *shop = NULL;
    struct payment payment;
    TRY(points_shop_code(points, target->entry.owner, code));
    TRY(points__shop(points, target->village.id, code, &shop));
    if (shop->account != target->entry.owner) {
        return REFUSE(TARGET_KIND);
    }
    TRY(points__payment(points, target->record, &payment));
    TRY(ledger_unsettle(points->ledger, &head, &target->entry));
    outcome->granted = (uint64_t)target->entry.amount;
    outcome->fen = (uint64_t)payment.fen;
    TRY(books_metric_add(points->books, target->village.id, points->metrics.settled,
                         apply->operation->day, -target->entry.amount));
    return money_back(points, apply, &target->village, payment.fen);
}

/* A record without an entry that moved money is a deposit. */
static struct status deposit_reverse(struct points *points, const struct apply *apply,
                                     struct target *target, Sanbao__V1__Outcome *outcome)
{
    struct fund *fund = NULL;
    struct payment payment;
    TRY(points__payment(points, target->record, &payment));
    if (payment.village != target->village.id) {
        return REFUSE(TARGET_KIND);
    }
    if (apply->operation->day < payment.day) {
        return REFUSE(DAY_WRONG);
    }
    TRY(points__fund(points, target->village.id, &fund));
    if (fund->fen < payment.fen) {
        return REFUSE(FUND_EXHAUSTED);
    }
    outcome->fen = (uint64_t)payment.fen;
    return money_back(points, apply, &target->village, -payment.fen);
}

static struct status reverse_by_kind(struct points *points, const struct apply *apply,
                                     struct target *target, Sanbao__V1__Outcome *outcome)
{
    switch ((int)target->entry.kind) {
    case ENTRY_AWARD:
    case ENTRY_AWARD_PENDING:
        return award_reverse(points, apply, target, outcome);
    case ENTRY_SETTLE:
        return settlement_reverse(points, apply, target, outcome);
    case 0:
        return deposit_reverse(points, apply, target, outcome);
    default:
        return REFUSE(TARGET_KIND);
    }
}

struct status points__reverse(void *room, const struct apply *apply, Sanbao__V1__Outcome *outcome)
{
    struct points *points = room;
    struct target target;
    TRY(target_find(points, apply, apply->operation->reverse->record, &target));
    TRY(not_done(points, target.record, FOLLOW_REVERSED));
    TRY(reverse_by_kind(points, apply, &target, outcome));
    return points__follow_up_insert(points, target.record, FOLLOW_REVERSED, apply->record);
}
