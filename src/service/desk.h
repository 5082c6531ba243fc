/* desk.h - the one desk at which everything is written.
 *
 * One thread takes the jobs that wait, as many as there are, and runs them one after another: each
 * sees what the ones before it did, so two people can never get the last bag of rice. A job writes
 * private rows and tries operations. Then private rows are made durable, then the journal's group,
 * each by one sync, and only then does any of these jobs go back to the loop. The journal's sync is
 * waited for by a thread of its own: the next group is in hand meanwhile. Two more threads take
 * slow work that writes nothing: one passwords, one calls to other servers, so that a gateway which
 * does not answer keeps nobody from logging in. */
#pragma once

#include "service/side.h"

struct desk;
struct desk_job;

enum {
    DESK_GROUP_MAX = 512, /* jobs */
    DESK_QUEUE_MAX = 8192,
    DESK_SLOW_MAX = 256,
};

enum desk_lane { LANE_WRITER, LANE_ASIDE, LANE_OUTBOUND, DESK_LANES };

struct desk_job {
    struct desk_job *next; /* the desk's own */
    /* On the desk's thread. What it returns becomes `status`; anything but OK takes back the
     * private rows that it wrote. Operations that were accepted stay accepted. */
    struct status (*run)(struct desk_job *job, struct side *side);
    /* On the loop's thread, after the sync. The job is the caller's again. */
    void (*done)(struct desk_job *job);
    struct status status;
    bool private_rows;   /* it may write in people.db */
    bool alone;          /* nothing is open when it runs: it begins and ends what it needs */
    bool commit;         /* the books are committed before it is done: readers see all of it */
    enum desk_lane lane; /* which thread; but for the writer's `side` is NULL */
};

struct desk_options {
    struct side *side;           /* borrowed; opened for writing */
    void (*wake)(void *context); /* from the desk's threads: jobs are done, call desk_collect() */
    /* After the books were committed, on the desk's thread: what the readers may take up now. */
    void (*committed)(void *context, uint64_t records);
    void *context;
};

CHECKED struct status desk_open(const struct desk_options *options, struct desk **out);
/* Runs what is queued, then ends the threads. `done` is called for the rest. Sets to NULL. */
void desk_close(struct desk **desk);

/* Refuses: DESK_FULL, also where there is no desk any more (NULL): the service ends. */
CHECKED struct status desk_submit(struct desk *desk, struct desk_job *job);
/* Calls `done` of the jobs that are ready; on the loop's thread. */
void desk_collect(struct desk *desk);
/* A sync failed: nothing more is taken, the process should stop. */
bool desk_broken(const struct desk *desk);
size_t desk_waiting(const struct desk *desk);
