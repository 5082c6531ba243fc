/* import_eyes.c - two eyes of an imported row: who put it forward and who approved it. The leader
 * of the activity proposes, or the second social worker where there is no leader or the leader
 * earns; the first of the staff who holds the role, did not propose and is not of the earner's
 * household approves. Apply judges it all again. */
#include "import/import_internal.h"

#include <stdlib.h>
#include <string.h>

static bool same(const struct id *a, const struct id *b)
{
    return memcmp(a->bytes, b->bytes, ID_BYTES) == 0;
}

static bool holds(const struct import_worker *worker, Sanbao__V1__Role role)
{
    return (worker->roles >> role & 1) != 0;
}

/* ---- who there is ---- */

static struct status worker_add(struct import *import, const struct id *id)
{
    struct member member;
    ProtobufCBinaryData person = import__bytes(id);
    for (size_t i = 0; i < import->worker_count; i++) {
        if (same(&import->workers[i].id, id)) {
            return OK;
        }
    }
    TRY(identity_member(import->rooms->identity, import->village_id, &person, &member));
    if (member.id == 0) {
        return OK; /* Left behind by an import that was cut off. */
    }
    if (import->worker_count == import->worker_room) {
        size_t room = import->worker_room == 0 ? 32 : import->worker_room * 2;
        struct import_worker *workers = realloc(import->workers, room * sizeof(*workers));
        if (workers == NULL) {
            return FAULT(OUT_OF_MEMORY);
        }
        import->workers = workers;
        import->worker_room = room;
    }
    import->workers[import->worker_count++] =
        (struct import_worker){*id, member.household, member.roles};
    return OK;
}

static struct status stored_worker(void *context, const struct people_row *row)
{
    return worker_add(context, &row->id);
}

struct status import__workers(struct import *import)
{
    const struct import_table *table = &import->folder.tables[IMPORT_STAFF];
    import->worker_count = 0;
    import->workers_missing = table->broken;
    for (size_t i = 0; i < table->count; i++) {
        const struct import_row *row = table->rows[i];
        if (row->faulty || row->hangs) {
            import->workers_missing = true;
        } else {
            TRY(worker_add(import, &row->id));
        }
    }
    if (import->fresh) {
        return OK;
    }
    return people_each(import->rooms->people, import->village, PEOPLE_STAFF, stored_worker, import);
}

/* ---- who it is ---- */

static Sanbao__V1__Role approving_role(int32_t approver)
{
    switch (approver) {
    case SANBAO__V1__APPROVER__APPROVER_REVIEW_PANEL:
        return SANBAO__V1__ROLE__ROLE_REVIEWER;
    case SANBAO__V1__APPROVER__APPROVER_OVERSIGHT_BOARD:
        return SANBAO__V1__ROLE__ROLE_OVERSIGHT;
    default:
        return SANBAO__V1__ROLE__ROLE_SOCIAL_WORKER;
    }
}

/* The second social worker, or the next one, or the first where no other is left. */
static const struct id *proposer_find(const struct import *import, const struct id *earner)
{
    const struct id *first = NULL;
    size_t met = 0;
    for (size_t i = 0; i < import->worker_count; i++) {
        const struct import_worker *worker = &import->workers[i];
        if (!holds(worker, SANBAO__V1__ROLE__ROLE_SOCIAL_WORKER)) {
            continue;
        }
        met++;
        if (same(&worker->id, earner)) {
            continue;
        }
        if (met > 1) {
            return &worker->id;
        }
        first = &worker->id;
    }
    return first;
}

static const struct id *approver_find(const struct import *import, Sanbao__V1__Role role,
                                      const struct id *proposer, const struct id *earner,
                                      int64_t household)
{
    for (size_t i = 0; i < import->worker_count; i++) {
        const struct import_worker *worker = &import->workers[i];
        bool one_household = worker->household != 0 && worker->household == household;
        if (holds(worker, role) && !same(&worker->id, proposer) && !same(&worker->id, earner) &&
            !one_household) {
            return &worker->id;
        }
    }
    return NULL;
}

struct status import__eyes(struct import *import, const struct rule *rule, const struct id *earner,
                           const struct id *leader, struct import_eyes *eyes)
{
    *eyes = (struct import_eyes){.missing = SANBAO__V1__ROLE__ROLE_UNSET};
    if (rule->approver == SANBAO__V1__APPROVER__APPROVER_SYSTEM) {
        return OK;
    }
    struct member member;
    ProtobufCBinaryData person = import__bytes(earner);
    TRY(identity_member(import->rooms->identity, import->village_id, &person, &member));
    bool leads = leader != NULL && !same(leader, earner);
    eyes->proposer = leads ? leader : proposer_find(import, earner);
    if (eyes->proposer == NULL) {
        eyes->missing = SANBAO__V1__ROLE__ROLE_SOCIAL_WORKER;
        return OK;
    }
    Sanbao__V1__Role role = approving_role(rule->approver);
    eyes->approver = approver_find(import, role, eyes->proposer, earner, member.household);
    eyes->missing = eyes->approver == NULL ? role : SANBAO__V1__ROLE__ROLE_UNSET;
    return OK;
}
