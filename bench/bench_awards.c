/* bench_awards.c - durable awards through the journal, with everything on: two eyes, caps, fund,
 * lots, leaf, metrics, books.
 *
 *   bench_awards FOLDER COUNT        a new folder: 60 villages, then COUNT attendances, measured
 *   bench_awards FOLDER COUNT hold   the same, says "holding" and goes on until it is killed
 *   bench_awards FOLDER              opens the folder for writing, as after a crash, and closes it
 *
 * One thread makes and encodes operations, as clients do, one submits them in groups of 512; each
 * has a core of its own, as the rival's client and server have. Prints one line of JSON. */
#include <inttypes.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "app/folder.h"
#include "operations.h"

enum { RING = 8, WRITER_CORE = 0, CLIENT_CORE = 1, MARKS_MAX = 16 };

/* Batches on their way from the client to the writer. */
struct ring {
    pthread_mutex_t lock;
    pthread_cond_t moved;
    struct batch batches[RING];
    int filled;
    bool done; /* the client has nothing more, or the writer gave up */
    struct supply supply;
    int64_t end;
};

/* Where the run stood at some point. */
struct mark {
    int64_t awards;
    double seconds;
    double writer_cpu;
    double all_cpu; /* of the whole process: client, writer and what else the journal runs */
};

static void pin(unsigned core)
{
    cpu_set_t cores;
    CPU_ZERO(&cores);
    CPU_SET(core, &cores);
    (void)pthread_setaffinity_np(pthread_self(), sizeof cores, &cores); /* one core: as it is */
}

static double thread_cpu_seconds(void)
{
    struct timespec used;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
    return (double)used.tv_sec + 1e-9 * (double)used.tv_nsec;
}

static long peak_rss_kib(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

static void *client(void *context)
{
    struct ring *ring = context;
    pin(CLIENT_CORE);
    for (int next = 0;; next = (next + 1) % RING) {
        pthread_mutex_lock(&ring->lock);
        while (ring->filled == RING && !ring->done) {
            pthread_cond_wait(&ring->moved, &ring->lock);
        }
        bool done = ring->done;
        pthread_mutex_unlock(&ring->lock);
        struct batch *batch = &ring->batches[next];
        bool more =
            !done && status_ok(supply_awards(&ring->supply, ring->end, batch)) && batch->count > 0;
        pthread_mutex_lock(&ring->lock);
        ring->filled += more;
        ring->done = ring->done || !more;
        pthread_cond_signal(&ring->moved);
        pthread_mutex_unlock(&ring->lock);
        if (!more) {
            return NULL;
        }
    }
}

/* The oldest batch, or NULL where no more will come. */
static struct batch *ring_oldest(struct ring *ring, int next)
{
    pthread_mutex_lock(&ring->lock);
    while (ring->filled == 0 && !ring->done) {
        pthread_cond_wait(&ring->moved, &ring->lock);
    }
    bool any = ring->filled > 0;
    pthread_mutex_unlock(&ring->lock);
    return any ? &ring->batches[next] : NULL;
}

static void ring_release(struct ring *ring, int batches, bool done)
{
    pthread_mutex_lock(&ring->lock);
    ring->filled -= batches;
    ring->done = ring->done || done;
    pthread_cond_signal(&ring->moved);
    pthread_mutex_unlock(&ring->lock);
}

/* Every operation of the batch must be accepted. */
static struct status batch_submit(struct journal *journal, const struct batch *batch)
{
    struct journal_answer answers[BENCH_GROUP];
    TRY(journal_submit(journal, batch->spans, batch->count, answers));
    for (size_t i = 0; i < batch->count; i++) {
        TRY(answers[i].status);
    }
    return OK;
}

static struct status villages_make(struct journal *journal, struct supply *supply)
{
    struct batch *batch = malloc(sizeof *batch);
    struct status status = batch == NULL ? FAULT(OUT_OF_MEMORY) : OK;
    while (status_ok(status)) {
        status = supply_setup(supply, batch);
        if (!status_ok(status) || batch->count == 0) {
            break;
        }
        status = batch_submit(journal, batch);
    }
    free(batch);
    return status_ok(status) ? journal_commit(journal) : status;
}

/* Marks the run at each half and each whole power of ten. */
static void mark_set(struct mark *marks, int *count, const struct mark *now, int64_t *due)
{
    while (now->awards >= *due && *count < MARKS_MAX) {
        marks[(*count)++] = *now;
        int64_t power = 1;
        while (power * 10 <= *due) {
            power *= 10;
        }
        *due = *due == power ? power * 5 : power * 10;
    }
}

/* Submits what the client makes until there is no more. */
static struct status awards_write(struct journal *journal, struct ring *ring, struct mark *marks,
                                  int *mark_count)
{
    struct mark now = {0};
    int64_t due = 50000;
    double begun = bench_seconds();
    double cpu = thread_cpu_seconds();
    double all_cpu = bench_cpu_seconds();
    struct status status = OK;
    for (int next = 0; status_ok(status); next = (next + 1) % RING) {
        struct batch *batch = ring_oldest(ring, next);
        if (batch == NULL) {
            break;
        }
        status = batch_submit(journal, batch);
        now.awards += batch->awards;
        ring_release(ring, 1, !status_ok(status));
        now.seconds = bench_seconds() - begun;
        now.writer_cpu = thread_cpu_seconds() - cpu;
        now.all_cpu = bench_cpu_seconds() - all_cpu;
        mark_set(marks, mark_count, &now, &due);
    }
    TRY(status);
    TRY(journal_commit(journal));
    now.seconds = bench_seconds() - begun;
    now.writer_cpu = thread_cpu_seconds() - cpu;
    now.all_cpu = bench_cpu_seconds() - all_cpu;
    marks[(*mark_count)++] = now;
    return OK;
}

/* The last mark is the whole run; between each half and whole power of ten lies a point of the
 * curve. */
static void marks_print(const struct mark *marks, int count)
{
    const struct mark *all = &marks[count - 1];
    double awards = (double)all->awards;
    printf("{\"awards\": %" PRId64 ", \"seconds\": %.3f, \"per_second\": %.0f, "
           "\"writer_cpu_us\": %.2f, \"cpu_us\": %.2f, \"peak_rss_mib\": %ld, \"curve\": [",
           all->awards, all->seconds, awards / all->seconds, 1e6 * all->writer_cpu / awards,
           1e6 * all->all_cpu / awards, peak_rss_kib() / 1024);
    for (int i = 1; i < count - 1; i += 2) {
        double between = (double)(marks[i].awards - marks[i - 1].awards);
        printf("%s{\"awards\": %" PRId64 ", \"us\": %.2f, \"cpu_us\": %.2f}", i > 1 ? ", " : "",
               marks[i].awards, 1e6 * (marks[i].seconds - marks[i - 1].seconds) / between,
               1e6 * (marks[i].all_cpu - marks[i - 1].all_cpu) / between);
    }
    printf("]}\n");
    fflush(stdout);
}

static struct status measured(struct journal *journal, struct ring *ring, struct mark *marks,
                              int *count)
{
    pthread_t thread;
    TRY(villages_make(journal, &ring->supply));
    pin(WRITER_CORE);
    if (pthread_create(&thread, NULL, client, ring) != 0) {
        return FAULT(OUT_OF_MEMORY);
    }
    struct status status = awards_write(journal, ring, marks, count);
    ring_release(ring, 0, true);
    pthread_join(thread, NULL);
    return status;
}

/* Goes on submitting, so that whoever kills the process meets it at work. */
static struct status hold(struct journal *journal, struct supply *supply)
{
    struct batch *batch = malloc(sizeof *batch);
    struct status status = batch == NULL ? FAULT(OUT_OF_MEMORY) : OK;
    puts("holding");
    fflush(stdout);
    while (status_ok(status)) {
        status = supply_awards(supply, INT64_MAX, batch);
        if (status_ok(status)) {
            status = batch_submit(journal, batch);
        }
    }
    free(batch);
    return status;
}

static struct status run(const char *path, int64_t count, bool holding, struct problem *problem)
{
    struct folder *folder = NULL;
    struct mark marks[MARKS_MAX + 1];
    int mark_count = 0;
    struct ring *ring = calloc(1, sizeof *ring);
    if (ring == NULL) {
        return FAULT(OUT_OF_MEMORY);
    }
    pthread_mutex_init(&ring->lock, NULL);
    pthread_cond_init(&ring->moved, NULL);
    ring->end = count;
    struct status status = folder_init(path, "bench.invalid/awards", problem);
    if (status_ok(status)) {
        status = folder_open(path, true, &folder, problem);
    }
    if (status_ok(status)) {
        status = measured(folder->journal, ring, marks, &mark_count);
    }
    if (status_ok(status)) {
        marks_print(marks, mark_count);
    }
    if (status_ok(status) && holding) {
        status = hold(folder->journal, &ring->supply);
    }
    struct status closed = folder_close(&folder);
    free(ring);
    return status_ok(status) ? closed : status;
}

static struct status reopen(const char *path, struct problem *problem)
{
    struct folder *folder = NULL;
    double begun = bench_seconds();
    TRY(folder_open(path, true, &folder, problem));
    double seconds = bench_seconds() - begun;
    printf("{\"records\": %" PRIu64 ", \"seconds\": %.3f, \"peak_rss_mib\": %ld}\n",
           journal_records(folder->journal), seconds, peak_rss_kib() / 1024);
    return folder_close(&folder);
}

int main(int argc, char **argv)
{
    bool holding = argc == 4 && strcmp(argv[3], "hold") == 0;
    int64_t count = argc >= 3 ? strtoll(argv[2], NULL, 10) : 0;
    if (argc < 2 || (argc >= 3 && count < 1) || (argc > 3 && !holding)) {
        fprintf(stderr, "bench_awards FOLDER [COUNT [hold]]\n");
        return 2;
    }
    crypto_init();
    struct problem problem = problem_none();
    struct status status =
        argc == 2 ? reopen(argv[1], &problem) : run(argv[1], count, holding, &problem);
    if (!status_ok(status)) {
        fprintf(stderr, "bench_awards: %s\n", status_name(status.code));
        problem_print(&problem, stderr);
        return 1;
    }
    return 0;
}
