/* store_internal.h - what the files of this room share. */
#pragma once

#include <sqlite3.h>

#include "store/store.h"

struct store_stmt {
    sqlite3_stmt *stmt;
    struct store_stmt *next;
};

struct store {
    sqlite3 *db;
    char *path;
    enum store_mode mode;
    struct store_stmt *statements;
    struct store_stmt *begin_read;
    struct store_stmt *commit;
    struct bulk bulk; /* what the table `bulk` shows now */
};

/* Has SQLite keep its cache in large pages, once a process and before anything else. */
void store__pages_begin(void);

/* Makes the table `bulk` known to the connection; gives SQLite's result code. */
int store__bulk_register(struct store *store);

/* Names the database in the problem, with what SQLite says last where no value stands yet. */
void store__explain(struct store *store, struct problem *problem, struct status status);

/* Applies what is missing, all in one transaction, and compares what is there by SHA-256. */
CHECKED struct status store__migrate(struct store *store, const struct store_migrations *migrations,
                                     struct problem *problem);
