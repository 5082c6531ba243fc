/* money.c - see money.h. At most 10^12 points and fen: the products stay below 2^63. */
#include "shop/money.h"

#include <stddef.h>

static int64_t fen_up(const struct money *money, int64_t points)
{
    return (points * 100 + money->points_per_yuan - 1) / money->points_per_yuan;
}

void money_reckon(struct money *money)
{
    REQUIRE(money != NULL && money->points_per_yuan > 0);
    money->liability_fen = fen_up(money, money->outstanding);
    money->reserve_permille = -1;
    money->weeks = -1;
    money->low = false;
    if (!money->fund_known) {
        return;
    }
    if (money->liability_fen > 0) {
        money->reserve_permille = money->fund_fen * 1000 / money->liability_fen;
    }
    if (money->spent > 0) {
        int64_t left = money->fund_fen - fen_up(money, money->unsettled);
        money->weeks =
            left <= 0 ? 0 : left * RUNWAY_WEEKS * money->points_per_yuan / (money->spent * 100);
    }
    money->low = money->fund_fen < money->liability_fen ||
                 (money->weeks >= 0 && money->weeks < money->warn_weeks);
}
