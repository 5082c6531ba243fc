/* outbound.c - one request over libcurl, with every convenience that could lead it astray off. */
#include "outbound/outbound.h"

#include <curl/curl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void init_once(void)
{
    REQUIRE(curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK);
}

/* The host part, up to the port, the path or the end. */
static bool host_is(const char *host, const char *name)
{
    size_t length = strlen(name);
    return strncmp(host, name, length) == 0 && (host[length] == ':' || host[length] == '/' ||
                                                host[length] == '?' || host[length] == '\0');
}

bool outbound_url_good(const char *url)
{
    size_t length = strlen(url);
    bool secure = strncmp(url, "https://", 8) == 0;
    const char *host = secure ? url + 8 : url + 7;
    if (length >= OUTBOUND_URL_MAX || (!secure && strncmp(url, "http://", 7) != 0)) {
        return false;
    }
    for (size_t i = 0; i < length; i++) {
        if ((unsigned char)url[i] <= ' ' || (unsigned char)url[i] >= 0x7F || url[i] == '\\') {
            return false;
        }
    }
    size_t authority = strcspn(host, "/?#");
    if (authority == 0 || memchr(host, '@', authority) != NULL) {
        return false;
    }
    return secure || host_is(host, "127.0.0.1") || host_is(host, "[::1]");
}

static size_t take(char *bytes, size_t size, size_t count, void *context)
{
    struct outbound_answer *answer = context;
    size_t length = size * count;
    if (length > OUTBOUND_ANSWER_MAX - answer->length) {
        return 0; /* libcurl gives up */
    }
    memcpy(answer->body + answer->length, bytes, length);
    answer->length += length;
    answer->body[answer->length] = '\0';
    return length;
}

static struct curl_slist *headers_make(const struct outbound_request *request)
{
    char line[1024];
    struct curl_slist *list = curl_slist_append(NULL, "Expect:"); /* no 100-continue */
    struct curl_slist *longer = list;
    if (longer != NULL && request->json != NULL) {
        longer = curl_slist_append(list, "Content-Type: application/json");
    }
    if (longer != NULL && request->bearer != NULL && request->bearer[0] != '\0') {
        snprintf(line, sizeof line, "Authorization: Bearer %s", request->bearer);
        longer = curl_slist_append(list, line);
        memset(line, 0, sizeof line);
    }
    if (longer == NULL) {
        curl_slist_free_all(list);
        return NULL;
    }
    return list;
}

static void options_set(CURL *curl, const struct outbound_request *request,
                        struct curl_slist *headers, struct outbound_answer *answer)
{
    curl_easy_setopt(curl, CURLOPT_URL, request->url);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, 5L);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)OUTBOUND_SECONDS_MAX);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, answer);
    if (request->json != NULL) {
        curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, (long)strlen(request->json));
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, request->json);
    }
}

static struct status perform(CURL *curl, struct outbound_answer *answer)
{
    CURLcode code = curl_easy_perform(curl);
    long status = 0;
    if (code == CURLE_WRITE_ERROR) {
        return REFUSE(OUTBOUND_LARGE);
    }
    if (code != CURLE_OK || curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status) != CURLE_OK) {
        return REFUSE(OUTBOUND_FAILED);
    }
    answer->status = (int)status;
    return OK;
}

struct status outbound_send(const struct outbound_request *request, struct outbound_answer *answer)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    REQUIRE(request != NULL && answer != NULL);
    *answer = (struct outbound_answer){.status = 0};
    if (!outbound_url_good(request->url)) {
        return REFUSE(OUTBOUND_URL);
    }
    REQUIRE(pthread_once(&once, init_once) == 0);
    struct curl_slist *headers = headers_make(request);
    CURL *curl = curl_easy_init();
    answer->body = calloc(1, OUTBOUND_ANSWER_MAX + 1);
    struct status status = FAULT(OUT_OF_MEMORY);
    if (headers != NULL && curl != NULL && answer->body != NULL) {
        options_set(curl, request, headers, answer);
        status = perform(curl, answer);
    }
    curl_easy_cleanup(curl);
    curl_slist_free_all(headers);
    if (!status_ok(status)) {
        outbound_answer_free(answer);
    }
    return status;
}

void outbound_answer_free(struct outbound_answer *answer)
{
    free(answer->body);
    *answer = (struct outbound_answer){.status = 0};
}

bool outbound_encode(char *out, size_t size, const char *value)
{
    static const char plain[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    size_t used = strlen(out);
    for (; *value != '\0'; value++) {
        if (used + 4 > size) {
            return false;
        }
        if (strchr(plain, *value) != NULL) {
            out[used++] = *value;
            out[used] = '\0';
        } else {
            used += (size_t)snprintf(out + used, size - used, "%%%02X", (unsigned char)*value);
        }
    }
    return true;
}
