/* activity_sql_photo.c - the SQL of photos. */
#include <string.h>

#include "activity/activity_internal.h"

#define PHOTO_COLUMNS "plan, id, name, kind, width, height, turned, bytes, sealed, by, at"

static struct status photo_read(struct store_stmt *stmt, struct photo *photo)
{
    *photo = (struct photo){0};
    TRY(store_blob_exact(stmt, 0, photo->plan.bytes, ID_BYTES));
    TRY(store_blob_exact(stmt, 1, photo->id.bytes, ID_BYTES));
    TRY(store_blob_exact(stmt, 2, photo->name.bytes, HASH_BYTES));
    photo->info.kind = (enum photo_kind)store_int(stmt, 3);
    photo->info.width = (uint32_t)store_int(stmt, 4);
    photo->info.height = (uint32_t)store_int(stmt, 5);
    photo->info.turned = (unsigned)store_int(stmt, 6);
    photo->bytes = store_int(stmt, 7);
    TRY(store_blob_exact(stmt, 8, photo->sealed, sizeof photo->sealed));
    TRY(store_blob_exact(stmt, 9, photo->by.bytes, ID_BYTES));
    photo->at = store_int(stmt, 10);
    return OK;
}

struct status activity__photo_get(struct activities *own, const struct id *plan,
                                  const struct id *id, bool *found, struct photo *photo)
{
    TRY(store_prepare(own->store, &own->sql.photo_get,
                      "SELECT " PHOTO_COLUMNS " FROM photo WHERE plan=? AND id=?"));
    struct store_stmt *stmt = own->sql.photo_get;
    store_bind_blob(stmt, 0, plan->bytes, ID_BYTES);
    store_bind_blob(stmt, 1, id->bytes, ID_BYTES);
    TRY(store_step(stmt, found));
    struct status status = *found ? photo_read(stmt, photo) : OK;
    store_reset(stmt);
    return status;
}

struct status activity__photo_put(struct activities *own, const struct photo *photo)
{
    TRY(store_prepare(own->store, &own->sql.photo_put,
                      "INSERT INTO photo (" PHOTO_COLUMNS ") VALUES (?,?,?,?,?,?,?,?,?,?,?)"));
    struct store_stmt *stmt = own->sql.photo_put;
    store_bind_blob(stmt, 0, photo->plan.bytes, ID_BYTES);
    store_bind_blob(stmt, 1, photo->id.bytes, ID_BYTES);
    store_bind_blob(stmt, 2, photo->name.bytes, HASH_BYTES);
    store_bind_int(stmt, 3, photo->info.kind);
    store_bind_int(stmt, 4, photo->info.width);
    store_bind_int(stmt, 5, photo->info.height);
    store_bind_int(stmt, 6, photo->info.turned);
    store_bind_int(stmt, 7, photo->bytes);
    store_bind_blob(stmt, 8, photo->sealed, sizeof photo->sealed);
    store_bind_blob(stmt, 9, photo->by.bytes, ID_BYTES);
    store_bind_int(stmt, 10, photo->at);
    return store_execute(stmt);
}

struct status activity__photo_drop(struct activities *own, const struct id *plan,
                                   const struct id *id)
{
    TRY(store_prepare(own->store, &own->sql.photo_drop, "DELETE FROM photo WHERE plan=? AND id=?"));
    store_bind_blob(own->sql.photo_drop, 0, plan->bytes, ID_BYTES);
    store_bind_blob(own->sql.photo_drop, 1, id->bytes, ID_BYTES);
    return store_execute(own->sql.photo_drop);
}

struct status activity__photo_list(struct activities *own, const struct id *plan,
                                   photo_each_fn each, void *context)
{
    TRY(store_prepare(own->store, &own->sql.photo_list,
                      "SELECT " PHOTO_COLUMNS " FROM photo WHERE plan=? ORDER BY at, id"));
    struct store_stmt *stmt = own->sql.photo_list;
    struct status status = OK;
    bool row = true;
    store_bind_blob(stmt, 0, plan->bytes, ID_BYTES);
    while (status_ok(status)) {
        struct photo photo;
        status = store_step(stmt, &row);
        if (!status_ok(status) || !row) {
            break;
        }
        status = photo_read(stmt, &photo);
        if (status_ok(status)) {
            status = each(context, &photo);
        }
    }
    store_reset(stmt);
    return status;
}
