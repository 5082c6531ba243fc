/* objection_internal.h - awards in their notice period, and what is said against them. */
#pragma once

#include "claim/claim_internal.h"

enum { OBJECTIONS_OPEN_MAX = 5 }; /* of one person, not decided yet */

/* An award that waits, with all that is shown of it. */
struct waiting {
    uint64_t record;
    struct entry entry;
    struct rule rule;
    struct id person; /* who earns */
    struct award_wait wait;
    struct objection objection;
};
/* Of the village. Refuses: RECORD_NOT_FOUND where it is none that waits. */
CHECKED struct status notice__award(struct side *side, const struct village *village,
                                    uint64_t record, struct waiting *award);
/* Adds what everybody may read: what for, how many points, until when, and how it stands. */
CHECKED struct status notice__fill(struct call *call, const struct waiting *award,
                                   struct json_object *object);

struct claim_sealed {
    uint8_t bytes[CLAIM_SEALED_BYTES];
    size_t length; /* 0: none */
};
struct claim_objection {
    struct id id;
    char village[CODE_MAX + 1];
    uint64_t record;
    bool appeal;
    struct id person;
    struct id filed_by;
    struct id about;
    int64_t at;
    struct claim_sealed text;
    int64_t decided_at; /* 0: not yet */
    struct id decided_by;
    bool upheld;
    struct claim_sealed word;
    struct claim_sealed word_about;
};
CHECKED struct status claim__sealed_read(struct store_stmt *stmt, int column,
                                         struct claim_sealed *sealed);
#define OBJECTION_TEXT_PURPOSE "objection-text"
#define OBJECTION_WORD_PURPOSE "objection-word"

CHECKED struct status claim__objection_put(struct claims *own, const struct claim_objection *row);
CHECKED struct status claim__objection_get(struct claims *own, const struct id *id, bool *found,
                                           struct claim_objection *row);
/* The newest about the award, an appeal or not. */
CHECKED struct status claim__objection_of(struct claims *own, const char *village, uint64_t record,
                                          bool appeal, bool *found, struct claim_objection *row);
CHECKED struct status claim__objection_open(struct claims *own, const struct id *person,
                                            int64_t *count);
typedef struct status (*objection_each_fn)(void *context, const struct claim_objection *row);
/* By the person, or about an award of theirs, newest first; `village` NULL: in all. */
CHECKED struct status claim__objection_own(struct claims *own, const struct id *person,
                                           const char *village, int64_t limit,
                                           objection_each_fn each, void *context);
CHECKED struct status claim__objections_drop(struct claims *own, const struct id *person);
