/* detect_together.c - the same few always together, far more than by chance; see detect.h.
 *
 * Only those who came TOGETHER_TIMES or more count. Each one's activities are gone through once
 * with a counter per person, so memory grows with the people, not with their pairs. */
#include <stdlib.h>
#include <string.h>

#include "oversight/detect.h"
#include "oversight/limits.h"

/* Who comes often, and with whom they hang together. */
struct regular {
    int64_t member;
    int64_t household; /* of the last attendance */
    size_t first;      /* in `own` */
    size_t count;      /* activities */
    size_t group;      /* a lower regular that it hangs together with, or itself */
    int64_t least;     /* times of the loosest pair of the group; at the group's lowest */
    int64_t times;     /* scratch: together with the one that is looked at */
};

struct company {
    const struct rows *rows;
    const struct book_row **own;  /* attendances by person and activity, each once */
    const struct book_row **meet; /* the same by activity and person */
    size_t count;
    struct regular *regulars; /* by member */
    size_t regular_count;
    int64_t activities;
};

static bool attended_within(const struct rows *rows, const struct book_row *row)
{
    return row_attended(rows, row) && row_award_within(rows, row);
}

static int by_person(const void *a, const void *b)
{
    const struct book_row *x = *(const struct book_row *const *)a;
    const struct book_row *y = *(const struct book_row *const *)b;
    return compare_three(x->member, y->member, x->activity, y->activity, x->record, y->record);
}

static int by_activity(const void *a, const void *b)
{
    const struct book_row *x = *(const struct book_row *const *)a;
    const struct book_row *y = *(const struct book_row *const *)b;
    return compare_three(x->activity, y->activity, x->member, y->member, x->record, y->record);
}

/* A person who came twice to one activity came once. */
static size_t once_keep(const struct book_row **list, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (kept == 0 || list[i]->member != list[kept - 1]->member ||
            list[i]->activity != list[kept - 1]->activity) {
            list[kept++] = list[i];
        }
    }
    return kept;
}

static struct status regulars_find(struct company *company)
{
    int64_t times = oversight_limit(LIMIT_TOGETHER_TIMES);
    size_t first = 0;
    company->regulars = calloc(company->count + 1, sizeof *company->regulars);
    if (company->regulars == NULL) {
        return FAULT(OUT_OF_MEMORY);
    }
    for (size_t i = 1; i <= company->count; i++) {
        if (i < company->count && company->own[i]->member == company->own[first]->member) {
            continue;
        }
        if ((int64_t)(i - first) >= times) {
            size_t number = company->regular_count++;
            company->regulars[number] =
                (struct regular){.member = company->own[first]->member,
                                 .household = company->own[i - 1]->household,
                                 .first = first,
                                 .count = i - first,
                                 .group = number,
                                 .least = INT64_MAX};
        }
        first = i;
    }
    return OK;
}

/* Leaves in `meet` the regulars' attendances alone, and counts the activities. */
static struct status company_make(const struct rows *rows, struct company *company)
{
    size_t all = 0;
    company->rows = rows;
    TRY(rows_choose(rows, attended_within, by_person, &company->own, &company->count));
    company->count = once_keep(company->own, company->count);
    TRY(regulars_find(company));
    TRY(rows_choose(rows, attended_within, by_activity, &company->meet, &all));
    all = once_keep(company->meet, all);
    for (size_t i = 0; i < all; i++) {
        company->activities +=
            i == 0 || company->meet[i]->activity != company->meet[i - 1]->activity;
    }
    return OK;
}

static void company_free(struct company *company)
{
    free(company->own);
    free(company->meet);
    free(company->regulars);
}

static size_t regular_find(const struct company *company, int64_t member)
{
    size_t low = 0;
    size_t high = company->regular_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (company->regulars[middle].member < member) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    bool found = low < company->regular_count && company->regulars[low].member == member;
    return found ? low : company->regular_count;
}

static size_t meet_start(const struct company *company, int64_t activity)
{
    size_t low = 0;
    size_t high = company->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (company->meet[middle]->activity < activity) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* ---- pairs, and groups of them ---- */

static bool inseparable(const struct company *company, const struct regular *a,
                        const struct regular *b, int64_t times)
{
    int64_t more = (int64_t)(a->count > b->count ? a->count : b->count);
    return a->household != b->household && times >= oversight_limit(LIMIT_TOGETHER_TIMES) &&
           1000 * times >= oversight_limit(LIMIT_TOGETHER_PERMILLE) * more &&
           times * company->activities >=
               oversight_limit(LIMIT_TOGETHER_CHANCE) * (int64_t)a->count * (int64_t)b->count;
}

static size_t lowest(const struct company *company, size_t number)
{
    while (company->regulars[number].group != number) {
        number = company->regulars[number].group;
    }
    return number;
}

static void join(struct company *company, size_t a, size_t b, int64_t times)
{
    size_t low = lowest(company, a);
    size_t high = lowest(company, b);
    if (low > high) {
        size_t swap = low;
        low = high;
        high = swap;
    }
    struct regular *keep = &company->regulars[low];
    int64_t other = company->regulars[high].least;
    company->regulars[high].group = low;
    keep->least = other < keep->least ? other : keep->least;
    keep->least = times < keep->least ? times : keep->least;
}

/* Joins the regular with those of higher number who are never without them. */
static void regular_judge(struct company *company, size_t number, size_t *met)
{
    const struct regular *own = &company->regulars[number];
    size_t met_count = 0;
    for (size_t i = own->first; i < own->first + own->count; i++) {
        int64_t activity = company->own[i]->activity;
        for (size_t j = meet_start(company, activity);
             j < company->count && company->meet[j]->activity == activity; j++) {
            size_t other = company->meet[j]->member > own->member
                               ? regular_find(company, company->meet[j]->member)
                               : company->regular_count;
            if (other < company->regular_count && company->regulars[other].times++ == 0) {
                met[met_count++] = other;
            }
        }
    }
    for (size_t i = 0; i < met_count; i++) {
        struct regular *other = &company->regulars[met[i]];
        if (inseparable(company, own, other, other->times)) {
            join(company, number, met[i], other->times);
        }
        other->times = 0;
    }
}

static struct status groups_find(struct company *company)
{
    size_t *met = malloc((company->regular_count + 1) * sizeof *met);
    if (met == NULL) {
        return FAULT(OUT_OF_MEMORY);
    }
    for (size_t i = 0; i < company->regular_count; i++) {
        regular_judge(company, i, met);
    }
    free(met);
    return OK;
}

/* ---- told ---- */

static bool household_before(const struct company *company, size_t low, size_t number)
{
    for (size_t i = low; i < number; i++) {
        if (lowest(company, i) == low &&
            company->regulars[i].household == company->regulars[number].household) {
            return true;
        }
    }
    return false;
}

static struct status group_tell(const struct company *company, size_t low, finding_fn found,
                                void *context)
{
    struct finding finding;
    int64_t households = 0;
    const struct regular *first = &company->regulars[low];
    finding_start(&finding, SIGNAL_TOGETHER, first->member, 0);
    for (size_t i = low; i < company->regular_count; i++) {
        const struct regular *one = &company->regulars[i];
        if (lowest(company, i) != low) {
            continue;
        }
        households += !household_before(company, low, i);
        finding_person(&finding, one->member, PART_EARNER);
        for (size_t j = one->first; j < one->first + one->count; j++) {
            finding_record(&finding, company->own[j]);
        }
    }
    for (size_t j = first->first; j < first->first + first->count; j++) {
        finding_person(&finding, company->own[j]->proposer, PART_LEADER);
    }
    finding.numbers[0] = households;
    finding.numbers[1] = first->least;
    finding.numbers[2] = company->activities;
    bool enough = households > 2 || first->least >= oversight_limit(LIMIT_TOGETHER_PAIR_TIMES);
    return enough ? found(context, &finding) : OK;
}

static struct status groups_tell(const struct company *company, finding_fn found, void *context)
{
    for (size_t i = 0; i < company->regular_count; i++) {
        if (company->regulars[i].group == i && company->regulars[i].least != INT64_MAX) {
            TRY(group_tell(company, i, found, context));
        }
    }
    return OK;
}

struct status detect_together(const struct rows *rows, finding_fn found, void *context)
{
    struct company company = {.rows = rows};
    struct status status = company_make(rows, &company);
    if (status_ok(status)) {
        status = groups_find(&company);
    }
    if (status_ok(status)) {
        status = groups_tell(&company, found, context);
    }
    company_free(&company);
    return status;
}
