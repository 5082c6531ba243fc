/* token.c - the token of a session: how it is made, where it stands in a request, and which
 * requests a browser may have been tricked into. */
#include <stdio.h>
#include <string.h>

#include "auth/auth_internal.h"

/* The prefix makes browsers refuse the cookie but from this very host over TLS (RFC 6265bis). */
static const char cookie_secure[] = "__Host-sanbao";
static const char cookie_plain[] = "sanbao";

static bool token_copy(const char *text, size_t length, char token[TOKEN_TEXT_SIZE])
{
    token[0] = '\0';
    if (length != TOKEN_TEXT_SIZE - 1 || strspn(text, "0123456789abcdef") < length) {
        return false;
    }
    memcpy(token, text, length);
    token[length] = '\0';
    return true;
}

/* One "name=value" of the Cookie header. */
static bool cookie_take(const char *pair, size_t length, char token[TOKEN_TEXT_SIZE], bool *named)
{
    static const char *const names[] = {cookie_secure, cookie_plain};
    for (size_t i = 0; i < COUNT(names); i++) {
        size_t name = strlen(names[i]);
        if (length > name && memcmp(pair, names[i], name) == 0 && pair[name] == '=') {
            *named = true;
            return token_copy(pair + name + 1, length - name - 1, token);
        }
    }
    return false;
}

enum token_from token__read(const char *authorization, const char *cookie,
                            char token[TOKEN_TEXT_SIZE])
{
    bool named = false;
    token[0] = '\0';
    if (authorization != NULL && strncmp(authorization, "Bearer ", 7) == 0) {
        token_copy(authorization + 7, strlen(authorization + 7), token);
        return TOKEN_HEADER;
    }
    while (cookie != NULL && *cookie != '\0') {
        cookie += strspn(cookie, " ;");
        size_t length = strcspn(cookie, ";");
        if (cookie_take(cookie, length, token, &named)) {
            return TOKEN_COOKIE;
        }
        cookie += length;
    }
    return named ? TOKEN_COOKIE : TOKEN_NONE;
}

bool token__cross_site(const char *method, const char *fetch_site, const char *own_header)
{
    bool changes = strcmp(method, "GET") != 0 && strcmp(method, "HEAD") != 0;
    bool other = fetch_site != NULL && strcmp(fetch_site, "same-origin") != 0 &&
                 strcmp(fetch_site, "none") != 0;
    /* No page of another site can set a header of our own without being asked first (CORS), and
     * nobody here says yes to that. */
    return changes && (own_header == NULL || other);
}

void token__cookie(const char *token, int64_t seconds, bool secure, char text[COOKIE_TEXT_SIZE])
{
    snprintf(text, COOKIE_TEXT_SIZE, "%s=%s; Path=/; HttpOnly; SameSite=Strict; Max-Age=%lld%s",
             secure ? cookie_secure : cookie_plain, token, (long long)seconds,
             secure ? "; Secure" : "");
}

void token__hash(const char *token, struct hash *hash)
{
    sha256(hash, token, strlen(token));
}

void token__make(char token[TOKEN_TEXT_SIZE], struct hash *hash)
{
    uint8_t bytes[TOKEN_BYTES];
    random_bytes(bytes, sizeof bytes);
    for (size_t i = 0; i < TOKEN_BYTES; i++) {
        snprintf(token + 2 * i, 3, "%02x", bytes[i]);
    }
    wipe(bytes, sizeof bytes);
    token__hash(token, hash);
}
