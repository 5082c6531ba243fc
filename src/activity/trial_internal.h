/* trial_internal.h - a draft of a rule on records of the past. See trial.c. */
#pragma once

#include "activity/activity_internal.h"
#include "journal/fold.h"

enum { TRIAL_GROUPS_MAX = 64, TRIAL_VERSIONS_MAX = 256 };

struct trial_sum {
    int64_t awards;
    int64_t people; /* different ones */
    int64_t before; /* points as they were granted */
    int64_t after;  /* as the draft would have */
    int64_t capped; /* by the draft */
};

struct trial_group {
    char name[4 * CODE_MAX + 1];
    struct trial_sum sum;
};

struct trial {
    struct desk_job job;
    struct activities *own;
    struct service *service;
    struct id draft;
    struct rule rule;
    struct village village;
    int32_t from; /* days */
    int32_t until;
    int64_t versions[TRIAL_VERSIONS_MAX]; /* of the rule whose awards are replayed */
    size_t version_count;
    uint64_t at; /* the next record */
    uint64_t end;
    struct fold *caps;       /* subject, span, first day: points used */
    struct fold *people;     /* member: seen */
    struct fold *households; /* row id: group */
    struct trial_group groups[TRIAL_GROUPS_MAX];
    size_t group_count;
    struct trial_sum sum;
    struct status status;
    bool done;
    bool flies;   /* its job is with the desk */
    bool dropped; /* nobody wants it any more */
};

/* Refuses: RULE_UNKNOWN (there is nothing like it in the past). */
CHECKED struct status trial__new(struct activities *own, struct service *service,
                                 const struct rule_draft *draft, const struct village *village,
                                 const char *like, int32_t from, int32_t until, struct trial **out);
/* Runs a slice now, and the others by and by. */
void trial__go(struct trial *trial);
void trial__free(struct trial **trial);
/* What caps leave of `computed`, and its use of them; as points_cap.c. */
CHECKED struct status trial__grant(struct trial *trial, int64_t subject, int32_t day,
                                   int64_t computed, int64_t *granted);
