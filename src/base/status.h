/* status.h - how a function says that it could not do what it was asked.
 *
 * One result type for the whole program. It is a struct, so that it cannot be mistaken for a
 * number, and it must be used. Three kinds of trouble are kept apart:
 *   programmer error  REQUIRE(x) aborts, in release builds too;
 *   refusal           REFUSE(CODE): the request is wrong or not allowed; nothing was written;
 *   fault             FAULT(CODE): the machine failed (disk, damaged file): a person should look.
 * All codes, with their texts in both languages, stand in base/status_codes.h. */
#pragma once

#include <stdbool.h>

#include "base/status_codes.h"

#define CHECKED __attribute__((warn_unused_result))

/* Runs `end(&variable)` when the variable goes out of scope. */
#define SCOPED(end) __attribute__((cleanup(end)))

struct status {
    enum status_code code;
};

#define OK ((struct status){STATUS_OK})
#define REFUSE(NAME) ((struct status){STATUS_##NAME})
#define FAULT(NAME) ((struct status){STATUS_##NAME})

/* Returns from the function with the status of `call` unless it is OK. */
#define TRY(call)                                                                                  \
    do {                                                                                           \
        struct status try_status_ = (call);                                                        \
        if (try_status_.code != STATUS_OK) {                                                       \
            return try_status_;                                                                    \
        }                                                                                          \
    } while (0)

/* A condition that only a mistake in the program can break. Checked in every build. */
#define REQUIRE(condition)                                                                         \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            require_failed(#condition, __FILE__, __LINE__);                                        \
        }                                                                                          \
    } while (0)

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static inline bool status_ok(struct status status)
{
    return status.code == STATUS_OK;
}

__attribute__((noreturn)) void require_failed(const char *condition, const char *file, int line);

/* A fault is the machine's, a refusal the request's. */
bool status_is_fault(struct status status);

/* The stable name of a code, for machines ("FUND_EXHAUSTED"). Never NULL. */
const char *status_name(enum status_code code);
