/* pages.c - finds a page, chooses the smallest form that the browser takes, says what may be
 * loaded with it: nothing from another host, no script or style that stands in the page. */
#include "pages/pages.h"

#include <stdio.h>
#include <string.h>

#include "http/http.h"
#include "pages/pages_internal.h"

enum { PATH_SIZE = 256 };

/* Images and fonts are files of ours; `blob:` is a picture that was just taken, before it goes. */
static const char policy[] = "default-src 'none'; script-src 'self'; style-src 'self'; "
                             "img-src 'self' blob: data:; font-src 'self'; connect-src 'self'; "
                             "media-src 'self' blob:; manifest-src 'self'; base-uri 'none'; "
                             "form-action 'self'; frame-ancestors 'none'";

static const struct page *page_at(const char *path)
{
    size_t low = 0;
    size_t high = pages_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(path, pages_table[middle].path);
        if (order == 0) {
            return &pages_table[middle];
        }
        if (order < 0) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return NULL;
}

/* "/console/" is "/console/index.html"; the resident's own face stands at "/". */
static const struct page *page_find(const char *path)
{
    char name[PATH_SIZE];
    size_t length = strlen(path);
    if (length == 0 || length + sizeof "index.html" + sizeof "/resident" > sizeof name) {
        return NULL;
    }
    const char *tail = path[length - 1] == '/' ? "index.html" : "";
    snprintf(name, sizeof name, "%s%s", path, tail);
    const struct page *page = page_at(name);
    if (page == NULL) {
        snprintf(name, sizeof name, "/resident%s%s", path, tail);
        page = page_at(name);
    }
    return page;
}

static bool folder_answer(struct http_request *request, const char *path)
{
    char name[PATH_SIZE];
    size_t length = strlen(path);
    if (length < 2 || length + 2 > sizeof name || path[length - 1] == '/' ||
        strchr(path + 1, '/') != NULL) {
        return false;
    }
    snprintf(name, sizeof name, "%s/", path);
    char index[PATH_SIZE + sizeof "index.html"];
    snprintf(index, sizeof index, "%sindex.html", name);
    if (page_at(index) == NULL) {
        return false;
    }
    struct http_reply reply = {.status = 308, .headers = {{"Location", name}}};
    http_reply(request, &reply);
    return true;
}

bool pages_answer(struct http_request *request)
{
    const char *method = http_method(request);
    if (strcmp(method, "GET") != 0 && strcmp(method, "HEAD") != 0) {
        return false;
    }
    const struct page *page = page_find(http_path(request));
    if (page == NULL) {
        return folder_answer(request, http_path(request));
    }
    const struct pages__choice choice =
        pages__choose(page, http_header(request, "Accept-Encoding"));
    struct http_reply reply = {
        .status = 200,
        .type = page->type,
        .lasting = choice.form->bytes,
        .length = choice.form->length,
        .headers =
            {
                {"ETag", choice.form->etag},
                {"Vary", "Accept-Encoding"},
                {"Cache-Control",
                 page->lasting ? "public, max-age=31536000, immutable" : "no-cache"},
                {"Content-Security-Policy", policy},
                {"X-Content-Type-Options", "nosniff"},
                {"Referrer-Policy", "same-origin"},
                {"Cross-Origin-Opener-Policy", "same-origin"},
                {"Permissions-Policy", "camera=(self), geolocation=(), microphone=()"},
            },
    };
    if (choice.encoding != NULL) {
        reply.headers[8] = (struct http_pair){"Content-Encoding", choice.encoding};
    }
    if (pages__known(http_header(request, "If-None-Match"), choice.form->etag)) {
        reply.status = 304;
        reply.type = NULL;
        reply.lasting = NULL;
        reply.length = 0;
    }
    http_reply(request, &reply);
    return true;
}
