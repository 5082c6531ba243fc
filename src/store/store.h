/* store.h - the only door to SQLite: open, migrate, transactions, prepared statements.
 *
 * SQL text stands in *_sql.c files of the other rooms; values are always bound, never printed into
 * it. A connection serves one thread at a time. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/problem.h"
#include "base/status.h"

enum store_mode {
    STORE_READ,    /* Must exist; read only. */
    STORE_BOOKS,   /* Read and write, WAL, synchronous=NORMAL: the journal is the truth. */
    STORE_PRIVATE, /* Read and write, WAL, synchronous=FULL: the file is its own truth. */
    STORE_SCRATCH, /* A throw-away file: no journal, no sync. */
};

struct store;
struct store_stmt;

/* One numbered step of a database's structure; the lists are generated from migrations/. */
struct store_migration {
    int number;
    const char *name;
    const char *sql;
};
struct store_migrations {
    const struct store_migration *list;
    size_t count;
};
extern const struct store_migrations migrations_books;
extern const struct store_migrations migrations_people;
extern const struct store_migrations migrations_keys;

/* Opens the file, made with mode 0600 where absent, and brings it to the newest migration in one
 * transaction. STORE_READ makes nothing and only compares, or, where `migrations` is NULL, takes
 * the file as it is: for copying. The caller owns `*out` and gives it back with store_close();
 * `*out` is NULL after a failure, and `problem` names the file and what SQLite says, or the step.
 * Refuses: STORE_MIGRATION_CHANGED (a recorded step's text differs, a step is left out, or the file
 * is some other program's), STORE_NEWER, STORE_OLDER (STORE_READ, and steps are missing).
 * Faults: FILE_OPEN, STORE_CORRUPT, STORE_BUSY (after 10 s of waiting), STORE_FAILED. */
CHECKED struct status store_open(const char *path, enum store_mode mode,
                                 const struct store_migrations *migrations, struct store **out,
                                 struct problem *problem);
void store_close(
    struct store **store); /* Sets to NULL. Rolls back what is open. NULL is welcome. */

CHECKED struct status store_begin(struct store *store);      /* BEGIN IMMEDIATE */
CHECKED struct status store_begin_read(struct store *store); /* one snapshot for many reads */
CHECKED struct status store_commit(struct store *store);
/* OK also where there is nothing to roll back: a full disk can make SQLite do it by itself. */
CHECKED struct status store_rollback(struct store *store);
bool store_in_transaction(const struct store *store);
/* A mark within the open transaction, one at a time: what came after is kept, or taken back. */
CHECKED struct status store_mark(struct store *store);
CHECKED struct status store_unmark(struct store *store, bool keep);

/* Runs statements that return no rows and take no values (schema, pragma). */
CHECKED struct status store_run(struct store *store, const char *sql);

/* Copies the whole database, as last committed, into a new file (mode 0600, not synced, no free
 * pages): no other writer is held up. Not within a transaction. Refuses: FILE_EXISTS. */
CHECKED struct status store_copy_to(struct store *store, const char *path);

/* The database as last committed, as the bytes of its file, in memory alone. The caller wipes what
 * is secret and gives them back with store_image_free(). Faults: OUT_OF_MEMORY. */
CHECKED struct status store_image(struct store *store, void **bytes, size_t *length);
void store_image_free(void *bytes);

/* Empties the write-ahead log, so that what was deleted under STORE_PRIVATE stands in none of the
 * files any more. Faults: STORE_BUSY where another connection still reads an older state. */
CHECKED struct status store_scrub(struct store *store);

/* Prepares once; the statement belongs to the store and lives until store_close(). `*out` must be
 * NULL at first: a second call with the same variable returns at once. */
CHECKED struct status store_prepare(struct store *store, struct store_stmt **out, const char *sql);

/* Columns and parameters are counted from 0. Bound texts and blobs are borrowed until the next
 * store_reset(). */
void store_bind_int(struct store_stmt *stmt, int index, int64_t value);
void store_bind_blob(struct store_stmt *stmt, int index, const void *data, size_t length);
void store_bind_text(struct store_stmt *stmt, int index, const char *text);
void store_bind_null(struct store_stmt *stmt, int index);

/* Runs a statement that takes its rows from the table `bulk`: c0, c1, ... are a row's integers, b0
 * its first two as a blob of 16 bytes. The cells are borrowed for the call. */
enum { BULK_COLUMNS_MAX = 10 };
struct bulk {
    const int64_t *cells; /* row after row */
    size_t columns;
    size_t rows;
};
CHECKED struct status store_bulk(struct store *store, struct store_stmt **stmt, const char *sql,
                                 const struct bulk *bulk);

/* Steps to the next row; `*row` tells whether there is one. Without a row the statement is reset
 * by itself; after the last row wanted, call store_reset(). */
CHECKED struct status store_step(struct store_stmt *stmt, bool *row);
/* Runs a statement that gives no rows, and resets it. */
CHECKED struct status store_execute(struct store_stmt *stmt);
void store_reset(struct store_stmt *stmt);

int64_t store_int(struct store_stmt *stmt, int column);
bool store_is_null(struct store_stmt *stmt, int column);
/* Borrowed until the next step or reset. NULL and length 0 for an empty value. */
const void *store_blob(struct store_stmt *stmt, int column, size_t *length);
const char *store_text(struct store_stmt *stmt, int column); /* "" for NULL */
/* Copies a blob that must have exactly this length. Faults: STORE_CORRUPT. */
CHECKED struct status store_blob_exact(struct store_stmt *stmt, int column, void *out,
                                       size_t length);

/* Rows changed by the last store_execute(). */
int64_t store_changes(const struct store *store);

/* Compares two databases of the same migrations: first their structure (tables, indexes,
 * triggers: sqlite_master), then every table, row by row in primary-key order, value and type.
 * Tables named in `skip` (a list that ends with NULL, or NULL) are left out. The first
 * difference is named in `problem`: file "books.db: account id=7" (the database, the table, the
 * row's whole key), column, value (what `store` holds) and expected (what `other` holds); "-"
 * where there is no such row. Refuses: BOOKS_DIFFER. */
CHECKED struct status store_compare(struct store *store, struct store *other,
                                    const char *const *skip, struct problem *problem);
/* Checks what a comparison of rows does not see: that every index leads to its rows. `problem`:
 * file, value (what SQLite found first). Refuses: STORE_CORRUPT. */
CHECKED struct status store_check(struct store *store, struct problem *problem);
