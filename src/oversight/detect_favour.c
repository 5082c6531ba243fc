/* detect_favour.c - an approver and one household, a proposer and their own; see detect.h. */
#include <stdlib.h>

#include "oversight/detect.h"
#include "oversight/limits.h"

static bool vouched(const struct rows *rows, const struct book_row *row)
{
    return row_award_within(rows, row) && row->approver != 0 && row->household != 0;
}

static int by_approver(const void *a, const void *b)
{
    const struct book_row *x = *(const struct book_row *const *)a;
    const struct book_row *y = *(const struct book_row *const *)b;
    return compare_three(x->approver, y->approver, x->household, y->household, x->record,
                         y->record);
}

static int by_household(const void *a, const void *b)
{
    const struct book_row *x = *(const struct book_row *const *)a;
    const struct book_row *y = *(const struct book_row *const *)b;
    return compare_three(x->household, y->household, 0, 0, x->record, y->record);
}

static int64_t points_sum(const struct book_row **list, size_t count)
{
    int64_t sum = 0;
    for (size_t i = 0; i < count; i++) {
        sum += list[i]->points;
    }
    return sum;
}

/* How many rows from the first on are of the same approver (and household). */
static size_t run_length(const struct book_row **list, size_t count, bool household)
{
    size_t i = 1;
    while (i < count && list[i]->approver == list[0]->approver &&
           (!household || list[i]->household == list[0]->household)) {
        i++;
    }
    return i;
}

/* Rows by household. */
static int64_t household_sum(const struct book_row **list, size_t count, int64_t household)
{
    size_t low = 0;
    size_t high = count;
    int64_t sum = 0;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (list[middle]->household < household) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    for (; low < count && list[low]->household == household; low++) {
        sum += list[low]->points;
    }
    return sum;
}

/* All that one approver gave. */
struct giving {
    const struct book_row **homes; /* all rows, by household */
    size_t home_count;
    int64_t all;        /* points of all approvers */
    int64_t given;      /* of this one */
    int64_t households; /* that this one gave to */
};

static bool favoured(const struct giving *giving, int64_t household, int64_t points)
{
    if (points < oversight_limit(LIMIT_FAVOUR_POINTS) ||
        giving->households < oversight_limit(LIMIT_FAVOUR_HOUSEHOLDS) ||
        points * giving->households < oversight_limit(LIMIT_FAVOUR_TIMES) * giving->given) {
        return false;
    }
    int64_t others = giving->all - giving->given;
    int64_t others_here = household_sum(giving->homes, giving->home_count, household) - points;
    return others < giving->given ||
           points * others >= oversight_limit(LIMIT_FAVOUR_OTHERS) * others_here * giving->given;
}

/* The rows of one approver for one household. */
static struct status household_judge(const struct giving *giving, const struct book_row **list,
                                     size_t count, finding_fn found, void *context)
{
    struct finding finding;
    int64_t points = points_sum(list, count);
    if (!favoured(giving, list[0]->household, points)) {
        return OK;
    }
    finding_start(&finding, SIGNAL_FAVOUR, list[0]->approver, list[0]->household);
    finding.numbers[0] = points;
    finding.numbers[1] = giving->given;
    finding.numbers[2] = giving->households;
    finding_person(&finding, list[0]->approver, PART_APPROVER);
    for (size_t i = 0; i < count; i++) {
        finding_record(&finding, list[i]);
        finding_person(&finding, list[i]->member, PART_EARNER);
    }
    return found(context, &finding);
}

/* The rows of one approver. */
static struct status approver_judge(struct giving *giving, const struct book_row **list,
                                    size_t count, finding_fn found, void *context)
{
    giving->given = points_sum(list, count);
    giving->households = 0;
    for (size_t i = 0; i < count; i += run_length(list + i, count - i, true)) {
        giving->households++;
    }
    for (size_t i = 0; i < count;) {
        size_t length = run_length(list + i, count - i, true);
        TRY(household_judge(giving, list + i, length, found, context));
        i += length;
    }
    return OK;
}

struct status detect_favour(const struct rows *rows, finding_fn found, void *context)
{
    const struct book_row **list = NULL;
    size_t count = 0;
    struct giving giving = {NULL, 0, 0, 0, 0};
    struct status status = rows_choose(rows, vouched, by_approver, &list, &count);
    if (status_ok(status)) {
        status = rows_choose(rows, vouched, by_household, &giving.homes, &giving.home_count);
        giving.all = points_sum(list, count);
    }
    for (size_t i = 0; status_ok(status) && i < count;) {
        size_t length = run_length(list + i, count - i, false);
        status = approver_judge(&giving, list + i, length, found, context);
        i += length;
    }
    free(list);
    free(giving.homes);
    return status;
}

/* ---- one's own household ---- */

static bool own(const struct rows *rows, const struct book_row *row)
{
    return row_award_within(rows, row) && row->proposer != 0 && row->proposer != row->member &&
           row->household != 0 && row->proposer_household == row->household;
}

static int by_proposer(const void *a, const void *b)
{
    const struct book_row *x = *(const struct book_row *const *)a;
    const struct book_row *y = *(const struct book_row *const *)b;
    return compare_three(x->proposer, y->proposer, 0, 0, x->record, y->record);
}

static struct status proposer_judge(const struct book_row **list, size_t count, finding_fn found,
                                    void *context)
{
    struct finding finding;
    if ((int64_t)count < oversight_limit(LIMIT_OWN_AWARDS)) {
        return OK;
    }
    finding_start(&finding, SIGNAL_OWN_HOUSEHOLD, list[0]->proposer, 0);
    finding.numbers[0] = (int64_t)count;
    finding.numbers[1] = points_sum(list, count);
    finding_person(&finding, list[0]->proposer, PART_LEADER);
    for (size_t i = 0; i < count; i++) {
        finding_record(&finding, list[i]);
        finding_person(&finding, list[i]->member, PART_EARNER);
        finding_person(&finding, list[i]->approver, PART_APPROVER);
    }
    return found(context, &finding);
}

struct status detect_own(const struct rows *rows, finding_fn found, void *context)
{
    const struct book_row **list = NULL;
    size_t count = 0;
    size_t first = 0;
    struct status status = rows_choose(rows, own, by_proposer, &list, &count);
    for (size_t i = 1; status_ok(status) && i <= count; i++) {
        if (i == count || list[i]->proposer != list[first]->proposer) {
            status = proposer_judge(list + first, i - first, found, context);
            first = i;
        }
    }
    free(list);
    return status;
}
