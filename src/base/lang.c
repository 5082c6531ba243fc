/* lang.c - the one language setting of the process. */
#include "base/lang.h"

static enum lang current = LANG_ZH;

void lang_set(enum lang lang)
{
    REQUIRE(lang == LANG_ZH || lang == LANG_EN);
    current = lang;
}

enum lang lang_get(void)
{
    return current;
}
