/* activity_sql_device.c - the SQL of what leaders' devices got and sent. */
#include <stdio.h>
#include <string.h>

#include "activity/device_internal.h"

static void bind_id(struct store_stmt *stmt, int index, const struct id *id)
{
    store_bind_blob(stmt, index, id->bytes, ID_BYTES);
}

struct status activity__bundle_get(struct activities *own, const struct id *id, bool *found,
                                   struct bundle *bundle)
{
    TRY(store_prepare(own->store, &own->sql.bundle_get,
                      "SELECT device, plan, issued_at, ends_at, skew FROM device_bundle "
                      "WHERE id=?"));
    struct store_stmt *stmt = own->sql.bundle_get;
    struct status status = OK;
    bind_id(stmt, 0, id);
    TRY(store_step(stmt, found));
    if (*found) {
        *bundle = (struct bundle){.id = *id,
                                  .issued_at = store_int(stmt, 2),
                                  .ends_at = store_int(stmt, 3),
                                  .skew = store_int(stmt, 4)};
        status = store_blob_exact(stmt, 0, bundle->device.bytes, ID_BYTES);
        if (status_ok(status)) {
            status = store_blob_exact(stmt, 1, bundle->plan.bytes, ID_BYTES);
        }
    }
    store_reset(stmt);
    return status;
}

struct status activity__bundle_put(struct activities *own, const struct bundle *bundle)
{
    TRY(store_prepare(own->store, &own->sql.bundle_put,
                      "INSERT INTO device_bundle (id, device, plan, issued_at, ends_at, skew) "
                      "VALUES (?,?,?,?,?,?)"));
    struct store_stmt *stmt = own->sql.bundle_put;
    bind_id(stmt, 0, &bundle->id);
    bind_id(stmt, 1, &bundle->device);
    bind_id(stmt, 2, &bundle->plan);
    store_bind_int(stmt, 3, bundle->issued_at);
    store_bind_int(stmt, 4, bundle->ends_at);
    store_bind_int(stmt, 5, bundle->skew);
    return store_execute(stmt);
}

struct status activity__item_get(struct activities *own, const struct id *device, int64_t number,
                                 bool *found, struct item_row *row)
{
    TRY(store_prepare(own->store, &own->sql.item_get,
                      "SELECT bundle, stay, is_out, at, way FROM device_item "
                      "WHERE device=? AND number=?"));
    struct store_stmt *stmt = own->sql.item_get;
    struct status status = OK;
    bind_id(stmt, 0, device);
    store_bind_int(stmt, 1, number);
    TRY(store_step(stmt, found));
    if (*found) {
        *row = (struct item_row){.device = *device,
                                 .item = {.number = number,
                                          .out = store_int(stmt, 2) != 0,
                                          .at = store_int(stmt, 3),
                                          .way = (enum stay_way)store_int(stmt, 4)}};
        status = store_blob_exact(stmt, 0, row->bundle.bytes, ID_BYTES);
        if (status_ok(status)) {
            status = store_blob_exact(stmt, 1, row->stay.bytes, ID_BYTES);
        }
    }
    store_reset(stmt);
    return status;
}

struct status activity__item_put(struct activities *own, const struct item_row *row)
{
    TRY(store_prepare(own->store, &own->sql.item_put,
                      "INSERT INTO device_item (device, number, bundle, stay, is_out, at, way) "
                      "VALUES (?,?,?,?,?,?,?)"));
    struct store_stmt *stmt = own->sql.item_put;
    bind_id(stmt, 0, &row->device);
    store_bind_int(stmt, 1, row->item.number);
    bind_id(stmt, 2, &row->bundle);
    bind_id(stmt, 3, &row->stay);
    store_bind_int(stmt, 4, row->item.out);
    store_bind_int(stmt, 5, row->item.at);
    store_bind_int(stmt, 6, row->item.way);
    return store_execute(stmt);
}
