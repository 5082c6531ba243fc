/* text.h - UTF-8 texts as people write them in files: what is well-formed, how long it is, what it
 * may look like when it is shown. Nothing here depends on the process's locale. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

/* How many bytes from the start are well-formed UTF-8 (RFC 3629: no overlong forms, no surrogates,
 * nothing above U+10FFFF); `length` where all of them are. */
size_t text_utf8_prefix(const char *text, size_t length);

/* Characters (code points) of a well-formed text. */
size_t text_characters(const char *text, size_t length);

/* Leaves out white space at both ends: ASCII, U+00A0, U+3000 (the full-width space) and U+FEFF. */
void text_trim(const char **text, size_t *length);

/* A public code: 1 to CODE_MAX of A-Z a-z 0-9 - _ . */
bool text_is_code(const char *text, size_t length);

/* A number that a village gave to a person or a household: 1 to CODE_MAX characters, each one of a
 * public code or not ASCII (Chinese signs, say). Needs well-formed UTF-8. */
bool text_is_number(const char *text, size_t length);

/* Whether a spreadsheet would read the text as a formula: it starts with = + - @ or a tab, also in
 * their full-width forms. */
bool text_is_formula(const char *text, size_t length);

/* Whether a control character (also DEL, U+0080..U+009F) is in it. */
bool text_has_control(const char *text, size_t length);

/* A decimal integer with nothing around it: an optional '-', no '+', no leading zero.
 * False where it is none or lies outside min..max. */
CHECKED bool text_integer(const char *text, size_t length, int64_t min, int64_t max,
                          int64_t *number);

/* Writes a text for people to see, NUL-ended: bytes that are not UTF-8 as \xHH, controls as '?',
 * at most `characters_max` characters, and an ellipsis where something was cut. */
void text_show(char *out, size_t out_size, const char *text, size_t length, size_t characters_max);
