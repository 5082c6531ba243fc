/* http.h - HTTP/1.1 for the rooms above: whole requests, whole replies, and streams of events.
 *
 * The only room that includes libmicrohttpd. One thread runs the loop (http_run) and calls the
 * handler on it; every function below but http_wake() and http_stop() belongs to that thread. A
 * handler that returns without a reply holds the request: no thread waits, the connection sleeps,
 * and the reply may be given later. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/problem.h"
#include "base/status.h"

struct http_server;
struct http_request;

enum {
    HTTP_ADDRESS_SIZE = 64, /* "2001:db8::1" with its NUL */
    HTTP_HEADERS_MAX = 12,  /* of one reply */
};

struct http_handler {
    void *context;
    /* The head has come. Says how many bytes of body are welcome, or replies at once. */
    size_t (*head)(void *context, struct http_request *request);
    /* The whole request is here: replies now, or holds it. */
    void (*handle)(void *context, struct http_request *request);
    /* The last call for a request: sent, or broken off. Frees what was attached. */
    void (*gone)(void *context, struct http_request *request);
    void (*wake)(void *context);                 /* after one or more http_wake() */
    void (*tick)(void *context, int64_t now_ms); /* some four times a second */
    void (*rest)(void *context);                 /* before the loop waits */
};

struct http_options {
    const char *host;            /* an address, not a name: "127.0.0.1", "::" */
    uint16_t port;               /* 0: any that is free */
    const char *tls_certificate; /* PEM text, borrowed; NULL: plain HTTP */
    const char *tls_key;
    unsigned connections_max;
    unsigned connections_per_address_max;
    unsigned idle_seconds;        /* a connection that says nothing is closed */
    unsigned receive_seconds;     /* so long may a request take to arrive, head and body */
    unsigned requests_per_second; /* from one address, on average; 0: any number */
    unsigned requests_burst;
    bool behind_proxy; /* the peer's address is the last of X-Forwarded-For */
    struct http_handler handler;
};

/* Listens. The caller owns `*out`. `problem` names the address. Refuses: HTTP_LISTEN (in use, not
 * ours, not an address), HTTP_TLS (certificate and key do not fit). */
CHECKED struct status http_open(const struct http_options *options, struct http_server **out,
                                struct problem *problem);
uint16_t http_port(const struct http_server *server);
/* Runs the loop until http_stop() was called and every held request was answered. */
CHECKED struct status http_run(struct http_server *server);
/* From any thread, and from a signal handler: wakes the loop, or ends it. After a stop nobody new
 * is heard, streams end, what was taken is answered. */
void http_wake(struct http_server *server);
void http_stop(struct http_server *server);
void http_close(struct http_server **server); /* Sets to NULL; NULL is welcome. */
unsigned http_connections(const struct http_server *server);
bool http_stopping(const struct http_server *server);

/* ---- the request; texts are borrowed until it is gone ---- */

const char *http_method(const struct http_request *request);
const char *http_path(const struct http_request *request);    /* decoded, without the query */
const char *http_address(const struct http_request *request); /* of the peer */
int64_t http_started_ms(const struct http_request *request);  /* monotonic */
/* NULL where there is none. A name that comes twice gives the first. */
const char *http_header(const struct http_request *request, const char *name);
const char *http_query(const struct http_request *request, const char *name);
/* Calls back for each parameter of the query; false ends it. */
typedef bool (*http_each_fn)(void *context, const char *name, const char *value);
void http_query_each(const struct http_request *request, http_each_fn each, void *context);
const char *http_body(const struct http_request *request, size_t *length);

/* The body was larger than welcome, and is not here: to be answered at once, with 413. */
bool http_body_refused(const struct http_request *request);

void http_attach(struct http_request *request, void *attached);
void *http_attached(const struct http_request *request);
/* Of the reply, once given; else 0. */
int http_status(const struct http_request *request);
uint64_t http_sent_bytes(const struct http_request *request);

/* ---- the reply ---- */

struct http_pair {
    const char *name;
    const char *value;
};

struct http_reply {
    int status;
    const char *type;    /* of the content; NULL: none */
    void *body;          /* malloc'ed, taken over; NULL: none */
    const void *lasting; /* instead of body: borrowed for ever */
    size_t length;
    struct http_pair headers[HTTP_HEADERS_MAX]; /* ends with a NULL name; copied */
};
/* Once for each request; it may come while the request is held. */
void http_reply(struct http_request *request, struct http_reply *reply);

/* ---- streams: text/event-stream ---- */

/* Bytes that many streams share. Made with one reference, which the maker gives back. */
struct http_block;
struct http_block *http_block_make(const void *bytes, size_t length); /* NULL: out of memory */
void http_block_drop(struct http_block *block);

/* The reply is a stream from now on. Nothing of a stream is kept for a reader that does not read:
 * http_stream_send() answers false when too much waits, and the caller ends the stream. */
void http_stream_start(struct http_request *request);
CHECKED bool http_stream_send(struct http_request *request, struct http_block *block);
void http_stream_end(struct http_request *request);
bool http_streams(const struct http_request *request); /* it was started, and goes on or ended */
