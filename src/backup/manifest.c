/* manifest.c - backup.json: what a finished backup holds. A flat object, one member a file:
 *
 *   {"format": 1, "made_on": "2021-12-17", "records": 9991, "root": "<64 hex digits>",
 *    "people.db": "<bytes> <SHA-256 in hex>", "journal/00000000000000000000.seg": ...}
 *
 * Only names that a backup can hold are read, so that no path leads out of the folder. */
#include "backup/manifest.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "backup/backup_internal.h"
#include "base/day.h"
#include "base/file.h"
#include "base/json.h"
#include "base/text.h"

enum {
    FORMAT = 1,
    HEX_DIGITS = 2 * HASH_BYTES,
    SEGMENT_DIGITS = 20,
    LINE_BYTES = MANIFEST_PATH_MAX + HEX_DIGITS + 48,
};

struct status manifest_new(struct manifest **out)
{
    *out = calloc(1, sizeof **out);
    return *out == NULL ? FAULT(OUT_OF_MEMORY) : OK;
}

void manifest_free(struct manifest **manifest)
{
    free(*manifest);
    *manifest = NULL;
}

struct status manifest_add(struct manifest *manifest, const char *path, struct manifest_file **file)
{
    if (manifest->count == MANIFEST_FILES_MAX || strlen(path) >= MANIFEST_PATH_MAX) {
        return REFUSE(LIMIT_EXCEEDED);
    }
    *file = &manifest->files[manifest->count++];
    snprintf((*file)->path, sizeof(*file)->path, "%s", path);
    return OK;
}

bool manifest_holds(const struct manifest *manifest, const char *path)
{
    for (size_t i = 0; i < manifest->count; i++) {
        if (strcmp(manifest->files[i].path, path) == 0) {
            return true;
        }
    }
    return false;
}

/* ---- writing ---- */

static void hash_format(const struct hash *hash, char text[HEX_DIGITS + 1])
{
    for (size_t i = 0; i < HASH_BYTES; i++) {
        snprintf(text + 2 * i, 3, "%02x", hash->bytes[i]);
    }
}

struct status manifest_write(const struct manifest *manifest, const char *folder)
{
    char path[PATH_BYTES_MAX];
    char day[DAY_TEXT_SIZE];
    char hash[HEX_DIGITS + 1];
    TRY(path_join(path, folder, MANIFEST_FILE));
    size_t room = (manifest->count + 4) * LINE_BYTES;
    char *text = malloc(room);
    if (text == NULL) {
        return FAULT(OUT_OF_MEMORY);
    }
    day_format(manifest->made_on, day);
    hash_format(&manifest->log.root, hash);
    int used = snprintf(text, room,
                        "{\n  \"format\": %d,\n  \"made_on\": \"%s\",\n  \"records\": %" PRIu64
                        ",\n  \"root\": \"%s\"",
                        FORMAT, day, manifest->log.records, hash);
    for (size_t i = 0; i < manifest->count; i++) {
        const struct manifest_file *file = &manifest->files[i];
        hash_format(&file->copied.hash, hash);
        used += snprintf(text + used, room - (size_t)used, ",\n  \"%s\": \"%" PRIu64 " %s\"",
                         file->path, file->copied.bytes, hash);
    }
    used += snprintf(text + used, room - (size_t)used, "\n}\n");
    REQUIRE((size_t)used < room);
    struct status status = file_replace(path, text, (size_t)used);
    free(text);
    return status;
}

/* ---- reading ---- */

static bool hash_read(const char *text, size_t length, struct hash *hash)
{
    if (length != HEX_DIGITS) {
        return false;
    }
    for (size_t i = 0; i < HEX_DIGITS; i++) {
        char c = text[i];
        int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
        if (digit < 0) {
            return false;
        }
        hash->bytes[i / 2] = (uint8_t)(hash->bytes[i / 2] << 4 | digit);
    }
    return true;
}

static bool is_segment(const char *path)
{
    static const char start[] = JOURNAL_FOLDER "/";
    size_t before = sizeof start - 1;
    return strncmp(path, start, before) == 0 &&
           strspn(path + before, "0123456789") == SEGMENT_DIGITS &&
           strcmp(path + before + SEGMENT_DIGITS, ".seg") == 0;
}

static bool may_hold(const char *path)
{
    return strcmp(path, MARKER_FILE) == 0 || strcmp(path, PEOPLE_FILE) == 0 ||
           strcmp(path, CHECKPOINT_FILE) == 0 || strcmp(path, ERASURES_FILE) == 0 ||
           strcmp(path, EVIDENCE_FOLDER) == 0 || is_segment(path);
}

static bool file_entry_read(const struct json_member *member, struct manifest *manifest)
{
    if (!may_hold(member->key) || member->kind != JSON_TEXT) {
        return false;
    }
    const char *space = memchr(member->text, ' ', member->text_length);
    struct manifest_file *file = NULL;
    if (space == NULL || !status_ok(manifest_add(manifest, member->key, &file))) {
        return false;
    }
    size_t digits = (size_t)(space - member->text);
    int64_t bytes = 0;
    if (!text_integer(member->text, digits, 0, INT64_MAX, &bytes)) {
        return false;
    }
    file->copied.bytes = (uint64_t)bytes;
    return hash_read(space + 1, member->text_length - digits - 1, &file->copied.hash);
}

static bool member_read(const struct json_member *member, struct manifest *manifest)
{
    if (strcmp(member->key, "format") == 0) {
        return member->kind == JSON_INTEGER && member->integer == FORMAT;
    }
    if (strcmp(member->key, "records") == 0) {
        manifest->log.records = (uint64_t)member->integer;
        return member->kind == JSON_INTEGER && member->integer >= 0;
    }
    if (strcmp(member->key, "made_on") == 0) {
        return member->kind == JSON_TEXT &&
               status_ok(day_parse(member->text, member->text_length, &manifest->made_on));
    }
    if (strcmp(member->key, "root") == 0) {
        return member->kind == JSON_TEXT &&
               hash_read(member->text, member->text_length, &manifest->log.root);
    }
    return file_entry_read(member, manifest);
}

static struct status members_read(const struct json_object *object, struct manifest *manifest,
                                  struct problem *problem)
{
    static const char *const needed[] = {"format", "made_on",   "records",
                                         "root",   MARKER_FILE, PEOPLE_FILE};
    for (size_t i = 0; i < COUNT(needed); i++) {
        if (json_object_find(object, needed[i]) == NULL) {
            if (problem != NULL) {
                snprintf(problem->column, sizeof problem->column, "%s", needed[i]);
            }
            return REFUSE(BACKUP_DAMAGED);
        }
    }
    for (size_t i = 0; i < object->count; i++) {
        const struct json_member *member = &object->members[i];
        if (!member_read(member, manifest)) {
            if (problem != NULL) {
                problem->line = member->line;
                text_show(problem->column, sizeof problem->column, member->key, strlen(member->key),
                          MANIFEST_PATH_MAX);
            }
            return REFUSE(BACKUP_DAMAGED);
        }
    }
    return OK;
}

struct status manifest_parse(const char *text, size_t length, struct manifest *manifest,
                             struct problem *problem)
{
    *manifest = (struct manifest){0};
    struct json_object *object = calloc(1, sizeof *object);
    if (object == NULL) {
        return FAULT(OUT_OF_MEMORY);
    }
    struct status status = json_object_read(text, length, object, problem);
    if (status_ok(status)) {
        status = members_read(object, manifest, problem);
        json_object_free(object);
    } else if (status.code != STATUS_OUT_OF_MEMORY) {
        status = REFUSE(BACKUP_DAMAGED);
    }
    free(object);
    return problem_set(problem, status.code);
}

struct status manifest_load(const char *folder, struct manifest *manifest, struct problem *problem)
{
    char path[PATH_BYTES_MAX];
    uint8_t *text = NULL;
    size_t length = 0;
    TRY(path_join(path, folder, MANIFEST_FILE));
    if (file_kind(path) == FILE_ABSENT) {
        return backup__blame(problem, folder, REFUSE(BACKUP_UNFINISHED));
    }
    TRY(backup__blame(problem, path, file_load(path, JSON_BYTES_MAX, &text, &length)));
    struct status status = manifest_parse((const char *)text, length, manifest, problem);
    free(text);
    return backup__blame(problem, path, status);
}
