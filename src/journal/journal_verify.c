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

/* How far the check has come. */
struct check {
    struct checkpoint checkpoint; /* empty: there is none */
    struct hasher *hasher;
    struct merkle merkle;
    bool met; /* the tree has been as the checkpoint says */
    const struct watch *watch;
};

/* The checkpoint may lie in the middle of a frame's records only if it was never ours: it is signed
 * between frames. Its size is met exactly, or the journal is shorter than what was signed. */
static struct status checkpoint_meet(struct check *check, struct problem *problem)
{
    if (check->checkpoint.size != check->merkle.size || check->merkle.size == 0) {
        return OK;
    }
    struct hash root;
    merkle_root(&check->merkle, check->hasher, &root);
    if (memcmp(root.bytes, check->checkpoint.root.bytes, HASH_BYTES) != 0) {
        return root_wrong(check->merkle.size - 1, "checkpoint", problem);
    }
    check->met = true;
    return OK;
}

static struct status frame_verify(void *context, const struct frame *frame, struct problem *problem)
{
    struct check *check = context;
    size_t at = 0;
    const uint8_t *record = NULL;
    size_t length = 0;
    while (frame_record(frame, &at, &record, &length)) {
        struct hash leaf;
        merkle_leaf(check->hasher, &leaf, record, length);
        merkle_append(&check->merkle, check->hasher, &leaf);
    }
    struct hash root;
    merkle_root(&check->merkle, check->hasher, &root);
    if (memcmp(root.bytes, frame->root.bytes, HASH_BYTES) != 0) {
        return root_wrong(frame->first_record, "journal", problem);
    }
    /* All of it is not known yet; what was signed last comes close. */
    bool beyond = check->merkle.size > check->checkpoint.size;
    watch_tell(check->watch, check->merkle.size,
               beyond ? check->merkle.size : check->checkpoint.size);
    return checkpoint_meet(check, problem);
}

struct status journal_verify_log(const char *folder, const struct note_key *key,
                                 const struct watch *watch, struct journal_verified *verified,
                                 struct problem *problem)
{
    REQUIRE(folder != NULL && verified != NULL);
    SCOPED(frames_close) struct frames *frames = NULL;
    SCOPED(hasher_free) struct hasher *hasher = NULL;
    TRY(hasher_new(&hasher));
    struct check check = {.hasher = hasher, .watch = watch};
    TRY(journal__checkpoint_read(folder, key, &check.checkpoint, problem));
    check.met = check.checkpoint.size == 0;
    struct frames_options options = {.folder = folder,
                                     .records_min = check.checkpoint.size,
                                     .each = frame_verify,
                                     .context = &check};
    uint64_t cut_bytes = 0;
    TRY(frames_open(&options, &frames, &cut_bytes, problem));
    verified->records = check.merkle.size;
    verified->signed_head = check.checkpoint.origin[0] != '\0';
    merkle_root(&check.merkle, hasher, &verified->root);
    return check.met ? OK : root_wrong(check.checkpoint.size, "checkpoint", problem);
}
