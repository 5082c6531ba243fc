/* folder.h - a data folder: what lies in it, and opening all of it in the right order.
 *
 *   sanbao.json   marker and settings: format, the log's public key, the clock
 *   keys.db       the log's private key, the folder's secret, people's keys (0600)
 *   people.db     private data, encrypted; public texts
 *   journal/      the truth           tree/  hashes, a cache
 *   books.db      what follows        checkpoint  the signed head of the log */
#pragma once

#include "app/wire.h"
#include "base/file.h"
#include "identity/people.h"

struct folder_settings {
    char vkey[VKEY_MAX]; /* the log's verifier key, c2sp.org/signed-note */
    bool clock_set;      /* the village day was fixed to clock_day, or to real time */
    int32_t clock_day;   /* DAY_NEVER: real time */
};

struct folder {
    char path[PATH_BYTES_MAX];
    bool write;
    struct file lock; /* held by the one writer */
    struct folder_settings settings;
    int64_t opened_ms; /* monotonic */
    struct note_key key;
    struct keys *keys;     /* NULL: the folder has none, it is read only */
    struct people *people; /* borrows keys */
    struct wire wire;
    struct journal *journal; /* borrows key, keys and wire */
};

/* Makes a new folder with keys, databases and an empty log; `origin` is the log's name, NULL: one
 * is made up. After a failure nothing is left. Refuses: FOLDER_EXISTS (it is ours already),
 * FOLDER_FOREIGN (anything else), ORIGIN_MALFORMED. */
CHECKED struct status folder_init(const char *path, const char *origin, struct problem *problem);

/* Opens the folder. Reading beside a writer sees what is committed; where a writer was killed, the
 * books are first brought up. The caller owns `*out`. Refuses: FOLDER_MISSING, FOLDER_FOREIGN,
 * FOLDER_BUSY (a second writer), JOURNAL_READ_ONLY (no keys), PEOPLE_MISSING (people.db was taken
 * away), and the faults of journal_open(). */
CHECKED struct status folder_open(const char *path, bool write, struct folder **out,
                                  struct problem *problem);
/* A second view for reading, beside the writer of the same process. */
CHECKED struct status folder_open_beside(const char *path, struct folder **out,
                                         struct problem *problem);
/* A folder opened for reading takes up what the writer has committed since. */
CHECKED struct status folder_follow(struct folder *folder);
/* Closes cleanly: books committed, checkpoint signed. Sets to NULL; NULL is welcome. */
CHECKED struct status folder_close(struct folder **folder);

/* Makes books.db and tree/ anew from the journal alone; needs no keys. Refuses: FOLDER_MISSING,
 * FOLDER_FOREIGN, FOLDER_BUSY and what journal_replay() finds. */
CHECKED struct status folder_books_remake(const char *path, const struct watch *watch,
                                          struct problem *problem);

/* The settings of a folder that need not be open. Refuses: FOLDER_MISSING, FOLDER_FOREIGN and what
 * base/json.h refuses. Faults: FILE_OPEN (also where the folder may not be read), FILE_READ,
 * FILE_WRITE. */
CHECKED struct status folder_settings_read(const char *path, struct folder_settings *settings,
                                           struct problem *problem);
CHECKED struct status folder_settings_write(const char *path,
                                            const struct folder_settings *settings);

/* The folder's village day: fixed, or real time at a village's offset from UTC; never before the
 * last record's day. */
enum { CHINA_OFFSET_MINUTES = 480 }; /* where no village says otherwise */
int32_t folder_today(const struct folder *folder, int32_t utc_offset_minutes);
/* Real time: the civil day, seconds since 1970, and milliseconds of a monotonic clock. */
int32_t clock_day(int32_t utc_offset_minutes);
int64_t clock_seconds(void);
int64_t clock_monotonic_ms(void);

/* Refuses KEYS_MISSING where people's data cannot be read: what names people must not pass for an
 * empty list. */
CHECKED struct status folder_people_readable(const struct folder *folder);

/* What a drill must leave free on the disk, so that the writer beside it can go on. */
#define DRILL_KEEP_FREE_BYTES (INT64_C(256) << 20)

/* A path in the folder. */
CHECKED struct status folder_file(const struct folder *folder, const char *name,
                                  char out[PATH_BYTES_MAX]);
