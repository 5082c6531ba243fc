/* property_test.c - the journal and a plain model are given the same made-up operations and must
 * answer alike. Method: lists of some thousand operations from a seed, each in a process of its
 * own; where an answer, an account or a figure differs, or the process ends, the list is made
 * shorter while it still fails, and printed with its seed.
 *
 *   SANBAO_PROPERTY_OPS   how many operations in all (100,000; 20,000 under sanitizers)
 *   SANBAO_PROPERTY_SEED  the first seed (1)
 *   SANBAO_PROPERTY_LIST  operations per list (2,000)
 *   SANBAO_SOAK           5,000,000 operations */
#include <string.h>
#include <sys/wait.h>

#include "property/expect.h"
#include "property/run.h"
#include "property/world.h"

struct list {
    struct op *ops;
    int count;
    int numbers; /* all numbers are below */
};

/* Makes a list up; what is possible at each step is looked up in a model that goes along. */
static struct list list_make(uint64_t seed, int count)
{
    struct list list = {calloc((size_t)count, sizeof(*list.ops)), count, count};
    REQUIRE(list.ops != NULL);
    struct expect expect;
    expect_begin(&expect, count);
    struct world world;
    world_begin(&world, expect.model, seed, count);
    for (int i = 0; i < count; i++) {
        const struct op *op = world_next(&world);
        struct expected expected;
        expect_next(&expect, op, &expected);
        if (expected.answer.accepted && !expected.again) {
            world_accepted(&world, op, expected.answer.record);
        }
        list.ops[i] = *op;
    }
    world_end(&world);
    expect_end(&expect);
    return list;
}

/* In a child, so that a crash is one more way to fail. */
static bool list_passes(const struct list *list, char what[DIFFERENCE_MAX])
{
    int ends[2];
    REQUIRE(pipe(ends) == 0);
    fflush(stdout);
    pid_t child = fork();
    REQUIRE(child >= 0);
    memset(what, 0, DIFFERENCE_MAX);
    if (child == 0) {
        bool passes = run_list(list->ops, list->count, list->numbers, what);
        ssize_t written = write(ends[1], what, DIFFERENCE_MAX);
        _exit(passes && written == DIFFERENCE_MAX ? 0 : 1);
    }
    close(ends[1]);
    ssize_t got = read(ends[0], what, DIFFERENCE_MAX);
    close(ends[0]);
    int status = 0;
    REQUIRE(waitpid(child, &status, 0) == child);
    if (got != DIFFERENCE_MAX) {
        snprintf(what, DIFFERENCE_MAX, "the process ended with status %d", status);
    }
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* Whether a list fails in the way it did at first: by an answer, or by the same figure. */
static bool list_fails_alike(const struct list *list, const char *first)
{
    char what[DIFFERENCE_MAX];
    return !list_passes(list, what) && strncmp(what, first, first[0] == '#' ? 1 : 8) == 0;
}

/* Leaves `size` operations out, from `from` on. */
static struct list list_without(const struct list *list, int from, int size, struct op *room)
{
    struct list shorter = {room, list->count - size, list->numbers};
    memcpy(room, list->ops, (size_t)from * sizeof(*room));
    memcpy(room + from, list->ops + from + size,
           (size_t)(list->count - from - size) * sizeof(*room));
    return shorter;
}

/* What comes after the failure goes first: the shortest beginning that fails is searched. */
static void list_cut(struct list *list, const char *first)
{
    int passing = 0;
    while (list->count - passing > 1) {
        struct list shorter = *list;
        shorter.count = passing + (list->count - passing) / 2;
        if (list_fails_alike(&shorter, first)) {
            list->count = shorter.count;
        } else {
            passing = shorter.count;
        }
    }
}

/* Leaves out ever smaller pieces as long as the list still fails (ddmin). */
static void list_shrink(struct list *list, const char *first)
{
    list_cut(list, first);
    struct op *room = calloc((size_t)list->count, sizeof(*room));
    REQUIRE(room != NULL);
    bool again = false;
    for (int piece = list->count / 2; piece > 0; piece = again || piece > 1 ? (piece + 1) / 2 : 0) {
        again = false;
        for (int from = 0; from < list->count;) {
            int size = piece < list->count - from ? piece : list->count - from;
            struct list shorter = list_without(list, from, size, room);
            if (list_fails_alike(&shorter, first)) {
                memcpy(list->ops, room, (size_t)shorter.count * sizeof(*room));
                list->count = shorter.count;
                again = piece == 1;
            } else {
                from += size;
            }
        }
    }
    free(room);
}

static void failure_show(struct list *list, uint64_t seed, const char *first)
{
    char what[DIFFERENCE_MAX];
    printf("# %s\n# shrinking %d operations\n", first, list->count);
    list_shrink(list, first);
    bool passes = list_passes(list, what);
    printf("# seed %llu, %d operations are enough: %s\n", (unsigned long long)seed, list->count,
           passes ? "but they pass now and then" : what);
    for (int i = 0; i < list->count; i++) {
        printf("#   ");
        op_print(&list->ops[i], stdout);
    }
}

static bool seed_passes(uint64_t seed, int count)
{
    char what[DIFFERENCE_MAX];
    struct list list = list_make(seed, count);
    bool passes = list_passes(&list, what);
    if (!passes) {
        failure_show(&list, seed, what);
    }
    free(list.ops);
    return passes;
}

static long setting(const char *name, long otherwise)
{
    const char *text = getenv(name);
    return text == NULL ? otherwise : strtol(text, NULL, 10);
}

/* All scratch folders lie in one, so that a crash leaves nothing. Thousands of syncs are made and
 * no disk is tested here, so memory is good enough. */
static void scratch_gather(char folder[SCRATCH_PATH_MAX])
{
    if (access("/dev/shm", W_OK) == 0) {
        setenv("TMPDIR", "/dev/shm", 0);
    }
    scratch_make(folder);
    setenv("TMPDIR", folder, 1);
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
    char folder[SCRATCH_PATH_MAX];
    bool passes = true;
    crypto_init();
    scratch_gather(folder);
    printf("1..%ld\n", lists);
    for (long i = 0; i < lists && passes; i++) {
        passes = seed_passes((uint64_t)(first + i), (int)count);
        printf("%s %ld - %ld operations of seed %ld: journal and model agree\n",
               passes ? "ok" : "not ok", i + 1, count, first + i);
        fflush(stdout);
    }
    scratch_remove(folder);
    return passes ? 0 : 1;
}
