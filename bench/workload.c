/* workload.c - who attends what, by arithmetic on the award's number; and the clocks. */
#include <sys/resource.h>
#include <time.h>

#include "workload.h"

enum { DAY_SECONDS = 86400, FIRST_HOUR = 7, SLOT_SECONDS = 5400, SEAT_SECONDS = 20 };

uint64_t bench_mix(uint64_t number)
{
    uint64_t x = number + UINT64_C(0x9E3779B97F4A7C15); /* splitmix64 */
    x = (x ^ (x >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94D049BB133111EB);
    return x ^ (x >> 31);
}

void bench_event_id(int64_t milliseconds, uint64_t number, uint8_t id[16])
{
    uint64_t bits = bench_mix(number);
    for (int i = 0; i < 6; i++) {
        id[i] = (uint8_t)((uint64_t)milliseconds >> (40 - 8 * i));
    }
    uint64_t more = bench_mix(bits);
    for (int i = 6; i < 16; i++) {
        id[i] = (uint8_t)(i < 14 ? bits >> (8 * (i - 6)) : more >> (8 * (i - 14)));
    }
    id[6] = (uint8_t)(0x70 | (id[6] & 0x0F));
    id[8] = (uint8_t)(0x80 | (id[8] & 0x3F));
}

void bench_award(int64_t number, struct bench_award *award)
{
    /* Steps without a common divisor with the 1,666 who may come. */
    static const int64_t steps[] = {1, 11, 101, 331, 571, 757, 997, 1303};
    int64_t of_day = number % BENCH_AWARDS_A_DAY;
    int64_t of_activity = of_day % (BENCH_VILLAGES * BENCH_SEATS);
    int64_t seat = of_activity / BENCH_VILLAGES;
    award->day = BENCH_FIRST_DAY + (int32_t)(number / BENCH_AWARDS_A_DAY);
    award->activity = (int32_t)(of_day / (BENCH_VILLAGES * BENCH_SEATS));
    award->village = (int32_t)(of_activity % BENCH_VILLAGES);

    uint64_t crowd = bench_mix(((uint64_t)award->day << 16) + ((uint64_t)award->activity << 8) +
                               (uint64_t)award->village);
    int64_t first = (int64_t)(crowd >> 8 & 0xFFFF);
    award->resident = (int32_t)(1 + (first + seat * steps[crowd % 8]) % (BENCH_RESIDENTS - 1));

    award->starts_at = (int64_t)award->day * DAY_SECONDS + FIRST_HOUR * 3600 +
                       (int64_t)award->activity * SLOT_SECONDS - BENCH_OFFSET_MINUTES * 60;
    award->checked_in_at = award->starts_at + seat * SEAT_SECONDS;
    award->checked_out_at = award->starts_at + SLOT_SECONDS + (int64_t)(crowd >> 24 & 1023);
    bench_event_id(award->checked_in_at * 1000 + award->village * 300, (uint64_t)number,
                   award->event_id);
}

double bench_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

double bench_cpu_seconds(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           1e-6 * (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
}
