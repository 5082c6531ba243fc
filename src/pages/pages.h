/* pages.h - the faces that people see: files made by tools/pages, held in the program, answered
 * whole. They are compressed when they are built, so that the service never compresses. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct http_request;

/* One file as it is sent in one encoding. */
struct page_form {
    const unsigned char *bytes; /* NULL: this form was not smaller, and is not kept */
    size_t length;
    const char *etag; /* strong, in quotes: SHA-256 of these bytes (RFC 9110, 8.8.3) */
};
struct page {
    const char *path; /* "/console/index.html" */
    const char *type;
    bool lasting; /* its name holds a hash of its content: it may be kept for a year */
    struct page_form plain, gzip, brotli;
};

/* Made at build time, by path in the order of strcmp(). Empty where the faces were not built. */
extern const struct page pages_table[];
extern const size_t pages_count;

/* Answers a GET or HEAD of a page, and says that it did: 200, 304 where the browser has it, 308 to
 * a folder's own name. A folder is its index.html. false: no page has that path. */
bool pages_answer(struct http_request *request);
