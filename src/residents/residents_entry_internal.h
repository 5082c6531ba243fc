/* residents_entry_internal.h - entries in words, for pages, papers and exports:
 * residents_entries.c. */
#pragma once

#include "residents/residents_internal.h"

/* Names that the entries of one page share, each read once. For one language and one village; not
 * kept from one request to the next, which must see a changed name and an erasure. */
enum { ENTRY_CODE_SIZE = 2 * CODE_MAX + 2, ENTRY_NAMES_MAX = 64, ENTRY_NAMES_EACH = 6 };
struct entry_name {
    int kind;
    char key[ENTRY_CODE_SIZE];
    char *text; /* NULL: there is none, or the person was erased */
};
struct entry_names {
    struct side *side;
    const char *village;
    struct entry_name list[ENTRY_NAMES_MAX];
    size_t count;
};
void residents__entry_names_free(struct entry_names *names); /* Empties it; empty is welcome. */

/* Fills in an entry of a person as it is told: record, day, kind, points, balance, why ... */
CHECKED struct status residents__entry_json(struct entry_names *names, const struct entry *entry,
                                            struct json_object *object);
