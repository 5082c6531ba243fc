/* sign_in.c - the sheet on which people sign in and out by hand, and the round of visits: lists
 * that go out blank and come back filled in. */
#include "paper/paper_internal.h"

struct sign_in {
    const struct paper_activity *activity;
    const struct paper_sign_row *rows;
    size_t count;
};

static const char *when(char out[PAPER_TEXT_SIZE], const struct paper_activity *activity)
{
    char day[PAPER_TEXT_SIZE];
    int starts = (int)activity->starts_minute;
    int ends = (int)activity->ends_minute;
    paper__day(day, activity->day);
    return paper__say(out, "%s %d:%02d–%d:%02d", day, starts / 60, starts % 60, ends / 60,
                      ends % 60);
}

static double activity_head(struct sheet *sheet, const struct paper_activity *activity)
{
    static const struct type hint = {.size = 9.5, .tone = TONE_SOFT};
    char text[PAPER_TEXT_SIZE];
    double width = sheet->width - 2 * PAGE_EDGE;
    double third = width / 3;
    double y = paper__title(sheet, sheet->title, NULL);
    paper__fact(sheet, (struct box){PAGE_EDGE, y, third * 1.4 - 4, 12}, lang_pick("时间", "time"),
                when(text, activity));
    paper__fact(sheet, (struct box){PAGE_EDGE + third * 1.4, y, third - 4, 12},
                lang_pick("地点", "place"), activity->place);
    paper__fact(sheet, (struct box){PAGE_EDGE + third * 2.4, y, third * 0.6, 12},
                lang_pick("领队", "leader"), activity->leader);
    paper__text(sheet, (struct box){PAGE_EDGE, y + 14, width, 5}, &hint,
                lang_pick("来了写时间、签名，走时再写一次。不会写字的按手印，领队代写时间。",
                          "Write the time and sign when you come, and again when you leave."));
    return y + 21;
}

static struct status sign_row(struct list *list, const struct paper_sign_row *row, size_t number,
                              struct problem *problem)
{
    static const struct type label = {.size = 10, .bold = true, .middle = true};
    char ordinal[PAPER_TEXT_SIZE];
    paper__say(ordinal, "%zu", number);
    struct box box = paper__list_row(list, (const char *const[]){ordinal, "", "", "", "", "", ""});
    paper__list_person(list, box, 2, row->name, row->number);
    struct box cell = paper__list_cell(list, box, 1);
    double side = box.h - 0.6;
    for (size_t i = 3; i < list->count; i++) {
        double x = paper__list_cell(list, box, i).x - 1.5;
        paper__rule(list->sheet, x, box.y, x, box.y + box.h, 0.4, TONE_LINE);
    }
    paper__text(list->sheet, (struct box){cell.x + side, box.y, cell.w - side, box.h}, &label,
                row->label);
    if (paper__empty(row->code)) {
        return OK;
    }
    return paper__qr(list->sheet, (struct box){cell.x - 1.5, box.y + 0.3, side, side}, row->code,
                     number, problem);
}

static struct status sign_in_draw(struct sheet *sheet, const void *what, struct problem *problem)
{
    static const struct column columns[] = {
        {"序", "no.", 9, ALIGN_LEFT, false},          {"行码", "row code", 34, ALIGN_LEFT, false},
        {"姓名", "name", 0, ALIGN_LEFT, true},        {"签到时间", "in at", 20, ALIGN_LEFT, false},
        {"签名", "signature", 28, ALIGN_LEFT, false}, {"签退时间", "out at", 20, ALIGN_LEFT, false},
        {"签名", "signature", 28, ALIGN_LEFT, false}, {NULL, NULL, 0, ALIGN_LEFT, false}};
    const struct sign_in *sign_in = what;
    double y = activity_head(sheet, sign_in->activity);
    struct list list = paper__list_on(sheet, y, columns, 12, 16.6);
    for (size_t i = 0; i < sign_in->count; i++) {
        TRY(sign_row(&list, &sign_in->rows[i], i + 1, problem));
    }
    if (sign_in->count == 0) {
        paper__list_empty(&list, lang_pick("还没有人报名。", "Nobody has signed up yet."));
    }
    return OK;
}

struct status paper_sign_in(const struct paper_from *from, const struct paper_activity *activity,
                            const struct paper_sign_row *rows, size_t count, struct paper *out,
                            struct problem *problem)
{
    static const struct making making = {
        .width = 210, .height = 297, .counted = true, .draw = sign_in_draw};
    struct sign_in what = {activity, rows, count};
    char title[PAPER_TEXT_SIZE];
    *out = (struct paper){NULL, 0};
    TRY(paper__count_check(count, PAPER_ROWS_MAX, 0, problem));
    PAPER_SAY(title, "签到表：%s", "Sign-in: %s", activity->title == NULL ? "" : activity->title);
    return paper__make(&making, from, title, &what, out, problem);
}

/* ---- the round of visits ---- */

struct round {
    const char *title;
    const struct paper_visit *visits;
    size_t count;
};

/* Four squares to tick, two by two. */
static void ticks(struct list *list, struct box row, size_t column)
{
    static const struct type type = {.size = 9, .middle = true};
    const char *const labels[] = {lang_pick("手机", "phone"), lang_pick("办卡", "card"),
                                  lang_pick("不愿", "no"), lang_pick("没人", "away")};
    struct box cell = paper__list_cell(list, row, column);
    for (size_t i = 0; i < COUNT(labels); i++) {
        double x = cell.x + (double)(i % 2) * cell.w / 2;
        double y = row.y + row.h / 2 + (i < 2 ? -5.2 : 0.8);
        paper__frame(list->sheet, (struct box){x, y + 0.7, 3, 3}, 0.4, 0.7, TONE_INK);
        paper__text(list->sheet, (struct box){x + 4.2, y, cell.w / 2 - 4.2, 4.4}, &type, labels[i]);
    }
}

static struct status visits_draw(struct sheet *sheet, const void *what, struct problem *problem)
{
    static const struct column columns[] = {
        {"序", "no.", 9, ALIGN_LEFT, false},
        {"住址", "address", 0, ALIGN_LEFT, false},
        {"姓名", "name", 27, ALIGN_LEFT, true},
        {"电话", "phone", 27, ALIGN_LEFT, false},
        {"说明", "note", 30, ALIGN_LEFT, false},
        {"结果（打勾）", "result (tick)", 34, ALIGN_LEFT, false},
        {"日期", "day", 18, ALIGN_LEFT, false},
        {NULL, NULL, 0, ALIGN_LEFT, false}};
    const struct round *round = what;
    (void)problem;
    double y = paper__title(sheet, round->title,
                            lang_pick("内部使用：有住址和电话，不要拍照外传，用完交回村委会。",
                                      "For officials only: no photos, no copies; bring it back to "
                                      "the village office."));
    struct list list = paper__list_on(sheet, y, columns, 10.5, 13);
    for (size_t i = 0; i < round->count; i++) {
        const struct paper_visit *visit = &round->visits[i];
        char ordinal[PAPER_TEXT_SIZE];
        paper__say(ordinal, "%zu", i + 1);
        struct box row =
            paper__list_row(&list, (const char *const[]){ordinal, visit->address, "", visit->phone,
                                                         visit->note, "", ""});
        ticks(&list, row, 5);
        paper__list_person(&list, row, 2, visit->name, visit->number);
    }
    if (round->count == 0) {
        paper__list_empty(
            &list, lang_pick("没有要走访的人家，都走到了。", "There is nobody left to visit."));
    }
    return OK;
}

struct status paper_visits(const struct paper_from *from, const char *title,
                           const struct paper_visit *visits, size_t count, struct paper *out,
                           struct problem *problem)
{
    static const struct making making = {
        .width = 210, .height = 297, .counted = true, .draw = visits_draw};
    const char *head = paper__empty(title) ? lang_pick("走访名单", "Visits") : title;
    struct round what = {head, visits, count};
    *out = (struct paper){NULL, 0};
    TRY(paper__count_check(count, PAPER_ROWS_MAX, 0, problem));
    return paper__make(&making, from, head, &what, out, problem);
}
