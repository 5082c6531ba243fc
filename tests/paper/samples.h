/* samples.h - one paper of every kind, filled as a village fills it; and papers at the edge. */
#pragma once

#include "paper/paper.h"

struct sample {
    const char *name; /* of its file, without .pdf */
    struct status (*make)(struct paper *out, struct problem *problem);
};
/* Both end with a NULL name. */
extern const struct sample samples[];
extern const struct sample edges[];

/* A text as long as the proof of one of ten million records. */
enum { SAMPLE_RECEIPT_SIZE = 2048 };
void sample_receipt(char out[SAMPLE_RECEIPT_SIZE]);
