/* auth_sql_card.c - the SQL of cards and PINs. */
#include <string.h>

#include "auth/auth_internal.h"

#define CARD_COLUMNS                                                                               \
    "id, village, person, last, issued_at, dead_at, code_hash, number_index, sealed, issued_by, "  \
    "printed_at"

static struct status row_read(struct store_stmt *stmt, struct card_row *row)
{
    size_t length = 0;
    *row =
        (struct card_row){.card = {.issued_at = store_int(stmt, 4), .dead_at = store_int(stmt, 5)},
                          .printed_at = store_int(stmt, 10)};
    TRY(store_blob_exact(stmt, 0, row->card.id.bytes, ID_BYTES));
    snprintf(row->card.village, sizeof row->card.village, "%s", store_text(stmt, 1));
    TRY(store_blob_exact(stmt, 2, row->card.person.bytes, ID_BYTES));
    snprintf(row->card.last, sizeof row->card.last, "%s", store_text(stmt, 3));
    TRY(store_blob_exact(stmt, 6, row->code_hash.bytes, HASH_BYTES));
    TRY(store_blob_exact(stmt, 7, row->number_index, CARD_INDEX_BYTES));
    TRY(store_blob_exact(stmt, 9, row->issued_by.bytes, ID_BYTES));
    const void *sealed = store_blob(stmt, 8, &length);
    if (length != 0 && length != sizeof row->sealed) {
        return FAULT(STORE_CORRUPT);
    }
    if (length != 0) {
        memcpy(row->sealed, sealed, length);
    }
    return OK;
}

static struct status row_only(struct store_stmt *stmt, bool *found, struct card_row *row)
{
    TRY(store_step(stmt, found));
    struct status status = *found ? row_read(stmt, row) : OK;
    store_reset(stmt);
    return status;
}

struct status auth__card_put(struct auth *auth, const struct card_row *row)
{
    TRY(store_prepare(auth->store, &auth->card_put,
                      "INSERT INTO card (" CARD_COLUMNS ") "
                      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
    struct store_stmt *stmt = auth->card_put;
    store_bind_blob(stmt, 0, row->card.id.bytes, ID_BYTES);
    store_bind_text(stmt, 1, row->card.village);
    store_bind_blob(stmt, 2, row->card.person.bytes, ID_BYTES);
    store_bind_text(stmt, 3, row->card.last);
    store_bind_int(stmt, 4, row->card.issued_at);
    store_bind_int(stmt, 5, row->card.dead_at);
    store_bind_blob(stmt, 6, row->code_hash.bytes, HASH_BYTES);
    store_bind_blob(stmt, 7, row->number_index, CARD_INDEX_BYTES);
    store_bind_blob(stmt, 8, row->sealed, sizeof row->sealed);
    store_bind_blob(stmt, 9, row->issued_by.bytes, ID_BYTES);
    store_bind_int(stmt, 10, row->printed_at);
    return store_execute(stmt);
}

struct status auth__card_get(struct auth *auth, const struct id *id, bool *found,
                             struct card_row *row)
{
    TRY(store_prepare(auth->store, &auth->card_get,
                      "SELECT " CARD_COLUMNS " FROM card WHERE id = ?"));
    store_bind_blob(auth->card_get, 0, id->bytes, ID_BYTES);
    return row_only(auth->card_get, found, row);
}

struct status auth__card_by_code(struct auth *auth, const struct hash *hash, bool *found,
                                 struct card *card)
{
    struct card_row row;
    TRY(store_prepare(auth->store, &auth->card_by_code,
                      "SELECT " CARD_COLUMNS " FROM card WHERE code_hash = ?"));
    store_bind_blob(auth->card_by_code, 0, hash->bytes, HASH_BYTES);
    TRY(row_only(auth->card_by_code, found, &row));
    *card = *found ? row.card : (struct card){.dead_at = 0};
    return OK;
}

struct status auth__card_by_number(struct auth *auth, const uint8_t index[CARD_INDEX_BYTES],
                                   bool *found, struct card *card)
{
    struct card_row row;
    TRY(store_prepare(auth->store, &auth->card_by_number,
                      "SELECT " CARD_COLUMNS " FROM card WHERE number_index = ?"));
    store_bind_blob(auth->card_by_number, 0, index, CARD_INDEX_BYTES);
    TRY(row_only(auth->card_by_number, found, &row));
    *card = *found ? row.card : (struct card){.dead_at = 0};
    return OK;
}

struct status auth__card_alive(struct auth *auth, const char *village, const struct id *person,
                               bool *found, struct card_row *row)
{
    TRY(store_prepare(auth->store, &auth->card_alive,
                      "SELECT " CARD_COLUMNS " FROM card "
                      "WHERE person = ? AND (village = ? OR ? = 1) AND dead_number IS NULL "
                      "LIMIT 1"));
    store_bind_blob(auth->card_alive, 0, person->bytes, ID_BYTES);
    store_bind_text(auth->card_alive, 1, village == NULL ? "" : village);
    store_bind_int(auth->card_alive, 2, village == NULL);
    return row_only(auth->card_alive, found, row);
}

struct status auth__card_last_dead(struct auth *auth, const char *village, int64_t *number)
{
    bool found = false;
    *number = 0;
    TRY(store_prepare(auth->store, &auth->card_last_dead,
                      "SELECT max(dead_number) FROM card WHERE village = ?"));
    store_bind_text(auth->card_last_dead, 0, village);
    TRY(store_step(auth->card_last_dead, &found));
    if (found) {
        *number = store_int(auth->card_last_dead, 0);
        store_reset(auth->card_last_dead);
    }
    return OK;
}

struct status auth__card_end(struct auth *auth, const struct id *id, int64_t number, int64_t now,
                             const struct id *by, enum card_end why)
{
    TRY(store_prepare(auth->store, &auth->card_end,
                      "UPDATE card SET dead_number = ?, dead_at = ?, dead_by = ?, dead_why = ? "
                      "WHERE id = ? AND dead_number IS NULL"));
    store_bind_int(auth->card_end, 0, number);
    store_bind_int(auth->card_end, 1, now);
    store_bind_blob(auth->card_end, 2, by->bytes, ID_BYTES);
    store_bind_int(auth->card_end, 3, why);
    store_bind_blob(auth->card_end, 4, id->bytes, ID_BYTES);
    return store_execute(auth->card_end);
}

struct status auth__card_dead_next(struct auth *auth, const char *village, int64_t after,
                                   size_t limit, bool first, bool *found, struct dead_card *dead)
{
    TRY(store_prepare(auth->store, &auth->card_dead,
                      "SELECT dead_number, code_hash, dead_at FROM card "
                      "WHERE village = ? AND dead_number > ? ORDER BY dead_number LIMIT ?"));
    struct store_stmt *stmt = auth->card_dead;
    if (first) {
        store_reset(stmt);
        store_bind_text(stmt, 0, village);
        store_bind_int(stmt, 1, after);
        store_bind_int(stmt, 2, (int64_t)limit);
    }
    TRY(store_step(stmt, found));
    if (!*found) {
        return OK;
    }
    dead->number = store_int(stmt, 0);
    dead->at = store_int(stmt, 2);
    return store_blob_exact(stmt, 1, dead->code_hash.bytes, HASH_BYTES);
}

struct status auth__card_printed(struct auth *auth, const struct id *id, int64_t now)
{
    TRY(store_prepare(auth->store, &auth->card_printed,
                      "UPDATE card SET printed_at = ? WHERE id = ?"));
    store_bind_int(auth->card_printed, 0, now);
    store_bind_blob(auth->card_printed, 1, id->bytes, ID_BYTES);
    return store_execute(auth->card_printed);
}

struct status auth__card_sessions_end(struct auth *auth, const struct id *person)
{
    TRY(store_prepare(auth->store, &auth->card_sessions,
                      "DELETE FROM session WHERE person = ? AND way = ?"));
    store_bind_blob(auth->card_sessions, 0, person->bytes, ID_BYTES);
    store_bind_int(auth->card_sessions, 1, SESSION_CARD);
    return store_execute(auth->card_sessions);
}

struct status auth__card_next(struct auth *auth, const char *village, const struct id *person,
                              const struct id *after, size_t limit, bool first, bool *found,
                              struct card_row *row)
{
    struct store_stmt **stmt = person == NULL ? &auth->card_list : &auth->card_of;
    TRY(store_prepare(auth->store, stmt,
                      person == NULL ? "SELECT " CARD_COLUMNS " FROM card WHERE village = ? "
                                       "AND dead_number IS NULL AND id > ? ORDER BY id LIMIT ?"
                                     : "SELECT " CARD_COLUMNS " FROM card "
                                       "WHERE (village = ? OR ? = 1) AND id > ? AND person = ? "
                                       "ORDER BY id LIMIT ?"));
    if (first) {
        int at = 0;
        store_reset(*stmt);
        store_bind_text(*stmt, at++, village == NULL ? "" : village);
        if (person != NULL) {
            store_bind_int(*stmt, at++, village == NULL);
        }
        store_bind_blob(*stmt, at++, after->bytes, ID_BYTES);
        if (person != NULL) {
            store_bind_blob(*stmt, at++, person->bytes, ID_BYTES);
        }
        store_bind_int(*stmt, at, (int64_t)limit);
    }
    TRY(store_step(*stmt, found));
    return *found ? row_read(*stmt, row) : OK;
}

struct status auth__pin_find(struct auth *auth, const struct id *person, bool *found,
                             struct pin *pin)
{
    TRY(store_prepare(auth->store, &auth->pin_find,
                      "SELECT hash, failures, set_at, set_by FROM pin WHERE person = ?"));
    store_bind_blob(auth->pin_find, 0, person->bytes, ID_BYTES);
    TRY(store_step(auth->pin_find, found));
    if (*found) {
        snprintf(pin->hash, sizeof pin->hash, "%s", store_text(auth->pin_find, 0));
        pin->failures = store_int(auth->pin_find, 1);
        pin->set_at = store_int(auth->pin_find, 2);
        struct status status = store_blob_exact(auth->pin_find, 3, pin->set_by.bytes, ID_BYTES);
        store_reset(auth->pin_find);
        return status;
    }
    return OK;
}

struct status auth__pin_put(struct auth *auth, const struct id *person, const char *hash,
                            int64_t now, const struct id *by)
{
    TRY(store_prepare(auth->store, &auth->pin_put,
                      "INSERT INTO pin (person, hash, failures, set_at, set_by) "
                      "VALUES (?, ?, 0, ?, ?) ON CONFLICT (person) DO UPDATE SET "
                      "hash = excluded.hash, failures = 0, set_at = excluded.set_at, "
                      "set_by = excluded.set_by"));
    store_bind_blob(auth->pin_put, 0, person->bytes, ID_BYTES);
    store_bind_text(auth->pin_put, 1, hash);
    store_bind_int(auth->pin_put, 2, now);
    store_bind_blob(auth->pin_put, 3, by->bytes, ID_BYTES);
    return store_execute(auth->pin_put);
}

struct status auth__pin_failures(struct auth *auth, const struct id *person, int64_t failures)
{
    TRY(store_prepare(auth->store, &auth->pin_failures,
                      "UPDATE pin SET failures = ? WHERE person = ?"));
    store_bind_int(auth->pin_failures, 0, failures);
    store_bind_blob(auth->pin_failures, 1, person->bytes, ID_BYTES);
    return store_execute(auth->pin_failures);
}

struct status auth__unlock_put(struct auth *auth, const struct id *person,
                               const struct pin_unlock *unlock)
{
    TRY(store_prepare(auth->store, &auth->unlock_put,
                      "INSERT INTO pin_unlock (person, at, by_whom, reason) VALUES (?, ?, ?, ?)"));
    store_bind_blob(auth->unlock_put, 0, person->bytes, ID_BYTES);
    store_bind_int(auth->unlock_put, 1, unlock->at);
    store_bind_blob(auth->unlock_put, 2, unlock->by.bytes, ID_BYTES);
    store_bind_blob(auth->unlock_put, 3, unlock->sealed, unlock->sealed_length);
    return store_execute(auth->unlock_put);
}

struct status auth__unlock_next(struct auth *auth, const struct id *person, bool first, bool *found,
                                struct pin_unlock *unlock)
{
    TRY(store_prepare(auth->store, &auth->unlock_list,
                      "SELECT at, by_whom, reason FROM pin_unlock WHERE person = ? ORDER BY at"));
    struct store_stmt *stmt = auth->unlock_list;
    if (first) {
        store_reset(stmt);
        store_bind_blob(stmt, 0, person->bytes, ID_BYTES);
    }
    TRY(store_step(stmt, found));
    if (!*found) {
        return OK;
    }
    const void *sealed = store_blob(stmt, 2, &unlock->sealed_length);
    if (unlock->sealed_length > sizeof unlock->sealed) {
        return FAULT(STORE_CORRUPT);
    }
    memcpy(unlock->sealed, sealed, unlock->sealed_length);
    unlock->at = store_int(stmt, 0);
    return store_blob_exact(stmt, 1, unlock->by.bytes, ID_BYTES);
}

/* Erased: what devices off line must know as dead stays dead, its person is gone. */
struct status auth__card_forget(struct auth *auth, const struct id *person)
{
    static const struct id nobody;
    TRY(store_prepare(auth->store, &auth->card_forget,
                      "UPDATE card SET person = ?, sealed = ?, last = '' WHERE person = ?"));
    store_bind_blob(auth->card_forget, 0, nobody.bytes, ID_BYTES);
    store_bind_blob(auth->card_forget, 1, "", 0);
    store_bind_blob(auth->card_forget, 2, person->bytes, ID_BYTES);
    TRY(store_execute(auth->card_forget));
    TRY(store_prepare(auth->store, &auth->unlock_drop, "DELETE FROM pin_unlock WHERE person = ?"));
    store_bind_blob(auth->unlock_drop, 0, person->bytes, ID_BYTES);
    TRY(store_execute(auth->unlock_drop));
    TRY(store_prepare(auth->store, &auth->pin_drop, "DELETE FROM pin WHERE person = ?"));
    store_bind_blob(auth->pin_drop, 0, person->bytes, ID_BYTES);
    return store_execute(auth->pin_drop);
}
