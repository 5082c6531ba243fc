/* points.c - opens the room, its caches and its answers to the rooms above. */
#include "points/points.h"

#include <stdlib.h>
#include <string.h>

#include "points/points_internal.h"

enum { CODES_CACHED_MAX = 20000, CAPS_CACHED_MAX = 2000000, ATTENDANCES_CACHED_MAX = 200000 };

static void code_of(const struct fold_key *key, char code[CODE_MAX + 1])
{
    memcpy(code, &key->part[1], CODE_MAX);
    code[CODE_MAX] = '\0';
}

static struct status rule_load(void *context, const struct fold_key *key, void *value)
{
    char code[CODE_MAX + 1];
    code_of(key, code);
    return points__rule_select(context, key->part[0], code, value);
}

static struct status activity_load(void *context, const struct fold_key *key, void *value)
{
    char code[CODE_MAX + 1];
    code_of(key, code);
    return points__activity_select(context, key->part[0], code, value);
}

static struct status shop_load(void *context, const struct fold_key *key, void *value)
{
    char code[CODE_MAX + 1];
    code_of(key, code);
    return points__shop_select(context, key->part[0], code, value);
}

static struct status fund_load(void *context, const struct fold_key *key, void *value)
{
    return points__fund_select(context, key->part[0], value);
}

static struct status fund_save(void *context, const struct bulk *rows)
{
    return points__fund_save(context, rows);
}

static void fund_cells(const struct fold_key *key, const void *value, int64_t *cells)
{
    const struct fund *fund = value;
    cells[0] = key->part[0];
    cells[1] = fund->deposits;
    cells[2] = fund->fen;
}

static struct status cap_load(void *context, const struct fold_key *key, void *value)
{
    return points__cap_select(context, key, value);
}

static struct status cap_save(void *context, const struct bulk *rows)
{
    return points__cap_save(context, rows);
}

static void cap_cells(const struct fold_key *key, const void *value, int64_t *cells)
{
    memcpy(cells, key->part, 2 * sizeof *cells);
    cells[2] = *(const int64_t *)value;
}

static struct status cap_run_empty(void *context, const struct fold_key *key, bool *empty)
{
    return points__cap_run_empty(context, key, empty);
}

static struct status attendance_load(void *context, const struct fold_key *key, void *value)
{
    return points__attendance_select(context, key, value);
}

static struct status attendance_save(void *context, const struct bulk *rows)
{
    return points__attendance_save(context, rows);
}

static void attendance_cells(const struct fold_key *key, const void *value, int64_t *cells)
{
    memcpy(cells, key->part, 3 * sizeof *cells);
    cells[3] = *(const int64_t *)value - 1;
}

static struct status attendance_run_empty(void *context, const struct fold_key *key, bool *empty)
{
    return points__attendance_run_empty(context, key, empty);
}

static struct status folds_open(struct points *points)
{
    const struct {
        struct fold **fold;
        struct fold_table table;
    } folds[] = {
        {&points->rules,
         {.key_parts = 5, .value_size = sizeof(struct rule), .context = points, .load = rule_load}},
        {&points->activities,
         {.key_parts = 5,
          .value_size = sizeof(struct activity),
          .context = points,
          .load = activity_load}},
        {&points->shops,
         {.key_parts = 5, .value_size = sizeof(struct shop), .context = points, .load = shop_load}},
        {&points->funds,
         {.key_parts = 1,
          .value_size = sizeof(struct fund),
          .context = points,
          .load = fund_load,
          .save = fund_save,
          .columns = 3,
          .cells = fund_cells}},
        {&points->caps,
         {.key_parts = 2,
          .value_size = sizeof(int64_t),
          .context = points,
          .load = cap_load,
          .save = cap_save,
          .columns = 3,
          .cells = cap_cells,
          .run_parts = 1,
          .run_empty = cap_run_empty}},
        {&points->attendances,
         {.key_parts = 3,
          .value_size = sizeof(int64_t),
          .context = points,
          .load = attendance_load,
          .save = attendance_save,
          .columns = 4,
          .cells = attendance_cells,
          .run_parts = 1,
          .run_empty = attendance_run_empty}},
    };
    for (size_t i = 0; i < COUNT(folds); i++) {
        TRY(fold_new(&folds[i].table, folds[i].fold));
    }
    return OK;
}

static struct status metrics_open(struct points *points)
{
    const struct {
        struct metric *metric;
        const char *name;
    } metrics[] = {
        {&points->metrics.activities, "activities"},
        {&points->metrics.participations, "participations"},
        {&points->metrics.participants, "participants"},
        {&points->metrics.issued, "issued"},
        {&points->metrics.capped, "capped"},
        {&points->metrics.unfunded, "unfunded"},
        {&points->metrics.redemptions, "redemptions"},
        {&points->metrics.redeemed, "redeemed"},
        {&points->metrics.expired, "expired"},
        {&points->metrics.saving_fen, "saving_fen"},
        {&points->metrics.settled, "settled"},
        {&points->metrics.fund_fen, "fund_fen"},
        {&points->metrics.deposits, "deposits"},
    };
    for (size_t i = 0; i < COUNT(metrics); i++) {
        TRY(books_metric(points->books, metrics[i].name, metrics[i].metric));
    }
    return OK;
}

static struct status on_village_open(void *context, int64_t village, const struct apply *apply)
{
    struct points *points = context;
    (void)apply;
    return ledger_village_open(points->ledger, village);
}

static struct status on_account_open(void *context, int64_t village, int64_t *account)
{
    struct points *points = context;
    return ledger_resident_open(points->ledger, village, account);
}

static struct status on_account_close(void *context, int64_t account)
{
    struct points *points = context;
    return ledger_resident_empty(points->ledger, account);
}

struct status points_open(struct books *books, struct identity *identity, struct ledger *ledger,
                          struct points **out)
{
    REQUIRE(books != NULL && identity != NULL && ledger != NULL && out != NULL);
    *out = NULL;
    SCOPED(points_close) struct points *points = calloc(1, sizeof *points);
    if (points == NULL) {
        return FAULT(OUT_OF_MEMORY);
    }
    points->books = books;
    points->store = books_store(books);
    points->identity = identity;
    points->ledger = ledger;
    TRY(folds_open(points));
    TRY(metrics_open(points));
    identity_listen(identity, &(struct identity_listener){points, on_village_open, on_account_open,
                                                          on_account_close});
    *out = points;
    points = NULL;
    return OK;
}

void points_close(struct points **points)
{
    REQUIRE(points != NULL);
    if (*points != NULL) {
        fold_free(&(*points)->rules);
        fold_free(&(*points)->activities);
        fold_free(&(*points)->shops);
        fold_free(&(*points)->funds);
        fold_free(&(*points)->caps);
        fold_free(&(*points)->attendances);
        free(*points);
        *points = NULL;
    }
}

static struct status room_flush(void *state)
{
    struct points *points = state;
    TRY(fold_flush(points->funds));
    TRY(fold_flush(points->caps));
    TRY(fold_flush(points->attendances));
    fold_trim(points->attendances, ATTENDANCES_CACHED_MAX);
    fold_trim(points->caps, CAPS_CACHED_MAX);
    fold_trim(points->rules, CODES_CACHED_MAX);
    fold_trim(points->activities, CODES_CACHED_MAX);
    fold_trim(points->shops, CODES_CACHED_MAX);
    return OK;
}

static void room_forget(void *state)
{
    struct points *points = state;
    fold_forget(points->rules);
    fold_forget(points->activities);
    fold_forget(points->shops);
    fold_forget(points->funds);
    fold_forget(points->caps);
    fold_forget(points->attendances);
}

const struct apply_action *points__actions(size_t *count)
{
    static const struct apply_action actions[] = {
        {SANBAO__V1__OPERATION__ACTION_AWARD, points__award},
        {SANBAO__V1__OPERATION__ACTION_REDEEM, points__redeem},
        {SANBAO__V1__OPERATION__ACTION_RULE_ADOPT, points__rule_adopt},
        {SANBAO__V1__OPERATION__ACTION_FUND_DEPOSIT, points__fund_deposit},
        {SANBAO__V1__OPERATION__ACTION_ACTIVITY_OPEN, points__activity_open},
        {SANBAO__V1__OPERATION__ACTION_ACTIVITY_CLOSE, points__activity_close},
        {SANBAO__V1__OPERATION__ACTION_AWARD_UNFUNDED, points__award_unfunded},
        {SANBAO__V1__OPERATION__ACTION_RELEASE, points__release},
        {SANBAO__V1__OPERATION__ACTION_VOID, points__void},
        {SANBAO__V1__OPERATION__ACTION_REVERSE, points__reverse},
        {SANBAO__V1__OPERATION__ACTION_SHOP_OPEN, points__shop_open},
        {SANBAO__V1__OPERATION__ACTION_GOODS_SET, points__goods_set},
        {SANBAO__V1__OPERATION__ACTION_STOCK_SET, points__stock_set},
        {SANBAO__V1__OPERATION__ACTION_REFUND, points__refund},
        {SANBAO__V1__OPERATION__ACTION_HOLD, points__hold},
        {SANBAO__V1__OPERATION__ACTION_HOLD_REDEEM, points__hold_redeem},
        {SANBAO__V1__OPERATION__ACTION_HOLD_RELEASE, points__hold_release},
        {SANBAO__V1__OPERATION__ACTION_BEQUEST, points__bequest},
        {SANBAO__V1__OPERATION__ACTION_INHERIT, points__inherit},
        {SANBAO__V1__OPERATION__ACTION_SETTLE, points__settle},
        {SANBAO__V1__OPERATION__ACTION_EXPIRE, points__expire},
        {SANBAO__V1__OPERATION__ACTION_PANEL_DRAW, points__panel_draw},
        {SANBAO__V1__OPERATION__ACTION_OBJECTION, points__objection},
        {SANBAO__V1__OPERATION__ACTION_OBJECTION_SETTLE, points__objection_settle},
    };
    *count = COUNT(actions);
    return actions;
}

struct apply_room points_room(struct points *points)
{
    REQUIRE(points != NULL);
    size_t count = 0;
    const struct apply_action *actions = points__actions(&count);
    return (struct apply_room){"points", points, actions, count, room_flush, room_forget, NULL};
}

struct status points_rule(struct points *points, int64_t village, const char *code, int32_t day,
                          struct rule *rule)
{
    REQUIRE(points != NULL && code != NULL && rule != NULL);
    void *value = NULL;
    TRY(fold_get(points->rules, fold_key_code(village, code), &value));
    *rule = *(const struct rule *)value;
    if (rule->id != 0 && day < rule->valid_from) {
        return points__rule_select_on(points, village, code, day, rule);
    }
    return OK;
}

/* Where an attendance's record stands: record + 1; 0: it is not known. */
struct status points__attendance(struct points *points, int64_t activity, int64_t member,
                                 int64_t checked_in_at, int64_t **record)
{
    void *value = NULL;
    TRY(fold_get(points->attendances, (struct fold_key){{activity, member, checked_in_at}},
                 &value));
    *record = value;
    return OK;
}

struct status points__activity_attended(struct points *points, int64_t activity, bool *attended)
{
    const struct fold_key key = {{activity}};
    bool empty = true;
    TRY(fold_flush(points->attendances));
    TRY(points__attendance_run_empty(points, &key, &empty));
    *attended = !empty;
    return OK;
}

struct status points__activity(struct points *points, int64_t village, const char *code,
                               struct activity **activity)
{
    void *value = NULL;
    TRY(fold_get(points->activities, fold_key_code(village, code), &value));
    *activity = value;
    return OK;
}

struct status points_activity(struct points *points, int64_t village, const char *code,
                              struct activity *activity)
{
    REQUIRE(points != NULL && code != NULL && activity != NULL);
    struct activity *found = NULL;
    TRY(points__activity(points, village, code, &found));
    *activity = *found;
    return OK;
}

struct status points__shop(struct points *points, int64_t village, const char *code,
                           struct shop **shop)
{
    void *value = NULL;
    TRY(fold_get(points->shops, fold_key_code(village, code), &value));
    *shop = value;
    return OK;
}

struct status points__shop_of(struct points *points, int64_t village, int64_t account,
                              struct shop **shop)
{
    char code[CODE_MAX + 1];
    TRY(points_shop_code(points, account, code));
    TRY(points__shop(points, village, code, shop));
    return (*shop)->account == account ? OK : REFUSE(TARGET_KIND);
}

struct status points_goods(struct points *points, int64_t shop, const char *code,
                           struct goods *goods)
{
    REQUIRE(points != NULL && code != NULL && goods != NULL);
    return points__goods_select(points, shop, code, goods);
}

struct status points_shop(struct points *points, int64_t village, const char *code,
                          struct shop *shop)
{
    REQUIRE(points != NULL && code != NULL && shop != NULL);
    struct shop *found = NULL;
    TRY(points__shop(points, village, code, &found));
    *shop = *found;
    return OK;
}
