/* folder_internal.h - what the files of the data folder share. */
#pragma once

#include "app/folder.h"

/* Whether the log has still to say that it goes on under a new name; then a checkpoint under the
 * old one is taken away. */
CHECKED struct status folder__continue_prepare(struct folder *folder, bool *pending,
                                               struct problem *problem);
/* Says it, in a record that is durable after this. */
CHECKED struct status folder__continue_write(struct folder *folder, struct problem *problem);
