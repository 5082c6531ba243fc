/* detect_mutual.c - two who vouch for each other's household; see detect.h. */
#include <stdlib.h>

#include "oversight/detect.h"
#include "oversight/limits.h"

/* What one person vouched for, of one household. */
struct vouch {
    int64_t actor;
    int64_t home; /* the actor's own household */
    int64_t household;
    const struct book_row *row;
};

/* The same counted. */
struct vouched {
    int64_t actor;
    int64_t home;
    int64_t household;
    size_t first; /* in `vouches` */
    size_t count;
};

struct circle {
    struct vouch *vouches;
    size_t vouch_count;
    struct vouched *list; /* MUTUAL_AWARDS or more, by actor and household */
    size_t count;
};

static int by_actor(const void *a, const void *b)
{
    const struct vouch *x = a;
    const struct vouch *y = b;
    return compare_three(x->actor, y->actor, x->household, y->household, x->row->record,
                         y->row->record);
}

static void vouch_add(struct circle *circle, const struct book_row *row, int64_t actor,
                      int64_t home)
{
    if (actor != 0 && home != 0 && home != row->household) {
        circle->vouches[circle->vouch_count++] = (struct vouch){actor, home, row->household, row};
    }
}

static struct status vouches_take(const struct rows *rows, struct circle *circle)
{
    circle->vouches = malloc((2 * rows->count + 1) * sizeof *circle->vouches);
    if (circle->vouches == NULL) {
        return FAULT(OUT_OF_MEMORY);
    }
    for (size_t i = 0; i < rows->count; i++) {
        const struct book_row *row = &rows->list[i];
        if (row_award_within(rows, row) && row->household != 0) {
            vouch_add(circle, row, row->proposer, row->proposer_household);
            vouch_add(circle, row, row->approver, row->approver_household);
        }
    }
    if (circle->vouch_count > 1) {
        qsort(circle->vouches, circle->vouch_count, sizeof *circle->vouches, by_actor);
    }
    return OK;
}

static struct status vouches_count(struct circle *circle)
{
    size_t first = 0;
    circle->list = malloc((circle->vouch_count + 1) * sizeof *circle->list);
    if (circle->list == NULL) {
        return FAULT(OUT_OF_MEMORY);
    }
    for (size_t i = 1; i <= circle->vouch_count; i++) {
        const struct vouch *start = &circle->vouches[first];
        if (i < circle->vouch_count && circle->vouches[i].actor == start->actor &&
            circle->vouches[i].household == start->household) {
            continue;
        }
        if ((int64_t)(i - first) >= oversight_limit(LIMIT_MUTUAL_AWARDS)) {
            circle->list[circle->count++] =
                (struct vouched){start->actor, start->home, start->household, first, i - first};
        }
        first = i;
    }
    return OK;
}

static void evidence_add(struct finding *finding, const struct circle *circle,
                         const struct vouched *vouched)
{
    for (size_t i = vouched->first; i < vouched->first + vouched->count; i++) {
        finding_record(finding, circle->vouches[i].row);
        finding_person(finding, circle->vouches[i].row->member, PART_EARNER);
    }
}

static struct status pair_tell(const struct circle *circle, const struct vouched *a,
                               const struct vouched *b, finding_fn found, void *context)
{
    struct finding finding;
    int64_t x = (int64_t)a->count;
    int64_t y = (int64_t)b->count;
    finding_start(&finding, SIGNAL_MUTUAL, a->actor, b->actor);
    finding.numbers[0] = x < y ? x : y;
    finding.numbers[1] = x < y ? y : x;
    finding_person(&finding, a->actor, PART_APPROVER);
    finding_person(&finding, b->actor, PART_APPROVER);
    evidence_add(&finding, circle, a);
    evidence_add(&finding, circle, b);
    return found(context, &finding);
}

/* Few people vouch that often: each is held against each. */
static struct status pairs_judge(const struct circle *circle, finding_fn found, void *context)
{
    for (size_t i = 0; i < circle->count; i++) {
        for (size_t j = i + 1; j < circle->count; j++) {
            const struct vouched *a = &circle->list[i];
            const struct vouched *b = &circle->list[j];
            if (a->actor != b->actor && a->household == b->home && b->household == a->home) {
                TRY(pair_tell(circle, a, b, found, context));
            }
        }
    }
    return OK;
}

struct status detect_mutual(const struct rows *rows, finding_fn found, void *context)
{
    struct circle circle = {NULL, 0, NULL, 0};
    struct status status = vouches_take(rows, &circle);
    if (status_ok(status)) {
        status = vouches_count(&circle);
    }
    if (status_ok(status)) {
        status = pairs_judge(&circle, found, context);
    }
    free(circle.vouches);
    free(circle.list);
    return status;
}
