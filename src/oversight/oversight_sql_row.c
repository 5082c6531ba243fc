/* oversight_sql_row.c - the SQL of the books' rows, and of when they were read. */
#include <string.h>

#include "oversight/oversight_internal.h"

struct status oversight__pass_get(struct oversight *own, uint64_t *records)
{
    bool row = false;
    *records = 0;
    TRY(store_prepare(own->store, &own->pass_get, "SELECT records FROM oversight_pass"));
    TRY(store_step(own->pass_get, &row));
    if (row) {
        *records = (uint64_t)store_int(own->pass_get, 0);
        store_reset(own->pass_get);
    }
    return OK;
}

struct status oversight__pass_put(struct oversight *own, uint64_t records)
{
    TRY(store_prepare(own->store, &own->pass_put,
                      "INSERT INTO oversight_pass (id, records) VALUES (1, ?) "
                      "ON CONFLICT (id) DO UPDATE SET records = excluded.records"));
    store_bind_int(own->pass_put, 0, (int64_t)records);
    return store_execute(own->pass_put);
}

struct status oversight__earner_put(struct oversight *own, int64_t village, int64_t member)
{
    TRY(store_prepare(own->store, &own->earner_put,
                      "INSERT INTO oversight_earner (village, member) VALUES (?, ?) "
                      "ON CONFLICT DO NOTHING"));
    store_bind_int(own->earner_put, 0, village);
    store_bind_int(own->earner_put, 1, member);
    return store_execute(own->earner_put);
}

struct status oversight__earner_get(struct oversight *own, int64_t village, int64_t member,
                                    bool *ever)
{
    TRY(store_prepare(own->store, &own->earner_get,
                      "SELECT 1 FROM oversight_earner WHERE village = ? AND member = ?"));
    store_bind_int(own->earner_get, 0, village);
    store_bind_int(own->earner_get, 1, member);
    TRY(store_step(own->earner_get, ever));
    store_reset(own->earner_get);
    return OK;
}

#define ROW_COLUMNS                                                                                \
    "record, member, household, proposer, proposer_household, approver, approver_household, "      \
    "activity, shop, in_at, out_at, at, timed, points, day, card"

struct status oversight__row_put(struct oversight *own, int64_t village, const struct book_row *row)
{
    TRY(store_prepare(own->store, &own->row_put,
                      "INSERT INTO oversight_row (" ROW_COLUMNS ", village) "
                      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
                      "ON CONFLICT DO NOTHING"));
    const int64_t values[] = {(int64_t)row->record,
                              row->member,
                              row->household,
                              row->proposer,
                              row->proposer_household,
                              row->approver,
                              row->approver_household,
                              row->activity,
                              row->shop,
                              row->in_at,
                              row->out_at,
                              row->at,
                              row->timed,
                              row->points,
                              row->day,
                              row->card,
                              village};
    for (size_t i = 0; i < COUNT(values); i++) {
        store_bind_int(own->row_put, (int)i, values[i]);
    }
    return store_execute(own->row_put);
}

struct status oversight__row_drop(struct oversight *own, int64_t village, uint64_t record)
{
    TRY(store_prepare(own->store, &own->row_drop,
                      "DELETE FROM oversight_row WHERE village = ? AND record = ?"));
    store_bind_int(own->row_drop, 0, village);
    store_bind_int(own->row_drop, 1, (int64_t)record);
    return store_execute(own->row_drop);
}

struct status oversight__row_points(struct oversight *own, int64_t village, uint64_t record,
                                    int64_t points)
{
    TRY(store_prepare(own->store, &own->row_points,
                      "UPDATE oversight_row SET points = ? WHERE village = ? AND record = ?"));
    store_bind_int(own->row_points, 0, points);
    store_bind_int(own->row_points, 1, village);
    store_bind_int(own->row_points, 2, (int64_t)record);
    return store_execute(own->row_points);
}

static void row_read(struct store_stmt *stmt, struct book_row *row)
{
    *row = (struct book_row){.record = (uint64_t)store_int(stmt, 0),
                             .member = store_int(stmt, 1),
                             .household = store_int(stmt, 2),
                             .proposer = store_int(stmt, 3),
                             .proposer_household = store_int(stmt, 4),
                             .approver = store_int(stmt, 5),
                             .approver_household = store_int(stmt, 6),
                             .activity = store_int(stmt, 7),
                             .shop = store_int(stmt, 8),
                             .in_at = store_int(stmt, 9),
                             .out_at = store_int(stmt, 10),
                             .at = store_int(stmt, 11),
                             .timed = store_int(stmt, 12) != 0,
                             .points = store_int(stmt, 13),
                             .day = (int32_t)store_int(stmt, 14),
                             .card = store_int(stmt, 15) != 0};
}

struct status oversight__row_page(struct oversight *own, int64_t village, uint64_t from,
                                  int32_t first, int32_t last, struct book_row *list, size_t room,
                                  size_t *count, uint64_t *next)
{
    TRY(store_prepare(own->store, &own->row_page,
                      "SELECT " ROW_COLUMNS " FROM oversight_row WHERE village = ? AND "
                      "record >= ? ORDER BY record LIMIT ?"));
    struct store_stmt *stmt = own->row_page;
    store_bind_int(stmt, 0, village);
    store_bind_int(stmt, 1, (int64_t)from);
    store_bind_int(stmt, 2, (int64_t)room);
    bool row = false;
    size_t read = 0;
    *count = 0;
    TRY(store_step(stmt, &row));
    while (row) {
        row_read(stmt, &list[*count]);
        *next = list[*count].record + 1;
        *count += list[*count].day >= first && list[*count].day <= last;
        read++;
        TRY(store_step(stmt, &row));
    }
    *next = read == room ? *next : 0;
    return OK;
}

struct status oversight__rows_old(struct oversight *own, int64_t village, int32_t day,
                                  uint64_t until)
{
    TRY(store_prepare(own->store, &own->rows_old,
                      "DELETE FROM oversight_row WHERE village = ? AND day < ? AND record < ?"));
    store_bind_int(own->rows_old, 0, village);
    store_bind_int(own->rows_old, 1, day);
    store_bind_int(own->rows_old, 2, (int64_t)until);
    return store_execute(own->rows_old);
}

struct status oversight__row_first(struct oversight *own, int64_t village, uint64_t *record)
{
    bool row = false;
    *record = 0;
    TRY(store_prepare(
        own->store, &own->row_first,
        "SELECT record FROM oversight_row WHERE village = ? ORDER BY record LIMIT 1"));
    store_bind_int(own->row_first, 0, village);
    TRY(store_step(own->row_first, &row));
    if (row) {
        *record = (uint64_t)store_int(own->row_first, 0);
        store_reset(own->row_first);
    }
    return OK;
}

struct status oversight__row_lots(struct oversight *own, int64_t village, uint64_t first,
                                  uint64_t until, lot_fn each, void *context)
{
    TRY(store_prepare(own->store, &own->row_lots,
                      "SELECT record, member FROM oversight_row WHERE village = ? AND "
                      "record >= ? AND record < ? AND shop = 0 AND points > 0 ORDER BY record"));
    struct store_stmt *stmt = own->row_lots;
    store_bind_int(stmt, 0, village);
    store_bind_int(stmt, 1, (int64_t)first);
    store_bind_int(stmt, 2, (int64_t)until);
    bool row = false;
    struct status status = store_step(stmt, &row);
    while (status_ok(status) && row) {
        struct lot lot = {(uint64_t)store_int(stmt, 0), store_int(stmt, 1)};
        status = each(context, &lot);
        if (status_ok(status)) {
            status = store_step(stmt, &row);
        }
    }
    store_reset(stmt);
    return status;
}

struct status oversight__run_get(struct oversight *own, const char *village, struct ran *ran)
{
    bool row = false;
    *ran = (struct ran){.day = -1};
    TRY(store_prepare(own->store, &own->run_get,
                      "SELECT day, at, records FROM oversight_run WHERE village = ?"));
    store_bind_text(own->run_get, 0, village);
    TRY(store_step(own->run_get, &row));
    if (row) {
        *ran = (struct ran){(int32_t)store_int(own->run_get, 0), store_int(own->run_get, 1),
                            (uint64_t)store_int(own->run_get, 2)};
        store_reset(own->run_get);
    }
    return OK;
}

struct status oversight__run_put(struct oversight *own, const char *village, const struct ran *ran)
{
    TRY(store_prepare(own->store, &own->run_put,
                      "INSERT INTO oversight_run (village, day, at, records) VALUES (?, ?, ?, ?) "
                      "ON CONFLICT (village) DO UPDATE SET day = excluded.day, at = excluded.at, "
                      "records = excluded.records"));
    store_bind_text(own->run_put, 0, village);
    store_bind_int(own->run_put, 1, ran->day);
    store_bind_int(own->run_put, 2, ran->at);
    store_bind_int(own->run_put, 3, (int64_t)ran->records);
    return store_execute(own->run_put);
}
