/* residents_tie.c - who may act for whom: children under 14 have a guardian, elders may have kin or
 * helpers, within what was agreed. Whatever is done for a person is noted for them. */
#include <string.h>

#include "base/text.h"
#include "residents/residents_internal.h"

bool tie_holds(const struct tie *tie, int32_t today)
{
    bool confirmed = tie->official_at != 0;
    bool agreed = tie->kind == TIE_GUARDIAN
                      ? confirmed && tie->helper_at != 0
                      : confirmed || (tie->person_at != 0 && tie->helper_at != 0);
    return agreed && tie->ended_at == 0 && today <= tie->ends_on;
}

struct status residents_minor(struct side *side, const struct village *village,
                              const struct id *person, bool *minor)
{
    struct people_row row;
    bool found = false;
    *minor = false;
    TRY(people_get(side->people, person, &found, &row));
    if (found) {
        *minor =
            row.person != NULL && row.person->has_birth &&
            day_add_months(row.person->birth_day, 12 * MINOR_YEARS) > side_today(side, village);
        people_row_free(&row);
    }
    return OK;
}

struct status residents_minor_check(struct side *side, const char *village_code,
                                    const struct village *village, const struct id *person)
{
    struct tie ties[TIES_MAX];
    size_t count = 0;
    bool minor = false;
    TRY(residents_minor(side, village, person, &minor));
    if (!minor) {
        return OK;
    }
    TRY(residents__ties_of(residents__state(side), person, false, ties, &count));
    for (size_t i = 0; i < count; i++) {
        if (ties[i].kind == TIE_GUARDIAN && strcmp(ties[i].village, village_code) == 0 &&
            tie_holds(&ties[i], side_today(side, village))) {
            return OK;
        }
    }
    return REFUSE(GUARDIAN_MISSING);
}

struct status residents_act_check(struct side *side, const char *village_code,
                                  const struct village *village, const struct id *person,
                                  const struct id *helper, enum tie_power power, int64_t points)
{
    struct residents *residents = residents__state(side);
    struct tie tie;
    bool found = false;
    int32_t today = side_today(side, village);
    TRY(residents__tie_between(residents, village_code, person, helper, &found, &tie));
    if (!found || !tie_holds(&tie, today)) {
        return REFUSE(POWER_MISSING);
    }
    if (tie.kind == TIE_GUARDIAN) {
        bool minor = false; /* a guardian's power ends by itself when the child turns 14 */
        TRY(residents_minor(side, village, person, &minor));
        return minor ? OK : REFUSE(POWER_MISSING);
    }
    if ((tie.powers & (int32_t)power) == 0) {
        return REFUSE(POWER_MISSING);
    }
    if (power == POWER_REDEEM) {
        int64_t redeemed = 0;
        TRY(residents__acts_redeemed(residents, person, helper, today, &redeemed));
        if (points > tie.redeem_daily - redeemed) {
            return REFUSE(POWER_LIMIT);
        }
    }
    return OK;
}

struct status residents_tied(struct side *side, const char *village_code,
                             const struct village *village, const struct id *one,
                             const struct id *other, bool *tied)
{
    const struct id *const pairs[][2] = {{one, other}, {other, one}};
    *tied = false;
    for (size_t i = 0; i < COUNT(pairs) && !*tied; i++) {
        struct tie tie;
        bool found = false;
        TRY(residents__tie_between(residents__state(side), village_code, pairs[i][0], pairs[i][1],
                                   &found, &tie));
        *tied = found && tie_holds(&tie, side_today(side, village));
    }
    return OK;
}

struct status residents_act_note(struct side *side, const char *village_code,
                                 const struct village *village, const struct id *id,
                                 const struct id *person, const struct id *helper,
                                 enum tie_power power, const char *what, int64_t points)
{
    struct act act = {.id = *id,
                      .person = *person,
                      .helper = *helper,
                      .power = (int32_t)power,
                      .points = points,
                      .day = side_today(side, village),
                      .done_at = side_now(side)};
    snprintf(act.village, sizeof act.village, "%s", village_code);
    snprintf(act.what, sizeof act.what, "%s", what);
    return residents__act_put(residents__state(side), &act);
}
