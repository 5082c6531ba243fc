/* store_bulk.c - many rows of integers go into a table by one statement.
 *
 * SQLite spends more on binding, starting and ending a statement than on writing a small row. Here
 * an array in memory stands as the table `bulk`: columns c0 to c9 are a row's integers, b0 is its
 * first two taken as a 16-byte blob. `REPLACE INTO lot (...) SELECT c0, c1, c2, c3 FROM bulk` then
 * writes all of it in one go. See "The Virtual Table Mechanism Of SQLite", section 2. */
#include <stdlib.h>

#include "store/store_internal.h"

enum { BULK_BLOB_COLUMN = BULK_COLUMNS_MAX };

struct bulk_table {
    sqlite3_vtab base;
    struct store *store;
};

struct bulk_cursor {
    sqlite3_vtab_cursor base;
    size_t row;
};

static const struct bulk *cursor_bulk(const struct bulk_cursor *cursor)
{
    const struct bulk_table *table = (const struct bulk_table *)(const void *)cursor->base.pVtab;
    return &table->store->bulk;
}

static int bulk_connect(sqlite3 *db, void *store, int argc, const char *const *argv,
                        sqlite3_vtab **out, char **error)
{
    (void)argc;
    (void)argv;
    (void)error;
    int code =
        sqlite3_declare_vtab(db, "CREATE TABLE bulk (c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, b0)");
    if (code != SQLITE_OK) {
        return code;
    }
    struct bulk_table *table = calloc(1, sizeof *table);
    if (table == NULL) {
        return SQLITE_NOMEM;
    }
    table->store = store;
    *out = &table->base;
    return SQLITE_OK;
}

static int bulk_disconnect(sqlite3_vtab *table)
{
    free(table);
    return SQLITE_OK;
}

static int bulk_best_index(sqlite3_vtab *table, sqlite3_index_info *info)
{
    (void)table;
    info->estimatedRows = 1000;
    return SQLITE_OK;
}

static int bulk_open(sqlite3_vtab *table, sqlite3_vtab_cursor **out)
{
    (void)table;
    struct bulk_cursor *cursor = calloc(1, sizeof *cursor);
    if (cursor == NULL) {
        return SQLITE_NOMEM;
    }
    *out = &cursor->base;
    return SQLITE_OK;
}

static int bulk_close(sqlite3_vtab_cursor *cursor)
{
    free(cursor);
    return SQLITE_OK;
}

static int bulk_filter(sqlite3_vtab_cursor *base, int index, const char *text, int argc,
                       sqlite3_value **argv)
{
    (void)index;
    (void)text;
    (void)argc;
    (void)argv;
    ((struct bulk_cursor *)(void *)base)->row = 0;
    return SQLITE_OK;
}

static int bulk_next(sqlite3_vtab_cursor *base)
{
    ((struct bulk_cursor *)(void *)base)->row++;
    return SQLITE_OK;
}

static int bulk_eof(sqlite3_vtab_cursor *base)
{
    const struct bulk_cursor *cursor = (const struct bulk_cursor *)(const void *)base;
    return cursor->row >= cursor_bulk(cursor)->rows;
}

static int bulk_column(sqlite3_vtab_cursor *base, sqlite3_context *context, int column)
{
    const struct bulk_cursor *cursor = (const struct bulk_cursor *)(const void *)base;
    const struct bulk *bulk = cursor_bulk(cursor);
    const int64_t *cells = bulk->cells + cursor->row * bulk->columns;
    if (column == BULK_BLOB_COLUMN) {
        sqlite3_result_blob(context, cells, 2 * sizeof *cells, SQLITE_STATIC);
    } else if ((size_t)column < bulk->columns) {
        sqlite3_result_int64(context, cells[column]);
    }
    return SQLITE_OK;
}

static int bulk_rowid(sqlite3_vtab_cursor *base, sqlite3_int64 *rowid)
{
    *rowid = (sqlite3_int64)((struct bulk_cursor *)(void *)base)->row;
    return SQLITE_OK;
}

int store__bulk_register(struct store *store)
{
    static const sqlite3_module module = {
        .xConnect = bulk_connect,
        .xBestIndex = bulk_best_index,
        .xDisconnect = bulk_disconnect,
        .xOpen = bulk_open,
        .xClose = bulk_close,
        .xFilter = bulk_filter,
        .xNext = bulk_next,
        .xEof = bulk_eof,
        .xColumn = bulk_column,
        .xRowid = bulk_rowid,
    };
    return sqlite3_create_module_v2(store->db, "bulk", &module, store, NULL);
}

struct status store_bulk(struct store *store, struct store_stmt **stmt, const char *sql,
                         const struct bulk *bulk)
{
    REQUIRE(store != NULL && bulk != NULL && bulk->columns <= BULK_COLUMNS_MAX);
    TRY(store_prepare(store, stmt, sql));
    store->bulk = *bulk;
    struct status status = store_execute(*stmt);
    store->bulk = (struct bulk){.rows = 0};
    return status;
}
