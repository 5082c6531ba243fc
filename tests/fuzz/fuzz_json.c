/* fuzz_json.c - any bytes read as a flat JSON object: refused with a place, or read whole. */
#include <string.h>

#include "base/json.h"
#include "base/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct json_object object;
    struct problem problem = problem_none();
    struct status status = json_object_read((const char *)data, size, &object, &problem);
    if (!status_ok(status)) {
        REQUIRE(problem.code == status.code && problem.line > 0);
        REQUIRE(problem.offset >= 0 && (size_t)problem.offset <= size);
        return 0;
    }
    for (size_t i = 0; i < object.count; i++) {
        const struct json_member *member = &object.members[i];
        REQUIRE(json_object_find(&object, member->key) == member);
        REQUIRE(strlen(member->text) == member->text_length);
        REQUIRE(text_utf8_prefix(member->text, member->text_length) == member->text_length);
    }
    json_object_free(&object);
    return 0;
}
