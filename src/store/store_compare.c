/* store_compare.c - do two databases hold the same? Table by table, row by row, value by value. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "store/store_internal.h"

enum { TABLES_MAX = 64, SQL_MAX = 512 };

static bool listed(const char *const *list, const char *name)
{
    for (; list != NULL && *list != NULL; list++) {
        if (strcmp(*list, name) == 0) {
            return true;
        }
    }
    return false;
}

static void value_text(struct store_stmt *stmt, int column, char *out, size_t size)
{
    int type = sqlite3_column_type(stmt->stmt, column);
    if (type == SQLITE_INTEGER) {
        snprintf(out, size, "%" PRId64, store_int(stmt, column));
    } else if (type == SQLITE_BLOB) {
        size_t length = 0;
        const uint8_t *bytes = store_blob(stmt, column, &length);
        out[0] = '\0';
        for (size_t i = 0; i < length && 2 * i + 3 < size; i++) {
            snprintf(out + 2 * i, 3, "%02x", bytes[i]);
        }
    } else {
        const char *text = store_text(stmt, column);
        problem_text(out, size, text, strlen(text));
    }
}

static bool value_same(struct store_stmt *a, struct store_stmt *b, int column)
{
    int type = sqlite3_column_type(a->stmt, column);
    if (type != sqlite3_column_type(b->stmt, column)) {
        return false;
    }
    if (type == SQLITE_INTEGER) {
        return store_int(a, column) == store_int(b, column);
    }
    size_t a_length = 0;
    size_t b_length = 0;
    const void *a_data = store_blob(a, column, &a_length);
    const void *b_data = store_blob(b, column, &b_length);
    return a_length == b_length && (a_length == 0 || memcmp(a_data, b_data, a_length) == 0);
}

/* Names the row by its first column, which is or starts the primary key, and the value. */
static struct status differs(struct store_stmt *a, struct store_stmt *b, bool a_row, bool b_row,
                             int column, const char *table, struct problem *problem)
{
    if (problem != NULL) {
        struct store_stmt *named = a_row ? a : b;
        char key[96] = "";
        value_text(named, 0, key, sizeof key);
        snprintf(problem->file, sizeof problem->file, "books.db %s %s=%s", table,
                 sqlite3_column_name(named->stmt, 0), key);
        snprintf(problem->column, sizeof problem->column, "%s",
                 sqlite3_column_name(named->stmt, column));
        if (a_row) {
            value_text(a, column, problem->value, sizeof problem->value);
        } else {
            snprintf(problem->value, sizeof problem->value, "-");
        }
        if (b_row) {
            value_text(b, column, problem->expected, sizeof problem->expected);
        } else {
            snprintf(problem->expected, sizeof problem->expected, "-");
        }
    }
    return problem_set(problem, STATUS_BOOKS_DIFFER);
}

static struct status rows_compare(struct store_stmt *a, struct store_stmt *b, const char *table,
                                  struct problem *problem)
{
    int columns = sqlite3_column_count(a->stmt);
    for (;;) {
        bool a_row = false;
        bool b_row = false;
        TRY(store_step(a, &a_row));
        TRY(store_step(b, &b_row));
        if (!a_row && !b_row) {
            return OK;
        }
        for (int column = 0; column < columns; column++) {
            if (!a_row || !b_row || !value_same(a, b, column)) {
                return differs(a, b, a_row, b_row, column, table, problem);
            }
        }
    }
}

static struct status table_compare(struct store *store, struct store *other, const char *table,
                                   struct problem *problem)
{
    /* The name comes from sqlite_master of a database that we migrated ourselves. NOT INDEXED scans
     * the table itself, which lies in primary-key order on both sides. */
    char sql[SQL_MAX];
    snprintf(sql, sizeof sql, "SELECT * FROM \"%s\" NOT INDEXED", table);
    struct store_stmt *a = NULL;
    struct store_stmt *b = NULL;
    TRY(store_prepare(store, &a, sql));
    TRY(store_prepare(other, &b, sql));
    struct status status = rows_compare(a, b, table, problem);
    store_reset(a);
    store_reset(b);
    return status;
}

struct status store_compare(struct store *store, struct store *other, const char *const *skip,
                            struct problem *problem)
{
    REQUIRE(store != NULL && other != NULL);
    struct store_stmt *stmt = NULL;
    TRY(store_prepare(other, &stmt,
                      "SELECT name FROM sqlite_master WHERE type='table' AND name NOT LIKE "
                      "'sqlite_%' ORDER BY name"));
    char names[TABLES_MAX][64];
    size_t count = 0;
    bool row = false;
    for (;;) {
        TRY(store_step(stmt, &row));
        if (!row) {
            break;
        }
        REQUIRE(count < TABLES_MAX);
        snprintf(names[count++], sizeof names[0], "%s", store_text(stmt, 0));
    }
    for (size_t i = 0; i < count; i++) {
        if (!listed(skip, names[i])) {
            TRY(table_compare(store, other, names[i], problem));
        }
    }
    return OK;
}
