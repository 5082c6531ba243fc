/* identity_eyes.c - two eyes on what is no award: who may put it forward, who may approve it. */
#include "identity/identity.h"

struct status identity_eyes_on(struct identity *identity, const struct apply *apply,
                               int64_t village, uint32_t proposer_roles, uint32_t approver_roles,
                               const struct member *const *people, size_t count)
{
    const Sanbao__V1__Operation *operation = apply->operation;
    struct member proposer;
    struct member approver;
    int64_t approves = 0;
    TRY(identity_member(identity, village, &operation->proposer, &proposer));
    TRY(identity_member(identity, village, &operation->approver, &approver));
    if (proposer.id == 0 || (proposer.roles & proposer_roles) == 0) {
        return REFUSE(TWO_EYES_PROPOSER);
    }
    if (approver.id == 0 || (approver.roles & approver_roles) == 0) {
        return REFUSE(TWO_EYES_APPROVER);
    }
    bool same_person = proposer.id == approver.id;
    bool same_household = false;
    TRY(identity_household_on(identity, &approver, operation->day, &approves));
    for (size_t i = 0; i < count; i++) {
        int64_t household = 0;
        same_person = same_person || proposer.id == people[i]->id || approver.id == people[i]->id;
        TRY(identity_household_on(identity, people[i], operation->day, &household));
        same_household = same_household || (approves != 0 && approves == household);
    }
    if (same_person) {
        return REFUSE(TWO_EYES_SAME);
    }
    return same_household ? REFUSE(TWO_EYES_HOUSEHOLD) : OK;
}
