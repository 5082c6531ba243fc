/* notify_sql.c - the SQL of messages, choices and accounts. */
#include <string.h>

#include "notify/notify_internal.h"

#define PARCEL_COLUMNS "id, person, kind, made_at, next_at, tries, channel, state, sealed"

static struct status parcel_read(struct store_stmt *stmt, struct parcel *parcel)
{
    *parcel = (struct parcel){.kind = (enum notify_kind)store_int(stmt, 2),
                              .made_at = store_int(stmt, 3),
                              .next_at = store_int(stmt, 4),
                              .tries = store_int(stmt, 5),
                              .channel = (enum channel)store_int(stmt, 6),
                              .state = (enum message_state)store_int(stmt, 7)};
    TRY(store_blob_exact(stmt, 0, parcel->id.bytes, ID_BYTES));
    TRY(store_blob_exact(stmt, 1, parcel->person.bytes, ID_BYTES));
    const void *sealed = store_blob(stmt, 8, &parcel->sealed_length);
    if (parcel->sealed_length == 0 || parcel->sealed_length > sizeof parcel->sealed) {
        return FAULT(STORE_CORRUPT);
    }
    memcpy(parcel->sealed, sealed, parcel->sealed_length);
    return OK;
}

struct status notify__put(struct notify *notify, const struct parcel *parcel)
{
    TRY(store_prepare(notify->store, &notify->put,
                      "INSERT INTO message (" PARCEL_COLUMNS ") "
                      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"));
    struct store_stmt *stmt = notify->put;
    store_bind_blob(stmt, 0, parcel->id.bytes, ID_BYTES);
    store_bind_blob(stmt, 1, parcel->person.bytes, ID_BYTES);
    store_bind_int(stmt, 2, parcel->kind);
    store_bind_int(stmt, 3, parcel->made_at);
    store_bind_int(stmt, 4, parcel->next_at);
    store_bind_int(stmt, 5, parcel->tries);
    store_bind_int(stmt, 6, parcel->channel);
    store_bind_int(stmt, 7, parcel->state);
    store_bind_blob(stmt, 8, parcel->sealed, parcel->sealed_length);
    return store_execute(stmt);
}

struct status notify__due_any(struct notify *notify, int64_t now, bool *any)
{
    TRY(store_prepare(notify->store, &notify->due_any,
                      "SELECT 1 FROM message WHERE state = 0 AND next_at <= ? LIMIT 1"));
    store_bind_int(notify->due_any, 0, now);
    TRY(store_step(notify->due_any, any));
    store_reset(notify->due_any);
    return OK;
}

struct status notify__due(struct notify *notify, int64_t now, bool first, bool *found,
                          struct parcel *parcel)
{
    TRY(store_prepare(notify->store, &notify->due,
                      "SELECT " PARCEL_COLUMNS " FROM message WHERE state = 0 AND next_at <= ? "
                      "ORDER BY next_at, id LIMIT ?"));
    if (first) {
        store_reset(notify->due);
        store_bind_int(notify->due, 0, now);
        store_bind_int(notify->due, 1, BATCH_MAX);
    }
    TRY(store_step(notify->due, found));
    return *found ? parcel_read(notify->due, parcel) : OK;
}

struct status notify__mark(struct notify *notify, const struct parcel *parcel)
{
    TRY(store_prepare(notify->store, &notify->mark,
                      "UPDATE message SET next_at = ?, tries = ?, channel = ?, state = ? "
                      "WHERE id = ?"));
    struct store_stmt *stmt = notify->mark;
    store_bind_int(stmt, 0, parcel->next_at);
    store_bind_int(stmt, 1, parcel->tries);
    store_bind_int(stmt, 2, parcel->channel);
    store_bind_int(stmt, 3, parcel->state);
    store_bind_blob(stmt, 4, parcel->id.bytes, ID_BYTES);
    return store_execute(stmt);
}

struct status notify__drop(struct notify *notify, const struct id *id)
{
    TRY(store_prepare(notify->store, &notify->drop, "DELETE FROM message WHERE id = ?"));
    store_bind_blob(notify->drop, 0, id->bytes, ID_BYTES);
    return store_execute(notify->drop);
}

struct status notify__old(struct notify *notify, int64_t before)
{
    TRY(store_prepare(notify->store, &notify->old, "DELETE FROM message WHERE made_at < ?"));
    store_bind_int(notify->old, 0, before);
    return store_execute(notify->old);
}

struct status notify__list(struct notify *notify, const struct id *person, size_t limit, bool first,
                           bool *found, struct parcel *parcel)
{
    TRY(store_prepare(notify->store, &notify->list,
                      "SELECT " PARCEL_COLUMNS " FROM message WHERE person = ? "
                      "ORDER BY made_at DESC, id LIMIT ?"));
    if (first) {
        store_reset(notify->list);
        store_bind_blob(notify->list, 0, person->bytes, ID_BYTES);
        store_bind_int(notify->list, 1, (int64_t)limit);
    }
    TRY(store_step(notify->list, found));
    return *found ? parcel_read(notify->list, parcel) : OK;
}

void notify__list_end(struct notify *notify)
{
    if (notify->list != NULL) {
        store_reset(notify->list);
    }
}

static struct status one_integer(struct store_stmt *stmt, int64_t *value)
{
    bool found = false;
    *value = 0;
    TRY(store_step(stmt, &found));
    if (found) {
        *value = store_int(stmt, 0);
        store_reset(stmt);
    }
    return OK;
}

struct status notify__waiting(struct notify *notify, int64_t *count)
{
    TRY(store_prepare(notify->store, &notify->waiting,
                      "SELECT count(*) FROM message WHERE state = 0"));
    return one_integer(notify->waiting, count);
}

struct status notify__choice_get(struct notify *notify, const struct id *person,
                                 struct choice *choice)
{
    bool found = false;
    *choice = (struct choice){.off = 0};
    TRY(store_prepare(notify->store, &notify->choice_get,
                      "SELECT off, english FROM message_choice WHERE person = ?"));
    store_bind_blob(notify->choice_get, 0, person->bytes, ID_BYTES);
    TRY(store_step(notify->choice_get, &found));
    if (found) {
        choice->off = store_int(notify->choice_get, 0);
        choice->english = store_int(notify->choice_get, 1) != 0;
        store_reset(notify->choice_get);
    }
    return OK;
}

struct status notify__choice_put(struct notify *notify, const struct id *person,
                                 const struct choice *choice)
{
    TRY(store_prepare(notify->store, &notify->choice_put,
                      "INSERT INTO message_choice (person, off, english) VALUES (?, ?, ?) "
                      "ON CONFLICT (person) DO UPDATE SET off = excluded.off, "
                      "english = excluded.english"));
    store_bind_blob(notify->choice_put, 0, person->bytes, ID_BYTES);
    store_bind_int(notify->choice_put, 1, choice->off);
    store_bind_int(notify->choice_put, 2, choice->english);
    return store_execute(notify->choice_put);
}

struct status notify__sms_count(struct notify *notify, int64_t day, int64_t *count)
{
    TRY(store_prepare(notify->store, &notify->sms_get, "SELECT count FROM sms_day WHERE day = ?"));
    store_bind_int(notify->sms_get, 0, day);
    return one_integer(notify->sms_get, count);
}

struct status notify__sms_put(struct notify *notify, int64_t day, int64_t count)
{
    TRY(store_prepare(notify->store, &notify->sms_put,
                      "INSERT INTO sms_day (day, count) VALUES (?, ?) "
                      "ON CONFLICT (day) DO UPDATE SET count = excluded.count"));
    store_bind_int(notify->sms_put, 0, day);
    store_bind_int(notify->sms_put, 1, count);
    return store_execute(notify->sms_put);
}

/* Only the newest accounts of a person are kept. */
static struct status openid_trim(struct notify *notify, const struct id *person)
{
    TRY(store_prepare(notify->store, &notify->openid_trim,
                      "DELETE FROM openid WHERE openid_index IN (SELECT openid_index FROM openid "
                      "WHERE person = ? ORDER BY bound_at DESC, openid_index LIMIT 100 OFFSET ?)"));
    store_bind_blob(notify->openid_trim, 0, person->bytes, ID_BYTES);
    store_bind_int(notify->openid_trim, 1, OPENIDS_MAX);
    return store_execute(notify->openid_trim);
}

struct status notify__openid_put(struct notify *notify, const uint8_t index[OPENID_INDEX_BYTES],
                                 const struct id *person, const uint8_t *sealed, size_t length,
                                 int64_t now)
{
    TRY(store_prepare(notify->store, &notify->openid_put,
                      "INSERT INTO openid (openid_index, person, sealed, bound_at) "
                      "VALUES (?, ?, ?, ?) ON CONFLICT (openid_index) DO UPDATE SET "
                      "person = excluded.person, sealed = excluded.sealed, "
                      "bound_at = excluded.bound_at"));
    store_bind_blob(notify->openid_put, 0, index, OPENID_INDEX_BYTES);
    store_bind_blob(notify->openid_put, 1, person->bytes, ID_BYTES);
    store_bind_blob(notify->openid_put, 2, sealed, length);
    store_bind_int(notify->openid_put, 3, now);
    TRY(store_execute(notify->openid_put));
    return openid_trim(notify, person);
}

struct status notify__openid_find(struct notify *notify, const uint8_t index[OPENID_INDEX_BYTES],
                                  bool *found, struct id *person)
{
    TRY(store_prepare(notify->store, &notify->openid_find,
                      "SELECT person FROM openid WHERE openid_index = ?"));
    store_bind_blob(notify->openid_find, 0, index, OPENID_INDEX_BYTES);
    TRY(store_step(notify->openid_find, found));
    if (!*found) {
        return OK;
    }
    struct status status = store_blob_exact(notify->openid_find, 0, person->bytes, ID_BYTES);
    store_reset(notify->openid_find);
    return status;
}

struct status notify__openid_newest(struct notify *notify, const struct id *person,
                                    uint8_t sealed[OPENID_SEALED_MAX], size_t *length)
{
    bool found = false;
    *length = 0;
    TRY(store_prepare(notify->store, &notify->openid_newest,
                      "SELECT sealed FROM openid WHERE person = ? "
                      "ORDER BY bound_at DESC, openid_index LIMIT 1"));
    store_bind_blob(notify->openid_newest, 0, person->bytes, ID_BYTES);
    TRY(store_step(notify->openid_newest, &found));
    if (!found) {
        return OK;
    }
    const void *bytes = store_blob(notify->openid_newest, 0, length);
    bool fits = *length <= OPENID_SEALED_MAX;
    if (fits && *length > 0) {
        memcpy(sealed, bytes, *length);
    }
    store_reset(notify->openid_newest);
    return fits ? OK : FAULT(STORE_CORRUPT);
}

struct status notify__openids_bound(struct notify *notify, const struct id *person,
                                    int64_t bound[OPENIDS_MAX], size_t *count)
{
    bool found = true;
    *count = 0;
    TRY(store_prepare(notify->store, &notify->openid_bound,
                      "SELECT bound_at FROM openid WHERE person = ? "
                      "ORDER BY bound_at DESC, openid_index LIMIT ?"));
    store_bind_blob(notify->openid_bound, 0, person->bytes, ID_BYTES);
    store_bind_int(notify->openid_bound, 1, OPENIDS_MAX);
    while (found) {
        TRY(store_step(notify->openid_bound, &found));
        if (found && *count < OPENIDS_MAX) {
            bound[(*count)++] = store_int(notify->openid_bound, 0);
        }
    }
    return OK;
}

struct status notify__person_drop(struct notify *notify, const struct id *person)
{
    TRY(store_prepare(notify->store, &notify->messages_drop,
                      "DELETE FROM message WHERE person = ?"));
    store_bind_blob(notify->messages_drop, 0, person->bytes, ID_BYTES);
    TRY(store_execute(notify->messages_drop));
    TRY(store_prepare(notify->store, &notify->choice_drop,
                      "DELETE FROM message_choice WHERE person = ?"));
    store_bind_blob(notify->choice_drop, 0, person->bytes, ID_BYTES);
    TRY(store_execute(notify->choice_drop));
    TRY(store_prepare(notify->store, &notify->openids_drop, "DELETE FROM openid WHERE person = ?"));
    store_bind_blob(notify->openids_drop, 0, person->bytes, ID_BYTES);
    return store_execute(notify->openids_drop);
}
