/* people.h - private data: who the pseudonyms of the journal are. Encrypted per person in
 * people.db, the keys apart in keys.db; neither is ever needed to check the books.
 *
 * Ids are random and 16 bytes. A row is written before the operation that needs it, keyed by that
 * operation's event id; it counts once the books hold that id. Public texts (names of villages,
 * rules, shops, goods, activities) stand unencrypted beside them. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/limits.h"
#include "base/problem.h"
#include "base/status.h"
#include "crypto/crypto.h"
#include "store/store.h"
#include "wire/private.pb-c.h"

struct id {
    uint8_t bytes[ID_BYTES];
};

/* ---- keys.db: the log's key, the folder's secret, one key per person ---- */

struct keys;
/* Makes a new keys.db (mode 0600) with a fresh log seed and folder secret. Refuses FILE_EXISTS. */
CHECKED struct status keys_create(const char *path, struct problem *problem);
CHECKED struct status keys_open(const char *path, bool write, struct keys **out,
                                struct problem *problem);
void keys_close(struct keys **keys);                   /* Wipes what it held. */
const uint8_t *keys_log_seed(const struct keys *keys); /* SIGN_SEED_BYTES, borrowed */
/* HMAC-SHA-256 under the folder's secret: event ids and salts of imported rows, blind indexes. */
void keys_hmac(const struct keys *keys, const struct piece *pieces, size_t count, struct hash *out);

/* ---- people.db ---- */

enum people_kind {
    PEOPLE_RESIDENT = 1,
    PEOPLE_STAFF = 2,
    PEOPLE_HOUSEHOLD = 3,
};

/* A decrypted row. For PEOPLE_HOUSEHOLD `household` counts, else `person`. */
struct people_row {
    struct id id;
    struct id event_id;
    enum people_kind kind;
    Sanbao__V1__PersonDetail *person;       /* owned by the row */
    Sanbao__V1__HouseholdDetail *household; /* owned by the row */
    uint8_t salt[SALT_BYTES];
};
void people_row_free(struct people_row *row);

struct people;
/* `keys` is borrowed and may be NULL: then nothing can be decrypted and names stay unknown. */
CHECKED struct status people_open(const char *path, bool write, struct keys *keys,
                                  struct people **out, struct problem *problem);
void people_close(struct people **people);

/* One transaction over people.db and the person keys made in it (keys are committed first). */
CHECKED struct status people_begin(struct people *people);
CHECKED struct status people_commit(struct people *people);
CHECKED struct status people_rollback(struct people *people);

/* Finds the row of a number ("R00001") within a village, by blind index. */
CHECKED struct status people_find(struct people *people, const char *village, enum people_kind kind,
                                  const char *number, bool *found, struct people_row *row);
CHECKED struct status people_get(struct people *people, const struct id *id, bool *found,
                                 struct people_row *row);
/* Inserts, or replaces the detail of, the row with this id. `commitment` (HASH_BYTES) is computed
 * from salt and detail as in docs/journal.md. */
CHECKED struct status people_put(struct people *people, const char *village,
                                 const struct people_row *row, struct hash *commitment);
/* Calls back for every row of the kind, ordered by number. The row is freed after the call. */
typedef struct status (*people_each_fn)(void *context, const struct people_row *row);
CHECKED struct status people_each(struct people *people, const char *village, enum people_kind kind,
                                  people_each_fn each, void *context);

/* The commitment to a detail: SHA-256("sanbao-detail/v1" || salt || detail). */
void people_commitment(const uint8_t salt[SALT_BYTES], const void *detail, size_t length,
                       struct hash *commitment);

/* ---- public texts, in people.db, unencrypted ---- */

/* `of` names what the text belongs to: "village", "rule", "shop", "goods", "activity"; `code` is
 * its code ("S01/G013" for goods), `field` which text: "name_zh", "title", "place", ... A group of
 * texts of one code shares event id and salt; the commitment covers `field`, NUL, `value`, NUL of
 * all of them, in order of field name (bytes). */
struct text_field {
    const char *field;
    const char *value;
};
CHECKED struct status texts_put(struct people *people, const char *village, const char *of,
                                const char *code, const struct id *event_id,
                                const uint8_t salt[SALT_BYTES], const struct text_field *fields,
                                size_t count, struct hash *commitment);
/* `*value` is malloc'ed for the caller; NULL where there is none. */
CHECKED struct status texts_get(struct people *people, const char *village, const char *of,
                                const char *code, const char *field, char **value);
