/* detect.c - what the detectors share: rows in order, findings put together. */
#include "oversight/detect.h"

#include <stdlib.h>
#include <string.h>

const detect_fn detectors[] = {
    detect_places, detect_hours, detect_bursts, detect_together, detect_favour, detect_own,
    detect_mutual, detect_spree, NULL,
};

struct status rows_choose(const struct rows *rows, row_choose_fn choose, row_compare_fn compare,
                          const struct book_row ***out, size_t *count)
{
    REQUIRE(rows != NULL && out != NULL && count != NULL);
    const struct book_row **list = malloc((rows->count + 1) * sizeof(const struct book_row *));
    *count = 0;
    *out = list;
    if (list == NULL) {
        return FAULT(OUT_OF_MEMORY);
    }
    for (size_t i = 0; i < rows->count; i++) {
        if (choose(rows, &rows->list[i])) {
            list[(*count)++] = &rows->list[i];
        }
    }
    if (*count > 1) {
        qsort(list, *count, sizeof(const struct book_row *), compare);
    }
    return OK;
}

bool row_attended(const struct rows *rows, const struct book_row *row)
{
    (void)rows;
    return row->shop == 0 && row->activity != 0 && row->out_at > row->in_at;
}

bool row_award_within(const struct rows *rows, const struct book_row *row)
{
    return row->shop == 0 && row->day >= rows->first && row->day <= rows->last;
}

int compare_integers(int64_t a, int64_t b)
{
    return a < b ? -1 : a > b;
}

int compare_three(int64_t a1, int64_t b1, int64_t a2, int64_t b2, uint64_t a3, uint64_t b3)
{
    if (a1 != b1) {
        return compare_integers(a1, b1);
    }
    if (a2 != b2) {
        return compare_integers(a2, b2);
    }
    return a3 < b3 ? -1 : a3 > b3;
}

void finding_start(struct finding *finding, enum signal_kind kind, int64_t key0, int64_t key1)
{
    *finding = (struct finding){.kind = kind, .key = {key0, key1}};
}

void finding_record(struct finding *finding, const struct book_row *row)
{
    if (finding->record_count == FINDING_RECORDS_MAX) {
        memmove(finding->records, finding->records + 1,
                (FINDING_RECORDS_MAX - 1) * sizeof finding->records[0]);
        finding->record_count--;
    }
    finding->records[finding->record_count++] = row->record;
    finding->record_total++;
    finding->day = row->day > finding->day ? row->day : finding->day;
}

void finding_person(struct finding *finding, int64_t member, enum part part)
{
    for (size_t i = 0; i < finding->people_count; i++) {
        if (finding->people[i].member == member) {
            return;
        }
    }
    if (member != 0 && finding->people_count < FINDING_PEOPLE_MAX) {
        finding->people[finding->people_count++] = (struct finding_person){member, part};
    }
}
