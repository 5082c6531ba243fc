/* small_groups.c - see small_groups.h. */
#include "base/small_groups.h"

/* The shown group with the fewest people; `count` where none is shown. */
static size_t smallest_shown(const struct group_sum *groups, size_t count)
{
    size_t found = count;
    for (size_t i = 0; i < count; i++) {
        if (!groups[i].hidden && (found == count || groups[i].people < groups[found].people)) {
            found = i;
        }
    }
    return found;
}

void small_groups_hide(struct group_sum *groups, size_t count)
{
    size_t hidden = 0;
    int64_t people = 0;
    for (size_t i = 0; i < count; i++) {
        groups[i].hidden = groups[i].people < SMALL_GROUP;
        hidden += groups[i].hidden;
        people += groups[i].hidden ? groups[i].people : 0;
    }
    while (hidden > 0 && hidden < count && (hidden < 2 || people < SMALL_GROUP)) {
        size_t next = smallest_shown(groups, count);
        groups[next].hidden = true;
        people += groups[next].people;
        hidden++;
    }
}
