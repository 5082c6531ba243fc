/* store_migrate.c - numbered, forward-only steps of a database's structure.
 *
 * Each applied step is recorded with the SHA-256 of its text, so that an edited old step is seen
 * and refused instead of silently meaning something else on two machines. Steps are numbered from 1
 * without gaps; what is applied is always the first so many of them. */
#include <string.h>

#include "crypto/crypto.h"
#include "store/store_internal.h"

static const char *const table_sql =
    "CREATE TABLE schema_migration ("
    "number INTEGER PRIMARY KEY, name TEXT NOT NULL, sha256 BLOB NOT NULL)";

static struct status answer(struct store *store, const char *sql, int64_t *number)
{
    struct store_stmt *stmt = NULL;
    bool row = false;
    TRY(store_prepare(store, &stmt, sql));
    TRY(store_step(stmt, &row));
    *number = row ? store_int(stmt, 0) : 0;
    store_reset(stmt);
    return OK;
}

static struct status refuse(struct problem *problem, enum status_code code, const char *step)
{
    if (problem != NULL) {
        problem_text(problem->value, sizeof problem->value, step, strlen(step));
    }
    return problem_set(problem, code);
}

/* The recorded step has the same text, or is refused. */
static struct status step_check(struct store *store, const struct store_migration *step,
                                struct problem *problem)
{
    struct store_stmt *stmt = NULL;
    bool row = false;
    TRY(store_prepare(store, &stmt, "SELECT sha256 FROM schema_migration WHERE number=?"));
    store_bind_int(stmt, 0, step->number);
    TRY(store_step(stmt, &row));
    if (!row) {
        return refuse(problem, STATUS_STORE_MIGRATION_CHANGED, step->name);
    }
    struct hash found;
    struct hash expected;
    struct status status = store_blob_exact(stmt, 0, found.bytes, sizeof found.bytes);
    store_reset(stmt);
    TRY(status);
    sha256(&expected, step->sql, strlen(step->sql));
    return memcmp(found.bytes, expected.bytes, sizeof found.bytes) == 0
               ? OK
               : refuse(problem, STATUS_STORE_MIGRATION_CHANGED, step->name);
}

static struct status step_apply(struct store *store, const struct store_migration *step)
{
    TRY(store_run(store, step->sql));
    struct hash hash;
    sha256(&hash, step->sql, strlen(step->sql));
    struct store_stmt *stmt = NULL;
    TRY(store_prepare(store, &stmt, "INSERT INTO schema_migration VALUES (?,?,?)"));
    store_bind_int(stmt, 0, step->number);
    store_bind_text(stmt, 1, step->name);
    store_bind_blob(stmt, 2, hash.bytes, sizeof hash.bytes);
    return store_execute(stmt);
}

/* How many steps the database has been through. A file without our table must be an empty one. */
static struct status newest_find(struct store *store, int64_t *newest, struct problem *problem)
{
    int64_t ours = 0;
    int64_t any = 0;
    *newest = 0;
    TRY(answer(store, "SELECT 1 FROM sqlite_master WHERE name='schema_migration'", &ours));
    TRY(answer(store, "SELECT 1 FROM sqlite_master LIMIT 1", &any));
    if (ours != 0) {
        return answer(store, "SELECT max(number) FROM schema_migration", newest);
    }
    if (any != 0) {
        return refuse(problem, STATUS_STORE_MIGRATION_CHANGED, "schema_migration");
    }
    return store->mode == STORE_READ ? OK : store_run(store, table_sql);
}

static struct status steps_run(struct store *store, const struct store_migrations *migrations,
                               struct problem *problem)
{
    int64_t newest = 0;
    TRY(newest_find(store, &newest, problem));
    if (newest > (int64_t)migrations->count) {
        return problem_set(problem, STATUS_STORE_NEWER);
    }
    for (size_t i = 0; i < migrations->count; i++) {
        const struct store_migration *step = &migrations->list[i];
        REQUIRE(step->number == (int)i + 1);
        if (step->number <= newest) {
            TRY(step_check(store, step, problem));
        } else if (store->mode == STORE_READ) {
            return refuse(problem, STATUS_STORE_OLDER, step->name);
        } else {
            TRY(step_apply(store, step));
        }
    }
    return OK;
}

struct status store__migrate(struct store *store, const struct store_migrations *migrations,
                             struct problem *problem)
{
    REQUIRE(migrations->count > 0);
    if (store->mode == STORE_READ) {
        return steps_run(store, migrations, problem);
    }
    TRY(store_begin(store));
    struct status status = steps_run(store, migrations, problem);
    if (status_ok(status)) {
        status = store_commit(store);
    }
    if (!status_ok(status)) {
        store__explain(store, problem, status); /* The rollback forgets the words. */
        struct status undone = store_rollback(store);
        (void)undone; /* The first trouble is the one worth telling. */
    }
    return status;
}
