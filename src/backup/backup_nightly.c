/* backup_nightly.c - one backup a day into a folder of backups, and the end of what is too old:
 * sealed keys after 90 days, since whoever was erased would come back with them, and the oldest
 * backups, since every disk ends. */
#include <stdlib.h>
#include <string.h>

#include "backup/backup_internal.h"
#include "base/day.h"
#include "base/file.h"

static bool ends_with(const char *name, const char *end)
{
    size_t length = strlen(name);
    size_t end_length = strlen(end);
    return length > end_length && strcmp(name + length - end_length, end) == 0;
}

/* Whether `backups`/`name` is a finished nightly backup, and of which day. */
static bool is_nightly(const char *backups, const char *name, int32_t *day)
{
    char folder[PATH_BYTES_MAX];
    char manifest[PATH_BYTES_MAX];
    return status_ok(day_parse(name, strlen(name), day)) &&
           status_ok(path_join(folder, backups, name)) &&
           status_ok(path_join(manifest, folder, MANIFEST_FILE)) &&
           file_kind(manifest) == FILE_REGULAR;
}

/* Removes sealed keys that are too old, or only counts them. */
static struct status keys_old(const char *backups, int32_t today, bool removes, int64_t *count,
                              struct problem *problem)
{
    SCOPED(folder_names_free) struct folder_names names = {0};
    char path[PATH_BYTES_MAX];
    int32_t day = 0;
    *count = 0;
    TRY(backup__blame(problem, backups, folder_names(backups, &names)));
    for (size_t i = 0; i < names.count; i++) {
        TRY(path_join(path, backups, names.list[i]));
        if (ends_with(names.list[i], SEALED_SUFFIX) && sealed_day(path, &day) &&
            today - day > BACKUP_KEYS_DAYS_MAX) {
            TRY(removes ? backup__blame(problem, path, file_remove(path)) : OK);
            (*count)++;
        }
    }
    return OK;
}

struct status backup_keys_old(const char *backups, int32_t today, int64_t *count)
{
    REQUIRE(backups != NULL && count != NULL);
    return keys_old(backups, today, false, count, NULL);
}

/* The names are in order of their days: those before the newest `keep` go, with their keys. */
static struct status backups_expire(const struct nightly_options *options,
                                    struct nightly_done *done, struct problem *problem)
{
    SCOPED(folder_names_free) struct folder_names names = {0};
    char path[PATH_BYTES_MAX];
    char keys[PATH_BYTES_MAX];
    int64_t seen = 0;
    int32_t day = 0;
    TRY(backup__blame(problem, options->backups, folder_names(options->backups, &names)));
    for (size_t i = names.count; i-- > 0;) {
        if (!is_nightly(options->backups, names.list[i], &day) || ++seen <= options->keep) {
            continue;
        }
        TRY(path_join(path, options->backups, names.list[i]));
        TRY(backup__keys_path(path, keys));
        TRY(backup__blame(problem, keys, file_remove(keys)));
        folder_remove(path);
        done->backups_removed++;
    }
    return OK;
}

/* The newest list lies beside the backups, so that also an older one can be held to it. */
static struct status erasures_leave(const struct nightly_options *options, struct problem *problem)
{
    char path[PATH_BYTES_MAX];
    struct erasures list = {0};
    TRY(path_join(path, options->folder, ERASURES_FILE));
    if (file_kind(path) == FILE_REGULAR) {
        TRY(erasures_load(path, &list, problem));
    }
    list.has_until = true;
    list.until = options->day;
    struct status status = path_join(path, options->backups, ERASURES_FILE);
    if (status_ok(status)) {
        status = erasures_save(path, &list);
    }
    erasures_free(&list);
    return backup__blame(problem, path, status);
}

/* What is there without being finished was left by a kill. */
static struct status unfinished_remove(const char *target, struct problem *problem)
{
    char keys[PATH_BYTES_MAX];
    TRY(backup__keys_path(target, keys));
    folder_remove(target);
    return backup__blame(problem, keys, file_remove(keys));
}

struct status backup_nightly(const struct nightly_options *options, struct nightly_done *done,
                             struct problem *problem)
{
    REQUIRE(options != NULL && options->backups != NULL && options->keep > 0 && done != NULL);
    *done = (struct nightly_done){0};
    char target[PATH_BYTES_MAX];
    char name[DAY_TEXT_SIZE];
    int32_t day = 0;
    if (file_kind(options->backups) != FILE_FOLDER) {
        return backup__blame(problem, options->backups, FAULT(FILE_OPEN));
    }
    day_format(options->day, name);
    TRY(path_join(target, options->backups, name));
    done->made_before = is_nightly(options->backups, name, &day);
    if (!done->made_before) {
        const struct backup_options backup = {.folder = options->folder,
                                              .target = target,
                                              .day = options->day,
                                              .passphrase = options->passphrase};
        TRY(unfinished_remove(target, problem));
        TRY(backup_make(&backup, &done->made, problem));
    }
    TRY(erasures_leave(options, problem));
    TRY(keys_old(options->backups, options->day, true, &done->keys_removed, problem));
    return backups_expire(options, done, problem);
}

struct status backup_newest(const char *backups, bool *found, int32_t *day, struct problem *problem)
{
    REQUIRE(backups != NULL && found != NULL && day != NULL);
    SCOPED(folder_names_free) struct folder_names names = {0};
    int32_t seen = 0;
    *found = false;
    TRY(backup__blame(problem, backups, folder_names(backups, &names)));
    for (size_t i = 0; i < names.count; i++) {
        if (is_nightly(backups, names.list[i], &seen)) {
            *found = true;
            *day = seen;
        }
    }
    return OK;
}
