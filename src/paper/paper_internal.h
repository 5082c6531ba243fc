/* paper_internal.h - what the kinds of paper share: a sheet to draw on, texts that stay in their
 * box, codes, lists that break over pages.
 *
 * Places and lengths are millimetres from the page's upper left corner; sizes of type are points.
 * A kind is a draw function; paper__make() runs it twice where pages say how many there are, first
 * without ink. Drawing itself cannot be refused; what may be too long says so by its status. */
#pragma once

#include <cairo.h>
#include <pango/pango.h>

#include "base/lang.h"
#include "base/problem.h"
#include "paper/paper.h"

enum { PAPER_TEXT_SIZE = 2048 };

/* What a tone is for: the colours of the program's pages, dark enough for a grey printer. */
enum tone {
    TONE_INK,
    TONE_SOFT,   /* second line, labels */
    TONE_LINE,   /* hairlines */
    TONE_AZALEA, /* the one accent of a page */
    TONE_WHITE,
    TONE_COUNT,
};

enum align {
    ALIGN_LEFT,
    ALIGN_CENTRE,
    ALIGN_RIGHT, /* for numbers: one line, never cut */
};

struct box {
    double x, y, w, h;
};

struct type {
    double size; /* points; less where the text would leave its box, down to half */
    bool bold;
    enum tone tone;
    enum align align;
    bool middle; /* in the middle of the box's height, else at its top */
};

struct sheet {
    const struct paper_from *from;
    const char *title; /* heads the pages after the first */
    double width, height;
    bool counted; /* each page has a foot with its number */
    int page;     /* from 1 */
    int pages;    /* 0 while they are counted, without ink */
    cairo_t *cairo;
    PangoContext *pango;
    PangoFontMap *fonts;
};

/* ---- apart.c ---- */

typedef struct status (*paper_work)(const void *what, struct paper *out, struct problem *problem);

/* Does the work in a child process and hands over what it made. Refuses what the work refuses.
 * Faults: PAPER_FAILED (also where the child died), OUT_OF_MEMORY. */
CHECKED struct status paper__apart(paper_work work, const void *what, struct paper *out,
                                   struct problem *problem);

/* ---- sheet.c ---- */

/* How a kind of paper is made. */
struct making {
    double width, height;
    bool counted; /* its pages say "page 1 of 3" */
    struct status (*draw)(struct sheet *sheet, const void *what, struct problem *problem);
};

/* Draws `what` and hands the PDF out. Refuses what draw() refuses. Faults: OUT_OF_MEMORY,
 * PAPER_FONT_MISSING, PAPER_FAILED. */
CHECKED struct status paper__make(const struct making *making, const struct paper_from *from,
                                  const char *title, const void *what, struct paper *out,
                                  struct problem *problem);

/* Ends the page and begins the next. */
void paper__page_next(struct sheet *sheet);

void paper__ink(struct sheet *sheet, enum tone tone);
void paper__rule(struct sheet *sheet, double x1, double y1, double x2, double y2, double points,
                 enum tone tone);
void paper__dashes(struct sheet *sheet, double x1, double y1, double x2, double y2);
void paper__frame(struct sheet *sheet, struct box box, double radius, double points,
                  enum tone tone);
void paper__fill(struct sheet *sheet, struct box box, double radius, enum tone tone);

/* ---- type.c ---- */

/* A text in its box: wrapped, made smaller where it must, at last cut with an ellipsis; whatever
 * stands in it, nothing is printed outside. NULL is "". */
void paper__text(struct sheet *sheet, struct box box, const struct type *type, const char *text);

/* The height that the text takes at its full size when it is wrapped to the width. */
double paper__text_height(struct sheet *sheet, double width, const struct type *type,
                          const char *text);
/* The width of the text on one line at its full size. */
double paper__text_width(struct sheet *sheet, const struct type *type, const char *text);

/* Whether the fonts of this machine have Chinese signs. */
bool paper__fonts_fit(struct sheet *sheet);

/* printf into a text of this size; cut at a character. Gives `out` back. */
__attribute__((format(printf, 2, 3))) const char *paper__say(char out[PAPER_TEXT_SIZE],
                                                             const char *format, ...);

/* The same with one of two formats; the compiler checks both against the arguments. */
#define PAPER_SAY(out, zh, en, ...)                                                                \
    paper__say((out), lang_get() == LANG_EN ? (en) : (zh), __VA_ARGS__)

/* ---- words.c ---- */

/* "17 December 2021" and "December 2021", or the same in Chinese. */
const char *paper__day(char out[PAPER_TEXT_SIZE], int32_t day);
const char *paper__month(char out[PAPER_TEXT_SIZE], int32_t day);
/* "12,345", but "1780": no comma below 10000. The sign is a true minus. */
const char *paper__number(char out[PAPER_TEXT_SIZE], int64_t number);
/* The same, with a plus where it is above 0. */
const char *paper__change(char out[PAPER_TEXT_SIZE], int64_t number);
/* Fen as yuan: "12.50". */
const char *paper__yuan(char out[PAPER_TEXT_SIZE], int64_t fen);
/* Fen as a document of account writes them out. */
const char *paper__capital(char out[PAPER_TEXT_SIZE], int64_t fen);
/* The first sign of a name and an asterisk. */
const char *paper__masked(char out[PAPER_TEXT_SIZE], const char *name);

static inline bool paper__empty(const char *text)
{
    return text == NULL || text[0] == '\0';
}

/* ---- qr.c ---- */

/* A code that fills the box, its white border of four modules included, with as much repair as
 * leaves the modules large. Refuses: PAPER_CODE where the text is empty or would need modules
 * below 0.4 mm; `row` goes into the problem. */
CHECKED struct status paper__qr(struct sheet *sheet, struct box box, const char *text, size_t row,
                                struct problem *problem);

/* ---- list.c ---- */

enum { LIST_COLUMNS_MAX = 14 };

struct column {
    const char *zh;
    const char *en;
    double width; /* mm; 0: shares what is left */
    enum align align;
    bool bold;
};

/* A list down the page. Rows grow with their texts up to three lines, then the texts shrink; in a
 * list whose rows are level they shrink at once. */
struct list {
    struct sheet *sheet;
    const struct column *columns; /* ends with zh NULL */
    double x, width;
    double y;      /* where the next row begins */
    double bottom; /* where the last row may end */
    double row_height;
    double size; /* points */
    bool level;
    double widths[LIST_COLUMNS_MAX];
    size_t count;
};

/* Measures the columns and draws the head at list->y. The caller has set all but widths, count. */
void paper__list_begin(struct list *list);
/* A row; on a new page, under a new head, where it does not fit any more. Answers its box. */
struct box paper__list_row(struct list *list, const char *const texts[]);
/* How many level rows fit on this page; where none do, on the next, which is begun. */
size_t paper__list_rows_left(struct list *list);
/* Where one column's cell stands in the box of a row. */
struct box paper__list_cell(const struct list *list, struct box row, size_t column);
/* A person in a row's cell: the name, below it the number. */
void paper__list_person(struct list *list, struct box row, size_t column, const char *name,
                        const char *number);
/* Says in words that there are no rows. */
void paper__list_empty(struct list *list, const char *text);
/* Room for a block that must not be torn: a new page where `height` is not left. */
void paper__list_room(struct list *list, double height);

/* ---- parts.c: what pages have in common ---- */

enum { PAGE_EDGE = 16 }; /* mm of white around an A4 page */

/* Village and title over the first page; answers where the page goes on. */
double paper__title(struct sheet *sheet, const char *title, const char *under);
/* A label and under it a value. */
void paper__fact(struct sheet *sheet, struct box box, const char *label, const char *value);
/* Refuses: LIMIT_EXCEEDED where count is above max; `row` goes into the problem. */
CHECKED struct status paper__count_check(size_t count, size_t max, size_t row,
                                         struct problem *problem);
/* Two texts with a dot between, or the one that is not empty. */
const char *paper__pair(char out[PAPER_TEXT_SIZE], const char *first, const char *second);
/* Town and village. */
const char *paper__where(char out[PAPER_TEXT_SIZE], const struct paper_from *from);
/* The middle of an A4 page that has nothing else to say. */
void paper__nothing(struct sheet *sheet, const char *text);
/* A list over the page's whole width, from y to the foot. */
struct list paper__list_on(struct sheet *sheet, double y, const struct column *columns, double size,
                           double row_height);
