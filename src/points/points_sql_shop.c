/* points_sql_shop.c - what shops sell, and what was sold, in the books. */
#include <stdio.h>

#include "points/points_internal.h"

struct status points__goods_save(struct points *points, int64_t shop, const char *code,
                                 int64_t price, int64_t cash_fen)
{
    TRY(store_prepare(points->store, &points->sql.goods_save,
                      "INSERT INTO goods (shop, code, points, cash_fen) VALUES (?,?,?,?) "
                      "ON CONFLICT DO UPDATE SET points=excluded.points, "
                      "cash_fen=excluded.cash_fen"));
    struct store_stmt *stmt = points->sql.goods_save;
    store_bind_int(stmt, 0, shop);
    store_bind_text(stmt, 1, code);
    store_bind_int(stmt, 2, price);
    store_bind_int(stmt, 3, cash_fen);
    return store_execute(stmt);
}

static void goods_read(struct store_stmt *stmt, struct goods *goods)
{
    goods->known = true;
    goods->points = store_int(stmt, 0);
    goods->cash_fen = store_int(stmt, 1);
    goods->counted = !store_is_null(stmt, 2);
    goods->stock = goods->counted ? store_int(stmt, 2) : 0;
}

struct status points__goods_select(struct points *points, int64_t shop, const char *code,
                                   struct goods *goods)
{
    *goods = (struct goods){.known = false};
    TRY(store_prepare(points->store, &points->sql.goods_select,
                      "SELECT points, cash_fen, stock FROM goods WHERE shop=? AND code=?"));
    struct store_stmt *stmt = points->sql.goods_select;
    store_bind_int(stmt, 0, shop);
    store_bind_text(stmt, 1, code);
    bool row = false;
    TRY(store_step(stmt, &row));
    if (row) {
        goods_read(stmt, goods);
        store_reset(stmt);
    }
    return OK;
}

struct status points_goods_each(struct points *points, int64_t shop, const char *after,
                                goods_each_fn each, void *context)
{
    REQUIRE(points != NULL && after != NULL && each != NULL);
    TRY(store_prepare(points->store, &points->sql.goods_each,
                      "SELECT points, cash_fen, stock, code FROM goods WHERE shop=? AND code>? "
                      "ORDER BY code"));
    struct store_stmt *stmt = points->sql.goods_each;
    store_bind_int(stmt, 0, shop);
    store_bind_text(stmt, 1, after);
    bool row = false;
    struct status status = store_step(stmt, &row);
    while (status_ok(status) && row) {
        struct goods goods;
        goods_read(stmt, &goods);
        status = each(context, store_text(stmt, 3), &goods);
        if (status_ok(status)) {
            status = store_step(stmt, &row);
        }
    }
    store_reset(stmt);
    return status;
}

struct status points__stock_save(struct points *points, int64_t shop, const char *code,
                                 int64_t stock)
{
    TRY(store_prepare(points->store, &points->sql.stock_save,
                      "UPDATE goods SET stock=? WHERE shop=? AND code=?"));
    struct store_stmt *stmt = points->sql.stock_save;
    store_bind_int(stmt, 0, stock);
    store_bind_int(stmt, 1, shop);
    store_bind_text(stmt, 2, code);
    return store_execute(stmt);
}

static void sold_read(struct store_stmt *stmt, struct sale *sale)
{
    sale->quantity = store_int(stmt, 0);
    sale->taken = store_int(stmt, 1);
    sale->points = store_int(stmt, 2);
    sale->cash_fen = store_int(stmt, 3);
    snprintf(sale->goods, sizeof sale->goods, "%s", store_text(stmt, 4));
}

struct status points__sale_select(struct points *points, int64_t shop, int32_t day, uint64_t record,
                                  struct sale *sale)
{
    bool row = false;
    *sale = (struct sale){.quantity = 0};
    TRY(store_prepare(points->store, &points->sql.sale_select,
                      "SELECT quantity, taken, points, cash_fen, goods FROM sold WHERE shop=? AND "
                      "day=? AND record=?"));
    struct store_stmt *stmt = points->sql.sale_select;
    store_bind_int(stmt, 0, shop);
    store_bind_int(stmt, 1, day);
    store_bind_int(stmt, 2, (int64_t)record);
    TRY(store_step(stmt, &row));
    if (row) {
        sold_read(stmt, sale);
        store_reset(stmt);
    }
    return OK;
}

struct status points__sale_insert(struct points *points, int64_t shop, int32_t day, uint64_t record,
                                  const struct sale *sale)
{
    TRY(store_prepare(points->store, &points->sql.sale_insert,
                      "INSERT INTO sold (shop, day, record, goods, quantity, taken, points, "
                      "cash_fen) VALUES (?,?,?,?,?,?,?,?)"));
    struct store_stmt *stmt = points->sql.sale_insert;
    store_bind_int(stmt, 0, shop);
    store_bind_int(stmt, 1, day);
    store_bind_int(stmt, 2, (int64_t)record);
    store_bind_text(stmt, 3, sale->goods);
    store_bind_int(stmt, 4, sale->quantity);
    store_bind_int(stmt, 5, sale->taken);
    store_bind_int(stmt, 6, sale->points);
    store_bind_int(stmt, 7, sale->cash_fen);
    return store_execute(stmt);
}

struct status points_hold(struct points *points, uint64_t record, struct hold *hold)
{
    bool row = false;
    *hold = (struct hold){0};
    TRY(store_prepare(points->store, &points->sql.hold_select,
                      "SELECT shop, ends_at, device FROM hold WHERE record=?"));
    struct store_stmt *stmt = points->sql.hold_select;
    store_bind_int(stmt, 0, (int64_t)record);
    TRY(store_step(stmt, &row));
    if (!row) {
        return OK;
    }
    hold->shop = store_int(stmt, 0);
    hold->ends_at = store_int(stmt, 1);
    struct status status = store_blob_exact(stmt, 2, hold->device, sizeof hold->device);
    store_reset(stmt);
    return status;
}

struct status points__hold_insert(struct points *points, uint64_t record, const struct hold *hold)
{
    TRY(store_prepare(points->store, &points->sql.hold_insert,
                      "INSERT INTO hold (record, shop, ends_at, device) VALUES (?,?,?,?)"));
    struct store_stmt *stmt = points->sql.hold_insert;
    store_bind_int(stmt, 0, (int64_t)record);
    store_bind_int(stmt, 1, hold->shop);
    store_bind_int(stmt, 2, hold->ends_at);
    store_bind_blob(stmt, 3, hold->device, sizeof hold->device);
    return store_execute(stmt);
}
