/* lang.c - the language setting, one for each thread. */
#include "base/lang.h"

static _Thread_local enum lang current = LANG_ZH;

void lang_set(enum lang lang)
{
    REQUIRE(lang == LANG_ZH || lang == LANG_EN);
    current = lang;
}

enum lang lang_get(void)
{
    return current;
}
