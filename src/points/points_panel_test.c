/* points_panel_test.c - review panels: who is drawn, who cannot be, and what a panel may give. The
 * known drawings were made by another program from docs/operations.md. */
#include <string.h>

#include "testing/judge.h"

/* Of the reviewers rae lives with ann, ron with lead, ria with dan; rev has no household. So three
 * are left for a claim of ann. */
static const char common[] = "person_enter rae one; person_enter ria three; person_enter ron nine;"
                             "role_set rae REVIEWER; role_set ria REVIEWER; role_set ron REVIEWER;"
                             "rule_adopt HON 1 TIME 50 0 0 0 0 0 RESIDENT DOCUMENT REVIEW_PANEL;"
                             "rule_adopt YARD 1 GRADE 9 0 0 0 0 0 HOUSEHOLD PHOTO REVIEW_PANEL;"
                             "rule_adopt T 1 TIME 4 0 0 0 0 0 RESIDENT DOCUMENT SOCIAL_WORKER;"
                             "rule_adopt SY 1 TIME 4 0 0 0 0 0 RESIDENT LOG SYSTEM;"
                             "2024-03-05 activity_open A HON 08:00 12:00 0 lead;";

static const struct script_row scripts[] = {
    {"whoever lives with the claimant is not drawn",
     "panel_draw P1 ann; ? panel P1 rev 1; ? panel P1 ria 1; ? panel P1 ron 1; ? panel P1 rae 0"},
    {"nor who ever did",
     "account_move ria one; 2024-03-06 account_move ria three; panel_draw P1 ann -> PANEL_SHORT;"
     "panel_draw P1 cai"},
    {"nor with whom the claimant ever did",
     "account_move ann three; panel_draw P1 ann -> PANEL_SHORT;"
     "2024-03-06 account_move ann two; panel_draw P1 ann -> PANEL_SHORT"},
    {"nor who puts the claim forward",
     "panel_draw P1 ann by=rev/- -> PANEL_SHORT; panel_draw P1 ann by=sue/-; ? panel P1 rev 1"},
    {"nor the claimant", "role_set ann REVIEWER; panel_draw P1 ann; ? panel P1 ann 0"},
    {"nor who has left",
     "account_open ria PHONE; account_close ria; panel_draw P1 ann -> PANEL_SHORT"},
    {"nor who is no reviewer any more",
     "role_set ria REVIEWER 1; panel_draw P1 ann -> PANEL_SHORT"},
    {"nor who is excused", "role_set sid REVIEWER; panel_draw P1 ann excused=sid; ? panel P1 sid 0;"
                           "panel_draw P2 ann excused=rev,sid -> PANEL_SHORT"},
    {"two of the three give the points",
     "panel_draw P1 ann; award ann HON panel=P1 by=rev/ria -> 50 balance=50"},
    {"a grade, too", "panel_draw P1 ann; award ann YARD grade_points=7 panel=P1 by=ron/rev -> 7"},
    {"a panel gives once, whatever becomes of it",
     "panel_draw P1 ann; a: award ann HON panel=P1 by=rev/ria; reverse a;"
     "award ann HON panel=P1 by=rev/ria -> PANEL_USED; panel_draw P1 ann -> PANEL_EXISTS;"
     "panel_draw P2 ann; award ann HON panel=P2 by=rev/ria -> 50"},
    {"an award that is refused does not use the panel up",
     "fund_deposit 100; panel_draw P1 ann; award ann HON panel=P1 by=rev/ria -> FUND_EXHAUSTED;"
     "fund_deposit 1000; award ann HON panel=P1 by=rev/ria -> 50"},
    {"who stops being a reviewer does not judge any more",
     "panel_draw P1 ann; role_set ria REVIEWER 1;"
     "award ann HON panel=P1 by=rev/ria -> TWO_EYES_APPROVER;"
     "award ann HON panel=P1 by=ria/rev -> TWO_EYES_PROPOSER;"
     "award ann HON panel=P1 by=rev/ron -> 50"},
    {"another village's claims are its own",
     "2024-01-01 village_open 10 480 village=other; household_open far village=other;"
     "person_enter ora far village=other; account_open ora PHONE village=other;"
     "2024-03-05 panel_draw P1 ora village=other -> PANEL_SHORT; panel_draw P1 ann"},
};

#define CLAIM(rest) "2024-03-05 award ann HON panel=P1 " rest
#define DRAW(rest) "2024-03-05 panel_draw P2 ann " rest

static const char drawn[] = "panel_draw P1 ann;";

static const struct judge_row rows[] = {
    {"a good draw is taken", DRAW(""), STATUS_OK},
    {"a draw in no village", DRAW("village=v2"), STATUS_VILLAGE_UNKNOWN},
    {"a draw for no claim", "panel_draw - ann root=1", STATUS_OPERATION_MALFORMED},
    {"a draw without a root", DRAW("size=1 members=rev,ria,ron"), STATUS_OPERATION_MALFORMED},
    {"a draw for nobody", "panel_draw P2 -", STATUS_PERSON_UNKNOWN},
    {"a draw for a stranger", "panel_draw P2 who", STATUS_PERSON_UNKNOWN},
    {"a draw for somebody without an account", "panel_draw P2 eve", STATUS_NOT_REGISTERED},
    {"a draw put forward by a stranger", DRAW("by=who/-"), STATUS_PERSON_UNKNOWN},
    {"a second draw for a claim", "panel_draw P1 ann", STATUS_PANEL_EXISTS},
    {"a draw by an older root", DRAW("size=3 root=7 members=rev,ria,ron"), STATUS_PANEL_ROOT},
    {"a draw by a root made up", DRAW("root=7"), STATUS_PANEL_ROOT},
    {"a panel of others", DRAW("members=rev,ria,sue"), STATUS_PANEL_WRONG},
    {"a panel of two", DRAW("members=rev,ria"), STATUS_PANEL_WRONG},
    {"a panel of four", DRAW("members=rev,ria,ron,sue"), STATUS_PANEL_WRONG},
    {"somebody excused who could not be drawn", DRAW("excused=rae members=rev,ria,ron"),
     STATUS_PANEL_WRONG},
    {"excused out of order", DRAW("excused=ria,rev members=rev,ria,ron"), STATUS_PANEL_WRONG},
    {"excused twice", DRAW("excused=rev,rev members=rev,ria,ron"), STATUS_PANEL_WRONG},
    {"nine excused", DRAW("excused=a,b,c,d,e,f,g,h,i members=rev,ria,ron"),
     STATUS_OPERATION_MALFORMED},

    {"two of the panel", CLAIM("by=ria/ron"), STATUS_OK},
    {"one of it alone", CLAIM("by=ria/ria"), STATUS_TWO_EYES_SAME},
    {"a social worker puts it forward", CLAIM("by=sue/ron"), STATUS_TWO_EYES_PROPOSER},
    {"a social worker approves", CLAIM("by=ria/sue"), STATUS_TWO_EYES_APPROVER},
    {"a reviewer who was not drawn", CLAIM("by=rae/ron"), STATUS_TWO_EYES_PROPOSER},
    {"and one who approves", CLAIM("by=ron/rae"), STATUS_TWO_EYES_APPROVER},
    {"nobody puts it forward", CLAIM("by=-/ron"), STATUS_TWO_EYES_PROPOSER},
    {"before the draw", "2024-03-04 award ann HON panel=P1 by=ria/ron", STATUS_DAY_WRONG},
    {"for somebody else", "2024-03-05 award bob HON panel=P1 by=ria/ron", STATUS_PANEL_UNKNOWN},
    {"a panel that was not drawn", "award ann HON panel=P9 by=ria/ron", STATUS_PANEL_UNKNOWN},
    {"a claim without a panel", "award ann HON by=ria/ron", STATUS_PANEL_MISSING},
    {"a panel for what a social worker vouches for", "award ann T panel=P1", STATUS_PANEL_UNKNOWN},
    {"a panel for what the server gives", "award ann SY panel=P1 by=-/-", STATUS_PANEL_UNKNOWN},
    {"a panel for an activity", "award ann HON A 08:00 09:00 CARD panel=P1 by=ria/ron",
     STATUS_PANEL_UNKNOWN},
    {"an activity without one", "award ann HON A 08:00 09:00 CARD by=lead/ron", STATUS_OK},
};

static void the_known_drawings(void **state)
{
    static const struct {
        int root; /* below 0: 0, 1, 2 ... */
        int panel;
        size_t count;
        size_t picked[PANEL_MEMBERS];
    } known[] = {
        {0, 0, 3, {0, 1, 2}},   {0, 0, 7, {2, 3, 5}},        {255, 1, 1024, {766, 966, 279}},
        {-1, -1, 5, {4, 3, 2}}, {-1, -1, 100, {49, 59, 90}},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(known); i++) {
        struct hash root;
        uint8_t panel[ID_BYTES];
        size_t picked[PANEL_MEMBERS];
        for (int k = 0; k < HASH_BYTES; k++) {
            root.bytes[k] = (uint8_t)(known[i].root < 0 ? k : known[i].root);
            panel[k % ID_BYTES] = (uint8_t)(known[i].panel < 0 ? k % ID_BYTES : known[i].panel);
        }
        points_panel_pick(&root, panel, known[i].count, picked);
        assert_memory_equal(known[i].picked, picked, sizeof(picked));
    }
}

/* Ten candidates, 3,000 panels: each is drawn about 900 times, in each place about 300 times. */
static void nobody_is_drawn_more_than_others(void **state)
{
    enum { CANDIDATES = 10, PANELS = 3000 };
    struct hash root = {{1}};
    int times[CANDIDATES][PANEL_MEMBERS] = {{0}};
    (void)state;
    for (int i = 0; i < PANELS; i++) {
        uint8_t panel[ID_BYTES] = {(uint8_t)i, (uint8_t)(i >> 8)};
        size_t picked[PANEL_MEMBERS];
        points_panel_pick(&root, panel, CANDIDATES, picked);
        for (int k = 0; k < PANEL_MEMBERS; k++) {
            times[picked[k]][k]++;
        }
        assert_true(picked[0] != picked[1] && picked[0] != picked[2] && picked[1] != picked[2]);
    }
    for (int i = 0; i < CANDIDATES; i++) {
        for (int k = 0; k < PANEL_MEMBERS; k++) {
            assert_in_range(times[i][k], 220, 380);
        }
    }
}

int main(void)
{
    const struct CMUnitTest draws[] = {
        cmocka_unit_test(the_known_drawings),
        cmocka_unit_test(nobody_is_drawn_more_than_others),
    };
    char before[sizeof common + sizeof drawn];
    snprintf(before, sizeof before, "%s%s", common, drawn);
    crypto_init();
    return cmocka_run_group_tests_name("points_panel_pick", draws, NULL, NULL) +
           script_rows_run("points_panel", common, scripts, COUNT(scripts)) +
           judge_rows_run("points_panel_refuse", before, rows, COUNT(rows));
}
