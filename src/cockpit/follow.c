/* follow.c - takes new records into the tallies as they are committed, in turns at the desk: never
 * many at once, so that nobody waits for a screen. Killed at any point it goes on where it was. */
#include <stdlib.h>

#include "cockpit/cockpit_internal.h"

enum { TAKE_TURN = 128, TIMED_RECORDS = 1024 };

struct follow {
    struct desk_job job; /* must be first */
    struct service *service;
    bool busy;
    uint64_t records; /* taken up */
    uint64_t until;
};

static struct status take_run(struct desk_job *job, struct side *side)
{
    struct follow *follow = (struct follow *)job;
    /* What is far behind was booked some time or other. */
    TRY(cockpit__pass_get(cockpit__of(side), &follow->records));
    int64_t at = follow->until - follow->records <= TIMED_RECORDS && follow->records > 0
                     ? side_now(side)
                     : 0;
    return cockpit__take(side, &follow->records, follow->until, TAKE_TURN, at);
}

static void turn(struct follow *follow)
{
    struct desk *desk = service_desk(follow->service);
    if (desk != NULL && follow->records < follow->until) { /* NULL: the service ends */
        follow->busy = status_ok(desk_submit(desk, &follow->job));
    }
}

static void take_done(struct desk_job *job)
{
    struct follow *follow = (struct follow *)job;
    follow->busy = false;
    if (status_ok(job->status)) {
        turn(follow);
    } /* else again at the next tick */
}

void cockpit_tick(struct service *service, struct side *reader, int64_t now_ms)
{
    struct cockpit *own = cockpit__of(reader);
    (void)now_ms;
    if (own->follow == NULL) {
        own->follow = calloc(1, sizeof *own->follow);
        if (own->follow == NULL) {
            return;
        }
    }
    struct follow *follow = own->follow;
    if (follow->busy) {
        return;
    }
    follow->service = service;
    follow->until = journal_committed(reader->journal);
    follow->job = (struct desk_job){.run = take_run, .done = take_done, .private_rows = true};
    turn(follow);
}

void cockpit__follow_free(struct cockpit *own)
{
    free(own->follow);
    own->follow = NULL;
}
