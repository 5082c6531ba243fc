/* fuzz_manifest.c - any bytes read as backup.json: refused, or every name stays in its folder. */
#include <string.h>

#include "backup/manifest.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool stays_inside(const char *path)
{
    const char *slash = strchr(path, '/');
    return strstr(path, "..") == NULL &&
           (slash == NULL || (slash - path == 7 && strchr(slash + 1, '/') == NULL));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct manifest manifest;
    struct problem problem = problem_none();
    struct status status = manifest_parse((const char *)data, size, &manifest, &problem);
    REQUIRE(problem.code == status.code);
    for (size_t i = 0; status_ok(status) && i < manifest.count; i++) {
        REQUIRE(stays_inside(manifest.files[i].path));
        REQUIRE(manifest.files[i].copied.bytes <= INT64_MAX);
    }
    REQUIRE(!status_ok(status) ||
            (manifest_holds(&manifest, MARKER_FILE) && manifest_holds(&manifest, PEOPLE_FILE)));
    return 0;
}
