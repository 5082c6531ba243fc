/* verify_test.c - no value of the books can be changed unseen. One row a column of books.db: it is
 * changed by hand, and the comparison with the books that the journal leads to must name the table
 * and, where it is not part of the row's key, the column. */
#include <string.h>

#include "store/store.h"
#include "testing/village.h"

static struct row {
    const char *name;
    const char *table;
    const char *column;
    const char *sql;
} rows[] = {
#define ROW(table, column, change)                                                                 \
    {                                                                                              \
#table "." #column, #table, #column, "UPDATE " #table " SET " #column "=" change           \
    }
#define NUMBER(table, column) ROW(table, column, "coalesce(" #column ",0)+1000000")
#define WORD(table, column) ROW(table, column, #column "||'x'")
#define BYTES(table, column)                                                                       \
    ROW(table, column, "zeroblob(16) WHERE " #column "=(SELECT min(" #column ") FROM " #table ")")
    NUMBER(position, records), /* its id is 1 by a CHECK */
    NUMBER(position, segment),
    NUMBER(position, offset),
    BYTES(position, root),
    NUMBER(position, last_day),
    BYTES(event, event_id),
    NUMBER(event, record),
    NUMBER(frame, first_record),
    NUMBER(frame, segment),
    NUMBER(frame, offset),
    NUMBER(waypoint, record),
    NUMBER(waypoint, segment),
    NUMBER(waypoint, offset),
    NUMBER(waypoint, records),
    NUMBER(metric, village),
    WORD(metric, name),
    NUMBER(metric, day),
    NUMBER(metric, value),

    NUMBER(village, id),
    WORD(village, code),
    NUMBER(village, points_per_yuan),
    NUMBER(village, utc_offset_minutes),
    NUMBER(village, allowance_permille),
    NUMBER(village, opened_on),
    NUMBER(village, guarded),
    NUMBER(household, id),
    NUMBER(household, village),
    BYTES(household, pseudonym),
    NUMBER(member, id),
    NUMBER(member, village),
    BYTES(member, person),
    NUMBER(member, household),
    NUMBER(member, entered_on),
    NUMBER(member, registered_on),
    NUMBER(member, closed_on),
    NUMBER(member, access),
    NUMBER(member, account),
    NUMBER(member, moved_on),
    NUMBER(former_household, member),
    NUMBER(former_household, until),
    NUMBER(former_household, household),
    NUMBER(role, member),
    NUMBER(role, role),
    WORD(role, shop),
    NUMBER(role, since),
    NUMBER(consent, member),
    WORD(consent, purpose),
    NUMBER(consent, version),
    NUMBER(consent, withdrawn),
    NUMBER(consent, day),
    NUMBER(consent, record),

    NUMBER(account, id),
    NUMBER(account, village),
    NUMBER(account, kind),
    NUMBER(account, points),
    NUMBER(account, owed),
    NUMBER(account, first_lot),
    NUMBER(account, last_lot),
    NUMBER(account, last_entry),
    NUMBER(account, first_day),
    NUMBER(account, held),
    NUMBER(escrow, record),
    NUMBER(escrow, village),
    NUMBER(escrow, owner),
    NUMBER(escrow, points),
    NUMBER(escrow, heir),
    NUMBER(village_accounts, village),
    NUMBER(village_accounts, issue),
    NUMBER(entry, record),
    NUMBER(entry, owner),
    NUMBER(entry, previous),
    NUMBER(entry, day),
    NUMBER(entry, points),
    NUMBER(entry, amount),
    NUMBER(entry, kind),
    NUMBER(entry, subject),
    NUMBER(lot, day),
    NUMBER(lot, account),
    NUMBER(lot, points),
    NUMBER(lot, previous),
    NUMBER(spent, record),
    NUMBER(spent, day),
    NUMBER(spent, points),

    NUMBER(rule, id),
    NUMBER(rule, village),
    WORD(rule, code),
    NUMBER(rule, version),
    NUMBER(rule, family),
    NUMBER(rule, valid_from),
    NUMBER(rule, unit),
    NUMBER(rule, points),
    NUMBER(rule, cap_day),
    NUMBER(rule, cap_month),
    NUMBER(rule, cap_quarter),
    NUMBER(rule, cap_year),
    NUMBER(rule, cap_total),
    NUMBER(rule, cap_scope),
    NUMBER(rule, evidence),
    NUMBER(rule, approver),
    NUMBER(rule, saving_fen_per_hour),
    NUMBER(rule, notice_days),
    NUMBER(rule, first_day),
    NUMBER(rule, own_spans),
    NUMBER(activity, id),
    NUMBER(activity, village),
    WORD(activity, code),
    NUMBER(activity, family),
    NUMBER(activity, starts_at),
    NUMBER(activity, ends_at),
    NUMBER(activity, leader),
    NUMBER(activity, closed_on),
    NUMBER(attendance, activity),
    NUMBER(attendance, member),
    NUMBER(attendance, checked_in_at),
    NUMBER(attendance, record),
    NUMBER(cap_used, period),
    NUMBER(cap_used, holder),
    NUMBER(cap_used, points),
    NUMBER(once, family),
    NUMBER(once, subject),
    NUMBER(once, record),
    NUMBER(award_household, record),
    NUMBER(award_household, household),
    NUMBER(unfunded, record),
    NUMBER(unfunded, member),
    NUMBER(unfunded, activity),
    NUMBER(unfunded, rule),
    NUMBER(unfunded, day),
    NUMBER(unfunded, computed),
    NUMBER(follow_up, record),
    NUMBER(follow_up, action),
    NUMBER(follow_up, by),
    NUMBER(shop, id),
    NUMBER(shop, village),
    WORD(shop, code),
    NUMBER(shop, account),
    NUMBER(goods, shop),
    WORD(goods, code),
    NUMBER(goods, points),
    NUMBER(goods, cash_fen),
    NUMBER(goods, stock),
    NUMBER(hold, record),
    NUMBER(hold, shop),
    NUMBER(hold, ends_at),
    BYTES(hold, device),
    NUMBER(sold, shop),
    NUMBER(sold, day),
    NUMBER(sold, record),
    WORD(sold, goods),
    NUMBER(sold, quantity),
    NUMBER(sold, taken),
    NUMBER(sold, points),
    NUMBER(sold, cash_fen),
    NUMBER(waiting, record),
    NUMBER(waiting, village),
    NUMBER(waiting, due_on),
    NUMBER(waiting, proposer),
    NUMBER(waiting, approver),
    NUMBER(objection, award),
    NUMBER(objection, state),
    NUMBER(objection, upheld),
    NUMBER(objection, day),
    NUMBER(objection, due_on),
    NUMBER(objection, person),
    NUMBER(objection, appellant),
    NUMBER(objection, judge),
    NUMBER(panel, village),
    BYTES(panel, panel),
    NUMBER(panel, record),
    NUMBER(panel, day),
    NUMBER(panel, person),
    NUMBER(panel, first),
    NUMBER(panel, second),
    NUMBER(panel, third),
    NUMBER(panel, award),
    NUMBER(voucher, village),
    WORD(voucher, number),
    NUMBER(voucher, record),
    NUMBER(fund, village),
    NUMBER(fund, deposits),
    NUMBER(fund, fen),
    NUMBER(payment, record),
    NUMBER(payment, village),
    NUMBER(payment, day),
    NUMBER(payment, fen),

    NUMBER(schema_migration, number),
    WORD(schema_migration, name),
    BYTES(schema_migration, sha256),
};

/* Something in every table. */
static const char everything[] =
    "rule_adopt A 1 HOUR 5 0 90 0 0 0 RESIDENT CHECKIN ACTIVITY_LEADER 1000;"
    "rule_adopt O 1 ONCE 3 0 0 0 0 9 HOUSEHOLD DOCUMENT SOCIAL_WORKER;"
    "rule_adopt N 1 TIME 1 0 0 0 0 0 RESIDENT DOCUMENT SOCIAL_WORKER 0 3;"
    "shop_open S1; goods_set S1 RICE 1; 2024-03-05 activity_open X A 08:00 12:00 0 lead;"
    "fund_deposit 90; a: award ann A X 08:00 09:00 CARD -> 5; award bob O -> 3;"
    "award cai A X 08:00 09:00 CARD -> 0 unfunded; redeem ann S1 RICE 2 V1; reverse a;"
    "account_move bob two; stock_set S1 RICE 2; redeem bob S1 RICE 1; hold bob S1 1 18:00 till;"
    "n: award bob N -> 1; objection n cai;"
    " consent ann CREDIT 1; role_set sue REVIEWER; role_set ove REVIEWER;"
    "panel_draw P1 ann";

static struct fixture fixture;
static struct wire replayed;

static void must(struct status status)
{
    assert_string_equal(status_name(STATUS_OK), status_name(status.code));
}

static int books_begin(void **state)
{
    (void)state;
    char path[SCRATCH_PATH_MAX + 16];
    fixture_begin(&fixture);
    fixture_village(&fixture);
    fixture_run(&fixture, everything);
    fixture_frame(&fixture, "fund_deposit 1", 65); /* a large frame has waypoints */
    must(journal_commit(fixture.journal));
    snprintf(path, sizeof(path), "%s/replayed.db", fixture.folder);
    must(wire_open(path, STORE_SCRATCH, &replayed, NULL));
    must(journal_replay(fixture.folder, UINT64_MAX, replayed.books, replayed.rooms, WIRE_ROOMS,
                        NULL, NULL, NULL));
    return 0;
}

static int books_end(void **state)
{
    (void)state;
    wire_close(&replayed);
    fixture_end(&fixture);
    return 0;
}

static struct status books_compare(struct problem *problem)
{
    return store_compare(books_store(fixture.wire.books), books_store(replayed.books), NULL,
                         problem);
}

static void a_changed_value_is_named(void **state)
{
    const struct row *row = *state;
    struct problem problem = problem_none();
    char table[PROBLEM_TEXT_MAX];
    struct store *store = books_store(fixture.wire.books);
    must(store_begin(store));
    struct status changed = store_run(store, row->sql);
    bool some = store_changes(store) > 0;
    struct status status = books_compare(&problem);
    must(store_rollback(store));
    must(changed);
    assert_true(some);
    assert_string_equal(status_name(STATUS_BOOKS_DIFFER), status_name(status.code));
    snprintf(table, sizeof(table), "books.db: %s ", row->table);
    if (strstr(problem.file, table) != problem.file) {
        fail_msg("%s is named, not %s", problem.file, table);
    }
    bool row_lacks = strcmp(problem.value, "-") == 0 || strcmp(problem.expected, "-") == 0;
    assert_string_not_equal(problem.value, problem.expected);
    if (!row_lacks) {
        assert_string_equal(row->column, problem.column);
    }
}

static void unchanged_books_are_alike(void **state)
{
    (void)state;
    struct problem problem = problem_none();
    must(books_compare(&problem));
}

/* A column that a migration adds wants a row above. */
static void no_column_is_left_out(void **state)
{
    (void)state;
    struct store_stmt *stmt = NULL;
    must(store_prepare(books_store(fixture.wire.books), &stmt,
                       "SELECT m.name, p.name FROM sqlite_master m, pragma_table_info(m.name) p "
                       "WHERE m.type='table' AND m.name NOT LIKE 'sqlite%' "
                       "AND (m.name, p.name)<>('position', 'id')"));
    size_t found = 0;
    for (;;) {
        bool more = false;
        must(store_step(stmt, &more));
        if (!more) {
            break;
        }
        size_t i = 0;
        while (i < COUNT(rows) && (strcmp(rows[i].table, store_text(stmt, 0)) != 0 ||
                                   strcmp(rows[i].column, store_text(stmt, 1)) != 0)) {
            i++;
        }
        if (i == COUNT(rows)) {
            fail_msg("%s.%s has no row here", store_text(stmt, 0), store_text(stmt, 1));
        }
        found++;
    }
    assert_int_equal(COUNT(rows), found);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(rows) + 2];
    for (size_t i = 0; i < COUNT(rows); i++) {
        tests[i] =
            (struct CMUnitTest){rows[i].name, a_changed_value_is_named, NULL, NULL, &rows[i]};
    }
    tests[COUNT(rows)] = (struct CMUnitTest)cmocka_unit_test(no_column_is_left_out);
    tests[COUNT(rows) + 1] = (struct CMUnitTest)cmocka_unit_test(unchanged_books_are_alike);
    return cmocka_run_group_tests_name("verify", tests, books_begin, books_end);
}
