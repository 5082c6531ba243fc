/* dispatch.c - the way of a request: route, who asks, may they, is what they sent as it must be,
 * is the reader up to date for them; then the handler, and the answer that it could not give. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/day.h"
#include "service/service_internal.h"

static int64_t now_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* English where it is asked for before Chinese. */
static enum lang language(const struct http_request *request)
{
    const char *wanted = http_header(request, "Accept-Language");
    const char *en = wanted == NULL ? NULL : strstr(wanted, "en");
    const char *zh = wanted == NULL ? NULL : strstr(wanted, "zh");
    return en != NULL && (zh == NULL || en < zh) ? LANG_EN : LANG_ZH;
}

static size_t body_max(const struct route *route)
{
    if (route->flags & ROUTE_UPLOAD) {
        return UPLOAD_BODY_BYTES;
    }
    return route->flags & ROUTE_BULK ? BULK_BODY_BYTES : route->body != NULL ? BODY_BYTES : 0;
}

#ifdef NDEBUG
static const size_t spare_max = SPARE_CALLS;
#else
static const size_t spare_max = 0; /* so that a sanitizer sees who uses one that is over */
#endif

static void call_free(struct call *call)
{
    if (call == NULL) {
        return;
    }
    if (call->state != NULL && call->state_end != NULL) {
        call->state_end(call->state);
    }
    free(call->state);
    json_tree_free(&call->query);
    json_tree_free(&call->body);
    struct service *service = call->service;
    if (service->spare_count < spare_max) {
        service->spare[service->spare_count++] = call;
    } else {
        free(call);
    }
}

/* A call is too large for what malloc hands out fast, and there is one for every request. */
static struct call *call_new(struct service *service)
{
    if (service->spare_count == 0) {
        return calloc(1, sizeof(struct call));
    }
    struct call *call = service->spare[--service->spare_count];
    *call = (struct call){.service = service};
    return call;
}

size_t dispatch__head(void *context, struct http_request *request)
{
    struct service *service = context;
    struct call *call = call_new(service);
    lang_set(language(request));
    if (call == NULL) {
        answer__problem_plain(request, FAULT(OUT_OF_MEMORY));
        return 0;
    }
    call->service = service;
    call->request = request;
    call->lang = lang_get();
    call->started_us = now_us();
    call->problem = problem_none();
    http_attach(request, call);
    struct status status =
        match__route(service, http_method(request), http_path(request), &call->route, call->path);
    if (status_ok(status)) {
        return body_max(call->route);
    }
    bool page = status.code == STATUS_ROUTE_UNKNOWN && service->options.page != NULL &&
                service->options.page(request);
    if (!page) {
        answer__problem(call, status);
    }
    return 0;
}

/* The village of the path, and what the caller is in it. */
static struct status village_find(struct call *call)
{
    for (size_t i = 0; i < PATH_NAMES_MAX && call->path[i].name != NULL; i++) {
        if (strncmp(call->path[i].name, "village}", 8) != 0) {
            continue;
        }
        snprintf(call->village_code, sizeof call->village_code, "%s", call->path[i].text);
        return identity_village(call->side->identity, call->village_code, &call->village);
    }
    return OK;
}

static struct status roles_find(struct call *call)
{
    struct caller *caller = &call->caller;
    caller->roles = WHO_PUBLIC;
    if (!caller->known) {
        return OK;
    }
    caller->roles |= caller->device ? 0U : WHO_SESSION;
    if (call->village.id == 0) {
        return OK;
    }
    const ProtobufCBinaryData person = {ID_BYTES, caller->person.bytes};
    TRY(identity_member(call->side->identity, call->village.id, &person, &caller->member));
    const struct member *member = &caller->member;
    if (member->id == 0) {
        return OK;
    }
    if (caller->device) {
        bool here = strcmp(caller->device_village, call->village_code) == 0;
        caller->roles |= here ? WHO_DEVICE : 0U;
        return OK;
    }
    caller->roles |= WHO_MEMBER;
    if (member->registered_on != DAY_NEVER && member->closed_on == DAY_NEVER) {
        caller->roles |= WHO_RESIDENT;
    }
    if (caller->strong) {
        caller->roles |= member->roles; /* offices need the second factor */
    }
    return OK;
}

/* A stranger to the village is told no more than that they may not. */
static struct status may(struct call *call)
{
    struct status village = village_find(call);
    if (village.code != STATUS_VILLAGE_UNKNOWN) {
        TRY(village);
    }
    TRY(roles_find(call));
    if ((call->caller.roles & call->route->who) == 0) {
        return call->caller.known ? REFUSE(NOT_ALLOWED) : REFUSE(SESSION_NEEDED);
    }
    if (call->caller.at_till && (call->route->flags & ROUTE_LASTING) != 0) {
        return REFUSE(NOT_AT_TILL);
    }
    return village;
}

static struct status key_read(struct call *call)
{
    const char *key = http_header(call->request, "Idempotency-Key");
    char hex[2 * ID_BYTES + 1];
    size_t length = 0;
    for (; key != NULL && *key != '\0' && length < sizeof hex; key++) {
        if (*key != '-' && *key != '"') { /* a UUID as it is written */
            hex[length++] = *key >= 'A' && *key <= 'F' ? (char)(*key + 32) : *key;
        }
    }
    if (length != 2 * ID_BYTES) {
        return REFUSE(IDEMPOTENCY_KEY);
    }
    hex[length] = '\0';
    return check__hex(hex, call->event.bytes, ID_BYTES) ? OK : REFUSE(IDEMPOTENCY_KEY);
}

static struct status body_read(struct call *call)
{
    size_t length = 0;
    const char *body = http_body(call->request, &length);
    const char *type = http_header(call->request, "Content-Type");
    if (http_body_refused(call->request)) {
        return REFUSE(BODY_TOO_LARGE);
    }
    if (call->route->body == NULL || (call->route->flags & ROUTE_UPLOAD) != 0) {
        return OK;
    }
    if (type == NULL || strncmp(type, "application/json", 16) != 0) {
        return REFUSE(BODY_TYPE); /* also what keeps a form on another site from sending it */
    }
    TRY(json_tree_read(body, length, 6, &call->body, &call->problem));
    return check__object(&call->body, 0, call->route->body, &call->problem);
}

static struct recent *recent_slot(struct service *service, const struct id *session)
{
    uint32_t hash = 0;
    memcpy(&hash, session->bytes, sizeof hash);
    return &service->recent[hash % RECENT_SLOTS];
}

/* How many records the answer must show: what the caller was told of, or asks for. */
static uint64_t records_wanted(const struct call *call)
{
    uint64_t wanted = (uint64_t)call_integer(call, "min_record", -1) + 1;
    if (call->caller.known) {
        const struct recent *slot = recent_slot(call->service, &call->caller.session);
        bool own = memcmp(&slot->session, &call->caller.session, sizeof slot->session) == 0;
        wanted = own && slot->records > wanted ? slot->records : wanted;
    }
    return wanted;
}

static struct status nothing_run(struct call *call, struct side *side)
{
    (void)call;
    (void)side;
    return OK;
}

static struct status handle_now(struct call *call)
{
    return call->route->handle(call);
}

static struct status checked(struct call *call)
{
    struct service *service = call->service;
    TRY(service->options.identify(call->side, call->request, &call->caller));
    TRY(may(call));
    TRY(check__query(call->request, call->route, &call->query, &call->problem));
    if (call->route->flags & ROUTE_IDEMPOTENT) {
        TRY(key_read(call));
    }
    TRY(body_read(call));
    if (strcmp(call->route->method, "GET") == 0 &&
        records_wanted(call) > atomic_load(&service->committed)) {
        call->job.commit = true;
        return call_write(call, nothing_run, handle_now);
    }
    return handle_now(call);
}

void dispatch__refresh(struct service *service)
{
    uint64_t committed = atomic_load(&service->committed);
    if (committed != service->seen) {
        service->seen = committed;
        struct status status = service->options.refresh(service->options.context);
        (void)status; /* what is read then is older, not wrong */
    }
}

/* What the handler left undone. The call may be gone afterwards. */
static void settle(struct call *call, struct status status)
{
    if (!status_ok(status) && !call->answered) {
        answer__problem(call, status);
    }
    REQUIRE(call->answered || call->waits);
    if (call->streams) {
        call_free(call);
    }
}

void dispatch__handle(void *context, struct http_request *request)
{
    struct call *call = http_attached(request);
    struct service *service = context;
    lang_set(call->lang);
    dispatch__refresh(service);
    call->side = service->options.reader;
    struct status status = people_look(call->side->people);
    settle(call, status_ok(status) ? checked(call) : status);
}

/* The desk is done with it. */
void call__done(struct desk_job *job)
{
    struct call *call = (struct call *)job; /* its first member */
    struct service *service = call->service;
    lang_set(call->lang);
    call->waits = false;
    call->job.commit = false;
    call->job.alone = false;
    dispatch__refresh(service);
    call->side = service->options.reader;
    if (status_ok(job->status) && call->caller.known && job->lane == LANE_WRITER &&
        call->answer.record > 0) {
        struct recent *slot = recent_slot(service, &call->caller.session);
        *slot = (struct recent){call->caller.session, call->answer.record + 1};
    }
    settle(call, status_ok(job->status) ? call->then(call) : job->status);
}

static void access_note(struct service *service, const struct http_request *request,
                        const struct route *route, int64_t us)
{
    if (service->access_log == NULL) {
        return;
    }
    /* The route's pattern, not the path: no pseudonym and no code stands in the log. */
    char day[DAY_TEXT_SIZE];
    int64_t now = side_now(service->options.reader);
    day_format(instant_day(now, 0), day);
    fprintf(service->access_log, "%sT%02d:%02d:%02dZ %s %s %d %llu %lld\n", day,
            (int)(now % 86400 / 3600), (int)(now % 3600 / 60), (int)(now % 60),
            route != NULL ? route->method : "-", route != NULL ? route->path : "-",
            http_status(request), (unsigned long long)http_sent_bytes(request), (long long)us);
}

void dispatch__gone(void *context, struct http_request *request)
{
    struct service *service = context;
    void *attached = http_attached(request);
    if (attached == NULL) {
        numbers__request(service, http_status(request), 0);
    } else if (http_streams(request)) {
        struct listener *listener = attached;
        access_note(service, request, listener->route, now_us() - listener->started_us);
        stream__gone(service, listener);
    } else {
        struct call *call = attached;
        int64_t us = now_us() - call->started_us;
        numbers__request(service, http_status(request), us);
        access_note(service, request, call->route, us);
        call_free(call);
    }
}
