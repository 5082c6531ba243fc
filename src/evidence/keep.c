/* keep.c - evidence as files: evidence/ab/ab12..., sealed, named after their own hash. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "evidence/evidence_internal.h"

static const char purpose[] = "sanbao-evidence/v1";

/* Its folder, and the path within it. */
static struct status path_of(const char *folder, const struct hash *name,
                             char shelf[PATH_BYTES_MAX], char path[PATH_BYTES_MAX])
{
    char hex[2 * HASH_BYTES + 1];
    char first[3];
    char evidence[PATH_BYTES_MAX];
    for (size_t i = 0; i < HASH_BYTES; i++) {
        snprintf(hex + 2 * i, 3, "%02x", name->bytes[i]);
    }
    snprintf(first, sizeof first, "%.2s", hex);
    TRY(path_join(evidence, folder, "evidence"));
    TRY(path_join(shelf, evidence, first));
    return path_join(path, shelf, hex);
}

static struct status shelf_make(const char *folder, const char *shelf)
{
    char evidence[PATH_BYTES_MAX];
    TRY(path_join(evidence, folder, "evidence"));
    TRY(folder_make(evidence));
    return folder_make(shelf);
}

/* `sealed` has room for the photo's length, what stripping may add, and the seal. */
static struct status write_sealed(const char *folder, const uint8_t *photo,
                                  struct evidence *evidence, uint8_t *sealed)
{
    char shelf[PATH_BYTES_MAX];
    char path[PATH_BYTES_MAX];
    size_t length = evidence->length + SEAL_OVERHEAD_BYTES;
    random_bytes(evidence->key, sizeof evidence->key);
    seal(evidence->key, purpose, sizeof purpose, photo, evidence->length, sealed);
    sha256(&evidence->name, sealed, length);
    sha256(&evidence->content, photo, evidence->length);
    TRY(path_of(folder, &evidence->name, shelf, path));
    TRY(shelf_make(folder, shelf));
    return file_replace(path, sealed, length);
}

struct status evidence_keep(const char *folder, const uint8_t *photo, size_t length,
                            struct evidence *evidence)
{
    REQUIRE(folder != NULL && photo != NULL && evidence != NULL);
    if (length > PHOTO_BYTES_MAX) {
        return REFUSE(PHOTO_LARGE);
    }
    size_t room = length + PHOTO_ROOM_EXTRA;
    uint8_t *stripped = malloc(room);
    uint8_t *sealed = malloc(room + SEAL_OVERHEAD_BYTES);
    struct status status = FAULT(OUT_OF_MEMORY);
    if (stripped != NULL && sealed != NULL) {
        status = photo_strip(photo, length, stripped, &evidence->length, &evidence->info);
    }
    if (status_ok(status)) {
        status = write_sealed(folder, stripped, evidence, sealed);
    }
    free(stripped);
    free(sealed);
    return status;
}

struct status evidence_load(const char *folder, const struct evidence *evidence, uint8_t **photo,
                            size_t *length)
{
    REQUIRE(folder != NULL && evidence != NULL && photo != NULL && length != NULL);
    char shelf[PATH_BYTES_MAX];
    char path[PATH_BYTES_MAX];
    uint8_t *sealed = NULL;
    size_t sealed_length = 0;
    *photo = NULL;
    TRY(path_of(folder, &evidence->name, shelf, path));
    TRY(file_load(path, PHOTO_BYTES_MAX + PHOTO_ROOM_EXTRA + SEAL_OVERHEAD_BYTES, &sealed,
                  &sealed_length));
    struct status status = FAULT(EVIDENCE_DAMAGED);
    if (sealed_length > SEAL_OVERHEAD_BYTES) {
        *length = sealed_length - SEAL_OVERHEAD_BYTES;
        *photo = malloc(*length);
        bool opened = *photo != NULL && seal_open(evidence->key, purpose, sizeof purpose, sealed,
                                                  sealed_length, *photo);
        status = *photo == NULL ? FAULT(OUT_OF_MEMORY) : opened ? OK : status;
    }
    if (!status_ok(status)) {
        free(*photo);
        *photo = NULL;
    }
    free(sealed);
    return status;
}

struct status evidence_drop(const char *folder, const struct hash *name)
{
    char shelf[PATH_BYTES_MAX];
    char path[PATH_BYTES_MAX];
    TRY(path_of(folder, name, shelf, path));
    return file_remove(path);
}
