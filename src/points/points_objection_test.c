/* points_objection_test.c - objections to awards that wait, who decides about them, and appeals. */
#include "testing/judge.h"

/* Ann's award of 5 March waits until the 12th. Gus once lived with ann, hal lives with cai. */
static const char common[] =
    "person_enter tom; role_set tom TOWN; person_enter tim; role_set tim TOWN;"
    "person_enter gus one; role_set gus REVIEWER; person_enter hal two; role_set hal OVERSIGHT;"
    "person_enter boss; role_set boss CADRE;"
    "rule_adopt P 1 TIME 6 0 0 0 0 0 RESIDENT DOCUMENT SOCIAL_WORKER 0 7;"
    "rule_adopt HP 1 TIME 9 0 0 0 0 0 RESIDENT DOCUMENT REVIEW_PANEL 0 7;"
    "rule_adopt T 1 TIME 4 0 0 0 0 0 RESIDENT DOCUMENT SOCIAL_WORKER;"
    "2024-02-01 account_move gus three;"
    "2024-03-05 p: award ann P by=lead/sue;";

#define OBJECTED "2024-03-06 objection p cai;"
#define DECIDED(upheld) OBJECTED "2024-03-07 objection_settle p " upheld " by=ove/-;"

static const struct script_row scripts[] = {
    {"what is objected to stays as it is",
     OBJECTED "2024-03-12 release p -> OBJECTION_OPEN; void p -> OBJECTION_OPEN; ? ann pending 6;"
              "? ann 0; account_close ann -> ACCOUNT_NOT_EMPTY"},
    {"an objection that is not upheld: released when no appeal can come any more",
     DECIDED("0") "2024-03-13 release p -> NOTICE_RUNNING; 2024-03-14 release p -> 6 balance=6;"
                  "objection p ann -> TARGET_DONE; objection_settle p by=tom/- -> TARGET_DONE"},
    {"and not before the notice would have been over",
     "objection p cai; objection_settle p by=ove/-; 2024-03-11 release p -> NOTICE_RUNNING;"
     "2024-03-12 release p -> 6"},
    {"one that is upheld: voided when no appeal can come any more",
     DECIDED("1") "2024-03-13 void p -> NOTICE_RUNNING; release p -> OBJECTION_UPHELD;"
                  "2024-03-14 release p -> OBJECTION_UPHELD; void p -> 6 balance=0;"
                  "? ann pending 0; ? report issued 0"},
    {"whoever is hurt by it appeals, and the town gives the points back",
     DECIDED("1") "2024-03-13 objection p ann; 2024-03-20 void p -> OBJECTION_OPEN;"
                  "release p -> OBJECTION_OPEN; objection_settle p by=tom/-;"
                  "objection p cai -> OBJECTION_LATE; release p -> 6 balance=6"},
    {"or takes them for good",
     DECIDED("0") "objection p cai; 2024-03-08 objection_settle p 1 by=tom/- -> 6 balance=0;"
                  "? ann pending 0; release p -> TARGET_DONE; void p -> TARGET_DONE;"
                  "objection p ann -> TARGET_DONE"},
    {"what the town gives back still waits for the end of its notice",
     DECIDED("1") "objection p ann; objection_settle p by=tom/-; 2024-03-11 release p -> "
                  "NOTICE_RUNNING; 2024-03-12 release p -> 6"},
    {"where the town decides at first, it is final",
     OBJECTED "2024-03-07 objection_settle p 1 by=tom/- -> 6 balance=0"},
    {"what was voided can be awarded again",
     OBJECTED "objection_settle p 1 by=tom/-; award ann P -> 6; ? ann pending 6"},
    {"an award without objections is not touched by another's",
     "q: award bob P;" OBJECTED "2024-03-12 release q -> 6; release p -> OBJECTION_OPEN"},
    {"a proposer of the award may object as anybody may", "objection p lead; objection p lead "
                                                          "-> OBJECTION_OPEN"},
};

#define SETTLE(by) "2024-03-07 objection_settle o 1 by=" by

/* o is objected to by cai; d was decided by ove, a appealed; f is final, n in its notice. */
static const char contested[] =
    "n: award ann P; o: award ann P; d: award ann P; a: award ann P; f: award ann P;"
    "r: award ann P; t: award ann T; 2024-03-06 objection o cai; objection d cai; objection a cai;"
    "objection f cai; objection_settle d by=ove/-; objection_settle a by=ove/-; objection a dan;"
    "objection_settle f by=tom/-; 2024-03-12 release r; 2024-03-06 person_enter zed three;"
    "account_open zed PHONE; account_close zed;";

static const struct judge_row rows[] = {
    {"anybody objects", "2024-03-06 objection n bob", STATUS_OK},
    {"without an account, too", "objection n eve", STATUS_OK},
    {"on the last day of the notice", "2024-03-11 objection n bob", STATUS_OK},
    {"after it", "2024-03-12 objection n bob", STATUS_OBJECTION_LATE},
    {"before the award", "2024-03-04 objection n bob", STATUS_DAY_WRONG},
    {"a stranger", "2024-03-06 objection n who", STATUS_PERSON_UNKNOWN},
    {"nobody", "objection n -", STATUS_PERSON_UNKNOWN},
    {"somebody who has left", "objection n zed", STATUS_ACCOUNT_CLOSED},
    {"to no record", "objection 9999 bob", STATUS_RECORD_NOT_FOUND},
    {"to an award that does not wait", "objection t bob", STATUS_TARGET_KIND},
    {"to one that was released", "2024-03-12 objection r bob", STATUS_TARGET_DONE},
    {"in another village", "2024-03-06 objection n bob village=v2", STATUS_VILLAGE_UNKNOWN},
    {"a second objection", "objection o dan", STATUS_OBJECTION_OPEN},
    {"an appeal", "2024-03-12 objection d dan", STATUS_OK},
    {"an appeal too late", "2024-03-13 objection d dan", STATUS_OBJECTION_LATE},
    {"an appeal before the decision", "2024-03-05 objection d dan", STATUS_DAY_WRONG},
    {"a second appeal", "2024-03-06 objection a bob", STATUS_OBJECTION_OPEN},
    {"after the last word", "objection f bob", STATUS_OBJECTION_LATE},

    {"a reviewer decides", SETTLE("rev/-"), STATUS_OK},
    {"the board decides", SETTLE("ove/-"), STATUS_OK},
    {"the town decides", SETTLE("tim/-"), STATUS_OK},
    {"a cadre decides", SETTLE("boss/-"), STATUS_OBJECTION_JUDGE},
    {"who put it forward decides", SETTLE("lead/-"), STATUS_OBJECTION_JUDGE},
    {"who approved it decides", SETTLE("sue/-"), STATUS_OBJECTION_JUDGE},
    {"a neighbour decides", SETTLE("dan/-"), STATUS_OBJECTION_JUDGE},
    {"nobody decides", SETTLE("-/ove"), STATUS_OBJECTION_JUDGE},
    {"a stranger decides", SETTLE("who/-"), STATUS_OBJECTION_JUDGE},
    {"who once lived with the one who earns", SETTLE("gus/-"), STATUS_OBJECTION_JUDGE},
    {"who lives with the one who objects", SETTLE("hal/-"), STATUS_OBJECTION_JUDGE},
    {"before the objection", "2024-03-05 objection_settle o by=ove/-", STATUS_DAY_WRONG},
    {"what nobody objected to", "2024-03-07 objection_settle n by=ove/-", STATUS_OBJECTION_NONE},
    {"what was decided", "objection_settle d by=rev/-", STATUS_OBJECTION_NONE},
    {"what is final", "objection_settle f by=tim/-", STATUS_OBJECTION_NONE},
    {"an appeal, by the village", "objection_settle a by=rev/-", STATUS_OBJECTION_JUDGE},
    {"an appeal, by the town", "objection_settle a by=tim/-", STATUS_OK},
    {"no record", "objection_settle 9999 by=ove/-", STATUS_RECORD_NOT_FOUND},
    {"what does not wait", "objection_settle t by=ove/-", STATUS_TARGET_KIND},
    {"in no village", "objection_settle o by=ove/- village=v2", STATUS_VILLAGE_UNKNOWN},
};

/* Who once gave an award does not hear the objection to it, though they hold the role. */
static const char given[] =
    "role_set lead OVERSIGHT; role_set sue OVERSIGHT; role_set sid REVIEWER; role_set tim REVIEWER;"
    "role_set ove TOWN; k: panel_draw K ann;"
    "h: award ann HP panel=K by=rev/sid; o: award ann P; 2024-03-06 objection h cai;"
    "objection o cai; d: award ann P; objection d cai; objection_settle d by=ove/-;"
    "2024-03-05 e: award ann P; 2024-03-06 objection e cai; objection_settle e by=rev/-;"
    "objection e dan;";

static const struct judge_row parts[] = {
    {"the proposer", "2024-03-07 objection_settle o by=lead/-", STATUS_OBJECTION_JUDGE},
    {"the approver", "objection_settle o by=sue/-", STATUS_OBJECTION_JUDGE},
    {"somebody else of the board", "objection_settle o by=sid/-", STATUS_OK},
    {"of the panel, who put it forward", "objection_settle h by=rev/-", STATUS_OBJECTION_JUDGE},
    {"of the panel, who approved", "objection_settle h by=sid/-", STATUS_OBJECTION_JUDGE},
    {"of the panel, the third", "objection_settle h by=tim/-", STATUS_OBJECTION_JUDGE},
    {"nobody of the panel", "objection_settle h by=lead/-", STATUS_OK},
    {"the first judge hears no appeal", "objection_settle e by=rev/-", STATUS_OBJECTION_JUDGE},
    {"the town that had no part does", "objection_settle e by=tom/-", STATUS_OK},
};

int main(void)
{
    char before[2][sizeof common + sizeof contested + sizeof given];
    snprintf(before[0], sizeof before[0], "%s%s", common, contested);
    snprintf(before[1], sizeof before[1], "%s%s", common, given);
    return script_rows_run("points_objection", common, scripts, COUNT(scripts)) +
           judge_rows_run("points_objection_refuse", before[0], rows, COUNT(rows)) +
           judge_rows_run("points_objection_parts", before[1], parts, COUNT(parts));
}
