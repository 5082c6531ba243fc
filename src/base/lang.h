/* lang.h - the language in which the program speaks: Chinese first, English second.
 *
 * Both texts stand side by side where they are used, so that neither is forgotten. The
 * choice is a thread's own: main() makes it once, the server's loop for each request. */
#pragma once

#include <stdio.h>

#include "base/status.h"

enum lang { LANG_ZH = 0, LANG_EN = 1 };

/* Chinese until it is set. */
void lang_set(enum lang lang);
enum lang lang_get(void);

static inline const char *lang_pick(const char *zh, const char *en)
{
    return lang_get() == LANG_EN ? en : zh;
}

/* Prints one of two texts. */
#define SAY(file, zh, en) fputs(lang_pick((zh), (en)), (file))

/* Prints with one of two printf formats; the compiler checks both against the arguments. */
#define SAYF(file, zh, en, ...) fprintf((file), lang_get() == LANG_EN ? (en) : (zh), __VA_ARGS__)

/* What a code means, in the language chosen. Never NULL. */
const char *status_text(enum status_code code);
