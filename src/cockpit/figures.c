/* figures.c - a village's figures by the end of a day: sums of roll-ups and what follows from them.
 *
 * Never earned: registered people who have not taken part yet; points of registration itself do not
 * count. What shops have taken and not been paid for is as good as spent: the fund counts without
 * it. Runway: (fund - what is owed to people) / what was issued a week over the last 90 days, the
 * next payment into the fund not counted. Reserve: fund / what is owed to people. */
#include <string.h>

#include "base/small_groups.h"
#include "cockpit/cockpit_internal.h"

int32_t cockpit__monday(int32_t day)
{
    return day - (day + 3) % WEEK; /* day 0 is a Thursday */
}

int64_t cockpit__runway(int64_t fund_fen, int64_t liability_fen, int64_t issued_fen, int32_t days)
{
    if (issued_fen <= 0 || days <= 0) {
        return -1;
    }
    int64_t left = fund_fen > liability_fen ? fund_fen - liability_fen : 0;
    return left * days / (issued_fen * WEEK);
}

/* What came to a roll-up after a day, up to and with `until`. */
static struct status since(struct side *side, int64_t village, const char *name, int32_t before,
                           int32_t until, int64_t *sum)
{
    int64_t then = 0;
    TRY(books_metric_sum(side->books, village, name, until, sum));
    TRY(books_metric_sum(side->books, village, name, before, &then));
    *sum -= then;
    return OK;
}

struct access_sums {
    int64_t phone;
    int64_t card;
};

static struct status access_add(void *context, const char *name, int64_t sum)
{
    struct access_sums *sums = context;
    *(strcmp(name, "card") == 0 ? &sums->card : &sums->phone) += sum;
    return OK;
}

static struct status sum_add(void *context, const char *name, int64_t sum)
{
    int64_t *total = context;
    (void)name;
    *total += sum;
    return OK;
}

/* Of two groups that make up all, one under five shows the other. */
static struct status never_fill(struct side *side, int64_t village, int32_t on,
                                struct figures *figures)
{
    struct cockpit *own = cockpit__of(side);
    struct access_sums people = {0, 0};
    struct access_sums took = {0, 0};
    TRY(cockpit__tally_each(own, village, TALLY_ACCESS_PEOPLE, on, access_add, &people));
    TRY(cockpit__tally_each(own, village, TALLY_ACCESS_TOOK, on, access_add, &took));
    int64_t all = people.phone + people.card;
    figures->never = figures->never_permille = -1;
    figures->phone_people = figures->phone_never = -1;
    figures->card_people = figures->card_never = -1;
    if (all >= SMALL_GROUP) {
        figures->never = all - took.phone - took.card;
        figures->never_permille = (1000 * figures->never + all / 2) / all;
    }
    if (people.phone >= SMALL_GROUP && people.card >= SMALL_GROUP) {
        figures->phone_people = people.phone;
        figures->phone_never = people.phone - took.phone;
        figures->card_people = people.card;
        figures->card_never = people.card - took.card;
    }
    return OK;
}

static struct status money_fill(struct side *side, const struct village *village, int32_t on,
                                struct figures *figures)
{
    const struct points_report *report = &figures->report;
    int64_t issued = 0;
    int32_t days =
        on - village->opened_on + 1 < RUNWAY_DAYS ? on - village->opened_on + 1 : RUNWAY_DAYS;
    TRY(since(side, village->id, "issued", on - days, on, &issued));
    figures->liability_fen = report->outstanding * 100 / village->points_per_yuan;
    figures->fund_fen = figures->reserve_permille = figures->runway_weeks = -1;
    if (!report->fund_known) {
        return OK;
    }
    int64_t settled = 0;
    TRY(books_metric_sum(side->books, village->id, "settled", on, &settled));
    int64_t shops = (report->redeemed - settled) * 100 / village->points_per_yuan;
    int64_t left = report->fund_fen > shops ? report->fund_fen - shops : 0;
    figures->fund_fen = report->fund_fen > 0 ? report->fund_fen : 0;
    if (figures->liability_fen > 0) {
        figures->reserve_permille =
            (1000 * left + figures->liability_fen / 2) / figures->liability_fen;
    }
    figures->runway_weeks = cockpit__runway(left, figures->liability_fen,
                                            issued * 100 / village->points_per_yuan, days);
    return OK;
}

struct status cockpit__figures(struct side *side, const struct village *village, int32_t on,
                               struct figures *figures)
{
    int32_t month = day_month_start(on);
    *figures = (struct figures){.half_hours = 0};
    TRY(points_report(side->points, village->id, on, &figures->report));
    TRY(since(side, village->id, "registered", month - 1, on, &figures->registered_month));
    TRY(since(side, village->id, "activities", month - 1, on, &figures->activities_month));
    TRY(since(side, village->id, "participations", cockpit__monday(on) - 1, on,
              &figures->participations_week));
    TRY(cockpit__tally_each(cockpit__of(side), village->id, TALLY_HALF_HOURS, on, sum_add,
                            &figures->half_hours));
    TRY(never_fill(side, village->id, on, figures));
    return money_fill(side, village, on, figures);
}
