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
    const char *town = sheet->from->town == NULL ? "" : sheet->from->town;
    const char *village = sheet->from->village == NULL ? "" : sheet->from->village;
    paper__say(text, "%s%s%s", town, town[0] == '\0' ? "" : " · ", village);
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

struct status paper__rows_check(size_t count, struct problem *problem)
{
    return count <= PAPER_ROWS_MAX ? OK : problem_set(problem, STATUS_LIMIT_EXCEEDED);
}
