/* claim_sql_panel.c - the SQL of seats in review panels. */
#include "claim/claim_internal.h"

struct status claim__seat_put(struct claims *own, const struct id *claim,
                              const struct claim_seat *seat)
{
    TRY(store_prepare(own->store, &own->sql.seat_put,
                      "INSERT INTO claim_seat (claim, panel, seat, person, state, grade) "
                      "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (claim, panel, seat) DO UPDATE SET "
                      "state = excluded.state, grade = excluded.grade"));
    struct store_stmt *stmt = own->sql.seat_put;
    store_bind_blob(stmt, 0, claim->bytes, ID_BYTES);
    store_bind_int(stmt, 1, seat->panel);
    store_bind_int(stmt, 2, seat->seat);
    store_bind_blob(stmt, 3, seat->person.bytes, ID_BYTES);
    store_bind_int(stmt, 4, seat->state);
    store_bind_int(stmt, 5, seat->grade);
    return store_execute(stmt);
}

static struct status seat_read(struct store_stmt *stmt, struct claim_seat *seat)
{
    *seat = (struct claim_seat){.panel = store_int(stmt, 0),
                                .seat = store_int(stmt, 1),
                                .state = (enum seat_state)store_int(stmt, 3),
                                .grade = store_int(stmt, 4)};
    return store_blob_exact(stmt, 2, seat->person.bytes, ID_BYTES);
}

struct status claim__seat_each(struct claims *own, const struct id *claim, int64_t from,
                               claim_seat_fn each, void *context)
{
    struct claim_seat seat;
    bool row = false;
    TRY(store_prepare(own->store, &own->sql.seat_each,
                      "SELECT panel, seat, person, state, grade FROM claim_seat "
                      "WHERE claim = ? AND panel >= ? ORDER BY panel, seat"));
    struct store_stmt *stmt = own->sql.seat_each;
    store_bind_blob(stmt, 0, claim->bytes, ID_BYTES);
    store_bind_int(stmt, 1, from);
    struct status status = store_step(stmt, &row);
    while (status_ok(status) && row) {
        status = seat_read(stmt, &seat);
        if (status_ok(status)) {
            status = each(context, &seat);
        }
        if (status_ok(status)) {
            status = store_step(stmt, &row);
        }
    }
    store_reset(stmt);
    return status;
}

struct status claim__seats_drop(struct claims *own, const struct id *claim, int64_t from)
{
    TRY(store_prepare(own->store, &own->sql.seats_drop,
                      "DELETE FROM claim_seat WHERE claim = ? AND panel >= ?"));
    store_bind_blob(own->sql.seats_drop, 0, claim->bytes, ID_BYTES);
    store_bind_int(own->sql.seats_drop, 1, from);
    return store_execute(own->sql.seats_drop);
}
