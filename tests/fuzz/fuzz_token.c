/* fuzz_token.c - any bytes as the headers of who asks: what is taken for a token has its form, and
 * stands in the header that it is said to come from. */
#include <string.h>

#include "auth/auth_internal.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { HEADERS = 4, HEADER_MAX = 512 };

/* Headers end with a line feed; a first byte of '-' leaves the header out. */
static const char *header_next(const uint8_t **data, size_t *size, char text[HEADER_MAX])
{
    size_t used = 0;
    while (*size > 0 && **data != '\n') {
        if (used + 1 < HEADER_MAX && **data != '\0') {
            text[used++] = (char)**data;
        }
        (*data)++;
        (*size)--;
    }
    if (*size > 0) {
        (*data)++;
        (*size)--;
    }
    text[used] = '\0';
    return text[0] == '-' ? NULL : text;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char texts[HEADERS][HEADER_MAX];
    const char *headers[HEADERS];
    char token[TOKEN_TEXT_SIZE];
    for (size_t i = 0; i < HEADERS; i++) {
        headers[i] = header_next(&data, &size, texts[i]);
    }
    enum token_from from = token__read(headers[0], headers[1], token);
    size_t length = strlen(token);
    REQUIRE(length == 0 || length == TOKEN_TEXT_SIZE - 1);
    REQUIRE(strspn(token, "0123456789abcdef") == length);
    REQUIRE(from != TOKEN_NONE || length == 0);
    if (length > 0) {
        const char *source = from == TOKEN_HEADER ? headers[0] : headers[1];
        REQUIRE(source != NULL && strstr(source, token) != NULL);
    }
    /* Reading is never a change; another site's change never passes. */
    REQUIRE(!token__cross_site("GET", headers[2], headers[3]));
    if (headers[2] != NULL && strcmp(headers[2], "cross-site") == 0) {
        REQUIRE(token__cross_site("POST", headers[2], headers[3]));
    }
    return 0;
}
