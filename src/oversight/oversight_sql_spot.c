/* oversight_sql_spot.c - the SQL of random checks, and of shares by group. */
#include <string.h>

#include "oversight/oversight_internal.h"

#define DRAW_COLUMNS "village, week, first, until, root, candidates, drawn, at"

static struct status draw_read(struct store_stmt *stmt, struct week_draw *draw)
{
    *draw = (struct week_draw){.week = (int32_t)store_int(stmt, 1),
                               .first = (uint64_t)store_int(stmt, 2),
                               .until = (uint64_t)store_int(stmt, 3),
                               .candidates = store_int(stmt, 5),
                               .drawn = store_int(stmt, 6),
                               .at = store_int(stmt, 7)};
    snprintf(draw->village, sizeof draw->village, "%s", store_text(stmt, 0));
    return store_blob_exact(stmt, 4, draw->root.bytes, HASH_BYTES);
}

struct status oversight__draw_get(struct oversight *own, const char *village, int32_t week,
                                  struct week_draw *draw, bool *found)
{
    TRY(store_prepare(own->store, &own->draw_get,
                      "SELECT " DRAW_COLUMNS " FROM oversight_draw WHERE village = ? AND "
                      "week <= ? ORDER BY week DESC LIMIT 1"));
    store_bind_text(own->draw_get, 0, village);
    store_bind_int(own->draw_get, 1, week);
    TRY(store_step(own->draw_get, found));
    if (!*found) {
        return OK;
    }
    struct status status = draw_read(own->draw_get, draw);
    store_reset(own->draw_get);
    return status;
}

struct status oversight__draw_put(struct oversight *own, const struct week_draw *draw)
{
    TRY(store_prepare(own->store, &own->draw_put,
                      "INSERT INTO oversight_draw (" DRAW_COLUMNS ") "
                      "VALUES (?, ?, ?, ?, ?, ?, ?, ?)"));
    struct store_stmt *stmt = own->draw_put;
    store_bind_text(stmt, 0, draw->village);
    store_bind_int(stmt, 1, draw->week);
    store_bind_int(stmt, 2, (int64_t)draw->first);
    store_bind_int(stmt, 3, (int64_t)draw->until);
    store_bind_blob(stmt, 4, draw->root.bytes, HASH_BYTES);
    store_bind_int(stmt, 5, draw->candidates);
    store_bind_int(stmt, 6, draw->drawn);
    store_bind_int(stmt, 7, draw->at);
    return store_execute(stmt);
}

struct status oversight__draw_page(struct oversight *own, const char *village, int32_t before,
                                   int64_t limit, week_draw_fn each, void *context)
{
    TRY(store_prepare(own->store, &own->draw_page,
                      "SELECT " DRAW_COLUMNS " FROM oversight_draw WHERE village = ? AND "
                      "week < ? ORDER BY week DESC LIMIT ?"));
    store_bind_text(own->draw_page, 0, village);
    store_bind_int(own->draw_page, 1, before);
    store_bind_int(own->draw_page, 2, limit);
    bool row = false;
    struct status status = store_step(own->draw_page, &row);
    while (status_ok(status) && row) {
        struct week_draw draw;
        status = draw_read(own->draw_page, &draw);
        status = status_ok(status) ? each(context, &draw) : status;
        status = status_ok(status) ? store_step(own->draw_page, &row) : status;
    }
    store_reset(own->draw_page);
    return status;
}

/* ---- what was drawn ---- */

struct status oversight__spot_put(struct oversight *own, const struct spot *spot)
{
    TRY(store_prepare(own->store, &own->spot_put,
                      "INSERT INTO oversight_spot (village, record, week, person, result, means, "
                      "at) VALUES (?, ?, ?, ?, 0, 0, 0)"));
    store_bind_text(own->spot_put, 0, spot->village);
    store_bind_int(own->spot_put, 1, (int64_t)spot->record);
    store_bind_int(own->spot_put, 2, spot->week);
    store_bind_blob(own->spot_put, 3, spot->person.bytes, ID_BYTES);
    return store_execute(own->spot_put);
}

#define SPOT_COLUMNS "village, record, week, person, result, means, by, at, note"

static struct status spot_read(struct store_stmt *stmt, struct spot *spot)
{
    *spot = (struct spot){.record = (uint64_t)store_int(stmt, 1),
                          .week = (int32_t)store_int(stmt, 2),
                          .result = (int32_t)store_int(stmt, 4),
                          .means = (int32_t)store_int(stmt, 5),
                          .at = store_int(stmt, 7)};
    snprintf(spot->village, sizeof spot->village, "%s", store_text(stmt, 0));
    TRY(store_blob_exact(stmt, 3, spot->person.bytes, ID_BYTES));
    const void *note = store_blob(stmt, 8, &spot->note_length);
    if (spot->note_length > sizeof spot->note) {
        return FAULT(STORE_CORRUPT);
    }
    memcpy(spot->note, note != NULL ? note : "", spot->note_length);
    return store_is_null(stmt, 6) ? OK : store_blob_exact(stmt, 6, spot->by.bytes, ID_BYTES);
}

struct status oversight__spot_get(struct oversight *own, struct spot *spot, bool *found)
{
    TRY(store_prepare(own->store, &own->spot_get,
                      "SELECT " SPOT_COLUMNS " FROM oversight_spot WHERE village = ? AND "
                      "record = ?"));
    store_bind_text(own->spot_get, 0, spot->village);
    store_bind_int(own->spot_get, 1, (int64_t)spot->record);
    TRY(store_step(own->spot_get, found));
    if (!*found) {
        return OK;
    }
    struct status status = spot_read(own->spot_get, spot);
    store_reset(own->spot_get);
    return status;
}

struct status oversight__spot_set(struct oversight *own, const struct spot *spot)
{
    TRY(store_prepare(own->store, &own->spot_set,
                      "UPDATE oversight_spot SET result = ?, means = ?, by = ?, at = ?, note = ? "
                      "WHERE village = ? AND record = ?"));
    struct store_stmt *stmt = own->spot_set;
    store_bind_int(stmt, 0, spot->result);
    store_bind_int(stmt, 1, spot->means);
    store_bind_blob(stmt, 2, spot->by.bytes, ID_BYTES);
    store_bind_int(stmt, 3, spot->at);
    store_bind_blob(stmt, 4, spot->note, spot->note_length);
    store_bind_text(stmt, 5, spot->village);
    store_bind_int(stmt, 6, (int64_t)spot->record);
    return store_execute(stmt);
}

static struct status spots_read(struct store_stmt *stmt, spot_fn each, void *context)
{
    bool row = false;
    struct status status = store_step(stmt, &row);
    while (status_ok(status) && row) {
        struct spot spot;
        status = spot_read(stmt, &spot);
        status = status_ok(status) ? each(context, &spot) : status;
        status = status_ok(status) ? store_step(stmt, &row) : status;
    }
    store_reset(stmt);
    return status;
}

struct status oversight__spot_page(struct oversight *own, const char *village, bool waiting,
                                   uint64_t before, int64_t limit, spot_fn each, void *context)
{
    TRY(store_prepare(own->store, &own->spot_page,
                      "SELECT " SPOT_COLUMNS " FROM oversight_spot WHERE village = ? AND "
                      "record < ? AND (? = 0 OR result = 0) ORDER BY record DESC LIMIT ?"));
    store_bind_text(own->spot_page, 0, village);
    store_bind_int(own->spot_page, 1, (int64_t)before);
    store_bind_int(own->spot_page, 2, waiting);
    store_bind_int(own->spot_page, 3, limit);
    return spots_read(own->spot_page, each, context);
}

struct status oversight__spot_own(struct oversight *own, const struct id *person, spot_fn each,
                                  void *context)
{
    TRY(store_prepare(own->store, &own->spot_own,
                      "SELECT " SPOT_COLUMNS " FROM oversight_spot WHERE person = ? AND "
                      "result <> 0 ORDER BY village, record"));
    store_bind_blob(own->spot_own, 0, person->bytes, ID_BYTES);
    return spots_read(own->spot_own, each, context);
}

/* The counts stay: of whom the award was, and what was noted of them, goes. */
struct status oversight__spot_erase(struct oversight *own, const struct id *person)
{
    static const struct id nobody = {{0}};
    TRY(store_prepare(own->store, &own->spots_erase,
                      "UPDATE oversight_spot SET person = ?, note = NULL WHERE person = ?"));
    store_bind_blob(own->spots_erase, 0, nobody.bytes, ID_BYTES);
    store_bind_blob(own->spots_erase, 1, person->bytes, ID_BYTES);
    TRY(store_execute(own->spots_erase));
    TRY(store_prepare(own->store, &own->checkers_erase,
                      "UPDATE oversight_spot SET by = NULL WHERE by = ?"));
    store_bind_blob(own->checkers_erase, 0, person->bytes, ID_BYTES);
    return store_execute(own->checkers_erase);
}

struct status oversight__spot_totals(struct oversight *own, const char *village,
                                     struct spot_totals *totals)
{
    bool row = false;
    TRY(store_prepare(own->store, &own->draw_totals,
                      "SELECT coalesce(sum(candidates), 0), coalesce(sum(drawn), 0) "
                      "FROM oversight_draw WHERE village = ?"));
    store_bind_text(own->draw_totals, 0, village);
    TRY(store_step(own->draw_totals, &row));
    *totals = (struct spot_totals){.candidates = store_int(own->draw_totals, 0),
                                   .drawn = store_int(own->draw_totals, 1)};
    store_reset(own->draw_totals);
    TRY(store_prepare(own->store, &own->spot_totals,
                      "SELECT count(*), coalesce(sum(CASE result WHEN 2 THEN 1 ELSE 0 END), 0) "
                      "FROM oversight_spot WHERE village = ? AND result <> 0"));
    store_bind_text(own->spot_totals, 0, village);
    TRY(store_step(own->spot_totals, &row));
    totals->checked = store_int(own->spot_totals, 0);
    totals->faults = store_int(own->spot_totals, 1);
    store_reset(own->spot_totals);
    return OK;
}

/* ---- shares by group ---- */

struct status oversight__share_put(struct oversight *own, const char *village,
                                   const struct share *share)
{
    TRY(store_prepare(own->store, &own->share_put,
                      "INSERT INTO oversight_share (village, dimension, name, people, never, "
                      "points) VALUES (?, ?, ?, ?, ?, ?)"));
    struct store_stmt *stmt = own->share_put;
    store_bind_text(stmt, 0, village);
    store_bind_int(stmt, 1, share->dimension);
    store_bind_text(stmt, 2, share->name);
    store_bind_int(stmt, 3, share->sum.people);
    store_bind_int(stmt, 4, share->never);
    store_bind_int(stmt, 5, share->sum.points);
    return store_execute(stmt);
}

struct status oversight__share_drop(struct oversight *own, const char *village)
{
    TRY(store_prepare(own->store, &own->share_drop,
                      "DELETE FROM oversight_share WHERE village = ?"));
    store_bind_text(own->share_drop, 0, village);
    return store_execute(own->share_drop);
}

struct status oversight__share_each(struct oversight *own, const char *village, share_fn each,
                                    void *context)
{
    TRY(store_prepare(own->store, &own->share_each,
                      "SELECT dimension, name, people, never, points FROM oversight_share "
                      "WHERE village = ? ORDER BY dimension, name = '', "
                      "CASE dimension WHEN 1 THEN length(name) ELSE 0 END, name"));
    struct store_stmt *stmt = own->share_each;
    store_bind_text(stmt, 0, village);
    bool row = false;
    struct status status = store_step(stmt, &row);
    while (status_ok(status) && row) {
        struct share share = {.dimension = (enum share_dimension)store_int(stmt, 0),
                              .sum = {store_int(stmt, 2), store_int(stmt, 4), false},
                              .never = store_int(stmt, 3)};
        snprintf(share.name, sizeof share.name, "%s", store_text(stmt, 1));
        status = each(context, &share);
        status = status_ok(status) ? store_step(stmt, &row) : status;
    }
    store_reset(stmt);
    return status;
}
