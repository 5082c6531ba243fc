/* poster.c - the poster for the square's wall: a code that is read from some steps away, what to do
 * in three steps, and that nobody has to. An A3 is the A4 enlarged. */
#include "paper/paper_internal.h"

static const double a4_width = 210;
static const double side = 128; /* of the code, its white included */

static void steps(struct sheet *sheet, double y)
{
    static const struct type digit = {.size = 22, .bold = true, .tone = TONE_AZALEA};
    static const struct type head = {.size = 17, .bold = true};
    static const struct type body = {.size = 13.5, .tone = TONE_SOFT};
    const struct {
        const char *head;
        const char *body;
    } texts[] = {
        {lang_pick("扫一扫", "Scan"), lang_pick("用微信扫上面的码", "with WeChat")},
        {lang_pick("登个记", "Register"), lang_pick("填姓名、手机号", "name and phone number")},
        {lang_pick("做点事", "Take part"),
         lang_pick("得工分，换米油盐", "points buy rice and oil")},
    };
    double edge = 20;
    double gap = 6;
    double width = (a4_width - 2 * edge - 2 * gap) / 3;
    for (size_t i = 0; i < COUNT(texts); i++) {
        char number[PAPER_TEXT_SIZE];
        double x = edge + (double)i * (width + gap);
        paper__rule(sheet, x, y, x + width, y, 1, TONE_INK);
        paper__text(sheet, (struct box){x, y + 4, 9, 10}, &digit, paper__say(number, "%zu", i + 1));
        paper__text(sheet, (struct box){x + 9, y + 5.4, width - 9, 8}, &head, texts[i].head);
        paper__text(sheet, (struct box){x, y + 15.5, width, 11.5}, &body, texts[i].body);
    }
}

static struct status poster_draw(struct sheet *sheet, const void *what, struct problem *problem)
{
    static const struct type where = {.size = 17, .align = ALIGN_CENTRE, .tone = TONE_SOFT};
    static const struct type title = {
        .size = 44, .bold = true, .align = ALIGN_CENTRE, .middle = true};
    static const struct type url = {.size = 10, .align = ALIGN_CENTRE, .tone = TONE_SOFT};
    static const struct type card = {
        .size = 16, .bold = true, .align = ALIGN_CENTRE, .middle = true};
    static const struct type foot = {.size = 11.5, .tone = TONE_SOFT, .align = ALIGN_CENTRE};
    const char *address = what;
    char text[PAPER_TEXT_SIZE];
    double x = (a4_width - side) / 2;
    cairo_scale(sheet->cairo, sheet->width / a4_width, sheet->width / a4_width);
    paper__where(text, sheet->from);
    paper__text(sheet, (struct box){20, 18, 170, 8}, &where, text);
    paper__text(sheet, (struct box){16, 28, 178, 18}, &title,
                lang_pick("扫一扫，用上工分宝", "Scan to begin"));
    paper__frame(sheet, (struct box){x - 3, 54 - 3, side + 6, side + 6}, 6, 4, TONE_AZALEA);
    TRY(paper__qr(sheet, (struct box){x, 54, side, side}, address, 1, problem));
    paper__text(sheet, (struct box){20, 188, 170, 5}, &url, address);
    steps(sheet, 199);
    paper__frame(sheet, (struct box){20, 234, 170, 24}, 3, 0.8, TONE_INK);
    paper__text(sheet, (struct box){26, 236, 158, 20}, &card,
                lang_pick("没有手机？到村委会办一张工分卡，和手机一样用。",
                          "No phone? The village office has a card that does the same."));
    paper__text(sheet, (struct box){20, 265, 170, 6}, &foot,
                lang_pick("自愿参加。不用天天打卡，不排名次，想退随时退。",
                          "Taking part is free. No daily check-in, no ranking; leave whenever you "
                          "like."));
    paper__text(sheet, (struct box){20, 275, 170, 6}, &foot, sheet->from->contact);
    return OK;
}

struct status paper_poster(const struct paper_from *from, const char *url, enum paper_size size,
                           struct paper *out, struct problem *problem)
{
    static const struct making sizes[] = {
        [PAPER_A4] = {.width = 210, .height = 297, .draw = poster_draw},
        [PAPER_A3] = {.width = 297, .height = 420, .draw = poster_draw},
    };
    *out = (struct paper){NULL, 0};
    return paper__make(&sizes[size], from, lang_pick("工分宝", "Sanbao"), url, out, problem);
}
