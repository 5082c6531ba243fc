/* auth_internal.h - what the files of this room share. */
#pragma once

#include "auth/auth.h"

/* One side's prepared statements. */
struct auth {
    struct store *store; /* people.db, borrowed */
    struct store_stmt *session_find;
    struct store_stmt *session_put;
};

CHECKED struct status auth__session_find(struct auth *auth, const struct hash *token_hash,
                                         bool *found, struct session *session);
CHECKED struct status auth__session_put(struct auth *auth, const struct hash *token_hash,
                                        const struct session *session);
