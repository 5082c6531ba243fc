/* sealed.c - the keys of a data folder in one sealed file:
 *
 *   "sanbaoK1" | day i32 LE | salt 16 bytes | sealed: the bytes of keys.db
 *
 * The key of the seal comes from the passphrase and the salt (argon2id); all before the sealed part
 * is bound to it. The day stands in clear, so that anybody can see when the file must go. keys.db
 * passes through memory alone: no copy of it in clear touches a disk. */
#include <stdlib.h>
#include <string.h>

#include "backup/backup_internal.h"
#include "base/day.h"
#include "base/file.h"
#include "store/store.h"

enum { MAGIC_BYTES = 8, PASSPHRASE_SALT_BYTES = 16, HEAD_BYTES = MAGIC_BYTES + 4 + 16 };
#define SEALED_FILE_BYTES_MAX ((size_t)1 << 30)
static const char magic[MAGIC_BYTES] = {'s', 'a', 'n', 'b', 'a', 'o', 'K', '1'};

static void head_make(uint8_t head[HEAD_BYTES], int32_t day)
{
    uint32_t bits = (uint32_t)day;
    memcpy(head, magic, MAGIC_BYTES);
    for (size_t i = 0; i < 4; i++) {
        head[MAGIC_BYTES + i] = (uint8_t)(bits >> (8 * i));
    }
    random_bytes(head + MAGIC_BYTES + 4, PASSPHRASE_SALT_BYTES);
}

static int32_t head_day(const uint8_t head[HEAD_BYTES])
{
    uint32_t bits = 0;
    for (size_t i = 4; i-- > 0;) {
        bits = bits << 8 | head[MAGIC_BYTES + i];
    }
    return (int32_t)bits;
}

static struct status head_key(const uint8_t head[HEAD_BYTES], const struct passphrase *passphrase,
                              uint8_t key[SEAL_KEY_BYTES])
{
    return passphrase_key(passphrase->bytes, passphrase->length, head + MAGIC_BYTES + 4, key);
}

static struct status file_write_new(const char *path, const void *bytes, size_t length)
{
    SCOPED(file_close) struct file file = FILE_CLOSED;
    TRY(file_open(path, FILE_NEW, &file));
    struct status status = file_write(&file, 0, bytes, length);
    if (status_ok(status)) {
        status = file_sync(&file);
    }
    if (!status_ok(status)) {
        struct status undone = file_remove(path);
        (void)undone; /* The first trouble is the one worth telling. */
    }
    return status;
}

static struct status image_seal(const void *image, size_t length, const char *path, int32_t day,
                                const struct passphrase *passphrase)
{
    size_t sealed_length = HEAD_BYTES + length + SEAL_OVERHEAD_BYTES;
    uint8_t *file = malloc(sealed_length);
    uint8_t key[SEAL_KEY_BYTES];
    if (file == NULL) {
        return FAULT(OUT_OF_MEMORY);
    }
    head_make(file, day);
    struct status status = head_key(file, passphrase, key);
    if (status_ok(status)) {
        seal(key, file, HEAD_BYTES, image, length, file + HEAD_BYTES);
        wipe(key, sizeof key);
        status = file_write_new(path, file, sealed_length);
    }
    free(file);
    return status;
}

struct status sealed_make(const char *folder, const char *path, int32_t day,
                          const struct passphrase *passphrase, struct problem *problem)
{
    char keys_path[PATH_BYTES_MAX];
    SCOPED(store_close) struct store *store = NULL;
    void *image = NULL;
    size_t length = 0;
    TRY(path_join(keys_path, folder, KEYS_FILE));
    TRY(store_open(keys_path, STORE_READ, NULL, &store, problem));
    TRY(backup__blame(problem, keys_path, store_image(store, &image, &length)));
    struct status status = image_seal(image, length, path, day, passphrase);
    wipe(image, length);
    store_image_free(image);
    return backup__blame(problem, path, status);
}

static struct status image_open(const uint8_t *file, size_t length,
                                const struct passphrase *passphrase, const char *keys_path)
{
    if (length < HEAD_BYTES + SEAL_OVERHEAD_BYTES || memcmp(file, magic, MAGIC_BYTES) != 0) {
        return REFUSE(BACKUP_DAMAGED);
    }
    size_t plain_length = length - HEAD_BYTES - SEAL_OVERHEAD_BYTES;
    uint8_t *plain = malloc(plain_length + 1);
    uint8_t key[SEAL_KEY_BYTES];
    if (plain == NULL) {
        return FAULT(OUT_OF_MEMORY);
    }
    struct status status = head_key(file, passphrase, key);
    if (status_ok(status)) {
        status = seal_open(key, file, HEAD_BYTES, file + HEAD_BYTES, length - HEAD_BYTES, plain)
                     ? file_write_new(keys_path, plain, plain_length)
                     : REFUSE(PASSPHRASE_WRONG);
        wipe(key, sizeof key);
    }
    wipe(plain, plain_length);
    free(plain);
    return status;
}

bool sealed_day(const char *path, int32_t *day)
{
    SCOPED(file_close) struct file file = FILE_CLOSED;
    uint8_t head[HEAD_BYTES];
    size_t got = 0;
    if (file_kind(path) != FILE_REGULAR || !status_ok(file_open(path, FILE_FOR_READING, &file)) ||
        !status_ok(file_read(&file, 0, head, sizeof head, &got)) || got < sizeof head ||
        memcmp(head, magic, MAGIC_BYTES) != 0) {
        return false;
    }
    *day = head_day(head);
    return true;
}

/* Whoever was erased since would come back with keys that are older than that. */
static struct status age_judge(const char *path, int32_t today, struct problem *problem)
{
    int32_t day = 0;
    if (!sealed_day(path, &day) || today - day <= BACKUP_KEYS_DAYS_MAX) {
        return OK;
    }
    if (problem != NULL) {
        day_format(day, problem->value);
        snprintf(problem->expected, sizeof problem->expected, "≥ ");
        day_format(today - BACKUP_KEYS_DAYS_MAX, problem->expected + strlen(problem->expected));
    }
    return backup__blame(problem, path, REFUSE(KEYS_EXPIRED));
}

struct status sealed_open(const char *path, const struct passphrase *passphrase, int32_t today,
                          const char *keys_path, int32_t *day, struct problem *problem)
{
    uint8_t *file = NULL;
    size_t length = 0;
    TRY(age_judge(path, today, problem));
    TRY(backup__blame(problem, path, file_load(path, SEALED_FILE_BYTES_MAX, &file, &length)));
    struct status status = image_open(file, length, passphrase, keys_path);
    if (status_ok(status)) {
        *day = head_day(file);
    }
    free(file);
    return backup__blame(problem, path, status);
}
