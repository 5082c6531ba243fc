/* property_test.c - the journal and a plain model are given the same made-up operations and must
 * answer alike. Method: lists of some thousand operations from a seed; where an answer, an account
 * or a figure differs, the list is made shorter while it still differs, and printed with its seed.
 *
 *   SANBAO_PROPERTY_OPS   how many operations in all (100,000; 20,000 under sanitizers)
 *   SANBAO_PROPERTY_SEED  the first seed (1)
 *   SANBAO_PROPERTY_LIST  operations per list (2,000)
 *   SANBAO_SOAK           5,000,000 operations */
#include <string.h>

#include "property/engine.h"
#include "property/world.h"

enum { GROUP_MAX = 64, NO_RECORD = 99999999, DAYS = 4, CHECK_EVERY = 500 };

/* An operation that waits for its group. */
struct waiting {
    const struct op *op;
    uint8_t bytes[ENVELOPE_BYTES_MAX];
    size_t length;
    struct model_answer expected;
    bool again; /* accepted before, with these bytes */
};

/* What an event id was accepted with. */
struct accepted {
    bool known;
    uint64_t record;
    size_t length;
    uint8_t bytes[512];
    Sanbao__V1__Outcome outcome;
};

struct run {
    struct engine engine;
    struct model *model;
    struct world *world; /* makes the operations up; NULL: they are a list */
    const struct op *list;
    int count;
    struct accepted *events; /* by event number */
    uint64_t *records;       /* operation number -> record */
    int numbers;
    struct waiting *group;
    size_t group_count;
    char what[DIFFERENCE_MAX];
};

static void *zeroed(size_t count, size_t size)
{
    void *memory = calloc(count, size);
    REQUIRE(memory != NULL);
    return memory;
}

static void run_begin(struct run *run, int numbers)
{
    engine_begin(&run->engine);
    run->model = model_new((uint64_t)numbers);
    run->numbers = numbers;
    run->events = zeroed((size_t)numbers, sizeof(*run->events));
    run->records = zeroed((size_t)numbers, sizeof(*run->records));
    run->group = zeroed(GROUP_MAX, sizeof(*run->group));
    for (int i = 0; i < numbers; i++) {
        run->records[i] = NO_RECORD;
    }
}

static void run_end(struct run *run)
{
    engine_end(&run->engine);
    model_free(run->model);
    free(run->events);
    free(run->records);
    free(run->group);
}

/* An envelope as any client would pack it; the program's own encoder is not asked. */
static size_t envelope_pack(const Sanbao__V1__Operation *operation, uint8_t out[ENVELOPE_BYTES_MAX])
{
    uint8_t body[ENVELOPE_BYTES_MAX];
    REQUIRE(sanbao__v1__operation__get_packed_size(operation) <= sizeof(body) / 2);
    Sanbao__V1__Envelope envelope = SANBAO__V1__ENVELOPE__INIT;
    envelope.body.len = sanbao__v1__operation__pack(operation, body);
    envelope.body.data = body;
    return sanbao__v1__envelope__pack(&envelope, out);
}

/* --- one operation --------------------------------------------------------------------------- */

static void expect(struct run *run, struct waiting *waiting)
{
    const struct op *op = waiting->op;
    struct op_message message;
    uint64_t record = op->target == OP_NONE ? NO_RECORD : run->records[op->target];
    op_message_make(op, record, &message);
    waiting->length = envelope_pack(&message.operation, waiting->bytes);
    REQUIRE(waiting->length <= sizeof(run->events[0].bytes));
    struct accepted *event = &run->events[op->event];
    waiting->again = false;
    if (event->known && op->spoil == SPOIL_NONE) {
        waiting->again = event->length == waiting->length &&
                         memcmp(event->bytes, waiting->bytes, waiting->length) == 0;
        waiting->expected = (struct model_answer){
            .accepted = waiting->again, .record = event->record, .outcome = event->outcome};
        waiting->expected.refusals[STATUS_ID_TAKEN] = true;
        return;
    }
    model_apply(run->model, &message.operation, &waiting->expected);
    if (op->spoil == SPOIL_COMMITMENT) {
        REQUIRE(!waiting->expected.accepted);
    }
    if (!waiting->expected.accepted) {
        return;
    }
    event->known = true;
    event->record = waiting->expected.record;
    event->outcome = waiting->expected.outcome;
    event->length = waiting->length;
    memcpy(event->bytes, waiting->bytes, waiting->length);
    run->records[op->number] = waiting->expected.record;
    if (run->world != NULL) {
        world_accepted(run->world, op, waiting->expected.record);
    }
}

static bool outcome_equal(const Sanbao__V1__Outcome *a, const Sanbao__V1__Outcome *b)
{
    return a->granted == b->granted && a->balance == b->balance && a->capped == b->capped &&
           a->reason == b->reason && a->owed_paid == b->owed_paid && a->owed == b->owed &&
           a->fen == b->fen;
}

static void outcome_text(const Sanbao__V1__Outcome *outcome, char *text, size_t size)
{
    snprintf(text, size,
             "granted %llu balance %llu capped %d reason %d paid %llu owed %llu fen %llu",
             (unsigned long long)outcome->granted, (unsigned long long)outcome->balance,
             outcome->capped, (int)outcome->reason, (unsigned long long)outcome->owed_paid,
             (unsigned long long)outcome->owed, (unsigned long long)outcome->fen);
}

static const char *refusals_text(const struct model_answer *expected)
{
    static char text[128];
    text[0] = '\0';
    for (int code = 0; code < MODEL_CODES_MAX; code++) {
        if (expected->refusals[code]) {
            size_t used = strlen(text);
            snprintf(text + used, sizeof(text) - used, " %s", status_name((enum status_code)code));
        }
    }
    return text;
}

static bool answer_right(struct run *run, const struct waiting *waiting,
                         const struct journal_answer *answer)
{
    const struct model_answer *expected = &waiting->expected;
    bool accepted = status_ok(answer->status);
    int number = waiting->op->number;
    if (accepted != expected->accepted) {
        snprintf(run->what, DIFFERENCE_MAX, "#%d: the journal says %s, the model %s", number,
                 status_name(answer->status.code), accepted ? refusals_text(expected) : "OK");
        return false;
    }
    if (!accepted) {
        if (!expected->refusals[answer->status.code]) {
            snprintf(run->what, DIFFERENCE_MAX, "#%d: the journal says %s, the model%s", number,
                     status_name(answer->status.code), refusals_text(expected));
            return false;
        }
        return true;
    }
    if (answer->record != expected->record || answer->again != waiting->again) {
        snprintf(run->what, DIFFERENCE_MAX, "#%d: record %llu again %d, the model %llu again %d",
                 number, (unsigned long long)answer->record, answer->again,
                 (unsigned long long)expected->record, waiting->again);
        return false;
    }
    if (!outcome_equal(&answer->outcome, &expected->outcome)) {
        char journal[112];
        char model[112];
        outcome_text(&answer->outcome, journal, sizeof(journal));
        outcome_text(&expected->outcome, model, sizeof(model));
        snprintf(run->what, DIFFERENCE_MAX, "#%d: %s; the model: %s", number, journal, model);
        return false;
    }
    return true;
}

static bool group_flush(struct run *run, enum op_after after)
{
    static const enum engine_way ways[] = {
        [AFTER_WAIT] = ENGINE_SUBMIT,   [AFTER_SUBMIT] = ENGINE_SUBMIT,
        [AFTER_SEAL] = ENGINE_SEAL,     [AFTER_ABANDON] = ENGINE_ABANDON_FIRST,
        [AFTER_REOPEN] = ENGINE_SUBMIT,
    };
    struct span envelopes[GROUP_MAX];
    struct journal_answer answers[GROUP_MAX];
    size_t count = run->group_count;
    for (size_t i = 0; i < count; i++) {
        envelopes[i] = (struct span){run->group[i].bytes, run->group[i].length};
    }
    run->group_count = 0;
    if (count > 0) {
        engine_submit(&run->engine, ways[after], envelopes, count, answers);
    }
    for (size_t i = 0; i < count; i++) {
        if (!answer_right(run, &run->group[i], &answers[i])) {
            return false;
        }
    }
    if (after == AFTER_REOPEN) {
        engine_reopen(&run->engine);
    }
    return true;
}

/* Compares all of the books, by the last day of all and by some days in the past. */
static bool books_equal(struct run *run, int32_t today)
{
    int32_t days[DAYS] = {INT32_MAX - 1, today, today - 45, today - 400};
    return engine_equals(&run->engine, run->model, days, DAYS, run->what);
}

/* --- one list -------------------------------------------------------------------------------- */

/* True where journal and model answer alike over the whole list. */
static bool run_through(struct run *run)
{
    int32_t today = 0;
    for (int i = 0; i < run->count; i++) {
        const struct op *op = run->world != NULL ? world_next(run->world) : &run->list[i];
        struct waiting *waiting = &run->group[run->group_count++];
        waiting->op = op;
        today = op->day;
        expect(run, waiting);
        bool check = op->number % CHECK_EVERY == CHECK_EVERY - 1;
        if (op->after != AFTER_WAIT || run->group_count == GROUP_MAX || check) {
            if (!group_flush(run, op->after) || (check && !books_equal(run, today))) {
                return false;
            }
        }
    }
    return group_flush(run, AFTER_SUBMIT) && books_equal(run, today) &&
           engine_replays(&run->engine, run->what);
}

static bool list_passes(const struct op *list, int count, int numbers, char what[DIFFERENCE_MAX])
{
    struct run run = {.list = list, .count = count};
    run_begin(&run, numbers);
    bool passes = run_through(&run);
    memcpy(what, run.what, DIFFERENCE_MAX);
    run_end(&run);
    return passes;
}

/* Leaves out ever smaller pieces as long as the list still fails (ddmin). */
static int list_shrink(struct op *list, int count, int numbers, char what[DIFFERENCE_MAX])
{
    struct op *shorter = zeroed((size_t)count, sizeof(*shorter));
    for (int piece = count / 2; piece > 0; piece = piece == 1 ? 0 : (piece + 1) / 2) {
        bool left_out = true;
        while (left_out) {
            left_out = false;
            for (int from = 0; from < count;) {
                int size = piece < count - from ? piece : count - from;
                memcpy(shorter, list, (size_t)from * sizeof(*list));
                memcpy(shorter + from, list + from + size,
                       (size_t)(count - from - size) * sizeof(*list));
                if (list_passes(shorter, count - size, numbers, what)) {
                    from += size;
                } else {
                    memcpy(list, shorter, (size_t)(count - size) * sizeof(*list));
                    count -= size;
                    left_out = true;
                }
            }
        }
    }
    free(shorter);
    REQUIRE(!list_passes(list, count, numbers, what));
    return count;
}

static void failure_print(struct world *world, uint64_t seed, const char *first)
{
    char what[DIFFERENCE_MAX];
    printf("# %s\n# shrinking %d operations\n", first, world->op_count);
    fflush(stdout);
    int numbers = world->op_count + 1;
    if (list_passes(world->ops, world->op_count, numbers, what)) {
        printf("# the same list passes when it is given again\n");
        return;
    }
    int count = list_shrink(world->ops, world->op_count, numbers, what);
    printf("# seed %llu, %d operations are enough: %s\n", (unsigned long long)seed, count, what);
    for (int i = 0; i < count; i++) {
        printf("#   ");
        op_print(&world->ops[i], stdout);
    }
}

static bool seed_passes(uint64_t seed, int count, char what[DIFFERENCE_MAX])
{
    struct run run = {.count = count};
    run_begin(&run, count + 1);
    struct world world;
    world_begin(&world, run.model, seed, count);
    run.world = &world;
    bool passes = run_through(&run);
    memcpy(what, run.what, DIFFERENCE_MAX);
    run_end(&run);
    if (!passes) {
        failure_print(&world, seed, what);
    }
    world_end(&world);
    return passes;
}

static long setting(const char *name, long otherwise)
{
    const char *text = getenv(name);
    return text == NULL ? otherwise : strtol(text, NULL, 10);
}

int main(void)
{
#ifdef __SANITIZE_ADDRESS__
    long otherwise = 20000;
#else
    long otherwise = 100000;
#endif
    otherwise = getenv("SANBAO_SOAK") != NULL ? 5000000 : otherwise;
    long count = setting("SANBAO_PROPERTY_LIST", 2000);
    long lists = (setting("SANBAO_PROPERTY_OPS", otherwise) + count - 1) / count;
    long first = setting("SANBAO_PROPERTY_SEED", 1);
    int failed = 0;
    crypto_init();
    if (access("/dev/shm", W_OK) == 0) {
        setenv("TMPDIR", "/dev/shm", 0); /* thousands of syncs, and no disk is tested here */
    }
    printf("1..%ld\n", lists);
    for (long i = 0; i < lists && failed == 0; i++) {
        char what[DIFFERENCE_MAX];
        bool passes = seed_passes((uint64_t)(first + i), (int)count, what);
        failed += !passes;
        printf("%s %ld - %ld operations of seed %ld: journal and model agree\n",
               passes ? "ok" : "not ok", i + 1, count, first + i);
        fflush(stdout);
    }
    return failed > 0 ? 1 : 0;
}
