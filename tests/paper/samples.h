/* samples.h - one paper of every kind, filled as a village fills it; also with hostile texts. */
#pragma once

#include "paper/paper.h"

struct sample {
    const char *name; /* of its file, without .pdf */
    struct status (*make)(struct paper *out, struct problem *problem);
};
extern const struct sample samples[]; /* ends with a NULL name */
