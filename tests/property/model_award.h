/* model_award.h - what the model's rules and its awards share. */
#pragma once

#include "property/model_internal.h"

/* Refuses unless two members of a panel drawn for a claim give it; what is none (`attended`, or of
 * another class of approvers) must name no panel. */
void model__panel_check(struct trial *trial, const struct model_rule *rule, int person,
                        bool attended);

/* Refuses unless the operation's people may put forward and approve an award under the rule.
 * `day` is the one whose households count. */
void model__two_eyes(struct trial *trial, const struct model_rule *rule, int person, int activity,
                     int32_t day);
