/* model_shop.h - what the model's redemptions have in common, on line and off. */
#pragma once

#include "property/model_internal.h"

int model__goods_find(const struct model *model, int shop, const char *code);
bool model__number_taken(const struct model *model, int village, const char *number);
