/* ledger_internal.h - what the files of this room share. */
#pragma once

#include "journal/fold.h"
#include "ledger/ledger.h"

enum account_kind {
    ACCOUNT_ISSUE = 1,
    ACCOUNT_SETTLED = 2,
    ACCOUNT_EXPIRED = 3,
    ACCOUNT_ESCROW = 4,
    ACCOUNT_SHOP = 5,
    ACCOUNT_AVAILABLE = 6,
    ACCOUNT_PENDING = 7, /* its id is the available one's + 1 */
};

/* A row of `account`; see migrations/books/0003_ledger.sql and 0007_hold.sql. */
struct account {
    int64_t village;
    int64_t kind; /* 0: there is no such account */
    int64_t points;
    int64_t owed;
    int64_t first_lot;
    int64_t last_lot;
    int64_t last_entry;
    int64_t first_day;
    int64_t held;
};

/* A row of `lot`. */
struct lot {
    int64_t points;
    int64_t previous; /* day of the next older lot; the lot's own day: none */
    int64_t exists;
};

/* The accounts that a village has, one after the other. */
struct village_accounts {
    int64_t issue; /* 0: unknown village */
};

struct ledger {
    struct books *books;
    struct store *store;   /* borrowed from the books */
    struct fold *accounts; /* key: id */
    struct fold *lots;     /* key: day, account */
    struct fold *entries;  /* key: record */
    struct fold *villages; /* key: village; a read cache */
    int64_t next_account;  /* 0: ask the table */
    int64_t *days;         /* room for a walk over lots */
    size_t days_room;
    struct store_stmt *account_select;
    struct store_stmt *account_save;
    struct store_stmt *account_next;
    struct store_stmt *lot_select;
    struct store_stmt *lot_save;
    struct store_stmt *lot_day_empty;
    struct store_stmt *lots_until;
    struct store_stmt *lots_find;
    struct store_stmt *lots_of;
    struct store_stmt *held_find;
    struct store_stmt *village_select;
    struct store_stmt *village_insert;
    struct store_stmt *entry_save;
    struct store_stmt *entry_each;
    struct store_stmt *entry_select;
    struct store_stmt *spent_insert;
    struct store_stmt *spent_select;
    struct store_stmt *spent_oldest;
    struct store_stmt *spent_save;
    struct store_stmt *spent_drop;
    struct store_stmt *spent_forget;
    struct store_stmt *escrow_select;
    struct store_stmt *escrow_save;
    struct store_stmt *escrow_drop;
    struct store_stmt *escrow_heir;
    struct store_stmt *invariants[8];
};

CHECKED struct status ledger__account(struct ledger *ledger, int64_t id, struct account **account);
CHECKED struct status ledger__issue(struct ledger *ledger, int64_t village, int64_t *issue);

/* Moves points between two accounts of one village; guarded ones must stay >= 0. */
CHECKED struct status ledger__move(struct ledger *ledger, int64_t from, int64_t to, int64_t points);
/* Writes the entry and hangs it on the owner's chain. */
CHECKED struct status ledger__entry(struct ledger *ledger, const struct entry_head *head,
                                    enum entry_kind kind, int64_t points, int64_t amount);

/* The owner's balance after a movement. */
CHECKED struct status ledger__balance(struct ledger *ledger, int64_t owner, struct moved *moved);

/* ---- lots: ledger_lot.c. The caller moves the account's points beside them. ---- */

/* Adds before the account's points are raised. */
CHECKED struct status ledger__lot_add(struct ledger *ledger, int64_t account, int32_t day,
                                      int64_t points);
/* Takes up to `points` from the lot of a day; `*taken` says how many. */
CHECKED struct status ledger__lot_take(struct ledger *ledger, int64_t account, int32_t day,
                                       int64_t points, int64_t *taken);
/* Takes from the oldest lots on; the account has that many. Writes what was taken from which day
 * under `record` where `remember`. */
CHECKED struct status ledger__lot_spend(struct ledger *ledger, int64_t account, int64_t points,
                                        bool remember, uint64_t record);
/* Puts back what was remembered under a record. */
CHECKED struct status ledger__lot_restore(struct ledger *ledger, int64_t account, uint64_t record);

/* ---- SQL: ledger_sql.c ---- */

CHECKED struct status ledger__account_select(struct ledger *ledger, int64_t id,
                                             struct account *account);
CHECKED struct status ledger__account_save(struct ledger *ledger, const struct bulk *rows);
CHECKED struct status ledger__account_next(struct ledger *ledger, int64_t *id);
CHECKED struct status ledger__lot_select(struct ledger *ledger, int32_t day, int64_t account,
                                         struct lot *lot);
CHECKED struct status ledger__lot_save(struct ledger *ledger, const struct bulk *rows);
CHECKED struct status ledger__lot_day_empty(struct ledger *ledger, int32_t day, bool *empty);
CHECKED struct status ledger__village_select(struct ledger *ledger, int64_t village,
                                             struct village_accounts *accounts);
CHECKED struct status ledger__village_insert(struct ledger *ledger, int64_t village, int64_t issue);
CHECKED struct status ledger__entry_select(struct ledger *ledger, uint64_t record,
                                           struct entry *entry);
CHECKED struct status ledger__entry_save(struct ledger *ledger, const struct bulk *rows);
CHECKED struct status ledger__spent_insert(struct ledger *ledger, uint64_t record, int64_t day,
                                           int64_t points);
/* Newest day first. */
typedef struct status (*spent_each_fn)(void *context, int32_t day, int64_t points);
CHECKED struct status ledger__spent_each(struct ledger *ledger, uint64_t record, spent_each_fn each,
                                         void *context);
/* The oldest lot that is left under a record; `*points` 0: none. */
CHECKED struct status ledger__spent_oldest(struct ledger *ledger, uint64_t record, int32_t *day,
                                           int64_t *points);
/* What is left of a lot under a record; 0: it is dropped. */
CHECKED struct status ledger__spent_save(struct ledger *ledger, uint64_t record, int32_t day,
                                         int64_t points);
/* Drops all lots under a record. */
CHECKED struct status ledger__spent_forget(struct ledger *ledger, uint64_t record);
/* A row of `escrow`; `points` 0: there is none, or it is dropped. */
struct escrow {
    int64_t village;
    int64_t owner; /* 0: it is a bequest */
    int64_t points;
    int64_t heir;
};
CHECKED struct status ledger__escrow_select(struct ledger *ledger, uint64_t record,
                                            struct escrow *escrow);
CHECKED struct status ledger__escrow_save(struct ledger *ledger, uint64_t record,
                                          const struct escrow *escrow);
/* Whether a bequest waits for the account. */
CHECKED struct status ledger__bequest_waits(struct ledger *ledger, int64_t heir, bool *waits);
/* Invariants over the whole of the room's tables. Refuses: INVARIANT_BROKEN. */
CHECKED struct status ledger__check(void *state, struct problem *problem);
