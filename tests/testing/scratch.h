/* scratch.h - a folder of its own for a test: made under TMPDIR, removed with all that is in it. */
#pragma once

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SCRATCH_PATH_MAX = 256 };

static inline void scratch_make(char path[SCRATCH_PATH_MAX])
{
    const char *parent = getenv("TMPDIR");
    snprintf(path, SCRATCH_PATH_MAX, "%s/sanbao-test-XXXXXX", parent == NULL ? "/tmp" : parent);
    if (mkdtemp(path) == NULL) {
        perror(path);
        abort();
    }
}

static inline int scratch__remove_one(const char *path, const struct stat *info, int kind,
                                      struct FTW *level)
{
    (void)info;
    (void)kind;
    (void)level;
    return remove(path);
}

static inline void scratch_remove(const char *path)
{
    nftw(path, scratch__remove_one, 16, FTW_DEPTH | FTW_PHYS);
}
