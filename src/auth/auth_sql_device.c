/* auth_sql_device.c - the SQL of enrolled devices. */
#include <string.h>

#include "auth/auth_internal.h"

#define DEVICE_COLUMNS                                                                             \
    "id, village, use_for, person, shop, public_key, name, enrolled_at, ends_at, ended_at, seen_at"

static struct status device_read(struct store_stmt *stmt, struct device *device)
{
    *device = (struct device){.use = (enum device_use)store_int(stmt, 2),
                              .enrolled_at = store_int(stmt, 7),
                              .ends_at = store_int(stmt, 8),
                              .ended_at = store_int(stmt, 9),
                              .seen_at = store_int(stmt, 10)};
    snprintf(device->village, sizeof device->village, "%s", store_text(stmt, 1));
    snprintf(device->shop, sizeof device->shop, "%s", store_text(stmt, 4));
    const void *name = store_blob(stmt, 6, &device->name_length);
    if (device->name_length > sizeof device->name) {
        return FAULT(STORE_CORRUPT);
    }
    if (device->name_length > 0) {
        memcpy(device->name, name, device->name_length);
    }
    TRY(store_blob_exact(stmt, 0, device->id.bytes, ID_BYTES));
    TRY(store_blob_exact(stmt, 3, device->person.bytes, ID_BYTES));
    return store_blob_exact(stmt, 5, device->public_key, SIGN_PUBLIC_BYTES);
}

static struct status device_only(struct store_stmt *stmt, bool *found, struct device *device)
{
    TRY(store_step(stmt, found));
    struct status status = *found ? device_read(stmt, device) : OK;
    store_reset(stmt);
    return status;
}

struct status auth__device_get(struct auth *auth, const struct id *id, bool *found,
                               struct device *device)
{
    TRY(store_prepare(auth->store, &auth->device_get,
                      "SELECT " DEVICE_COLUMNS " FROM device WHERE id = ?"));
    store_bind_blob(auth->device_get, 0, id->bytes, ID_BYTES);
    return device_only(auth->device_get, found, device);
}

struct status auth__device_by_key(struct auth *auth, const uint8_t key[SIGN_PUBLIC_BYTES],
                                  bool *found, struct device *device)
{
    TRY(store_prepare(auth->store, &auth->device_key,
                      "SELECT " DEVICE_COLUMNS " FROM device WHERE public_key = ?"));
    store_bind_blob(auth->device_key, 0, key, SIGN_PUBLIC_BYTES);
    return device_only(auth->device_key, found, device);
}

struct status auth__device_put(struct auth *auth, const struct device *device)
{
    TRY(store_prepare(auth->store, &auth->device_put,
                      "INSERT INTO device (" DEVICE_COLUMNS ") "
                      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0)"));
    struct store_stmt *stmt = auth->device_put;
    store_bind_blob(stmt, 0, device->id.bytes, ID_BYTES);
    store_bind_text(stmt, 1, device->village);
    store_bind_int(stmt, 2, device->use);
    store_bind_blob(stmt, 3, device->person.bytes, ID_BYTES);
    store_bind_text(stmt, 4, device->shop);
    store_bind_blob(stmt, 5, device->public_key, SIGN_PUBLIC_BYTES);
    store_bind_blob(stmt, 6, device->name, device->name_length);
    store_bind_int(stmt, 7, device->enrolled_at);
    store_bind_int(stmt, 8, device->ends_at);
    return store_execute(stmt);
}

struct status auth__device_count(struct auth *auth, const struct device *device, int64_t *count)
{
    bool found = false;
    TRY(store_prepare(auth->store, &auth->device_count,
                      "SELECT count(*) FROM device WHERE village = ? AND use_for = ? "
                      "AND ended_at = 0 AND (shop = ? AND shop <> '' OR person = ? AND shop = '') "
                      "AND ends_at > ?"));
    struct store_stmt *stmt = auth->device_count;
    store_bind_text(stmt, 0, device->village);
    store_bind_int(stmt, 1, device->use);
    store_bind_text(stmt, 2, device->shop);
    store_bind_blob(stmt, 3, device->person.bytes, ID_BYTES);
    store_bind_int(stmt, 4, device->enrolled_at);
    TRY(store_step(stmt, &found));
    *count = found ? store_int(stmt, 0) : 0;
    store_reset(stmt);
    return OK;
}

struct status auth_standing(struct side *side, const char *village, const struct id *person,
                            bool *login, int64_t *devices)
{
    struct auth *auth = side_state(side, &auth_room);
    bool found = false;
    TRY(store_prepare(auth->store, &auth->standing,
                      "SELECT EXISTS (SELECT 1 FROM login WHERE person = ?1), "
                      "(SELECT count(*) FROM device WHERE person = ?1 AND village = ?2 "
                      "AND ended_at = 0 AND ends_at > ?3)"));
    store_bind_blob(auth->standing, 0, person->bytes, ID_BYTES);
    store_bind_text(auth->standing, 1, village);
    store_bind_int(auth->standing, 2, side->real());
    TRY(store_step(auth->standing, &found));
    *login = found && store_int(auth->standing, 0) != 0;
    *devices = found ? store_int(auth->standing, 1) : 0;
    store_reset(auth->standing);
    return OK;
}

struct status auth__device_of(struct auth *auth, const struct id *person, const struct id *after,
                              size_t limit, bool first, bool *found, struct device *device)
{
    TRY(store_prepare(auth->store, &auth->device_of,
                      "SELECT " DEVICE_COLUMNS " FROM device WHERE person = ? AND id > ? "
                      "ORDER BY id LIMIT ?"));
    struct store_stmt *stmt = auth->device_of;
    if (first) {
        store_reset(stmt);
        store_bind_blob(stmt, 0, person->bytes, ID_BYTES);
        store_bind_blob(stmt, 1, after->bytes, ID_BYTES);
        store_bind_int(stmt, 2, (int64_t)limit);
    }
    TRY(store_step(stmt, found));
    return *found ? device_read(stmt, device) : OK;
}

struct status auth__device_in(struct auth *auth, const char *village, const char *shop,
                              const struct id *after, size_t limit, bool first, bool *found,
                              struct device *device)
{
    TRY(store_prepare(auth->store, &auth->device_list,
                      "SELECT " DEVICE_COLUMNS " FROM device WHERE village = ? AND id > ? "
                      "AND (shop = ? OR ? = 1) ORDER BY id LIMIT ?"));
    struct store_stmt *stmt = auth->device_list;
    if (first) {
        store_reset(stmt);
        store_bind_text(stmt, 0, village);
        store_bind_blob(stmt, 1, after->bytes, ID_BYTES);
        store_bind_text(stmt, 2, shop == NULL ? "" : shop);
        store_bind_int(stmt, 3, shop == NULL);
        store_bind_int(stmt, 4, (int64_t)limit);
    }
    TRY(store_step(stmt, found));
    return *found ? device_read(stmt, device) : OK;
}

struct status auth__device_seen(struct auth *auth, const struct id *id, int64_t at)
{
    TRY(store_prepare(auth->store, &auth->device_seen,
                      "UPDATE device SET seen_at = ? WHERE id = ?"));
    store_bind_int(auth->device_seen, 0, at);
    store_bind_blob(auth->device_seen, 1, id->bytes, ID_BYTES);
    return store_execute(auth->device_seen);
}

struct status auth__device_end(struct auth *auth, const struct id *id, int64_t now,
                               const struct id *by)
{
    TRY(store_prepare(auth->store, &auth->device_end,
                      "UPDATE device SET ended_at = ?, ended_by = ? "
                      "WHERE id = ? AND ended_at = 0"));
    store_bind_int(auth->device_end, 0, now);
    store_bind_blob(auth->device_end, 1, by->bytes, ID_BYTES);
    store_bind_blob(auth->device_end, 2, id->bytes, ID_BYTES);
    return store_execute(auth->device_end);
}

struct status auth__device_sessions_end(struct auth *auth, const struct id *id)
{
    TRY(store_prepare(auth->store, &auth->device_sessions,
                      "DELETE FROM session WHERE device_id = ?"));
    store_bind_blob(auth->device_sessions, 0, id->bytes, ID_BYTES);
    return store_execute(auth->device_sessions);
}

/* The holder is erased: the device is out of use, what it signed before can still be checked. */
struct status auth__device_forget(struct auth *auth, const struct id *person, int64_t now)
{
    static const struct id nobody;
    TRY(store_prepare(auth->store, &auth->device_forget,
                      "UPDATE device SET person = ?, name = X'', "
                      "ended_at = CASE WHEN ended_at = 0 THEN ? ELSE ended_at END "
                      "WHERE person = ?"));
    store_bind_blob(auth->device_forget, 0, nobody.bytes, ID_BYTES);
    store_bind_int(auth->device_forget, 1, now);
    store_bind_blob(auth->device_forget, 2, person->bytes, ID_BYTES);
    return store_execute(auth->device_forget);
}
