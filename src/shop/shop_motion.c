/* shop_motion.c - a motion as it stands, and the operation that it becomes. Whether it was done is
 * what the books say: a row that says so without them is open still, and can be signed again. */
#include <string.h>

#include "shop/shop_internal.h"

struct status shop__motion_settle(struct side *side, struct motion *motion)
{
    bool found = false;
    uint64_t record = 0;
    if (motion->kind == MOTION_TERMS || motion->state != MOTION_DONE) {
        return OK;
    }
    TRY(journal_find(side->journal, motion->id.bytes, &found, &record));
    motion->record = found ? (int64_t)record : -1;
    motion->state = found ? MOTION_DONE : MOTION_OPEN;
    return OK;
}

struct status shop__motion_see(struct side *side, const struct id *id, struct motion *motion)
{
    bool found = false;
    TRY(shop__motion_select(shop__till(side), id, &found, motion));
    return found ? shop__motion_settle(side, motion) : REFUSE(MOTION_UNKNOWN);
}

/* Public texts that the operation commits to. */
static struct status texts_commit(struct side *side, const struct motion *motion, const char *of,
                                  const struct text_field *fields, size_t count,
                                  struct hash *commitment)
{
    char code[ID_TEXT_SIZE];
    uint8_t salt[SALT_BYTES];
    shop__id_text(&motion->id, code);
    side_salt_derive(side, &motion->id, salt);
    return texts_put(side->people, motion->village, of,
                     motion->kind == MOTION_SHOP ? motion->shop : code, &motion->id, side_now(side),
                     salt, fields, count, commitment);
}

static struct status shop_open_try(struct call *call, struct side *side,
                                   const struct motion *motion, Sanbao__V1__Operation *operation)
{
    Sanbao__V1__ShopOpen open = SANBAO__V1__SHOP_OPEN__INIT;
    const struct text_field name = {"name", motion->text};
    struct hash commitment;
    TRY(texts_commit(side, motion, "shop", &name, 1, &commitment));
    operation->commitment = (ProtobufCBinaryData){HASH_BYTES, commitment.bytes};
    open.shop = (char *)(uintptr_t)motion->shop;
    operation->action_case = SANBAO__V1__OPERATION__ACTION_SHOP_OPEN;
    operation->shop_open = &open;
    return call_try(call, side, operation);
}

static struct status deposit_try(struct call *call, struct side *side, const struct motion *motion,
                                 Sanbao__V1__Operation *operation)
{
    Sanbao__V1__FundDeposit deposit = SANBAO__V1__FUND_DEPOSIT__INIT;
    const struct text_field source = {"source", motion->text};
    struct hash commitment;
    TRY(texts_commit(side, motion, "fund", &source, 1, &commitment));
    operation->commitment = (ProtobufCBinaryData){HASH_BYTES, commitment.bytes};
    deposit.fen = (uint64_t)motion->fen;
    operation->action_case = SANBAO__V1__OPERATION__ACTION_FUND_DEPOSIT;
    operation->fund_deposit = &deposit;
    return call_try(call, side, operation);
}

static struct status payment_try(struct call *call, struct side *side, const struct motion *motion,
                                 Sanbao__V1__Operation *operation)
{
    Sanbao__V1__Settle settle = SANBAO__V1__SETTLE__INIT;
    const struct text_field meeting = {"meeting", motion->meeting};
    struct hash commitment;
    if (motion->meeting[0] != '\0') {
        TRY(texts_commit(side, motion, "payment", &meeting, 1, &commitment));
        operation->commitment = (ProtobufCBinaryData){HASH_BYTES, commitment.bytes};
    }
    settle.shop = (char *)(uintptr_t)motion->shop;
    settle.points = (uint64_t)motion->points;
    settle.fen = (uint64_t)motion->fen;
    operation->action_case = SANBAO__V1__OPERATION__ACTION_SETTLE;
    operation->settle = &settle;
    return call_try(call, side, operation);
}

struct status shop__motion_do(struct call *call, struct side *side, struct motion *motion,
                              const struct id *approver)
{
    Sanbao__V1__Operation operation = SANBAO__V1__OPERATION__INIT;
    struct status status = OK;
    operation.event_id = (ProtobufCBinaryData){ID_BYTES, motion->id.bytes};
    operation.proposer = (ProtobufCBinaryData){ID_BYTES, motion->proposer.bytes};
    if (approver != NULL) {
        operation.approver = (ProtobufCBinaryData){ID_BYTES, (uint8_t *)(uintptr_t)approver->bytes};
    }
    switch (motion->kind) {
    case MOTION_SHOP:
        status = shop_open_try(call, side, motion, &operation);
        break;
    case MOTION_DEPOSIT:
        status = deposit_try(call, side, motion, &operation);
        break;
    case MOTION_PAYMENT:
        status = payment_try(call, side, motion, &operation);
        break;
    case MOTION_TERMS:
        break;
    }
    if (!status_ok(status)) {
        return status;
    }
    motion->state = MOTION_DONE;
    motion->changed_at = side_now(side);
    motion->record = motion->kind == MOTION_TERMS ? -1 : (int64_t)call->answer.record;
    return shop__motion_save(shop__till(side), motion);
}

/* ---- as JSON ---- */

static const char *const kind_words[] = {"", "shop", "deposit", "payment", "terms"};
static const char *const state_words[] = {"", "open", "done", "stopped", "withdrawn"};
static const char *const what_words[] = {"", "signs", "stops", "lifts", "withdraws"};

/* Who holds an office acts under their name. */
static struct status officer_json(struct side *side, const struct id *person,
                                  struct json_object **name)
{
    struct people_row row;
    bool found = false;
    TRY(people_get(side->people, person, &found, &row));
    *name = found && row.person != NULL ? json_object_new_string(row.person->name) : NULL;
    if (found) {
        people_row_free(&row);
    }
    return OK;
}

static struct status words_json(struct call *call, const struct motion *motion,
                                struct json_object *body)
{
    struct word words[WORDS_MAX];
    size_t count = 0;
    TRY(shop__words(shop__till(call->side), &motion->id, words, &count));
    put_int(body, "signed", motion_signed(words, count));
    struct json_object *list = json_object_new_array();
    json_object_object_add(body, "words", list);
    for (size_t i = 0; i < count; i++) {
        struct json_object *word = json_object_new_object();
        struct json_object *name = NULL;
        json_object_array_add(list, word);
        TRY(officer_json(call->side, &words[i].person, &name));
        json_object_object_add(word, "by", name);
        json_object_object_add(word, "at",
                               instant_json(words[i].at, call->village.utc_offset_minutes));
        put_text(word, "what", what_words[words[i].what]);
        put_text(word, "reason", words[i].reason);
    }
    return OK;
}

static struct status terms_of_json(struct call *call, const struct motion *motion,
                                   struct json_object *body)
{
    struct terms terms;
    bool found = false;
    TRY(shop__terms_of(shop__till(call->side), &motion->id, &found, &terms));
    json_object_object_add(body, "terms", found ? shop__terms_json(&terms) : NULL);
    return OK;
}

static void motion_fill(struct call *call, const struct motion *motion, struct json_object *body)
{
    int32_t offset = call->village.utc_offset_minutes;
    json_object_object_add(body, "motion", id_json(&motion->id));
    put_text(body, "kind", kind_words[motion->kind]);
    put_text(body, "state", state_words[motion->state]);
    json_object_object_add(body, "shop", text_json(motion->shop[0] ? motion->shop : NULL));
    put_int(body, "points", motion->points);
    put_int(body, "fen", motion->fen);
    json_object_object_add(body, "month", motion->month > 0 ? day_json(motion->month) : NULL);
    json_object_object_add(body, "pay_day", motion->pay_day > 0 ? day_json(motion->pay_day) : NULL);
    put_text(body, "text", motion->text);
    put_text(body, "meeting", motion->meeting);
    put_int(body, "needed", motion->needed);
    put_flag(body, "meeting_needed", motion->meeting_needed);
    json_object_object_add(body, "created_at", instant_json(motion->created_at, offset));
    json_object_object_add(body, "changed_at", instant_json(motion->changed_at, offset));
    json_object_object_add(body, "record",
                           motion->record >= 0 ? json_object_new_int64(motion->record) : NULL);
}

struct status shop__motion_json(struct call *call, const struct motion *motion,
                                struct json_object **out)
{
    struct json_object *proposer = NULL;
    struct json_object *body = json_object_new_object();
    motion_fill(call, motion, body);
    struct status status = officer_json(call->side, &motion->proposer, &proposer);
    json_object_object_add(body, "proposer", proposer);
    if (status_ok(status)) {
        status = words_json(call, motion, body);
    }
    if (status_ok(status)) {
        status = terms_of_json(call, motion, body);
    }
    if (!status_ok(status)) {
        json_object_put(body);
        return status;
    }
    *out = body;
    return OK;
}
