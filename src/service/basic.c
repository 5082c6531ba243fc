/* basic.c - the routes that every service has: is it well, what does it count, what can it do, what
 * happens now. */
#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "service/service_internal.h"

static struct status health(struct call *call)
{
    if (desk_broken(call->service->desk) || http_stopping(call->service->http)) {
        return call_reply_empty(call, 503);
    }
    struct json_object *body = json_object_new_object();
    json_object_object_add(body, "status", json_object_new_string("ok"));
    json_object_object_add(body, "records",
                           json_object_new_int64((int64_t)atomic_load(&call->service->committed)));
    return call_reply(call, 200, body);
}

static struct status numbers(struct call *call)
{
    size_t length = 0;
    char *text = numbers__text(call->service, &length);
    return text == NULL ? FAULT(OUT_OF_MEMORY)
                        : call_reply_bytes(call, "text/plain; version=0.0.4; charset=utf-8", NULL,
                                           text, length);
}

static struct status description(struct call *call)
{
    char *text = strdup(call->service->description);
    return text == NULL ? FAULT(OUT_OF_MEMORY)
                        : call_reply_bytes(call, "application/json", NULL, text,
                                           call->service->description_length);
}

static const struct field health_fields[] = {
    {.name = "status",
     .kind = FIELD_TEXT,
     .flags = FIELD_NEEDED,
     .max = 16,
     .zh = "状态",
     .en = "\"ok\""},
    {.name = "records",
     .kind = FIELD_INTEGER,
     .flags = FIELD_NEEDED,
     .max = INT64_MAX,
     .zh = "账本里的记录数",
     .en = "records in the books"},
    FIELDS_END,
};

static const struct field stream_query[] = {
    {.name = "village", .kind = FIELD_CODE, .zh = "只看这个村", .en = "of this village alone"},
    FIELDS_END,
};

const struct route basic_routes[] = {
    {"GET", "/healthz", "health", WHO_PUBLIC, 0, NULL, NULL, health_fields, NULL, health,
     "服务是否正常", "Whether the service is well"},
    {"GET", "/metrics", "metrics", WHO_PUBLIC, ROUTE_RAW, NULL, NULL, NULL, "text/plain", numbers,
     "运行指标（Prometheus 格式）", "What the service counts of itself, for Prometheus"},
    {"GET", "/openapi.json", "description", WHO_PUBLIC, 0, NULL, NULL, NULL, NULL, description,
     "接口说明（OpenAPI 3.1）", "This description"},
    {"GET", "/api/v1/stream", "stream", WHO_PUBLIC, ROUTE_RAW, stream_query, NULL, NULL,
     "text/event-stream", stream__open, "实时事件（SSE），断线后用 Last-Event-ID 续上",
     "Events as they happen (SSE); goes on after Last-Event-ID"},
    ROUTES_END,
};
