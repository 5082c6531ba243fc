/* activity_sql_stay.c - the SQL of stays and of what was done to them by hand. */
#include <string.h>

#include "activity/activity_internal.h"

#define STAY_COLUMNS                                                                               \
    "id, plan, person, state, in_at, in_way, out_at, out_way, fixed_in, fixed_out, flags, "        \
    "voucher, corrector"

static void bind_id(struct store_stmt *stmt, int index, const struct id *id)
{
    store_bind_blob(stmt, index, id->bytes, ID_BYTES);
}

static struct status stay_read(struct store_stmt *stmt, struct stay *stay)
{
    size_t voucher = 0;
    size_t corrector = 0;
    TRY(store_blob_exact(stmt, 0, stay->id.bytes, ID_BYTES));
    TRY(store_blob_exact(stmt, 1, stay->plan.bytes, ID_BYTES));
    TRY(store_blob_exact(stmt, 2, stay->person.bytes, ID_BYTES));
    stay->state = (enum stay_state)store_int(stmt, 3);
    stay->in_at = store_int(stmt, 4);
    stay->in_way = (enum stay_way)store_int(stmt, 5);
    stay->out_at = store_int(stmt, 6);
    stay->out_way = (enum stay_way)store_int(stmt, 7);
    stay->fixed_in = store_int(stmt, 8);
    stay->fixed_out = store_int(stmt, 9);
    stay->flags = (unsigned)store_int(stmt, 10);
    (void)store_blob(stmt, 11, &voucher);
    stay->vouched = voucher > 0;
    (void)store_blob(stmt, 12, &corrector);
    if (corrector > 0) {
        TRY(store_blob_exact(stmt, 12, stay->corrector.bytes, ID_BYTES));
    }
    return stay->vouched ? store_blob_exact(stmt, 11, stay->voucher.bytes, ID_BYTES) : OK;
}

struct status activity__stay_get(struct activities *own, const struct id *id, bool *found,
                                 struct stay *stay)
{
    TRY(store_prepare(own->store, &own->sql.stay_get,
                      "SELECT " STAY_COLUMNS " FROM stay WHERE id=?"));
    struct store_stmt *stmt = own->sql.stay_get;
    bind_id(stmt, 0, id);
    TRY(store_step(stmt, found));
    struct status status = *found ? stay_read(stmt, stay) : OK;
    store_reset(stmt);
    return status;
}

struct status activity__stay_put(struct activities *own, const struct stay *stay)
{
    TRY(store_prepare(own->store, &own->sql.stay_put,
                      "INSERT INTO stay (" STAY_COLUMNS ") VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?) "
                      "ON CONFLICT (id) DO UPDATE SET state=excluded.state, in_at=excluded.in_at, "
                      "in_way=excluded.in_way, out_at=excluded.out_at, out_way=excluded.out_way, "
                      "fixed_in=excluded.fixed_in, fixed_out=excluded.fixed_out, "
                      "flags=excluded.flags, voucher=excluded.voucher, "
                      "corrector=excluded.corrector"));
    struct store_stmt *stmt = own->sql.stay_put;
    bind_id(stmt, 0, &stay->id);
    bind_id(stmt, 1, &stay->plan);
    bind_id(stmt, 2, &stay->person);
    store_bind_int(stmt, 3, stay->state);
    store_bind_int(stmt, 4, stay->in_at);
    store_bind_int(stmt, 5, stay->in_way);
    store_bind_int(stmt, 6, stay->out_at);
    store_bind_int(stmt, 7, stay->out_way);
    store_bind_int(stmt, 8, stay->fixed_in);
    store_bind_int(stmt, 9, stay->fixed_out);
    store_bind_int(stmt, 10, stay->flags);
    store_bind_blob(stmt, 11, stay->voucher.bytes, stay->vouched ? ID_BYTES : 0);
    static const struct id nobody = {{0}};
    if (memcmp(&stay->corrector, &nobody, sizeof nobody) == 0) {
        store_bind_null(stmt, 12);
    } else {
        bind_id(stmt, 12, &stay->corrector);
    }
    return store_execute(stmt);
}

static struct status stays_each(struct store_stmt *stmt, stay_each_fn each, void *context)
{
    struct status status = OK;
    bool row = true;
    while (status_ok(status)) {
        struct stay stay = {0};
        status = store_step(stmt, &row);
        if (!status_ok(status) || !row) {
            break;
        }
        status = stay_read(stmt, &stay);
        if (status_ok(status)) {
            status = each(context, &stay);
        }
    }
    store_reset(stmt);
    return status;
}

struct status activity__stay_list(struct activities *own, const struct id *plan, stay_each_fn each,
                                  void *context)
{
    TRY(store_prepare(own->store, &own->sql.stay_list,
                      "SELECT " STAY_COLUMNS " FROM stay WHERE plan=? ORDER BY in_at, id"));
    bind_id(own->sql.stay_list, 0, plan);
    return stays_each(own->sql.stay_list, each, context);
}

/* The newest first. */
struct status activity__stay_own(struct activities *own, const struct id *person, int64_t limit,
                                 stay_each_fn each, void *context)
{
    TRY(store_prepare(own->store, &own->sql.stay_own,
                      "SELECT " STAY_COLUMNS " FROM stay WHERE person=? "
                      "ORDER BY in_at DESC, id LIMIT ?"));
    bind_id(own->sql.stay_own, 0, person);
    store_bind_int(own->sql.stay_own, 1, limit);
    return stays_each(own->sql.stay_own, each, context);
}

struct status activity__trace_put(struct activities *own, const struct id *stay,
                                  const struct trace *trace)
{
    TRY(store_prepare(own->store, &own->sql.trace_put,
                      "INSERT INTO stay_trace (stay, number, at, by, what, in_at, out_at, reason) "
                      "SELECT ?, coalesce(max(number), 0) + 1, ?, ?, ?, ?, ?, ? "
                      "FROM stay_trace WHERE stay=?"));
    struct store_stmt *stmt = own->sql.trace_put;
    bind_id(stmt, 0, stay);
    store_bind_int(stmt, 1, trace->at);
    bind_id(stmt, 2, &trace->by);
    store_bind_int(stmt, 3, trace->what);
    store_bind_int(stmt, 4, trace->in_at);
    store_bind_int(stmt, 5, trace->out_at);
    store_bind_blob(stmt, 6, trace->sealed, trace->sealed_length);
    bind_id(stmt, 7, stay);
    return store_execute(stmt);
}

static struct status trace_read(struct store_stmt *stmt, struct trace *trace)
{
    trace->number = store_int(stmt, 0);
    trace->at = store_int(stmt, 1);
    TRY(store_blob_exact(stmt, 2, trace->by.bytes, ID_BYTES));
    trace->what = (enum stay_act)store_int(stmt, 3);
    trace->in_at = store_int(stmt, 4);
    trace->out_at = store_int(stmt, 5);
    const void *sealed = store_blob(stmt, 6, &trace->sealed_length);
    if (trace->sealed_length > sizeof trace->sealed) {
        return FAULT(STORE_CORRUPT);
    }
    if (trace->sealed_length > 0) {
        memcpy(trace->sealed, sealed, trace->sealed_length);
    }
    return OK;
}

struct status activity__trace_list(struct activities *own, const struct id *stay,
                                   trace_each_fn each, void *context)
{
    TRY(store_prepare(own->store, &own->sql.trace_list,
                      "SELECT number, at, by, what, in_at, out_at, reason FROM stay_trace "
                      "WHERE stay=? ORDER BY number"));
    struct store_stmt *stmt = own->sql.trace_list;
    struct status status = OK;
    bool row = true;
    bind_id(stmt, 0, stay);
    while (status_ok(status)) {
        struct trace trace = {0};
        status = store_step(stmt, &row);
        if (!status_ok(status) || !row) {
            break;
        }
        status = trace_read(stmt, &trace);
        if (status_ok(status)) {
            status = each(context, &trace);
        }
    }
    store_reset(stmt);
    return status;
}

/* What is about a person alone. */
struct status activity__person_drop(struct activities *own, const struct id *person)
{
    static const char *const texts[] = {
        "DELETE FROM stay_trace WHERE stay IN (SELECT id FROM stay WHERE person=?)",
        "DELETE FROM stay WHERE person=?",
        "DELETE FROM signup WHERE person=?",
    };
    for (size_t i = 0; i < COUNT(texts); i++) {
        TRY(store_prepare(own->store, &own->sql.person_drop[i], texts[i]));
        bind_id(own->sql.person_drop[i], 0, person);
        TRY(store_execute(own->sql.person_drop[i]));
    }
    return OK;
}
