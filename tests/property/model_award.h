/* model_award.h - what the model's rules and its awards share. */
#pragma once

#include "property/model_internal.h"

/* Refuses unless the operation's people may put forward and approve an award under the rule.
 * `day` is the one whose households count. */
void model__two_eyes(struct trial *trial, const struct model_rule *rule, int person, int activity,
                     int32_t day);
