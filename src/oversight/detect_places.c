/* detect_places.c - one person at two activities at the same time; see detect.h. */
#include <stdlib.h>

#include "oversight/detect.h"
#include "oversight/limits.h"

enum { DAY_SECONDS = 86400 };

static int by_person(const void *a, const void *b)
{
    const struct book_row *x = *(const struct book_row *const *)a;
    const struct book_row *y = *(const struct book_row *const *)b;
    return compare_three(x->member, y->member, x->in_at, y->in_at, x->record, y->record);
}

/* `earlier` began first. */
static struct status pair(const struct book_row *earlier, const struct book_row *later,
                          finding_fn found, void *context)
{
    struct finding finding;
    int64_t out = earlier->out_at < later->out_at ? earlier->out_at : later->out_at;
    int64_t minutes = (out - later->in_at) / 60;
    const struct book_row *first = earlier->record < later->record ? earlier : later;
    const struct book_row *second = first == earlier ? later : earlier;
    if (earlier->activity == later->activity || minutes < oversight_limit(LIMIT_PLACES_MINUTES)) {
        return OK;
    }
    finding_start(&finding, SIGNAL_TWO_PLACES, (int64_t)first->record, (int64_t)second->record);
    finding.numbers[0] = minutes;
    finding_record(&finding, first);
    finding_record(&finding, second);
    finding_person(&finding, first->member, PART_EARNER);
    finding_person(&finding, first->proposer, PART_LEADER);
    finding_person(&finding, second->proposer, PART_LEADER);
    finding_person(&finding, first->approver, PART_APPROVER);
    finding_person(&finding, second->approver, PART_APPROVER);
    return found(context, &finding);
}

/* Stays that began within a day before; who stays longer than a day is found by their hours. */
static struct status stay(const struct book_row **list, size_t at, finding_fn found, void *context)
{
    for (size_t i = at; i > 0; i--) {
        const struct book_row *before = list[i - 1];
        if (before->member != list[at]->member || before->in_at < list[at]->in_at - DAY_SECONDS) {
            break;
        }
        TRY(pair(before, list[at], found, context));
    }
    return OK;
}

struct status detect_places(const struct rows *rows, finding_fn found, void *context)
{
    const struct book_row **list = NULL;
    size_t count = 0;
    struct status status = rows_choose(rows, row_attended, by_person, &list, &count);
    for (size_t i = 1; status_ok(status) && i < count; i++) {
        status = stay(list, i, found, context);
    }
    free(list);
    return status;
}
