/* oversight.c - the room's state. */
#include "oversight/oversight.h"

#include <stdlib.h>

#include "oversight/oversight_internal.h"

static struct status state_open(struct side *side, void **state)
{
    struct oversight *own = calloc(1, sizeof *own);
    *state = own;
    if (own == NULL) {
        return FAULT(OUT_OF_MEMORY);
    }
    own->store = people_store(side->people);
    return OK;
}

static void state_close(void **state)
{
    if (*state != NULL) {
        oversight__run_free(*state);
    }
    free(*state);
    *state = NULL;
}

const struct side_room oversight_room = {"oversight", state_open, state_close};

struct oversight *oversight__of(const struct side *side)
{
    return side_state(side, &oversight_room);
}
