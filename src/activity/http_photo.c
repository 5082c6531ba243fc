/* http_photo.c - photos of an activity: handed in by the leader, looked at by the leader and by
 * whoever approves. They may show people, so nobody else sees them. Stripping, sealing and the disk
 * are slow and go aside; the row comes after the file, so that there is no row without a file. */
#include <stdlib.h>
#include <string.h>

#include "activity/activity_internal.h"

enum { PHOTOS_MAX = 12 };
#define PHOTO_PURPOSE "photo-key"

static struct json_object *photo_json(const struct photo *photo, const struct village *village)
{
    struct json_object *object = json_object_new_object();
    json_object_object_add(object, "photo", id_json(&photo->id));
    json_object_object_add(object, "type", json_object_new_string(photo_type(photo->info.kind)));
    json_object_object_add(object, "width", json_object_new_int64(photo->info.width));
    json_object_object_add(object, "height", json_object_new_int64(photo->info.height));
    json_object_object_add(object, "turned", json_object_new_int64(photo->info.turned));
    json_object_object_add(object, "bytes", json_object_new_int64(photo->bytes));
    json_object_object_add(object, "at", instant_json(photo->at, village->utc_offset_minutes));
    return object;
}

static struct status count_one(void *context, const struct photo *photo)
{
    int64_t *count = context;
    (void)photo;
    ++*count;
    return OK;
}

struct status plan__photos(struct side *side, const struct plan *plan, int64_t *count)
{
    *count = 0;
    return activity__photo_list(activities_of(side), &plan->id, count_one, count);
}

/* ---- handing in ---- */

struct handing {
    struct plan plan;
    struct photo photo;
    struct evidence evidence;
    const char *folder;
    const uint8_t *bytes; /* of the request */
    size_t length;
    bool written; /* there is a file, and no row speaks of it */
    bool known;   /* the same photo was there before */
};

static void handing_end(void *state)
{
    struct handing *handing = state;
    if (handing->written) {
        struct status dropped = evidence_drop(handing->folder, &handing->evidence.name);
        (void)dropped; /* a sealed file without a key, in the worst case */
    }
    wipe(handing->evidence.key, sizeof handing->evidence.key);
}

static struct status may_hand_in(const struct call *call, const struct plan *plan)
{
    if (!plan__leads(call, plan)) {
        return REFUSE(NOT_ALLOWED);
    }
    return plan->state == PLAN_PUBLISHED ? OK : REFUSE(PLAN_STATE);
}

static struct status row_answer(struct call *call)
{
    const struct handing *handing = call->state;
    return call_reply(call, 201, photo_json(&handing->photo, &call->village));
}

static struct status row_run(struct call *call, struct side *side)
{
    struct handing *handing = call->state;
    struct photo *photo = &handing->photo;
    const struct evidence *evidence = &handing->evidence;
    int64_t count = 0;
    TRY(plan__find(side, call->village_code, call_path(call, "activity"), &handing->plan));
    TRY(may_hand_in(call, &handing->plan));
    memcpy(photo->id.bytes, evidence->content.bytes, ID_BYTES);
    TRY(activity__photo_get(activities_of(side), &handing->plan.id, &photo->id, &handing->known,
                            photo));
    if (handing->known) {
        return OK;
    }
    TRY(plan__photos(side, &handing->plan, &count));
    if (count >= PHOTOS_MAX) {
        return REFUSE(PHOTO_COUNT);
    }
    photo->plan = handing->plan.id;
    memcpy(photo->id.bytes, evidence->content.bytes, ID_BYTES);
    photo->name = evidence->name;
    photo->info = evidence->info;
    photo->bytes = (int64_t)evidence->length;
    photo->by = call->caller.person;
    photo->at = side_now(side);
    TRY(people_seal(side->people, &photo->plan, PHOTO_PURPOSE, evidence->key, sizeof evidence->key,
                    photo->sealed));
    return activity__photo_put(activities_of(side), photo);
}

static struct status row_then(struct call *call)
{
    struct handing *handing = call->state;
    handing->written = handing->known; /* the new file is wanted, unless it is one too many */
    return row_answer(call);
}

static struct status keep_run(struct call *call, struct side *side)
{
    struct handing *handing = call->state;
    (void)side;
    TRY(evidence_keep(handing->folder, handing->bytes, handing->length, &handing->evidence));
    handing->written = true;
    return OK;
}

static struct status keep_then(struct call *call)
{
    return call_write(call, row_run, row_then);
}

struct status activity__photo_add(struct call *call)
{
    void *state = NULL;
    if (http_body_refused(call->request)) {
        return REFUSE(PHOTO_LARGE);
    }
    TRY(call_state(call, sizeof(struct handing), handing_end, &state));
    struct handing *handing = state;
    TRY(plan__find(call->side, call->village_code, call_path(call, "activity"), &handing->plan));
    TRY(may_hand_in(call, &handing->plan));
    handing->folder = call->side->folder;
    handing->bytes = (const uint8_t *)http_body(call->request, &handing->length);
    if (handing->bytes == NULL) {
        return REFUSE(PHOTO_KIND);
    }
    return call_aside(call, keep_run, keep_then);
}

/* ---- looking ---- */

static struct status may_look(const struct call *call, const struct plan *plan)
{
    bool official = call_may(call, WHO_APPROVER | WHO_CADRE | WHO_AUDITOR);
    return official || plan__leads(call, plan) ? OK : REFUSE(NOT_ALLOWED);
}

struct listing {
    struct json_object *items;
    const struct village *village;
};

static struct status photo_add(void *context, const struct photo *photo)
{
    struct listing *listing = context;
    json_object_array_add(listing->items, photo_json(photo, listing->village));
    return OK;
}

struct status activity__photos(struct call *call)
{
    struct plan plan;
    TRY(plan__find(call->side, call->village_code, call_path(call, "activity"), &plan));
    TRY(may_look(call, &plan));
    struct listing listing = {json_object_new_array(), &call->village};
    struct status status =
        activity__photo_list(activities_of(call->side), &plan.id, photo_add, &listing);
    if (!status_ok(status)) {
        json_object_put(listing.items);
        return status;
    }
    return call_reply_page(call, listing.items, NULL);
}

/* The photo of the path, and its plan. */
static struct status photo_find(struct call *call, struct side *side, struct plan *plan,
                                struct photo *photo)
{
    struct id id;
    bool found = false;
    call_path_id(call, "photo_id", &id);
    TRY(plan__find(side, call->village_code, call_path(call, "activity"), plan));
    TRY(activity__photo_get(activities_of(side), &plan->id, &id, &found, photo));
    return found ? OK : REFUSE(PHOTO_UNKNOWN);
}

struct looking {
    struct photo photo;
    struct evidence evidence;
    const char *folder;
    uint8_t *bytes;
    size_t length;
};

static void looking_end(void *state)
{
    struct looking *looking = state;
    free(looking->bytes);
    wipe(looking->evidence.key, sizeof looking->evidence.key);
}

static struct status look_run(struct call *call, struct side *side)
{
    struct looking *looking = call->state;
    (void)side;
    return evidence_load(looking->folder, &looking->evidence, &looking->bytes, &looking->length);
}

static struct status look_answer(struct call *call)
{
    struct looking *looking = call->state;
    uint8_t *bytes = looking->bytes;
    looking->bytes = NULL;
    return call_reply_bytes(call, photo_type(looking->photo.info.kind), NULL, bytes,
                            looking->length);
}

struct status activity__photo(struct call *call)
{
    void *state = NULL;
    struct plan plan;
    bool known = false;
    TRY(call_state(call, sizeof(struct looking), looking_end, &state));
    struct looking *looking = state;
    TRY(photo_find(call, call->side, &plan, &looking->photo));
    TRY(may_look(call, &plan));
    looking->folder = call->side->folder;
    looking->evidence.name = looking->photo.name;
    uint8_t key[SEAL_KEY_BYTES + SEAL_OVERHEAD_BYTES];
    TRY(people_unseal(call->side->people, &plan.id, PHOTO_PURPOSE, looking->photo.sealed,
                      sizeof looking->photo.sealed, key, &known));
    memcpy(looking->evidence.key, key, sizeof looking->evidence.key);
    wipe(key, sizeof key);
    return known ? call_aside(call, look_run, look_answer) : REFUSE(PHOTO_UNKNOWN);
}

/* ---- taking back ---- */

static struct status drop_run(struct call *call, struct side *side)
{
    struct handing *handing = call->state;
    TRY(photo_find(call, side, &handing->plan, &handing->photo));
    TRY(may_hand_in(call, &handing->plan));
    return activity__photo_drop(activities_of(side), &handing->plan.id, &handing->photo.id);
}

static struct status drop_then(struct call *call)
{
    struct handing *handing = call->state;
    handing->evidence.name = handing->photo.name;
    handing->written = true; /* handing_end() takes the file away */
    return call_reply_empty(call, 204);
}

struct status activity__photo_drop_it(struct call *call)
{
    void *state = NULL;
    TRY(call_state(call, sizeof(struct handing), handing_end, &state));
    ((struct handing *)state)->folder = call->side->folder;
    return call_write(call, drop_run, drop_then);
}
