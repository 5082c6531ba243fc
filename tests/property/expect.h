/* expect.h - what must come back for each operation of a list, with its event id: the same bytes
 * again get the first receipt, others under a known id are refused, the rest asks the model. */
#pragma once

#include "property/model.h"
#include "property/op.h"

enum { EXPECT_BYTES_MAX = 512 };

struct expected {
    uint8_t bytes[EXPECT_BYTES_MAX]; /* the envelope */
    size_t length;
    struct model_answer answer;
    bool again; /* accepted before, with these bytes */
};

struct expect_event;

struct expect {
    struct model *model;
    struct expect_event *events; /* by the number of the operation that bore the id first */
    uint64_t *records;           /* operation number -> record */
    int numbers;
};

/* For operations with numbers below `numbers`. */
void expect_begin(struct expect *expect, int numbers);
void expect_end(struct expect *expect);
void expect_next(struct expect *expect, const struct op *op, struct expected *expected);
