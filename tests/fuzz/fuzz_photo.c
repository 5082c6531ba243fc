/* fuzz_photo.c - any bytes as a photo: what is taken stays within its room, and stripping it again
 * changes nothing. */
#include <stdlib.h>
#include <string.h>

#include "evidence/evidence.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct photo_info info;
    struct photo_info again;
    size_t length = 0;
    size_t length_again = 0;
    uint8_t *out = malloc(size + PHOTO_ROOM_EXTRA);
    REQUIRE(out != NULL);
    if (status_ok(photo_strip(data, size, out, &length, &info))) {
        uint8_t *second = malloc(length + PHOTO_ROOM_EXTRA);
        REQUIRE(second != NULL && length <= size + PHOTO_ROOM_EXTRA);
        REQUIRE(status_ok(photo_strip(out, length, second, &length_again, &again)));
        REQUIRE(length_again == length && memcmp(out, second, length) == 0);
        REQUIRE(again.width == info.width && again.height == info.height);
        free(second);
    }
    free(out);
    return 0;
}
