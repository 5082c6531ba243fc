/* pages_internal.h - how a form is chosen and a browser's copy known; apart, so that a test can ask
 * without a server. */
#pragma once

#include "pages/pages.h"

struct pages__choice {
    const struct page_form *form;
    const char *encoding; /* of Content-Encoding; NULL: none */
};
/* The smallest form among those that Accept-Encoding takes (RFC 9110, 12.5.3); NULL: plain. */
struct pages__choice pages__choose(const struct page *page, const char *accepted);
/* Is the ETag among those of If-None-Match (RFC 9110, 13.1.2)? Weak ones count. */
bool pages__known(const char *if_none_match, const char *etag);
