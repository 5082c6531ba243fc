/* notify_internal.h - what the files of this room share. */
#pragma once

#include "base/lang.h"
#include "notify/notify.h"

enum {
    VALUE_CHARACTERS_MAX = 40,
    TITLE_BYTES_MAX = 80,
    MESSAGE_BYTES_MAX = 1024,
    PLAIN_BYTES_MAX = TITLE_BYTES_MAX + MESSAGE_BYTES_MAX,
    PHONE_SIZE = 24,
    BATCH_MAX = 8,
    OUTBOX_MAX = 64,
    TRIES_MAX = 8,
    AGE_SECONDS_MAX = 3 * 86400,
    KEEP_SECONDS = 90 * 86400,
    ACCESS_TOKEN_MAX = 1024,
    OPENIDS_MAX = 3,
    MESSAGES_TOLD_MAX = 10000, /* of 90 days */
};

enum channel { CHANNEL_WECHAT, CHANNEL_SMS };
enum message_state { MESSAGE_WAITS, MESSAGE_SENT, MESSAGE_UNSENT };

/* A message on its way. Cleartext: wiped when the batch is done. */
struct parcel {
    struct id id;
    struct id person;
    enum notify_kind kind;
    int64_t made_at;
    int64_t next_at;
    int64_t tries;
    enum channel channel;
    enum message_state state;
    uint8_t sealed[PLAIN_BYTES_MAX + SEAL_OVERHEAD_BYTES];
    size_t sealed_length;
    char title[TITLE_BYTES_MAX];
    char text[MESSAGE_BYTES_MAX];
    char phone[PHONE_SIZE];      /* "": none */
    char openid[OPENID_MAX + 1]; /* "": none */
    enum parcel_end { END_RETRY, END_SENT, END_UNSENT, END_BY_SMS } end;
};

/* One batch at a time goes around: taken by the desk, sent by the outbound thread, settled by the
 * desk again. */
struct sender {
    struct desk_job job; /* first: a job is a sender */
    struct service *service;
    struct notify *notify;
    enum { SENDER_IDLE, SENDER_TAKES, SENDER_SENDS, SENDER_SETTLES } stage;
    struct parcel parcels[BATCH_MAX];
    size_t count;
    int64_t now;
    bool sweep;
    char token[ACCESS_TOKEN_MAX]; /* of WeChat; of the outbound thread alone */
    int64_t token_until;
};

struct outbox_entry {
    int64_t at;
    char channel[8];
    char to[OPENID_MAX + 1];
    char text[MESSAGE_BYTES_MAX];
};

struct notify {
    struct store *store; /* people.db, borrowed */
    const struct notify_options *options;
    struct sender *sender; /* the reader's */
    struct outbox_entry *outbox;
    size_t outbox_next;
    int64_t looked_ms;
    int64_t swept_ms;
    int64_t failed; /* codes that could not be sent since the start */
    struct store_stmt *put;
    struct store_stmt *due;
    struct store_stmt *due_any;
    struct store_stmt *mark;
    struct store_stmt *drop;
    struct store_stmt *old;
    struct store_stmt *list;
    struct store_stmt *waiting;
    struct store_stmt *choice_get;
    struct store_stmt *choice_put;
    struct store_stmt *sms_get;
    struct store_stmt *sms_put;
    struct store_stmt *openid_put;
    struct store_stmt *openid_find;
    struct store_stmt *openid_newest;
    struct store_stmt *openid_trim;
    struct store_stmt *openid_bound;
    struct store_stmt *messages_drop;
    struct store_stmt *choice_drop;
    struct store_stmt *openids_drop;
};

struct choice {
    int64_t off;
    bool english;
};

/* ---- words.c ---- */

const char *words__title(enum notify_text text, enum lang lang);
void words__fill(enum notify_text text, enum lang lang, const char *const values[NOTIFY_VALUES_MAX],
                 char out[MESSAGE_BYTES_MAX]);

/* ---- notify.c ---- */

/* The civil day in China, by which SMS are counted. */
int64_t notify__day(int64_t now);
/* When a message that is tried now is tried again. */
int64_t notify__backoff(int64_t tries);
/* Seconds until the quiet hours are over; 0: it is not quiet. */
int64_t notify__quiet(const struct notify_options *options, int64_t now);
void notify__outbox_add(struct notify *notify, int64_t now, const char *channel, const char *to,
                        const char *text);
CHECKED struct status notify__unseal(struct side *side, struct parcel *parcel, bool *known);

/* ---- notify_sql.c ---- */

CHECKED struct status notify__put(struct notify *notify, const struct parcel *parcel);
CHECKED struct status notify__due_any(struct notify *notify, int64_t now, bool *any);
CHECKED struct status notify__due(struct notify *notify, int64_t now, bool first, bool *found,
                                  struct parcel *parcel);
CHECKED struct status notify__mark(struct notify *notify, const struct parcel *parcel);
CHECKED struct status notify__drop(struct notify *notify, const struct id *id);
CHECKED struct status notify__old(struct notify *notify, int64_t before);
CHECKED struct status notify__list(struct notify *notify, const struct id *person, size_t limit,
                                   bool first, bool *found, struct parcel *parcel);
void notify__list_end(struct notify *notify);
CHECKED struct status notify__waiting(struct notify *notify, int64_t *count);
CHECKED struct status notify__choice_get(struct notify *notify, const struct id *person,
                                         struct choice *choice);
CHECKED struct status notify__choice_put(struct notify *notify, const struct id *person,
                                         const struct choice *choice);
CHECKED struct status notify__sms_count(struct notify *notify, int64_t day, int64_t *count);
CHECKED struct status notify__sms_put(struct notify *notify, int64_t day, int64_t count);
enum { OPENID_INDEX_BYTES = 16, OPENID_SEALED_MAX = OPENID_MAX + SEAL_OVERHEAD_BYTES };
CHECKED struct status notify__openid_put(struct notify *notify,
                                         const uint8_t index[OPENID_INDEX_BYTES],
                                         const struct id *person, const uint8_t *sealed,
                                         size_t length, int64_t now);
CHECKED struct status notify__openid_find(struct notify *notify,
                                          const uint8_t index[OPENID_INDEX_BYTES], bool *found,
                                          struct id *person);
/* The newest of the person's accounts, sealed; length 0 where there is none. */
CHECKED struct status notify__openid_newest(struct notify *notify, const struct id *person,
                                            uint8_t sealed[OPENID_SEALED_MAX], size_t *length);
/* When the person's accounts were bound, the newest first. */
CHECKED struct status notify__openids_bound(struct notify *notify, const struct id *person,
                                            int64_t bound[OPENIDS_MAX], size_t *count);
CHECKED struct status notify__person_drop(struct notify *notify, const struct id *person);
