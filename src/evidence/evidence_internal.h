/* evidence_internal.h - what the files of this room share. */
#pragma once

#include "evidence/evidence.h"

/* Bytes that are read from the front, and bytes that are written; both know their end. */
struct reader {
    const uint8_t *bytes;
    size_t length;
    size_t at;
};
struct writer {
    uint8_t *bytes;
    size_t room;
    size_t length;
};
bool reader__has(const struct reader *reader, size_t length);
uint32_t big16(const uint8_t *bytes);
uint32_t big32(const uint8_t *bytes);
uint32_t little16(const uint8_t *bytes);
uint32_t little24(const uint8_t *bytes);
uint32_t little32(const uint8_t *bytes);
void little32_put(uint8_t *bytes, uint32_t number);
/* Copies; the room was reckoned with. */
void writer__add(struct writer *writer, const void *bytes, size_t length);

/* One walker a kind; see photo_strip(). */
CHECKED struct status photo__jpeg(struct reader *in, struct writer *out, struct photo_info *info);
CHECKED struct status photo__png(struct reader *in, struct writer *out, struct photo_info *info);
CHECKED struct status photo__webp(struct reader *in, struct writer *out, struct photo_info *info);
