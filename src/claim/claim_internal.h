/* claim_internal.h - what the files of this room share. */
#pragma once

#include <json-c/json.h>

#include "base/text.h"
#include "claim/claim.h"
#include "evidence/evidence.h"

enum {
    CLAIM_TEXT_MAX = 500, /* characters of what somebody writes */
    CLAIM_SEALED_BYTES = 4 * CLAIM_TEXT_MAX + SEAL_OVERHEAD_BYTES,
    CLAIM_OPEN_MAX = 10, /* of one person, not decided yet */
    CLAIM_PHOTOS_MAX = 6,
    CLAIM_DAYS_MAX = 366, /* how long ago it may have been */
};

/* As it is stored; what the books say of its award comes first: claim__judge(). */
enum claim_state {
    CLAIM_FILED = 1,
    CLAIM_EXAMINED = 2, /* one official put it forward, another decides */
    CLAIM_TURNED_DOWN = 3,
    CLAIM_WITHDRAWN = 4,
    CLAIM_AWARDED = 5,
    CLAIM_APPEALED = 6, /* turned down, and the town is asked */
};

struct claim {
    struct id id;
    char village[CODE_MAX + 1];
    int64_t number; /* 1, 2, 3 ... in the village: to be spoken and written on paper */
    struct id person;
    struct id filed_by;
    char rule[CODE_MAX + 1];
    int32_t day; /* on which it was done */
    enum claim_state state;
    bool ready; /* has the photo that its rule asks for */
    int64_t filed_at;
    int64_t changed_at;
    uint8_t text[CLAIM_SEALED_BYTES]; /* sealed with the person's key */
    size_t text_length;
    int64_t grade;      /* of a grade rule, once examined; else 0 */
    struct id examiner; /* zero: nobody yet */
    int64_t round;      /* 0; one more each time it is looked at anew */
    int64_t panels;     /* drawn so far; the last one counts */
    /* Not stored: by the books. */
    bool by_panel;         /* its rule asks for a review panel */
    bool graded;           /* its rule gives points by grade */
    uint64_t panel_record; /* of the draw, where panels > 0 */
    int32_t panel_day;
    bool seated;     /* somebody sits on it */
    uint64_t record; /* of its award, where the state is CLAIM_AWARDED */
    bool on_notice;  /* the award waits */
    bool taken_back; /* the award does not stand any more */
};

/* What was done to a claim; the numbers are stored. */
enum claim_act {
    CLAIM_ACT_FILED = 1,
    CLAIM_ACT_WITHDRAWN = 2,
    CLAIM_ACT_EXAMINED = 3,
    CLAIM_ACT_TURNED_DOWN = 4,
    CLAIM_ACT_APPROVED = 5,
    CLAIM_ACT_DRAWN = 6,
    CLAIM_ACT_VOTED_YES = 7,
    CLAIM_ACT_VOTED_NO = 8,
    CLAIM_ACT_STOOD_BACK = 9,
    CLAIM_ACT_AGAIN = 10, /* the claimant asks for others */
    CLAIM_ACT_APPEALED = 11,
    CLAIM_ACT_APPEAL_REFUSED = 12,
    CLAIM_ACT_REOPENED = 13, /* the town has it looked at anew */
};
struct claim_step {
    int64_t number; /* 0: the next */
    int64_t at;
    struct id by;
    enum claim_act what;
    uint8_t word[CLAIM_SEALED_BYTES]; /* sealed with the claimant's key */
    size_t word_length;               /* 0: none */
};

struct claim_photo {
    struct id claim;
    struct id id;     /* the content's hash, cut */
    struct hash name; /* of the file */
    struct photo_info info;
    int64_t bytes;
    uint8_t sealed[SEAL_KEY_BYTES + SEAL_OVERHEAD_BYTES]; /* its key */
    struct id by;
    int64_t at;
};

enum seat_state { SEAT_DRAWN = 1, SEAT_YES = 2, SEAT_NO = 3, SEAT_BACK = 4 };
struct claim_seat {
    int64_t panel;
    int64_t seat;
    struct id person;
    enum seat_state state;
    int64_t grade;
};

/* One side's prepared statements. */
struct claims {
    struct store *store; /* people.db, borrowed */
    struct {
        struct store_stmt *put, *get, *change, *next_number, *open_count, *alike, *queue, *own;
        struct store_stmt *step_put, *step_each;
        struct store_stmt *photo_put, *photo_get, *photo_drop, *photo_each, *photo_elsewhere;
        struct store_stmt *seat_put, *seat_each, *seats_drop, *duties;
        struct store_stmt *objection_put, *objection_get, *objection_of, *objection_open;
        struct store_stmt *objection_own, *objections_drop, *open_each;
        struct store_stmt *reversal_put, *reversal_get, *reversal_waits, *reversal_open;
        struct store_stmt *reversal_own, *reversals_drop, *appealed;
        struct store_stmt *drop[14];
    } sql;
    struct drawer *drawer; /* claim_daily.c; of the loop's side */
};
static inline struct claims *claims_of(const struct side *side)
{
    return side_state(side, &claim_room);
}

/* ---- claim.c: what a claim is, who may do what, what it is told as ---- */

/* Whether points under this rule are asked for by a claim: not for what is checked in to or
 * scanned, not what the system gives, not the points of welcome. */
bool claim__rule_open(const struct rule *rule);
/* The rule of today. Refuses: RULE_UNKNOWN, CLAIM_RULE. */
CHECKED struct status claim__rule(struct side *side, const struct village *village,
                                  const char *code, struct rule *rule);
/* Its event id in the books. */
void claim__award_id(const struct side *side, const struct claim *claim, struct id *event);
/* Sets what the books say: a claim is awarded when they hold its award, and not before. */
CHECKED struct status claim__judge(struct side *side, struct claim *claim);
/* The claim of the path, judged. Refuses: CLAIM_UNKNOWN (of another village, too). */
CHECKED struct status claim__find(const struct call *call, struct side *side, struct claim *claim);
/* Whether two people are one, of one household, or tied by a power: such people do not decide. */
CHECKED struct status claim__related(const struct call *call, struct side *side,
                                     const struct id *one, const struct id *other, bool *related);
/* Refuses: CLAIM_RELATED where the caller is the claimant, who filed it, or related. */
CHECKED struct status claim__unrelated(const struct call *call, struct side *side,
                                       const struct claim *claim);
/* Nobody decides twice about the same claim. Refuses: CLAIM_SAME. */
CHECKED struct status claim__other(const struct call *call, struct side *side,
                                   const struct claim *claim);
/* Who acts for the claimant: they, the social worker who filed it, or who has the power. Refuses:
 * CLAIM_UNKNOWN, so that nobody learns whether there is such a claim. `power`: enum tie_power. */
CHECKED struct status claim__own(const struct call *call, struct side *side,
                                 const struct claim *claim, int power);
bool claim__is(const struct call *call, const struct id *person);
/* Books its award on the day of the decision, by which its caps count; the day of the deed stands
 * in the claim alone. Two put it forward and approve it. `panel` NULL: no panel judged it. */
CHECKED struct status claim__award_try(struct call *call, struct side *side,
                                       const struct claim *claim, const struct id *proposer,
                                       const struct id *approver, const struct id *panel);
/* Writes a step; `word` may be NULL. */
CHECKED struct status claim__step(const struct call *call, struct side *side,
                                  const struct claim *claim, enum claim_act what, const char *word);
/* Tells the claimant; `text`: enum notify_text, its %1 the rule's name, its %2 the points. */
CHECKED struct status claim__tell(struct side *side, const struct claim *claim, int text,
                                  int64_t points);
/* That it was approved, and whether it waits; after claim__award_try(). */
CHECKED struct status claim__tell_awarded(const struct call *call, struct side *side,
                                          const struct claim *claim);
CHECKED struct status claim__tell_to(struct side *side, const struct claim *claim,
                                     const struct id *person, int text, int64_t points);
/* The rule's name in the reader's language; malloc'ed, NULL where there is none. */
CHECKED struct status claim__rule_name(struct side *side, const struct claim *claim, char **name);

/* ---- claim_panel.c: three reviewers, drawn from the log's root ---- */

enum { PANEL_DAYS = 14 }; /* after which another panel may be drawn */

/* The id under which the books know a panel of the claim. */
void claim__panel_id(const struct side *side, const struct claim *claim, int64_t panel,
                     struct id *id);
/* Draws the next panel, writes it down and tells its members. Whoever has a tie with the claimant
 * or stood back is excused. Refuses: PANEL_SHORT (having written nothing), those of PanelDraw. */
CHECKED struct status claim__draw(struct call *call, struct side *side, struct claim *claim);
/* The same where it is due, as soon as a claim is ready; too few reviewers is no refusal then. */
CHECKED struct status claim__draw_due(struct call *call, struct side *side, struct claim *claim);
/* The next panel where nobody was drawn yet, somebody stood back, or, with `late`, has not voted
 * for PANEL_DAYS. Refuses: CLAIM_STATE where none of that is so, those of claim__draw(). */
CHECKED struct status claim__draw_next(struct call *call, struct side *side, struct claim *claim,
                                       bool late);
CHECKED struct status claim__draw_wanted(struct side *side, const struct claim *claim,
                                         bool *wanted);
void claim__drawer_free(struct claims *own);
/* The seats of the panel that counts. */
CHECKED struct status claim__seats(struct side *side, const struct claim *claim,
                                   struct claim_seat seats[PANEL_MEMBERS], size_t *count);

CHECKED struct status claim__seats_look(struct side *side, struct claim *claim);

/* ---- claim_show.c ---- */

/* Adds what every list shows of a claim. */
CHECKED struct status claim__fill(struct call *call, const struct claim *claim,
                                  struct json_object *object);
CHECKED struct status claim__unseal(struct side *side, const struct id *person, const char *purpose,
                                    const uint8_t *sealed, size_t length,
                                    char text[CLAIM_SEALED_BYTES + 1]);
#define CLAIM_TEXT_PURPOSE "claim-text"
#define CLAIM_STEP_PURPOSE "claim-step"
#define CLAIM_PHOTO_PURPOSE "claim-photo"
/* As `then`, with a struct claim as the call's state: the whole claim, with 200 or 201. */
CHECKED struct status claim__answer(struct call *call);
CHECKED struct status claim__answer_new(struct call *call);
/* Officials, and who acts for the claimant. Refuses: CLAIM_UNKNOWN. */
CHECKED struct status claim__may_look(const struct call *call, struct side *side,
                                      const struct claim *claim);
/* Whoever reads a person's words is written down for that person. */
CHECKED struct status claim__look_note(const struct call *call, struct side *side,
                                       const struct claim *claim);
extern const char *const claim_state_words[];
extern const char *const claim_act_words[];
extern const char *const claim_seat_words[];
struct json_object *claim__photo_json(const struct claim_photo *photo,
                                      const struct village *village);

/* ---- SQL ---- */

CHECKED struct status claim__put(struct claims *own, struct claim *claim); /* gives the number */
CHECKED struct status claim__change(struct claims *own, const struct claim *claim);
CHECKED struct status claim__get(struct claims *own, const struct id *id, bool *found,
                                 struct claim *claim);
CHECKED struct status claim__open_count(struct claims *own, const struct id *person,
                                        int64_t *count);
/* One under the same rule for the same day that waits or was awarded. */
CHECKED struct status claim__alike(struct claims *own, const struct claim *claim, bool *found);
typedef struct status (*claim_each_fn)(void *context, const struct claim *claim);
/* Those that wait and are ready, by number, after one; also those that were awarded since an
 * instant: a crash may have kept an award out of the books. */
struct claim_query {
    const char *village;
    int64_t after;
    int64_t since;
    size_t limit;
};
CHECKED struct status claim__queue_each(struct claims *own, const struct claim_query *query,
                                        claim_each_fn each, void *context);
/* Those about which the town is asked, by number, at most 200. */
CHECKED struct status claim__appealed_each(struct claims *own, const char *village,
                                           claim_each_fn each, void *context);
/* Of a person, newest first; `village` NULL: in all. */
CHECKED struct status claim__own_each(struct claims *own, const struct id *person,
                                      const char *village, int64_t limit, claim_each_fn each,
                                      void *context);
CHECKED struct status claim__step_put(struct claims *own, const struct id *claim,
                                      const struct claim_step *step);
typedef struct status (*claim_step_fn)(void *context, const struct claim_step *step);
CHECKED struct status claim__step_each(struct claims *own, const struct id *claim,
                                       claim_step_fn each, void *context);
CHECKED struct status claim__photo_put(struct claims *own, const struct claim_photo *photo);
CHECKED struct status claim__photo_get(struct claims *own, const struct id *claim,
                                       const struct id *id, bool *found, struct claim_photo *photo);
CHECKED struct status claim__photo_drop(struct claims *own, const struct id *claim,
                                        const struct id *id);
typedef struct status (*claim_photo_fn)(void *context, const struct claim_photo *photo);
CHECKED struct status claim__photo_each(struct claims *own, const struct id *claim,
                                        claim_photo_fn each, void *context);
/* How many other claims of the village show the same picture. */
CHECKED struct status claim__photo_elsewhere(struct claims *own, const struct claim_photo *photo,
                                             const char *village, int64_t *count);
/* Puts a seat down, or changes it. */
CHECKED struct status claim__seat_put(struct claims *own, const struct id *claim,
                                      const struct claim_seat *seat);
/* Of one panel from one on; 1: of all. In order of panel and seat. */
typedef struct status (*claim_seat_fn)(void *context, const struct claim_seat *seat);
CHECKED struct status claim__seat_each(struct claims *own, const struct id *claim, int64_t from,
                                       claim_seat_fn each, void *context);
/* Of one panel from one on: what a crash left of a draw. */
CHECKED struct status claim__seats_drop(struct claims *own, const struct id *claim, int64_t from);
/* Claims of the village that wait for the vote of a person. */
CHECKED struct status claim__duty_each(struct claims *own, const char *village,
                                       const struct id *person, claim_each_fn each, void *context);
/* Rows about the person: their claims, with steps, photos and seats; and their id in the rows
 * about others. What waits for them goes on without them: a claim that they examined is
 * examined anew, a seat in a panel that has not decided is free, a reversal they proposed goes. */
CHECKED struct status claim__person_drop(struct claims *own, const struct id *person);

/* ---- handlers ---- */

#define WHO_REVIEWS (WHO_SOCIAL_WORKER | WHO_REVIEWER | WHO_OVERSIGHT)
#define WHO_EXAMINES (WHO_REVIEWS | WHO_CADRE)
#define WHO_LOOKS (WHO_EXAMINES | WHO_TOWN | WHO_AUDITOR)

#define CLAIM_HANDLER(name) CHECKED struct status claim__##name(struct call *call)
CLAIM_HANDLER(rules);
CLAIM_HANDLER(file);
CLAIM_HANDLER(withdraw);
CLAIM_HANDLER(own_list);
CLAIM_HANDLER(show);
CLAIM_HANDLER(photo_add);
CLAIM_HANDLER(photo);
CLAIM_HANDLER(photo_take_back);
CLAIM_HANDLER(queue);
CLAIM_HANDLER(examine);
CLAIM_HANDLER(approve);
CLAIM_HANDLER(turn_down);
CLAIM_HANDLER(duties);
CLAIM_HANDLER(vote);
CLAIM_HANDLER(stand_back);
CLAIM_HANDLER(draw_again);
CLAIM_HANDLER(notices);
CLAIM_HANDLER(object);
CLAIM_HANDLER(appeal);
CLAIM_HANDLER(decide);
CLAIM_HANDLER(hearings);
CLAIM_HANDLER(own_objections);
CLAIM_HANDLER(again);
CLAIM_HANDLER(refusal_appeal);
CLAIM_HANDLER(refusal_decide);
CLAIM_HANDLER(refusals);
CLAIM_HANDLER(reversals);
CLAIM_HANDLER(own_reversals);
CLAIM_HANDLER(reversal_propose);
CLAIM_HANDLER(reversal_answer);
CLAIM_HANDLER(reversal_decide);
