/* side.h - one thread's own view of a data folder: connections, and what each room keeps beside
 * them. The desk's thread has the side that writes, the loop's thread one that reads. */
#pragma once

#include "base/workdays.h"
#include "identity/identity.h"
#include "identity/people.h"
#include "journal/journal.h"
#include "ledger/ledger.h"
#include "points/points.h"

enum { SIDE_ROOMS_MAX = 16 };

struct side;

/* What a room of the service keeps for each side: its prepared statements. */
struct side_room {
    const char *name;
    struct status (*open)(struct side *side, void **state);
    void (*close)(void **state);
};

/* What the operator set, for one room: a plain struct that the room's door names. */
struct side_option {
    const struct side_room *room;
    const void *value;
};

struct holdings; /* service/holdings.h */

struct side {
    bool write;
    const char *folder; /* its path */
    struct books *books;
    struct identity *identity;
    struct ledger *ledger;
    struct points *points;
    struct keys *keys;
    struct people *people;
    struct journal *journal;
    int64_t (*now)(void *clock); /* seconds since 1970 on the village's clock */
    int32_t (*today)(void *clock, int32_t utc_offset_minutes);
    void *clock;
    const struct workdays *workdays; /* China's calendar; NULL: notices count calendar days */
    int64_t (*real)(void); /* seconds since 1970, whatever day the village has: log-ins, codes */
    const struct side_option *options;    /* ends with a NULL room; NULL: none */
    bool group_open;                      /* the journal has a group open for this side */
    size_t group_operations;              /* tried in it: at most SUBMIT_OPERATIONS_MAX */
    const struct side_room *const *rooms; /* ends with NULL */
    void *states[SIDE_ROOMS_MAX];
    const struct holdings *const *holdings; /* of the rooms that keep rows of people; as `rooms` */
};

/* Opens the rooms' states; the fields above them are set. side_close() also after a failure. */
CHECKED struct status side_open(struct side *side);
void side_close(struct side *side);
/* The state of a room, by its table. */
void *side_state(const struct side *side, const struct side_room *room);
/* What was set for a room; NULL: nothing, its own defaults count. */
const void *side_options(const struct side *side, const struct side_room *room);

/* The village's clock: an instant in seconds, and the civil day. */
int64_t side_now(const struct side *side);
int32_t side_today(const struct side *side, const struct village *village);

/* The release day of an award of a day under a version of a rule: after its notice, in working
 * days; 0 where it has none. */
int32_t side_release_day(const struct side *side, const struct rule *rule, int32_t day);

/* Tries an operation in the desk's open group. An Award without a release day gets it. Where the
 * event id is known already, the days of the first time count, so that a retry after midnight still
 * gets its first answer.
 * `answer->status` is the refusal, if any, DESK_FULL where the group holds as many as it may; a
 * status other than OK is a fault. */
CHECKED struct status side_try(struct side *side, Sanbao__V1__Operation *operation,
                               struct journal_answer *answer);

/* An id that follows from another and a name, always the same: the second operation of one request,
 * the salt of a text. */
void side_id_derive(const struct side *side, const struct id *from, const char *name,
                    uint64_t number, struct id *out);
void side_salt_derive(const struct side *side, const struct id *event, uint8_t salt[SALT_BYTES]);
