/* service_internal.h - what the files of this room share. */
#pragma once

#include <stdatomic.h>
#include <stdio.h>

#include "service/service.h"

enum { RECENT_SLOTS = 4096, STREAMS_RING = 1024, LATENCY_STEPS = 14 };

/* The last record that a session was told of: its next read must show it. */
struct recent {
    struct id session;
    uint64_t records;
};

/* Counters for /metrics, all of the loop's thread. */
struct counters {
    uint64_t requests;
    uint64_t by_class[6]; /* of status: 1xx .. 5xx */
    uint64_t latency[LATENCY_STEPS];
    uint64_t latency_us_sum;
    uint64_t events;
};

struct stream_event {
    uint64_t id;
    char village[STREAM_NAME_SIZE]; /* or a channel */
    struct http_block *block;
};

struct listener {
    struct listener *next;
    struct listener *previous;
    struct http_request *request;
    const struct route *route;
    int64_t started_us;
    char village[STREAM_NAME_SIZE]; /* "" for all; or a channel */
};

struct pattern;

enum { SPARE_CALLS = 64 };

struct service {
    struct service_options options;
    struct pattern *patterns; /* of the routes, cut into pieces */
    size_t pattern_count;
    struct http_server *http;
    struct desk *desk;
    atomic_uint_fast64_t committed; /* records that readers may see; told by the desk */
    uint64_t seen;                  /* records that the reader has taken up */
    uint64_t told;                  /* records that the streams know of */
    struct recent recent[RECENT_SLOTS];
    struct counters counters;
    struct stream_event ring[STREAMS_RING];
    size_t ring_next;
    struct listener *listeners;
    size_t listener_count;
    struct call *spare[SPARE_CALLS]; /* of requests that are over */
    size_t spare_count;
    int64_t heartbeat_ms;
    FILE *access_log;
    char *description; /* openapi.json */
    size_t description_length;
};

/* ---- match.c ---- */

/* Cuts the patterns of all routes. Faults: OUT_OF_MEMORY. */
struct json_object *who__json(uint32_t who); /* WHO_ bits as a list of words: who.c */
CHECKED struct status match__open(struct service *service);
void match__close(struct service *service);
/* The route of a path and method, with its values. Refuses: ROUTE_UNKNOWN, METHOD_UNKNOWN. */
CHECKED struct status match__route(const struct service *service, const char *method,
                                   const char *path, const struct route **route,
                                   struct path_value values[PATH_NAMES_MAX]);

/* ---- check.c ---- */

/* Holds an object against a table; days, instants, words become numbers in the tree. Refuses:
 * FIELD_MISSING, FIELD_UNKNOWN, FIELD_WRONG; `problem` names the field as a JSON pointer. */
CHECKED struct status check__object(struct json_tree *tree, uint32_t object,
                                    const struct field *fields, struct problem *problem);
CHECKED struct status check__query(const struct http_request *request, const struct route *route,
                                   struct json_tree *tree, struct problem *problem);
bool check__hex(const char *text, uint8_t *out, size_t bytes);

/* ---- answer.c ---- */

int answer__status(struct status status);
/* Answers with a problem+json. */
void answer__problem(struct call *call, struct status status);
void answer__problem_plain(struct http_request *request, struct status status);

/* ---- dispatch.c ---- */

size_t dispatch__head(void *context, struct http_request *request);
void dispatch__handle(void *context, struct http_request *request);
void dispatch__refresh(struct service *service);
void dispatch__gone(void *context, struct http_request *request);
void call__done(struct desk_job *job);

/* ---- stream.c ---- */

void stream__tick(struct service *service, int64_t now_ms);
/* Starts the stream: the request is the listener's from then on, and the call can be freed. */
CHECKED struct status stream__open(struct call *call);
void stream__gone(struct service *service, struct listener *listener);

/* ---- news.c ---- */

void news__tell(struct service *service);

/* ---- numbers.c ---- */

void numbers__request(struct service *service, int status, int64_t us);
char *numbers__text(const struct service *service, size_t *length);
