/* points_cap.c - how much a rule may still give in a period. Caps are points per rule code (all its
 * versions together) and per resident or household, in the periods of the local day of check-in. */
#include "base/day.h"
#include "points/points_internal.h"

enum cap_span { SPAN_DAY = 0, SPAN_MONTH = 1, SPAN_QUARTER = 2, SPAN_YEAR = 3, SPAN_TOTAL = 4 };

static int32_t span_start(enum cap_span span, int32_t day)
{
    switch (span) {
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

static struct status used_get(struct points *points, const struct rule *rule, int64_t subject,
                              int span, int32_t day, int64_t **used)
{
    struct fold_key key = {{span_start((enum cap_span)span, day), span, rule->family, subject}};
    void *value = NULL;
    TRY(fold_get(points->caps, key, &value));
    *used = value;
    return OK;
}

struct status points__cap_cut(struct points *points, struct award *award)
{
    for (int span = 0; span < CAP_SPANS; span++) {
        if (award->rule.caps[span] == 0) {
            continue;
        }
        int64_t *used = NULL;
        TRY(used_get(points, &award->rule, award->subject, span, award->cap_day, &used));
        int64_t room = award->rule.caps[span] > *used ? award->rule.caps[span] - *used : 0;
        award->granted = award->granted < room ? award->granted : room;
    }
    return OK;
}

struct status points__cap_use(struct points *points, const struct rule *rule, int64_t subject,
                              int32_t day, int64_t amount)
{
    if (amount == 0) {
        return OK;
    }
    for (int span = 0; span < CAP_SPANS; span++) {
        int64_t *used = NULL;
        if (rule->caps[span] == 0) {
            continue;
        }
        TRY(used_get(points, rule, subject, span, day, &used));
        *used += amount;
        /* A version without this cap may have granted what is given back under one with it. */
        *used = *used > 0 ? *used : 0;
        fold_touch(points->caps, used);
    }
    return OK;
}
