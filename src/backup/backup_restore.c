/* backup_restore.c - brings a backup back. Everything is judged before anything is written
 * (backup_judge.c); the marker comes last, so that a folder whose restoring was cut off is not
 * taken for a data folder. */
#include <stdlib.h>
#include <string.h>

#include "backup/backup_internal.h"
#include "base/file.h"
#include "identity/people.h"

static struct status file_bring(struct restoring *restoring, const struct manifest_file *file)
{
    char from[PATH_BYTES_MAX];
    char to[PATH_BYTES_MAX];
    struct copied found;
    TRY(path_join(from, restoring->options->source, file->path));
    TRY(path_join(to, restoring->options->folder, file->path));
    TRY(backup__part(from, to, file->path, &found, restoring->problem));
    return backup__file_judge(file, &found, from, restoring->problem);
}

static bool comes_late(const char *path)
{
    return strcmp(path, CHECKPOINT_FILE) == 0 || strcmp(path, MARKER_FILE) == 0;
}

static struct status files_bring(struct restoring *restoring)
{
    const struct manifest *manifest = restoring->manifest;
    char path[PATH_BYTES_MAX];
    TRY(path_join(path, restoring->options->folder, JOURNAL_FOLDER));
    TRY(backup__blame(restoring->problem, path, folder_make(path)));
    for (size_t i = 0; i < manifest->count; i++) {
        if (!comes_late(manifest->files[i].path)) {
            TRY(file_bring(restoring, &manifest->files[i]));
        }
    }
    return backup__blame(restoring->problem, path, folder_sync(path));
}

/* A small file, put in place as a whole; it may take the place of an older one. */
static struct status small_file_bring(struct restoring *restoring, const char *name)
{
    char path[PATH_BYTES_MAX];
    uint8_t *bytes = NULL;
    size_t length = 0;
    TRY(path_join(path, restoring->options->source, name));
    TRY(backup__blame(restoring->problem, path, file_load(path, NOTE_BYTES_MAX, &bytes, &length)));
    struct status status = path_join(path, restoring->options->folder, name);
    if (status_ok(status)) {
        status = file_replace(path, bytes, length);
    }
    free(bytes);
    return backup__blame(restoring->problem, path, status);
}

/* The keys must be the log's. A stolen log gets a new one. */
static struct status keys_judge(struct restoring *restoring, const char *keys_path,
                                uint8_t public_key[SIGN_PUBLIC_BYTES])
{
    SCOPED(keys_close) struct keys *keys = NULL;
    TRY(keys_open(keys_path, true, &keys, restoring->problem));
    sign_public(keys_log_seed(keys), public_key);
    if (memcmp(public_key, restoring->key.public_key, SIGN_PUBLIC_BYTES) != 0) {
        return backup__blame(restoring->problem, restoring->options->keys, REFUSE(KEYS_FOREIGN));
    }
    if (restoring->options->go_on == SANBAO__V1__CONTINUE_REASON__CONTINUE_STOLEN) {
        TRY(backup__blame(restoring->problem, keys_path, keys_log_renew(keys)));
        sign_public(keys_log_seed(keys), public_key);
    }
    return OK;
}

static struct status keys_bring(struct restoring *restoring, struct backup_restored *restored,
                                uint8_t public_key[SIGN_PUBLIC_BYTES])
{
    const struct restore_options *options = restoring->options;
    char path[PATH_BYTES_MAX];
    if (options->keys == NULL) {
        return OK;
    }
    TRY(path_join(path, options->folder, KEYS_FILE));
    TRY(sealed_open(options->keys, options->passphrase, options->day, path, &restored->keys_made_on,
                    restoring->problem));
    restored->with_keys = true;
    return keys_judge(restoring, path, public_key);
}

/* A log that goes on under a new name has signed nothing under it yet. */
static struct status head_bring(struct restoring *restoring,
                                const uint8_t public_key[SIGN_PUBLIC_BYTES])
{
    if (restoring->goes_on) {
        TRY(backup__continue_note(restoring));
        return backup__marker_change(restoring, public_key);
    }
    if (restoring->has_own) {
        TRY(small_file_bring(restoring, CHECKPOINT_FILE));
    }
    TRY(backup__blame(restoring->problem, restoring->options->folder,
                      folder_sync(restoring->options->folder)));
    return small_file_bring(restoring, MARKER_FILE);
}

static struct status bring(struct restoring *restoring, struct backup_restored *restored)
{
    uint8_t public_key[SIGN_PUBLIC_BYTES];
    TRY(keys_bring(restoring, restored, public_key));
    TRY(files_bring(restoring));
    TRY(backup__erasures_run(restoring, &restored->erased));
    return head_bring(restoring, public_key);
}

static struct status restore(struct restoring *restoring, struct backup_restored *restored)
{
    TRY(backup__judge(restoring));
    TRY(place_make(&restoring->place, restoring->problem));
    struct status status = bring(restoring, restored);
    if (!status_ok(status)) {
        place_undo(&restoring->place);
        return status;
    }
    restored->records = restoring->log.records;
    restored->root = restoring->log.root;
    restored->made_on = restoring->manifest->made_on;
    restored->erasures_wanted = restoring->erasures_wanted;
    restored->erasures_until = restoring->erasures_until;
    restored->goes_on = restoring->goes_on;
    restored->old = restoring->old;
    memcpy(restored->origin, restoring->origin, sizeof restored->origin);
    return OK;
}

struct status backup_restore(const struct restore_options *options,
                             struct backup_restored *restored, struct problem *problem)
{
    REQUIRE(options != NULL && options->source != NULL && options->folder != NULL);
    REQUIRE(options->keys == NULL || options->passphrase != NULL);
    REQUIRE(restored != NULL);
    *restored = (struct backup_restored){0};
    SCOPED(manifest_free) struct manifest *manifest = NULL;
    TRY(manifest_new(&manifest));
    struct restoring restoring = {.options = options, .manifest = manifest, .problem = problem};
    struct status status = restore(&restoring, restored);
    erasures_free(&restoring.erasures);
    return problem_set(problem, status.code);
}
