/* activity.h - village work from the plan to the points: rules and their drafts, activities,
 * sign-up, check-in and check-out, close-out, approval by a second person. */
#pragma once

#include "service/holdings.h"
#include "service/service.h"

extern const struct side_room activity_room; /* what each side of the service keeps for it */
extern const struct holdings activity_holdings;
/* All tables of routes of this room, for the list of the service. */
#define ACTIVITY_ROUTES activity_routes, attendance_routes, leader_device_routes, rule_routes
extern const struct route activity_routes[];      /* plans and sign-up */
extern const struct route attendance_routes[];    /* from the check-in to the approval */
extern const struct route leader_device_routes[]; /* off line */
extern const struct route rule_routes[];          /* and their drafts */

/* Published activities that end at `from` or later, by start, at most `limit`, each as everybody
 * may see it (GET V/activities), added to a list. */
CHECKED struct status activity_next(struct side *side, const char *village_code,
                                    const struct village *village, int64_t from, size_t limit,
                                    struct json_object *list);
