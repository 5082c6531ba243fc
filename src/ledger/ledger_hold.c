/* ledger_hold.c - points that wait in escrow. They keep their lots: what was taken stands in
 * `spent` under the record that holds it, and moves on from there, the oldest first. */
#include "ledger/ledger_internal.h"

enum { EXPIRED_AFTER_ISSUE = 2, ESCROW_AFTER_ISSUE = 3 };

/* What is held for the owner; it stands on the available account. */
static struct status held_change(struct ledger *ledger, int64_t owner, int64_t points)
{
    struct account *account = NULL;
    TRY(ledger__account(ledger, owner, &account));
    account->held += points;
    REQUIRE(account->held >= 0);
    fold_touch(ledger->accounts, account);
    return OK;
}

struct status ledger_hold(struct ledger *ledger, const struct entry_head *head, int64_t points,
                          struct moved *moved)
{
    REQUIRE(ledger != NULL && head != NULL && moved != NULL && points > 0);
    struct account *owner = NULL;
    int64_t issue = 0;
    *moved = (struct moved){0};
    TRY(ledger__account(ledger, head->owner, &owner));
    if (owner->points < points) {
        return REFUSE(NOT_ENOUGH_POINTS);
    }
    TRY(ledger__issue(ledger, head->village, &issue));
    TRY(ledger__lot_spend(ledger, head->owner, points, true, head->record));
    TRY(ledger__move(ledger, head->owner, issue + ESCROW_AFTER_ISSUE, points));
    TRY(held_change(ledger, head->owner, points));
    struct escrow escrow = {.village = head->village, .owner = head->owner, .points = points};
    TRY(ledger__escrow_save(ledger, head->record, &escrow));
    TRY(ledger__entry(ledger, head, ENTRY_HOLD, 0, points));
    return ledger__balance(ledger, head->owner, moved);
}

struct status ledger_held(struct ledger *ledger, uint64_t record, int64_t *owner, int64_t *points)
{
    REQUIRE(ledger != NULL && owner != NULL && points != NULL);
    struct escrow escrow;
    TRY(ledger__escrow_select(ledger, record, &escrow));
    *owner = escrow.owner;
    *points = escrow.points;
    return OK;
}

/* Moves lots, the oldest first, from under one record to under another. */
static struct status lots_pass(struct ledger *ledger, uint64_t from, uint64_t to, int64_t points)
{
    while (points > 0) {
        int32_t day = 0;
        int64_t left = 0;
        TRY(ledger__spent_oldest(ledger, from, &day, &left));
        REQUIRE(left > 0); /* The lots add up to what is held. */
        int64_t taken = left < points ? left : points;
        TRY(ledger__spent_save(ledger, from, day, left - taken));
        TRY(ledger__spent_insert(ledger, to, day, taken));
        points -= taken;
    }
    return OK;
}

struct status ledger_hold_redeem(struct ledger *ledger, const struct entry_head *head,
                                 uint64_t hold, int64_t points, struct moved *moved)
{
    REQUIRE(ledger != NULL && head != NULL && moved != NULL && points > 0);
    struct escrow escrow;
    int64_t issue = 0;
    *moved = (struct moved){0};
    TRY(ledger__escrow_select(ledger, hold, &escrow));
    REQUIRE(escrow.owner == head->owner && escrow.points >= points);
    TRY(ledger__issue(ledger, head->village, &issue));
    TRY(lots_pass(ledger, hold, head->record, points));
    escrow.points -= points;
    TRY(ledger__escrow_save(ledger, hold, &escrow));
    TRY(ledger__move(ledger, issue + ESCROW_AFTER_ISSUE, head->subject, points));
    TRY(held_change(ledger, head->owner, -points));
    TRY(ledger__entry(ledger, head, ENTRY_HOLD_REDEEM, -points, points));
    return ledger__balance(ledger, head->owner, moved);
}

/* All that is left under a record goes to an account, with its lots. */
static struct status escrow_return(struct ledger *ledger, uint64_t record, struct escrow *escrow,
                                   int64_t account)
{
    int64_t issue = 0;
    int64_t points = escrow->points;
    TRY(ledger__issue(ledger, escrow->village, &issue));
    TRY(ledger__lot_restore(ledger, account, record));
    TRY(ledger__spent_forget(ledger, record));
    escrow->points = 0;
    TRY(ledger__escrow_save(ledger, record, escrow));
    return ledger__move(ledger, issue + ESCROW_AFTER_ISSUE, account, points);
}

struct status ledger_hold_release(struct ledger *ledger, const struct entry_head *head,
                                  int64_t *points, struct moved *moved)
{
    REQUIRE(ledger != NULL && head != NULL && points != NULL && moved != NULL);
    uint64_t hold = (uint64_t)head->subject;
    struct escrow escrow;
    *moved = (struct moved){0};
    TRY(ledger__escrow_select(ledger, hold, &escrow));
    REQUIRE(escrow.owner == head->owner && escrow.points > 0);
    *points = escrow.points;
    TRY(escrow_return(ledger, hold, &escrow, head->owner));
    TRY(held_change(ledger, head->owner, -*points));
    TRY(ledger__entry(ledger, head, ENTRY_HOLD_RELEASE, 0, *points));
    return ledger__balance(ledger, head->owner, moved);
}

struct status ledger_bequeath(struct ledger *ledger, const struct entry_head *head, int64_t *passed,
                              struct moved *moved)
{
    REQUIRE(ledger != NULL && head != NULL && passed != NULL && moved != NULL);
    struct resident_points points;
    struct account *owner = NULL;
    int64_t issue = 0;
    *moved = (struct moved){0};
    TRY(ledger_resident(ledger, head->owner, &points));
    if (points.pending > 0 || points.held > 0) {
        return REFUSE(POINTS_WAITING);
    }
    if (points.available == 0 && points.owed == 0) {
        return REFUSE(NOT_ENOUGH_POINTS);
    }
    moved->owed_paid = points.owed < points.available ? points.owed : points.available;
    moved->owed = points.owed - moved->owed_paid;
    *passed = points.available - moved->owed_paid;
    TRY(ledger__issue(ledger, head->village, &issue));
    TRY(ledger__account(ledger, head->owner, &owner));
    owner->owed = 0;
    fold_touch(ledger->accounts, owner);
    TRY(ledger__lot_spend(ledger, head->owner, moved->owed_paid, false, 0));
    TRY(ledger__move(ledger, head->owner, issue + EXPIRED_AFTER_ISSUE, moved->owed_paid));
    TRY(ledger__lot_spend(ledger, head->owner, *passed, true, head->record));
    TRY(ledger__move(ledger, head->owner, issue + ESCROW_AFTER_ISSUE, *passed));
    struct escrow escrow = {.village = head->village, .points = *passed, .heir = head->subject};
    TRY(*passed == 0 ? OK : ledger__escrow_save(ledger, head->record, &escrow));
    TRY(ledger__entry(ledger, head, ENTRY_BEQUEST, -points.available, *passed));
    return ledger__balance(ledger, head->owner, moved);
}

struct status ledger_bequest(struct ledger *ledger, uint64_t record, int64_t *village,
                             int64_t *heir, int64_t *points)
{
    REQUIRE(ledger != NULL && village != NULL && heir != NULL && points != NULL);
    struct escrow escrow;
    TRY(ledger__escrow_select(ledger, record, &escrow));
    *village = escrow.village;
    *heir = escrow.heir;
    *points = escrow.owner == 0 ? escrow.points : 0;
    return OK;
}

struct status ledger_inherit(struct ledger *ledger, const struct entry_head *head, int64_t *points,
                             struct moved *moved)
{
    REQUIRE(ledger != NULL && head != NULL && points != NULL && moved != NULL);
    uint64_t bequest = (uint64_t)head->subject;
    struct escrow escrow;
    *moved = (struct moved){0};
    TRY(ledger__escrow_select(ledger, bequest, &escrow));
    REQUIRE(escrow.heir == head->owner && escrow.points > 0);
    *points = escrow.points;
    TRY(escrow_return(ledger, bequest, &escrow, head->owner));
    TRY(ledger__entry(ledger, head, ENTRY_INHERIT, *points, *points));
    return ledger__balance(ledger, head->owner, moved);
}
