/* nightly.h - what is done every night: a backup where the settings name a folder for it, the end
 * of what is too old there, and a drill. What came of it stands in nightly.json of the data folder,
 * for doctor and for whoever watches the server. */
#pragma once

#include "app/settings.h"
#include "base/problem.h"

struct nightly_state {
    bool ever;               /* there was a night */
    int32_t day;             /* of the last one */
    enum status_code backup; /* what came of it; OK also where none is asked for */
    enum status_code drill;
    int64_t records; /* that the drill brought back */
};

/* Whether the night's work is to be done now: the hour has come and today's is not done. A PC that
 * was off at the hour does it later on the day. */
bool nightly_due(const struct settings *settings, const char *data, int64_t now_seconds);
/* Does it, beside a writer at work; may take minutes, holds nothing of the writer's, may run in a
 * thread of its own. The drill is done also where the backup failed. Refuses and faults: those of
 * backup_nightly() and backup_drill(), SECRET_OPEN, PASSPHRASE_SHORT; FILE_* where nightly.json
 * cannot be written. */
CHECKED struct status nightly_run(const struct settings *settings, const char *data,
                                  int64_t now_seconds, struct problem *problem);
/* What came of the last one. What is not there or not readable was never. */
void nightly_state_read(const char *data, struct nightly_state *state);
