/* tally_sql.c - the SQL of the tallies, and of what is kept to make them. */
#include "cockpit/cockpit_internal.h"

struct status cockpit__pass_get(struct cockpit *own, uint64_t *records)
{
    bool row = false;
    *records = 0;
    TRY(store_prepare(own->store, &own->pass_get, "SELECT records FROM cockpit_pass"));
    TRY(store_step(own->pass_get, &row));
    if (row) {
        *records = (uint64_t)store_int(own->pass_get, 0);
        store_reset(own->pass_get);
    }
    return OK;
}

struct status cockpit__pass_put(struct cockpit *own, uint64_t records)
{
    TRY(store_prepare(own->store, &own->pass_put,
                      "INSERT INTO cockpit_pass (id, records) VALUES (1, ?) "
                      "ON CONFLICT (id) DO UPDATE SET records = excluded.records"));
    store_bind_int(own->pass_put, 0, (int64_t)records);
    return store_execute(own->pass_put);
}

struct status cockpit__tally_add(struct cockpit *own, const struct tally *tally, int64_t value)
{
    TRY(store_prepare(own->store, &own->tally_add,
                      "INSERT INTO cockpit_tally (village, kind, name, day, value) "
                      "VALUES (?, ?, ?, ?, ?) ON CONFLICT (village, kind, name, day) "
                      "DO UPDATE SET value = value + excluded.value"));
    store_bind_int(own->tally_add, 0, tally->village);
    store_bind_int(own->tally_add, 1, tally->kind);
    store_bind_text(own->tally_add, 2, tally->name);
    store_bind_int(own->tally_add, 3, tally->day);
    store_bind_int(own->tally_add, 4, value);
    return store_execute(own->tally_add);
}

struct status cockpit__tally_each(struct cockpit *own, int64_t village, enum tally_kind kind,
                                  int32_t until, tally_fn each, void *context)
{
    TRY(store_prepare(own->store, &own->tally_each,
                      "SELECT name, SUM(value) FROM cockpit_tally WHERE village = ? AND kind = ? "
                      "AND day <= ? GROUP BY name ORDER BY name"));
    struct store_stmt *stmt = own->tally_each;
    store_bind_int(stmt, 0, village);
    store_bind_int(stmt, 1, kind);
    store_bind_int(stmt, 2, until);
    struct status status = OK;
    for (bool row = true; status_ok(status);) {
        status = store_step(stmt, &row);
        if (!status_ok(status) || !row) {
            break;
        }
        status = each(context, store_text(stmt, 0), store_int(stmt, 1));
    }
    store_reset(stmt);
    return status;
}

struct status cockpit__person_get(struct cockpit *own, int64_t village, int64_t member,
                                  struct cockpit_person *person)
{
    *person = (struct cockpit_person){.first = -1};
    TRY(store_prepare(own->store, &own->person_get,
                      "SELECT grp, card, first FROM cockpit_person WHERE village = ? AND "
                      "member = ?"));
    store_bind_int(own->person_get, 0, village);
    store_bind_int(own->person_get, 1, member);
    TRY(store_step(own->person_get, &person->known));
    if (person->known) {
        snprintf(person->group, sizeof person->group, "%s", store_text(own->person_get, 0));
        person->card = store_int(own->person_get, 1) != 0;
        person->first = (int32_t)store_int(own->person_get, 2);
    }
    store_reset(own->person_get);
    return OK;
}

struct status cockpit__person_put(struct cockpit *own, int64_t village, int64_t member,
                                  const struct cockpit_person *person)
{
    TRY(store_prepare(own->store, &own->person_put,
                      "INSERT INTO cockpit_person (village, member, grp, card, first) "
                      "VALUES (?, ?, ?, ?, ?) ON CONFLICT (village, member) DO UPDATE SET "
                      "grp = excluded.grp, card = excluded.card, first = excluded.first"));
    store_bind_int(own->person_put, 0, village);
    store_bind_int(own->person_put, 1, member);
    store_bind_text(own->person_put, 2, person->group);
    store_bind_int(own->person_put, 3, person->card);
    store_bind_int(own->person_put, 4, person->first);
    return store_execute(own->person_put);
}

struct status cockpit__person_drop(struct cockpit *own, int64_t village, int64_t member)
{
    TRY(store_prepare(own->store, &own->person_drop,
                      "DELETE FROM cockpit_person WHERE village = ? AND member = ?"));
    store_bind_int(own->person_drop, 0, village);
    store_bind_int(own->person_drop, 1, member);
    return store_execute(own->person_drop);
}

struct status cockpit__day_put(struct cockpit *own, int64_t village, int32_t day, uint64_t record)
{
    TRY(store_prepare(own->store, &own->day_put,
                      "INSERT INTO cockpit_day (village, day, first, last) VALUES (?1, ?2, ?3, ?3) "
                      "ON CONFLICT (village, day) DO UPDATE SET last = excluded.last"));
    store_bind_int(own->day_put, 0, village);
    store_bind_int(own->day_put, 1, day);
    store_bind_int(own->day_put, 2, (int64_t)record);
    return store_execute(own->day_put);
}

struct status cockpit__day_get(struct cockpit *own, int64_t village, int32_t day, uint64_t *first,
                               uint64_t *last)
{
    bool row = false;
    *first = 1;
    *last = 0;
    TRY(store_prepare(own->store, &own->day_get,
                      "SELECT first, last FROM cockpit_day WHERE village = ? AND day = ?"));
    store_bind_int(own->day_get, 0, village);
    store_bind_int(own->day_get, 1, day);
    TRY(store_step(own->day_get, &row));
    if (row) {
        *first = (uint64_t)store_int(own->day_get, 0);
        *last = (uint64_t)store_int(own->day_get, 1);
    }
    store_reset(own->day_get);
    return OK;
}

static struct status event_insert(struct cockpit *own, int64_t village,
                                  const struct cockpit_event *event)
{
    TRY(store_prepare(own->store, &own->event_put,
                      "INSERT INTO cockpit_event (village, day, record, at) VALUES (?, ?, ?, ?) "
                      "ON CONFLICT DO NOTHING"));
    store_bind_int(own->event_put, 0, village);
    store_bind_int(own->event_put, 1, event->day);
    store_bind_int(own->event_put, 2, (int64_t)event->record);
    store_bind_int(own->event_put, 3, event->at);
    return store_execute(own->event_put);
}

/* More of a day than a screen shows are not kept. */
struct status cockpit__event_put(struct cockpit *own, int64_t village,
                                 const struct cockpit_event *event)
{
    TRY(event_insert(own, village, event));
    TRY(store_prepare(own->store, &own->event_trim,
                      "DELETE FROM cockpit_event WHERE village = ?1 AND day = ?2 AND record <= "
                      "(SELECT record FROM cockpit_event WHERE village = ?1 AND day = ?2 "
                      "ORDER BY record DESC LIMIT 1 OFFSET ?3)"));
    store_bind_int(own->event_trim, 0, village);
    store_bind_int(own->event_trim, 1, event->day);
    store_bind_int(own->event_trim, 2, EVENTS_SHOWN);
    return store_execute(own->event_trim);
}

struct status cockpit__events(struct cockpit *own, int64_t village, int32_t until,
                              struct cockpit_event *list, size_t room, size_t *count)
{
    TRY(store_prepare(own->store, &own->event_each,
                      "SELECT day, record, at FROM cockpit_event WHERE village = ? AND day <= ? "
                      "ORDER BY day DESC, record DESC LIMIT ?"));
    struct store_stmt *stmt = own->event_each;
    store_bind_int(stmt, 0, village);
    store_bind_int(stmt, 1, until);
    store_bind_int(stmt, 2, (int64_t)room);
    *count = 0;
    for (bool row = true;;) {
        TRY(store_step(stmt, &row));
        if (!row) {
            return OK;
        }
        list[(*count)++] = (struct cockpit_event){.day = (int32_t)store_int(stmt, 0),
                                                  .record = (uint64_t)store_int(stmt, 1),
                                                  .at = store_int(stmt, 2)};
    }
}
