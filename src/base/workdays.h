/* workdays.h - which days are working days in China: Monday to Friday, but for the holidays and the
 * weekends worked instead that the State Council announces each autumn for the next year.
 *
 * The years announced when the program was built are part of it; a file of the office adds to them
 * and has the last word on the days that it names: `from,until,kind` a line (until may be empty:
 * one day; kind: rest or work), after a line that names the columns. In a year that nobody has
 * announced every Monday to Friday is a working day. */
#pragma once

#include "base/problem.h"

struct workdays;

enum { WORKDAYS_FILE_BYTES_MAX = 64 * 1024 };

/* `path` NULL or "": what is built in alone. Refuses, naming file and line: WORKDAYS_LINE,
 * DAY_MALFORMED, LIMIT_EXCEEDED. Faults: FILE_OPEN, FILE_READ, OUT_OF_MEMORY. The caller owns
 * `*out`. */
CHECKED struct status workdays_open(const char *path, struct workdays **out,
                                    struct problem *problem);
void workdays_close(struct workdays **workdays);

bool workdays_is(const struct workdays *workdays, int32_t day);
/* The day after a notice of so many whole working days, of which the day itself is none: with 1 on
 * a Friday the Tuesday. `count` is 0 to 1000; 0: the day itself. */
int32_t workdays_after(const struct workdays *workdays, int32_t day, int32_t count);
/* Whether the year's holidays are announced. */
bool workdays_known(const struct workdays *workdays, int32_t year);
