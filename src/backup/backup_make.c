/* backup_make.c - makes a backup while a writer is at work.
 *
 * The order decides that the parts belong together. The checkpoint is read first, so it covers
 * no more than the journal that is copied next, up to the last frame that is whole at that
 * moment; then people.db, so every person of that journal is in it; then photos and keys, so every
 * row has its file and its key. The manifest comes last: what lacks it was not finished. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "backup/backup_internal.h"
#include "base/file.h"
#include "journal/frames.h"
#include "store/store.h"

struct making {
    const struct backup_options *options;
    struct manifest *manifest;
    struct known known; /* the checkpoint that was copied */
    bool signed_once;   /* there is one */
    struct problem *problem;
};

/* Copies one file of the folder under the same name, and enters it. */
static struct status file_take(struct making *making, const char *name, int64_t limit)
{
    char from[PATH_BYTES_MAX];
    char to[PATH_BYTES_MAX];
    struct manifest_file *file = NULL;
    TRY(path_join(from, making->options->folder, name));
    TRY(path_join(to, making->options->target, name));
    TRY(manifest_add(making->manifest, name, &file));
    return backup__copy(from, to, limit, &file->copied, making->problem);
}

static struct status checkpoint_take(struct making *making)
{
    char path[PATH_BYTES_MAX];
    TRY(path_join(path, making->options->folder, CHECKPOINT_FILE));
    if (file_kind(path) == FILE_ABSENT) {
        return OK; /* Nothing was ever signed. */
    }
    making->signed_once = true;
    TRY(file_take(making, CHECKPOINT_FILE, -1));
    TRY(path_join(path, making->options->target, CHECKPOINT_FILE));
    struct status status = backup__known_load(path, NULL, 0, &making->known, making->problem);
    making->known.file = CHECKPOINT_FILE;
    return status;
}

/* "<20 digits>.seg" of a segment that starts at or before `last`. */
static bool segment_counts(const char *name, const char *last)
{
    return strlen(name) == strlen(last) && strspn(name, "0123456789") == strlen(last) - 4 &&
           strcmp(name + strlen(name) - 4, ".seg") == 0 && strcmp(name, last) <= 0;
}

/* Whole segments, and of the last one the bytes up to the end of its last whole frame. */
static struct status segments_take(struct making *making, struct frame_place end)
{
    char path[PATH_BYTES_MAX];
    char last[MANIFEST_PATH_MAX];
    SCOPED(folder_names_free) struct folder_names names = {0};
    snprintf(last, sizeof last, "%020" PRIu64 ".seg", end.segment);
    TRY(path_join(path, making->options->folder, JOURNAL_FOLDER));
    TRY(backup__blame(making->problem, path, folder_names(path, &names)));
    for (size_t i = 0; i < names.count; i++) {
        if (segment_counts(names.list[i], last)) {
            char name[MANIFEST_PATH_MAX];
            bool is_last = strcmp(names.list[i], last) == 0;
            snprintf(name, sizeof name, JOURNAL_FOLDER "/%s", names.list[i]);
            TRY(file_take(making, name, is_last ? (int64_t)end.offset : -1));
        }
    }
    return OK;
}

static struct status journal_take(struct making *making)
{
    char path[PATH_BYTES_MAX];
    SCOPED(frames_close) struct frames *frames = NULL;
    const struct frames_options options = {.folder = making->options->folder};
    uint64_t cut = 0;
    TRY(frames_open(&options, &frames, &cut, making->problem));
    TRY(path_join(path, making->options->target, JOURNAL_FOLDER));
    TRY(backup__blame(making->problem, path, folder_make(path)));
    TRY(segments_take(making, frames_end(frames)));
    return backup__blame(making->problem, path, folder_sync(path));
}

static struct status people_take(struct making *making)
{
    char from[PATH_BYTES_MAX];
    char to[PATH_BYTES_MAX];
    SCOPED(store_close) struct store *store = NULL;
    SCOPED(file_close) struct file file = FILE_CLOSED;
    struct manifest_file *entry = NULL;
    TRY(path_join(from, making->options->folder, PEOPLE_FILE));
    TRY(path_join(to, making->options->target, PEOPLE_FILE));
    TRY(manifest_add(making->manifest, PEOPLE_FILE, &entry));
    TRY(store_open(from, STORE_READ, NULL, &store, making->problem));
    TRY(backup__blame(making->problem, to, store_copy_to(store, to)));
    TRY(backup__blame(making->problem, to, file_open(to, FILE_FOR_WRITING, &file)));
    TRY(backup__blame(making->problem, to, file_sync(&file)));
    return backup__copy(to, NULL, -1, &entry->copied, making->problem);
}

/* After people.db: whoever was erased from it is on the list. */
static struct status erasures_take(struct making *making)
{
    char path[PATH_BYTES_MAX];
    TRY(path_join(path, making->options->folder, ERASURES_FILE));
    return file_kind(path) == FILE_REGULAR ? file_take(making, ERASURES_FILE, -1) : OK;
}

/* After people.db: every photo that a row speaks of is there. */
static struct status evidence_take(struct making *making)
{
    char from[PATH_BYTES_MAX];
    char to[PATH_BYTES_MAX];
    struct manifest_file *entry = NULL;
    TRY(path_join(from, making->options->folder, EVIDENCE_FOLDER));
    TRY(path_join(to, making->options->target, EVIDENCE_FOLDER));
    if (file_kind(from) != FILE_FOLDER) {
        return OK;
    }
    TRY(manifest_add(making->manifest, EVIDENCE_FOLDER, &entry));
    return backup__evidence(from, to, &entry->copied, making->problem);
}

/* What was copied must lead to the roots that the frames and the checkpoint name. */
static struct status copy_check(struct making *making)
{
    TRY(backup__log_walk(making->options->target, &making->known, making->signed_once ? 1 : 0,
                         &making->manifest->log, making->problem));
    struct status status = backup__known_judge(&making->known, making->signed_once ? 1 : 0,
                                               &making->manifest->log, making->problem);
    return status_ok(status) ? OK : problem_set(making->problem, STATUS_JOURNAL_ROOT_WRONG);
}

static struct status parts_take(struct making *making, const char *keys_path)
{
    const struct backup_options *options = making->options;
    TRY(checkpoint_take(making));
    TRY(journal_take(making));
    TRY(people_take(making));
    TRY(erasures_take(making));
    TRY(evidence_take(making));
    TRY(file_take(making, MARKER_FILE, -1));
    if (options->passphrase != NULL) {
        TRY(sealed_make(options->folder, keys_path, options->day, options->passphrase,
                        making->problem));
    }
    TRY(copy_check(making));
    TRY(backup__blame(making->problem, options->target, folder_sync(options->target)));
    return backup__blame(making->problem, options->target,
                         manifest_write(making->manifest, options->target));
}

/* A target "x/" has its keys beside it as "x.keys.sealed". */
struct status backup__keys_path(const char *target, char path[PATH_BYTES_MAX])
{
    size_t length = strlen(target);
    while (length > 1 && target[length - 1] == '/') {
        length--;
    }
    int used = snprintf(path, PATH_BYTES_MAX, "%.*s%s", (int)length, target, SEALED_SUFFIX);
    return used < 0 || used >= PATH_BYTES_MAX ? REFUSE(LIMIT_EXCEEDED) : OK;
}

static struct status places_check(const struct backup_options *options, struct place *place,
                                  const char *keys_path, struct problem *problem)
{
    char marker[PATH_BYTES_MAX];
    TRY(path_join(marker, options->folder, MARKER_FILE));
    if (file_kind(marker) != FILE_REGULAR) {
        return backup__blame(problem, options->folder, REFUSE(FOLDER_FOREIGN));
    }
    if (options->passphrase != NULL && file_kind(keys_path) != FILE_ABSENT) {
        return backup__blame(problem, keys_path, REFUSE(FILE_EXISTS));
    }
    TRY(place_look(options->target, place, problem));
    place->has_more = place->has_more || place->has_checkpoint;
    return place_make(place, problem);
}

static void made_tell(const struct manifest *manifest, struct backup_made *made)
{
    made->records = manifest->log.records;
    made->root = manifest->log.root;
    made->files = manifest->count;
    made->bytes = 0;
    for (size_t i = 0; i < manifest->count; i++) {
        made->bytes += manifest->files[i].copied.bytes;
    }
}

struct status backup_make(const struct backup_options *options, struct backup_made *made,
                          struct problem *problem)
{
    REQUIRE(options != NULL && options->folder != NULL && options->target != NULL && made != NULL);
    *made = (struct backup_made){0};
    SCOPED(manifest_free) struct manifest *manifest = NULL;
    struct place place;
    char keys_path[PATH_BYTES_MAX];
    TRY(manifest_new(&manifest));
    TRY(backup__keys_path(options->target, keys_path));
    TRY(places_check(options, &place, keys_path, problem));
    manifest->made_on = options->day;
    struct making making = {.options = options, .manifest = manifest, .problem = problem};
    struct status status = parts_take(&making, keys_path);
    if (!status_ok(status)) {
        place_undo(&place);
        if (options->passphrase != NULL) {
            struct status undone = file_remove(keys_path);
            (void)undone; /* The first trouble is the one worth telling. */
        }
        return problem_set(problem, status.code);
    }
    made_tell(manifest, made);
    if (options->passphrase != NULL) {
        memcpy(made->keys, keys_path, sizeof made->keys);
        made->keys_until = options->day + BACKUP_KEYS_DAYS_MAX;
    }
    return OK;
}
