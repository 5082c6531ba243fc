/* holdings.c - what this room holds about a person: told to them, and taken away. What they
 * redeemed is in the journal and told by the room of residents. */
#include "service/holdings.h"

#include <string.h>

#include "shop/shop_internal.h"

static const char *const dispute_columns[] = {"village", "record",      "shop",   "at",
                                              "text",    "answered_at", "answer", NULL};
static const char *const reminder_columns[] = {"village", "lot_day", "days_ahead",
                                               "points",  "day",     NULL};
static const char *const earned_columns[] = {"village", "month", "points", NULL};

static struct status text_tell(struct side *side, const struct dispute *dispute, bool answer,
                               struct telling *telling)
{
    char text[DISPUTE_SEALED_BYTES + 1];
    bool known = false;
    TRY(shop__dispute_text(side, dispute, answer, text, &known));
    telling_text(telling, known ? text : NULL);
    return OK;
}

struct disputes_telling {
    struct side *side;
    struct telling *telling;
};

static struct status dispute_tell(void *context, const struct dispute *dispute)
{
    struct disputes_telling *told = context;
    telling_text(told->telling, dispute->village);
    telling_integer(told->telling, (int64_t)dispute->record);
    telling_text(told->telling, dispute->shop);
    telling_instant(told->telling, dispute->at);
    TRY(text_tell(told->side, dispute, false, told->telling));
    telling_instant(told->telling, dispute->answered_at);
    return text_tell(told->side, dispute, true, told->telling);
}

static struct status reminder_tell(void *context, const struct reminder *reminder)
{
    struct telling *telling = context;
    telling_text(telling, reminder->village);
    telling_day(telling, reminder->lot_day);
    telling_integer(telling, reminder->ahead);
    telling_integer(telling, reminder->points);
    telling_day(telling, reminder->due_on);
    return OK;
}

static struct status earned_tell(void *context, const char *village, int32_t month, int64_t points)
{
    struct telling *telling = context;
    telling_text(telling, village);
    telling_day(telling, month);
    telling_integer(telling, points);
    return OK;
}

static struct status tell(struct side *side, const struct id *person, struct telling *telling)
{
    struct till *till = shop__till(side);
    struct disputes_telling told = {side, telling};
    telling_table(telling, "disputes", dispute_columns);
    TRY(shop__dispute_own(till, person, dispute_tell, &told));
    telling_table(telling, "expiry_reminders", reminder_columns);
    TRY(shop__reminder_own(till, person, reminder_tell, telling));
    telling_table(telling, "notices", earned_columns);
    return shop__earned_own(till, person, earned_tell, telling);
}

static struct status erase(struct side *side, const struct id *person)
{
    return shop__person_drop(shop__till(side), person);
}

static struct status sweep(struct side *side, int64_t now)
{
    return shop__sweep(shop__till(side), now);
}

const struct holdings shop_holdings = {"shop", tell, erase, sweep};
