/* holdings.c - what this room holds about a person: told to them, and taken away. What the board
 * has answered is told; what it still looks at is not, so that a look can find something. */
#include <string.h>

#include "oversight/oversight_internal.h"

struct own_telling {
    struct side *side;
    struct telling *telling;
};

static struct status finding_tell(void *context, const struct signal *signal,
                                  const struct told *told)
{
    struct own_telling *own = context;
    telling_text(own->telling, signal->village);
    telling_text(own->telling, kind_words[signal->kind - 1]);
    telling_day(own->telling, signal->day);
    telling_text(own->telling, answer_words[told->answer - 1]);
    telling_instant(own->telling, told->at);
    return OK;
}

static struct status spot_tell(void *context, const struct spot *spot)
{
    struct own_telling *own = context;
    char note[NOTE_SEALED_BYTES + 1] = "";
    bool known = false;
    if (spot->note_length > 0) {
        TRY(people_unseal(own->side->people, &spot->person, "oversight_spot", spot->note,
                          spot->note_length, note, &known));
    }
    note[known ? spot->note_length - SEAL_OVERHEAD_BYTES : 0] = '\0';
    telling_text(own->telling, spot->village);
    telling_integer(own->telling, (int64_t)spot->record);
    telling_text(own->telling, result_words[spot->result - 1]);
    telling_instant(own->telling, spot->at);
    telling_text(own->telling, note);
    return OK;
}

static struct status tell(struct side *side, const struct id *person, struct telling *telling)
{
    static const char *const findings[] = {"village", "signal", "day", "answer", "at", NULL};
    static const char *const spots[] = {"village", "record", "result", "at", "note", NULL};
    struct own_telling own = {side, telling};
    telling_table(telling, "oversight_findings", findings);
    TRY(oversight__finding_own(oversight__of(side), person, 0, finding_tell, &own));
    telling_table(telling, "oversight_checks", spots);
    return oversight__spot_own(oversight__of(side), person, spot_tell, &own);
}

static struct status erase(struct side *side, const struct id *person)
{
    TRY(oversight__person_erase(oversight__of(side), person));
    return oversight__spot_erase(oversight__of(side), person);
}

const struct holdings oversight_holdings = {"oversight", tell, erase, NULL};
