/* settings_internal.h - what the files of the settings share.
 *
 *   settings_table.c  the table            settings.c       file, environment, flags
 *   settings_value.c  one value by kind    settings_check.c what values say together, secrets
 *   settings_page.c   help and page */
#pragma once

#include "app/settings.h"

/* Puts a value of a row into the settings. False where it is not of the row's kind and range. */
CHECKED bool setting__put(const struct setting *setting, const char *value,
                          struct settings *settings);
/* What the row takes, for a refusal: "yes|no", "1..365". */
void setting__expected(const struct setting *setting, char *out, size_t out_size);
/* Names where a row's value came from, and the value. */
void setting__blame(const struct settings *settings, size_t row, struct problem *problem);
/* What the values say together, and the files of secrets. */
CHECKED struct status settings__check(const struct settings *settings, struct problem *problem);
