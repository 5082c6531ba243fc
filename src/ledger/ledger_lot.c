/* ledger_lot.c - which points are spent and expire first.
 *
 * What a resident gets on one day is one lot. Lots lie in the table by day first, so that a day's
 * awards touch few pages however many years there are, and a day's expiry is one range. An
 * account's own lots form a chain from the newest to the oldest:
 *
 *     account.last_lot -> day 30 -> day 12 -> day 9 -> day 3
 *     account.first_lot ----------------+      (lots older than first_lot are empty)
 *
 * Spending walks the chain down to first_lot and then takes from the old end. The number of lots
 * with points is small: two years at most, and people spend. */
#include <stdlib.h>

#include "ledger/ledger_internal.h"

static struct status lot_get(struct ledger *ledger, int64_t account, int64_t day, struct lot **lot)
{
    void *value = NULL;
    TRY(fold_get(ledger->lots, (struct fold_key){{day, account}}, &value));
    *lot = value;
    return OK;
}

struct status ledger_lot(struct ledger *ledger, int64_t account, int32_t day, int64_t *points)
{
    REQUIRE(ledger != NULL && points != NULL);
    struct lot *lot = NULL;
    TRY(lot_get(ledger, account, day, &lot));
    *points = lot->points;
    return OK;
}

/* Hangs a new lot into the account's chain. */
static struct status lot_chain(struct ledger *ledger, struct account *owner, int64_t account,
                               int64_t day, struct lot *lot)
{
    lot->exists = 1;
    lot->previous = day;
    if (owner->last_lot == 0 || day > owner->last_lot) {
        if (owner->last_lot != 0) {
            lot->previous = owner->last_lot;
        }
        owner->last_lot = day;
        return OK;
    }
    /* A day between: find the lot above it. */
    int64_t above_day = owner->last_lot;
    struct lot *above = NULL;
    for (;;) {
        TRY(lot_get(ledger, account, above_day, &above));
        if (above->previous == above_day || above->previous < day) {
            break;
        }
        above_day = above->previous;
    }
    if (above->previous != above_day) {
        lot->previous = above->previous;
    }
    above->previous = day;
    fold_touch(ledger->lots, above);
    return OK;
}

struct status ledger__lot_add(struct ledger *ledger, int64_t account, int32_t day, int64_t points)
{
    if (points == 0) {
        return OK;
    }
    struct account *owner = NULL;
    struct lot *lot = NULL;
    TRY(ledger__account(ledger, account, &owner));
    TRY(lot_get(ledger, account, day, &lot));
    if (!lot->exists) {
        TRY(lot_chain(ledger, owner, account, day, lot));
    }
    lot->points += points;
    if (owner->points == 0 || day < owner->first_lot) {
        owner->first_lot = day;
    }
    fold_touch(ledger->lots, lot);
    fold_touch(ledger->accounts, owner);
    return OK;
}

struct status ledger__lot_take(struct ledger *ledger, int64_t account, int32_t day, int64_t points,
                               int64_t *taken)
{
    struct lot *lot = NULL;
    TRY(lot_get(ledger, account, day, &lot));
    *taken = lot->points < points ? lot->points : points;
    if (*taken > 0) {
        lot->points -= *taken;
        fold_touch(ledger->lots, lot);
    }
    return OK;
}

/* The days of the account's lots from the newest down to first_lot, into ledger->days. */
static struct status days_walk(struct ledger *ledger, const struct account *owner, int64_t account,
                               size_t *count)
{
    *count = 0;
    int64_t day = owner->last_lot;
    for (;;) {
        if (*count == ledger->days_room) {
            size_t room = ledger->days_room == 0 ? 1024 : ledger->days_room * 2;
            int64_t *days = realloc(ledger->days, room * sizeof *days);
            if (days == NULL) {
                return FAULT(OUT_OF_MEMORY);
            }
            ledger->days = days;
            ledger->days_room = room;
        }
        ledger->days[(*count)++] = day;
        struct lot *lot = NULL;
        TRY(lot_get(ledger, account, day, &lot));
        if (day <= owner->first_lot || lot->previous == day) {
            return OK;
        }
        day = lot->previous;
    }
}

struct status ledger__lot_spend(struct ledger *ledger, int64_t account, int64_t points,
                                bool remember, uint64_t record)
{
    struct account *owner = NULL;
    size_t count = 0;
    TRY(ledger__account(ledger, account, &owner));
    if (points == 0) {
        return OK;
    }
    TRY(days_walk(ledger, owner, account, &count));
    for (size_t i = count; points > 0; i--) {
        REQUIRE(i > 0); /* The lots add up to the account's points. */
        int64_t day = ledger->days[i - 1];
        int64_t taken = 0;
        TRY(ledger__lot_take(ledger, account, (int32_t)day, points, &taken));
        points -= taken;
        owner->first_lot = day;
        if (remember && taken > 0) {
            TRY(ledger__spent_insert(ledger, record, day, taken));
        }
    }
    fold_touch(ledger->accounts, owner);
    return OK;
}

struct restore {
    struct ledger *ledger;
    int64_t account;
};

static struct status lot_restore(void *context, int32_t day, int64_t points)
{
    struct restore *restore = context;
    return ledger__lot_add(restore->ledger, restore->account, day, points);
}

struct status ledger__lot_restore(struct ledger *ledger, int64_t account, uint64_t record)
{
    struct restore restore = {ledger, account};
    return ledger__spent_each(ledger, record, lot_restore, &restore);
}
