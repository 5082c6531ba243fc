/* doctor.c - keeps the findings and prints them: what must be done first. */
#include "app/doctor.h"

#include <json-c/json.h>
#include <stdarg.h>

#include "app/cli.h"

void doctor_add(struct doctor *doctor, const char *name, enum finding_level level,
                const char *format, ...)
{
    va_list arguments;
    if (doctor->count == FINDINGS_MAX) {
        struct finding *last = &doctor->findings[FINDINGS_MAX - 1];
        last->name = "more";
        last->level = level > last->level ? level : last->level;
        return;
    }
    struct finding *finding = &doctor->findings[doctor->count++];
    finding->name = name;
    finding->level = level;
    va_start(arguments, format);
    vsnprintf(finding->text, sizeof finding->text, format, arguments);
    va_end(arguments);
}

bool doctor_must(const struct doctor *doctor)
{
    for (size_t i = 0; i < doctor->count; i++) {
        if (doctor->findings[i].level == FINDING_MUST) {
            return true;
        }
    }
    return false;
}

static const char *level_text(enum finding_level level)
{
    static const char *const texts[][2] = {[FINDING_GOOD] = {"正常", "good"},
                                           [FINDING_NOTE] = {"留意", "note"},
                                           [FINDING_MUST] = {"要办", "MUST"}};
    return texts[level][lang_get() == LANG_EN];
}

void doctor_print(const struct doctor *doctor, FILE *out)
{
    size_t counts[3] = {0};
    for (int level = FINDING_MUST; level >= FINDING_GOOD; level--) {
        for (size_t i = 0; i < doctor->count; i++) {
            const struct finding *finding = &doctor->findings[i];
            if ((int)finding->level == level) {
                counts[level]++;
                fprintf(out, "%s  %-18s %s\n", level_text(finding->level), finding->name,
                        finding->text);
            }
        }
    }
    SAYF(out, "共 %zu 项：%zu 项要办，%zu 项留意，%zu 项正常。\n",
         "%zu checks: %zu must be acted on, %zu to note, %zu good.\n", doctor->count,
         counts[FINDING_MUST], counts[FINDING_NOTE], counts[FINDING_GOOD]);
}

void doctor_print_json(const struct doctor *doctor, FILE *out)
{
    static const char *const levels[] = {"good", "note", "must"};
    struct json_object *object = json_object_new_object();
    struct json_object *list = json_object_new_array();
    for (size_t i = 0; i < doctor->count; i++) {
        const struct finding *finding = &doctor->findings[i];
        struct json_object *one = json_object_new_object();
        json_object_object_add(one, "check", json_object_new_string(finding->name));
        json_object_object_add(one, "level", json_object_new_string(levels[finding->level]));
        json_object_object_add(one, "text", json_object_new_string(finding->text));
        json_object_array_add(list, one);
    }
    json_object_object_add(object, "must", json_object_new_boolean(doctor_must(doctor)));
    json_object_object_add(object, "findings", list);
    fprintf(out, "%s\n", json_object_to_json_string_ext(object, JSON_C_TO_STRING_PRETTY));
    json_object_put(object);
}
