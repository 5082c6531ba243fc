/* run.c - what is done by itself: each minute new records are taken up; once a village day, or when
 * the board asks, each village's rows are held against the rules, its groups are counted, and on
 * the first run of a week awards are drawn. In turns: the desk is never held for long, the rules
 * run on the thread for slow work over rows in memory. Killed at any point, the next run does it
 * again and finds the same. */
#include <stdlib.h>
#include <string.h>

#include "base/day.h"
#include "oversight/oversight_internal.h"

enum {
    LOOK_AGAIN_MS = 60 * 1000,
    TAKE_TURN = 128,
    LOAD_TURN = 8192,
    KEEP_TURN = 16,
    MEMBER_TURN = 64,
    FINDINGS_MAX = 1000, /* of one village and half-year: beyond, the board has enough to do */
    LEAD_DAYS = 7,
    HALVES = 2,
};

enum run_step { RUN_TAKE, RUN_LOAD, RUN_DETECT, RUN_KEEP, RUN_SHARES, RUN_DRAW, RUN_DONE };

struct run_village {
    char code[CODE_MAX + 1];
    struct village village;
};

struct run {
    struct desk_job job; /* must be first */
    struct service *service;
    bool busy;
    bool wanted;       /* the board asked */
    bool due;          /* a day has begun, or the board asked: all steps, not the first alone */
    int64_t caught_up; /* instant of the last look that left nothing; 0: none yet */
    int32_t done;      /* the day whose run was finished */
    int32_t today;
    int64_t now;
    enum run_step step;
    uint64_t records; /* taken up */
    struct run_village *villages;
    size_t village_count;

    /* where the step is */
    size_t village_at;
    int half; /* 0: this half-year, 1: the one before */
    uint64_t from;
    struct book_row *rows;
    size_t row_count;
    size_t row_room;
    struct finding *findings;
    size_t finding_count;
    size_t finding_room;
    size_t kept;
    struct earned {
        int64_t member;
        int64_t points;
    } * earned; /* of the village's rows, by member once both half-years are in */
    size_t earned_count;
    int64_t member;
    struct shares shares;
};

static struct run_village *here(struct run *run)
{
    return &run->villages[run->village_at];
}

/* The first day of the half-year `back` half-years before the day's own. */
static int32_t half_start(int32_t day, int back)
{
    struct civil civil = day_to_civil(day);
    int32_t half = 2 * civil.year + (civil.month > 6) - back;
    return day_from_civil((struct civil){half / 2, half % 2 == 0 ? 1 : 7, 1});
}

/* ---- taking up ---- */

static struct status take(struct run *run, struct side *side)
{
    bool more = false;
    int64_t now = side_now(side);
    bool timed = run->caught_up != 0 && now - run->caught_up <= 2 * LOOK_AGAIN_MS / 1000;
    TRY(oversight__pass_get(oversight__of(side), &run->records));
    TRY(oversight__take(side, &run->records, TAKE_TURN, timed, &more));
    if (!more) {
        run->caught_up = now;
        run->now = now > run->now ? now : run->now + 1; /* each run has its own */
        run->village_at = 0;
        run->half = 0;
        run->from = 0;
        run->row_count = 0;
        run->earned_count = 0;
        run->step = run->due && run->village_count > 0 ? RUN_LOAD : RUN_DONE;
    }
    return OK;
}

/* ---- rules ---- */

static struct status rows_grow(struct run *run)
{
    if (run->row_room - run->row_count >= LOAD_TURN) {
        return OK;
    }
    size_t room = 2 * run->row_room + LOAD_TURN;
    struct book_row *more = realloc(run->rows, room * sizeof *more);
    if (more == NULL) {
        return FAULT(OUT_OF_MEMORY);
    }
    run->rows = more;
    run->row_room = room;
    return OK;
}

static struct status load(struct run *run, struct side *side)
{
    size_t count = 0;
    int32_t first = half_start(run->today, run->half);
    int32_t last = day_add_months(first, 6) - 1;
    TRY(rows_grow(run));
    TRY(oversight__row_page(oversight__of(side), here(run)->village.id, run->from,
                            first - LEAD_DAYS, last, run->rows + run->row_count, LOAD_TURN, &count,
                            &run->from));
    run->row_count += count;
    run->step = run->from == 0 ? RUN_DETECT : RUN_LOAD;
    return OK;
}

static struct status finding_take(void *context, const struct finding *finding)
{
    struct run *run = context;
    if (run->finding_count == FINDINGS_MAX) {
        return OK;
    }
    if (run->finding_count == run->finding_room) {
        size_t room = 2 * run->finding_room + 16;
        struct finding *more = realloc(run->findings, room * sizeof *more);
        if (more == NULL) {
            return FAULT(OUT_OF_MEMORY);
        }
        run->findings = more;
        run->finding_room = room;
    }
    run->findings[run->finding_count++] = *finding;
    return OK;
}

static int by_member(const void *a, const void *b)
{
    const struct earned *x = a;
    const struct earned *y = b;
    return compare_integers(x->member, y->member);
}

/* Adds the half-year's awards; after the last one a member stands there once. */
static struct status earned_add(struct run *run, const struct rows *rows)
{
    struct earned *more =
        realloc(run->earned, (run->earned_count + rows->count + 1) * sizeof *more);
    if (more == NULL) {
        return FAULT(OUT_OF_MEMORY);
    }
    run->earned = more;
    for (size_t i = 0; i < rows->count; i++) {
        if (row_award_within(rows, &rows->list[i])) {
            more[run->earned_count++] = (struct earned){rows->list[i].member, rows->list[i].points};
        }
    }
    qsort(more, run->earned_count, sizeof *more, by_member);
    size_t kept = 0;
    for (size_t i = 0; i < run->earned_count; i++) {
        if (kept > 0 && more[kept - 1].member == more[i].member) {
            more[kept - 1].points += more[i].points;
        } else {
            more[kept++] = more[i];
        }
    }
    run->earned_count = kept;
    return OK;
}

static int64_t earned_of(const struct run *run, int64_t member)
{
    struct earned key = {member, 0};
    const struct earned *found =
        run->earned_count == 0
            ? NULL
            : bsearch(&key, run->earned, run->earned_count, sizeof *run->earned, by_member);
    return found != NULL ? found->points : 0;
}

static struct status detect(struct run *run)
{
    int32_t first = half_start(run->today, run->half);
    struct rows rows = {run->rows, run->row_count, first, day_add_months(first, 6) - 1};
    run->finding_count = 0;
    for (const detect_fn *rule = detectors; *rule != NULL; rule++) {
        TRY((*rule)(&rows, finding_take, run));
    }
    run->kept = 0;
    run->step = RUN_KEEP;
    return earned_add(run, &rows);
}

static void half_next(struct run *run)
{
    run->half++;
    run->from = 0;
    run->row_count = 0;
    run->step = run->half < HALVES ? RUN_LOAD : RUN_SHARES;
    if (run->step == RUN_SHARES) {
        run->member = 0;
        run->shares.count = 0;
    }
}

static struct status keep(struct run *run, struct side *side)
{
    int32_t half = half_start(run->today, run->half);
    for (int i = 0; i < KEEP_TURN && run->kept < run->finding_count; i++) {
        TRY(oversight__keep(side, here(run)->code, half, &run->findings[run->kept], run->now));
        run->kept++;
    }
    if (run->kept < run->finding_count) {
        return OK;
    }
    TRY(oversight__signals_gone(oversight__of(side), here(run)->code, half, run->now));
    half_next(run);
    return OK;
}

/* ---- groups, and the draw ---- */

static struct status shares(struct run *run, struct side *side)
{
    struct member_row list[MEMBER_TURN];
    size_t count = 0;
    TRY(identity_members(side->identity, here(run)->village.id, run->member, list, MEMBER_TURN,
                         &count));
    for (size_t i = 0; i < count; i++) {
        if (!list[i].closed) { /* who left or died is no longer left out */
            TRY(oversight__share_add(side, &here(run)->village, &list[i],
                                     earned_of(run, list[i].id), &run->shares));
        }
        run->member = list[i].id;
    }
    if (count == MEMBER_TURN) {
        return OK;
    }
    run->step = RUN_DRAW;
    return oversight__share_keep(side, here(run)->code, &run->shares);
}

static struct status draw(struct run *run, struct side *side)
{
    struct oversight *own = oversight__of(side);
    struct run_village *village = here(run);
    struct week_draw last = {.until = 0};
    struct ran ran = {run->today, run->now, run->records};
    bool found = false;
    TRY(oversight__draw(side, village->code, &village->village, run->records));
    TRY(oversight__draw_get(own, village->code, INT32_MAX, &last, &found));
    TRY(oversight__rows_old(own, village->village.id, half_start(run->today, 1) - LEAD_DAYS,
                            last.until));
    TRY(oversight__run_put(own, village->code, &ran));
    run->village_at++;
    run->half = 0;
    run->from = 0;
    run->row_count = 0;
    run->earned_count = 0;
    run->step = run->village_at < run->village_count ? RUN_LOAD : RUN_DONE;
    return OK;
}

/* ---- turn after turn ---- */

static struct status job_run(struct desk_job *job, struct side *side)
{
    struct run *run = (struct run *)job; /* its first member */
    switch (run->step) {
    case RUN_TAKE:
        return take(run, side);
    case RUN_LOAD:
        return load(run, side);
    case RUN_DETECT:
        return detect(run); /* on the thread for slow work: there is no side */
    case RUN_KEEP:
        return keep(run, side);
    case RUN_SHARES:
        return shares(run, side);
    case RUN_DRAW:
        return draw(run, side);
    case RUN_DONE:
        break;
    }
    return OK;
}

static void memory_give_back(struct run *run)
{
    free(run->rows);
    free(run->findings);
    free(run->earned);
    run->earned = NULL;
    run->earned_count = 0;
    run->rows = NULL;
    run->findings = NULL;
    run->row_room = 0;
    run->finding_room = 0;
}

static void turn_again(struct run *run)
{
    struct desk *desk = service_desk(run->service);
    if (run->step == RUN_DONE) {
        run->done = run->due ? run->today : run->done;
        run->due = false;
        memory_give_back(run);
    } else if (desk != NULL) { /* NULL: the service ends */
        run->job.lane = run->step == RUN_DETECT ? LANE_ASIDE : LANE_WRITER;
        run->job.private_rows = run->step != RUN_DETECT;
        run->busy = status_ok(desk_submit(desk, &run->job)); /* else again at the next look */
    }
}

static void job_done(struct desk_job *job)
{
    struct run *run = (struct run *)job;
    run->busy = false;
    if (status_ok(job->status)) {
        turn_again(run);
    } else {
        run->step = RUN_DONE; /* what was read so far stays; the next look begins anew */
        memory_give_back(run);
    }
}

static struct status village_take(void *context, const char *code, const struct village *village)
{
    struct run *run = context;
    struct run_village *more = realloc(run->villages, (run->village_count + 1) * sizeof *more);
    if (more == NULL) {
        return FAULT(OUT_OF_MEMORY);
    }
    run->villages = more;
    struct run_village *last = &more[run->village_count++];
    *last = (struct run_village){.village = *village};
    snprintf(last->code, sizeof last->code, "%s", code);
    return OK;
}

static struct status begin(struct run *run, struct side *reader)
{
    run->village_count = 0;
    TRY(identity_village_each(reader->identity, village_take, run));
    run->today = INT32_MAX;
    for (size_t i = 0; i < run->village_count; i++) {
        int32_t today = side_today(reader, &run->villages[i].village);
        run->today = today < run->today ? today : run->today;
    }
    run->due = run->village_count > 0 && (run->wanted || run->today != run->done);
    run->wanted = false;
    run->step = RUN_TAKE;
    return OK;
}

void oversight_tick(struct service *service, struct side *reader, int64_t now_ms)
{
    struct oversight *own = oversight__of(reader);
    if (own->run == NULL) {
        own->run = calloc(1, sizeof *own->run);
        if (own->run == NULL) {
            return;
        }
        own->run->done = -1;
        own->looked_ms = now_ms - LOOK_AGAIN_MS;
    }
    struct run *run = own->run;
    if (run->busy || (now_ms - own->looked_ms < LOOK_AGAIN_MS && !run->wanted)) {
        return;
    }
    own->looked_ms = now_ms;
    run->service = service;
    run->job = (struct desk_job){.run = job_run, .done = job_done, .private_rows = true};
    if (status_ok(begin(run, reader))) {
        turn_again(run);
    }
}

bool oversight__run_busy(const struct oversight *own)
{
    return own->run == NULL || own->run->wanted || (own->run->busy && own->run->due);
}

bool oversight__run_ask(struct oversight *own)
{
    bool idle = !oversight__run_busy(own);
    if (own->run != NULL) {
        own->run->wanted = true;
    }
    return idle;
}

void oversight__run_free(struct oversight *own)
{
    if (own->run != NULL) {
        memory_give_back(own->run);
        free(own->run->villages);
        free(own->run);
        own->run = NULL;
    }
}
