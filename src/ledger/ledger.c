/* ledger.c - opens the room and its accounts; the one place where points move between two
 * accounts. The kinds of movement: ledger_post.c. Lots: ledger_lot.c. */
#include "ledger/ledger.h"

#include <stdlib.h>
#include <string.h>

#include "ledger/ledger_internal.h"

enum {
    ACCOUNTS_CACHED_MAX = 400000,
    LOTS_CACHED_MAX = 400000,
    ENTRIES_CACHED_MAX = 50000,
    VILLAGES_CACHED_MAX = 10000
};

static struct status account_load(void *context, const struct fold_key *key, void *value)
{
    return ledger__account_select(context, key->part[0], value);
}

static struct status account_save(void *context, const struct bulk *rows)
{
    return ledger__account_save(context, rows);
}

static void account_cells(const struct fold_key *key, const void *value, int64_t *cells)
{
    cells[0] = key->part[0];
    memcpy(cells + 1, value, sizeof(struct account)); /* all of it columns, in their order */
}

static struct status lot_load(void *context, const struct fold_key *key, void *value)
{
    return ledger__lot_select(context, (int32_t)key->part[0], key->part[1], value);
}

static struct status lot_save(void *context, const struct bulk *rows)
{
    return ledger__lot_save(context, rows);
}

static void lot_cells(const struct fold_key *key, const void *value, int64_t *cells)
{
    const struct lot *lot = value;
    cells[0] = key->part[0];
    cells[1] = key->part[1];
    cells[2] = lot->points;
    cells[3] = lot->previous;
}

static struct status lot_run_empty(void *context, const struct fold_key *key, bool *empty)
{
    return ledger__lot_day_empty(context, (int32_t)key->part[0], empty);
}

static struct status entry_load(void *context, const struct fold_key *key, void *value)
{
    return ledger__entry_select(context, (uint64_t)key->part[0], value);
}

static struct status entry_save(void *context, const struct bulk *rows)
{
    return ledger__entry_save(context, rows);
}

static void entry_cells(const struct fold_key *key, const void *value, int64_t *cells)
{
    const struct entry *entry = value;
    const int64_t columns[] = {key->part[0], entry->owner,  (int64_t)entry->previous,
                               entry->day,   entry->points, entry->amount,
                               entry->kind,  entry->subject};
    memcpy(cells, columns, sizeof columns);
}

static struct status village_load(void *context, const struct fold_key *key, void *value)
{
    return ledger__village_select(context, key->part[0], value);
}

static struct status folds_open(struct ledger *ledger)
{
    const struct {
        struct fold **fold;
        struct fold_table table;
    } folds[] = {
        {&ledger->accounts,
         {.key_parts = 1,
          .value_size = sizeof(struct account),
          .context = ledger,
          .load = account_load,
          .save = account_save,
          .columns = 10,
          .cells = account_cells}},
        {&ledger->lots,
         {.key_parts = 2,
          .value_size = sizeof(struct lot),
          .context = ledger,
          .load = lot_load,
          .save = lot_save,
          .columns = 4,
          .cells = lot_cells,
          .run_parts = 1,
          .run_empty = lot_run_empty}},
        {&ledger->entries,
         {.key_parts = 1,
          .value_size = sizeof(struct entry),
          .context = ledger,
          .load = entry_load,
          .save = entry_save,
          .columns = 8,
          .cells = entry_cells}},
        {&ledger->villages,
         {.key_parts = 1,
          .value_size = sizeof(struct village_accounts),
          .context = ledger,
          .load = village_load}},
    };
    for (size_t i = 0; i < COUNT(folds); i++) {
        TRY(fold_new(&folds[i].table, folds[i].fold));
    }
    return OK;
}

struct status ledger_open(struct books *books, struct ledger **out)
{
    REQUIRE(books != NULL && out != NULL);
    *out = NULL;
    SCOPED(ledger_close) struct ledger *ledger = calloc(1, sizeof *ledger);
    if (ledger == NULL) {
        return FAULT(OUT_OF_MEMORY);
    }
    ledger->books = books;
    ledger->store = books_store(books);
    TRY(folds_open(ledger));
    *out = ledger;
    ledger = NULL;
    return OK;
}

void ledger_close(struct ledger **ledger)
{
    REQUIRE(ledger != NULL);
    if (*ledger != NULL) {
        fold_free(&(*ledger)->accounts);
        fold_free(&(*ledger)->lots);
        fold_free(&(*ledger)->entries);
        fold_free(&(*ledger)->villages);
        free((*ledger)->days);
        free(*ledger);
        *ledger = NULL;
    }
}

static struct status room_flush(void *state)
{
    struct ledger *ledger = state;
    TRY(fold_flush(ledger->accounts));
    TRY(fold_flush(ledger->lots));
    TRY(fold_flush(ledger->entries));
    fold_trim(ledger->entries, ENTRIES_CACHED_MAX);
    fold_trim(ledger->accounts, ACCOUNTS_CACHED_MAX);
    fold_trim(ledger->lots, LOTS_CACHED_MAX);
    fold_trim(ledger->villages, VILLAGES_CACHED_MAX);
    return OK;
}

static void room_forget(void *state)
{
    struct ledger *ledger = state;
    fold_forget(ledger->accounts);
    fold_forget(ledger->lots);
    fold_forget(ledger->entries);
    fold_forget(ledger->villages);
    ledger->next_account = 0;
}

struct apply_room ledger_room(struct ledger *ledger)
{
    REQUIRE(ledger != NULL);
    return (struct apply_room){"ledger", ledger, NULL, 0, room_flush, room_forget, ledger__check};
}

struct status ledger__account(struct ledger *ledger, int64_t id, struct account **account)
{
    void *value = NULL;
    TRY(fold_get(ledger->accounts, (struct fold_key){{id}}, &value));
    *account = value;
    return OK;
}

/* Opens accounts of these kinds with ids one after the other. */
static struct status accounts_open(struct ledger *ledger, int64_t village,
                                   const enum account_kind *kinds, size_t count, int64_t *first)
{
    if (ledger->next_account == 0) {
        TRY(ledger__account_next(ledger, &ledger->next_account));
    }
    *first = ledger->next_account;
    for (size_t i = 0; i < count; i++) {
        void *value = NULL;
        TRY(fold_add(ledger->accounts, (struct fold_key){{ledger->next_account++}}, &value));
        struct account *account = value;
        REQUIRE(account->kind == 0);
        account->village = village;
        account->kind = kinds[i];
        fold_touch(ledger->accounts, account);
    }
    return OK;
}

struct status ledger_village_open(struct ledger *ledger, int64_t village)
{
    static const enum account_kind kinds[] = {ACCOUNT_ISSUE, ACCOUNT_SETTLED, ACCOUNT_EXPIRED,
                                              ACCOUNT_ESCROW};
    int64_t first = 0;
    TRY(accounts_open(ledger, village, kinds, COUNT(kinds), &first));
    TRY(ledger__village_insert(ledger, village, first));
    void *value = NULL;
    TRY(fold_get(ledger->villages, (struct fold_key){{village}}, &value));
    ((struct village_accounts *)value)->issue = first;
    return OK;
}

struct status ledger_shop_open(struct ledger *ledger, int64_t village, int64_t *account)
{
    return accounts_open(ledger, village, &(enum account_kind){ACCOUNT_SHOP}, 1, account);
}

struct status ledger_resident_open(struct ledger *ledger, int64_t village, int64_t *account)
{
    static const enum account_kind kinds[] = {ACCOUNT_AVAILABLE, ACCOUNT_PENDING};
    return accounts_open(ledger, village, kinds, COUNT(kinds), account);
}

struct status ledger__issue(struct ledger *ledger, int64_t village, int64_t *issue)
{
    void *value = NULL;
    TRY(fold_get(ledger->villages, (struct fold_key){{village}}, &value));
    *issue = ((struct village_accounts *)value)->issue;
    REQUIRE(*issue != 0);
    return OK;
}

static bool guarded(const struct account *account)
{
    return account->kind >= ACCOUNT_ESCROW;
}

struct status ledger__move(struct ledger *ledger, int64_t from, int64_t to, int64_t points)
{
    REQUIRE(from != to && points >= 0 && points <= POINTS_PER_OPERATION_MAX);
    if (points == 0) {
        return OK;
    }
    struct account *source = NULL;
    struct account *target = NULL;
    TRY(ledger__account(ledger, from, &source));
    TRY(ledger__account(ledger, to, &target));
    REQUIRE(source->kind != 0 && target->kind != 0 && source->village == target->village);
    REQUIRE(!guarded(source) || source->points >= points);
    REQUIRE(source->points >= -POINTS_TOTAL_MAX && target->points <= POINTS_TOTAL_MAX);
    source->points -= points;
    target->points += points;
    fold_touch(ledger->accounts, source);
    fold_touch(ledger->accounts, target);
    return OK;
}

struct status ledger_entry(struct ledger *ledger, uint64_t record, struct entry *entry)
{
    REQUIRE(ledger != NULL && entry != NULL);
    void *value = NULL;
    TRY(fold_get(ledger->entries, (struct fold_key){{(int64_t)record}}, &value));
    *entry = *(const struct entry *)value;
    return OK;
}

struct status ledger__entry(struct ledger *ledger, const struct entry_head *head,
                            enum entry_kind kind, int64_t points, int64_t amount)
{
    struct account *owner = NULL;
    TRY(ledger__account(ledger, head->owner, &owner));
    struct entry entry = {.record = head->record,
                          .owner = head->owner,
                          .previous = (uint64_t)owner->last_entry,
                          .day = head->day,
                          .points = points,
                          .amount = amount,
                          .kind = kind,
                          .subject = head->subject};
    owner->last_entry = (int64_t)head->record + 1;
    fold_touch(ledger->accounts, owner);
    void *value = NULL;
    TRY(fold_add(ledger->entries, (struct fold_key){{(int64_t)head->record}}, &value));
    *(struct entry *)value = entry;
    fold_touch(ledger->entries, value);
    return OK;
}

struct status ledger_resident(struct ledger *ledger, int64_t account,
                              struct resident_points *points)
{
    REQUIRE(ledger != NULL && points != NULL);
    struct account *available = NULL;
    struct account *pending = NULL;
    TRY(ledger__account(ledger, account, &available));
    TRY(ledger__account(ledger, account + 1, &pending));
    REQUIRE(available->kind == ACCOUNT_AVAILABLE && pending->kind == ACCOUNT_PENDING);
    *points = (struct resident_points){available->points, pending->points, available->owed,
                                       available->held};
    return OK;
}

struct status ledger_resident_empty(struct ledger *ledger, int64_t account)
{
    struct resident_points points;
    bool waits = false;
    TRY(ledger_resident(ledger, account, &points));
    TRY(ledger__bequest_waits(ledger, account, &waits));
    bool empty = points.available == 0 && points.pending == 0 && points.owed == 0 &&
                 points.held == 0 && !waits;
    return empty ? OK : REFUSE(ACCOUNT_NOT_EMPTY);
}

struct status ledger_shop(struct ledger *ledger, int64_t account, int64_t *unsettled)
{
    REQUIRE(ledger != NULL && unsettled != NULL);
    struct account *shop = NULL;
    TRY(ledger__account(ledger, account, &shop));
    REQUIRE(shop->kind == ACCOUNT_SHOP);
    *unsettled = shop->points;
    return OK;
}

/* All accounts of a village sum to 0: outstanding is what issue, settled and expired lack. */
struct status ledger_outstanding(struct ledger *ledger, int64_t village, int64_t *points)
{
    REQUIRE(ledger != NULL && points != NULL);
    int64_t issue = 0;
    TRY(ledger__issue(ledger, village, &issue));
    *points = 0;
    for (int64_t id = issue; id < issue + 3; id++) {
        struct account *account = NULL;
        TRY(ledger__account(ledger, id, &account));
        *points -= account->points;
    }
    REQUIRE(*points >= 0);
    return OK;
}

struct status ledger_issuable(struct ledger *ledger, int64_t village, int64_t *points)
{
    REQUIRE(ledger != NULL && points != NULL);
    int64_t issue = 0;
    struct account *account = NULL;
    TRY(ledger__issue(ledger, village, &issue));
    TRY(ledger__account(ledger, issue, &account));
    *points = POINTS_TOTAL_MAX + account->points;
    return OK;
}

struct status ledger_last_entry(struct ledger *ledger, int64_t owner, uint64_t *record)
{
    REQUIRE(ledger != NULL && record != NULL);
    struct account *account = NULL;
    TRY(ledger__account(ledger, owner, &account));
    *record = (uint64_t)account->last_entry;
    return OK;
}

struct status ledger_first_day(struct ledger *ledger, int64_t account, int32_t day, int32_t *before)
{
    REQUIRE(ledger != NULL && before != NULL);
    struct account *resident = NULL;
    TRY(ledger__account(ledger, account, &resident));
    *before = resident->first_day == 0 ? DAY_NONE : (int32_t)(resident->first_day - 1);
    if (*before == DAY_NONE || day < *before) {
        resident->first_day = (int64_t)day + 1;
        fold_touch(ledger->accounts, resident);
    }
    return OK;
}
