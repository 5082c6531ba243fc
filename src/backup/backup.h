/* backup.h - copies of a data folder, made while it is in use, and their return.
 *
 * A backup is a folder: `journal/` with the segments up to the last whole frame, `people.db`,
 * `sanbao.json`, `checkpoint` where there is one, and `backup.json`: day, number of records, root,
 * and size and SHA-256 of each file. That one is written last; without it a backup is not finished
 * and is not restored. The books and the tree's hashes are no part of it: they follow from the
 * journal. The keys go into a sealed file of their own, beside the folder and not in it, so that
 * the folder may be kept for years and the keys must go after BACKUP_KEYS_DAYS_MAX days: whoever
 * was erased since would otherwise come back with them.
 *
 * Paths and options are borrowed for the length of a call. Nothing is ever overwritten. */
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/limits.h"
#include "base/problem.h"
#include "base/status.h"
#include "crypto/crypto.h"
#include "proof/proof.h"
#include "wire/operation.pb-c.h"

enum { BACKUP_KEYS_DAYS_MAX = 90, PASSPHRASE_BYTES_MIN = 8, PASSPHRASE_BYTES_MAX = 1024 };

struct passphrase {
    size_t length; /* 0: none */
    char bytes[PASSPHRASE_BYTES_MAX];
};

/* Takes the first line of a file, or, where `file` is NULL, asks on the terminal without showing
 * what is typed; `twice` asks again, for one that is being chosen. The caller wipes it.
 * Refuses: PASSPHRASE_SHORT (under 8 bytes), PASSPHRASE_DIFFERS, LIMIT_EXCEEDED. Faults: FILE_OPEN,
 * FILE_READ, also where there is no terminal. */
CHECKED struct status backup_passphrase(const char *file, bool twice, struct passphrase *out,
                                        struct problem *problem);

/* ---- making ---- */

struct backup_options {
    const char *folder;                  /* the data folder; a writer may be at work in it */
    const char *target;                  /* must not exist, or be an empty folder */
    int32_t day;                         /* today, for backup.json and the sealed keys */
    const struct passphrase *passphrase; /* of the keys' file; NULL: the keys stay behind */
};
struct backup_made {
    uint64_t records; /* in the copied journal */
    struct hash root; /* recomputed from the copied records */
    uint64_t files;
    uint64_t bytes;
    char keys[PATH_BYTES_MAX]; /* `target`.keys.sealed; "" where the keys stayed behind */
    int32_t keys_until;        /* the last day on which they may be kept */
};
/* Copies, syncs, recomputes the root from the copy and compares it with the frames and with the
 * checkpoint. After a failure nothing is left of it; only a kill leaves a half-made backup.
 * Refuses: FOLDER_FOREIGN (no data folder), FILE_EXISTS (named). Faults: those of the journal and
 * the store, FILE_*; `problem` names the file. */
CHECKED struct status backup_make(const struct backup_options *options, struct backup_made *made,
                                  struct problem *problem);

/* ---- restoring ---- */

struct restore_options {
    const char *source; /* the backup */
    const char *folder; /* must not exist, or be empty but for a `checkpoint` */
    const char *keys;   /* the sealed keys' file, or NULL: the folder can only be read */
    const struct passphrase *passphrase; /* of `keys` */
    const char *checkpoint; /* a file with the newest checkpoint known, or a receipt; or NULL */
    const char *vkey;       /* the key that signed it, where it is not the backup's; or NULL */
    const char *erasures;   /* a list of erasures newer than the backup's; or NULL */
    int32_t day;            /* today: sealed keys that are too old are refused */
    /* Why the log goes on although the backup is older than a known checkpoint; CONTINUE_UNSET: it
     * does not. CONTINUE_STOLEN goes on in any case, with a new key. */
    Sanbao__V1__ContinueReason go_on;
};
struct backup_restored {
    uint64_t records;
    struct hash root;
    int32_t made_on; /* day of the backup */
    bool with_keys;
    int32_t keys_made_on; /* day of the sealed keys */
    int64_t erased;       /* people who were erased again */
    bool erasures_wanted; /* with keys: erasures after the day are not known */
    int32_t erasures_until;
    bool goes_on; /* under the new name `origin`; the first opening writes the record on it */
    char origin[ORIGIN_MAX + 1];
    struct checkpoint old; /* what the log had signed */
};
/* Checks everything before it writes anything: every file's size and hash, the root recomputed from
 * the records, and every checkpoint known, from `checkpoint` and from the folder itself, with its
 * signature: the log may never go back behind what it once signed. Where it must, `go_on` says why,
 * and it goes on under a new name, "<name>/2": see backup_continued(). With keys, all whom a list
 * of erasures names (the backup's, `erasures` in the folder above it, and the one handed over) are
 * erased again. The books are not made here: opening does that. Refuses: BACKUP_UNFINISHED,
 * BACKUP_DAMAGED (file named), BACKUP_OLDER (a known checkpoint has more records), BACKUP_DISAGREES
 * (it has another root at its size: another log, or a changed one), CHECKPOINT_MALFORMED,
 * NOTE_UNSIGNED and SIGNATURE_WRONG (a checkpoint that the log's key did not sign), KEYS_MISSING
 * (the log cannot go on without keys), ERASURES_MALFORMED, KEYS_EXPIRED (sealed more than
 * BACKUP_KEYS_DAYS_MAX days ago), PASSPHRASE_WRONG, KEYS_FOREIGN (the keys did not sign this log's
 * checkpoint), FILE_EXISTS. After a failure nothing is left in the folder but what was there. */
CHECKED struct status backup_restore(const struct restore_options *options,
                                     struct backup_restored *restored, struct problem *problem);

/* What a restored folder has still to write into its log before anything else; `*found` is false
 * where there is nothing. Faults: FILE_READ. Refuses: BACKUP_DAMAGED. */
struct continued {
    Sanbao__V1__ContinueReason reason;
    struct checkpoint old;
};
CHECKED struct status backup_continued(const char *folder, bool *found, struct continued *continued,
                                       struct problem *problem);
/* It stands in the log. */
CHECKED struct status backup_continued_done(const char *folder);

/* A folder that was restored with keys may bring people back who were erased after the backup. Up
 * to which day erasures are known, as long as `*wanted`; and that it has been settled, up to a day
 * or wholly. */
CHECKED struct status backup_erasures_wanted(const char *folder, bool *wanted, int32_t *until);
CHECKED struct status backup_erasures_known(const char *folder, int32_t until);
CHECKED struct status backup_erasures_settled(const char *folder);

/* ---- the drill ---- */

/* Makes the books of a restored folder anew from its journal alone and checks them. */
typedef struct status (*drill_replay_fn)(void *context, const char *folder,
                                         struct problem *problem);
struct drill_options {
    const char *folder;
    int32_t day;
    drill_replay_fn replay; /* handed in, since this room knows no books; NULL: left out */
    void *context;
    int64_t (*now_ms)(void); /* a monotonic clock; NULL: no times are told */
    int64_t keep_free_bytes; /* that the drill must leave on the disk, for the writer at work */
};
struct drill_proof {
    uint64_t records;
    struct hash root;     /* the same in the live and in the restored folder */
    uint64_t bytes;       /* copied there and back */
    uint64_t signed_size; /* of the newest checkpoint, which agrees; 0: there is none */
    bool replayed;
    int64_t backup_ms;
    int64_t restore_ms;
    int64_t replay_ms;
    int64_t compare_ms;
};
/* Backs up into the folder `drill` in the data folder, restores from there into another, makes the
 * books from what was restored and compares the roots; then removes all of it, whatever came out.
 * What a drill left that was killed is removed first. Refuses: FOLDER_BUSY (another drill is at
 * work), DISK_SHORT (no room for two copies and the books), BACKUP_DISAGREES where the roots
 * differ, and what the steps refuse. */
CHECKED struct status backup_drill(const struct drill_options *options, struct drill_proof *proof,
                                   struct problem *problem);

/* ---- every night ---- */

struct nightly_options {
    const char *folder;
    const char *backups; /* must be there: a disk that was unplugged is not made up for */
    int32_t day;
    const struct passphrase *passphrase; /* NULL: the keys stay behind */
    int64_t keep;                        /* how many nightly backups stay */
};
struct nightly_done {
    bool made_before; /* the day's backup was finished already */
    struct backup_made made;
    int64_t keys_removed;    /* sealed keys that had become too old */
    int64_t backups_removed; /* nightly backups beyond `keep` */
};
/* Makes the day's backup as `backups`/YYYY-MM-DD, unless it is there; one that a kill left
 * unfinished is made again. Then removes each sealed keys' file older than BACKUP_KEYS_DAYS_MAX
 * days, whoever put it there, and the oldest nightly backups; nothing where the backup failed.
 * Refuses and faults: FILE_OPEN (no such folder of backups) and those of backup_make(). */
CHECKED struct status backup_nightly(const struct nightly_options *options,
                                     struct nightly_done *done, struct problem *problem);
/* The day of the newest finished nightly backup, where there is one. Faults: FILE_OPEN,
 * FILE_READ. */
CHECKED struct status backup_newest(const char *backups, bool *found, int32_t *day,
                                    struct problem *problem);

/* How many sealed keys' files of a folder are older than they may be. Faults: FILE_OPEN. */
CHECKED struct status backup_keys_old(const char *backups, int32_t today, int64_t *count);

/* ---- what came out, in the language chosen ---- */

/* Where the copy is and what to keep in mind about its keys; where it came back from, with or
 * without keys; what a drill has proved. */
void backup_made_print(const struct backup_made *made, FILE *out);
void backup_restored_print(const struct backup_restored *restored, FILE *out);
void backup_drill_print(const struct drill_proof *proof, FILE *out);
