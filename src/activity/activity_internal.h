/* activity_internal.h - what the files of this room share. */
#pragma once

#include <json-c/json.h>

#include "activity/activity.h"
#include "evidence/evidence.h"

enum {
    TITLE_MAX = 60, /* characters */
    PLACE_MAX = 60,
    NOTE_MAX = 500,
    WORD_MAX = 500, /* a reason, a report */
    CHARACTER_BYTES = 4,
    CAPACITY_MAX = 1000,
    SIGNUP_WAITING_MAX = 1000,
    TRIALS_MAX = 8,
    OWN_LIST_MAX = 200,       /* of a person's own sign-ups and stays that a page shows */
    CHECKIN_EARLY = 3600,     /* seconds before the start */
    CHECKOUT_LATE = 3 * 3600, /* seconds after the end */
};

/* A plan's state as it is stored. What the books say comes first: plan__judge(). */
enum plan_state {
    PLAN_PROPOSED = 1,
    PLAN_PUBLISHED = 2,
    PLAN_REFUSED = 3,
    PLAN_CANCELLED = 4,
    PLAN_REPORTED = 5, /* closed out by the leader, waits for approval */
    PLAN_SETTLED = 6,  /* every stay is decided */
};

struct plan {
    struct id id;
    char village[CODE_MAX + 1];
    char code[CODE_MAX + 1];
    enum plan_state state;
    char rule[CODE_MAX + 1];
    char title[TITLE_MAX * CHARACTER_BYTES + 1];
    char place[PLACE_MAX * CHARACTER_BYTES + 1];
    char note[NOTE_MAX * CHARACTER_BYTES + 1];
    int64_t starts_at;
    int64_t ends_at;
    int64_t signup_until;
    int64_t capacity;
    struct id leader;
    struct id proposer;
    int64_t created_at;
    int64_t changed_at;
    char word[WORD_MAX * CHARACTER_BYTES + 1];
};

enum signup_state { SIGNUP_NONE = 0, SIGNUP_GOING = 1, SIGNUP_WAITING = 2, SIGNUP_CANCELLED = 3 };

struct signup {
    struct id person;
    enum signup_state state;
    int64_t number;
};

enum stay_way {
    WAY_NONE = 0,
    WAY_CODE = 1,   /* the rotating code, by the person's own phone */
    WAY_CARD = 2,   /* the card, scanned by the leader */
    WAY_PAPER = 3,  /* the printed list */
    WAY_HAND = 4,   /* the leader's word */
    WAY_DEVICE = 5, /* an enrolled device, off line */
};

enum stay_state { STAY_NOTED = 1, STAY_REJECTED = 2 };

enum stay_flag {
    FLAG_HAND = 1,      /* noted by hand */
    FLAG_CORRECTED = 2, /* times were changed */
    FLAG_NO_SIGNUP = 4, /* came without having signed up */
    FLAG_SKEW = 8,      /* the device's clock was off */
    FLAG_OFFLINE = 16,
    FLAG_MINOR = 32, /* under 14: shown to nobody */
};

enum stay_act {
    ACT_NOTED = 1,
    ACT_CORRECTED = 2,
    ACT_REJECTED = 3,
    ACT_RESTORED = 4,
    ACT_VOUCHED = 5,
};
#define TRACE_PURPOSE "stay-trace" /* of sealing its reason */

struct stay {
    struct id id;
    struct id plan;
    struct id person;
    enum stay_state state;
    int64_t in_at;
    enum stay_way in_way;
    int64_t out_at;
    enum stay_way out_way;
    int64_t fixed_in;
    int64_t fixed_out;
    unsigned flags;
    struct id voucher; /* who proposes the award where the leader cannot */
    bool vouched;
    struct id corrector; /* who changed the times last; zero: nobody */
};

/* The times that count. */
static inline int64_t stay_in(const struct stay *stay)
{
    return stay->fixed_in != 0 ? stay->fixed_in : stay->in_at;
}
static inline int64_t stay_out(const struct stay *stay)
{
    return stay->fixed_out != 0 ? stay->fixed_out : stay->out_at;
}

/* Wrong codes that somebody sent in the last minutes; of the desk's thread, lost by a restart. */
enum { GUESS_SLOTS = 1024, GUESSES_MAX = 10, GUESS_SECONDS = 600 };
struct guesses {
    struct id person;
    int64_t since;
    unsigned wrong;
};

/* Of a plan what an approval needs: many of one activity's stays are approved one after another. */
struct plan_brief {
    struct id id;
    char village[CODE_MAX + 1];
    char code[CODE_MAX + 1];
    char rule[CODE_MAX + 1];
    enum plan_state state; /* as stored; 0: the slot is empty */
    struct id leader;
    int64_t created_at;
};
enum { BRIEF_SLOTS = 64 };

/* One side's prepared statements. */
struct trial;
struct activities {
    struct side *side;
    struct trial *trials[TRIALS_MAX]; /* of the reading side; see trial.c */
    struct store *store;              /* people.db, borrowed */
    struct guesses guesses[GUESS_SLOTS];
    struct plan_brief briefs[BRIEF_SLOTS]; /* by id; emptied by activity__plan_put() */
    struct {
        struct store_stmt *plan_put, *plan_get, *plan_find, *plan_list, *plan_state;
        struct store_stmt *signup_get, *signup_put, *signup_counts, *signup_next, *signup_list;
        struct store_stmt *signup_own, *signup_row;
        struct store_stmt *stay_get, *stay_find, *stay_put, *stay_list, *stay_own;
        struct store_stmt *photo_get, *photo_put, *photo_drop, *photo_list;
        struct store_stmt *bundle_get, *bundle_put;
        struct store_stmt *item_get, *item_put;
        struct store_stmt *draft_get, *draft_put, *draft_drop, *draft_list;
        struct store_stmt *person_drop[4];
        struct store_stmt *trace_put, *trace_last, *trace_list;
    } sql;
};
static inline struct activities *activities_of(struct side *side)
{
    return side_state(side, &activity_room);
}

/* ---- plan.c ---- */

/* The public code that a plan gets; `attempt` where another has it already. */
void plan__code(const struct id *id, unsigned attempt, char code[CODE_MAX + 1]);
/* The plan with this code; what the books say of it decides its state. Refuses ACTIVITY_UNKNOWN. */
CHECKED struct status plan__find(struct side *side, const char *village, const char *code,
                                 struct plan *plan);
CHECKED struct status plan__judge(struct side *side, struct plan *plan);
/* The village's offset from UTC, for showing instants. */
struct json_object *plan__json(struct side *side, const struct village *village,
                               const struct plan *plan);
void plan__text(char *field, size_t size, const char *text);
/* Takes over what the request's body has of a plan's fields. */
void plan__fill(const struct call *call, struct plan *plan);
/* Where a list of plans goes on. Refuses: CURSOR_WRONG. */
CHECKED struct status plan__cursor(const char *after, int64_t *start, const char **code);
/* Whether it could be held so: times, rule, leader. Refuses: ACTIVITY_TIMES, RULE_UNKNOWN,
 * ACTIVITY_RULE, PERSON_UNKNOWN, each with the field. */
CHECKED struct status plan__check(struct call *call, struct side *side, const struct plan *plan);
/* Stays that are neither approved nor turned down. */
CHECKED struct status plan__undecided(struct side *side, const struct plan *plan, int64_t *count);
/* Whether the caller leads it, or is an official who may stand in. */
bool plan__leads(const struct call *call, const struct plan *plan);
CHECKED struct status plan__name(struct side *side, const struct id *person,
                                 struct json_object **name);

/* ---- rules: rule_words.c, http_rule.c, http_draft.c ---- */

enum { MEETING_MAX = 60, RULE_WORDS_SIZE = 1024, TRIAL_DAYS_MAX = 366 };

struct rule_draft {
    struct id id;
    char village[CODE_MAX + 1]; /* where it was written */
    struct rule rule;           /* without ids and version */
    char name_zh[NAME_CHARACTERS_MAX * CHARACTER_BYTES + 1];
    char name_en[NAME_CHARACTERS_MAX * CHARACTER_BYTES + 1];
    char category[CODE_MAX + 1];
    struct id author;
    int64_t changed_at;
    char meeting[MEETING_MAX * CHARACTER_BYTES + 1]; /* that adopted it; "": none yet */
    int32_t met_on;
};

extern const char *const rule_unit_words[], *const rule_scope_words[];
extern const char *const rule_evidence_words[], *const rule_approver_words[];
void rule__words(const struct rule *rule, enum lang lang, char text[RULE_WORDS_SIZE]);
struct json_object *rule__json(const struct rule *rule);
struct json_object *draft__json(const struct rule_draft *draft);
/* The draft of the path. Refuses: DRAFT_UNKNOWN (of another village, too). */
CHECKED struct status draft__find(const struct call *call, struct side *side,
                                  struct rule_draft *draft);

CHECKED struct status activity__draft_get(struct activities *own, const struct id *id, bool *found,
                                          struct rule_draft *draft);
CHECKED struct status activity__draft_put(struct activities *own, const struct rule_draft *draft);
CHECKED struct status activity__draft_drop(struct activities *own, const struct id *id);
typedef struct status (*draft_each_fn)(void *context, const struct rule_draft *draft);
CHECKED struct status activity__draft_list(struct activities *own, const char *village,
                                           draft_each_fn each, void *context);

/* ---- http_signup.c ---- */

/* Lets the first of the waiting list have the places that are free, while sign-up goes on. */
CHECKED struct status signup__move_up(struct side *side, const struct plan *plan);

/* Who the request is about: the caller, or the `person` of its query, for whom the caller may act.
 * `power`: enum tie_power of residents.h. Refuses: POWER_MISSING. */
CHECKED struct status own__person(const struct call *call, struct side *side, int power,
                                  struct id *person);

/* ---- row.c: the codes of the rows of a printed list ---- */

enum { ROW_CODE_SIZE = 8 };
/* The row's number and a letter that a slip of the pen breaks. */
void row__code(struct side *side, const struct plan *plan, int64_t number,
               char code[ROW_CODE_SIZE]);
CHECKED bool row__number(struct side *side, const struct plan *plan, const char *code,
                         int64_t *number);

/* ---- stay.c ---- */

void stay__id(struct side *side, const struct id *plan, const struct id *person, struct id *id);
/* The event id of its award (whose day is the local day of check-in, not that of the approval: caps
 * count by it): the first bytes follow the plan's making, as a UUIDv7 does, so that
 * the ids of one activity lie together. */
void stay__award_id(struct side *side, int64_t plan_created_at, const struct id *stay,
                    struct id *id);
/* Whether the books hold its award, and as which record. */
CHECKED struct status stay__awarded(struct side *side, const struct plan *plan,
                                    const struct id *stay, bool *awarded, uint64_t *record);
/* The person's stay; a new one, not stored, where there is none. */
CHECKED struct status stay__of(struct side *side, const struct plan *plan, const struct id *person,
                               struct stay *stay);
/* The resident with this number, as it stands on their card. Refuses: PERSON_UNKNOWN. */
CHECKED struct status person__named(const struct call *call, struct side *side, const char *number,
                                    struct id *person);
/* The stay of somebody who comes now. Refuses: those of identity_holder(), GUARDIAN_MISSING. */
CHECKED struct status stay__begin(const struct call *call, struct side *side,
                                  const struct plan *plan, const struct id *person,
                                  struct stay *stay);
/* Refuses, where that is wanted: SIGNUP_FULL. */
CHECKED struct status stay__place_take(struct side *side, const struct plan *plan,
                                       struct stay *stay, bool full_is_refused);
/* Takes a check-in or check-out: the earliest and the latest count, so that the order of arrival
 * and repetitions change nothing. */
void stay__note(struct stay *stay, bool out, int64_t at, enum stay_way way);
/* Stores it with a trace. Refuses: STAY_AWARDED. */
CHECKED struct status stay__keep(struct side *side, const struct plan *plan,
                                 const struct stay *stay);
CHECKED struct status stay__trace(struct side *side, const struct stay *stay, const struct id *by,
                                  enum stay_act what, int64_t in_at, int64_t out_at,
                                  const char *reason);
/* Whether somebody may check in or out at that time. Refuses: CHECKIN_TIME. */
CHECKED struct status stay__time_judge(const struct plan *plan, int64_t at, bool out);
/* The stay of the path, with its plan. Refuses: STAY_UNKNOWN (of another village, too). */
CHECKED struct status stay__find(const struct call *call, struct side *side, struct plan *plan,
                                 struct stay *stay);
/* Seconds within the activity's window. */
int64_t stay__overlap(const struct plan *plan, const struct stay *stay);
struct stay_view {
    struct side *side;
    const struct village *village;
    const struct plan *plan;
    bool names;
};
CHECKED struct status stay__json(const struct stay_view *view, const struct stay *stay,
                                 struct json_object **out);

/* ---- http_approve.c ---- */

/* What the record that exists already was answered. */
CHECKED struct status answer__first(struct side *side, uint64_t record,
                                    struct journal_answer *answer);
/* One of many: code and title of its refusal, or its receipt. */
struct json_object *answer__one(const struct journal_answer *answer);

/* ---- code.c: the rotating code ---- */

enum { CODE_STEP_SECONDS = 30, CODE_DIGITS_SIZE = 8, CODE_SECRET_BYTES = 32 };
void code__secret(struct side *side, const struct plan *plan, uint8_t secret[CODE_SECRET_BYTES]);
void code__digits(const uint8_t secret[CODE_SECRET_BYTES], int64_t step,
                  char digits[CODE_DIGITS_SIZE]);
/* Whether these are the digits of now or of the step before. */
bool code__good(const uint8_t secret[CODE_SECRET_BYTES], int64_t now, const char *digits);

bool code__may_guess(struct activities *own, const struct id *person, int64_t now);
void code__guessed_wrong(struct activities *own, const struct id *person, int64_t now);

/* ---- SQL ---- */

CHECKED struct status activity__plan_put(struct activities *own, const struct plan *plan);
CHECKED struct status activity__plan_get(struct activities *own, const struct id *id, bool *found,
                                         struct plan *plan);
/* `state` 0: there is no such plan. Only where no private row was written: what is taken back must
 * not stay in the memory. */
CHECKED struct status activity__plan_brief(struct activities *own, const struct id *id,
                                           struct plan_brief *brief);
CHECKED struct status activity__plan_find(struct activities *own, const char *village,
                                          const char *code, bool *found, struct plan *plan);
typedef struct status (*plan_each_fn)(void *context, const struct plan *plan);
/* In a state, ending at `from` or later, by start and code, after a place in that order. */
CHECKED struct status activity__plan_list(struct activities *own, const char *village,
                                          enum plan_state state, int64_t from, int64_t after_start,
                                          const char *after_code, size_t limit, plan_each_fn each,
                                          void *context);

CHECKED struct status activity__signup_get(struct activities *own, const struct id *plan,
                                           const struct id *person, struct signup *signup);
CHECKED struct status activity__signup_put(struct activities *own, const struct id *plan,
                                           const struct signup *signup, int64_t now);
struct signup_counts {
    int64_t going;
    int64_t waiting;
    int64_t last; /* the highest number */
};
CHECKED struct status activity__signup_counts(struct activities *own, const struct id *plan,
                                              struct signup_counts *counts);
/* The first of the waiting list; `state` is SIGNUP_NONE where nobody waits. */
CHECKED struct status activity__signup_next(struct activities *own, const struct id *plan,
                                            struct signup *signup);
typedef struct status (*signup_each_fn)(void *context, const struct signup *signup);
CHECKED struct status activity__signup_list(struct activities *own, const struct id *plan,
                                            signup_each_fn each, void *context);
/* By its number in the list; SIGNUP_NONE where there is none. */
CHECKED struct status activity__signup_row(struct activities *own, const struct id *plan,
                                           int64_t number, struct signup *signup);
typedef struct status (*signup_own_fn)(void *context, const struct id *plan,
                                       enum signup_state state);
/* The newest first. */
CHECKED struct status activity__signup_own(struct activities *own, const struct id *person,
                                           int64_t limit, signup_own_fn each, void *context);

CHECKED struct status activity__stay_get(struct activities *own, const struct id *id, bool *found,
                                         struct stay *stay);
CHECKED struct status activity__stay_put(struct activities *own, const struct stay *stay);
typedef struct status (*stay_each_fn)(void *context, const struct stay *stay);
CHECKED struct status activity__stay_own(struct activities *own, const struct id *person,
                                         int64_t limit, stay_each_fn each, void *context);
/* Sign-ups and stays of a person, in every village. */
CHECKED struct status activity__person_drop(struct activities *own, const struct id *person);
CHECKED struct status activity__stay_list(struct activities *own, const struct id *plan,
                                          stay_each_fn each, void *context);
struct trace {
    int64_t number;
    int64_t at;
    struct id by;
    enum stay_act what;
    int64_t in_at;
    int64_t out_at;
    uint8_t sealed[WORD_MAX * CHARACTER_BYTES + SEAL_OVERHEAD_BYTES];
    size_t sealed_length;
};
/* `number` 0: the next. */
CHECKED struct status activity__trace_put(struct activities *own, const struct id *stay,
                                          const struct trace *trace);
typedef struct status (*trace_each_fn)(void *context, const struct trace *trace);
CHECKED struct status activity__trace_list(struct activities *own, const struct id *stay,
                                           trace_each_fn each, void *context);

struct photo {
    struct id plan;
    struct id id;     /* the content's hash, cut */
    struct hash name; /* of the file */
    struct photo_info info;
    int64_t bytes;
    uint8_t sealed[SEAL_KEY_BYTES + SEAL_OVERHEAD_BYTES]; /* its key */
    struct id by;
    int64_t at;
};
CHECKED struct status activity__photo_get(struct activities *own, const struct id *plan,
                                          const struct id *id, bool *found, struct photo *photo);
CHECKED struct status activity__photo_put(struct activities *own, const struct photo *photo);
CHECKED struct status activity__photo_drop(struct activities *own, const struct id *plan,
                                           const struct id *id);
typedef struct status (*photo_each_fn)(void *context, const struct photo *photo);
CHECKED struct status activity__photo_list(struct activities *own, const struct id *plan,
                                           photo_each_fn each, void *context);
CHECKED struct status plan__photos(struct side *side, const struct plan *plan, int64_t *count);

/* ---- handlers ---- */

#define WHO_OFFICIAL (WHO_CADRE | WHO_SOCIAL_WORKER)
#define WHO_APPROVER (WHO_SOCIAL_WORKER | WHO_REVIEWER | WHO_OVERSIGHT)

#define ACTIVITY_HANDLER(name) CHECKED struct status activity__##name(struct call *call)
ACTIVITY_HANDLER(list);
ACTIVITY_HANDLER(show);
ACTIVITY_HANDLER(propose);
ACTIVITY_HANDLER(publish);
ACTIVITY_HANDLER(code);
ACTIVITY_HANDLER(check_in);
ACTIVITY_HANDLER(check_out);
ACTIVITY_HANDLER(hand);
ACTIVITY_HANDLER(stays);
ACTIVITY_HANDLER(report);
ACTIVITY_HANDLER(approve);
ACTIVITY_HANDLER(approve_many);
ACTIVITY_HANDLER(sign_up);
ACTIVITY_HANDLER(sign_off);
ACTIVITY_HANDLER(people);
ACTIVITY_HANDLER(own_signups);
ACTIVITY_HANDLER(edit);
ACTIVITY_HANDLER(refuse);
ACTIVITY_HANDLER(cancel);
ACTIVITY_HANDLER(close);
ACTIVITY_HANDLER(correct);
ACTIVITY_HANDLER(reject);
ACTIVITY_HANDLER(restore);
ACTIVITY_HANDLER(vouch);
ACTIVITY_HANDLER(stay_show);
ACTIVITY_HANDLER(own_stays);
ACTIVITY_HANDLER(queue);
ACTIVITY_HANDLER(unfunded);
ACTIVITY_HANDLER(fund);
ACTIVITY_HANDLER(photo_add);
ACTIVITY_HANDLER(photos);
ACTIVITY_HANDLER(photo);
ACTIVITY_HANDLER(photo_drop_it);
ACTIVITY_HANDLER(sheet);
ACTIVITY_HANDLER(rows);
ACTIVITY_HANDLER(card);
ACTIVITY_HANDLER(bundle);
ACTIVITY_HANDLER(batch);
ACTIVITY_HANDLER(rules);
ACTIVITY_HANDLER(rule);
ACTIVITY_HANDLER(drafts);
ACTIVITY_HANDLER(draft_make);
ACTIVITY_HANDLER(draft_change);
ACTIVITY_HANDLER(draft_drop_it);
ACTIVITY_HANDLER(draft_show);
ACTIVITY_HANDLER(draft_adopt);
ACTIVITY_HANDLER(draft_adopt_town);
ACTIVITY_HANDLER(trial_start);
ACTIVITY_HANDLER(trial);
