/* world_internal.h - what the files of the generator share. */
#pragma once

#include "property/world.h"

enum { VILLAGES = 2 };

uint64_t world__random(struct world *world);
int world__pick(struct world *world, int count); /* 0 .. count - 1 */
bool world__chance(struct world *world, int percent);
int world__number(const char *code); /* the number at the end of a code */

/* A person of the village who holds the role, or of any kind where it is ROLE_UNSET; never one of
 * the two to avoid. OP_NONE where there is none. */
int world__person(struct world *world, int village, Sanbao__V1__Role role, int avoid, int or_avoid);
int world__registered(struct world *world, int village);
int world__household(struct world *world, int village);
int world__row_of(const struct world *world, int person); /* the model's row */

/* The setting up, one operation after the other; false when it is done. */
bool world__setup(struct world *world, struct op *op);
struct op world__rule(struct world *world, int village, int rule);

/* Operations of each kind. */
struct op world__panel(struct world *world, int village);
struct op world__award(struct world *world, int village);
/* Chooses proposer and approver as the rule wants them. */
void world__people_choose(struct world *world, struct op *op, const struct model_rule *rule,
                          int activity);
struct op world__afterwards(struct world *world, Sanbao__V1__Operation__ActionCase action);
struct op world__shop_op(struct world *world, Sanbao__V1__Operation__ActionCase action,
                         int village);
struct op world__hold_op(struct world *world, Sanbao__V1__Operation__ActionCase action,
                         int village);
struct op world__people_op(struct world *world, Sanbao__V1__Operation__ActionCase action,
                           int village);
struct op world__activity_op(struct world *world, Sanbao__V1__Operation__ActionCase action,
                             int village);
void world__spoil(struct world *world, struct op *op);
