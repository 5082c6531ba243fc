/* store_compare.c - do two databases hold the same? Table by table, row by row, value by value.
 *
 * Both sides are read in primary-key order, so one pass finds the first difference. Where the keys
 * of two rows differ, the smaller one is the row that the other side lacks. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "store/store_internal.h"

enum { TABLES_MAX = 64, NAME_MAX_BYTES = 64, SQL_MAX = 512, KEY_COLUMNS_MAX = 8 };

/* One table on both sides. */
struct pair {
    const char *table;
    struct store_stmt *a;
    struct store_stmt *b;
    int key[KEY_COLUMNS_MAX]; /* column numbers of the primary key, in its order */
    int key_count;
};

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
    } else if (type == SQLITE_NULL) {
        snprintf(out, size, "NULL");
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

/* SQLite's own order for values of one type; -1, 0 or 1. */
static int value_order(struct store_stmt *a, struct store_stmt *b, int column)
{
    int a_type = sqlite3_column_type(a->stmt, column);
    int b_type = sqlite3_column_type(b->stmt, column);
    if (a_type != b_type) {
        return a_type < b_type ? -1 : 1;
    }
    if (a_type == SQLITE_INTEGER) {
        int64_t a_int = store_int(a, column);
        int64_t b_int = store_int(b, column);
        return (a_int > b_int) - (a_int < b_int);
    }
    size_t a_length = 0;
    size_t b_length = 0;
    const void *a_data = store_blob(a, column, &a_length);
    const void *b_data = store_blob(b, column, &b_length);
    size_t shared = a_length < b_length ? a_length : b_length;
    int order = shared == 0 ? 0 : memcmp(a_data, b_data, shared);
    if (order == 0) {
        order = (a_length > b_length) - (a_length < b_length);
    }
    return (order > 0) - (order < 0);
}

static int key_order(const struct pair *pair)
{
    for (int i = 0; i < pair->key_count; i++) {
        int order = value_order(pair->a, pair->b, pair->key[i]);
        if (order != 0) {
            return order;
        }
    }
    return 0;
}

static void row_name(const struct pair *pair, struct store_stmt *row, const char *path,
                     struct problem *problem)
{
    const char *slash = strrchr(path, '/');
    char text[PROBLEM_TEXT_MAX];
    int used = snprintf(text, sizeof text, "%s: %s", slash == NULL ? path : slash + 1, pair->table);
    for (int i = 0; i < pair->key_count && used >= 0 && (size_t)used < sizeof text; i++) {
        char value[96];
        value_text(row, pair->key[i], value, sizeof value);
        used += snprintf(text + used, sizeof text - (size_t)used, "%s%s=%s", i == 0 ? " " : ",",
                         sqlite3_column_name(row->stmt, pair->key[i]), value);
    }
    problem_text(problem->file, sizeof problem->file, text, strlen(text));
}

/* Names the row and the column; a side without the row shows "-". */
static struct status differs(const struct pair *pair, bool a_row, bool b_row, int column,
                             const char *path, struct problem *problem)
{
    if (problem == NULL) {
        return REFUSE(BOOKS_DIFFER);
    }
    int order = a_row && b_row ? key_order(pair) : 0;
    if (order != 0) {
        a_row = order < 0;
        b_row = order > 0;
        column = 0;
    }
    struct store_stmt *named = a_row ? pair->a : pair->b;
    row_name(pair, named, path, problem);
    const char *name = sqlite3_column_name(named->stmt, column);
    problem_text(problem->column, sizeof problem->column, name, strlen(name));
    snprintf(problem->value, sizeof problem->value, "-");
    snprintf(problem->expected, sizeof problem->expected, "-");
    if (a_row) {
        value_text(pair->a, column, problem->value, sizeof problem->value);
    }
    if (b_row) {
        value_text(pair->b, column, problem->expected, sizeof problem->expected);
    }
    return problem_set(problem, STATUS_BOOKS_DIFFER);
}

static struct status rows_compare(const struct pair *pair, const char *path,
                                  struct problem *problem)
{
    int columns = sqlite3_column_count(pair->a->stmt);
    for (;;) {
        bool a_row = false;
        bool b_row = false;
        TRY(store_step(pair->a, &a_row));
        TRY(store_step(pair->b, &b_row));
        if (!a_row && !b_row) {
            return OK;
        }
        for (int column = 0; column < columns; column++) {
            if (!a_row || !b_row || value_order(pair->a, pair->b, column) != 0) {
                return differs(pair, a_row, b_row, column, path, problem);
            }
        }
    }
}

static struct status key_find(struct store *store, struct pair *pair)
{
    struct store_stmt *stmt = NULL;
    TRY(store_prepare(store, &stmt,
                      "SELECT cid FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk"));
    store_bind_text(stmt, 0, pair->table);
    for (bool row = false;;) {
        TRY(store_step(stmt, &row));
        if (!row) {
            return OK;
        }
        REQUIRE(pair->key_count < KEY_COLUMNS_MAX);
        pair->key[pair->key_count++] = (int)store_int(stmt, 0);
    }
}

static struct status pair_compare(struct store *store, struct store *other, struct pair *pair,
                                  const char *sql, struct problem *problem)
{
    TRY(store_prepare(store, &pair->a, sql));
    TRY(store_prepare(other, &pair->b, sql));
    struct status status = rows_compare(pair, store->path, problem);
    store_reset(pair->a);
    store_reset(pair->b);
    return status;
}

static struct status table_compare(struct store *store, struct store *other, const char *table,
                                   struct problem *problem)
{
    /* The name comes from sqlite_master of a database that we migrated ourselves. NOT INDEXED scans
     * the table itself, which lies in primary-key order on both sides. */
    char sql[SQL_MAX];
    int length = snprintf(sql, sizeof sql, "SELECT * FROM \"%s\" NOT INDEXED", table);
    REQUIRE(length > 0 && (size_t)length < sizeof sql);
    struct pair pair = {.table = table};
    TRY(key_find(other, &pair));
    return pair_compare(store, other, &pair, sql, problem);
}

static struct status structure_compare(struct store *store, struct store *other,
                                       struct problem *problem)
{
    struct pair pair = {.table = "sqlite_master", .key = {0, 1}, .key_count = 2};
    return pair_compare(store, other, &pair,
                        "SELECT type, name, tbl_name, sql FROM sqlite_master "
                        "WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY 1, 2",
                        problem);
}

struct status store_compare(struct store *store, struct store *other, const char *const *skip,
                            struct problem *problem)
{
    REQUIRE(store != NULL && other != NULL);
    TRY(structure_compare(store, other, problem));
    struct store_stmt *stmt = NULL;
    TRY(store_prepare(other, &stmt,
                      "SELECT name FROM sqlite_master WHERE type='table' AND name NOT LIKE "
                      "'sqlite\\_%' ESCAPE '\\' ORDER BY name"));
    char names[TABLES_MAX][NAME_MAX_BYTES];
    size_t count = 0;
    for (bool row = true; row;) {
        TRY(store_step(stmt, &row));
        if (row) {
            REQUIRE(count < TABLES_MAX);
            snprintf(names[count++], sizeof names[0], "%s", store_text(stmt, 0));
        }
    }
    for (size_t i = 0; i < count; i++) {
        if (!listed(skip, names[i])) {
            TRY(table_compare(store, other, names[i], problem));
        }
    }
    return OK;
}

struct status store_check(struct store *store, struct problem *problem)
{
    REQUIRE(store != NULL);
    struct store_stmt *stmt = NULL;
    bool row = false;
    TRY(store_prepare(store, &stmt, "PRAGMA integrity_check(1)"));
    TRY(store_step(stmt, &row));
    REQUIRE(row);
    char found[PROBLEM_TEXT_MAX];
    value_text(stmt, 0, found, sizeof found);
    TRY(store_step(stmt, &row)); /* To the end, so that nothing is left open. */
    if (strcmp(found, "ok") == 0) {
        return OK;
    }
    if (problem != NULL) {
        const char *slash = strrchr(store->path, '/');
        const char *name = slash == NULL ? store->path : slash + 1;
        problem_text(problem->file, sizeof problem->file, name, strlen(name));
        problem_text(problem->value, sizeof problem->value, found, strlen(found));
    }
    return problem_set(problem, STATUS_STORE_CORRUPT);
}
