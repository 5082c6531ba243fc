/* simulate.h - made-up villages that live day by day through the real journal: for load, for tests
 * of crashes, for screens to look at. The same seed gives the same operations, byte for byte, and
 * so the same root; a run that was cut short is taken up by running it again, since every operation
 * that was accepted finds its first receipt.
 *
 * Every operation that is sent is one that must be accepted: a refusal is a fault of the simulation
 * or of the program. */
#pragma once

#include "identity/people.h"
#include "journal/journal.h"

enum {
    SIMULATE_VILLAGES_MAX = 100000,
    SIMULATE_RESIDENTS_MAX = 100000, /* of one village */
    SIMULATE_DAYS_MAX = 3650,
};

struct simulate_options {
    int64_t villages;
    int64_t residents; /* of each village */
    int64_t days;      /* from 2020-08-09 on */
    uint64_t seed;
    void *context; /* handed to both */
    /* Called for each operation once its answer is durable; may be NULL. */
    struct status (*answered)(void *context, const uint8_t event_id[ID_BYTES], uint64_t record);
    void (*progress)(void *context, uint64_t done, uint64_t total); /* days; may be NULL */
};

struct simulated {
    uint64_t operations;
    uint64_t again; /* of them known from an earlier run */
};

/* Faults: those of journal_submit() and of people.h; a refusal is handed on as it is. `problem`
 * names the record number that a refused operation would have had. */
CHECKED struct status simulate_run(struct journal *journal, struct people *people,
                                   const struct simulate_options *options,
                                   struct simulated *simulated, struct problem *problem);
