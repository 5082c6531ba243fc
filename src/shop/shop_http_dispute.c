/* shop_http_dispute.c - "I did not want this": a person speaks about a redemption of their own, the
 * village looks into it and answers. Nothing happens by itself. */
#include <stdlib.h>
#include <string.h>

#include "notify/notify.h"
#include "residents/residents.h"
#include "shop/shop_internal.h"

/* What a text is bound to: the row, and which of its two. */
static void purpose_of(const struct id *id, bool answer, char purpose[64])
{
    char text[ID_TEXT_SIZE];
    shop__id_text(id, text);
    snprintf(purpose, 64, "shop_dispute/%s/%s", answer ? "answer" : "text", text);
}

static struct status text_seal(struct side *side, const struct dispute *dispute, bool answer,
                               const char *text, struct sealed_text *sealed)
{
    char purpose[64];
    size_t length = strlen(text);
    purpose_of(&dispute->id, answer, purpose);
    sealed->length = length + SEAL_OVERHEAD_BYTES;
    REQUIRE(sealed->length <= sizeof sealed->bytes);
    return people_seal(side->people, &dispute->person, purpose, text, length, sealed->bytes);
}

struct status shop__dispute_text(struct side *side, const struct dispute *dispute, bool answer,
                                 char text[DISPUTE_SEALED_BYTES + 1], bool *known)
{
    const struct sealed_text *sealed = answer ? &dispute->answer : &dispute->text;
    char purpose[64];
    *known = false;
    if (sealed->length == 0) {
        return OK;
    }
    purpose_of(&dispute->id, answer, purpose);
    TRY(people_unseal(side->people, &dispute->person, purpose, sealed->bytes, sealed->length, text,
                      known));
    text[*known ? sealed->length - SEAL_OVERHEAD_BYTES : 0] = '\0';
    return OK;
}

/* null where the person's key is gone. */
static struct status text_add(struct side *side, const struct dispute *dispute, bool answer,
                              struct json_object *body, const char *name)
{
    char text[DISPUTE_SEALED_BYTES + 1];
    bool known = false;
    TRY(shop__dispute_text(side, dispute, answer, text, &known));
    json_object_object_add(body, name, text_json(known ? text : NULL));
    return OK;
}

static struct status dispute_fill(struct call *call, const struct dispute *dispute,
                                  struct json_object *body)
{
    int32_t offset = call->village.utc_offset_minutes;
    TRY(text_add(call->side, dispute, false, body, "text"));
    TRY(text_add(call->side, dispute, true, body, "answer"));
    json_object_object_add(body, "dispute", id_json(&dispute->id));
    put_int(body, "record", (int64_t)dispute->record);
    put_text(body, "shop", dispute->shop);
    json_object_object_add(body, "person", id_json(&dispute->person));
    json_object_object_add(body, "at", instant_json(dispute->at, offset));
    json_object_object_add(body, "answered_at", instant_json(dispute->answered_at, offset));
    return OK;
}

static struct status dispute_json(struct call *call, const struct dispute *dispute,
                                  struct json_object **out)
{
    struct json_object *body = json_object_new_object();
    struct status status = dispute_fill(call, dispute, body);
    if (!status_ok(status)) {
        json_object_put(body);
        return status;
    }
    *out = body;
    return OK;
}

static struct status dispute_reply(struct call *call, int code)
{
    struct json_object *body = NULL;
    TRY(dispute_json(call, call->state, &body));
    return call_reply(call, code, body);
}

/* ---- opened by the person ---- */

/* The redemption is the caller's own and stands. */
static struct status redemption_judge(struct call *call, struct side *side, uint64_t record,
                                      struct dispute *dispute)
{
    struct entry entry;
    bool undone = false;
    uint64_t by = 0;
    TRY(ledger_entry(side->ledger, record, &entry));
    bool own = call->caller.member.account != 0 && entry.owner == call->caller.member.account;
    if (!own || (entry.kind != ENTRY_REDEEM && entry.kind != ENTRY_HOLD_REDEEM)) {
        return REFUSE(RECORD_NOT_FOUND);
    }
    TRY(points_undone(side->points, record, &undone, &by));
    if (undone) {
        return REFUSE(TARGET_DONE);
    }
    return points_shop_code(side->points, entry.subject, dispute->shop);
}

static struct status open_run(struct call *call, struct side *side)
{
    struct dispute *dispute = call->state;
    bool known = false;
    struct till *till = shop__till(side);
    TRY(shop__dispute_select(till, &call->event, &known, dispute));
    if (known) {
        bool same = memcmp(&dispute->person, &call->caller.person, ID_BYTES) == 0 &&
                    dispute->record == (uint64_t)call_path_number(call, "record");
        return same ? OK : REFUSE(ID_TAKEN);
    }
    *dispute = (struct dispute){.id = call->event,
                                .person = call->caller.person,
                                .record = (uint64_t)call_path_number(call, "record"),
                                .at = side_now(side)};
    snprintf(dispute->village, sizeof dispute->village, "%s", call->village_code);
    TRY(redemption_judge(call, side, dispute->record, dispute));
    TRY(shop__dispute_known(till, dispute->village, dispute->record, &known));
    if (known) {
        return REFUSE(DISPUTE_EXISTS);
    }
    TRY(text_seal(side, dispute, false, call_text(call, "text"), &dispute->text));
    return shop__dispute_insert(till, dispute);
}

static struct status open_then(struct call *call)
{
    return dispute_reply(call, 201);
}

struct status shop__dispute(struct call *call)
{
    void *state = NULL;
    TRY(call_state(call, sizeof(struct dispute), NULL, &state));
    return call_write(call, open_run, open_then);
}

/* ---- answered by an official who has nothing to do with the shop ---- */

static struct status answer_tell(struct call *call, struct side *side,
                                 const struct dispute *dispute)
{
    char *name = NULL;
    TRY(texts_get(side->people, dispute->village, "shop", dispute->shop, "name", &name));
    const char *const values[NOTIFY_VALUES_MAX] = {name != NULL ? name : dispute->shop,
                                                   call_text(call, "answer")};
    struct status status = notify_tell(side, &dispute->person, TEXT_DISPUTE, values);
    free(name);
    return status;
}

static struct status answer_run(struct call *call, struct side *side)
{
    struct dispute *dispute = call->state;
    struct till *till = shop__till(side);
    struct id id;
    char own[CODE_MAX + 1];
    bool found = false;
    bool kin = false;
    call_path_id(call, "dispute_id", &id);
    TRY(shop__dispute_select(till, &id, &found, dispute));
    if (!found || strcmp(dispute->village, call->village_code) != 0) {
        return REFUSE(DISPUTE_UNKNOWN);
    }
    TRY(identity_shop_of(side->identity, &call->caller.member, own));
    TRY(identity_keeper_in(side->identity, call->village.id, dispute->shop,
                           call->caller.member.household, &kin));
    if (kin || strcmp(own, dispute->shop) == 0) {
        return REFUSE(MOTION_EYES);
    }
    if (dispute->answered_at != 0) {
        return REFUSE(DISPUTE_ANSWERED);
    }
    dispute->answered_at = side_now(side);
    dispute->answered_by = call->caller.person;
    TRY(text_seal(side, dispute, true, call_text(call, "answer"), &dispute->answer));
    TRY(shop__dispute_answer(till, dispute));
    return answer_tell(call, side, dispute);
}

static struct status answer_then(struct call *call)
{
    return dispute_reply(call, 200);
}

struct status shop__dispute_decide(struct call *call)
{
    void *state = NULL;
    TRY(call_state(call, sizeof(struct dispute), NULL, &state));
    return call_write(call, answer_run, answer_then);
}

/* ---- read by officials, and by the person their own ---- */

struct list {
    struct call *call;
    struct json_object *items;
    size_t room;
    bool more;
    char last[CURSOR_SIZE];
};

static struct status dispute_take(void *context, const struct dispute *dispute)
{
    struct list *list = context;
    struct json_object *item = NULL;
    if (list->room == 0) {
        list->more = true;
        return OK;
    }
    TRY(dispute_json(list->call, dispute, &item));
    json_object_array_add(list->items, item);
    list->room--;
    shop__cursor_text(&(struct cursor){dispute->at, dispute->id}, list->last);
    return OK;
}

static struct dispute_query query_of(const struct call *call)
{
    bool office = call_may(call, WHO_SOCIAL_WORKER | WHO_OVERSIGHT | WHO_CADRE);
    return (struct dispute_query){.village = call->village_code,
                                  .person = office ? NULL : &call->caller.person,
                                  .limit = (int64_t)call_limit(call) + 1};
}

/* Whoever reads a person's words is written down for that person. */
struct looking {
    struct call *call;
    struct side *side;
    size_t room;
};

static struct status dispute_look(void *context, const struct dispute *dispute)
{
    struct looking *looking = context;
    const struct call *call = looking->call;
    if (looking->room == 0) {
        return OK;
    }
    looking->room--;
    return residents_look_note(looking->side, call->village_code, &call->village, &dispute->person,
                               &call->caller.person, LOOK_COMPLAINT);
}

static struct status looks_run(struct call *call, struct side *side)
{
    struct looking looking = {call, side, call_limit(call)};
    struct dispute_query query = query_of(call);
    TRY(shop__cursor_read(call, &query.before));
    return shop__dispute_each(shop__till(side), &query, dispute_look, &looking);
}

static struct status disputes_answer(struct call *call)
{
    struct list list = {.call = call, .room = call_limit(call)};
    struct dispute_query query = query_of(call);
    TRY(shop__cursor_read(call, &query.before));
    list.items = json_object_new_array();
    struct status status = shop__dispute_each(shop__till(call->side), &query, dispute_take, &list);
    if (!status_ok(status)) {
        json_object_put(list.items);
        return status;
    }
    return call_reply_page(call, list.items, list.more ? list.last : NULL);
}

struct status shop__disputes(struct call *call)
{
    return call_write(call, looks_run, disputes_answer);
}
