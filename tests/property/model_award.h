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

/* Brings granted points to the person: what is owed is paid first, and returned; the rest becomes a
 * lot. */
int64_t model__points_arrive(struct model *model, int person, int32_t lot_day, int64_t granted);

/* Whether two people ever were of one household. */
bool model__lived_together(const struct model *model, int a, int b);
