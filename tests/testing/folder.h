/* folder.h - fills a test's folder with files, its own or copies. */
#pragma once

#include <stdlib.h>

#include "base/file.h"
#include "base/limits.h"

static inline void folder_put(const char *folder, const char *name, const void *bytes,
                              size_t length)
{
    char path[PATH_BYTES_MAX];
    REQUIRE(status_ok(path_join(path, folder, name)));
    REQUIRE(status_ok(file_replace(path, bytes, length)));
}

static inline void folder_copy(const char *from, const char *folder, const char *name)
{
    uint8_t *bytes = NULL;
    size_t length = 0;
    REQUIRE(status_ok(file_load(from, CSV_FILE_BYTES_MAX, &bytes, &length)));
    folder_put(folder, name, bytes, length);
    free(bytes);
}
