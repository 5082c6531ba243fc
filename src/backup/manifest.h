/* manifest.h - backup.json: what a finished backup holds, each file with its size and SHA-256, and
 * the log's number of records and root. Its form is described in manifest.c. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/problem.h"
#include "base/status.h"
#include "crypto/crypto.h"

#define MANIFEST_FILE "backup.json"

/* The files that a backup can hold, beside the segments in JOURNAL_FOLDER. */
#define MARKER_FILE "sanbao.json"
#define PEOPLE_FILE "people.db"
#define CHECKPOINT_FILE "checkpoint"
#define JOURNAL_FOLDER "journal"
#define EVIDENCE_FOLDER "evidence" /* one entry: see backup_evidence.c */

struct copied {
    uint64_t bytes;
    struct hash hash;
};
struct log_facts {
    uint64_t records;
    struct hash root;
};

enum { MANIFEST_FILES_MAX = 1000, MANIFEST_PATH_MAX = 40 };
struct manifest_file {
    char path[MANIFEST_PATH_MAX]; /* within the folder */
    struct copied copied;
};
struct manifest {
    int32_t made_on;
    struct log_facts log;
    size_t count;
    struct manifest_file files[MANIFEST_FILES_MAX];
};
/* An empty one; the caller owns `*out`. Faults: OUT_OF_MEMORY. */
CHECKED struct status manifest_new(struct manifest **out);
void manifest_free(struct manifest **manifest);
/* The next entry, to be filled in. Refuses: LIMIT_EXCEEDED. */
CHECKED struct status manifest_add(struct manifest *manifest, const char *path,
                                   struct manifest_file **file);
bool manifest_holds(const struct manifest *manifest, const char *path);
/* Writes backup.json into a folder, as a whole and synced. */
CHECKED struct status manifest_write(const struct manifest *manifest, const char *folder);
/* Refuses: BACKUP_UNFINISHED, BACKUP_DAMAGED. Only names that a backup can hold are taken. */
CHECKED struct status manifest_load(const char *folder, struct manifest *manifest,
                                    struct problem *problem);
/* The same from memory. Refuses: BACKUP_DAMAGED. */
CHECKED struct status manifest_parse(const char *text, size_t length, struct manifest *manifest,
                                     struct problem *problem);
