/* fuzz_batch.c - any bytes as what a leader's phone or a till sends after a day off line: refused
 * by the route's table, or its items become the lines that a signature covers, one for each. */
#include <stdlib.h>
#include <string.h>

#include "activity/activity.h"
#include "activity/device_internal.h"
#include "service/service_internal.h"
#include "shop/shop.h"
#include "shop/till_batch.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct route *route_named(const struct route *routes, const char *name)
{
    while (routes->method != NULL && strcmp(routes->name, name) != 0) {
        routes++;
    }
    REQUIRE(routes->method != NULL);
    return routes;
}

static size_t lines_of(const char *text, size_t length)
{
    size_t lines = 0;
    for (size_t i = 0; i < length; i++) {
        lines += text[i] == '\n';
    }
    return lines;
}

static void leader_look(struct call *call, const struct json_node *list)
{
    struct item *items = calloc(list->count, sizeof *items);
    struct id device;
    struct id bundle;
    size_t count = 0;
    char *text = NULL;
    size_t length = 0;
    REQUIRE(items != NULL && call_id(call, "device", &device) && call_id(call, "bundle", &bundle));
    for (const struct json_node *node = node_first(call, list); node != NULL;
         node = node_next(call, node)) {
        struct item *item = &items[count++];
        item->number = node_integer(call, node, "number", 0);
        item->out = node_integer(call, node, "what", 0) == 1;
        item->at = node_integer(call, node, "at", 0);
        item->way = node_integer(call, node, "way", 0) == 0 ? WAY_CARD : WAY_HAND;
        REQUIRE(node_id(call, node, "person", &item->person));
        REQUIRE(item->number >= 1 && item->number <= DEVICE_NUMBER_MAX);
    }
    REQUIRE(count == list->count && count >= 1 && count <= BULK_MAX);
    REQUIRE(status_ok(
        batch__text("330109102201", "A0001", &device, &bundle, items, count, &text, &length)));
    REQUIRE(lines_of(text, length) == 3 + count);
    free(text);
    free(items);
}

static void till_look(struct call *call, const struct json_node *list)
{
    struct till_item *items = calloc(list->count, sizeof *items);
    static const struct id device;
    size_t count = 0;
    char *text = NULL;
    size_t length = 0;
    REQUIRE(items != NULL);
    for (const struct json_node *node = node_first(call, list); node != NULL;
         node = node_next(call, node)) {
        struct till_item *item = &items[count++];
        *item = (struct till_item){.number = node_integer(call, node, "number", 0),
                                   .hold = (uint64_t)node_integer(call, node, "hold", 0),
                                   .quantity = node_integer(call, node, "quantity", 1),
                                   .points = node_integer(call, node, "points", 0),
                                   .cash_fen = node_integer(call, node, "cash_fen", 0),
                                   .at = node_integer(call, node, "at", 0)};
        snprintf(item->goods, sizeof item->goods, "%s", node_text(call, node, "goods"));
    }
    REQUIRE(count == list->count && count >= 1 && count <= TILL_ITEMS_MAX);
    REQUIRE(
        status_ok(till_batch_text("330109102201", "S01", &device, items, count, &text, &length)));
    REQUIRE(lines_of(text, length) == 3 + count);
    free(text);
    free(items);
}

static void body_look(struct call *call, const uint8_t *data, size_t size, const char *name,
                      const struct route *routes,
                      void (*look)(struct call *call, const struct json_node *list))
{
    struct problem problem = problem_none();
    *call = (struct call){.route = route_named(routes, name)};
    if (!status_ok(json_tree_read((const char *)data, size, 6, &call->body, &problem))) {
        return;
    }
    if (status_ok(check__object(&call->body, 0, call->route->body, &problem))) {
        look(call, call_node(call, "items"));
    }
    json_tree_free(&call->body);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct call call;
    body_look(&call, data, size, "activity_batch", leader_device_routes, leader_look);
    body_look(&call, data, size, "tillBatch", shop_routes, till_look);
    return 0;
}
