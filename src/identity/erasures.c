/* erasures.c - the list of those who were erased, by pseudonym, so that a backup which comes back
 * does not bring them back. A line each, 32 hex digits; a copy of the list may begin with a line
 * "until YYYY-MM-DD": it knows of erasures up to that day and of none later. */
#include <stdlib.h>
#include <string.h>

#include "base/day.h"
#include "base/file.h"
#include "identity/people_internal.h"

enum { LINE_BYTES = 2 * ID_BYTES + 1, DAY_BYTES = 10 };
static const char until_start[] = "until ";

void erasures_free(struct erasures *erasures)
{
    free(erasures->list);
    *erasures = (struct erasures){0};
}

static int digit(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool id_read(const char *line, size_t length, struct id *id)
{
    if (length != 2 * ID_BYTES) {
        return false;
    }
    for (size_t i = 0; i < ID_BYTES; i++) {
        int high = digit(line[2 * i]);
        int low = digit(line[2 * i + 1]);
        if (high < 0 || low < 0) {
            return false;
        }
        id->bytes[i] = (uint8_t)(high << 4 | low);
    }
    return true;
}

static void id_write(const struct id *id, char line[LINE_BYTES])
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < ID_BYTES; i++) {
        line[2 * i] = digits[id->bytes[i] >> 4];
        line[2 * i + 1] = digits[id->bytes[i] & 15];
    }
    line[LINE_BYTES - 1] = '\n';
}

static bool until_read(const char *line, size_t length, struct erasures *out)
{
    size_t start = sizeof until_start - 1;
    out->has_until = length == start + DAY_BYTES && memcmp(line, until_start, start) == 0 &&
                     status_ok(day_parse(line + start, DAY_BYTES, &out->until));
    return out->has_until;
}

struct status erasures_parse(const char *text, size_t length, struct erasures *out,
                             struct problem *problem)
{
    REQUIRE((text != NULL || length == 0) && out != NULL);
    *out = (struct erasures){0};
    int64_t number = 0;
    out->list = malloc((length / LINE_BYTES + 1) * sizeof *out->list);
    if (out->list == NULL) {
        return problem_set(problem, STATUS_OUT_OF_MEMORY);
    }
    for (const char *end = NULL; length > 0; text = end + 1) {
        end = memchr(text, '\n', length);
        if (end == NULL) {
            break; /* A crash left half a line: that erasure had not begun. */
        }
        size_t size = (size_t)(end - text);
        bool until = ++number == 1 && until_read(text, size, out);
        if (!until && !id_read(text, size, &out->list[out->count])) {
            erasures_free(out);
            if (problem != NULL) {
                problem->line = number;
            }
            return problem_set(problem, STATUS_ERASURES_MALFORMED);
        }
        out->count += !until;
        length -= size + 1;
    }
    return OK;
}

struct status erasures_load(const char *path, struct erasures *out, struct problem *problem)
{
    REQUIRE(path != NULL && out != NULL);
    uint8_t *text = NULL;
    size_t length = 0;
    *out = (struct erasures){0};
    struct status status = file_load(path, ERASURES_BYTES_MAX, &text, &length);
    if (status_ok(status)) {
        status = erasures_parse((const char *)text, length, out, problem);
    }
    free(text);
    if (!status_ok(status) && problem != NULL) {
        problem_text(problem->file, sizeof problem->file, path, strlen(path));
    }
    return problem_set(problem, status.code);
}

static int id_compare(const void *a, const void *b)
{
    return memcmp(a, b, sizeof(struct id));
}

struct status erasures_add(struct erasures *to, const struct erasures *from)
{
    REQUIRE(to != NULL && from != NULL);
    if (from->count == 0) {
        return OK;
    }
    size_t all = to->count + from->count;
    struct id *list = realloc(to->list, all * sizeof *list);
    if (list == NULL) {
        return FAULT(OUT_OF_MEMORY);
    }
    memcpy(list + to->count, from->list, from->count * sizeof *list);
    qsort(list, all, sizeof *list, id_compare);
    to->list = list;
    to->count = 0;
    for (size_t i = 0; i < all; i++) {
        if (i == 0 || id_compare(&list[i], &list[i - 1]) != 0) {
            list[to->count++] = list[i];
        }
    }
    return OK;
}

struct status erasures_format(const struct erasures *erasures, char **text, size_t *length)
{
    REQUIRE(erasures != NULL && text != NULL && length != NULL);
    size_t used = 0;
    char *out = malloc((erasures->count + 1) * LINE_BYTES + 1);
    if (out == NULL) {
        return FAULT(OUT_OF_MEMORY);
    }
    if (erasures->has_until) {
        char day[DAY_TEXT_SIZE];
        day_format(erasures->until, day);
        used = (size_t)snprintf(out, LINE_BYTES, "%s%s\n", until_start, day);
    }
    for (size_t i = 0; i < erasures->count; i++) {
        id_write(&erasures->list[i], out + used);
        used += LINE_BYTES;
    }
    *text = out;
    *length = used;
    return OK;
}

struct status erasures_save(const char *path, const struct erasures *erasures)
{
    char *text = NULL;
    size_t length = 0;
    TRY(erasures_format(erasures, &text, &length));
    struct status status = file_replace(path, text, length);
    free(text);
    return status;
}

/* The own list has lines of ids alone, so that its length shows whether the last one is whole. */
struct status erasures__note(const char *path, const struct id *id)
{
    SCOPED(file_close) struct file file = FILE_CLOSED;
    bool made = file_kind(path) == FILE_ABSENT;
    int64_t size = 0;
    char line[LINE_BYTES];
    char folder[PATH_BYTES_MAX];
    id_write(id, line);
    TRY(file_open(path, FILE_FOR_WRITING, &file));
    TRY(file_size(&file, &size));
    TRY(file_write(&file, size - size % LINE_BYTES, line, sizeof line));
    TRY(file_sync(&file));
    if (!made) {
        return OK;
    }
    snprintf(folder, sizeof folder, "%.*s", (int)(strlen(path) - strlen(ERASURES_FILE)), path);
    return folder_sync(folder);
}

struct status people_erase_again(struct people *people, const struct erasures *erasures,
                                 int64_t *erased)
{
    REQUIRE(people != NULL && erasures != NULL && erased != NULL);
    *erased = 0;
    for (size_t i = 0; i < erasures->count; i++) {
        struct status status = people_erase(people, &erasures->list[i]);
        if (status.code != STATUS_PERSON_UNKNOWN) { /* who is not there needs no erasure */
            TRY(status);
            (*erased)++;
        }
    }
    return OK;
}
