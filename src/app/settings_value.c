/* settings_value.c - one value of a setting: whether it is of its row's kind, and its place in the
 * struct. */
#include <inttypes.h>
#include <string.h>

#include "app/settings_internal.h"
#include "base/address.h"
#include "base/text.h"

static bool word_listed(const char *words, const char *word)
{
    size_t length = strlen(word);
    for (const char *at = words; *at != '\0';) {
        size_t size = strcspn(at, "|");
        if (size == length && memcmp(at, word, length) == 0) {
            return true;
        }
        at += size + (at[size] == '|');
    }
    return false;
}

static bool clock_read(const char *text, int64_t *minutes)
{
    int64_t hour = text[0] == '\0' ? -1 : (text[0] - '0') * 10 + text[1] - '0';
    if (strlen(text) != 5 || strspn(text, "0123456789") != 2 || text[2] != ':' ||
        strspn(text + 3, "0123456789") != 2 || hour > 23 || text[3] > '5') {
        return false;
    }
    *minutes = hour * 60 + (text[3] - '0') * 10 + text[4] - '0';
    return true;
}

static bool host_is_here(const char *host, size_t length)
{
    struct address address;
    bool bracketed = length > 2 && host[0] == '[' && host[length - 1] == ']';
    return (length == 9 && memcmp(host, "localhost", 9) == 0) ||
           (address_parse(host + bracketed, length - 2 * (size_t)bracketed, &address) &&
            address_is_loopback(&address));
}

/* "https://host[:port][/path]" of signs that need no escape; http to this machine alone. */
static bool url_is_good(const char *text)
{
    static const char signs[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
                                "-._~:/[]%";
    bool https = strncmp(text, "https://", 8) == 0;
    if ((!https && strncmp(text, "http://", 7) != 0) || text[strspn(text, signs)] != '\0') {
        return false;
    }
    const char *host = text + (https ? 8 : 7);
    size_t authority = strcspn(host, "/");
    const char *bracket = memchr(host, ']', authority);
    const char *colon = memchr(bracket == NULL ? host : bracket, ':',
                               authority - (bracket == NULL ? 0 : (size_t)(bracket - host)));
    size_t length = colon == NULL ? authority : (size_t)(colon - host);
    int64_t port = 0;
    if (length == 0 || text[strlen(text) - 1] == '/' ||
        (colon != NULL && !text_integer(colon + 1, authority - length - 1, 1, 65535, &port))) {
        return false;
    }
    return https || host_is_here(host, length);
}

/* An empty text stands for "nothing set" where that is the default. */
static bool text_is_good(const struct setting *setting, const char *value)
{
    struct address address;
    uint16_t port = 0;
    struct address_range ranges[ADDRESS_RANGES_MAX];
    size_t count = 0;
    size_t length = strlen(value);
    if (length == 0) {
        return setting->fallback[0] == '\0';
    }
    switch (setting->kind) {
    case SETTING_WORD:
        return word_listed(setting->words, value);
    case SETTING_ADDRESS:
        return address_port_parse(value, length, &address, &port);
    case SETTING_RANGES:
        return address_ranges_parse(value, length, ranges, &count);
    case SETTING_URL:
        return url_is_good(value);
    default:
        return true;
    }
}

bool setting__put(const struct setting *setting, const char *value, struct settings *settings)
{
    char *place = (char *)settings + setting->at;
    int64_t *number = (int64_t *)(void *)place;
    switch (setting->kind) {
    case SETTING_NUMBER:
        return text_integer(value, strlen(value), setting->min, setting->max, number);
    case SETTING_CLOCK:
        return clock_read(value, number);
    case SETTING_SWITCH:
        *(bool *)(void *)place = strcmp(value, "yes") == 0;
        return strcmp(value, "yes") == 0 || strcmp(value, "no") == 0;
    default:
        *(const char **)(void *)place = value;
        return text_is_good(setting, value);
    }
}

void setting__expected(const struct setting *setting, char *out, size_t out_size)
{
    switch (setting->kind) {
    case SETTING_NUMBER:
        snprintf(out, out_size, "%" PRId64 "..%" PRId64, setting->min, setting->max);
        return;
    case SETTING_CLOCK:
        snprintf(out, out_size, "HH:MM");
        return;
    case SETTING_SWITCH:
        snprintf(out, out_size, "yes|no");
        return;
    case SETTING_WORD:
        snprintf(out, out_size, "%s", setting->words);
        return;
    case SETTING_ADDRESS:
        snprintf(out, out_size, "127.0.0.1:8080, [::1]:8080");
        return;
    case SETTING_RANGES:
        snprintf(out, out_size, "10.0.0.1, 10.1.0.0/16");
        return;
    case SETTING_URL:
        snprintf(out, out_size, "https://example.org");
        return;
    default:
        out[0] = '\0';
        return;
    }
}
