/* file.c - an open file: reading, writing, making durable. Whole files by path: file_path.c. */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file_faults.h"

enum { WRITE_BYTES_MAX = 1 << 30 }; /* of one system call; Linux takes a little under 2 GiB */

/* Counts the call for the tests; true: it shall fail, errno is set. */
static bool fault_ordered(enum file_call call)
{
    int error = file_faults_check(call, NULL);
    if (error != 0) {
        errno = error;
    }
    return error != 0;
}

struct status file_open(const char *path, enum file_mode mode, struct file *out)
{
    REQUIRE(path != NULL && out != NULL);
    *out = FILE_CLOSED;
    int flags = mode == FILE_FOR_READING   ? O_RDONLY
                : mode == FILE_FOR_WRITING ? O_RDWR | O_CREAT
                                           : O_RDWR | O_CREAT | O_EXCL;
    if (mode != FILE_FOR_READING && fault_ordered(FILE_CALL_CHANGE)) {
        return FAULT(FILE_OPEN);
    }
    do {
        out->fd = open(path, flags | O_CLOEXEC, 0600);
    } while (out->fd < 0 && errno == EINTR);
    if (out->fd < 0) {
        return errno == EEXIST ? REFUSE(FILE_EXISTS) : FAULT(FILE_OPEN);
    }
    return OK;
}

void file_close(struct file *file)
{
    if (file != NULL && file->fd >= 0) {
        close(file->fd); /* What had to be durable was synced before. */
        *file = FILE_CLOSED;
    }
}

struct status file_size(const struct file *file, int64_t *bytes)
{
    REQUIRE(file != NULL && bytes != NULL);
    struct stat info;
    if (fstat(file->fd, &info) != 0 || !S_ISREG(info.st_mode)) {
        return FAULT(FILE_READ);
    }
    *bytes = info.st_size;
    return OK;
}

struct status file_read(const struct file *file, int64_t offset, void *out, size_t length,
                        size_t *got)
{
    REQUIRE(file != NULL && offset >= 0 && (out != NULL || length == 0) && got != NULL);
    *got = 0;
    while (*got < length) {
        ssize_t count = pread(file->fd, (char *)out + *got, length - *got, offset + (int64_t)*got);
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count < 0) {
            return FAULT(FILE_READ);
        }
        if (count == 0) {
            break;
        }
        *got += (size_t)count;
    }
    return OK;
}

/* One system call that writes some of the pieces, at most `bytes`. */
static ssize_t pieces_write_once(const struct file *file, int64_t offset, struct iovec *pieces,
                                 size_t count, size_t bytes)
{
    int error = file_faults_check(FILE_CALL_WRITE, &bytes);
    if (error != 0) {
        errno = error;
        return -1;
    }
    struct iovec now[FILE_PIECES_MAX];
    size_t used = 0;
    while (used < count && bytes > 0) {
        now[used] = pieces[used];
        now[used].iov_len = pieces[used].iov_len < bytes ? pieces[used].iov_len : bytes;
        bytes -= now[used].iov_len;
        used++;
    }
    ssize_t written = pwritev(file->fd, now, (int)used, offset);
    file_faults_written();
    return written;
}

/* Leaves out the first `bytes` bytes of the pieces. */
static void pieces_skip(struct iovec *pieces, size_t count, size_t bytes)
{
    for (size_t i = 0; i < count; i++) {
        size_t skipped = pieces[i].iov_len < bytes ? pieces[i].iov_len : bytes;
        pieces[i].iov_base = (char *)pieces[i].iov_base + skipped;
        pieces[i].iov_len -= skipped;
        bytes -= skipped;
    }
}

struct status file_write_pieces(const struct file *file, int64_t offset, const struct iovec *pieces,
                                size_t count)
{
    REQUIRE(file != NULL && offset >= 0 && count <= FILE_PIECES_MAX);
    struct iovec rest[FILE_PIECES_MAX] = {0};
    memcpy(rest, pieces, count * sizeof *pieces);
    size_t left = 0;
    for (size_t i = 0; i < count; i++) {
        left += pieces[i].iov_len;
    }
    while (left > 0) {
        size_t most = left < WRITE_BYTES_MAX ? left : WRITE_BYTES_MAX;
        ssize_t written = pieces_write_once(file, offset, rest, count, most);
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written <= 0) {
            return FAULT(FILE_WRITE);
        }
        pieces_skip(rest, count, (size_t)written);
        offset += written;
        left -= (size_t)written;
    }
    return OK;
}

struct status file_write(const struct file *file, int64_t offset, const void *bytes, size_t length)
{
    REQUIRE(bytes != NULL || length == 0);
    /* iovec has no const; pwritev() only reads. */
    struct iovec piece = {.iov_base = (void *)(uintptr_t)bytes, .iov_len = length};
    return file_write_pieces(file, offset, &piece, 1);
}

struct status file_sync(const struct file *file)
{
    REQUIRE(file != NULL);
    if (fault_ordered(FILE_CALL_SYNC) || fdatasync(file->fd) != 0) {
        return FAULT(FILE_SYNC);
    }
    return OK;
}

struct status file_truncate(const struct file *file, int64_t bytes)
{
    REQUIRE(file != NULL && bytes >= 0);
    if (fault_ordered(FILE_CALL_CHANGE) || ftruncate(file->fd, bytes) != 0) {
        return FAULT(FILE_WRITE);
    }
    return OK;
}

struct status file_lock(const struct file *file)
{
    REQUIRE(file != NULL);
    if (flock(file->fd, LOCK_EX | LOCK_NB) != 0) {
        return errno == EWOULDBLOCK ? REFUSE(FOLDER_BUSY) : FAULT(FILE_OPEN);
    }
    return OK;
}
