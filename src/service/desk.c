/* desk.c - the writer's thread takes what waits, runs it in order and seals it; another waits for
 * the disk and hands it back for its answers, while the writer has the next group in hand. See
 * desk.h. */
#include "service/desk.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>

enum { IDLE_COMMIT_MS = 20 };

struct queue {
    struct desk_job *first;
    struct desk_job **last;
    size_t count;
};

struct desk {
    struct desk_options options;
    pthread_mutex_t lock; /* of all that follows */
    struct lane {
        struct desk *desk;
        pthread_cond_t work;
        struct queue waiting;
        pthread_t thread;
        bool runs;
    } lanes[DESK_LANES];
    struct queue sealed; /* jobs that wait for the disk */
    pthread_cond_t seal;
    pthread_t syncer;
    bool syncs;
    bool sealed_all; /* the writer has ended */
    struct queue ready;
    bool closing;
    atomic_bool broken;
};

static void queue_reset(struct queue *queue)
{
    queue->first = NULL;
    queue->last = &queue->first;
    queue->count = 0;
}

static void queue_add(struct queue *queue, struct desk_job *job)
{
    job->next = NULL;
    *queue->last = job;
    queue->last = &job->next;
    queue->count++;
}

static struct desk_job *queue_take(struct queue *queue)
{
    struct desk_job *job = queue->first;
    if (job != NULL) {
        queue->first = job->next;
        if (queue->first == NULL) {
            queue->last = &queue->first;
        }
        queue->count--;
    }
    return job;
}

static struct timespec after(int64_t ms)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += ms / 1000;
    until.tv_nsec += ms % 1000 * 1000000;
    until.tv_sec += until.tv_nsec / 1000000000;
    until.tv_nsec %= 1000000000;
    return until;
}

/* The writer is at most one group ahead of the disk: while it waits, the next group grows. */
static bool group_due(const struct desk *desk)
{
    return desk->sealed.count == 0 && (desk->lanes[LANE_WRITER].waiting.count > 0 || desk->closing);
}

/* Waits for jobs, and takes at most a group of them. Nobody came for `wait_ms` (-1: for ever):
 * NULL. */
static struct desk_job *group_wait(struct desk *desk, int64_t wait_ms, bool *closing)
{
    const struct timespec until = after(wait_ms < 0 ? 0 : wait_ms);
    struct lane *lane = &desk->lanes[LANE_WRITER];
    pthread_mutex_lock(&desk->lock);
    int waited = 0;
    while (!group_due(desk) && waited == 0) {
        bool rests = lane->waiting.count == 0 && wait_ms >= 0; /* else the disk is waited for */
        waited = rests ? pthread_cond_timedwait(&lane->work, &desk->lock, &until)
                       : pthread_cond_wait(&lane->work, &desk->lock);
    }
    struct queue group;
    queue_reset(&group);
    size_t most = waited == 0 ? DESK_GROUP_MAX : 0;
    for (size_t i = 0; i < most && lane->waiting.count > 0; i++) {
        queue_add(&group, queue_take(&lane->waiting));
    }
    *closing = desk->closing && lane->waiting.count == 0 && group.count == 0;
    pthread_mutex_unlock(&desk->lock);
    return group.first;
}

/* Ends what the jobs so far have written: private rows are on the disk before the operations that
 * need them are in the journal, whose sync is waited for elsewhere. */
static struct status group_end(struct side *side, bool *people_open)
{
    if (*people_open) {
        TRY(people_commit(side->people));
        *people_open = false;
    }
    TRY(people_look_end(side->people));
    if (side->group_open) {
        TRY(journal_seal_ahead(side->journal));
        side->group_open = false;
    }
    return OK;
}

/* One job. A refusal takes its private rows back; a fault ends everything. */
static struct status job_run(struct desk *desk, struct desk_job *job, bool *people_open)
{
    struct side *side = desk->options.side;
    if (job->alone) {
        TRY(group_end(side, people_open));
    }
    if (job->private_rows && !*people_open) {
        TRY(people_look_end(side->people));
        TRY(people_begin(side->people));
        *people_open = true;
    } else if (!*people_open && !job->alone) {
        TRY(people_look(side->people)); /* many jobs, one look at what stands there */
    }
    if (job->private_rows) {
        TRY(people_mark(side->people));
    }
    job->status = job->run(job, side);
    if (job->private_rows) {
        TRY(people_unmark(side->people, status_ok(job->status)));
    }
    return status_is_fault(job->status) ? job->status : OK;
}

static struct status group_run(struct desk *desk, struct desk_job *first)
{
    struct side *side = desk->options.side;
    bool people_open = false;
    bool commit = false;
    for (struct desk_job *job = first; job != NULL; job = job->next) {
        TRY(job_run(desk, job, &people_open));
        commit = commit || job->commit;
    }
    TRY(group_end(side, &people_open));
    return commit ? journal_commit(side->journal) : OK;
}

static void group_answer(struct desk *desk, struct desk_job *first, struct status status)
{
    pthread_mutex_lock(&desk->lock);
    for (struct desk_job *job = first; job != NULL;) {
        struct desk_job *next = job->next;
        if (!status_ok(status)) {
            job->status = FAULT(UNKNOWN_RETRY);
        }
        queue_add(&desk->ready, job);
        job = next;
    }
    pthread_mutex_unlock(&desk->lock);
    desk->options.wake(desk->options.context);
}

/* The writer has done its part. */
static void group_seal(struct desk *desk, struct desk_job *first)
{
    pthread_mutex_lock(&desk->lock);
    while (first != NULL) {
        struct desk_job *next = first->next;
        queue_add(&desk->sealed, first);
        first = next;
    }
    pthread_cond_signal(&desk->seal);
    pthread_mutex_unlock(&desk->lock);
}

/* All that is sealed; NULL: nothing will come any more. */
static struct desk_job *sealed_take(struct desk *desk)
{
    pthread_mutex_lock(&desk->lock);
    while (desk->sealed.count == 0 && !desk->sealed_all) {
        pthread_cond_wait(&desk->seal, &desk->lock);
    }
    struct desk_job *first = desk->sealed.first;
    queue_reset(&desk->sealed);
    pthread_cond_signal(&desk->lanes[LANE_WRITER].work);
    pthread_mutex_unlock(&desk->lock);
    return first;
}

static void *syncer_main(void *context)
{
    struct desk *desk = context;
    for (struct desk_job *group = sealed_take(desk); group != NULL; group = sealed_take(desk)) {
        struct status status = journal_sync(desk->options.side->journal);
        if (!status_ok(status)) {
            atomic_store(&desk->broken, true);
        }
        group_answer(desk, group, status);
    }
    return NULL;
}

static void committed_tell(struct desk *desk)
{
    struct side *side = desk->options.side;
    desk->options.committed(desk->options.context, journal_committed(side->journal));
}

static void *writer_main(void *context)
{
    struct desk *desk = ((struct lane *)context)->desk;
    struct side *side = desk->options.side;
    bool closing = false;
    int64_t wait_ms = IDLE_COMMIT_MS;
    while (!closing) {
        struct desk_job *group = group_wait(desk, wait_ms, &closing);
        struct status status = OK;
        wait_ms = IDLE_COMMIT_MS;
        if (atomic_load(&desk->broken)) {
            status = FAULT(UNKNOWN_RETRY);
        } else if (group != NULL) {
            status = group_run(desk, group);
        } else {
            status = journal_rest(side->journal, &wait_ms); /* readers may see it all */
        }
        if (!status_ok(status)) {
            atomic_store(&desk->broken, true);
        } else {
            committed_tell(desk);
        }
        if (group != NULL && status_ok(status)) {
            group_seal(desk, group);
        } else if (!status_ok(status)) {
            group_answer(desk, group, status);
        }
    }
    pthread_mutex_lock(&desk->lock);
    desk->sealed_all = true;
    pthread_cond_signal(&desk->seal);
    pthread_mutex_unlock(&desk->lock);
    return NULL;
}

static struct desk_job *slow_wait(struct lane *lane)
{
    struct desk *desk = lane->desk;
    pthread_mutex_lock(&desk->lock);
    while (lane->waiting.count == 0 && !desk->closing) {
        pthread_cond_wait(&lane->work, &desk->lock);
    }
    struct desk_job *job = queue_take(&lane->waiting);
    pthread_mutex_unlock(&desk->lock);
    return job;
}

static void *slow_main(void *context)
{
    struct lane *lane = context;
    for (struct desk_job *job = slow_wait(lane); job != NULL; job = slow_wait(lane)) {
        job->status = job->run(job, NULL);
        job->next = NULL;
        group_answer(lane->desk, job, OK);
    }
    return NULL;
}

static void lanes_prepare(struct desk *desk)
{
    pthread_condattr_t clock;
    pthread_condattr_init(&clock);
    pthread_condattr_setclock(&clock, CLOCK_MONOTONIC);
    pthread_mutex_init(&desk->lock, NULL);
    pthread_cond_init(&desk->seal, NULL);
    queue_reset(&desk->sealed);
    queue_reset(&desk->ready);
    for (size_t i = 0; i < DESK_LANES; i++) {
        struct lane *lane = &desk->lanes[i];
        lane->desk = desk;
        queue_reset(&lane->waiting);
        pthread_cond_init(&lane->work, &clock);
    }
    pthread_condattr_destroy(&clock);
}

static struct status threads_start(struct desk *desk)
{
    desk->syncs = pthread_create(&desk->syncer, NULL, syncer_main, desk) == 0;
    for (size_t i = 0; i < DESK_LANES; i++) {
        struct lane *lane = &desk->lanes[i];
        void *(*body)(void *) = i == LANE_WRITER ? writer_main : slow_main;
        lane->runs = pthread_create(&lane->thread, NULL, body, lane) == 0;
        if (!lane->runs) {
            return FAULT(OUT_OF_MEMORY);
        }
    }
    return desk->syncs ? OK : FAULT(OUT_OF_MEMORY);
}

struct status desk_open(const struct desk_options *options, struct desk **out)
{
    REQUIRE(options != NULL && options->side != NULL && options->side->write && out != NULL);
    struct desk *desk = calloc(1, sizeof *desk);
    *out = desk;
    if (desk == NULL) {
        return FAULT(OUT_OF_MEMORY);
    }
    desk->options = *options;
    lanes_prepare(desk);
    struct status status = threads_start(desk);
    if (!status_ok(status)) {
        desk_close(out);
    }
    return status;
}

void desk_close(struct desk **desk)
{
    REQUIRE(desk != NULL);
    struct desk *old = *desk;
    *desk = NULL;
    if (old == NULL) {
        return;
    }
    pthread_mutex_lock(&old->lock);
    old->closing = true;
    for (size_t i = 0; i < DESK_LANES; i++) {
        pthread_cond_broadcast(&old->lanes[i].work);
    }
    pthread_mutex_unlock(&old->lock);
    for (size_t i = 0; i < DESK_LANES; i++) {
        if (old->lanes[i].runs) {
            pthread_join(old->lanes[i].thread, NULL);
        }
    }
    if (old->syncs) {
        pthread_mutex_lock(&old->lock);
        old->sealed_all = true; /* also where no writer could be started */
        pthread_cond_signal(&old->seal);
        pthread_mutex_unlock(&old->lock);
        pthread_join(old->syncer, NULL);
    }
    desk_collect(old);
    pthread_cond_destroy(&old->seal);
    for (size_t i = 0; i < DESK_LANES; i++) {
        pthread_cond_destroy(&old->lanes[i].work);
    }
    pthread_mutex_destroy(&old->lock);
    free(old);
}

struct status desk_submit(struct desk *desk, struct desk_job *job)
{
    REQUIRE(job != NULL && job->run != NULL && job->done != NULL);
    struct status status = OK;
    if (desk == NULL) {
        return REFUSE(DESK_FULL);
    }
    pthread_mutex_lock(&desk->lock);
    struct lane *lane = &desk->lanes[job->lane];
    size_t room = job->lane == LANE_WRITER ? DESK_QUEUE_MAX : DESK_SLOW_MAX;
    if (lane->waiting.count >= room) {
        status = REFUSE(DESK_FULL);
    } else {
        queue_add(&lane->waiting, job);
        if (lane->waiting.count == 1) {
            pthread_cond_signal(&lane->work);
        }
    }
    pthread_mutex_unlock(&desk->lock);
    return status;
}

void desk_collect(struct desk *desk)
{
    pthread_mutex_lock(&desk->lock);
    struct desk_job *job = desk->ready.first;
    queue_reset(&desk->ready);
    pthread_mutex_unlock(&desk->lock);
    while (job != NULL) {
        struct desk_job *next = job->next;
        job->done(job);
        job = next;
    }
}

bool desk_broken(const struct desk *desk)
{
    return atomic_load(&desk->broken);
}

size_t desk_waiting(const struct desk *desk)
{
    struct desk *open = (struct desk *)(uintptr_t)desk; /* the lock is no part of what is told */
    pthread_mutex_lock(&open->lock);
    size_t count = open->lanes[LANE_WRITER].waiting.count;
    pthread_mutex_unlock(&open->lock);
    return count;
}
