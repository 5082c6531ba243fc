/* desk_test.c - the desk keeps the order, takes back what was refused, and answers only what is on
 * the disk. Jobs come from the test's thread while the desk's threads (pthread_create) work. */
#include <poll.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "app/folder.h"
#include "app/serve.h"
#include "auth/auth.h"
#include "crypto/crypto.h"
#include "service/desk.h"
#include "testing/village.h"

static char scratch[SCRATCH_PATH_MAX];
static struct folder *folder;
static struct side side;
static struct desk *desk;
static atomic_int wakes;
static atomic_uint_fast64_t committed;

static void woke(void *context)
{
    (void)context;
    atomic_fetch_add(&wakes, 1);
}

static void told(void *context, uint64_t records)
{
    (void)context;
    atomic_store(&committed, records);
}

static void must(struct status status)
{
    assert_string_equal("OK", status_name(status.code));
}

static int begin(void **state)
{
    struct problem problem;
    (void)state;
    scratch_make(scratch);
    must(folder_init(scratch, NULL, &problem));
    must(folder_open(scratch, true, &folder, &problem));
    serve_side(folder, &side);
    must(side_open(&side));
    must(desk_open(&(struct desk_options){&side, woke, told, NULL}, &desk));
    return 0;
}

static int end(void **state)
{
    (void)state;
    desk_close(&desk);
    side_close(&side);
    must(folder_close(&folder));
    scratch_remove(scratch);
    return 0;
}

/* A job with what the tests look at. */
struct errand {
    struct desk_job job;
    int number;
    struct status answer; /* that `run` gives */
    bool done;
    bool had_side;
};

static int next_number; /* of the desk's thread alone, until the jobs are done */

static struct status errand_run(struct desk_job *job, struct side *at)
{
    struct errand *errand = (struct errand *)job;
    char token[TOKEN_TEXT_SIZE];
    struct session session = {.way = SESSION_PHONE, .person = {{(uint8_t)next_number}}};
    errand->had_side = at != NULL;
    errand->number = next_number++;
    if (job->private_rows) {
        TRY(auth_session_make(at, &session, token));
    }
    return errand->answer;
}

static void errand_done(struct desk_job *job)
{
    ((struct errand *)job)->done = true;
}

static void all_wait(const struct errand *errands, size_t count)
{
    for (int i = 0; i < 10000; i++) {
        size_t done = 0;
        desk_collect(desk);
        for (size_t k = 0; k < count; k++) {
            done += errands[k].done;
        }
        if (done == count) {
            return;
        }
        poll(NULL, 0, 1);
    }
    fail_msg("the desk did not answer");
}

static int64_t sessions(void)
{
    struct store_stmt *stmt = NULL;
    bool row = false;
    must(store_prepare(people_store(folder->people), &stmt, "SELECT count(*) FROM session"));
    must(store_step(stmt, &row));
    int64_t count = store_int(stmt, 0);
    store_reset(stmt);
    return count;
}

static void order_is_kept(void **state)
{
    enum { MANY = 2000 };
    static struct errand errands[MANY];
    (void)state;
    next_number = 0;
    memset(errands, 0, sizeof errands);
    for (size_t i = 0; i < MANY; i++) {
        errands[i].job.run = errand_run;
        errands[i].job.done = errand_done;
        must(desk_submit(desk, &errands[i].job));
    }
    all_wait(errands, MANY);
    for (int i = 0; i < MANY; i++) {
        assert_int_equal(i, errands[i].number);
    }
    assert_true(atomic_load(&wakes) > 0);
}

static void refused_rows_are_taken_back(void **state)
{
    struct errand errands[3] = {{.answer = OK}, {.answer = REFUSE(NOT_ALLOWED)}, {.answer = OK}};
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        errands[i].job.run = errand_run;
        errands[i].job.done = errand_done;
        errands[i].job.private_rows = true;
        must(desk_submit(desk, &errands[i].job));
    }
    all_wait(errands, 3);
    assert_int_equal(STATUS_NOT_ALLOWED, errands[1].job.status.code);
    must(errands[0].job.status);
    must(errands[2].job.status);
    desk_close(&desk); /* the connection is the test's again */
    assert_int_equal(2, sessions());
}

static struct status alone_run(struct desk_job *job, struct side *at)
{
    (void)job;
    if (at->group_open) {
        return REFUSE(NOT_ALLOWED);
    }
    TRY(people_begin(at->people)); /* refused within the group's transaction */
    return people_rollback(at->people);
}

static void a_job_alone_finds_nothing_open(void **state)
{
    struct errand errands[3] = {{.answer = OK}, {.job = {.run = alone_run}}, {.answer = OK}};
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        errands[i].job.run = errands[i].job.run != NULL ? errands[i].job.run : errand_run;
        errands[i].job.done = errand_done;
        errands[i].job.private_rows = i != 1;
        errands[i].job.alone = i == 1;
        must(desk_submit(desk, &errands[i].job));
    }
    all_wait(errands, 3);
    for (size_t i = 0; i < 3; i++) {
        must(errands[i].job.status);
    }
}

static void slow_work_has_no_side(void **state)
{
    static const enum desk_lane lanes[] = {LANE_ASIDE, LANE_OUTBOUND};
    (void)state;
    for (size_t i = 0; i < COUNT(lanes); i++) {
        struct errand errand = {.job = {.run = errand_run, .done = errand_done, .lane = lanes[i]}};
        must(desk_submit(desk, &errand.job));
        all_wait(&errand, 1);
        assert_false(errand.had_side);
    }
}

static struct status fault_run(struct desk_job *job, struct side *at)
{
    (void)job;
    (void)at;
    return FAULT(FILE_SYNC);
}

static void a_fault_ends_it(void **state)
{
    struct errand errands[2] = {{.job = {.run = fault_run, .done = errand_done}},
                                {.job = {.run = errand_run, .done = errand_done}}};
    (void)state;
    must(desk_submit(desk, &errands[0].job));
    all_wait(errands, 1);
    assert_int_equal(STATUS_UNKNOWN_RETRY, errands[0].job.status.code);
    assert_true(desk_broken(desk));
    must(desk_submit(desk, &errands[1].job));
    all_wait(errands, 2);
    assert_int_equal(STATUS_UNKNOWN_RETRY, errands[1].job.status.code);
}

static struct status wait_run(struct desk_job *job, struct side *at)
{
    (void)job;
    (void)at;
    poll(NULL, 0, 300);
    return OK;
}

static void a_full_queue_refuses(void **state)
{
    enum { MANY = DESK_QUEUE_MAX + DESK_GROUP_MAX + 2 };
    static struct errand errands[MANY];
    size_t taken = 0;
    (void)state;
    memset(errands, 0, sizeof errands);
    for (struct status status = OK; taken < MANY; taken += status_ok(status)) {
        errands[taken].job.run = taken == 0 ? wait_run : errand_run;
        errands[taken].job.done = errand_done;
        status = desk_submit(desk, &errands[taken].job);
        if (!status_ok(status)) {
            assert_int_equal(STATUS_DESK_FULL, status.code);
            break;
        }
    }
    assert_in_range(taken, DESK_QUEUE_MAX, MANY - 1);
    all_wait(errands, taken);
}

static void closing_runs_what_is_queued(void **state)
{
    static struct errand errands[100];
    (void)state;
    memset(errands, 0, sizeof errands);
    for (size_t i = 0; i < COUNT(errands); i++) {
        errands[i].job.run = errand_run;
        errands[i].job.done = errand_done;
        must(desk_submit(desk, &errands[i].job));
    }
    desk_close(&desk);
    for (size_t i = 0; i < COUNT(errands); i++) {
        assert_true(errands[i].done);
    }
}

int main(void)
{
    crypto_init();
#define ROW(sentence, function)                                                                    \
    {                                                                                              \
        sentence, function, begin, end, NULL                                                       \
    }
    const struct CMUnitTest tests[] = {
        ROW("jobs run in the order in which they came", order_is_kept),
        ROW("a refused job's private rows are taken back, others' stay",
            refused_rows_are_taken_back),
        ROW("a job alone finds no transaction and no group open", a_job_alone_finds_nothing_open),
        ROW("slow work runs by threads of its own and writes nothing", slow_work_has_no_side),
        ROW("after a fault nothing is taken any more", a_fault_ends_it),
        ROW("a full queue refuses, and what was taken is answered", a_full_queue_refuses),
        ROW("closing runs what is queued", closing_runs_what_is_queued),
    };
    return cmocka_run_group_tests_name("desk", tests, NULL, NULL);
}
