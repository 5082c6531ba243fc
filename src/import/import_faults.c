/* import_faults.c - everything that is wrong with a folder, in the order in which people look for
 * it: file by file, line by line. */
#include "import/import_internal.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/text.h"

static struct status shown(struct arena *arena, const char *text, const char **out)
{
    char show[IMPORT_SHOWN_MAX * 4 + 8];
    text_show(show, sizeof(show), text, strlen(text), IMPORT_SHOWN_MAX);
    return arena_text(arena, show, strlen(show), out);
}

/* How many warnings of this kind there are now. */
static size_t warning_count(struct import_faults *faults, enum status_code code)
{
    for (size_t i = 0; i < COUNT(faults->kinds); i++) {
        if (faults->kinds[i].count == 0 || faults->kinds[i].code == code) {
            faults->kinds[i].code = code;
            return ++faults->kinds[i].count;
        }
    }
    return 1; /* More kinds than there are places: each is listed. */
}

/* Whether there is still a place for it in the list. */
static bool is_listed(struct import_faults *faults, const struct import_fault *fault)
{
    return fault->warning ? warning_count(faults, fault->code) <= IMPORT_WARNINGS_MAX
                          : faults->count < IMPORT_FAULTS_MAX;
}

struct status import__fault(struct import_faults *faults, const struct import_fault *fault)
{
    REQUIRE(faults != NULL && fault->code != STATUS_OK);
    faults->faults += !fault->warning;
    faults->warnings += fault->warning;
    if (!is_listed(faults, fault)) {
        return OK;
    }
    if (faults->count == faults->room) {
        size_t room = faults->room == 0 ? 64 : faults->room * 2;
        struct import_fault *list = realloc(faults->list, room * sizeof(*list));
        if (list == NULL) {
            return FAULT(OUT_OF_MEMORY);
        }
        faults->list = list;
        faults->room = room;
    }
    struct import_fault *kept = &faults->list[faults->count];
    *kept = *fault;
    kept->found = faults->count;
    if (kept->file == NULL) {
        kept->file = import__layouts[kept->in].name;
    } else {
        TRY(shown(&faults->arena, fault->file, &kept->file));
    }
    if (fault->column != NULL) {
        TRY(shown(&faults->arena, fault->column, &kept->column));
    }
    if (fault->value != NULL) {
        TRY(shown(&faults->arena, fault->value, &kept->value));
    }
    if (fault->expected != NULL) {
        TRY(arena_text(&faults->arena, fault->expected, strlen(fault->expected), &kept->expected));
    }
    faults->count++;
    return OK;
}

static int fault_compare(const void *a, const void *b)
{
    const struct import_fault *left = a;
    const struct import_fault *right = b;
    if (left->in != right->in) {
        return left->in < right->in ? -1 : 1;
    }
    if (left->line != right->line) {
        return left->line < right->line ? -1 : 1;
    }
    return left->found < right->found ? -1 : left->found > right->found;
}

void import__faults_sort(struct import_faults *faults)
{
    if (faults->count > 1) {
        qsort(faults->list, faults->count, sizeof(*faults->list), fault_compare);
    }
}

static void fault_print(const struct import_fault *fault, FILE *out)
{
    if (fault->warning) {
        SAY(out, "提醒：", "warning: ");
    }
    fputs(fault->file, out);
    if (fault->line > 0) {
        SAYF(out, " 第 %" PRId64 " 行", " line %" PRId64, fault->line);
    }
    if (fault->offset >= 0) {
        SAYF(out, " 偏移 %" PRId64, " offset %" PRId64, fault->offset);
    }
    if (fault->column != NULL) {
        SAYF(out, " 列 %s", " column %s", fault->column);
    }
    fprintf(out, ": %s", status_text(fault->code));
    if (fault->value != NULL) {
        SAYF(out, "；实际为「%s」", "; found \"%s\"", fault->value);
    }
    if (fault->expected != NULL) {
        SAYF(out, "；应为「%s」", "; expected \"%s\"", fault->expected);
    }
    if (fault->see_file != NULL) {
        SAYF(out, "；见 %s 第 %" PRId64 " 行", "; see %s line %" PRId64, fault->see_file,
             fault->see_line);
    }
    fprintf(out, " [%s]\n", status_name(fault->code));
}

void import_faults_print(const struct import_faults *faults, FILE *out)
{
    REQUIRE(faults != NULL && out != NULL);
    for (size_t i = 0; i < faults->count; i++) {
        fault_print(&faults->list[i], out);
    }
    size_t more = faults->faults + faults->warnings - faults->count;
    if (more > 0) {
        SAYF(out, "还有 %zu 处没有列出\n", "%zu more are not listed\n", more);
    }
}

void import_faults_free(struct import_faults *faults)
{
    arena_free(&faults->arena);
    free(faults->list);
    *faults = IMPORT_FAULTS_EMPTY;
}
