/* status.c - names and texts of the codes, and the end of a program that is wrong. */
#include "base/status.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/lang.h"

static const struct {
    const char *name;
    const char *zh;
    const char *en;
} texts[] = {[STATUS_OK] = {"OK", "成功", "done"},
#define X(NAME, ZH, EN) [STATUS_##NAME] = {#NAME, ZH, EN},
             STATUS_CODES(X)
#undef X
};

const char *status_name(enum status_code code)
{
    REQUIRE((size_t)code < COUNT(texts));
    return texts[code].name;
}

const char *status_text(enum status_code code)
{
    REQUIRE((size_t)code < COUNT(texts));
    return lang_pick(texts[code].zh, texts[code].en);
}

void require_failed(const char *condition, const char *file, int line)
{
    fprintf(stderr, "sanbao: %s:%d: program error: %s\n", file, line, condition);
    abort();
}

bool status_is_fault(struct status status)
{
    switch (status.code) {
    case STATUS_OUT_OF_MEMORY:
    case STATUS_FILE_OPEN:
    case STATUS_FILE_READ:
    case STATUS_FILE_WRITE:
    case STATUS_FILE_SYNC:
    case STATUS_STORE_FAILED:
    case STATUS_STORE_BUSY:
    case STATUS_STORE_CORRUPT:
    case STATUS_JOURNAL_DAMAGED:
    case STATUS_UNKNOWN_RETRY:
        return true;
    default:
        return false;
    }
}
