/* openapi_yaml.c - the description as YAML 1.2, for people: blocks for objects and lists, texts
 * always in double quotes, which JSON and YAML read alike. */
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>

#include "service/service.h"

static bool is_block(struct json_object *value)
{
    return (json_object_is_type(value, json_type_object) && json_object_object_length(value) > 0) ||
           (json_object_is_type(value, json_type_array) && json_object_array_length(value) > 0);
}

static void value_print(FILE *out, struct json_object *value, int depth, bool after_dash);

static void rest_print(FILE *out, struct json_object *value, int depth)
{
    if (is_block(value)) {
        fputc('\n', out);
        value_print(out, value, depth, false);
    } else {
        fputc(' ', out);
        value_print(out, value, depth, false);
    }
}

static void object_print(FILE *out, struct json_object *object, int depth, bool after_dash)
{
    bool first = after_dash; /* the first member follows the dash on its line */
    json_object_object_foreach(object, key, value)
    {
        fprintf(out, "%*s\"%s\":", first ? 0 : 2 * depth, "", key);
        rest_print(out, value, depth + 1);
        first = false;
    }
}

static void array_print(FILE *out, struct json_object *array, int depth)
{
    for (size_t i = 0; i < json_object_array_length(array); i++) {
        struct json_object *value = json_object_array_get_idx(array, i);
        fprintf(out, "%*s- ", 2 * depth, "");
        value_print(out, value, depth + 1, true);
    }
}

static void value_print(FILE *out, struct json_object *value, int depth, bool after_dash)
{
    if (!is_block(value)) {
        fprintf(out, "%s\n",
                value == NULL
                    ? "null"
                    : json_object_to_json_string_ext(value, JSON_C_TO_STRING_PLAIN |
                                                                JSON_C_TO_STRING_NOSLASHESCAPE));
    } else if (json_object_is_type(value, json_type_object)) {
        object_print(out, value, depth, after_dash);
    } else {
        array_print(out, value, depth);
    }
}

static const char head[] =
    "# 由 sanbao api 按路由表打印，测试保证一致。\n"
    "# Printed by `sanbao api` from the tables of routes; a test holds the two together.\n";

struct status openapi_yaml(const struct route *const *routes, char **out)
{
    size_t length = 0;
    FILE *file = open_memstream(out, &length);
    if (file == NULL) {
        return FAULT(OUT_OF_MEMORY);
    }
    fputs(head, file);
    struct json_object *object = openapi_json(routes);
    value_print(file, object, 0, false);
    json_object_put(object);
    return fclose(file) == 0 ? OK : FAULT(OUT_OF_MEMORY);
}
