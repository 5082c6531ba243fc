/* plan.c - a plan from proposal to close-out: its code, its true state, how it is shown; and what
 * each side of the service keeps for this room. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "activity/trial_internal.h"

static struct status state_open(struct side *side, void **state)
{
    struct activities *own = calloc(1, sizeof *own);
    *state = own;
    if (own == NULL) {
        return FAULT(OUT_OF_MEMORY);
    }
    own->side = side;
    own->store = people_store(side->people);
    return OK;
}

static void state_close(void **state)
{
    struct activities *own = *state;
    for (size_t i = 0; own != NULL && i < TRIALS_MAX; i++) {
        trial__free(&own->trials[i]);
    }
    free(own);
    *state = NULL;
}

const struct side_room activity_room = {"activity", state_open, state_close};

/* Seven letters and digits that nobody mixes up when they are read out: Crockford's base 32. */
void plan__code(const struct id *id, unsigned attempt, char code[CODE_MAX + 1])
{
    static const char letters[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    enum { LENGTH = 7, BITS = 5 };
    struct hash hash;
    uint64_t bits = 0;
    uint8_t input[ID_BYTES + 1];
    memcpy(input, id->bytes, ID_BYTES);
    input[ID_BYTES] = (uint8_t)attempt;
    sha256(&hash, input, sizeof input);
    memcpy(&bits, hash.bytes, sizeof bits);
    for (size_t i = 0; i < LENGTH; i++) {
        code[i] = letters[bits >> (BITS * i) & 31U];
    }
    code[LENGTH] = '\0';
}

void plan__text(char *field, size_t size, const char *text)
{
    snprintf(field, size, "%s", text == NULL ? "" : text);
}

/* The books know whether it was opened and closed; a row that was written for an operation that a
 * crash kept out of them says too much. */
struct status plan__judge(struct side *side, struct plan *plan)
{
    struct village village;
    struct activity activity;
    TRY(identity_village(side->identity, plan->village, &village));
    TRY(points_activity(side->points, village.id, plan->code, &activity));
    bool open = activity.id != 0 && activity.closed_on == DAY_NEVER;
    if (activity.id == 0 && plan->state != PLAN_REFUSED && plan->state != PLAN_CANCELLED) {
        plan->state = PLAN_PROPOSED;
    } else if (open && plan->state <= PLAN_CANCELLED) {
        plan->state = PLAN_PUBLISHED;
    }
    return OK;
}

struct status plan__find(struct side *side, const char *village, const char *code,
                         struct plan *plan)
{
    bool found = false;
    TRY(activity__plan_find(activities_of(side), village, code, &found, plan));
    if (!found) {
        return REFUSE(ACTIVITY_UNKNOWN);
    }
    return plan__judge(side, plan);
}

bool plan__leads(const struct call *call, const struct plan *plan)
{
    return memcmp(&call->caller.person, &plan->leader, sizeof plan->leader) == 0;
}

struct status plan__name(struct side *side, const struct id *person, struct json_object **name)
{
    struct people_row row;
    bool found = false;
    *name = NULL;
    TRY(people_get(side->people, person, &found, &row));
    if (found) {
        *name = json_object_new_string(row.person->name);
        people_row_free(&row);
    }
    return OK;
}

static const char *const state_words[] = {NULL,        "proposed", "published", "refused",
                                          "cancelled", "reported", "settled"};

struct json_object *plan__json(struct side *side, const struct village *village,
                               const struct plan *plan)
{
    struct json_object *object = json_object_new_object();
    struct signup_counts counts = {0};
    struct status counted = activity__signup_counts(activities_of(side), &plan->id, &counts);
    (void)counted; /* without the counts the rest is worth showing */
    int64_t free_places = plan->capacity > counts.going ? plan->capacity - counts.going : 0;
    json_object_object_add(object, "activity", json_object_new_string(plan->code));
    json_object_object_add(object, "state", json_object_new_string(state_words[plan->state]));
    json_object_object_add(object, "rule", json_object_new_string(plan->rule));
    json_object_object_add(object, "title", json_object_new_string(plan->title));
    json_object_object_add(object, "place", json_object_new_string(plan->place));
    json_object_object_add(object, "note", json_object_new_string(plan->note));
    json_object_object_add(object, "starts_at",
                           instant_json(plan->starts_at, village->utc_offset_minutes));
    json_object_object_add(object, "ends_at",
                           instant_json(plan->ends_at, village->utc_offset_minutes));
    json_object_object_add(object, "signup_until",
                           instant_json(plan->signup_until, village->utc_offset_minutes));
    json_object_object_add(object, "capacity", json_object_new_int64(plan->capacity));
    json_object_object_add(object, "going", json_object_new_int64(counts.going));
    json_object_object_add(object, "waiting", json_object_new_int64(counts.waiting));
    json_object_object_add(object, "free",
                           plan->capacity == 0 ? NULL : json_object_new_int64(free_places));
    json_object_object_add(object, "word",
                           plan->word[0] == '\0' ? NULL : json_object_new_string(plan->word));
    return object;
}
