/* ledger.h - the only door to accounts, entries and lots.
 *
 * Points are never made or lost, only moved: all accounts of the books sum to 0. Entries are never
 * edited or deleted. A village has the accounts issue (the source, runs negative), settled, expired
 * and escrow; a shop has one; a resident has available and pending. An account of a resident, a
 * shop or the escrow never goes below 0. A resident's balance is available, pending and held: what
 * lies in escrow for the resident alone.
 *
 * Each kind of movement below is one entry on its owner's chain (the resident, or the shop where a
 * shop is paid). Why points may move - rules, caps, two eyes, the fund - is decided by the caller.
 * A function that can refuse does so before it has written anything. */
#pragma once

#include "journal/books.h"

struct ledger;

/* Borrows `books`. The caller owns `*out`. */
CHECKED struct status ledger_open(struct books *books, struct ledger **out);
void ledger_close(struct ledger **ledger);
struct apply_room ledger_room(struct ledger *ledger); /* no operations of its own */

CHECKED struct status ledger_village_open(struct ledger *ledger, int64_t village);
CHECKED struct status ledger_shop_open(struct ledger *ledger, int64_t village, int64_t *account);
/* Opens available and pending; `*account` is the available one, by which the resident is known. */
CHECKED struct status ledger_resident_open(struct ledger *ledger, int64_t village,
                                           int64_t *account);
/* Refuses: ACCOUNT_NOT_EMPTY (points, held or bequeathed ones too, or something owed). Writes
 * nothing. */
CHECKED struct status ledger_resident_empty(struct ledger *ledger, int64_t account);

struct resident_points {
    int64_t available;
    int64_t pending;
    int64_t owed;
    int64_t held; /* in escrow */
};
CHECKED struct status ledger_resident(struct ledger *ledger, int64_t account,
                                      struct resident_points *points);
CHECKED struct status ledger_shop(struct ledger *ledger, int64_t account, int64_t *unsettled);
/* What the village owes its people and shops: available, pending, unsettled and escrow. */
CHECKED struct status ledger_outstanding(struct ledger *ledger, int64_t village, int64_t *points);

/* How many points a village may still issue, ever, before POINTS_TOTAL_MAX is reached. */
CHECKED struct status ledger_issuable(struct ledger *ledger, int64_t village, int64_t *points);

enum entry_kind {
    ENTRY_AWARD = 1,          /* issue to available; subject: rule version */
    ENTRY_AWARD_PENDING = 2,  /* issue to pending; likewise */
    ENTRY_AWARD_UNFUNDED = 3, /* nothing moves: the fund was empty; likewise */
    ENTRY_RELEASE = 4,        /* pending to available; subject: the award's record */
    ENTRY_VOID = 5,           /* pending to issue; likewise */
    ENTRY_REVERSE = 6,        /* available to issue; likewise */
    ENTRY_REDEEM = 7,         /* available to shop; subject: shop account */
    ENTRY_REFUND = 8,         /* shop to available; subject: the redemption's record */
    ENTRY_EXPIRE = 9,         /* available to expired; subject: the lot's day */
    ENTRY_SETTLE = 10,        /* shop to settled; the owner is the shop */
    ENTRY_UNSETTLE = 11,      /* settled to shop; subject: the settlement's record */
    ENTRY_HOLD = 12,          /* available to escrow; subject: shop account */
    ENTRY_HOLD_REDEEM = 13,   /* escrow to shop; subject: shop account */
    ENTRY_HOLD_RELEASE = 14,  /* escrow to available; subject: the hold's record */
    ENTRY_BEQUEST = 15,       /* available to escrow; subject: the heir's account */
    ENTRY_INHERIT = 16,       /* escrow to available; subject: the bequest's record */
};

/* Where and when a movement is written. */
struct entry_head {
    uint64_t record;
    int64_t village;
    int64_t owner; /* available account of the resident, or the shop's account */
    int32_t day;
    int64_t subject;
};

struct entry {
    uint64_t record;
    int64_t owner;
    uint64_t previous; /* record of the owner's entry before + 1; 0: none */
    int32_t day;
    int64_t points; /* change of the owner's balance (available, pending and held together) */
    int64_t amount; /* what was granted, spent, ... before anything owed was paid */
    enum entry_kind kind;
    int64_t subject;
};
/* `entry->kind` is 0 where the record has no entry. */
CHECKED struct status ledger_entry(struct ledger *ledger, uint64_t record, struct entry *entry);
/* Entries by record, from one on, at most `limit`, as committed: of all villages. */
typedef struct status (*ledger_entry_fn)(void *context, const struct entry *entry);
CHECKED struct status ledger_entry_each(struct ledger *ledger, uint64_t from, size_t limit,
                                        ledger_entry_fn each, void *context);
/* The owner's newest entry's record + 1; 0: none. Older ones follow by `previous`. */
CHECKED struct status ledger_last_entry(struct ledger *ledger, int64_t owner, uint64_t *record);
/* Sum of all entries of an owner with day <= until. */
CHECKED struct status ledger_balance_on(struct ledger *ledger, int64_t owner, int32_t until,
                                        int64_t *points);

/* What a movement led to. `balance` is the resident's available, pending and held. */
struct moved {
    int64_t balance;
    int64_t owed_paid;
    int64_t owed; /* newly owed, by a reversal; written off, by a bequest */
};

/* `amount` >= 0 is granted; with `pending` it waits. An award pays what is owed first: that part is
 * not credited; a pending one pays at its release. */
CHECKED struct status ledger_award(struct ledger *ledger, const struct entry_head *head,
                                   int64_t amount, enum entry_kind kind, struct moved *moved);
/* Of an ENTRY_AWARD_PENDING; its lot has the award's day. */
CHECKED struct status ledger_release(struct ledger *ledger, const struct entry_head *head,
                                     const struct entry *award, struct moved *moved);
CHECKED struct status ledger_void(struct ledger *ledger, const struct entry_head *head,
                                  const struct entry *award, struct moved *moved);
/* Takes back an award's amount: from its own lot first, then from the oldest; what is not there is
 * owed. */
CHECKED struct status ledger_reverse(struct ledger *ledger, const struct entry_head *head,
                                     const struct entry *award, struct moved *moved);
/* Oldest lots first. Refuses: NOT_ENOUGH_POINTS. */
CHECKED struct status ledger_redeem(struct ledger *ledger, const struct entry_head *head,
                                    int64_t points, struct moved *moved);
/* Restores the lots of the redemption, be it one from a hold. Refuses: NOT_ENOUGH_POINTS (the shop
 * was settled). */
CHECKED struct status ledger_refund(struct ledger *ledger, const struct entry_head *head,
                                    const struct entry *redemption, struct moved *moved);
/* What is left of a lot; `*amount` says how much. Refuses: LOT_EMPTY. */
CHECKED struct status ledger_expire(struct ledger *ledger, const struct entry_head *head,
                                    int32_t lot_day, int64_t *amount, struct moved *moved);
/* Refuses: NOT_ENOUGH_POINTS. */
CHECKED struct status ledger_settle(struct ledger *ledger, const struct entry_head *head,
                                    int64_t points);
CHECKED struct status ledger_unsettle(struct ledger *ledger, const struct entry_head *head,
                                      const struct entry *settlement);

/* Holds points apart: they stay the resident's, but can be spent from the hold alone. Oldest lots
 * first. Refuses: NOT_ENOUGH_POINTS. */
CHECKED struct status ledger_hold(struct ledger *ledger, const struct entry_head *head,
                                  int64_t points, struct moved *moved);
/* What is left of the hold that a record made, and whose it is; 0: nothing, or it made none. */
CHECKED struct status ledger_held(struct ledger *ledger, uint64_t record, int64_t *owner,
                                  int64_t *points);
/* What lies in escrow, in order of record, after one of them (-1: from the first). */
struct held {
    uint64_t record;
    int64_t village;
    int64_t owner;
    int64_t points;
};
CHECKED struct status ledger_held_find(struct ledger *ledger, int64_t after, struct held *list,
                                       size_t room, size_t *count);
/* Pays the shop `head->subject` from a hold of its owner, the hold's oldest lots first; it holds so
 * many. */
CHECKED struct status ledger_hold_redeem(struct ledger *ledger, const struct entry_head *head,
                                         uint64_t hold, int64_t points, struct moved *moved);
/* Gives back what is left of the hold `head->subject`, with its lots; `*points` says how many. */
CHECKED struct status ledger_hold_release(struct ledger *ledger, const struct entry_head *head,
                                          int64_t *points, struct moved *moved);

/* Takes all that is available from the owner: first what is owed, as far as it reaches, which
 * expires; the rest, `*passed`, waits in escrow for the heir `head->subject`. What is owed beyond
 * is written off. Refuses: POINTS_WAITING (pending or held ones), NOT_ENOUGH_POINTS (there is
 * nothing, and nothing owed). */
CHECKED struct status ledger_bequeath(struct ledger *ledger, const struct entry_head *head,
                                      int64_t *passed, struct moved *moved);
/* What waits under a bequest, in which village, and for whose account; 0 points: nothing. */
CHECKED struct status ledger_bequest(struct ledger *ledger, uint64_t record, int64_t *village,
                                     int64_t *heir, int64_t *points);
/* Gives the heir what waits under the bequest `head->subject`, with its lots. */
CHECKED struct status ledger_inherit(struct ledger *ledger, const struct entry_head *head,
                                     int64_t *points, struct moved *moved);

/* Notes that the resident took part on a day. `*before` is the earliest day so far, or DAY_NONE. */
enum { DAY_NONE = -1 };
CHECKED struct status ledger_first_day(struct ledger *ledger, int64_t account, int32_t day,
                                       int32_t *before);
/* Points left of the lot of a day. */
CHECKED struct status ledger_lot(struct ledger *ledger, int64_t account, int32_t day,
                                 int64_t *points);
/* Lots with points, in order of day and account, after one of them, up to and with a day; of what
 * is committed. */
struct lot_left {
    int32_t day;
    int64_t account;
    int64_t village;
    int64_t points;
};
CHECKED struct status ledger_lots_find(struct ledger *ledger, int32_t day, int64_t account,
                                       int32_t until, struct lot_left *list, size_t room,
                                       size_t *count);
/* An account's own lots with points from a day on, the newest first, of what is committed. */
CHECKED struct status ledger_lots_of(struct ledger *ledger, int64_t account, int32_t from,
                                     struct lot_left *list, size_t room, size_t *count);
/* Lots with points of all accounts up to and with a day: how many, and the points in them. */
CHECKED struct status ledger_lots_until(struct ledger *ledger, int32_t day, int64_t *lots,
                                        int64_t *points);
