/* http_rule.c - the rules that hold, each in plain words, with the versions that it had. */
#include <stdio.h>
#include <stdlib.h>

#include "activity/activity_internal.h"
#include "base/day.h"

const char *const rule_unit_words[] = {"once", "time", "grade", "hour", NULL};
const char *const rule_scope_words[] = {"resident", "household", NULL};
const char *const rule_evidence_words[] = {"document", "checkin", "checkin_photo", "photo", "scan",
                                           "log",      "ticket",  "report",        NULL};
const char *const rule_approver_words[] = {"social_worker",
                                           "activity_leader",
                                           "group_leader",
                                           "review_panel",
                                           "oversight_board",
                                           "system",
                                           NULL};

struct json_object *rule__json(const struct rule *rule)
{
    static const char *const spans[CAP_SPANS] = {"cap_day", "cap_month", "cap_quarter", "cap_year",
                                                 "cap_total"};
    char words[RULE_WORDS_SIZE];
    struct json_object *object = json_object_new_object();
    json_object_object_add(object, "code", json_object_new_string(rule->code));
    json_object_object_add(object, "version", json_object_new_int(rule->version));
    json_object_object_add(object, "valid_from", day_json(rule->valid_from));
    json_object_object_add(object, "unit", json_object_new_string(rule_unit_words[rule->unit - 1]));
    json_object_object_add(object, "points", json_object_new_int64(rule->points));
    for (int span = 0; span < CAP_SPANS; span++) {
        json_object_object_add(object, spans[span], json_object_new_int64(rule->caps[span]));
    }
    json_object_object_add(object, "cap_scope",
                           json_object_new_string(rule_scope_words[rule->cap_scope - 1]));
    json_object_object_add(object, "evidence",
                           json_object_new_string(rule_evidence_words[rule->evidence - 1]));
    json_object_object_add(object, "approver",
                           json_object_new_string(rule_approver_words[rule->approver - 1]));
    json_object_object_add(object, "saving_fen_per_hour",
                           json_object_new_int64(rule->saving_fen_per_hour));
    json_object_object_add(object, "notice_days", json_object_new_int(rule->notice_days));
    rule__words(rule, LANG_ZH, words);
    json_object_object_add(object, "words_zh", json_object_new_string(words));
    rule__words(rule, LANG_EN, words);
    json_object_object_add(object, "words_en", json_object_new_string(words));
    return object;
}

static struct status text_add(struct call *call, const char *code, const char *field,
                              struct json_object *object)
{
    char *text = NULL;
    TRY(texts_get(call->side->people, call->village_code, "rule", code, field, &text));
    json_object_object_add(object, field, text_json(text));
    free(text);
    return OK;
}

struct listing {
    struct call *call;
    struct json_object *items;
    size_t limit;
    size_t count;
    char next[CODE_MAX + 1];
};

static struct status rule_add(void *context, const struct rule *rule)
{
    struct listing *listing = context;
    struct json_object *item = rule__json(rule);
    json_object_array_add(listing->items, item);
    if (++listing->count == listing->limit) {
        snprintf(listing->next, sizeof listing->next, "%s", rule->code);
    }
    TRY(text_add(listing->call, rule->code, "name_zh", item));
    return text_add(listing->call, rule->code, "name_en", item);
}

struct status activity__rules(struct call *call)
{
    struct listing listing = {call, json_object_new_array(), call_limit(call), 0, ""};
    struct status status = points_rule_each(call->side->points, call->village.id, call_after(call),
                                            call_today(call), listing.limit, rule_add, &listing);
    if (!status_ok(status)) {
        json_object_put(listing.items);
        return status;
    }
    return call_reply_page(call, listing.items, listing.next[0] == '\0' ? NULL : listing.next);
}

static struct status version_add(void *context, const struct rule *rule)
{
    struct listing *listing = context;
    listing->count++;
    json_object_array_add(listing->items, rule__json(rule));
    return OK;
}

struct status activity__rule(struct call *call)
{
    const char *code = call_path(call, "rule");
    struct json_object *body = json_object_new_object();
    struct listing listing = {call, json_object_new_array(), 0, 0, ""};
    json_object_object_add(body, "code", json_object_new_string(code));
    json_object_object_add(body, "versions", listing.items);
    struct status status =
        points_rule_versions(call->side->points, call->village.id, code, version_add, &listing);
    if (status_ok(status) && listing.count == 0) {
        status = REFUSE(RULE_UNKNOWN);
    }
    static const char *const fields[] = {"name_zh", "name_en", "meeting", "met_on"};
    for (size_t i = 0; i < COUNT(fields) && status_ok(status); i++) {
        status = text_add(call, code, fields[i], body);
    }
    if (!status_ok(status)) {
        json_object_put(body);
        return status;
    }
    return call_reply(call, 200, body);
}
