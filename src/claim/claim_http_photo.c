/* claim_http_photo.c - photos of a claim: handed in and taken back while nobody has looked at it,
 * seen by the claimant and by officials. Stripping, sealing and the disk are slow and go aside; the
 * row comes after the file, so that there is no row without a file. */
#include <stdlib.h>
#include <string.h>

#include "claim/claim_internal.h"
#include "residents/residents.h"

struct handing {
    struct claim claim;
    struct claim_photo photo;
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

static struct status may_hand_in(const struct call *call, struct side *side, struct claim *claim)
{
    TRY(claim__find(call, side, claim));
    TRY(claim__own(call, side, claim, POWER_SIGN_UP));
    return claim->state == CLAIM_FILED ? OK : REFUSE(CLAIM_STATE);
}

static struct status count_one(void *context, const struct claim_photo *photo)
{
    int64_t *count = context;
    (void)photo;
    ++*count;
    return OK;
}

static struct status photo_count(struct side *side, const struct claim *claim, int64_t *count)
{
    *count = 0;
    return claim__photo_each(claims_of(side), &claim->id, count_one, count);
}

static struct status row_answer(struct call *call)
{
    const struct handing *handing = call->state;
    struct json_object *body = claim__photo_json(&handing->photo, &call->village);
    json_object_object_add(body, "elsewhere", NULL);
    return call_reply(call, 201, body);
}

static struct status row_run(struct call *call, struct side *side)
{
    struct handing *handing = call->state;
    struct claim_photo *photo = &handing->photo;
    const struct evidence *evidence = &handing->evidence;
    struct id id;
    int64_t count = 0;
    TRY(may_hand_in(call, side, &handing->claim));
    memcpy(id.bytes, evidence->content.bytes, ID_BYTES);
    TRY(claim__photo_get(claims_of(side), &handing->claim.id, &id, &handing->known, photo));
    if (handing->known) { /* a crash may have kept the draw out */
        return claim__draw_due(call, side, &handing->claim);
    }
    TRY(photo_count(side, &handing->claim, &count));
    if (count >= CLAIM_PHOTOS_MAX) {
        return REFUSE(CLAIM_PHOTO_COUNT);
    }
    *photo = (struct claim_photo){.claim = handing->claim.id,
                                  .id = id,
                                  .name = evidence->name,
                                  .info = evidence->info,
                                  .bytes = (int64_t)evidence->length,
                                  .by = call->caller.person,
                                  .at = side_now(side)};
    TRY(people_seal(side->people, &handing->claim.person, CLAIM_PHOTO_PURPOSE, evidence->key,
                    sizeof evidence->key, photo->sealed));
    TRY(claim__photo_put(claims_of(side), photo));
    handing->claim.ready = true;
    TRY(claim__change(claims_of(side), &handing->claim));
    return claim__draw_due(call, side, &handing->claim);
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

struct status claim__photo_add(struct call *call)
{
    void *state = NULL;
    if (http_body_refused(call->request)) {
        return REFUSE(PHOTO_LARGE);
    }
    TRY(call_state(call, sizeof(struct handing), handing_end, &state));
    struct handing *handing = state;
    TRY(may_hand_in(call, call->side, &handing->claim));
    handing->folder = call->side->folder;
    handing->bytes = (const uint8_t *)http_body(call->request, &handing->length);
    if (handing->bytes == NULL) {
        return REFUSE(PHOTO_KIND);
    }
    return call_aside(call, keep_run, keep_then);
}

/* The photo of the path; of another claim it is not there. */
static struct status photo_find(struct call *call, struct side *side, const struct claim *claim,
                                struct claim_photo *photo)
{
    struct id id;
    bool found = false;
    call_path_id(call, "photo_id", &id);
    TRY(claim__photo_get(claims_of(side), &claim->id, &id, &found, photo));
    return found ? OK : REFUSE(PHOTO_UNKNOWN);
}

/* ---- looking ---- */

struct looking {
    struct claim claim;
    struct claim_photo photo;
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

static struct status load_run(struct call *call, struct side *side)
{
    struct looking *looking = call->state;
    (void)side;
    return evidence_load(looking->folder, &looking->evidence, &looking->bytes, &looking->length);
}

static struct status load_answer(struct call *call)
{
    struct looking *looking = call->state;
    uint8_t *bytes = looking->bytes;
    looking->bytes = NULL;
    return call_reply_bytes(call, photo_type(looking->photo.info.kind), NULL, bytes,
                            looking->length);
}

static struct status look_run(struct call *call, struct side *side)
{
    struct looking *looking = call->state;
    uint8_t key[SEAL_KEY_BYTES + SEAL_OVERHEAD_BYTES];
    bool known = false;
    TRY(claim__find(call, side, &looking->claim));
    TRY(claim__may_look(call, side, &looking->claim));
    TRY(photo_find(call, side, &looking->claim, &looking->photo));
    TRY(people_unseal(side->people, &looking->claim.person, CLAIM_PHOTO_PURPOSE,
                      looking->photo.sealed, sizeof looking->photo.sealed, key, &known));
    memcpy(looking->evidence.key, key, sizeof looking->evidence.key);
    wipe(key, sizeof key);
    looking->evidence.name = looking->photo.name;
    looking->folder = side->folder;
    return known ? claim__look_note(call, side, &looking->claim) : REFUSE(PHOTO_UNKNOWN);
}

static struct status look_then(struct call *call)
{
    return call_aside(call, load_run, load_answer);
}

struct status claim__photo(struct call *call)
{
    void *state = NULL;
    TRY(call_state(call, sizeof(struct looking), looking_end, &state));
    return call_write(call, look_run, look_then);
}

/* ---- taking back ---- */

static struct status drop_run(struct call *call, struct side *side)
{
    struct handing *handing = call->state;
    struct rule rule;
    int64_t left = 0;
    TRY(may_hand_in(call, side, &handing->claim));
    TRY(photo_find(call, side, &handing->claim, &handing->photo));
    if (handing->claim.panels > 0) {
        return REFUSE(CLAIM_STATE); /* what a panel looks at stays */
    }
    TRY(claim__photo_drop(claims_of(side), &handing->claim.id, &handing->photo.id));
    TRY(photo_count(side, &handing->claim, &left));
    TRY(points_rule(side->points, call->village.id, handing->claim.rule, INT32_MAX, &rule));
    handing->claim.ready = left > 0 || rule.evidence != SANBAO__V1__EVIDENCE__EVIDENCE_PHOTO;
    return claim__change(claims_of(side), &handing->claim);
}

static struct status drop_then(struct call *call)
{
    struct handing *handing = call->state;
    handing->evidence.name = handing->photo.name;
    handing->written = true; /* handing_end() takes the file away */
    return call_reply_empty(call, 204);
}

struct status claim__photo_take_back(struct call *call)
{
    void *state = NULL;
    TRY(call_state(call, sizeof(struct handing), handing_end, &state));
    ((struct handing *)state)->folder = call->side->folder;
    return call_write(call, drop_run, drop_then);
}
