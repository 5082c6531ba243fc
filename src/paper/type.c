/* type.c - texts on paper: whatever stands in them, they stay in their box.
 *
 * A text is cleaned, wrapped, made smaller down to half, then cut with an ellipsis; a number is
 * only made smaller, since half a number is a wrong one. A sign that is taller than its line is
 * clipped. Nothing is read as markup. */
#include <pango/pangocairo.h>
#include <stdarg.h>
#include <string.h>

#include "base/text.h"
#include "paper/paper_internal.h"

static const double mm_per_point = 25.4 / 72;
static const double smallest = 0.5;
static const double smaller = 0.94;
/* A font for Chinese has much white above and below its signs; so much of the type's size is not
 * counted as height. */
static const double leading = 0.35;
/* True bold and the rare signs of people's names are in the first alone. */
static const char fonts[] = "Noto Sans CJK SC, Source Han Sans SC, WenQuanYi Micro Hei, Sans";

/* The next sign of a well-formed text; answers its bytes. */
static size_t sign_read(const char *text, uint32_t *sign)
{
    const unsigned char *t = (const unsigned char *)text;
    size_t bytes = t[0] < 0x80 ? 1 : t[0] < 0xE0 ? 2 : t[0] < 0xF0 ? 3 : 4;
    *sign = bytes == 1 ? t[0] : t[0] & (0x7Fu >> bytes);
    for (size_t i = 1; i < bytes; i++) {
        *sign = *sign << 6 | (t[i] & 0x3Fu);
    }
    return bytes;
}

/* Marks that turn the direction of what follows (a name must not turn the words beside it around),
 * separators of lines, and code points that are no signs, which cairo refuses. */
static bool sign_dropped(uint32_t sign)
{
    bool turns = sign == 0x61C || sign == 0x200E || sign == 0x200F ||
                 (sign >= 0x202A && sign <= 0x202E) || (sign >= 0x2066 && sign <= 0x2069);
    bool separates = sign == 0x2028 || sign == 0x2029;
    bool none = (sign >= 0xFDD0 && sign <= 0xFDEF) || (sign & 0xFFFE) == 0xFFFE;
    return turns || separates || none;
}

const char *paper__say(char out[PAPER_TEXT_SIZE], const char *format, ...)
{
    char said[PAPER_TEXT_SIZE];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(said, sizeof said, format, arguments);
    va_end(arguments);
    size_t length = strlen(said);
    if (length == sizeof said - 1) { /* cut, perhaps within a sign */
        while (length > 0 && ((unsigned char)said[length - 1] & 0xC0) == 0x80) {
            length--;
        }
        length -= length > 0;
    }
    text_show(out, PAPER_TEXT_SIZE, said, length, PAPER_TEXT_SIZE);
    size_t kept = 0;
    for (size_t i = 0; out[i] != '\0';) {
        uint32_t sign = 0;
        size_t bytes = sign_read(out + i, &sign);
        if (!sign_dropped(sign)) {
            memmove(out + kept, out + i, bytes);
            kept += bytes;
        }
        i += bytes;
    }
    out[kept] = '\0';
    return out;
}

static PangoLayout *layout_new(struct sheet *sheet, const struct type *type, const char *text)
{
    char clean[PAPER_TEXT_SIZE];
    PangoLayout *layout = pango_layout_new(sheet->pango);
    paper__say(clean, "%s", text == NULL ? "" : text);
    PangoAttrList *attributes = pango_attr_list_new();
    pango_attr_list_insert(attributes, pango_attr_insert_hyphens_new(FALSE));
    pango_layout_set_attributes(layout, attributes);
    pango_attr_list_unref(attributes);
    pango_layout_set_text(layout, clean, -1);
    pango_layout_set_auto_dir(layout, FALSE);
    pango_layout_set_single_paragraph_mode(layout, TRUE);
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_alignment(layout, type->align == ALIGN_LEFT     ? PANGO_ALIGN_LEFT
                                       : type->align == ALIGN_CENTRE ? PANGO_ALIGN_CENTER
                                                                     : PANGO_ALIGN_RIGHT);
    return layout;
}

static void layout_size(PangoLayout *layout, double points, bool bold)
{
    PangoFontDescription *font = pango_font_description_new();
    pango_font_description_set_family_static(font, fonts);
    pango_font_description_set_weight(font, bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_font_description_set_absolute_size(font, points * mm_per_point * PANGO_SCALE);
    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);
}

static double layout_height(PangoLayout *layout, double points)
{
    PangoRectangle logical;
    pango_layout_get_extents(layout, NULL, &logical);
    return (double)logical.height / PANGO_SCALE - leading * points * mm_per_point;
}

/* What stands to the right is a number: on one line, whole, however small that makes it. */
static double layout_fit_number(PangoLayout *layout, struct box box, const struct type *type)
{
    PangoRectangle logical;
    double points = type->size;
    layout_size(layout, points, type->bold);
    pango_layout_get_extents(layout, NULL, &logical);
    double width = (double)logical.width / PANGO_SCALE;
    if (width > box.w) {
        points *= box.w / width * 0.995;
        layout_size(layout, points, type->bold);
    }
    pango_layout_set_width(layout, (int)(box.w * PANGO_SCALE));
    return points;
}

/* Sizes the text for its box; answers the points it came to. */
static double layout_fit(PangoLayout *layout, struct box box, const struct type *type)
{
    double points = type->size;
    if (type->align == ALIGN_RIGHT) {
        return layout_fit_number(layout, box, type);
    }
    pango_layout_set_width(layout, (int)(box.w * PANGO_SCALE));
    layout_size(layout, points, type->bold);
    while (layout_height(layout, points) > box.h && points * smaller >= type->size * smallest) {
        points *= smaller;
        layout_size(layout, points, type->bold);
    }
    if (layout_height(layout, points) > box.h) {
        /* As many lines as there is room for; at least one. */
        pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END);
        pango_layout_set_height(layout,
                                (int)((box.h + leading * points * mm_per_point) * PANGO_SCALE));
    }
    return points;
}

static bool layout_inside(PangoLayout *layout, struct box box, double x, double y)
{
    PangoRectangle inked;
    pango_layout_get_extents(layout, &inked, NULL);
    double left = x + (double)inked.x / PANGO_SCALE;
    double top = y + (double)inked.y / PANGO_SCALE;
    return left >= box.x && top >= box.y &&
           left + (double)inked.width / PANGO_SCALE <= box.x + box.w &&
           top + (double)inked.height / PANGO_SCALE <= box.y + box.h;
}

/* Cairo 1.16 puts this sign of Noto's Chinese type into the file's font without its outline; of the
 * 6,763 of GB 2312 no other. */
static const char lost_glyph[] = "\xE5\xA6\x82";

/* Ink may use the white that is not counted as height, above and below; what reaches out further,
 * or to the side, is clipped. */
static void layout_show(struct sheet *sheet, PangoLayout *layout, struct box box, double y,
                        double white)
{
    struct box free = {box.x, box.y - white, box.w, box.h + 2 * white};
    cairo_save(sheet->cairo);
    if (!layout_inside(layout, free, box.x, y)) {
        cairo_rectangle(sheet->cairo, free.x, free.y, free.w, free.h);
        cairo_clip(sheet->cairo);
    }
    cairo_move_to(sheet->cairo, box.x, y);
    if (strstr(pango_layout_get_text(layout), lost_glyph) != NULL) {
        pango_cairo_layout_path(sheet->cairo, layout); /* to be seen, if not found by a search */
        cairo_fill(sheet->cairo);
    } else {
        pango_cairo_show_layout(sheet->cairo, layout);
    }
    cairo_restore(sheet->cairo);
}

void paper__text(struct sheet *sheet, struct box box, const struct type *type, const char *text)
{
    if (sheet->pages == 0 || paper__empty(text)) {
        return;
    }
    PangoLayout *layout = layout_new(sheet, type, text);
    double points = layout_fit(layout, box, type);
    double height = layout_height(layout, points);
    double white = leading / 2 * points * mm_per_point;
    double y = box.y - white;
    if (type->middle && height < box.h) {
        y += (box.h - height) / 2;
    }
    paper__ink(sheet, type->tone);
    layout_show(sheet, layout, box, y, white);
    g_object_unref(layout);
}

double paper__text_height(struct sheet *sheet, double width, const struct type *type,
                          const char *text)
{
    PangoLayout *layout = layout_new(sheet, type, paper__empty(text) ? " " : text);
    pango_layout_set_width(layout, (int)(width * PANGO_SCALE));
    layout_size(layout, type->size, type->bold);
    double height = layout_height(layout, type->size);
    g_object_unref(layout);
    return height;
}

double paper__text_width(struct sheet *sheet, const struct type *type, const char *text)
{
    PangoRectangle logical;
    PangoLayout *layout = layout_new(sheet, type, text);
    layout_size(layout, type->size, type->bold);
    pango_layout_get_extents(layout, NULL, &logical);
    g_object_unref(layout);
    return (double)logical.width / PANGO_SCALE;
}

bool paper__fonts_fit(struct sheet *sheet)
{
    static const struct type type = {.size = 10};
    PangoLayout *layout = layout_new(sheet, &type, "工分村");
    layout_size(layout, type.size, type.bold);
    int unknown = pango_layout_get_unknown_glyphs_count(layout);
    g_object_unref(layout);
    return unknown == 0;
}
