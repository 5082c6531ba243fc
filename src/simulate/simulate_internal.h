/* simulate_internal.h - what the files of this room share. */
#pragma once

#include "simulate/simulate.h"

enum { GROUP = 512, SHOPS = 3, RULES = 6, STAFF = 4, NOT_YET = INT32_MAX };

/* splitmix64: one integer of state, the same numbers everywhere. */
struct chance {
    uint64_t state;
};
uint64_t chance_next(struct chance *chance);
uint64_t chance_below(struct chance *chance, uint64_t limit); /* 0 .. limit - 1 */
bool chance_permille(struct chance *chance, uint64_t permille);
void chance_bytes(struct chance *chance, uint8_t *out, size_t length);

struct resident {
    struct id person;
    int32_t household; /* index */
    int32_t registers_on;
    int64_t balance;   /* as the last answer told */
    int32_t busy_on;   /* the day on which it last did something: once a day is enough */
    uint64_t redeemed; /* record + 1 of a redemption that may be refunded; 0: none */
    int64_t redeemed_points;
    int32_t redeemed_shop;
    uint64_t awarded; /* record + 1 of an award that may be reversed; 0: none */
};

struct sim_village {
    char code[CODE_MAX + 1];
    struct resident *residents;
    struct id staff[STAFF]; /* two social workers, a reviewer, a shopkeeper */
    int64_t unsettled[SHOPS];
    int64_t activities; /* so far */
    int64_t vouchers;
};

/* What an answer changes in the simulation: one of a resident's last records. */
enum after { AFTER_NOTHING, AFTER_AWARD, AFTER_REDEEM, AFTER_OTHER };
struct sent {
    uint8_t event_id[ID_BYTES];
    struct resident *resident; /* NULL: nobody's balance changes */
    enum after after;
};

struct simulation {
    struct journal *journal;
    struct people *people; /* NULL: no private rows are written */
    const struct simulate_options *options;
    struct simulated *done;
    struct problem *problem;
    struct chance chance;
    struct sim_village *villages;
    int32_t first_day;
    int32_t day;
    int64_t instant; /* milliseconds since 1970 of the next event id */
    size_t count;    /* operations that wait to be sent */
    struct span spans[GROUP];
    struct sent sent[GROUP];
    struct journal_answer answers[GROUP];
    uint8_t envelopes[GROUP][1024];
};

/* ---- sending: simulate_send.c ---- */

/* An operation of today with a fresh event id in `event_id`, which must outlive it. */
Sanbao__V1__Operation simulate__operation(struct simulation *sim, const struct sim_village *village,
                                          uint8_t event_id[ID_BYTES]);
/* Queues it, and sends when the queue is full. */
CHECKED struct status simulate__send(struct simulation *sim, const Sanbao__V1__Operation *operation,
                                     struct resident *resident, enum after after);
CHECKED struct status simulate__flush(struct simulation *sim);

/* ---- what happens ---- */

/* The village, its people, rules and shops: on the first day. */
CHECKED struct status simulate__village_open(struct simulation *sim, struct sim_village *village,
                                             int64_t number);
CHECKED struct status simulate__registrations(struct simulation *sim, struct sim_village *village);
CHECKED struct status simulate__activities(struct simulation *sim, struct sim_village *village);
CHECKED struct status simulate__redemptions(struct simulation *sim, struct sim_village *village);
/* Refunds and reversals: of what was answered before today. */
CHECKED struct status simulate__corrections(struct simulation *sim, struct sim_village *village);
/* On the first day and each first of a month the village pays its shops and its fund is filled. */
CHECKED struct status simulate__month(struct simulation *sim, struct sim_village *village);

struct sim_rule {
    const char *code;
    const char *name_zh;
    const char *name_en;
    Sanbao__V1__RuleAdopt adopt; /* without code and category */
};
extern const struct sim_rule sim_rules[RULES];
ProtobufCBinaryData id_data(const struct id *id);
