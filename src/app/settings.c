/* settings.c - reads the settings: flags before environment before file before the table. */
#include "app/settings.h"

#include <stdlib.h>
#include <string.h>

#include "app/settings_internal.h"
#include "base/file.h"
#include "base/text.h"

void settings_free(struct settings *settings)
{
    for (size_t row = 0; row < SETTINGS_MAX; row++) {
        free(settings->sources[row].value);
    }
    *settings = (struct settings){0};
}

static void defaults_put(struct settings *settings)
{
    *settings = (struct settings){0};
    for (size_t row = 0; row < settings_count; row++) {
        REQUIRE(setting__put(&settings_table[row], settings_table[row].fallback, settings));
    }
}

/* Takes a value from one of the three places; a later call wins. */
static struct status value_take(struct settings *settings, size_t row, struct setting_source source,
                                const char *value, size_t length, struct problem *problem)
{
    struct setting_source *place = &settings->sources[row];
    const struct setting *setting = &settings_table[row];
    if (length > SETTING_VALUE_BYTES_MAX) {
        return problem_set(problem, STATUS_LIMIT_EXCEEDED);
    }
    char *copy = strndup(value, length);
    if (copy == NULL) {
        return FAULT(OUT_OF_MEMORY);
    }
    free(place->value);
    *place = source;
    place->value = copy;
    if (strlen(copy) == length && !text_has_control(copy, length) &&
        text_utf8_prefix(copy, length) == length && setting__put(setting, copy, settings)) {
        return OK;
    }
    setting__blame(settings, row, problem);
    if (problem != NULL) {
        setting__expected(setting, problem->expected, sizeof problem->expected);
    }
    return problem_set(problem, STATUS_SETTING_VALUE);
}

/* ---- the file ---- */

/* One line without its end: "key = value", a comment or nothing. */
static struct status line_take(const char *line, size_t length, int64_t number,
                               struct settings *settings, struct problem *problem)
{
    if (text_utf8_prefix(line, length) != length) {
        return problem_set(problem, STATUS_TEXT_ENCODING);
    }
    text_trim(&line, &length);
    if (length == 0 || line[0] == '#') {
        return OK;
    }
    const char *equals = memchr(line, '=', length);
    const char *key = line;
    size_t key_length = equals == NULL ? length : (size_t)(equals - line);
    text_trim(&key, &key_length);
    if (problem != NULL) {
        text_show(problem->column, sizeof problem->column, key, key_length, 20);
    }
    if (equals == NULL) {
        return problem_set(problem, STATUS_SETTING_LINE);
    }
    size_t row = setting_find(key, key_length);
    if (row == settings_count) {
        return problem_set(problem, STATUS_SETTING_UNKNOWN);
    }
    if (settings->sources[row].from == SETTING_FROM_FILE) {
        return problem_set(problem, STATUS_SETTING_TWICE);
    }
    const char *value = equals + 1;
    size_t value_length = (size_t)(line + length - value);
    text_trim(&value, &value_length);
    struct setting_source source = {.from = SETTING_FROM_FILE, .line = number};
    return value_take(settings, row, source, value, value_length, problem);
}

static struct status text_take(const char *text, size_t length, struct settings *settings,
                               struct problem *problem)
{
    int64_t number = 0;
    while (length > 0) {
        const char *end = memchr(text, '\n', length);
        size_t size = end == NULL ? length : (size_t)(end - text);
        number++;
        if (problem != NULL) {
            problem->line = number;
        }
        TRY(line_take(text, size, number, settings, problem));
        size += end != NULL;
        text += size;
        length -= size;
    }
    if (problem != NULL) {
        problem->line = 0;
        problem->column[0] = '\0';
    }
    return OK;
}

struct status settings_parse(const char *text, size_t length, struct settings *out,
                             struct problem *problem)
{
    REQUIRE(text != NULL && out != NULL);
    defaults_put(out);
    return length > SETTINGS_FILE_BYTES_MAX ? problem_set(problem, STATUS_LIMIT_EXCEEDED)
                                            : text_take(text, length, out, problem);
}

static struct status file_take(const char *path, struct settings *settings, struct problem *problem)
{
    uint8_t *text = NULL;
    size_t length = 0;
    if (problem != NULL) {
        problem_text(problem->file, sizeof problem->file, path, strlen(path));
    }
    struct status status = file_load(path, SETTINGS_FILE_BYTES_MAX, &text, &length);
    if (status_ok(status)) {
        status = text_take((const char *)text, length, settings, problem);
    }
    free(text);
    return problem_set(problem, status.code);
}

/* ---- environment and flags ---- */

enum { NAME_SIZE = 80 };

/* "max_connections" as "SANBAO_MAX_CONNECTIONS". */
static void variable_name(const char *key, char name[NAME_SIZE])
{
    snprintf(name, NAME_SIZE, "SANBAO_%s", key);
    for (char *c = name; *c != '\0'; c++) {
        *c = *c >= 'a' && *c <= 'z' ? (char)(*c - 'a' + 'A') : *c;
    }
}

/* The value of a variable; NULL where it is not there or empty. */
static const char *variable(char *const *environment, const char *name)
{
    size_t length = strlen(name);
    for (size_t i = 0; environment[i] != NULL; i++) {
        if (strncmp(environment[i], name, length) == 0 && environment[i][length] == '=') {
            const char *value = environment[i] + length + 1;
            return value[0] == '\0' ? NULL : value;
        }
    }
    return NULL;
}

static struct status row_take(const struct settings_given *given, char *const *environment,
                              size_t row, struct settings *settings, struct problem *problem)
{
    char name[NAME_SIZE];
    struct setting_source source = {.from = SETTING_FROM_ENVIRONMENT};
    variable_name(settings_table[row].key, name);
    const char *value = variable(environment, name);
    if (given->values[row] != NULL) {
        value = given->values[row];
        source.from = SETTING_FLAG;
        snprintf(name, sizeof name, "--%s", settings_table[row].key);
        for (char *c = name; *c != '\0'; c++) {
            *c = *c == '_' ? '-' : *c;
        }
    }
    if (value == NULL) {
        return OK;
    }
    if (problem != NULL) {
        snprintf(problem->file, sizeof problem->file, "%s", name);
    }
    return value_take(settings, row, source, value, strlen(value), problem);
}

struct status settings_load(const struct settings_given *given, char *const *environment,
                            struct settings *out, struct problem *problem)
{
    REQUIRE(given != NULL && environment != NULL && out != NULL);
    defaults_put(out);
    const char *config = given->config;
    if (config == NULL) {
        config = variable(environment, "SANBAO_CONFIG");
    }
    if (config != NULL) {
        TRY(file_take(config, out, problem));
    }
    for (size_t row = 0; row < settings_count; row++) {
        TRY(row_take(given, environment, row, out, problem));
    }
    if (problem != NULL) {
        snprintf(problem->file, sizeof problem->file, "%s", config == NULL ? "" : config);
    }
    if (!out->behind_proxy && out->sources[setting_find("trusted_proxies", 15)].value == NULL) {
        out->trusted_proxies = "";
    }
    return settings__check(out, problem);
}
