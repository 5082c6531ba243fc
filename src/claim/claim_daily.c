/* claim_daily.c - once a village day: panels for claims that fell short of reviewers when they came
 * in, or when somebody stood back. One claim a turn, so that a draw which is refused takes back its
 * own rows alone. What is due is found in the rows, not remembered: after a kill the next start
 * finds the rest. */
#include <stdlib.h>
#include <string.h>

#include "claim/claim_internal.h"

enum { LOOK_AGAIN_MS = 60 * 1000, TURN_CLAIMS = 64 };

struct drawer {
    struct desk_job job; /* must be first */
    struct service *service;
    bool busy;
    int64_t looked_ms;
    int32_t done;     /* the day that was finished */
    int32_t today;    /* the day that is worked on */
    struct call call; /* nobody's: names the village for the draw */
    int64_t after;    /* the number of the claim that was looked at last */
    bool over;        /* no village is left */
    bool found;
    struct claim claim; /* the first that wants a panel */
    size_t seen;
    struct side *side;
};

static struct status claim_look(void *context, const struct claim *stored)
{
    struct drawer *drawer = context;
    if (drawer->found) {
        return OK;
    }
    drawer->claim = *stored;
    drawer->after = stored->number;
    drawer->seen++;
    TRY(claim__judge(drawer->side, &drawer->claim));
    return claim__draw_wanted(drawer->side, &drawer->claim, &drawer->found);
}

static struct status village_next(struct drawer *drawer)
{
    struct call *call = &drawer->call;
    char before[CODE_MAX + 1];
    snprintf(before, sizeof before, "%s", call->village_code);
    TRY(identity_village_after(drawer->side->identity, before, call->village_code, &call->village));
    drawer->after = 0;
    drawer->over = call->village.id == 0;
    return OK;
}

static struct status turn_run(struct desk_job *job, struct side *side)
{
    struct drawer *drawer = (struct drawer *)job; /* its first member */
    drawer->side = side;
    drawer->found = false;
    drawer->seen = 0;
    struct claim_query query = {.village = drawer->call.village_code,
                                .after = drawer->after,
                                .since = INT64_MAX,
                                .limit = TURN_CLAIMS};
    TRY(claim__queue_each(claims_of(side), &query, claim_look, drawer));
    if (!drawer->found) {
        return drawer->seen < TURN_CLAIMS ? village_next(drawer) : OK;
    }
    struct status drawn = claim__draw_next(&drawer->call, side, &drawer->claim, false);
    return drawn.code == STATUS_PANEL_SHORT ? OK : drawn;
}

static void turn_again(struct drawer *drawer)
{
    struct desk *desk = service_desk(drawer->service);
    if (drawer->over) {
        drawer->done = drawer->today;
    } else if (desk != NULL) { /* NULL: the service ends */
        drawer->busy = status_ok(desk_submit(desk, &drawer->job));
    }
}

static void turn_done(struct desk_job *job)
{
    struct drawer *drawer = (struct drawer *)job;
    drawer->busy = false;
    if (!status_is_fault(job->status)) { /* a refusal is one claim's; the others go on */
        turn_again(drawer);
    }
}

static void day_begin(struct drawer *drawer, struct side *reader)
{
    struct call *call = &drawer->call;
    struct status found =
        identity_village_after(reader->identity, "", call->village_code, &call->village);
    if (!status_ok(found) || call->village.id == 0) {
        return;
    }
    drawer->today = side_today(reader, &call->village);
    drawer->after = 0;
    drawer->over = false;
    drawer->job =
        (struct desk_job){.run = turn_run, .done = turn_done, .private_rows = true, .commit = true};
    if (drawer->today != drawer->done) {
        turn_again(drawer);
    }
}

void claim_tick(struct service *service, struct side *reader, int64_t now_ms)
{
    struct claims *own = claims_of(reader);
    if (own->drawer == NULL) {
        own->drawer = calloc(1, sizeof *own->drawer);
        if (own->drawer == NULL) {
            return;
        }
        own->drawer->done = -1;
        own->drawer->looked_ms = now_ms - LOOK_AGAIN_MS;
    }
    struct drawer *drawer = own->drawer;
    if (drawer->busy || now_ms - drawer->looked_ms < LOOK_AGAIN_MS) {
        return;
    }
    drawer->looked_ms = now_ms;
    drawer->service = service;
    day_begin(drawer, reader);
}

void claim__drawer_free(struct claims *own)
{
    free(own->drawer);
    own->drawer = NULL;
}
