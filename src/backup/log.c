/* log.c - the root of a folder's journal, recomputed from its records, and what the checkpoints
 * that were once given out say about it. A log that goes back behind one of them, or says
 * something else, must not take the place of the one that signed it. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "backup/backup_internal.h"
#include "base/file.h"
#include "base/text.h"
#include "journal/frames.h"

struct walk {
    struct merkle merkle;
    struct hasher *hasher;
    struct known *known;
    size_t known_count;
};

static void known_meet(struct walk *walk)
{
    for (size_t i = 0; i < walk->known_count; i++) {
        struct known *known = &walk->known[i];
        if (known->checkpoint.size == walk->merkle.size) {
            struct hash root;
            merkle_root(&walk->merkle, walk->hasher, &root);
            known->reached = true;
            known->met = memcmp(root.bytes, known->checkpoint.root.bytes, sizeof root.bytes) == 0;
        }
    }
}

static struct status frame_walk(struct walk *walk, const struct frame *frame,
                                struct problem *problem)
{
    size_t at = 0;
    const uint8_t *record = NULL;
    size_t length = 0;
    while (frame_record(frame, &at, &record, &length)) {
        struct hash leaf;
        merkle_leaf(walk->hasher, &leaf, record, length);
        merkle_append(&walk->merkle, walk->hasher, &leaf);
        known_meet(walk);
    }
    struct hash root;
    merkle_root(&walk->merkle, walk->hasher, &root);
    if (memcmp(root.bytes, frame->root.bytes, sizeof root.bytes) == 0) {
        return OK;
    }
    if (problem != NULL) {
        problem->record = (int64_t)frame->first_record;
    }
    return backup__blame(problem, JOURNAL_FOLDER, FAULT(JOURNAL_ROOT_WRONG));
}

struct status backup__log_walk(const char *folder, struct known *known, size_t known_count,
                               struct log_facts *facts, struct problem *problem)
{
    SCOPED(frames_close) struct frames *frames = NULL;
    SCOPED(hasher_free) struct hasher *hasher = NULL;
    const struct frames_options options = {.folder = folder};
    uint64_t cut = 0;
    TRY(hasher_new(&hasher));
    TRY(frames_open(&options, &frames, &cut, problem));
    struct walk walk = {.hasher = hasher, .known = known, .known_count = known_count};
    known_meet(&walk);
    struct frame_place place = {0};
    for (bool more = true; more;) {
        struct frame frame;
        TRY(frames_read(frames, place, &frame, &more, problem));
        if (more) {
            TRY(frame_walk(&walk, &frame, problem));
            place = frame.next;
        }
    }
    facts->records = walk.merkle.size;
    merkle_root(&walk.merkle, hasher, &facts->root);
    return OK;
}

size_t backup__origin_split(const char *origin, uint64_t *number)
{
    size_t length = strlen(origin);
    const char *slash = strrchr(origin, '/');
    int64_t read = 0;
    *number = 1;
    if (slash == NULL || slash == origin ||
        !text_integer(slash + 1, strlen(slash + 1), 2, INT32_MAX, &read)) {
        return length;
    }
    *number = (uint64_t)read;
    return (size_t)(slash - origin);
}

/* Out of a receipt (c2sp.org/tlog-proof) the checkpoint is what follows the blank line. */
static const char *note_find(const char *text, size_t *length)
{
    static const char receipt[] = "c2sp.org/tlog-proof@v1\n";
    const char *blank = memmem(text, *length, "\n\n", 2);
    if (*length < sizeof receipt || memcmp(text, receipt, sizeof receipt - 1) != 0 ||
        blank == NULL) {
        return text;
    }
    *length -= (size_t)(blank + 2 - text);
    return blank + 2;
}

/* A log that goes on under a new name keeps its key: so the key counts, under the name that the
 * checkpoint has. */
static struct status signature_judge(const char *note, size_t length, const struct note_key *keys,
                                     size_t key_count, struct checkpoint *checkpoint)
{
    struct status status = OK;
    for (size_t i = 0; i < key_count; i++) {
        struct note_key key;
        char name[ORIGIN_MAX + 1];
        memcpy(name, checkpoint->origin, sizeof name);
        TRY(note_key_make(name, keys[i].public_key, &key));
        status = checkpoint_check(note, length, &key, checkpoint);
        if (status_ok(status)) {
            return OK;
        }
        memcpy(checkpoint->origin, name, sizeof name);
    }
    return status;
}

struct status backup__known_load(const char *path, const struct note_key *keys, size_t key_count,
                                 struct known *known, struct problem *problem)
{
    uint8_t *text = NULL;
    size_t length = 0;
    *known = (struct known){.file = path};
    TRY(backup__blame(problem, path, file_load(path, RECEIPT_BYTES_MAX, &text, &length)));
    const char *note = note_find((const char *)text, &length);
    struct status status = checkpoint_read(note, length, &known->checkpoint);
    if (status_ok(status)) {
        status = signature_judge(note, length, keys, key_count, &known->checkpoint);
    }
    free(text);
    backup__origin_split(known->checkpoint.origin, &known->number);
    return backup__blame(problem, path, status);
}

struct status backup__known_judge(const struct known *known, size_t known_count,
                                  const struct log_facts *facts, struct problem *problem)
{
    for (size_t i = 0; i < known_count; i++) {
        if (known[i].met) {
            continue;
        }
        if (problem != NULL) {
            snprintf(problem->value, sizeof problem->value, "%" PRIu64, facts->records);
            snprintf(problem->expected, sizeof problem->expected, "%" PRIu64,
                     known[i].checkpoint.size);
        }
        return backup__blame(problem, known[i].file,
                             known[i].reached ? REFUSE(BACKUP_DISAGREES) : REFUSE(BACKUP_OLDER));
    }
    return OK;
}
