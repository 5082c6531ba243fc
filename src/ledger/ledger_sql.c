/* ledger_sql.c - the room's tables in the books. */
#include <inttypes.h>
#include <stdio.h>

#include "ledger/ledger_internal.h"

struct status ledger__account_select(struct ledger *ledger, int64_t id, struct account *account)
{
    bool row = false;
    TRY(store_prepare(ledger->store, &ledger->account_select,
                      "SELECT village, kind, points, owed, first_lot, last_lot, last_entry, "
                      "first_day, held FROM account WHERE id=?"));
    struct store_stmt *stmt = ledger->account_select;
    store_bind_int(stmt, 0, id);
    TRY(store_step(stmt, &row));
    if (row) {
        *account = (struct account){
            .village = store_int(stmt, 0),
            .kind = store_int(stmt, 1),
            .points = store_int(stmt, 2),
            .owed = store_int(stmt, 3),
            .first_lot = store_int(stmt, 4),
            .last_lot = store_int(stmt, 5),
            .last_entry = store_int(stmt, 6),
            .first_day = store_int(stmt, 7),
            .held = store_int(stmt, 8),
        };
        store_reset(stmt);
    }
    return OK;
}

struct status ledger__account_save(struct ledger *ledger, const struct bulk *rows)
{
    return store_bulk(ledger->store, &ledger->account_save,
                      "REPLACE INTO account (id, village, kind, points, owed, first_lot, last_lot, "
                      "last_entry, first_day, held) SELECT c0, c1, c2, c3, c4, c5, c6, c7, c8, c9 "
                      "FROM bulk",
                      rows);
}

struct status ledger__account_next(struct ledger *ledger, int64_t *id)
{
    bool row = false;
    TRY(store_prepare(ledger->store, &ledger->account_next, "SELECT max(id) FROM account"));
    TRY(store_step(ledger->account_next, &row));
    *id = row ? store_int(ledger->account_next, 0) + 1 : 1;
    store_reset(ledger->account_next);
    return OK;
}

struct status ledger__lot_select(struct ledger *ledger, int32_t day, int64_t account,
                                 struct lot *lot)
{
    bool row = false;
    TRY(store_prepare(ledger->store, &ledger->lot_select,
                      "SELECT points, previous FROM lot WHERE day=? AND account=?"));
    store_bind_int(ledger->lot_select, 0, day);
    store_bind_int(ledger->lot_select, 1, account);
    TRY(store_step(ledger->lot_select, &row));
    if (row) {
        *lot = (struct lot){store_int(ledger->lot_select, 0), store_int(ledger->lot_select, 1), 1};
        store_reset(ledger->lot_select);
    }
    return OK;
}

struct status ledger__lot_save(struct ledger *ledger, const struct bulk *rows)
{
    return store_bulk(ledger->store, &ledger->lot_save,
                      "REPLACE INTO lot (day, account, points, previous) SELECT c0, c1, c2, c3 "
                      "FROM bulk",
                      rows);
}

struct status ledger__lot_day_empty(struct ledger *ledger, int32_t day, bool *empty)
{
    bool row = false;
    TRY(store_prepare(ledger->store, &ledger->lot_day_empty,
                      "SELECT 1 FROM lot WHERE day=? LIMIT 1"));
    store_bind_int(ledger->lot_day_empty, 0, day);
    TRY(store_step(ledger->lot_day_empty, &row));
    store_reset(ledger->lot_day_empty);
    *empty = !row;
    return OK;
}

struct status ledger_lots_until(struct ledger *ledger, int32_t day, int64_t *lots, int64_t *points)
{
    REQUIRE(ledger != NULL && lots != NULL && points != NULL);
    bool row = false;
    TRY(store_prepare(ledger->store, &ledger->lots_until,
                      "SELECT count(*), sum(points) FROM lot WHERE day<=? AND points>0"));
    store_bind_int(ledger->lots_until, 0, day);
    TRY(store_step(ledger->lots_until, &row));
    *lots = row ? store_int(ledger->lots_until, 0) : 0;
    *points = row ? store_int(ledger->lots_until, 1) : 0;
    store_reset(ledger->lots_until);
    return OK;
}

struct status ledger__village_select(struct ledger *ledger, int64_t village,
                                     struct village_accounts *accounts)
{
    bool row = false;
    TRY(store_prepare(ledger->store, &ledger->village_select,
                      "SELECT issue FROM village_accounts WHERE village=?"));
    store_bind_int(ledger->village_select, 0, village);
    TRY(store_step(ledger->village_select, &row));
    if (row) {
        accounts->issue = store_int(ledger->village_select, 0);
        store_reset(ledger->village_select);
    }
    return OK;
}

struct status ledger__village_insert(struct ledger *ledger, int64_t village, int64_t issue)
{
    TRY(store_prepare(ledger->store, &ledger->village_insert,
                      "INSERT INTO village_accounts (village, issue) VALUES (?,?)"));
    store_bind_int(ledger->village_insert, 0, village);
    store_bind_int(ledger->village_insert, 1, issue);
    return store_execute(ledger->village_insert);
}

struct status ledger__entry_save(struct ledger *ledger, const struct bulk *rows)
{
    return store_bulk(ledger->store, &ledger->entry_save,
                      "INSERT INTO entry (record, owner, previous, day, points, amount, kind, "
                      "subject) SELECT c0, c1, c2, c3, c4, c5, c6, c7 FROM bulk",
                      rows);
}

#define ENTRY_COLUMNS "record, owner, previous, day, points, amount, kind, subject"

static void entry_take(struct store_stmt *stmt, struct entry *entry)
{
    *entry = (struct entry){
        .record = (uint64_t)store_int(stmt, 0),
        .owner = store_int(stmt, 1),
        .previous = (uint64_t)store_int(stmt, 2),
        .day = (int32_t)store_int(stmt, 3),
        .points = store_int(stmt, 4),
        .amount = store_int(stmt, 5),
        .kind = (enum entry_kind)store_int(stmt, 6),
        .subject = store_int(stmt, 7),
    };
}

struct status ledger__entry_select(struct ledger *ledger, uint64_t record, struct entry *entry)
{
    bool row = false;
    TRY(store_prepare(ledger->store, &ledger->entry_select,
                      "SELECT " ENTRY_COLUMNS " FROM entry WHERE record=?"));
    struct store_stmt *stmt = ledger->entry_select;
    store_bind_int(stmt, 0, (int64_t)record);
    TRY(store_step(stmt, &row));
    if (row) {
        entry_take(stmt, entry);
        store_reset(stmt);
    }
    return OK;
}

struct status ledger_entry_each(struct ledger *ledger, uint64_t from, size_t limit,
                                ledger_entry_fn each, void *context)
{
    REQUIRE(ledger != NULL && each != NULL);
    TRY(store_prepare(ledger->store, &ledger->entry_each,
                      "SELECT " ENTRY_COLUMNS " FROM entry WHERE record>=? "
                      "ORDER BY record LIMIT ?"));
    struct store_stmt *stmt = ledger->entry_each;
    struct status status = OK;
    bool row = true;
    store_bind_int(stmt, 0, (int64_t)from);
    store_bind_int(stmt, 1, (int64_t)limit);
    while (status_ok(status)) {
        struct entry entry;
        status = store_step(stmt, &row);
        if (!status_ok(status) || !row) {
            break;
        }
        entry_take(stmt, &entry);
        status = each(context, &entry);
    }
    store_reset(stmt);
    return status;
}

struct status ledger__spent_insert(struct ledger *ledger, uint64_t record, int64_t day,
                                   int64_t points)
{
    TRY(store_prepare(ledger->store, &ledger->spent_insert,
                      "INSERT INTO spent (record, day, points) VALUES (?,?,?)"));
    store_bind_int(ledger->spent_insert, 0, (int64_t)record);
    store_bind_int(ledger->spent_insert, 1, day);
    store_bind_int(ledger->spent_insert, 2, points);
    return store_execute(ledger->spent_insert);
}

struct status ledger__spent_each(struct ledger *ledger, uint64_t record, spent_each_fn each,
                                 void *context)
{
    TRY(store_prepare(ledger->store, &ledger->spent_select,
                      "SELECT day, points FROM spent WHERE record=? ORDER BY day DESC"));
    store_bind_int(ledger->spent_select, 0, (int64_t)record);
    for (;;) {
        bool row = false;
        TRY(store_step(ledger->spent_select, &row));
        if (!row) {
            return OK;
        }
        struct status status = each(context, (int32_t)store_int(ledger->spent_select, 0),
                                    store_int(ledger->spent_select, 1));
        if (!status_ok(status)) {
            store_reset(ledger->spent_select);
            return status;
        }
    }
}

struct status ledger__spent_oldest(struct ledger *ledger, uint64_t record, int32_t *day,
                                   int64_t *points)
{
    bool row = false;
    TRY(store_prepare(ledger->store, &ledger->spent_oldest,
                      "SELECT day, points FROM spent WHERE record=? ORDER BY day LIMIT 1"));
    store_bind_int(ledger->spent_oldest, 0, (int64_t)record);
    TRY(store_step(ledger->spent_oldest, &row));
    *day = row ? (int32_t)store_int(ledger->spent_oldest, 0) : 0;
    *points = row ? store_int(ledger->spent_oldest, 1) : 0;
    store_reset(ledger->spent_oldest);
    return OK;
}

struct status ledger__spent_save(struct ledger *ledger, uint64_t record, int32_t day,
                                 int64_t points)
{
    if (points == 0) {
        TRY(store_prepare(ledger->store, &ledger->spent_drop,
                          "DELETE FROM spent WHERE record=? AND day=?"));
        store_bind_int(ledger->spent_drop, 0, (int64_t)record);
        store_bind_int(ledger->spent_drop, 1, day);
        return store_execute(ledger->spent_drop);
    }
    TRY(store_prepare(ledger->store, &ledger->spent_save,
                      "UPDATE spent SET points=? WHERE record=? AND day=?"));
    store_bind_int(ledger->spent_save, 0, points);
    store_bind_int(ledger->spent_save, 1, (int64_t)record);
    store_bind_int(ledger->spent_save, 2, day);
    return store_execute(ledger->spent_save);
}

struct status ledger__spent_forget(struct ledger *ledger, uint64_t record)
{
    TRY(store_prepare(ledger->store, &ledger->spent_forget, "DELETE FROM spent WHERE record=?"));
    store_bind_int(ledger->spent_forget, 0, (int64_t)record);
    return store_execute(ledger->spent_forget);
}

struct status ledger__escrow_select(struct ledger *ledger, uint64_t record, struct escrow *escrow)
{
    bool row = false;
    *escrow = (struct escrow){0};
    TRY(store_prepare(ledger->store, &ledger->escrow_select,
                      "SELECT village, owner, points, heir FROM escrow WHERE record=?"));
    struct store_stmt *stmt = ledger->escrow_select;
    store_bind_int(stmt, 0, (int64_t)record);
    TRY(store_step(stmt, &row));
    if (row) {
        *escrow = (struct escrow){store_int(stmt, 0), store_int(stmt, 1), store_int(stmt, 2),
                                  store_int(stmt, 3)};
        store_reset(stmt);
    }
    return OK;
}

struct status ledger__escrow_save(struct ledger *ledger, uint64_t record,
                                  const struct escrow *escrow)
{
    if (escrow->points == 0) {
        TRY(store_prepare(ledger->store, &ledger->escrow_drop,
                          "DELETE FROM escrow WHERE record=?"));
        store_bind_int(ledger->escrow_drop, 0, (int64_t)record);
        return store_execute(ledger->escrow_drop);
    }
    TRY(store_prepare(ledger->store, &ledger->escrow_save,
                      "REPLACE INTO escrow (record, village, owner, points, heir) "
                      "VALUES (?,?,?,?,?)"));
    struct store_stmt *stmt = ledger->escrow_save;
    store_bind_int(stmt, 0, (int64_t)record);
    store_bind_int(stmt, 1, escrow->village);
    store_bind_int(stmt, 2, escrow->owner);
    store_bind_int(stmt, 3, escrow->points);
    store_bind_int(stmt, 4, escrow->heir);
    return store_execute(stmt);
}

struct status ledger__bequest_waits(struct ledger *ledger, int64_t heir, bool *waits)
{
    TRY(store_prepare(ledger->store, &ledger->escrow_heir,
                      "SELECT 1 FROM escrow WHERE heir=? LIMIT 1"));
    store_bind_int(ledger->escrow_heir, 0, heir);
    TRY(store_step(ledger->escrow_heir, waits));
    store_reset(ledger->escrow_heir);
    return OK;
}

struct status ledger_balance_on(struct ledger *ledger, int64_t owner, int32_t until,
                                int64_t *points)
{
    REQUIRE(ledger != NULL && points != NULL);
    struct entry entry;
    uint64_t next = 0;
    *points = 0;
    TRY(ledger_last_entry(ledger, owner, &next));
    while (next != 0) {
        TRY(ledger_entry(ledger, next - 1, &entry));
        if (entry.kind == 0) {
            return FAULT(STORE_CORRUPT);
        }
        *points += entry.day <= until ? entry.points : 0;
        next = entry.previous;
    }
    return OK;
}

/* Each finds an account that breaks the rule: account, what stands there, what should. */
static const struct {
    const char *name;
    const char *sql;
} invariants[] = {
    {"sum of all accounts",
     "SELECT 0, total, 0 FROM (SELECT sum(points) AS total FROM account) WHERE total<>0"},
    {"never below 0", "SELECT id, points, 0 FROM account WHERE kind>=4 AND points<0 LIMIT 1"},
    {"lots add up",
     "SELECT id, points, left FROM (SELECT id, points, coalesce(lots, 0) AS left FROM account "
     "LEFT JOIN (SELECT account, sum(points) AS lots FROM lot GROUP BY account) ON account=id "
     "WHERE kind=6) WHERE points<>left LIMIT 1"},
    {"entries add up",
     "SELECT id, balance, total FROM (SELECT a.id, a.points+p.points+a.held AS balance, "
     "coalesce(sum, 0) AS total FROM account a JOIN account p ON p.id=a.id+1 LEFT JOIN (SELECT "
     "owner, sum(points) AS sum FROM entry GROUP BY owner) ON owner=a.id WHERE a.kind=6) "
     "WHERE balance<>total LIMIT 1"},
    {"escrow adds up",
     "SELECT id, points, total FROM (SELECT id, points, coalesce(sum, 0) AS total FROM account "
     "LEFT JOIN (SELECT village AS place, sum(points) AS sum FROM escrow GROUP BY village) ON "
     "place=village WHERE kind=4) WHERE points<>total LIMIT 1"},
    {"what is held adds up",
     "SELECT id, held, total FROM (SELECT id, held, coalesce(sum, 0) AS total FROM account "
     "LEFT JOIN (SELECT owner, sum(points) AS sum FROM escrow GROUP BY owner) ON owner=id) "
     "WHERE held<>total LIMIT 1"},
    {"escrow is held or bequeathed",
     "SELECT owner, heir, 0 FROM escrow WHERE (owner=0)=(heir=0) LIMIT 1"},
    {"lots in escrow add up",
     "SELECT owner, points, total FROM (SELECT owner, e.points, coalesce(sum(s.points), 0) AS "
     "total FROM escrow e LEFT JOIN spent s ON s.record=e.record GROUP BY e.record) "
     "WHERE points<>total LIMIT 1"},
};

struct status ledger__check(void *state, struct problem *problem)
{
    struct ledger *ledger = state;
    REQUIRE(COUNT(invariants) == COUNT(ledger->invariants));
    for (size_t i = 0; i < COUNT(invariants); i++) {
        bool broken = false;
        TRY(store_prepare(ledger->store, &ledger->invariants[i], invariants[i].sql));
        struct store_stmt *stmt = ledger->invariants[i];
        TRY(store_step(stmt, &broken));
        if (!broken) {
            continue;
        }
        if (problem != NULL) {
            snprintf(problem->file, sizeof problem->file, "books.db account %" PRId64,
                     store_int(stmt, 0));
            snprintf(problem->column, sizeof problem->column, "%s", invariants[i].name);
            snprintf(problem->value, sizeof problem->value, "%" PRId64, store_int(stmt, 1));
            snprintf(problem->expected, sizeof problem->expected, "%" PRId64, store_int(stmt, 2));
        }
        store_reset(stmt);
        return problem_set(problem, STATUS_INVARIANT_BROKEN);
    }
    return OK;
}

struct status ledger_held_find(struct ledger *ledger, int64_t after, struct held *list, size_t room,
                               size_t *count)
{
    REQUIRE(ledger != NULL && list != NULL && count != NULL);
    TRY(store_prepare(ledger->store, &ledger->held_find,
                      "SELECT record, village, owner, points FROM escrow WHERE record>? "
                      "ORDER BY record LIMIT ?"));
    struct store_stmt *stmt = ledger->held_find;
    store_bind_int(stmt, 0, after);
    store_bind_int(stmt, 1, (int64_t)room);
    bool row = false;
    *count = 0;
    struct status status = store_step(stmt, &row);
    while (status_ok(status) && row) {
        list[(*count)++] = (struct held){(uint64_t)store_int(stmt, 0), store_int(stmt, 1),
                                         store_int(stmt, 2), store_int(stmt, 3)};
        status = store_step(stmt, &row);
    }
    store_reset(stmt);
    return status;
}

struct status ledger_lots_find(struct ledger *ledger, int32_t day, int64_t account, int32_t until,
                               struct lot_left *list, size_t room, size_t *count)
{
    REQUIRE(ledger != NULL && list != NULL && count != NULL);
    TRY(store_prepare(ledger->store, &ledger->lots_find,
                      "SELECT lot.day, lot.account, account.village, lot.points FROM lot "
                      "JOIN account ON account.id = lot.account "
                      "WHERE (lot.day, lot.account) > (?, ?) AND lot.day<=? AND lot.points>0 "
                      "ORDER BY lot.day, lot.account LIMIT ?"));
    struct store_stmt *stmt = ledger->lots_find;
    store_bind_int(stmt, 0, day);
    store_bind_int(stmt, 1, account);
    store_bind_int(stmt, 2, until);
    store_bind_int(stmt, 3, (int64_t)room);
    bool row = false;
    *count = 0;
    struct status status = store_step(stmt, &row);
    while (status_ok(status) && row) {
        list[(*count)++] = (struct lot_left){(int32_t)store_int(stmt, 0), store_int(stmt, 1),
                                             store_int(stmt, 2), store_int(stmt, 3)};
        status = store_step(stmt, &row);
    }
    store_reset(stmt);
    return status;
}

/* Along the account's chain, so that other people's lots are not touched. */
struct status ledger_lots_of(struct ledger *ledger, int64_t account, int32_t from,
                             struct lot_left *list, size_t room, size_t *count)
{
    REQUIRE(ledger != NULL && list != NULL && count != NULL);
    TRY(store_prepare(
        ledger->store, &ledger->lots_of,
        "WITH RECURSIVE chain (day, previous, points, village) AS ("
        "SELECT lot.day, lot.previous, lot.points, account.village FROM account "
        "JOIN lot ON lot.day = account.last_lot AND lot.account = account.id WHERE account.id = ?1 "
        "UNION ALL SELECT lot.day, lot.previous, lot.points, chain.village FROM chain "
        "JOIN lot ON lot.day = chain.previous AND lot.account = ?1 "
        "WHERE chain.previous < chain.day AND chain.previous >= ?2) "
        "SELECT day, village, points FROM chain WHERE day >= ?2 AND points > 0 LIMIT ?3"));
    struct store_stmt *stmt = ledger->lots_of;
    store_bind_int(stmt, 0, account);
    store_bind_int(stmt, 1, from);
    store_bind_int(stmt, 2, (int64_t)room);
    bool row = false;
    *count = 0;
    struct status status = store_step(stmt, &row);
    while (status_ok(status) && row) {
        list[(*count)++] = (struct lot_left){(int32_t)store_int(stmt, 0), account,
                                             store_int(stmt, 1), store_int(stmt, 2)};
        status = store_step(stmt, &row);
    }
    store_reset(stmt);
    return status;
}
