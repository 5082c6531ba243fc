/* list.c - lists down the page: columns, rows that grow, a head again on every page. */
#include "paper/paper_internal.h"

static const double cell_edge = 1.5;
static const double head_height = 8;
static const double grain = 0.001; /* mm that sums of lengths may be off */

/* The first column begins and the last ends where the list does. */
struct box paper__list_cell(const struct list *list, struct box row, size_t column)
{
    double x = list->x;
    for (size_t i = 0; i < column; i++) {
        x += list->widths[i];
    }
    double before = column == 0 ? 0 : cell_edge;
    double behind = column + 1 == list->count ? 0 : cell_edge;
    return (struct box){x + before, row.y, list->widths[column] - before - behind, row.h};
}

static void head_draw(struct list *list)
{
    struct type type = {.size = 9, .tone = TONE_SOFT, .middle = true};
    struct box row = {list->x, list->y, list->width, head_height};
    for (size_t i = 0; i < list->count; i++) {
        type.align = list->columns[i].align;
        paper__text(list->sheet, paper__list_cell(list, row, i), &type,
                    lang_pick(list->columns[i].zh, list->columns[i].en));
    }
    list->y += head_height;
    paper__rule(list->sheet, list->x, list->y, list->x + list->width, list->y, 1, TONE_INK);
}

struct list paper__list_on(struct sheet *sheet, double y, const struct column *columns, double size,
                           double row_height)
{
    struct list list = {.sheet = sheet,
                        .columns = columns,
                        .x = PAGE_EDGE,
                        .width = sheet->width - 2 * PAGE_EDGE,
                        .y = y,
                        .bottom = sheet->height - PAGE_EDGE - 2,
                        .row_height = row_height,
                        .size = size};
    paper__list_begin(&list);
    return list;
}

void paper__list_begin(struct list *list)
{
    double left = list->width;
    size_t sharing = 0;
    for (list->count = 0; list->columns[list->count].zh != NULL; list->count++) {
        REQUIRE(list->count < LIST_COLUMNS_MAX);
        left -= list->columns[list->count].width;
        sharing += list->columns[list->count].width == 0;
    }
    for (size_t i = 0; i < list->count; i++) {
        double width = list->columns[i].width;
        list->widths[i] = width == 0 ? left / (double)sharing : width;
    }
    head_draw(list);
}

/* The title in small on a page after the first. */
static void page_next(struct list *list)
{
    static const struct type type = {.size = 9, .tone = TONE_SOFT};
    char text[PAPER_TEXT_SIZE];
    struct sheet *sheet = list->sheet;
    paper__page_next(sheet);
    PAPER_SAY(text, "%s（续）", "%s (continued)", sheet->title);
    paper__text(sheet, (struct box){list->x, PAGE_EDGE - 2, list->width, 5}, &type, text);
    list->y = PAGE_EDGE + 5;
}

void paper__list_room(struct list *list, double height)
{
    if (list->y + height > list->bottom) {
        page_next(list);
    }
}

size_t paper__list_rows_left(struct list *list)
{
    if (list->y + list->row_height > list->bottom + grain) {
        page_next(list);
        head_draw(list);
    }
    return (size_t)((list->bottom + grain - list->y) / list->row_height);
}

struct box paper__list_row(struct list *list, const char *const texts[])
{
    struct type type = {.size = list->size, .middle = true};
    double height = list->row_height;
    for (size_t i = 0; i < list->count && !list->level; i++) {
        if (list->columns[i].align == ALIGN_RIGHT) {
            continue;
        }
        type.bold = list->columns[i].bold;
        double line = paper__text_height(list->sheet, 1000, &type, "村");
        double text =
            paper__text_height(list->sheet, list->widths[i] - 2 * cell_edge, &type, texts[i]);
        double wanted = (text > 3.7 * line ? 3.7 * line : text) + 1.6;
        height = wanted > height ? wanted : height;
    }
    if (list->y + height > list->bottom + grain) {
        page_next(list);
        head_draw(list);
    }
    struct box row = {list->x, list->y, list->width, height};
    for (size_t i = 0; i < list->count; i++) {
        struct box cell = paper__list_cell(list, row, i);
        type.bold = list->columns[i].bold;
        type.align = list->columns[i].align;
        cell.y += 0.5;
        cell.h -= 1;
        paper__text(list->sheet, cell, &type, texts[i]);
    }
    list->y += height;
    paper__rule(list->sheet, list->x, list->y, list->x + list->width, list->y, 0.4, TONE_LINE);
    return row;
}

void paper__list_person(struct list *list, struct box row, size_t column, const char *name,
                        const char *number)
{
    const struct type large = {.size = list->size + 1, .bold = true, .middle = true};
    const struct type small = {.size = 9, .tone = TONE_SOFT, .middle = true};
    struct box cell = paper__list_cell(list, row, column);
    double half = cell.h / 2;
    paper__text(list->sheet, (struct box){cell.x, cell.y + half - 5.4, cell.w, 5.6}, &large, name);
    paper__text(list->sheet, (struct box){cell.x, cell.y + half + 0.6, cell.w, 4}, &small, number);
}

void paper__list_empty(struct list *list, const char *text)
{
    static const struct type type = {
        .size = 11, .tone = TONE_SOFT, .align = ALIGN_CENTRE, .middle = true};
    paper__text(list->sheet, (struct box){list->x, list->y, list->width, 20}, &type, text);
    list->y += 20;
    paper__rule(list->sheet, list->x, list->y, list->x + list->width, list->y, 0.4, TONE_LINE);
}
