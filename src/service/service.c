/* service.c - puts HTTP, the desk and the routes together, and runs until it is told to stop. */
#include "service/service.h"

#include <json-c/json.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>

#include "service/service_internal.h"

/* From the desk's threads. */
static void desk_woke(void *context)
{
    struct service *service = context;
    http_wake(service->http);
}

static void desk_committed(void *context, uint64_t records)
{
    struct service *service = context;
    atomic_store(&service->committed, records);
}

/* On the loop's thread. */
static void loop_woke(void *context)
{
    struct service *service = context;
    desk_collect(service->desk);
    if (desk_broken(service->desk)) {
        http_stop(service->http); /* Retries find the truth after the restart. */
    }
}

static void loop_tick(void *context, int64_t now_ms)
{
    struct service *service = context;
    dispatch__refresh(service); /* nothing where nothing was committed */
    news__tell(service);
    stream__tick(service, now_ms);
    if (service->access_log != NULL) {
        fflush(service->access_log);
    }
    if (service->options.tick != NULL) {
        service->options.tick(service->options.context, now_ms);
    }
}

/* What was read for the requests of one turn is let go. */
static void loop_rest(void *context)
{
    struct service *service = context;
    struct status status = people_look_end(service->options.reader->people);
    (void)status; /* nothing was written */
}

static struct status description_make(struct service *service)
{
    struct json_object *object = openapi_json(service->options.routes);
    const char *text = json_object_to_json_string_ext(object, JSON_C_TO_STRING_PLAIN |
                                                                  JSON_C_TO_STRING_NOSLASHESCAPE);
    service->description = text != NULL ? strdup(text) : NULL;
    service->description_length = service->description != NULL ? strlen(text) : 0;
    json_object_put(object);
    return service->description != NULL ? OK : FAULT(OUT_OF_MEMORY);
}

static struct status start(struct service *service, struct problem *problem)
{
    const struct service_options *options = &service->options;
    TRY(description_make(service));
    TRY(match__open(service));
    if (options->access_log != NULL) {
        service->access_log = fopen(options->access_log, "ae");
        if (service->access_log == NULL) {
            if (problem != NULL) {
                problem_text(problem->file, sizeof problem->file, options->access_log,
                             strlen(options->access_log));
            }
            return problem_set(problem, STATUS_FILE_OPEN);
        }
    }
    struct http_options http = options->http;
    http.handler = (struct http_handler){
        service, dispatch__head, dispatch__handle, dispatch__gone, loop_woke, loop_tick, loop_rest};
    TRY(http_open(&http, &service->http, problem));
    atomic_store(&service->committed, journal_committed(options->writer->journal));
    service->seen = UINT64_MAX; /* the first request looks */
    service->told = journal_records(options->reader->journal);
    const struct desk_options desk = {options->writer, desk_woke, desk_committed, service};
    return desk_open(&desk, &service->desk);
}

struct status service_open(const struct service_options *options, struct service **out,
                           struct problem *problem)
{
    REQUIRE(options != NULL && out != NULL && options->identify != NULL);
    struct service *service = calloc(1, sizeof *service);
    *out = service;
    if (service == NULL) {
        return FAULT(OUT_OF_MEMORY);
    }
    service->options = *options;
    struct status status = start(service, problem);
    if (!status_ok(status)) {
        service_close(out);
    }
    malloc_trim(0); /* What opening took for a moment, a third of all, goes back to the system. */
    return status;
}

uint16_t service_port(const struct service *service)
{
    return http_port(service->http);
}

struct status service_run(struct service *service)
{
    TRY(http_run(service->http));
    return desk_broken(service->desk) ? FAULT(UNKNOWN_RETRY) : OK;
}

void service_stop(struct service *service)
{
    http_stop(service->http);
}

void service_close(struct service **service)
{
    REQUIRE(service != NULL);
    struct service *old = *service;
    *service = NULL;
    if (old == NULL) {
        return;
    }
    desk_close(&old->desk);
    http_close(&old->http);
    for (size_t i = 0; i < STREAMS_RING; i++) {
        http_block_drop(old->ring[i].block);
    }
    if (old->access_log != NULL) {
        fclose(old->access_log);
    }
    while (old->spare_count > 0) {
        free(old->spare[--old->spare_count]);
    }
    match__close(old);
    free(old->description);
    free(old);
}

struct desk *service_desk(struct service *service)
{
    return service->desk;
}
