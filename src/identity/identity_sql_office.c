/* identity_sql_office.c - the SQL of who holds which office in a village. */
#include "identity/identity_internal.h"

struct status identity_office_each(struct identity *identity, int64_t village, office_each_fn each,
                                   void *context)
{
    REQUIRE(identity != NULL && each != NULL);
    /* CROSS: roles are few, members are many. */
    TRY(store_prepare(identity->store, &identity->office_each,
                      "SELECT m.person, r.role, r.since, r.shop FROM role r "
                      "CROSS JOIN member m ON m.id=r.member "
                      "WHERE m.village=? AND m.closed_on IS NULL ORDER BY r.member, r.role"));
    struct store_stmt *stmt = identity->office_each;
    store_bind_int(stmt, 0, village);
    bool row = false;
    struct status status = store_step(stmt, &row);
    while (status_ok(status) && row) {
        struct office office = {.role = (Sanbao__V1__Role)store_int(stmt, 1),
                                .since = (int32_t)store_int(stmt, 2)};
        snprintf(office.shop, sizeof office.shop, "%s", store_text(stmt, 3));
        status = store_blob_exact(stmt, 0, office.person, ID_BYTES);
        if (status_ok(status)) {
            status = each(context, &office);
        }
        if (status_ok(status)) {
            status = store_step(stmt, &row);
        }
    }
    store_reset(stmt);
    return status;
}
