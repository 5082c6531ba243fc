/* stream.c - events to every screen that listens, as the books show them. The last thousand are
 * kept, so that a screen whose line broke goes on where it was (Last-Event-ID); one that was away
 * for longer is told to read anew ("reset"). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "service/service_internal.h"

enum { HEARTBEAT_MS = 15000 };

/* A channel's listeners hear that channel alone, and nobody else hears it. */
static bool heard_by(const char *listener, const char *event)
{
    if (listener[0] == STREAM_CHANNEL || event[0] == STREAM_CHANNEL) {
        return strcmp(listener, event) == 0;
    }
    return listener[0] == '\0' || event[0] == '\0' || strcmp(listener, event) == 0;
}

static void tell(const struct listener *listener, struct http_block *block)
{
    if (!http_stream_send(listener->request, block)) {
        http_stream_end(listener->request); /* It does not read: it may come again. */
    }
}

void service_event(struct service *service, const char *village, uint64_t id, const char *kind,
                   const char *data)
{
    char *text = NULL;
    int length =
        asprintf(&text, "id: %llu\nevent: %s\ndata: %s\n\n", (unsigned long long)id, kind, data);
    struct http_block *block = length > 0 ? http_block_make(text, (size_t)length) : NULL;
    if (length > 0) {
        free(text);
    }
    if (block == NULL) {
        return; /* screens read anew when they see a gap */
    }
    struct stream_event *slot = &service->ring[service->ring_next++ % STREAMS_RING];
    http_block_drop(slot->block);
    slot->id = id;
    slot->block = block;
    snprintf(slot->village, sizeof slot->village, "%s", village);
    service->counters.events++;
    for (struct listener *each = service->listeners; each != NULL; each = each->next) {
        if (heard_by(each->village, village)) {
            tell(each, block);
        }
    }
}

static void text_tell(struct listener *listener, const char *text)
{
    struct http_block *block = http_block_make(text, strlen(text));
    if (block != NULL) {
        tell(listener, block);
        http_block_drop(block);
    }
}

/* What came after the event that the reader saw last. */
static void missed_tell(struct service *service, struct listener *listener, uint64_t last)
{
    size_t kept = service->ring_next < STREAMS_RING ? service->ring_next : STREAMS_RING;
    size_t first = service->ring_next - kept;
    size_t missed = 0;
    bool whole = kept == 0 || service->ring[first % STREAMS_RING].id <= last;
    for (size_t i = first; i < service->ring_next; i++) {
        const struct stream_event *event = &service->ring[i % STREAMS_RING];
        missed += event->id > last && heard_by(listener->village, event->village);
    }
    if (!whole || missed > 8) {
        text_tell(listener, "event: reset\ndata: {}\n\n");
        return;
    }
    for (size_t i = first; i < service->ring_next; i++) {
        const struct stream_event *event = &service->ring[i % STREAMS_RING];
        if (event->id > last && heard_by(listener->village, event->village)) {
            tell(listener, event->block);
        }
    }
}

bool service_heard(const struct service *service, const char *channel)
{
    for (const struct listener *each = service->listeners; each != NULL; each = each->next) {
        if (strcmp(each->village, channel) == 0) {
            return true;
        }
    }
    return false;
}

struct status stream__open(struct call *call)
{
    const char *village = call_text(call, "village");
    return call_stream(call, village == NULL ? "" : village);
}

struct status call_stream(struct call *call, const char *channel)
{
    struct service *service = call->service;
    struct listener *listener = calloc(1, sizeof *listener);
    const char *last = http_header(call->request, "Last-Event-ID");
    int64_t last_id = 0;
    if (listener == NULL) {
        return FAULT(OUT_OF_MEMORY);
    }
    http_stream_start(call->request);
    call->answered = true;
    if (!http_streams(call->request)) {
        free(listener);
        return OK;
    }
    call->streams = true;
    http_attach(call->request, listener); /* ten thousand of them: a call is large */
    snprintf(listener->village, sizeof listener->village, "%s", channel);
    listener->request = call->request;
    listener->route = call->route;
    listener->started_us = call->started_us;
    listener->next = service->listeners;
    if (service->listeners != NULL) {
        service->listeners->previous = listener;
    }
    service->listeners = listener;
    service->listener_count++;
    text_tell(listener, "retry: 3000\n\n");
    if (last != NULL && text_integer(last, strlen(last), 0, INT64_MAX, &last_id)) {
        missed_tell(service, listener, (uint64_t)last_id);
    }
    return OK;
}

void stream__gone(struct service *service, struct listener *listener)
{
    if (listener->previous != NULL) {
        listener->previous->next = listener->next;
    } else {
        service->listeners = listener->next;
    }
    if (listener->next != NULL) {
        listener->next->previous = listener->previous;
    }
    service->listener_count--;
    free(listener);
}

/* A line now and then, so that a reader that has gone is noticed. */
void stream__tick(struct service *service, int64_t now_ms)
{
    if (now_ms - service->heartbeat_ms < HEARTBEAT_MS || service->listeners == NULL) {
        return;
    }
    service->heartbeat_ms = now_ms;
    struct http_block *block = http_block_make(":\n\n", 3);
    for (struct listener *each = service->listeners; block != NULL && each != NULL;
         each = each->next) {
        tell(each, block);
    }
    http_block_drop(block);
}
