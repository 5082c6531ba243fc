/* follow.c - takes new records into the tallies as they are committed, in turns at the desk: never
 * many at once, so that nobody waits for a screen. Then tells the screens that listen what changed:
 * several records of one turn in one event. Killed at any point it goes on where it was. */
#include <stdlib.h>
#include <string.h>

#include "cockpit/cockpit_internal.h"

enum {
    TAKE_TURN = 128,
    TIMED_RECORDS = 1024, /* what is further behind was booked some time or other */
    LOOK_AGAIN_MS = 5000, /* for what changes without a record: sign-ups, the day */
    SCREENS_MAX = 256,    /* villages with a screen, in each language */
};

/* What the screens of a village know, in one language. */
struct screen {
    char code[CODE_MAX + 1];
    enum lang lang;
    struct json_object *known;
};

struct follow {
    struct desk_job job; /* must be first */
    struct service *service;
    struct side *reader;
    bool busy;
    uint64_t records; /* taken up */
    uint64_t until;
    int64_t now_ms;
    int64_t told_ms;
    struct screen screens[SCREENS_MAX];
    size_t screen_count;
};

/* ---- telling ---- */

static void channel_name(const char *code, enum lang lang, char out[STREAM_NAME_SIZE])
{
    snprintf(out, STREAM_NAME_SIZE, "%c%s.%s", STREAM_CHANNEL, lang == LANG_EN ? "en" : "zh", code);
}

static struct status snapshot_now(struct side *side, const struct screen *screen,
                                  struct json_object **out)
{
    struct village village;
    lang_set(screen->lang);
    TRY(identity_village(side->identity, screen->code, &village));
    const struct view view = {.side = side,
                              .code = screen->code,
                              .village = &village,
                              .on = side_today(side, &village),
                              .live = true};
    return cockpit__snapshot(&view, out);
}

static void screen_tell(struct follow *follow, struct screen *screen, const char *channel)
{
    struct json_object *now = NULL;
    if (!status_ok(snapshot_now(follow->reader, screen, &now))) {
        return; /* told with the next change */
    }
    struct json_object *delta = cockpit__delta(screen->known, now);
    if (delta != NULL) {
        cockpit__int(delta, "records",
                     json_object_get_int64(json_object_object_get(now, "records")));
        service_event(follow->service, channel, follow->records, "cockpit",
                      json_object_to_json_string_ext(delta, JSON_C_TO_STRING_PLAIN |
                                                                JSON_C_TO_STRING_NOSLASHESCAPE));
        json_object_put(delta);
    }
    json_object_put(screen->known);
    screen->known = now;
}

static void screens_tell(struct follow *follow)
{
    struct status looked = people_look_end(follow->reader->people); /* what the desk did shows */
    follow->told_ms = follow->now_ms;
    for (size_t i = 0; status_ok(looked) && i < follow->screen_count;) {
        struct screen *screen = &follow->screens[i];
        char channel[STREAM_NAME_SIZE];
        channel_name(screen->code, screen->lang, channel);
        if (service_heard(follow->service, channel)) {
            screen_tell(follow, screen, channel);
            i++;
        } else {
            json_object_put(screen->known);
            *screen = follow->screens[--follow->screen_count];
        }
    }
    lang_set(LANG_ZH);
}

static struct screen *screen_find(struct follow *follow, const char *code, enum lang lang)
{
    for (size_t i = 0; i < follow->screen_count; i++) {
        struct screen *screen = &follow->screens[i];
        if (screen->lang == lang && strcmp(screen->code, code) == 0) {
            return screen;
        }
    }
    return NULL;
}

struct status cockpit__listen(struct call *call)
{
    struct follow *follow = cockpit__of(call->side)->follow;
    char channel[STREAM_NAME_SIZE];
    if (follow == NULL) {
        return FAULT(OUT_OF_MEMORY);
    }
    bool first = screen_find(follow, call->village_code, call->lang) == NULL;
    if (first) {
        if (follow->screen_count == SCREENS_MAX) {
            return REFUSE(DESK_FULL);
        }
        struct screen *screen = &follow->screens[follow->screen_count];
        *screen = (struct screen){.lang = call->lang};
        snprintf(screen->code, sizeof screen->code, "%s", call->village_code);
        TRY(snapshot_now(call->side, screen, &screen->known));
        follow->screen_count++;
    }
    channel_name(call->village_code, call->lang, channel);
    TRY(call_stream(call, channel));
    if (first) { /* what changed while nobody listened was told to nobody */
        service_event(follow->service, channel, follow->records, "reset", "{}");
    }
    return OK;
}

/* ---- taking up ---- */

static struct status take_run(struct desk_job *job, struct side *side)
{
    struct follow *follow = (struct follow *)job;
    TRY(cockpit__pass_get(cockpit__of(side), &follow->records));
    bool near = follow->until - follow->records <= TIMED_RECORDS && follow->records > 0;
    return cockpit__take(side, &follow->records, follow->until, TAKE_TURN,
                         near ? side_now(side) : 0);
}

static void turn(struct follow *follow)
{
    struct desk *desk = service_desk(follow->service);
    if (desk != NULL && follow->records < follow->until) { /* NULL: the service ends */
        follow->busy = status_ok(desk_submit(desk, &follow->job));
    }
}

static void take_done(struct desk_job *job)
{
    struct follow *follow = (struct follow *)job;
    follow->busy = false;
    if (!status_ok(job->status)) {
        return; /* again at the next tick */
    }
    turn(follow);
    if (!follow->busy) {
        screens_tell(follow);
    }
}

void cockpit_tick(struct service *service, struct side *reader, int64_t now_ms)
{
    struct cockpit *own = cockpit__of(reader);
    if (own->follow == NULL) {
        own->follow = calloc(1, sizeof *own->follow);
        if (own->follow == NULL) {
            return;
        }
    }
    struct follow *follow = own->follow;
    follow->service = service;
    follow->reader = reader;
    follow->now_ms = now_ms;
    if (follow->busy) {
        return;
    }
    follow->until = journal_committed(reader->journal);
    follow->job = (struct desk_job){.run = take_run, .done = take_done, .private_rows = true};
    turn(follow);
    if (!follow->busy && now_ms - follow->told_ms >= LOOK_AGAIN_MS) {
        screens_tell(follow);
    }
}

void cockpit__follow_free(struct cockpit *own)
{
    for (size_t i = 0; own->follow != NULL && i < own->follow->screen_count; i++) {
        json_object_put(own->follow->screens[i].known);
    }
    free(own->follow);
    own->follow = NULL;
}
