/* motion.h - what offices decide together: a shop is opened, money comes into the fund, a shop is
 * paid, the terms of spending change. Who proposes, who may sign, how many must, and when a
 * meeting has to be named. Plain rules; no database and no clock. */
#pragma once

#include "base/limits.h"
#include "identity/people.h"

enum motion_kind { MOTION_SHOP = 1, MOTION_DEPOSIT = 2, MOTION_PAYMENT = 3, MOTION_TERMS = 4 };
enum motion_state { MOTION_OPEN = 1, MOTION_DONE = 2, MOTION_STOPPED = 3, MOTION_WITHDRAWN = 4 };
enum word_kind { WORD_SIGNS = 1, WORD_STOPS = 2, WORD_LIFTS = 3, WORD_WITHDRAWS = 4 };

enum { MOTION_TEXT_MAX = 100, MOTION_TEXT_BYTES = 4 * MOTION_TEXT_MAX + 1, WORDS_MAX = 32 };

struct motion {
    struct id id;
    char village[CODE_MAX + 1];
    enum motion_kind kind;
    char shop[CODE_MAX + 1];
    int64_t points;
    int64_t fen;
    int32_t month;
    int32_t pay_day;
    char text[MOTION_TEXT_BYTES];
    char meeting[MOTION_TEXT_BYTES];
    struct id proposer;
    int64_t created_at;
    int64_t needed;
    bool meeting_needed;
    enum motion_state state;
    int64_t changed_at;
    int64_t record; /* of the operation; -1: none yet, or never one */
};

struct word {
    struct id person;
    int64_t at;
    enum word_kind what;
    char reason[MOTION_TEXT_BYTES];
};

/* What a village has agreed on for spending. */
struct terms {
    int64_t one_fen;
    int64_t two_fen;
    int64_t meeting_fen;
    int64_t pay_day;
    int64_t refund_days;
    int64_t warn_weeks;
    int64_t lease_card;
    int64_t lease_device;
    int64_t lease_hours;
};
/* Before a village has agreed on anything. */
extern const struct terms terms_default;

/* Roles (WHO_ bits) of who may propose, and of who may sign; they are never the same person. */
uint32_t motion_proposers(enum motion_kind kind);
uint32_t motion_signers(enum motion_kind kind);

/* How many must sign, and whether a meeting must be named: by the amount, where a shop is paid. */
void motion_weigh(struct motion *motion, const struct terms *terms);

/* How many different people have signed. A stop that was lifted keeps what was signed before. */
int64_t motion_signed(const struct word *words, size_t count);
/* What a word does: the state after it, for somebody who has the office for it. Refuses
 * MOTION_STATE (closed, stopped, or not stopped), MOTION_EYES (the proposer signs), MOTION_SIGNED
 * (this person did already, and others are waited for), MEETING_NEEDED (it is the last signature,
 * and no meeting is named). */
CHECKED struct status motion_judge(const struct motion *motion, const struct word *words,
                                   size_t count, const struct word *next, enum motion_state *state);
