/* json.h - reads JSON (RFC 8259) of texts, whole numbers, true, false and null: the flat objects
 * that people write by hand, and the bodies of requests, which may nest. Strict where a lenient
 * reader would guess: a key twice, a number that is no exact 64-bit integer, bytes that are not
 * UTF-8, anything after the object are refused, each with its line. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/problem.h"
#include "base/status.h"

enum { JSON_MEMBERS_MAX = 1024, JSON_TREE_MEMBERS_MAX = 64 };

enum json_kind { JSON_TEXT, JSON_INTEGER, JSON_BOOLEAN, JSON_NULL, JSON_OBJECT, JSON_ARRAY };

struct json_member {
    const char *key; /* NUL-ended, without NUL within */
    enum json_kind kind;
    const char *text; /* JSON_TEXT: as key; else the value as it was written */
    size_t text_length;
    int64_t integer; /* JSON_INTEGER; JSON_BOOLEAN: 0 or 1 */
    int64_t line;    /* of the value, from 1 */
};

struct json_object {
    struct json_member members[JSON_MEMBERS_MAX];
    size_t count;
    char *storage; /* holds keys and texts */
};

/* Reads a whole text. Refuses: LIMIT_EXCEEDED (above JSON_BYTES_MAX, or too many members),
 * JSON_MALFORMED, TEXT_ENCODING, JSON_KEY_TWICE, JSON_NESTED, JSON_NUMBER; `problem` then has line,
 * offset and, where there is one, the key as column. Faults: OUT_OF_MEMORY. */
CHECKED struct status json_object_read(const char *text, size_t length, struct json_object *out,
                                       struct problem *problem);
void json_object_free(struct json_object *object); /* Empties it; empty is welcome. */

/* The member with that key, borrowed from the object; NULL where there is none. */
const struct json_member *json_object_find(const struct json_object *object, const char *key);

/* A value of a tree; links are indexes of nodes, 0: none. */
struct json_node {
    struct json_member member; /* key: "" of an array's element and of the root */
    uint32_t first;            /* of an object or array: the first value within */
    uint32_t next;             /* the value after this one, within the same object or array */
    uint32_t count;            /* of values within */
};

struct json_tree {
    struct json_node *nodes; /* the root object is the first */
    size_t count;
    size_t room;
    char *storage; /* holds keys and texts */
};

/* Reads a whole text, an object. `depth_max`: how deep it may nest, 1: flat. An object has at most
 * JSON_TREE_MEMBERS_MAX members. Refuses and faults as json_object_read(). JSON_NESTED: too
 * deep. */
CHECKED struct status json_tree_read(const char *text, size_t length, unsigned depth_max,
                                     struct json_tree *out, struct problem *problem);
void json_tree_free(struct json_tree *tree); /* Empties it; empty is welcome. */
/* The member of an object with that key; NULL where there is none. */
const struct json_node *json_tree_find(const struct json_tree *tree, const struct json_node *object,
                                       const char *key);
