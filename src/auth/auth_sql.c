/* auth_sql.c - the SQL of sessions. */
#include <string.h>

#include "auth/auth_internal.h"

struct status auth__session_find(struct auth *auth, const struct hash *token_hash, bool *found,
                                 struct session *session)
{
    TRY(store_prepare(auth->store, &auth->session_find,
                      "SELECT id, person, strong, device, created_at, ends_at FROM session "
                      "WHERE token_hash = ?"));
    struct store_stmt *stmt = auth->session_find;
    store_bind_blob(stmt, 0, token_hash->bytes, HASH_BYTES);
    TRY(store_step(stmt, found));
    if (!*found) {
        return OK;
    }
    struct status status = store_blob_exact(stmt, 0, session->id.bytes, ID_BYTES);
    if (status_ok(status)) {
        status = store_blob_exact(stmt, 1, session->person.bytes, ID_BYTES);
    }
    session->strong = store_int(stmt, 2) != 0;
    session->device = store_int(stmt, 3) != 0;
    session->created_at = store_int(stmt, 4);
    session->ends_at = store_int(stmt, 5);
    store_reset(stmt);
    return status;
}

struct status auth__session_put(struct auth *auth, const struct hash *token_hash,
                                const struct session *session)
{
    TRY(store_prepare(auth->store, &auth->session_put,
                      "INSERT INTO session (id, token_hash, person, strong, device, created_at, "
                      "ends_at) VALUES (?, ?, ?, ?, ?, ?, ?)"));
    struct store_stmt *stmt = auth->session_put;
    store_bind_blob(stmt, 0, session->id.bytes, ID_BYTES);
    store_bind_blob(stmt, 1, token_hash->bytes, HASH_BYTES);
    store_bind_blob(stmt, 2, session->person.bytes, ID_BYTES);
    store_bind_int(stmt, 3, session->strong);
    store_bind_int(stmt, 4, session->device);
    store_bind_int(stmt, 5, session->created_at);
    store_bind_int(stmt, 6, session->ends_at);
    return store_execute(stmt);
}
