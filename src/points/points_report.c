/* points_report.c - a village's figures, each a sum of roll-ups and never a scan of records. */
#include "base/day.h"
#include "points/points_internal.h"

struct status points_report(struct points *points, int64_t village, int32_t until,
                            struct points_report *report)
{
    REQUIRE(points != NULL && report != NULL);
    *report = (struct points_report){0};
    int64_t deposits = 0;
    const struct {
        const char *name;
        int64_t *sum;
    } sums[] = {
        {"residents", &report->residents},
        {"households", &report->households},
        {"registered", &report->registered},
        {"activities", &report->activities},
        {"participations", &report->participations},
        {"participants", &report->participants},
        {"issued", &report->issued},
        {"capped", &report->capped},
        {"unfunded", &report->unfunded},
        {"redemptions", &report->redemptions},
        {"redeemed", &report->redeemed},
        {"expired", &report->expired},
        {"saving_fen", &report->saving_fen},
        {"card_users", &report->card_users},
        {"fund_fen", &report->fund_fen},
        {"deposits", &deposits},
    };
    for (size_t i = 0; i < COUNT(sums); i++) {
        TRY(books_metric_sum(points->books, village, sums[i].name, until, sums[i].sum));
    }
    report->outstanding = report->issued - report->redeemed - report->expired;
    report->fund_known = deposits > 0;
    if (report->residents > 0) {
        report->coverage_permille =
            (report->registered * 2000 + report->residents) / (2 * report->residents);
    }
    return OK;
}

struct status points_expiring(struct points *points, int32_t day, int64_t *lots, int64_t *left)
{
    REQUIRE(points != NULL && lots != NULL && left != NULL);
    /* The newest lot day that is due: the same calendar day two years ago, give or take one. */
    int32_t newest = day - 2 * 365 + 2;
    while (newest > 1 && day_add_months(newest, LOT_MONTHS) > day) {
        newest--;
    }
    return ledger_lots_until(points->ledger, newest, lots, left);
}
