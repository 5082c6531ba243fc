/* openapi.c - describes the routes as OpenAPI 3.1: what is checked is what is written down. Printed
 * as JSON for programs and as YAML for docs/openapi.yaml, which a test holds equal to this. */
#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "service/service_internal.h"

static void text_add(struct json_object *object, const char *key, const char *text)
{
    json_object_object_add(object, key, json_object_new_string(text));
}

static void both_add(struct json_object *object, const char *zh, const char *en)
{
    char text[512];
    if (zh != NULL && en != NULL) {
        snprintf(text, sizeof text, "%s / %s", zh, en);
        text_add(object, "description", text);
    }
}

static struct json_object *schema_json(const struct field *field);

static struct json_object *fields_json(const struct field *fields)
{
    struct json_object *object = json_object_new_object();
    struct json_object *properties = json_object_new_object();
    struct json_object *needed = json_object_new_array();
    text_add(object, "type", "object");
    for (; fields != NULL && fields->kind != FIELD_END; fields++) {
        json_object_object_add(properties, fields->name, schema_json(fields));
        if (fields->flags & FIELD_NEEDED) {
            json_object_array_add(needed, json_object_new_string(fields->name));
        }
    }
    json_object_object_add(object, "properties", properties);
    if (json_object_array_length(needed) > 0) {
        json_object_object_add(object, "required", needed);
    } else {
        json_object_put(needed);
    }
    json_object_object_add(object, "additionalProperties", json_object_new_boolean(0));
    return object;
}

static void bounds_add(struct json_object *schema, const struct field *field, const char *min,
                       const char *max, int64_t factor)
{
    json_object_object_add(schema, min, json_object_new_int64(field->min * factor));
    json_object_object_add(schema, max, json_object_new_int64(field->max * factor));
}

static void list_fill(struct json_object *schema, const struct field *field)
{
    struct json_object *items =
        field->fields != NULL ? fields_json(field->fields) : json_object_new_object();
    if (field->fields == NULL) {
        text_add(items, "type", "string");
    }
    json_object_object_add(schema, "items", items);
    if (field->max > 0) {
        bounds_add(schema, field, "minItems", "maxItems", 1);
    }
}

static void pattern_add(struct json_object *schema, const struct field *field)
{
    switch (field->kind) {
    case FIELD_CODE:
        text_add(schema, "pattern", "^[A-Za-z0-9._-]{1,32}$");
        break;
    case FIELD_ID:
        text_add(schema, "pattern", "^[0-9a-f]{32}$");
        break;
    case FIELD_BYTES:
        text_add(schema, "pattern", "^([0-9a-f]{2})*$");
        bounds_add(schema, field, "minLength", "maxLength", 2);
        break;
    case FIELD_DAY:
        text_add(schema, "format", "date");
        break;
    case FIELD_INSTANT:
        text_add(schema, "format", "date-time");
        break;
    default:
        bounds_add(schema, field, "minLength", "maxLength", 1);
        break;
    }
}

static void words_add(struct json_object *schema, const struct field *field)
{
    struct json_object *words = json_object_new_array();
    for (size_t i = 0; field->words[i] != NULL; i++) {
        json_object_array_add(words, json_object_new_string(field->words[i]));
    }
    if (field->flags & FIELD_NULLABLE) {
        json_object_array_add(words, NULL);
    }
    json_object_object_add(schema, "enum", words);
}

static const char *type_name(const struct field *field)
{
    switch (field->kind) {
    case FIELD_INTEGER:
        return "integer";
    case FIELD_BOOLEAN:
        return "boolean";
    case FIELD_LIST:
        return "array";
    case FIELD_OBJECT:
        return "object";
    default:
        return "string";
    }
}

static struct json_object *type_json(const struct field *field)
{
    if ((field->flags & FIELD_NULLABLE) == 0) {
        return json_object_new_string(type_name(field));
    }
    struct json_object *types = json_object_new_array();
    json_object_array_add(types, json_object_new_string(type_name(field)));
    json_object_array_add(types, json_object_new_string("null"));
    return types;
}

static struct json_object *schema_json(const struct field *field)
{
    struct json_object *schema =
        field->kind == FIELD_OBJECT ? fields_json(field->fields) : json_object_new_object();
    if (field->kind != FIELD_ANY) {
        json_object_object_add(schema, "type", type_json(field));
    }
    if (field->kind == FIELD_WORD) {
        words_add(schema, field);
    } else if (field->kind == FIELD_INTEGER) {
        bounds_add(schema, field, "minimum", "maximum", 1);
    } else if (field->kind == FIELD_LIST) {
        list_fill(schema, field);
    } else if (strcmp(type_name(field), "string") == 0 && field->kind != FIELD_ANY) {
        pattern_add(schema, field);
    }
    both_add(schema, field->zh, field->en);
    return schema;
}

static struct json_object *parameter_json(const char *name, size_t length, const char *where,
                                          bool needed, struct json_object *schema)
{
    struct json_object *parameter = json_object_new_object();
    json_object_object_add(parameter, "name", json_object_new_string_len(name, (int)length));
    text_add(parameter, "in", where);
    json_object_object_add(parameter, "required", json_object_new_boolean(needed));
    json_object_object_add(parameter, "schema", schema);
    return parameter;
}

static struct json_object *path_schema(const char *name, size_t length)
{
    struct field field = {.name = "", .kind = FIELD_CODE};
    if (length == 6 && memcmp(name, "record", 6) == 0) {
        field = (struct field){.name = "", .kind = FIELD_INTEGER, .max = INT64_MAX};
    } else if ((length == 6 && memcmp(name, "person", 6) == 0) ||
               (length == 2 && memcmp(name, "id", 2) == 0) ||
               (length > 3 && memcmp(name + length - 3, "_id", 3) == 0)) {
        field.kind = FIELD_ID;
    }
    return schema_json(&field);
}

static void query_add(struct json_object *list, const struct field *fields)
{
    for (; fields != NULL && fields->kind != FIELD_END; fields++) {
        json_object_array_add(list, parameter_json(fields->name, strlen(fields->name), "query",
                                                   (fields->flags & FIELD_NEEDED) != 0,
                                                   schema_json(fields)));
    }
}

static struct json_object *parameters_json(const struct route *route)
{
    static const struct field page[] = {
        {.name = "limit", .kind = FIELD_INTEGER, .min = 1, .max = PAGE_MAX},
        {.name = "after", .kind = FIELD_TEXT, .min = 0, .max = 128},
        FIELDS_END,
    };
    static const struct field key = {.kind = FIELD_ID};
    struct json_object *list = json_object_new_array();
    for (const char *at = strchr(route->path, '{'); at != NULL; at = strchr(at, '{')) {
        size_t length = strcspn(++at, "}");
        json_object_array_add(list,
                              parameter_json(at, length, "path", true, path_schema(at, length)));
    }
    query_add(list, route->query);
    if (route->flags & ROUTE_CURSOR) {
        query_add(list, page);
    }
    if (route->flags & ROUTE_IDEMPOTENT) {
        json_object_array_add(
            list, parameter_json("Idempotency-Key", 15, "header", true, schema_json(&key)));
    }
    return list;
}

static struct json_object *content_json(const char *type, struct json_object *schema)
{
    struct json_object *content = json_object_new_object();
    struct json_object *media = json_object_new_object();
    json_object_object_add(media, "schema", schema);
    json_object_object_add(content, type, media);
    return content;
}

static struct json_object *good_json(const struct route *route)
{
    struct json_object *response = json_object_new_object();
    text_add(response, "description", "好 / good");
    if (route->flags & ROUTE_RAW) {
        struct json_object *schema = json_object_new_object();
        text_add(schema, "type", "string");
        json_object_object_add(response, "content", content_json(route->produces, schema));
    } else if (route->answer != NULL) {
        json_object_object_add(response, "content",
                               content_json("application/json", fields_json(route->answer)));
    }
    return response;
}

static struct json_object *problem_reference(void)
{
    struct json_object *response = json_object_new_object();
    text_add(response, "$ref", "#/components/responses/Problem");
    return response;
}

static struct json_object *responses_json(const struct route *route)
{
    struct json_object *responses = json_object_new_object();
    bool post = strcmp(route->method, "GET") != 0;
    json_object_object_add(responses, "200", good_json(route));
    if (post) {
        json_object_object_add(responses, "201", good_json(route));
        json_object_object_add(responses, "202", good_json(route));
    }
    struct json_object *empty = json_object_new_object();
    text_add(empty, "description", "没有内容，或没有变化 / nothing to say, or nothing new");
    json_object_object_add(responses, post ? "204" : "304", empty);
    json_object_object_add(responses, "4XX", problem_reference());
    json_object_object_add(responses, "503", problem_reference());
    return responses;
}

static struct json_object *operation_json(const struct route *route)
{
    struct json_object *operation = json_object_new_object();
    text_add(operation, "operationId", route->name);
    both_add(operation, route->zh, route->en);
    json_object_object_add(operation, "x-who", who__json(route->who));
    struct json_object *parameters = parameters_json(route);
    if (json_object_array_length(parameters) > 0) {
        json_object_object_add(operation, "parameters", parameters);
    } else {
        json_object_put(parameters);
    }
    if (route->body != NULL || (route->flags & ROUTE_UPLOAD) != 0) {
        struct json_object *body = json_object_new_object();
        bool upload = (route->flags & ROUTE_UPLOAD) != 0;
        json_object_object_add(body, "required", json_object_new_boolean(1));
        json_object_object_add(
            body, "content",
            content_json(upload ? "application/octet-stream" : "application/json",
                         upload ? json_object_new_object() : fields_json(route->body)));
        json_object_object_add(operation, "requestBody", body);
    }
    json_object_object_add(operation, "responses", responses_json(route));
    struct json_object *security = json_object_new_array();
    struct json_object *bearer = json_object_new_object();
    if (route->who & WHO_PUBLIC) {
        json_object_array_add(security, json_object_new_object());
    }
    json_object_object_add(bearer, "session", json_object_new_array());
    json_object_array_add(security, bearer);
    json_object_object_add(operation, "security", security);
    return operation;
}

static struct json_object *components_json(void)
{
    static const struct field problem[] = {
        {.name = "type", .kind = FIELD_TEXT, .flags = FIELD_NEEDED, .max = 100},
        {.name = "status", .kind = FIELD_INTEGER, .flags = FIELD_NEEDED, .min = 400, .max = 599},
        {.name = "code",
         .kind = FIELD_TEXT,
         .flags = FIELD_NEEDED,
         .max = 64,
         .zh = "不变的代码",
         .en = "stable code"},
        {.name = "title",
         .kind = FIELD_TEXT,
         .flags = FIELD_NEEDED,
         .max = 500,
         .zh = "给人看的一句话",
         .en = "a sentence for people"},
        {.name = "field", .kind = FIELD_TEXT, .max = 64, .zh = "哪一项", .en = "which field"},
        {.name = "value",
         .kind = FIELD_TEXT,
         .max = 300,
         .zh = "填的是什么",
         .en = "what it holds"},
        {.name = "expected",
         .kind = FIELD_TEXT,
         .max = 300,
         .zh = "应为什么",
         .en = "what it should hold"},
        {.name = "line",
         .kind = FIELD_INTEGER,
         .min = 1,
         .max = INT64_MAX,
         .zh = "第几行",
         .en = "on which line"},
        FIELDS_END,
    };
    struct json_object *components = json_object_new_object();
    struct json_object *responses = json_object_new_object();
    struct json_object *response = json_object_new_object();
    text_add(response, "description", "拒绝或故障（RFC 9457） / a refusal or a fault (RFC 9457)");
    json_object_object_add(response, "content",
                           content_json("application/problem+json", fields_json(problem)));
    json_object_object_add(responses, "Problem", response);
    json_object_object_add(components, "responses", responses);
    struct json_object *schemes = json_object_new_object();
    struct json_object *session = json_object_new_object();
    text_add(session, "type", "http");
    text_add(session, "scheme", "bearer");
    json_object_object_add(schemes, "session", session);
    json_object_object_add(components, "securitySchemes", schemes);
    return components;
}

static void route_add(struct json_object *paths, const struct route *route)
{
    struct json_object *path = NULL;
    char method[8];
    size_t i = 0;
    for (; route->method[i] != '\0' && i + 1 < sizeof method; i++) {
        method[i] = (char)(route->method[i] | 0x20);
    }
    method[i] = '\0';
    if (!json_object_object_get_ex(paths, route->path, &path)) {
        path = json_object_new_object();
        json_object_object_add(paths, route->path, path);
    }
    json_object_object_add(path, method, operation_json(route));
}

struct json_object *openapi_json(const struct route *const *routes)
{
    struct json_object *all = json_object_new_object();
    struct json_object *info = json_object_new_object();
    struct json_object *paths = json_object_new_object();
    struct json_object *licence = json_object_new_object();
    text_add(all, "openapi", "3.1.0");
    text_add(info, "title", "三宝 Sanbao");
    text_add(info, "version", "1");
    text_add(licence, "name", "Apache-2.0");
    text_add(licence, "identifier", "Apache-2.0");
    json_object_object_add(info, "license", licence);
    json_object_object_add(all, "info", info);
    for (size_t t = 0; routes[t] != NULL; t++) {
        for (const struct route *route = routes[t]; route->method != NULL; route++) {
            route_add(paths, route);
        }
    }
    json_object_object_add(all, "paths", paths);
    json_object_object_add(all, "components", components_json());
    return all;
}
