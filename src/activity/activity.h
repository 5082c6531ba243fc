/* activity.h - village work from the plan to the points: rules and their drafts, activities,
 * sign-up, check-in and check-out, close-out, approval by a second person. */
#pragma once

#include "service/service.h"

extern const struct side_room activity_room;   /* what each side of the service keeps for it */
extern const struct route activity_routes[];   /* activities and sign-up */
extern const struct route rule_routes[];       /* and their drafts */
extern const struct route attendance_routes[]; /* from the check-in to the approval */
