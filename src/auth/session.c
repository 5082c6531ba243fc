/* session.c - sessions: made with a token that is known by its hash alone, good for a time, ended
 * by rest where an office stands behind them. */
#include <stdlib.h>
#include <string.h>

#include "auth/auth_internal.h"

enum { SWEEP_MS = 60 * 1000, DAY_SECONDS = 86400 };

static const struct auth_options options_default = {
    .resident_seconds = 30 * DAY_SECONDS,
    .staff_seconds = 12 * 3600,
    .staff_idle_seconds = 30 * 60,
    .device_seconds = 180 * DAY_SECONDS,
};

static void state_close(void **state)
{
    struct auth *auth = *state;
    if (auth != NULL) {
        free(auth->seen);
        free(auth->sweep);
        free(auth);
    }
    *state = NULL;
}

static struct status state_open(struct side *side, void **state)
{
    struct auth *auth = calloc(1, sizeof *auth);
    *state = auth;
    if (auth == NULL) {
        return FAULT(OUT_OF_MEMORY);
    }
    auth->store = people_store(side->people);
    auth->options = side_options(side, &auth_room);
    if (auth->options == NULL) {
        auth->options = &options_default;
    }
    if (!side->write) {
        auth->seen = calloc(SEEN_SLOTS, sizeof *auth->seen);
        auth->sweep = calloc(1, sizeof *auth->sweep);
        return auth->seen != NULL && auth->sweep != NULL ? OK : FAULT(OUT_OF_MEMORY);
    }
    return OK;
}

const struct side_room auth_room = {"auth", state_open, state_close};

static int64_t seconds_of(const struct auth_options *options, enum session_way way)
{
    switch (way) {
    case SESSION_PHONE:
    case SESSION_WECHAT:
        return options->resident_seconds;
    case SESSION_CARD:
        return 10 * 60; /* at somebody else's device */
    case SESSION_DEVICE:
        return DAY_SECONDS; /* it signs for the next one by itself */
    default:
        return options->staff_seconds;
    }
}

struct status auth_session_make(struct side *side, struct session *session,
                                char token[TOKEN_TEXT_SIZE])
{
    struct auth *auth = side_state(side, &auth_room);
    struct hash hash;
    int64_t now = side->real();
    random_bytes(session->id.bytes, ID_BYTES);
    session->created_at = now;
    session->seen_at = now;
    session->ends_at = now + seconds_of(auth->options, session->way);
    session->idle_seconds =
        session->way == SESSION_PASSWORD ? auth->options->staff_idle_seconds : 0;
    token__make(token, &hash);
    TRY(auth__session_put(auth, &hash, session));
    return auth__session_end_oldest(auth, &session->person);
}

struct status auth_sessions_end(struct side *side, const struct id *person, const struct id *keep)
{
    static const struct id nobody;
    return auth__session_end_others(side_state(side, &auth_room), person,
                                    keep == NULL ? &nobody : keep);
}

static struct seen *seen_slot(struct auth *auth, const struct id *session)
{
    uint32_t hash = 0;
    memcpy(&hash, session->bytes, sizeof hash);
    return &auth->seen[hash % SEEN_SLOTS];
}

/* Whether the session rested too long; if not, it is seen now. */
static bool rested(struct auth *auth, const struct session *session, int64_t now)
{
    if (session->idle_seconds == 0 || auth->seen == NULL) {
        return false;
    }
    struct seen *slot = seen_slot(auth, &session->id);
    bool own = memcmp(&slot->session, &session->id, sizeof slot->session) == 0;
    int64_t last = own && slot->at > session->seen_at ? slot->at : session->seen_at;
    if (last + session->idle_seconds <= now) {
        return true;
    }
    *slot = (struct seen){session->id, now, true};
    return false;
}

/* At which device the session was made, if at one: it must be in use still. */
static struct status place_find(struct side *side, const struct session *session,
                                struct caller *caller)
{
    static const struct id none;
    struct device device;
    bool found = false;
    if (memcmp(&session->device_id, &none, sizeof none) == 0) {
        return OK;
    }
    TRY(auth__device_get(side_state(side, &auth_room), &session->device_id, &found, &device));
    struct status good = found ? auth_device_good(side, &device) : REFUSE(SESSION_ENDED);
    if (!status_ok(good)) {
        return status_is_fault(good) ? good : REFUSE(SESSION_ENDED);
    }
    caller->at_till = !session->device && device.use == DEVICE_SHOP;
    if (session->device) {
        snprintf(caller->device_village, sizeof caller->device_village, "%s", device.village);
    }
    return OK;
}

struct status auth_identify(struct side *side, const struct http_request *request,
                            struct caller *caller)
{
    struct auth *auth = side_state(side, &auth_room);
    char token[TOKEN_TEXT_SIZE];
    struct hash hash;
    struct session session;
    bool found = false;
    int64_t now = side->real();
    enum token_from from =
        token__read(http_header(request, "Authorization"), http_header(request, "Cookie"), token);
    if (from == TOKEN_NONE) {
        return OK;
    }
    if (from == TOKEN_COOKIE &&
        token__cross_site(http_method(request), http_header(request, "Sec-Fetch-Site"),
                          http_header(request, "X-Sanbao"))) {
        return REFUSE(CROSS_SITE);
    }
    token__hash(token, &hash);
    TRY(auth__session_find(auth, &hash, &found, &session));
    if (!found || session.ends_at <= now || rested(auth, &session, now)) {
        /* A cookie outlives its session: who comes with one is a stranger, and may log in again. */
        return from == TOKEN_COOKIE ? OK : REFUSE(SESSION_ENDED);
    }
    TRY(place_find(side, &session, caller));
    caller->known = true;
    caller->person = session.person;
    caller->session = session.id;
    caller->strong = session.strong;
    caller->device = session.device;
    caller->device_id = session.device_id;
    return OK;
}

static struct status sweep_run(struct desk_job *job, struct side *side)
{
    struct sweep *sweep = (struct sweep *)job; /* its first member */
    struct auth *auth = side_state(side, &auth_room);
    for (size_t i = 0; i < sweep->count; i++) {
        TRY(auth__session_seen(auth, &sweep->list[i]));
    }
    return auth__sweep(auth, sweep->now);
}

static void sweep_done(struct desk_job *job)
{
    ((struct sweep *)job)->runs = false;
}

void auth_tick(struct service *service, struct side *reader, int64_t now_ms)
{
    struct auth *auth = side_state(reader, &auth_room);
    struct sweep *sweep = auth->sweep;
    if (sweep->runs || now_ms - auth->swept_ms < SWEEP_MS) {
        return;
    }
    auth->swept_ms = now_ms;
    sweep->count = 0;
    for (size_t i = 0; i < SEEN_SLOTS; i++) {
        if (auth->seen[i].fresh) {
            auth->seen[i].fresh = false;
            sweep->list[sweep->count++] = auth->seen[i];
        }
    }
    sweep->now = reader->real();
    sweep->job = (struct desk_job){.run = sweep_run, .done = sweep_done, .private_rows = true};
    sweep->runs = status_ok(desk_submit(service_desk(service), &sweep->job));
}
