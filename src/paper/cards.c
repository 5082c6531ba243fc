/* cards.c - points cards, ten on a sheet: what stands on the front, what to do when one is lost.
 *
 * A card is as large as a bank card. Backs stand mirrored, so that front and back meet when the
 * printer turns the sheet over its long edge; they are all alike and keep clear of the cut, since
 * few printers meet to the millimetre. */
#include "paper/paper_internal.h"

enum { ACROSS = 2, DOWN = 5, ON_SHEET = ACROSS * DOWN };

static const double card_width = 85.6;
static const double card_height = 54;
static const double edge = 5; /* of white inside the cut */

struct cards {
    const struct paper_card *cards;
    size_t count;
    bool backs;
};

static struct box place_of(const struct sheet *sheet, size_t place, bool mirrored)
{
    size_t column = place % ACROSS;
    double left = (sheet->width - ACROSS * card_width) / 2;
    double top = (sheet->height - DOWN * card_height) / 2;
    column = mirrored ? ACROSS - 1 - column : column;
    return (struct box){left + (double)column * card_width,
                        top + (double)(place / ACROSS) * card_height, card_width, card_height};
}

/* Short marks outside the cards and a cross where four of them meet. */
static void cut_marks(struct sheet *sheet)
{
    struct box first = place_of(sheet, 0, false);
    double right = first.x + ACROSS * card_width;
    double bottom = first.y + DOWN * card_height;
    for (int i = 0; i <= ACROSS; i++) {
        double x = first.x + i * card_width;
        paper__rule(sheet, x, first.y - 6, x, first.y - 2, 0.5, TONE_INK);
        paper__rule(sheet, x, bottom + 2, x, bottom + 6, 0.5, TONE_INK);
    }
    for (int i = 0; i <= DOWN; i++) {
        double y = first.y + i * card_height;
        double x = first.x + card_width;
        paper__rule(sheet, first.x - 8, y, first.x - 2, y, 0.5, TONE_INK);
        paper__rule(sheet, right + 2, y, right + 8, y, 0.5, TONE_INK);
        if (i > 0 && i < DOWN) {
            paper__rule(sheet, x - 1.5, y, x + 1.5, y, 0.4, TONE_LINE);
            paper__rule(sheet, x, y - 1.5, x, y + 1.5, 0.4, TONE_LINE);
        }
    }
}

static struct status front(struct sheet *sheet, struct box box, const struct paper_card *card,
                           size_t row, struct problem *problem)
{
    static const struct type title = {.size = 15, .bold = true};
    static const struct type village = {.size = 8.5, .tone = TONE_SOFT};
    static const struct type label = {.size = 7.5, .tone = TONE_SOFT};
    static const struct type name = {.size = 15, .bold = true, .middle = true};
    static const struct type kin = {.size = 12, .bold = true};
    static const struct type number = {
        .size = 14, .bold = true, .align = ALIGN_CENTRE, .middle = true};
    static const double side = 36;
    double x = box.x + edge;
    double left = box.w - 2 * edge - side;
    double code_x = box.x + box.w - edge - side + 2;
    paper__fill(sheet, (struct box){x, box.y + edge + 0.6, 1.4, 9.6}, 0.5, TONE_AZALEA);
    paper__text(sheet, (struct box){x + 3.4, box.y + edge, left - 4, 6}, &title,
                lang_pick("工分卡", "Points card"));
    paper__text(sheet, (struct box){x + 3.4, box.y + edge + 7, left - 4, 4}, &village,
                sheet->from->village);
    if (paper__empty(card->name)) {
        paper__rule(sheet, x, box.y + 28, x + left - 3, box.y + 28, 0.4, TONE_LINE);
    }
    paper__text(sheet, (struct box){x, box.y + 19.5, left - 2, 8.5}, &name, card->name);
    paper__text(sheet, (struct box){x, box.y + 31, left - 2, 3.4}, &label,
                lang_pick("亲情号码", "family's phone"));
    if (paper__empty(card->kin)) {
        paper__rule(sheet, x, box.y + 40, x + left - 3, box.y + 40, 0.4, TONE_LINE);
    }
    paper__text(sheet, (struct box){x, box.y + 35, left - 2, 5.2}, &kin, card->kin);
    paper__text(sheet, (struct box){x, box.y + 42.2, left - 2, 3.4}, &label,
                lang_pick("参加活动、换东西、查工分，", "Join in, spend, look up:"));
    paper__text(sheet, (struct box){x, box.y + 45.8, left - 2, 3.4}, &label,
                lang_pick("和手机一样用。", "all that a phone does."));
    paper__text(sheet, (struct box){code_x, box.y + 42, side, 7.5}, &number, card->number);
    return paper__qr(sheet, (struct box){code_x, box.y + edge, side, side}, card->code, row,
                     problem);
}

static void back(struct sheet *sheet, struct box box)
{
    static const struct type head = {.size = 12, .bold = true};
    static const struct type body = {.size = 9.5};
    static const struct type step = {.size = 9.5, .bold = true};
    static const struct type contact = {.size = 11, .bold = true, .middle = true};
    const char *const steps[] = {
        lang_pick("马上打下面的电话，或者托人告诉社工。",
                  "Call the number below at once, or send word."),
        lang_pick("这张卡当场停用，工分一分不少。",
                  "This card is stopped on the spot; no point is lost."),
        lang_pick("补一张新卡，旧卡再也刷不了。",
                  "You get a new card; the old one is dead for good."),
    };
    double x = box.x + edge + 2;
    double width = box.w - 2 * edge - 4;
    double y = box.y + edge + 1;
    paper__text(sheet, (struct box){x, y, width, 6}, &head,
                lang_pick("卡丢了怎么办", "If the card is lost"));
    y += 8;
    for (size_t i = 0; i < COUNT(steps); i++) {
        char digit[PAPER_TEXT_SIZE];
        paper__text(sheet, (struct box){x, y, 5, 5}, &step, paper__say(digit, "%zu", i + 1));
        paper__text(sheet, (struct box){x + 5, y, width - 5, 5}, &body, steps[i]);
        y += 6;
    }
    paper__text(sheet, (struct box){x, y + 1, width, 7}, &contact, sheet->from->contact);
    paper__rule(sheet, x, y + 9, x + width, y + 9, 0.4, TONE_LINE);
    paper__text(sheet, (struct box){x, y + 10.5, width, 5}, &body,
                lang_pick("捡到的人请交给村委会，谢谢。密码不要写在卡上。",
                          "Found it? Bring it to the village office. Keep the PIN off it."));
}

static struct status cards_draw(struct sheet *sheet, const void *what, struct problem *problem)
{
    const struct cards *cards = what;
    if (cards->count == 0) {
        paper__nothing(sheet, lang_pick("没有要印的卡。", "There are no cards to print."));
    }
    for (size_t first = 0; first < cards->count; first += ON_SHEET) {
        size_t here = cards->count - first < ON_SHEET ? cards->count - first : ON_SHEET;
        if (first > 0) {
            paper__page_next(sheet);
        }
        cut_marks(sheet);
        for (size_t i = 0; i < here; i++) {
            TRY(front(sheet, place_of(sheet, i, false), &cards->cards[first + i], first + i + 1,
                      problem));
        }
        if (cards->backs) {
            paper__page_next(sheet);
            cut_marks(sheet);
            for (size_t i = 0; i < here; i++) {
                back(sheet, place_of(sheet, i, true));
            }
        }
    }
    return OK;
}

static const struct making making_cards = {.width = 210, .height = 297, .draw = cards_draw};

struct status paper_cards(const struct paper_from *from, const struct paper_card *cards,
                          size_t count, bool backs, struct paper *out, struct problem *problem)
{
    struct cards what = {cards, count, backs};
    *out = (struct paper){NULL, 0};
    TRY(paper__count_check(count, PAPER_PIECES_MAX, 0, problem));
    return paper__make(&making_cards, from, lang_pick("工分卡", "Points cards"), &what, out,
                       problem);
}
