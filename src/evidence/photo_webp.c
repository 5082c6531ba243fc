/* photo_webp.c - a WebP (RFC 9649) of one picture: its coded pixels, and its transparency where
 * that stands apart. The container is written anew; profiles, EXIF, XMP and whatever else is left
 * out, films are refused. */
#include <string.h>

#include "evidence/evidence_internal.h"

enum { HEAD = 12, CHUNK_HEAD = 8, EXTENDED_BYTES = 10, FLAG_ALPHA = 0x10, FLAG_FILM = 0x02 };

struct part {
    const uint8_t *body; /* NULL: there is none */
    size_t length;
};

struct webp {
    struct part lossy;
    struct part lossless;
    struct part alpha;
};

static bool is(const uint8_t *type, const char *name)
{
    return memcmp(type, name, 4) == 0;
}

static struct status part_take(struct part *part, const uint8_t *body, size_t length)
{
    if (part->body != NULL || length == 0) {
        return REFUSE(PHOTO_DAMAGED);
    }
    *part = (struct part){body, length};
    return OK;
}

static struct status chunk_take(struct webp *webp, const uint8_t *type, const uint8_t *body,
                                size_t length)
{
    if (is(type, "VP8 ")) {
        return part_take(&webp->lossy, body, length);
    }
    if (is(type, "VP8L")) {
        return part_take(&webp->lossless, body, length);
    }
    if (is(type, "ALPH")) {
        return part_take(&webp->alpha, body, length);
    }
    bool film = is(type, "ANIM") || is(type, "ANMF") ||
                (is(type, "VP8X") && (length != EXTENDED_BYTES || (body[0] & FLAG_FILM) != 0));
    return film ? REFUSE(PHOTO_DAMAGED) : OK;
}

/* The size stands in the coded pixels themselves. */
static struct status size_read(const struct webp *webp, struct photo_info *info)
{
    const struct part *lossy = &webp->lossy;
    const struct part *lossless = &webp->lossless;
    if ((lossy->body == NULL) == (lossless->body == NULL)) {
        return REFUSE(PHOTO_DAMAGED);
    }
    if (lossless->body != NULL) {
        if (lossless->length < 5 || lossless->body[0] != 0x2F || webp->alpha.body != NULL) {
            return REFUSE(PHOTO_DAMAGED);
        }
        uint32_t bits = little32(lossless->body + 1);
        info->width = (bits & 0x3FFFU) + 1;
        info->height = (bits >> 14 & 0x3FFFU) + 1;
        return OK;
    }
    static const uint8_t start[] = {0x9D, 0x01, 0x2A};
    if (lossy->length < 10 || memcmp(lossy->body + 3, start, sizeof start) != 0) {
        return REFUSE(PHOTO_DAMAGED);
    }
    info->width = little16(lossy->body + 6) & 0x3FFFU;
    info->height = little16(lossy->body + 8) & 0x3FFFU;
    return info->width != 0 && info->height != 0 ? OK : REFUSE(PHOTO_DAMAGED);
}

static void chunk_put(struct writer *out, const char *type, const struct part *part)
{
    uint8_t length[4];
    little32_put(length, (uint32_t)part->length);
    writer__add(out, type, 4);
    writer__add(out, length, sizeof length);
    writer__add(out, part->body, part->length);
    writer__add(out, "", part->length % 2); /* chunks begin at even places */
}

static void write_anew(const struct webp *webp, const struct photo_info *info, struct writer *out)
{
    uint8_t extended[EXTENDED_BYTES] = {FLAG_ALPHA};
    little32_put(extended + 4, info->width - 1);
    little32_put(extended + 6, (info->height - 1) << 8 | extended[6]);
    const struct part head = {extended, sizeof extended};
    writer__add(out, "RIFF\0\0\0\0WEBP", HEAD);
    if (webp->alpha.body != NULL) {
        chunk_put(out, "VP8X", &head);
        chunk_put(out, "ALPH", &webp->alpha);
    }
    if (webp->lossy.body != NULL) {
        chunk_put(out, "VP8 ", &webp->lossy);
    } else {
        chunk_put(out, "VP8L", &webp->lossless);
    }
    little32_put(out->bytes + 4, (uint32_t)(out->length - 8));
}

struct status photo__webp(struct reader *in, struct writer *out, struct photo_info *info)
{
    struct webp webp = {{NULL, 0}, {NULL, 0}, {NULL, 0}};
    size_t end = (size_t)little32(in->bytes + 4) + 8;
    if (end > in->length || end < HEAD) {
        return REFUSE(PHOTO_DAMAGED);
    }
    in->length = end;
    in->at = HEAD;
    while (reader__has(in, CHUNK_HEAD)) {
        const uint8_t *chunk = in->bytes + in->at;
        size_t length = little32(chunk + 4);
        in->at += CHUNK_HEAD;
        if (!reader__has(in, length)) {
            return REFUSE(PHOTO_DAMAGED);
        }
        TRY(chunk_take(&webp, chunk, chunk + CHUNK_HEAD, length));
        in->at += length;
        in->at += length % 2 != 0 && reader__has(in, 1) ? 1 : 0;
    }
    TRY(size_read(&webp, info));
    write_anew(&webp, info, out);
    return OK;
}
