/* op_service.c - the messages of operations that only the service sends. */
#include "property/op.h"

static bool escrow_make(const struct op *op, struct op_message *message, uint64_t record)
{
    Sanbao__V1__Operation *operation = &message->operation;
    switch ((int)op->action) {
    case SANBAO__V1__OPERATION__ACTION_HOLD:
        message->action.hold = (Sanbao__V1__Hold)SANBAO__V1__HOLD__INIT;
        message->action.hold.person = op__person(op->person, message->person);
        message->action.hold.shop = message->shop;
        message->action.hold.points = (uint64_t)op->points;
        message->action.hold.ends_at = op->to;
        message->action.hold.device = op__household(op->household, message->household);
        operation->hold = &message->action.hold;
        return true;
    case SANBAO__V1__OPERATION__ACTION_HOLD_REDEEM:
        message->action.hold_redeem = (Sanbao__V1__HoldRedeem)SANBAO__V1__HOLD_REDEEM__INIT;
        message->action.hold_redeem.record = record;
        message->action.hold_redeem.goods = message->goods;
        message->action.hold_redeem.quantity = op->quantity;
        message->action.hold_redeem.points = (uint64_t)op->points;
        message->action.hold_redeem.number = message->number;
        message->action.hold_redeem.at = op->to;
        message->action.hold_redeem.cash_fen = (uint64_t)op->fen;
        operation->hold_redeem = &message->action.hold_redeem;
        return true;
    case SANBAO__V1__OPERATION__ACTION_HOLD_RELEASE:
        message->action.hold_release = (Sanbao__V1__HoldRelease)SANBAO__V1__HOLD_RELEASE__INIT;
        message->action.hold_release.record = record;
        operation->hold_release = &message->action.hold_release;
        return true;
    case SANBAO__V1__OPERATION__ACTION_BEQUEST:
        message->action.bequest = (Sanbao__V1__Bequest)SANBAO__V1__BEQUEST__INIT;
        message->action.bequest.person = op__person(op->person, message->person);
        message->action.bequest.heir = op__person(op->heir, message->heir);
        operation->bequest = &message->action.bequest;
        return true;
    case SANBAO__V1__OPERATION__ACTION_INHERIT:
        message->action.inherit = (Sanbao__V1__Inherit)SANBAO__V1__INHERIT__INIT;
        message->action.inherit.record = record;
        operation->inherit = &message->action.inherit;
        return true;
    default:
        return false;
    }
}

bool op__service_make(const struct op *op, struct op_message *message, uint64_t record)
{
    Sanbao__V1__Operation *operation = &message->operation;
    if (escrow_make(op, message, record)) {
        return true;
    }
    switch ((int)op->action) {
    case SANBAO__V1__OPERATION__ACTION_PANEL_DRAW:
        message->action.panel_draw = (Sanbao__V1__PanelDraw)SANBAO__V1__PANEL_DRAW__INIT;
        message->action.panel_draw.panel = op__panel(op->panel, message->panel);
        message->action.panel_draw.person = op__person(op->person, message->person);
        message->action.panel_draw.root = (ProtobufCBinaryData){HASH_BYTES, message->root};
        message->action.panel_draw.n_excused = op->excused != OP_NONE;
        message->action.panel_draw.excused = message->excused_list;
        message->excused_list[0] = op__person(op->excused, message->excused);
        operation->panel_draw = &message->action.panel_draw;
        return true;
    case SANBAO__V1__OPERATION__ACTION_OBJECTION:
        message->action.objection = (Sanbao__V1__Objection)SANBAO__V1__OBJECTION__INIT;
        message->action.objection.record = record;
        message->action.objection.person = op__person(op->person, message->person);
        operation->objection = &message->action.objection;
        return true;
    case SANBAO__V1__OPERATION__ACTION_OBJECTION_SETTLE:
        message->action.objection_settle =
            (Sanbao__V1__ObjectionSettle)SANBAO__V1__OBJECTION_SETTLE__INIT;
        message->action.objection_settle.record = record;
        message->action.objection_settle.upheld = op->off;
        operation->objection_settle = &message->action.objection_settle;
        return true;
    case SANBAO__V1__OPERATION__ACTION_STOCK_SET:
        message->action.stock_set = (Sanbao__V1__StockSet)SANBAO__V1__STOCK_SET__INIT;
        message->action.stock_set.shop = message->shop;
        message->action.stock_set.goods = message->goods;
        message->action.stock_set.change = op->from;
        operation->stock_set = &message->action.stock_set;
        return true;
    case SANBAO__V1__OPERATION__ACTION_CONSENT:
        message->action.consent = (Sanbao__V1__Consent)SANBAO__V1__CONSENT__INIT;
        message->action.consent.person = op__person(op->person, message->person);
        message->action.consent.purpose = message->goods;
        message->action.consent.version = op->choice;
        message->action.consent.withdrawn = op->off;
        operation->consent = &message->action.consent;
        return true;
    default:
        return false;
    }
}
