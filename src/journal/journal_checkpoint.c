/* journal_checkpoint.c - the signed head of the log, in the file `checkpoint` of the folder. */
#include <stdlib.h>
#include <string.h>

#include "journal/journal_internal.h"

struct status journal__checkpoint_write(struct journal *journal)
{
    char path[PATH_BYTES_MAX];
    TRY(path_join(path, journal->folder, "checkpoint"));
    if (journal->checkpoint_size == journal->position.records && file_kind(path) == FILE_REGULAR) {
        return OK;
    }
    TRY(journal_sync(journal)); /* What is signed can never be taken back. */
    struct checkpoint checkpoint = {.size = journal->position.records,
                                    .root = journal->position.root};
    memcpy(checkpoint.origin, journal->options.key->name, sizeof checkpoint.origin);
    TRY(tree_flush(journal->tree)); /* Proofs must be there before what they prove. */
    char note[NOTE_BYTES_MAX];
    TRY(checkpoint_sign(&checkpoint, journal->options.seed, note, sizeof note));
    TRY(file_replace(path, note, strlen(note)));
    journal->checkpoint_size = checkpoint.size;
    return OK;
}

struct status journal__checkpoint_read(const char *folder, const struct note_key *key,
                                       struct checkpoint *checkpoint, struct problem *problem)
{
    char path[PATH_BYTES_MAX];
    uint8_t *note = NULL;
    size_t length = 0;
    *checkpoint = (struct checkpoint){0};
    TRY(path_join(path, folder, "checkpoint"));
    if (key == NULL || file_kind(path) == FILE_ABSENT) {
        return OK;
    }
    TRY(file_load(path, NOTE_BYTES_MAX, &note, &length));
    struct status status = checkpoint_check((const char *)note, length, key, checkpoint);
    free(note);
    if (!status_ok(status) && problem != NULL) {
        problem_text(problem->file, sizeof problem->file, "checkpoint", strlen("checkpoint"));
    }
    return status_ok(status) ? OK : problem_set(problem, status.code);
}

struct status journal_checkpoint(struct journal *journal, char **note)
{
    REQUIRE(journal != NULL && note != NULL);
    char path[PATH_BYTES_MAX];
    size_t length = 0;
    uint8_t *bytes = NULL;
    TRY(path_join(path, journal->folder, "checkpoint"));
    if (file_kind(path) == FILE_ABSENT) {
        return REFUSE(CHECKPOINT_MISSING);
    }
    TRY(file_load(path, NOTE_BYTES_MAX, &bytes, &length));
    struct checkpoint checkpoint;
    if (!journal->options.write &&
        status_ok(checkpoint_read((const char *)bytes, length, &checkpoint)) &&
        checkpoint.size > tree_size(journal->tree)) {
        /* It was signed after the last look; whose hashes were flushed before. */
        struct status status = tree_follow(journal->tree);
        if (!status_ok(status)) {
            free(bytes);
            return status;
        }
    }
    *note = (char *)bytes;
    return OK;
}

const struct note_key *journal_key(const struct journal *journal)
{
    return journal->options.key;
}
