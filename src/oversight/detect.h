/* detect.h - the rules by which the books give signals: pure functions over rows of one half-year
 * of a village, in whole numbers. A signal punishes nobody: it asks the board to look.
 *
 * The span is a calendar half-year, so that the same books always give the same signals under the
 * same keys. Rows of the seven days before it come along for rules that look at hours and weeks;
 * rules that count over the half-year leave them out. Numbers: limits.h. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

/* An award or a redemption, as the books hold it, that was neither reversed nor refunded. People
 * and households are the books' row ids; 0: none, or the server. */
struct book_row {
    uint64_t record;
    int64_t member; /* who earned or paid */
    int64_t household;
    int64_t proposer;
    int64_t proposer_household;
    int64_t approver;
    int64_t approver_household;
    int64_t activity; /* of an attendance */
    int64_t shop;     /* of a redemption; 0: it is an award */
    int64_t in_at;    /* of an attendance, in seconds */
    int64_t out_at;
    int64_t at;     /* when it came into the books, to the minute; where that is not known, the
                        * check-out, of others the end of their day */
    bool timed;     /* `at` is known */
    int64_t points; /* granted, or paid */
    int32_t day;    /* civil */
    bool card;      /* came with a card */
};

struct rows {
    const struct book_row *list; /* in order of record */
    size_t count;
    int32_t first; /* the half-year's first day */
    int32_t last;
};

enum signal_kind {
    SIGNAL_TWO_PLACES = 1,
    SIGNAL_LONG_DAY = 2,
    SIGNAL_LONG_WEEK = 3,
    SIGNAL_FAST_SCANS = 4,
    SIGNAL_FAST_APPROVALS = 5,
    SIGNAL_TOGETHER = 6,
    SIGNAL_FAVOUR = 7,
    SIGNAL_OWN_HOUSEHOLD = 8,
    SIGNAL_MUTUAL = 9,
    SIGNAL_SPREE = 10,
};
enum { SIGNAL_KINDS = 10, FINDING_PEOPLE_MAX = 40, FINDING_RECORDS_MAX = 60, FINDING_NUMBERS = 4 };

/* As what a person stands in a finding. */
enum part { PART_EARNER = 1, PART_LEADER = 2, PART_APPROVER = 3 };

struct finding {
    enum signal_kind kind;
    int64_t key[2]; /* found again tomorrow it has the same */
    int32_t day;    /* of its newest record */
    int64_t shop;
    int64_t numbers[FINDING_NUMBERS]; /* for its words; see words.c */
    struct finding_person {
        int64_t member;
        enum part part;
    } people[FINDING_PEOPLE_MAX];
    size_t people_count;
    uint64_t records[FINDING_RECORDS_MAX]; /* the evidence; of many, the newest */
    size_t record_count;
    int64_t record_total; /* how many there are in all */
};
typedef struct status (*finding_fn)(void *context, const struct finding *finding);

/* Each hands its findings to `found` in the order of their keys; a status other than OK ends it.
 * Faults: OUT_OF_MEMORY. */
typedef struct status (*detect_fn)(const struct rows *rows, finding_fn found, void *context);

/* Two attendances of one person at different activities overlap by PLACES_MINUTES or more:
 * min(out, out') - max(in, in'). Numbers: minutes. Key: the two records. */
CHECKED struct status detect_places(const struct rows *rows, finding_fn found, void *context);
/* The time that a person's attendances cover together (overlaps once) in a civil day of check-in is
 * more than DAY_MINUTES, in a week from Monday more than WEEK_MINUTES. Numbers: minutes. Key:
 * person and first day. */
CHECKED struct status detect_hours(const struct rows *rows, finding_fn found, void *context);
/* More than SCANS cards checked in at one activity within 60 s (fast scans; numbers: cards; key:
 * the activity). More than APPROVALS different matters, an activity being one and an award without
 * an activity another, approved by one person within 600 s (fast approvals; numbers: matters; key:
 * approver, first record). */
CHECKED struct status detect_bursts(const struct rows *rows, finding_fn found, void *context);
/* Pairs of different households where, of N activities of the half-year, a came to n, b to m, both
 * to c: c >= TOGETHER_TIMES, 1000 c >= TOGETHER_PERMILLE max(n, m), c N >= TOGETHER_CHANCE n m
 * (n m / N is what chance gives). Pairs that hang together make a group; one of two households
 * needs c >= TOGETHER_PAIR_TIMES. Numbers: households, least c, activities in all. Key: the lowest
 * member. */
CHECKED struct status detect_together(const struct rows *rows, finding_fn found, void *context);
/* An approver gave household h the points p of P in all to k households: p >= FAVOUR_POINTS, k >=
 * FAVOUR_HOUSEHOLDS, p k >= FAVOUR_TIMES P; and, where others approved Q >= P in all, q of them for
 * h, p Q >= FAVOUR_OTHERS q P. Numbers: p, P, k. Key: approver, household. */
CHECKED struct status detect_favour(const struct rows *rows, finding_fn found, void *context);
/* Someone proposed OWN_AWARDS awards or more for others of their own household. Numbers: awards,
 * points. Key: the proposer. */
CHECKED struct status detect_own(const struct rows *rows, finding_fn found, void *context);
/* Two people of different households, each of whom proposed or approved MUTUAL_AWARDS awards or
 * more for the other one's household. Numbers: the lesser and the greater count. Key: the two. */
CHECKED struct status detect_mutual(const struct rows *rows, finding_fn found, void *context);
/* Of those for whom one person proposed awards within SPREE_HOURS, SPREE_PEOPLE or more, and
 * SPREE_SHARE permille or more, spent SPREE_PERMILLE permille or more of these points at one shop,
 * each within SPREE_HOURS of its award. Numbers: people, points, people awarded. Key: proposer,
 * shop and day. */
CHECKED struct status detect_spree(const struct rows *rows, finding_fn found, void *context);

extern const detect_fn detectors[]; /* all of them, ends with NULL */

/* ---- shared by the detectors: detect.c ---- */

typedef bool (*row_choose_fn)(const struct rows *rows, const struct book_row *row);
typedef int (*row_compare_fn)(const void *a, const void *b); /* of struct book_row ** */

/* The chosen rows in order; `*out` is malloc'ed for the caller. Faults: OUT_OF_MEMORY. */
CHECKED struct status rows_choose(const struct rows *rows, row_choose_fn choose,
                                  row_compare_fn compare, const struct book_row ***out,
                                  size_t *count);
/* Choices: an attendance; an award of the half-year itself. */
bool row_attended(const struct rows *rows, const struct book_row *row);
bool row_award_within(const struct rows *rows, const struct book_row *row);
int compare_integers(int64_t a, int64_t b);
/* By (first, second, record), the usual end of a compare function. */
int compare_three(int64_t a1, int64_t b1, int64_t a2, int64_t b2, uint64_t a3, uint64_t b3);

void finding_start(struct finding *finding, enum signal_kind kind, int64_t key0, int64_t key1);
/* Adds a record; its day moves the finding's. Beyond FINDING_RECORDS_MAX the oldest goes. */
void finding_record(struct finding *finding, const struct book_row *row);
/* Adds a person once; 0 is nobody, beyond FINDING_PEOPLE_MAX nobody is added. */
void finding_person(struct finding *finding, int64_t member, enum part part);
