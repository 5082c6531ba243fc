/* qr.c - QR codes (ISO/IEC 18004, byte mode) as ink: how large the modules are, how much may be
 * worn off. */
#include <qrencode.h>
#include <string.h>

#include "paper/paper_internal.h"

static const int quiet = 4; /* modules of white around a code */
static const double module_min = 0.4;
static const double module_good = 0.6; /* larger need not be: more repair is worth more */

/* The code with most repair whose modules are large; where none are, the one with the largest. */
static QRcode *best(const char *text, double side, double *module)
{
    static const QRecLevel levels[] = {QR_ECLEVEL_H, QR_ECLEVEL_Q, QR_ECLEVEL_M, QR_ECLEVEL_L};
    QRcode *kept = NULL;
    for (size_t i = 0; i < COUNT(levels) && (kept == NULL || *module < module_good); i++) {
        QRcode *code = QRcode_encodeString(text, 0, levels[i], QR_MODE_8, 1);
        double size = code == NULL ? 0 : side / (code->width + 2 * quiet);
        if (code != NULL && (kept == NULL || size > *module)) {
            QRcode_free(kept);
            kept = code;
            *module = size;
        } else {
            QRcode_free(code);
        }
    }
    return kept;
}

/* All modules are one path, so that no seam shows between two of them. */
static void code_ink(struct sheet *sheet, struct box box, const QRcode *code, double module)
{
    for (int row = 0; row < code->width; row++) {
        const unsigned char *dots = code->data + row * code->width;
        for (int at = 0, end; at < code->width; at = end + 1) {
            for (end = at; end < code->width && (dots[end] & 1) != 0; end++) {
            }
            if (end > at) {
                cairo_rectangle(sheet->cairo, box.x + (quiet + at) * module,
                                box.y + (quiet + row) * module, (end - at) * module, module);
            }
        }
    }
    paper__ink(sheet, TONE_INK);
    cairo_fill(sheet->cairo);
}

struct status paper__qr(struct sheet *sheet, struct box box, const char *text, size_t row,
                        struct problem *problem)
{
    double module = 0;
    double side = box.w < box.h ? box.w : box.h;
    if (sheet->pages == 0) {
        return OK;
    }
    QRcode *code = paper__empty(text) ? NULL : best(text, side, &module);
    if (code == NULL || module < module_min) {
        QRcode_free(code);
        if (problem != NULL) {
            *problem = problem_none();
            problem->line = (int64_t)row;
            problem_text(problem->value, sizeof problem->value, text == NULL ? "" : text,
                         text == NULL ? 0 : strlen(text));
        }
        return problem_set(problem, STATUS_PAPER_CODE);
    }
    box.x += (box.w - side) / 2;
    box.y += (box.h - side) / 2;
    code_ink(sheet, box, code, module);
    QRcode_free(code);
    return OK;
}
