/* points_award_test.c - how many points an award comes to: the unit, the caps, the fund, what is
 * owed. Each row happens in a village of its own (tests/testing/village.h); after each the
 * invariants hold and the journal alone leads to the same books. */
#include "testing/village.h"

/* Caps in the order day, month, quarter, year, total. */
#define RULE(code, unit, points, caps, scope)                                                      \
    "rule_adopt " code " 1 " unit " " points " " caps " " scope " DOCUMENT SOCIAL_WORKER "         \
    "day=2024-01-01;"
#define CAPS(caps) RULE("T", "TIME", "4", caps, "RESIDENT")
#define SHARED(caps) RULE("T", "TIME", "4", caps, "HOUSEHOLD")

static const char common[] =
    "2024-01-01 rule_adopt HOUR 1 HOUR 5 0 0 0 0 0 RESIDENT CHECKIN ACTIVITY_LEADER 2000;"
    "rule_adopt TIME 1 TIME 5 0 0 0 0 0 RESIDENT CHECKIN ACTIVITY_LEADER 2000;"
    "rule_adopt LATE 1 HOUR 5 5 0 0 0 0 RESIDENT CHECKIN ACTIVITY_LEADER 0;"
    "rule_adopt PEND 1 TIME 6 0 0 0 0 0 RESIDENT DOCUMENT SOCIAL_WORKER 0 7;"
    "2024-03-05 activity_open A HOUR 08:00 12:00 0 lead;"
    "activity_open B TIME 08:00 12:00 0 lead;"
    "activity_open N LATE 22:00 2024-03-06T02:00+08:00 0 lead;"
    "shop_open S1; goods_set S1 RICE 1;";

static const struct script_row rows[] = {
    /* unit x minutes */
    {"29 minutes are no half hour", "award ann HOUR A 08:00 08:29 CARD -> 0"},
    {"29 minutes 59 seconds are no half hour", "award ann HOUR A 08:00:00 08:29:59 CARD -> 0"},
    {"30 minutes of 5 an hour are 2: odd points floor", "award ann HOUR A 08:00 08:30 CARD -> 2"},
    {"59 minutes are one half hour", "award ann HOUR A 08:00 08:59 CARD -> 2"},
    {"60 minutes are 5", "award ann HOUR A 08:00 09:00 CARD -> 5"},
    {"90 minutes are 7: three half hours floor once", "award ann HOUR A 08:00 09:30 CARD -> 7"},
    {"two hours are 10", "award ann HOUR A 08:00 10:00 CARD -> 10"},
    {"a stay counts within the activity alone", "award ann HOUR A 07:00 13:00 CARD -> 20"},
    {"coming early gives nothing", "award ann HOUR A 06:00 08:29 CARD -> 0"},
    {"staying on gives nothing", "award ann HOUR A 11:30 14:00 CARD -> 2"},
    {"two stays of one activity floor each by itself",
     "award ann HOUR A 08:00 08:30 CARD -> 2; award ann HOUR A 09:00 09:30 CARD -> 2"},
    {"a time rule gives its points for one minute", "award ann TIME B 08:00 08:01 CARD -> 5"},
    {"a time rule gives no more for four hours", "award ann TIME B 08:00 12:00 CARD -> 5"},
    {"less than a minute is outside", "award ann TIME B 08:00:00 08:00:59 CARD -> "
                                      "ATTENDANCE_OUTSIDE"},
    {"0 for a short stay is not capped",
     "award ann HOUR A 08:00 08:10 CARD -> 0; ? report capped 0; ? report participations 1"},
    {"a grade gives what was graded",
     RULE("G", "GRADE", "9", "0 0 0 0 0", "RESIDENT") "award ann G grade_points=7 -> 7"},
    {"the savings count half hours of any unit",
     "award ann TIME B 08:00 09:30 CARD -> 5 fen=3000; award bob HOUR A 08:00 08:29 CARD -> 0 "
     "fen=0; ? report saving 3000"},
    {"a participant is counted once",
     "award ann TIME B 08:00 09:00 CARD; award ann HOUR A 08:00 09:00 CARD;"
     "? report participants 1; ? report participations 2"},

    {"a cancelled activity is not counted, and may be cancelled before its day",
     "? report activities 3; 2024-03-04 activity_close B 1; ? report activities 2;"
     "2024-03-05 award ann TIME B 08:00 09:00 CARD -> ACTIVITY_CLOSED"},
    {"what was attended cannot be cancelled",
     "award ann TIME B 08:00 09:00 CARD; activity_close B 1 -> ACTIVITY_ATTENDED;"
     "activity_close B; ? report activities 3"},

    /* one cap */
    {"a day's cap cuts the third award",
     CAPS("10 0 0 0 0") "award ann T -> 4; award ann T -> 4; award ann T -> 2 capped"},
    {"a day's cap is new on the next day",
     CAPS("4 0 0 0 0") "award ann T -> 4; award ann T -> 0 capped; 2024-03-06 award ann T -> 4"},
    {"a month's cap is new on the first",
     CAPS("0 4 0 0 0") "2024-03-05 award ann T -> 4; 2024-03-31 award ann T -> 0 capped;"
                       "2024-04-01 award ann T -> 4"},
    {"a quarter's cap is new on the first of April",
     CAPS("0 0 4 0 0") "2024-03-05 award ann T -> 4; 2024-03-31 award ann T -> 0 capped;"
                       "2024-04-01 award ann T -> 4; 2024-06-30 award ann T -> 0 capped;"
                       "2024-07-01 award ann T -> 4"},
    {"a year's cap is new on New Year's day",
     CAPS("0 0 0 4 0") "2024-04-01 award ann T -> 4; 2024-12-31 award ann T -> 0 capped;"
                       "2025-01-01 award ann T -> 4"},
    {"a total cap is never new",
     CAPS("0 0 0 0 6") "award ann T -> 4; 2025-01-01 award ann T -> 2 capped;"
                       "2030-01-01 award ann T -> 0 capped"},
    {"a leap day lies in February's cap",
     CAPS("0 6 0 0 0") "2024-03-05 award ann T -> 4; 2024-02-29 award bob T -> 4;"
                       "2024-02-28 award bob T -> 2 capped; 2024-03-01 award bob T -> 4"},

    /* several caps, whose they are */
    {"the narrowest of several caps cuts",
     CAPS("8 10 11 12 13") "award ann T -> 4; award ann T -> 4; award ann T -> 0 capped;"
                           "2024-03-06 award ann T -> 2 capped;"
                           "2024-01-05 award ann T -> 1 capped"},
    {"all five caps at once, one after the other",
     CAPS("4 8 12 16 18") "2024-01-05 award ann T -> 4; award ann T -> 0 capped;"
                          "2024-01-06 award ann T -> 4; 2024-01-07 award ann T -> 0 capped;"
                          "2024-02-01 award ann T -> 4; 2024-02-02 award ann T -> 0 capped;"
                          "2024-04-01 award ann T -> 4; 2024-05-01 award ann T -> 0 capped;"
                          "2025-01-01 award ann T -> 2 capped"},
    {"each resident has a cap of their own",
     CAPS("4 0 0 0 0") "award ann T -> 4; award bob T -> 4; award ann T -> 0 capped"},
    {"two of one household share its cap",
     SHARED("0 6 0 0 0") "award ann T -> 4; award bob T -> 2 capped; award cai T -> 4"},
    {"who moves out leaves the room used behind",
     SHARED("0 6 0 0 0") "award ann T -> 4; 2024-03-07 account_move bob two;"
                         "2024-03-08 award bob T -> 4; award cai T -> 2 capped;"
                         "2024-03-09 award ann T -> 2 capped"},
    {"an award of a day before the move uses the old household's room",
     SHARED("0 6 0 0 0") "award ann T -> 4; 2024-03-07 account_move bob two;"
                         "2024-03-06 award bob T -> 2 capped; 2024-03-08 award cai T -> 4"},
    {"caps count over the versions of a rule",
     CAPS(
         "0 6 0 0 0") "award ann T -> 4;"
                      "2024-03-10 rule_adopt T 2 TIME 5 0 8 0 0 0 RESIDENT DOCUMENT "
                      "SOCIAL_WORKER; award ann T -> 4 capped; 2024-03-09 award ann T -> 0 capped"},
    {"a later version's new year cap counts what the first gave",
     CAPS("0 0 0 0 0") "2024-01-05 award ann T -> 4; 2024-02-05 award ann T -> 4;"
                       "2024-03-10 rule_adopt T 2 TIME 5 0 0 0 10 0 RESIDENT DOCUMENT "
                       "SOCIAL_WORKER; award ann T -> 2 capped; 2025-01-01 award ann T -> 5"},
    {"there are no caps over several rules",
     CAPS("4 0 0 0 0") RULE("U", "TIME", "4", "4 0 0 0 0", "RESIDENT") "award ann T -> 4;"
                                                                       "award ann U -> 4"},
    {"the capped are counted, also those with 0",
     CAPS("6 0 0 0 0") "award ann T -> 4; award ann T -> 2 capped; award ann T -> 0 capped;"
                       "? report capped 2; ? ann 6"},
    {"a capped attendance counts as participation and saving",
     "2024-03-05 activity_open N2 LATE 08:00 12:00 0 lead;"
     "award ann LATE N2 08:00 09:00 CARD -> 5; award ann LATE N 22:00 23:00 CARD -> 0 capped;"
     "? report participations 2"},

    /* local days */
    {"a stay over midnight is of the day of its check-in",
     "award ann LATE N 23:50 2024-03-06T02:00+08:00 CARD -> 5 capped;"
     "2024-03-06 award ann LATE N 00:30 01:30 CARD -> 5"},
    {"before midnight one day, after it the next",
     "award ann LATE N 23:00 23:59 CARD -> 2; 2024-03-06 award ann LATE N 00:00 02:00 CARD -> 5 "
     "capped; ? ann on 2024-03-05 2; ? ann on 2024-03-06 7"},
    {"the local day is not that of Greenwich",
     "2024-03-06 award ann LATE N 2024-03-05T16:30Z 2024-03-05T17:30Z CARD -> 5"},

    /* the fund; ten points are a yuan */
    {"before the first deposit the fund is not asked", "award ann TIME B 08:00 09:00 CARD -> 5"},
    {"an award may use the whole fund", "fund_deposit 50; award ann TIME B 08:00 09:00 CARD -> 5"},
    {"an attendance that the fund cannot pay stands with 0",
     "fund_deposit 49; award ann TIME B 08:00 09:00 CARD -> 0 unfunded fen=2000 balance=0;"
     "? report unfunded 1; ? report participations 1; ? report saving 2000; ? report capped 0"},
    {"any other award is refused",
     "fund_deposit 39;" CAPS("0 0 0 0 0") "award ann T -> FUND_EXHAUSTED; ? ann 0"},
    {"an unfunded attendance uses no room",
     "fund_deposit 10; 2024-03-05 award ann LATE N 22:00 23:00 CARD -> 0 unfunded;"
     "fund_deposit 90; award ann LATE N 23:00 23:59 CARD -> 2"},
    {"the caps cut first, the fund is asked for the rest",
     "fund_deposit 50; award ann LATE N 22:00 2024-03-06T02:00+08:00 CARD -> 5 capped"},
    {"an award of 0 needs no fund",
     "fund_deposit 1; award ann HOUR A 08:00 08:10 CARD -> 0; ? report unfunded 0"},
    {"pending points are owed too",
     "fund_deposit 100; award ann PEND -> 6; award bob PEND -> FUND_EXHAUSTED"},
    {"what a shop holds is still owed",
     "fund_deposit 50; award ann TIME B 08:00 09:00 CARD -> 5; redeem ann S1 RICE 5;"
     "award bob TIME B 08:00 09:00 CARD -> 0 unfunded"},
    {"a settlement pays both sides down",
     "fund_deposit 60; award ann TIME B 08:00 09:00 CARD -> 5; redeem ann S1 RICE 5;"
     "settle S1 5 50; award bob TIME B 08:00 09:00 CARD -> 0 unfunded;"
     "fund_deposit 40; award cai TIME B 08:00 09:00 CARD -> 5"},
    {"the liability is rounded up to a fen",
     "village_open 3 480 village=other; household_open h village=other;"
     "person_enter oa h village=other; account_open oa PHONE village=other;"
     "person_enter lead village=other; person_enter sue village=other;"
     "role_set sue SOCIAL_WORKER village=other;"
     "rule_adopt T 1 TIME 1 0 0 0 0 0 RESIDENT DOCUMENT SOCIAL_WORKER village=other;"
     "fund_deposit 33 village=other; award oa T village=other -> FUND_EXHAUSTED;"
     "fund_deposit 1 village=other; award oa T village=other -> 1"},
    {"an allowance lets awards go beyond the fund by so many permille",
     "village_open 1 480 500 village=other; household_open h village=other;"
     "person_enter oa h village=other; account_open oa PHONE village=other;"
     "person_enter lead village=other; person_enter sue village=other;"
     "role_set sue SOCIAL_WORKER village=other;"
     "rule_adopt T 1 TIME 1 0 0 0 0 0 RESIDENT DOCUMENT SOCIAL_WORKER village=other;"
     "fund_deposit 200 village=other; award oa T village=other -> 1;"
     "award oa T village=other -> 1; award oa T village=other -> 1 balance=3;"
     "award oa T village=other -> FUND_EXHAUSTED"},

    /* what is owed */
    {"an award pays what is owed first",
     "a: award ann TIME B 08:00 09:00 CARD -> 5; redeem ann S1 RICE 3; reverse a -> 5 owed=3;"
     "award ann HOUR A 08:00 10:00 CARD -> 10 owed_paid=3 balance=7; ? ann 7; ? ann owes 0"},
    {"an award smaller than what is owed is all kept",
     "a: award ann TIME B 08:00 09:00 CARD -> 5; redeem ann S1 RICE 5; reverse a -> 5 owed=5;"
     "award ann HOUR A 08:00 08:30 CARD -> 2 owed_paid=2 balance=0; ? ann owes 3"},
    {"what pays a debt needs no fund",
     "fund_deposit 50; a: award ann TIME B 08:00 09:00 CARD -> 5; redeem ann S1 RICE 5;"
     "reverse a -> 5 owed=5; award ann HOUR A 08:00 09:00 CARD -> 5 owed_paid=5;"
     "? report issued 5"},
    {"a pending award pays at its release",
     "a: award ann TIME B 08:00 09:00 CARD -> 5; redeem ann S1 RICE 4; reverse a -> 5 owed=4;"
     "p: award ann PEND -> 6 balance=6; ? ann owes 4;"
     "2024-03-12 release p -> 6 owed_paid=4 balance=2; ? ann 2; ? ann owes 0; ? report issued 6"},
    {"points that paid a debt use the caps' room",
     CAPS("0 8 0 0 0") "a: award ann T -> 4; redeem ann S1 RICE 4; reverse a -> 4 owed=4;"
                       "award ann T -> 4 owed_paid=4; award ann T -> 4; award ann T -> 0 capped"},
};

int main(void)
{
    return script_rows_run("points_award", common, rows, COUNT(rows));
}
