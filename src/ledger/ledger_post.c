/* ledger_post.c - the kinds of movement, each one entry. What is refused is refused before the
 * first write. Through the escrow: ledger_hold.c. */
#include "ledger/ledger_internal.h"

static int64_t lesser(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

struct status ledger__balance(struct ledger *ledger, int64_t owner, struct moved *moved)
{
    struct resident_points points;
    TRY(ledger_resident(ledger, owner, &points));
    moved->balance = points.available + points.pending + points.held;
    return OK;
}

/* Credits what is left of `amount` after paying what is owed. The paid part never leaves issue, or
 * goes back to it where it comes from pending. */
static struct status credit(struct ledger *ledger, const struct entry_head *head, int32_t lot_day,
                            int64_t amount, struct moved *moved)
{
    struct account *owner = NULL;
    int64_t issue = 0;
    TRY(ledger__account(ledger, head->owner, &owner));
    TRY(ledger__issue(ledger, head->village, &issue));
    moved->owed_paid = lesser(amount, owner->owed);
    owner->owed -= moved->owed_paid;
    fold_touch(ledger->accounts, owner);
    TRY(ledger__lot_add(ledger, head->owner, lot_day, amount - moved->owed_paid));
    return ledger__move(ledger, issue, head->owner, amount - moved->owed_paid);
}

struct status ledger_award(struct ledger *ledger, const struct entry_head *head, int64_t amount,
                           enum entry_kind kind, struct moved *moved)
{
    REQUIRE(ledger != NULL && head != NULL && moved != NULL);
    REQUIRE(amount >= 0 && amount <= POINTS_PER_OPERATION_MAX);
    int64_t issue = 0;
    *moved = (struct moved){0};
    TRY(ledger__issue(ledger, head->village, &issue));
    switch (kind) {
    case ENTRY_AWARD:
        TRY(credit(ledger, head, head->day, amount, moved));
        break;
    case ENTRY_AWARD_PENDING:
        TRY(ledger__move(ledger, issue, head->owner + 1, amount));
        break;
    default:
        REQUIRE(kind == ENTRY_AWARD_UNFUNDED && amount == 0);
        break;
    }
    TRY(ledger__entry(ledger, head, kind, amount - moved->owed_paid, amount));
    return ledger__balance(ledger, head->owner, moved);
}

struct status ledger_release(struct ledger *ledger, const struct entry_head *head,
                             const struct entry *award, struct moved *moved)
{
    REQUIRE(ledger != NULL && head != NULL && award != NULL && moved != NULL);
    REQUIRE(award->kind == ENTRY_AWARD_PENDING && award->owner == head->owner);
    int64_t issue = 0;
    *moved = (struct moved){0};
    TRY(ledger__issue(ledger, head->village, &issue));
    TRY(ledger__move(ledger, head->owner + 1, issue, award->amount));
    TRY(credit(ledger, head, award->day, award->amount, moved));
    TRY(ledger__entry(ledger, head, ENTRY_RELEASE, -moved->owed_paid, award->amount));
    return ledger__balance(ledger, head->owner, moved);
}

struct status ledger_void(struct ledger *ledger, const struct entry_head *head,
                          const struct entry *award, struct moved *moved)
{
    REQUIRE(ledger != NULL && head != NULL && award != NULL && moved != NULL);
    REQUIRE(award->kind == ENTRY_AWARD_PENDING && award->owner == head->owner);
    int64_t issue = 0;
    *moved = (struct moved){0};
    TRY(ledger__issue(ledger, head->village, &issue));
    TRY(ledger__move(ledger, head->owner + 1, issue, award->amount));
    TRY(ledger__entry(ledger, head, ENTRY_VOID, -award->amount, award->amount));
    return ledger__balance(ledger, head->owner, moved);
}

struct status ledger_reverse(struct ledger *ledger, const struct entry_head *head,
                             const struct entry *award, struct moved *moved)
{
    REQUIRE(ledger != NULL && head != NULL && award != NULL && moved != NULL);
    REQUIRE(award->owner == head->owner);
    struct account *owner = NULL;
    int64_t issue = 0;
    int64_t own_lot = 0;
    *moved = (struct moved){0};
    TRY(ledger__account(ledger, head->owner, &owner));
    TRY(ledger__issue(ledger, head->village, &issue));
    int64_t taken = lesser(award->amount, owner->points);
    moved->owed = award->amount - taken;
    TRY(ledger__lot_take(ledger, head->owner, award->day, taken, &own_lot));
    TRY(ledger__lot_spend(ledger, head->owner, taken - own_lot, false, 0));
    owner->owed += moved->owed;
    fold_touch(ledger->accounts, owner);
    TRY(ledger__move(ledger, head->owner, issue, taken));
    TRY(ledger__entry(ledger, head, ENTRY_REVERSE, -taken, award->amount));
    return ledger__balance(ledger, head->owner, moved);
}

struct status ledger_redeem(struct ledger *ledger, const struct entry_head *head, int64_t points,
                            struct moved *moved)
{
    REQUIRE(ledger != NULL && head != NULL && moved != NULL && points > 0);
    struct account *owner = NULL;
    *moved = (struct moved){0};
    TRY(ledger__account(ledger, head->owner, &owner));
    if (owner->points < points) {
        return REFUSE(NOT_ENOUGH_POINTS);
    }
    TRY(ledger__lot_spend(ledger, head->owner, points, true, head->record));
    TRY(ledger__move(ledger, head->owner, head->subject, points));
    TRY(ledger__entry(ledger, head, ENTRY_REDEEM, -points, points));
    return ledger__balance(ledger, head->owner, moved);
}

struct status ledger_refund(struct ledger *ledger, const struct entry_head *head,
                            const struct entry *redemption, struct moved *moved)
{
    REQUIRE(ledger != NULL && head != NULL && redemption != NULL && moved != NULL);
    REQUIRE(redemption->kind == ENTRY_REDEEM || redemption->kind == ENTRY_HOLD_REDEEM);
    REQUIRE(redemption->owner == head->owner);
    int64_t shop = redemption->subject;
    int64_t unsettled = 0;
    *moved = (struct moved){0};
    TRY(ledger_shop(ledger, shop, &unsettled));
    if (unsettled < redemption->amount) {
        return REFUSE(NOT_ENOUGH_POINTS);
    }
    TRY(ledger__lot_restore(ledger, head->owner, redemption->record));
    TRY(ledger__move(ledger, shop, head->owner, redemption->amount));
    TRY(ledger__entry(ledger, head, ENTRY_REFUND, redemption->amount, redemption->amount));
    return ledger__balance(ledger, head->owner, moved);
}

struct status ledger_expire(struct ledger *ledger, const struct entry_head *head, int32_t lot_day,
                            int64_t *amount, struct moved *moved)
{
    REQUIRE(ledger != NULL && head != NULL && amount != NULL && moved != NULL);
    int64_t issue = 0;
    *moved = (struct moved){0};
    TRY(ledger_lot(ledger, head->owner, lot_day, amount));
    if (*amount == 0) {
        return REFUSE(LOT_EMPTY);
    }
    TRY(ledger__issue(ledger, head->village, &issue));
    TRY(ledger__lot_take(ledger, head->owner, lot_day, *amount, amount));
    TRY(ledger__move(ledger, head->owner, issue + 2, *amount));
    TRY(ledger__entry(ledger, head, ENTRY_EXPIRE, -*amount, *amount));
    return ledger__balance(ledger, head->owner, moved);
}

struct status ledger_settle(struct ledger *ledger, const struct entry_head *head, int64_t points)
{
    REQUIRE(ledger != NULL && head != NULL && points > 0);
    int64_t issue = 0;
    int64_t unsettled = 0;
    TRY(ledger_shop(ledger, head->owner, &unsettled));
    if (unsettled < points) {
        return REFUSE(NOT_ENOUGH_POINTS);
    }
    TRY(ledger__issue(ledger, head->village, &issue));
    TRY(ledger__move(ledger, head->owner, issue + 1, points));
    return ledger__entry(ledger, head, ENTRY_SETTLE, -points, points);
}

struct status ledger_unsettle(struct ledger *ledger, const struct entry_head *head,
                              const struct entry *settlement)
{
    REQUIRE(ledger != NULL && head != NULL && settlement != NULL);
    REQUIRE(settlement->kind == ENTRY_SETTLE && settlement->owner == head->owner);
    int64_t issue = 0;
    TRY(ledger__issue(ledger, head->village, &issue));
    TRY(ledger__move(ledger, issue + 1, head->owner, settlement->amount));
    return ledger__entry(ledger, head, ENTRY_UNSETTLE, settlement->amount, settlement->amount);
}
