/* shop_sql.c - the SQL of tickets. */
#include <string.h>

#include "shop/shop_internal.h"

struct status shop__ticket_put(struct till *till, const struct ticket *ticket,
                               const struct hash *code_hash)
{
    TRY(store_prepare(till->store, &till->ticket_put,
                      "INSERT INTO shop_ticket (id, village, person, asked_by, way, code_hash, "
                      "ends_at, shop, keeper) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"));
    struct store_stmt *stmt = till->ticket_put;
    store_bind_blob(stmt, 0, ticket->id.bytes, ID_BYTES);
    store_bind_text(stmt, 1, ticket->village);
    store_bind_blob(stmt, 2, ticket->person.bytes, ID_BYTES);
    store_bind_blob(stmt, 3, ticket->asked_by.bytes, ID_BYTES);
    store_bind_int(stmt, 4, ticket->way);
    if (code_hash != NULL) {
        store_bind_blob(stmt, 5, code_hash->bytes, HASH_BYTES);
    } else {
        store_bind_null(stmt, 5);
    }
    store_bind_int(stmt, 6, ticket->ends_at);
    store_bind_text(stmt, 7, ticket->shop);
    store_bind_blob(stmt, 8, ticket->keeper.bytes, ID_BYTES);
    return store_execute(stmt);
}

#define TICKET_COLUMNS "id, village, person, asked_by, way, ends_at, shop, keeper, tries, event_id"

static struct status ticket_columns(struct store_stmt *stmt, struct ticket *ticket)
{
    snprintf(ticket->village, sizeof ticket->village, "%s", store_text(stmt, 1));
    snprintf(ticket->shop, sizeof ticket->shop, "%s", store_text(stmt, 6));
    ticket->way = (enum ticket_way)store_int(stmt, 4);
    ticket->ends_at = store_int(stmt, 5);
    ticket->tries = store_int(stmt, 8);
    ticket->used = !store_is_null(stmt, 9);
    TRY(store_blob_exact(stmt, 0, ticket->id.bytes, ID_BYTES));
    TRY(store_blob_exact(stmt, 2, ticket->person.bytes, ID_BYTES));
    TRY(store_blob_exact(stmt, 3, ticket->asked_by.bytes, ID_BYTES));
    TRY(store_blob_exact(stmt, 7, ticket->keeper.bytes, ID_BYTES));
    return ticket->used ? store_blob_exact(stmt, 9, ticket->event.bytes, ID_BYTES) : OK;
}

static struct status ticket_read(struct store_stmt *stmt, bool *found, struct ticket *ticket)
{
    *ticket = (struct ticket){.tries = 0};
    TRY(store_step(stmt, found));
    if (!*found) {
        return OK;
    }
    struct status status = ticket_columns(stmt, ticket);
    store_reset(stmt);
    return status;
}

struct status shop__ticket_by_code(struct till *till, const struct hash *code_hash, bool *found,
                                   struct ticket *ticket)
{
    TRY(store_prepare(till->store, &till->ticket_by_code,
                      "SELECT " TICKET_COLUMNS " FROM shop_ticket WHERE code_hash = ?"));
    store_bind_blob(till->ticket_by_code, 0, code_hash->bytes, HASH_BYTES);
    return ticket_read(till->ticket_by_code, found, ticket);
}

struct status shop__ticket_by_id(struct till *till, const struct id *id, bool *found,
                                 struct ticket *ticket)
{
    TRY(store_prepare(till->store, &till->ticket_by_id,
                      "SELECT " TICKET_COLUMNS " FROM shop_ticket WHERE id = ?"));
    store_bind_blob(till->ticket_by_id, 0, id->bytes, ID_BYTES);
    return ticket_read(till->ticket_by_id, found, ticket);
}

struct status shop__ticket_scan(struct till *till, const struct ticket *ticket)
{
    TRY(store_prepare(till->store, &till->ticket_scan,
                      "UPDATE shop_ticket SET code_hash = NULL, ends_at = ?, shop = ?, keeper = ? "
                      "WHERE id = ?"));
    store_bind_int(till->ticket_scan, 0, ticket->ends_at);
    store_bind_text(till->ticket_scan, 1, ticket->shop);
    store_bind_blob(till->ticket_scan, 2, ticket->keeper.bytes, ID_BYTES);
    store_bind_blob(till->ticket_scan, 3, ticket->id.bytes, ID_BYTES);
    return store_execute(till->ticket_scan);
}

struct status shop__ticket_use(struct till *till, const struct id *id, const struct id *event)
{
    TRY(store_prepare(till->store, &till->ticket_use,
                      "UPDATE shop_ticket SET event_id = ? WHERE id = ?"));
    store_bind_blob(till->ticket_use, 0, event->bytes, ID_BYTES);
    store_bind_blob(till->ticket_use, 1, id->bytes, ID_BYTES);
    return store_execute(till->ticket_use);
}

struct status shop__ticket_try(struct till *till, const struct id *id)
{
    TRY(store_prepare(till->store, &till->ticket_try,
                      "UPDATE shop_ticket SET tries = tries + 1 WHERE id = ?"));
    store_bind_blob(till->ticket_try, 0, id->bytes, ID_BYTES);
    return store_execute(till->ticket_try);
}

struct status shop__ticket_drop(struct till *till, const struct id *person)
{
    TRY(store_prepare(till->store, &till->ticket_drop,
                      "DELETE FROM shop_ticket WHERE person = ? AND code_hash IS NOT NULL"));
    store_bind_blob(till->ticket_drop, 0, person->bytes, ID_BYTES);
    return store_execute(till->ticket_drop);
}

struct status shop__ticket_sweep(struct till *till, int64_t before)
{
    TRY(store_prepare(till->store, &till->ticket_sweep,
                      "DELETE FROM shop_ticket WHERE ends_at < ?"));
    store_bind_int(till->ticket_sweep, 0, before);
    return store_execute(till->ticket_sweep);
}
