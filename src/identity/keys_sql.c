/* keys_sql.c - all SQL over keys.db. */
#include <string.h>

#include "identity/people_internal.h"

struct status keys__secret_put(struct keys *keys, const char *name, const uint8_t bytes[32])
{
    struct store_stmt *stmt = NULL;
    TRY(store_prepare(keys->store, &stmt, "INSERT OR REPLACE INTO secret VALUES (?,?)"));
    store_bind_text(stmt, 0, name);
    store_bind_blob(stmt, 1, bytes, 32);
    return store_execute(stmt);
}

struct status keys__secret_get(struct keys *keys, const char *name, uint8_t bytes[32])
{
    struct store_stmt *stmt = NULL;
    bool row = false;
    TRY(store_prepare(keys->store, &stmt, "SELECT bytes FROM secret WHERE name=?"));
    store_bind_text(stmt, 0, name);
    TRY(store_step(stmt, &row));
    struct status status = row ? store_blob_exact(stmt, 0, bytes, 32) : FAULT(STORE_CORRUPT);
    store_reset(stmt);
    return status;
}

struct status keys__find(struct keys *keys, const struct id *id, bool *found,
                         uint8_t key[SEAL_KEY_BYTES])
{
    TRY(store_prepare(keys->store, &keys->get, "SELECT key FROM data_key WHERE id=?"));
    store_bind_blob(keys->get, 0, id->bytes, sizeof id->bytes);
    TRY(store_step(keys->get, found));
    if (!*found) {
        return OK;
    }
    struct status status = store_blob_exact(keys->get, 0, key, SEAL_KEY_BYTES);
    store_reset(keys->get);
    return status;
}

struct status keys__add(struct keys *keys, const struct id *id, const uint8_t key[SEAL_KEY_BYTES])
{
    TRY(store_prepare(keys->store, &keys->put, "INSERT INTO data_key VALUES (?,?)"));
    store_bind_blob(keys->put, 0, id->bytes, sizeof id->bytes);
    store_bind_blob(keys->put, 1, key, SEAL_KEY_BYTES);
    return store_execute(keys->put);
}

struct status keys__drop(struct keys *keys, const struct id *id, bool *dropped)
{
    TRY(store_prepare(keys->store, &keys->drop, "DELETE FROM data_key WHERE id=?"));
    store_bind_blob(keys->drop, 0, id->bytes, sizeof id->bytes);
    TRY(store_execute(keys->drop));
    *dropped = store_changes(keys->store) > 0;
    return OK;
}
