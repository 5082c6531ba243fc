/* notice.c - the month's notice for the board: totals, and everybody with a masked name. Nobody is
 * ranked: people stand in the order in which the caller gives them, by number. */
#include "paper/paper_internal.h"

enum { BLOCKS = 3, BLOCK_COLUMNS = 5 }; /* the last of a block is the gap to the next */

static void total_text(char out[PAPER_TEXT_SIZE], const struct paper_total *total)
{
    char number[PAPER_TEXT_SIZE];
    switch (total->unit) {
    case PAPER_UNIT_POINTS:
        paper__number(number, total->number);
        PAPER_SAY(out, "%s 分", "%s points", number);
        return;
    case PAPER_UNIT_FEN:
        paper__yuan(number, total->number);
        PAPER_SAY(out, "%s 元", "CNY %s", number);
        return;
    default:
        paper__number(out, total->number);
    }
}

static double totals(struct sheet *sheet, double y, const struct paper_notice *notice)
{
    enum { ACROSS = 4 };
    char text[PAPER_TEXT_SIZE];
    double width = (sheet->width - 2 * PAGE_EDGE) / ACROSS;
    for (size_t i = 0; i < notice->totals_count; i++) {
        double x = PAGE_EDGE + (double)(i % ACROSS) * width;
        total_text(text, &notice->totals[i]);
        paper__fact(sheet, (struct box){x, y + (double)(i / ACROSS) * 15, width - 3, 12},
                    notice->totals[i].label, text);
    }
    return y + (double)((notice->totals_count + ACROSS - 1) / ACROSS) * 15 + 2;
}

struct cell_texts {
    char name[PAPER_TEXT_SIZE];
    char earned[PAPER_TEXT_SIZE];
    char spent[PAPER_TEXT_SIZE];
};

/* One line: the people at `at`, `at + down`, ... as far as there are any before `end`. */
static void line(struct list *list, const struct paper_notice *notice, size_t at, size_t down,
                 size_t end)
{
    struct cell_texts texts[BLOCKS];
    const char *cells[BLOCKS * BLOCK_COLUMNS];
    for (size_t block = 0; block < BLOCKS; block++) {
        const char **cell = &cells[block * BLOCK_COLUMNS];
        size_t index = at + block * down;
        for (size_t i = 0; i < BLOCK_COLUMNS; i++) {
            cell[i] = "";
        }
        if (index < end) {
            const struct paper_notice_row *row = &notice->rows[index];
            cell[0] = paper__masked(texts[block].name, row->name);
            cell[1] = row->number;
            cell[2] = paper__number(texts[block].earned, row->earned);
            cell[3] = paper__number(texts[block].spent, row->spent);
        }
    }
    paper__list_row(list, cells);
}

/* People are read down a block, then down the next; the last page's blocks are of equal length. */
static void people(struct list *list, const struct paper_notice *notice)
{
    size_t at = 0;
    while (at < notice->count) {
        size_t room = paper__list_rows_left(list);
        size_t left = notice->count - at;
        size_t down = (left + BLOCKS - 1) / BLOCKS < room ? (left + BLOCKS - 1) / BLOCKS : room;
        size_t end = left < down * BLOCKS ? notice->count : at + down * BLOCKS;
        for (size_t i = 0; i < down; i++) {
            line(list, notice, at + i, down, end);
        }
        at = end;
    }
}

static struct status notice_draw(struct sheet *sheet, const void *what, struct problem *problem)
{
    static const struct column columns[] = {
        {"姓名", "name", 0, ALIGN_LEFT, false},
        {"编号", "no.", 17, ALIGN_LEFT, false},
        {"得分", "earned", 14, ALIGN_RIGHT, false},
        {"兑换", "spent", 14, ALIGN_RIGHT, false},
        {"", "", 6, ALIGN_LEFT, false},
        {"姓名", "name", 0, ALIGN_LEFT, false},
        {"编号", "no.", 17, ALIGN_LEFT, false},
        {"得分", "earned", 14, ALIGN_RIGHT, false},
        {"兑换", "spent", 14, ALIGN_RIGHT, false},
        {"", "", 6, ALIGN_LEFT, false},
        {"姓名", "name", 0, ALIGN_LEFT, false},
        {"编号", "no.", 17, ALIGN_LEFT, false},
        {"得分", "earned", 14, ALIGN_RIGHT, false},
        {"兑换", "spent", 14, ALIGN_RIGHT, false},
        {NULL, NULL, 0, ALIGN_LEFT, false},
    };
    static const struct type body = {.size = 10.5};
    const struct paper_notice *notice = what;
    char text[PAPER_TEXT_SIZE];
    char day[PAPER_TEXT_SIZE];
    (void)problem;
    double y = paper__title(sheet, sheet->title, NULL);
    y = totals(sheet, y, notice);
    paper__day(day, notice->until);
    PAPER_SAY(
        text, "每一笔都查得到。觉得不对，%s前找：%s。按编号排，不是名次。",
        "Every entry can be looked up. If something is not right, say so by %s: %s. The order "
        "is by number, not by merit.",
        day, sheet->from->contact == NULL ? "" : sheet->from->contact);
    double height = paper__text_height(sheet, sheet->width - 2 * PAGE_EDGE, &body, text);
    paper__text(sheet, (struct box){PAGE_EDGE, y, sheet->width - 2 * PAGE_EDGE, height + 0.1},
                &body, text);
    struct list list = paper__list_on(sheet, y + height + 3, columns, 9.5, 5.6);
    list.level = true;
    people(&list, notice);
    if (notice->count == 0) {
        paper__list_empty(&list, lang_pick("这个月没有人得分，也没有人兑换。",
                                           "Nobody earned or spent points this month."));
    }
    return OK;
}

struct status paper_notice(const struct paper_from *from, const struct paper_notice *notice,
                           struct paper *out, struct problem *problem)
{
    static const struct making making = {
        .width = 210, .height = 297, .counted = true, .draw = notice_draw};
    char title[PAPER_TEXT_SIZE];
    char month[PAPER_TEXT_SIZE];
    *out = (struct paper){NULL, 0};
    TRY(paper__count_check(notice->count, PAPER_ROWS_MAX, 0, problem));
    TRY(paper__count_check(notice->totals_count, PAPER_TOTALS_MAX, 0, problem));
    paper__month(month, notice->month);
    PAPER_SAY(title, "%s工分公示", "Points in %s", month);
    return paper__make(&making, from, title, notice, out, problem);
}
