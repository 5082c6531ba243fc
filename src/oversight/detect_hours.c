/* detect_hours.c - more hours than a day or a week of a volunteer has; see detect.h. */
#include <stdlib.h>

#include "oversight/detect.h"
#include "oversight/limits.h"

enum { WEEK_DAYS = 7, MONDAY_SHIFT = 3 }; /* day 0 was a Thursday */

static int by_person(const void *a, const void *b)
{
    const struct book_row *x = *(const struct book_row *const *)a;
    const struct book_row *y = *(const struct book_row *const *)b;
    return compare_three(x->member, y->member, x->in_at, y->in_at, x->record, y->record);
}

static int32_t monday(int32_t day)
{
    return day - ((day + MONDAY_SHIFT) % WEEK_DAYS + WEEK_DAYS) % WEEK_DAYS;
}

/* The first day of the run that a row belongs to: its day, or its week's Monday. */
static int32_t run_of(const struct book_row *row, enum signal_kind kind)
{
    return kind == SIGNAL_LONG_DAY ? row->day : monday(row->day);
}

/* Rows of one person and one day (or week), in order of check-in. */
static struct status run_judge(const struct book_row **list, size_t count, enum signal_kind kind,
                               finding_fn found, void *context)
{
    struct finding finding;
    bool day = kind == SIGNAL_LONG_DAY;
    int64_t covered = 0;
    int64_t until = INT64_MIN;
    finding_start(&finding, kind, list[0]->member, run_of(list[0], kind));
    finding_person(&finding, list[0]->member, PART_EARNER);
    for (size_t i = 0; i < count; i++) {
        int64_t from = list[i]->in_at > until ? list[i]->in_at : until;
        until = list[i]->out_at > until ? list[i]->out_at : until;
        covered += until - from;
        finding_record(&finding, list[i]);
        finding_person(&finding, list[i]->proposer, PART_LEADER);
    }
    finding.numbers[0] = covered / 60;
    bool too_long = covered > 60 * oversight_limit(day ? LIMIT_DAY_MINUTES : LIMIT_WEEK_MINUTES);
    return too_long ? found(context, &finding) : OK;
}

static struct status runs(const struct book_row **list, size_t count, enum signal_kind kind,
                          finding_fn found, void *context)
{
    size_t first = 0;
    for (size_t i = 1; i <= count; i++) {
        bool same = i < count && list[i]->member == list[first]->member &&
                    run_of(list[i], kind) == run_of(list[first], kind);
        if (!same) {
            TRY(run_judge(list + first, i - first, kind, found, context));
            first = i;
        }
    }
    return OK;
}

struct status detect_hours(const struct rows *rows, finding_fn found, void *context)
{
    const struct book_row **list = NULL;
    size_t count = 0;
    struct status status = rows_choose(rows, row_attended, by_person, &list, &count);
    if (status_ok(status) && count > 0) {
        status = runs(list, count, SIGNAL_LONG_DAY, found, context);
    }
    if (status_ok(status) && count > 0) {
        status = runs(list, count, SIGNAL_LONG_WEEK, found, context);
    }
    free(list);
    return status;
}
