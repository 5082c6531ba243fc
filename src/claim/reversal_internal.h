/* reversal_internal.h - awards that stand and should not have been given. */
#pragma once

#include "claim/objection_internal.h"

enum { HEARING_DAYS = 3 }; /* for the person to answer, before it is decided */

struct claim_reversal {
    struct id id;
    char village[CODE_MAX + 1];
    uint64_t record; /* the award's */
    struct id person;
    struct id proposer;
    int64_t at;
    struct claim_sealed reason;
    int64_t answered_at; /* 0: not yet */
    struct claim_sealed answer;
    int64_t decided_at;
    struct id decider;
    bool reversed;
    struct claim_sealed word;
};
#define REVERSAL_REASON_PURPOSE "reversal-reason"
#define REVERSAL_ANSWER_PURPOSE "reversal-answer"
#define REVERSAL_WORD_PURPOSE "reversal-word"

CHECKED struct status claim__reversal_put(struct claims *own, const struct claim_reversal *row);
CHECKED struct status claim__reversal_get(struct claims *own, const struct id *id, bool *found,
                                          struct claim_reversal *row);
/* One about the award that is not decided. */
CHECKED struct status claim__reversal_waits(struct claims *own, const char *village,
                                            uint64_t record, bool *waits);
typedef struct status (*reversal_each_fn)(void *context, const struct claim_reversal *row);
/* Those of the village that are not decided, oldest first, at most 200. */
CHECKED struct status claim__reversal_open(struct claims *own, const char *village,
                                           reversal_each_fn each, void *context);
/* About awards of the person, newest first; `village` NULL: in all. */
CHECKED struct status claim__reversal_own(struct claims *own, const struct id *person,
                                          const char *village, reversal_each_fn each,
                                          void *context);
CHECKED struct status claim__reversals_drop(struct claims *own, const struct id *person);
CHECKED struct status claim__seal(struct side *side, const struct id *person, const char *purpose,
                                  const char *text, struct claim_sealed *sealed);
/* Unsealed into the object; null where there is none, or the person was erased. */
CHECKED struct status claim__sealed_add(struct side *side, const struct id *person,
                                        const char *purpose, const struct claim_sealed *sealed,
                                        struct json_object *object, const char *key);
CHECKED struct status claim__name_add(struct side *side, const struct id *person,
                                      struct json_object *object, const char *key);
