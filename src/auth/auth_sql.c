/* auth_sql.c - the SQL of sessions. It keeps to what SQLite and PostgreSQL have in common. */
#include <string.h>

#include "auth/auth_internal.h"

#define SESSION_COLUMNS                                                                            \
    "id, person, strong, device, way, created_at, seen_at, ends_at, idle_seconds, device_id"

static struct status session_read(struct store_stmt *stmt, struct session *session)
{
    *session = (struct session){.strong = store_int(stmt, 2) != 0,
                                .device = store_int(stmt, 3) != 0,
                                .way = (enum session_way)store_int(stmt, 4),
                                .created_at = store_int(stmt, 5),
                                .seen_at = store_int(stmt, 6),
                                .ends_at = store_int(stmt, 7),
                                .idle_seconds = store_int(stmt, 8)};
    TRY(store_blob_exact(stmt, 0, session->id.bytes, ID_BYTES));
    TRY(store_blob_exact(stmt, 1, session->person.bytes, ID_BYTES));
    return store_is_null(stmt, 9) ? OK
                                  : store_blob_exact(stmt, 9, session->device_id.bytes, ID_BYTES);
}

struct status auth__session_find(struct auth *auth, const struct hash *token_hash, bool *found,
                                 struct session *session)
{
    TRY(store_prepare(auth->store, &auth->session_find,
                      "SELECT " SESSION_COLUMNS " FROM session WHERE token_hash = ?"));
    struct store_stmt *stmt = auth->session_find;
    store_bind_blob(stmt, 0, token_hash->bytes, HASH_BYTES);
    TRY(store_step(stmt, found));
    if (!*found) {
        return OK;
    }
    struct status status = session_read(stmt, session);
    store_reset(stmt);
    return status;
}

struct status auth__session_put(struct auth *auth, const struct hash *token_hash,
                                const struct session *session)
{
    static const struct id none;
    TRY(store_prepare(auth->store, &auth->session_put,
                      "INSERT INTO session (" SESSION_COLUMNS ", token_hash) "
                      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
    struct store_stmt *stmt = auth->session_put;
    store_bind_blob(stmt, 0, session->id.bytes, ID_BYTES);
    store_bind_blob(stmt, 1, session->person.bytes, ID_BYTES);
    store_bind_int(stmt, 2, session->strong);
    store_bind_int(stmt, 3, session->device);
    store_bind_int(stmt, 4, session->way);
    store_bind_int(stmt, 5, session->created_at);
    store_bind_int(stmt, 6, session->seen_at);
    store_bind_int(stmt, 7, session->ends_at);
    store_bind_int(stmt, 8, session->idle_seconds);
    if (memcmp(&session->device_id, &none, sizeof none) == 0) {
        store_bind_null(stmt, 9);
    } else {
        store_bind_blob(stmt, 9, session->device_id.bytes, ID_BYTES);
    }
    store_bind_blob(stmt, 10, token_hash->bytes, HASH_BYTES);
    return store_execute(stmt);
}

struct status auth__session_next(struct auth *auth, const struct id *person, bool first,
                                 bool *found, struct session *session)
{
    TRY(store_prepare(auth->store, &auth->session_list,
                      "SELECT " SESSION_COLUMNS
                      " FROM session WHERE person = ? ORDER BY created_at DESC, id"));
    struct store_stmt *stmt = auth->session_list;
    if (first) {
        store_reset(stmt);
        store_bind_blob(stmt, 0, person->bytes, ID_BYTES);
    }
    TRY(store_step(stmt, found));
    return *found ? session_read(stmt, session) : OK;
}

struct status auth__session_end(struct auth *auth, const struct id *person,
                                const struct id *session, bool *ended)
{
    TRY(store_prepare(auth->store, &auth->session_end,
                      "DELETE FROM session WHERE id = ? AND person = ?"));
    store_bind_blob(auth->session_end, 0, session->bytes, ID_BYTES);
    store_bind_blob(auth->session_end, 1, person->bytes, ID_BYTES);
    TRY(store_execute(auth->session_end));
    *ended = store_changes(auth->store) > 0;
    return OK;
}

struct status auth__session_end_others(struct auth *auth, const struct id *person,
                                       const struct id *keep)
{
    TRY(store_prepare(auth->store, &auth->session_end_others,
                      "DELETE FROM session WHERE person = ? AND id <> ?"));
    store_bind_blob(auth->session_end_others, 0, person->bytes, ID_BYTES);
    store_bind_blob(auth->session_end_others, 1, keep->bytes, ID_BYTES);
    return store_execute(auth->session_end_others);
}

struct status auth__session_end_oldest(struct auth *auth, const struct id *person)
{
    TRY(store_prepare(auth->store, &auth->session_end_oldest,
                      "DELETE FROM session WHERE id IN (SELECT id FROM session WHERE person = ? "
                      "ORDER BY created_at DESC, id LIMIT 1000 OFFSET ?)"));
    store_bind_blob(auth->session_end_oldest, 0, person->bytes, ID_BYTES);
    store_bind_int(auth->session_end_oldest, 1, SESSIONS_PER_PERSON_MAX);
    return store_execute(auth->session_end_oldest);
}

struct status auth__session_seen(struct auth *auth, const struct seen *seen)
{
    TRY(store_prepare(auth->store, &auth->session_seen,
                      "UPDATE session SET seen_at = ? WHERE id = ? AND seen_at < ?"));
    store_bind_int(auth->session_seen, 0, seen->at);
    store_bind_blob(auth->session_seen, 1, seen->session.bytes, ID_BYTES);
    store_bind_int(auth->session_seen, 2, seen->at);
    return store_execute(auth->session_seen);
}

static struct status sweep_one(struct auth *auth, struct store_stmt **stmt, const char *sql,
                               int64_t before)
{
    TRY(store_prepare(auth->store, stmt, sql));
    store_bind_int(*stmt, 0, before);
    return store_execute(*stmt);
}

struct status auth__sweep(struct auth *auth, int64_t now)
{
    TRY(sweep_one(auth, &auth->sessions_sweep, "DELETE FROM session WHERE ends_at <= ?", now));
    TRY(sweep_one(auth, &auth->enrolments_sweep, "DELETE FROM enrolment WHERE ends_at <= ?", now));
    TRY(sweep_one(auth, &auth->codes_sweep, "DELETE FROM phone_code WHERE made_at <= ?",
                  now - CODE_SECONDS));
    return sweep_one(auth, &auth->attempts_sweep, "DELETE FROM attempt WHERE last_at <= ?",
                     now - attempt_account.forget_seconds);
}
