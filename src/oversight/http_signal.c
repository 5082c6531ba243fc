/* http_signal.c - the board's desk: the list, one signal with its evidence, taking it up, and what
 * was found. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "notify/notify.h"
#include "oversight/oversight_internal.h"
#include "residents/residents.h"

enum { CHINA_MINUTES = 480 };

/* ---- cursors: "<found at>-<id>" ---- */

static bool cursor_read(const char *text, struct signal_query *query)
{
    const char *dash = strchr(text, '-');
    return dash != NULL &&
           text_integer(text, (size_t)(dash - text), 0, INSTANT_MAX, &query->before_at) &&
           oversight__id_parse(dash + 1, &query->before);
}

/* ---- the list: kinds and numbers, nobody's name ---- */

static struct status shop_name(struct call *call, int64_t account, char **name)
{
    char code[CODE_MAX + 1];
    *name = NULL;
    if (account == 0) {
        return OK;
    }
    TRY(points_shop_code(call->side->points, account, code));
    TRY(texts_get(call->side->people, call->village_code, "shop", code, "name", name));
    if (*name == NULL) {
        *name = strdup(code);
    }
    return *name != NULL ? OK : FAULT(OUT_OF_MEMORY);
}

static struct status signal_fill(struct call *call, const struct signal *signal,
                                 struct json_object *object)
{
    char words[WORDS_SIZE];
    char *shop = NULL;
    TRY(shop_name(call, signal->shop, &shop));
    oversight__words(signal, shop != NULL ? shop : "", words);
    free(shop);
    json_object_object_add(object, "signal", id_json(&signal->id));
    oversight__text(object, "kind", kind_words[signal->kind - 1]);
    oversight__text(object, "title", oversight__title(signal->kind));
    oversight__text(object, "words", words);
    oversight__text(object, "state", state_words[signal->state - 1]);
    json_object_object_add(object, "half_year", day_json(signal->half));
    json_object_object_add(object, "day", day_json(signal->day));
    json_object_object_add(object, "found_at",
                           instant_json(signal->found_at, call->village.utc_offset_minutes));
    oversight__int(object, "records", signal->records);
    return OK;
}

struct page {
    struct call *call;
    struct json_object *items;
    size_t room;
    bool more;
    char last[CURSOR_SIZE];
};

static struct status signal_take(void *context, const struct signal *signal)
{
    struct page *page = context;
    char id[ID_TEXT_SIZE];
    if (page->room == 0) {
        page->more = true;
        return OK;
    }
    page->room--;
    struct json_object *item = json_object_new_object();
    json_object_array_add(page->items, item);
    oversight__id_text(&signal->id, id);
    snprintf(page->last, sizeof page->last, "%lld-%s", (long long)signal->found_at, id);
    return signal_fill(page->call, signal, item);
}

struct status oversight__signals(struct call *call)
{
    struct page page = {.call = call, .room = call_limit(call)};
    struct signal_query query = {.village = call->village_code,
                                 .state = (int32_t)call_integer(call, "state", -1) + 1,
                                 .kind = (int32_t)call_integer(call, "kind", -1) + 1,
                                 .before_at = INT64_MAX,
                                 .caller = call->caller.person,
                                 .limit = (int64_t)call_limit(call) + 1};
    if (call_after(call)[0] != '\0' && !cursor_read(call_after(call), &query)) {
        return REFUSE(CURSOR_WRONG);
    }
    page.items = json_object_new_array();
    struct status status =
        oversight__signal_page(oversight__of(call->side), &query, signal_take, &page);
    if (!status_ok(status)) {
        json_object_put(page.items);
        return status;
    }
    return call_reply_page(call, page.items, page.more ? page.last : NULL);
}

/* ---- one signal ---- */

struct looked {
    struct signal signal;
    struct concerned people[FINDING_PEOPLE_MAX];
    size_t count;
};

/* The signal of the path, with the people concerned. Refuses: SIGNAL_UNKNOWN (of another village,
 * too), SIGNAL_NEAR (the caller or their household is concerned, or keeps the shop). */
static struct status signal_find(struct call *call, struct side *side, struct looked *looked)
{
    struct oversight *own = oversight__of(side);
    struct id id;
    bool found = false;
    bool near = false;
    char shop[CODE_MAX + 1];
    char kept[CODE_MAX + 1];
    call_path_id(call, "signal_id", &id);
    TRY(oversight__signal_get(own, &id, &looked->signal, &found));
    if (!found || strcmp(looked->signal.village, call->village_code) != 0) {
        return REFUSE(SIGNAL_UNKNOWN);
    }
    TRY(oversight__person_list(own, &id, looked->people, &looked->count));
    for (size_t i = 0; i < looked->count && !near; i++) {
        TRY(oversight__near(call, side, &looked->people[i].person, &near));
    }
    if (looked->signal.shop != 0 && !near) {
        TRY(points_shop_code(side->points, looked->signal.shop, shop));
        TRY(identity_shop_of(side->identity, &call->caller.member, kept));
        TRY(identity_keeper_in(side->identity, call->village.id, shop,
                               call->caller.member.household, &near));
        near = near || strcmp(shop, kept) == 0;
    }
    return near ? REFUSE(SIGNAL_NEAR) : OK;
}

static struct status looks_note(struct call *call, struct side *side, const struct looked *looked)
{
    for (size_t i = 0; i < looked->count; i++) {
        TRY(residents_look_note(side, call->village_code, &call->village, &looked->people[i].person,
                                &call->caller.person, LOOK_OVERSIGHT));
    }
    return OK;
}

static struct status people_add(struct call *call, const struct looked *looked,
                                struct json_object *object)
{
    struct json_object *list = json_object_new_array();
    json_object_object_add(object, "people", list);
    for (size_t i = 0; i < looked->count; i++) {
        struct json_object *item = json_object_new_object();
        json_object_array_add(list, item);
        json_object_object_add(item, "person", id_json(&looked->people[i].person));
        oversight__text(item, "part", part_words[looked->people[i].part - 1]);
        TRY(oversight__person_json(call->side, &looked->people[i].person, item));
    }
    return OK;
}

static struct status evidence_add(struct call *call, const struct looked *looked,
                                  struct json_object *object)
{
    uint64_t records[FINDING_RECORDS_MAX];
    size_t count = 0;
    struct json_object *list = json_object_new_array();
    json_object_object_add(object, "evidence", list);
    TRY(oversight__evidence_list(oversight__of(call->side), &looked->signal.id, records, &count));
    for (size_t i = 0; i < count; i++) {
        struct json_object *item = NULL;
        TRY(oversight__record_json(call, records[i], &item));
        json_object_array_add(list, item);
    }
    return OK;
}

/* The text in clear; "" where the key is gone. */
static struct status told_text(struct side *side, const struct signal *signal,
                               const struct told *told, char text[FINDING_SEALED_BYTES + 1])
{
    char purpose[16 + ID_TEXT_SIZE] = "oversight/";
    bool known = false;
    text[0] = '\0';
    if (told->text_length == 0) {
        return OK; /* erased with whom it was about */
    }
    oversight__id_text(&signal->id, purpose + strlen(purpose));
    TRY(people_unseal(side->people, &told->keeper, purpose, told->text, told->text_length, text,
                      &known));
    text[known ? told->text_length - SEAL_OVERHEAD_BYTES : 0] = '\0';
    return OK;
}

struct findings {
    struct call *call;
    struct json_object *list;
};

static struct status told_json(struct call *call, const struct signal *signal,
                               const struct told *told, struct json_object *item)
{
    char text[FINDING_SEALED_BYTES + 1];
    bool own = call->village_code[0] == '\0';
    int32_t offset = own ? CHINA_MINUTES : call->village.utc_offset_minutes;
    TRY(told_text(call->side, signal, told, text));
    oversight__text(item, "answer", answer_words[told->answer - 1]);
    oversight__text(item, "text", text);
    json_object_object_add(item, "at", instant_json(told->at, offset));
    return OK;
}

static struct status told_take(void *context, const struct signal *signal, const struct told *told)
{
    struct findings *findings = context;
    struct json_object *item = json_object_new_object();
    struct json_object *by = json_object_new_object();
    json_object_array_add(findings->list, item);
    json_object_object_add(item, "by", by);
    TRY(oversight__person_json(findings->call->side, &told->by, by));
    return told_json(findings->call, signal, told, item);
}

static struct status detail_fill(struct call *call, const struct looked *looked,
                                 struct json_object *object)
{
    char rule[WORDS_SIZE];
    struct findings findings = {call, json_object_new_array()};
    json_object_object_add(object, "findings", findings.list);
    TRY(signal_fill(call, &looked->signal, object));
    oversight__text(object, "rule", oversight__rule(looked->signal.kind, rule));
    json_object_object_add(object, "taken_by", NULL);
    if (looked->signal.taken) {
        struct json_object *by = json_object_new_object();
        json_object_object_add(object, "taken_by", by);
        TRY(oversight__person_json(call->side, &looked->signal.taken_by, by));
    }
    TRY(people_add(call, looked, object));
    TRY(evidence_add(call, looked, object));
    return oversight__finding_each(oversight__of(call->side), &looked->signal, told_take,
                                   &findings);
}

static struct status detail_reply(struct call *call)
{
    struct json_object *object = json_object_new_object();
    struct status status = detail_fill(call, call->state, object);
    if (!status_ok(status)) {
        json_object_put(object);
        return status;
    }
    return call_reply(call, 200, object);
}

static struct status look_run(struct call *call, struct side *side)
{
    TRY(signal_find(call, side, call->state));
    return looks_note(call, side, call->state);
}

static struct status detail(struct call *call, struct status (*run)(struct call *, struct side *))
{
    void *state = NULL;
    TRY(call_state(call, sizeof(struct looked), NULL, &state));
    return call_write(call, run, detail_reply);
}

struct status oversight__signal(struct call *call)
{
    return detail(call, look_run);
}

/* ---- taken up, answered ---- */

static struct status take_run(struct call *call, struct side *side)
{
    struct looked *looked = call->state;
    TRY(look_run(call, side));
    if (looked->signal.state == SIGNAL_ANSWERED) {
        return REFUSE(SIGNAL_DONE);
    }
    looked->signal.state = SIGNAL_TAKEN;
    looked->signal.taken = true;
    looked->signal.taken_by = call->caller.person;
    return oversight__signal_set(oversight__of(side), &looked->signal);
}

struct status oversight__take_up(struct call *call)
{
    return detail(call, take_run);
}

/* With the key of the first person concerned; with the board member's own where nobody is left. */
static struct status told_seal(struct call *call, struct side *side, const struct looked *looked,
                               struct told *told)
{
    char purpose[16 + ID_TEXT_SIZE] = "oversight/";
    const char *text = call_text(call, "text");
    oversight__id_text(&looked->signal.id, purpose + strlen(purpose));
    told->keeper = looked->count > 0 ? looked->people[0].person : call->caller.person;
    told->text_length = strlen(text) + SEAL_OVERHEAD_BYTES;
    REQUIRE(told->text_length <= sizeof told->text);
    return people_seal(side->people, &told->keeper, purpose, text, strlen(text), told->text);
}

/* Those concerned are told of a correction, of nothing else. */
static struct status correction_tell(struct side *side, const struct looked *looked)
{
    static const char *const values[NOTIFY_VALUES_MAX] = {NULL, NULL, NULL};
    for (size_t i = 0; i < looked->count; i++) {
        TRY(notify_tell(side, &looked->people[i].person, TEXT_FINDING, values));
    }
    return OK;
}

/* Whoever took it up answers it, so that two do not work on one. */
static struct status answer_run(struct call *call, struct side *side)
{
    struct looked *looked = call->state;
    struct signal *signal = &looked->signal;
    struct told told = {.answer = (int32_t)call_integer(call, "answer", 0) + 1,
                        .by = call->caller.person,
                        .at = side_now(side)};
    TRY(look_run(call, side));
    if (signal->state == SIGNAL_ANSWERED) {
        return REFUSE(SIGNAL_DONE);
    }
    if (!signal->taken || memcmp(&signal->taken_by, &call->caller.person, ID_BYTES) != 0) {
        return REFUSE(SIGNAL_NOT_TAKEN);
    }
    TRY(told_seal(call, side, looked, &told));
    signal->state = SIGNAL_ANSWERED;
    signal->answered = signal->records;
    TRY(oversight__finding_put(oversight__of(side), &signal->id, &told));
    if (told.answer == FINDING_CORRECTED) {
        TRY(correction_tell(side, looked));
    }
    return oversight__signal_set(oversight__of(side), signal);
}

struct status oversight__answer(struct call *call)
{
    return detail(call, answer_run);
}

/* ---- what the people concerned are told: what changed something, nothing else ---- */

static struct status my_take(void *context, const struct signal *signal, const struct told *told)
{
    struct findings *findings = context;
    struct json_object *item = json_object_new_object();
    json_object_array_add(findings->list, item);
    oversight__text(item, "village", signal->village);
    oversight__text(item, "title", oversight__title(signal->kind));
    json_object_object_add(item, "day", day_json(signal->day));
    return told_json(findings->call, signal, told, item);
}

struct status oversight__my_findings(struct call *call)
{
    struct findings findings = {call, json_object_new_array()};
    struct status status = oversight__finding_own(oversight__of(call->side), &call->caller.person,
                                                  FINDING_CORRECTED, my_take, &findings);
    if (!status_ok(status)) {
        json_object_put(findings.list);
        return status;
    }
    struct json_object *object = json_object_new_object();
    json_object_object_add(object, "items", findings.list);
    return call_reply(call, 200, object);
}
