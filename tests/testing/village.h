/* village.h - a small village in real books, for tests that say in a few lines what happens in it.
 *
 * Who there is: ann and bob of household one, cai of two, dan of three, all registered; eve of two,
 * on the roster only. Staff: lead of nine leads, sue and sid (no household) are social workers, sal
 * of household one too; rev is a reviewer, ove of the oversight board. Rules and activities are the
 * test's own. Awards are proposed by lead and approved by sue where a line says nothing. */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "app/wire.h"
#include "testing/scratch.h"
#include "testing/script.h"

struct fixture {
    char folder[SCRATCH_PATH_MAX];
    uint8_t seed[SIGN_SEED_BYTES];
    struct note_key key;
    struct wire wire;
    struct journal *journal;
    struct script script;
};

/* Opens an empty journal and books in a folder of its own; any fault ends the test. */
void fixture_begin(struct fixture *fixture);
void fixture_end(struct fixture *fixture);
void fixture_close(struct fixture *fixture); /* keeps the folder */
/* Opens what lies in the folder, to be written. */
CHECKED struct status fixture_open(struct fixture *fixture, struct problem *problem);

/* The people named above, on 2024-01-01. */
void fixture_village(struct fixture *fixture);

/* Submits one line of script.h alone. */
struct journal_answer fixture_submit(struct fixture *fixture, const char *line);

/* Submits a line many times, each with an event id of its own, in one frame; all are accepted. */
void fixture_frame(struct fixture *fixture, const char *line, size_t count);

/* What a line leaves to the journal: size and root of a PanelDraw, then its members. */
void fixture_complete(struct fixture *fixture);

/* Runs lines parted by ';'. An operation must be accepted, unless the line ends with "-> CODE";
 * with "-> 5 capped balance=12" the outcome must be that. A line with '?' asks the books:
 *   ? ann 12 | ? ann pending 3 | ? ann held 4 | ? ann owes 2 | ? ann lot 2024-03-05 5
 *   ? ann on 2024-03-05 9 | ? consent ann CREDIT 2 (below 0: withdrawn; 0: none)
 *   ? panel P1 rev 1 (times that rev sits on it)
 *   ? shop S1 7 | ? stock S1 RICE 3 (-1: not counted) | ? cash S1 250 | ? report issued 20 */
void fixture_run(struct fixture *fixture, const char *script);

/* The invariants hold, and the journal alone leads to the same books. */
void fixture_check(struct fixture *fixture);

/* A row of a table of scripts, each run in a village of its own: `common` first. */
struct script_row {
    const char *name;
    const char *script;
};
int script_rows_run(const char *name, const char *common, const struct script_row *rows,
                    size_t count);
