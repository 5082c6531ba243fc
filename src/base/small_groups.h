/* small_groups.h - which groups of a public table are too small to be shown: with few people in it,
 * a group's sum says what single persons have. Plain rule. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

enum { SMALL_GROUP = 5 }; /* people; fewer are not shown by themselves */

struct group_sum {
    int64_t people;
    int64_t points;
    bool hidden;
};
/* Marks what is hidden, so that it cannot be had by subtraction either: hidden are no group, or at
 * least two with SMALL_GROUP people together, or all. */
void small_groups_hide(struct group_sum *groups, size_t count);
