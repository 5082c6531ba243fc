/* detect_bursts.c - more cards than a hand can scan, more approvals than eyes can see; see
 * detect.h. */
#include <stdlib.h>

#include "oversight/detect.h"
#include "oversight/limits.h"

enum { SCAN_SECONDS = 60, APPROVAL_SECONDS = 600 };

/* ---- cards ---- */

static bool scanned(const struct rows *rows, const struct book_row *row)
{
    return row->card && row_attended(rows, row);
}

static int by_activity(const void *a, const void *b)
{
    const struct book_row *x = *(const struct book_row *const *)a;
    const struct book_row *y = *(const struct book_row *const *)b;
    return compare_three(x->activity, y->activity, x->in_at, y->in_at, x->record, y->record);
}

/* The most of the rows of one activity that lie within a minute, `*at` the first of them. */
static size_t densest(const struct book_row **list, size_t count, size_t *at)
{
    size_t best = 0;
    size_t first = 0;
    for (size_t i = 0; i < count; i++) {
        while (list[i]->in_at - list[first]->in_at >= SCAN_SECONDS) {
            first++;
        }
        if (i + 1 - first > best) {
            best = i + 1 - first;
            *at = first;
        }
    }
    return best;
}

static struct status activity_judge(const struct book_row **list, size_t count, finding_fn found,
                                    void *context)
{
    struct finding finding;
    size_t at = 0;
    size_t cards = densest(list, count, &at);
    if ((int64_t)cards <= oversight_limit(LIMIT_SCANS)) {
        return OK;
    }
    finding_start(&finding, SIGNAL_FAST_SCANS, list[0]->activity, 0);
    finding.numbers[0] = (int64_t)cards;
    for (size_t i = at; i < at + cards; i++) {
        finding_record(&finding, list[i]);
        finding_person(&finding, list[i]->proposer, PART_LEADER);
    }
    return found(context, &finding);
}

static struct status scans(const struct rows *rows, finding_fn found, void *context)
{
    const struct book_row **list = NULL;
    size_t count = 0;
    size_t first = 0;
    struct status status = rows_choose(rows, scanned, by_activity, &list, &count);
    for (size_t i = 1; status_ok(status) && i <= count; i++) {
        if (i == count || list[i]->activity != list[first]->activity) {
            status = activity_judge(list + first, i - first, found, context);
            first = i;
        }
    }
    free(list);
    return status;
}

/* ---- approvals ---- */

static bool approved(const struct rows *rows, const struct book_row *row)
{
    (void)rows;
    return row->shop == 0 && row->approver != 0 && row->timed;
}

static int by_matter(const void *a, const void *b)
{
    const struct book_row *x = *(const struct book_row *const *)a;
    const struct book_row *y = *(const struct book_row *const *)b;
    return compare_three(x->approver, y->approver, x->activity, y->activity, x->record, y->record);
}

static int by_approver(const void *a, const void *b)
{
    const struct book_row *x = *(const struct book_row *const *)a;
    const struct book_row *y = *(const struct book_row *const *)b;
    return compare_three(x->approver, y->approver, x->at, y->at, x->record, y->record);
}

/* Keeps of each approver's activity the first award: it stands for the matter. */
static size_t matters_keep(const struct book_row **list, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        bool again = kept > 0 && list[i]->activity != 0 &&
                     list[i]->activity == list[kept - 1]->activity &&
                     list[i]->approver == list[kept - 1]->approver;
        if (!again) {
            list[kept++] = list[i];
        }
    }
    return kept;
}

/* One finding of a run that goes on as long as each matter has more than the limit around it. */
static struct status run_tell(const struct book_row **list, size_t count, finding_fn found,
                              void *context)
{
    struct finding finding;
    finding_start(&finding, SIGNAL_FAST_APPROVALS, list[0]->approver, (int64_t)list[0]->record);
    finding.numbers[0] = (int64_t)count;
    finding_person(&finding, list[0]->approver, PART_APPROVER);
    for (size_t i = 0; i < count; i++) {
        finding_record(&finding, list[i]);
        finding_person(&finding, list[i]->proposer, PART_LEADER);
    }
    return found(context, &finding);
}

/* All matters, by approver and time. */
static struct status matters_judge(const struct book_row **list, size_t count, finding_fn found,
                                   void *context)
{
    size_t limit = (size_t)oversight_limit(LIMIT_APPROVALS);
    size_t start = 0;
    while (start < count) {
        size_t end = start; /* of the run so far, exclusive; start: none */
        for (size_t i = start; i + limit < count; i++) {
            bool dense = list[i + limit]->approver == list[i]->approver &&
                         list[i + limit]->at - list[i]->at < APPROVAL_SECONDS;
            if (dense && end == start) {
                start = i;
            } else if (!dense && end > start) {
                break;
            }
            end = dense ? i + limit + 1 : end;
        }
        if (end == start) {
            break;
        }
        TRY(run_tell(list + start, end - start, found, context));
        start = end;
    }
    return OK;
}

static struct status approvals(const struct rows *rows, finding_fn found, void *context)
{
    const struct book_row **list = NULL;
    size_t count = 0;
    struct status status = rows_choose(rows, approved, by_matter, &list, &count);
    if (status_ok(status)) {
        count = matters_keep(list, count);
    }
    if (status_ok(status) && count > 0) {
        qsort(list, count, sizeof(const struct book_row *), by_approver);
        status = matters_judge(list, count, found, context);
    }
    free(list);
    return status;
}

struct status detect_bursts(const struct rows *rows, finding_fn found, void *context)
{
    TRY(scans(rows, found, context));
    return approvals(rows, found, context);
}
