/* residents_internal.h - what the files of this room share. */
#pragma once

#include <json-c/json.h>

#include "base/arena.h"
#include "base/day.h"
#include "residents/residents.h"

enum { ROSTERS_MAX = 16 };

/* ---- the roster of a village, kept as long as it is so: residents_roster.c ---- */

struct roster_person {
    struct id id;
    const char *number;
    const char *name;
    const char *phone; /* "" where none */
    int32_t birth_day;
    bool has_birth;
};

struct roster_household {
    int64_t row; /* as in member.household */
    struct id id;
    const char *number;
    const char *group;
    const char *address;
};

struct roster {
    char village[CODE_MAX + 1];
    int64_t changes;
    uint64_t used; /* the larger, the later */
    struct arena arena;
    struct roster_person *people; /* by number */
    size_t count;
    struct roster_household *households; /* by row */
    size_t household_count;
};

/* Roster files that were handed in and wait: residents_import.c. */
enum { ROSTER_FILES = 2, STAGED_MAX = 4 };
struct staged {
    char village[CODE_MAX + 1]; /* "": free */
    uint8_t *bytes[ROSTER_FILES];
    size_t lengths[ROSTER_FILES];
    struct id by;
    int64_t at; /* real time */
};
void residents__staged_free(struct staged *staged);

/* One side's prepared statements, and the rosters read last. */
struct residents {
    struct store *store; /* people.db, borrowed */
    struct store_stmt *look_put;
    struct store_stmt *look_page;
    struct store_stmt *look_drop;
    struct store_stmt *sweeps[3];
    struct store_stmt *tie_put;
    struct store_stmt *tie_update;
    struct store_stmt *tie_get;
    struct store_stmt *ties_person;
    struct store_stmt *ties_helper;
    struct store_stmt *tie_between;
    struct store_stmt *ties_drop;
    struct store_stmt *act_put;
    struct store_stmt *act_page;
    struct store_stmt *act_sum;
    struct store_stmt *acts_drop;
    struct store_stmt *visit_put;
    struct store_stmt *visit_last;
    struct store_stmt *visit_next;
    struct store_stmt *visits_drop;
    struct store_stmt *welcomes_drop;
    struct store_stmt *welcome_put;
    struct store_stmt *welcome_get;
    struct store_stmt *welcome_propose;
    struct store_stmt *welcome_drop;
    struct store_stmt *welcome_page;
    struct store_stmt *matter_put;
    struct store_stmt *matter_decide;
    struct store_stmt *matter_get;
    struct store_stmt *matter_page;
    struct store_stmt *matter_person;
    struct store_stmt *matters_drop;
    struct store_stmt *consent_put;
    struct store_stmt *consent_get;
    struct store_stmt *consent_page;
    struct store_stmt *consents_drop;
    struct store_stmt *told_get;
    struct store_stmt *told_put;
    struct teller *teller; /* of the reading side; malloc'ed */
    struct roster rosters[ROSTERS_MAX];
    uint64_t used;
    struct staged staged[STAGED_MAX]; /* of the writing side */
    unsigned setup_tries;             /* wrong setup codes since the start; of the writing side */
};

struct residents *residents__state(const struct side *side);

/* Borrowed, until the next call. */
CHECKED struct status residents__roster(struct side *side, const char *village_code,
                                        const struct village *village, struct roster **roster);
void residents__rosters_free(struct residents *residents);
/* NULL where it is not known. */
const struct roster_household *roster_household(const struct roster *roster, int64_t row);

/* ---- SQL: residents_sql.c ---- */

struct look {
    struct id person;
    struct id looker;
    int32_t day;
    int32_t purpose;
    char village[CODE_MAX + 1];
    int64_t times;
    int64_t first_at;
    int64_t last_at;
};
CHECKED struct status residents__look_put(struct residents *residents, const struct look *look);
/* Newest days first; of a day by looker and purpose. Goes on after `look`'s own key. */
CHECKED struct status residents__look_next(struct residents *residents, struct look *look,
                                           bool *found);
CHECKED struct status residents__looks_drop(struct residents *residents, const struct id *person);

/* From which record on nobody was told yet: residents_tell.c. */
CHECKED struct status residents__told_get(struct residents *residents, bool *known,
                                          uint64_t *record);
CHECKED struct status residents__told_put(struct residents *residents, uint64_t record);

/* ---- who may act for whom: residents_tie.c, residents_sql_tie.c ---- */

enum tie_kind { TIE_GUARDIAN = 1, TIE_KIN = 2, TIE_HELPER = 3 };
enum { TIES_MAX = 16, REDEEM_DAILY_MAX = 2000, MINOR_YEARS = 14 };

struct tie {
    struct id id;
    char village[CODE_MAX + 1];
    struct id person;
    struct id helper;
    int32_t kind;
    int32_t powers;
    int64_t redeem_daily;
    struct id made_by;
    int64_t made_at;
    int64_t person_at; /* 0: has not agreed */
    int64_t helper_at;
    struct id official;
    int64_t official_at;
    int32_t ends_on;
    int64_t ended_at; /* 0: goes on */
    struct id ended_by;
};
/* Both sides agreed or an official confirmed (of a guardian: agreed, and an official confirmed),
 * and it has not ended. */
bool tie_holds(const struct tie *tie, int32_t today);

CHECKED struct status residents__tie_put(struct residents *residents, const struct tie *tie);
CHECKED struct status residents__tie_update(struct residents *residents, const struct tie *tie);
CHECKED struct status residents__tie_get(struct residents *residents, const struct id *id,
                                         bool *found, struct tie *tie);
/* Of the person, or of the helper: those that go on first, then the newest, at most TIES_MAX. */
CHECKED struct status residents__ties_of(struct residents *residents, const struct id *person,
                                         bool as_helper, struct tie ties[TIES_MAX], size_t *count);
/* The ties between these two that have not ended; the newest. */
CHECKED struct status residents__tie_between(struct residents *residents, const char *village,
                                             const struct id *person, const struct id *helper,
                                             bool *found, struct tie *tie);
struct act {
    struct id id;
    char village[CODE_MAX + 1];
    struct id person;
    struct id helper;
    int32_t power;
    char what[2 * CODE_MAX + 2];
    int64_t points;
    int32_t day;
    int64_t done_at;
};
CHECKED struct status residents__act_put(struct residents *residents, const struct act *act);
/* Newest first, after `act`'s own time and id. */
CHECKED struct status residents__act_next(struct residents *residents, struct act *act,
                                          bool *found);
/* Points redeemed for the person by the helper on the day. */
CHECKED struct status residents__acts_redeemed(struct residents *residents, const struct id *person,
                                               const struct id *helper, int32_t day,
                                               int64_t *points);
/* Rows about the person: their ties, what was done for them. */
CHECKED struct status residents__ties_drop(struct residents *residents, const struct id *person);

/* ---- visits and points of welcome: residents_sql_visit.c ---- */

enum visit_result {
    VISIT_TOLD = 1, /* spoken with: will think about it */
    VISIT_AWAY = 2,
    VISIT_REGISTERED = 3,
    VISIT_LATER = 4,
    VISIT_DECLINED = 5, /* and is not asked again */
    VISIT_MOVED = 6,
};
enum { NOTE_BYTES_MAX_SEALED = 4 * TEXT_CHARACTERS_MAX + SEAL_OVERHEAD_BYTES };

struct visit {
    struct id id;
    char village[CODE_MAX + 1];
    struct id person;
    int32_t visited_on;
    struct id visitor;
    int32_t result;
    int64_t noted_at;
    uint8_t note[NOTE_BYTES_MAX_SEALED]; /* sealed */
    size_t note_length;                  /* 0: none */
};
CHECKED struct status residents__visit_put(struct residents *residents, const struct visit *visit);
/* The newest visit of the person in the village, and how many there were; `*times` 0: none. */
CHECKED struct status residents__visit_last(struct residents *residents, const char *village,
                                            const struct id *person, struct visit *visit,
                                            int64_t *times);
/* Newest first, after `visit`'s own time and id. */
CHECKED struct status residents__visit_next(struct residents *residents, struct visit *visit,
                                            bool *found);
const char *residents__visit_word(int32_t result);
/* The note in clear; "" where there is none, or the person was erased. */
CHECKED struct status residents__visit_note(struct side *side, const struct visit *visit,
                                            char note[NOTE_BYTES_MAX_SEALED + 1]);
/* With the welcome that waits. */
/* Looks, visits and acts go after so many days; why: docs/privacy.md, "Terms". */
enum { LOOK_KEPT_DAYS = 3 * 366, VISIT_KEPT_DAYS = 731, ACT_KEPT_DAYS = 731 };
CHECKED struct status residents__sweep(struct side *side, int64_t now);
CHECKED struct status residents__visits_drop(struct residents *residents, const struct id *person);

struct welcome {
    char village[CODE_MAX + 1];
    struct id person;
    int64_t registered_at;
    bool proposed;
    struct id proposer;
};
CHECKED struct status residents__welcome_put(struct residents *residents,
                                             const struct welcome *welcome);
CHECKED struct status residents__welcome_get(struct residents *residents, struct welcome *welcome,
                                             bool *found);
CHECKED struct status residents__welcome_propose(struct residents *residents,
                                                 const struct welcome *welcome);
CHECKED struct status residents__welcome_drop(struct residents *residents,
                                              const struct welcome *welcome);
/* In order of registration, after `welcome`'s own time and person. */
CHECKED struct status residents__welcome_next(struct residents *residents, struct welcome *welcome,
                                              bool *found);

/* ---- matters that two officials decide: residents_matter.c, residents_sql_matter.c ---- */

enum matter_kind {
    MATTER_ENTER = 1,
    MATTER_MOVE = 2,
    MATTER_LEAVE = 3,
    MATTER_DEATH = 4,
    MATTER_ERASE = 5,
    MATTER_ROLE = 6,
};
enum matter_state { MATTER_OPEN = 1, MATTER_DONE = 2, MATTER_REFUSED = 3 };
/* A new person's detail counts once the books hold it, and goes after seven days. */
enum { MATTER_SECONDS = 7 * 86400 };

struct matter {
    struct id id;
    char village[CODE_MAX + 1];
    int32_t kind;
    struct id person;
    bool has_household;
    struct id household;
    bool has_heir;
    struct id heir;
    int32_t access;
    int32_t role; /* Sanbao__V1__Role */
    bool revoked;
    char shop[CODE_MAX + 1];
    uint8_t reason[NOTE_BYTES_MAX_SEALED]; /* sealed */
    size_t reason_length;
    struct id proposer;
    int64_t proposed_at; /* real time */
    int32_t state;
    struct id decider;
    int64_t decided_at; /* 0: open */
};
CHECKED struct status residents__matter_put(struct residents *residents,
                                            const struct matter *matter);
CHECKED struct status residents__matter_decide(struct residents *residents,
                                               const struct matter *matter);
CHECKED struct status residents__matter_get(struct residents *residents, const struct id *id,
                                            bool *found, struct matter *matter);
/* Of the village in that state and of these kinds, newest first, after `matter`'s own time and
 * id. */
CHECKED struct status residents__matter_next(struct residents *residents, enum matter_kind first,
                                             enum matter_kind last, struct matter *matter,
                                             bool *found);
/* Of the person or to their heir, newest first, likewise. */
CHECKED struct status residents__matter_of(struct residents *residents, const struct id *person,
                                           struct matter *matter, bool *found);
CHECKED struct status residents__matters_drop(struct residents *residents, const struct id *person);
extern const char *const matter_words[]; /* from 1 on, ending with NULL */
const char *residents__matter_word(int32_t kind);
/* What it will do, as a rule in plain words. */
const char *residents__matter_rule(int32_t kind);
CHECKED struct status residents__matter_reason(struct side *side, const struct matter *matter,
                                               char reason[NOTE_BYTES_MAX_SEALED + 1]);

/* An operation of the matter: proposed by who proposed it, approved by the caller; its event id
 * follows from the matter's and `name`. `commitment` may be NULL. */
CHECKED struct status residents__matter_try(struct call *call, struct side *side,
                                            const struct matter *matter, const char *name,
                                            struct hash *commitment,
                                            Sanbao__V1__Operation *operation);
/* Whether the caller has anything to do with matters of that kind: roles are for administrators,
 * the town and cadres, the rest for social workers and cadres. */
bool residents__matter_sees(const struct call *call, int32_t kind);
/* Refuses NOT_ALLOWED: another role proposes, or decides, matters of that kind. */
CHECKED struct status residents__matter_may(const struct call *call, int32_t kind, bool decides);
/* A role, as it is proposed, and given or taken once it is agreed to: residents_role.c. */
extern const char *const role_words[]; /* from Role 1 on, ending with NULL */
CHECKED struct status residents__role_choose(struct call *call, struct side *side,
                                             struct matter *matter);
CHECKED struct status residents__role_try(struct call *call, struct side *side,
                                          const struct matter *matter);
/* Leaving and death: points pass on, the account is closed, powers and log-ins end. */
CHECKED struct status residents__leave_try(struct call *call, struct side *side,
                                           const struct matter *matter);
/* The matter of the path. Refuses: MATTER_UNKNOWN. */
CHECKED struct status residents__matter_find(struct call *call, struct side *side,
                                             struct matter *matter);
CHECKED struct status residents__propose(struct call *call); /* handlers */
CHECKED struct status residents__decide(struct call *call);

/* ---- a person as they are shown: residents_person.c ---- */

/* How much the caller sees of a person. */
enum sight {
    SIGHT_NONE,
    SIGHT_MASKED, /* the name masked, no phone, no day of birth, no address */
    SIGHT_FULL,
    SIGHT_OWN, /* the person, or who acts for them */
};
CHECKED struct status residents__sight(struct call *call, const struct id *person,
                                       enum sight *sight);

/* The caller as a member of the village, as the books hold them when it is answered. */
CHECKED struct status residents__self(struct call *call, struct member *member);
/* Answers with the body, once looks at these people are noted: none is noted of oneself, and with
 * none to note it is answered at once. Takes `body` over; copies `people`. */
CHECKED struct status residents__show(struct call *call, struct json_object *body,
                                      const struct id *people, size_t count,
                                      enum look_purpose purpose);
/* Checks that the caller may look and says what for: an official must name a purpose. Refuses:
 * NOT_ALLOWED, FIELD_MISSING (purpose), PERSON_UNKNOWN. */
CHECKED struct status residents__look(struct call *call, struct id *person, struct member *member,
                                      enum sight *sight, enum look_purpose *purpose);

/* For routes that show one person: `purpose`. */
extern const struct field residents__look_query[];

/* ---- consents: residents_purpose.c, residents_consent.c, residents_sql_consent.c ---- */

enum { PURPOSE_CHARACTERS_MAX = 800 };
struct purpose {
    const char *code;
    uint32_t version;
    const char *title_zh;
    const char *title_en;
    const char *text_zh;
    const char *text_en;
};
/* All versions, by purpose and version. */
const struct purpose *residents__purposes(size_t *count);
/* The newest version; NULL where there is no such purpose. */
const struct purpose *residents__purpose(const char *code);

struct consent_note {
    struct id id; /* of the operation */
    char village[CODE_MAX + 1];
    struct id person;
    char purpose[CODE_MAX + 1];
    uint32_t version;
    bool withdrawn;
    bool on_paper;
    struct id by;
    int64_t noted_at;
};
CHECKED struct status residents__consent_note_put(struct residents *residents,
                                                  const struct consent_note *note);
CHECKED struct status residents__consent_note_get(struct residents *residents, const struct id *id,
                                                  bool *found, struct consent_note *note);
/* Of the person, newest first, after `note`'s own time and id. */
CHECKED struct status residents__consent_note_next(struct residents *residents,
                                                   struct consent_note *note, bool *found);
CHECKED struct status residents__consent_notes_drop(struct residents *residents,
                                                    const struct id *person);

/* The receipt of a record as a text, malloc'ed. Refuses: CHECKPOINT_BEHIND and what
 * journal_record() does. */
CHECKED struct status residents__receipt(struct side *side, uint64_t record, char **out);
/* As residents__look(), of this person instead of the path's. */
CHECKED struct status residents__look_at(struct call *call, const struct id *person,
                                         struct member *member, enum sight *sight,
                                         enum look_purpose *purpose);

/* ---- registration: residents_register.c ---- */

enum { ALIKE_MAX = 20 };
bool residents__phone_good(const char *phone); /* 11 digits, the first 1 */
/* How many on the roster have the phone, or the name and no other birthday (DAY_NEVER: unknown).
 * Adds them to `items`, which may be NULL. */
size_t residents__alike(const struct roster *roster, const char *name, int64_t birth_day,
                        const char *phone, struct json_object *items, struct id people[ALIKE_MAX]);

/* ---- rules to begin with: residents_template.c ---- */

struct rule_template {
    const char *code;
    const char *name_zh;
    const char *name_en;
    const char *category;
    Sanbao__V1__RuleUnit unit;
    uint32_t points;
    uint32_t caps[5]; /* a day, a month, a quarter, a year, in all */
    Sanbao__V1__CapScope scope;
    Sanbao__V1__Evidence evidence;
    Sanbao__V1__Approver approver;
    uint32_t saving_fen_per_hour;
    uint32_t notice_days;
};
const struct rule_template *residents__templates(size_t *count);
void residents__template_fill(const struct rule_template *template, Sanbao__V1__RuleAdopt *adopt);

/* ---- all of a person: residents_export.c, residents_erase.c ---- */

enum { PLACES_MAX = 2 };
struct place {
    char code[CODE_MAX + 1];
    struct village village;
    struct member member;
};
/* The villages that know the person: that of their household and that of their office. */
CHECKED struct status residents__places(struct side *side, const struct id *person,
                                        struct place places[PLACES_MAX], size_t *count);
/* Destroys what is held about the person; by a job alone. With points left only where they are
 * given up. Refuses: OFFICE_HELD, POINTS_LEFT, PERSON_UNKNOWN. */
CHECKED struct status residents__erase(struct call *call, struct side *side,
                                       const struct id *person, bool give_up);

/* ---- JSON and tables ---- */

/* 32 hexadecimal digits, whatever follows; and a cursor of a time and an id: "1700000000-<id>". */
CHECKED bool residents__id_read(const char *text, struct id *id);
enum { CURSOR_SIZE = 64 };
CHECKED bool residents__cursor_read(const char *text, int64_t *instant, struct id *id);
void residents__cursor_write(int64_t instant, const struct id *id, char text[CURSOR_SIZE]);
/* The name of somebody who acts by name; null where unknown or erased. */
CHECKED struct status residents__name(struct call *call, struct json_object *object,
                                      const char *key, const struct id *id);
void residents__text(struct json_object *object, const char *key, const char *text);
void residents__integer(struct json_object *object, const char *key, int64_t integer);
void residents__flag(struct json_object *object, const char *key, bool flag);
void residents__day(struct json_object *object, const char *key, int32_t day);
const char *residents__access_word(int32_t access); /* NULL: not registered */
/* A list of the roles in a bit field. */
struct json_object *residents__roles(uint32_t roles);
/* A public text of the village; NULL where there is none. */
CHECKED struct status residents__public_text(struct call *call, struct json_object *object,
                                             const char *key, const char *of, const char *code,
                                             const char *field);

#define TEXT_FIELD(NAME, FLAGS, MAX, ZH, EN)                                                       \
    {                                                                                              \
        .name = (NAME), .kind = FIELD_TEXT, .flags = (FLAGS), .max = (MAX), .zh = (ZH), .en = (EN) \
    }
#define NUMBER_FIELD(NAME, FLAGS, ZH, EN)                                                          \
    {                                                                                              \
        .name = (NAME), .kind = FIELD_INTEGER, .flags = (FLAGS), .min = INT64_MIN,                 \
        .max = INT64_MAX, .zh = (ZH), .en = (EN)                                                   \
    }
#define KIND_FIELD(NAME, KIND, FLAGS, ZH, EN)                                                      \
    {                                                                                              \
        .name = (NAME), .kind = (KIND), .flags = (FLAGS), .zh = (ZH), .en = (EN)                   \
    }
#define WORD_FIELD(NAME, FLAGS, WORDS, ZH, EN)                                                     \
    {                                                                                              \
        .name = (NAME), .kind = FIELD_WORD, .flags = (FLAGS), .words = (WORDS), .zh = (ZH),        \
        .en = (EN)                                                                                 \
    }
#define OBJECT_FIELD(NAME, FLAGS, FIELDS, ZH, EN)                                                  \
    {                                                                                              \
        .name = (NAME), .kind = FIELD_OBJECT, .flags = (FLAGS), .fields = (FIELDS), .zh = (ZH),    \
        .en = (EN)                                                                                 \
    }
#define LIST_FIELD(NAME, FLAGS, MAX, FIELDS, ZH, EN)                                               \
    {                                                                                              \
        .name = (NAME), .kind = FIELD_LIST, .flags = (FLAGS), .max = (MAX), .fields = (FIELDS),    \
        .zh = (ZH), .en = (EN)                                                                     \
    }
