/* encoding.h - the letters in which a file was saved: UTF-8, with or without a byte order mark, or
 * GB18030 as a Chinese spreadsheet saves. Everything behind this door is UTF-8. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

enum encoding {
    ENCODING_UTF8,
    ENCODING_UTF8_BOM,
    ENCODING_GB18030,
    ENCODING_BROKEN, /* neither: left as it is, with bytes in it that are not UTF-8 */
};

struct encoding_text {
    enum encoding encoding;
    char *text; /* NUL-ended, without byte order mark; malloc'ed, owned by the caller */
    size_t length;
    int64_t bad_offset; /* of the first byte that is not UTF-8, in the file; -1: none */
    int64_t bad_line;   /* from 1; 0: none */
};

/* Tells the encoding of a whole file and hands its text out as UTF-8. What is not well-formed
 * UTF-8 is taken as GB18030 where all of it can be read so, unless most of what is not ASCII would
 * have been good UTF-8: then it is UTF-8 with damage. Nothing is refused here; a broken text is for
 * the reader to report. Faults: OUT_OF_MEMORY. */
CHECKED struct status encoding_decode(const void *bytes, size_t length, struct encoding_text *out);
void encoding_text_free(struct encoding_text *text); /* Empties it; empty is welcome. */
