/* import.h - a village's folder comes in: files of a year, as a village keeps them, become
 * operations. Every fault is found and named by file, line, column and value; one fault and nothing
 * is stored, unless the good rows are asked for. The files: docs/import.md. */
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/arena.h"
#include "identity/identity.h"
#include "identity/people.h"
#include "journal/journal.h"
#include "points/points.h"

enum import_file {
    IMPORT_VILLAGE, /* village.json */
    IMPORT_FUND,
    IMPORT_HOUSEHOLDS,
    IMPORT_RESIDENTS,
    IMPORT_STAFF,
    IMPORT_RULES,
    IMPORT_ACTIVITIES,
    IMPORT_ATTENDANCE,
    IMPORT_SHOPS,
    IMPORT_GOODS,
    IMPORT_REDEMPTIONS,
    IMPORT_FILES,
};

/* ---- faults and warnings ---- */

struct import_fault {
    enum status_code code;
    bool warning;         /* said, and held against nothing */
    enum import_file in;  /* for the order of printing; IMPORT_FILES: after all */
    const char *file;     /* "residents.csv"; never NULL */
    int64_t line;         /* from 1; 0: none */
    int64_t offset;       /* bytes from the file's start; -1: none */
    const char *column;   /* NULL: none */
    const char *value;    /* as shown to people; NULL: none */
    const char *expected; /* NULL: none */
    const char *see_file; /* another place that belongs to it; NULL: none */
    int64_t see_line;
    size_t found; /* its number in the order of finding */
};

struct import_faults {
    struct arena arena;
    struct import_fault *list; /* in order of file and line after reading */
    size_t count;              /* of both kinds, those listed */
    size_t faults;             /* all, listed or not */
    size_t warnings;
    size_t room;
    struct {
        enum status_code code;
        size_t count;
    } kinds[8]; /* of warnings */
};
#define IMPORT_FAULTS_EMPTY ((struct import_faults){.list = NULL})
void import_faults_free(struct import_faults *faults); /* Empties it; empty is welcome. */

/* One line each, in the language chosen: faults and warnings in order of file and line, and how
 * many there were beyond those listed. */
void import_faults_print(const struct import_faults *faults, FILE *out);

/* ---- an import ---- */

/* One of the files, where they do not lie in a folder. */
struct import_text {
    const char *name; /* "residents.csv" */
    const void *bytes;
    size_t length;
};

struct import_options {
    const char *folder; /* the village's folder; NULL: `texts` */
    const struct import_text *texts;
    size_t text_count;
    const char *data_folder; /* where `import-faults-<n>.csv` goes; needed for `keep_good` */
    const char *village;     /* code, where the folder has no village.json; NULL: the only one */
    int32_t today;           /* the village day of the data folder: moves take effect on it */
    int64_t now_s;           /* seconds since 1970, for people_row.created_at alone */
    bool dry_run;            /* everything but storing */
    bool keep_good;          /* bad rows, and all that hangs on them, are left out */
    void (*progress)(void *context, size_t done, size_t total); /* may be NULL */
    void *progress_context;
};

/* Borrowed, open for writing, and of one data folder. */
struct import_rooms {
    struct journal *journal;
    struct people *people;
    const struct keys *keys;
    struct identity *identity;
    struct points *points;
};

/* Rows of one file. A row that changed something may count in several places. */
struct import_counts {
    int64_t rows;       /* in the file, the faulty ones too */
    int64_t added;      /* new */
    int64_t known;      /* imported before, nothing in it has changed */
    int64_t updated;    /* imported before, private columns replaced */
    int64_t registered; /* on the roster before, registered now */
    int64_t moved;      /* to another household */
    int64_t left_out;   /* faulty, or hanging on a faulty row */
};

struct import_report {
    char village[CODE_MAX + 1]; /* "" where it is not known */
    int32_t ends_on;            /* of village.json; DAY_NEVER where there is none */
    bool files[IMPORT_FILES];   /* found in the folder */
    struct import_counts counts[IMPORT_FILES];
    uint64_t records; /* added to the journal, or that would have been */
    bool stored;      /* something was stored */
    bool kept;        /* with faults and keep_good: the good rows are in, from now or from before */
    char faults_path[PATH_BYTES_MAX]; /* the file with the rows left out; "" where there is none */
    struct import_faults faults;
};
void import_report_free(struct import_report *report);

/* Imports a folder. The status is OK also where there were faults: report->faults tells of them,
 * and without `keep_good` nothing was stored then. Importing the same again adds nothing. All
 * records of an import are one group: a kill leaves all or nothing. The caller gives the report
 * back with import_report_free(), whatever the status.
 * Refuses: IMPORT_TOO_LARGE, JOURNAL_READ_ONLY. Faults: those of files, databases and the journal;
 * after UNKNOWN_RETRY the process should stop, and the same import tells later what is stored. */
CHECKED struct status import_folder(const struct import_options *options,
                                    const struct import_rooms *rooms, struct import_report *report,
                                    struct problem *problem);

/* For people, in the language chosen: what came in, file by file, or that nothing was new. Faults
 * are import_faults_print()'s business. */
void import_report_print(const struct import_report *report, FILE *out);
