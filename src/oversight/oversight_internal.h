/* oversight_internal.h - what the files of this room share. */
#pragma once

#include <json-c/json.h>

#include "base/small_groups.h"
#include "oversight/detect.h"
#include "oversight/oversight.h"

enum {
    ID_TEXT_SIZE = 2 * ID_BYTES + 1,
    CURSOR_SIZE = 64,
    FINDING_SEALED_BYTES = 4 * 1000 + SEAL_OVERHEAD_BYTES,
    NOTE_SEALED_BYTES = 4 * TEXT_CHARACTERS_MAX + SEAL_OVERHEAD_BYTES,
};

struct run;

/* One side's prepared statements, and on the loop's side what runs at night. */
struct oversight {
    struct store *store; /* people.db, borrowed */
    struct run *run;
    int64_t looked_ms;
    struct store_stmt *pass_get;
    struct store_stmt *pass_put;
    struct store_stmt *earner_put;
    struct store_stmt *earner_get;
    struct store_stmt *row_put;
    struct store_stmt *row_drop;
    struct store_stmt *row_points;
    struct store_stmt *row_page;
    struct store_stmt *rows_old;
    struct store_stmt *row_first;
    struct store_stmt *row_lots;
    struct store_stmt *run_get;
    struct store_stmt *run_put;
    struct store_stmt *signal_put;
    struct store_stmt *signal_key;
    struct store_stmt *signal_get;
    struct store_stmt *signal_set;
    struct store_stmt *signal_page;
    struct store_stmt *signals_gone;
    struct store_stmt *signal_count;
    struct store_stmt *evidence_put;
    struct store_stmt *evidence_drop;
    struct store_stmt *evidence_each;
    struct store_stmt *person_put;
    struct store_stmt *person_drop;
    struct store_stmt *person_each;
    struct store_stmt *person_own;
    struct store_stmt *persons_erase;
    struct store_stmt *taken_erase;
    struct store_stmt *findings_erase;
    struct store_stmt *finders_erase;
    struct store_stmt *checkers_erase;
    struct store_stmt *finding_put;
    struct store_stmt *finding_each;
    struct store_stmt *finding_own;
    struct store_stmt *draw_get;
    struct store_stmt *draw_put;
    struct store_stmt *draw_page;
    struct store_stmt *draw_totals;
    struct store_stmt *spot_put;
    struct store_stmt *spot_get;
    struct store_stmt *spot_set;
    struct store_stmt *spot_page;
    struct store_stmt *spot_totals;
    struct store_stmt *spot_own;
    struct store_stmt *spots_erase;
    struct store_stmt *share_put;
    struct store_stmt *share_drop;
    struct store_stmt *share_each;
};
struct oversight *oversight__of(const struct side *side);

/* ---- rows of the books: pass.c, oversight_sql_row.c ---- */

/* Takes up at most `limit` entries after the `*records` records that were read, and moves that on.
 * `timed`: they came within the last minute. `*more`: there may be more. In a transaction. */
CHECKED struct status oversight__take(struct side *side, uint64_t *records, size_t limit,
                                      bool timed, bool *more);
CHECKED struct status oversight__pass_get(struct oversight *own, uint64_t *records);
CHECKED struct status oversight__pass_put(struct oversight *own, uint64_t records);
/* Who was ever awarded points beside their welcome. */
CHECKED struct status oversight__earner_put(struct oversight *own, int64_t village, int64_t member);
CHECKED struct status oversight__earner_get(struct oversight *own, int64_t village, int64_t member,
                                            bool *ever);
CHECKED struct status oversight__row_put(struct oversight *own, int64_t village,
                                         const struct book_row *row);
CHECKED struct status oversight__row_drop(struct oversight *own, int64_t village, uint64_t record);
CHECKED struct status oversight__row_points(struct oversight *own, int64_t village, uint64_t record,
                                            int64_t points);
/* Rows of the village in order of record, from one on, of days from `first` to `last`: at most
 * `room` are read, `*next` is where to go on (0: that was all), `*count` fit the days. */
CHECKED struct status oversight__row_page(struct oversight *own, int64_t village, uint64_t from,
                                          int32_t first, int32_t last, struct book_row *list,
                                          size_t room, size_t *count, uint64_t *next);
/* Drops rows of before the day that a draw had its chance at: records before `until`. */
CHECKED struct status oversight__rows_old(struct oversight *own, int64_t village, int32_t day,
                                          uint64_t until);
/* The village's first row's record, 0 where there is none. */
CHECKED struct status oversight__row_first(struct oversight *own, int64_t village,
                                           uint64_t *record);
/* Awards with points among the records from `first` to before `until`, in order. */
struct lot {
    uint64_t record;
    int64_t member;
};
typedef struct status (*lot_fn)(void *context, const struct lot *lot);
CHECKED struct status oversight__row_lots(struct oversight *own, int64_t village, uint64_t first,
                                          uint64_t until, lot_fn each, void *context);

/* When the rules were last applied to a village; `day` -1: never. */
struct ran {
    int32_t day;
    int64_t at;
    uint64_t records;
};
CHECKED struct status oversight__run_get(struct oversight *own, const char *village,
                                         struct ran *ran);
CHECKED struct status oversight__run_put(struct oversight *own, const char *village,
                                         const struct ran *ran);

/* ---- signals: signal.c, oversight_sql_signal.c ---- */

enum signal_state { SIGNAL_OPEN = 1, SIGNAL_TAKEN = 2, SIGNAL_ANSWERED = 3, SIGNAL_GONE = 4 };
enum finding_answer { FINDING_EXPLAINED = 1, FINDING_CORRECTED = 2, FINDING_PASSED_ON = 3 };

struct signal {
    struct id id;
    char village[CODE_MAX + 1];
    int32_t kind;
    int32_t half;
    int64_t key[2];
    int32_t state;
    int32_t day;
    int64_t shop;
    int64_t numbers[FINDING_NUMBERS];
    int64_t records;
    int64_t answered;
    int64_t found_at;
    int64_t seen_at;
    bool taken;
    struct id taken_by;
};
/* Keeps what a rule found at `now`: a new signal, or the one of the same key with what stands
 * behind it today. An answered one opens again only where twice as much stands behind it. In a
 * transaction. */
CHECKED struct status oversight__keep(struct side *side, const char *village, int32_t half,
                                      const struct finding *finding, int64_t now);
/* Who a member is, by their row id; zeros where their data were erased: nothing more is kept of
 * them. */
CHECKED struct status oversight__member_person(struct side *side, int64_t member,
                                               struct id *person);
CHECKED struct status oversight__signal_put(struct oversight *own, const struct signal *signal);
/* By village, kind, half and key; fills in the rest. */
CHECKED struct status oversight__signal_key(struct oversight *own, struct signal *signal,
                                            bool *found);
CHECKED struct status oversight__signal_get(struct oversight *own, const struct id *id,
                                            struct signal *signal, bool *found);
/* All but what names it. */
CHECKED struct status oversight__signal_set(struct oversight *own, const struct signal *signal);
struct signal_query {
    const char *village;
    int32_t state; /* 0: any */
    int32_t kind;  /* 0: any */
    int64_t before_at;
    struct id before;
    struct id caller; /* those about the caller are left out */
    int64_t limit;
};
typedef struct status (*signal_fn)(void *context, const struct signal *signal);
CHECKED struct status oversight__signal_page(struct oversight *own,
                                             const struct signal_query *query, signal_fn each,
                                             void *context);
/* Open ones of the half-year that the run at `now` did not find any more. */
CHECKED struct status oversight__signals_gone(struct oversight *own, const char *village,
                                              int32_t half, int64_t now);
CHECKED struct status oversight__signal_count(struct oversight *own, const char *village,
                                              int32_t state, int64_t *count);

CHECKED struct status oversight__evidence_put(struct oversight *own, const struct id *signal,
                                              uint64_t record);
CHECKED struct status oversight__evidence_drop(struct oversight *own, const struct id *signal);
CHECKED struct status oversight__evidence_list(struct oversight *own, const struct id *signal,
                                               uint64_t list[FINDING_RECORDS_MAX], size_t *count);
struct concerned {
    struct id person;
    int32_t part;
};
CHECKED struct status oversight__person_put(struct oversight *own, const struct id *signal,
                                            const struct concerned *concerned, int64_t number);
CHECKED struct status oversight__person_drop(struct oversight *own, const struct id *signal);
CHECKED struct status oversight__person_list(struct oversight *own, const struct id *signal,
                                             struct concerned list[FINDING_PEOPLE_MAX],
                                             size_t *count);
struct told {
    int32_t answer;
    struct id by;
    int64_t at;
    struct id keeper; /* with whose key the text is sealed */
    uint8_t text[FINDING_SEALED_BYTES];
    size_t text_length;
};
CHECKED struct status oversight__finding_put(struct oversight *own, const struct id *signal,
                                             const struct told *told);
typedef struct status (*told_fn)(void *context, const struct signal *signal,
                                 const struct told *told);
CHECKED struct status oversight__finding_each(struct oversight *own, const struct signal *signal,
                                              told_fn each, void *context);
/* Findings of signals about a person, the newest first, in all villages; `answer` 0: any. */
CHECKED struct status oversight__finding_own(struct oversight *own, const struct id *person,
                                             int32_t answer, told_fn each, void *context);
/* Takes the person out of signals and findings; the counts stay. */
CHECKED struct status oversight__person_erase(struct oversight *own, const struct id *person);

/* ---- random checks: spot.c, oversight_sql_spot.c ---- */

enum { SPOT_PERMILLE = 20, SPOT_MIN = 5, SPOT_MAX = 40 };
enum spot_result { SPOT_WAITS = 0, SPOT_GOOD = 1, SPOT_FAULT = 2, SPOT_UNCLEAR = 3 };
enum spot_means { MEANS_PHOTO = 1, MEANS_ASKED = 2, MEANS_SEEN = 4 };

struct week_draw {
    char village[CODE_MAX + 1];
    int32_t week; /* a Monday */
    uint64_t first;
    uint64_t until;
    struct hash root;
    int64_t candidates;
    int64_t drawn;
    int64_t at;
};
int32_t oversight__monday(int32_t day);
/* How many of so many are checked: SPOT_PERMILLE, but SPOT_MIN at least and SPOT_MAX at most. */
int64_t oversight__spot_count(int64_t candidates);
/* Draws for the week of `today` where that was not done, among the first `records` records. */
CHECKED struct status oversight__draw(struct side *side, const char *code,
                                      const struct village *village, uint64_t records);
/* The village's newest draw before or in a week; `found` says whether there is one. */
CHECKED struct status oversight__draw_get(struct oversight *own, const char *village, int32_t week,
                                          struct week_draw *draw, bool *found);
CHECKED struct status oversight__draw_put(struct oversight *own, const struct week_draw *draw);
typedef struct status (*week_draw_fn)(void *context, const struct week_draw *draw);
CHECKED struct status oversight__draw_page(struct oversight *own, const char *village,
                                           int32_t before, int64_t limit, week_draw_fn each,
                                           void *context);
struct spot {
    char village[CODE_MAX + 1];
    uint64_t record;
    int32_t week;
    struct id person;
    int32_t result;
    int32_t means;
    struct id by;
    int64_t at;
    uint8_t note[NOTE_SEALED_BYTES];
    size_t note_length;
};
CHECKED struct status oversight__spot_put(struct oversight *own, const struct spot *spot);
CHECKED struct status oversight__spot_get(struct oversight *own, struct spot *spot, bool *found);
CHECKED struct status oversight__spot_set(struct oversight *own, const struct spot *spot);
typedef struct status (*spot_fn)(void *context, const struct spot *spot);
/* Newest first, before a record; `waiting`: those not checked alone. */
CHECKED struct status oversight__spot_page(struct oversight *own, const char *village, bool waiting,
                                           uint64_t before, int64_t limit, spot_fn each,
                                           void *context);
CHECKED struct status oversight__spot_own(struct oversight *own, const struct id *person,
                                          spot_fn each, void *context);
struct spot_totals {
    int64_t candidates; /* of all draws */
    int64_t drawn;
    int64_t checked;
    int64_t faults;
};
/* Likewise out of random checks. */
CHECKED struct status oversight__spot_erase(struct oversight *own, const struct id *person);
CHECKED struct status oversight__spot_totals(struct oversight *own, const char *village,
                                             struct spot_totals *totals);

/* ---- who is left out: share.c ---- */

enum share_dimension { SHARE_GROUP = 1, SHARE_AGE = 2 };
enum { SHARES_MAX = 96 };
struct share {
    enum share_dimension dimension;
    char name[4 * NAME_CHARACTERS_MAX + 1]; /* of the villager group; "0-13"; "": the small ones */
    struct group_sum sum;                   /* people registered; points of both half-years */
    int64_t never;                          /* who earned nothing but their welcome */
};
struct shares {
    struct share list[SHARES_MAX];
    size_t count;
};
/* Adds a member with their points; keeps what was added, small groups put together. */
CHECKED struct status oversight__share_add(struct side *side, const struct village *village,
                                           const struct member_row *row, int64_t points,
                                           struct shares *shares);
CHECKED struct status oversight__share_keep(struct side *side, const char *village,
                                            struct shares *shares);
CHECKED struct status oversight__share_put(struct oversight *own, const char *village,
                                           const struct share *share);
CHECKED struct status oversight__share_drop(struct oversight *own, const char *village);
typedef struct status (*share_fn)(void *context, const struct share *share);
CHECKED struct status oversight__share_each(struct oversight *own, const char *village,
                                            share_fn each, void *context);

/* ---- at night: run.c ---- */

void oversight__run_free(struct oversight *own);
bool oversight__run_ask(struct oversight *own); /* false: it is under way already */
bool oversight__run_busy(const struct oversight *own);

/* ---- in words: words.c ---- */

enum { WORDS_SIZE = 600 };
extern const char *const kind_words[];   /* from 1 on, ends with NULL */
extern const char *const state_words[];  /* likewise */
extern const char *const answer_words[]; /* likewise */
extern const char *const part_words[];
extern const char *const result_words[];
const char *oversight__title(int32_t kind);
/* The rule with its limits, for everybody to read. */
const char *oversight__rule(int32_t kind, char out[WORDS_SIZE]);
/* What this signal says. */
void oversight__words(const struct signal *signal, const char *shop, char out[WORDS_SIZE]);

/* ---- handlers' helpers: show.c ---- */

void oversight__int(struct json_object *object, const char *name, int64_t value);
void oversight__text(struct json_object *object, const char *name, const char *value);
void oversight__id_text(const struct id *id, char text[ID_TEXT_SIZE]);
bool oversight__id_parse(const char *text, struct id *id);
/* Adds person, number and name; null where erased. */
CHECKED struct status oversight__person_json(struct side *side, const struct id *person,
                                             struct json_object *object);
/* A record in words: whose, what, when, who vouched. Adds to `people` whom it names. */
CHECKED struct status oversight__record_json(struct call *call, uint64_t record,
                                             struct json_object **out);
/* Whether the caller is the person, or of their household today. */
CHECKED struct status oversight__near(struct call *call, struct side *side, const struct id *person,
                                      bool *near);
/* Proposer, approver and whose it is, of an award's record. */
CHECKED struct status oversight__record_people(struct side *side, uint64_t record,
                                               struct id people[3], size_t *count);

CHECKED struct status oversight__signals(struct call *call); /* handlers */
CHECKED struct status oversight__signal(struct call *call);
CHECKED struct status oversight__take_up(struct call *call);
CHECKED struct status oversight__answer(struct call *call);
CHECKED struct status oversight__my_findings(struct call *call);
CHECKED struct status oversight__spots(struct call *call);
CHECKED struct status oversight__spot(struct call *call);
CHECKED struct status oversight__spot_note(struct call *call);
CHECKED struct status oversight__draws(struct call *call);
CHECKED struct status oversight__rules(struct call *call);
CHECKED struct status oversight__totals(struct call *call);
CHECKED struct status oversight__groups(struct call *call);
CHECKED struct status oversight__run_post(struct call *call);
CHECKED struct status oversight__run_status(struct call *call);
