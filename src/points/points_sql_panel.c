/* points_sql_panel.c - review panels in the books. */
#include "points/points_internal.h"

struct status points_panel(struct points *points, int64_t village, const uint8_t id[ID_BYTES],
                           struct panel *panel, bool *known)
{
    REQUIRE(points != NULL && id != NULL && panel != NULL && known != NULL);
    *panel = (struct panel){0};
    TRY(store_prepare(points->store, &points->sql.panel_select,
                      "SELECT record, day, person, first, second, third, award FROM panel "
                      "WHERE village=? AND panel=?"));
    struct store_stmt *stmt = points->sql.panel_select;
    store_bind_int(stmt, 0, village);
    store_bind_blob(stmt, 1, id, ID_BYTES);
    TRY(store_step(stmt, known));
    if (*known) {
        panel->record = (uint64_t)store_int(stmt, 0);
        panel->day = (int32_t)store_int(stmt, 1);
        panel->person = store_int(stmt, 2);
        for (int i = 0; i < PANEL_MEMBERS; i++) {
            panel->members[i] = store_int(stmt, 3 + i);
        }
        panel->awarded = store_int(stmt, 6) != 0;
        panel->award = panel->awarded ? (uint64_t)store_int(stmt, 6) - 1 : 0;
        store_reset(stmt);
    }
    return OK;
}

struct status points__panel_insert(struct points *points, int64_t village,
                                   const uint8_t id[ID_BYTES], const struct panel *panel)
{
    TRY(store_prepare(points->store, &points->sql.panel_insert,
                      "INSERT INTO panel (village, panel, record, day, person, first, second, "
                      "third, award) VALUES (?,?,?,?,?,?,?,?,0)"));
    struct store_stmt *stmt = points->sql.panel_insert;
    store_bind_int(stmt, 0, village);
    store_bind_blob(stmt, 1, id, ID_BYTES);
    store_bind_int(stmt, 2, (int64_t)panel->record);
    store_bind_int(stmt, 3, panel->day);
    store_bind_int(stmt, 4, panel->person);
    for (int i = 0; i < PANEL_MEMBERS; i++) {
        store_bind_int(stmt, 5 + i, panel->members[i]);
    }
    return store_execute(stmt);
}

struct status points__panel_award(struct points *points, int64_t village,
                                  const uint8_t id[ID_BYTES], uint64_t award)
{
    TRY(store_prepare(points->store, &points->sql.panel_award,
                      "UPDATE panel SET award=? WHERE village=? AND panel=?"));
    store_bind_int(points->sql.panel_award, 0, (int64_t)award + 1);
    store_bind_int(points->sql.panel_award, 1, village);
    store_bind_blob(points->sql.panel_award, 2, id, ID_BYTES);
    return store_execute(points->sql.panel_award);
}

struct status points__panel_sits(struct points *points, uint64_t award, int64_t member, bool *sits)
{
    TRY(store_prepare(points->store, &points->sql.panel_sits,
                      "SELECT 1 FROM panel WHERE award=?1 AND award<>0 AND ?2 IN (first, second, "
                      "third)"));
    store_bind_int(points->sql.panel_sits, 0, (int64_t)award + 1);
    store_bind_int(points->sql.panel_sits, 1, member);
    TRY(store_step(points->sql.panel_sits, sits));
    store_reset(points->sql.panel_sits);
    return OK;
}
