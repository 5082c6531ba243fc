/* backup_evidence.c - the folder of evidence as one part of a backup. Each file is named after the
 * SHA-256 of its own bytes, so the list of names says it all: what the manifest keeps of the part
 * is how many bytes it has, and the hash of its names in their order. */
#include <string.h>

#include "backup/backup_internal.h"
#include "base/file.h"

enum { SHELF_LENGTH = 2 };

struct evidence_walk {
    const char *from; /* the folder of evidence */
    const char *to;   /* NULL: only read */
    struct hasher *names;
    struct copied *copied;
    struct problem *problem;
};

static bool is_hex(const char *name, size_t length)
{
    return strlen(name) == length && strspn(name, "0123456789abcdef") == length;
}

static bool is_named_after(const char *name, const struct hash *hash)
{
    char hex[2 * HASH_BYTES + 1];
    for (size_t i = 0; i < HASH_BYTES; i++) {
        snprintf(hex + 2 * i, 3, "%02x", hash->bytes[i]);
    }
    return strcmp(name, hex) == 0;
}

static struct status file_walk(struct evidence_walk *walk, const char *from, const char *to,
                               const char *name)
{
    char source[PATH_BYTES_MAX];
    char target[PATH_BYTES_MAX];
    struct copied found;
    TRY(path_join(source, from, name));
    if (to != NULL) {
        TRY(path_join(target, to, name));
    }
    TRY(backup__copy(source, to != NULL ? target : NULL, -1, &found, walk->problem));
    if (!is_named_after(name, &found.hash)) {
        return backup__blame(walk->problem, source, FAULT(EVIDENCE_DAMAGED));
    }
    walk->copied->bytes += found.bytes;
    hasher_add(walk->names, name, strlen(name) + 1);
    return OK;
}

static struct status shelf_walk(struct evidence_walk *walk, const char *shelf)
{
    char from[PATH_BYTES_MAX];
    char to[PATH_BYTES_MAX];
    SCOPED(folder_names_free) struct folder_names names = {0};
    TRY(path_join(from, walk->from, shelf));
    if (walk->to != NULL) {
        TRY(path_join(to, walk->to, shelf));
        TRY(backup__blame(walk->problem, to, folder_make(to)));
    }
    TRY(backup__blame(walk->problem, from, folder_names(from, &names)));
    for (size_t i = 0; i < names.count; i++) {
        if (is_hex(names.list[i], 2 * HASH_BYTES) &&
            strncmp(names.list[i], shelf, SHELF_LENGTH) == 0) {
            TRY(file_walk(walk, from, walk->to != NULL ? to : NULL, names.list[i]));
        }
    }
    return walk->to != NULL ? backup__blame(walk->problem, to, folder_sync(to)) : OK;
}

struct status backup__evidence(const char *from, const char *to, struct copied *copied,
                               struct problem *problem)
{
    SCOPED(hasher_free) struct hasher *hasher = NULL;
    SCOPED(folder_names_free) struct folder_names names = {0};
    *copied = (struct copied){0};
    TRY(hasher_new(&hasher));
    hasher_begin(hasher);
    struct evidence_walk walk = {from, to, hasher, copied, problem};
    if (file_kind(from) == FILE_FOLDER) {
        TRY(backup__blame(problem, from, folder_names(from, &names)));
    }
    if (to != NULL) {
        TRY(backup__blame(problem, to, folder_make(to)));
    }
    for (size_t i = 0; i < names.count; i++) {
        if (is_hex(names.list[i], SHELF_LENGTH)) {
            TRY(shelf_walk(&walk, names.list[i]));
        }
    }
    hasher_end(hasher, &copied->hash);
    return to != NULL ? backup__blame(problem, to, folder_sync(to)) : OK;
}

struct status backup__part(const char *from, const char *to, const char *name,
                           struct copied *copied, struct problem *problem)
{
    return strcmp(name, EVIDENCE_FOLDER) == 0 ? backup__evidence(from, to, copied, problem)
                                              : backup__copy(from, to, -1, copied, problem);
}
