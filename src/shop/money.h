/* money.h - what the village owes for points and how long its money lasts. Whole numbers alone. */
#pragma once

#include <stdint.h>

#include "base/status.h"

enum { RUNWAY_WEEKS = 8 }; /* whose spending is taken as the measure */

struct money {
    /* What is known. */
    int64_t points_per_yuan;
    bool fund_known; /* a deposit was made */
    int64_t fund_fen;
    int64_t outstanding; /* points that people and shops hold, escrow included */
    int64_t unsettled;   /* of them, shops' */
    int64_t spent;       /* points redeemed in the last RUNWAY_WEEKS weeks, net of refunds */
    int64_t warn_weeks;
    /* What follows. */
    int64_t liability_fen;    /* outstanding x 100 / points_per_yuan, rounded up */
    int64_t reserve_permille; /* fund of liability; -1: nothing is owed, or no fund */
    int64_t weeks;            /* whole weeks that the money lasts; -1: nobody spends, or no fund */
    bool low;                 /* it is time to worry */
};
/* Weeks: what is left of the fund once shops are paid what they are owed today, at the pace of the
 * last eight weeks. Low: less than `warn_weeks`, or the fund does not cover the liability. */
void money_reckon(struct money *money);
