/* slips.c - papers for one person's hand: the last entries, one entry with its proof, the year. */
#include <inttypes.h>

#include "base/day.h"
#include "paper/paper_internal.h"

static const double edge = 13; /* of white beside the text of a slip */

/* Where people find help, and what the code is for; under a code of this width. */
static void beside_code(struct sheet *sheet, struct box box, const char *what)
{
    static const struct type body = {.size = 9, .tone = TONE_SOFT, .align = ALIGN_CENTRE};
    static const struct type contact = {.size = 9, .bold = true, .align = ALIGN_CENTRE};
    paper__text(sheet, (struct box){box.x, box.y, box.w, 5}, &body, what);
    paper__text(sheet, (struct box){box.x, box.y + 6, box.w, 5}, &body,
                lang_pick("觉得不对？找社工或打电话", "Not right? Ask or call"));
    paper__text(sheet, (struct box){box.x, box.y + 12, box.w, 8}, &contact, sheet->from->contact);
}

/* Title and person on the left, one number on the right. */
static void slip_head(struct sheet *sheet, struct box box, const char *title, const char *name,
                      const char *number, const char *label, int64_t points)
{
    static const struct type small = {.size = 9, .tone = TONE_SOFT};
    static const struct type person = {.size = 15, .bold = true};
    static const struct type right = {.size = 9, .tone = TONE_SOFT, .align = ALIGN_RIGHT};
    static const struct type large = {
        .size = 24, .bold = true, .align = ALIGN_RIGHT, .middle = true};
    char text[PAPER_TEXT_SIZE];
    double half = box.w * 0.64;
    PAPER_SAY(text, "%s　%s", "%s, %s", sheet->from->village == NULL ? "" : sheet->from->village,
              title);
    paper__text(sheet, (struct box){box.x, box.y, half, 5}, &small, text);
    paper__text(sheet, (struct box){box.x, box.y + 6, half, 7}, &person,
                paper__pair(text, name, number));
    paper__text(sheet, (struct box){box.x + half, box.y, box.w - half, 5}, &right, label);
    paper__text(sheet, (struct box){box.x + half, box.y + 4.5, box.w - half, 10}, &large,
                paper__number(text, points));
}

static void entry_row(struct list *list, const struct paper_entry *entry)
{
    char day[DAY_TEXT_SIZE];
    char points[PAPER_TEXT_SIZE];
    char balance[PAPER_TEXT_SIZE];
    char record[PAPER_TEXT_SIZE];
    day_format(entry->day, day);
    paper__change(points, entry->points);
    paper__number(balance, entry->balance);
    paper__say(record, "#%" PRIu64, entry->record);
    paper__list_row(list, (const char *const[]){day, entry->what, points, balance, record});
}

/* What could not be told by phone, below the entries: two rows of the list's height each. */
static void told_draw(struct list *list, const struct paper_slip *slip)
{
    static const struct type body = {.size = 10, .middle = true};
    for (size_t i = 0; i < slip->told_count; i++) {
        char text[PAPER_TEXT_SIZE];
        snprintf(text, sizeof text, "· %s", slip->told[i]);
        paper__text(list->sheet, (struct box){list->x, list->y, list->width, 2 * list->row_height},
                    &body, text);
        list->y += 2 * list->row_height;
    }
}

static struct status slip(struct sheet *sheet, struct box box, const struct paper_slip *slip,
                          size_t row, struct problem *problem)
{
    static const struct column columns[] = {
        {"日期", "day", 25, ALIGN_LEFT, false},     {"做了什么", "what", 0, ALIGN_LEFT, false},
        {"工分", "points", 20, ALIGN_RIGHT, true},  {"余额", "balance", 20, ALIGN_RIGHT, false},
        {"记录", "record", 20, ALIGN_RIGHT, false}, {NULL, NULL, 0, ALIGN_LEFT, false}};
    static const double side = 40;
    char label[PAPER_TEXT_SIZE];
    char pending[PAPER_TEXT_SIZE];
    double width = box.w - 2 * edge - side - 6;
    double code_x = box.x + box.w - edge - side;
    paper__number(pending, slip->pending);
    if (slip->pending != 0) {
        PAPER_SAY(label, "现有工分（另有 %s 分公示中）", "points (%s more on notice)", pending);
    } else {
        paper__say(label, "%s", lang_pick("现有工分", "points"));
    }
    slip_head(sheet, (struct box){box.x + edge, box.y + 8, width, 16},
              lang_pick("工分单", "points slip"), slip->name, slip->number, label, slip->balance);
    struct list list = {.sheet = sheet,
                        .columns = columns,
                        .x = box.x + edge,
                        .width = width,
                        .y = box.y + 23,
                        .bottom = box.y + box.h,
                        .row_height = 6,
                        .size = 10.5,
                        .level = true};
    paper__list_begin(&list);
    for (size_t i = 0; i < slip->count; i++) {
        entry_row(&list, &slip->entries[i]);
    }
    if (slip->count == 0) {
        paper__list_empty(&list, lang_pick("还没有任何记录。", "There are no entries yet."));
    }
    told_draw(&list, slip);
    beside_code(sheet, (struct box){code_x, box.y + 56, side, 20},
                lang_pick("扫一扫，看每一笔的凭证", "scan for the proof"));
    return paper__qr(sheet, (struct box){code_x, box.y + 14, side, side}, slip->url, row, problem);
}

/* So many strips of equal height on an A4 sheet, a dashed line between them. */
static struct box strip_of(struct sheet *sheet, size_t index, size_t on_sheet)
{
    double height = sheet->height / (double)on_sheet;
    size_t place = index % on_sheet;
    if (index > 0 && place == 0) {
        paper__page_next(sheet);
    }
    if (place > 0) {
        paper__dashes(sheet, 0, (double)place * height, sheet->width, (double)place * height);
    }
    return (struct box){0, (double)place * height, sheet->width, height};
}

struct pieces {
    const void *pieces;
    size_t count;
};

static struct status slips_draw(struct sheet *sheet, const void *what, struct problem *problem)
{
    const struct pieces *pieces = what;
    const struct paper_slip *slips = pieces->pieces;
    if (pieces->count == 0) {
        paper__nothing(sheet, lang_pick("没有要印的工分单。", "There are no slips to print."));
    }
    for (size_t i = 0; i < pieces->count; i++) {
        TRY(slip(sheet, strip_of(sheet, i, 3), &slips[i], i + 1, problem));
    }
    return OK;
}

struct status paper_slips(const struct paper_from *from, const struct paper_slip *slips,
                          size_t count, struct paper *out, struct problem *problem)
{
    static const struct making making = {.width = 210, .height = 297, .draw = slips_draw};
    struct pieces pieces = {slips, count};
    *out = (struct paper){NULL, 0};
    TRY(paper__count_check(count, PAPER_PIECES_MAX, 0, problem));
    for (size_t i = 0; i < count; i++) {
        TRY(paper__count_check(slips[i].told_count, PAPER_SLIP_TOLD_MAX, i + 1, problem));
        TRY(paper__count_check(slips[i].count, PAPER_SLIP_ENTRIES_MAX - 2 * slips[i].told_count,
                               i + 1, problem));
    }
    return paper__make(&making, from, lang_pick("工分单", "Points slip"), &pieces, out, problem);
}

/* ---- one entry with its proof ---- */

static void receipt_facts(struct sheet *sheet, const struct paper_receipt *receipt)
{
    const struct paper_entry *entry = &receipt->entry;
    char text[PAPER_TEXT_SIZE];
    char points[PAPER_TEXT_SIZE];
    double half = (sheet->width - 2 * edge) / 2;
    paper__fact(sheet, (struct box){edge, 30, half, 12}, lang_pick("谁", "who"),
                paper__pair(text, receipt->name, receipt->number));
    paper__fact(sheet, (struct box){edge + half, 30, half, 12}, lang_pick("哪一天", "day"),
                paper__day(text, entry->day));
    paper__fact(sheet, (struct box){edge, 44, half, 12}, lang_pick("做了什么", "what"),
                entry->what);
    paper__number(text, entry->balance);
    paper__change(points, entry->points);
    char both[PAPER_TEXT_SIZE];
    PAPER_SAY(both, "%s　之后余额 %s", "%s, then %s", points, text);
    paper__fact(sheet, (struct box){edge + half, 44, half, 12}, lang_pick("工分", "points"), both);
}

static struct status receipt_draw(struct sheet *sheet, const void *what, struct problem *problem)
{
    static const struct type where = {.size = 9.5, .tone = TONE_SOFT};
    static const struct type title = {.size = 20, .bold = true};
    static const struct type body = {.size = 9, .tone = TONE_SOFT, .align = ALIGN_CENTRE};
    static const double side = 118;
    const struct paper_receipt *receipt = what;
    char text[PAPER_TEXT_SIZE];
    double width = sheet->width - 2 * edge;
    paper__text(sheet, (struct box){edge, edge - 2, width, 5}, &where,
                paper__where(text, sheet->from));
    PAPER_SAY(text, "工分凭证　#%" PRIu64, "Points receipt #%" PRIu64, receipt->entry.record);
    paper__text(sheet, (struct box){edge, edge + 4, width, 10}, &title, text);
    receipt_facts(sheet, receipt);
    paper__text(
        sheet, (struct box){edge, 186, width, 9}, &body,
        lang_pick("码里是这一笔的完整凭证，不联网也能验：存成文件，用 sanbao check-receipt 核对。",
                  "The code holds the whole receipt; it can be checked with no network: save "
                  "it as a file and run sanbao check-receipt."));
    paper__text(sheet, (struct box){edge, 197, width, 5}, &body, sheet->from->contact);
    return paper__qr(sheet, (struct box){(sheet->width - side) / 2, 64, side, side},
                     receipt->receipt, 1, problem);
}

struct status paper_receipt(const struct paper_from *from, const struct paper_receipt *receipt,
                            struct paper *out, struct problem *problem)
{
    static const struct making making = {.width = 148, .height = 210, .draw = receipt_draw};
    return paper__make(&making, from, lang_pick("工分凭证", "Points receipt"), receipt, out,
                       problem);
}

/* ---- the year ---- */

static void year_line(struct sheet *sheet, struct box box, const char *label, const char *points,
                      bool bold)
{
    struct type left = {.size = 12.5, .bold = bold, .middle = true};
    struct type right = {.size = 12.5, .bold = bold, .middle = true, .align = ALIGN_RIGHT};
    paper__text(sheet, (struct box){box.x, box.y, box.w * 0.7, box.h}, &left, label);
    paper__text(sheet, (struct box){box.x + box.w * 0.7, box.y, box.w * 0.3, box.h}, &right,
                points);
}

/* From the balance at the year's beginning to the one at its end, a sum that adds up by eye. */
static void year_sum(struct sheet *sheet, struct box box, const struct paper_year *year)
{
    char text[PAPER_TEXT_SIZE];
    struct box line = {box.x, box.y, box.w, 8};
    year_line(sheet, line, lang_pick("年初有", "at the beginning"),
              paper__number(text, year->opening), false);
    for (size_t i = 0; i < year->count; i++) {
        line.y += line.h;
        year_line(sheet, line, year->lines[i].label, paper__change(text, year->lines[i].points),
                  false);
    }
    line.y += line.h + 1;
    paper__rule(sheet, line.x, line.y, line.x + line.w, line.y, 1, TONE_INK);
    line.y += 1;
    year_line(sheet, line, lang_pick("年末有", "at the end"), paper__number(text, year->closing),
              true);
}

static void year_expiring(struct sheet *sheet, struct box box, const struct paper_year *year)
{
    static const struct type head = {.size = 12, .bold = true};
    static const struct type body = {.size = 12};
    char text[PAPER_TEXT_SIZE];
    char day[PAPER_TEXT_SIZE];
    char points[PAPER_TEXT_SIZE];
    paper__text(sheet, (struct box){box.x, box.y, box.w, 5}, &head,
                lang_pick("明年到期的工分", "Points that expire next year"));
    if (year->expiring_count == 0) {
        paper__text(sheet, (struct box){box.x, box.y + 7, box.w, 5}, &body,
                    lang_pick("没有。", "None."));
    }
    for (size_t i = 0; i < year->expiring_count; i++) {
        paper__day(day, year->expiring[i].day);
        paper__number(points, year->expiring[i].points);
        PAPER_SAY(text, "%s 起　%s 分", "from %s: %s", day, points);
        paper__text(sheet, (struct box){box.x, box.y + 7 + (double)i * 7, box.w, 5.5}, &body, text);
    }
}

static struct status year_draw(struct sheet *sheet, struct box box, const struct paper_year *year,
                               size_t row, struct problem *problem)
{
    static const double side = 38;
    char title[PAPER_TEXT_SIZE];
    double width = box.w - 2 * edge;
    double right = box.x + edge + 110;
    PAPER_SAY(title, "%d 年工分小结", "points in %d", (int)year->year);
    slip_head(sheet, (struct box){box.x + edge, box.y + 11, width, 16}, title, year->name,
              year->number, lang_pick("年末工分", "points at the end"), year->closing);
    paper__rule(sheet, box.x + edge, box.y + 29, box.x + edge + width, box.y + 29, 1, TONE_INK);
    year_sum(sheet, (struct box){box.x + edge, box.y + 32, 98, 100}, year);
    year_expiring(sheet, (struct box){right, box.y + 33.5, width - 110, 32}, year);
    beside_code(sheet, (struct box){right, box.y + 115, width - 110, 20},
                lang_pick("扫一扫，看每一笔", "scan to see each entry"));
    return paper__qr(sheet, (struct box){right + (width - 110 - side) / 2, box.y + 74, side, side},
                     year->url, row, problem);
}

static struct status years_draw(struct sheet *sheet, const void *what, struct problem *problem)
{
    const struct pieces *pieces = what;
    const struct paper_year *years = pieces->pieces;
    if (pieces->count == 0) {
        paper__nothing(sheet, lang_pick("没有要印的小结。", "There are no years to print."));
    }
    for (size_t i = 0; i < pieces->count; i++) {
        TRY(year_draw(sheet, strip_of(sheet, i, 2), &years[i], i + 1, problem));
    }
    return OK;
}

struct status paper_years(const struct paper_from *from, const struct paper_year *years,
                          size_t count, struct paper *out, struct problem *problem)
{
    static const struct making making = {.width = 210, .height = 297, .draw = years_draw};
    struct pieces pieces = {years, count};
    *out = (struct paper){NULL, 0};
    TRY(paper__count_check(count, PAPER_PIECES_MAX, 0, problem));
    for (size_t i = 0; i < count; i++) {
        TRY(paper__count_check(years[i].count, PAPER_YEAR_LINES_MAX, i + 1, problem));
        TRY(paper__count_check(years[i].expiring_count, PAPER_YEAR_EXPIRING_MAX, i + 1, problem));
    }
    return paper__make(&making, from, lang_pick("工分小结", "Points of the year"), &pieces, out,
                       problem);
}
