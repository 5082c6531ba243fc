/* cockpit.c - the room's state, and what it holds of a person. */
#include "cockpit/cockpit.h"

#include <stdlib.h>

#include "cockpit/cockpit_internal.h"

static struct status state_open(struct side *side, void **state)
{
    struct cockpit *own = calloc(1, sizeof *own);
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
        cockpit__follow_free(*state);
    }
    free(*state);
    *state = NULL;
}

const struct side_room cockpit_room = {"cockpit", state_open, state_close};

struct cockpit *cockpit__of(const struct side *side)
{
    return side_state(side, &cockpit_room);
}
