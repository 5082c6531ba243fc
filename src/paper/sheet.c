/* sheet.c - a PDF from its first page to its bytes: surface, date, footers, lines. The file says
 * nothing of the machine or the hour it was made on: its date is the caller's day. */
#include <cairo-pdf.h>
#include <pango/pangocairo.h>
#include <stdlib.h>
#include <string.h>

#include "base/day.h"
#include "paper/paper_internal.h"

static const double points_per_mm = 72 / 25.4;

/* Greys without a tint: a colour printer makes them of black alone, so that small type is crisp. */
static const uint32_t tones[TONE_COUNT] = {
    [TONE_INK] = 0x000000,    [TONE_SOFT] = 0x404040,  [TONE_LINE] = 0xB4B4B4,
    [TONE_AZALEA] = 0xB5244A, [TONE_WHITE] = 0xFFFFFF,
};

/* The bytes as cairo hands them over. */
struct sink {
    uint8_t *bytes;
    size_t length;
    size_t room;
};

static cairo_status_t sink_take(void *closure, const unsigned char *data, unsigned int length)
{
    struct sink *sink = closure;
    if (sink->length + length > sink->room) {
        size_t room = (sink->length + length) * 2;
        uint8_t *more = realloc(sink->bytes, room);
        if (more == NULL) {
            return CAIRO_STATUS_NO_MEMORY;
        }
        sink->bytes = more;
        sink->room = room;
    }
    memcpy(sink->bytes + sink->length, data, length);
    sink->length += length;
    return CAIRO_STATUS_SUCCESS;
}

void paper_free(struct paper *paper)
{
    free(paper->bytes);
    *paper = (struct paper){NULL, 0};
}

void paper__ink(struct sheet *sheet, enum tone tone)
{
    uint32_t rgb = tones[tone];
    cairo_set_source_rgb(sheet->cairo, (rgb >> 16) / 255.0, (rgb >> 8 & 0xFF) / 255.0,
                         (rgb & 0xFF) / 255.0);
}

void paper__rule(struct sheet *sheet, double x1, double y1, double x2, double y2, double points,
                 enum tone tone)
{
    paper__ink(sheet, tone);
    cairo_set_line_width(sheet->cairo, points / points_per_mm);
    cairo_move_to(sheet->cairo, x1, y1);
    cairo_line_to(sheet->cairo, x2, y2);
    cairo_stroke(sheet->cairo);
}

void paper__dashes(struct sheet *sheet, double x1, double y1, double x2, double y2)
{
    cairo_set_dash(sheet->cairo, (const double[]){1.2, 1.2}, 2, 0);
    paper__rule(sheet, x1, y1, x2, y2, 0.5, TONE_LINE);
    cairo_set_dash(sheet->cairo, NULL, 0, 0);
}

static void rounded(struct sheet *sheet, struct box box, double radius)
{
    static const double quarter = 1.5707963267948966;
    cairo_t *cairo = sheet->cairo;
    cairo_new_path(cairo);
    cairo_arc(cairo, box.x + box.w - radius, box.y + radius, radius, -quarter, 0);
    cairo_arc(cairo, box.x + box.w - radius, box.y + box.h - radius, radius, 0, quarter);
    cairo_arc(cairo, box.x + radius, box.y + box.h - radius, radius, quarter, 2 * quarter);
    cairo_arc(cairo, box.x + radius, box.y + radius, radius, 2 * quarter, 3 * quarter);
    cairo_close_path(cairo);
}

void paper__frame(struct sheet *sheet, struct box box, double radius, double points, enum tone tone)
{
    rounded(sheet, box, radius);
    paper__ink(sheet, tone);
    cairo_set_line_width(sheet->cairo, points / points_per_mm);
    cairo_stroke(sheet->cairo);
}

void paper__fill(struct sheet *sheet, struct box box, double radius, enum tone tone)
{
    rounded(sheet, box, radius);
    paper__ink(sheet, tone);
    cairo_fill(sheet->cairo);
}

/* Under every page of a counted paper: whose it is, of which day, which page of how many. */
static void foot(struct sheet *sheet)
{
    static const struct type type = {.size = 8, .tone = TONE_SOFT, .middle = true};
    struct type right = type;
    char text[PAPER_TEXT_SIZE];
    char day[DAY_TEXT_SIZE];
    double y = sheet->height - PAGE_EDGE + 3;
    double width = sheet->width - 2 * PAGE_EDGE;
    right.align = ALIGN_RIGHT;
    day_format(sheet->from->day, day);
    PAPER_SAY(text, "%s　%s 打印", "%s, printed on %s",
              sheet->from->village == NULL ? "" : sheet->from->village, day);
    paper__text(sheet, (struct box){PAGE_EDGE, y, width * 0.7, 5}, &type, text);
    PAPER_SAY(text, "第 %d 页，共 %d 页", "page %d of %d", sheet->page, sheet->pages);
    paper__text(sheet, (struct box){PAGE_EDGE + width * 0.7, y, width * 0.3, 5}, &right, text);
}

static void page_end(struct sheet *sheet)
{
    if (sheet->counted) {
        foot(sheet);
    }
    cairo_show_page(sheet->cairo);
}

void paper__page_next(struct sheet *sheet)
{
    page_end(sheet);
    sheet->page++;
}

/* Glyphs stand where the type's designer put them, on every machine alike. */
static void sheet_open(struct sheet *sheet, cairo_surface_t *surface)
{
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    sheet->cairo = cairo_create(surface);
    cairo_scale(sheet->cairo, points_per_mm, points_per_mm);
    sheet->fonts = pango_cairo_font_map_new();
    sheet->pango = pango_font_map_create_context(sheet->fonts);
    pango_cairo_context_set_font_options(sheet->pango, options);
    pango_context_set_round_glyph_positions(sheet->pango, FALSE);
    pango_context_set_base_dir(sheet->pango, PANGO_DIRECTION_LTR);
    pango_context_set_language(sheet->pango, pango_language_from_string("zh-cn"));
    pango_cairo_update_context(sheet->cairo, sheet->pango);
    cairo_font_options_destroy(options);
}

static void sheet_close(struct sheet *sheet)
{
    cairo_destroy(sheet->cairo);
    g_object_unref(sheet->pango);
    g_object_unref(sheet->fonts);
}

static void describe(const struct sheet *sheet, cairo_surface_t *surface)
{
    char text[PAPER_TEXT_SIZE];
    char day[DAY_TEXT_SIZE];
    day_format(sheet->from->day, day);
    paper__say(text, "%sT00:00:00Z", day);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, text);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_MOD_DATE, text);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE,
                                   paper__say(text, "%s", sheet->title));
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "Sanbao");
}

static struct status drawn(cairo_status_t status)
{
    switch (status) {
    case CAIRO_STATUS_SUCCESS:
        return OK;
    case CAIRO_STATUS_NO_MEMORY:
        return FAULT(OUT_OF_MEMORY);
    default:
        return FAULT(PAPER_FAILED);
    }
}

/* Draws all pages; with `sink` NULL and no count yet, only to learn how many they are. */
static struct status pages_draw(struct sheet *sheet, const struct making *making, const void *what,
                                struct sink *sink, struct problem *problem)
{
    cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(
        sink == NULL ? NULL : sink_take, sink, making->width * points_per_mm,
        making->height * points_per_mm);
    struct status status = drawn(cairo_surface_status(surface));
    if (status_ok(status)) {
        describe(sheet, surface);
        sheet->page = 1;
        sheet_open(sheet, surface);
        status = paper__fonts_fit(sheet) ? making->draw(sheet, what, problem)
                                         : FAULT(PAPER_FONT_MISSING);
        if (status_ok(status)) {
            page_end(sheet);
            status = drawn(cairo_status(sheet->cairo));
        }
        sheet_close(sheet);
        cairo_surface_finish(surface);
        if (status_ok(status)) {
            status = drawn(cairo_surface_status(surface));
        }
    }
    cairo_surface_destroy(surface);
    return status;
}

struct job {
    const struct making *making;
    const struct paper_from *from;
    const char *title;
    const void *what;
};

static struct status job_do(const void *closure, struct paper *out, struct problem *problem)
{
    const struct job *job = closure;
    const struct making *making = job->making;
    struct sink sink = {NULL, 0, 0};
    struct sheet sheet = {.from = job->from,
                          .title = job->title,
                          .width = making->width,
                          .height = making->height,
                          .counted = making->counted,
                          .pages = making->counted ? 0 : 1};
    if (making->counted) {
        TRY(pages_draw(&sheet, making, job->what, NULL, problem));
        sheet.pages = sheet.page;
    }
    struct status status = pages_draw(&sheet, making, job->what, &sink, problem);
    *out = (struct paper){sink.bytes, sink.length};
    return status;
}

struct status paper__make(const struct making *making, const struct paper_from *from,
                          const char *title, const void *what, struct paper *out,
                          struct problem *problem)
{
    struct job job = {making, from, title, what};
    return paper__apart(job_do, &job, out, problem);
}
