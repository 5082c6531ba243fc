/* points_goods_test.c - what is sold for points and cash, how many are left, and what a refund
 * gives back. Each row happens in a village of its own (tests/testing/village.h); after each the
 * invariants hold and the journal alone leads to the same books. */
#include "testing/village.h"

/* Ann and bob have 40 points each. RICE costs 10 points or 7.01 yuan, OIL 3 points and no cash. */
static const char common[] =
    "2024-01-01 rule_adopt T 1 TIME 40 0 0 0 0 0 RESIDENT DOCUMENT SOCIAL_WORKER;"
    "shop_open S1; goods_set S1 RICE 10 701; goods_set S1 OIL 3; shop_open S2;"
    "goods_set S2 RICE 9 600; 2024-03-05 award ann T; award bob T;";

static const struct script_row rows[] = {
    /* the one price */
    {"without a quantity any number of points is taken, as vouchers of before have it",
     "redeem ann S1 RICE 1 -> 1 balance=39; redeem ann S1 RICE 39 -> 39 balance=0"},
    {"with a quantity it is the price",
     "redeem ann S1 RICE 9 V1 1 -> PRICE_WRONG; redeem ann S1 RICE 11 V1 1 -> PRICE_WRONG;"
     "redeem ann S1 RICE 10 V1 1 -> 10 balance=30; redeem ann S1 RICE 30 V2 3 -> 30 balance=0"},
    {"points pay a part, cash the rest, rounded up to the fen",
     "redeem ann S1 RICE 4 - 1 420 -> PRICE_WRONG; redeem ann S1 RICE 4 - 1 422 -> PRICE_WRONG;"
     "redeem ann S1 RICE 4 - 1 421 -> 4 balance=36; ? cash S1 421"},
    {"rounded once over all pieces",
     "redeem ann S1 RICE 11 - 3 1331 -> PRICE_WRONG; redeem ann S1 RICE 11 - 3 1332;"
     "? cash S1 1332"},
    {"one point is the least that is paid in points",
     "redeem ann S1 RICE 0 - 1 701 -> POINTS_OUT_OF_RANGE; redeem ann S1 RICE 1 - 1 631"},
    {"goods that are not sold for cash are paid in points alone",
     "redeem ann S1 OIL 2 - 1 100 -> PRICE_WRONG; redeem ann S1 OIL 2 - 1 -> PRICE_WRONG;"
     "redeem ann S1 OIL 3 - 1"},
    {"cash needs a quantity", "redeem ann S1 RICE 4 - 0 421 -> PRICE_WRONG"},
    {"the newest price is the price",
     "goods_set S1 RICE 12 800; redeem ann S1 RICE 10 - 1 -> PRICE_WRONG;"
     "redeem ann S1 RICE 6 - 1 400; goods_set S1 RICE 12; redeem ann S1 RICE 6 - 1 400 -> "
     "PRICE_WRONG"},
    {"a refund gives the cash back as well",
     "r: redeem ann S1 RICE 4 - 1 421; redeem ann S1 RICE 5 - 1 351; ? cash S1 772;"
     "refund r -> 4 balance=35 fen=421; ? cash S1 351; refund r -> TARGET_DONE"},
    {"cash is no points", "redeem ann S1 RICE 4 - 1 421; ? shop S1 4; ? report redeemed 4"},

    /* stock */
    {"goods are not counted until somebody counts them",
     "redeem ann S1 RICE 10 - 1; ? stock S1 RICE -1; stock_set S1 RICE 5; ? stock S1 RICE 5"},
    {"a sale takes one where it says no number",
     "stock_set S1 RICE 5; redeem ann S1 RICE 7; ? stock S1 RICE 4"},
    {"a sale takes as many as it says",
     "stock_set S1 RICE 5; redeem ann S1 RICE 30 - 3; ? stock S1 RICE 2"},
    {"the last one goes to one",
     "stock_set S1 RICE 1; redeem ann S1 RICE 10 - 1; redeem bob S1 RICE 10 - 1 -> OUT_OF_STOCK;"
     "redeem bob S1 RICE 1 -> OUT_OF_STOCK; ? stock S1 RICE 0; ? ann 30; ? bob 40"},
    {"two of one that is left are none",
     "stock_set S1 RICE 1; redeem ann S1 RICE 20 - 2 -> OUT_OF_STOCK; ? stock S1 RICE 1"},
    {"other goods and the same of another shop are counted by themselves",
     "stock_set S1 RICE 1; redeem ann S1 RICE 1; redeem ann S1 OIL 3; redeem ann S2 RICE 9;"
     "? stock S2 RICE -1; ? stock S1 OIL -1"},
    {"what comes is added, what is missing taken off",
     "stock_set S1 RICE 5; stock_set S1 RICE 3; ? stock S1 RICE 8; stock_set S1 RICE -8;"
     "? stock S1 RICE 0; stock_set S1 RICE -1 -> OUT_OF_STOCK; ? stock S1 RICE 0"},
    {"a new price leaves the count alone",
     "stock_set S1 RICE 5; goods_set S1 RICE 8 500; ? stock S1 RICE 5"},
    {"a refund brings the goods back",
     "stock_set S1 RICE 3; r: redeem ann S1 RICE 20 - 2; ? stock S1 RICE 1; refund r;"
     "? stock S1 RICE 3; ? ann 40"},
    {"a refund of what was sold before they were counted brings nothing",
     "r: redeem ann S1 RICE 20 - 2; stock_set S1 RICE 1; refund r; ? stock S1 RICE 1"},
    {"a refused sale takes nothing",
     "stock_set S1 RICE 3; redeem ann S1 RICE 30 V1 3; refund 0 -> TARGET_KIND;"
     "stock_set S1 RICE 9; redeem ann S1 RICE 20 - 2 -> NOT_ENOUGH_POINTS; ? stock S1 RICE 9"},
};

int main(void)
{
    return script_rows_run("points_goods", common, rows, COUNT(rows));
}
