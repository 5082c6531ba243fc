/* fold.h - rows that many operations touch, kept in memory and written once a commit.
 *
 * A fold stands before one table of the books. A row has a key of up to five integers and a value
 * of fixed size; it is loaded when first asked for and written back, in key order, by fold_flush().
 * Pointers to values stay good until fold_forget() or fold_trim(). */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "store/store.h"

enum { FOLD_PARTS = 5 };

struct fold_key {
    int64_t part[FOLD_PARTS];
};

/* The key (number, code), for a code of at most CODE_MAX bytes. */
struct fold_key fold_key_code(int64_t number, const char *code);

struct fold_table {
    size_t key_parts; /* the others are 0 */
    size_t value_size;
    void *context; /* handed to the functions below */
    /* Fills `value` (all zero before) from the table; a row that is not there stays zero. */
    struct status (*load)(void *context, const struct fold_key *key, void *value);
    /* Writes rows, whether they were there or not: `columns` integers each, in ascending order of
     * the key. NULL: rows of this fold are never touched. */
    struct status (*save)(void *context, const struct bulk *rows);
    size_t columns;
    /* Spreads a row into its columns. */
    void (*cells)(const struct fold_key *key, const void *value, int64_t *cells);
    /* Where rows come in runs that share the first parts of their key (a day's, a month's): how
     * many parts that is, and whether the table has no row of the key's run. A run that began in
     * memory is known whole: its rows need not be looked for in the table. A run's rows lie side by
     * side in memory, and are dropped together. 0 and NULL: no runs. */
    size_t run_parts;
    struct status (*run_empty)(void *context, const struct fold_key *key, bool *empty);
};

struct fold;

/* Copies `table`. The caller owns `*out` and gives it back with fold_free(). Faults:
 * OUT_OF_MEMORY. */
CHECKED struct status fold_new(const struct fold_table *table, struct fold **out);
void fold_free(struct fold **fold);

/* The row's value, to be read. Faults: those of load, OUT_OF_MEMORY. */
CHECKED struct status fold_get(struct fold *fold, struct fold_key key, void **value);
/* The same for a row that the table cannot have, such as that of a record being written. */
CHECKED struct status fold_add(struct fold *fold, struct fold_key key, void **value);
/* Says that a value handed out by fold_get() was changed. */
void fold_touch(struct fold *fold, void *value);

/* Saves what was touched since the last flush, in ascending key order. */
CHECKED struct status fold_flush(struct fold *fold);
/* Drops all rows, touched or not. */
void fold_forget(struct fold *fold);
/* After a flush: where the rows have become more than `rows_max`, drops the runs that were not used
 * for longest, until half of that is left. */
void fold_trim(struct fold *fold, size_t rows_max);
