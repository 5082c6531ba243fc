/* judge.h - tables of answers: one village for all rows, since none of them may leave anything. */
#pragma once

#include "testing/village.h"

/* What one operation, as script.h writes it, is answered with. */
struct judge_row {
    const char *name;
    const char *line;
    enum status_code answer;
};

/* Runs `common` once, then each row as a test. A row that is accepted is tried and abandoned, the
 * others are submitted. After each, records, root and every table are as before. */
int judge_rows_run(const char *name, const char *common, const struct judge_row *rows,
                   size_t count);
