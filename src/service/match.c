/* match.c - finds the route of a path. Patterns are cut into their pieces once, at the start; a
 * path is cut once, and compared from its end, where routes differ most: a walk over all of them
 * costs less than the system call that brought the request. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "service/service_internal.h"

enum { PIECES_MAX = 10 };

struct piece_text {
    const char *text;
    size_t length;
};

/* Cuts at each '/'; 0 where there is none in front, or there are too many pieces. */
static size_t cut(const char *path, struct piece_text pieces[PIECES_MAX])
{
    size_t count = 0;
    while (*path == '/') {
        if (count == PIECES_MAX) {
            return 0;
        }
        path++;
        pieces[count] = (struct piece_text){path, strcspn(path, "/")};
        path += pieces[count].length;
        count++;
    }
    return *path == '\0' ? count : 0;
}

struct pattern {
    const struct route *route;
    size_t count;
    struct piece_text pieces[PIECES_MAX];
};

struct status match__open(struct service *service)
{
    size_t count = 0;
    for (size_t t = 0; service->options.routes[t] != NULL; t++) {
        for (const struct route *each = service->options.routes[t]; each->method != NULL; each++) {
            count++;
        }
    }
    service->patterns = calloc(count, sizeof *service->patterns);
    if (service->patterns == NULL) {
        return FAULT(OUT_OF_MEMORY);
    }
    for (size_t t = 0; service->options.routes[t] != NULL; t++) {
        for (const struct route *each = service->options.routes[t]; each->method != NULL; each++) {
            struct pattern *pattern = &service->patterns[service->pattern_count++];
            pattern->route = each;
            pattern->count = cut(each->path, pattern->pieces);
            REQUIRE(pattern->count > 0);
        }
    }
    return OK;
}

void match__close(struct service *service)
{
    free(service->patterns);
    service->patterns = NULL;
}

/* A {name} takes any piece that is not empty and not too long. */
static bool pieces_match(const struct pattern *pattern, const struct piece_text *pieces)
{
    for (size_t i = pattern->count; i-- > 0;) {
        const struct piece_text *wanted = &pattern->pieces[i];
        bool name = wanted->text[0] == '{';
        bool good = name ? pieces[i].length > 0 &&
                               pieces[i].length < sizeof((struct path_value *)NULL)->text
                         : wanted->length == pieces[i].length &&
                               memcmp(wanted->text, pieces[i].text, wanted->length) == 0;
        if (!good) {
            return false;
        }
    }
    return true;
}

static void values_take(const struct pattern *pattern, const struct piece_text *pieces,
                        struct path_value values[PATH_NAMES_MAX])
{
    size_t count = 0;
    for (size_t i = 0; i < pattern->count; i++) {
        if (pattern->pieces[i].text[0] != '{') {
            continue;
        }
        REQUIRE(count < PATH_NAMES_MAX);
        struct path_value *value = &values[count++];
        value->name = pattern->pieces[i].text + 1; /* up to the closing brace */
        memcpy(value->text, pieces[i].text, pieces[i].length);
        value->text[pieces[i].length] = '\0';
    }
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
    struct piece_text pieces[PIECES_MAX];
    size_t count = cut(path, pieces);
    bool known = false;
    const char *wanted = strcmp(method, "HEAD") == 0 ? "GET" : method;
    for (size_t p = 0; p < service->pattern_count && count > 0; p++) {
        const struct pattern *pattern = &service->patterns[p];
        if (pattern->count != count || !pieces_match(pattern, pieces)) {
            continue;
        }
        known = true;
        if (strcmp(pattern->route->method, wanted) != 0) {
            continue;
        }
        values_take(pattern, pieces, values);
        for (size_t i = 0; i < PATH_NAMES_MAX && values[i].name != NULL; i++) {
            if (!value_good(&values[i])) {
                return REFUSE(ROUTE_UNKNOWN);
            }
        }
        *route = pattern->route;
        return OK;
    }
    return known ? REFUSE(METHOD_UNKNOWN) : REFUSE(ROUTE_UNKNOWN);
}
