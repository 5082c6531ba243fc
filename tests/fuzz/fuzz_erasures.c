/* fuzz_erasures.c - any bytes read as a list of erasures: refused with a line, or written again as
 * they were, without half a last line. */
#include <stdlib.h>
#include <string.h>

#include "identity/people.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct problem problem = problem_none();
    struct erasures list;
    struct status status = erasures_parse((const char *)data, size, &list, &problem);
    REQUIRE(problem.code == status.code);
    REQUIRE(status_ok(status) || problem.line > 0);
    if (status_ok(status)) {
        char *text = NULL;
        size_t length = 0;
        REQUIRE(status_ok(erasures_format(&list, &text, &length)));
        REQUIRE(length <= size && memcmp(text, data, length) == 0);
        REQUIRE(memchr(data + length, '\n', size - length) == NULL);
        free(text);
    }
    erasures_free(&list);
    return 0;
}
