/* encoding.c - decides between UTF-8 and GB18030 by looking at all of the file. See encoding.h. */
#include "base/encoding.h"

#include <iconv.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

/* Whether most of the bytes above ASCII stand in well-formed UTF-8 characters of three bytes, as
 * Chinese has them. In text saved as GB18030 such triples are rare accidents. */
static bool is_mostly_utf8(const char *text, size_t length)
{
    size_t good = 0;
    size_t high = 0;
    for (size_t i = 0; i < length;) {
        if ((unsigned char)text[i] < 0x80) {
            i++;
            continue;
        }
        size_t left = length - i < 3 ? length - i : 3;
        bool triple = left == 3 && ((unsigned char)text[i] & 0xF0) == 0xE0 &&
                      text_utf8_prefix(text + i, 3) == 3;
        good += triple ? 3 : 0;
        high += triple ? 3 : 1;
        i += triple ? 3 : 1;
    }
    return good * 2 > high;
}

/* GB18030 takes 1, 2 or 4 bytes where UTF-8 takes 1, up to 3, up to 4: half as much again is
 * always enough. `*read` is false where the bytes are no GB18030. */
static struct status gb18030_read(const char *bytes, size_t length, struct encoding_text *out,
                                  bool *read)
{
    *read = false;
    iconv_t converter = iconv_open("UTF-8", "GB18030");
    if (converter == (iconv_t)-1) {
        return OK; /* The C library has no such table here: the file counts as broken. */
    }
    size_t room = length + length / 2 + 8;
    char *text = malloc(room + 1);
    if (text == NULL) {
        iconv_close(converter);
        return FAULT(OUT_OF_MEMORY);
    }
    char *in = (char *)(uintptr_t)bytes; /* iconv() asks for char ** but leaves the input alone. */
    char *to = text;
    size_t in_left = length;
    size_t room_left = room;
    *read = iconv(converter, &in, &in_left, &to, &room_left) != (size_t)-1 && in_left == 0;
    iconv_close(converter);
    if (!*read) {
        free(text);
        return OK;
    }
    *to = '\0';
    *out = (struct encoding_text){ENCODING_GB18030, text, room - room_left, -1, 0};
    return OK;
}

struct status encoding_decode(const void *bytes, size_t length, struct encoding_text *out)
{
    REQUIRE((bytes != NULL || length == 0) && out != NULL);
    *out = (struct encoding_text){.bad_offset = -1};
    const char *text = length > 0 ? bytes : "";
    size_t mark = length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    size_t good = text_utf8_prefix(text, length);
    if (good < length && mark == 0 && !is_mostly_utf8(text, length)) {
        bool read = false;
        TRY(gb18030_read(text, length, out, &read));
        if (read) {
            return OK;
        }
    }
    out->encoding = good < length ? ENCODING_BROKEN : mark > 0 ? ENCODING_UTF8_BOM : ENCODING_UTF8;
    if (good < length) {
        out->bad_offset = (int64_t)good;
        out->bad_line = 1;
        for (size_t i = 0; i < good; i++) {
            out->bad_line += text[i] == '\n';
        }
    }
    out->length = length - mark;
    out->text = malloc(out->length + 1);
    if (out->text == NULL) {
        return FAULT(OUT_OF_MEMORY);
    }
    memcpy(out->text, text + mark, out->length);
    out->text[out->length] = '\0';
    return OK;
}

void encoding_text_free(struct encoding_text *text)
{
    free(text->text);
    *text = (struct encoding_text){.bad_offset = -1};
}
