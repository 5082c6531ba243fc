/* points_hold_test.c - points held apart for a shop's device: nobody else spends them, the device
 * not more than them, and what it leaves comes back as it was. Each row happens in a village of its
 * own (tests/testing/village.h); after each the invariants hold and the journal alone leads to the
 * same books. */
#include "testing/village.h"

/* Ann has 10 points of 1 March and 10 of 5 March, bob has 10. Kee keeps S1, kit S2. */
static const char common[] =
    "2024-01-01 rule_adopt T 1 TIME 10 0 0 0 0 0 RESIDENT DOCUMENT SOCIAL_WORKER;"
    "rule_adopt P 1 TIME 6 0 0 0 0 0 RESIDENT DOCUMENT SOCIAL_WORKER 0 7;"
    "shop_open S1; goods_set S1 RICE 10 701; shop_open S2; goods_set S2 RICE 9;"
    "person_enter kee; role_set kee SHOPKEEPER 0 S1; person_enter kit;"
    "role_set kit SHOPKEEPER 0 S2;"
    "2024-03-01 a1: award ann T; 2024-03-05 a2: award ann T; award bob T;";

#define HOLD "h: hold ann S1 12 2024-03-07T18:00+08:00 till -> 12 balance=20;"

static const struct script_row rows[] = {
    {"what is held is still hers, but cannot be spent elsewhere",
     HOLD "? ann 8; ? ann held 12; redeem ann S2 RICE 9 -> NOT_ENOUGH_POINTS;"
          "redeem ann S1 RICE 9 -> NOT_ENOUGH_POINTS; redeem ann S2 RICE 8 -> 8 balance=12;"
          "? report outstanding 22; ? report redeemed 8"},
    {"all of it can be held, and no more",
     "hold ann S1 21 18:00 till -> NOT_ENOUGH_POINTS; hold ann S1 20 18:00 till; ? ann 0;"
     "hold ann S1 1 18:00 till -> NOT_ENOUGH_POINTS"},
    {"two holds for two shops stand beside each other",
     "hold ann S1 5 18:00 till -> 5 balance=20; hold ann S2 7 18:00 tell -> 7 balance=20;"
     "? ann held 12; ? ann 8"},
    {"a hold takes the oldest lots", HOLD "? ann lot 2024-03-01 0; ? ann lot 2024-03-05 8"},
    {"the device sells up to what is held",
     HOLD "hold_redeem h RICE 1 7 V1 10:00 -> 7 balance=13; ? ann held 5; ? shop S1 7;"
          "hold_redeem h RICE 1 6 V2 11:00 -> NOT_ENOUGH_POINTS;"
          "hold_redeem h RICE 1 5 V2 11:00 -> 5 balance=8; ? ann held 0; ? shop S1 12;"
          "hold_redeem h RICE 1 1 V3 12:00 -> TARGET_DONE; ? report redemptions 2;"
          "? report redeemed 12"},
    {"until the second of its end",
     HOLD "2024-03-07 hold_redeem h RICE 1 1 V1 2024-03-07T18:00+08:00;"
          "hold_redeem h RICE 1 1 V2 2024-03-07T18:00:01+08:00 -> HOLD_ENDED"},
    {"what it sold is told later, in any order",
     HOLD "2024-03-06 hold_redeem h RICE 1 1 V2 17:00; 2024-03-05 hold_redeem h RICE 1 2 V1 09:00;"
          "2024-03-07 hold_redeem h RICE 1 3 V3 12:00; ? ann held 6; ? ann on 2024-03-05 18;"
          "? ann on 2024-03-06 17"},
    {"the same voucher is told once",
     HOLD "hold_redeem h RICE 1 1 V1 10:00; hold_redeem h RICE 1 1 V1 10:00 -> ID_TAKEN;"
          "redeem bob S1 RICE 1 V1 -> ID_TAKEN"},
    {"the day is the day of the sale",
     HOLD "2024-03-06 hold_redeem h RICE 1 1 V1 2024-03-05T10:00+08:00 -> DAY_WRONG"},
    {"at the price on the device, with cash where points are not all",
     HOLD "goods_set S1 RICE 99; hold_redeem h RICE 2 4 V1 10:00 1122 -> 4 balance=16;"
          "? cash S1 1122"},
    {"what is gone from the shelf is gone, be it counted or not",
     "stock_set S1 RICE 3;" HOLD
     "hold_redeem h RICE 2 2 V1 10:00; ? stock S1 RICE 1; hold_redeem h RICE 5 5 V2 10:00;"
     "? stock S1 RICE 0; r: hold_redeem h RICE 1 1 V3 10:00; refund r; ? stock S1 RICE 0"},

    {"the rest comes back to the lots it came from", HOLD
     "hold_redeem h RICE 1 3 V1 10:00; 2024-03-08 hold_release h -> 9 balance=17;"
     "? ann 17; ? ann held 0; ? ann lot 2024-03-01 7; ? ann lot 2024-03-05 10;"
     "hold_release h -> TARGET_DONE; 2024-03-07 hold_redeem h RICE 1 1 V2 10:00 -> TARGET_DONE"},
    {"comes back also when everything else was spent",
     HOLD "redeem ann S2 RICE 8; 2024-03-08 hold_release h -> 12 balance=12;"
          "? ann lot 2024-03-01 10; ? ann lot 2024-03-05 2; redeem ann S2 RICE 11 -> 11 balance=1;"
          "? ann lot 2024-03-05 1"},
    {"after its last day anyone gives it back, before it the shop alone",
     HOLD "2024-03-07 hold_release h -> HOLD_RUNNING; hold_release h by=kit/- -> HOLD_RUNNING;"
          "hold_release h by=ann/- -> HOLD_RUNNING; hold_release h by=kee/- -> 12 balance=20"},
    {"a hold that is used up is not given back",
     HOLD "hold_redeem h RICE 1 12 V1 10:00; 2024-03-08 hold_release h -> TARGET_DONE"},
    {"a refund brings the lots of that sale back, not to the hold",
     HOLD "hold_redeem h RICE 1 7 V1 10:00; r: hold_redeem h RICE 1 5 V2 10:00;"
          "refund r -> 5 balance=13; ? ann 13; ? ann held 0; ? ann lot 2024-03-01 3;"
          "? ann lot 2024-03-05 10; refund r -> TARGET_DONE; ? report redeemed 7"},
    {"a reversal does not reach what is held: it is owed",
     HOLD "reverse a1 -> 10 balance=12 owed=2; ? ann owes 2; ? ann held 12;"
          "2024-03-08 hold_release h -> 12 balance=12; award ann T -> 10 balance=20 owed_paid=2"},
    {"what comes back too late expires",
     "hold ann S1 12 18:00 till; 2026-03-05 expire ann 2024-03-01 -> LOT_EMPTY;"
     "h: hold bob S1 3 2026-03-05T18:00+08:00 till; expire bob 2024-03-05 -> 7 balance=3;"
     "2026-03-06 hold_release h; expire bob 2024-03-05 -> 3 balance=0"},
    {"waiting points cannot be held",
     "award cai P -> 6 balance=6; hold cai S1 1 18:00 till -> NOT_ENOUGH_POINTS"},
    {"who has points held cannot leave",
     "h: hold bob S1 10 18:00 till; account_close bob -> ACCOUNT_NOT_EMPTY;"
     "hold_redeem h RICE 1 10 V1 10:00; account_close bob"},
    {"the shop is paid for off-line sales like for others",
     "fund_deposit 100000;" HOLD "hold_redeem h RICE 1 7 V1 10:00; settle S1 7 70;"
     "? report fund 99930; ? report outstanding 23"},
    {"what is held counts as owed by the fund",
     "fund_deposit 300;" HOLD "award bob T -> FUND_EXHAUSTED; hold_redeem h RICE 1 12 V1 10:00;"
     "award bob T -> FUND_EXHAUSTED; settle S1 12 120; award bob T -> FUND_EXHAUSTED;"
     "fund_deposit 100; award bob T -> 10 balance=20"},
};

int main(void)
{
    return script_rows_run("points_hold", common, rows, COUNT(rows));
}
