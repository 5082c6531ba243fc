/* points_sql_sold.c - what was sold and paid, read back for statements; what still waits. */
#include <stdio.h>

#include "points/points_internal.h"

static void sold_row_read(struct store_stmt *stmt, struct sold *sold)
{
    *sold = (struct sold){.day = (int32_t)store_int(stmt, 0),
                          .record = (uint64_t)store_int(stmt, 1),
                          .quantity = store_int(stmt, 2),
                          .points = store_int(stmt, 3),
                          .cash_fen = store_int(stmt, 4)};
    snprintf(sold->goods, sizeof sold->goods, "%s", store_text(stmt, 5));
}

struct status points_sold_each(struct points *points, const struct sold_span *span,
                               sold_each_fn each, void *context)
{
    REQUIRE(points != NULL && span != NULL && each != NULL);
    TRY(store_prepare(points->store, &points->sql.sold_each,
                      "SELECT day, record, quantity, points, cash_fen, goods FROM sold WHERE "
                      "shop=? AND (day, record) > (?, ?) AND day<=? ORDER BY day, record"));
    struct store_stmt *stmt = points->sql.sold_each;
    store_bind_int(stmt, 0, span->shop);
    store_bind_int(stmt, 1, span->from);
    store_bind_int(stmt, 2, span->after);
    store_bind_int(stmt, 3, span->until);
    bool row = false;
    struct status status = store_step(stmt, &row);
    while (status_ok(status) && row) {
        struct sold sold;
        sold_row_read(stmt, &sold);
        status = each(context, &sold);
        if (status_ok(status)) {
            status = store_step(stmt, &row);
        }
    }
    store_reset(stmt);
    return status;
}

#define SUMS                                                                                       \
    "sum(quantity > 0), sum(quantity), sum(max(points, 0)), -sum(min(points, 0)), sum(cash_fen)"

/* The statement gives what it is grouped by, then the sums. */
static struct status sums_each(struct store_stmt *stmt, bool by_day, sold_sum_fn each,
                               void *context)
{
    bool row = false;
    struct status status = store_step(stmt, &row);
    while (status_ok(status) && row) {
        struct sold_sum sum = {.goods = by_day ? "" : store_text(stmt, 0),
                               .day = by_day ? (int32_t)store_int(stmt, 0) : 0,
                               .redemptions = store_int(stmt, 1),
                               .quantity = store_int(stmt, 2),
                               .points = store_int(stmt, 3),
                               .refunded = store_int(stmt, 4),
                               .cash_fen = store_int(stmt, 5)};
        status = each(context, &sum);
        if (status_ok(status)) {
            status = store_step(stmt, &row);
        }
    }
    store_reset(stmt);
    return status;
}

static void span_bind(struct store_stmt *stmt, int64_t shop, int32_t from, int32_t until)
{
    store_bind_int(stmt, 0, shop);
    store_bind_int(stmt, 1, from);
    store_bind_int(stmt, 2, until);
}

struct status points_sold_by_goods(struct points *points, int64_t shop, int32_t from, int32_t until,
                                   sold_sum_fn each, void *context)
{
    REQUIRE(points != NULL && each != NULL);
    TRY(store_prepare(points->store, &points->sql.sold_goods,
                      "SELECT goods, " SUMS " FROM sold WHERE shop=? AND day BETWEEN ? AND ? "
                      "GROUP BY goods ORDER BY goods"));
    span_bind(points->sql.sold_goods, shop, from, until);
    return sums_each(points->sql.sold_goods, false, each, context);
}

struct status points_sold_by_day(struct points *points, int64_t shop, int32_t from, int32_t until,
                                 sold_sum_fn each, void *context)
{
    REQUIRE(points != NULL && each != NULL);
    TRY(store_prepare(points->store, &points->sql.sold_days,
                      "SELECT day, " SUMS " FROM sold WHERE shop=? AND day BETWEEN ? AND ? "
                      "GROUP BY day ORDER BY day"));
    span_bind(points->sql.sold_days, shop, from, until);
    return sums_each(points->sql.sold_days, true, each, context);
}

struct status points_money_each(struct points *points, int64_t village, int32_t from, int32_t until,
                                money_each_fn each, void *context)
{
    REQUIRE(points != NULL && each != NULL);
    TRY(store_prepare(points->store, &points->sql.payment_each,
                      "SELECT record, day, fen FROM payment WHERE village=? AND day BETWEEN ? AND "
                      "? ORDER BY record"));
    struct store_stmt *stmt = points->sql.payment_each;
    span_bind(stmt, village, from, until);
    bool row = false;
    struct status status = store_step(stmt, &row);
    while (status_ok(status) && row) {
        const struct money_row money = {(uint64_t)store_int(stmt, 0), (int32_t)store_int(stmt, 1),
                                        store_int(stmt, 2)};
        status = each(context, &money);
        if (status_ok(status)) {
            status = store_step(stmt, &row);
        }
    }
    store_reset(stmt);
    return status;
}

struct status points_undone(struct points *points, uint64_t record, bool *undone, uint64_t *by)
{
    REQUIRE(points != NULL && undone != NULL && by != NULL);
    static const enum follow_up_action actions[] = {FOLLOW_REFUNDED, FOLLOW_REVERSED,
                                                    FOLLOW_VOIDED};
    *undone = false;
    for (size_t i = 0; i < COUNT(actions) && !*undone; i++) {
        TRY(points__follow_up(points, record, actions[i], undone, by));
    }
    return OK;
}
