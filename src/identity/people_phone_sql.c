/* people_phone_sql.c - the SQL of phones. It keeps to what SQLite and PostgreSQL have in common. */
#include <stdio.h>
#include <string.h>

#include "identity/people_internal.h"

struct status people__phone_put(struct people *people, const struct sealed_row *row)
{
    TRY(store_prepare(people->store, &people->phone_put,
                      "UPDATE detail SET phone_index = ? WHERE id = ? AND kind = ?"));
    store_bind_blob(people->phone_put, 0, row->phone_index, row->phone_length);
    store_bind_blob(people->phone_put, 1, row->id.bytes, ID_BYTES);
    store_bind_int(people->phone_put, 2, row->kind);
    return store_execute(people->phone_put);
}

struct status people__phone_find(struct people *people, const uint8_t index[PHONE_INDEX_BYTES],
                                 struct phone_row rows[PHONE_PEOPLE_MAX], size_t *count)
{
    TRY(store_prepare(people->store, &people->phone_find,
                      "SELECT id, village FROM detail WHERE phone_index = ? "
                      "ORDER BY village, id, kind LIMIT ?"));
    struct store_stmt *stmt = people->phone_find;
    store_bind_blob(stmt, 0, index, PHONE_INDEX_BYTES);
    store_bind_int(stmt, 1, PHONE_PEOPLE_MAX);
    *count = 0;
    bool found = false;
    TRY(store_step(stmt, &found));
    while (found) {
        struct phone_row *row = &rows[(*count)++];
        TRY(store_blob_exact(stmt, 0, row->id.bytes, ID_BYTES));
        snprintf(row->village, sizeof row->village, "%s", store_text(stmt, 1));
        TRY(store_step(stmt, &found));
    }
    return OK;
}
