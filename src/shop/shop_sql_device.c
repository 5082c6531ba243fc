/* shop_sql_device.c - the SQL of tills. */
#include <string.h>

#include "shop/shop_internal.h"

struct status shop__device_insert(struct till *till, const struct device *device)
{
    TRY(store_prepare(till->store, &till->device_insert,
                      "INSERT INTO shop_device (id, village, shop, public_key, name, keeper, "
                      "created_at, revoked_at) VALUES (?, ?, ?, ?, ?, ?, ?, 0)"));
    struct store_stmt *stmt = till->device_insert;
    store_bind_blob(stmt, 0, device->id.bytes, ID_BYTES);
    store_bind_text(stmt, 1, device->village);
    store_bind_text(stmt, 2, device->shop);
    store_bind_blob(stmt, 3, device->public_key, sizeof device->public_key);
    store_bind_text(stmt, 4, device->name);
    store_bind_blob(stmt, 5, device->keeper.bytes, ID_BYTES);
    store_bind_int(stmt, 6, device->created_at);
    return store_execute(stmt);
}

struct status shop__device_revoke(struct till *till, const struct id *id, int64_t at)
{
    TRY(store_prepare(till->store, &till->device_revoke,
                      "UPDATE shop_device SET revoked_at = ? WHERE id = ? AND revoked_at = 0"));
    store_bind_int(till->device_revoke, 0, at);
    store_bind_blob(till->device_revoke, 1, id->bytes, ID_BYTES);
    return store_execute(till->device_revoke);
}

#define DEVICE_COLUMNS "id, village, shop, public_key, name, keeper, created_at, revoked_at"

static struct status device_columns(struct store_stmt *stmt, struct device *device)
{
    *device = (struct device){.created_at = store_int(stmt, 6), .revoked_at = store_int(stmt, 7)};
    snprintf(device->village, sizeof device->village, "%s", store_text(stmt, 1));
    snprintf(device->shop, sizeof device->shop, "%s", store_text(stmt, 2));
    snprintf(device->name, sizeof device->name, "%s", store_text(stmt, 4));
    TRY(store_blob_exact(stmt, 0, device->id.bytes, ID_BYTES));
    TRY(store_blob_exact(stmt, 3, device->public_key, sizeof device->public_key));
    return store_blob_exact(stmt, 5, device->keeper.bytes, ID_BYTES);
}

struct status shop__device_select(struct till *till, const struct id *id, bool *found,
                                  struct device *device)
{
    TRY(store_prepare(till->store, &till->device_select,
                      "SELECT " DEVICE_COLUMNS " FROM shop_device WHERE id = ?"));
    store_bind_blob(till->device_select, 0, id->bytes, ID_BYTES);
    TRY(store_step(till->device_select, found));
    if (!*found) {
        return OK;
    }
    struct status status = device_columns(till->device_select, device);
    store_reset(till->device_select);
    return status;
}

struct status shop__devices(struct till *till, const char *village, const char *shop,
                            struct device list[DEVICES_LISTED_MAX], size_t *count)
{
    TRY(store_prepare(till->store, &till->device_list,
                      "SELECT " DEVICE_COLUMNS " FROM shop_device WHERE village = ? AND shop = ? "
                      "ORDER BY revoked_at = 0 DESC, created_at DESC, id LIMIT ?"));
    struct store_stmt *stmt = till->device_list;
    store_bind_text(stmt, 0, village);
    store_bind_text(stmt, 1, shop);
    store_bind_int(stmt, 2, DEVICES_LISTED_MAX);
    bool row = false;
    *count = 0;
    struct status status = store_step(stmt, &row);
    while (status_ok(status) && row) {
        status = device_columns(stmt, &list[(*count)++]);
        if (status_ok(status)) {
            status = store_step(stmt, &row);
        }
    }
    store_reset(stmt);
    return status;
}
