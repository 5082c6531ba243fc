/* wire.h - the rooms of the books, put together: the only place that knows them all. */
#pragma once

#include "identity/identity.h"
#include "journal/journal.h"
#include "ledger/ledger.h"
#include "points/points.h"

enum { WIRE_ROOMS = 3 };

struct wire {
    struct books *books;
    struct identity *identity;
    struct ledger *ledger;
    struct points *points;
    struct apply_room rooms[WIRE_ROOMS];
};

/* Opens books.db and its rooms; closed with wire_close(), also after a failure. `*wire` must be all
 * zero before. */
CHECKED struct status wire_open(const char *books_path, enum store_mode mode, struct wire *wire,
                                struct problem *problem);
void wire_close(struct wire *wire);
