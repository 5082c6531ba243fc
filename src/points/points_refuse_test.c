/* points_refuse_test.c - every refusal of the operations about rules, activities, awards, shops and
 * the fund: what is sent, why it must not be taken, and by which name it is refused. After each row
 * the books are compared with a copy taken before. Two eyes: points_eyes_test.c. */
#include "testing/judge.h"

#define ELSEWHERE " village=other"
/* A village of its own with ora, who earns, and a shop. */
#define VILLAGE(name, allowance)                                                                   \
    "2024-01-01 village_open 10 480 " allowance " village=" name ";"                               \
    "household_open h village=" name "; person_enter ora h village=" name ";"                      \
    "person_enter lead village=" name "; person_enter sue village=" name ";"                       \
    "role_set sue SOCIAL_WORKER village=" name "; account_open ora PHONE village=" name ";"        \
    "rule_adopt T 1 TIME 2 0 0 0 0 0 RESIDENT DOCUMENT SOCIAL_WORKER village=" name ";"            \
    "rule_adopt P 1 TIME 2 0 0 0 0 0 RESIDENT DOCUMENT SOCIAL_WORKER 0 7 village=" name ";"        \
    "shop_open O1 village=" name "; goods_set O1 RICE 1 village=" name ";"

static const char common[] = VILLAGE("other", "1000") VILLAGE(
    "third",
    "0") "2024-03-05 od: fund_deposit 30 village=other; oa: award ora T village=other;"
         "op: award ora P village=other; oa2: award ora T village=other;"
         "or: redeem ora O1 RICE 1 village=other; redeem ora O1 RICE 3 village=other;"
         "os: settle O1 1 10 village=other;"
         "award ora T village=third; redeem ora O1 RICE 1 village=third;"

         "person_enter kim three; 2024-05-01 account_open kim PHONE;"
         "person_enter zed three; 2024-01-10 account_open zed PHONE; account_close zed;"
         "2024-01-01 rule_adopt H 1 HOUR 5 0 0 0 0 0 RESIDENT CHECKIN ACTIVITY_LEADER;"
         "rule_adopt T 1 TIME 4 0 0 0 0 0 RESIDENT DOCUMENT SOCIAL_WORKER;"
         "rule_adopt G 1 GRADE 9 0 0 0 0 0 RESIDENT DOCUMENT SOCIAL_WORKER;"
         "rule_adopt O 1 ONCE 3 0 0 0 0 0 RESIDENT CHECKIN ACTIVITY_LEADER;"
         "rule_adopt OH 1 ONCE 3 0 0 0 0 0 HOUSEHOLD DOCUMENT SOCIAL_WORKER;"
         "rule_adopt REG-01 1 ONCE 3 0 0 0 0 0 RESIDENT DOCUMENT SOCIAL_WORKER;"
         "rule_adopt REG-02 1 ONCE 3 0 0 0 0 0 HOUSEHOLD DOCUMENT SOCIAL_WORKER;"
         "rule_adopt P 1 TIME 4 0 0 0 0 0 RESIDENT DOCUMENT SOCIAL_WORKER 0 7;"
         "rule_adopt BIG 1 HOUR 10000 0 0 0 0 0 RESIDENT CHECKIN ACTIVITY_LEADER;"
         "2024-06-01 rule_adopt L 1 TIME 4 0 0 0 0 0 RESIDENT DOCUMENT SOCIAL_WORKER;"
         "rule_adopt T 2 TIME 5 0 0 0 0 0 RESIDENT DOCUMENT SOCIAL_WORKER;"
         "shop_open S1; goods_set S1 RICE 2;"
         "2024-03-05 activity_open A H 08:00 12:00 0 lead; activity_open C H 08:00 12:00 0 lead;"
         "activity_close C; activity_open N H 22:00 2024-03-06T02:00+08:00 0 lead;"
         "activity_open B BIG 08:00 2024-04-04T08:00+08:00 0 lead;"
         "activity_open OA O 08:00 12:00 0 lead;"

         "d1: fund_deposit 10; u1: award bob H A 08:00 10:00 CARD -> 0 unfunded;"
         "u2: award cai H A 08:00 10:00 CARD -> 0 unfunded;"
         "u3: award dan BIG B 08:00 10:00 CARD -> 0 unfunded;"
         "u4: award cai O OA 08:00 10:00 CARD -> 0 unfunded;"
         "d2: fund_deposit 100000; d3: fund_deposit 50;"
         "2024-03-06 award_unfunded u2; 2024-03-05 award cai O OA 11:00 12:00 CARD;"
         "att: award ann H A 08:00 10:00 CARD; t1: award ann T; t2: award ann T; reverse t2;"
         "p1: award ann P; p2: award ann P; p3: award ann P; 2024-03-12 release p2; void p3;"
         "2024-03-05 award ann O OA 08:00 09:00 CARD; award ann OH; award ann REG-01;"
         "award bob REG-02; r1: redeem ann S1 RICE 4 V1; r2: redeem ann S1 RICE 2; rf: refund r2;"
         "s1: settle S1 3 30; s2: settle S1 1 10; reverse s2; reverse d3;"
         "2022-03-01 rule_adopt OLD 1 TIME 4 0 0 0 0 0 RESIDENT DOCUMENT SOCIAL_WORKER;"
         "person_enter old three; 2022-03-01 account_open old PHONE; award old OLD;"
         "2024-03-05 x: expire old 2022-03-01; op1: activity_open Z H 08:00 12:00 0 lead;"
         "h1: hold cai S1 5 2024-03-06T18:00+08:00 till; hr: hold_redeem h1 RICE 1 1 V8 09:00;"
         "h2: hold cai S1 1 18:00 till; 2024-03-06 hold_release h2;"
         "person_enter boss; role_set boss CADRE; role_set bob CADRE;"
         "person_enter jim three; person_enter jon three; 2024-01-10 account_open jim PHONE;"
         "account_open jon PHONE; 2024-03-06 award jim T;"
         "2024-03-11 b2: bequest jim jon by=sue/boss;"
         "inherit b2; award jim T; person_enter jil three; account_open jil PHONE;"
         "b1: bequest jim jil by=sue/boss";

#define HELD(sale) "2024-03-05 hold_redeem h1 RICE " sale
#define ADOPT(fields) "2024-07-01 rule_adopt " fields
#define GOOD "HOUR 5 0 0 0 0 0 RESIDENT CHECKIN ACTIVITY_LEADER"
#define ATTEND(stay) "2024-03-05 award ann H A " stay

static const struct judge_row rows[] = {
    /* rule_adopt */
    {"a good rule is taken", ADOPT("N 1 " GOOD), STATUS_OK},
    {"a rule in no village", ADOPT("N 1 " GOOD " village=v2"), STATUS_VILLAGE_UNKNOWN},
    {"a rule without a code", ADOPT("- 1 " GOOD), STATUS_RULE_MALFORMED},
    {"a rule of no unit", ADOPT("N 1 " GOOD " unit=0"), STATUS_RULE_MALFORMED},
    {"a rule of a fifth unit", ADOPT("N 1 " GOOD " unit=5"), STATUS_RULE_MALFORMED},
    {"a rule that gives nothing", ADOPT("N 1 " GOOD " points=0"), STATUS_RULE_MALFORMED},
    {"a rule that gives too much", ADOPT("N 1 " GOOD " points=10001"), STATUS_RULE_MALFORMED},
    {"caps for nobody", ADOPT("N 1 " GOOD " cap_scope=0"), STATUS_RULE_MALFORMED},
    {"caps for a third kind", ADOPT("N 1 " GOOD " cap_scope=3"), STATUS_RULE_MALFORMED},
    {"no evidence", ADOPT("N 1 " GOOD " evidence=0"), STATUS_RULE_MALFORMED},
    {"a ninth evidence", ADOPT("N 1 " GOOD " evidence=9"), STATUS_RULE_MALFORMED},
    {"nobody approves", ADOPT("N 1 " GOOD " approver=0"), STATUS_RULE_MALFORMED},
    {"a seventh approver", ADOPT("N 1 " GOOD " approver=7"), STATUS_RULE_MALFORMED},
    {"a notice of more than a year", ADOPT("N 1 " GOOD " notice_days=367"), STATUS_RULE_MALFORMED},
    {"savings beyond reason", ADOPT("N 1 " GOOD " saving_fen_per_hour=1000001"),
     STATUS_RULE_MALFORMED},
    {"a day's cap beyond reason", ADOPT("N 1 " GOOD " cap_day=1000001"), STATUS_RULE_MALFORMED},
    {"a month's cap beyond reason", ADOPT("N 1 " GOOD " cap_month=1000001"), STATUS_RULE_MALFORMED},
    {"a quarter's cap beyond reason", ADOPT("N 1 " GOOD " cap_quarter=1000001"),
     STATUS_RULE_MALFORMED},
    {"a year's cap beyond reason", ADOPT("N 1 " GOOD " cap_year=1000001"), STATUS_RULE_MALFORMED},
    {"a total cap beyond reason", ADOPT("N 1 " GOOD " cap_total=1000001"), STATUS_RULE_MALFORMED},
    {"the server gives five points at most", ADOPT("N 1 TIME 6 0 0 0 0 0 RESIDENT LOG SYSTEM"),
     STATUS_SYSTEM_RULE_LIMIT},
    {"the server gives for what is logged alone",
     ADOPT("N 1 TIME 5 0 0 0 0 0 RESIDENT PHOTO SYSTEM"), STATUS_SYSTEM_RULE_LIMIT},
    {"a first version is not the second", ADOPT("N 2 " GOOD), STATUS_RULE_VERSION_WRONG},
    {"nor the one before the first", ADOPT("N 0 " GOOD), STATUS_RULE_VERSION_WRONG},
    {"a version comes once", ADOPT("H 1 " GOOD), STATUS_RULE_VERSION_WRONG},
    {"no version is left out", ADOPT("H 3 " GOOD), STATUS_RULE_VERSION_WRONG},
    {"whom caps are about stays", ADOPT("H 2 " GOOD " cap_scope=HOUSEHOLD"), STATUS_RULE_MALFORMED},
    {"a rule is not changed backwards", "2023-12-31 rule_adopt H 2 " GOOD, STATUS_RULE_BACKWARDS},
    {"nor on the day it begins", "2024-01-01 rule_adopt H 2 " GOOD, STATUS_RULE_BACKWARDS},
    {"but a day later", "2024-01-02 rule_adopt H 2 " GOOD, STATUS_OK},

    /* fund_deposit */
    {"a deposit in no village", "fund_deposit 1 village=v2", STATUS_VILLAGE_UNKNOWN},
    {"a deposit of nothing", "fund_deposit 0", STATUS_FEN_OUT_OF_RANGE},
    {"a deposit beyond reason", "fund_deposit 1000000000001", STATUS_FEN_OUT_OF_RANGE},
    {"a deposit that no number holds", "fund_deposit -1", STATUS_FEN_OUT_OF_RANGE},
    {"a fund beyond reason", "fund_deposit 1000000000000", STATUS_FEN_OUT_OF_RANGE},

    /* activity_open, activity_close */
    {"an activity in no village", "2024-03-05 activity_open Y H 08:00 09:00 0 lead village=v2",
     STATUS_VILLAGE_UNKNOWN},
    {"an activity without a code", "activity_open - H 08:00 09:00 0 lead",
     STATUS_OPERATION_MALFORMED},
    {"an activity under no rule", "activity_open Y - 08:00 09:00 0 lead",
     STATUS_OPERATION_MALFORMED},
    {"an activity opens once", "activity_open A H 08:00 09:00 0 lead", STATUS_ACTIVITY_EXISTS},
    {"an activity of no time", "activity_open Y H 08:00 08:00 0 lead", STATUS_ACTIVITY_TIMES},
    {"an activity that ends first", "activity_open Y H 08:00 07:59 0 lead", STATUS_ACTIVITY_TIMES},
    {"an activity of more than 31 days", "activity_open Y H 08:00 2024-04-05T08:01+08:00 0 lead",
     STATUS_ACTIVITY_TIMES},
    {"an activity of 31 days", "activity_open Y H 08:00 2024-04-05T08:00+08:00 0 lead", STATUS_OK},
    {"an activity before there were days", "activity_open Y H -1 3600 0 lead",
     STATUS_ACTIVITY_TIMES},
    {"an activity after the year 9999", "activity_open Y H 253402300800 253402304400 0 lead",
     STATUS_ACTIVITY_TIMES},
    {"an activity of another day",
     "2024-03-06 activity_open Y H 2024-03-05T23:59+08:00 01:00 0 "
     "lead",
     STATUS_DAY_WRONG},
    {"an activity under an unknown rule", "activity_open Y Q 08:00 09:00 0 lead",
     STATUS_RULE_UNKNOWN},
    {"an activity before its rule", "activity_open Y L 08:00 09:00 0 lead", STATUS_RULE_UNKNOWN},
    {"an activity led by a stranger", "activity_open Y H 08:00 09:00 0 who", STATUS_PERSON_UNKNOWN},
    {"an activity led by nobody", "activity_open Y H 08:00 09:00 0 -", STATUS_PERSON_UNKNOWN},
    {"a closing in no village", "activity_close A village=v2", STATUS_VILLAGE_UNKNOWN},
    {"a closing of an unknown activity", "activity_close Y", STATUS_ACTIVITY_UNKNOWN},
    {"a closing of no activity", "activity_close -", STATUS_ACTIVITY_UNKNOWN},
    {"closed already", "activity_close C", STATUS_ACTIVITY_CLOSED},
    {"a closing before the start", "2024-03-04 activity_close A", STATUS_DAY_WRONG},

    /* award: whom */
    {"an award in no village", "2024-03-05 award ann T village=v2", STATUS_VILLAGE_UNKNOWN},
    {"an award to nobody", "award - T", STATUS_PERSON_UNKNOWN},
    {"an award to a stranger", "award who T", STATUS_PERSON_UNKNOWN},
    {"an award to someone of another village", "award ora T", STATUS_PERSON_UNKNOWN},
    {"an award to someone who has no account", "award eve T", STATUS_NOT_REGISTERED},
    {"an award before the registration", "2024-04-30 award kim T", STATUS_BEFORE_REGISTRATION},
    {"an award on the day of the registration", "2024-05-01 award kim T", STATUS_OK},
    {"an award to someone who has left", "award zed T", STATUS_ACCOUNT_CLOSED},
    /* award: under which rule */
    {"an award under no rule", "2024-03-05 award ann -", STATUS_RULE_UNKNOWN},
    {"an award under an unknown rule", "award ann Q", STATUS_RULE_UNKNOWN},
    {"an award before its rule", "2024-05-31 award ann L", STATUS_RULE_NOT_VALID_YET},
    {"an award on the rule's first day", "2024-06-01 award ann L", STATUS_OK},
    {"a grade of nothing", "2024-03-05 award ann G", STATUS_GRADE_OUT_OF_RANGE},
    {"a grade above the rule's points", "award ann G grade_points=10", STATUS_GRADE_OUT_OF_RANGE},
    {"the highest grade", "award ann G grade_points=9", STATUS_OK},
    {"a grade where none is given", "award ann T grade_points=1", STATUS_GRADE_OUT_OF_RANGE},
    {"a second time under a once rule", "award ann O OA 10:00 11:00 CARD", STATUS_ONCE_ONLY},
    {"a second of the household under its once rule", "award bob OH", STATUS_ONCE_ONLY},
    {"another household under it", "award cai OH", STATUS_OK},
    {"registered by phone, then by card", "award ann REG-02", STATUS_ONCE_ONLY},
    {"registered by card, then by phone", "award bob REG-01", STATUS_ONCE_ONLY},
    /* award: from when it may be released */
    {"a notice in working days", "award ann P release_day=2024-03-14", STATUS_OK},
    {"as long as they can be", "award ann P release_day=2024-04-04", STATUS_OK},
    {"a release before the notice is over", "award ann P release_day=2024-03-11",
     STATUS_RELEASE_DAY_WRONG},
    {"a release put off for long", "award ann P release_day=2024-04-05", STATUS_RELEASE_DAY_WRONG},
    {"a release of what has no notice", "award ann T release_day=2024-03-14",
     STATUS_RELEASE_DAY_WRONG},
    {"a release without a day", "award ann P release_day=-1", STATUS_RELEASE_DAY_WRONG},
    {"an attendance paid late, without a notice",
     "2024-03-06 award_unfunded u1 release_day=2024-03-14", STATUS_RELEASE_DAY_WRONG},
    /* award: for what stay */
    {"hours of no activity", "award ann H", STATUS_ACTIVITY_UNKNOWN},
    {"a check-in to no activity", "award ann T - 08:00", STATUS_ACTIVITY_UNKNOWN},
    {"a check-out of no activity", "award ann T checked_out_at=08:00", STATUS_ACTIVITY_UNKNOWN},
    {"a method of no activity", "award ann T method=CARD", STATUS_ACTIVITY_UNKNOWN},
    {"an unknown activity", "award ann H Y 08:00 09:00 CARD", STATUS_ACTIVITY_UNKNOWN},
    {"an activity under another rule", "award ann T A 08:00 09:00 CARD", STATUS_ACTIVITY_RULE},
    {"an activity that is closed", "award ann H C 08:00 09:00 CARD", STATUS_ACTIVITY_CLOSED},
    {"neither phone nor card", ATTEND("09:00 10:00"), STATUS_OPERATION_MALFORMED},
    {"a third method", ATTEND("09:00 10:00 3"), STATUS_OPERATION_MALFORMED},
    {"out before in", ATTEND("09:00 08:59 CARD"), STATUS_ATTENDANCE_TIMES},
    {"in before there were days", ATTEND("-1 09:00 CARD"), STATUS_ATTENDANCE_TIMES},
    {"gone before it began", ATTEND("07:00 08:00 CARD"), STATUS_ATTENDANCE_OUTSIDE},
    {"gone 59 seconds after it began", ATTEND("07:00 08:00:59 CARD"), STATUS_ATTENDANCE_OUTSIDE},
    {"gone a minute after it began", ATTEND("07:00 08:01 CARD"), STATUS_OK},
    {"come when it was over", ATTEND("12:00 13:00 CARD"), STATUS_ATTENDANCE_OUTSIDE},
    {"come and gone at once", ATTEND("09:00 09:00 CARD"), STATUS_ATTENDANCE_OUTSIDE},
    {"recorded for the day before",
     "2024-03-04 award ann H A 2024-03-05T09:00+08:00 "
     "2024-03-05T10:00+08:00 CARD",
     STATUS_DAY_WRONG},
    {"recorded for the day of the check-out",
     "2024-03-06 award ann H N 2024-03-05T23:00+08:00 "
     "01:00 CARD",
     STATUS_DAY_WRONG},
    {"the same check-in again", ATTEND("08:00 09:00 CARD"), STATUS_ATTENDANCE_EXISTS},
    {"the same check-in of an unfunded one", "2024-03-05 award bob H A 08:00 10:00 CARD",
     STATUS_ATTENDANCE_EXISTS},
    {"more than one operation may move",
     "2024-03-05 award ann BIG B 08:00 2024-04-04T08:00+08:00 "
     "CARD",
     STATUS_POINTS_OUT_OF_RANGE},
    {"more than the fund has, no attendance", "award ora T village=other", STATUS_FUND_EXHAUSTED},

    /* award_unfunded */
    {"a late award in no village", "2024-03-06 award_unfunded u1 village=v2",
     STATUS_VILLAGE_UNKNOWN},
    {"a late award of a record to come", "award_unfunded 9999", STATUS_RECORD_NOT_FOUND},
    {"a late award of a paid one", "award_unfunded att", STATUS_TARGET_KIND},
    {"a late award of a deposit", "award_unfunded d1", STATUS_TARGET_KIND},
    {"a late award by another village", "award_unfunded u1" ELSEWHERE, STATUS_TARGET_KIND},
    {"a late award twice", "award_unfunded u2", STATUS_ATTENDANCE_FUNDED},
    {"a late award before the attendance", "2024-03-04 award_unfunded u1", STATUS_DAY_WRONG},
    {"a late award of what was given once meanwhile", "2024-03-06 award_unfunded u4",
     STATUS_ONCE_ONLY},
    {"a late award that the fund cannot pay", "award_unfunded u3", STATUS_FUND_EXHAUSTED},
    {"a late award that it can", "award_unfunded u1", STATUS_OK},

    /* release, void */
    {"a release in no village", "2024-03-12 release p1 village=v2", STATUS_VILLAGE_UNKNOWN},
    {"a release of a record to come", "release 9999", STATUS_RECORD_NOT_FOUND},
    {"a release of what never waited", "release t1", STATUS_TARGET_KIND},
    {"a release of a deposit", "release d1", STATUS_TARGET_KIND},
    {"a release by another village", "release p1" ELSEWHERE, STATUS_TARGET_KIND},
    {"a release of another village's", "release op", STATUS_TARGET_KIND},
    {"released already", "release p2", STATUS_TARGET_DONE},
    {"voided already, now released", "release p3", STATUS_TARGET_DONE},
    {"a release within the notice", "2024-03-11 release p1", STATUS_NOTICE_RUNNING},
    {"a release before the award", "2024-03-04 release p1", STATUS_DAY_WRONG},
    {"a release when the notice has run", "2024-03-12 release p1", STATUS_OK},
    {"a void in no village", "void p1 village=v2", STATUS_VILLAGE_UNKNOWN},
    {"a void of a record to come", "void 9999", STATUS_RECORD_NOT_FOUND},
    {"a void of what never waited", "void t1", STATUS_TARGET_KIND},
    {"a void by another village", "void p1" ELSEWHERE, STATUS_TARGET_KIND},
    {"released already, now voided", "void p2", STATUS_TARGET_DONE},
    {"voided already", "void p3", STATUS_TARGET_DONE},
    {"a void before the award", "2024-03-04 void p1", STATUS_DAY_WRONG},
    {"a void on the day of the award", "2024-03-05 void p1", STATUS_OK},

    /* reverse */
    {"a reversal in no village", "2024-03-12 reverse t1 village=v2", STATUS_VILLAGE_UNKNOWN},
    {"a reversal of a record to come", "reverse 9999", STATUS_RECORD_NOT_FOUND},
    {"a reversal of what still waits", "reverse p1", STATUS_TARGET_KIND},
    {"a reversal of what was voided", "reverse p3", STATUS_TARGET_KIND},
    {"a reversal of what was released", "reverse p2", STATUS_OK},
    {"a reversal of a redemption", "reverse r1", STATUS_TARGET_KIND},
    {"a reversal of a refund", "reverse rf", STATUS_TARGET_KIND},
    {"a reversal of an expiry", "reverse x", STATUS_TARGET_KIND},
    {"a reversal of an attendance without points", "reverse u1", STATUS_TARGET_KIND},
    {"a reversal of the opening of an activity", "reverse op1", STATUS_TARGET_KIND},
    {"a reversal of another village's award", "reverse oa", STATUS_TARGET_KIND},
    {"a reversal of another village's settlement", "reverse os", STATUS_TARGET_KIND},
    {"a reversal of another village's deposit", "reverse od", STATUS_TARGET_KIND},
    {"an award reversed already", "reverse t2", STATUS_TARGET_DONE},
    {"a settlement reversed already", "reverse s2", STATUS_TARGET_DONE},
    {"a deposit reversed already", "reverse d3", STATUS_TARGET_DONE},
    {"a reversal before the award", "2024-03-04 reverse t1", STATUS_DAY_WRONG},
    {"a reversal before the settlement", "reverse s1", STATUS_DAY_WRONG},
    {"a deposit that is spent in part", "2024-03-12 reverse d2", STATUS_FUND_EXHAUSTED},

    /* shop_open, goods_set */
    {"a shop in no village", "shop_open S2 village=v2", STATUS_VILLAGE_UNKNOWN},
    {"a shop without a code", "shop_open -", STATUS_OPERATION_MALFORMED},
    {"a shop opens once", "shop_open S1", STATUS_SHOP_EXISTS},
    {"goods in no village", "goods_set S1 OIL 2 village=v2", STATUS_VILLAGE_UNKNOWN},
    {"goods of an unknown shop", "goods_set S2 OIL 2", STATUS_SHOP_UNKNOWN},
    {"goods without a code", "goods_set S1 - 2", STATUS_OPERATION_MALFORMED},
    {"goods for nothing", "goods_set S1 OIL 0", STATUS_POINTS_OUT_OF_RANGE},
    {"goods beyond price", "goods_set S1 OIL 1000001", STATUS_POINTS_OUT_OF_RANGE},
    {"goods beyond any cash", "goods_set S1 OIL 1 100000001", STATUS_FEN_OUT_OF_RANGE},
    {"the dearest goods", "goods_set S1 OIL 1000000 100000000", STATUS_OK},
    {"stock in no village", "stock_set S1 RICE 1 village=v2", STATUS_VILLAGE_UNKNOWN},
    {"stock of an unknown shop", "stock_set S2 RICE 1", STATUS_SHOP_UNKNOWN},
    {"stock of another village's shop", "stock_set O1 RICE 1", STATUS_SHOP_UNKNOWN},
    {"stock of unknown goods", "stock_set S1 OIL 1", STATUS_GOODS_UNKNOWN},
    {"a change of nothing", "stock_set S1 RICE 0", STATUS_QUANTITY_OUT_OF_RANGE},
    {"stock beyond reason", "stock_set S1 RICE 1000001", STATUS_QUANTITY_OUT_OF_RANGE},
    {"as much as comes at once", "stock_set S1 RICE 1000000", STATUS_OK},
    {"the largest change", "stock_set S1 RICE 9223372036854775807", STATUS_QUANTITY_OUT_OF_RANGE},
    {"the smallest change", "stock_set S1 RICE -9223372036854775807", STATUS_QUANTITY_OUT_OF_RANGE},
    {"fewer than none", "stock_set S1 RICE -1", STATUS_OUT_OF_STOCK},

    /* redeem, refund */
    {"spending in no village", "redeem ann S1 RICE 2 village=v2", STATUS_VILLAGE_UNKNOWN},
    {"spending by a stranger", "redeem who S1 RICE 2", STATUS_PERSON_UNKNOWN},
    {"spending without an account", "redeem eve S1 RICE 2", STATUS_NOT_REGISTERED},
    {"spending before the registration", "2024-04-30 redeem kim S1 RICE 2",
     STATUS_BEFORE_REGISTRATION},
    {"spending by someone who has left", "redeem zed S1 RICE 2", STATUS_ACCOUNT_CLOSED},
    {"spending at an unknown shop", "redeem ann S2 RICE 2", STATUS_SHOP_UNKNOWN},
    {"spending at another village's shop", "redeem ann O1 RICE 2", STATUS_SHOP_UNKNOWN},
    {"spending on unknown goods", "redeem ann S1 OIL 2", STATUS_GOODS_UNKNOWN},
    {"spending nothing", "redeem ann S1 RICE 0", STATUS_POINTS_OUT_OF_RANGE},
    {"spending beyond reason", "redeem ann S1 RICE 1000001", STATUS_POINTS_OUT_OF_RANGE},
    {"more pieces than anybody carries", "redeem ann S1 RICE 2 - 10001",
     STATUS_QUANTITY_OUT_OF_RANGE},
    {"not the price", "redeem ann S1 RICE 2 - 2", STATUS_PRICE_WRONG},
    {"cash where none is taken", "redeem ann S1 RICE 2 - 1 1", STATUS_PRICE_WRONG},
    {"more cash than there is", "redeem ann S1 RICE 2 - 1 9223372036854775807", STATUS_PRICE_WRONG},
    {"a voucher's number again", "redeem ann S1 RICE 2 V1", STATUS_ID_TAKEN},
    {"spending more than is there, though more is waiting", "redeem ann S1 RICE 24",
     STATUS_NOT_ENOUGH_POINTS},
    {"spending the last point", "redeem ann S1 RICE 23", STATUS_OK},
    {"a refund in no village", "refund r1 village=v2", STATUS_VILLAGE_UNKNOWN},
    {"a refund of a record to come", "refund 9999", STATUS_RECORD_NOT_FOUND},
    {"a refund of an award", "refund t1", STATUS_TARGET_KIND},
    {"a refund of a deposit", "refund d1", STATUS_TARGET_KIND},
    {"a refund of another village's", "refund or", STATUS_TARGET_KIND},
    {"a refund before the redemption", "2024-03-04 refund r1", STATUS_DAY_WRONG},
    {"refunded already", "2024-03-12 refund r2", STATUS_TARGET_DONE},
    {"a refund when the shop was paid", "refund r1", STATUS_NOT_ENOUGH_POINTS},

    /* hold, hold_redeem, hold_release */
    {"a hold in no village", "2024-03-12 hold ann S1 1 18:00 till village=v2",
     STATUS_VILLAGE_UNKNOWN},
    {"a hold of a stranger's points", "hold who S1 1 18:00 till", STATUS_PERSON_UNKNOWN},
    {"a hold without an account", "hold eve S1 1 18:00 till", STATUS_NOT_REGISTERED},
    {"a hold before the registration", "2024-04-30 hold kim S1 1 18:00 till",
     STATUS_BEFORE_REGISTRATION},
    {"a hold of someone who has left", "2024-03-12 hold zed S1 1 18:00 till",
     STATUS_ACCOUNT_CLOSED},
    {"a hold for an unknown shop", "hold ann S2 1 18:00 till", STATUS_SHOP_UNKNOWN},
    {"a hold of nothing", "hold ann S1 0 18:00 till", STATUS_POINTS_OUT_OF_RANGE},
    {"a hold beyond reason", "hold ann S1 1000001 18:00 till", STATUS_POINTS_OUT_OF_RANGE},
    {"a hold for no device", "hold ann S1 1 18:00 -", STATUS_OPERATION_MALFORMED},
    {"a hold that has ended the day before", "hold ann S1 1 2024-03-11T23:59:59+08:00 till",
     STATUS_HOLD_TIMES},
    {"a hold that ends on its day", "hold ann S1 1 00:00 till", STATUS_OK},
    {"a hold of 31 days", "hold ann S1 1 2024-04-12T23:59:59+08:00 till", STATUS_OK},
    {"a hold of more", "hold ann S1 1 2024-04-13T00:00+08:00 till", STATUS_HOLD_TIMES},
    {"a hold until before there were days", "hold ann S1 1 -1 till", STATUS_HOLD_TIMES},
    {"a hold for ever", "hold ann S1 1 253402300800 till", STATUS_HOLD_TIMES},
    {"more than is there, though more is waiting", "hold ann S1 24 18:00 till",
     STATUS_NOT_ENOUGH_POINTS},
    {"an off-line sale in no village", HELD("1 1 V9 10:00 village=v2"), STATUS_VILLAGE_UNKNOWN},
    {"an off-line sale of a record to come", "hold_redeem 9999 RICE 1 1 V9 10:00",
     STATUS_RECORD_NOT_FOUND},
    {"an off-line sale from a redemption", "hold_redeem r1 RICE 1 1 V9 10:00", STATUS_TARGET_KIND},
    {"an off-line sale from an off-line sale", "hold_redeem hr RICE 1 1 V9 10:00",
     STATUS_TARGET_KIND},
    {"an off-line sale by another village", HELD("1 1 V9 10:00" ELSEWHERE), STATUS_TARGET_KIND},
    {"an off-line sale before the hold", "2024-03-04 hold_redeem h1 RICE 1 1 V9 10:00",
     STATUS_DAY_WRONG},
    {"an off-line sale of unknown goods", "2024-03-05 hold_redeem h1 OIL 1 1 V9 10:00",
     STATUS_GOODS_UNKNOWN},
    {"an off-line sale of no time", HELD("1 1 V9 -1"), STATUS_HOLD_ENDED},
    {"an off-line sale of another day", HELD("1 1 V9 2024-03-06T00:00+08:00"), STATUS_DAY_WRONG},
    {"an off-line sale for nothing", HELD("1 0 V9 10:00"), STATUS_POINTS_OUT_OF_RANGE},
    {"an off-line sale beyond reason", HELD("1 1000001 V9 10:00"), STATUS_POINTS_OUT_OF_RANGE},
    {"an off-line sale of too many", HELD("10001 1 V9 10:00"), STATUS_QUANTITY_OUT_OF_RANGE},
    {"an off-line sale for too much cash", HELD("1 1 V9 10:00 1000000000001"),
     STATUS_FEN_OUT_OF_RANGE},
    {"an off-line sale of what is left", HELD("0 4 V9 10:00"), STATUS_OK},
    {"an off-line sale of more", HELD("1 5 V9 10:00"), STATUS_NOT_ENOUGH_POINTS},
    {"an off-line sale under a used number", HELD("1 1 V1 10:00"), STATUS_ID_TAKEN},
    {"a hold given back in no village", "2024-03-12 hold_release h1 village=v2",
     STATUS_VILLAGE_UNKNOWN},
    {"a hold to come given back", "hold_release 9999", STATUS_RECORD_NOT_FOUND},
    {"an award given back", "hold_release t1", STATUS_TARGET_KIND},
    {"a hold given back by another village", "hold_release h1" ELSEWHERE, STATUS_TARGET_KIND},
    {"a hold given back before it was made", "2024-03-04 hold_release h1", STATUS_DAY_WRONG},
    {"given back already", "2024-03-12 hold_release h2", STATUS_TARGET_DONE},
    {"a hold given back in time", "hold_release h1", STATUS_OK},

    /* bequest, inherit */
    {"a bequest in no village", "2024-03-12 bequest ann cai by=sue/boss village=v2",
     STATUS_VILLAGE_UNKNOWN},
    {"a bequest of a stranger", "bequest who cai by=sue/boss", STATUS_PERSON_UNKNOWN},
    {"a bequest without an account", "bequest eve cai by=sue/boss", STATUS_NOT_REGISTERED},
    {"a bequest of someone who has left", "bequest zed cai by=sue/boss", STATUS_ACCOUNT_CLOSED},
    {"a bequest to a stranger", "bequest dan who by=sue/boss", STATUS_PERSON_UNKNOWN},
    {"a bequest to another village", "bequest dan ora by=sue/boss", STATUS_PERSON_UNKNOWN},
    {"a bequest to who has no account", "bequest dan eve by=sue/boss", STATUS_NOT_REGISTERED},
    {"a bequest to who is not registered yet", "bequest dan kim by=sue/boss",
     STATUS_BEFORE_REGISTRATION},
    {"a bequest to who has left", "bequest dan zed by=sue/boss", STATUS_ACCOUNT_CLOSED},
    {"a bequest to oneself", "bequest dan dan by=sue/boss", STATUS_HEIR_WRONG},
    {"a bequest that nobody puts forward", "bequest dan cai by=-/boss", STATUS_TWO_EYES_PROPOSER},
    {"a bequest put forward by a leader", "bequest dan cai by=lead/boss", STATUS_TWO_EYES_PROPOSER},
    {"a bequest that nobody approves", "bequest dan cai by=sue/-", STATUS_TWO_EYES_APPROVER},
    {"a bequest approved by a social worker", "bequest dan cai by=sue/sid",
     STATUS_TWO_EYES_APPROVER},
    {"a bequest of one official's word", "bequest dan cai by=boss/boss", STATUS_TWO_EYES_SAME},
    {"a bequest put forward by the heir", "bequest dan bob by=bob/boss", STATUS_TWO_EYES_SAME},
    {"a bequest approved by the heir", "bequest dan bob by=sue/bob", STATUS_TWO_EYES_SAME},
    {"a bequest approved by who dies", "bequest bob dan by=sue/bob", STATUS_TWO_EYES_SAME},
    {"a bequest approved in the heir's household", "bequest dan ann by=sue/bob",
     STATUS_TWO_EYES_HOUSEHOLD},
    {"a bequest of nothing", "bequest dan cai by=sue/boss", STATUS_NOT_ENOUGH_POINTS},
    {"a bequest while points wait", "bequest ann dan by=sue/boss", STATUS_POINTS_WAITING},
    {"a bequest while points are held", "bequest cai dan by=sue/boss", STATUS_POINTS_WAITING},
    {"an inheritance in no village", "inherit b1 village=v2", STATUS_VILLAGE_UNKNOWN},
    {"an inheritance to come", "inherit 9999", STATUS_RECORD_NOT_FOUND},
    {"an inheritance of an award", "inherit t1", STATUS_TARGET_KIND},
    {"an inheritance of a hold", "inherit h1", STATUS_TARGET_KIND},
    {"an inheritance in another village", "inherit b1" ELSEWHERE, STATUS_TARGET_KIND},
    {"an inheritance before the death", "2024-03-10 inherit b1", STATUS_DAY_WRONG},
    {"inherited already", "2024-03-12 inherit b2", STATUS_TARGET_DONE},
    {"an heir who leaves before", "account_close jil", STATUS_ACCOUNT_NOT_EMPTY},
    {"an inheritance", "inherit b1", STATUS_OK},

    /* settle */
    {"a settlement in no village", "settle S1 1 10 village=v2", STATUS_VILLAGE_UNKNOWN},
    {"a settlement of an unknown shop", "settle S2 1 10", STATUS_SHOP_UNKNOWN},
    {"a settlement of nothing", "settle S1 0 0", STATUS_POINTS_OUT_OF_RANGE},
    {"a settlement beyond reason", "settle S1 1000001 10000010", STATUS_POINTS_OUT_OF_RANGE},
    {"a fen too much", "settle S1 1 11", STATUS_SETTLE_FEN_WRONG},
    {"a fen too little", "settle S1 1 9", STATUS_SETTLE_FEN_WRONG},
    {"more than the shop holds", "settle S1 3 30", STATUS_NOT_ENOUGH_POINTS},
    {"what the shop holds", "settle S1 2 20", STATUS_OK},
    {"more than the fund holds", "settle O1 3 30" ELSEWHERE, STATUS_FUND_EXHAUSTED},
    {"before a fund there is", "settle O1 1 10 village=third", STATUS_FUND_UNKNOWN},

    /* expire */
    {"an expiry in no village", "2026-03-05 expire ann 2024-03-05 village=v2",
     STATUS_VILLAGE_UNKNOWN},
    {"an expiry of a stranger's", "expire who 2024-03-05", STATUS_PERSON_UNKNOWN},
    {"an expiry without an account", "expire eve 2024-03-05", STATUS_NOT_REGISTERED},
    {"an expiry of day 0", "expire ann 0", STATUS_LOT_NOT_DUE},
    {"an expiry of a day to come", "expire ann 2026-03-06", STATUS_LOT_NOT_DUE},
    {"an expiry a day early", "2026-03-04 expire ann 2024-03-05", STATUS_LOT_NOT_DUE},
    {"an expiry of a day without a lot", "2026-03-05 expire ann 2024-03-04", STATUS_LOT_EMPTY},
    {"an expiry of what has expired", "expire old 2022-03-01", STATUS_LOT_EMPTY},
    {"an expiry that is due", "expire ann 2024-03-05", STATUS_OK},
};

int main(void)
{
    return judge_rows_run("points_refuse", common, rows, COUNT(rows));
}
