/* check.c - holds what was sent against the route's table, before any handler sees it. */
#include <stdlib.h>
#include <string.h>

#include "base/day.h"
#include "base/text.h"
#include "service/service_internal.h"

bool check__hex(const char *text, uint8_t *out, size_t bytes)
{
    if (strlen(text) != 2 * bytes) {
        return false;
    }
    for (size_t i = 0; i < 2 * bytes; i++) {
        char c = text[i];
        int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
        if (digit < 0) {
            return false;
        }
        out[i / 2] = (uint8_t)(i % 2 == 0 ? digit << 4 : out[i / 2] | digit);
    }
    return true;
}

static bool text_good(const struct field *field, const struct json_member *member)
{
    size_t length = member->text_length;
    size_t characters = text_characters(member->text, length);
    bool control = false;
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)member->text[i];
        bool line = c == '\n' && (field->flags & FIELD_LINES) != 0;
        control = control || (c < 0x20 && !line) || c == 0x7F;
    }
    return !control && characters >= (size_t)field->min && characters <= (size_t)field->max;
}

static bool word_find(const struct field *field, struct json_member *member)
{
    for (size_t i = 0; field->words[i] != NULL; i++) {
        if (strcmp(field->words[i], member->text) == 0) {
            member->integer = (int64_t)i;
            return true;
        }
    }
    return false;
}

static bool bytes_good(const struct field *field, const struct json_member *member)
{
    uint8_t pair = 0;
    size_t length = member->text_length;
    if (length % 2 != 0 || length / 2 < (size_t)field->min || length / 2 > (size_t)field->max) {
        return false;
    }
    for (size_t i = 0; i < length; i += 2) {
        char two[3] = {member->text[i], member->text[i + 1], '\0'};
        if (!check__hex(two, &pair, 1)) {
            return false;
        }
    }
    return true;
}

/* A text whose form the kind fixes. */
static bool formed(const struct field *field, struct json_member *member)
{
    uint8_t id[ID_BYTES];
    int32_t day = 0;
    switch (field->kind) {
    case FIELD_CODE:
        return text_is_code(member->text, member->text_length);
    case FIELD_ID:
        return member->text_length == 2 * ID_BYTES && check__hex(member->text, id, ID_BYTES);
    case FIELD_BYTES:
        return bytes_good(field, member);
    case FIELD_WORD:
        return word_find(field, member);
    case FIELD_DAY:
        if (!status_ok(day_parse(member->text, member->text_length, &day))) {
            return false;
        }
        member->integer = day;
        return day >= ((field->flags & FIELD_PAST) != 0 ? DAY_FIRST : 0);
    case FIELD_INSTANT:
        return status_ok(instant_parse(member->text, member->text_length, &member->integer)) &&
               member->integer >= 0 && member->integer <= INSTANT_MAX;
    default:
        return text_good(field, member);
    }
}

static struct status refuse(struct problem *problem, enum status_code code,
                            const struct field *field, const struct json_member *member)
{
    if (problem != NULL) {
        snprintf(problem->column, sizeof problem->column, "%s",
                 field != NULL ? field->name : member->key);
        if (member != NULL && member->text != NULL) {
            text_show(problem->value, sizeof problem->value, member->text, member->text_length, 60);
        }
        if (member != NULL) {
            problem->line = member->line;
        }
    }
    return problem_set(problem, code);
}

static struct status list_check(struct json_tree *tree, uint32_t index, const struct field *field,
                                struct problem *problem)
{
    const struct json_node *list = &tree->nodes[index];
    if ((int64_t)list->count < field->min || (int64_t)list->count > field->max) {
        return refuse(problem, STATUS_FIELD_WRONG, field, &list->member);
    }
    static const struct field element = {.name = "", .kind = FIELD_TEXT, .min = 0, .max = 200};
    for (uint32_t at = list->first; at != 0; at = tree->nodes[at].next) {
        struct json_member *member = &tree->nodes[at].member;
        if (field->fields != NULL && member->kind == JSON_OBJECT) {
            TRY(check__object(tree, at, field->fields, problem));
        } else if (field->fields != NULL || member->kind != JSON_TEXT ||
                   !text_good(&element, member)) {
            return refuse(problem, STATUS_FIELD_WRONG, field, member);
        }
    }
    return OK;
}

static struct status value_check(struct json_tree *tree, uint32_t index, const struct field *field,
                                 struct problem *problem)
{
    struct json_member *member = &tree->nodes[index].member;
    bool good = false;
    switch (field->kind) {
    case FIELD_OBJECT:
        if (member->kind == JSON_OBJECT) {
            return check__object(tree, index, field->fields, problem);
        }
        break;
    case FIELD_LIST:
        if (member->kind == JSON_ARRAY) {
            return list_check(tree, index, field, problem);
        }
        break;
    case FIELD_INTEGER:
        good = member->kind == JSON_INTEGER && member->integer >= field->min &&
               member->integer <= field->max;
        break;
    case FIELD_BOOLEAN:
        good = member->kind == JSON_BOOLEAN;
        break;
    default:
        good = member->kind == JSON_TEXT && formed(field, member);
        break;
    }
    return good ? OK : refuse(problem, STATUS_FIELD_WRONG, field, member);
}

static const struct field *field_find(const struct field *fields, const char *name)
{
    for (; fields->kind != FIELD_END; fields++) {
        if (strcmp(fields->name, name) == 0) {
            return fields;
        }
    }
    return NULL;
}

struct status check__object(struct json_tree *tree, uint32_t object, const struct field *fields,
                            struct problem *problem)
{
    static const struct field none[] = {FIELDS_END};
    fields = fields != NULL ? fields : none;
    for (uint32_t at = tree->nodes[object].first; at != 0; at = tree->nodes[at].next) {
        const struct field *field = field_find(fields, tree->nodes[at].member.key);
        if (field == NULL) {
            return refuse(problem, STATUS_FIELD_UNKNOWN, NULL, &tree->nodes[at].member);
        }
        TRY(value_check(tree, at, field, problem));
    }
    for (const struct field *field = fields; field->kind != FIELD_END; field++) {
        if ((field->flags & FIELD_NEEDED) != 0 &&
            json_tree_find(tree, &tree->nodes[object], field->name) == NULL) {
            return refuse(problem, STATUS_FIELD_MISSING, field, NULL);
        }
    }
    return OK;
}

/* ---- the query: the same, from text ---- */

enum { QUERY_MAX = 16, QUERY_VALUE_MAX = 256 };

struct gather {
    struct json_tree *tree;
    size_t used;
    bool good;
};

static const struct field page_fields[] = {
    {.name = "limit", .kind = FIELD_INTEGER, .min = 1, .max = PAGE_MAX},
    {.name = "after", .kind = FIELD_TEXT, .min = 0, .max = 128},
    FIELDS_END,
};
static const struct field common_fields[] = {
    {.name = "min_record", .kind = FIELD_INTEGER, .min = 0, .max = INT64_MAX},
    FIELDS_END,
};

static const char *keep(struct gather *gather, const char *text)
{
    size_t length = strlen(text) + 1;
    char *to = gather->tree->storage + gather->used;
    memcpy(to, text, length);
    gather->used += length;
    return to;
}

/* Most requests have no query: nothing is made for them. */
static bool room_make(struct json_tree *tree)
{
    tree->nodes = calloc(QUERY_MAX + 2, sizeof *tree->nodes);
    tree->storage = calloc(QUERY_MAX + 2, QUERY_VALUE_MAX + 72);
    if (tree->nodes == NULL || tree->storage == NULL) {
        return false;
    }
    tree->count = 1;
    tree->nodes[0].member = (struct json_member){.key = "", .kind = JSON_OBJECT};
    return true;
}

static bool query_one(void *context, const char *name, const char *value)
{
    struct gather *gather = context;
    struct json_tree *tree = gather->tree;
    if (tree->nodes == NULL && !room_make(tree)) {
        gather->good = false;
        return false;
    }
    gather->good = tree->count <= QUERY_MAX && strlen(name) <= 64 &&
                   strlen(value) < QUERY_VALUE_MAX &&
                   text_utf8_prefix(name, strlen(name)) == strlen(name) &&
                   text_utf8_prefix(value, strlen(value)) == strlen(value);
    if (!gather->good) {
        return false;
    }
    struct json_node *node = &tree->nodes[tree->count];
    *node = (struct json_node){.member = {.kind = JSON_TEXT}};
    node->member.key = keep(gather, name);
    node->member.text = keep(gather, value);
    node->member.text_length = strlen(value);
    tree->nodes[tree->count - 1].next = tree->count > 1 ? (uint32_t)tree->count : 0;
    tree->nodes[0].first = 1;
    tree->count++;
    return true;
}

/* Numbers and truth values come as text. */
static void kind_adapt(struct json_member *member, const struct field *field)
{
    if (field->kind == FIELD_INTEGER &&
        text_integer(member->text, member->text_length, INT64_MIN, INT64_MAX, &member->integer)) {
        member->kind = JSON_INTEGER;
    } else if (field->kind == FIELD_BOOLEAN &&
               (strcmp(member->text, "true") == 0 || strcmp(member->text, "false") == 0)) {
        member->kind = JSON_BOOLEAN;
        member->integer = member->text[0] == 't';
    }
}

static const struct field *query_field(const struct route *route, const char *name)
{
    const struct field *field = route->query != NULL ? field_find(route->query, name) : NULL;
    if (field == NULL && (route->flags & ROUTE_CURSOR) != 0) {
        field = field_find(page_fields, name);
    }
    if (field == NULL && strcmp(route->method, "GET") == 0) {
        field = field_find(common_fields, name);
    }
    return field;
}

struct status check__query(const struct http_request *request, const struct route *route,
                           struct json_tree *tree, struct problem *problem)
{
    struct gather gather = {tree, 0, true};
    http_query_each(request, query_one, &gather);
    if (!gather.good) {
        return problem_set(problem, STATUS_FIELD_WRONG);
    }
    uint32_t first = tree->nodes != NULL ? tree->nodes[0].first : 0;
    for (uint32_t at = first; at != 0; at = tree->nodes[at].next) {
        struct json_member *member = &tree->nodes[at].member;
        const struct field *field = query_field(route, member->key);
        if (field == NULL) {
            return refuse(problem, STATUS_FIELD_UNKNOWN, NULL, member);
        }
        kind_adapt(member, field);
        TRY(value_check(tree, at, field, problem));
    }
    for (const struct field *field = route->query; field != NULL && field->kind != FIELD_END;
         field++) {
        bool there =
            tree->nodes != NULL && json_tree_find(tree, &tree->nodes[0], field->name) != NULL;
        if ((field->flags & FIELD_NEEDED) != 0 && !there) {
            return refuse(problem, STATUS_FIELD_MISSING, field, NULL);
        }
    }
    return OK;
}
