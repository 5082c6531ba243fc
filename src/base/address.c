/* address.c - reads and compares internet addresses; see address.h. */
#include "base/address.h"

#include <arpa/inet.h>
#include <string.h>

#include "base/text.h"

enum { V4_BITS_BEFORE = 96, V4_AT = 12 };
static const uint8_t v4_start[V4_AT] = {[10] = 0xFF, [11] = 0xFF};

static bool is_v4(const struct address *address)
{
    return memcmp(address->bytes, v4_start, V4_AT) == 0;
}

bool address_parse(const char *text, size_t length, struct address *address)
{
    char copy[ADDRESS_TEXT_SIZE];
    if (length == 0 || length >= sizeof copy) {
        return false;
    }
    memcpy(copy, text, length);
    copy[length] = '\0';
    if (strlen(copy) != length) {
        return false;
    }
    memcpy(address->bytes, v4_start, V4_AT);
    return inet_pton(AF_INET, copy, address->bytes + V4_AT) == 1 ||
           inet_pton(AF_INET6, copy, address->bytes) == 1;
}

void address_format(const struct address *address, char text[ADDRESS_TEXT_SIZE])
{
    bool v4 = is_v4(address);
    REQUIRE(inet_ntop(v4 ? AF_INET : AF_INET6, address->bytes + (v4 ? V4_AT : 0), text,
                      ADDRESS_TEXT_SIZE) != NULL);
}

bool address_port_parse(const char *text, size_t length, struct address *address, uint16_t *port)
{
    const char *colon = memrchr(text, ':', length);
    int64_t number = 0;
    if (colon == NULL) {
        return false;
    }
    size_t before = (size_t)(colon - text);
    bool bracketed = before >= 2 && text[0] == '[' && text[before - 1] == ']';
    if (!text_integer(colon + 1, length - before - 1, 0, UINT16_MAX, &number) ||
        !address_parse(text + bracketed, before - 2 * (size_t)bracketed, address) ||
        bracketed != (memchr(text, ':', before) != NULL)) {
        return false;
    }
    *port = (uint16_t)number;
    return true;
}

static bool bit_at(const struct address *address, int bit)
{
    return (address->bytes[bit / 8] >> (7 - bit % 8) & 1) != 0;
}

bool address_range_parse(const char *text, size_t length, struct address_range *range)
{
    const char *slash = memchr(text, '/', length);
    size_t before = slash == NULL ? length : (size_t)(slash - text);
    int64_t bits = 8 * ADDRESS_BYTES;
    if (!address_parse(text, before, &range->first)) {
        return false;
    }
    int add = memchr(text, ':', before) == NULL ? V4_BITS_BEFORE : 0;
    if (slash != NULL) {
        if (!text_integer(slash + 1, length - before - 1, 0, 8 * ADDRESS_BYTES - add, &bits)) {
            return false;
        }
        bits += add;
    }
    range->prefix_bits = (int)bits;
    for (int bit = range->prefix_bits; bit < 8 * ADDRESS_BYTES; bit++) {
        if (bit_at(&range->first, bit)) {
            return false;
        }
    }
    return true;
}

bool address_ranges_parse(const char *text, size_t length,
                          struct address_range ranges[ADDRESS_RANGES_MAX], size_t *count)
{
    *count = 0;
    text_trim(&text, &length);
    while (length > 0) {
        const char *comma = memchr(text, ',', length);
        const char *item = text;
        size_t item_length = comma == NULL ? length : (size_t)(comma - text);
        size_t taken = comma == NULL ? length : item_length + 1;
        text_trim(&item, &item_length);
        if (*count == ADDRESS_RANGES_MAX ||
            !address_range_parse(item, item_length, &ranges[*count]) ||
            (comma != NULL && taken == length)) {
            return false;
        }
        (*count)++;
        text += taken;
        length -= taken;
    }
    return true;
}

bool address_range_holds(const struct address_range *range, const struct address *address)
{
    for (int bit = 0; bit < range->prefix_bits; bit++) {
        if (bit_at(&range->first, bit) != bit_at(address, bit)) {
            return false;
        }
    }
    return true;
}

bool address_is_loopback(const struct address *address)
{
    static const struct address six = {{[15] = 1}};
    return (is_v4(address) && address->bytes[V4_AT] == 127) ||
           memcmp(address->bytes, six.bytes, ADDRESS_BYTES) == 0;
}
