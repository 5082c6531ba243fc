/* backup_continue.c - a log that goes on from a backup although it had signed more: under a new
 * name, "<name>/2", so that nobody is shown two histories under one name. What it must write into
 * itself first stands in the folder as `continue.json` until it has done so. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backup/backup_internal.h"
#include "base/file.h"
#include "base/json.h"

#define CONTINUE_FILE "continue.json"
enum { CONTINUE_BYTES_MAX = 4096, HEX_DIGITS = 2 * HASH_BYTES };

/* ---- finding ---- */

/* The newest that was signed: the highest number of the name, then the most records. */
static const struct known *known_newest(const struct restoring *restoring)
{
    const struct known *newest = NULL;
    for (size_t i = 0; i < restoring->known_count; i++) {
        const struct known *known = &restoring->known[i];
        if (newest == NULL || known->number > newest->number ||
            (known->number == newest->number && known->checkpoint.size > newest->checkpoint.size)) {
            newest = known;
        }
    }
    return newest;
}

struct status backup__continue_find(struct restoring *restoring)
{
    const struct restore_options *options = restoring->options;
    bool stolen = options->go_on == SANBAO__V1__CONTINUE_REASON__CONTINUE_STOLEN;
    uint64_t number = 0;
    size_t length = backup__origin_split(restoring->key.name, &number);
    restoring->goes_on = stolen || restoring->older;
    if (!restoring->goes_on) {
        return OK;
    }
    if (options->keys == NULL) {
        return problem_set(restoring->problem, STATUS_KEYS_MISSING);
    }
    const struct known *newest = known_newest(restoring);
    if (newest != NULL && newest->number > number) {
        number = newest->number;
    }
    restoring->old =
        (struct checkpoint){.size = restoring->log.records, .root = restoring->log.root};
    memcpy(restoring->old.origin, restoring->key.name, sizeof restoring->old.origin);
    if (restoring->older) {
        restoring->old = newest->checkpoint;
    }
    int used = snprintf(restoring->origin, sizeof restoring->origin, "%.*s/%" PRIu64, (int)length,
                        restoring->key.name, number + 1);
    return used > ORIGIN_MAX ? problem_set(restoring->problem, STATUS_ORIGIN_MALFORMED) : OK;
}

/* ---- noting ---- */

struct status backup__continue_note(const struct restoring *restoring)
{
    char path[PATH_BYTES_MAX];
    char text[CONTINUE_BYTES_MAX];
    char root[HEX_DIGITS + 1];
    const struct checkpoint *old = &restoring->old;
    for (size_t i = 0; i < HASH_BYTES; i++) {
        snprintf(root + 2 * i, 3, "%02x", old->root.bytes[i]);
    }
    /* A log's name has no character that JSON would escape. */
    int length = snprintf(text, sizeof text,
                          "{\n  \"reason\": %d,\n  \"origin\": \"%s\",\n  \"size\": %" PRIu64
                          ",\n  \"root\": \"%s\"\n}\n",
                          (int)restoring->options->go_on, old->origin, old->size, root);
    TRY(path_join(path, restoring->options->folder, CONTINUE_FILE));
    return backup__blame(restoring->problem, path, file_replace(path, text, (size_t)length));
}

struct status backup__marker_change(const struct restoring *restoring,
                                    const uint8_t public_key[SIGN_PUBLIC_BYTES])
{
    char path[PATH_BYTES_MAX];
    char old_vkey[VKEY_MAX];
    char new_vkey[VKEY_MAX];
    uint8_t *text = NULL;
    size_t length = 0;
    struct note_key key;
    char changed[CONTINUE_BYTES_MAX];
    TRY(note_key_make(restoring->origin, public_key, &key));
    note_vkey_format(&restoring->key, old_vkey);
    note_vkey_format(&key, new_vkey);
    TRY(path_join(path, restoring->options->source, MARKER_FILE));
    TRY(backup__blame(restoring->problem, path, file_load(path, NOTE_BYTES_MAX, &text, &length)));
    const char *at = memmem(text, length, old_vkey, strlen(old_vkey));
    int used = at == NULL
                   ? -1
                   : snprintf(changed, sizeof changed, "%.*s%s%s", (int)(at - (const char *)text),
                              (const char *)text, new_vkey, at + strlen(old_vkey));
    free(text);
    if (used < 0 || (size_t)used >= sizeof changed) {
        return backup__blame(restoring->problem, path, REFUSE(BACKUP_DAMAGED));
    }
    TRY(path_join(path, restoring->options->folder, MARKER_FILE));
    return backup__blame(restoring->problem, path, file_replace(path, changed, (size_t)used));
}

/* ---- reading ---- */

static bool root_read(const struct json_member *member, struct hash *root)
{
    static const char digits[] = "0123456789abcdef";
    if (member == NULL || member->kind != JSON_TEXT || member->text_length != HEX_DIGITS ||
        strspn(member->text, digits) != HEX_DIGITS) {
        return false;
    }
    for (size_t i = 0; i < HASH_BYTES; i++) {
        size_t high = (size_t)(strchr(digits, member->text[2 * i]) - digits);
        size_t low = (size_t)(strchr(digits, member->text[2 * i + 1]) - digits);
        root->bytes[i] = (uint8_t)(high << 4 | low);
    }
    return true;
}

static bool continued_fill(const struct json_object *object, struct continued *continued)
{
    const struct json_member *reason = json_object_find(object, "reason");
    const struct json_member *origin = json_object_find(object, "origin");
    const struct json_member *size = json_object_find(object, "size");
    if (reason == NULL || reason->kind != JSON_INTEGER || origin == NULL ||
        origin->kind != JSON_TEXT || origin->text_length > ORIGIN_MAX || size == NULL ||
        size->kind != JSON_INTEGER || size->integer < 0) {
        return false;
    }
    continued->reason = (Sanbao__V1__ContinueReason)reason->integer;
    continued->old.size = (uint64_t)size->integer;
    memcpy(continued->old.origin, origin->text, origin->text_length + 1);
    return root_read(json_object_find(object, "root"), &continued->old.root);
}

struct status backup_continued(const char *folder, bool *found, struct continued *continued,
                               struct problem *problem)
{
    REQUIRE(folder != NULL && found != NULL && continued != NULL);
    char path[PATH_BYTES_MAX];
    uint8_t *text = NULL;
    size_t length = 0;
    TRY(path_join(path, folder, CONTINUE_FILE));
    *found = file_kind(path) != FILE_ABSENT;
    if (!*found) {
        return OK;
    }
    struct json_object *object = calloc(1, sizeof *object);
    if (object == NULL) {
        return FAULT(OUT_OF_MEMORY);
    }
    struct status status = file_load(path, CONTINUE_BYTES_MAX, &text, &length);
    if (status_ok(status)) {
        status = json_object_read((const char *)text, length, object, problem);
    }
    if (status_ok(status)) {
        status = continued_fill(object, continued) ? OK : REFUSE(BACKUP_DAMAGED);
        json_object_free(object);
    }
    free(object);
    free(text);
    return backup__blame(problem, path, status);
}

struct status backup_continued_done(const char *folder)
{
    char path[PATH_BYTES_MAX];
    TRY(path_join(path, folder, CONTINUE_FILE));
    return file_remove(path);
}
