/* points_fund.c - the village's money for points. What the village owes its people and shops must
 * be covered: liability in fen = outstanding points x 100 / points_per_yuan, rounded up, and it may
 * not exceed the fund by more than the village's allowance. Before the first deposit the check is
 * off. */
#include "points/points_internal.h"

struct status points__fund(struct points *points, int64_t village, struct fund **fund)
{
    void *value = NULL;
    TRY(fold_get(points->funds, (struct fold_key){{village}}, &value));
    *fund = value;
    return OK;
}

struct status points__fund_covers(struct points *points, const struct village *village,
                                  int64_t more, bool *covered)
{
    struct fund *fund = NULL;
    int64_t outstanding = 0;
    TRY(points__fund(points, village->id, &fund));
    *covered = true;
    if (fund->deposits == 0 || more == 0) {
        return OK;
    }
    TRY(ledger_outstanding(points->ledger, village->id, &outstanding));
    /* At most 10^12 points and fen: the products stay below 2^63. */
    int64_t owed = outstanding + more;
    int64_t liability_fen = (owed * 100 + village->points_per_yuan - 1) / village->points_per_yuan;
    *covered = liability_fen * 1000 <= fund->fen * (1000 + village->allowance_permille);
    return OK;
}

int64_t points__fen(const struct village *village, int64_t points)
{
    return points * 100 / village->points_per_yuan;
}
