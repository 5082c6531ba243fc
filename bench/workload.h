/* workload.h - the attendances that both sides of the bench take: the same people at the same
 * instants, in the same order, with the same time-ordered ids. */
#pragma once

#include <stdint.h>

enum {
    BENCH_VILLAGES = 60,
    BENCH_RESIDENTS = 1667, /* in each village: 100,020 in all; the first leads and earns nothing */
    BENCH_ACTIVITIES = 8,   /* a day in each village, each under a rule of its own */
    BENCH_SEATS = 52,       /* attendances of an activity */
    BENCH_GROUP = 512,      /* operations that become durable together */
    BENCH_FIRST_DAY = 18993, /* 2022-01-01 */
    BENCH_OFFSET_MINUTES = 480,
};

#define BENCH_AWARDS_A_DAY (INT64_C(1) * BENCH_VILLAGES * BENCH_ACTIVITIES * BENCH_SEATS)

/* One attendance. Instants are seconds since 1970-01-01T00:00Z. */
struct bench_award {
    int32_t day;
    int32_t activity; /* 0..BENCH_ACTIVITIES-1 on that day */
    int32_t village;  /* 0..BENCH_VILLAGES-1 */
    int32_t resident; /* 1..BENCH_RESIDENTS-1 */
    int64_t starts_at;
    int64_t checked_in_at;
    int64_t checked_out_at;
    uint8_t event_id[16]; /* UUIDv7, ascending with the number */
};

/* The award of a number, from 0. Within an activity nobody comes twice; who comes is spread evenly
 * over the village. */
void bench_award(int64_t number, struct bench_award *award);

/* A UUIDv7 (RFC 9562) of an instant and a number. */
void bench_event_id(int64_t milliseconds, uint64_t number, uint8_t id[16]);

/* 64 well mixed bits of a number: made-up ids that are the same in each run. */
uint64_t bench_mix(uint64_t number);

double bench_seconds(void);     /* of a monotonic clock */
double bench_cpu_seconds(void); /* user and system time of this process */
