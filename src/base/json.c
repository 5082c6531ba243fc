/* json.c - RFC 8259 by hand, into a tree of nodes. A library would be shorter to call, but those at
 * hand keep the last of two equal keys and forget the lines. See json.h. */
#include "base/json.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/text.h"

struct reader {
    const char *text;
    size_t length;
    size_t at;
    int64_t line;
    char *storage; /* as long as the text: what is decoded is never longer than what was written */
    size_t used;
    const char *key; /* of the member that is being read, or NULL */
    unsigned depth_max;
    unsigned members_max;
    struct json_tree *tree;
    struct problem *problem;
};

static struct status refuse(const struct reader *reader, enum status_code code)
{
    if (reader->problem != NULL) {
        reader->problem->line = reader->line;
        reader->problem->offset = (int64_t)reader->at;
        if (reader->key != NULL) {
            text_show(reader->problem->column, sizeof(reader->problem->column), reader->key,
                      strlen(reader->key), sizeof(reader->problem->column));
        }
    }
    return problem_set(reader->problem, code);
}

/* The next byte, or 0 at the end; a zero byte in the text is never welcome anyway. */
static char peek(const struct reader *reader)
{
    return reader->at < reader->length ? reader->text[reader->at] : '\0';
}

static void space_pass(struct reader *reader)
{
    for (char c = peek(reader); c == ' ' || c == '\t' || c == '\n' || c == '\r'; c = peek(reader)) {
        reader->line += c == '\n';
        reader->at++;
    }
}

static struct status sign_pass(struct reader *reader, char sign)
{
    space_pass(reader);
    if (peek(reader) != sign) {
        return refuse(reader, STATUS_JSON_MALFORMED);
    }
    reader->at++;
    return OK;
}

static bool hex_read(struct reader *reader, uint32_t *unit)
{
    *unit = 0;
    for (int i = 0; i < 4; i++, reader->at++) {
        char c = peek(reader);
        uint32_t digit = c >= '0' && c <= '9'   ? (uint32_t)(c - '0')
                         : c >= 'a' && c <= 'f' ? (uint32_t)(c - 'a') + 10
                         : c >= 'A' && c <= 'F' ? (uint32_t)(c - 'A') + 10
                                                : 16;
        if (digit > 15) {
            return false;
        }
        *unit = *unit << 4 | digit;
    }
    return true;
}

static void point_write(struct reader *reader, uint32_t point)
{
    char *to = reader->storage + reader->used;
    size_t size = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    static const uint8_t first[] = {0, 0, 0xC0, 0xE0, 0xF0};
    for (size_t i = size; i-- > 1; point >>= 6) {
        to[i] = (char)(0x80 | (point & 0x3F));
    }
    to[0] = (char)(first[size == 1 ? 0 : size] | point);
    reader->used += size;
}

/* After "\u": one code unit, or the two of a surrogate pair. */
static struct status unicode_read(struct reader *reader)
{
    uint32_t high = 0;
    uint32_t low = 0;
    if (!hex_read(reader, &high) || high == 0 || (high >= 0xDC00 && high <= 0xDFFF)) {
        return refuse(reader, STATUS_JSON_MALFORMED);
    }
    if (high >= 0xD800 && high <= 0xDBFF) {
        if (reader->length - reader->at < 6 || memcmp(reader->text + reader->at, "\\u", 2) != 0) {
            return refuse(reader, STATUS_JSON_MALFORMED);
        }
        reader->at += 2;
        if (!hex_read(reader, &low) || low < 0xDC00 || low > 0xDFFF) {
            return refuse(reader, STATUS_JSON_MALFORMED);
        }
        high = 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
    }
    point_write(reader, high);
    return OK;
}

static struct status escape_read(struct reader *reader)
{
    static const char written[] = "\"\\/bfnrt";
    static const char meant[] = "\"\\/\b\f\n\r\t";
    char c = peek(reader);
    const char *found = c == '\0' ? NULL : strchr(written, c);
    if (c != 'u' && found == NULL) {
        return refuse(reader, STATUS_JSON_MALFORMED);
    }
    reader->at++;
    if (c == 'u') {
        return unicode_read(reader);
    }
    reader->storage[reader->used++] = meant[found - written];
    return OK;
}

static struct status text_read(struct reader *reader, const char **out, size_t *length)
{
    TRY(sign_pass(reader, '"'));
    *out = reader->storage + reader->used;
    for (char c = peek(reader); c != '"'; c = peek(reader)) {
        if ((unsigned char)c < 0x20) { /* Also the end of the text. */
            return refuse(reader, STATUS_JSON_MALFORMED);
        }
        reader->at++;
        if (c == '\\') {
            TRY(escape_read(reader));
        } else {
            reader->storage[reader->used++] = c;
        }
    }
    reader->at++;
    *length = (size_t)(reader->storage + reader->used - *out);
    reader->storage[reader->used++] = '\0';
    return OK;
}

/* A number, true, false or null: all bytes up to what can follow a value. */
static struct status word_read(struct reader *reader, struct json_member *member)
{
    const char *start = reader->text + reader->at;
    size_t length = 0;
    while (peek(reader) != '\0' && strchr(",}] \t\r\n\"{[:", peek(reader)) == NULL) {
        reader->at++;
        length++;
    }
    member->text = reader->storage + reader->used;
    member->text_length = length;
    memcpy(reader->storage + reader->used, start, length);
    reader->used += length;
    reader->storage[reader->used++] = '\0';
    bool yes = strcmp(member->text, "true") == 0;
    if (yes || strcmp(member->text, "false") == 0) {
        member->kind = JSON_BOOLEAN;
        member->integer = yes;
        return OK;
    }
    if (strcmp(member->text, "null") == 0) {
        member->kind = JSON_NULL;
        return OK;
    }
    member->kind = JSON_INTEGER;
    if (text_integer(member->text, length, INT64_MIN, INT64_MAX, &member->integer)) {
        return OK;
    }
    bool number = length > 0 && (start[0] == '-' || (start[0] >= '0' && start[0] <= '9'));
    return refuse(reader, number ? STATUS_JSON_NUMBER : STATUS_JSON_MALFORMED);
}

/* A new node at the end; earlier pointers into the nodes are no longer good. */
static struct status node_add(struct reader *reader, uint32_t *index)
{
    struct json_tree *tree = reader->tree;
    if (tree->count == tree->room) {
        size_t room = tree->room == 0 ? 16 : tree->room * 2;
        struct json_node *nodes = realloc(tree->nodes, room * sizeof *nodes);
        if (nodes == NULL) {
            return FAULT(OUT_OF_MEMORY);
        }
        tree->nodes = nodes;
        tree->room = room;
    }
    *index = (uint32_t)tree->count++;
    tree->nodes[*index] = (struct json_node){.member = {.key = ""}};
    return OK;
}

static struct status within_read(struct reader *reader, uint32_t parent, unsigned depth);

/* The value that comes next, into a node. */
static struct status value_read(struct reader *reader, uint32_t index, unsigned depth)
{
    space_pass(reader);
    struct json_member *member = &reader->tree->nodes[index].member;
    member->line = reader->line;
    char c = peek(reader);
    if (c == '{' || c == '[') {
        if (depth == reader->depth_max) {
            return refuse(reader, STATUS_JSON_NESTED);
        }
        member->kind = c == '{' ? JSON_OBJECT : JSON_ARRAY;
        return within_read(reader, index, depth + 1);
    }
    if (c == '"') {
        member->kind = JSON_TEXT;
        return text_read(reader, &member->text, &member->text_length);
    }
    return word_read(reader, member);
}

static struct status key_read(struct reader *reader, uint32_t parent, uint32_t index)
{
    struct json_tree *tree = reader->tree;
    const char *key = NULL;
    size_t length = 0;
    if (tree->nodes[parent].count > reader->members_max) {
        return refuse(reader, STATUS_LIMIT_EXCEEDED);
    }
    reader->key = NULL;
    TRY(text_read(reader, &key, &length));
    reader->key = key;
    if (json_tree_find(tree, &tree->nodes[parent], key) != NULL) {
        return refuse(reader, STATUS_JSON_KEY_TWICE);
    }
    tree->nodes[index].member.key = key;
    return sign_pass(reader, ':');
}

/* What stands between the brackets, and the brackets. */
static struct status within_read(struct reader *reader, uint32_t parent, unsigned depth)
{
    struct json_tree *tree = reader->tree;
    bool object = tree->nodes[parent].member.kind == JSON_OBJECT;
    TRY(sign_pass(reader, object ? '{' : '['));
    space_pass(reader);
    bool more = peek(reader) != (object ? '}' : ']');
    uint32_t last = 0;
    while (more) {
        uint32_t index = 0;
        TRY(node_add(reader, &index));
        tree->nodes[parent].count++;
        if (object) {
            TRY(key_read(reader, parent, index));
        }
        *(last == 0 ? &tree->nodes[parent].first : &tree->nodes[last].next) = index;
        last = index;
        TRY(value_read(reader, index, depth));
        reader->key = NULL;
        space_pass(reader);
        more = peek(reader) == ',';
        reader->at += more;
    }
    return sign_pass(reader, object ? '}' : ']');
}

static struct status root_read(struct reader *reader)
{
    uint32_t root = 0;
    size_t good = text_utf8_prefix(reader->text, reader->length);
    if (good < reader->length) {
        for (; reader->at < good; reader->at++) {
            reader->line += reader->text[reader->at] == '\n';
        }
        return refuse(reader, STATUS_TEXT_ENCODING);
    }
    TRY(node_add(reader, &root));
    reader->tree->nodes[root].member.kind = JSON_OBJECT;
    TRY(within_read(reader, root, 1));
    space_pass(reader);
    return reader->at == reader->length ? OK : refuse(reader, STATUS_JSON_MALFORMED);
}

static struct status tree_read(const char *text, size_t length, unsigned depth_max,
                               unsigned members_max, struct json_tree *out, struct problem *problem)
{
    *out = (struct json_tree){NULL, 0, 0, NULL};
    struct reader reader = {.text = text,
                            .length = length,
                            .line = 1,
                            .depth_max = depth_max,
                            .members_max = members_max,
                            .tree = out,
                            .problem = problem};
    if (length > JSON_BYTES_MAX) {
        return refuse(&reader, STATUS_LIMIT_EXCEEDED);
    }
    /* Each text is written with two quotes, each word followed by a sign: room for every NUL. */
    reader.storage = malloc(length + 2);
    if (reader.storage == NULL) {
        return FAULT(OUT_OF_MEMORY);
    }
    out->storage = reader.storage;
    struct status status = root_read(&reader);
    if (!status_ok(status)) {
        json_tree_free(out);
    }
    return status;
}

struct status json_tree_read(const char *text, size_t length, unsigned depth_max,
                             struct json_tree *out, struct problem *problem)
{
    REQUIRE(text != NULL && out != NULL && depth_max > 0);
    return tree_read(text, length, depth_max, JSON_TREE_MEMBERS_MAX, out, problem);
}

void json_tree_free(struct json_tree *tree)
{
    free(tree->nodes);
    free(tree->storage);
    *tree = (struct json_tree){NULL, 0, 0, NULL};
}

const struct json_node *json_tree_find(const struct json_tree *tree, const struct json_node *object,
                                       const char *key)
{
    for (uint32_t at = object->first; at != 0; at = tree->nodes[at].next) {
        if (strcmp(tree->nodes[at].member.key, key) == 0) {
            return &tree->nodes[at];
        }
    }
    return NULL;
}

struct status json_object_read(const char *text, size_t length, struct json_object *out,
                               struct problem *problem)
{
    REQUIRE(text != NULL && out != NULL);
    out->count = 0;
    out->storage = NULL;
    struct json_tree tree;
    TRY(tree_read(text, length, 1, JSON_MEMBERS_MAX, &tree, problem));
    for (uint32_t at = tree.nodes[0].first; at != 0; at = tree.nodes[at].next) {
        out->members[out->count++] = tree.nodes[at].member;
    }
    out->storage = tree.storage;
    tree.storage = NULL;
    json_tree_free(&tree);
    return OK;
}

void json_object_free(struct json_object *object)
{
    free(object->storage);
    object->storage = NULL;
    object->count = 0;
}

const struct json_member *json_object_find(const struct json_object *object, const char *key)
{
    for (size_t i = 0; i < object->count; i++) {
        if (strcmp(object->members[i].key, key) == 0) {
            return &object->members[i];
        }
    }
    return NULL;
}
