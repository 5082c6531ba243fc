/* identity_role_test.c - who gives roles: the server's key until two people have, then two people
 * alone. */
#include "testing/judge.h"

/* adm administers, boss is a cadre, tom and tim are of the town; bob, a cadre, lives with ann. */
#define STAFF                                                                                      \
    "person_enter adm; role_set adm ADMIN; person_enter boss; role_set boss CADRE;"                \
    "person_enter tom; role_set tom TOWN; person_enter tim; role_set tim TOWN;"                    \
    "role_set bob CADRE;"

static const struct script_row scripts[] = {
    {"until two people have given a role the server's key gives them",
     "role_set cai LEADER; role_set cai LEADER 1; role_set dan LEADER by=adm/boss;"
     "role_set cai LEADER -> TWO_EYES_PROPOSER; role_set dan LEADER 1 -> TWO_EYES_PROPOSER;"
     "role_set cai LEADER by=adm/boss"},
    {"a refused try changes nothing of that",
     "role_set cai LEADER by=adm/adm -> TWO_EYES_APPROVER; role_set cai LEADER"},
    {"another village is not held to it",
     "2024-01-01 village_open 10 480 village=other; person_enter ora village=other;"
     "role_set dan LEADER by=adm/boss; role_set ora ADMIN village=other;"
     "role_set ora CADRE by=adm/boss village=other -> TWO_EYES_PROPOSER"},
    {"who was given the right to approve may use it",
     "role_set cai CADRE by=adm/boss; role_set dan LEADER by=adm/cai;"
     "role_set cai CADRE 1 by=adm/boss; role_set dan REVIEWER by=adm/cai -> TWO_EYES_APPROVER"},
};

#define GIVE(by) "role_set ann LEADER by=" by

static const struct judge_row rows[] = {
    {"the administrator proposes, a cadre approves", GIVE("adm/boss"), STATUS_OK},
    {"the administrator and the town", GIVE("adm/tom"), STATUS_OK},
    {"the town and a cadre", GIVE("tom/boss"), STATUS_OK},
    {"two of the town", GIVE("tom/tim"), STATUS_OK},
    {"the server's key alone", GIVE("-/-"), STATUS_TWO_EYES_PROPOSER},
    {"the administrator alone", GIVE("adm/-"), STATUS_TWO_EYES_APPROVER},
    {"a cadre alone", GIVE("-/boss"), STATUS_TWO_EYES_PROPOSER},
    {"one of the town alone", GIVE("tom/tom"), STATUS_TWO_EYES_SAME},
    {"a cadre proposes", GIVE("boss/tom"), STATUS_TWO_EYES_PROPOSER},
    {"a social worker proposes", GIVE("sue/boss"), STATUS_TWO_EYES_PROPOSER},
    {"the administrator approves", GIVE("tom/adm"), STATUS_TWO_EYES_APPROVER},
    {"the board approves", GIVE("adm/ove"), STATUS_TWO_EYES_APPROVER},
    {"strangers", GIVE("who/boss"), STATUS_TWO_EYES_PROPOSER},
    {"who lives with the one it is given to", GIVE("adm/bob"), STATUS_TWO_EYES_HOUSEHOLD},
    {"for oneself", "role_set adm CADRE by=adm/boss", STATUS_TWO_EYES_SAME},
    {"oneself approving", "role_set boss TOWN by=adm/boss", STATUS_TWO_EYES_SAME},
    {"giving up one's own, alone", "role_set adm ADMIN 1 by=adm/boss", STATUS_TWO_EYES_SAME},
    {"taken away by two", "role_set sue SOCIAL_WORKER 1 by=adm/boss", STATUS_OK},
    {"taken away by one", "role_set sue SOCIAL_WORKER 1 by=adm/-", STATUS_TWO_EYES_APPROVER},
};

int main(void)
{
    return script_rows_run("identity_role", STAFF, scripts, COUNT(scripts)) +
           judge_rows_run("identity_role_refuse", STAFF "role_set dan LEADER by=adm/boss;", rows,
                          COUNT(rows));
}
