/* holdings.c - what the room holds of a person: one row, by the books' number of them. */
#include "cockpit/cockpit_internal.h"

struct looking {
    struct side *side;
    const struct id *person;
    struct telling *telling; /* NULL: erase */
};

static struct status village_look(void *context, const char *code, const struct village *village)
{
    struct looking *looking = context;
    struct cockpit *own = cockpit__of(looking->side);
    const ProtobufCBinaryData id = {ID_BYTES, (uint8_t *)(uintptr_t)looking->person->bytes};
    struct cockpit_person person;
    struct member member;
    TRY(identity_member(looking->side->identity, village->id, &id, &member));
    if (member.id == 0) {
        return OK;
    }
    if (looking->telling == NULL) {
        return cockpit__person_drop(own, village->id, member.id);
    }
    TRY(cockpit__person_get(own, village->id, member.id, &person));
    if (person.known) {
        telling_text(looking->telling, code);
        telling_text(looking->telling, person.group);
        telling_flag(looking->telling, person.card);
        telling_day(looking->telling, person.first >= 0 ? person.first : DAY_NEVER);
    }
    return OK;
}

static struct status tell(struct side *side, const struct id *person, struct telling *telling)
{
    static const char *const columns[] = {"village", "group", "card", "first_took_part", NULL};
    struct looking looking = {side, person, telling};
    telling_table(telling, "cockpit", columns);
    return identity_village_each(side->identity, village_look, &looking);
}

static struct status erase(struct side *side, const struct id *person)
{
    struct looking looking = {side, person, NULL};
    return identity_village_each(side->identity, village_look, &looking);
}

const struct holdings cockpit_holdings = {"cockpit", tell, erase, NULL};
