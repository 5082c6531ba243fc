/* store.c - connections, transactions and statements over SQLite. Migrations: store_migrate.c. */
#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/lang.h"
#include "base/limits.h"
#include "store/store_internal.h"

enum { BUSY_WAIT_MS = 10000, URI_BYTES_MAX = 3 * PATH_BYTES_MAX };

static struct status failed(int code)
{
    switch (code) {
    case SQLITE_IOERR_READ:
    case SQLITE_IOERR_SHORT_READ:
        return FAULT(FILE_READ);
    case SQLITE_IOERR_FSYNC:
    case SQLITE_IOERR_DIR_FSYNC:
        return FAULT(FILE_SYNC);
    default:
        break;
    }
    switch (code & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return FAULT(STORE_BUSY);
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return FAULT(STORE_CORRUPT);
    case SQLITE_NOMEM:
        return FAULT(OUT_OF_MEMORY);
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_READONLY:
        return FAULT(FILE_WRITE);
    case SQLITE_CANTOPEN:
        return FAULT(FILE_OPEN);
    default:
        return FAULT(STORE_FAILED);
    }
}

void store__explain(struct store *store, struct problem *problem, struct status status)
{
    if (problem == NULL || status_ok(status)) {
        return;
    }
    problem->code = status.code;
    problem_text(problem->file, sizeof problem->file, store->path, strlen(store->path));
    if (store->db == NULL) {
        return; /* Nothing was opened: SQLite has nothing to say of it. */
    }
    int code = sqlite3_errcode(store->db) & 0xFF;
    if (problem->value[0] == '\0' && code != SQLITE_OK && code != SQLITE_ROW &&
        code != SQLITE_DONE) {
        const char *text = sqlite3_errmsg(store->db);
        problem_text(problem->value, sizeof problem->value, text, strlen(text));
    }
}

struct status store_run(struct store *store, const char *sql)
{
    REQUIRE(store != NULL && sql != NULL);
    int code = sqlite3_exec(store->db, sql, NULL, NULL, NULL);
    return code == SQLITE_OK ? OK : failed(code);
}

static const char *mode_pragmas(enum store_mode mode)
{
    switch (mode) {
    case STORE_READ:
        /* Not mapped: each commit of the writer would take the pages away, to be mapped again. */
        return "PRAGMA cache_size=-16384; PRAGMA mmap_size=0;";
    case STORE_BOOKS:
        return "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-65536;"
               "PRAGMA wal_autocheckpoint=16384; PRAGMA temp_store=MEMORY;"
               "PRAGMA secure_delete=OFF;";
    case STORE_PRIVATE:
        return "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;"
               "PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-32768;";
    case STORE_SCRATCH:
        return "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA locking_mode=EXCLUSIVE;"
               "PRAGMA cache_size=-131072; PRAGMA temp_store=MEMORY;";
    }
    REQUIRE(!"a mode that is none of the four");
    return "";
}

/* SQLite makes files that others may read. Ours are made first, empty, for the owner alone; SQLite
 * gives its own files beside them the same mode. A file that is there is left alone: to open and
 * close it here would drop the locks that this process holds on it. */
static struct status file_make(const char *path)
{
    int fd = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
    if (fd < 0) {
        return errno == EEXIST ? REFUSE(FILE_EXISTS) : FAULT(FILE_OPEN);
    }
    close(fd);
    return OK;
}

/* In a folder that may not be written, SQLite cannot make the files that readers share. Where no
 * log lies beside the database, nobody is writing, and it can be read as a file that stays as it
 * is; answers whether that is so, and the name for it. */
static bool name_unchanging(const char *path, char name[URI_BYTES_MAX])
{
    static const char hex[] = "0123456789ABCDEF";
    char beside[PATH_BYTES_MAX];
    size_t used = 5;
    const char *slash = strrchr(path, '/');
    snprintf(beside, sizeof beside, "%.*s", slash == NULL ? 1 : (int)(slash - path + 1),
             slash == NULL ? "." : path);
    if (access(beside, W_OK) == 0) {
        return false;
    }
    snprintf(beside, sizeof beside, "%s-wal", path);
    if (access(beside, F_OK) == 0) {
        return false;
    }
    memcpy(name, "file:", used);
    for (const char *c = path; *c != '\0' && used < URI_BYTES_MAX - 16; c++) {
        if (strchr("%?#", *c) != NULL) {
            name[used++] = '%';
            name[used++] = hex[(unsigned char)*c >> 4];
            name[used++] = hex[(unsigned char)*c & 15];
        } else {
            name[used++] = *c;
        }
    }
    snprintf(name + used, URI_BYTES_MAX - used, "?immutable=1");
    return true;
}

static struct status connect(struct store *store)
{
    char unchanging[URI_BYTES_MAX];
    const char *name = store->path;
    if (store->mode != STORE_READ) {
        struct status made = file_make(store->path);
        if (made.code == STATUS_FILE_OPEN) {
            return made;
        }
    }
    int flags = store->mode == STORE_READ ? SQLITE_OPEN_READONLY
                                          : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    if (store->mode == STORE_READ && name_unchanging(store->path, unchanging)) {
        name = unchanging;
        flags |= SQLITE_OPEN_URI;
    }
    int code = sqlite3_open_v2(name, &store->db, flags | SQLITE_OPEN_NOMUTEX, NULL);
    if (code != SQLITE_OK) {
        return failed(code);
    }
    sqlite3_extended_result_codes(store->db, 1);
    sqlite3_busy_timeout(store->db, BUSY_WAIT_MS);
    code = store__bulk_register(store);
    if (code != SQLITE_OK) {
        return failed(code);
    }
    return store_run(store, mode_pragmas(store->mode));
}

struct status store_open(const char *path, enum store_mode mode,
                         const struct store_migrations *migrations, struct store **out,
                         struct problem *problem)
{
    REQUIRE(path != NULL && out != NULL);
    REQUIRE(migrations != NULL || mode == STORE_READ);
    *out = NULL;
    store__pages_begin();
    struct store *store = calloc(1, sizeof *store);
    if (store == NULL) {
        return FAULT(OUT_OF_MEMORY);
    }
    store->mode = mode;
    store->path = strdup(path);
    struct status status = store->path == NULL ? FAULT(OUT_OF_MEMORY) : connect(store);
    if (status_ok(status) && migrations != NULL) {
        status = store__migrate(store, migrations, problem);
    }
    if (!status_ok(status)) {
        store__explain(store, problem, status);
        store_close(&store);
        return status;
    }
    *out = store;
    return OK;
}

void store_close(struct store **store)
{
    REQUIRE(store != NULL);
    struct store *old = *store;
    *store = NULL;
    if (old == NULL) {
        return;
    }
    while (old->statements != NULL) {
        struct store_stmt *next = old->statements->next;
        sqlite3_finalize(old->statements->stmt);
        free(old->statements);
        old->statements = next;
    }
    if (old->db != NULL) {
        sqlite3_close(old->db);
    }
    free(old->path);
    free(old);
}

bool store_in_transaction(const struct store *store)
{
    REQUIRE(store != NULL);
    return sqlite3_get_autocommit(store->db) == 0;
}

struct status store_begin(struct store *store)
{
    return store_run(store, "BEGIN IMMEDIATE");
}

struct status store_begin_read(struct store *store)
{
    REQUIRE(store != NULL);
    TRY(store_prepare(store, &store->begin_read, "BEGIN"));
    return store_execute(store->begin_read);
}

struct status store_commit(struct store *store)
{
    REQUIRE(store != NULL);
    TRY(store_prepare(store, &store->commit, "COMMIT"));
    return store_execute(store->commit);
}

struct status store_rollback(struct store *store)
{
    REQUIRE(store != NULL);
    return store_in_transaction(store) ? store_run(store, "ROLLBACK") : OK;
}

struct status store_mark(struct store *store)
{
    REQUIRE(store_in_transaction(store));
    return store_run(store, "SAVEPOINT mark");
}

struct status store_unmark(struct store *store, bool keep)
{
    if (!keep) {
        TRY(store_run(store, "ROLLBACK TO mark"));
    }
    return store_run(store, "RELEASE mark");
}

struct status store_copy_to(struct store *store, const char *path)
{
    REQUIRE(store != NULL && path != NULL);
    TRY(file_make(path)); /* SQLite fills an empty file, and refuses any other. */
    sqlite3_stmt *stmt = NULL;
    int code = sqlite3_prepare_v2(store->db, "VACUUM INTO ?", -1, &stmt, NULL);
    if (code == SQLITE_OK) {
        REQUIRE(sqlite3_bind_text(stmt, 1, path, -1, SQLITE_STATIC) == SQLITE_OK);
        sqlite3_step(stmt);
        code = sqlite3_finalize(stmt);
    }
    if (code != SQLITE_OK) {
        unlink(path);
        return failed(code);
    }
    return OK;
}

struct status store_image(struct store *store, void **bytes, size_t *length)
{
    REQUIRE(store != NULL && bytes != NULL && length != NULL);
    sqlite3_int64 size = 0;
    *bytes = sqlite3_serialize(store->db, "main", &size, 0);
    *length = *bytes == NULL ? 0 : (size_t)size;
    return *bytes == NULL ? FAULT(OUT_OF_MEMORY) : OK;
}

void store_image_free(void *bytes)
{
    sqlite3_free(bytes);
}

struct status store_scrub(struct store *store)
{
    REQUIRE(store != NULL && !store_in_transaction(store));
    int code = sqlite3_wal_checkpoint_v2(store->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
    return code == SQLITE_OK ? OK : failed(code);
}

struct status store_prepare(struct store *store, struct store_stmt **out, const char *sql)
{
    REQUIRE(store != NULL && out != NULL && sql != NULL);
    if (*out != NULL) {
        return OK;
    }
    struct store_stmt *stmt = calloc(1, sizeof *stmt);
    if (stmt == NULL) {
        return FAULT(OUT_OF_MEMORY);
    }
    int code = sqlite3_prepare_v3(store->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &stmt->stmt, NULL);
    if (code != SQLITE_OK) {
        SAYF(stderr, "三宝：%s：语句不能执行：%s：%s\n", "sanbao: %s: cannot prepare: %s: %s\n",
             store->path, sqlite3_errmsg(store->db), sql);
        free(stmt);
        return failed(code);
    }
    stmt->next = store->statements;
    store->statements = stmt;
    *out = stmt;
    return OK;
}

void store_bind_int(struct store_stmt *stmt, int index, int64_t value)
{
    REQUIRE(sqlite3_bind_int64(stmt->stmt, index + 1, value) == SQLITE_OK);
}

void store_bind_blob(struct store_stmt *stmt, int index, const void *data, size_t length)
{
    REQUIRE(length <= INT32_MAX);
    const void *bytes = data == NULL ? "" : data;
    REQUIRE(sqlite3_bind_blob(stmt->stmt, index + 1, bytes, (int)length, SQLITE_STATIC) ==
            SQLITE_OK);
}

void store_bind_text(struct store_stmt *stmt, int index, const char *text)
{
    REQUIRE(text != NULL);
    REQUIRE(sqlite3_bind_text(stmt->stmt, index + 1, text, -1, SQLITE_STATIC) == SQLITE_OK);
}

void store_bind_null(struct store_stmt *stmt, int index)
{
    REQUIRE(sqlite3_bind_null(stmt->stmt, index + 1) == SQLITE_OK);
}

struct status store_step(struct store_stmt *stmt, bool *row)
{
    REQUIRE(stmt != NULL && row != NULL);
    int code = sqlite3_step(stmt->stmt);
    *row = code == SQLITE_ROW;
    if (code == SQLITE_ROW) {
        return OK;
    }
    sqlite3_reset(stmt->stmt);
    return code == SQLITE_DONE ? OK : failed(code);
}

struct status store_execute(struct store_stmt *stmt)
{
    bool row = false;
    TRY(store_step(stmt, &row));
    REQUIRE(!row);
    return OK;
}

void store_reset(struct store_stmt *stmt)
{
    sqlite3_reset(stmt->stmt);
}

int64_t store_int(struct store_stmt *stmt, int column)
{
    return sqlite3_column_int64(stmt->stmt, column);
}

bool store_is_null(struct store_stmt *stmt, int column)
{
    return sqlite3_column_type(stmt->stmt, column) == SQLITE_NULL;
}

const void *store_blob(struct store_stmt *stmt, int column, size_t *length)
{
    REQUIRE(length != NULL);
    const void *data = sqlite3_column_blob(stmt->stmt, column);
    int bytes = sqlite3_column_bytes(stmt->stmt, column);
    *length = bytes > 0 ? (size_t)bytes : 0;
    return data;
}

const char *store_text(struct store_stmt *stmt, int column)
{
    const unsigned char *text = sqlite3_column_text(stmt->stmt, column);
    return text == NULL ? "" : (const char *)text;
}

struct status store_blob_exact(struct store_stmt *stmt, int column, void *out, size_t length)
{
    size_t found = 0;
    const void *data = store_blob(stmt, column, &found);
    if (found != length) {
        return FAULT(STORE_CORRUPT);
    }
    if (length > 0) {
        memcpy(out, data, length);
    }
    return OK;
}

int64_t store_changes(const struct store *store)
{
    return sqlite3_changes64(store->db);
}
