/* json.h - reads the one kind of JSON that people write for us by hand: a flat object of texts,
 * whole numbers, true, false and null. Strict where a lenient reader would guess: a key twice, a
 * number that is no exact 64-bit integer, bytes that are not UTF-8, anything after the object and
 * anything nested are refused, each with its line. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/problem.h"
#include "base/status.h"

enum { JSON_MEMBERS_MAX = 1024 };

enum json_kind { JSON_TEXT, JSON_INTEGER, JSON_BOOLEAN, JSON_NULL };

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
