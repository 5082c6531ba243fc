/* choose.c - content negotiation for pages (RFC 9110, sections 12.5.3 and 13.1.2). */
#include <string.h>
#include <strings.h>

#include "pages/pages_internal.h"

/* "q=0", "q=0.0": not wanted. Any other weight is: which of two good forms is the smaller one. */
static bool weight_is_nothing(const char *text, size_t length)
{
    size_t zeros = strspn(text, "0.");
    return zeros > 0 && (zeros >= length || strchr(" \t,;", text[zeros]) != NULL);
}

enum wish { WISH_NONE, WISH_YES, WISH_NO };

/* What one element of the list, "br;q=0.5", says of an encoding. */
static enum wish element_wish(const char *element, size_t length, const char *encoding)
{
    size_t name = strcspn(element, " \t;,");
    name = name < length ? name : length;
    if (name != strlen(encoding) || strncasecmp(element, encoding, name) != 0) {
        return WISH_NONE;
    }
    for (size_t at = name; at + 1 < length; at++) {
        if ((element[at] == 'q' || element[at] == 'Q') && element[at + 1] == '=') {
            return weight_is_nothing(element + at + 2, length - at - 2) ? WISH_NO : WISH_YES;
        }
    }
    return WISH_YES;
}

static enum wish list_wish(const char *list, const char *encoding)
{
    while (list != NULL && *list != '\0') {
        list += strspn(list, " \t,");
        size_t length = strcspn(list, ",");
        enum wish wish = element_wish(list, length, encoding);
        if (wish != WISH_NONE) {
            return wish;
        }
        list += length;
    }
    return WISH_NONE;
}

static bool takes(const char *list, const char *encoding)
{
    enum wish wish = list_wish(list, encoding);
    return wish == WISH_NONE ? list_wish(list, "*") == WISH_YES : wish == WISH_YES;
}

struct pages__choice pages__choose(const struct page *page, const char *accepted)
{
    if (page->brotli.bytes != NULL && takes(accepted, "br")) {
        return (struct pages__choice){&page->brotli, "br"};
    }
    if (page->gzip.bytes != NULL && takes(accepted, "gzip")) {
        return (struct pages__choice){&page->gzip, "gzip"};
    }
    return (struct pages__choice){&page->plain, NULL};
}

bool pages__known(const char *if_none_match, const char *etag)
{
    size_t length = strlen(etag);
    while (if_none_match != NULL && *if_none_match != '\0') {
        if_none_match += strspn(if_none_match, " \t,");
        if (strncmp(if_none_match, "W/", 2) == 0) {
            if_none_match += 2;
        }
        size_t each = strcspn(if_none_match, ", \t");
        if ((each == 1 && *if_none_match == '*') ||
            (each == length && strncmp(if_none_match, etag, each) == 0)) {
            return true;
        }
        if_none_match += each;
    }
    return false;
}
