/* ledger_hold.c - points that wait in escrow. They keep their lots: what was taken stands in
 * `spent` under the record that holds it, and moves on from there, the oldest first. */
#include "ledger/ledger_internal.h"

enum { ESCROW_AFTER_ISSUE = 3 };

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
    struct escrow escrow = {head->village, head->owner, points};
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

struct status ledger_hold_release(struct ledger *ledger, const struct entry_head *head,
                                  int64_t *points, struct moved *moved)
{
    REQUIRE(ledger != NULL && head != NULL && points != NULL && moved != NULL);
    uint64_t hold = (uint64_t)head->subject;
    struct escrow escrow;
    int64_t issue = 0;
    *moved = (struct moved){0};
    TRY(ledger__escrow_select(ledger, hold, &escrow));
    REQUIRE(escrow.owner == head->owner && escrow.points > 0);
    *points = escrow.points;
    TRY(ledger__issue(ledger, head->village, &issue));
    TRY(ledger__lot_restore(ledger, head->owner, hold));
    TRY(ledger__spent_forget(ledger, hold));
    escrow.points = 0;
    TRY(ledger__escrow_save(ledger, hold, &escrow));
    TRY(ledger__move(ledger, issue + ESCROW_AFTER_ISSUE, head->owner, *points));
    TRY(held_change(ledger, head->owner, -*points));
    TRY(ledger__entry(ledger, head, ENTRY_HOLD_RELEASE, 0, *points));
    return ledger__balance(ledger, head->owner, moved);
}
