/* request.c - one request: gathered head and body, handed over whole, answered once. */
#include <stdlib.h>
#include <string.h>

#include "http/http_internal.h"

static const char *const empty_head[] = {NULL};

static const char *header(const struct http_request *request, const char *name)
{
    return MHD_lookup_connection_value(request->connection, MHD_HEADER_KIND, name);
}

/* The address that counts for limits and logs. A proxy of ours appends the one it saw. */
static void address_find(struct http_request *request)
{
    const char *list = NULL;
    if (request->server->options.behind_proxy) {
        list = header(request, "X-Forwarded-For");
    }
    if (list == NULL) {
        return;
    }
    const char *last = strrchr(list, ',');
    last = last == NULL ? list : last + 1;
    last += strspn(last, " ");
    size_t length = strspn(last, "0123456789abcdefABCDEF.:");
    if (length > 0 && length < sizeof request->forwarded && last[length] == '\0') {
        memcpy(request->forwarded, last, length);
    }
}

static struct http_request *request_make(struct http_server *server,
                                         struct MHD_Connection *connection, const char *url,
                                         const char *method)
{
    struct http_request *request = calloc(1, sizeof *request);
    if (request == NULL) {
        return NULL;
    }
    request->path = strdup(url);
    if (request->path == NULL) {
        free(request);
        return NULL;
    }
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    request->server = server;
    request->connection = connection;
    request->peer = info != NULL ? info->socket_context : NULL;
    request->method = method;
    request->started_ms = http__now_ms();
    address_find(request);
    return request;
}

static bool length_known(const struct http_request *request, uint64_t *length)
{
    const char *text = header(request, "Content-Length");
    if (text == NULL) {
        return false;
    }
    char *end = NULL;
    *length = strtoull(text, &end, 10);
    return true;
}

static void refuse_plain(struct http_request *request, int status, unsigned retry_seconds)
{
    static const char body[] = "{\"type\":\"about:blank\",\"status\":429,\"code\":\"TOO_MANY\","
                               "\"title\":\"请求太频繁，请稍后再试 / too many requests, "
                               "please try again later\"}";
    char seconds[16];
    snprintf(seconds, sizeof seconds, "%u", retry_seconds);
    struct http_reply reply = {.status = status,
                               .type = "application/problem+json",
                               .lasting = body,
                               .length = sizeof body - 1,
                               .headers = {{"Retry-After", seconds}}};
    http_reply(request, &reply);
}

static enum MHD_Result queue(struct http_request *request)
{
    request->queued = true;
    enum MHD_Result result =
        http__queue(request->connection, (unsigned)request->status, request->response);
    MHD_destroy_response(request->response);
    request->response = NULL;
    return result;
}

/* The head is complete: limits first, then the handler may answer without the body. */
static enum MHD_Result head_take(struct http_request *request)
{
    struct http_server *server = request->server;
    unsigned wait = 0;
    uint64_t length = 0;
    if (!http__head_fits(request)) {
        return http__head_refuse(request) ? queue(request) : MHD_NO;
    }
    if (!rate__take(server->rates, http_address(request), request->started_ms, &wait)) {
        refuse_plain(request, 429, wait);
        return queue(request);
    }
    const struct http_handler *handler = &server->options.handler;
    request->body_max = handler->head(handler->context, request);
    if (request->response == NULL && length_known(request, &length) && length > request->body_max) {
        request->body_refused = true;
        request->handled = true;
        server->held++;
        request->held = true;
        handler->handle(handler->context, request);
        REQUIRE(request->response != NULL); /* http_body_refused() is answered at once */
    }
    return request->response != NULL ? queue(request) : MHD_YES;
}

/* Bytes beyond the limit are thrown away; the answer comes at the end. */
static void body_take(struct http_request *request, const char *upload, size_t size)
{
    if (request->body_refused || size > request->body_max - request->body_length) {
        request->body_refused = true;
        free(request->body);
        request->body = NULL;
        request->body_length = request->body_room = 0;
        return;
    }
    if (request->body_room - request->body_length < size + 1) {
        size_t room = (request->body_length + size + 1) * 2;
        char *body = realloc(request->body, room);
        if (body == NULL) {
            request->body_refused = true;
            return;
        }
        request->body = body;
        request->body_room = room;
    }
    memcpy(request->body + request->body_length, upload, size);
    request->body_length += size;
    request->body[request->body_length] = '\0';
}

static enum MHD_Result whole_take(struct http_request *request)
{
    const struct http_handler *handler = &request->server->options.handler;
    request->handled = true;
    request->held = true;
    request->server->held++;
    if (request->peer != NULL) {
        request->peer->receiving_since_ms = 0;
    }
    handler->handle(handler->context, request);
    if (request->response != NULL) {
        return queue(request);
    }
    MHD_suspend_connection(request->connection);
    return MHD_YES;
}

enum MHD_Result http__access(void *context, struct MHD_Connection *connection, const char *url,
                             const char *method, const char *version, const char *upload,
                             size_t *upload_size, void **slot)
{
    struct http_request *request = *slot;
    (void)version;
    if (request == NULL) {
        request = request_make(context, connection, url, method);
        *slot = request;
        return request == NULL ? MHD_NO : head_take(request);
    }
    if (*upload_size > 0) {
        body_take(request, upload, *upload_size);
        *upload_size = 0;
        return MHD_YES;
    }
    if (!request->handled) {
        return whole_take(request);
    }
    return request->response != NULL ? queue(request) : MHD_YES;
}

void http__completed(void *context, struct MHD_Connection *connection, void **slot,
                     enum MHD_RequestTerminationCode code)
{
    struct http_request *request = *slot;
    (void)context;
    (void)connection;
    (void)code;
    if (request == NULL) {
        return;
    }
    const struct http_handler *handler = &request->server->options.handler;
    handler->gone(handler->context, request);
    if (request->held) {
        request->server->held--;
    }
    if (request->peer != NULL) {
        request->peer->receiving_since_ms = 0;
    }
    http__stream_free(request);
    if (request->response != NULL) {
        MHD_destroy_response(request->response);
    }
    free(request->body);
    free(request->path);
    free(request);
    *slot = NULL;
}

const char *http_method(const struct http_request *request)
{
    return request->method;
}

const char *http_path(const struct http_request *request)
{
    return request->path;
}

const char *http_address(const struct http_request *request)
{
    if (request->forwarded[0] != '\0') {
        return request->forwarded;
    }
    return request->peer != NULL ? request->peer->address : "";
}

int64_t http_started_ms(const struct http_request *request)
{
    return request->started_ms;
}

const char *http_header(const struct http_request *request, const char *name)
{
    return header(request, name);
}

const char *http_query(const struct http_request *request, const char *name)
{
    return MHD_lookup_connection_value(request->connection, MHD_GET_ARGUMENT_KIND, name);
}

struct each {
    http_each_fn each;
    void *context;
};

static enum MHD_Result query_one(void *context, enum MHD_ValueKind kind, const char *name,
                                 const char *value)
{
    const struct each *each = context;
    (void)kind;
    return each->each(each->context, name, value == NULL ? "" : value) ? MHD_YES : MHD_NO;
}

void http_query_each(const struct http_request *request, http_each_fn each, void *context)
{
    struct each both = {each, context};
    MHD_get_connection_values(request->connection, MHD_GET_ARGUMENT_KIND, query_one, &both);
}

const char *http_body(const struct http_request *request, size_t *length)
{
    *length = request->body_length;
    return request->body != NULL ? request->body : "";
}

bool http_body_refused(const struct http_request *request)
{
    return request->body_refused;
}

void http_attach(struct http_request *request, void *attached)
{
    request->attached = attached;
}

void *http_attached(const struct http_request *request)
{
    return request->attached;
}

int http_status(const struct http_request *request)
{
    return request->status;
}

uint64_t http_sent_bytes(const struct http_request *request)
{
    return request->sent_bytes;
}

static struct MHD_Response *response_make(struct http_request *request,
                                          const struct http_reply *reply)
{
    if (request->stream != NULL) {
        return http__stream_response(request);
    }
    if (reply->body != NULL) {
        return MHD_create_response_from_buffer(reply->length, reply->body, MHD_RESPMEM_MUST_FREE);
    }
    /* The library's buffer is not const, but it only reads what it does not own. */
    const void *bytes = reply->lasting != NULL ? reply->lasting : (const void *)empty_head;
    return MHD_create_response_from_buffer(reply->lasting != NULL ? reply->length : 0,
                                           (void *)(uintptr_t)bytes, MHD_RESPMEM_PERSISTENT);
}

void http_reply(struct http_request *request, struct http_reply *reply)
{
    REQUIRE(request != NULL && reply != NULL && request->response == NULL && !request->queued);
    struct MHD_Response *response = response_make(request, reply);
    REQUIRE(response != NULL); /* a few hundred bytes: without them nothing can go on */
    if (reply->type != NULL) {
        MHD_add_response_header(response, "Content-Type", reply->type);
    }
    for (size_t i = 0; i < HTTP_HEADERS_MAX && reply->headers[i].name != NULL; i++) {
        MHD_add_response_header(response, reply->headers[i].name, reply->headers[i].value);
    }
    request->response = response;
    request->status = reply->status;
    request->sent_bytes += request->stream == NULL ? reply->length : 0;
    if (request->held) {
        request->held = false;
        request->server->held--;
        const union MHD_ConnectionInfo *info =
            MHD_get_connection_info(request->connection, MHD_CONNECTION_INFO_CONNECTION_SUSPENDED);
        if (info != NULL && info->suspended == MHD_YES) {
            MHD_resume_connection(request->connection);
        }
    }
}
