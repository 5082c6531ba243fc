/* points_cap.c - how much a rule may still give in a period. Caps are points per rule code (all its
 * versions together) and per resident or household, in the periods of the local day of check-in.
 *
 * A later version may bring a cap that the earlier ones had not, and what they gave counts. So each
 * rule keeps the points of every month; a quarter, a year, the total have a cell of their own where
 * the first version capped them, and are added up from the months where a later one does. A day
 * needs a cell only under a version that caps days: no two versions share a day. */
#include "base/day.h"
#include "points/points_internal.h"

enum cap_span { SPAN_DAY = 0, SPAN_MONTH = 1, SPAN_QUARTER = 2, SPAN_YEAR = 3, SPAN_TOTAL = 4 };

enum {
    NEWEST_MONTH = 5, /* in place of a span: the newest month in which the rule gave points */
    SPANS = 8,        /* how many days are apart as periods, and more than there are spans */
};

int32_t points_cap_start(int span, int32_t day)
{
    switch ((enum cap_span)span) {
    case SPAN_DAY:
        return day;
    case SPAN_MONTH:
        return day_month_start(day);
    case SPAN_QUARTER:
        return day_quarter_start(day);
    case SPAN_YEAR:
        return day_year_start(day);
    case SPAN_TOTAL:
        return 0;
    }
    REQUIRE(!"a span that is none of the five");
    return 0;
}

int64_t points__cap_subject(const struct rule *rule, const struct member *member)
{
    bool shared =
        rule->cap_scope == SANBAO__V1__CAP_SCOPE__SCOPE_HOUSEHOLD && member->household != 0;
    return shared ? -member->household : member->id;
}

/* The key of a cell: its period, and who uses the rule's points in it. */
static struct status cell_get(struct points *points, const struct rule *rule, int64_t subject,
                              int span, int32_t start, int64_t **cell)
{
    REQUIRE(rule->family <= INT32_MAX && subject >= -INT32_MAX && subject <= INT32_MAX);
    int64_t period = (int64_t)start * SPANS + span;
    int64_t holder = rule->family * (INT64_C(1) << 32) + subject;
    void *value = NULL;
    TRY(fold_get(points->caps, (struct fold_key){{period, holder}}, &value));
    *cell = value;
    return OK;
}

static bool has_cell(const struct rule *rule, int span)
{
    switch (span) {
    case SPAN_DAY:
        return rule->caps[SPAN_DAY] != 0;
    case SPAN_MONTH:
        return true;
    default:
        return (rule->own_spans >> span & 1U) != 0;
    }
}

/* The months of a quarter, of a year, or of all the time that the rule has been in use. */
static struct status months_add(struct points *points, const struct rule *rule, int64_t subject,
                                int span, int32_t day, int64_t *used)
{
    int32_t month = day_month_start(rule->first_day);
    int32_t until = 0;
    int64_t *cell = NULL;
    if (span == SPAN_TOTAL) {
        TRY(cell_get(points, rule, 0, NEWEST_MONTH, 0, &cell));
        until = (int32_t)*cell + 1;
    } else {
        month = points_cap_start(span, day);
        until = day_add_months(month, span == SPAN_QUARTER ? 3 : 12);
    }
    *used = 0;
    for (; month < until; month = day_add_months(month, 1)) {
        TRY(cell_get(points, rule, subject, SPAN_MONTH, month, &cell));
        *used += *cell;
    }
    return OK;
}

struct status points__cap_cut(struct points *points, struct award *award)
{
    const struct rule *rule = &award->rule;
    for (int span = 0; span < CAP_SPANS; span++) {
        int64_t used = 0;
        if (rule->caps[span] == 0) {
            continue;
        }
        if (has_cell(rule, span)) {
            int64_t *cell = NULL;
            int32_t start = points_cap_start(span, award->cap_day);
            TRY(cell_get(points, rule, award->subject, span, start, &cell));
            used = *cell;
        } else {
            TRY(months_add(points, rule, award->subject, span, award->cap_day, &used));
        }
        int64_t room = rule->caps[span] > used ? rule->caps[span] - used : 0;
        award->granted = award->granted < room ? award->granted : room;
    }
    return OK;
}

struct status points__cap_use(struct points *points, const struct rule *rule, int64_t subject,
                              int32_t day, int64_t amount)
{
    int64_t *cell = NULL;
    if (amount == 0) {
        return OK;
    }
    for (int span = 0; span < CAP_SPANS; span++) {
        if (has_cell(rule, span)) {
            TRY(cell_get(points, rule, subject, span, points_cap_start(span, day), &cell));
            *cell += amount;
            fold_touch(points->caps, cell);
        }
    }
    TRY(cell_get(points, rule, 0, NEWEST_MONTH, 0, &cell));
    if (*cell < day_month_start(day)) {
        *cell = day_month_start(day);
        fold_touch(points->caps, cell);
    }
    return OK;
}
