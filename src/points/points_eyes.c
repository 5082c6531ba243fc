/* points_eyes.c - two eyes: nobody gets points by one person's word. Proposer, approver and
 * beneficiary are three people, approver and beneficiary not of one household, and the rule says
 * who may vouch. */
#include <string.h>

#include "points/points_internal.h"

enum { SYSTEM_POINTS_MAX = 5 };

static bool same(const ProtobufCBinaryData *a, const ProtobufCBinaryData *b)
{
    return a->len == b->len && memcmp(a->data, b->data, a->len) == 0;
}

/* The server's key gives small points for what it logged itself. */
static struct status system_check(const struct award *award)
{
    const Sanbao__V1__Operation *operation = award->apply->operation;
    if (operation->proposer.len != 0) {
        return REFUSE(TWO_EYES_PROPOSER);
    }
    if (operation->approver.len != 0) {
        return REFUSE(TWO_EYES_APPROVER);
    }
    bool small = award->rule.points <= SYSTEM_POINTS_MAX &&
                 award->rule.evidence == SANBAO__V1__EVIDENCE__EVIDENCE_LOG;
    return small ? OK : REFUSE(SYSTEM_RULE_LIMIT);
}

static Sanbao__V1__Role approver_role(const struct rule *rule)
{
    switch (rule->approver) {
    case SANBAO__V1__APPROVER__APPROVER_REVIEW_PANEL:
        return SANBAO__V1__ROLE__ROLE_REVIEWER;
    case SANBAO__V1__APPROVER__APPROVER_OVERSIGHT_BOARD:
        return SANBAO__V1__ROLE__ROLE_OVERSIGHT;
    default: /* a social worker checks what leaders and social workers propose */
        return SANBAO__V1__ROLE__ROLE_SOCIAL_WORKER;
    }
}

/* The activity's leader proposes; where the leader is the one who earns, a social worker does. */
static bool leader_proposes(const struct award *award, const struct member *proposer)
{
    if (award->rule.approver != SANBAO__V1__APPROVER__APPROVER_ACTIVITY_LEADER ||
        award->activity.id == 0) {
        return true;
    }
    if (award->member.id == award->activity.leader) {
        return member_has_role(proposer, SANBAO__V1__ROLE__ROLE_SOCIAL_WORKER);
    }
    return proposer->id == award->activity.leader;
}

static bool sits(const struct panel *panel, int64_t member)
{
    bool found = false;
    for (int i = 0; i < PANEL_MEMBERS; i++) {
        found = found || panel->members[i] == member;
    }
    return found;
}

/* A claim: points that a review panel gives for what was no activity. Two of the three who were
 * drawn for it put it forward and approve it: the majority. No panel gives anything else. */
static struct status panel_check(struct points *points, const struct award *award,
                                 const struct member *proposer, const struct member *approver)
{
    struct panel panel;
    bool known = false;
    bool claim = award->rule.approver == SANBAO__V1__APPROVER__APPROVER_REVIEW_PANEL &&
                 award->activity.id == 0;
    if (award->panel == NULL || award->panel->len == 0) {
        return claim ? REFUSE(PANEL_MISSING) : OK;
    }
    if (claim) {
        TRY(points_panel(points, award->village.id, award->panel->data, &panel, &known));
    }
    if (!known || panel.person != award->member.id) {
        return REFUSE(PANEL_UNKNOWN);
    }
    if (panel.awarded) {
        return REFUSE(PANEL_USED);
    }
    if (award->apply->operation->day < panel.day) {
        return REFUSE(DAY_WRONG);
    }
    if (!sits(&panel, proposer->id) ||
        !member_has_role(proposer, SANBAO__V1__ROLE__ROLE_REVIEWER)) {
        return REFUSE(TWO_EYES_PROPOSER);
    }
    return sits(&panel, approver->id) ? OK : REFUSE(TWO_EYES_APPROVER);
}

struct status points__eyes_check(struct points *points, struct award *award)
{
    const Sanbao__V1__Operation *operation = award->apply->operation;
    if (award->rule.approver == SANBAO__V1__APPROVER__APPROVER_SYSTEM) {
        TRY(system_check(award));
        return award->panel == NULL || award->panel->len == 0 ? OK : REFUSE(PANEL_UNKNOWN);
    }
    struct member proposer;
    struct member approver;
    TRY(identity_member(points->identity, award->village.id, &operation->proposer, &proposer));
    TRY(identity_member(points->identity, award->village.id, &operation->approver, &approver));
    if (proposer.id == 0) {
        return REFUSE(TWO_EYES_PROPOSER);
    }
    if (approver.id == 0) {
        return REFUSE(TWO_EYES_APPROVER);
    }
    if (same(&operation->proposer, &operation->approver) || proposer.id == award->member.id ||
        approver.id == award->member.id) {
        return REFUSE(TWO_EYES_SAME);
    }
    if (!leader_proposes(award, &proposer)) {
        return REFUSE(TWO_EYES_PROPOSER);
    }
    if (!member_has_role(&approver, approver_role(&award->rule))) {
        return REFUSE(TWO_EYES_APPROVER);
    }
    TRY(panel_check(points, award, &proposer, &approver));
    int64_t household = 0;
    TRY(identity_household_on(points->identity, &approver, award->cap_day, &household));
    bool one_household = household != 0 && household == award->member.household;
    award->proposer = proposer.id;
    award->approver = approver.id;
    return one_household ? REFUSE(TWO_EYES_HOUSEHOLD) : OK;
}
