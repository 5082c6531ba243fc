/* outbound_test.c - where requests may go, and what a server that misbehaves can do: a real socket
 * on this machine answers by the row. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <arpa/inet.h>
#include <cmocka.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "outbound/outbound.h"

struct url_row {
    const char *name;
    const char *url;
    bool good;
};

static struct url_row url_rows[] = {
    {"https is good", "https://sms.example/send", true},
    {"https with a port is good", "https://sms.example:8443", true},
    {"http to this machine is good", "http://127.0.0.1:9000/sms", true},
    {"http to this machine by IPv6 is good", "http://[::1]:9000/sms?x=1", true},
    {"http to another machine is not", "http://sms.example/", false},
    {"http to a name for this machine is not", "http://localhost/", false},
    {"http to a name that starts as this machine is not", "http://127.0.0.1.example/", false},
    {"http to a private address is not", "http://192.168.1.1/", false},
    {"a user before the host is not", "http://127.0.0.1@evil.example/", false},
    {"a user before a secure host is not", "https://a:b@sms.example/", false},
    {"a file is not", "file:///etc/passwd", false},
    {"gopher is not", "gopher://127.0.0.1:25/", false},
    {"no host is not", "https:///x", false},
    {"a line break is not", "https://sms.example/\r\nX: y", false},
    {"a space is not", "https://sms.example/a b", false},
    {"a backslash is not", "https://sms.example\\@evil", false},
    {"nothing is not", "", false},
};

static void url_check(void **state)
{
    const struct url_row *row = *state;
    struct outbound_request request = {.url = row->url};
    struct outbound_answer answer;
    assert_int_equal(row->good, outbound_url_good(row->url));
    if (!row->good) {
        assert_int_equal(STATUS_OUTBOUND_URL, outbound_send(&request, &answer).code);
    }
}

struct answer_row {
    const char *name;
    const char *json;  /* what is sent; NULL: a GET */
    const char *head;  /* what the server says */
    size_t body;       /* and how much follows */
    const char *heard; /* must be part of what the server heard */
    enum status_code code;
    int status;
};

static struct answer_row answer_rows[] = {
    {"an answer is taken", NULL, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n", 2,
     "GET /x?a=1 HTTP/1.1", STATUS_OK, 200},
    {"a body is sent as JSON", "{\"a\":1}", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", 0,
     "Content-Type: application/json", STATUS_OK, 200},
    {"the secret is sent as a bearer token", "{}", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
     0, "Authorization: Bearer tell-nobody", STATUS_OK, 200},
    {"a redirect is not followed", NULL,
     "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n", 0, "GET",
     STATUS_OK, 302},
    {"a server in trouble is told as it is", NULL, "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n",
     0, "GET", STATUS_OK, 503},
    {"an answer at the limit is taken", NULL, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n",
     OUTBOUND_ANSWER_MAX, "GET", STATUS_OK, 200},
    {"an answer above the limit is refused", NULL, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n",
     OUTBOUND_ANSWER_MAX + 1, "GET", STATUS_OUTBOUND_LARGE, 0},
    {"an answer that breaks off is refused", NULL, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n",
     3, "GET", STATUS_OUTBOUND_FAILED, 0},
    {"what is no HTTP is refused", NULL, "SSH-2.0-x\r\n\r\n", 0, "GET", STATUS_OUTBOUND_FAILED, 0},
};

struct peer {
    const struct answer_row *row;
    int listener;
    char heard[4096];
};

static void *peer_main(void *context)
{
    struct peer *peer = context;
    int line = accept(peer->listener, NULL, NULL);
    ssize_t got = recv(line, peer->heard, sizeof peer->heard - 1, 0);
    peer->heard[got > 0 ? got : 0] = '\0';
    send(line, peer->row->head, strlen(peer->row->head), MSG_NOSIGNAL);
    char block[1024];
    memset(block, 'x', sizeof block);
    for (size_t left = peer->row->body; left > 0;) {
        size_t part = left < sizeof block ? left : sizeof block;
        if (send(line, block, part, MSG_NOSIGNAL) < 0) {
            break;
        }
        left -= part;
    }
    close(line);
    return NULL;
}

static uint16_t listener_open(int *listener)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    *listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(0, bind(*listener, (struct sockaddr *)&address, size));
    assert_int_equal(0, listen(*listener, 1));
    assert_int_equal(0, getsockname(*listener, (struct sockaddr *)&address, &size));
    return ntohs(address.sin_port);
}

static void answer_check(void **state)
{
    struct peer peer = {.row = *state};
    const struct answer_row *row = peer.row;
    pthread_t thread;
    char url[64];
    struct outbound_answer answer;
    snprintf(url, sizeof url, "http://127.0.0.1:%u/x?a=1", listener_open(&peer.listener));
    assert_int_equal(0, pthread_create(&thread, NULL, peer_main, &peer));
    struct outbound_request request = {
        .url = url, .json = row->json, .bearer = row->json != NULL ? "tell-nobody" : NULL};
    struct status status = outbound_send(&request, &answer);
    pthread_join(thread, NULL);
    close(peer.listener);
    assert_string_equal(status_name(row->code), status_name(status.code));
    assert_int_equal(row->status, answer.status);
    assert_int_equal(row->code == STATUS_OK ? row->body : 0, answer.length);
    assert_non_null(strstr(peer.heard, row->heard));
    outbound_answer_free(&answer);
}

static void nobody_check(void **state)
{
    (void)state;
    int listener = -1;
    char url[64];
    struct outbound_answer answer;
    snprintf(url, sizeof url, "http://127.0.0.1:%u/", listener_open(&listener));
    close(listener);
    struct outbound_request request = {.url = url};
    assert_int_equal(STATUS_OUTBOUND_FAILED, outbound_send(&request, &answer).code);
}

static void encode_check(void **state)
{
    (void)state;
    char out[32] = "a=";
    assert_true(outbound_encode(out, sizeof out, "x y&z=\xE6\x9D\x91"));
    assert_string_equal("a=x%20y%26z%3D%E6%9D%91", out);
    char small[6] = "a=";
    assert_false(outbound_encode(small, sizeof small, "xyz"));
}

#define ROWS(rows, check)                                                                          \
    for (size_t i = 0; i < COUNT(rows); i++) {                                                     \
        tests[count++] = (struct CMUnitTest){(rows)[i].name, check, NULL, NULL, &(rows)[i]};       \
    }

int main(void)
{
    struct CMUnitTest tests[48];
    size_t count = 0;
    ROWS(url_rows, url_check)
    ROWS(answer_rows, answer_check)
    const struct CMUnitTest others[] = {
        {"a server that is not there is refused", nobody_check, NULL, NULL, NULL},
        {"a value in a query is encoded, and never cut", encode_check, NULL, NULL, NULL},
    };
    for (size_t i = 0; i < COUNT(others); i++) {
        tests[count++] = others[i];
    }
    return _cmocka_run_group_tests("outbound", tests, count, NULL, NULL);
}
