/* points_follow_test.c - what becomes of points later: released, voided, reversed, spent, refunded,
 * settled, expired, paid late. Each row happens in a village of its own (tests/testing/village.h);
 * after each the invariants hold and the journal alone leads to the same books. */
#include "testing/village.h"

static const char common[] =
    "2024-01-01 rule_adopt T 1 TIME 4 0 0 0 0 0 RESIDENT DOCUMENT SOCIAL_WORKER;"
    "rule_adopt P 1 TIME 6 0 8 0 0 0 RESIDENT DOCUMENT SOCIAL_WORKER 0 7;"
    "rule_adopt C 1 TIME 4 0 6 0 0 0 RESIDENT DOCUMENT SOCIAL_WORKER;"
    "rule_adopt HC 1 TIME 4 0 6 0 0 0 HOUSEHOLD DOCUMENT SOCIAL_WORKER;"
    "rule_adopt A 1 HOUR 6 0 8 0 0 0 RESIDENT CHECKIN ACTIVITY_LEADER 1000;"
    "rule_adopt O 1 ONCE 3 0 0 0 0 0 RESIDENT DOCUMENT SOCIAL_WORKER;"
    "rule_adopt OH 1 ONCE 3 0 0 0 0 0 HOUSEHOLD DOCUMENT SOCIAL_WORKER;"
    "rule_adopt REG-01 1 ONCE 3 0 0 0 0 0 RESIDENT DOCUMENT SOCIAL_WORKER;"
    "rule_adopt REG-02 1 ONCE 3 0 0 0 0 0 RESIDENT DOCUMENT SOCIAL_WORKER;"
    "rule_adopt OP 1 ONCE 3 0 0 0 0 0 RESIDENT DOCUMENT SOCIAL_WORKER 0 7;"
    "shop_open S1; goods_set S1 RICE 1;"
    "2024-03-05 activity_open X A 08:00 12:00 0 lead;";

static const struct script_row rows[] = {
    /* release, void */
    {"released points are available, in the lot of the award's day",
     "p: award ann P -> 6 balance=6; ? ann 0; ? ann pending 6;"
     "2024-03-12 release p -> 6 balance=6; ? ann 6; ? ann pending 0;"
     "? ann lot 2024-03-05 6; ? ann lot 2024-03-12 0; ? report issued 6"},
    {"a release changes no balance of the past",
     "p: award ann P; 2024-03-12 release p; ? ann on 2024-03-05 6; ? ann on 2024-03-12 6"},
    {"a notice in working days ends on the day that the award says",
     "p: award ann P release_day=2024-03-15; 2024-03-14 release p -> NOTICE_RUNNING;"
     "objection p cai; objection_settle p by=ove/-; 2024-03-20 release p -> NOTICE_RUNNING;"
     "2024-03-21 release p -> 6"},
    {"voided points go back to where they came from",
     "p: award ann P; 2024-03-06 void p -> 6 balance=0; ? ann pending 0; ? report issued 0;"
     "? ann on 2024-03-05 6; ? ann on 2024-03-06 0"},
    {"a void gives back the room",
     "p: award ann P -> 6; award ann P -> 2 capped; void p; award ann P -> 6; "
     "award ann P -> 0 capped"},
    {"a void leaves the capped as they were",
     "p: award ann P -> 6; award ann P -> 2 capped; void p; ? report capped 1"},
    {"a once rule that was voided is given again",
     "p: award ann OP -> 3; award ann OP -> ONCE_ONLY; void p; award ann OP -> 3"},

    /* reverse */
    {"a reversal takes its own lot first",
     "2024-03-01 award ann T; 2024-03-05 a: award ann T; 2024-03-06 reverse a -> 4 balance=4;"
     "? ann lot 2024-03-01 4; ? ann lot 2024-03-05 0"},
    {"then the oldest", "2024-03-01 award ann T; 2024-03-05 a: award ann T; 2024-03-07 award ann T;"
                        "2024-03-09 award ann T; redeem ann S1 RICE 6; reverse a -> 4 balance=6;"
                        "? ann lot 2024-03-05 0; ? ann lot 2024-03-07 2; ? ann lot 2024-03-09 4"},
    {"the oldest alone where its own is spent",
     "2024-03-01 a: award ann T; 2024-03-05 award ann T; 2024-03-07 award ann T;"
     "redeem ann S1 RICE 4; reverse a -> 4 balance=4; ? ann lot 2024-03-05 0;"
     "? ann lot 2024-03-07 4"},
    {"what is not there is owed",
     "a: award ann T; redeem ann S1 RICE 3; reverse a -> 4 owed=3 balance=0; ? ann owes 3;"
     "? report issued 3; ? report outstanding 0"},
    {"what waits is not taken",
     "p: award ann P; a: award ann T; redeem ann S1 RICE 4; reverse a -> 4 owed=4 balance=6;"
     "? ann pending 6"},
    {"a reversal has a day of its own",
     "a: award ann T; 2024-03-08 reverse a; ? ann on 2024-03-05 4; ? ann on 2024-03-07 4;"
     "? ann on 2024-03-08 0"},
    {"a reversal gives back room in the award's month, not in its own",
     "a: award ann C -> 4; 2024-04-01 award ann C -> 4; reverse a; award ann C -> 2 capped;"
     "2024-03-06 award ann C -> 4"},
    {"what was cut stays cut",
     "a: award ann C -> 4; award ann C -> 2 capped; reverse a; ? ann 2; ? report capped 1"},
    {"an award cut to 0 can be reversed, to no effect",
     "award ann C -> 4; award ann C -> 2 capped; a: award ann C -> 0 capped;"
     "reverse a -> 0 balance=6; award ann C -> 0 capped"},
    {"a reversal leaves participation and saving",
     "a: award ann A X 08:00 09:00 CARD -> 6 fen=1000; reverse a; ? report participations 1;"
     "? report participants 1; ? report saving 1000; ? report issued 0"},
    {"a reversal gives the room back to the household that used it",
     "a: award ann HC -> 4; 2024-03-07 account_move ann two; 2024-03-08 reverse a;"
     "award cai HC -> 4; award bob HC -> 4"},
    {"a once rule that was reversed is given again",
     "a: award ann O -> 3; reverse a; b: award ann O -> 3; award ann O -> ONCE_ONLY;"
     "reverse a -> TARGET_DONE; award ann O -> ONCE_ONLY; reverse b; award ann O -> 3"},
    {"a household's once rule too, to someone else of it",
     "a: award ann OH -> 3; award bob OH -> ONCE_ONLY; reverse a; award bob OH -> 3;"
     "award ann OH -> ONCE_ONLY"},
    {"a reversed registration is given again, the other way",
     "a: award ann REG-01 -> 3; award ann REG-02 -> ONCE_ONLY; reverse a;"
     "award ann REG-02 -> 3; award ann REG-01 -> ONCE_ONLY"},
    {"a released award is reversed like any other",
     "p: award ann P; 2024-03-12 release p; 2024-03-13 reverse p -> 6 balance=0;"
     "? report issued 0; 2024-03-14 award ann P -> 6"},
    {"a debt paid by an award comes back when that is reversed",
     "a: award ann T; redeem ann S1 RICE 4; reverse a -> 4 owed=4;"
     "b: award ann T -> 4 owed_paid=4 balance=0; reverse b -> 4 owed=4; ? ann owes 4;"
     "? report issued 4"},

    /* redeem, refund */
    {"the oldest lot is spent first",
     "2024-03-07 award ann T; 2024-03-01 award ann T; 2024-03-08 redeem ann S1 RICE 5;"
     "? ann lot 2024-03-01 0; ? ann lot 2024-03-07 3; ? shop S1 5"},
    {"a refund restores the lots with their first day",
     "2024-03-01 award ann T; 2024-03-05 award ann T; r: redeem ann S1 RICE 6;"
     "2024-03-09 refund r -> 6 balance=8; ? ann lot 2024-03-01 4; ? ann lot 2024-03-05 4;"
     "? ann lot 2024-03-09 0; ? shop S1 0; ? report redeemed 0; ? report redemptions 1"},
    {"refunds in the order of the purchases",
     "2024-03-01 award ann T; 2024-03-05 award ann T; r: redeem ann S1 RICE 3;"
     "q: redeem ann S1 RICE 3; refund r; ? ann lot 2024-03-01 3; ? ann lot 2024-03-05 2;"
     "refund q; ? ann lot 2024-03-01 4; ? ann lot 2024-03-05 4"},
    {"refunded points are spent again, oldest first",
     "2024-03-01 award ann T; r: redeem ann S1 RICE 4; 2024-03-05 award ann T; refund r;"
     "redeem ann S1 RICE 4; ? ann lot 2024-03-01 0; ? ann lot 2024-03-05 4"},
    {"points refunded after their time expire at once",
     "2024-03-01 award ann T; 2026-02-28 r: redeem ann S1 RICE 4; 2026-03-01 refund r;"
     "? ann 4; expire ann 2024-03-01 -> 4 balance=0"},
    {"a refund pays no debt, the next award does",
     "a: award ann T; r: redeem ann S1 RICE 4; reverse a -> 4 owed=4; refund r -> 4 balance=4;"
     "? ann owes 4; award ann T -> 4 owed_paid=4 balance=4"},

    /* settle, deposits */
    {"a settlement takes points from the shop and fen from the fund",
     "fund_deposit 1000; award ann T; redeem ann S1 RICE 4; settle S1 3 30 -> 3; ? shop S1 1;"
     "? report fund 970; ? report outstanding 0"},
    {"its reversal gives both back",
     "fund_deposit 1000; award ann T; redeem ann S1 RICE 4; s: settle S1 3 30;"
     "2024-03-06 reverse s -> 3 fen=30; ? shop S1 4; ? report fund 1000; settle S1 4 40 -> 4"},
    {"a purchase can be refunded once the settlement is reversed",
     "fund_deposit 1000; award ann T; r: redeem ann S1 RICE 4; s: settle S1 4 40;"
     "refund r -> NOT_ENOUGH_POINTS; reverse s; refund r -> 4 balance=4; ? shop S1 0"},
    {"a reversed deposit is gone from the fund",
     "d: fund_deposit 40; award ann T -> 4; reverse d -> 0 fen=40; ? report fund 0;"
     "award bob T -> FUND_EXHAUSTED; fund_deposit 80; award bob T -> 4"},
    {"a deposit is not reversed on a day before it",
     "2024-03-05 d: fund_deposit 40; 2024-03-04 reverse d -> DAY_WRONG; 2024-03-05 reverse d"},
    {"a deposit that a settlement used is not reversed before it",
     "d: fund_deposit 40; award ann T; redeem ann S1 RICE 4; s: settle S1 4 40; ? report fund 0;"
     "reverse d -> FUND_EXHAUSTED; reverse s; reverse d; ? report fund 0"},

    /* expire */
    {"a lot expires on the same day two years later",
     "2024-03-05 award ann T; 2026-03-04 expire ann 2024-03-05 -> LOT_NOT_DUE;"
     "2026-03-05 expire ann 2024-03-05 -> 4 balance=0; ? report expired 4;"
     "? report outstanding 0; expire ann 2024-03-05 -> LOT_EMPTY"},
    {"a lot of 29 February expires on 1 March",
     "2024-02-29 award ann T; 2026-02-28 expire ann 2024-02-29 -> LOT_NOT_DUE;"
     "2026-03-01 expire ann 2024-02-29 -> 4"},
    {"a lot of 28 February expires on 28 February",
     "2024-02-28 award ann T; 2026-02-27 expire ann 2024-02-28 -> LOT_NOT_DUE;"
     "2026-02-28 expire ann 2024-02-28 -> 4"},
    {"also where a leap day follows", "2026-02-28 award ann T; 2028-02-28 expire ann 2026-02-28 "
                                      "-> 4"},
    {"what was spent does not expire",
     "2024-03-05 award ann T; redeem ann S1 RICE 3; 2026-03-05 expire ann 2024-03-05 -> 1"},
    {"a younger lot stays",
     "2024-03-05 award ann T; 2024-03-06 award ann T; 2026-03-06 expire ann 2024-03-05 -> 4 "
     "balance=4; redeem ann S1 RICE 4; ? ann 0"},
    {"lots may expire out of their order",
     "2024-03-05 award ann T; 2024-03-06 award ann T; 2026-03-06 expire ann 2024-03-06 -> 4;"
     "redeem ann S1 RICE 4; ? ann 0; ? ann lot 2024-03-05 0"},
    {"what waits does not expire, and once released at once",
     "p: award ann P; 2026-03-05 expire ann 2024-03-05 -> LOT_EMPTY; release p;"
     "expire ann 2024-03-05 -> 6 balance=0"},
    {"a reversal after the expiry leaves the points owed",
     "a: award ann T; 2026-03-05 expire ann 2024-03-05; reverse a -> 4 owed=4"},

    /* an attendance paid late */
    {"an unfunded attendance is paid once the fund is",
     "fund_deposit 10; u: award ann A X 08:00 09:00 CARD -> 0 unfunded fen=1000;"
     "2024-03-09 award_unfunded u -> FUND_EXHAUSTED; fund_deposit 50;"
     "award_unfunded u -> 6 balance=6; ? report unfunded 0; ? report participations 1;"
     "? report saving 1000; ? ann lot 2024-03-09 6; ? ann lot 2024-03-05 0"},
    {"late points are of the day that they are given",
     "fund_deposit 10; u: award ann A X 08:00 09:00 CARD; 2024-03-09 fund_deposit 50;"
     "award_unfunded u; ? ann on 2024-03-08 0; ? ann on 2024-03-09 6"},
    {"late points are cut by the room of the attendance's month",
     "fund_deposit 10; u: award ann A X 08:00 09:00 CARD -> 0 unfunded; fund_deposit 990;"
     "award ann A X 09:00 10:00 CARD -> 6; 2024-04-09 award_unfunded u -> 2 capped"},
    {"a reversal of late points gives back room in that month",
     "fund_deposit 10; u: award ann A X 08:00 09:00 CARD -> 0 unfunded; fund_deposit 990;"
     "2024-04-09 a: award_unfunded u -> 6; reverse a -> 6;"
     "2024-03-05 award ann A X 09:00 10:30 CARD -> 8 capped"},
    {"late points pay what is owed first",
     "a: award ann T; redeem ann S1 RICE 4; reverse a -> 4 owed=4; fund_deposit 40;"
     "u: award ann A X 08:00 09:00 CARD -> 0 unfunded; fund_deposit 100;"
     "award_unfunded u -> 6 owed_paid=4 balance=2"},
    {"late points reversed are not paid a second time",
     "fund_deposit 10; u: award ann A X 08:00 09:00 CARD -> 0 unfunded; fund_deposit 990;"
     "a: award_unfunded u; reverse a; award_unfunded u -> ATTENDANCE_FUNDED"},
};

int main(void)
{
    return script_rows_run("points_follow", common, rows, COUNT(rows));
}
