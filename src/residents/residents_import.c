/* residents_import.c - the roster comes in as files: households and residents are handed in, looked
 * over (each fault by line and column), then taken over, all or nothing. Where people are
 * registered already, a second official takes over what the first one handed in. Points, roles and
 * rules do not come this way: nobody enters those alone. */
#include <stdlib.h>
#include <string.h>

#include "import/import.h"
#include "residents/residents_internal.h"

enum { STAGED_SECONDS = 3600, FAULTS_SHOWN = 200 };

static const char *const file_names[ROSTER_FILES] = {"households.csv", "residents.csv"};
static const enum import_file file_kinds[ROSTER_FILES] = {IMPORT_HOUSEHOLDS, IMPORT_RESIDENTS};

void residents__staged_free(struct staged *staged)
{
    for (size_t i = 0; i < ROSTER_FILES; i++) {
        if (staged->bytes[i] != NULL) {
            wipe(staged->bytes[i], staged->lengths[i]);
            free(staged->bytes[i]);
        }
    }
    *staged = (struct staged){.village = ""};
}

/* What was handed in for the village; NULL where nothing was, or too long ago. */
static struct staged *staged_find(struct call *call, struct side *side)
{
    struct residents *residents = residents__state(side);
    struct staged *found = NULL;
    for (size_t i = 0; i < STAGED_MAX; i++) {
        struct staged *staged = &residents->staged[i];
        if (staged->village[0] != '\0' && side->real() - staged->at > STAGED_SECONDS) {
            residents__staged_free(staged);
        }
        found = strcmp(staged->village, call->village_code) == 0 ? staged : found;
    }
    return found;
}

/* ---- PUT: a file is handed in ---- */

static struct status slot_find(struct call *call, struct side *side, struct staged **out)
{
    struct residents *residents = residents__state(side);
    *out = staged_find(call, side);
    for (size_t i = 0; i < STAGED_MAX && *out == NULL; i++) {
        *out = residents->staged[i].village[0] == '\0' ? &residents->staged[i] : NULL;
    }
    return *out != NULL ? OK : REFUSE(DESK_FULL);
}

static struct status hand_in_run(struct call *call, struct side *side)
{
    struct staged *staged = NULL;
    size_t length = 0;
    const char *body = http_body(call->request, &length);
    size_t file = strcmp(call_path(call, "file"), file_names[0]) == 0 ? 0 : 1;
    TRY(slot_find(call, side, &staged));
    uint8_t *bytes = malloc(length + 1);
    if (bytes == NULL) {
        return FAULT(OUT_OF_MEMORY);
    }
    memcpy(bytes, body, length);
    bytes[length] = '\0';
    if (staged->bytes[file] != NULL) {
        wipe(staged->bytes[file], staged->lengths[file]);
        free(staged->bytes[file]);
    }
    staged->bytes[file] = bytes;
    staged->lengths[file] = length;
    staged->by = call->caller.person;
    staged->at = side->real();
    snprintf(staged->village, sizeof staged->village, "%s", call->village_code);
    return OK;
}

static struct status handed_in(struct call *call)
{
    return call_reply_empty(call, 204);
}

static struct status hand_in(struct call *call)
{
    size_t length = 0;
    const char *body = http_body(call->request, &length);
    const char *file = call_path(call, "file");
    if (strcmp(file, file_names[0]) != 0 && strcmp(file, file_names[1]) != 0) {
        return REFUSE(ROUTE_UNKNOWN);
    }
    if (body == NULL || length == 0) {
        return REFUSE(IMPORT_FILE_EMPTY);
    }
    return call_write(call, hand_in_run, handed_in);
}

/* ---- POST: looked over, taken over ---- */

static void report_end(void *state)
{
    import_report_free(state);
}

static struct status import_run(struct call *call, struct side *side, const struct staged *staged,
                                bool store)
{
    struct import_text texts[ROSTER_FILES];
    size_t count = 0;
    for (size_t i = 0; i < ROSTER_FILES; i++) {
        if (staged->bytes[i] != NULL) {
            texts[count++] =
                (struct import_text){file_names[i], staged->bytes[i], staged->lengths[i]};
        }
    }
    const struct import_options options = {.texts = texts,
                                           .text_count = count,
                                           .village = call->village_code,
                                           .today = side_today(side, &call->village),
                                           .now_s = side->real(),
                                           .dry_run = !store};
    const struct import_rooms rooms = {side->journal, side->people, side->keys, side->identity,
                                       side->points};
    return import_folder(&options, &rooms, call->state, NULL);
}

static struct status look_over_run(struct call *call, struct side *side)
{
    struct staged *staged = staged_find(call, side);
    return staged == NULL ? REFUSE(IMPORT_NOTHING) : import_run(call, side, staged, false);
}

/* A village without anybody registered has perhaps but one official yet. */
static struct status second_check(struct call *call, struct side *side, const struct staged *staged)
{
    struct points_report report;
    TRY(points_report(side->points, call->village.id, side_today(side, &call->village), &report));
    bool same = memcmp(&staged->by, &call->caller.person, sizeof staged->by) == 0;
    return report.registered > 0 && same ? REFUSE(TWO_EYES_SAME) : OK;
}

static struct status take_over_run(struct call *call, struct side *side)
{
    struct staged *staged = staged_find(call, side);
    const struct import_report *report = call->state;
    if (staged == NULL) {
        return REFUSE(IMPORT_NOTHING);
    }
    TRY(second_check(call, side, staged));
    TRY(import_run(call, side, staged, true));
    if (report->faults.faults == 0) {
        residents__staged_free(staged);
    }
    return OK;
}

static struct json_object *fault_json(const struct import_fault *fault)
{
    struct json_object *object = json_object_new_object();
    residents__text(object, "code", status_name(fault->code));
    residents__text(object, "title", status_text(fault->code));
    residents__flag(object, "warning", fault->warning);
    residents__text(object, "file", fault->file);
    residents__integer(object, "line", fault->line);
    residents__text(object, "column", fault->column);
    residents__text(object, "value", fault->value);
    residents__text(object, "expected", fault->expected);
    residents__text(object, "see_file", fault->see_file);
    residents__integer(object, "see_line", fault->see_line);
    return object;
}

static struct json_object *counts_json(size_t file, const struct import_counts *counts)
{
    struct json_object *object = json_object_new_object();
    residents__text(object, "file", file_names[file]);
    residents__integer(object, "rows", counts->rows);
    residents__integer(object, "added", counts->added);
    residents__integer(object, "known", counts->known);
    residents__integer(object, "updated", counts->updated);
    residents__integer(object, "registered", counts->registered);
    residents__integer(object, "moved", counts->moved);
    return object;
}

static struct status report_show(struct call *call)
{
    const struct import_report *report = call->state;
    struct json_object *object = json_object_new_object();
    struct json_object *files = json_object_new_array();
    struct json_object *faults = json_object_new_array();
    residents__flag(object, "stored", report->stored);
    residents__integer(object, "records", (int64_t)report->records);
    residents__integer(object, "faults", (int64_t)report->faults.faults);
    residents__integer(object, "warnings", (int64_t)report->faults.warnings);
    json_object_object_add(object, "files", files);
    json_object_object_add(object, "items", faults);
    for (size_t i = 0; i < ROSTER_FILES; i++) {
        if (report->files[file_kinds[i]]) {
            json_object_array_add(files, counts_json(i, &report->counts[file_kinds[i]]));
        }
    }
    for (size_t i = 0; i < report->faults.count && i < FAULTS_SHOWN; i++) {
        json_object_array_add(faults, fault_json(&report->faults.list[i]));
    }
    return call_reply(call, 200, object);
}

static struct status look_over(struct call *call)
{
    void *state = NULL;
    TRY(call_state(call, sizeof(struct import_report), report_end, &state));
    return call_alone(call, look_over_run, report_show);
}

static struct status take_over(struct call *call)
{
    void *state = NULL;
    TRY(call_state(call, sizeof(struct import_report), report_end, &state));
    return call_alone(call, take_over_run, report_show);
}

/* ---- routes ---- */

static const struct field counts_fields[] = {
    TEXT_FIELD("file", FIELD_NEEDED, CODE_MAX, "文件", "the file"),
    NUMBER_FIELD("rows", FIELD_NEEDED, "行数", "its rows"),
    NUMBER_FIELD("added", FIELD_NEEDED, "新增", "new"),
    NUMBER_FIELD("known", FIELD_NEEDED, "以前已导入", "imported before"),
    NUMBER_FIELD("updated", FIELD_NEEDED, "更新", "updated"),
    NUMBER_FIELD("registered", FIELD_NEEDED, "新注册", "newly registered"),
    NUMBER_FIELD("moved", FIELD_NEEDED, "迁户", "moved"),
    FIELDS_END,
};
static const struct field fault_fields[] = {
    TEXT_FIELD("code", FIELD_NEEDED, 64, "代码", "its code"),
    TEXT_FIELD("title", FIELD_NEEDED, TEXT_CHARACTERS_MAX, "什么不对", "what is wrong"),
    KIND_FIELD("warning", FIELD_BOOLEAN, FIELD_NEEDED, "只是提醒", "a warning only"),
    TEXT_FIELD("file", FIELD_NEEDED, CODE_MAX, "文件", "the file"),
    NUMBER_FIELD("line", FIELD_NEEDED, "行", "the line; 0: none"),
    TEXT_FIELD("column", FIELD_NEEDED | FIELD_NULLABLE, 64, "列", "the column"),
    TEXT_FIELD("value", FIELD_NEEDED | FIELD_NULLABLE, 400, "写的是什么", "what stands there"),
    TEXT_FIELD("expected", FIELD_NEEDED | FIELD_NULLABLE, 400, "应该是什么",
               "what should stand there"),
    TEXT_FIELD("see_file", FIELD_NEEDED | FIELD_NULLABLE, CODE_MAX, "另见文件",
               "another place that belongs to it"),
    NUMBER_FIELD("see_line", FIELD_NEEDED, "另见行", "its line"),
    FIELDS_END,
};
static const struct field report_fields[] = {
    KIND_FIELD("stored", FIELD_BOOLEAN, FIELD_NEEDED, "已存入", "it was stored"),
    NUMBER_FIELD("records", FIELD_NEEDED, "新增的记录", "records added, or that would be"),
    NUMBER_FIELD("faults", FIELD_NEEDED, "错误处数", "how many faults"),
    NUMBER_FIELD("warnings", FIELD_NEEDED, "提醒处数", "how many warnings"),
    LIST_FIELD("files", FIELD_NEEDED, 0, counts_fields, "各文件", "file by file"),
    LIST_FIELD("items", FIELD_NEEDED, FAULTS_SHOWN, fault_fields, "错误和提醒，逐格",
               "faults and warnings, cell by cell"),
    FIELDS_END,
};

const struct route residents_import_routes[] = {
    {"PUT", "/api/v1/villages/{village}/roster-files/{file}", "roster_hand_in",
     WHO_CADRE | WHO_ADMIN, ROUTE_UPLOAD, NULL, NULL, NULL, NULL, hand_in,
     "交上名册文件 households.csv 或 residents.csv（一小时内有效）",
     "Hands in households.csv or residents.csv; kept for an hour"},
    {"POST", "/api/v1/villages/{village}/roster-files/preview", "roster_look_over",
     WHO_CADRE | WHO_ADMIN, 0, NULL, NULL, report_fields, NULL, look_over,
     "先看一遍：每处错误在哪一格，什么都不存",
     "Looks the files over, fault by fault; stores nothing"},
    {"POST", "/api/v1/villages/{village}/roster-files/import", "roster_take_over",
     WHO_CADRE | WHO_ADMIN, 0, NULL, NULL, report_fields, NULL, take_over,
     "存入名册，全部或者全不；已有人注册的村由另一人来存",
     "Takes the roster over, all or nothing; by a second official where people are registered"},
    ROUTES_END,
};
