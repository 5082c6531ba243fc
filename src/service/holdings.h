/* holdings.h - what a room holds about a person: told to them as tables, and taken away when they
 * ask for it. Each room that keeps rows about people has one such table of functions; app hands all
 * of them to the side, so that an export or an erasure forgets none. */
#pragma once

#include "service/side.h"

/* The tables of one export, each written as CSV and as JSON. */
struct telling;

/* Starts a table. `name` is its file's name, without ending ("sessions"); `columns` are ASCII words
 * and end with NULL. Both are borrowed. Values follow row by row, each column's in turn. */
void telling_table(struct telling *telling, const char *name, const char *const *columns);
void telling_text(struct telling *telling, const char *text); /* NULL: empty; cut at nothing */
void telling_integer(struct telling *telling, int64_t integer);
void telling_flag(struct telling *telling, bool flag);
void telling_day(struct telling *telling, int32_t day); /* beyond DAY_MAX: empty */
/* Seconds since 1970, in UTC; 0: empty. */
void telling_instant(struct telling *telling, int64_t instant);
void telling_id(struct telling *telling, const struct id *id);
/* A file as it is: a photo that the person handed in. The bytes are copied. */
void telling_file(struct telling *telling, const char *name, const void *bytes, size_t length);

/* For the room that exports. The caller owns `*out`; ends with telling_free(). */
CHECKED struct status telling_new(struct telling **out);
/* All of it as one zip, malloc'ed for the caller. Faults: OUT_OF_MEMORY. */
CHECKED struct status telling_zip(struct telling *telling, void **bytes, size_t *length);
void telling_free(struct telling **telling); /* Sets to NULL; NULL is welcome. */

struct holdings {
    const char *room;
    /* Tells all that the room holds about the person, in every village; reads alone. */
    struct status (*tell)(struct side *side, const struct id *person, struct telling *telling);
    /* Takes away the rows about the person. Within a transaction of people.db; the person's key
     * goes after it. What others rely on (a vote counted, a photo's hash) stays without them. */
    struct status (*erase)(struct side *side, const struct id *person);
    /* Takes away the rows whose term is over (docs/privacy.md, "Terms"); once a village day, in a
     * job of the desk. `now`: the day's first second, UTC. NULL: nothing has a term. */
    struct status (*sweep)(struct side *side, int64_t now);
};
