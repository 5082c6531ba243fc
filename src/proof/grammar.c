/* grammar.c - the strict grammar that all C2SP texts share: base64, decimals, lines, names.
 *
 * Every value has exactly one spelling here. What a lenient reader would forgive (missing padding,
 * stray bits, leading zeros, CRLF) is refused, so that two readers never see two texts in one. */
#include <string.h>

#include "base/text.h"
#include "proof/proof_internal.h"

static const char base64_digits[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

size_t proof__base64_length(size_t length)
{
    return (length + 2) / 3 * 4;
}

size_t proof__base64_encode(const uint8_t *bytes, size_t length, char *out)
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

bool proof__base64_decode(const char *text, size_t length, uint8_t *out, size_t out_max,
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

bool proof__hash_decode(const char *text, size_t length, struct hash *out)
{
    size_t decoded = 0;
    return length == BASE64_HASH_LENGTH &&
           proof__base64_decode(text, length, out->bytes, HASH_BYTES, &decoded) &&
           decoded == HASH_BYTES;
}

bool proof__number(const char *text, size_t length, uint64_t *number)
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

bool proof__plain(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if ((unsigned char)text[i] < 0x20 && text[i] != '\n') {
            return false;
        }
    }
    return text_utf8_prefix(text, length) == length;
}

/* What Unicode calls White_Space above U+00A0, in UTF-8. */
static const char *const wide_blanks[] = {
    "\xC2\xA0",     "\xE1\x9A\x80", "\xE2\x80\x80", "\xE2\x80\x81", "\xE2\x80\x82", "\xE2\x80\x83",
    "\xE2\x80\x84", "\xE2\x80\x85", "\xE2\x80\x86", "\xE2\x80\x87", "\xE2\x80\x88", "\xE2\x80\x89",
    "\xE2\x80\x8A", "\xE2\x80\xA8", "\xE2\x80\xA9", "\xE2\x80\xAF", "\xE2\x81\x9F", "\xE3\x80\x80",
};

bool proof__name(const char *text, size_t length)
{
    if (length == 0 || length > ORIGIN_MAX || text_has_control(text, length) ||
        text_utf8_prefix(text, length) != length || memchr(text, ' ', length) != NULL ||
        memchr(text, '+', length) != NULL) {
        return false;
    }
    for (size_t i = 0; i < COUNT(wide_blanks); i++) {
        if (memmem(text, length, wide_blanks[i], strlen(wide_blanks[i])) != NULL) {
            return false;
        }
    }
    return true;
}

bool proof__line(struct lines *lines, const char **line, size_t *length)
{
    size_t left = (size_t)(lines->end - lines->at);
    const char *newline = left == 0 ? NULL : memchr(lines->at, '\n', left);
    if (newline == NULL) {
        return false;
    }
    *line = lines->at;
    *length = (size_t)(newline - lines->at);
    lines->at = newline + 1;
    return true;
}
