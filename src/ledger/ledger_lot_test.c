/* ledger_lot_test.c - which lots points come from and go to, and that the invariants of the ledger
 * can fail. A row of the first table is a list of movements of one account and the chain of lots
 * that they must leave; it is run with all rows in memory and with the books read anew before each
 * movement. A row of the second changes the database by hand. */
#include <stdlib.h>
#include <string.h>

#include "ledger/ledger_internal.h"
#include "testing/village.h"

/* Movements: "add DAY POINTS", "spend POINTS" (remembered as record 1, 2, ...), "take DAY POINTS",
 * "restore RECORD". The chain is written from the newest lot as "day:points". */
static const struct lot_row {
    const char *name;
    const char *movements;
    const char *chain;
} lot_rows[] = {
    {"no points, no lot", "add 5 0", ""},
    {"a day is a lot", "add 5 3", "5:3"},
    {"what comes on one day is one lot", "add 5 3; add 5 4", "5:7"},
    {"days in order", "add 3 1; add 5 2; add 9 3", "9:3 5:2 3:1"},
    {"a day that comes late, between", "add 3 1; add 9 3; add 5 2", "9:3 5:2 3:1"},
    {"a day that comes late, before all", "add 5 2; add 9 3; add 3 1", "9:3 5:2 3:1"},
    {"days in reverse order", "add 9 3; add 5 2; add 3 1", "9:3 5:2 3:1"},
    {"late days left and right of a late day", "add 1 1; add 9 1; add 5 1; add 3 1; add 7 1",
     "9:1 7:1 5:1 3:1 1:1"},
    {"a late day that is there", "add 3 1; add 9 3; add 3 4", "9:3 3:5"},
    {"the oldest is spent first", "add 3 1; add 5 2; add 9 3; spend 2", "9:3 5:1 3:0"},
    {"all is spent", "add 3 1; add 5 2; spend 3", "5:0 3:0"},
    {"a late day is the next to be spent", "add 5 2; add 9 3; add 3 1; spend 2", "9:3 5:1 3:0"},
    {"a late day between is spent in its turn", "add 3 1; add 9 3; add 5 2; spend 4",
     "9:2 5:0 3:0"},
    {"a late day before what was spent is spent next",
     "add 5 2; add 9 3; spend 3; add 3 1; spend 1", "9:2 5:0 3:0"},
    {"a new day after all was spent", "add 3 1; spend 1; add 9 3; spend 2", "9:1 3:0"},
    {"an old day after all was spent", "add 9 3; spend 3; add 3 1; spend 1", "9:0 3:0"},
    {"the same day after all was spent", "add 9 3; spend 3; add 9 2; spend 1", "9:1"},
    {"a lot taken out of the middle", "add 3 1; add 5 2; add 9 3; take 5 2; spend 2",
     "9:2 5:0 3:0"},
    {"a lot gives no more than it has", "add 3 1; add 5 2; take 3 9", "5:2 3:0"},
    {"a lot that is not there gives nothing", "add 3 1; take 4 1", "3:1"},
    {"restored to the day", "add 3 1; add 5 2; spend 1; restore 1", "5:2 3:1"},
    {"restored to two days", "add 3 1; add 5 2; spend 2; restore 1", "5:2 3:1"},
    {"restored when all was spent", "add 3 1; add 5 2; spend 3; restore 1; spend 1", "5:2 3:0"},
    {"restored in another order", "add 3 2; add 5 2; spend 1; spend 2; restore 1; restore 2",
     "5:2 3:2"},
    {"restored beside what came later", "add 3 1; spend 1; add 5 2; restore 1; spend 1", "5:2 3:0"},
};

struct lots {
    struct fixture fixture;
    const struct lot_row *row;
    int64_t issue;
    int64_t account;
    uint64_t records;
};

static void must(struct status status)
{
    assert_string_equal(status_name(STATUS_OK), status_name(status.code));
}

static int lots_begin(void **state)
{
    struct lots *lots = calloc(1, sizeof(*lots));
    REQUIRE(lots != NULL);
    lots->row = *state;
    fixture_begin(&lots->fixture);
    struct ledger *ledger = lots->fixture.wire.ledger;
    must(store_begin(ledger->store));
    must(ledger_village_open(ledger, 1));
    must(ledger__issue(ledger, 1, &lots->issue));
    must(ledger_resident_open(ledger, 1, &lots->account));
    *state = lots;
    return 0;
}

static int lots_end(void **state)
{
    struct lots *lots = *state;
    struct ledger *ledger = lots->fixture.wire.ledger;
    ledger_room(ledger).forget(ledger);
    must(store_rollback(ledger->store));
    fixture_end(&lots->fixture);
    free(lots);
    return 0;
}

static int64_t lots_sum(struct lots *lots)
{
    int64_t sum = 0;
    for (int32_t day = 1; day < 10; day++) {
        int64_t left = 0;
        must(ledger_lot(lots->fixture.wire.ledger, lots->account, day, &left));
        sum += left;
    }
    return sum;
}

static void movement_do(struct lots *lots, const char *line, const char *end)
{
    struct ledger *ledger = lots->fixture.wire.ledger;
    char words[3][SCRIPT_WORD_MAX] = {""};
    for (size_t i = 0; i < COUNT(words) && script_word(&line, end, words[i]); i++) {
    }
    int64_t first = script_number(words[1], 0);
    int64_t second = words[2][0] == '\0' ? 0 : script_number(words[2], 0);
    int64_t left = 0;
    struct account *owner = NULL;
    must(ledger__account(ledger, lots->account, &owner));
    if (strcmp(words[0], "add") == 0) {
        must(ledger__lot_add(ledger, lots->account, (int32_t)first, second));
        must(ledger__move(ledger, lots->issue, lots->account, second));
    } else if (strcmp(words[0], "spend") == 0) {
        must(ledger__lot_spend(ledger, lots->account, first, true, ++lots->records));
        must(ledger__move(ledger, lots->account, lots->issue, first));
    } else if (strcmp(words[0], "take") == 0) {
        must(ledger__lot_take(ledger, lots->account, (int32_t)first, second, &left));
        must(ledger__move(ledger, lots->account, lots->issue, left));
    } else {
        assert_string_equal("restore", words[0]);
        left = lots_sum(lots);
        must(ledger__lot_restore(ledger, lots->account, (uint64_t)first));
        must(ledger__move(ledger, lots->issue, lots->account, lots_sum(lots) - left));
    }
}

static void chain_compare(struct lots *lots, const char *expected)
{
    struct ledger *ledger = lots->fixture.wire.ledger;
    char chain[256] = "";
    size_t used = 0;
    struct account *owner = NULL;
    must(ledger__account(ledger, lots->account, &owner));
    int64_t sum = 0;
    for (int64_t day = owner->last_lot; day != 0;) {
        void *value = NULL;
        must(fold_get(ledger->lots, (struct fold_key){{day, lots->account}}, &value));
        const struct lot *lot = value;
        used += (size_t)snprintf(chain + used, sizeof(chain) - used, "%s%d:%d",
                                 used == 0 ? "" : " ", (int)day, (int)lot->points);
        assert_true(day >= owner->first_lot || lot->points == 0);
        sum += lot->points;
        day = lot->previous == day ? 0 : lot->previous;
    }
    assert_string_equal(expected, chain);
    assert_int_equal(owner->points, sum);
}

static void movements_run(struct lots *lots, bool anew)
{
    struct ledger *ledger = lots->fixture.wire.ledger;
    struct apply_room room = ledger_room(ledger);
    for (const char *line = lots->row->movements; *line != '\0';) {
        const char *end = line + strcspn(line, ";");
        movement_do(lots, line, end);
        if (anew) {
            must(room.flush(ledger));
            room.forget(ledger);
        }
        line = *end == '\0' ? end : end + 1;
    }
    chain_compare(lots, lots->row->chain);
}

static void in_memory(void **state)
{
    movements_run(*state, false);
}

static void read_anew(void **state)
{
    movements_run(*state, true);
}

/* What is changed by hand, and the invariant that says so. */
static const struct broken_row {
    const char *name;
    const char *sql;
    const char *invariant;
} broken_rows[] = {
    {"a point from nowhere", "UPDATE account SET points=points+1 WHERE kind=1",
     "sum of all accounts"},
    {"a point on the settled", "UPDATE account SET points=points-1 WHERE kind=2",
     "sum of all accounts"},
    {"a shop below 0",
     "UPDATE account SET points=points-9 WHERE kind=5; "
     "UPDATE account SET points=points+9 WHERE kind=1",
     "never below 0"},
    {"an escrow below 0",
     "UPDATE account SET points=points-9 WHERE kind=4; "
     "UPDATE account SET points=points+9 WHERE kind=1",
     "never below 0"},
    {"a resident below 0",
     "UPDATE account SET points=-1 WHERE id=(SELECT account FROM lot LIMIT 1); "
     "UPDATE account SET points=-(SELECT sum(points) FROM account WHERE kind<>1) WHERE kind=1",
     "never below 0"},
    {"a pending account below 0",
     "UPDATE account SET points=-1 WHERE id=1+(SELECT account FROM lot LIMIT 1); "
     "UPDATE account SET points=-(SELECT sum(points) FROM account WHERE kind<>1) WHERE kind=1",
     "never below 0"},
    {"a lot that grew", "UPDATE lot SET points=points+1 WHERE points>0", "lots add up"},
    {"a lot that is gone", "DELETE FROM lot WHERE day=(SELECT max(day) FROM lot)", "lots add up"},
    {"all lots gone", "DELETE FROM lot", "lots add up"},
    {"a lot that moved to another account",
     "UPDATE lot SET account=(SELECT max(account) FROM lot) WHERE "
     "day=(SELECT max(day) FROM lot)",
     "lots add up"},
    {"points moved between two residents",
     "UPDATE account SET points=points+1 WHERE id=(SELECT min(account) FROM lot); "
     "UPDATE account SET points=points-1 WHERE id=(SELECT max(account) FROM lot)",
     "lots add up"},
    {"an entry that grew", "UPDATE entry SET points=points+1 WHERE kind=1", "entries add up"},
    {"an entry that is gone", "DELETE FROM entry WHERE kind=7", "entries add up"},
    {"all entries gone", "DELETE FROM entry", "entries add up"},
    {"an entry of someone else",
     "UPDATE entry SET owner=(SELECT max(account) FROM lot) WHERE "
     "owner=(SELECT min(account) FROM lot)",
     "entries add up"},
    {"escrow that nobody holds",
     "UPDATE account SET points=points+1 WHERE kind=4; "
     "UPDATE account SET points=points-1 WHERE kind=1",
     "escrow adds up"},
    {"a hold that is gone",
     "UPDATE account SET points=points+2 WHERE kind=1; "
     "UPDATE account SET points=0 WHERE kind=4; DELETE FROM escrow",
     "what is held adds up"},
    {"a hold of someone else", "UPDATE escrow SET owner=(SELECT min(account) FROM lot)",
     "what is held adds up"},
    {"held points that no entry brought", "UPDATE account SET held=held+1 WHERE held>0",
     "entries add up"},
    {"escrow that is held for nobody", "UPDATE escrow SET owner=0; UPDATE account SET held=0",
     "entries add up"},
    {"escrow that is held and bequeathed", "UPDATE escrow SET heir=owner",
     "escrow is held or bequeathed"},
    {"a lot in escrow that grew", "UPDATE spent SET points=points+1", "lots in escrow add up"},
    {"lots in escrow that are gone", "DELETE FROM spent", "lots in escrow add up"},
    {"pending points that no entry brought",
     "UPDATE account SET points=points+1 WHERE id=1+(SELECT account FROM lot LIMIT 1); "
     "UPDATE account SET points=points-1 WHERE kind=1",
     "entries add up"},
};

static struct fixture fixture;

static int village_begin(void **state)
{
    (void)state;
    fixture_begin(&fixture);
    fixture_village(&fixture);
    fixture_run(&fixture,
                "2024-03-01 rule_adopt T 1 TIME 4 0 0 0 0 0 RESIDENT DOCUMENT SOCIAL_WORKER;"
                "rule_adopt P 1 TIME 4 0 0 0 0 0 RESIDENT DOCUMENT SOCIAL_WORKER 0 7;"
                "shop_open S1; goods_set S1 RICE 1; award ann T; award cai T; award ann P;"
                "award dan T;"
                "2024-03-05 award ann T; redeem cai S1 RICE 2;"
                "h: hold dan S1 3 18:00 till; hold_redeem h RICE 1 1 - 10:00");
    must(journal_commit(fixture.journal));
    return 0;
}

static int village_end(void **state)
{
    (void)state;
    fixture_check(&fixture);
    fixture_end(&fixture);
    return 0;
}

static void hand_is_seen(void **state)
{
    const struct broken_row *row = *state;
    struct problem problem = problem_none();
    struct store *store = books_store(fixture.wire.books);
    must(store_begin(store));
    struct status changed = store_run(store, row->sql);
    struct status status = journal_check(fixture.wire.rooms, WIRE_ROOMS, &problem);
    must(store_rollback(store));
    must(changed);
    assert_string_equal(status_name(STATUS_INVARIANT_BROKEN), status_name(status.code));
    assert_string_equal(row->invariant, problem.column);
    assert_string_not_equal(problem.value, problem.expected);
    must(journal_check(fixture.wire.rooms, WIRE_ROOMS, &problem));
}

int main(void)
{
    struct CMUnitTest lots[2 * COUNT(lot_rows)];
    struct CMUnitTest broken[COUNT(broken_rows)];
    for (size_t i = 0; i < COUNT(lot_rows); i++) {
        void *row = (void *)&lot_rows[i];
        lots[2 * i] = (struct CMUnitTest){lot_rows[i].name, in_memory, lots_begin, lots_end, row};
        lots[2 * i + 1] =
            (struct CMUnitTest){lot_rows[i].name, read_anew, lots_begin, lots_end, row};
    }
    for (size_t i = 0; i < COUNT(broken_rows); i++) {
        broken[i] = (struct CMUnitTest){broken_rows[i].name, hand_is_seen, NULL, NULL,
                                        (void *)&broken_rows[i]};
    }
    int failed = cmocka_run_group_tests_name("ledger_lot", lots, NULL, NULL);
    return failed +
           cmocka_run_group_tests_name("ledger_invariants", broken, village_begin, village_end);
}
