/* file_path.c - whole files and folders by path: load, replace, rename, list. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/file.h"
#include "base/file_faults.h"

struct status path_join(char out[PATH_BYTES_MAX], const char *folder, const char *name)
{
    REQUIRE(folder != NULL && name != NULL);
    int length = snprintf(out, PATH_BYTES_MAX, "%s/%s", folder, name);
    return length < 0 || length >= PATH_BYTES_MAX ? REFUSE(LIMIT_EXCEEDED) : OK;
}

enum file_kind file_kind(const char *path)
{
    REQUIRE(path != NULL);
    struct stat info;
    if (stat(path, &info) != 0) {
        return FILE_ABSENT;
    }
    return S_ISREG(info.st_mode) ? FILE_REGULAR : S_ISDIR(info.st_mode) ? FILE_FOLDER : FILE_OTHER;
}

struct status file_load(const char *path, size_t bytes_max, uint8_t **bytes, size_t *length)
{
    REQUIRE(path != NULL && bytes != NULL && length != NULL);
    enum file_kind kind = file_kind(path);
    if (kind != FILE_ABSENT && kind != FILE_REGULAR) {
        return FAULT(FILE_READ); /* A pipe would keep us waiting. */
    }
    SCOPED(file_close) struct file file = FILE_CLOSED;
    TRY(file_open(path, FILE_FOR_READING, &file));
    int64_t size = 0;
    TRY(file_size(&file, &size));
    if ((uint64_t)size > bytes_max) {
        return REFUSE(LIMIT_EXCEEDED);
    }
    uint8_t *room = malloc((size_t)size + 1);
    if (room == NULL) {
        return FAULT(OUT_OF_MEMORY);
    }
    size_t got = 0;
    struct status status = file_read(&file, 0, room, (size_t)size, &got);
    if (!status_ok(status)) {
        free(room);
        return status;
    }
    room[got] = '\0';
    *bytes = room;
    *length = got;
    return OK;
}

struct status folder_sync(const char *path)
{
    REQUIRE(path != NULL);
    SCOPED(file_close) struct file folder = FILE_CLOSED;
    folder.fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder.fd < 0) {
        return FAULT(FILE_OPEN);
    }
    if (file_faults_check(FILE_CALL_SYNC, NULL) != 0 || fsync(folder.fd) != 0) {
        return FAULT(FILE_SYNC);
    }
    return OK;
}

/* Syncs the folder in which `path` stands. */
static struct status parent_sync(const char *path)
{
    char folder[PATH_BYTES_MAX] = ".";
    size_t length = strlen(path);
    while (length > 1 && path[length - 1] == '/') {
        length--; /* "a/b/" stands in "a". */
    }
    while (length > 0 && path[length - 1] != '/') {
        length--;
    }
    if (length >= sizeof folder) {
        return REFUSE(LIMIT_EXCEEDED);
    }
    if (length > 0) {
        memcpy(folder, path, length);
        folder[length] = '\0';
    }
    return folder_sync(folder);
}

struct status file_replace(const char *path, const void *bytes, size_t length)
{
    REQUIRE(path != NULL);
    char draft[PATH_BYTES_MAX];
    int used = snprintf(draft, sizeof draft, "%s.new", path);
    if (used < 0 || (size_t)used >= sizeof draft) {
        return REFUSE(LIMIT_EXCEEDED);
    }
    SCOPED(file_close) struct file file = FILE_CLOSED;
    TRY(file_open(draft, FILE_FOR_WRITING, &file));
    TRY(file_truncate(&file, 0)); /* A crash may have left a draft. */
    TRY(file_write(&file, 0, bytes, length));
    TRY(file_sync(&file));
    return file_rename(draft, path);
}

struct status file_rename(const char *from, const char *to)
{
    REQUIRE(from != NULL && to != NULL);
    if (file_faults_check(FILE_CALL_CHANGE, NULL) != 0 || rename(from, to) != 0) {
        return FAULT(FILE_WRITE);
    }
    return parent_sync(to);
}

struct status file_remove(const char *path)
{
    REQUIRE(path != NULL);
    if (file_faults_check(FILE_CALL_CHANGE, NULL) != 0) {
        return FAULT(FILE_WRITE);
    }
    if (unlink(path) != 0) {
        return errno == ENOENT ? OK : FAULT(FILE_WRITE);
    }
    return parent_sync(path);
}

struct status folder_make(const char *path)
{
    REQUIRE(path != NULL);
    if (file_faults_check(FILE_CALL_CHANGE, NULL) != 0) {
        return FAULT(FILE_OPEN);
    }
    if (mkdir(path, 0700) != 0) {
        return errno == EEXIST && file_kind(path) == FILE_FOLDER ? OK : FAULT(FILE_OPEN);
    }
    return parent_sync(path);
}

static int remove_one(const char *path, const struct stat *info, int kind, struct FTW *level)
{
    (void)info;
    (void)kind;
    (void)level;
    remove(path); /* The rest goes even where this one stays. */
    return 0;
}

void folder_remove(const char *path)
{
    REQUIRE(path != NULL);
    nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS | FTW_MOUNT);
}

struct status folder_room(const char *path, int64_t *bytes)
{
    REQUIRE(path != NULL && bytes != NULL);
    struct statvfs info;
    if (statvfs(path, &info) != 0) {
        return FAULT(FILE_READ);
    }
    *bytes = (int64_t)(info.f_bavail * info.f_frsize);
    return OK;
}

int64_t folder_bytes(const char *path)
{
    REQUIRE(path != NULL);
    struct stat info;
    char inner[PATH_BYTES_MAX];
    SCOPED(folder_names_free) struct folder_names names = {.count = 0};
    if (lstat(path, &info) != 0) {
        return 0;
    }
    if (!S_ISDIR(info.st_mode) || !status_ok(folder_names(path, &names))) {
        return S_ISREG(info.st_mode) ? info.st_size : 0;
    }
    int64_t sum = 0;
    for (size_t i = 0; i < names.count; i++) {
        sum += status_ok(path_join(inner, path, names.list[i])) ? folder_bytes(inner) : 0;
    }
    return sum;
}

static int name_compare(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static struct status names_read(DIR *folder, struct folder_names *names)
{
    size_t room = 0;
    for (;;) {
        errno = 0;
        const struct dirent *entry = readdir(folder);
        if (entry == NULL) {
            return errno == 0 ? OK : FAULT(FILE_READ);
        }
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) {
            continue;
        }
        if (names->count == room) {
            room = room == 0 ? 16 : room * 2;
            char **list = realloc(names->list, room * sizeof *list);
            if (list == NULL) {
                return FAULT(OUT_OF_MEMORY);
            }
            names->list = list;
        }
        names->list[names->count] = strdup(entry->d_name);
        if (names->list[names->count] == NULL) {
            return FAULT(OUT_OF_MEMORY);
        }
        names->count++;
    }
}

struct status folder_names(const char *path, struct folder_names *names)
{
    REQUIRE(path != NULL && names != NULL);
    *names = (struct folder_names){0};
    DIR *folder = opendir(path);
    if (folder == NULL) {
        return FAULT(FILE_OPEN);
    }
    struct status status = names_read(folder, names);
    closedir(folder);
    if (!status_ok(status)) {
        folder_names_free(names);
        return status;
    }
    if (names->count > 0) {
        qsort(names->list, names->count, sizeof *names->list, name_compare);
    }
    return OK;
}

void folder_names_free(struct folder_names *names)
{
    for (size_t i = 0; i < names->count; i++) {
        free(names->list[i]);
    }
    free(names->list);
    *names = (struct folder_names){0};
}
