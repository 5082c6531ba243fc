/* backup_drill.c - a backup that was never restored is a hope. The drill makes one, restores it
 * beside the live folder, makes the books anew from it and compares the roots; then it cleans
 * up. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "backup/backup_internal.h"
#include "base/file.h"
#include "identity/people.h"

struct drill {
    const struct drill_options *options;
    struct drill_proof *proof;
    struct problem *problem;
    char backup[PATH_BYTES_MAX];
    char restored[PATH_BYTES_MAX];
    int64_t since_ms;
};

/* Milliseconds since the last call. */
static int64_t lap(struct drill *drill)
{
    int64_t now = drill->options->now_ms == NULL ? 0 : drill->options->now_ms();
    int64_t spent = now - drill->since_ms;
    drill->since_ms = now;
    return spent;
}

static struct status there(struct drill *drill)
{
    const struct backup_options options = {
        .folder = drill->options->folder, .target = drill->backup, .day = drill->options->day};
    struct backup_made made;
    TRY(backup_make(&options, &made, drill->problem));
    drill->proof->bytes = made.bytes;
    drill->proof->backup_ms = lap(drill);
    return OK;
}

static struct status back(struct drill *drill)
{
    const struct restore_options options = {.source = drill->backup, .folder = drill->restored};
    struct backup_restored restored;
    TRY(backup_restore(&options, &restored, drill->problem));
    drill->proof->records = restored.records;
    drill->proof->root = restored.root;

    /* The private rows came back as a whole database. */
    char path[PATH_BYTES_MAX];
    SCOPED(people_close) struct people *people = NULL;
    TRY(path_join(path, drill->restored, PEOPLE_FILE));
    TRY(people_open(path, false, NULL, &people, drill->problem));
    drill->proof->restore_ms = lap(drill);
    return OK;
}

static struct status replay(struct drill *drill)
{
    if (drill->options->replay == NULL) {
        return OK;
    }
    TRY(drill->options->replay(drill->options->context, drill->restored, drill->problem));
    drill->proof->replayed = true;
    drill->proof->replay_ms = lap(drill);
    return OK;
}

/* The live journal has gone on in the meantime; its root at the restored size must be the same, and
 * its checkpoint must agree with it. */
static struct status compare(struct drill *drill)
{
    char path[PATH_BYTES_MAX];
    struct log_facts live;
    struct known known[2] = {{.file = drill->options->folder}};
    size_t count = 1;
    known[0].checkpoint.size = drill->proof->records;
    known[0].checkpoint.root = drill->proof->root;
    TRY(path_join(path, drill->options->folder, CHECKPOINT_FILE));
    if (file_kind(path) != FILE_ABSENT) {
        TRY(backup__known_load(path, NULL, 0, &known[count++], drill->problem));
        drill->proof->signed_size = known[1].checkpoint.size;
    }
    TRY(backup__log_walk(drill->options->folder, known, count, &live, drill->problem));
    TRY(backup__known_judge(known, count, &live, drill->problem));
    drill->proof->compare_ms = lap(drill);
    return OK;
}

/* A drill that fills the disk would stop the writer at work. */
static struct status room_check(const struct drill_options *options, struct problem *problem)
{
    static const char *const parts[] = {JOURNAL_FOLDER, PEOPLE_FILE, JOURNAL_FOLDER,
                                        PEOPLE_FILE,    "books.db",  "tree"};
    char path[PATH_BYTES_MAX];
    int64_t room = 0;
    int64_t wanted = options->keep_free_bytes;
    TRY(backup__blame(problem, options->folder, folder_room(options->folder, &room)));
    for (size_t i = 0; i < COUNT(parts); i++) {
        TRY(path_join(path, options->folder, parts[i]));
        wanted += folder_bytes(path);
    }
    if (room >= wanted) {
        return OK;
    }
    if (problem != NULL) {
        snprintf(problem->value, sizeof problem->value, "%" PRId64, room);
        snprintf(problem->expected, sizeof problem->expected, "≥ %" PRId64, wanted);
    }
    return backup__blame(problem, options->folder, REFUSE(DISK_SHORT));
}

static struct status run(struct drill *drill, const char *scratch)
{
    TRY(path_join(drill->backup, scratch, "backup"));
    TRY(path_join(drill->restored, scratch, "restored"));
    lap(drill);
    TRY(there(drill));
    TRY(back(drill));
    TRY(replay(drill));
    return compare(drill);
}

struct status backup_drill(const struct drill_options *options, struct drill_proof *proof,
                           struct problem *problem)
{
    REQUIRE(options != NULL && options->folder != NULL && proof != NULL);
    *proof = (struct drill_proof){0};
    SCOPED(file_close) struct file lock = FILE_CLOSED;
    char scratch[PATH_BYTES_MAX];
    TRY(path_join(scratch, options->folder, "drill.lock"));
    TRY(backup__blame(problem, scratch, file_open(scratch, FILE_FOR_WRITING, &lock)));
    TRY(backup__blame(problem, scratch, file_lock(&lock)));
    TRY(path_join(scratch, options->folder, "drill"));
    folder_remove(scratch); /* of a drill that was killed */
    TRY(room_check(options, problem));
    TRY(backup__blame(problem, scratch, folder_make(scratch)));
    struct drill *drill = calloc(1, sizeof *drill);
    struct status status = FAULT(OUT_OF_MEMORY);
    if (drill != NULL) {
        drill->options = options;
        drill->proof = proof;
        drill->problem = problem;
        status = run(drill, scratch);
    }
    free(drill);
    folder_remove(scratch);
    return problem_set(problem, status.code);
}
