/* run.h - one list of operations through journal and model, side by side. */
#pragma once

#include "property/engine.h"
#include "property/op.h"

/* True where both answer alike over the whole list, keep the same books, and the journal replays to
 * them; else `what` says the first difference. All numbers in the list are below `numbers`. */
bool run_list(const struct op *list, int count, int numbers, char what[DIFFERENCE_MAX]);
