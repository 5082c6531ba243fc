/* photo_png.c - a PNG (ISO/IEC 15948) of the chunks that make its pixels; texts, times, EXIF,
 * profiles and further frames are left out. */
#include <string.h>

#include "evidence/evidence_internal.h"

enum { HEAD = 8, CHUNK_EXTRA = 12, IHDR_BYTES = 13 };

/* CRC-32 of a chunk's type and data. */
static uint32_t crc(const uint8_t *bytes, size_t length)
{
    uint32_t sum = 0xFFFFFFFFU;
    for (size_t i = 0; i < length; i++) {
        sum ^= bytes[i];
        for (int bit = 0; bit < 8; bit++) {
            sum = sum >> 1 ^ (0xEDB88320U & (0U - (sum & 1U)));
        }
    }
    return ~sum;
}

static bool is(const uint8_t *type, const char *name)
{
    return memcmp(type, name, 4) == 0;
}

/* Kept besides IHDR, IDAT and IEND: palette, transparency, and how colours are meant. */
static bool is_of_picture(const uint8_t *type, size_t length)
{
    return (is(type, "PLTE") && length <= 768) || (is(type, "tRNS") && length <= 256) ||
           (is(type, "sRGB") && length == 1) || (is(type, "gAMA") && length == 4);
}

static struct status header_read(const uint8_t *body, size_t length, struct photo_info *info)
{
    if (length != IHDR_BYTES || info->width != 0) {
        return REFUSE(PHOTO_DAMAGED);
    }
    info->width = big32(body);
    info->height = big32(body + 4);
    return info->width != 0 ? OK : REFUSE(PHOTO_DAMAGED);
}

struct status photo__png(struct reader *in, struct writer *out, struct photo_info *info)
{
    size_t data = 0;
    writer__add(out, in->bytes, HEAD);
    in->at = HEAD;
    while (reader__has(in, CHUNK_EXTRA)) {
        const uint8_t *chunk = in->bytes + in->at;
        size_t length = big32(chunk);
        if (length > in->length || !reader__has(in, length + CHUNK_EXTRA)) {
            return REFUSE(PHOTO_DAMAGED);
        }
        bool header = is(chunk + 4, "IHDR");
        bool end = is(chunk + 4, "IEND") && length == 0;
        bool pixels = is(chunk + 4, "IDAT");
        bool keep = header || end || pixels || is_of_picture(chunk + 4, length);
        if (header) {
            TRY(header_read(chunk + 8, length, info));
        }
        if (info->width == 0) {
            return REFUSE(PHOTO_DAMAGED); /* the header comes first */
        }
        if (keep && crc(chunk + 4, length + 4) != big32(chunk + 8 + length)) {
            return REFUSE(PHOTO_DAMAGED);
        }
        writer__add(out, chunk, keep ? length + CHUNK_EXTRA : 0);
        data += pixels ? length : 0;
        in->at += length + CHUNK_EXTRA;
        if (end) {
            return data > 0 ? OK : REFUSE(PHOTO_DAMAGED);
        }
    }
    return REFUSE(PHOTO_DAMAGED);
}
