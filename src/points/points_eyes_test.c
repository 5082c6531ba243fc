/* points_eyes_test.c - two eyes: who may propose and who may approve, for every class of approver
 * that a rule can name. What is accepted is abandoned; what is refused must have left nothing. */
#include "testing/judge.h"

/* fay, of the leader's household, is a social worker too, and so is the leader of activity L2; gus
 * of household one sits on both panels. */
static const char common[] =
    "person_enter fay nine; role_set fay SOCIAL_WORKER; account_open fay PHONE;"
    "person_enter gus one; role_set gus REVIEWER; role_set gus OVERSIGHT;"
    "rule_adopt SW 1 TIME 4 0 0 0 0 0 RESIDENT DOCUMENT SOCIAL_WORKER;"
    "rule_adopt AL 1 TIME 4 0 0 0 0 0 RESIDENT CHECKIN ACTIVITY_LEADER;"
    "rule_adopt GL 1 TIME 4 0 0 0 0 0 RESIDENT DOCUMENT GROUP_LEADER;"
    "rule_adopt RP 1 TIME 4 0 0 0 0 0 RESIDENT DOCUMENT REVIEW_PANEL;"
    "rule_adopt OB 1 TIME 4 0 0 0 0 0 RESIDENT DOCUMENT OVERSIGHT_BOARD;"
    "rule_adopt SY 1 TIME 4 0 0 0 0 0 RESIDENT LOG SYSTEM;"
    "rule_adopt SG 1 GRADE 5 0 0 0 0 0 RESIDENT LOG SYSTEM;"
    "2024-03-05 activity_open L AL 08:00 12:00 0 lead; activity_open M SW 08:00 12:00 0 lead;"
    "activity_open P RP 08:00 12:00 0 lead; 2024-04-06 activity_open Q RP 08:00 12:00 0 lead;"
    "2024-04-05 account_move gus two; 2024-03-05 fund_deposit 10;"
    "u: award ann AL L 08:00 09:00 CARD -> 0 unfunded; fund_deposit 1000";

#define ATTEND(who, by) "2024-03-05 award " who " AL L 09:00 10:00 CARD by=" by

#define REVIEW(who, by) "2024-03-05 award " who " RP P 08:00 09:00 CARD by=" by
#define LATER(who, by) "2024-04-06 award " who " RP Q 08:00 09:00 CARD by=" by

static const struct judge_row rows[] = {
    /* a social worker vouches */
    {"anybody may propose to a social worker", "award ann AL by=cai/sue", STATUS_OK},
    {"a neighbour proposes, a social worker approves", "award ann SW by=cai/sue", STATUS_OK},
    {"one social worker to another", "award ann SW by=sid/sue", STATUS_OK},
    {"one's own family may propose", "award ann SW by=bob/sue", STATUS_OK},
    {"nobody proposes", "award ann SW by=-/sue", STATUS_TWO_EYES_PROPOSER},
    {"a stranger proposes", "award ann SW by=who/sue", STATUS_TWO_EYES_PROPOSER},
    {"nobody approves", "award ann SW by=lead/-", STATUS_TWO_EYES_APPROVER},
    {"a stranger approves", "award ann SW by=lead/who", STATUS_TWO_EYES_APPROVER},
    {"one person is both", "award ann SW by=sue/sue", STATUS_TWO_EYES_SAME},
    {"the one who earns proposes", "award ann SW by=ann/sue", STATUS_TWO_EYES_SAME},
    {"the one who earns approves", "award fay SW by=lead/fay", STATUS_TWO_EYES_SAME},
    {"a leader approves", "award ann SW by=cai/lead", STATUS_TWO_EYES_APPROVER},
    {"a reviewer approves", "award ann SW by=lead/rev", STATUS_TWO_EYES_APPROVER},
    {"the board approves", "award ann SW by=lead/ove", STATUS_TWO_EYES_APPROVER},
    {"a neighbour approves", "award ann SW by=lead/cai", STATUS_TWO_EYES_APPROVER},
    {"the approver is of the household that earns", "award ann SW by=lead/sal",
     STATUS_TWO_EYES_HOUSEHOLD},
    {"two without a household are not of one", "award cai SW by=lead/sid", STATUS_OK},
    {"whoever leads, a rule of social workers asks for none",
     "2024-03-05 award ann SW M 08:00 "
     "09:00 CARD by=cai/sue",
     STATUS_OK},

    /* the leader of the activity proposes, a social worker approves */
    {"the leader proposes", ATTEND("ann", "lead/sue"), STATUS_OK},
    {"a social worker proposes in the leader's place", ATTEND("ann", "sid/sue"),
     STATUS_TWO_EYES_PROPOSER},
    {"a neighbour proposes in the leader's place", ATTEND("ann", "cai/sue"),
     STATUS_TWO_EYES_PROPOSER},
    {"nobody proposes an attendance", ATTEND("ann", "-/sue"), STATUS_TWO_EYES_PROPOSER},
    {"a reviewer approves an attendance", ATTEND("ann", "lead/rev"), STATUS_TWO_EYES_APPROVER},
    {"nobody approves an attendance", ATTEND("ann", "lead/-"), STATUS_TWO_EYES_APPROVER},
    {"the leader is both", ATTEND("ann", "lead/lead"), STATUS_TWO_EYES_SAME},
    {"an approver of ann's household", ATTEND("ann", "lead/sal"), STATUS_TWO_EYES_HOUSEHOLD},
    {"where the leader earns, a social worker proposes", ATTEND("lead", "sid/sue"), STATUS_OK},
    {"the leader proposes for the leader", ATTEND("lead", "lead/sue"), STATUS_TWO_EYES_SAME},
    {"where the leader earns, a neighbour proposes", ATTEND("lead", "cai/sue"),
     STATUS_TWO_EYES_PROPOSER},
    {"where the leader earns, the leader's household approves", ATTEND("lead", "sid/fay"),
     STATUS_TWO_EYES_HOUSEHOLD},
    {"where the leader earns, the leader's household may propose", ATTEND("lead", "fay/sue"),
     STATUS_OK},

    /* a group's leader proposes, a social worker approves */
    {"a group's leader proposes", "award ann GL by=lead/sue", STATUS_OK},
    {"a reviewer approves what a group's leader proposes", "award ann GL by=lead/rev",
     STATUS_TWO_EYES_APPROVER},
    {"a group's leader alone", "award ann GL by=lead/-", STATUS_TWO_EYES_APPROVER},
    {"a household member approves what a group's leader proposes", "award ann GL by=lead/sal",
     STATUS_TWO_EYES_HOUSEHOLD},

    /* the review panel, at an activity; claims: points_panel_test.c */
    {"a reviewer approves", REVIEW("ann", "lead/rev"), STATUS_OK},
    {"a social worker is no reviewer", REVIEW("ann", "lead/sue"), STATUS_TWO_EYES_APPROVER},
    {"the board is no review panel", REVIEW("ann", "lead/ove"), STATUS_TWO_EYES_APPROVER},
    {"the reviewer proposes and approves", REVIEW("ann", "rev/rev"), STATUS_TWO_EYES_SAME},
    {"a reviewer of the household that earns", REVIEW("ann", "lead/gus"),
     STATUS_TWO_EYES_HOUSEHOLD},
    {"a reviewer who had moved out by then", LATER("ann", "lead/gus"), STATUS_OK},
    {"a reviewer who has moved in by then", LATER("cai", "lead/gus"), STATUS_TWO_EYES_HOUSEHOLD},

    /* the oversight board */
    {"the board approves its own", "2024-03-05 award ann OB by=lead/ove", STATUS_OK},
    {"a social worker is not of the board", "award ann OB by=lead/sue", STATUS_TWO_EYES_APPROVER},
    {"a reviewer is not of the board", "award ann OB by=lead/rev", STATUS_TWO_EYES_APPROVER},
    {"one of the board of the household that earns", "award ann OB by=lead/gus",
     STATUS_TWO_EYES_HOUSEHOLD},

    /* the server's key */
    {"the server gives what it logged", "award ann SY by=-/-", STATUS_OK},
    {"the server grades what it logged", "award ann SG grade_points=5 by=-/-", STATUS_OK},
    {"a person proposes what the server gives", "award ann SY by=lead/-", STATUS_TWO_EYES_PROPOSER},
    {"a person approves what the server gives", "award ann SY by=-/sue", STATUS_TWO_EYES_APPROVER},
    {"two people give what the server gives", "award ann SY by=lead/sue", STATUS_TWO_EYES_PROPOSER},

    /* an attendance that met an empty fund, awarded later */
    {"the leader proposes it again", "2024-03-06 award_unfunded u by=lead/sue", STATUS_OK},
    {"someone else proposes it", "award_unfunded u by=sid/sue", STATUS_TWO_EYES_PROPOSER},
    {"a household member approves it", "award_unfunded u by=lead/sal", STATUS_TWO_EYES_HOUSEHOLD},
    {"nobody approves it", "award_unfunded u by=lead/-", STATUS_TWO_EYES_APPROVER},
    {"the leader alone", "award_unfunded u by=lead/lead", STATUS_TWO_EYES_SAME},
};

int main(void)
{
    return judge_rows_run("points_eyes", common, rows, COUNT(rows));
}
