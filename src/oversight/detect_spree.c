/* detect_spree.c - points that are spent at one shop as soon as they are there; see detect.h. */
#include <stdlib.h>

#include "oversight/detect.h"
#include "oversight/limits.h"

enum { HOUR = 3600 };

/* A redemption with what one proposer, of the newest award, had awarded in the hours before. */
struct spent {
    int64_t proposer;
    int64_t shop;
    int32_t day;
    int64_t member;
    const struct book_row *redemption;
    const struct book_row *award; /* the newest of them */
    int64_t earned;
};

struct spree {
    const struct book_row **rows; /* awards and redemptions by person and time */
    size_t row_count;
    const struct book_row **given; /* awards by proposer and time */
    size_t given_count;
    struct spent *list;
    size_t count;
};

static bool chosen(const struct rows *rows, const struct book_row *row)
{
    (void)rows;
    return row->shop != 0 || (row->proposer != 0 && row->activity != 0 && row->points > 0);
}

static bool given(const struct rows *rows, const struct book_row *row)
{
    return row->shop == 0 && chosen(rows, row);
}

static int by_person(const void *a, const void *b)
{
    const struct book_row *x = *(const struct book_row *const *)a;
    const struct book_row *y = *(const struct book_row *const *)b;
    return compare_three(x->member, y->member, x->at, y->at, x->record, y->record);
}

static int by_proposer(const void *a, const void *b)
{
    const struct book_row *x = *(const struct book_row *const *)a;
    const struct book_row *y = *(const struct book_row *const *)b;
    return compare_three(x->proposer, y->proposer, x->at, y->at, x->record, y->record);
}

static int by_shop(const void *a, const void *b)
{
    const struct spent *x = a;
    const struct spent *y = b;
    int first = compare_three(x->proposer, y->proposer, x->shop, y->shop, 0, 0);
    return first != 0 ? first
                      : compare_three(x->day, y->day, x->member, y->member, x->redemption->record,
                                      y->redemption->record);
}

/* The redemption at `at`, and the awards of the person before it. */
static void redemption_take(struct spree *spree, size_t at)
{
    const struct book_row *redemption = spree->rows[at];
    struct spent spent = {.shop = redemption->shop,
                          .day = redemption->day,
                          .member = redemption->member,
                          .redemption = redemption};
    int64_t from = redemption->at - oversight_limit(LIMIT_SPREE_HOURS) * HOUR;
    for (size_t i = at; i > 0; i--) {
        const struct book_row *row = spree->rows[i - 1];
        if (row->member != redemption->member || row->at < from) {
            break;
        }
        bool other = row->shop != 0 || (spent.proposer != 0 && row->proposer != spent.proposer);
        if (!other) {
            spent.proposer = row->proposer;
            spent.earned += row->points;
            spent.award = spent.award != NULL ? spent.award : row;
        }
    }
    if (spent.award != NULL &&
        1000 * redemption->points >= oversight_limit(LIMIT_SPREE_PERMILLE) * spent.earned) {
        spree->list[spree->count++] = spent;
    }
}

/* The first award of the proposer that was not before `from`. */
static size_t given_start(const struct spree *spree, int64_t proposer, int64_t from)
{
    size_t low = 0;
    size_t high = spree->given_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct book_row *row = spree->given[middle];
        if (row->proposer < proposer || (row->proposer == proposer && row->at < from)) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* For how many people the proposer had awards from one time to another. */
static int64_t awarded_people(const struct spree *spree, int64_t proposer, int64_t from,
                              int64_t until)
{
    int64_t people = 0;
    size_t start = given_start(spree, proposer, from);
    for (size_t i = start; i < spree->given_count && spree->given[i]->proposer == proposer &&
                           spree->given[i]->at <= until;
         i++) {
        bool again = false;
        for (size_t j = start; j < i && !again; j++) {
            again = spree->given[j]->member == spree->given[i]->member;
        }
        people += !again;
    }
    return people;
}

/* Of one proposer, shop and day, by person. */
static struct status day_judge(const struct spree *spree, const struct spent *list, size_t count,
                               finding_fn found, void *context)
{
    struct finding finding;
    int64_t people = 0;
    int64_t from = INT64_MAX;
    int64_t until = INT64_MIN;
    finding_start(&finding, SIGNAL_SPREE, list[0].proposer,
                  list[0].shop * INT64_C(10000000) + list[0].day);
    finding.shop = list[0].shop;
    finding_person(&finding, list[0].proposer, PART_LEADER);
    for (size_t i = 0; i < count; i++) {
        people += i == 0 || list[i].member != list[i - 1].member;
        int64_t at = list[i].redemption->at;
        from = at < from ? at : from;
        until = at > until ? at : until;
        finding.numbers[1] += list[i].redemption->points;
        finding_record(&finding, list[i].award);
        finding_record(&finding, list[i].redemption);
        finding_person(&finding, list[i].award->approver, PART_APPROVER);
        finding_person(&finding, list[i].member, PART_EARNER);
    }
    if (people < oversight_limit(LIMIT_SPREE_PEOPLE)) {
        return OK;
    }
    finding.numbers[0] = people;
    from -= oversight_limit(LIMIT_SPREE_HOURS) * HOUR;
    finding.numbers[2] = awarded_people(spree, list[0].proposer, from, until);
    bool most = 1000 * people >= oversight_limit(LIMIT_SPREE_SHARE) * finding.numbers[2];
    return most ? found(context, &finding) : OK;
}

static struct status days_judge(const struct spree *spree, finding_fn found, void *context)
{
    size_t first = 0;
    for (size_t i = 1; i <= spree->count; i++) {
        const struct spent *a = &spree->list[first];
        const struct spent *b = &spree->list[i];
        if (i == spree->count || a->proposer != b->proposer || a->shop != b->shop ||
            a->day != b->day) {
            TRY(day_judge(spree, a, i - first, found, context));
            first = i;
        }
    }
    return OK;
}

static struct status spree_make(const struct rows *rows, struct spree *spree)
{
    TRY(rows_choose(rows, chosen, by_person, &spree->rows, &spree->row_count));
    TRY(rows_choose(rows, given, by_proposer, &spree->given, &spree->given_count));
    spree->list = malloc((spree->row_count + 1) * sizeof *spree->list);
    if (spree->list == NULL) {
        return FAULT(OUT_OF_MEMORY);
    }
    for (size_t i = 0; i < spree->row_count; i++) {
        if (spree->rows[i]->shop != 0) {
            redemption_take(spree, i);
        }
    }
    if (spree->count > 1) {
        qsort(spree->list, spree->count, sizeof *spree->list, by_shop);
    }
    return OK;
}

struct status detect_spree(const struct rows *rows, finding_fn found, void *context)
{
    struct spree spree = {NULL, 0, NULL, 0, NULL, 0};
    struct status status = spree_make(rows, &spree);
    if (status_ok(status) && spree.count > 0) {
        status = days_judge(&spree, found, context);
    }
    free(spree.rows);
    free(spree.given);
    free(spree.list);
    return status;
}
