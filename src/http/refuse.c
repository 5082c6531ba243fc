/* refuse.c - answers where the library has none, or one that no client of ours reads: a head that
 * fills its memory, a request that is not HTTP.
 *
 * libmicrohttpd refuses such a request with a page of HTML, and where the head has left too little
 * room for the answer's, it closes without a word. Both are mended here: a head is taken only where
 * an answer fits beside it, and what the library refuses comes through MHD_queue_response(), which
 * is bound before the library's own, so that the refusal is a problem as all others are. */
#include <dlfcn.h>
#include <string.h>
#include <sys/socket.h>

#include "http/http_internal.h"

enum {
    ENTRY_BYTES = 64,        /* what the library notes for each header, cookie and parameter */
    REPLY_HEAD_BYTES = 768,  /* the largest head of a reply of ours, with what the library adds */
    DRAIN_BYTES = 64 * 1024, /* that a refused client may still have on the way */
};

struct refusal {
    unsigned status;
    const char *line;
    const char *body;
};

static const struct refusal refusals[] = {
    {431, "431 Request Header Fields Too Large",
     "{\"type\":\"about:blank\",\"status\":431,\"code\":\"HEAD_TOO_LARGE\","
     "\"title\":\"请求头太大 / the head of the request is too large\"}"},
    {414, "414 URI Too Long",
     "{\"type\":\"about:blank\",\"status\":414,\"code\":\"ADDRESS_TOO_LONG\","
     "\"title\":\"网址太长 / the address is too long\"}"},
    {413, "413 Content Too Large",
     "{\"type\":\"about:blank\",\"status\":413,\"code\":\"BODY_TOO_LARGE\","
     "\"title\":\"请求内容太大 / the body of the request is too large\"}"},
    {505, "505 HTTP Version Not Supported",
     "{\"type\":\"about:blank\",\"status\":505,\"code\":\"HTTP_VERSION\","
     "\"title\":\"只支持 HTTP/1.1 / HTTP/1.1 alone is spoken here\"}"},
    {400, "400 Bad Request",
     "{\"type\":\"about:blank\",\"status\":400,\"code\":\"NOT_HTTP\","
     "\"title\":\"不是合格的 HTTP 请求 / this is not proper HTTP\"}"},
};

static const struct refusal *refusal_find(unsigned status)
{
    for (size_t i = 0; i < COUNT(refusals); i++) {
        if (refusals[i].status == status) {
            return &refusals[i];
        }
    }
    return &refusals[COUNT(refusals) - 1];
}

/* A few hundred bytes into a socket that has sent all it had: they fit. What the client still
 * sends is read, since a socket closed over unread bytes resets, and the answer may be lost. */
static void answer_at_once(int socket, const struct refusal *refusal)
{
    char text[512];
    int length = snprintf(text, sizeof text,
                          "HTTP/1.1 %s\r\nConnection: close\r\n"
                          "Content-Type: application/problem+json\r\n"
                          "Content-Length: %zu\r\n\r\n%s",
                          refusal->line, strlen(refusal->body), refusal->body);
    REQUIRE(length > 0 && (size_t)length < sizeof text);
    ssize_t sent = send(socket, text, (size_t)length, MSG_NOSIGNAL | MSG_DONTWAIT);
    (void)sent; /* who is gone needs no answer */
    shutdown(socket, SHUT_WR);
    char thrown[4096];
    ssize_t got = 1;
    for (size_t read = 0; got > 0 && read < DRAIN_BYTES; read += (size_t)got) {
        got = recv(socket, thrown, sizeof thrown, MSG_DONTWAIT);
    }
    shutdown(socket, SHUT_RD);
}

static struct http_peer *peer_of(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info != NULL ? info->socket_context : NULL;
}

typedef enum MHD_Result (*queue_fn)(struct MHD_Connection *, unsigned, struct MHD_Response *);

enum MHD_Result http__queue(struct MHD_Connection *connection, unsigned status,
                            struct MHD_Response *response)
{
    static queue_fn library;
    if (library == NULL) {
        void *found = dlsym(RTLD_NEXT, "MHD_queue_response");
        REQUIRE(found != NULL);
        memcpy(&library, &found, sizeof library);
    }
    return library(connection, status, response);
}

/* Called by the library alone, for what it refuses. The library goes on as if it had answered, and
 * finds the connection at its end. Over TLS the words must go through it. */
enum MHD_Result MHD_queue_response(struct MHD_Connection *connection, unsigned status,
                                   struct MHD_Response *response)
{
    const struct refusal *refusal = refusal_find(status);
    struct http_peer *peer = peer_of(connection);
    if (peer == NULL) {
        return http__queue(connection, status, response);
    }
    if (peer->server->options.tls_certificate == NULL) {
        answer_at_once(peer->socket, refusal);
        return http__queue(connection, status, response);
    }
    struct MHD_Response *ours = MHD_create_response_from_buffer(
        strlen(refusal->body), (void *)(uintptr_t)refusal->body, MHD_RESPMEM_PERSISTENT);
    if (ours == NULL) {
        return MHD_NO;
    }
    MHD_add_response_header(ours, "Content-Type", "application/problem+json");
    enum MHD_Result result = http__queue(connection, status, ours);
    MHD_destroy_response(ours);
    return result;
}

static size_t entries(const struct http_request *request)
{
    const unsigned kinds = MHD_HEADER_KIND | MHD_COOKIE_KIND | MHD_GET_ARGUMENT_KIND;
    int count =
        MHD_get_connection_values(request->connection, (enum MHD_ValueKind)kinds, NULL, NULL);
    return count > 0 ? (size_t)count : 0;
}

bool http__head_fits(const struct http_request *request)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(request->connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
    const char *cookie = http_header(request, "Cookie"); /* the library takes it apart in a copy */
    size_t taken = info != NULL ? info->header_size : 0;
    taken += entries(request) * ENTRY_BYTES + (cookie != NULL ? strlen(cookie) + 1 : 0);
    return taken + REPLY_HEAD_BYTES <= POOL_BYTES;
}

bool http__head_refuse(struct http_request *request)
{
    const struct refusal *refusal = refusal_find(MHD_HTTP_REQUEST_HEADER_FIELDS_TOO_LARGE);
    if (request->server->options.tls_certificate == NULL && request->peer != NULL) {
        answer_at_once(request->peer->socket, refusal);
        return false;
    }
    struct http_reply reply = {.status = (int)refusal->status,
                               .type = "application/problem+json",
                               .lasting = refusal->body,
                               .length = strlen(refusal->body)};
    http_reply(request, &reply);
    return true;
}
