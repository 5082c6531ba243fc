/* backup_erasures.c - whoever was erased after a backup must not come back with it. Every list of
 * erasures that can be had is run again: the backup's own, the one in the folder of backups, the
 * one handed over. Up to which day they know stands in `erasures.wanted` until it is settled. */
#include <stdlib.h>
#include <string.h>

#include "backup/backup_internal.h"
#include "base/day.h"
#include "base/file.h"

#define WANTED_FILE "erasures.wanted"

/* Adds a list; one without a day knows of all erasures. */
static struct status list_take(struct restoring *restoring, const char *path)
{
    struct erasures list = {0};
    TRY(erasures_load(path, &list, restoring->problem));
    struct status status = erasures_add(&restoring->erasures, &list);
    if (!list.has_until) {
        restoring->erasures_wanted = false;
    } else if (list.until > restoring->erasures_until) {
        restoring->erasures_until = list.until;
    }
    erasures_free(&list);
    return status;
}

/* "dir/2021-12-17/" has "dir/erasures" beside it. */
static struct status beside(const char *source, char path[PATH_BYTES_MAX])
{
    size_t length = strlen(source);
    while (length > 1 && source[length - 1] == '/') {
        length--;
    }
    while (length > 0 && source[length - 1] != '/') {
        length--;
    }
    int used = snprintf(path, PATH_BYTES_MAX, "%.*s%s", (int)length, source, ERASURES_FILE);
    return used < 0 || used >= PATH_BYTES_MAX ? REFUSE(LIMIT_EXCEEDED) : OK;
}

struct status backup__erasures_gather(struct restoring *restoring)
{
    const struct restore_options *options = restoring->options;
    char path[PATH_BYTES_MAX];
    TRY(path_join(path, options->source, ERASURES_FILE));
    TRY(file_kind(path) == FILE_REGULAR ? list_take(restoring, path) : OK);
    /* The backup's list is of its own day. */
    restoring->erasures_wanted =
        options->keys != NULL && restoring->manifest->made_on < options->day;
    restoring->erasures_until = restoring->manifest->made_on;
    TRY(beside(options->source, path));
    TRY(file_kind(path) == FILE_REGULAR ? list_take(restoring, path) : OK);
    return options->erasures != NULL ? list_take(restoring, options->erasures) : OK;
}

struct status backup__erasures_run(struct restoring *restoring, int64_t *erased)
{
    const char *folder = restoring->options->folder;
    char path[PATH_BYTES_MAX];
    char keys_path[PATH_BYTES_MAX];
    SCOPED(keys_close) struct keys *keys = NULL;
    SCOPED(people_close) struct people *people = NULL;
    *erased = 0;
    if (restoring->options->keys != NULL) {
        TRY(path_join(keys_path, folder, KEYS_FILE));
        TRY(path_join(path, folder, PEOPLE_FILE));
        TRY(keys_open(keys_path, true, &keys, restoring->problem));
        TRY(people_open(path, true, keys, &people, restoring->problem));
        TRY(backup__blame(restoring->problem, path,
                          people_erase_again(people, &restoring->erasures, erased)));
    }
    if (restoring->erasures.count > 0) { /* in place of the notes that were just made again */
        TRY(path_join(path, folder, ERASURES_FILE));
        TRY(backup__blame(restoring->problem, path, erasures_save(path, &restoring->erasures)));
    }
    return restoring->erasures_wanted ? backup_erasures_known(folder, restoring->erasures_until)
                                      : OK;
}

/* ---- what is still wanted ---- */

struct status backup_erasures_wanted(const char *folder, bool *wanted, int32_t *until)
{
    REQUIRE(folder != NULL && wanted != NULL && until != NULL);
    char path[PATH_BYTES_MAX];
    uint8_t *text = NULL;
    size_t length = 0;
    TRY(path_join(path, folder, WANTED_FILE));
    *wanted = file_kind(path) != FILE_ABSENT;
    if (!*wanted) {
        return OK;
    }
    TRY(file_load(path, 64, &text, &length));
    struct status status = day_parse((const char *)text, length, until);
    free(text);
    return status;
}

struct status backup_erasures_known(const char *folder, int32_t until)
{
    char path[PATH_BYTES_MAX];
    char text[DAY_TEXT_SIZE];
    day_format(until, text);
    TRY(path_join(path, folder, WANTED_FILE));
    return file_replace(path, text, strlen(text));
}

struct status backup_erasures_settled(const char *folder)
{
    char path[PATH_BYTES_MAX];
    TRY(path_join(path, folder, WANTED_FILE));
    return file_remove(path);
}
