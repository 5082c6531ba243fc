/* model.h - what the books should say, worked out slowly.
 *
 * A second reading of the ledger and the rules of points, written apart from the program: arrays,
 * linear scans and no memory of sums. Balances, caps and the fund are added up from the records
 * each time they are asked for, so that there is nothing in here that could drift. It shares only
 * the generated messages, the calendar and the names of the codes with the program. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/day.h"
#include "base/limits.h"
#include "base/status.h"
#include "wire/operation.pb-c.h"

enum {
    MODEL_CODES_MAX = 256,
    MODEL_ROWS_MAX = 1024, /* of everything but records, lots and portions */
    MODEL_NONE = -1,
    MODEL_DAY_MAX = 2932896, /* 9999-12-31, the end of time in the books */
};

/* What the journal must answer. The order in which refusals are looked for is the program's own
 * affair: where several apply, each of them is right. */
struct model_answer {
    bool accepted;
    bool refusals[MODEL_CODES_MAX]; /* where not accepted: the codes that are right */
    uint64_t record;
    Sanbao__V1__Outcome outcome;
};

struct model_village {
    char code[CODE_MAX + 1];
    uint32_t points_per_yuan;
    int32_t utc_offset_minutes;
    uint32_t allowance_permille;
    bool guarded; /* two people gave a role */
};

struct model_household {
    int village;
    uint8_t id[ID_BYTES];
    int32_t day;
};

struct model_person {
    int village;
    uint8_t id[ID_BYTES];
    int household; /* on entering; MODEL_NONE: staff from outside */
    bool registered;
    bool closed;
    int32_t registered_day;
    int32_t closed_day;
    int32_t entered_day;
    bool card;
    int64_t owed;
};

struct model_move {
    int person;
    int household;
    int32_t day;
};

struct model_role {
    int person;
    Sanbao__V1__Role role;
    char shop[CODE_MAX + 1];
};

struct model_consent { /* all that was said, the last counts */
    int person;
    char purpose[CODE_MAX + 1];
    uint32_t version;
    bool withdrawn;
    int32_t day;
};

struct model_rule { /* one version */
    int village;
    char code[CODE_MAX + 1];
    uint32_t version;
    int32_t day;
    Sanbao__V1__RuleUnit unit;
    int64_t points;
    int64_t caps[5]; /* day, month, quarter, year, total */
    Sanbao__V1__CapScope cap_scope;
    Sanbao__V1__Evidence evidence;
    Sanbao__V1__Approver approver;
    int64_t saving_fen_per_hour;
    int32_t notice_days;
};

struct model_activity {
    int village;
    char code[CODE_MAX + 1];
    char rule[CODE_MAX + 1];
    int64_t starts_at;
    int64_t ends_at;
    uint8_t leader[ID_BYTES];
    int32_t day;
    bool closed;
    bool cancelled;
};

struct model_panel {
    int village;
    uint8_t id[ID_BYTES];
    int person;
    int members[3];
    int32_t day;
    bool used;
};

/* Somebody objects to an award or appeals, or somebody decides. */
struct model_step {
    uint64_t award;
    int person;
    int32_t day;
    bool decides;
    bool upheld;
    bool final;
};

struct model_shop {
    int village;
    char code[CODE_MAX + 1];
};

struct model_goods {
    int shop;
    char code[CODE_MAX + 1];
    int64_t points; /* the price of one */
    int64_t cash_fen;
    bool counted;
    int64_t stock;
};

enum model_state {
    STATE_DONE = 0,  /* nothing more can be done to it */
    STATE_UNFUNDED,  /* an attendance with 0 points that may be awarded later */
    STATE_PENDING,   /* an award in its notice period */
    STATE_AVAILABLE, /* an award, settlement, deposit or redemption that stands */
    STATE_TAKEN,     /* voided, reversed, refunded */
};

struct model_record {
    Sanbao__V1__Operation__ActionCase action;
    enum model_state state;
    int village;
    int32_t day;
    int person;    /* of awards, redemptions */
    int household; /* of awards: the person's on the period's day */
    int proposer;  /* of awards, as is the next */
    int approver;
    int panel;    /* that gave it */
    int rule;     /* of awards and of what was done to them: the version */
    int activity; /* of awards: MODEL_NONE outside one */
    int64_t checked_in_at;
    int64_t computed;
    int64_t granted;
    int32_t period_day; /* the day whose periods the caps look at */
    int32_t lot_day;
    int32_t due;    /* of awards under a rule with a notice: from when they may be released */
    int shop;       /* of redemptions, settlements */
    int64_t points; /* redeemed, settled; or taken back, refunded, expired */
    int goods;      /* of redemptions: what was taken from the stock, and how much */
    int heir;       /* of bequests */
    int held_shop;  /* of holds */
    int64_t ends_at;
    int64_t pieces;
    int64_t cash;
    int64_t fen;     /* of settlements and deposits; of attendances the labour cost saved */
    int64_t change;  /* of the person's balance */
    uint64_t target; /* of an award that came later: the attendance's record */
    bool capped;
    char number[CODE_MAX + 1];
};

struct model_lot {
    int person;
    int32_t day;
    int64_t points;
};

/* What a redemption took from a lot; what is left of a hold that took it. */
struct model_portion {
    uint64_t record;
    int32_t lot_day;
    int64_t points;
};

struct model {
    struct model_village villages[MODEL_ROWS_MAX];
    struct model_household households[MODEL_ROWS_MAX];
    struct model_person persons[MODEL_ROWS_MAX];
    struct model_move moves[MODEL_ROWS_MAX];
    struct model_role roles[MODEL_ROWS_MAX];
    struct model_consent consents[MODEL_ROWS_MAX];
    struct model_rule rules[MODEL_ROWS_MAX];
    struct model_activity activities[MODEL_ROWS_MAX];
    struct model_shop shops[MODEL_ROWS_MAX];
    struct model_goods goods[MODEL_ROWS_MAX];
    struct model_panel panels[MODEL_ROWS_MAX];
    struct model_step steps[MODEL_ROWS_MAX];
    int village_count;
    int household_count;
    int person_count;
    int move_count;
    int role_count;
    int consent_count;
    int rule_count;
    int activity_count;
    int shop_count;
    int goods_count;
    int panel_count;
    int step_count;
    uint64_t head_size; /* of the log before the group of the operation: model_head() */
    uint8_t head_root[HASH_BYTES];
    struct model_record *records; /* by record number */
    struct model_lot *lots;
    struct model_portion *portions;
    uint64_t record_count;
    uint64_t records_max;
    int lot_count;
    int portion_count;
};

/* An empty model that can take so many records. The caller frees it. */
struct model *model_new(uint64_t records_max);
void model_free(struct model *model);

/* Judges an operation and, where it is accepted, does it. */
void model_apply(struct model *model, const Sanbao__V1__Operation *operation,
                 struct model_answer *answer);

/* How the log stands before the next group of operations. Without it, as if it were empty. */
void model_head(struct model *model, uint64_t size, const uint8_t root[HASH_BYTES]);
/* Fills in a draw as the model would make it; `members` are the message's own. Where nobody can be
 * drawn the list is left empty. */
void model_panel_fill(const struct model *model, Sanbao__V1__Operation *operation,
                      uint8_t members[3][ID_BYTES], ProtobufCBinaryData list[3]);
/* Somebody objects, or appeals, and nobody has decided. */
bool model_objection_open(const struct model *model, uint64_t award);
/* The day of the last step, where it was a decision; else MODEL_NONE. */
int32_t model_decided_on(const struct model *model, uint64_t award);
int model_panel_find(const struct model *model, int village, ProtobufCBinaryData id);

/* What the records come to. */
int64_t model_available(const struct model *model, int person);
int64_t model_held(const struct model *model, int person);
int64_t model_pending(const struct model *model, int person);
int64_t model_shop_unsettled(const struct model *model, int shop);
int64_t model_fund_fen(const struct model *model, int village);
int64_t model_balance_on(const struct model *model, int person, int32_t day);

/* A village's figures by the end of a day. */
struct model_report {
    int64_t residents;
    int64_t households;
    int64_t registered;
    int64_t activities;
    int64_t participations;
    int64_t participants;
    int64_t issued; /* net of what was voided and reversed */
    int64_t capped;
    int64_t unfunded; /* attendances that still wait for points */
    int64_t redemptions;
    int64_t redeemed; /* net of refunds */
    int64_t expired;
    int64_t saving_fen;
    int64_t card_users;
    int64_t fund_fen;
};
/* Points issued under a rule, net, and spent at a shop, by the end of a day. `*known` says whether
 * there was any award or redemption at all. */
int64_t model_rule_issued(const struct model *model, int village, const char *code, int32_t day,
                          bool *known);
int64_t model_shop_cash(const struct model *model, int shop, int32_t day);
int64_t model_shop_taken(const struct model *model, int shop, int32_t day, bool *known);
struct model_report model_report(const struct model *model, int village, int32_t day);

/* Look-ups; MODEL_NONE where there is none. */
int model_village_find(const struct model *model, const char *code);
int model_person_find(const struct model *model, int village, ProtobufCBinaryData id);
int model_household_find(const struct model *model, int village, ProtobufCBinaryData id);
int model_activity_find(const struct model *model, int village, const char *code);
int model_shop_find(const struct model *model, int village, const char *code);
int model_rule_on(const struct model *model, int village, const char *code, int32_t day);
int model_household_on(const struct model *model, int person, int32_t day);
bool model_role_held(const struct model *model, int person, Sanbao__V1__Role role);
