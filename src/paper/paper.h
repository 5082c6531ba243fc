/* paper.h - what a village prints: cards, slips, lists and posters as PDF files with Chinese type.
 *
 * Everything comes in as plain texts and numbers and goes out as the bytes of a PDF. The room knows
 * no database and reads no clock: the same input gives the same bytes with the same fonts. Our own
 * words are Chinese or English by lang_get().
 *
 * Texts are UTF-8 and NUL-ended. NULL is as good as "": nothing is printed. Controls are shown as
 * '?', marks of writing direction are left out, names are cut after NAME_CHARACTERS_MAX characters,
 * other texts after TEXT_CHARACTERS_MAX. A text that is too long for its place wraps, then shrinks,
 * then ends in an ellipsis; it never leaves its place. A code is a QR code with modules of at least
 * 0.4 mm, and as much repair as leaves them large.
 *
 * Every function refuses LIMIT_EXCEEDED (more than PAPER_ROWS_MAX rows), PAPER_CODE (a code that is
 * empty where one is needed, or too long for its place; the problem's line is the row, from 1); and
 * fails with PAPER_FONT_MISSING (no Chinese font on this machine), PAPER_FAILED, OUT_OF_MEMORY.
 * `problem` may be NULL. Any thread may call; each call stands alone. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/limits.h"
#include "base/problem.h"
#include "base/status.h"

enum { PAPER_ROWS_MAX = 5000 };

/* A finished PDF. */
struct paper {
    uint8_t *bytes; /* malloc'ed */
    size_t length;
};
void paper_free(struct paper *paper); /* Empties it; empty is welcome. */

/* Where a paper comes from. */
struct paper_from {
    const char *town;
    const char *village;
    const char *contact; /* whom to ask, with a phone number */
    int32_t day;         /* printed on the paper, and the file's date */
};

/* ---- cards ---- */

struct paper_card {
    const char *name;   /* "" leaves the line free for a pen */
    const char *number; /* short, to be read by eye */
    const char *code;   /* what the QR code says */
    const char *kin;    /* the family's phone number */
};

/* Cards of 85.6 x 54 mm, ten on an A4 sheet, with marks for cutting. With `backs` each sheet is
 * followed by one that tells what to do with a lost card, so placed that both meet when the printer
 * turns the sheet over its long edge. */
CHECKED struct status paper_cards(const struct paper_from *from, const struct paper_card *cards,
                                  size_t count, bool backs, struct paper *out,
                                  struct problem *problem);

/* ---- the poster for the wall ---- */

enum paper_size { PAPER_A4, PAPER_A3 };

/* A large code, three steps, and that nobody has to. `url` is where the code leads. */
CHECKED struct status paper_poster(const struct paper_from *from, const char *url,
                                   enum paper_size size, struct paper *out,
                                   struct problem *problem);
