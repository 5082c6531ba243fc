/* copy.c - files and folders: copied with their hash, and taken away again. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "backup/backup_internal.h"
#include "base/file.h"

enum { COPY_BYTES = 1 << 20 };

struct status backup__blame(struct problem *problem, const char *path, struct status status)
{
    if (problem != NULL && !status_ok(status)) {
        problem_text(problem->file, sizeof problem->file, path, strlen(path));
    }
    return problem_set(problem, status.code);
}

static struct status pump(const struct file *from, const struct file *to, int64_t limit,
                          struct hasher *hasher, struct copied *copied)
{
    uint8_t *buffer = malloc(COPY_BYTES);
    if (buffer == NULL) {
        return FAULT(OUT_OF_MEMORY);
    }
    struct status status = OK;
    int64_t at = 0;
    size_t got = COPY_BYTES;
    while (status_ok(status) && got == COPY_BYTES && (limit < 0 || at < limit)) {
        size_t want = limit >= 0 && limit - at < COPY_BYTES ? (size_t)(limit - at) : COPY_BYTES;
        status = file_read(from, at, buffer, want, &got);
        hasher_add(hasher, buffer, got);
        if (status_ok(status) && to != NULL) {
            status = file_write(to, at, buffer, got);
        }
        at += (int64_t)got;
    }
    free(buffer);
    copied->bytes = (uint64_t)at;
    return status_ok(status) && limit >= 0 && at < limit ? FAULT(FILE_READ) : status;
}

struct status backup__copy(const char *from, const char *to, int64_t limit, struct copied *copied,
                           struct problem *problem)
{
    SCOPED(file_close) struct file source = FILE_CLOSED;
    SCOPED(file_close) struct file target = FILE_CLOSED;
    SCOPED(hasher_free) struct hasher *hasher = NULL;
    TRY(hasher_new(&hasher));
    TRY(backup__blame(problem, from, file_open(from, FILE_FOR_READING, &source)));
    if (to != NULL) {
        TRY(backup__blame(problem, to, file_open(to, FILE_NEW, &target)));
    }
    hasher_begin(hasher);
    struct status status = pump(&source, to == NULL ? NULL : &target, limit, hasher, copied);
    TRY(backup__blame(problem, status.code == STATUS_FILE_READ || to == NULL ? from : to, status));
    hasher_end(hasher, &copied->hash);
    return to == NULL ? OK : backup__blame(problem, to, file_sync(&target));
}

struct status place_look(const char *path, struct place *place, struct problem *problem)
{
    *place = (struct place){.path = path};
    enum file_kind kind = file_kind(path);
    if (kind == FILE_ABSENT) {
        return OK;
    }
    if (kind != FILE_FOLDER) {
        place->has_more = true;
        return OK;
    }
    SCOPED(folder_names_free) struct folder_names names = {0};
    TRY(backup__blame(problem, path, folder_names(path, &names)));
    for (size_t i = 0; i < names.count; i++) {
        bool checkpoint = strcmp(names.list[i], CHECKPOINT_FILE) == 0;
        place->has_checkpoint = place->has_checkpoint || checkpoint;
        place->has_more = place->has_more || !checkpoint;
    }
    return OK;
}

struct status place_make(struct place *place, struct problem *problem)
{
    if (place->has_more) {
        return backup__blame(problem, place->path, REFUSE(FILE_EXISTS));
    }
    place->made = file_kind(place->path) == FILE_ABSENT;
    return backup__blame(problem, place->path, folder_make(place->path));
}

void place_undo(const struct place *place)
{
    if (place->made) {
        folder_remove(place->path);
        return;
    }
    SCOPED(folder_names_free) struct folder_names names = {0};
    if (!status_ok(folder_names(place->path, &names))) {
        return;
    }
    for (size_t i = 0; i < names.count; i++) {
        char path[PATH_BYTES_MAX];
        bool stays = place->has_checkpoint && strcmp(names.list[i], CHECKPOINT_FILE) == 0;
        if (!stays && status_ok(path_join(path, place->path, names.list[i]))) {
            folder_remove(path);
        }
    }
}
