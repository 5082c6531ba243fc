/* match.c - finds the route of a path. The tables are short and the paths few pieces long, so a
 * walk over all of them costs less than the system call that brought the request. */
#include <string.h>

#include "base/text.h"
#include "service/service_internal.h"

/* One piece of a pattern against one of a path; `values` gets what a {name} stands for. */
static bool piece_match(const char *pattern, size_t pattern_length, const char *piece,
                        size_t length, struct path_value *values, size_t *count)
{
    if (pattern[0] != '{') {
        return pattern_length == length && memcmp(pattern, piece, length) == 0;
    }
    struct path_value *value = &values[*count];
    if (*count == PATH_NAMES_MAX || length == 0 || length >= sizeof value->text) {
        return false;
    }
    memcpy(value->text, piece, length);
    value->text[length] = '\0';
    value->name = pattern + 1; /* up to the closing brace */
    (*count)++;
    return true;
}

static bool path_match(const char *pattern, const char *path, struct path_value *values)
{
    size_t count = 0;
    memset(values, 0, PATH_NAMES_MAX * sizeof *values);
    while (*pattern == '/' && *path == '/') {
        pattern++;
        path++;
        size_t pattern_length = strcspn(pattern, "/");
        size_t length = strcspn(path, "/");
        if (!piece_match(pattern, pattern_length, path, length, values, &count)) {
            return false;
        }
        pattern += pattern_length;
        path += length;
    }
    return *pattern == '\0' && *path == '\0';
}

/* A value is what its name says: an id, a number, or a code. */
static bool value_good(const struct path_value *value)
{
    const char *end = strchr(value->name, '}');
    size_t length = (size_t)(end - value->name);
    uint8_t id[ID_BYTES];
    int64_t number = 0;
    if (length == 6 && memcmp(value->name, "record", 6) == 0) {
        return text_integer(value->text, strlen(value->text), 0, INT64_MAX, &number);
    }
    bool is_id = (length == 6 && memcmp(value->name, "person", 6) == 0) ||
                 (length == 2 && memcmp(value->name, "id", 2) == 0) ||
                 (length > 3 && memcmp(end - 3, "_id", 3) == 0);
    return is_id ? check__hex(value->text, id, ID_BYTES)
                 : text_is_code(value->text, strlen(value->text));
}

struct status match__route(const struct service *service, const char *method, const char *path,
                           const struct route **route, struct path_value values[PATH_NAMES_MAX])
{
    bool known = false;
    const char *wanted = strcmp(method, "HEAD") == 0 ? "GET" : method;
    for (size_t t = 0; service->options.routes[t] != NULL; t++) {
        for (const struct route *each = service->options.routes[t]; each->method != NULL; each++) {
            if (!path_match(each->path, path, values)) {
                continue;
            }
            known = true;
            if (strcmp(each->method, wanted) != 0) {
                continue;
            }
            for (size_t i = 0; i < PATH_NAMES_MAX && values[i].name != NULL; i++) {
                if (!value_good(&values[i])) {
                    return REFUSE(ROUTE_UNKNOWN);
                }
            }
            *route = each;
            return OK;
        }
    }
    return known ? REFUSE(METHOD_UNKNOWN) : REFUSE(ROUTE_UNKNOWN);
}
