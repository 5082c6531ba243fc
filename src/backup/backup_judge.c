/* backup_judge.c - all that must hold before a restore writes anything: every file is as it was
 * made, the records lead to the root, and every checkpoint that is known is met, or the operator
 * says why it cannot be. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "backup/backup_internal.h"
#include "base/file.h"
#include "base/json.h"

struct status backup__file_judge(const struct manifest_file *file, const struct copied *found,
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
        bool folder = strcmp(file->path, EVIDENCE_FOLDER) == 0;
        if (file_kind(path) != (folder ? FILE_FOLDER : FILE_REGULAR)) {
            return backup__blame(restoring->problem, path, REFUSE(BACKUP_DAMAGED));
        }
        TRY(backup__part(path, NULL, file->path, &found, restoring->problem));
        TRY(backup__file_judge(file, &found, path, restoring->problem));
    }
    return OK;
}

/* The log's key, as the settings of the backup name it. */
static struct status key_find(struct restoring *restoring)
{
    char path[PATH_BYTES_MAX];
    uint8_t *text = NULL;
    size_t length = 0;
    TRY(path_join(path, restoring->options->source, MARKER_FILE));
    TRY(backup__blame(restoring->problem, path, file_load(path, NOTE_BYTES_MAX, &text, &length)));
    struct json_object *object = calloc(1, sizeof *object);
    struct status status = object == NULL ? FAULT(OUT_OF_MEMORY) : OK;
    if (status_ok(status)) {
        status = json_object_read((const char *)text, length, object, restoring->problem);
    }
    if (status_ok(status)) {
        const struct json_member *vkey = json_object_find(object, "vkey");
        status = vkey == NULL || vkey->kind != JSON_TEXT
                     ? REFUSE(KEY_MALFORMED)
                     : note_vkey_parse(vkey->text, vkey->text_length, &restoring->key);
        json_object_free(object);
    }
    free(object);
    free(text);
    return backup__blame(restoring->problem, path, status);
}

/* A checkpoint of another log says nothing about this one. */
static struct status origin_judge(struct restoring *restoring, const struct known *known)
{
    uint64_t number = 0;
    const char *own = restoring->key.name;
    const char *other = known->checkpoint.origin;
    size_t length = backup__origin_split(own, &number);
    if (backup__origin_split(other, &number) == length && memcmp(own, other, length) == 0) {
        return OK;
    }
    if (restoring->problem != NULL) {
        problem_text(restoring->problem->value, sizeof restoring->problem->value, own, strlen(own));
        problem_text(restoring->problem->expected, sizeof restoring->problem->expected, other,
                     strlen(other));
    }
    return backup__blame(restoring->problem, known->file, REFUSE(BACKUP_DISAGREES));
}

static struct status known_add(struct restoring *restoring, const char *path)
{
    struct note_key keys[2] = {restoring->key};
    const char *vkey = restoring->options->vkey;
    REQUIRE(restoring->known_count < KNOWN_MAX);
    struct known *known = &restoring->known[restoring->known_count++];
    if (vkey != NULL) {
        TRY(problem_set(restoring->problem, note_vkey_parse(vkey, strlen(vkey), &keys[1]).code));
    }
    TRY(backup__known_load(path, NULL, 0, known, restoring->problem));
    TRY(origin_judge(restoring, known));
    return backup__known_load(path, keys, vkey != NULL ? 2 : 1, known, restoring->problem);
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

/* What was signed under an earlier name and is not met was given up when the log took this one; the
 * log itself says so. */
static bool was_given_up(const struct restoring *restoring, const struct known *known)
{
    uint64_t number = 0;
    backup__origin_split(restoring->key.name, &number);
    return known->number < number;
}

/* Every checkpoint that is met needs no word; the first that is not is told, unless the operator
 * has said why the log goes on without what it signed. One that contradicts is never passed
 * over. */
static struct status known_judge(struct restoring *restoring)
{
    struct status older = OK;
    for (size_t i = 0; i < restoring->known_count; i++) {
        const struct known *known = &restoring->known[i];
        struct status status =
            was_given_up(restoring, known)
                ? OK
                : backup__known_judge(known, 1, &restoring->log, restoring->problem);
        if (status.code == STATUS_BACKUP_OLDER && !restoring->older) {
            restoring->older = true;
            older = status;
        } else if (status.code != STATUS_BACKUP_OLDER) {
            TRY(status);
        }
    }
    return restoring->options->go_on == SANBAO__V1__CONTINUE_REASON__CONTINUE_UNSET ? older : OK;
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
    return known_judge(restoring);
}

struct status backup__judge(struct restoring *restoring)
{
    const struct restore_options *options = restoring->options;
    struct place *place = &restoring->place;
    TRY(manifest_load(options->source, restoring->manifest, restoring->problem));
    TRY(place_look(options->folder, place, restoring->problem));
    if (place->has_more && !place->has_checkpoint) {
        return backup__blame(restoring->problem, options->folder, REFUSE(FILE_EXISTS));
    }
    TRY(files_judge(restoring));
    TRY(key_find(restoring));
    TRY(known_gather(restoring));
    TRY(log_judge(restoring));
    TRY(backup__continue_find(restoring));
    return backup__erasures_gather(restoring);
}
