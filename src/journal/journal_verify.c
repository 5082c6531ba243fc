/* journal_verify.c - checks the log alone: frames, leaf hashes, roots, the signed checkpoint. Reads
 * every byte once and keeps nothing but the right edge of the tree. */
#include <string.h>

#include "journal/journal_internal.h"

static struct status root_wrong(uint64_t record, const char *file, struct problem *problem)
{
    if (problem != NULL) {
        problem->record = (int64_t)record;
        problem_text(problem->file, sizeof problem->file, file, strlen(file));
    }
    return problem_set(problem, STATUS_JOURNAL_ROOT_WRONG);
}

/* The checkpoint may lie in the middle of a frame's records only if it was never ours: it is signed
 * between frames. Its size is met exactly, or the journal is shorter than what was signed. */
static struct status checkpoint_meet(const struct checkpoint *checkpoint,
                                     const struct merkle *merkle, struct hasher *hasher,
                                     struct problem *problem)
{
    if (checkpoint->size != merkle->size || merkle->size == 0) {
        return OK;
    }
    struct hash root;
    merkle_root(merkle, hasher, &root);
    if (memcmp(root.bytes, checkpoint->root.bytes, HASH_BYTES) != 0) {
        return root_wrong(merkle->size - 1, "checkpoint", problem);
    }
    return OK;
}

static struct status frame_verify(const struct frame *frame, struct merkle *merkle,
                                  struct hasher *hasher, struct problem *problem)
{
    size_t at = 0;
    const uint8_t *record = NULL;
    size_t length = 0;
    while (frame_record(frame, &at, &record, &length)) {
        struct hash leaf;
        merkle_leaf(hasher, &leaf, record, length);
        merkle_append(merkle, hasher, &leaf);
    }
    struct hash root;
    merkle_root(merkle, hasher, &root);
    if (memcmp(root.bytes, frame->root.bytes, HASH_BYTES) != 0) {
        return root_wrong(frame->first_record, "journal", problem);
    }
    return OK;
}

struct status journal_verify_log(const char *folder, const struct note_key *key,
                                 const struct watch *watch, struct journal_verified *verified,
                                 struct problem *problem)
{
    REQUIRE(folder != NULL && verified != NULL);
    SCOPED(frames_close) struct frames *frames = NULL;
    SCOPED(hasher_free) struct hasher *hasher = NULL;
    struct checkpoint checkpoint = {0};
    TRY(journal__checkpoint_read(folder, key, &checkpoint, problem));
    struct frames_options options = {.folder = folder, .records_min = checkpoint.size};
    uint64_t cut_bytes = 0;
    TRY(frames_open(&options, &frames, &cut_bytes, problem));
    TRY(hasher_new(&hasher));
    struct merkle merkle = {0};
    struct frame_place place = {0};
    bool met = checkpoint.size == 0;
    for (;;) {
        struct frame frame;
        bool more = false;
        TRY(frames_read(frames, place, &frame, &more, problem));
        if (!more) {
            break;
        }
        TRY(frame_verify(&frame, &merkle, hasher, problem));
        TRY(checkpoint_meet(&checkpoint, &merkle, hasher, problem));
        met = met || checkpoint.size == merkle.size;
        watch_tell(watch, merkle.size, frames_records(frames));
        place = frame.next;
    }
    verified->records = merkle.size;
    verified->signed_head = checkpoint.origin[0] != '\0';
    merkle_root(&merkle, hasher, &verified->root);
    return met ? OK : root_wrong(checkpoint.size, "checkpoint", problem);
}
