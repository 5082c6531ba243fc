/* operations.h - the operations that the bench submits, encoded in groups as a client would. */
#pragma once

#include "journal/journal.h"
#include "workload.h"

/* Envelopes that are submitted together. */
struct batch {
    struct span spans[BENCH_GROUP];
    size_t count;
    int64_t awards; /* of the operations, those that are attendances */
    size_t used;
    uint8_t bytes[BENCH_GROUP * 512 + ENVELOPE_BYTES_MAX];
};

/* What comes next: first the villages with people, roles and rules, then attendances without end;
 * an activity is opened before its first. */
struct supply {
    int64_t setup;  /* operations of the setup handed out */
    int64_t awards; /* attendances handed out */
    int32_t opened; /* activities of the present hour that are open already, one a village */
};

/* Villages, households, people, accounts, roles, rules and funds: how many operations. */
int64_t supply_setup_operations(void);

/* Fills an empty batch from the setup; it stays empty where the setup is done. */
CHECKED struct status supply_setup(struct supply *supply, struct batch *batch);
/* Fills an empty batch with activities and attendances, up to award `end` and not further. */
CHECKED struct status supply_awards(struct supply *supply, int64_t end, struct batch *batch);
