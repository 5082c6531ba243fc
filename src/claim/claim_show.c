/* claim_show.c - a claim as it is read: in lists, and whole with its words, photos and all that was
 * done to it. */
#include <stdlib.h>
#include <string.h>

#include "claim/reversal_internal.h"
#include "residents/residents.h"

/* The first ones as stored, from CLAIM_FILED on; the rest is how a filed one waits, and what became
 * of an award. */
const char *const claim_state_words[] = {"filed",   "examined",  "turned_down", "withdrawn",
                                         "awarded", "appealed",  "needs_photo", "needs_panel",
                                         "panel",   "on_notice", "taken_back",  NULL};
enum { WORD_NEEDS_PHOTO = 6, WORD_NEEDS_PANEL, WORD_PANEL, WORD_ON_NOTICE, WORD_TAKEN_BACK };
const char *const claim_act_words[] = {
    "filed",    "withdrawn",  "examined", "turned_down", "approved",       "drawn",    "voted_yes",
    "voted_no", "stood_back", "again",    "appealed",    "appeal_refused", "reopened", NULL};
const char *const claim_seat_words[] = {"drawn", "yes", "no", "stood_back", NULL};

static size_t word_of(const struct claim *claim)
{
    if (claim->on_notice) {
        return WORD_ON_NOTICE;
    }
    if (claim->taken_back) {
        return WORD_TAKEN_BACK;
    }
    if (claim->state != CLAIM_FILED) {
        return claim->state - CLAIM_FILED;
    }
    if (!claim->ready) {
        return WORD_NEEDS_PHOTO;
    }
    return !claim->by_panel ? 0 : !claim->seated ? WORD_NEEDS_PANEL : WORD_PANEL;
}

/* Where it stands, for whoever filed it; as claim_state_words. */
static const char *says(const struct claim *claim)
{
    static const struct {
        const char *zh;
        const char *en;
    } words[] = {
        {"已收到，等待核实", "received; it waits to be looked at"},
        {"已核实，等另一位审核", "looked at; a second person decides"},
        {"没有通过，缘由见下", "turned down; the reason stands below"},
        {"已撤回", "withdrawn"},
        {"已通过，工分已记账", "approved; the points are booked"},
        {"已向镇里申诉，等待答复", "the town is asked; its answer is awaited"},
        {"请补一张照片，然后会有人来看", "add a photo; then it will be looked at"},
        {"评议员不足三人，村里补人后抽签", "too few reviewers: the draw waits for more"},
        {"抽签产生的三位评议员正在评议", "three reviewers, drawn by lot, are looking at it"},
        {"已通过，公示中，期满无异议就转正", "approved; public notice runs, then the points count"},
        {"工分已撤回", "the points were taken back"},
    };
    size_t word = word_of(claim);
    return lang_pick(words[word].zh, words[word].en);
}

struct status claim__unseal(struct side *side, const struct id *person, const char *purpose,
                            const uint8_t *sealed, size_t length, char text[CLAIM_SEALED_BYTES + 1])
{
    bool known = false;
    if (length > 0) {
        TRY(people_unseal(side->people, person, purpose, sealed, length, text, &known));
    }
    text[known ? length - SEAL_OVERHEAD_BYTES : 0] = '\0';
    return OK;
}

struct status claim__name_add(struct side *side, const struct id *person,
                              struct json_object *object, const char *key)
{
    struct people_row row;
    bool found = false;
    TRY(people_get(side->people, person, &found, &row));
    json_object_object_add(object, key, text_json(found ? row.person->name : NULL));
    if (found) {
        people_row_free(&row);
    }
    return OK;
}

struct status claim__fill(struct call *call, const struct claim *claim, struct json_object *object)
{
    int32_t offset = call->village.utc_offset_minutes;
    char *name = NULL;
    TRY(claim__rule_name(call->side, claim, &name));
    json_object_object_add(object, "claim", id_json(&claim->id));
    json_object_object_add(object, "number", json_object_new_int64(claim->number));
    json_object_object_add(object, "state", text_json(claim_state_words[word_of(claim)]));
    json_object_object_add(object, "says", text_json(says(claim)));
    json_object_object_add(object, "rule", text_json(claim->rule));
    json_object_object_add(object, "rule_name", text_json(name));
    json_object_object_add(object, "day", day_json(claim->day));
    json_object_object_add(object, "filed_at", instant_json(claim->filed_at, offset));
    json_object_object_add(object, "grade",
                           claim->grade > 0 ? json_object_new_int64(claim->grade) : NULL);
    bool awarded = claim->state == CLAIM_AWARDED;
    json_object_object_add(object, "record",
                           awarded ? json_object_new_int64((int64_t)claim->record) : NULL);
    free(name);
    return OK;
}

struct json_object *claim__photo_json(const struct claim_photo *photo,
                                      const struct village *village)
{
    struct json_object *object = json_object_new_object();
    json_object_object_add(object, "photo", id_json(&photo->id));
    json_object_object_add(object, "type", text_json(photo_type(photo->info.kind)));
    json_object_object_add(object, "width", json_object_new_int64(photo->info.width));
    json_object_object_add(object, "height", json_object_new_int64(photo->info.height));
    json_object_object_add(object, "turned", json_object_new_int64(photo->info.turned));
    json_object_object_add(object, "bytes", json_object_new_int64(photo->bytes));
    json_object_object_add(object, "at", instant_json(photo->at, village->utc_offset_minutes));
    return object;
}

/* ---- one claim, whole ---- */

struct showing {
    struct call *call;
    const struct claim *claim;
    bool office; /* for officials, not for the claimant */
    struct json_object *list;
};

static bool is_vote(enum claim_act what)
{
    return what == CLAIM_ACT_VOTED_YES || what == CLAIM_ACT_VOTED_NO;
}

/* Votes are shown once it is decided, so that none sways another; who voted how, to officials
 * alone. */
static struct status step_add(void *context, const struct claim_step *step)
{
    struct showing *showing = context;
    struct call *call = showing->call;
    char word[CLAIM_SEALED_BYTES + 1];
    bool vote = is_vote(step->what);
    bool own = claim__is(call, &step->by);
    if (vote && showing->claim->state == CLAIM_FILED && !own) {
        return OK;
    }
    struct json_object *item = json_object_new_object();
    json_object_array_add(showing->list, item);
    TRY(claim__unseal(call->side, &showing->claim->person, CLAIM_STEP_PURPOSE, step->word,
                      step->word_length, word));
    json_object_object_add(item, "at", instant_json(step->at, call->village.utc_offset_minutes));
    json_object_object_add(item, "what", text_json(claim_act_words[step->what - 1]));
    json_object_object_add(item, "word", text_json(word[0] != '\0' ? word : NULL));
    if (step->what == CLAIM_ACT_DRAWN || (vote && !showing->office)) {
        json_object_object_add(item, "by", NULL);
        return OK;
    }
    return claim__name_add(call->side, &step->by, item, "by");
}

/* Who judges it, and the record of the draw, with which anyone can draw again. */
static struct status panel_fill(struct showing *showing, struct json_object *body)
{
    struct call *call = showing->call;
    const struct claim *claim = showing->claim;
    struct claim_seat seats[PANEL_MEMBERS];
    size_t count = 0;
    bool decided = claim->state != CLAIM_FILED && showing->office;
    TRY(claim__seats(call->side, claim, seats, &count));
    if (count == 0) {
        json_object_object_add(body, "panel", NULL);
        return OK;
    }
    struct id id;
    struct json_object *panel = json_object_new_object();
    struct json_object *members = json_object_new_array();
    claim__panel_id(call->side, claim, claim->panels, &id);
    json_object_object_add(body, "panel", panel);
    json_object_object_add(panel, "panel", id_json(&id));
    json_object_object_add(panel, "record", json_object_new_int64((int64_t)claim->panel_record));
    json_object_object_add(panel, "day", day_json(claim->panel_day));
    json_object_object_add(panel, "members", members);
    for (size_t i = 0; i < count; i++) {
        struct json_object *item = json_object_new_object();
        bool shown = decided || claim__is(call, &seats[i].person);
        bool voted = seats[i].state == SEAT_YES || seats[i].state == SEAT_NO;
        json_object_array_add(members, item);
        TRY(claim__name_add(call->side, &seats[i].person, item, "name"));
        json_object_object_add(item, "voted", json_object_new_boolean(voted));
        json_object_object_add(item, "vote",
                               text_json(shown ? claim_seat_words[seats[i].state - 1] : NULL));
        json_object_object_add(item, "you",
                               json_object_new_boolean(claim__is(call, &seats[i].person)));
    }
    return OK;
}

static struct status photo_add(void *context, const struct claim_photo *photo)
{
    struct showing *showing = context;
    struct json_object *item = claim__photo_json(photo, &showing->call->village);
    json_object_array_add(showing->list, item);
    int64_t elsewhere = 0;
    if (showing->office) {
        TRY(claim__photo_elsewhere(claims_of(showing->call->side), photo, showing->claim->village,
                                   &elsewhere));
    }
    json_object_object_add(item, "elsewhere",
                           showing->office ? json_object_new_int64(elsewhere) : NULL);
    return OK;
}

static struct status whole_fill(struct showing *showing, struct json_object *body)
{
    struct call *call = showing->call;
    const struct claim *claim = showing->claim;
    char text[CLAIM_SEALED_BYTES + 1];
    TRY(claim__fill(call, claim, body));
    json_object_object_add(body, "person", id_json(&claim->person));
    TRY(claim__name_add(call->side, &claim->person, body, "name"));
    TRY(claim__name_add(call->side, &claim->filed_by, body, "filed_by"));
    TRY(claim__unseal(call->side, &claim->person, CLAIM_TEXT_PURPOSE, claim->text,
                      claim->text_length, text));
    json_object_object_add(body, "text", text_json(text));
    showing->list = json_object_new_array();
    json_object_object_add(body, "photos", showing->list);
    TRY(claim__photo_each(claims_of(call->side), &claim->id, photo_add, showing));
    TRY(panel_fill(showing, body));
    showing->list = json_object_new_array();
    json_object_object_add(body, "steps", showing->list);
    return claim__step_each(claims_of(call->side), &claim->id, step_add, showing);
}

static struct status whole_reply(struct call *call, int code)
{
    struct claim claim = *(const struct claim *)call->state;
    struct showing showing = {.call = call, .claim = &claim};
    TRY(claim__judge(call->side, &claim)); /* by the books as they are now */
    showing.office =
        call_may(call, WHO_LOOKS) && !status_ok(claim__own(call, call->side, &claim, POWER_SEE));
    struct json_object *body = json_object_new_object();
    struct status status = whole_fill(&showing, body);
    if (!status_ok(status)) {
        json_object_put(body);
        return status;
    }
    return call_reply(call, code, body);
}

struct status claim__answer(struct call *call)
{
    return whole_reply(call, 200);
}

struct status claim__answer_new(struct call *call)
{
    return whole_reply(call, 201);
}

/* ---- looking ---- */

struct status claim__may_look(const struct call *call, struct side *side, const struct claim *claim)
{
    if (call_may(call, WHO_LOOKS)) {
        return OK;
    }
    return claim__own(call, side, claim, POWER_SEE);
}

struct status claim__look_note(const struct call *call, struct side *side,
                               const struct claim *claim)
{
    return residents_look_note(side, call->village_code, &call->village, &claim->person,
                               &call->caller.person, LOOK_AWARD);
}

static struct status show_run(struct call *call, struct side *side)
{
    struct claim *claim = call->state;
    TRY(claim__find(call, side, claim));
    TRY(claim__may_look(call, side, claim));
    return claim__look_note(call, side, claim);
}

struct status claim__show(struct call *call)
{
    void *state = NULL;
    TRY(call_state(call, sizeof(struct claim), NULL, &state));
    return call_write(call, show_run, claim__answer);
}

/* ---- lists ---- */

struct listing {
    struct call *call;
    struct json_object *items;
    size_t room;
    int64_t last;
    bool more;
    bool queue;
};

static struct status claim_add(void *context, const struct claim *stored)
{
    struct listing *listing = context;
    struct claim claim = *stored;
    bool related = false;
    TRY(claim__judge(listing->call->side, &claim));
    if (listing->queue && claim.state != CLAIM_FILED && claim.state != CLAIM_EXAMINED) {
        return OK;
    }
    if (listing->room == 0) {
        listing->more = true;
        return OK;
    }
    struct json_object *item = json_object_new_object();
    json_object_array_add(listing->items, item);
    listing->room--;
    listing->last = claim.number;
    TRY(claim__fill(listing->call, &claim, item));
    if (listing->queue) {
        TRY(claim__related(listing->call, listing->call->side, &claim.person,
                           &listing->call->caller.person, &related));
        json_object_object_add(item, "stand_back", json_object_new_boolean(related));
    }
    return OK;
}

static struct status list_reply(struct listing *listing, struct status status)
{
    char next[24];
    if (!status_ok(status)) {
        json_object_put(listing->items);
        return status;
    }
    snprintf(next, sizeof next, "%lld", (long long)listing->last);
    return call_reply_page(listing->call, listing->items, listing->more ? next : NULL);
}

struct status claim__queue(struct call *call)
{
    const char *after = call_after(call);
    struct claim_query query = {.village = call->village_code,
                                .since = call_now(call) - 86400,
                                .limit = call_limit(call) + PAGE_MAX};
    if (after[0] != '\0' && !text_integer(after, strlen(after), 0, INT64_MAX, &query.after)) {
        return REFUSE(CURSOR_WRONG);
    }
    struct listing listing = {call, json_object_new_array(), call_limit(call), 0, false, true};
    return list_reply(&listing,
                      claim__queue_each(claims_of(call->side), &query, claim_add, &listing));
}

struct status claim__own_list(struct call *call)
{
    struct id person;
    if (!call_id(call, "person", &person)) {
        person = call->caller.person;
    } else if (!claim__is(call, &person)) {
        TRY(residents_act_check(call->side, call->village_code, &call->village, &person,
                                &call->caller.person, POWER_SEE, 0));
    }
    struct listing listing = {call, json_object_new_array(), PAGE_MAX, 0, false, false};
    return list_reply(&listing, claim__own_each(claims_of(call->side), &person, call->village_code,
                                                PAGE_MAX, claim_add, &listing));
}

struct status claim__duties(struct call *call)
{
    struct listing listing = {call, json_object_new_array(), PAGE_MAX, 0, false, true};
    return list_reply(&listing, claim__duty_each(claims_of(call->side), call->village_code,
                                                 &call->caller.person, claim_add, &listing));
}

struct status claim__refusals(struct call *call)
{
    struct listing listing = {call, json_object_new_array(), PAGE_MAX, 0, false, false};
    return list_reply(&listing, claim__appealed_each(claims_of(call->side), call->village_code,
                                                     claim_add, &listing));
}
