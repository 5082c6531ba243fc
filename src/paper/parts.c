/* parts.c - what pages have in common: the head of a first page, facts, limits. */
#include "paper/paper_internal.h"

double paper__title(struct sheet *sheet, const char *title, const char *under)
{
    static const struct type big = {.size = 22, .bold = true};
    static const struct type where = {.size = 10, .tone = TONE_SOFT};
    static const struct type small = {.size = 11, .tone = TONE_SOFT};
    char text[PAPER_TEXT_SIZE];
    double width = sheet->width - 2 * PAGE_EDGE;
    double y = PAGE_EDGE;
    paper__where(text, sheet->from);
    paper__text(sheet, (struct box){PAGE_EDGE, y, width, 5}, &where, text);
    paper__text(sheet, (struct box){PAGE_EDGE, y + 6, width, 11}, &big, title);
    y += 18;
    if (!paper__empty(under)) {
        paper__text(sheet, (struct box){PAGE_EDGE, y, width, 5}, &small, under);
        y += 7;
    }
    return y + 3;
}

void paper__fact(struct sheet *sheet, struct box box, const char *label, const char *value)
{
    static const struct type small = {.size = 9, .tone = TONE_SOFT};
    static const struct type large = {.size = 14, .bold = true};
    paper__text(sheet, (struct box){box.x, box.y, box.w, 4.5}, &small, label);
    paper__text(sheet, (struct box){box.x, box.y + 5, box.w, box.h - 5}, &large, value);
}

struct status paper__count_check(size_t count, size_t max, size_t row, struct problem *problem)
{
    if (count <= max) {
        return OK;
    }
    if (problem != NULL) {
        *problem = problem_none();
        problem->line = (int64_t)row;
        snprintf(problem->value, sizeof problem->value, "%zu", count);
        snprintf(problem->expected, sizeof problem->expected, "<= %zu", max);
    }
    return problem_set(problem, STATUS_LIMIT_EXCEEDED);
}

const char *paper__pair(char out[PAPER_TEXT_SIZE], const char *first, const char *second)
{
    bool both = !paper__empty(first) && !paper__empty(second);
    return paper__say(out, "%s%s%s", first == NULL ? "" : first, both ? " · " : "",
                      second == NULL ? "" : second);
}

const char *paper__where(char out[PAPER_TEXT_SIZE], const struct paper_from *from)
{
    return paper__pair(out, from->town, from->village);
}

void paper__nothing(struct sheet *sheet, const char *text)
{
    static const struct type type = {.size = 14, .align = ALIGN_CENTRE, .middle = true};
    paper__text(sheet, (struct box){0, 0, sheet->width, sheet->height}, &type, text);
}
