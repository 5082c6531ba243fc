/* delta.c - what changed between two snapshots: figures by name, rows of lists by what names them
 * (their first member), rows that are gone. All values are whole, so that who takes a change twice
 * has it right. */
#include <string.h>

#include "cockpit/cockpit_internal.h"

static const char *row_name(struct json_object *row)
{
    struct json_object_iterator at = json_object_iter_begin(row);
    return json_object_get_string(json_object_iter_peek_value(&at));
}

static struct json_object *row_find(struct json_object *list, const char *name)
{
    size_t count = json_object_array_length(list);
    for (size_t i = 0; i < count; i++) {
        struct json_object *row = json_object_array_get_idx(list, i);
        if (strcmp(row_name(row), name) == 0) {
            return row;
        }
    }
    return NULL;
}

static void list_put(struct json_object *to, const char *key, struct json_object *list)
{
    if (json_object_array_length(list) > 0) {
        json_object_object_add(to, key, list);
    } else {
        json_object_put(list);
    }
}

static void list_compare(struct json_object *before, struct json_object *now, const char *key,
                         struct json_object *set, struct json_object *gone)
{
    struct json_object *changed = json_object_new_array();
    struct json_object *names = json_object_new_array();
    for (size_t i = 0; i < json_object_array_length(now); i++) {
        struct json_object *row = json_object_array_get_idx(now, i);
        struct json_object *old = row_find(before, row_name(row));
        if (old == NULL || !json_object_equal(old, row)) {
            json_object_array_add(changed, json_object_get(row));
        }
    }
    for (size_t i = 0; i < json_object_array_length(before); i++) {
        const char *name = row_name(json_object_array_get_idx(before, i));
        if (row_find(now, name) == NULL) {
            json_object_array_add(names, json_object_new_string(name));
        }
    }
    list_put(set, key, changed);
    list_put(gone, key, names);
}

/* Members that are no lists: what differs, as it is now. */
static void members_compare(struct json_object *before, struct json_object *now,
                            struct json_object *out)
{
    json_object_object_foreach(now, key, value)
    {
        struct json_object *old = json_object_object_get(before, key);
        if (!json_object_is_type(value, json_type_array) &&
            !json_object_is_type(value, json_type_object) && !json_object_equal(old, value)) {
            json_object_object_add(out, key, json_object_get(value));
        }
    }
}

static bool object_put(struct json_object *to, const char *key, struct json_object *object)
{
    if (json_object_object_length(object) == 0) {
        json_object_put(object);
        return false;
    }
    json_object_object_add(to, key, object);
    return true;
}

struct json_object *cockpit__delta(struct json_object *before, struct json_object *now)
{
    struct json_object *out = json_object_new_object();
    struct json_object *figures = json_object_new_object();
    struct json_object *set = json_object_new_object();
    struct json_object *gone = json_object_new_object();
    json_object_object_foreach(now, key, value)
    {
        if (json_object_is_type(value, json_type_array)) {
            list_compare(json_object_object_get(before, key), value, key, set, gone);
        }
    }
    members_compare(json_object_object_get(before, "figures"),
                    json_object_object_get(now, "figures"), figures);
    members_compare(before, now, out);
    bool any = json_object_object_length(out) > 0;
    any |= object_put(out, "figures", figures);
    any |= object_put(out, "set", set);
    any |= object_put(out, "gone", gone);
    if (any) {
        return out;
    }
    json_object_put(out);
    return NULL;
}
