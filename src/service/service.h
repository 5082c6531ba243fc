/* service.h - the running service: HTTP in front, the desk behind, tables of routes between.
 *
 * The only room that includes http/http.h. Rooms above hand in their routes; who asks is found by
 * the function that the room of sessions hands in. */
#pragma once

#include "service/call.h"

/* Finds out who asks, from the request's headers. No session is no refusal: `known` stays false.
 * Refuses: SESSION_ENDED (to be answered 401). */
typedef struct status (*service_identify)(struct side *side, const struct http_request *request,
                                          struct caller *caller);

struct service_options {
    struct http_options http; /* the handler is set by the service */
    struct side *reader;      /* borrowed; for the loop's thread */
    struct side *writer;      /* borrowed; for the desk's thread */
    /* On the loop's thread, before a request is answered and when the books have moved on: the
     * reader takes up what was committed. */
    struct status (*refresh)(void *context);
    void (*tick)(void *context, int64_t now_ms); /* on the loop's thread; may be NULL */
    void *context;
    const struct route *const *routes; /* tables, the list ends with NULL */
    service_identify identify;
    /* Answers what no route does: a page of a face. false: there is none. NULL: there are none. */
    bool (*page)(struct http_request *request);
    const char *access_log; /* a path; NULL: none */
};

CHECKED struct status service_open(const struct service_options *options, struct service **out,
                                   struct problem *problem);
uint16_t service_port(const struct service *service);
/* Until service_stop(), or until the journal met a fault, which is then returned. */
CHECKED struct status service_run(struct service *service);
void service_stop(struct service *service); /* From any thread, and from a signal handler. */
void service_close(struct service **service);

struct desk *service_desk(struct service *service);
/* Shows an event to every stream of the village ("" to all). `data` is JSON in one line; `id` a
 * record's number, by which a reader resumes. */
void service_event(struct service *service, const char *village, uint64_t id, const char *kind,
                   const char *data);

/* Whether anybody listens to a channel (call_stream()): the same name as in service_event(). */
bool service_heard(const struct service *service, const char *channel);

/* docs/openapi.yaml: the whole description, malloc'ed. */
CHECKED struct status openapi_yaml(const struct route *const *routes, char **out);
struct json_object *openapi_json(const struct route *const *routes);
extern const struct route basic_routes[]; /* health, numbers, description, stream */
