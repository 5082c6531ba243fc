/* import.h - a village's folder comes in: files of a year, as a village keeps them, become
 * operations. Every fault is found and named by file, line, column and value; one fault and nothing
 * is stored, unless the good rows are asked for. The files: docs/import.md. */
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/status.h"

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
};
#define IMPORT_FAULTS_EMPTY ((struct import_faults){.list = NULL})
void import_faults_free(struct import_faults *faults); /* Empties it; empty is welcome. */

/* One line each, in the language chosen: faults and warnings in order of file and line, and how
 * many there were beyond those listed. */
void import_faults_print(const struct import_faults *faults, FILE *out);
