/* points_bequest_test.c - what becomes of points after a death or when somebody leaves. Each row
 * happens in a village of its own (tests/testing/village.h); after each the invariants hold and the
 * journal alone leads to the same books. */
#include "testing/village.h"

/* Ann, who dies, has 10 points of 1 March and 10 of 5 March; bob and cai have none. */
static const char common[] =
    "2024-01-01 rule_adopt T 1 TIME 10 0 0 0 0 0 RESIDENT DOCUMENT SOCIAL_WORKER;"
    "rule_adopt P 1 TIME 6 0 0 0 0 0 RESIDENT DOCUMENT SOCIAL_WORKER 0 7;"
    "shop_open S1; goods_set S1 RICE 10; person_enter boss; role_set boss CADRE;"
    "person_enter tom; role_set tom TOWN;"
    "2024-03-01 a1: award ann T; 2024-03-05 a2: award ann T;";

#define DIES "b: bequest ann bob by=sue/boss -> 20 balance=0;"

static const struct script_row rows[] = {
    {"the points pass on with their days",
     DIES "? ann 0; ? bob 0; ? report outstanding 20; inherit b -> 20 balance=20; ? bob 20;"
          "? bob lot 2024-03-01 10; ? bob lot 2024-03-05 10; inherit b -> TARGET_DONE;"
          "account_close ann; ? report outstanding 20; ? report issued 20; ? report expired 0"},
    {"who died is counted neither as registered nor as a resident",
     "? report residents 7; ? report registered 5;" DIES "inherit b; account_close ann;"
     "? report residents 6; ? report registered 4"},
    {"beside what the heir has", "award bob T;" DIES "inherit b -> 20 balance=30;"
                                 "? bob lot 2024-03-05 20; redeem bob S1 RICE 15;"
                                 "? bob lot 2024-03-01 0; ? bob lot 2024-03-05 15"},
    {"and expire when they would have",
     DIES "inherit b; 2026-03-01 expire bob 2024-03-01 -> 10 balance=10"},
    {"until the heir gets them they are nobody's",
     DIES "redeem bob S1 RICE 1 -> NOT_ENOUGH_POINTS; hold_redeem b RICE 1 1 V1 10:00 -> "
          "TARGET_KIND; hold_release b -> TARGET_KIND; reverse b -> TARGET_KIND"},
    {"the account of who waits for them is not closed",
     DIES "account_close bob -> ACCOUNT_NOT_EMPTY; inherit b; redeem bob S1 RICE 20;"
          "account_close bob"},
    {"they count as owed by the fund",
     "fund_deposit 200;" DIES "award cai T -> FUND_EXHAUSTED; inherit b;"
     "award cai T -> FUND_EXHAUSTED"},
    {"points in their notice period come first",
     "p: award ann P; bequest ann bob by=sue/boss -> POINTS_WAITING; 2024-03-12 release p;"
     "b: bequest ann bob by=sue/boss -> 26 balance=0; inherit b -> 26 balance=26"},
    {"and so do held ones",
     "h: hold ann S1 5 18:00 till; bequest ann bob by=sue/boss -> POINTS_WAITING;"
     "2024-03-06 hold_release h; bequest ann bob by=sue/boss"},
    {"what is owed is not inherited: it is paid from what is left",
     "r: redeem ann S1 RICE 15; reverse a1 -> 10 balance=0 owed=5; refund r -> 15 balance=15;"
     "? ann owes 5; b: bequest ann bob by=sue/boss -> 10 balance=0 owed_paid=5; ? ann owes 0;"
     "inherit b -> 10 balance=10; ? bob owes 0; ? report expired 5; ? report outstanding 10;"
     "account_close ann"},
    {"as far as it reaches; the rest is written off",
     "redeem ann S1 RICE 20; reverse a1 -> 10 balance=0 owed=10;"
     "reverse a2 -> 10 balance=0 owed=10;"
     "b: bequest ann bob by=sue/boss -> 0 balance=0 owed=20; inherit b -> TARGET_DONE;"
     "? ann owes 0; account_close ann"},
    {"where nothing is left, nothing needs to pass on",
     "redeem ann S1 RICE 20; bequest ann bob by=sue/boss -> NOT_ENOUGH_POINTS; account_close ann"},
    {"points that come later pass on by another",
     DIES "inherit b; award ann T; c: bequest ann cai by=boss/tom -> 10 balance=0; inherit c;"
          "? cai 10"},
    {"a household head who dies is followed by anyone of the village",
     "bequest ann dan by=boss/ove; 2024-03-06 award dan T -> 10 balance=10"},
};

int main(void)
{
    return script_rows_run("points_bequest", common, rows, COUNT(rows));
}
