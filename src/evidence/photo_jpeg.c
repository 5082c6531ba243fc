/* photo_jpeg.c - a JPEG (ITU-T T.81) without its application segments and comments. Kept are frame,
 * tables, scans, and of the segment by which Adobe says how colours were turned its five fields.
 * What follows the end of the image (a film, a second picture) is left out. */
#include <string.h>

#include "evidence/evidence_internal.h"

enum marker {
    MARKER_SOF0 = 0xC0,
    MARKER_SOF1 = 0xC1,
    MARKER_SOF2 = 0xC2,
    MARKER_DHT = 0xC4,
    MARKER_RST0 = 0xD0,
    MARKER_RST7 = 0xD7,
    MARKER_SOI = 0xD8,
    MARKER_EOI = 0xD9,
    MARKER_SOS = 0xDA,
    MARKER_DQT = 0xDB,
    MARKER_DRI = 0xDD,
    MARKER_APP0 = 0xE0,
    MARKER_APP1 = 0xE1,
    MARKER_APP14 = 0xEE,
    MARKER_APP15 = 0xEF,
    MARKER_COM = 0xFE,
};

/* The one thing in EXIF that the eye misses: which way is up. Looked for in the first directory of
 * the TIFF within, by its own byte order. */
static unsigned turned_find(const uint8_t *tiff, size_t length)
{
    enum { ENTRY = 12, ORIENTATION = 0x0112, SHORT = 3 };
    if (length < 8) {
        return 1;
    }
    bool little = tiff[0] == 'I';
    size_t at = little ? little32(tiff + 4) : big32(tiff + 4);
    if (at > length || length - at < 2) {
        return 1;
    }
    size_t count = little ? little16(tiff + at) : big16(tiff + at);
    for (size_t i = 0; i < count && length - at - 2 >= (i + 1) * ENTRY; i++) {
        const uint8_t *entry = tiff + at + 2 + i * ENTRY;
        uint32_t tag = little ? little16(entry) : big16(entry);
        uint32_t type = little ? little16(entry + 2) : big16(entry + 2);
        uint32_t value = little ? little16(entry + 8) : big16(entry + 8);
        if (tag == ORIENTATION && type == SHORT && value >= 1 && value <= 8) {
            return value;
        }
    }
    return 1;
}

struct jpeg {
    struct reader *in;
    struct writer *out;
    struct photo_info *info;
    unsigned frames;
    unsigned scans;
};

static struct status frame_read(struct jpeg *jpeg, const uint8_t *body, size_t length)
{
    if (length < 6 || body[0] != 8 || jpeg->frames++ > 0 ||
        (body[5] != 1 && body[5] != 3 && body[5] != 4) || length != 6 + 3 * (size_t)body[5]) {
        return REFUSE(PHOTO_DAMAGED);
    }
    jpeg->info->height = big16(body + 1);
    jpeg->info->width = big16(body + 3);
    return OK;
}

/* Whether a segment is part of the picture; EXIF is read before it is left out. */
static struct status segment_judge(struct jpeg *jpeg, uint8_t marker, const uint8_t *body,
                                   size_t length, bool *keep)
{
    *keep = false;
    switch (marker) {
    case MARKER_SOF0:
    case MARKER_SOF1:
    case MARKER_SOF2:
        *keep = true;
        return frame_read(jpeg, body, length);
    case MARKER_DHT:
    case MARKER_DQT:
    case MARKER_DRI:
    case MARKER_SOS:
        *keep = true;
        return OK;
    case MARKER_APP1:
        if (length > 6 && memcmp(body, "Exif\0", 6) == 0 && jpeg->frames == 0) {
            jpeg->info->turned = turned_find(body + 6, length - 6);
        }
        return OK;
    case MARKER_APP14:
        *keep = length == 12 && memcmp(body, "Adobe", 5) == 0;
        return OK;
    default:
        return (marker >= MARKER_APP0 && marker <= MARKER_APP15) || marker == MARKER_COM
                   ? OK
                   : REFUSE(PHOTO_DAMAGED);
    }
}

/* The coded data of a scan, up to the next marker that is neither stuffing nor a restart. */
static struct status scan_copy(struct jpeg *jpeg)
{
    struct reader *in = jpeg->in;
    size_t start = in->at;
    if (jpeg->frames == 0) {
        return REFUSE(PHOTO_DAMAGED);
    }
    jpeg->scans++;
    while (reader__has(in, 2)) {
        uint8_t next = in->bytes[in->at + 1];
        bool marker = in->bytes[in->at] == 0xFF;
        if (marker && next != 0 && (next < MARKER_RST0 || next > MARKER_RST7)) {
            writer__add(jpeg->out, in->bytes + start, in->at - start);
            return OK;
        }
        in->at += marker ? 2 : 1;
    }
    return REFUSE(PHOTO_DAMAGED);
}

static struct status segment_walk(struct jpeg *jpeg, uint8_t marker)
{
    struct reader *in = jpeg->in;
    bool keep = false;
    if (!reader__has(in, 2)) {
        return REFUSE(PHOTO_DAMAGED);
    }
    size_t length = big16(in->bytes + in->at);
    if (length < 2 || !reader__has(in, length)) {
        return REFUSE(PHOTO_DAMAGED);
    }
    const uint8_t *body = in->bytes + in->at + 2;
    TRY(segment_judge(jpeg, marker, body, length - 2, &keep));
    if (keep) {
        writer__add(jpeg->out, (const uint8_t[]){0xFF, marker}, 2);
        writer__add(jpeg->out, in->bytes + in->at, length);
    }
    in->at += length;
    return marker == MARKER_SOS ? scan_copy(jpeg) : OK;
}

struct status photo__jpeg(struct reader *in, struct writer *out, struct photo_info *info)
{
    struct jpeg jpeg = {in, out, info, 0, 0};
    in->at = 2;
    writer__add(out, (const uint8_t[]){0xFF, MARKER_SOI}, 2);
    while (reader__has(in, 2)) {
        uint8_t marker = in->bytes[in->at + 1];
        if (in->bytes[in->at] != 0xFF) {
            return REFUSE(PHOTO_DAMAGED);
        }
        if (marker == 0xFF) { /* fill */
            in->at++;
            continue;
        }
        in->at += 2;
        if (marker == MARKER_EOI) {
            writer__add(out, (const uint8_t[]){0xFF, MARKER_EOI}, 2);
            return jpeg.scans > 0 ? OK : REFUSE(PHOTO_DAMAGED);
        }
        TRY(segment_walk(&jpeg, marker));
    }
    return REFUSE(PHOTO_DAMAGED);
}
