/* points_internal.h - what the files of this room share. */
#pragma once

#include "journal/fold.h"
#include "points/points.h"

enum { LOT_MONTHS = 24 }; /* then a lot expires */

struct fund {
    int64_t deposits; /* how many; 0: the fund is not in use yet */
    int64_t fen;
};

/* Money that a record moved. */
struct payment {
    int64_t village;
    int32_t day;
    int64_t fen;
};

enum follow_up_action {
    FOLLOW_RELEASED = 1,
    FOLLOW_VOIDED = 2,
    FOLLOW_REVERSED = 3,
    FOLLOW_REFUNDED = 4,
    FOLLOW_FUNDED = 5,  /* an unfunded attendance got its points */
    FOLLOW_FUNDING = 6, /* of the record that gave them: the attendance's record */
};

/* What a redemption took besides points. */
struct sale {
    char goods[CODE_MAX + 1];
    int64_t quantity; /* pieces; below 0: given back */
    int64_t taken;    /* of them, from the stock */
    int64_t points;
    int64_t cash_fen;
};

/* An attendance that met an empty fund. */
struct unfunded {
    int64_t member; /* 0: the record is none */
    int64_t activity;
    int64_t rule;
    int32_t day;
    int64_t computed;
};

struct points {
    struct books *books;
    struct store *store; /* borrowed from the books */
    struct identity *identity;
    struct ledger *ledger;
    struct fold *rules;       /* key: village, code; the newest version. Read caches: */
    struct fold *activities;  /* key: village, code */
    struct fold *shops;       /* key: village, code */
    struct fold *funds;       /* key: village */
    struct fold *caps;        /* key: period, holder; see points_cap.c */
    struct fold *attendances; /* key: activity, member, checked_in_at; value: record + 1 */
    struct {
        struct metric activities, participations, participants, issued, capped, unfunded;
        struct metric redemptions, redeemed, expired, saving_fen, settled, fund_fen, deposits;
    } metrics;
    struct {
        struct store_stmt *rule_select, *rule_select_on, *rule_select_id, *rule_insert, *rule_next;
        struct store_stmt *rule_each, *rule_versions;
        struct store_stmt *activity_select, *activity_insert, *activity_close, *activity_next;
        struct store_stmt *activity_select_id;
        struct store_stmt *shop_select, *shop_select_account, *shop_insert, *shop_next, *shop_each;
        struct store_stmt *goods_save, *goods_select, *goods_each, *stock_save;
        struct store_stmt *sale_select, *sale_insert, *sold_each, *sold_goods, *sold_days,
            *payment_each;
        struct store_stmt *waiting_insert, *waiting_delete, *waiting_each, *waiting_village;
        struct store_stmt *waiting_select, *waiting_due, *objection_select, *objection_save;
        struct store_stmt *hold_select, *hold_insert;
        struct store_stmt *fund_select, *fund_save;
        struct store_stmt *cap_select, *cap_save, *cap_run;
        struct store_stmt *attendance_select, *attendance_save, *attendance_run;
        struct store_stmt *once_select, *once_insert, *once_delete;
        struct store_stmt *award_household_select, *award_household_insert;
        struct store_stmt *unfunded_select, *unfunded_insert, *unfunded_each;
        struct store_stmt *follow_select, *follow_insert;
        struct store_stmt *voucher_select, *voucher_insert;
        struct store_stmt *payment_select, *payment_insert;
        struct store_stmt *panel_select, *panel_insert, *panel_award, *panel_sits;
    } sql;
};

/* What an award is about, gathered and judged before anything is written. */
struct award {
    const struct apply *apply;
    struct village village;
    struct member member; /* the beneficiary; the household is that of `cap_day` */
    struct rule rule;
    struct activity activity; /* id 0: none */
    int64_t subject;          /* whose caps count; see points__cap_subject() */
    int32_t cap_day;          /* the day whose periods count */
    int64_t overlap_seconds;
    int64_t computed; /* by the rule's unit, before caps */
    int64_t granted;  /* after caps */
    bool unfunded;
    const ProtobufCBinaryData *panel; /* NULL: none is named */
    int32_t release_day;              /* as the operation has it */
    int32_t due_on;                   /* of one with a notice: from when it may be released */
    int64_t proposer;                 /* members; 0: nobody */
    int64_t approver;
};

/* ---- caps: points_cap.c ---- */

/* Cuts `award->granted` to the room left in every period of the rule. */
CHECKED struct status points__cap_cut(struct points *points, struct award *award);
/* Uses (or with negative points gives back) room in the periods of a day. */
CHECKED struct status points__cap_use(struct points *points, const struct rule *rule,
                                      int64_t subject, int32_t day, int64_t amount);
/* Whose room it is: a resident's (member, > 0) or a household's (< 0). */
int64_t points__cap_subject(const struct rule *rule, const struct member *member);

/* ---- two eyes: points_eyes.c ---- */

/* Refuses: TWO_EYES_SAME, TWO_EYES_PROPOSER, TWO_EYES_APPROVER, TWO_EYES_HOUSEHOLD,
 * SYSTEM_RULE_LIMIT; of a claim PANEL_MISSING, PANEL_UNKNOWN, PANEL_USED, DAY_WRONG. */
CHECKED struct status points__eyes_check(struct points *points, struct award *award);

/* ---- what is done to an earlier record: points_follow_apply.c ---- */

/* An earlier award and all that its undoing needs. */
struct target {
    uint64_t record;
    struct village village;
    struct entry entry;
    struct rule rule;
    struct member member;
};
/* An award in its notice period. Refuses: RECORD_NOT_FOUND, TARGET_KIND, TARGET_DONE, DAY_WRONG. */
CHECKED struct status points__pending_find(struct points *points, const struct apply *apply,
                                           uint64_t record, struct target *target);
/* Takes it back. */
CHECKED struct status points__pending_void(struct points *points, const struct apply *apply,
                                           const struct target *target,
                                           Sanbao__V1__Outcome *outcome);

/* ---- the fund: points_fund.c ---- */

CHECKED struct status points__fund(struct points *points, int64_t village, struct fund **fund);
/* Whether the village may owe `more` points beyond what is outstanding. */
CHECKED struct status points__fund_covers(struct points *points, const struct village *village,
                                          int64_t more, bool *covered);
/* The fen that a number of points is worth, rounded down. */
int64_t points__fen(const struct village *village, int64_t points);

/* ---- what a shop sells: points_goods_apply.c ---- */

/* The goods of a redemption: `quantity` (0: one, without a price) for points and cash. Refuses:
 * GOODS_UNKNOWN, QUANTITY_OUT_OF_RANGE, PRICE_WRONG, OUT_OF_STOCK. */
CHECKED struct status points__sale_judge(struct points *points, const struct shop *shop,
                                         const Sanbao__V1__Redeem *redeem, struct goods *goods);
/* Takes what is counted from the stock, as far as it is there, and notes the sale under the record.
 * `sale->taken` is set. */
CHECKED struct status points__sale_write(struct points *points, const struct apply *apply,
                                         int64_t village, const struct shop *shop,
                                         const struct goods *goods, struct sale *sale);
/* Puts back what was noted under a redemption. `*cash_fen` is what the shop gives back. */
CHECKED struct status points__sale_return(struct points *points, const struct apply *apply,
                                          int64_t village, const struct shop *shop,
                                          const struct entry *redemption, int64_t *cash_fen);

/* ---- redemption: points_shop_apply.c ---- */

/* Refuses ID_TAKEN: a voucher's number is used once in a village. */
CHECKED struct status points__number_judge(struct points *points, int64_t village,
                                           const char *number);
CHECKED struct status points__number_write(struct points *points, const struct apply *apply,
                                           int64_t village, const char *number);
/* Adds (or with negative points takes off) what was spent at a shop. */
CHECKED struct status points__spent_count(struct points *points, const struct apply *apply,
                                          int64_t village, const struct shop *shop, int64_t spent);

/* ---- looking up ---- */

CHECKED struct status points__activity(struct points *points, int64_t village, const char *code,
                                       struct activity **activity);
CHECKED struct status points__shop(struct points *points, int64_t village, const char *code,
                                   struct shop **shop);
/* The shop of a ledger account. Refuses TARGET_KIND: it is another village's. */
CHECKED struct status points__shop_of(struct points *points, int64_t village, int64_t account,
                                      struct shop **shop);
/* `**record` is the attendance's record + 1; 0: it is not known. */
CHECKED struct status points__attendance(struct points *points, int64_t activity, int64_t member,
                                         int64_t checked_in_at, int64_t **record);
/* Of REG-01 and REG-02 a person gets one, ever: for `once` they are one family. */
int64_t points__once_family(const struct rule *rule);
/* And it is the person's, whoever shares the caps. */
int64_t points__once_subject(const struct rule *rule, int64_t member, int64_t subject);

/* ---- operations ---- */

const struct apply_action *points__actions(size_t *count);
#define POINTS_APPLY(name)                                                                         \
    CHECKED struct status points__##name(void *room, const struct apply *apply,                    \
                                         Sanbao__V1__Outcome *outcome)
POINTS_APPLY(rule_adopt);
POINTS_APPLY(fund_deposit);
POINTS_APPLY(activity_open);
POINTS_APPLY(activity_close);
POINTS_APPLY(award);
POINTS_APPLY(award_unfunded);
POINTS_APPLY(release);
POINTS_APPLY(void);
POINTS_APPLY(reverse);
POINTS_APPLY(shop_open);
POINTS_APPLY(goods_set);
POINTS_APPLY(stock_set);
POINTS_APPLY(redeem);
POINTS_APPLY(refund);
POINTS_APPLY(hold);
POINTS_APPLY(hold_redeem);
POINTS_APPLY(hold_release);
POINTS_APPLY(settle);
POINTS_APPLY(bequest);
POINTS_APPLY(inherit);
POINTS_APPLY(expire);
POINTS_APPLY(panel_draw);
POINTS_APPLY(objection);
POINTS_APPLY(objection_settle);

/* ---- SQL: points_sql.c, points_sql_award.c, points_sql_panel.c ---- */

CHECKED struct status points__rule_select(struct points *points, int64_t village, const char *code,
                                          struct rule *rule);
CHECKED struct status points__rule_select_on(struct points *points, int64_t village,
                                             const char *code, int32_t day, struct rule *rule);
CHECKED struct status points__rule_insert(struct points *points, struct rule *rule); /* sets ids */
CHECKED struct status points__activity_select(struct points *points, int64_t village,
                                              const char *code, struct activity *activity);
CHECKED struct status points__activity_by_id(struct points *points, int64_t id,
                                             struct activity *activity);
CHECKED struct status points__activity_insert(struct points *points, int64_t village,
                                              const char *code, struct activity *activity);
CHECKED struct status points__activity_close_row(struct points *points, int64_t id, int32_t day);
CHECKED struct status points__shop_select(struct points *points, int64_t village, const char *code,
                                          struct shop *shop);
CHECKED struct status points__shop_insert(struct points *points, int64_t village,
                                          struct shop *shop);
/* A new price; what is counted stays. */
CHECKED struct status points__goods_save(struct points *points, int64_t shop, const char *code,
                                         int64_t price, int64_t cash_fen);
CHECKED struct status points__goods_select(struct points *points, int64_t shop, const char *code,
                                           struct goods *goods);
CHECKED struct status points__stock_save(struct points *points, int64_t shop, const char *code,
                                         int64_t stock);
/* All zero where the redemption took neither stock nor cash. */
CHECKED struct status points__sale_select(struct points *points, int64_t shop, int32_t day,
                                          uint64_t record, struct sale *sale);
CHECKED struct status points__sale_insert(struct points *points, int64_t shop, int32_t day,
                                          uint64_t record, const struct sale *sale);
CHECKED struct status points__waiting_insert(struct points *points, uint64_t record,
                                             int64_t village, const struct award_wait *waiting);
CHECKED struct status points__waiting_due(struct points *points, uint64_t record, int32_t due_on);
CHECKED struct status points__objection_save(struct points *points, uint64_t award,
                                             const struct objection *objection);
/* Whether a member sat on the panel that gave an award. */
CHECKED struct status points__panel_sits(struct points *points, uint64_t award, int64_t member,
                                         bool *sits);
CHECKED struct status points__waiting_delete(struct points *points, uint64_t record);
CHECKED struct status points__hold_insert(struct points *points, uint64_t record,
                                          const struct hold *hold);
CHECKED struct status points__fund_select(struct points *points, int64_t village,
                                          struct fund *fund);
CHECKED struct status points__fund_save(struct points *points, const struct bulk *rows);
CHECKED struct status points__cap_select(struct points *points, const struct fold_key *key,
                                         int64_t *used);
CHECKED struct status points__cap_save(struct points *points, const struct bulk *rows);
CHECKED struct status points__cap_run_empty(struct points *points, const struct fold_key *key,
                                            bool *empty);
CHECKED struct status points__attendance_select(struct points *points, const struct fold_key *key,
                                                int64_t *record);
CHECKED struct status points__attendance_save(struct points *points, const struct bulk *rows);
CHECKED struct status points__attendance_run_empty(struct points *points,
                                                   const struct fold_key *key, bool *empty);
/* Whether any attendance of the activity is recorded. */
CHECKED struct status points__activity_attended(struct points *points, int64_t activity,
                                                bool *attended);
CHECKED struct status points__once_known(struct points *points, int64_t family, int64_t subject,
                                         bool *known);
CHECKED struct status points__once_insert(struct points *points, int64_t family, int64_t subject,
                                          uint64_t record);
CHECKED struct status points__once_delete(struct points *points, uint64_t record, int64_t family,
                                          int64_t subject);
/* The household whose room an award used; 0 where it was the resident's. */
CHECKED struct status points__award_household(struct points *points, uint64_t record,
                                              int64_t *household);
CHECKED struct status points__award_household_insert(struct points *points, uint64_t record,
                                                     int64_t household);
CHECKED struct status points__unfunded_select(struct points *points, uint64_t record,
                                              struct unfunded *unfunded);
CHECKED struct status points__unfunded_insert(struct points *points, uint64_t record,
                                              const struct unfunded *unfunded);
/* `*by` is the record that did it; `*done` tells whether there is one. */
CHECKED struct status points__follow_up(struct points *points, uint64_t record,
                                        enum follow_up_action action, bool *done, uint64_t *by);
CHECKED struct status points__follow_up_insert(struct points *points, uint64_t record,
                                               enum follow_up_action action, uint64_t by);
CHECKED struct status points__voucher_known(struct points *points, int64_t village,
                                            const char *number, bool *known);
CHECKED struct status points__voucher_insert(struct points *points, int64_t village,
                                             const char *number, uint64_t record);
CHECKED struct status points__panel_insert(struct points *points, int64_t village,
                                           const uint8_t id[ID_BYTES], const struct panel *panel);
CHECKED struct status points__panel_award(struct points *points, int64_t village,
                                          const uint8_t id[ID_BYTES], uint64_t award);
/* The money that a record moved; village 0 where it moved none. */
CHECKED struct status points__payment(struct points *points, uint64_t record,
                                      struct payment *payment);
CHECKED struct status points__payment_insert(struct points *points, uint64_t record,
                                             const struct payment *payment);
