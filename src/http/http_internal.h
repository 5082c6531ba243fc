/* http_internal.h - what the files of this room share. */
#pragma once

#include <microhttpd.h>

#include "http/http.h"

enum {
    STREAM_BLOCKS_MAX = 16,  /* that wait for one reader */
    POOL_BYTES = 5 * 1024,   /* a connection's: bounds the head of a request */
    STREAM_PART_BYTES = 128, /* what is copied at once to a reader of a stream */
};

/* One accepted socket, from accept to close. */
struct http_peer {
    struct http_peer *next;
    struct http_peer *previous;
    struct http_server *server;
    int socket;
    int64_t receiving_since_ms; /* 0: no request is arriving */
    char address[HTTP_ADDRESS_SIZE];
};

struct http_block {
    size_t references; /* the loop's thread alone counts */
    size_t length;
    char bytes[];
};

struct http_stream {
    bool open;
    bool ended;
    bool asleep; /* suspended: nothing to send */
    size_t first;
    size_t count;
    size_t offset; /* of the first block, already sent */
    struct http_block *blocks[STREAM_BLOCKS_MAX];
};

struct http_request {
    struct http_server *server;
    struct MHD_Connection *connection;
    struct http_peer *peer;
    struct http_request *next_stream; /* of all open streams */
    struct http_request *previous_stream;
    const char *method;
    char *path;
    char forwarded[HTTP_ADDRESS_SIZE]; /* the address that a proxy gives; "" without one */
    int64_t started_ms;
    size_t body_max;
    char *body;
    size_t body_length;
    size_t body_room;
    bool body_refused;
    bool handled;
    bool held;
    bool queued;
    int status;
    uint64_t sent_bytes;
    struct MHD_Response *response; /* given, not yet queued */
    void *attached;
    struct http_stream *stream; /* NULL: an ordinary reply */
};

struct rate_table;
/* `per_second` 0: no limit. Returns NULL when out of memory. */
struct rate_table *rate__make(unsigned per_second, unsigned burst);
void rate__free(struct rate_table *table);
/* Whether one more request from the address is welcome; else `*wait_seconds` says when one is. */
bool rate__take(struct rate_table *table, const char *address, int64_t now_ms,
                unsigned *wait_seconds);

struct http_server {
    struct http_options options;
    struct MHD_Daemon *daemon;
    struct rate_table *rates;
    struct http_peer *peers;
    struct http_request *streams;
    int listener;
    int epoll;
    int wake;
    unsigned held; /* requests without a reply */
    int64_t tick_ms;
    bool quiesced;
    volatile int stop; /* set by http_stop(), from any thread or a signal handler */
    uint16_t port;
    unsigned connections;
};

/* Called by libmicrohttpd. */
enum MHD_Result http__access(void *context, struct MHD_Connection *connection, const char *url,
                             const char *method, const char *version, const char *upload,
                             size_t *upload_size, void **slot);
void http__completed(void *context, struct MHD_Connection *connection, void **slot,
                     enum MHD_RequestTerminationCode code);

/* The library's MHD_queue_response(), past ours. */
enum MHD_Result http__queue(struct MHD_Connection *connection, unsigned status,
                            struct MHD_Response *response);
/* Whether the head leaves room in the pool for the head of any reply. */
bool http__head_fits(const struct http_request *request);
/* Answers 431: at once, and the connection is to be closed (false), or by a reply (true). */
bool http__head_refuse(struct http_request *request);

/* Ends every stream, for the stop. */
void http__streams_end(struct http_server *server);
void http__stream_free(struct http_request *request);
struct MHD_Response *http__stream_response(struct http_request *request);
int64_t http__now_ms(void);
