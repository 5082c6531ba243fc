/* upgrade.h - a data folder brought to this program's databases, with a way back.
 *
 * Before a database is changed its file is copied into `before-upgrade/` of the data folder. The
 * books are made anew from the journal, every record's outcome compared; where anything fails the
 * copies take their place again. The journal is never touched: its format is for ever. */
#pragma once

#include "app/folder.h"

struct upgraded {
    bool needed; /* some database was older than this program's */
    uint64_t records;
};
/* Refuses: FOLDER_MISSING, FOLDER_FOREIGN, FOLDER_BUSY, STORE_NEWER (the folder is a newer
 * program's) and what the steps find; then the folder is as it was before. */
CHECKED struct status folder_upgrade(const char *path, const struct watch *watch,
                                     struct upgraded *upgraded, struct problem *problem);

/* Puts the copies back, for the program that was there before. With `loses`, private data that
 * changed since are given up. Refuses: UPGRADE_NOTHING (there are no copies), UPGRADE_WORKED
 * (records were added since, or, without `loses`, private data changed), FOLDER_BUSY. */
CHECKED struct status folder_upgrade_back(const char *path, bool loses, struct problem *problem);

/* Removes copies that are older than UPGRADE_COPY_DAYS: whoever was erased since is in them. */
enum { UPGRADE_COPY_DAYS = 14 };
CHECKED struct status folder_upgrade_expire(const char *path, int32_t today);
