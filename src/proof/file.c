/* file.c - reads and writes that end only when all is done or the system says no. */
#include <errno.h>
#include <sys/types.h>
#include <unistd.h>

#include "proof/proof_internal.h"

struct status file__read_at(int file, uint64_t offset, void *out, size_t length)
{
    uint8_t *at = out;
    while (length > 0) {
        ssize_t got = pread(file, at, length, (off_t)offset);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            return FAULT(FILE_READ); /* 0: the file is shorter than it was */
        }
        at += got;
        offset += (uint64_t)got;
        length -= (size_t)got;
    }
    return OK;
}

struct status file__write_at(int file, uint64_t offset, const void *bytes, size_t length)
{
    const uint8_t *at = bytes;
    while (length > 0) {
        ssize_t put = pwrite(file, at, length, (off_t)offset);
        if (put < 0 && errno == EINTR) {
            continue;
        }
        if (put <= 0) {
            return FAULT(FILE_WRITE);
        }
        at += put;
        offset += (uint64_t)put;
        length -= (size_t)put;
    }
    return OK;
}
