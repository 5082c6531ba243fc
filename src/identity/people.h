/* people.h - private data: who the pseudonyms of the journal are. Encrypted per person in
 * people.db, the keys apart in keys.db; neither is ever needed to check the books.
 *
 * Ids are random and 16 bytes. A row is written before the operation that needs it, keyed by that
 * operation's event id; it counts once the books hold that id. Public texts (names of villages,
 * rules, shops, goods, activities) stand unencrypted beside them. Whoever lacks the key of a person
 * (no keys.db, or the person was erased) gets the answer "not found". */
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

/* ---- keys.db: the log's key, the folder's secret, one key per person or household ---- */

struct keys;
/* Makes a new keys.db (mode 0600) with a fresh log seed and folder secret. Refuses FILE_EXISTS. */
CHECKED struct status keys_create(const char *path, struct problem *problem);
/* Faults: those of store_open(), STORE_CORRUPT where seed or secret is missing. */
CHECKED struct status keys_open(const char *path, bool write, struct keys **out,
                                struct problem *problem);
void keys_close(struct keys **keys); /* Wipes what it held. Sets to NULL; NULL is welcome. */
const uint8_t *keys_log_seed(const struct keys *keys); /* SIGN_SEED_BYTES, borrowed */
/* Makes a new key for the log; the old one is gone. Refuses: JOURNAL_READ_ONLY. */
CHECKED struct status keys_log_renew(struct keys *keys);
/* HMAC-SHA-256 under the folder's secret: event ids and salts of imported rows, blind indexes. Two
 * uses never give the same value where their first pieces can never be the same. */
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
    int64_t created_at; /* seconds since 1970, handed in: decides only when an orphan may go */
    enum people_kind kind;
    Sanbao__V1__PersonDetail *person;       /* owned by the row */
    Sanbao__V1__HouseholdDetail *household; /* owned by the row */
    uint8_t salt[SALT_BYTES];
};
void people_row_free(struct people_row *row);

struct people;
/* `keys` is borrowed and may be NULL: then nothing can be decrypted and names stay unknown. With
 * `write` the file is made where absent. Faults: those of store_open(). */
CHECKED struct status people_open(const char *path, bool write, struct keys *keys,
                                  struct people **out, struct problem *problem);
void people_close(struct people **people); /* Sets to NULL; NULL is welcome. */

/* One transaction over people.db and the person keys made in it. The keys are committed first, so
 * that no row is ever without its key; where a commit fails both are rolled back. Without begin
 * each call below is a transaction of its own. */
CHECKED struct status people_begin(struct people *people);
/* Many reads of one state, of the keys too, cheaper together: from the next one until the end,
 * which may come twice; the look after it sees an erasure. Whoever waits for anything ends it
 * first: SQLite's log cannot shrink meanwhile. */
CHECKED struct status people_look(struct people *people);
CHECKED struct status people_look_end(struct people *people);
CHECKED struct status people_commit(struct people *people);
CHECKED struct status people_rollback(struct people *people);
/* A mark within the transaction, one at a time: what came after it is kept, or taken back. */
CHECKED struct status people_mark(struct people *people);
CHECKED struct status people_unmark(struct people *people, bool keep);

/* The database, for the rooms that keep tables of their own in it; borrowed. */
struct store *people_store(struct people *people);
/* Seals a text or other detail with the key of a person, who gets one where there is none, bound to
 * `purpose` (what it is and where it stands). `sealed` has room for length + SEAL_OVERHEAD_BYTES.
 * Refuses: JOURNAL_READ_ONLY. */
CHECKED struct status people_seal(struct people *people, const struct id *person,
                                  const char *purpose, const void *plain, size_t length,
                                  uint8_t *sealed);
/* Opens it again; `plain` has room for sealed_length. `*known` is false where the key is gone: the
 * person was erased. Faults: STORE_CORRUPT. */
CHECKED struct status people_unseal(struct people *people, const struct id *person,
                                    const char *purpose, const uint8_t *sealed,
                                    size_t sealed_length, void *plain, bool *known);

/* Finds the row of a number ("R00001") within a village, by blind index. Where `*found`, the caller
 * frees the row. Faults: STORE_CORRUPT where what is stored is not what was sealed. */
CHECKED struct status people_find(struct people *people, const char *village, enum people_kind kind,
                                  const char *number, bool *found, struct people_row *row);
/* By id. Who is a resident and a member of staff gives the resident's row. */
CHECKED struct status people_get(struct people *people, const struct id *id, bool *found,
                                 struct people_row *row);
/* The code of the village whose row of this kind the person has; "" where there is none. */
CHECKED struct status people_village(struct people *people, const struct id *id,
                                     enum people_kind kind, char village[CODE_MAX + 1]);
/* How often rows of the village came, changed or went: what was read before is still so as long as
 * the number is the same. */
CHECKED struct status people_changes(struct people *people, const char *village, int64_t *changes);
/* People by phone: who has the number on the roster, as resident or staff, in each village; a
 * family may share one. Finds none where there are no keys. At most PHONE_PEOPLE_MAX. */
enum { PHONE_DIGITS = 11, PHONE_INDEX_BYTES = 16, PHONE_PEOPLE_MAX = 16 };
typedef struct status (*people_phone_fn)(void *context, const struct id *person,
                                         const char *village);
CHECKED struct status people_by_phone(struct people *people, const char *phone,
                                      people_phone_fn each, void *context);
bool people_phone_good(const char *phone); /* 11 digits, the first 1 */
/* The first character and stars: as names are shown where a role needs no more. `out` has room for
 * NAME_MASKED_SIZE. */
enum { NAME_MASKED_SIZE = 16 };
void people_name_mask(const char *name, char out[NAME_MASKED_SIZE]);
/* The blind index of a phone, for tables of other rooms. */
void people_phone_index(const struct keys *keys, const char *phone,
                        uint8_t index[PHONE_INDEX_BYTES]);
/* Makes the indexes that an older program did not. Within a transaction; a no-op mostly. */
CHECKED struct status people_phones_fill(struct people *people);
/* Inserts, or replaces the detail of, the row with this id and kind; a person's two rows (resident
 * and staff) share one key. `commitment` is computed from salt and detail.
 * Refuses: PERSON_EXISTS, HOUSEHOLD_EXISTS (another id has this number), LIMIT_EXCEEDED (more than
 * DETAIL_BYTES_MAX), JOURNAL_READ_ONLY (opened without keys or not for writing). */
CHECKED struct status people_put(struct people *people, const char *village,
                                 const struct people_row *row, struct hash *commitment);
/* Calls back for every row of the kind, ordered by number (bytes). The row is freed after the call.
 * A status other than OK ends it and is handed on. The callback may use `people`. */
typedef struct status (*people_each_fn)(void *context, const struct people_row *row);
CHECKED struct status people_each(struct people *people, const char *village, enum people_kind kind,
                                  people_each_fn each, void *context);

/* Notes the pseudonym in the file of erasures beside people.db, then destroys the key of the person
 * or household, then the rows: the books stay whole, and nothing in them, in people.db or in a
 * backup without keys leads back to the person. May be called again. Not within a transaction.
 * Refuses: PERSON_UNKNOWN, JOURNAL_READ_ONLY. Faults: STORE_BUSY: it is erased, but another program
 * still reads an older state of the files; call again. */
CHECKED struct status people_erase(struct people *people, const struct id *id);

/* ---- erasures: whom no copy that comes back may bring back ---- */

#define ERASURES_FILE "erasures" /* in the data folder, and in each backup */
#define ERASURES_BYTES_MAX ((size_t)64 << 20)
struct erasures {
    struct id *list; /* owned */
    size_t count;
    bool has_until; /* the list knows of erasures up to the day `until`; else of all */
    int32_t until;
};
/* A line of hex digits each, the first one may be "until YYYY-MM-DD"; a last line without its end
 * does not count. Refuses, with the line: ERASURES_MALFORMED. The caller gives back. */
CHECKED struct status erasures_parse(const char *text, size_t length, struct erasures *out,
                                     struct problem *problem);
/* The same from a file. Faults: FILE_OPEN, FILE_READ. Refuses: LIMIT_EXCEEDED. */
CHECKED struct status erasures_load(const char *path, struct erasures *out,
                                    struct problem *problem);
/* Adds those of another list, each once, in order of ids; the day of `to` stays. */
CHECKED struct status erasures_add(struct erasures *to, const struct erasures *from);
/* The list as text, malloc'ed for the caller, or as a file that is replaced. */
CHECKED struct status erasures_format(const struct erasures *erasures, char **text, size_t *length);
CHECKED struct status erasures_save(const char *path, const struct erasures *erasures);
void erasures_free(struct erasures *erasures); /* Empties it; empty is welcome. */
/* Erases all on the list who are here; `*erased` counts them. Refuses and faults: as
 * people_erase(). May be called again. */
CHECKED struct status people_erase_again(struct people *people, const struct erasures *erasures,
                                         int64_t *erased);

/* Drops rows and texts that are older than the instant and whose operation never reached the books,
 * with the keys that no row needs any more. `*dropped` counts rows and groups of texts. Not within
 * a transaction. Refuses: JOURNAL_READ_ONLY. */
typedef struct status (*people_in_books_fn)(void *context, const struct id *event_id, bool *in);
CHECKED struct status people_orphans_drop(struct people *people, int64_t older_than,
                                          people_in_books_fn in_books, void *context,
                                          int64_t *dropped);

/* The commitment to a detail: SHA-256("sanbao-detail/v1" || salt || detail), at most
 * DETAIL_BYTES_MAX of it. The prefix is 16 bytes, without a NUL. */
enum { DETAIL_BYTES_MAX = 8192 };
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
/* The same event id again replaces its group. Refuses: LIMIT_EXCEEDED (TEXT_FIELDS_MAX fields,
 * DETAIL_BYTES_MAX in all), JOURNAL_READ_ONLY (not opened for writing). No keys are needed. */
enum { TEXT_FIELDS_MAX = 16 };
CHECKED struct status texts_put(struct people *people, const char *village, const char *of,
                                const char *code, const struct id *event_id, int64_t created_at,
                                const uint8_t salt[SALT_BYTES], const struct text_field *fields,
                                size_t count, struct hash *commitment);
/* The newest such text. `*value` is malloc'ed for the caller; NULL where there is none. */
CHECKED struct status texts_get(struct people *people, const char *village, const char *of,
                                const char *code, const char *field, char **value);
