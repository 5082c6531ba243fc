/* books.h - the state that follows from the journal: one SQLite file, one writer.
 *
 * Apply functions of the rooms read and write the books, and nothing else. The transaction stays
 * open over many operations; what many operations touch is folded in memory by the rooms and
 * written by their flush() just before the commit. */
#pragma once

#include "base/limits.h"
#include "base/problem.h"
#include "crypto/crypto.h"
#include "store/store.h"
#include "wire/operation.pb-c.h"

struct books;

/* Opens or makes books.db. The caller owns `*out`; readers pass STORE_READ. */
CHECKED struct status books_open(const char *path, enum store_mode mode, struct books **out,
                                 struct problem *problem);
void books_close(struct books **books);
struct store *books_store(struct books *books); /* borrowed */

/* A number that screens show, by name (docs/metrics.md): looked up once, used by its handle. */
struct metric {
    int handle;
};
CHECKED struct status books_metric(struct books *books, const char *name, struct metric *metric);
/* Adds to the cell (village, metric, day). Folded until the flush; a cell that comes to 0 stays. */
CHECKED struct status books_metric_add(struct books *books, int64_t village, struct metric metric,
                                       int32_t day, int64_t delta);
/* The sum over all days up to and with `until`, of what is flushed; 0 where there is no cell. */
CHECKED struct status books_metric_sum(struct books *books, int64_t village, const char *name,
                                       int32_t until, int64_t *sum);
/* Calls back for each cell of the name from day to day, in order of day. */
typedef struct status (*metric_day_fn)(void *context, int32_t day, int64_t value);
CHECKED struct status books_metric_days(struct books *books, int64_t village, const char *name,
                                        int32_t from, int32_t until, metric_day_fn each,
                                        void *context);
/* Calls back for each name that starts with `prefix` and has a cell by `until`, in name order,
 * with the name's rest and the sum. */
typedef struct status (*metric_each_fn)(void *context, const char *rest, int64_t sum);
CHECKED struct status books_metric_each(struct books *books, int64_t village, const char *prefix,
                                        int32_t until, metric_each_fn each, void *context);

/* What an apply function is told besides the room's own state. */
struct apply {
    const Sanbao__V1__Operation *operation;
    uint64_t record; /* the number that it gets when accepted */
    /* How many records the log had before the frame that this one comes into, and its root then:
     * the newest that anybody outside can have seen. A replay goes by the same frames. */
    uint64_t sealed;
    const struct hash *root;
};

/* An apply function decides wholly, then writes: where it returns a refusal, nothing was written.
 * It sees no clock, no random number and no private data. A fault stops the journal. */
typedef struct status (*apply_fn)(void *room, const struct apply *apply,
                                  Sanbao__V1__Outcome *outcome);

struct apply_action {
    Sanbao__V1__Operation__ActionCase action;
    apply_fn apply;
};

/* A room as the journal sees it. Unused functions are NULL. */
struct apply_room {
    const char *name;
    void *state;
    const struct apply_action *actions;
    size_t action_count;
    struct status (*flush)(void *state); /* writes folded changes into the open transaction */
    void (*forget)(void *state);         /* drops all cached state: the transaction rolled back */
    struct status (*check)(void *state, struct problem *problem); /* invariants, on flushed state */
};
