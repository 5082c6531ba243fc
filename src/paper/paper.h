/* paper.h - what a village prints: cards, slips, lists and posters as PDF files with Chinese type.
 *
 * Everything comes in as plain texts and numbers and goes out as the bytes of a PDF. The room knows
 * no database and reads no clock: the same input gives the same bytes with the same fonts. Our own
 * words are Chinese or English by lang_get().
 *
 * Texts are UTF-8 and NUL-ended. NULL is as good as "": nothing is printed. Controls are shown as
 * '?', marks of writing direction are left out. A text that is too long for its place wraps, then
 * shrinks, then ends in an ellipsis; a number only shrinks. Neither leaves its place. A code is a
 * QR code with modules of at least 0.4 mm, and as much repair as leaves them large.
 *
 * Every function refuses LIMIT_EXCEEDED (more than PAPER_ROWS_MAX rows, or pieces of paper above
 * PAPER_PIECES_MAX), PAPER_CODE (a code that is empty where one is needed, or too long for its
 * place); the problem's line is the row, from 1. It fails with PAPER_FONT_MISSING (no Chinese font
 * on this machine), PAPER_FAILED, OUT_OF_MEMORY. `problem` may be NULL.
 *
 * Any thread may call, and waits: a child process draws (some 60 ms, 60 MB) and is gone when the
 * function returns. Not for the thread that serves requests. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/limits.h"
#include "base/problem.h"
#include "base/status.h"

enum {
    PAPER_ROWS_MAX = 5000,   /* of a list */
    PAPER_PIECES_MAX = 1000, /* cards, slips: a code each */
};

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
    const char *kin;    /* the family's phone number; "" as above */
};

/* Cards of 85.6 x 54 mm, ten on an A4 sheet, with marks for cutting. With `backs` each sheet is
 * followed by one that tells what to do with a lost card, so placed that both meet when the printer
 * turns the sheet over its long edge. */
CHECKED struct status paper_cards(const struct paper_from *from, const struct paper_card *cards,
                                  size_t count, bool backs, struct paper *out,
                                  struct problem *problem);

/* ---- slips ---- */

enum { PAPER_SLIP_ENTRIES_MAX = 10, PAPER_SLIP_TOLD_MAX = 4 };

struct paper_entry {
    int32_t day;
    const char *what;
    int64_t points;  /* with its sign */
    int64_t balance; /* after it */
    uint64_t record; /* its number in the journal */
};

struct paper_slip {
    const char *name;
    const char *number;
    int64_t balance;
    int64_t pending; /* on notice; 0: not mentioned */
    const struct paper_entry *entries;
    size_t count;            /* at most PAPER_SLIP_ENTRIES_MAX less two for each of `told`; above:
                     LIMIT_EXCEEDED */
    const char *const *told; /* what the owner could not be told otherwise, a sentence each */
    size_t told_count;       /* above PAPER_SLIP_TOLD_MAX: LIMIT_EXCEEDED */
    const char *url;         /* leads to the proof */
};

/* A card's last entries for its owner's hand, three slips on an A4 sheet, to be cut apart. */
CHECKED struct status paper_slips(const struct paper_from *from, const struct paper_slip *slips,
                                  size_t count, struct paper *out, struct problem *problem);

enum { PAPER_RECEIPT_BYTES_MAX = 2900 }; /* ten million records: some 1,500 */

struct paper_receipt {
    const char *name;
    const char *number;
    struct paper_entry entry;
    const char
        *receipt; /* the whole text of the proof; above PAPER_RECEIPT_BYTES_MAX: PAPER_CODE */
};

/* One entry with its whole proof in the code, on A5: whoever has the paper can check it with no
 * network and no server of ours. */
CHECKED struct status paper_receipt(const struct paper_from *from,
                                    const struct paper_receipt *receipt, struct paper *out,
                                    struct problem *problem);

enum { PAPER_YEAR_LINES_MAX = 10, PAPER_YEAR_EXPIRING_MAX = 4 };

struct paper_year_line {
    const char *label; /* a kind of work, or what was spent */
    int64_t points;    /* with its sign */
};

struct paper_expiring {
    int32_t day; /* from which on the points expire */
    int64_t points;
};

struct paper_year {
    const char *name;
    const char *number;
    int32_t year; /* 2021 */
    int64_t opening;
    const struct paper_year_line *lines; /* what lies between opening and closing */
    size_t count;                        /* above PAPER_YEAR_LINES_MAX: LIMIT_EXCEEDED */
    int64_t closing;
    const struct paper_expiring *expiring; /* of the year to come */
    size_t expiring_count;                 /* above PAPER_YEAR_EXPIRING_MAX: LIMIT_EXCEEDED */
    const char *url;                       /* leads to the account */
};

/* A person's year as one sum, two on an A4 sheet, to be cut apart. */
CHECKED struct status paper_years(const struct paper_from *from, const struct paper_year *years,
                                  size_t count, struct paper *out, struct problem *problem);

/* ---- lists ---- */

struct paper_activity {
    const char *title;
    const char *place;
    const char *leader;
    int32_t day;
    int32_t starts_minute; /* of the village's day, 0..1439 */
    int32_t ends_minute;
};

struct paper_sign_row {
    const char *label; /* the row's code for eyes */
    const char *code;  /* the row's code for a phone, at most 50 bytes; "" none */
    const char *name;  /* "" leaves the row free */
    const char *number;
};

/* A sheet on which people sign in and out by hand; each row has a code, so that who came is read
 * in afterwards without typing. */
CHECKED struct status paper_sign_in(const struct paper_from *from,
                                    const struct paper_activity *activity,
                                    const struct paper_sign_row *rows, size_t count,
                                    struct paper *out, struct problem *problem);

struct paper_goods {
    const char *name;
    int64_t points;
    int64_t fen; /* the same in cash; 0: not sold for cash */
};

/* A shop's prices in points and in cash, side by side, in type for a wall. `points_per_yuan` stands
 * below; 0: it does not. */
CHECKED struct status paper_prices(const struct paper_from *from, const char *shop,
                                   int64_t points_per_yuan, const struct paper_goods *goods,
                                   size_t count, struct paper *out, struct problem *problem);

struct paper_visit {
    const char *address;
    const char *name;
    const char *number;
    const char *phone;
    const char *note; /* why, and what the last visit came to */
};

/* The doors to knock at, with room for what came of it. For officials only, and says so. */
CHECKED struct status paper_visits(const struct paper_from *from, const char *title,
                                   const struct paper_visit *visits, size_t count,
                                   struct paper *out, struct problem *problem);

/* ---- what is made public, what is signed ---- */

enum paper_unit { PAPER_UNIT_COUNT, PAPER_UNIT_POINTS, PAPER_UNIT_FEN };

struct paper_total {
    const char *label;
    int64_t number;
    enum paper_unit unit;
};

struct paper_notice_row {
    const char *name;   /* the whole name; only its first sign and '*' are printed */
    const char *number; /* by which a person finds the own row */
    int64_t earned;
    int64_t spent;
};

enum { PAPER_TOTALS_MAX = 8 };

struct paper_notice {
    int32_t month; /* any day of it */
    int32_t until; /* last day for objections */
    const struct paper_total *totals;
    size_t totals_count;                 /* above PAPER_TOTALS_MAX: LIMIT_EXCEEDED */
    const struct paper_notice_row *rows; /* printed in the order given: never one of merit */
    size_t count;
};

/* The month's notice for the board: totals, then everybody with a masked name. */
CHECKED struct status paper_notice(const struct paper_from *from, const struct paper_notice *notice,
                                   struct paper *out, struct problem *problem);

struct paper_statement_row {
    int32_t day;
    int64_t redemptions; /* how many */
    int64_t points;      /* of them */
    int64_t refunded;    /* points that went back */
    int64_t fen;         /* what the village owes for the rest */
};

enum { PAPER_SIGNERS_MAX = 4 };

struct paper_statement {
    const char *shop;
    int32_t month;   /* any day of it */
    int32_t pay_day; /* until when the village pays */
    const struct paper_statement_row *rows;
    size_t count;
    const char *const *signers; /* what stands at the lines to sign */
    size_t signers_count;       /* above PAPER_SIGNERS_MAX: LIMIT_EXCEEDED */
};

/* A shop's month by days with its sum, in signs of account too, and lines to sign. Refuses also:
 * LIMIT_EXCEEDED where the sum is above FEN_MAX. */
CHECKED struct status paper_statement(const struct paper_from *from,
                                      const struct paper_statement *statement, struct paper *out,
                                      struct problem *problem);

/* ---- the poster for the wall ---- */

enum paper_size { PAPER_A4, PAPER_A3 };

/* A large code, three steps, and that nobody has to. `url` is where the code leads. */
CHECKED struct status paper_poster(const struct paper_from *from, const char *url,
                                   enum paper_size size, struct paper *out,
                                   struct problem *problem);
