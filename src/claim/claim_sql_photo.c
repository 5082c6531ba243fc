/* claim_sql_photo.c - the SQL of photos. */
#include "claim/claim_internal.h"

#define PHOTO_COLUMNS "claim, id, name, kind, width, height, turned, bytes, sealed, by, at"

static struct status photo_read(struct store_stmt *stmt, struct claim_photo *photo)
{
    *photo = (struct claim_photo){.info = {.kind = (enum photo_kind)store_int(stmt, 3),
                                           .width = (uint32_t)store_int(stmt, 4),
                                           .height = (uint32_t)store_int(stmt, 5),
                                           .turned = (unsigned)store_int(stmt, 6)},
                                  .bytes = store_int(stmt, 7),
                                  .at = store_int(stmt, 10)};
    TRY(store_blob_exact(stmt, 0, photo->claim.bytes, ID_BYTES));
    TRY(store_blob_exact(stmt, 1, photo->id.bytes, ID_BYTES));
    TRY(store_blob_exact(stmt, 2, photo->name.bytes, HASH_BYTES));
    TRY(store_blob_exact(stmt, 8, photo->sealed, sizeof photo->sealed));
    return store_blob_exact(stmt, 9, photo->by.bytes, ID_BYTES);
}

struct status claim__photo_put(struct claims *own, const struct claim_photo *photo)
{
    TRY(store_prepare(own->store, &own->sql.photo_put,
                      "INSERT INTO claim_photo (" PHOTO_COLUMNS ") "
                      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
    struct store_stmt *stmt = own->sql.photo_put;
    store_bind_blob(stmt, 0, photo->claim.bytes, ID_BYTES);
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

struct status claim__photo_get(struct claims *own, const struct id *claim, const struct id *id,
                               bool *found, struct claim_photo *photo)
{
    TRY(store_prepare(own->store, &own->sql.photo_get,
                      "SELECT " PHOTO_COLUMNS " FROM claim_photo WHERE claim = ? AND id = ?"));
    struct store_stmt *stmt = own->sql.photo_get;
    store_bind_blob(stmt, 0, claim->bytes, ID_BYTES);
    store_bind_blob(stmt, 1, id->bytes, ID_BYTES);
    TRY(store_step(stmt, found));
    struct status status = *found ? photo_read(stmt, photo) : OK;
    store_reset(stmt);
    return status;
}

struct status claim__photo_drop(struct claims *own, const struct id *claim, const struct id *id)
{
    TRY(store_prepare(own->store, &own->sql.photo_drop,
                      "DELETE FROM claim_photo WHERE claim = ? AND id = ?"));
    store_bind_blob(own->sql.photo_drop, 0, claim->bytes, ID_BYTES);
    store_bind_blob(own->sql.photo_drop, 1, id->bytes, ID_BYTES);
    return store_execute(own->sql.photo_drop);
}

struct status claim__photo_each(struct claims *own, const struct id *claim, claim_photo_fn each,
                                void *context)
{
    struct claim_photo photo;
    bool row = false;
    TRY(store_prepare(own->store, &own->sql.photo_each,
                      "SELECT " PHOTO_COLUMNS " FROM claim_photo WHERE claim = ? ORDER BY at, id"));
    struct store_stmt *stmt = own->sql.photo_each;
    store_bind_blob(stmt, 0, claim->bytes, ID_BYTES);
    struct status status = store_step(stmt, &row);
    while (status_ok(status) && row) {
        status = photo_read(stmt, &photo);
        if (status_ok(status)) {
            status = each(context, &photo);
        }
        if (status_ok(status)) {
            status = store_step(stmt, &row);
        }
    }
    store_reset(stmt);
    return status;
}

struct status claim__photo_elsewhere(struct claims *own, const struct claim_photo *photo,
                                     const char *village, int64_t *count)
{
    bool row = false;
    TRY(store_prepare(own->store, &own->sql.photo_elsewhere,
                      "SELECT COUNT(*) FROM claim_photo JOIN claim ON claim.id = claim_photo.claim "
                      "WHERE claim_photo.id = ? AND claim.village = ? AND claim.id <> ?"));
    struct store_stmt *stmt = own->sql.photo_elsewhere;
    store_bind_blob(stmt, 0, photo->id.bytes, ID_BYTES);
    store_bind_text(stmt, 1, village);
    store_bind_blob(stmt, 2, photo->claim.bytes, ID_BYTES);
    TRY(store_step(stmt, &row));
    *count = store_int(stmt, 0);
    store_reset(stmt);
    return OK;
}
