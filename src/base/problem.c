/* problem.c - prints a problem as one line: place first, reason after. */
#include "base/problem.h"

#include <inttypes.h>
#include <string.h>

#include "base/lang.h"

struct problem problem_none(void)
{
    return (struct problem){.code = STATUS_OK, .offset = -1, .record = -1};
}

struct status problem_set(struct problem *problem, enum status_code code)
{
    if (problem != NULL) {
        problem->code = code;
    }
    return (struct status){code};
}

void problem_text(char *field, size_t field_size, const char *text, size_t text_length)
{
    REQUIRE(field != NULL && field_size > 0);
    size_t length = text_length < field_size - 1 ? text_length : field_size - 1;
    if (length < text_length) {
        /* Step back over the continuation bytes of a character that was cut in two. */
        while (length > 0 && ((unsigned char)text[length] & 0xC0) == 0x80) {
            length--;
        }
    }
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)text[i];
        field[i] = c < 0x20 || c == 0x7F ? '?' : text[i];
    }
    field[length] = '\0';
}

/* The parts of the place, a space between two. */
static bool place_print(const struct problem *problem, FILE *out)
{
    const char *gap = "";
    if (problem->file[0] != '\0') {
        fprintf(out, "%s", problem->file);
        gap = " ";
    }
    if (problem->line > 0) {
        SAYF(out, "%s第 %" PRId64 " 行", "%sline %" PRId64, gap, problem->line);
        gap = " ";
    }
    if (problem->offset >= 0) {
        SAYF(out, "%s偏移 %" PRId64, "%soffset %" PRId64, gap, problem->offset);
        gap = " ";
    }
    if (problem->record >= 0) {
        SAYF(out, "%s记录 #%" PRId64, "%srecord #%" PRId64, gap, problem->record);
        gap = " ";
    }
    if (problem->column[0] != '\0') {
        SAYF(out, "%s列 %s", "%scolumn %s", gap, problem->column);
        gap = " ";
    }
    return gap[0] != '\0';
}

void problem_print(const struct problem *problem, FILE *out)
{
    REQUIRE(problem != NULL && out != NULL);
    bool placed = place_print(problem, out);
    fprintf(out, "%s%s", placed ? ": " : "", status_text(problem->code));
    if (problem->value[0] != '\0') {
        SAYF(out, "；实际为「%s」", "; found \"%s\"", problem->value);
    }
    if (problem->expected[0] != '\0') {
        SAYF(out, "；应为「%s」", "; expected \"%s\"", problem->expected);
    }
    fprintf(out, " [%s]\n", status_name(problem->code));
}
