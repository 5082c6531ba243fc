/* op.h - an operation as the generator makes it: small numbers instead of ids and codes.
 *
 * Numbers survive the shrinking of a list: a target is the number of the operation that made the
 * record, not the record's own, which differs once earlier operations are left out. */
#pragma once

#include <stdint.h>
#include <stdio.h>

#include "base/limits.h"
#include "base/status.h"
#include "wire/operation.pb-c.h"

enum { OP_NONE = -1, OP_PERSONS_MAX = 512 };

/* What happens in the journal when this operation has joined the waiting group. */
enum op_after {
    AFTER_WAIT = 0,
    AFTER_SUBMIT,  /* the group is submitted */
    AFTER_SEAL,    /* the group goes in piece by piece and is sealed */
    AFTER_ABANDON, /* tried and abandoned first, then submitted */
    AFTER_REOPEN,  /* submitted; then the journal is closed and opened again */
};

enum op_spoil {
    SPOIL_NONE = 0,
    SPOIL_VERSION,
    SPOIL_EVENT_ID,
    SPOIL_COMMITMENT,
};

/* One struct for all kinds: what a kind does not need stays 0 or OP_NONE. */
struct op {
    Sanbao__V1__Operation__ActionCase action;
    int number; /* place in the list as generated */
    int event;  /* the operation whose event id it bears: itself, or an earlier one */
    enum op_after after;
    enum op_spoil spoil;
    int village;
    int32_t day;
    int proposer; /* person numbers */
    int approver;
    int person;
    int heir;
    int household;
    int rule;
    int activity;
    int shop;
    int goods;
    int panel;
    int excused;  /* a person */
    int seats;    /* of an award by a panel: 3 x who proposes + who approves, of its members */
    int target;   /* number of the operation that made the record */
    int64_t from; /* instants */
    int64_t to;
    int64_t points;
    int64_t fen;
    uint32_t quantity;
    uint32_t choice; /* access, role, method, version: what the kind has one of */
    bool off;        /* a role is revoked */
    bool wrong;      /* a draw by another root than the log's */
    uint32_t unit;
    uint32_t caps[5];
    uint32_t scope;
    uint32_t evidence;
    uint32_t approves;
    uint32_t notice_days;
    int32_t release_day;
};

/* Room for the message that an operation becomes; it points into itself, so it must not move. */
struct op_message {
    Sanbao__V1__Operation operation;
    union {
        Sanbao__V1__VillageOpen village_open;
        Sanbao__V1__HouseholdOpen household_open;
        Sanbao__V1__PersonEnter person_enter;
        Sanbao__V1__AccountOpen account_open;
        Sanbao__V1__AccountMove account_move;
        Sanbao__V1__AccountClose account_close;
        Sanbao__V1__RoleSet role_set;
        Sanbao__V1__RuleAdopt rule_adopt;
        Sanbao__V1__FundDeposit fund_deposit;
        Sanbao__V1__ActivityOpen activity_open;
        Sanbao__V1__ActivityClose activity_close;
        Sanbao__V1__Award award;
        Sanbao__V1__AwardUnfunded award_unfunded;
        Sanbao__V1__Release release;
        Sanbao__V1__Void void_;
        Sanbao__V1__Reverse reverse;
        Sanbao__V1__ShopOpen shop_open;
        Sanbao__V1__GoodsSet goods_set;
        Sanbao__V1__Redeem redeem;
        Sanbao__V1__Refund refund;
        Sanbao__V1__Settle settle;
        Sanbao__V1__Expire expire;
        Sanbao__V1__StockSet stock_set;
        Sanbao__V1__Hold hold;
        Sanbao__V1__HoldRedeem hold_redeem;
        Sanbao__V1__HoldRelease hold_release;
        Sanbao__V1__Bequest bequest;
        Sanbao__V1__Inherit inherit;
        Sanbao__V1__Consent consent;
        Sanbao__V1__PanelDraw panel_draw;
        Sanbao__V1__Objection objection;
        Sanbao__V1__ObjectionSettle objection_settle;
    } action;
    uint8_t event_id[ID_BYTES];
    uint8_t proposer[ID_BYTES];
    uint8_t approver[ID_BYTES];
    uint8_t person[ID_BYTES];
    uint8_t heir[ID_BYTES];
    uint8_t household[ID_BYTES];
    uint8_t panel[ID_BYTES];
    uint8_t excused[ID_BYTES];
    uint8_t root[HASH_BYTES];
    uint8_t members[3][ID_BYTES];
    ProtobufCBinaryData member_list[3];
    ProtobufCBinaryData excused_list[1];
    uint8_t commitment[5];
    char village[CODE_MAX + 1];
    char rule[CODE_MAX + 1];
    char activity[CODE_MAX + 1];
    char shop[CODE_MAX + 1];
    char goods[CODE_MAX + 1];
    char number[CODE_MAX + 1];
};

/* An operation of a kind with nothing else said. */
struct op op_of(Sanbao__V1__Operation__ActionCase action, int village, int32_t day);

/* The message of an operation; `record` is the number of its target's record. */
void op_message_make(const struct op *op, uint64_t record, struct op_message *message);

/* The ids behind the numbers. */
void op_person_id(int person, uint8_t id[ID_BYTES]);
void op_household_id(int household, uint8_t id[ID_BYTES]);
void op_panel_id(int panel, uint8_t id[ID_BYTES]);

/* Of op_message_make(), for the operations that only the service sends: op_service.c. */
bool op__service_make(const struct op *op, struct op_message *message, uint64_t record);
ProtobufCBinaryData op__person(int person, uint8_t id[ID_BYTES]);
ProtobufCBinaryData op__panel(int panel, uint8_t id[ID_BYTES]);
ProtobufCBinaryData op__household(int household, uint8_t id[ID_BYTES]);

/* One line for people: enough to write a test from. */
void op_print(const struct op *op, FILE *out);
