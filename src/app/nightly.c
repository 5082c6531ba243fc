/* nightly.c - every night a backup and a drill; see nightly.h. */
#include "app/nightly.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "app/folder.h"
#include "app/upgrade.h"
#include "backup/backup.h"
#include "base/day.h"
#include "base/json.h"

#define STATE_FILE "nightly.json"
enum { STATE_BYTES_MAX = 4096, HOUR_SECONDS = 3600, DAY_SECONDS = 86400 };

/* ---- what came of the last one ---- */

/* A code by its name; one that this program does not know is a failure of some kind. */
static enum status_code code_of(const struct json_object *object, const char *key)
{
    const struct json_member *member = json_object_find(object, key);
    static const enum status_code codes[] = {
#define X(NAME, ZH, EN) STATUS_##NAME,
        STATUS_CODES(X)
#undef X
    };
    if (member == NULL || member->kind != JSON_TEXT) {
        return STATUS_JSON_MALFORMED;
    }
    for (size_t i = 0; i < COUNT(codes); i++) {
        if (strcmp(member->text, status_name(codes[i])) == 0) {
            return codes[i];
        }
    }
    return strcmp(member->text, status_name(STATUS_OK)) == 0 ? STATUS_OK : STATUS_JSON_MALFORMED;
}

static void state_fill(const struct json_object *object, struct nightly_state *state)
{
    const struct json_member *day = json_object_find(object, "day");
    const struct json_member *records = json_object_find(object, "records");
    state->ever = day != NULL && day->kind == JSON_TEXT &&
                  status_ok(day_parse(day->text, day->text_length, &state->day));
    state->backup = code_of(object, "backup");
    state->drill = code_of(object, "drill");
    state->records = records != NULL && records->kind == JSON_INTEGER ? records->integer : 0;
}

void nightly_state_read(const char *data, struct nightly_state *state)
{
    REQUIRE(data != NULL && state != NULL);
    char path[PATH_BYTES_MAX];
    uint8_t *text = NULL;
    size_t length = 0;
    *state = (struct nightly_state){.ever = false};
    struct json_object *object = calloc(1, sizeof *object);
    if (object != NULL && status_ok(path_join(path, data, STATE_FILE)) &&
        status_ok(file_load(path, STATE_BYTES_MAX, &text, &length)) &&
        status_ok(json_object_read((const char *)text, length, object, NULL))) {
        state_fill(object, state);
        json_object_free(object);
    }
    free(text);
    free(object);
}

static struct status state_write(const char *data, const struct nightly_state *state)
{
    char path[PATH_BYTES_MAX];
    char day[DAY_TEXT_SIZE];
    char text[STATE_BYTES_MAX];
    TRY(path_join(path, data, STATE_FILE));
    day_format(state->day, day);
    int length =
        snprintf(text, sizeof text,
                 "{\n  \"day\": \"%s\",\n  \"backup\": \"%s\",\n  \"drill\": \"%s\",\n"
                 "  \"records\": %" PRId64 "\n}\n",
                 day, status_name(state->backup), status_name(state->drill), state->records);
    return file_replace(path, text, (size_t)length);
}

/* ---- the night ---- */

bool nightly_due(const struct settings *settings, const char *data, int64_t now_seconds)
{
    struct nightly_state state;
    int64_t local = now_seconds + CHINA_OFFSET_MINUTES * 60;
    nightly_state_read(data, &state);
    return local % DAY_SECONDS / HOUR_SECONDS >= settings->backup_hour &&
           (!state.ever || state.day < instant_day(now_seconds, CHINA_OFFSET_MINUTES));
}

static struct status backup(const struct settings *settings, const char *data, int32_t day,
                            struct problem *problem)
{
    struct passphrase passphrase = {.length = 0};
    struct nightly_done done;
    bool with_keys = settings->backup_passphrase_file[0] != '\0';
    if (settings->backup_folder[0] == '\0') {
        return OK;
    }
    if (with_keys) {
        TRY(secret_check(settings->backup_passphrase_file, problem));
        TRY(backup_passphrase(settings->backup_passphrase_file, false, &passphrase, problem));
    }
    const struct nightly_options options = {.folder = data,
                                            .backups = settings->backup_folder,
                                            .day = day,
                                            .passphrase = with_keys ? &passphrase : NULL,
                                            .keep = settings->backup_keep};
    struct status status = backup_nightly(&options, &done, problem);
    wipe(&passphrase, sizeof passphrase);
    return status;
}

static struct status replay(void *context, const char *folder, struct problem *problem)
{
    (void)context;
    return folder_books_remake(folder, NULL, problem);
}

struct status nightly_run(const struct settings *settings, const char *data, int64_t now_seconds,
                          struct problem *problem)
{
    REQUIRE(settings != NULL && data != NULL);
    struct nightly_state state = {.day = instant_day(now_seconds, CHINA_OFFSET_MINUTES)};
    struct problem drill_problem = problem_none();
    struct drill_proof proof;
    const struct drill_options options = {.folder = data,
                                          .day = state.day,
                                          .replay = replay,
                                          .now_ms = clock_monotonic_ms,
                                          .keep_free_bytes = DRILL_KEEP_FREE_BYTES};
    TRY(folder_upgrade_expire(data, state.day));
    state.backup = backup(settings, data, state.day, problem).code;
    state.drill = backup_drill(&options, &proof, &drill_problem).code;
    state.records = (int64_t)proof.records;
    TRY(state_write(data, &state));
    if (state.backup == STATUS_OK && problem != NULL) {
        *problem = drill_problem;
    }
    return (struct status){state.backup != STATUS_OK ? state.backup : state.drill};
}
