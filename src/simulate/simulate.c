/* simulate.c - the days of the made-up villages, phase by phase over all of them, so that groups
 * are as full as those of a busy server. */
#include "simulate/simulate.h"

#include <stdlib.h>

#include "base/day.h"
#include "simulate/simulate_internal.h"

uint64_t chance_next(struct chance *chance)
{
    chance->state += UINT64_C(0x9E3779B97F4A7C15);
    uint64_t z = chance->state;
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

uint64_t chance_below(struct chance *chance, uint64_t limit)
{
    REQUIRE(limit > 0);
    return chance_next(chance) % limit;
}

bool chance_permille(struct chance *chance, uint64_t permille)
{
    return chance_below(chance, 1000) < permille;
}

void chance_bytes(struct chance *chance, uint8_t *out, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        out[i] = (uint8_t)(chance_next(chance) >> 56);
    }
}

typedef struct status (*phase_fn)(struct simulation *sim, struct sim_village *village);

/* One phase over all villages; what it sent is answered before the next begins. */
static struct status phase_run(struct simulation *sim, phase_fn phase)
{
    for (int64_t i = 0; i < sim->options->villages; i++) {
        TRY(phase(sim, &sim->villages[i]));
    }
    return simulate__flush(sim);
}

static struct status villages_open(struct simulation *sim)
{
    for (int64_t i = 0; i < sim->options->villages; i++) {
        TRY(simulate__village_open(sim, &sim->villages[i], i));
    }
    return simulate__flush(sim);
}

static struct status day_run(struct simulation *sim)
{
    static const phase_fn phases[] = {simulate__month, simulate__registrations,
                                      simulate__corrections, simulate__redemptions,
                                      simulate__activities};
    for (size_t i = 0; i < COUNT(phases); i++) {
        TRY(phase_run(sim, phases[i]));
    }
    return OK;
}

static struct status days_run(struct simulation *sim)
{
    sim->first_day = day_from_civil((struct civil){2020, 8, 9});
    for (int64_t i = 0; i < sim->options->days; i++) {
        sim->day = sim->first_day + (int32_t)i;
        sim->instant = (int64_t)sim->day * 86400000;
        if (i == 0) {
            TRY(villages_open(sim));
        }
        TRY(day_run(sim));
        if (sim->options->progress != NULL) {
            sim->options->progress(sim->options->context, (uint64_t)i + 1,
                                   (uint64_t)sim->options->days);
        }
    }
    return OK;
}

static struct status people_make(struct simulation *sim)
{
    sim->villages = calloc((size_t)sim->options->villages, sizeof *sim->villages);
    if (sim->villages == NULL) {
        return FAULT(OUT_OF_MEMORY);
    }
    for (int64_t i = 0; i < sim->options->villages; i++) {
        struct resident *residents =
            calloc((size_t)sim->options->residents, sizeof(struct resident));
        if (residents == NULL) {
            return FAULT(OUT_OF_MEMORY);
        }
        sim->villages[i].residents = residents;
    }
    return OK;
}

struct status simulate_run(struct journal *journal, struct people *people,
                           const struct simulate_options *options, struct simulated *simulated,
                           struct problem *problem)
{
    REQUIRE(journal != NULL && options != NULL && simulated != NULL);
    REQUIRE(options->villages >= 1 && options->villages <= SIMULATE_VILLAGES_MAX);
    REQUIRE(options->residents >= 10 && options->residents <= SIMULATE_RESIDENTS_MAX);
    REQUIRE(options->days >= 1 && options->days <= SIMULATE_DAYS_MAX);
    *simulated = (struct simulated){0};
    struct simulation *sim = calloc(1, sizeof *sim);
    if (sim == NULL) {
        return FAULT(OUT_OF_MEMORY);
    }
    sim->journal = journal;
    sim->people = people;
    sim->options = options;
    sim->done = simulated;
    sim->problem = problem;
    sim->chance.state = options->seed;
    struct status status = people_make(sim);
    if (status_ok(status)) {
        status = days_run(sim);
    }
    for (int64_t i = 0; sim->villages != NULL && i < options->villages; i++) {
        free(sim->villages[i].residents);
    }
    free(sim->villages);
    free(sim);
    return status;
}
