/* signal.c - what becomes of a rule's finding: a new signal, the same one again, or an answered one
 * that opens because much more stands behind it now. */
#include <string.h>

#include "oversight/oversight_internal.h"

enum { REOPEN_TIMES = 2 };

struct status oversight__member_person(struct side *side, int64_t member, struct id *person)
{
    struct member found;
    char home[CODE_MAX + 1];
    TRY(identity_member_by_id(side->identity, member, &found, person->bytes));
    TRY(people_village(side->people, person, PEOPLE_RESIDENT, home));
    if (home[0] == '\0') {
        TRY(people_village(side->people, person, PEOPLE_STAFF, home));
    }
    if (home[0] == '\0') {
        *person = (struct id){{0}};
    }
    return OK;
}

static struct status behind_put(struct side *side, const struct signal *signal,
                                const struct finding *finding)
{
    static const struct id nobody = {{0}};
    struct oversight *own = oversight__of(side);
    TRY(oversight__evidence_drop(own, &signal->id));
    TRY(oversight__person_drop(own, &signal->id));
    for (size_t i = 0; i < finding->record_count; i++) {
        TRY(oversight__evidence_put(own, &signal->id, finding->records[i]));
    }
    for (size_t i = 0; i < finding->people_count; i++) {
        struct concerned concerned = {.part = (int32_t)finding->people[i].part};
        TRY(oversight__member_person(side, finding->people[i].member, &concerned.person));
        if (memcmp(&concerned.person, &nobody, sizeof nobody) != 0) {
            TRY(oversight__person_put(own, &signal->id, &concerned, (int64_t)i));
        }
    }
    return OK;
}

/* What the finding says of the signal today. */
static void signal_fill(struct signal *signal, const struct finding *finding)
{
    signal->day = finding->day;
    signal->shop = finding->shop;
    signal->records = finding->record_total;
    memcpy(signal->numbers, finding->numbers, sizeof signal->numbers);
}

static struct status again(struct side *side, struct signal *signal, const struct finding *finding)
{
    struct oversight *own = oversight__of(side);
    if (signal->state == SIGNAL_ANSWERED &&
        finding->record_total < REOPEN_TIMES * signal->answered) {
        return oversight__signal_set(own, signal); /* seen, and nothing to add */
    }
    if (signal->state == SIGNAL_ANSWERED || signal->state == SIGNAL_GONE) {
        signal->state = SIGNAL_OPEN;
        signal->taken = false;
        signal->found_at = signal->seen_at;
    }
    signal_fill(signal, finding);
    TRY(oversight__signal_set(own, signal));
    return behind_put(side, signal, finding);
}

struct status oversight__keep(struct side *side, const char *village, int32_t half,
                              const struct finding *finding, int64_t now)
{
    struct oversight *own = oversight__of(side);
    struct signal signal = {
        .kind = (int32_t)finding->kind, .half = half, .key = {finding->key[0], finding->key[1]}};
    bool found = false;
    snprintf(signal.village, sizeof signal.village, "%s", village);
    TRY(oversight__signal_key(own, &signal, &found));
    signal.seen_at = now;
    if (found) {
        return again(side, &signal, finding);
    }
    random_bytes(signal.id.bytes, ID_BYTES);
    signal.state = SIGNAL_OPEN;
    signal.found_at = now;
    signal_fill(&signal, finding);
    TRY(oversight__signal_put(own, &signal));
    return behind_put(side, &signal, finding);
}
