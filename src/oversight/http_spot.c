/* http_spot.c - the week's random checks: what was drawn and how, and what the board noted. */
#include <string.h>

#include "base/text.h"
#include "oversight/oversight_internal.h"
#include "residents/residents.h"

/* ---- draws: for everybody who wants to draw again ---- */

struct page {
    struct call *call;
    struct json_object *items;
    size_t room;
    bool more;
    int64_t last;
};

static struct status page_reply(struct page *page, struct status status)
{
    char next[CURSOR_SIZE];
    if (!status_ok(status)) {
        json_object_put(page->items);
        return status;
    }
    snprintf(next, sizeof next, "%lld", (long long)page->last);
    return call_reply_page(page->call, page->items, page->more ? next : NULL);
}

/* A number that the last page ended with; `otherwise` at the start. */
static struct status cursor_number(struct call *call, int64_t otherwise, int64_t *number)
{
    const char *after = call_after(call);
    *number = otherwise;
    return after[0] == '\0' || text_integer(after, strlen(after), 0, INT64_MAX, number)
               ? OK
               : REFUSE(CURSOR_WRONG);
}

static void hash_add(struct json_object *object, const char *name, const struct hash *hash)
{
    char text[2 * HASH_BYTES + 1];
    for (size_t i = 0; i < HASH_BYTES; i++) {
        snprintf(text + 2 * i, 3, "%02x", hash->bytes[i]);
    }
    oversight__text(object, name, text);
}

static struct status draw_take(void *context, const struct week_draw *draw)
{
    struct page *page = context;
    if (page->room == 0) {
        page->more = true;
        return OK;
    }
    page->room--;
    page->last = draw->week;
    struct json_object *item = json_object_new_object();
    json_object_array_add(page->items, item);
    json_object_object_add(item, "week", day_json(draw->week));
    oversight__int(item, "from_record", (int64_t)draw->first);
    oversight__int(item, "log_size", (int64_t)draw->until);
    hash_add(item, "root", &draw->root);
    oversight__int(item, "awards", draw->candidates);
    oversight__int(item, "drawn", draw->drawn);
    json_object_object_add(item, "at",
                           instant_json(draw->at, page->call->village.utc_offset_minutes));
    return OK;
}

struct status oversight__draws(struct call *call)
{
    struct page page = {.call = call, .room = call_limit(call)};
    int64_t before = 0;
    TRY(cursor_number(call, INT32_MAX, &before));
    page.items = json_object_new_array();
    return page_reply(&page, oversight__draw_page(oversight__of(call->side), call->village_code,
                                                  before < INT32_MAX ? (int32_t)before : INT32_MAX,
                                                  (int64_t)page.room + 1, draw_take, &page));
}

/* ---- what was drawn ---- */

static struct status note_text(struct side *side, const struct spot *spot,
                               char note[NOTE_SEALED_BYTES + 1], bool *known)
{
    *known = false;
    if (spot->note_length == 0) {
        return OK;
    }
    TRY(people_unseal(side->people, &spot->person, "oversight_spot", spot->note, spot->note_length,
                      note, known));
    note[*known ? spot->note_length - SEAL_OVERHEAD_BYTES : 0] = '\0';
    return OK;
}

static struct status spot_fill(struct call *call, const struct spot *spot,
                               struct json_object *object)
{
    char note[NOTE_SEALED_BYTES + 1];
    bool known = false;
    bool checked = spot->result != SPOT_WAITS;
    TRY(note_text(call->side, spot, note, &known));
    oversight__int(object, "record", (int64_t)spot->record);
    json_object_object_add(object, "week", day_json(spot->week));
    oversight__text(object, "result", checked ? result_words[spot->result - 1] : NULL);
    json_object_object_add(object, "saw_photo",
                           json_object_new_boolean((spot->means & MEANS_PHOTO) != 0));
    json_object_object_add(object, "asked_person",
                           json_object_new_boolean((spot->means & MEANS_ASKED) != 0));
    json_object_object_add(object, "saw_place",
                           json_object_new_boolean((spot->means & MEANS_SEEN) != 0));
    oversight__text(object, "note", known ? note : NULL);
    json_object_object_add(
        object, "at", checked ? instant_json(spot->at, call->village.utc_offset_minutes) : NULL);
    return OK;
}

static struct status spot_take(void *context, const struct spot *spot)
{
    struct page *page = context;
    if (page->room == 0) {
        page->more = true;
        return OK;
    }
    page->room--;
    page->last = (int64_t)spot->record;
    struct json_object *item = json_object_new_object();
    json_object_array_add(page->items, item);
    return spot_fill(page->call, spot, item);
}

/* Numbers and results; whose it is stands behind each one alone, where the look is noted. */
struct status oversight__spots(struct call *call)
{
    struct page page = {.call = call, .room = call_limit(call)};
    int64_t before = 0;
    TRY(cursor_number(call, INT64_MAX, &before));
    page.items = json_object_new_array();
    return page_reply(&page, oversight__spot_page(oversight__of(call->side), call->village_code,
                                                  call_flag(call, "waiting"), (uint64_t)before,
                                                  (int64_t)page.room + 1, spot_take, &page));
}

/* ---- one of them ---- */

/* Refuses: SPOT_UNKNOWN, SIGNAL_NEAR (the caller or their household earned or vouched). */
static struct status spot_find(struct call *call, struct side *side, struct spot *spot)
{
    struct id people[3];
    size_t count = 0;
    bool found = false;
    bool near = false;
    spot->record = (uint64_t)call_path_number(call, "record");
    snprintf(spot->village, sizeof spot->village, "%s", call->village_code);
    TRY(oversight__spot_get(oversight__of(side), spot, &found));
    if (!found) {
        return REFUSE(SPOT_UNKNOWN);
    }
    TRY(oversight__record_people(side, spot->record, people, &count));
    for (size_t i = 0; i < count && !near; i++) {
        TRY(oversight__near(call, side, &people[i], &near));
    }
    return near ? REFUSE(SIGNAL_NEAR) : OK;
}

static struct status spot_look(struct call *call, struct side *side)
{
    struct spot *spot = call->state;
    TRY(spot_find(call, side, spot));
    return residents_look_note(side, call->village_code, &call->village, &spot->person,
                               &call->caller.person, LOOK_OVERSIGHT);
}

static struct status detail_fill(struct call *call, const struct spot *spot,
                                 struct json_object *object)
{
    struct json_object *award = NULL;
    TRY(spot_fill(call, spot, object));
    json_object_object_add(object, "person", id_json(&spot->person));
    TRY(oversight__person_json(call->side, &spot->person, object));
    TRY(oversight__record_json(call, spot->record, &award));
    json_object_object_add(object, "award", award);
    return OK;
}

static struct status spot_reply(struct call *call)
{
    struct json_object *object = json_object_new_object();
    struct status status = detail_fill(call, call->state, object);
    if (!status_ok(status)) {
        json_object_put(object);
        return status;
    }
    return call_reply(call, 200, object);
}

struct status oversight__spot(struct call *call)
{
    void *state = NULL;
    TRY(call_state(call, sizeof(struct spot), NULL, &state));
    return call_write(call, spot_look, spot_reply);
}

static struct status note_run(struct call *call, struct side *side)
{
    struct spot *spot = call->state;
    const char *note = call_text(call, "note");
    TRY(spot_look(call, side));
    if (spot->result != SPOT_WAITS) {
        return REFUSE(SPOT_DONE);
    }
    spot->result = (int32_t)call_integer(call, "result", 0) + 1;
    spot->means = (call_flag(call, "saw_photo") ? MEANS_PHOTO : 0) |
                  (call_flag(call, "asked_person") ? MEANS_ASKED : 0) |
                  (call_flag(call, "saw_place") ? MEANS_SEEN : 0);
    spot->by = call->caller.person;
    spot->at = side_now(side);
    if (spot->means == 0) {
        return REFUSE(SPOT_MEANS);
    }
    if (note != NULL) {
        spot->note_length = strlen(note) + SEAL_OVERHEAD_BYTES;
        REQUIRE(spot->note_length <= sizeof spot->note);
        TRY(people_seal(side->people, &spot->person, "oversight_spot", note, strlen(note),
                        spot->note));
    }
    return oversight__spot_set(oversight__of(side), spot);
}

struct status oversight__spot_note(struct call *call)
{
    void *state = NULL;
    TRY(call_state(call, sizeof(struct spot), NULL, &state));
    return call_write(call, note_run, spot_reply);
}
