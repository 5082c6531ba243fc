/* server.c - listening, the loop, and the end of it. libmicrohttpd is driven from our own epoll, so
 * that replies given by another thread's work are resumed together, by the loop itself. */
#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "http/http_internal.h"

enum { TICK_MS = 250, BACKLOG = 1024 };

/* GnuTLS's priority string: nothing older than 1.2 (RFC 8996). */
static const char tls_versions[] = "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:%SERVER_PRECEDENCE";

int64_t http__now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void peer_address(struct http_peer *peer, const struct sockaddr *address)
{
    const void *bytes = NULL;
    if (address->sa_family == AF_INET) {
        bytes = &((const struct sockaddr_in *)(const void *)address)->sin_addr;
    } else if (address->sa_family == AF_INET6) {
        bytes = &((const struct sockaddr_in6 *)(const void *)address)->sin6_addr;
    }
    if (bytes == NULL ||
        inet_ntop(address->sa_family, bytes, peer->address, sizeof peer->address) == NULL) {
        peer->address[0] = '\0';
    }
}

static void peer_begin(struct http_server *server, struct MHD_Connection *connection, void **slot)
{
    struct http_peer *peer = calloc(1, sizeof *peer);
    *slot = peer;
    if (peer == NULL) {
        return;
    }
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    if (info != NULL) {
        peer_address(peer, info->client_addr);
    }
    info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    peer->socket = info != NULL ? info->connect_fd : -1;
    peer->server = server;
    peer->receiving_since_ms = http__now_ms();
    peer->next = server->peers;
    if (server->peers != NULL) {
        server->peers->previous = peer;
    }
    server->peers = peer;
    server->connections++;
}

static void peer_end(struct http_server *server, void **slot)
{
    struct http_peer *peer = *slot;
    *slot = NULL;
    if (peer == NULL) {
        return;
    }
    if (peer->previous != NULL) {
        peer->previous->next = peer->next;
    } else {
        server->peers = peer->next;
    }
    if (peer->next != NULL) {
        peer->next->previous = peer->previous;
    }
    server->connections--;
    free(peer);
}

static void peer_note(void *context, struct MHD_Connection *connection, void **slot,
                      enum MHD_ConnectionNotificationCode code)
{
    if (code == MHD_CONNECTION_NOTIFY_STARTED) {
        peer_begin(context, connection, slot);
    } else {
        peer_end(context, slot);
    }
}

/* The first line of a request has come on a connection that was idle: its time runs from now. */
static void *request_noted(void *context, const char *uri, struct MHD_Connection *connection)
{
    (void)context;
    (void)uri;
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    struct http_peer *peer = info != NULL ? info->socket_context : NULL;
    if (peer != NULL && peer->receiving_since_ms == 0) {
        peer->receiving_since_ms = http__now_ms();
    }
    return NULL;
}

/* A client that feeds a byte at a time never looks idle: its request has a time to be whole. */
static void slow_peers_cut(struct http_server *server, int64_t now_ms)
{
    int64_t limit_ms = (int64_t)server->options.receive_seconds * 1000;
    for (struct http_peer *peer = server->peers; peer != NULL; peer = peer->next) {
        if (peer->receiving_since_ms > 0 && now_ms - peer->receiving_since_ms > limit_ms) {
            shutdown(peer->socket, SHUT_RDWR);
            peer->receiving_since_ms = 0;
        }
    }
}

static struct status listener_open(struct http_server *server)
{
    char port[8];
    snprintf(port, sizeof port, "%u", (unsigned)server->options.port);
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM,
                             .ai_flags = AI_PASSIVE | AI_NUMERICHOST | AI_NUMERICSERV};
    struct addrinfo *found = NULL;
    if (getaddrinfo(server->options.host, port, &hints, &found) != 0) {
        return REFUSE(HTTP_LISTEN);
    }
    int yes = 1;
    int listener = socket(found->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    bool good =
        listener >= 0 && setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) == 0 &&
        bind(listener, found->ai_addr, found->ai_addrlen) == 0 && listen(listener, BACKLOG) == 0;
    freeaddrinfo(found);
    server->listener = listener;
    struct sockaddr_storage bound = {0};
    socklen_t length = sizeof bound;
    if (!good || getsockname(listener, (struct sockaddr *)&bound, &length) != 0) {
        return REFUSE(HTTP_LISTEN);
    }
    server->port =
        ntohs(bound.ss_family == AF_INET6 ? ((struct sockaddr_in6 *)(void *)&bound)->sin6_port
                                          : ((struct sockaddr_in *)(void *)&bound)->sin_port);
    return OK;
}

/* Room for a socket for each connection, and for what else the process opens. */
static void files_allow(unsigned connections)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < connections + 256) {
        limit.rlim_cur = connections + 256 < limit.rlim_max ? connections + 256 : limit.rlim_max;
        setrlimit(RLIMIT_NOFILE, &limit);
    }
}

static struct status daemon_start(struct http_server *server)
{
    const struct http_options *options = &server->options;
    bool tls = options->tls_certificate != NULL;
    struct MHD_OptionItem more[] = {
        {tls ? MHD_OPTION_HTTPS_MEM_CERT : MHD_OPTION_END, 0,
         (void *)(uintptr_t)options->tls_certificate},
        {MHD_OPTION_HTTPS_MEM_KEY, 0, (void *)(uintptr_t)options->tls_key},
        {MHD_OPTION_HTTPS_PRIORITIES, 0, (void *)(uintptr_t)tls_versions},
        {MHD_OPTION_END, 0, NULL},
    };
    unsigned flags = MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME | (tls ? MHD_USE_TLS : 0);
    server->daemon = MHD_start_daemon(
        flags, 0, NULL, NULL, http__access, server, MHD_OPTION_LISTEN_SOCKET, server->listener,
        MHD_OPTION_NOTIFY_COMPLETED, http__completed, server, MHD_OPTION_NOTIFY_CONNECTION,
        peer_note, server, MHD_OPTION_URI_LOG_CALLBACK, request_noted, server,
        MHD_OPTION_CONNECTION_LIMIT, options->connections_max, MHD_OPTION_PER_IP_CONNECTION_LIMIT,
        options->connections_per_address_max, MHD_OPTION_CONNECTION_TIMEOUT, options->idle_seconds,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)POOL_BYTES,
        MHD_OPTION_CONNECTION_MEMORY_INCREMENT, (size_t)1024, MHD_OPTION_STRICT_FOR_CLIENT, 1,
        MHD_OPTION_ARRAY, more, MHD_OPTION_END);
    return server->daemon != NULL ? OK : REFUSE(HTTP_TLS);
}

static struct status loop_make(struct http_server *server)
{
    const union MHD_DaemonInfo *info =
        MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_EPOLL_FD);
    server->epoll = epoll_create1(EPOLL_CLOEXEC);
    server->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (info == NULL || server->epoll < 0 || server->wake < 0) {
        return FAULT(OUT_OF_MEMORY);
    }
    struct epoll_event library = {.events = EPOLLIN, .data.fd = info->epoll_fd};
    struct epoll_event woken = {.events = EPOLLIN, .data.fd = server->wake};
    bool good = epoll_ctl(server->epoll, EPOLL_CTL_ADD, info->epoll_fd, &library) == 0 &&
                epoll_ctl(server->epoll, EPOLL_CTL_ADD, server->wake, &woken) == 0;
    return good ? OK : FAULT(OUT_OF_MEMORY);
}

static struct status start(struct http_server *server)
{
    TRY(listener_open(server));
    files_allow(server->options.connections_max);
    server->rates = rate__make(server->options.requests_per_second, server->options.requests_burst);
    if (server->rates == NULL) {
        return FAULT(OUT_OF_MEMORY);
    }
    TRY(daemon_start(server));
    return loop_make(server);
}

struct status http_open(const struct http_options *options, struct http_server **out,
                        struct problem *problem)
{
    REQUIRE(options != NULL && options->host != NULL && out != NULL);
    *out = NULL;
    struct http_server *server = calloc(1, sizeof *server);
    if (server == NULL) {
        return FAULT(OUT_OF_MEMORY);
    }
    server->options = *options;
    server->listener = server->epoll = server->wake = -1;
    struct status status = start(server);
    if (!status_ok(status)) {
        if (problem != NULL) {
            snprintf(problem->value, sizeof problem->value, "%s:%u", options->host,
                     (unsigned)options->port);
        }
        http_close(&server);
        return problem_set(problem, status.code);
    }
    *out = server;
    return OK;
}

uint16_t http_port(const struct http_server *server)
{
    return server->port;
}

unsigned http_connections(const struct http_server *server)
{
    return server->connections;
}

bool http_stopping(const struct http_server *server)
{
    return server->stop != 0;
}

void http_wake(struct http_server *server)
{
    uint64_t one = 1;
    ssize_t written = write(server->wake, &one, sizeof one);
    (void)written; /* Full means that it is awake already. */
}

void http_stop(struct http_server *server)
{
    server->stop = 1;
    http_wake(server);
}

static void wake_take(struct http_server *server)
{
    uint64_t count = 0;
    if (read(server->wake, &count, sizeof count) == sizeof count) {
        server->options.handler.wake(server->options.handler.context);
    }
}

static void tick(struct http_server *server)
{
    int64_t now_ms = http__now_ms();
    if (now_ms - server->tick_ms >= TICK_MS) {
        server->tick_ms = now_ms;
        slow_peers_cut(server, now_ms);
        server->options.handler.tick(server->options.handler.context, now_ms);
    }
}

static void quiesce(struct http_server *server)
{
    if (!server->quiesced) {
        server->quiesced = true;
        MHD_quiesce_daemon(server->daemon);
        http__streams_end(server);
    }
}

static int pause_ms(struct http_server *server)
{
    MHD_UNSIGNED_LONG_LONG wanted = 0;
    if (MHD_get_timeout(server->daemon, &wanted) == MHD_YES && wanted < TICK_MS) {
        return (int)wanted;
    }
    return TICK_MS;
}

struct status http_run(struct http_server *server)
{
    REQUIRE(server != NULL);
    int64_t until_ms = 0;
    for (;;) {
        struct epoll_event events[2];
        server->options.handler.rest(server->options.handler.context);
        int count = epoll_wait(server->epoll, events, 2, pause_ms(server));
        if (count < 0 && errno != EINTR) {
            return FAULT(OUT_OF_MEMORY);
        }
        wake_take(server);
        if (MHD_run(server->daemon) != MHD_YES) {
            return FAULT(OUT_OF_MEMORY);
        }
        tick(server);
        if (server->stop != 0) {
            quiesce(server);
            int64_t now_ms = http__now_ms();
            until_ms = server->held > 0 || until_ms == 0 ? now_ms + TICK_MS : until_ms;
            if (now_ms >= until_ms) {
                return OK; /* what was answered had a moment to be sent */
            }
        }
    }
}

void http_close(struct http_server **server)
{
    REQUIRE(server != NULL);
    struct http_server *old = *server;
    *server = NULL;
    if (old == NULL) {
        return;
    }
    if (old->daemon != NULL) {
        MHD_stop_daemon(old->daemon);
    }
    if (old->listener >= 0 && (old->daemon == NULL || old->quiesced)) {
        close(old->listener);
    }
    if (old->epoll >= 0) {
        close(old->epoll);
    }
    if (old->wake >= 0) {
        close(old->wake);
    }
    rate__free(old->rates);
    free(old);
}
