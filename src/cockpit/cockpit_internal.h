/* cockpit_internal.h - what the files of this room share. */
#pragma once

#include <json-c/json.h>

#include "base/day.h"
#include "cockpit/cockpit.h"

enum {
    GROUP_SIZE = 4 * NAME_CHARACTERS_MAX + 1,
    EVENTS_SHOWN = 8,
    NEXT_SHOWN = 8,
    OBJECTIONS_SHOWN = 20,
    ANSWER_WORKDAYS = 3, /* within which an objection is to be answered: as long as a notice runs */
    MONTHS_SHOWN = 16,
    RUNWAY_DAYS = 90, /* over which the runway takes what is issued a week */
    WEEK = 7,
};

struct follow;

/* One side's prepared statements, and on the loop's side what follows the journal. */
struct cockpit {
    struct store *store; /* people.db, borrowed */
    struct follow *follow;
    struct store_stmt *pass_get;
    struct store_stmt *pass_put;
    struct store_stmt *tally_add;
    struct store_stmt *tally_each;
    struct store_stmt *person_get;
    struct store_stmt *person_put;
    struct store_stmt *person_drop;
    struct store_stmt *day_put;
    struct store_stmt *day_get;
    struct store_stmt *event_put;
    struct store_stmt *event_trim;
    struct store_stmt *event_each;
};
struct cockpit *cockpit__of(const struct side *side);

/* ---- tallies: tally.c decides, tally_sql.c keeps ---- */

enum tally_kind {
    TALLY_HELD = 1,          /* records, by module */
    TALLY_RULE = 2,          /* participations, by rule */
    TALLY_HALF_HOURS = 3,    /* of all participations; name "" */
    TALLY_GROUP = 4,         /* participations, by villager group */
    TALLY_GROUP_PEOPLE = 5,  /* registered, by group */
    TALLY_GROUP_TOOK = 6,    /* of them, who has taken part */
    TALLY_ACCESS_PEOPLE = 7, /* registered: "card", "phone" */
    TALLY_ACCESS_TOOK = 8,
};

/* Takes up the records from `*records` on, at most `limit` and before `until`. `at`: when they were
 * booked, 0: not known. In a transaction of people.db. */
CHECKED struct status cockpit__take(struct side *side, uint64_t *records, uint64_t until,
                                    size_t limit, int64_t at);

CHECKED struct status cockpit__pass_get(struct cockpit *own, uint64_t *records);
CHECKED struct status cockpit__pass_put(struct cockpit *own, uint64_t records);
struct tally {
    int64_t village;
    enum tally_kind kind;
    const char *name;
    int32_t day;
};
CHECKED struct status cockpit__tally_add(struct cockpit *own, const struct tally *tally,
                                         int64_t value);
/* Sums by name up to and with a day, in order of name. */
typedef struct status (*tally_fn)(void *context, const char *name, int64_t sum);
CHECKED struct status cockpit__tally_each(struct cockpit *own, int64_t village,
                                          enum tally_kind kind, int32_t until, tally_fn each,
                                          void *context);
struct cockpit_person {
    bool known;
    bool card;
    int32_t first; /* -1: has not taken part */
    char group[GROUP_SIZE];
};
CHECKED struct status cockpit__person_get(struct cockpit *own, int64_t village, int64_t member,
                                          struct cockpit_person *person);
CHECKED struct status cockpit__person_put(struct cockpit *own, int64_t village, int64_t member,
                                          const struct cockpit_person *person);
CHECKED struct status cockpit__person_drop(struct cockpit *own, int64_t village, int64_t member);
CHECKED struct status cockpit__day_put(struct cockpit *own, int64_t village, int32_t day,
                                       uint64_t record);
/* `*first` > `*last`: the day has no records. */
CHECKED struct status cockpit__day_get(struct cockpit *own, int64_t village, int32_t day,
                                       uint64_t *first, uint64_t *last);
struct cockpit_event {
    uint64_t record;
    int32_t day;
    int64_t at;
};
CHECKED struct status cockpit__event_put(struct cockpit *own, int64_t village,
                                         const struct cockpit_event *event);
/* The newest ones up to and with a day, at most `room`. */
CHECKED struct status cockpit__events(struct cockpit *own, int64_t village, int32_t until,
                                      struct cockpit_event *list, size_t room, size_t *count);

/* The module that an operation belongs to: "people", "shops" ... */
const char *cockpit__module(const Sanbao__V1__Operation *operation);

/* Of what an answer is made: a village as of a day. */
struct view {
    struct side *side;
    const char *code; /* of the village */
    const struct village *village;
    int32_t on;
    bool live; /* `on` is the village's today */
};

/* ---- a decoded record: record.c ---- */

struct cockpit_record {
    Sanbao__V1__Record *record;
    Sanbao__V1__Operation *operation;
};
CHECKED struct status cockpit__record_open(struct side *side, uint64_t number,
                                           struct cockpit_record *out);
void cockpit__record_close(struct cockpit_record *record);
/* What a screen shows of an award or a redemption: kind, masked name, what for, where, points. */
CHECKED struct status cockpit__event_json(const struct view *view,
                                          const struct cockpit_event *event,
                                          struct json_object **out);
bool cockpit__event_shown(const Sanbao__V1__Operation *operation);

/* ---- figures: figures.c ---- */

/* All of a village's figures by the end of a day. -1: there is no such figure (yet), or it would
 * be one of fewer than five people. */
struct figures {
    struct points_report report;
    int64_t registered_month;
    int64_t activities_month;
    int64_t participations_week;
    int64_t half_hours;
    int64_t liability_fen;
    int64_t fund_fen;
    int64_t reserve_permille;
    int64_t runway_weeks;
    int64_t never;
    int64_t never_permille;
    int64_t phone_people;
    int64_t phone_never;
    int64_t card_people;
    int64_t card_never;
};
CHECKED struct status cockpit__figures(struct side *side, const struct village *village, int32_t on,
                                       struct figures *figures);
/* Whole weeks for which the fund lasts beyond what is owed already; -1: not known. */
int64_t cockpit__runway(int64_t fund_fen, int64_t liability_fen, int64_t issued_fen, int32_t days);
int32_t cockpit__monday(int32_t day);

/* ---- the snapshot: snapshot.c, lists.c ---- */

CHECKED struct status cockpit__snapshot(const struct view *view, struct json_object **out);
/* Add the lists to it, each under its name. */
CHECKED struct status cockpit__months(const struct view *view, struct json_object *object);
CHECKED struct status cockpit__weeks(const struct view *view, struct json_object *object);
CHECKED struct status cockpit__rules(const struct view *view, struct json_object *object);
CHECKED struct status cockpit__groups(const struct view *view, struct json_object *object);
CHECKED struct status cockpit__objections(const struct view *view, struct json_object *object);
CHECKED struct status cockpit__next(const struct view *view, struct json_object *object);
CHECKED struct status cockpit__latest(const struct view *view, struct json_object *object);
CHECKED struct status cockpit__held(const struct view *view, struct json_object *object);
CHECKED struct status cockpit__scenes(const struct view *view, const struct figures *figures,
                                      struct json_object *object);

void cockpit__int(struct json_object *object, const char *name, int64_t value);
void cockpit__known(struct json_object *object, const char *name, int64_t value); /* -1: null */
void cockpit__text(struct json_object *object, const char *name, const char *value);
/* A public text; null where there is none. */
CHECKED struct status cockpit__public_text(const struct view *view, struct json_object *object,
                                           const char *key, const char *of, const char *code,
                                           const char *field);

/* What differs between two snapshots: {"figures", "set", "gone", and members that changed}; NULL:
 * nothing does. delta.c. */
struct json_object *cockpit__delta(struct json_object *before, struct json_object *now);

/* ---- what follows the journal: follow.c ---- */

void cockpit__follow_free(struct cockpit *own);

CHECKED struct status cockpit__show(struct call *call); /* handlers */
CHECKED struct status cockpit__listen(struct call *call);
