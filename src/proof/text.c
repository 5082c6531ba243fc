/* text.c - the strict grammar that all C2SP texts share: base64, decimals, lines, names.
 *
 * Every value has exactly one spelling here. What a lenient reader would forgive (missing padding,
 * stray bits, leading zeros, CRLF) is refused, so that two readers never see two texts in one. */
#include <string.h>

#include "proof/proof_internal.h"

static const char base64_digits[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

size_t text__base64_length(size_t length)
{
    return (length + 2) / 3 * 4;
}

size_t text__base64_encode(const uint8_t *bytes, size_t length, char *out)
{
    char *at = out;
    for (size_t i = 0; i < length; i += 3) {
        size_t left = length - i;
        uint32_t group = (uint32_t)bytes[i] << 16;
        group |= left > 1 ? (uint32_t)bytes[i + 1] << 8 : 0;
        group |= left > 2 ? (uint32_t)bytes[i + 2] : 0;
        *at++ = base64_digits[group >> 18];
        *at++ = base64_digits[group >> 12 & 63];
        *at++ = left > 1 ? base64_digits[group >> 6 & 63] : '=';
        *at++ = left > 2 ? base64_digits[group & 63] : '=';
    }
    return (size_t)(at - out);
}

static int digit_value(char c)
{
    if (c >= 'A' && c <= 'Z') {
        return c - 'A';
    }
    if (c >= 'a' && c <= 'z') {
        return c - 'a' + 26;
    }
    if (c >= '0' && c <= '9') {
        return c - '0' + 52;
    }
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

/* Four characters of which the last `padding` are '='. The bits that they hold beyond the bytes
 * must be 0. */
static bool group_decode(const char *text, size_t padding, uint32_t *group)
{
    *group = 0;
    for (size_t i = 0; i < 4; i++) {
        int value = i < 4 - padding ? digit_value(text[i]) : 0;
        if (value < 0) {
            return false;
        }
        *group = *group << 6 | (uint32_t)value;
    }
    uint32_t beyond = padding == 2 ? 0xFFFF : padding == 1 ? 0xFF : 0;
    return (*group & beyond) == 0;
}

bool text__base64_decode(const char *text, size_t length, uint8_t *out, size_t out_max,
                         size_t *out_length)
{
    *out_length = 0;
    if (length % 4 != 0) {
        return false;
    }
    for (size_t i = 0; i < length; i += 4) {
        size_t padding = 0;
        if (i + 4 == length && text[i + 3] == '=') {
            padding = text[i + 2] == '=' ? 2 : 1;
        }
        uint32_t group = 0;
        if (!group_decode(text + i, padding, &group) || *out_length + 3 - padding > out_max) {
            return false;
        }
        for (size_t k = 0; k < 3 - padding; k++) {
            out[(*out_length)++] = (uint8_t)(group >> (16 - 8 * k));
        }
    }
    return true;
}

bool text__hash_decode(const char *text, size_t length, struct hash *out)
{
    size_t decoded = 0;
    return length == BASE64_HASH_LENGTH &&
           text__base64_decode(text, length, out->bytes, HASH_BYTES, &decoded) &&
           decoded == HASH_BYTES;
}

bool text__number(const char *text, size_t length, uint64_t *number)
{
    if (length == 0 || (text[0] == '0' && length > 1)) {
        return false;
    }
    uint64_t value = 0;
    for (size_t i = 0; i < length; i++) {
        if (text[i] < '0' || text[i] > '9') {
            return false;
        }
        uint64_t digit = (uint64_t)(text[i] - '0');
        if (value > (LOG_SIZE_MAX - digit) / 10) {
            return false;
        }
        value = value * 10 + digit;
    }
    *number = value;
    return true;
}

/* Takes one character of UTF-8 (RFC 3629: shortest form, no surrogates, at most U+10FFFF). */
static bool character_next(struct text *text, uint32_t *character)
{
    uint8_t first = (uint8_t)*text->at;
    size_t more = first < 0x80 ? 0 : first < 0xE0 ? 1 : first < 0xF0 ? 2 : 3;
    if ((first >= 0x80 && first < 0xC2) || first > 0xF4 || (size_t)(text->end - text->at) <= more) {
        return false;
    }
    static const uint8_t first_bits[] = {0x7F, 0x1F, 0x0F, 0x07};
    uint32_t value = first & first_bits[more];
    for (size_t i = 1; i <= more; i++) {
        uint8_t next = (uint8_t)text->at[i];
        if ((next & 0xC0) != 0x80) {
            return false;
        }
        value = value << 6 | (next & 0x3F);
    }
    static const uint32_t smallest[] = {0, 0x80, 0x800, 0x10000};
    if (value < smallest[more] || (value >= 0xD800 && value <= 0xDFFF) || value > 0x10FFFF) {
        return false;
    }
    text->at += more + 1;
    *character = value;
    return true;
}

bool text__plain(const char *text, size_t length)
{
    struct text left = {text, text + length};
    while (left.at < left.end) {
        uint32_t character = 0;
        if (!character_next(&left, &character) || (character < 0x20 && character != '\n')) {
            return false;
        }
    }
    return true;
}

/* Unicode's White_Space and the control characters. */
static bool character_blank(uint32_t c)
{
    return c <= 0x20 || (c >= 0x7F && c <= 0xA0) || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) ||
           c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

bool text__name(const char *text, size_t length)
{
    if (length == 0 || length > ORIGIN_MAX) {
        return false;
    }
    struct text left = {text, text + length};
    while (left.at < left.end) {
        uint32_t character = 0;
        if (!character_next(&left, &character) || character_blank(character) || character == '+') {
            return false;
        }
    }
    return true;
}

bool text__line(struct text *text, const char **line, size_t *length)
{
    size_t left = (size_t)(text->end - text->at);
    const char *newline = left == 0 ? NULL : memchr(text->at, '\n', left);
    if (newline == NULL) {
        return false;
    }
    *line = text->at;
    *length = (size_t)(newline - text->at);
    text->at = newline + 1;
    return true;
}
