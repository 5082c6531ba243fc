/* photo.c - tells the kinds of photos apart by their first bytes, and holds them to their limits.
 * Each kind has a walker of its own that copies the parts it knows and leaves out the rest, so a
 * new kind of metadata is left out, too. Pixels are not decoded. */
#include <string.h>

#include "evidence/evidence_internal.h"

bool reader__has(const struct reader *reader, size_t length)
{
    return reader->length - reader->at >= length;
}

uint32_t big16(const uint8_t *bytes)
{
    return (uint32_t)bytes[0] << 8 | bytes[1];
}

uint32_t big32(const uint8_t *bytes)
{
    return big16(bytes) << 16 | big16(bytes + 2);
}

uint32_t little16(const uint8_t *bytes)
{
    return (uint32_t)bytes[1] << 8 | bytes[0];
}

uint32_t little24(const uint8_t *bytes)
{
    return (uint32_t)bytes[2] << 16 | little16(bytes);
}

uint32_t little32(const uint8_t *bytes)
{
    return (uint32_t)bytes[3] << 24 | little24(bytes);
}

void little32_put(uint8_t *bytes, uint32_t number)
{
    for (size_t i = 0; i < 4; i++) {
        bytes[i] = (uint8_t)(number >> (8 * i));
    }
}

void writer__add(struct writer *writer, const void *bytes, size_t length)
{
    REQUIRE(writer->room - writer->length >= length);
    if (length > 0) {
        memcpy(writer->bytes + writer->length, bytes, length);
        writer->length += length;
    }
}

/* What phones of one maker send unless told otherwise: ISO base media with one of these brands. */
static bool is_heic(const uint8_t *bytes, size_t length)
{
    static const char *const brands[] = {"heic", "heix", "hevc", "hevx", "heim",
                                         "heis", "mif1", "msf1", "avif", "avis"};
    if (length < 12 || memcmp(bytes + 4, "ftyp", 4) != 0) {
        return false;
    }
    for (size_t i = 0; i < COUNT(brands); i++) {
        if (memcmp(bytes + 8, brands[i], 4) == 0) {
            return true;
        }
    }
    return false;
}

static struct status walk(struct reader *in, struct writer *out, struct photo_info *info)
{
    static const uint8_t png[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    const uint8_t *bytes = in->bytes;
    if (is_heic(bytes, in->length)) {
        return REFUSE(PHOTO_HEIC);
    }
    if (in->length >= 3 && bytes[0] == 0xFF && bytes[1] == 0xD8 && bytes[2] == 0xFF) {
        info->kind = PHOTO_JPEG;
        return photo__jpeg(in, out, info);
    }
    if (in->length >= sizeof png && memcmp(bytes, png, sizeof png) == 0) {
        info->kind = PHOTO_PNG;
        return photo__png(in, out, info);
    }
    if (in->length >= 12 && memcmp(bytes, "RIFF", 4) == 0 && memcmp(bytes + 8, "WEBP", 4) == 0) {
        info->kind = PHOTO_WEBP;
        return photo__webp(in, out, info);
    }
    return REFUSE(PHOTO_KIND);
}

const char *photo_type(enum photo_kind kind)
{
    static const char *const types[] = {NULL, "image/jpeg", "image/png", "image/webp"};
    return types[kind];
}

struct status photo_strip(const uint8_t *bytes, size_t length, uint8_t *out, size_t *out_length,
                          struct photo_info *info)
{
    REQUIRE(bytes != NULL && out != NULL && out_length != NULL && info != NULL);
    if (length > PHOTO_BYTES_MAX) {
        return REFUSE(PHOTO_LARGE);
    }
    struct reader reader = {bytes, length, 0};
    struct writer writer = {out, length + PHOTO_ROOM_EXTRA, 0};
    *info = (struct photo_info){.turned = 1};
    TRY(walk(&reader, &writer, info));
    if (info->width == 0 || info->height == 0) {
        return REFUSE(PHOTO_DAMAGED);
    }
    if (info->width > PHOTO_SIDE_MAX || info->height > PHOTO_SIDE_MAX ||
        (int64_t)info->width * info->height > PHOTO_PIXELS_MAX) {
        return REFUSE(PHOTO_LARGE);
    }
    *out_length = writer.length;
    return OK;
}
