/* file.h - files that must be durable: every call says whether it worked, short reads and writes
 * are continued, and a test can make any call fail (base/file_faults.h).
 *
 * What is made here is for the operator's account alone: files 0600, folders 0700. A function that
 * changes a folder's entries (make, replace, rename, remove) syncs the folder, so that the entry
 * itself survives a loss of power. Paths are NUL-ended and shorter than PATH_BYTES_MAX. */
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <sys/uio.h>

#include "base/limits.h"
#include "base/status.h"

/* An open file. A closed one is FILE_CLOSED, so that SCOPED(file_close) works from the start. */
struct file {
    int fd;
};
#define FILE_CLOSED ((struct file){-1})

enum file_mode {
    FILE_FOR_READING, /* must exist */
    FILE_FOR_WRITING, /* read and write; made where absent */
    FILE_NEW,         /* read and write; refuses FILE_EXISTS where anything has the name */
};

/* Refuses: FILE_EXISTS. Faults: FILE_OPEN. A new name is durable after folder_sync(). */
CHECKED struct status file_open(const char *path, enum file_mode mode, struct file *out);
void file_close(struct file *file); /* Sets to FILE_CLOSED; a closed one is welcome. */

CHECKED struct status file_size(const struct file *file, int64_t *bytes); /* FILE_READ */

/* Reads `length` bytes from `offset`, fewer only at the end of the file. Faults: FILE_READ. */
CHECKED struct status file_read(const struct file *file, int64_t offset, void *out, size_t length,
                                size_t *got);

/* Writes all of it at `offset`; after a fault any part may stand there. Faults: FILE_WRITE. */
CHECKED struct status file_write(const struct file *file, int64_t offset, const void *bytes,
                                 size_t length);
/* The same for up to FILE_PIECES_MAX pieces that follow one another, in one system call. */
enum { FILE_PIECES_MAX = 4 };
CHECKED struct status file_write_pieces(const struct file *file, int64_t offset,
                                        const struct iovec *pieces, size_t count);

/* Makes content and length durable. After a fault nothing is known of what was written since the
 * last sync, and a second sync proves nothing: the caller must not go on. Faults: FILE_SYNC. */
CHECKED struct status file_sync(const struct file *file);

CHECKED struct status file_truncate(const struct file *file, int64_t bytes); /* FILE_WRITE */

/* Takes the file's exclusive lock, held until it is closed or the process ends.
 * Refuses: FOLDER_BUSY where another open file holds it. Faults: FILE_OPEN. */
CHECKED struct status file_lock(const struct file *file);

/* ---- by path ---- */

enum file_kind { FILE_ABSENT, FILE_REGULAR, FILE_FOLDER, FILE_OTHER };
enum file_kind file_kind(const char *path); /* Links are followed. Unreachable counts as absent. */

/* The whole file, with a NUL after it that does not count. malloc'ed for the caller.
 * Refuses: LIMIT_EXCEEDED (more than `bytes_max`). Faults: FILE_OPEN, FILE_READ (also of what is no
 * regular file), OUT_OF_MEMORY. */
CHECKED struct status file_load(const char *path, size_t bytes_max, uint8_t **bytes,
                                size_t *length);

/* Replaces a small file as a whole: after a crash there is the old content or the new, never a
 * part. Writes `path`.new, syncs, renames. Faults: FILE_OPEN, FILE_WRITE, FILE_SYNC. */
CHECKED struct status file_replace(const char *path, const void *bytes, size_t length);

CHECKED struct status file_rename(const char *from, const char *to); /* FILE_WRITE, FILE_SYNC */
CHECKED struct status file_remove(const char *path); /* FILE_WRITE, FILE_SYNC; absent: OK */

/* Makes a folder; one that is there already is welcome. Faults: FILE_OPEN, FILE_SYNC. */
CHECKED struct status folder_make(const char *path);
CHECKED struct status folder_sync(const char *path); /* FILE_OPEN, FILE_SYNC */
/* Takes a folder or file away with all that is in it, as far as that goes: what cannot be removed
 * stays. Links are not followed, other file systems not entered. Absent is welcome. */
void folder_remove(const char *path);

/* Bytes that this account may still write on the file system of a folder. Faults: FILE_READ. */
CHECKED struct status folder_room(const char *path, int64_t *bytes);
/* Bytes of a file, or of all files in a folder and its folders; what cannot be read counts as 0. */
int64_t folder_bytes(const char *path);

/* The names in a folder, in byte order, without "." and "..". The caller frees with
 * folder_names_free(). Faults: FILE_OPEN, FILE_READ, OUT_OF_MEMORY. */
struct folder_names {
    char **list;
    size_t count;
};
CHECKED struct status folder_names(const char *path, struct folder_names *names);
void folder_names_free(struct folder_names *names); /* Empties it; empty is welcome. */

/* Joins folder and name. Refuses: LIMIT_EXCEEDED. */
CHECKED struct status path_join(char out[PATH_BYTES_MAX], const char *folder, const char *name);
