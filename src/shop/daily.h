/* daily.h - what is due once a village day, done in small turns at the desk, so that nobody waits
 * for it: holds that ended are given back, awards whose notice is over are released, lots of 24
 * months ago expire, owners are told of points that will, the public notice of the month that is
 * over is made, and private rows whose term is over go.
 *
 * What is due is found in the books, not remembered: after a kill the next start finds the rest,
 * and nothing happens twice, since apply refuses it. */
#pragma once

#include "shop/shop_internal.h"

enum {
    DAILY_TURN = 64,
    DAILY_MEMBERS = 64,
    DAILY_ENTRIES = 256, /* that a turn of the notice reads: some milliseconds of the desk */
    REMINDED_BACK_MAX = 31,
};

enum daily_step {
    DAILY_HOLDS,
    DAILY_RELEASES,
    DAILY_EXPIRIES,
    DAILY_REMINDERS,
    DAILY_NOTICES,
    DAILY_TERMS, /* rows of all rooms whose term is over */
    DAILY_DONE,
};

struct daily_village {
    char code[CODE_MAX + 1];
    struct village village;
};

struct daily {
    struct desk_job job; /* must be first */
    struct service *service;
    bool busy;
    int32_t done;  /* the day that was finished */
    int32_t today; /* the day that is worked on: the earliest of all villages */
    enum daily_step step;
    struct daily_village *villages;
    size_t village_count;

    /* where the step is */
    int64_t record; /* of holds and awards */
    int32_t lot_day;
    int64_t account;
    int32_t reminded;  /* the day whose reminders are made */
    size_t ahead;      /* which of 90, 30, 7 */
    size_t village_at; /* of notices */
    int32_t month;     /* 0: none begun */
    int64_t member;
    bool walking;        /* in the middle of a member's entries, from: */
    uint64_t entry_next; /* its record + 1; 0: none is left */
    int64_t entry_points;
    size_t entries_read; /* in this turn */
    struct notice notice;
    struct notice_group groups[NOTICE_GROUPS_MAX];
    size_t group_count;
};

/* Begins the day where it has not been done, and nothing is under way. On the loop's thread. */
CHECKED struct status daily_begin(struct daily *daily, struct side *reader);
/* One turn, on the desk's side; moves on to the next step where this one is through. */
CHECKED struct status daily_turn(struct daily *daily, struct side *side);
/* The village of a row id, NULL where it is none. */
const struct daily_village *daily__village(const struct daily *daily, int64_t id);
CHECKED struct status daily__reminders(struct daily *daily, struct side *side);
CHECKED struct status daily__notices(struct daily *daily, struct side *side);
