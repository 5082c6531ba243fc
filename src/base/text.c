/* text.c - looks at bytes one character at a time; see text.h. */
#include "base/text.h"

#include <stdio.h>
#include <string.h>

#include "base/limits.h"

/* Reads one character; answers its bytes, or 0 where the bytes are not well-formed. The second
 * byte's range depends on the first (RFC 3629, section 4); all later ones are 80..BF. */
static size_t character_read(const unsigned char *at, size_t left, uint32_t *point)
{
    unsigned char first = at[0];
    if (first < 0x80) {
        *point = first;
        return 1;
    }
    size_t size = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC2 || first > 0xF4 || left < size) {
        return 0;
    }
    unsigned char low = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
    unsigned char high = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
    if (at[1] < low || at[1] > high) {
        return 0;
    }
    uint32_t value = first & (0x7FU >> size);
    for (size_t i = 1; i < size; i++) {
        if ((at[i] & 0xC0) != 0x80) {
            return 0;
        }
        value = value << 6 | (at[i] & 0x3FU);
    }
    *point = value;
    return size;
}

size_t text_utf8_prefix(const char *text, size_t length)
{
    const unsigned char *at = (const unsigned char *)text;
    size_t i = 0;
    while (i < length) {
        uint32_t point = 0;
        size_t size = at[i] < 0x80 ? 1 : character_read(at + i, length - i, &point);
        if (size == 0) {
            return i;
        }
        i += size;
    }
    return length;
}

size_t text_characters(const char *text, size_t length)
{
    size_t count = 0;
    for (size_t i = 0; i < length; i++) {
        count += ((unsigned char)text[i] & 0xC0) != 0x80;
    }
    return count;
}

/* The white space that text_trim() leaves out, as UTF-8. */
static const struct {
    const char *bytes;
    size_t size;
} spaces[] = {
    {" ", 1},        {"\t", 1},           {"\r", 1},           {"\n", 1},
    {"\xC2\xA0", 2}, {"\xE3\x80\x80", 3}, {"\xEF\xBB\xBF", 3},
};

void text_trim(const char **text, size_t *length)
{
    for (size_t i = 0; i < COUNT(spaces); i++) {
        if (*length >= spaces[i].size && memcmp(*text, spaces[i].bytes, spaces[i].size) == 0) {
            *text += spaces[i].size;
            *length -= spaces[i].size;
            i = SIZE_MAX; /* Begin again with the first kind. */
        }
    }
    for (size_t i = 0; i < COUNT(spaces); i++) {
        size_t size = spaces[i].size;
        if (*length >= size && memcmp(*text + *length - size, spaces[i].bytes, size) == 0) {
            *length -= size;
            i = SIZE_MAX;
        }
    }
}

static bool is_code_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.';
}

bool text_is_code(const char *text, size_t length)
{
    if (length < 1 || length > CODE_MAX) {
        return false;
    }
    for (size_t i = 0; i < length; i++) {
        if (!is_code_byte(text[i])) {
            return false;
        }
    }
    return true;
}

bool text_is_number(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (!is_code_byte(text[i]) && (unsigned char)text[i] < 0x80) {
            return false;
        }
    }
    return length > 0 && text_characters(text, length) <= CODE_MAX &&
           !text_has_control(text, length) && !text_is_formula(text, length);
}

bool text_is_formula(const char *text, size_t length)
{
    static const char *const wide[] = {"\xEF\xBC\x9D", "\xEF\xBC\x8B", "\xEF\xBC\x8D",
                                       "\xEF\xBC\xA0"};
    if (length == 0) {
        return false;
    }
    if (strchr("=+-@\t", text[0]) != NULL && text[0] != '\0') {
        return true;
    }
    for (size_t i = 0; i < COUNT(wide); i++) {
        if (length >= 3 && memcmp(text, wide[i], 3) == 0) {
            return true;
        }
    }
    return false;
}

bool text_has_control(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)text[i];
        bool c1 = c == 0xC2 && i + 1 < length && (unsigned char)text[i + 1] < 0xA0;
        if (c < 0x20 || c == 0x7F || c1) {
            return true;
        }
    }
    return false;
}

bool text_integer(const char *text, size_t length, int64_t min, int64_t max, int64_t *number)
{
    bool negative = length > 0 && text[0] == '-';
    size_t digits = length - negative;
    if (digits < 1 || digits > 18 || (text[negative] == '0' && length > 1)) {
        return false;
    }
    int64_t value = 0;
    for (size_t i = negative; i < length; i++) {
        if (text[i] < '0' || text[i] > '9') {
            return false;
        }
        value = value * 10 + (text[i] - '0');
    }
    *number = negative ? -value : value;
    return *number >= min && *number <= max;
}

void text_show(char *out, size_t out_size, const char *text, size_t length, size_t characters_max)
{
    static const char cut[] = "…";
    REQUIRE(out_size > 8);
    size_t used = 0;
    size_t i = 0;
    for (size_t shown = 0; i < length; shown++) {
        unsigned char c = (unsigned char)text[i];
        uint32_t point = 0;
        size_t size = character_read((const unsigned char *)text + i, length - i, &point);
        if (shown >= characters_max || used + 4 + sizeof(cut) > out_size) {
            memcpy(out + used, cut, sizeof(cut));
            return;
        }
        if (size == 0) {
            used += (size_t)snprintf(out + used, 5, "\\x%02X", c);
            size = 1;
        } else if (point < 0x20 || (point >= 0x7F && point < 0xA0)) {
            out[used++] = '?';
        } else {
            memcpy(out + used, text + i, size);
            used += size;
        }
        i += size;
    }
    out[used] = '\0';
}
