/* desk.c - the writer's thread: takes what waits, runs it in order, makes it durable together,
 * answers all of it. See desk.h. */
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

/* Waits for jobs, and takes at most a group of them. Nobody came for `wait_ms` (-1: for ever):
 * NULL. */
static struct desk_job *group_wait(struct desk *desk, int64_t wait_ms, bool *closing)
{
    const struct timespec until = after(wait_ms < 0 ? 0 : wait_ms);
    struct lane *lane = &desk->lanes[LANE_WRITER];
    pthread_mutex_lock(&desk->lock);
    int waited = 0;
    while (lane->waiting.count == 0 && !desk->closing && waited == 0) {
        waited = wait_ms < 0 ? pthread_cond_wait(&lane->work, &desk->lock)
                             : pthread_cond_timedwait(&lane->work, &desk->lock, &until);
    }
    struct queue group;
    queue_reset(&group);
    for (size_t i = 0; i < DESK_GROUP_MAX && lane->waiting.count > 0; i++) {
        queue_add(&group, queue_take(&lane->waiting));
    }
    *closing = desk->closing && group.count == 0;
    pthread_mutex_unlock(&desk->lock);
    return group.first;
}

/* Ends what the jobs so far have written. */
static struct status group_end(struct side *side, bool *people_open)
{
    if (*people_open) {
        TRY(people_commit(side->people));
        *people_open = false;
    }
    if (side->group_open) {
        TRY(journal_seal(side->journal));
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
        TRY(people_begin(side->people));
        *people_open = true;
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
        if (group != NULL || !status_ok(status)) {
            group_answer(desk, group, status);
        }
    }
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
    for (size_t i = 0; i < DESK_LANES; i++) {
        struct lane *lane = &desk->lanes[i];
        void *(*body)(void *) = i == LANE_WRITER ? writer_main : slow_main;
        lane->runs = pthread_create(&lane->thread, NULL, body, lane) == 0;
        if (!lane->runs) {
            return FAULT(OUT_OF_MEMORY);
        }
    }
    return OK;
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
    desk_collect(old);
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
