/* claim_notice.c - the public notice: awards that wait, with masked names, for everybody to read.
 * Care given to those who cannot serve is shown without any name. */
#include <stdlib.h>
#include <string.h>

#include "claim/reversal_internal.h"

struct status notice__award(struct side *side, const struct village *village, uint64_t record,
                            struct waiting *award)
{
    struct member member;
    *award = (struct waiting){.record = record};
    TRY(points_waiting(side->points, record, &award->wait));
    if (award->wait.due_on == 0) {
        return REFUSE(RECORD_NOT_FOUND);
    }
    TRY(ledger_entry(side->ledger, record, &award->entry));
    TRY(points_rule_by_id(side->points, award->entry.subject, &award->rule));
    if (award->rule.village != village->id) {
        return REFUSE(RECORD_NOT_FOUND);
    }
    TRY(points_objection(side->points, record, &award->objection));
    return identity_member_by_account(side->identity, award->entry.owner, &member,
                                      award->person.bytes);
}

/* Points for those who cannot serve: the rule of the templates, and its like. */
static bool nameless(const struct rule *rule)
{
    return strncmp(rule->code, "EQT", 3) == 0;
}

static struct status name_fill(struct call *call, const struct waiting *award,
                               struct json_object *object)
{
    struct people_row row;
    bool found = false;
    char masked[NAME_MASKED_SIZE];
    if (!nameless(&award->rule)) {
        TRY(people_get(call->side->people, &award->person, &found, &row));
    }
    if (found) {
        people_name_mask(row.person->name, masked);
        people_row_free(&row);
    }
    json_object_object_add(object, "name", text_json(found ? masked : NULL));
    return OK;
}

struct status notice__fill(struct call *call, const struct waiting *award,
                           struct json_object *object)
{
    static const char *const states[] = {"notice", "objected", "decided", "appealed", "final"};
    struct claim named = {.state = CLAIM_AWARDED};
    char *name = NULL;
    bool none = award->objection.state == OBJECTION_STATE_NONE;
    snprintf(named.village, sizeof named.village, "%s", call->village_code);
    snprintf(named.rule, sizeof named.rule, "%s", award->rule.code);
    TRY(claim__rule_name(call->side, &named, &name));
    json_object_object_add(object, "record", json_object_new_int64((int64_t)award->record));
    json_object_object_add(object, "rule", text_json(award->rule.code));
    json_object_object_add(object, "rule_name", text_json(name));
    json_object_object_add(object, "points", json_object_new_int64(award->entry.amount));
    json_object_object_add(object, "day", day_json(award->entry.day));
    json_object_object_add(object, "until",
                           day_json(none ? award->wait.due_on : award->objection.due_on));
    json_object_object_add(object, "state", text_json(states[award->objection.state]));
    bool decided = award->objection.state == OBJECTION_STATE_DECIDED ||
                   award->objection.state == OBJECTION_STATE_FINAL;
    json_object_object_add(object, "upheld",
                           decided ? json_object_new_boolean(award->objection.upheld) : NULL);
    free(name);
    return OK;
}

struct notices {
    struct call *call;
    struct json_object *items;
    size_t room;
    uint64_t last;
    bool more;
};

static struct status notice_add(void *context, const struct waiting_award *waiting)
{
    struct notices *notices = context;
    struct call *call = notices->call;
    struct waiting award;
    if (notices->room == 0) {
        notices->more = true;
        return OK;
    }
    TRY(notice__award(call->side, &call->village, waiting->record, &award));
    struct json_object *item = json_object_new_object();
    json_object_array_add(notices->items, item);
    notices->room--;
    notices->last = waiting->record;
    TRY(notice__fill(call, &award, item));
    return name_fill(call, &award, item);
}

struct status claim__notices(struct call *call)
{
    const char *text = call_after(call);
    char next[24];
    int64_t after = -1;
    if (text[0] != '\0' && !text_integer(text, strlen(text), 0, INT64_MAX, &after)) {
        return REFUSE(CURSOR_WRONG);
    }
    struct notices notices = {call, json_object_new_array(), call_limit(call), 0, false};
    struct status status = points_waiting_each(call->side->points, call->village.id, after,
                                               call_limit(call) + 1, notice_add, &notices);
    if (!status_ok(status)) {
        json_object_put(notices.items);
        return status;
    }
    snprintf(next, sizeof next, "%llu", (unsigned long long)notices.last);
    return call_reply_page(call, notices.items, notices.more ? next : NULL);
}

/* ---- sealed texts ---- */

struct status claim__seal(struct side *side, const struct id *person, const char *purpose,
                          const char *text, struct claim_sealed *sealed)
{
    size_t length = strlen(text);
    sealed->length = length + SEAL_OVERHEAD_BYTES;
    REQUIRE(sealed->length <= sizeof sealed->bytes);
    return people_seal(side->people, person, purpose, text, length, sealed->bytes);
}

struct status claim__sealed_add(struct side *side, const struct id *person, const char *purpose,
                                const struct claim_sealed *sealed, struct json_object *object,
                                const char *key)
{
    char text[CLAIM_SEALED_BYTES + 1];
    TRY(claim__unseal(side, person, purpose, sealed->bytes, sealed->length, text));
    json_object_object_add(object, key, text_json(text[0] != '\0' ? text : NULL));
    return OK;
}
