/* problem.h - where exactly something is wrong: the place behind a status.
 *
 * A function that can name a place takes a `struct problem *`, which may be NULL, and fills it
 * before it returns a status that is not OK. Texts longer than a field are cut at a character. */
#pragma once

#include <stdint.h>
#include <stdio.h>

#include "base/status.h"

enum { PROBLEM_TEXT_MAX = 256 };

struct problem {
    enum status_code code;
    char file[PROBLEM_TEXT_MAX];     /* "" where no file is meant. */
    int64_t line;                    /* From 1; 0: none. */
    int64_t offset;                  /* Bytes from the file's start; -1: none. */
    int64_t record;                  /* Record number; -1: none. */
    char column[64];                 /* Of a table, or of a CSV file; "" where none. */
    char value[PROBLEM_TEXT_MAX];    /* What stands there. */
    char expected[PROBLEM_TEXT_MAX]; /* What should stand there; "" where that says nothing. */
};

/* An empty problem: no place named yet. */
struct problem problem_none(void);

/* Sets the code and hands the status back: `return problem_set(problem, STATUS_X)`. The fields of
 * the place are set by the caller; `problem` may be NULL. */
struct status problem_set(struct problem *problem, enum status_code code);

/* Copies a text of known length into a field, cut at a UTF-8 character, controls shown as '?'. */
void problem_text(char *field, size_t field_size, const char *text, size_t text_length);

/* Prints the problem as one line in the language chosen, with a newline. */
void problem_print(const struct problem *problem, FILE *out);
