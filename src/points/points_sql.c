/* points_sql.c - rules, activities, shops, fund and money in the books. Row ids are given in the
 * order of records, so that a replay gives the same ones. Awards: points_sql_award.c. Goods:
 * points_sql_shop.c. */
#include <stdio.h>
#include <string.h>

#include "points/points_internal.h"

#define RULE_COLUMNS                                                                               \
    "id, family, village, version, valid_from, unit, points, cap_day, cap_month, cap_quarter, "    \
    "cap_year, cap_total, cap_scope, evidence, approver, saving_fen_per_hour, notice_days, "       \
    "first_day, own_spans, code"

static struct status rule_take(struct points *points, struct store_stmt *stmt, struct rule *rule)
{
    *rule = (struct rule){
        .id = store_int(stmt, 0),
        .family = store_int(stmt, 1),
        .village = store_int(stmt, 2),
        .version = (int32_t)store_int(stmt, 3),
        .valid_from = (int32_t)store_int(stmt, 4),
        .unit = (int32_t)store_int(stmt, 5),
        .points = store_int(stmt, 6),
        .cap_scope = (int32_t)store_int(stmt, 12),
        .evidence = (int32_t)store_int(stmt, 13),
        .approver = (int32_t)store_int(stmt, 14),
        .saving_fen_per_hour = store_int(stmt, 15),
        .notice_days = (int32_t)store_int(stmt, 16),
        .first_day = (int32_t)store_int(stmt, 17),
        .own_spans = (uint32_t)store_int(stmt, 18),
    };
    for (int span = 0; span < CAP_SPANS; span++) {
        rule->caps[span] = store_int(stmt, 7 + span);
    }
    snprintf(rule->code, sizeof rule->code, "%s", store_text(stmt, 19));
    char name[CODE_MAX + 16];
    snprintf(name, sizeof name, METRIC_ISSUED_PREFIX "%s", rule->code);
    return books_metric(points->books, name, &rule->issued);
}

/* Steps the statement; a row fills the rule, none leaves its id 0. */
static struct status rule_read(struct points *points, struct store_stmt *stmt, struct rule *rule)
{
    bool row = false;
    *rule = (struct rule){0};
    TRY(store_step(stmt, &row));
    struct status status = row ? rule_take(points, stmt, rule) : OK;
    store_reset(stmt);
    return status;
}

static struct status rules_each(struct points *points, struct store_stmt *stmt, points_rule_fn each,
                                void *context)
{
    struct status status = OK;
    bool row = true;
    while (status_ok(status)) {
        struct rule rule;
        status = store_step(stmt, &row);
        if (!status_ok(status) || !row) {
            break;
        }
        status = rule_take(points, stmt, &rule);
        if (status_ok(status)) {
            status = each(context, &rule);
        }
    }
    store_reset(stmt);
    return status;
}

struct status points_rule_each(struct points *points, int64_t village, const char *after,
                               int32_t day, size_t limit, points_rule_fn each, void *context)
{
    TRY(store_prepare(points->store, &points->sql.rule_each,
                      "SELECT " RULE_COLUMNS " FROM rule r WHERE village=? AND code>? AND "
                      "version=(SELECT max(version) FROM rule WHERE village=r.village AND "
                      "code=r.code AND valid_from<=?) ORDER BY code LIMIT ?"));
    struct store_stmt *stmt = points->sql.rule_each;
    store_bind_int(stmt, 0, village);
    store_bind_text(stmt, 1, after);
    store_bind_int(stmt, 2, day);
    store_bind_int(stmt, 3, (int64_t)limit);
    return rules_each(points, stmt, each, context);
}

struct status points_rule_versions(struct points *points, int64_t village, const char *code,
                                   points_rule_fn each, void *context)
{
    TRY(store_prepare(points->store, &points->sql.rule_versions,
                      "SELECT " RULE_COLUMNS " FROM rule WHERE village=? AND code=? "
                      "ORDER BY version DESC LIMIT 1000"));
    store_bind_int(points->sql.rule_versions, 0, village);
    store_bind_text(points->sql.rule_versions, 1, code);
    return rules_each(points, points->sql.rule_versions, each, context);
}

struct status points__rule_select(struct points *points, int64_t village, const char *code,
                                  struct rule *rule)
{
    TRY(store_prepare(points->store, &points->sql.rule_select,
                      "SELECT " RULE_COLUMNS " FROM rule WHERE village=? AND code=? "
                      "ORDER BY version DESC LIMIT 1"));
    store_bind_int(points->sql.rule_select, 0, village);
    store_bind_text(points->sql.rule_select, 1, code);
    return rule_read(points, points->sql.rule_select, rule);
}

struct status points__rule_select_on(struct points *points, int64_t village, const char *code,
                                     int32_t day, struct rule *rule)
{
    TRY(store_prepare(points->store, &points->sql.rule_select_on,
                      "SELECT " RULE_COLUMNS " FROM rule WHERE village=? AND code=? AND "
                      "valid_from<=? ORDER BY version DESC LIMIT 1"));
    store_bind_int(points->sql.rule_select_on, 0, village);
    store_bind_text(points->sql.rule_select_on, 1, code);
    store_bind_int(points->sql.rule_select_on, 2, day);
    return rule_read(points, points->sql.rule_select_on, rule);
}

struct status points_rule_by_id(struct points *points, int64_t id, struct rule *rule)
{
    REQUIRE(points != NULL && rule != NULL);
    TRY(store_prepare(points->store, &points->sql.rule_select_id,
                      "SELECT " RULE_COLUMNS " FROM rule WHERE id=?"));
    store_bind_int(points->sql.rule_select_id, 0, id);
    return rule_read(points, points->sql.rule_select_id, rule);
}

/* One more than the highest id of the table that the statement names. */
static struct status next_id(struct store *store, struct store_stmt **stmt, const char *sql,
                             int64_t *id)
{
    bool row = false;
    TRY(store_prepare(store, stmt, sql));
    TRY(store_step(*stmt, &row));
    *id = row ? store_int(*stmt, 0) + 1 : 1;
    store_reset(*stmt);
    return OK;
}

struct status points__rule_insert(struct points *points, struct rule *rule)
{
    TRY(next_id(points->store, &points->sql.rule_next, "SELECT max(id) FROM rule", &rule->id));
    rule->family = rule->family == 0 ? rule->id : rule->family;
    TRY(store_prepare(points->store, &points->sql.rule_insert,
                      "INSERT INTO rule (" RULE_COLUMNS ") VALUES "
                      "(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"));
    struct store_stmt *stmt = points->sql.rule_insert;
    const int64_t numbers[] = {
        rule->id,          rule->family,    rule->village,  rule->version,
        rule->valid_from,  rule->unit,      rule->points,   rule->caps[0],
        rule->caps[1],     rule->caps[2],   rule->caps[3],  rule->caps[4],
        rule->cap_scope,   rule->evidence,  rule->approver, rule->saving_fen_per_hour,
        rule->notice_days, rule->first_day, rule->own_spans};
    for (size_t i = 0; i < COUNT(numbers); i++) {
        store_bind_int(stmt, (int)i, numbers[i]);
    }
    store_bind_text(stmt, (int)COUNT(numbers), rule->code);
    TRY(store_execute(stmt));
    char name[CODE_MAX + 16];
    snprintf(name, sizeof name, METRIC_ISSUED_PREFIX "%s", rule->code);
    return books_metric(points->books, name, &rule->issued);
}

/* id, family, starts_at, ends_at, leader, closed_on */
static struct status activity_read(struct store_stmt *stmt, struct activity *activity)
{
    bool row = false;
    *activity = (struct activity){.closed_on = DAY_NEVER};
    TRY(store_step(stmt, &row));
    if (!row) {
        return OK;
    }
    activity->id = store_int(stmt, 0);
    activity->family = store_int(stmt, 1);
    activity->starts_at = store_int(stmt, 2);
    activity->ends_at = store_int(stmt, 3);
    activity->leader = store_int(stmt, 4);
    if (!store_is_null(stmt, 5)) {
        activity->closed_on = (int32_t)store_int(stmt, 5);
    }
    store_reset(stmt);
    return OK;
}

struct status points__activity_select(struct points *points, int64_t village, const char *code,
                                      struct activity *activity)
{
    TRY(store_prepare(points->store, &points->sql.activity_select,
                      "SELECT id, family, starts_at, ends_at, leader, closed_on FROM activity "
                      "WHERE village=? AND code=?"));
    store_bind_int(points->sql.activity_select, 0, village);
    store_bind_text(points->sql.activity_select, 1, code);
    return activity_read(points->sql.activity_select, activity);
}

struct status points__activity_by_id(struct points *points, int64_t id, struct activity *activity)
{
    TRY(store_prepare(points->store, &points->sql.activity_select_id,
                      "SELECT id, family, starts_at, ends_at, leader, closed_on FROM activity "
                      "WHERE id=?"));
    store_bind_int(points->sql.activity_select_id, 0, id);
    return activity_read(points->sql.activity_select_id, activity);
}

struct status points__activity_insert(struct points *points, int64_t village, const char *code,
                                      struct activity *activity)
{
    TRY(next_id(points->store, &points->sql.activity_next, "SELECT max(id) FROM activity",
                &activity->id));
    TRY(store_prepare(points->store, &points->sql.activity_insert,
                      "INSERT INTO activity (id, village, code, family, starts_at, ends_at, leader)"
                      " VALUES (?,?,?,?,?,?,?)"));
    struct store_stmt *stmt = points->sql.activity_insert;
    store_bind_int(stmt, 0, activity->id);
    store_bind_int(stmt, 1, village);
    store_bind_text(stmt, 2, code);
    store_bind_int(stmt, 3, activity->family);
    store_bind_int(stmt, 4, activity->starts_at);
    store_bind_int(stmt, 5, activity->ends_at);
    store_bind_int(stmt, 6, activity->leader);
    return store_execute(stmt);
}

struct status points__activity_close_row(struct points *points, int64_t id, int32_t day)
{
    TRY(store_prepare(points->store, &points->sql.activity_close,
                      "UPDATE activity SET closed_on=? WHERE id=?"));
    store_bind_int(points->sql.activity_close, 0, day);
    store_bind_int(points->sql.activity_close, 1, id);
    return store_execute(points->sql.activity_close);
}

static struct status shop_metric(struct points *points, struct shop *shop)
{
    char name[CODE_MAX + 16];
    snprintf(name, sizeof name, METRIC_SHOP_PREFIX "%s", shop->code);
    return books_metric(points->books, name, &shop->taken);
}

struct status points__shop_select(struct points *points, int64_t village, const char *code,
                                  struct shop *shop)
{
    bool row = false;
    *shop = (struct shop){0};
    TRY(store_prepare(points->store, &points->sql.shop_select,
                      "SELECT id, account FROM shop WHERE village=? AND code=?"));
    store_bind_int(points->sql.shop_select, 0, village);
    store_bind_text(points->sql.shop_select, 1, code);
    TRY(store_step(points->sql.shop_select, &row));
    if (!row) {
        return OK;
    }
    shop->id = store_int(points->sql.shop_select, 0);
    shop->account = store_int(points->sql.shop_select, 1);
    snprintf(shop->code, sizeof shop->code, "%s", code);
    store_reset(points->sql.shop_select);
    return shop_metric(points, shop);
}

struct status points_shop_each(struct points *points, int64_t village, const char *after,
                               shop_each_fn each, void *context)
{
    REQUIRE(points != NULL && after != NULL && each != NULL);
    TRY(store_prepare(points->store, &points->sql.shop_each,
                      "SELECT id, account, code FROM shop WHERE village=? AND code>? "
                      "ORDER BY code"));
    struct store_stmt *stmt = points->sql.shop_each;
    store_bind_int(stmt, 0, village);
    store_bind_text(stmt, 1, after);
    bool row = false;
    struct status status = store_step(stmt, &row);
    while (status_ok(status) && row) {
        struct shop shop = {.id = store_int(stmt, 0), .account = store_int(stmt, 1)};
        snprintf(shop.code, sizeof shop.code, "%s", store_text(stmt, 2));
        status = shop_metric(points, &shop);
        if (status_ok(status)) {
            status = each(context, &shop);
        }
        if (status_ok(status)) {
            status = store_step(stmt, &row);
        }
    }
    store_reset(stmt);
    return status;
}

struct status points_shop_code(struct points *points, int64_t account, char code[CODE_MAX + 1])
{
    REQUIRE(points != NULL && code != NULL);
    bool row = false;
    TRY(store_prepare(points->store, &points->sql.shop_select_account,
                      "SELECT code FROM shop WHERE account=?"));
    store_bind_int(points->sql.shop_select_account, 0, account);
    TRY(store_step(points->sql.shop_select_account, &row));
    snprintf(code, CODE_MAX + 1, "%s", row ? store_text(points->sql.shop_select_account, 0) : "");
    store_reset(points->sql.shop_select_account);
    return row ? OK : REFUSE(SHOP_UNKNOWN);
}

struct status points__shop_insert(struct points *points, int64_t village, struct shop *shop)
{
    TRY(next_id(points->store, &points->sql.shop_next, "SELECT max(id) FROM shop", &shop->id));
    TRY(store_prepare(points->store, &points->sql.shop_insert,
                      "INSERT INTO shop (id, village, code, account) VALUES (?,?,?,?)"));
    struct store_stmt *stmt = points->sql.shop_insert;
    store_bind_int(stmt, 0, shop->id);
    store_bind_int(stmt, 1, village);
    store_bind_text(stmt, 2, shop->code);
    store_bind_int(stmt, 3, shop->account);
    TRY(store_execute(stmt));
    return shop_metric(points, shop);
}

struct status points__fund_select(struct points *points, int64_t village, struct fund *fund)
{
    bool row = false;
    TRY(store_prepare(points->store, &points->sql.fund_select,
                      "SELECT deposits, fen FROM fund WHERE village=?"));
    store_bind_int(points->sql.fund_select, 0, village);
    TRY(store_step(points->sql.fund_select, &row));
    if (row) {
        *fund = (struct fund){store_int(points->sql.fund_select, 0),
                              store_int(points->sql.fund_select, 1)};
        store_reset(points->sql.fund_select);
    }
    return OK;
}

struct status points__fund_save(struct points *points, const struct bulk *rows)
{
    return store_bulk(points->store, &points->sql.fund_save,
                      "REPLACE INTO fund (village, deposits, fen) SELECT c0, c1, c2 FROM bulk",
                      rows);
}

struct status points__payment(struct points *points, uint64_t record, struct payment *payment)
{
    bool row = false;
    *payment = (struct payment){0};
    TRY(store_prepare(points->store, &points->sql.payment_select,
                      "SELECT village, day, fen FROM payment WHERE record=?"));
    struct store_stmt *stmt = points->sql.payment_select;
    store_bind_int(stmt, 0, (int64_t)record);
    TRY(store_step(stmt, &row));
    if (row) {
        *payment =
            (struct payment){store_int(stmt, 0), (int32_t)store_int(stmt, 1), store_int(stmt, 2)};
        store_reset(stmt);
    }
    return OK;
}

struct status points__payment_insert(struct points *points, uint64_t record,
                                     const struct payment *payment)
{
    TRY(store_prepare(points->store, &points->sql.payment_insert,
                      "INSERT INTO payment (record, village, day, fen) VALUES (?,?,?,?)"));
    store_bind_int(points->sql.payment_insert, 0, (int64_t)record);
    store_bind_int(points->sql.payment_insert, 1, payment->village);
    store_bind_int(points->sql.payment_insert, 2, payment->day);
    store_bind_int(points->sql.payment_insert, 3, payment->fen);
    return store_execute(points->sql.payment_insert);
}
