/* residents_roster.c - the roster of a village in order of its numbers. Names and numbers are
 * sealed, so that no index can sort them: a roster is opened whole, once, and read anew when a row
 * of the village has changed. */
#include <stdlib.h>
#include <string.h>

#include "residents/residents_internal.h"

static void roster_free(struct roster *roster)
{
    arena_free(&roster->arena);
    free(roster->people);
    free(roster->households);
    *roster = (struct roster){.village = ""};
}

void residents__rosters_free(struct residents *residents)
{
    for (size_t i = 0; i < ROSTERS_MAX; i++) {
        roster_free(&residents->rosters[i]);
    }
}

struct filling {
    struct side *side;
    const struct village *village;
    struct roster *roster;
    size_t room;
};

static struct status room_make(void **list, size_t size, size_t count, size_t *room)
{
    if (count < *room) {
        return OK;
    }
    size_t more = *room == 0 ? 256 : *room * 2;
    void *grown = realloc(*list, more * size);
    if (grown == NULL) {
        return FAULT(OUT_OF_MEMORY);
    }
    *list = grown;
    *room = more;
    return OK;
}

static struct status keep(struct roster *roster, const char *text, const char **out)
{
    return arena_text(&roster->arena, text, strlen(text), out);
}

static struct status person_add(void *context, const struct people_row *row)
{
    struct filling *filling = context;
    struct roster *roster = filling->roster;
    void *list = roster->people;
    TRY(room_make(&list, sizeof *roster->people, roster->count, &filling->room));
    roster->people = list;
    struct roster_person *person = &roster->people[roster->count];
    *person = (struct roster_person){.id = row->id,
                                     .birth_day = row->person->birth_day,
                                     .has_birth = row->person->has_birth != 0};
    TRY(keep(roster, row->person->number, &person->number));
    TRY(keep(roster, row->person->name, &person->name));
    TRY(keep(roster, row->person->phone, &person->phone));
    roster->count++;
    return OK;
}

static struct status household_add(void *context, const struct people_row *row)
{
    struct filling *filling = context;
    struct roster *roster = filling->roster;
    const ProtobufCBinaryData id = {ID_BYTES, (uint8_t *)(uintptr_t)row->id.bytes};
    void *list = roster->households;
    TRY(room_make(&list, sizeof *roster->households, roster->household_count, &filling->room));
    roster->households = list;
    struct roster_household *household = &roster->households[roster->household_count];
    *household = (struct roster_household){.id = row->id};
    TRY(identity_household(filling->side->identity, filling->village->id, &id, &household->row));
    TRY(keep(roster, row->household->number, &household->number));
    TRY(keep(roster, row->household->group, &household->group));
    TRY(keep(roster, row->household->address, &household->address));
    roster->household_count++;
    return OK;
}

static int by_row(const void *a, const void *b)
{
    const struct roster_household *x = a;
    const struct roster_household *y = b;
    return x->row < y->row ? -1 : x->row > y->row;
}

static struct status roster_fill(struct side *side, const char *village_code,
                                 const struct village *village, struct roster *roster)
{
    struct filling people = {side, village, roster, 0};
    struct filling households = {side, village, roster, 0};
    TRY(people_each(side->people, village_code, PEOPLE_RESIDENT, person_add, &people));
    TRY(people_each(side->people, village_code, PEOPLE_HOUSEHOLD, household_add, &households));
    if (roster->household_count > 0) {
        qsort(roster->households, roster->household_count, sizeof roster->households[0], by_row);
    }
    return OK;
}

/* That of the village, or the one not used for the longest. */
static struct roster *slot_find(struct residents *residents, const char *village_code)
{
    struct roster *oldest = &residents->rosters[0];
    for (size_t i = 0; i < ROSTERS_MAX; i++) {
        struct roster *roster = &residents->rosters[i];
        if (strcmp(roster->village, village_code) == 0) {
            return roster;
        }
        oldest = roster->used < oldest->used ? roster : oldest;
    }
    return oldest;
}

struct status residents__roster(struct side *side, const char *village_code,
                                const struct village *village, struct roster **out)
{
    struct residents *residents = residents__state(side);
    struct roster *roster = slot_find(residents, village_code);
    int64_t changes = 0;
    TRY(people_changes(side->people, village_code, &changes));
    bool fresh = strcmp(roster->village, village_code) == 0 && roster->changes == changes;
    if (!fresh) {
        roster_free(roster);
        struct status status = roster_fill(side, village_code, village, roster);
        if (!status_ok(status)) {
            roster_free(roster);
            return status;
        }
        snprintf(roster->village, sizeof roster->village, "%s", village_code);
        bool whole = roster->household_count == 0 || roster->households[0].row != 0;
        roster->changes = whole ? changes : -1; /* a household's operation is on its way */
    }
    roster->used = ++residents->used;
    *out = roster;
    return OK;
}

const struct roster_household *roster_household(const struct roster *roster, int64_t row)
{
    const struct roster_household key = {.row = row};
    return row == 0 || roster->household_count == 0
               ? NULL
               : bsearch(&key, roster->households, roster->household_count,
                         sizeof roster->households[0], by_row);
}
