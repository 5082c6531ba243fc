/* backup_internal.h - what the files of this room share.
 *
 *   backup_make.c      the order of making            manifest.c   backup.json
 *   backup_restore.c   the order of coming back       copy.c       files and folders
 *   backup_drill.c     both, and the comparison       log.c        the root, recomputed
 *   backup_say.c       what came out, in words        sealed.c     the keys in a file of their own
 *   backup_judge.c     what must hold before a restore writes
 *   backup_continue.c  a log under a new name         backup_erasures.c  who must not come back
 *   backup_nightly.c   one a day, and what is too old goes
 *   backup_evidence.c  photos, each named after its own hash
 *   passphrase.c       from a file or the terminal */
#pragma once

#include "backup/backup.h"
#include "backup/manifest.h"
#include "identity/people.h"
#include "proof/proof.h"

#define KEYS_FILE "keys.db"
#define SEALED_SUFFIX ".keys.sealed"

/* ---- copy.c ---- */

/* Copies the first `limit` bytes (negative: all) into a new file and syncs it, or, where `to` is
 * NULL, only reads; tells size and hash of what was read. FILE_READ where the file is shorter. */
CHECKED struct status backup__copy(const char *from, const char *to, int64_t limit,
                                   struct copied *copied, struct problem *problem);
/* The folder of evidence, or, by its name, any part of a backup; as backup__copy(). What is not
 * named after its own hash is EVIDENCE_DAMAGED. */
CHECKED struct status backup__evidence(const char *from, const char *to, struct copied *copied,
                                       struct problem *problem);
CHECKED struct status backup__part(const char *from, const char *to, const char *name,
                                   struct copied *copied, struct problem *problem);
/* Puts the path into the problem and hands the status back. */
struct status backup__blame(struct problem *problem, const char *path, struct status status);

/* A folder to write into: made, or found empty (but for a checkpoint, where that is allowed). */
struct place {
    const char *path; /* borrowed */
    bool made;
    bool has_checkpoint;
    bool has_more; /* than that: not a place to write into */
};
CHECKED struct status place_look(const char *path, struct place *place, struct problem *problem);
CHECKED struct status place_make(struct place *place, struct problem *problem);
/* Removes what was put into the place, but not the checkpoint that was there before. */
void place_undo(const struct place *place);

/* ---- log.c ---- */

/* A checkpoint that the log must agree with. */
struct known {
    const char *file; /* where it stands, for the problem; borrowed */
    struct checkpoint checkpoint;
    uint64_t number; /* of the origin: 1 for "name", 2 for "name/2" */
    bool met;        /* the log has that size, and this root there */
    bool reached;    /* the log has that size */
};
enum { KNOWN_MAX = 3 };
/* Walks the journal of a folder, recomputes every frame's root and compares; fills in `known`.
 * Faults: JOURNAL_DAMAGED, JOURNAL_ROOT_WRONG. */
CHECKED struct status backup__log_walk(const char *folder, struct known *known, size_t known_count,
                                       struct log_facts *facts, struct problem *problem);
/* Loads a checkpoint from its file or out of a receipt. With `keys` it must be signed by one of
 * them, under whatever name of the log. Refuses: CHECKPOINT_MALFORMED, and of the signature
 * NOTE_UNSIGNED, SIGNATURE_WRONG, NOTE_MALFORMED. */
CHECKED struct status backup__known_load(const char *path, const struct note_key *keys,
                                         size_t key_count, struct known *known,
                                         struct problem *problem);
/* Splits a log's name: "name/3" into "name" and 3; "name" is 1. Answers the length of "name". */
size_t backup__origin_split(const char *origin, uint64_t *number);
/* Refuses BACKUP_OLDER or BACKUP_DISAGREES for the first that the walked log does not meet. */
CHECKED struct status backup__known_judge(const struct known *known, size_t known_count,
                                          const struct log_facts *facts, struct problem *problem);

/* ---- backup_judge.c: all that must hold before anything is written ---- */

struct restoring {
    const struct restore_options *options;
    struct manifest *manifest;
    struct place place;
    struct note_key key; /* of the log, as the backup's settings name it */
    struct known known[KNOWN_MAX];
    size_t known_count;
    char own_path[PATH_BYTES_MAX];  /* the backup's checkpoint */
    char here_path[PATH_BYTES_MAX]; /* the folder's */
    bool has_own;
    struct log_facts log;
    bool older;                  /* a known checkpoint has more than the backup */
    bool goes_on;                /* under a new name */
    struct checkpoint old;       /* what the log had signed, where it goes on */
    char origin[ORIGIN_MAX + 1]; /* its new name */
    struct erasures erasures;
    bool erasures_wanted;
    int32_t erasures_until;
    struct problem *problem;
};
CHECKED struct status backup__judge(struct restoring *restoring);
/* The file has the size and hash that the manifest names. */
CHECKED struct status backup__file_judge(const struct manifest_file *file,
                                         const struct copied *found, const char *path,
                                         struct problem *problem);

/* ---- backup_continue.c: a log that goes on under a new name ---- */

/* Finds what the log had signed and how it is called from now on. */
CHECKED struct status backup__continue_find(struct restoring *restoring);
/* Notes in the folder what its first opening must write into the log. */
CHECKED struct status backup__continue_note(const struct restoring *restoring);
/* Writes the settings of the backup into the folder, with the log's new name and key. */
CHECKED struct status backup__marker_change(const struct restoring *restoring,
                                            const uint8_t public_key[SIGN_PUBLIC_BYTES]);

/* ---- backup_erasures.c ---- */

/* Gathers every list there is, and up to which day they know. */
CHECKED struct status backup__erasures_gather(struct restoring *restoring);
/* Leaves the list in the folder and, with keys, erases all who are on it. */
CHECKED struct status backup__erasures_run(struct restoring *restoring, int64_t *erased);

/* ---- backup_make.c ---- */

/* Where the sealed keys of a backup stand. */
CHECKED struct status backup__keys_path(const char *target, char path[PATH_BYTES_MAX]);

/* ---- sealed.c ---- */

/* Seals the keys of a data folder into a new file. */
CHECKED struct status sealed_make(const char *folder, const char *path, int32_t day,
                                  const struct passphrase *passphrase, struct problem *problem);
/* Opens it into a new keys.db. Refuses: KEYS_EXPIRED, PASSPHRASE_WRONG, FILE_EXISTS. */
CHECKED struct status sealed_open(const char *path, const struct passphrase *passphrase,
                                  int32_t today, const char *keys_path, int32_t *day,
                                  struct problem *problem);
/* The day on which a file was sealed; false where it is none of ours. */
bool sealed_day(const char *path, int32_t *day);
