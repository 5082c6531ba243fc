/* op.c - from small numbers to messages, and to lines that a person can read. */
#include "property/op.h"

#include <string.h>

#include "base/day.h"

struct op op_of(Sanbao__V1__Operation__ActionCase action, int village, int32_t day)
{
    return (struct op){
        .action = action,
        .village = village,
        .day = day,
        .proposer = OP_NONE,
        .approver = OP_NONE,
        .person = OP_NONE,
        .heir = OP_NONE,
        .household = OP_NONE,
        .rule = OP_NONE,
        .activity = OP_NONE,
        .shop = OP_NONE,
        .goods = OP_NONE,
        .panel = OP_NONE,
        .excused = OP_NONE,
        .seats = OP_NONE,
        .target = OP_NONE,
    };
}

/* Ids look random, so that no order of insertion is an order of ids. */
static void id_make(uint64_t kind, int number, uint8_t id[ID_BYTES])
{
    uint64_t state = kind * UINT64_C(0x9e3779b97f4a7c15) + (uint64_t)number + 1;
    for (int i = 0; i < ID_BYTES; i++) {
        state ^= state >> 29;
        state *= UINT64_C(0xbf58476d1ce4e5b9);
        state ^= state >> 32;
        id[i] = (uint8_t)(state >> 11);
    }
}

void op_person_id(int person, uint8_t id[ID_BYTES])
{
    id_make(1, person, id);
}

void op_household_id(int household, uint8_t id[ID_BYTES])
{
    id_make(2, household, id);
}

void op_panel_id(int panel, uint8_t id[ID_BYTES])
{
    id_make(4, panel, id);
}

static ProtobufCBinaryData bytes_of(uint8_t *bytes, size_t length)
{
    return (ProtobufCBinaryData){.len = length, .data = length == 0 ? NULL : bytes};
}

ProtobufCBinaryData op__person(int person, uint8_t id[ID_BYTES])
{
    op_person_id(person, id);
    return bytes_of(id, person == OP_NONE ? 0 : ID_BYTES);
}

ProtobufCBinaryData op__household(int household, uint8_t id[ID_BYTES])
{
    op_household_id(household, id);
    return bytes_of(id, household == OP_NONE ? 0 : ID_BYTES);
}

ProtobufCBinaryData op__panel(int panel, uint8_t id[ID_BYTES])
{
    op_panel_id(panel, id);
    return bytes_of(id, panel == OP_NONE ? 0 : ID_BYTES);
}

static char *code_of(const char *letter, int number, char code[CODE_MAX + 1])
{
    code[0] = '\0';
    if (number != OP_NONE) {
        snprintf(code, CODE_MAX + 1, "%s%d", letter, number);
    }
    return code;
}

/* Rules 1 and 2 are the two of registration. */
static char *rule_of(int rule, char code[CODE_MAX + 1])
{
    return rule == 1 || rule == 2 ? code_of("REG-0", rule, code) : code_of("R", rule, code);
}

static void codes_make(const struct op *op, struct op_message *message)
{
    code_of("village-", op->village, message->village);
    rule_of(op->rule, message->rule);
    code_of("A", op->activity, message->activity);
    code_of("S", op->shop, message->shop);
    code_of("G", op->goods, message->goods);
    code_of("V", op->choice == 0 ? OP_NONE : (int)op->choice, message->number);
}

static bool people_make(const struct op *op, struct op_message *message)
{
    Sanbao__V1__Operation *operation = &message->operation;
    ProtobufCBinaryData person = op__person(op->person, message->person);
    ProtobufCBinaryData household = op__household(op->household, message->household);
    switch ((int)op->action) {
    case SANBAO__V1__OPERATION__ACTION_VILLAGE_OPEN:
        message->action.village_open = (Sanbao__V1__VillageOpen)SANBAO__V1__VILLAGE_OPEN__INIT;
        message->action.village_open.points_per_yuan = (uint32_t)op->points;
        message->action.village_open.utc_offset_minutes = (int32_t)op->from;
        message->action.village_open.fund_allowance_permille = (uint32_t)op->fen;
        operation->village_open = &message->action.village_open;
        return true;
    case SANBAO__V1__OPERATION__ACTION_HOUSEHOLD_OPEN:
        message->action.household_open =
            (Sanbao__V1__HouseholdOpen)SANBAO__V1__HOUSEHOLD_OPEN__INIT;
        message->action.household_open.household = household;
        operation->household_open = &message->action.household_open;
        return true;
    case SANBAO__V1__OPERATION__ACTION_PERSON_ENTER:
        message->action.person_enter = (Sanbao__V1__PersonEnter)SANBAO__V1__PERSON_ENTER__INIT;
        message->action.person_enter.person = person;
        message->action.person_enter.household = household;
        operation->person_enter = &message->action.person_enter;
        return true;
    case SANBAO__V1__OPERATION__ACTION_ACCOUNT_OPEN:
        message->action.account_open = (Sanbao__V1__AccountOpen)SANBAO__V1__ACCOUNT_OPEN__INIT;
        message->action.account_open.person = person;
        message->action.account_open.access = (Sanbao__V1__Access)op->choice;
        operation->account_open = &message->action.account_open;
        return true;
    case SANBAO__V1__OPERATION__ACTION_ACCOUNT_MOVE:
        message->action.account_move = (Sanbao__V1__AccountMove)SANBAO__V1__ACCOUNT_MOVE__INIT;
        message->action.account_move.person = person;
        message->action.account_move.household = household;
        operation->account_move = &message->action.account_move;
        return true;
    case SANBAO__V1__OPERATION__ACTION_ACCOUNT_CLOSE:
        message->action.account_close = (Sanbao__V1__AccountClose)SANBAO__V1__ACCOUNT_CLOSE__INIT;
        message->action.account_close.person = person;
        operation->account_close = &message->action.account_close;
        return true;
    case SANBAO__V1__OPERATION__ACTION_ROLE_SET:
        message->action.role_set = (Sanbao__V1__RoleSet)SANBAO__V1__ROLE_SET__INIT;
        message->action.role_set.person = person;
        message->action.role_set.role = (Sanbao__V1__Role)op->choice;
        message->action.role_set.revoked = op->off;
        message->action.role_set.shop = message->shop;
        operation->role_set = &message->action.role_set;
        return true;
    default:
        return false;
    }
}

static bool rules_make(const struct op *op, struct op_message *message)
{
    Sanbao__V1__Operation *operation = &message->operation;
    ProtobufCBinaryData person = op__person(op->person, message->person);
    switch ((int)op->action) {
    case SANBAO__V1__OPERATION__ACTION_FUND_DEPOSIT:
        message->action.fund_deposit = (Sanbao__V1__FundDeposit)SANBAO__V1__FUND_DEPOSIT__INIT;
        message->action.fund_deposit.fen = (uint64_t)op->fen;
        operation->fund_deposit = &message->action.fund_deposit;
        return true;
    case SANBAO__V1__OPERATION__ACTION_ACTIVITY_OPEN:
        message->action.activity_open = (Sanbao__V1__ActivityOpen)SANBAO__V1__ACTIVITY_OPEN__INIT;
        message->action.activity_open.activity = message->activity;
        message->action.activity_open.rule = message->rule;
        message->action.activity_open.starts_at = op->from;
        message->action.activity_open.ends_at = op->to;
        message->action.activity_open.leader = person;
        operation->activity_open = &message->action.activity_open;
        return true;
    case SANBAO__V1__OPERATION__ACTION_ACTIVITY_CLOSE:
        message->action.activity_close =
            (Sanbao__V1__ActivityClose)SANBAO__V1__ACTIVITY_CLOSE__INIT;
        message->action.activity_close.activity = message->activity;
        message->action.activity_close.cancelled = op->points == 1;
        operation->activity_close = &message->action.activity_close;
        return true;
    case SANBAO__V1__OPERATION__ACTION_AWARD:
        message->action.award = (Sanbao__V1__Award)SANBAO__V1__AWARD__INIT;
        message->action.award.person = person;
        message->action.award.rule = message->rule;
        message->action.award.activity = message->activity;
        message->action.award.checked_in_at = op->from;
        message->action.award.checked_out_at = op->to;
        message->action.award.method = (Sanbao__V1__Method)op->choice;
        message->action.award.grade_points = (uint32_t)op->points;
        message->action.award.release_day = op->release_day;
        message->action.award.panel = op__panel(op->panel, message->panel);
        operation->award = &message->action.award;
        return true;
    default:
        return false;
    }
}

static bool later_make(const struct op *op, struct op_message *message, uint64_t record)
{
    Sanbao__V1__Operation *operation = &message->operation;
    switch ((int)op->action) {
    case SANBAO__V1__OPERATION__ACTION_AWARD_UNFUNDED:
        message->action.award_unfunded =
            (Sanbao__V1__AwardUnfunded)SANBAO__V1__AWARD_UNFUNDED__INIT;
        message->action.award_unfunded.record = record;
        message->action.award_unfunded.release_day = op->release_day;
        operation->award_unfunded = &message->action.award_unfunded;
        return true;
    case SANBAO__V1__OPERATION__ACTION_RELEASE:
        message->action.release = (Sanbao__V1__Release)SANBAO__V1__RELEASE__INIT;
        message->action.release.record = record;
        operation->release = &message->action.release;
        return true;
    case SANBAO__V1__OPERATION__ACTION_VOID:
        message->action.void_ = (Sanbao__V1__Void)SANBAO__V1__VOID__INIT;
        message->action.void_.record = record;
        operation->void_ = &message->action.void_;
        return true;
    case SANBAO__V1__OPERATION__ACTION_REVERSE:
        message->action.reverse = (Sanbao__V1__Reverse)SANBAO__V1__REVERSE__INIT;
        message->action.reverse.record = record;
        operation->reverse = &message->action.reverse;
        return true;
    case SANBAO__V1__OPERATION__ACTION_REFUND:
        message->action.refund = (Sanbao__V1__Refund)SANBAO__V1__REFUND__INIT;
        message->action.refund.record = record;
        operation->refund = &message->action.refund;
        return true;
    default:
        return false;
    }
}

static bool shop_make(const struct op *op, struct op_message *message)
{
    Sanbao__V1__Operation *operation = &message->operation;
    ProtobufCBinaryData person = op__person(op->person, message->person);
    switch ((int)op->action) {
    case SANBAO__V1__OPERATION__ACTION_SHOP_OPEN:
        message->action.shop_open = (Sanbao__V1__ShopOpen)SANBAO__V1__SHOP_OPEN__INIT;
        message->action.shop_open.shop = message->shop;
        operation->shop_open = &message->action.shop_open;
        return true;
    case SANBAO__V1__OPERATION__ACTION_GOODS_SET:
        message->action.goods_set = (Sanbao__V1__GoodsSet)SANBAO__V1__GOODS_SET__INIT;
        message->action.goods_set.shop = message->shop;
        message->action.goods_set.goods = message->goods;
        message->action.goods_set.points = (uint32_t)op->points;
        message->action.goods_set.cash_fen = (uint32_t)op->fen;
        operation->goods_set = &message->action.goods_set;
        return true;
    case SANBAO__V1__OPERATION__ACTION_REDEEM:
        message->action.redeem = (Sanbao__V1__Redeem)SANBAO__V1__REDEEM__INIT;
        message->action.redeem.person = person;
        message->action.redeem.shop = message->shop;
        message->action.redeem.goods = message->goods;
        message->action.redeem.points = (uint64_t)op->points;
        message->action.redeem.number = message->number;
        message->action.redeem.quantity = op->quantity;
        message->action.redeem.cash_fen = (uint64_t)op->fen;
        operation->redeem = &message->action.redeem;
        return true;
    case SANBAO__V1__OPERATION__ACTION_SETTLE:
        message->action.settle = (Sanbao__V1__Settle)SANBAO__V1__SETTLE__INIT;
        message->action.settle.shop = message->shop;
        message->action.settle.points = (uint64_t)op->points;
        message->action.settle.fen = (uint64_t)op->fen;
        operation->settle = &message->action.settle;
        return true;
    case SANBAO__V1__OPERATION__ACTION_EXPIRE:
        message->action.expire = (Sanbao__V1__Expire)SANBAO__V1__EXPIRE__INIT;
        message->action.expire.person = person;
        message->action.expire.lot_day = (int32_t)op->from;
        operation->expire = &message->action.expire;
        return true;
    default:
        return false;
    }
}

static void adopt_make(const struct op *op, struct op_message *message)
{
    Sanbao__V1__RuleAdopt *adopt = &message->action.rule_adopt;
    *adopt = (Sanbao__V1__RuleAdopt)SANBAO__V1__RULE_ADOPT__INIT;
    adopt->code = message->rule;
    adopt->version = op->choice;
    adopt->unit = (Sanbao__V1__RuleUnit)op->unit;
    adopt->points = (uint32_t)op->points;
    adopt->cap_day = op->caps[0];
    adopt->cap_month = op->caps[1];
    adopt->cap_quarter = op->caps[2];
    adopt->cap_year = op->caps[3];
    adopt->cap_total = op->caps[4];
    adopt->cap_scope = (Sanbao__V1__CapScope)op->scope;
    adopt->evidence = (Sanbao__V1__Evidence)op->evidence;
    adopt->approver = (Sanbao__V1__Approver)op->approves;
    adopt->saving_fen_per_hour = (uint32_t)op->fen;
    adopt->notice_days = op->notice_days;
    adopt->category = (char *)"labour";
    message->operation.rule_adopt = adopt;
}

void op_message_make(const struct op *op, uint64_t record, struct op_message *message)
{
    codes_make(op, message);
    Sanbao__V1__Operation *operation = &message->operation;
    *operation = (Sanbao__V1__Operation)SANBAO__V1__OPERATION__INIT;
    id_make(3, op->event, message->event_id);
    memset(message->commitment, 7, sizeof(message->commitment));
    operation->version = op->spoil == SPOIL_VERSION ? 2 : 1;
    operation->event_id =
        bytes_of(message->event_id, op->spoil == SPOIL_EVENT_ID ? ID_BYTES - 1 : ID_BYTES);
    operation->village = message->village;
    operation->day = op->day;
    operation->proposer = op__person(op->proposer, message->proposer);
    operation->approver = op__person(op->approver, message->approver);
    operation->commitment = bytes_of(
        message->commitment, op->spoil == SPOIL_COMMITMENT ? sizeof(message->commitment) : 0);
    operation->action_case = op->action;
    if (op->action == SANBAO__V1__OPERATION__ACTION_RULE_ADOPT) {
        adopt_make(op, message);
    } else if (!people_make(op, message) && !rules_make(op, message) && !shop_make(op, message) &&
               !later_make(op, message, record)) {
        REQUIRE(op__service_make(op, message, record));
    }
}

/* --- lines ----------------------------------------------------------------------------------- */

static const char *action_name(Sanbao__V1__Operation__ActionCase action)
{
    const ProtobufCMessageDescriptor *operation = &sanbao__v1__operation__descriptor;
    const ProtobufCFieldDescriptor *field =
        protobuf_c_message_descriptor_get_field(operation, (unsigned)action);
    return field == NULL ? "nothing" : field->name;
}

static void number_print(const char *name, int number, FILE *out)
{
    if (number != OP_NONE) {
        fprintf(out, " %s %d", name, number);
    }
}

static void rule_print(const struct op *op, FILE *out)
{
    fprintf(out, " version %u unit %u points %lld caps %u/%u/%u/%u/%u scope %u evidence %u",
            op->choice, op->unit, (long long)op->points, op->caps[0], op->caps[1], op->caps[2],
            op->caps[3], op->caps[4], op->scope, op->evidence);
    fprintf(out, " approver %u saving %lld notice %u", op->approves, (long long)op->fen,
            op->notice_days);
}

void op_print(const struct op *op, FILE *out)
{
    char day[DAY_TEXT_SIZE] = "no day";
    if (op->day > 0 && op->day < 2900000) {
        day_format(op->day, day);
    }
    fprintf(out, "#%d %s %s village %d", op->number, day, action_name(op->action), op->village);
    number_print("same id as", op->event == op->number ? OP_NONE : op->event, out);
    number_print("person", op->person, out);
    number_print("heir", op->heir, out);
    number_print("household", op->household, out);
    number_print("rule", op->rule, out);
    number_print("activity", op->activity, out);
    number_print("shop", op->shop, out);
    number_print("goods", op->goods, out);
    number_print("panel", op->panel, out);
    number_print("excused", op->excused, out);
    number_print("seats", op->seats, out);
    number_print("release day", op->release_day == 0 ? OP_NONE : op->release_day, out);
    number_print("target", op->target, out);
    number_print("proposer", op->proposer, out);
    number_print("approver", op->approver, out);
    if (op->action == SANBAO__V1__OPERATION__ACTION_RULE_ADOPT) {
        rule_print(op, out);
    } else {
        fprintf(out, " points %lld fen %lld from %lld to %lld quantity %u choice %u%s",
                (long long)op->points, (long long)op->fen, (long long)op->from, (long long)op->to,
                op->quantity, op->choice, op->off ? " off" : "");
    }
    number_print("spoilt", op->spoil == SPOIL_NONE ? OP_NONE : (int)op->spoil, out);
    number_print("then", op->after == AFTER_WAIT ? OP_NONE : (int)op->after, out);
    fputc('\n', out);
}
