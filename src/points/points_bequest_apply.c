/* points_bequest_apply.c - what becomes of the points of a person who has died or leaves: they pass
 * on to an heir, with the days of their lots. Two records, since each is one person's: the bequest
 * takes them, the inheritance gives them. Runs under consensus: no clock, no random number, no
 * float. */
#include "points/points_internal.h"

enum {
    BEQUEST_PROPOSERS =
        1U << SANBAO__V1__ROLE__ROLE_SOCIAL_WORKER | 1U << SANBAO__V1__ROLE__ROLE_CADRE,
    BEQUEST_APPROVERS = 1U << SANBAO__V1__ROLE__ROLE_CADRE |
                        1U << SANBAO__V1__ROLE__ROLE_OVERSIGHT | 1U << SANBAO__V1__ROLE__ROLE_TOWN,
};

struct status points__bequest(void *room, const struct apply *apply, Sanbao__V1__Outcome *outcome)
{
    struct points *points = room;
    const Sanbao__V1__Bequest *op = apply->operation->bequest;
    int32_t day = apply->operation->day;
    struct village village;
    struct member member;
    struct member heir;
    struct moved moved;
    int64_t passed = 0;
    TRY(identity_village(points->identity, apply->operation->village, &village));
    TRY(identity_holder(points->identity, village.id, &op->person, day, &member));
    TRY(identity_holder(points->identity, village.id, &op->heir, day, &heir));
    if (member.id == heir.id) {
        return REFUSE(HEIR_WRONG);
    }
    const struct member *const people[] = {&member, &heir};
    TRY(identity_eyes_on(points->identity, apply, village.id, BEQUEST_PROPOSERS, BEQUEST_APPROVERS,
                         people, COUNT(people)));
    struct entry_head head = {apply->record, village.id, member.account, day, heir.account};
    TRY(ledger_bequeath(points->ledger, &head, &passed, &moved));
    outcome->granted = (uint64_t)passed;
    outcome->balance = (uint64_t)moved.balance;
    outcome->owed_paid = (uint64_t)moved.owed_paid;
    outcome->owed = (uint64_t)moved.owed;
    return moved.owed_paid == 0 ? OK
                                : books_metric_add(points->books, village.id,
                                                   points->metrics.expired, day, moved.owed_paid);
}

struct status points__inherit(void *room, const struct apply *apply, Sanbao__V1__Outcome *outcome)
{
    struct points *points = room;
    uint64_t record = apply->operation->inherit->record;
    struct village village;
    struct entry entry;
    struct moved moved;
    int64_t of_village = 0;
    int64_t heir = 0;
    int64_t passed = 0;
    TRY(identity_village(points->identity, apply->operation->village, &village));
    if (record >= apply->record) {
        return REFUSE(RECORD_NOT_FOUND);
    }
    TRY(ledger_entry(points->ledger, record, &entry));
    if (entry.kind != ENTRY_BEQUEST) {
        return REFUSE(TARGET_KIND);
    }
    TRY(ledger_bequest(points->ledger, record, &of_village, &heir, &passed));
    if (passed == 0) {
        return REFUSE(TARGET_DONE);
    }
    if (of_village != village.id) {
        return REFUSE(TARGET_KIND);
    }
    if (apply->operation->day < entry.day) {
        return REFUSE(DAY_WRONG);
    }
    struct entry_head head = {apply->record, village.id, heir, apply->operation->day,
                              (int64_t)record};
    TRY(ledger_inherit(points->ledger, &head, &passed, &moved));
    outcome->granted = (uint64_t)passed;
    outcome->balance = (uint64_t)moved.balance;
    return OK;
}
