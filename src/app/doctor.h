/* doctor.h - looks a data folder and its settings over and says in words what to do.
 *
 * A finding has a stable name, what was found, and what to do about it. MUST: somebody has to act;
 * NOTE: worth knowing; GOOD: in order. */
#pragma once

#include <stdio.h>

#include "app/folder.h"
#include "app/settings.h"
#include "base/lang.h"

enum finding_level { FINDING_GOOD, FINDING_NOTE, FINDING_MUST };
enum { FINDINGS_MAX = 256, FINDING_TEXT_MAX = 640 };

struct finding {
    const char *name; /* "data_mode" */
    enum finding_level level;
    char text[FINDING_TEXT_MAX];
};

struct doctor {
    const struct settings *settings;
    const char *data;
    int64_t now_seconds;
    int32_t today; /* in China */
    struct finding findings[FINDINGS_MAX];
    size_t count;
};

/* Adds a finding with a printf text; more than FINDINGS_MAX are counted as one "more". */
__attribute__((format(printf, 4, 5))) void doctor_add(struct doctor *doctor, const char *name,
                                                      enum finding_level level, const char *format,
                                                      ...);
/* The same in the language chosen; the second with printf formats, both checked. */
#define DOCTOR(doctor, name, level, zh, en)                                                        \
    doctor_add((doctor), (name), (level), "%s", lang_pick((zh), (en)))
#define DOCTORF(doctor, name, level, zh, en, ...)                                                  \
    (lang_get() == LANG_EN ? doctor_add((doctor), (name), (level), (en), __VA_ARGS__)              \
                           : doctor_add((doctor), (name), (level), (zh), __VA_ARGS__))

/* Files and disk of the data folder; the settings with what they name; backups and drill. A check
 * that cannot be made is a finding. */
void doctor_folder(struct doctor *doctor);
void doctor_settings(struct doctor *doctor);
void doctor_backups(struct doctor *doctor);
/* What law asks of settings and rules. */
void doctor_law(struct doctor *doctor, struct folder *folder);

/* The statement that an office completes, signs and files, with what was found on the law. */
void doctor_statement_print(const struct doctor *doctor, const struct folder *folder, FILE *out);

/* Whether anything must be done. */
bool doctor_must(const struct doctor *doctor);
/* As lines for people, or as one JSON object. */
void doctor_print(const struct doctor *doctor, FILE *out);
void doctor_print_json(const struct doctor *doctor, FILE *out);
