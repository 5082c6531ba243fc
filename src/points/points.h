/* points.h - gong-fen-bao (work points): how points are earned and spent. Rules, activities,
 * awards, shops, the fund.
 *
 * Handles the operations RuleAdopt, FundDeposit, ActivityOpen, ActivityClose, Award,
 * AwardUnfunded, Release, Void, Reverse, ShopOpen, GoodsSet, StockSet, Redeem, Refund, Hold,
 * HoldRedeem, HoldRelease, Settle, Expire, Bequest, Inherit, PanelDraw, Objection and
 * ObjectionSettle. All arithmetic of rules (half hours, caps, two eyes, the fund) is done here, in
 * apply, and nowhere else. */
#pragma once

#include "identity/identity.h"
#include "ledger/ledger.h"

struct points;

/* Borrows the rooms below and becomes the listener of `identity`. The caller owns `*out`. */
CHECKED struct status points_open(struct books *books, struct identity *identity,
                                  struct ledger *ledger, struct points **out);
void points_close(struct points **points);
struct apply_room points_room(struct points *points);

enum { CAP_SPANS = 5 }; /* day, month, quarter, year, total */

/* One version of a rule; see proto/operation.proto, RuleAdopt. */
struct rule {
    int64_t id;     /* 0: there is none */
    int64_t family; /* id of its first version: caps count over all versions */
    int64_t village;
    int32_t version;
    int32_t valid_from;
    int32_t first_day;  /* from which the first version is valid */
    uint32_t own_spans; /* bit 1 << span: capped by the first version */
    int32_t unit;
    int32_t cap_scope;
    int32_t evidence;
    int32_t approver;
    int64_t points;
    int64_t caps[CAP_SPANS]; /* 0: none */
    int64_t saving_fen_per_hour;
    int32_t notice_days;
    struct metric issued; /* points issued under the rule's code */
    char code[CODE_MAX + 1];
};
/* The version valid on a day; of an unknown code or before the first, id is 0. */
CHECKED struct status points_rule(struct points *points, int64_t village, const char *code,
                                  int32_t day, struct rule *rule);
CHECKED struct status points_rule_by_id(struct points *points, int64_t id, struct rule *rule);

/* The version of each rule that is valid on a day, by code, after one ("": from the start), at most
 * `limit`; and all versions of one code, those to come too, the newest first. */
typedef struct status (*points_rule_fn)(void *context, const struct rule *rule);
CHECKED struct status points_rule_each(struct points *points, int64_t village, const char *after,
                                       int32_t day, size_t limit, points_rule_fn each,
                                       void *context);
CHECKED struct status points_rule_versions(struct points *points, int64_t village, const char *code,
                                           points_rule_fn each, void *context);
/* The arithmetic of rules, for whoever asks what would have been: points before caps of a stay that
 * overlapped so long with the activity (0 without one), of a grade rule the grade; and the first
 * day of a cap's period (0: day, 1: month, 2: quarter, 3: year, 4: in all). */
int64_t points_computed(const struct rule *rule, int64_t overlap_seconds, int64_t grade);
int32_t points_cap_start(int span, int32_t day);

/* An activity that was opened. */
struct activity {
    int64_t id;        /* 0: there is none */
    int64_t family;    /* of the rule */
    int64_t starts_at; /* instants, in seconds */
    int64_t ends_at;
    int64_t leader;    /* member */
    int32_t closed_on; /* DAY_NEVER: open */
};
CHECKED struct status points_activity(struct points *points, int64_t village, const char *code,
                                      struct activity *activity);

struct shop {
    int64_t id;      /* 0: there is none */
    int64_t account; /* in the ledger */
    struct metric taken;
    char code[CODE_MAX + 1];
};
CHECKED struct status points_shop(struct points *points, int64_t village, const char *code,
                                  struct shop *shop);
/* The code of the shop with this ledger account. */
CHECKED struct status points_shop_code(struct points *points, int64_t account,
                                       char code[CODE_MAX + 1]);

enum { QUANTITY_MAX = 10000 };          /* of one redemption */
#define CASH_FEN_MAX INT64_C(100000000) /* the price of one piece */

/* A kind of goods of a shop, at the price that was set last. */
struct goods {
    bool known;
    bool counted;     /* else there is no stock */
    int64_t points;   /* the price of one */
    int64_t cash_fen; /* the same in cash; 0: not sold for cash */
    int64_t stock;
};
CHECKED struct status points_goods(struct points *points, int64_t shop, const char *code,
                                   struct goods *goods);
/* Calls back for the shops of a village, and the goods of a shop, that come after a code ("": all),
 * in order of code. A status other than OK ends it and is handed on. The callback may read, but
 * not ask for the same list again. */
typedef struct status (*shop_each_fn)(void *context, const struct shop *shop);
CHECKED struct status points_shop_each(struct points *points, int64_t village, const char *after,
                                       shop_each_fn each, void *context);
typedef struct status (*goods_each_fn)(void *context, const char *code, const struct goods *goods);
CHECKED struct status points_goods_each(struct points *points, int64_t shop, const char *after,
                                        goods_each_fn each, void *context);
/* A redemption at a shop, or a refund (all three below 0). */
struct sold {
    uint64_t record;
    int32_t day;
    int64_t quantity;
    int64_t points;
    int64_t cash_fen;
    char goods[CODE_MAX + 1];
};
/* Calls back for what a shop sold from day to day, in order of day and record, beginning after
 * `after` of the first day (-1: with its first). A status other than OK ends it. */
struct sold_span {
    int64_t shop;
    int32_t from;
    int64_t after;
    int32_t until;
};
typedef struct status (*sold_each_fn)(void *context, const struct sold *sold);
CHECKED struct status points_sold_each(struct points *points, const struct sold_span *span,
                                       sold_each_fn each, void *context);

/* The same summed up, by goods (in order of code) or by day. */
struct sold_sum {
    const char *goods; /* "" by day */
    int32_t day;       /* 0 by goods */
    int64_t redemptions;
    int64_t quantity; /* net of refunds, as cash is */
    int64_t points;   /* taken, before refunds */
    int64_t refunded;
    int64_t cash_fen;
};
typedef struct status (*sold_sum_fn)(void *context, const struct sold_sum *sum);
CHECKED struct status points_sold_by_goods(struct points *points, int64_t shop, int32_t from,
                                           int32_t until, sold_sum_fn each, void *context);
CHECKED struct status points_sold_by_day(struct points *points, int64_t shop, int32_t from,
                                         int32_t until, sold_sum_fn each, void *context);

/* Deposits and settlements from day to day, in order of record. */
struct money_row {
    uint64_t record;
    int32_t day;
    int64_t fen;
};
typedef struct status (*money_each_fn)(void *context, const struct money_row *row);
CHECKED struct status points_money_each(struct points *points, int64_t village, int32_t from,
                                        int32_t until, money_each_fn each, void *context);
/* Awards whose notice period is over by a day and that nobody released or took back, in order of
 * record, after one of them (-1: from the first). */
struct due_award {
    uint64_t record;
    int64_t village;
    bool stopped; /* an objection was upheld and nobody appealed: it is to be voided */
};
CHECKED struct status points_waiting_find(struct points *points, int32_t day, int64_t after,
                                          struct due_award *list, size_t room, size_t *count);
/* How long after a decision an appeal may come, in days. */
enum { APPEAL_DAYS = 7 };

enum objection_state {
    OBJECTION_STATE_NONE = 0,
    OBJECTION_STATE_OPEN = 1,     /* somebody objects */
    OBJECTION_STATE_DECIDED = 2,  /* by the village; an appeal may come */
    OBJECTION_STATE_APPEALED = 3, /* the town decides */
    OBJECTION_STATE_FINAL = 4,
};
struct objection {
    enum objection_state state;
    bool upheld;
    int32_t day;    /* of the last step */
    int32_t due_on; /* the award's own day of release */
    int64_t person; /* member's row id, as are the next; 0: nobody */
    int64_t appellant;
    int64_t judge; /* who decided first */
};
CHECKED struct status points_objection(struct points *points, uint64_t award,
                                       struct objection *objection);
/* An award whose notice period runs: the day from which it may be released (DAY_NEVER while an
 * objection is not decided), and who gave it. `due_on` is 0 where the award does not wait. */
struct award_wait {
    int32_t due_on;
    int64_t proposer; /* members; 0: nobody */
    int64_t approver;
};
CHECKED struct status points_waiting(struct points *points, uint64_t award,
                                     struct award_wait *waiting);
/* The awards of a village whose notice period runs, in order of record, after one (-1: from the
 * first), at most `limit`. A status other than OK ends it. */
struct waiting_award {
    uint64_t record;
    struct award_wait wait;
    enum objection_state objection;
    bool upheld;
};
typedef struct status (*waiting_each_fn)(void *context, const struct waiting_award *award);
CHECKED struct status points_waiting_each(struct points *points, int64_t village, int64_t after,
                                          size_t limit, waiting_each_fn each, void *context);
/* Points that a shop's device may sell for while it is off line. */
struct hold {
    int64_t shop; /* 0: the record is none */
    int64_t ends_at;
    uint8_t device[ID_BYTES];
};
CHECKED struct status points_hold(struct points *points, uint64_t record, struct hold *hold);
/* Whether a record was refunded, reversed or voided, and by which. */
CHECKED struct status points_undone(struct points *points, uint64_t record, bool *undone,
                                    uint64_t *by);
/* What is left to pay in cash for so many where a number of points is paid, rounded up to the fen;
 * -1: the points are more than the price, or less and the goods are not sold for cash. `quantity`
 * is 1 to QUANTITY_MAX, `paid` is not negative. */
int64_t points_cash_due(const struct goods *goods, int64_t quantity, int64_t paid);

/* Review panels: three reviewers, drawn for a claim. docs/operations.md has the method. */
enum { PANEL_MEMBERS = 3, PANEL_EXCUSED_MAX = 8, PANEL_CANDIDATES_MAX = 1024 };

struct panel {
    uint64_t record; /* of the draw */
    int32_t day;
    int64_t person;                 /* who claims: member's row id, as are the next */
    int64_t members[PANEL_MEMBERS]; /* as they were drawn */
    bool awarded;
    uint64_t award; /* the record, where it is awarded */
};
/* By the claim's id; `*known` tells whether there is one. */
CHECKED struct status points_panel(struct points *points, int64_t village,
                                   const uint8_t id[ID_BYTES], struct panel *panel, bool *known);
/* Who is drawn by a PanelDraw: its village, day, proposer, panel, person, root and excused must be
 * set. `size` and `root` are journal_records() and the root of that size, on the writing side; a
 * panel that is known already is not to be drawn again. Refuses: VILLAGE_UNKNOWN,
 * OPERATION_MALFORMED, PERSON_UNKNOWN (also the proposer) and the others of identity_holder(),
 * PANEL_SHORT, PANEL_WRONG where somebody is excused who could not be drawn, LIMIT_EXCEEDED beyond
 * 1,024 candidates. */
CHECKED struct status points_panel_draw(struct points *points,
                                        const Sanbao__V1__Operation *operation,
                                        uint8_t members[PANEL_MEMBERS][ID_BYTES]);
/* The drawing alone: places 0 .. count - 1 in the list of candidates, in order of their ids.
 * `count` is PANEL_MEMBERS to PANEL_CANDIDATES_MAX. */
void points_panel_pick(const struct hash *root, const uint8_t id[ID_BYTES], size_t count,
                       size_t picked[PANEL_MEMBERS]);

/* What a village has reached by the end of a day, from the roll-ups as committed. */
struct points_report {
    int64_t residents;
    int64_t households;
    int64_t registered;
    int64_t coverage_permille; /* registered of residents, rounded half up; 0 without residents */
    int64_t activities;
    int64_t participations;
    int64_t participants;
    int64_t issued; /* net of void and reverse, as redeemed is net of refunds */
    int64_t capped;
    int64_t unfunded; /* attendances that met an empty fund and still wait */
    int64_t redemptions;
    int64_t redeemed;
    int64_t expired;
    int64_t outstanding; /* issued - redeemed - expired */
    int64_t saving_fen;
    int64_t card_users;
    int64_t fund_fen; /* deposits less settlements */
    bool fund_known;  /* a deposit was made */
};
CHECKED struct status points_report(struct points *points, int64_t village, int32_t until,
                                    struct points_report *report);
/* The lots that will have expired by a day: how many, and how many points are left in them. */
CHECKED struct status points_expiring(struct points *points, int32_t day, int64_t *lots,
                                      int64_t *left);
/* Attendances of a village that met an empty fund and still wait for points, by record, after one
 * (-1: from the start), at most `limit`. `computed`: before caps. */
typedef struct status (*points_unfunded_fn)(void *context, uint64_t record, int32_t day,
                                            int64_t computed);
CHECKED struct status points_unfunded_each(struct points *points, int64_t village, int64_t after,
                                           size_t limit, points_unfunded_fn each, void *context);
/* Names of the roll-ups per rule and per shop, for books_metric_each(). */
#define METRIC_ISSUED_PREFIX "issued."
#define METRIC_SHOP_PREFIX "redeemed."
#define METRIC_CASH_PREFIX "cash." /* fen taken beside points, net of refunds */

/* An instant's half hours: what `hour` rules and savings count by. Both in seconds. */
int64_t points_half_hours(int64_t overlap_seconds);
