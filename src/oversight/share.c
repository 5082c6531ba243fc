/* share.c - who is left out: registered people who earned nothing but their welcome, and awards of
 * two half-years, by villager group and by age; small groups are put together. */
#include <string.h>

#include "base/day.h"
#include "oversight/oversight_internal.h"

static const struct band {
    int32_t until; /* years, exclusive */
    const char *name;
} bands[] = {
    {14, "0-13"}, {18, "14-17"}, {36, "18-35"}, {60, "36-59"}, {80, "60-79"}, {1000, "80-"},
};

static const char *band_name(int32_t birth_day, int32_t today)
{
    for (size_t i = 0; i < COUNT(bands); i++) {
        if (day_add_months(birth_day, 12 * bands[i].until) > today) {
            return bands[i].name;
        }
    }
    return "";
}

static struct share *share_find(struct shares *shares, enum share_dimension dimension,
                                const char *name)
{
    for (size_t i = 0; i < shares->count; i++) {
        if (shares->list[i].dimension == dimension && strcmp(shares->list[i].name, name) == 0) {
            return &shares->list[i];
        }
    }
    if (shares->count == SHARES_MAX) {
        return &shares->list[SHARES_MAX - 1]; /* too many: the last one takes the rest */
    }
    struct share *share = &shares->list[shares->count++];
    *share = (struct share){.dimension = dimension};
    snprintf(share->name, sizeof share->name, "%s", name);
    return share;
}

static void share_count(struct share *share, int64_t points, bool ever)
{
    share->sum.people++;
    share->sum.points += points;
    share->never += !ever;
}

static struct status group_name(struct side *side, int64_t household, char *name, size_t size)
{
    struct id id;
    struct people_row row;
    bool found = false;
    name[0] = '\0';
    if (household == 0) {
        return OK;
    }
    TRY(identity_household_id(side->identity, household, id.bytes));
    TRY(people_get(side->people, &id, &found, &row));
    if (found) {
        snprintf(name, size, "%s", row.household != NULL ? row.household->group : "");
        people_row_free(&row);
    }
    return OK;
}

struct status oversight__share_add(struct side *side, const struct village *village,
                                   const struct member_row *row, int64_t points,
                                   struct shares *shares)
{
    int32_t today = side_today(side, village);
    bool ever = false;
    struct id person;
    struct people_row details;
    bool found = false;
    char group[4 * NAME_CHARACTERS_MAX + 1];
    const char *band = "";
    memcpy(person.bytes, row->person, ID_BYTES);
    TRY(oversight__earner_get(oversight__of(side), village->id, row->id, &ever));
    TRY(group_name(side, row->household, group, sizeof group));
    TRY(people_get(side->people, &person, &found, &details));
    if (found) {
        if (details.person != NULL && details.person->has_birth) {
            band = band_name((int32_t)details.person->birth_day, today);
        }
        people_row_free(&details);
    }
    share_count(share_find(shares, SHARE_GROUP, group), points, ever);
    share_count(share_find(shares, SHARE_AGE, band), points, ever);
    return OK;
}

/* Those of one dimension; people of whom the group is not known go with the small ones. */
static struct status dimension_keep(struct oversight *own, const char *village,
                                    const struct shares *shares, enum share_dimension dimension)
{
    struct group_sum sums[SHARES_MAX];
    const struct share *of[SHARES_MAX];
    struct share rest = {.dimension = dimension};
    size_t count = 0;
    for (size_t i = 0; i < shares->count; i++) {
        if (shares->list[i].dimension == dimension) {
            of[count] = &shares->list[i];
            sums[count] = shares->list[i].sum;
            sums[count].people = of[count]->name[0] == '\0' ? 0 : sums[count].people;
            count++;
        }
    }
    small_groups_hide(sums, count);
    for (size_t i = 0; i < count; i++) {
        if (!sums[i].hidden) {
            TRY(oversight__share_put(own, village, of[i]));
            continue;
        }
        rest.sum.people += of[i]->sum.people;
        rest.sum.points += of[i]->sum.points;
        rest.never += of[i]->never;
    }
    return rest.sum.people > 0 ? oversight__share_put(own, village, &rest) : OK;
}

struct status oversight__share_keep(struct side *side, const char *village, struct shares *shares)
{
    struct oversight *own = oversight__of(side);
    TRY(oversight__share_drop(own, village));
    TRY(dimension_keep(own, village, shares, SHARE_GROUP));
    return dimension_keep(own, village, shares, SHARE_AGE);
}
