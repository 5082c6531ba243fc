/* keys.c - the folder's secrets: the log's key, the secret behind blind indexes, one key per person
 * and household. They are made here and nowhere else, and leave this room only as results. */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "identity/people_internal.h"

static const char *const seed_name = "log_seed";
static const char *const secret_name = "folder";

static struct status secrets_make(struct keys *keys)
{
    random_bytes(keys->log_seed, sizeof keys->log_seed);
    random_bytes(keys->secret, sizeof keys->secret);
    TRY(store_begin(keys->store));
    TRY(keys__secret_put(keys, seed_name, keys->log_seed));
    TRY(keys__secret_put(keys, secret_name, keys->secret));
    return store_commit(keys->store);
}

static struct status secrets_read(struct keys *keys)
{
    TRY(keys__secret_get(keys, seed_name, keys->log_seed));
    return keys__secret_get(keys, secret_name, keys->secret);
}

static struct status open_with(const char *path, bool write,
                               struct status (*secrets)(struct keys *keys), struct keys **out,
                               struct problem *problem)
{
    *out = NULL;
    struct keys *keys = calloc(1, sizeof *keys);
    if (keys == NULL) {
        return FAULT(OUT_OF_MEMORY);
    }
    keys->write = write;
    struct status status = store_open(path, write ? STORE_PRIVATE : STORE_READ, &migrations_keys,
                                      &keys->store, problem);
    if (status_ok(status)) {
        status = secrets(keys);
        if (!status_ok(status) && problem != NULL) {
            problem_text(problem->file, sizeof problem->file, path, strlen(path));
        }
    }
    if (!status_ok(status)) {
        keys_close(&keys);
        return problem_set(problem, status.code);
    }
    *out = keys;
    return OK;
}

struct status keys_create(const char *path, struct problem *problem)
{
    REQUIRE(path != NULL);
    if (file_kind(path) != FILE_ABSENT) {
        if (problem != NULL) {
            problem_text(problem->file, sizeof problem->file, path, strlen(path));
        }
        return problem_set(problem, STATUS_FILE_EXISTS);
    }
    SCOPED(keys_close) struct keys *keys = NULL;
    return open_with(path, true, secrets_make, &keys, problem);
}

struct status keys_open(const char *path, bool write, struct keys **out, struct problem *problem)
{
    REQUIRE(path != NULL && out != NULL);
    return open_with(path, write, secrets_read, out, problem);
}

void keys_close(struct keys **keys)
{
    REQUIRE(keys != NULL);
    if (*keys != NULL) {
        store_close(&(*keys)->store);
        wipe(*keys, sizeof **keys);
        free(*keys);
        *keys = NULL;
    }
}

const uint8_t *keys_log_seed(const struct keys *keys)
{
    REQUIRE(keys != NULL);
    return keys->log_seed;
}

struct status keys_log_renew(struct keys *keys)
{
    uint8_t seed[SIGN_SEED_BYTES];
    REQUIRE(keys != NULL);
    if (!keys->write) {
        return REFUSE(JOURNAL_READ_ONLY);
    }
    random_bytes(seed, sizeof seed);
    struct status status = keys__secret_put(keys, seed_name, seed);
    if (status_ok(status)) {
        memcpy(keys->log_seed, seed, sizeof seed);
        status = store_scrub(keys->store);
    }
    wipe(seed, sizeof seed);
    return status;
}

void keys_hmac(const struct keys *keys, const struct piece *pieces, size_t count, struct hash *out)
{
    REQUIRE(keys != NULL && out != NULL);
    hmac_sha256(out, keys->secret, sizeof keys->secret, pieces, count);
}
