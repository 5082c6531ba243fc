/* store_migrate.c - numbered, forward-only steps of a database's structure.
 *
 * Each applied step is recorded with the SHA-256 of its text, so that an edited old step is seen
 * and refused instead of silently meaning something else on two machines. */
#include <string.h>

#include "crypto/crypto.h"
#include "store/store_internal.h"

static const char *const table_sql =
    "CREATE TABLE IF NOT EXISTS schema_migration ("
    "number INTEGER PRIMARY KEY, name TEXT NOT NULL, sha256 BLOB NOT NULL)";

static struct status table_exists(struct store *store, bool *exists)
{
    struct store_stmt *stmt = NULL;
    TRY(store_prepare(
        store, &stmt,
        "SELECT 1 FROM sqlite_master WHERE type='table' AND name='schema_migration'"));
    TRY(store_step(stmt, exists));
    store_reset(stmt);
    return OK;
}

/* The step is there with the same text, is absent, or differs. */
static struct status step_check(struct store *store, const struct store_migration *step,
                                const struct hash *hash, bool *applied, struct problem *problem)
{
    struct store_stmt *stmt = NULL;
    TRY(store_prepare(store, &stmt, "SELECT sha256 FROM schema_migration WHERE number=?"));
    store_bind_int(stmt, 0, step->number);
    TRY(store_step(stmt, applied));
    if (!*applied) {
        return OK;
    }
    struct hash found;
    struct status status = store_blob_exact(stmt, 0, found.bytes, sizeof found.bytes);
    store_reset(stmt);
    TRY(status);
    if (memcmp(found.bytes, hash->bytes, sizeof found.bytes) != 0) {
        if (problem != NULL) {
            problem_text(problem->value, sizeof problem->value, step->name, strlen(step->name));
        }
        return problem_set(problem, STATUS_STORE_MIGRATION_CHANGED);
    }
    return OK;
}

static struct status step_apply(struct store *store, const struct store_migration *step,
                                const struct hash *hash)
{
    TRY(store_run(store, step->sql));
    struct store_stmt *stmt = NULL;
    TRY(store_prepare(store, &stmt, "INSERT INTO schema_migration VALUES (?,?,?)"));
    store_bind_int(stmt, 0, step->number);
    store_bind_text(stmt, 1, step->name);
    store_bind_blob(stmt, 2, hash->bytes, sizeof hash->bytes);
    return store_execute(stmt);
}

static struct status newer_check(struct store *store, const struct store_migrations *migrations,
                                 struct problem *problem)
{
    struct store_stmt *stmt = NULL;
    bool row = false;
    TRY(store_prepare(store, &stmt, "SELECT max(number) FROM schema_migration"));
    TRY(store_step(stmt, &row));
    int64_t newest = row ? store_int(stmt, 0) : 0;
    store_reset(stmt);
    if (newest > migrations->list[migrations->count - 1].number) {
        return problem_set(problem, STATUS_STORE_NEWER);
    }
    return OK;
}

static struct status steps_run(struct store *store, const struct store_migrations *migrations,
                               struct problem *problem)
{
    TRY(newer_check(store, migrations, problem));
    for (size_t i = 0; i < migrations->count; i++) {
        const struct store_migration *step = &migrations->list[i];
        struct hash hash;
        bool applied = false;
        sha256(&hash, step->sql, strlen(step->sql));
        TRY(step_check(store, step, &hash, &applied, problem));
        if (!applied && store->mode == STORE_READ) {
            return problem_set(problem, STATUS_STORE_MIGRATION_CHANGED);
        }
        if (!applied) {
            TRY(step_apply(store, step, &hash));
        }
    }
    return OK;
}

struct status store__migrate(struct store *store, const struct store_migrations *migrations,
                             struct problem *problem)
{
    REQUIRE(migrations->count > 0);
    if (store->mode == STORE_READ) {
        bool exists = false;
        TRY(table_exists(store, &exists));
        return exists ? steps_run(store, migrations, problem)
                      : problem_set(problem, STATUS_STORE_CORRUPT);
    }
    TRY(store_begin(store));
    struct status status = store_run(store, table_sql);
    if (status_ok(status)) {
        status = steps_run(store, migrations, problem);
    }
    if (!status_ok(status)) {
        struct status undone = store_rollback(store);
        (void)undone; /* The first trouble is the one worth telling. */
        return status;
    }
    return store_commit(store);
}
