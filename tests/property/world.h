/* world.h - makes up operations from a seed: mostly sensible ones, in villages that live for
 * years, so that caps fill, funds run dry and lots expire; and some that must be refused. */
#pragma once

#include "property/model.h"
#include "property/op.h"

struct world {
    struct model *model; /* borrowed: what is possible is looked up there */
    uint64_t random;
    int32_t today;
    int step; /* of the setting up of the villages */
    int op_count;
    struct op *ops; /* all that were made; room for ops_max */
    int ops_max;
    int *record_ops;                    /* record number -> operation that made it */
    int person_numbers[MODEL_ROWS_MAX]; /* the model's rows -> numbers in operations */
    int household_numbers[MODEL_ROWS_MAX];
    int panel_numbers[MODEL_ROWS_MAX];
    int next_person;
    int next_household;
    int next_activity;
    int next_shop;
    int next_voucher;
    int next_panel;
};

/* A world over an empty model. Free with world_end(). */
void world_begin(struct world *world, struct model *model, uint64_t seed, int ops_max);
void world_end(struct world *world);

/* Makes up the next operation; it stands at the end of `ops`. */
const struct op *world_next(struct world *world);

/* Tells the world that its last operation was accepted. */
void world_accepted(struct world *world, const struct op *op, uint64_t record);
