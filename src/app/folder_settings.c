/* folder_settings.c - sanbao.json: marks a folder as ours and holds its few settings. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/folder.h"
#include "base/day.h"
#include "base/file.h"
#include "base/json.h"

enum { SETTINGS_FORMAT = 1, SETTINGS_BYTES_MAX = 4096 };

static struct status settings_fill(const struct json_object *object,
                                   struct folder_settings *settings)
{
    const struct json_member *format = json_object_find(object, "format");
    const struct json_member *vkey = json_object_find(object, "vkey");
    const struct json_member *clock = json_object_find(object, "clock");
    if (format == NULL || format->kind != JSON_INTEGER || format->integer != SETTINGS_FORMAT ||
        vkey == NULL || vkey->kind != JSON_TEXT || vkey->text_length >= sizeof settings->vkey ||
        clock == NULL || clock->kind != JSON_TEXT) {
        return REFUSE(FOLDER_FOREIGN);
    }
    memcpy(settings->vkey, vkey->text, vkey->text_length + 1);
    settings->clock_set = clock->text_length > 0;
    settings->clock_day = DAY_NEVER;
    if (settings->clock_set && strcmp(clock->text, "real") != 0) {
        TRY(day_parse(clock->text, clock->text_length, &settings->clock_day));
    }
    return OK;
}

struct status folder_settings_read(const char *path, struct folder_settings *settings,
                                   struct problem *problem)
{
    char file[PATH_BYTES_MAX];
    uint8_t *text = NULL;
    size_t length = 0;
    struct json_object object = {.count = 0};
    *settings = (struct folder_settings){.clock_day = DAY_NEVER};
    TRY(path_join(file, path, "sanbao.json"));
    if (problem != NULL) {
        problem_text(problem->file, sizeof problem->file, path, strlen(path));
    }
    if (access(path, R_OK | X_OK) != 0 && errno == EACCES) {
        return problem_set(problem, STATUS_FILE_OPEN);
    }
    if (file_kind(path) == FILE_ABSENT) {
        return problem_set(problem, STATUS_FOLDER_MISSING);
    }
    if (file_kind(file) == FILE_ABSENT) {
        return problem_set(problem, STATUS_FOLDER_FOREIGN);
    }
    if (problem != NULL) {
        problem_text(problem->file, sizeof problem->file, file, strlen(file));
    }
    TRY(file_load(file, SETTINGS_BYTES_MAX, &text, &length));
    struct status status = json_object_read((const char *)text, length, &object, problem);
    if (status_ok(status)) {
        status = settings_fill(&object, settings);
    }
    json_object_free(&object);
    free(text);
    return status_ok(status) ? OK : problem_set(problem, status.code);
}

struct status folder_settings_write(const char *path, const struct folder_settings *settings)
{
    char file[PATH_BYTES_MAX];
    char clock[DAY_TEXT_SIZE] = "";
    char text[SETTINGS_BYTES_MAX];
    if (settings->clock_set && settings->clock_day == DAY_NEVER) {
        snprintf(clock, sizeof clock, "real");
    } else if (settings->clock_set) {
        day_format(settings->clock_day, clock);
    }
    /* A verifier key has no character that JSON would escape. */
    snprintf(text, sizeof text,
             "{\n  \"format\": %d,\n  \"vkey\": \"%s\",\n  \"clock\": \"%s\"\n}\n", SETTINGS_FORMAT,
             settings->vkey, clock);
    TRY(path_join(file, path, "sanbao.json"));
    return file_replace(file, text, strlen(text));
}
