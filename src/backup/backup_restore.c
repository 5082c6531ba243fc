/* backup_restore.c - brings a backup back. Everything is judged before anything is written; the
 * marker comes last, so that a folder whose restoring was cut off is not taken for a data
 * folder. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "backup/backup_internal.h"
#include "base/file.h"
#include "identity/people.h"

struct restoring {
    const struct restore_options *options;
    struct manifest *manifest;
    struct place place;
    struct known known[KNOWN_MAX];
    size_t known_count;
    char own_path[PATH_BYTES_MAX];  /* the backup's checkpoint */
    char here_path[PATH_BYTES_MAX]; /* the folder's */
    bool has_own;
    struct log_facts log;
    struct problem *problem;
};

/* ---- judging ---- */

/* The file has the size and hash that the manifest names. */
static struct status file_judge(const struct manifest_file *file, const struct copied *found,
                                const char *path, struct problem *problem)
{
    if (file->copied.bytes == found->bytes &&
        memcmp(&file->copied.hash, &found->hash, sizeof found->hash) == 0) {
        return OK;
    }
    if (problem != NULL && file->copied.bytes != found->bytes) {
        snprintf(problem->value, sizeof problem->value, "%" PRIu64, found->bytes);
        snprintf(problem->expected, sizeof problem->expected, "%" PRIu64, file->copied.bytes);
    }
    return backup__blame(problem, path, REFUSE(BACKUP_DAMAGED));
}

static struct status files_judge(struct restoring *restoring)
{
    for (size_t i = 0; i < restoring->manifest->count; i++) {
        const struct manifest_file *file = &restoring->manifest->files[i];
        char path[PATH_BYTES_MAX];
        struct copied found;
        TRY(path_join(path, restoring->options->source, file->path));
        if (file_kind(path) != FILE_REGULAR) {
            return backup__blame(restoring->problem, path, REFUSE(BACKUP_DAMAGED));
        }
        TRY(backup__copy(path, NULL, -1, &found, restoring->problem));
        TRY(file_judge(file, &found, path, restoring->problem));
    }
    return OK;
}

static struct status known_add(struct restoring *restoring, const char *path)
{
    REQUIRE(restoring->known_count < KNOWN_MAX);
    return backup__known_load(path, &restoring->known[restoring->known_count++],
                              restoring->problem);
}

static struct status known_gather(struct restoring *restoring)
{
    const struct restore_options *options = restoring->options;
    TRY(path_join(restoring->own_path, options->source, CHECKPOINT_FILE));
    TRY(path_join(restoring->here_path, options->folder, CHECKPOINT_FILE));
    restoring->has_own = manifest_holds(restoring->manifest, CHECKPOINT_FILE);
    if (restoring->has_own) {
        TRY(known_add(restoring, restoring->own_path));
    }
    if (options->checkpoint != NULL) {
        TRY(known_add(restoring, options->checkpoint));
    }
    return restoring->place.has_checkpoint ? known_add(restoring, restoring->here_path) : OK;
}

/* A checkpoint of another log says nothing about this one. */
static struct status origins_judge(struct restoring *restoring)
{
    for (size_t i = 1; restoring->has_own && i < restoring->known_count; i++) {
        const char *own = restoring->known[0].checkpoint.origin;
        const char *other = restoring->known[i].checkpoint.origin;
        if (strcmp(own, other) != 0) {
            if (restoring->problem != NULL) {
                problem_text(restoring->problem->value, sizeof restoring->problem->value, own,
                             strlen(own));
                problem_text(restoring->problem->expected, sizeof restoring->problem->expected,
                             other, strlen(other));
            }
            return backup__blame(restoring->problem, restoring->known[i].file,
                                 REFUSE(BACKUP_DISAGREES));
        }
    }
    return OK;
}

static struct status log_judge(struct restoring *restoring)
{
    const struct log_facts *told = &restoring->manifest->log;
    struct log_facts *log = &restoring->log;
    TRY(backup__log_walk(restoring->options->source, restoring->known, restoring->known_count, log,
                         restoring->problem));
    if (told->records != log->records || memcmp(&told->root, &log->root, sizeof log->root) != 0) {
        return backup__blame(restoring->problem, MANIFEST_FILE, REFUSE(BACKUP_DAMAGED));
    }
    return backup__known_judge(restoring->known, restoring->known_count, log, restoring->problem);
}

static struct status judge(struct restoring *restoring)
{
    const struct restore_options *options = restoring->options;
    struct place *place = &restoring->place;
    TRY(manifest_load(options->source, restoring->manifest, restoring->problem));
    TRY(place_look(options->folder, place, restoring->problem));
    if (place->has_more && !place->has_checkpoint) {
        return backup__blame(restoring->problem, options->folder, REFUSE(FILE_EXISTS));
    }
    TRY(known_gather(restoring));
    TRY(origins_judge(restoring));
    TRY(files_judge(restoring));
    return log_judge(restoring);
}

/* ---- writing ---- */

static struct status file_bring(struct restoring *restoring, const struct manifest_file *file)
{
    char from[PATH_BYTES_MAX];
    char to[PATH_BYTES_MAX];
    struct copied found;
    TRY(path_join(from, restoring->options->source, file->path));
    TRY(path_join(to, restoring->options->folder, file->path));
    TRY(backup__copy(from, to, -1, &found, restoring->problem));
    return file_judge(file, &found, from, restoring->problem);
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

/* The keys must be those that signed the backup's checkpoint. */
static struct status keys_judge(struct restoring *restoring, const char *keys_path)
{
    SCOPED(keys_close) struct keys *keys = NULL;
    TRY(keys_open(keys_path, true, &keys, restoring->problem));
    if (!restoring->has_own) {
        return OK;
    }
    uint8_t public_key[SIGN_PUBLIC_BYTES];
    struct note_key key;
    struct checkpoint checkpoint;
    uint8_t *note = NULL;
    size_t length = 0;
    sign_public(keys_log_seed(keys), public_key);
    TRY(note_key_make(restoring->known[0].checkpoint.origin, public_key, &key));
    TRY(file_load(restoring->own_path, NOTE_BYTES_MAX, &note, &length));
    struct status status = checkpoint_check((const char *)note, length, &key, &checkpoint);
    free(note);
    return status_ok(status)
               ? OK
               : backup__blame(restoring->problem, restoring->options->keys, REFUSE(KEYS_FOREIGN));
}

static struct status keys_bring(struct restoring *restoring, struct backup_restored *restored)
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
    return keys_judge(restoring, path);
}

static struct status bring(struct restoring *restoring, struct backup_restored *restored)
{
    TRY(keys_bring(restoring, restored));
    TRY(files_bring(restoring));
    if (restoring->has_own) {
        TRY(small_file_bring(restoring, CHECKPOINT_FILE));
    }
    TRY(backup__blame(restoring->problem, restoring->options->folder,
                      folder_sync(restoring->options->folder)));
    return small_file_bring(restoring, MARKER_FILE);
}

static struct status restore(struct restoring *restoring, struct backup_restored *restored)
{
    TRY(judge(restoring));
    TRY(place_make(&restoring->place, restoring->problem));
    struct status status = bring(restoring, restored);
    if (!status_ok(status)) {
        place_undo(&restoring->place);
        return status;
    }
    restored->records = restoring->log.records;
    restored->root = restoring->log.root;
    restored->made_on = restoring->manifest->made_on;
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
    return problem_set(problem, status.code);
}
