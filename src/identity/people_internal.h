/* people_internal.h - what the files of this room's private half share. */
#pragma once

#include "identity/people.h"

struct keys {
    struct store *store;
    bool write;
    uint8_t log_seed[SIGN_SEED_BYTES];
    uint8_t secret[SEAL_KEY_BYTES];
    struct store_stmt *get;
    struct store_stmt *put;
    struct store_stmt *drop;
};

struct people {
    struct store *store;
    struct keys *keys; /* borrowed, may be NULL */
    bool write;
    char *erasures; /* path of the list of erasures; owned */
    struct store_stmt *find;
    struct store_stmt *get;
    struct store_stmt *each;
    struct store_stmt *put;
    struct store_stmt *drop;
    struct store_stmt *old;
    struct store_stmt *event_ids;
    struct store_stmt *event_drop;
    struct store_stmt *change;
    struct store_stmt *changes;
    struct store_stmt *drop_note;
    struct store_stmt *event_drop_note;
    struct store_stmt *village;
    struct store_stmt *text_put;
    struct store_stmt *text_get;
    struct store_stmt *text_drop;
    struct store_stmt *phone_put;
    struct store_stmt *phone_find;
    struct store_stmt *phone_none;
};

enum {
    NUMBER_INDEX_BYTES = 16,
    SEALED_BYTES_MAX = SALT_BYTES + DETAIL_BYTES_MAX + SEAL_OVERHEAD_BYTES
};

/* A row of the table `detail`, still sealed. */
struct sealed_row {
    struct id id;
    struct id event_id;
    int64_t created_at;
    enum people_kind kind;
    uint8_t number_index[NUMBER_INDEX_BYTES];
    uint8_t sealed[SEALED_BYTES_MAX];
    size_t sealed_length;
    uint8_t phone_index[PHONE_INDEX_BYTES]; /* written alone, never read back */
    size_t phone_length;                    /* 0: no phone */
};

/* A list of ids that grows. */
struct ids {
    struct id *list;
    size_t count;
    size_t room;
};
CHECKED struct status ids__add(struct ids *ids, const struct id *id);
void ids__free(struct ids *ids);

/* Makes the pseudonym's line in the list durable. Faults: FILE_OPEN, FILE_WRITE, FILE_SYNC. */
CHECKED struct status erasures__note(const char *path, const struct id *id);

/* ---- keys_sql.c ---- */

CHECKED struct status keys__secret_put(struct keys *keys, const char *name,
                                       const uint8_t bytes[32]);
CHECKED struct status keys__secret_get(struct keys *keys, const char *name, uint8_t bytes[32]);
CHECKED struct status keys__find(struct keys *keys, const struct id *id, bool *found,
                                 uint8_t key[SEAL_KEY_BYTES]);
CHECKED struct status keys__add(struct keys *keys, const struct id *id,
                                const uint8_t key[SEAL_KEY_BYTES]);
CHECKED struct status keys__drop(struct keys *keys, const struct id *id, bool *dropped);

/* ---- detail.c: a row in clear and the row that is stored ---- */

void detail__number_index(const struct keys *keys, const char *village, enum people_kind kind,
                          const char *number, uint8_t index[NUMBER_INDEX_BYTES]);
const char *detail__number(const struct people_row *row);
/* Makes the key where there is none yet. Refuses: LIMIT_EXCEEDED. */
CHECKED struct status detail__seal(struct people *people, const char *village,
                                   const struct people_row *row, struct sealed_row *sealed,
                                   struct hash *commitment);
/* `*known` is false where there is no key. Faults: STORE_CORRUPT. */
CHECKED struct status detail__open(struct people *people, const struct sealed_row *sealed,
                                   bool *known, struct people_row *row);

/* ---- people_phone.c ---- */

void people__phone_note(const struct keys *keys, const struct people_row *row,
                        struct sealed_row *sealed);

/* ---- people_phone_sql.c ---- */

struct phone_row {
    struct id id;
    char village[CODE_MAX + 1];
};
CHECKED struct status people__phone_put(struct people *people, const struct sealed_row *row);
CHECKED struct status people__phone_find(struct people *people,
                                         const uint8_t index[PHONE_INDEX_BYTES],
                                         struct phone_row rows[PHONE_PEOPLE_MAX], size_t *count);

/* ---- people_sql.c ---- */

/* A row whose phone's index was not made yet. */
CHECKED struct status people__phone_none(struct people *people, bool *found,
                                         struct sealed_row *row);

CHECKED struct status people__find(struct people *people, const uint8_t index[NUMBER_INDEX_BYTES],
                                   bool *found, struct sealed_row *row);
CHECKED struct status people__get(struct people *people, const struct id *id, bool *found,
                                  struct sealed_row *row);
/* The first call binds; each call gives the next row, in no order that counts. */
CHECKED struct status people__each_begin(struct people *people, const char *village,
                                         enum people_kind kind);
CHECKED struct status people__each_next(struct people *people, bool *found, struct sealed_row *row);
void people__each_end(struct people *people);
CHECKED struct status people__put(struct people *people, const char *village,
                                  const struct sealed_row *row);
CHECKED struct status people__changes(struct people *people, const char *village, int64_t *changes);
/* "" where there is no such row. */
CHECKED struct status people__village(struct people *people, const struct id *id,
                                      enum people_kind kind, char village[CODE_MAX + 1]);
CHECKED struct status people__drop(struct people *people, const struct id *id, bool *dropped);
/* Event ids of rows and texts made before the instant, each once. */
CHECKED struct status people__old(struct people *people, int64_t older_than, struct ids *events);
/* The ids of the rows with this event id. */
CHECKED struct status people__event_ids(struct people *people, const struct id *event_id,
                                        struct ids *ids);
CHECKED struct status people__event_drop(struct people *people, const struct id *event_id);
CHECKED struct status people__text_put(struct people *people, const char *village,
                                       const char *about, const char *code,
                                       const struct id *event_id, int64_t created_at,
                                       const uint8_t salt[SALT_BYTES],
                                       const struct text_field *field);
CHECKED struct status people__text_get(struct people *people, const char *village,
                                       const char *about, const char *code, const char *field,
                                       char **value);
CHECKED struct status people__text_drop(struct people *people, const struct id *event_id,
                                        bool *dropped);
