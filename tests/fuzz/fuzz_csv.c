/* fuzz_csv.c - any bytes, first made UTF-8 and then read as CSV: every field lies in the text,
 * every row moves on, and a copied field is never longer than what was written. */
#include <stdlib.h>

#include "base/csv.h"
#include "base/encoding.h"
#include "base/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void field_check(const struct encoding_text *text, const struct csv_field *field)
{
    REQUIRE(field->text >= text->text && field->text + field->length <= text->text + text->length);
    char *copy = malloc(field->length + 1);
    REQUIRE(copy != NULL);
    size_t length = csv_field_copy(field, copy);
    REQUIRE(length <= field->length && copy[length] == '\0');
    char shown[64];
    text_show(shown, sizeof(shown), copy, length, 20);
    free(copy);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct encoding_text text;
    REQUIRE(status_ok(encoding_decode(data, size, &text)));
    REQUIRE(text.encoding == ENCODING_BROKEN ||
            text_utf8_prefix(text.text, text.length) == text.length);
    struct csv csv = csv_open(text.text, text.length);
    struct csv_row row;
    int64_t line = 0;
    while (csv_next(&csv, &row)) {
        REQUIRE(row.line > line && row.count > 0 && row.raw_length > 0);
        REQUIRE(row.fault == STATUS_OK || row.fault_line >= row.line);
        line = row.line;
        for (size_t i = 0; i < row.count && i < CSV_FIELDS_MAX; i++) {
            field_check(&text, &row.fields[i]);
        }
    }
    REQUIRE(csv.at == csv.length);
    encoding_text_free(&text);
    return 0;
}
