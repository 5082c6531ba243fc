/* watch.h - lets whoever started long work see how far it is. */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* Borrowed for the length of the work; NULL where nobody looks. */
struct watch {
    void (*tell)(void *context, uint64_t done, uint64_t total); /* called now and then */
    void *context;
};

/* Tells, where somebody looks. */
static inline void watch_tell(const struct watch *watch, uint64_t done, uint64_t total)
{
    if (watch != NULL) {
        watch->tell(watch->context, done, total);
    }
}
