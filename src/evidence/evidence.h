/* evidence.h - photos as proof: stripped of all that describes them, sealed, and kept as files of
 * the data folder, each named after the SHA-256 of its own bytes, so that a copy can be checked
 * without any key. Who may see one, and its key, is the business of the room that keeps it. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "crypto/crypto.h"

enum photo_kind { PHOTO_JPEG = 1, PHOTO_PNG = 2, PHOTO_WEBP = 3 };

enum {
    PHOTO_BYTES_MAX = 8 * 1024 * 1024,
    PHOTO_SIDE_MAX = 16384,
    PHOTO_PIXELS_MAX = 50 * 1000 * 1000,
    PHOTO_ROOM_EXTRA = 32, /* how much longer a stripped file may become */
};

struct photo_info {
    enum photo_kind kind;
    uint32_t width;
    uint32_t height;
    unsigned
        turned; /* 1..8 as EXIF counts: how to turn it to be upright; 1 where it does not say */
};

/* Writes the picture without anything that tells who took it, where, when, with what. `out` has
 * room for length + PHOTO_ROOM_EXTRA. Doing it again changes nothing. Refuses: PHOTO_HEIC,
 * PHOTO_KIND (none of the three), PHOTO_DAMAGED (it does not hold together, or it is a film),
 * PHOTO_LARGE (pixels, or bytes). */
CHECKED struct status photo_strip(const uint8_t *bytes, size_t length, uint8_t *out,
                                  size_t *out_length, struct photo_info *info);
const char *photo_type(enum photo_kind kind); /* "image/jpeg" */

struct evidence {
    struct hash name;            /* of the sealed file, by which it is found */
    struct hash content;         /* of the stripped photo: the same photo has the same */
    uint8_t key[SEAL_KEY_BYTES]; /* without it nobody can look; to be sealed in its turn */
    struct photo_info info;
    size_t length; /* of the stripped photo */
};

/* Strips, seals under a new key, and makes the file durable in `folder`/evidence. Slow; any thread.
 * Refuses: those of photo_strip(). Faults: those of file_replace(), OUT_OF_MEMORY. */
CHECKED struct status evidence_keep(const char *folder, const uint8_t *photo, size_t length,
                                    struct evidence *evidence);
/* The photo, malloc'ed for the caller; `evidence` has name and key. Faults: FILE_OPEN,
 * EVIDENCE_DAMAGED (not the bytes that were kept), OUT_OF_MEMORY. */
CHECKED struct status evidence_load(const char *folder, const struct evidence *evidence,
                                    uint8_t **photo, size_t *length);
/* Takes the file away; one that is gone is welcome. */
CHECKED struct status evidence_drop(const char *folder, const struct hash *name);
