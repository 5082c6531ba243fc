/* stream.c - replies that go on: events as they happen, to any number of readers at once. An event
 * is one block that all streams share; a reader that does not read loses its stream, not our
 * memory, and takes up again where it was by Last-Event-ID. */
#include <stdlib.h>
#include <string.h>

#include "http/http_internal.h"

struct http_block *http_block_make(const void *bytes, size_t length)
{
    REQUIRE(bytes != NULL && length > 0);
    struct http_block *block = malloc(sizeof *block + length);
    if (block != NULL) {
        block->references = 1;
        block->length = length;
        memcpy(block->bytes, bytes, length);
    }
    return block;
}

void http_block_drop(struct http_block *block)
{
    if (block != NULL && --block->references == 0) {
        free(block);
    }
}

static void first_drop(struct http_stream *stream)
{
    http_block_drop(stream->blocks[stream->first]);
    stream->first = (stream->first + 1) % STREAM_BLOCKS_MAX;
    stream->count--;
    stream->offset = 0;
}

/* libmicrohttpd asks for bytes. With none at hand the connection is put to sleep. */
static ssize_t stream_read(void *context, uint64_t position, char *out, size_t room)
{
    struct http_request *request = context;
    struct http_stream *stream = request->stream;
    (void)position;
    size_t given = 0;
    while (stream->count > 0 && given < room) {
        const struct http_block *block = stream->blocks[stream->first];
        size_t left = block->length - stream->offset;
        size_t part = left < room - given ? left : room - given;
        memcpy(out + given, block->bytes + stream->offset, part);
        given += part;
        stream->offset += part;
        if (stream->offset == block->length) {
            first_drop(stream);
        }
    }
    if (given > 0) {
        request->sent_bytes += given;
        return (ssize_t)given;
    }
    if (stream->ended) {
        return MHD_CONTENT_READER_END_OF_STREAM;
    }
    stream->asleep = true;
    MHD_suspend_connection(request->connection);
    return 0;
}

struct MHD_Response *http__stream_response(struct http_request *request)
{
    return MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, STREAM_PART_BYTES, stream_read,
                                             request, NULL);
}

void http_stream_start(struct http_request *request)
{
    REQUIRE(request != NULL && request->stream == NULL && request->response == NULL);
    struct http_server *server = request->server;
    request->stream = calloc(1, sizeof *request->stream);
    if (request->stream == NULL) {
        struct http_reply reply = {.status = 503};
        http_reply(request, &reply);
        return;
    }
    request->stream->open = true;
    request->next_stream = server->streams;
    if (server->streams != NULL) {
        server->streams->previous_stream = request;
    }
    server->streams = request;
    struct http_reply reply = {
        .status = 200,
        .type = "text/event-stream",
        .headers = {{"Cache-Control", "no-store"}, {"X-Accel-Buffering", "no"}}};
    http_reply(request, &reply);
}

static void stream_wake(struct http_request *request)
{
    if (request->stream->asleep) {
        request->stream->asleep = false;
        MHD_resume_connection(request->connection);
    }
}

bool http_stream_send(struct http_request *request, struct http_block *block)
{
    REQUIRE(request != NULL && request->stream != NULL && block != NULL);
    struct http_stream *stream = request->stream;
    if (stream->ended || stream->count == STREAM_BLOCKS_MAX) {
        return false;
    }
    block->references++;
    stream->blocks[(stream->first + stream->count) % STREAM_BLOCKS_MAX] = block;
    stream->count++;
    stream_wake(request);
    return true;
}

void http_stream_end(struct http_request *request)
{
    REQUIRE(request != NULL && request->stream != NULL);
    request->stream->ended = true;
    stream_wake(request);
}

bool http_streams(const struct http_request *request)
{
    REQUIRE(request != NULL);
    return request->stream != NULL;
}

void http__streams_end(struct http_server *server)
{
    for (struct http_request *each = server->streams; each != NULL; each = each->next_stream) {
        http_stream_end(each);
    }
}

void http__stream_free(struct http_request *request)
{
    struct http_stream *stream = request->stream;
    if (stream == NULL) {
        return;
    }
    while (stream->count > 0) {
        first_drop(stream);
    }
    if (request->previous_stream != NULL) {
        request->previous_stream->next_stream = request->next_stream;
    } else if (request->server->streams == request) {
        request->server->streams = request->next_stream;
    }
    if (request->next_stream != NULL) {
        request->next_stream->previous_stream = request->previous_stream;
    }
    free(stream);
    request->stream = NULL;
}
