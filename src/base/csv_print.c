/* csv_print.c - the other direction: one value of a row of comma-separated values (RFC 4180). */
#include <string.h>

#include "base/csv.h"
#include "base/status.h"

void csv_print(const char *text, FILE *out)
{
    REQUIRE(text != NULL && out != NULL);
    bool formula = text[0] != '\0' && strchr("=+-@\t\r", text[0]) != NULL;
    if (!formula && strpbrk(text, ",\"\r\n") == NULL) {
        fputs(text, out);
        return;
    }
    putc('"', out);
    if (formula) {
        putc('\'', out);
    }
    for (; *text != '\0'; text++) {
        if (*text == '"') {
            putc('"', out);
        }
        putc(*text, out);
    }
    putc('"', out);
}
