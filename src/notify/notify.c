/* notify.c - laying messages down, and the rules of when: choices, quiet hours, waits between
 * tries, the day's limit of SMS. */
#include "notify/notify.h"

#include <stdlib.h>
#include <string.h>

#include "base/day.h"
#include "notify/notify_internal.h"

enum { CHINA_MINUTES = 480, DAY_MINUTES = 1440 };

static const struct notify_options options_default = {
    .sms_url = "",
    .sms_secret = "",
    .sms_template = "",
    .wechat_base_url = "",
    .wechat_appid = "",
    .wechat_secret = "",
    .wechat_template = "",
};

static void state_close(void **state)
{
    struct notify *notify = *state;
    if (notify != NULL) {
        if (notify->sender != NULL) {
            wipe(notify->sender, sizeof *notify->sender);
        }
        free(notify->sender);
        free(notify->outbox);
        free(notify);
    }
    *state = NULL;
}

static struct status state_open(struct side *side, void **state)
{
    struct notify *notify = calloc(1, sizeof *notify);
    *state = notify;
    if (notify == NULL) {
        return FAULT(OUT_OF_MEMORY);
    }
    notify->store = people_store(side->people);
    notify->options = side_options(side, &notify_room);
    if (notify->options == NULL) {
        notify->options = &options_default;
    }
    if (!side->write) {
        notify->sender = calloc(1, sizeof *notify->sender);
        notify->outbox = calloc(OUTBOX_MAX, sizeof *notify->outbox);
        return notify->sender != NULL && notify->outbox != NULL ? OK : FAULT(OUT_OF_MEMORY);
    }
    return OK;
}

const struct side_room notify_room = {"notify", state_open, state_close};

/* ---- when ---- */

int64_t notify__backoff(int64_t tries)
{
    static const int64_t waits[TRIES_MAX] = {60,       300,       1800,      2 * 3600,
                                             6 * 3600, 12 * 3600, 24 * 3600, 24 * 3600};
    return waits[tries < 0 ? 0 : tries < TRIES_MAX ? tries : TRIES_MAX - 1];
}

int64_t notify__quiet(const struct notify_options *options, int64_t now)
{
    int64_t second = (now + CHINA_MINUTES * 60) % 86400;
    int64_t minute = second / 60;
    int64_t from = options->quiet_from;
    int64_t until = options->quiet_until;
    bool quiet =
        from <= until ? minute >= from && minute < until : minute >= from || minute < until;
    if (!quiet) {
        return 0;
    }
    int64_t left = (until - minute + DAY_MINUTES) % DAY_MINUTES;
    return left * 60 - second % 60;
}

int64_t notify__day(int64_t now)
{
    return instant_day(now, CHINA_MINUTES);
}

bool notify_reaches_phones(const struct side *side)
{
    const struct notify *notify = side_state(side, &notify_room);
    return notify->options->sms_url[0] != '\0' || notify->options->outbox;
}

struct status notify_sms_take(struct side *side, bool *allowed)
{
    struct notify *notify = side_state(side, &notify_room);
    int64_t day = notify__day(side->real());
    int64_t count = 0;
    TRY(notify__sms_count(notify, day, &count));
    *allowed = count < notify->options->sms_per_day;
    return *allowed ? notify__sms_put(notify, day, count + 1) : OK;
}

/* ---- what ---- */

struct status notify_tell(struct side *side, const struct id *person, enum notify_text text,
                          const char *const values[NOTIFY_VALUES_MAX])
{
    static const char *const none[NOTIFY_VALUES_MAX] = {NULL};
    struct notify *notify = side_state(side, &notify_room);
    struct choice choice;
    char plain[PLAIN_BYTES_MAX];
    char filled[MESSAGE_BYTES_MAX];
    struct parcel parcel = {.person = *person,
                            .kind = notify_kind_of(text),
                            .made_at = side->real(),
                            .next_at = side->real()};
    bool known = false;
    struct people_row row = {.person = NULL};
    TRY(people_get(side->people, person, &known, &row));
    people_row_free(&row);
    TRY(notify__choice_get(notify, person, &choice));
    if (!known) {
        return OK; /* erased: sealing would make a new key */
    }
    if (parcel.kind != NOTIFY_SAFETY && (choice.off >> parcel.kind & 1) != 0) {
        return OK;
    }
    enum lang lang = choice.english ? LANG_EN : LANG_ZH;
    words__fill(text, lang, values == NULL ? none : values, filled);
    int length = snprintf(plain, sizeof plain, "%s%c%s", words__title(text, lang), 0, filled);
    REQUIRE(length > 0 && (size_t)length < sizeof plain);
    random_bytes(parcel.id.bytes, ID_BYTES);
    TRY(people_seal(side->people, person, "message", plain, (size_t)length, parcel.sealed));
    parcel.sealed_length = (size_t)length + SEAL_OVERHEAD_BYTES;
    return notify__put(notify, &parcel);
}

struct status notify_pick(struct side *side, const struct id *person, const char *zh,
                          const char *en, const char **out)
{
    struct choice choice;
    TRY(notify__choice_get(side_state(side, &notify_room), person, &choice));
    *out = choice.english ? en : zh;
    return OK;
}

struct status notify__unseal(struct side *side, struct parcel *parcel, bool *known)
{
    char plain[PLAIN_BYTES_MAX + SEAL_OVERHEAD_BYTES + 1];
    TRY(people_unseal(side->people, &parcel->person, "message", parcel->sealed,
                      parcel->sealed_length, plain, known));
    if (!*known) {
        return OK;
    }
    plain[parcel->sealed_length - SEAL_OVERHEAD_BYTES] = '\0';
    size_t title = strlen(plain);
    snprintf(parcel->title, sizeof parcel->title, "%s", plain);
    snprintf(parcel->text, sizeof parcel->text, "%s", plain + title + 1);
    wipe(plain, sizeof plain);
    return OK;
}

struct status notify_each(struct side *side, const struct id *person, size_t limit,
                          notify_each_fn each, void *context)
{
    static const char *const states[] = {"waiting", "sent", "unsent"};
    struct notify *notify = side_state(side, &notify_room);
    struct parcel parcel;
    struct status status = OK;
    bool found = true;
    for (bool first = true; status_ok(status) && found; first = false) {
        bool known = false;
        TRY(notify__list(notify, person, limit, first, &found, &parcel));
        if (found) {
            status = notify__unseal(side, &parcel, &known);
        }
        if (status_ok(status) && known) {
            struct notify_row row = {parcel.id, parcel.kind, parcel.made_at, states[parcel.state],
                                     parcel.text};
            status = each(context, &row);
        }
    }
    notify__list_end(notify);
    return status;
}

/* ---- WeChat accounts ---- */

static void openid_index(struct side *side, const char *openid, uint8_t index[OPENID_INDEX_BYTES])
{
    struct hash hash;
    const struct piece pieces[] = {{"sanbao-openid/v1", 16}, {openid, strlen(openid)}};
    keys_hmac(side->keys, pieces, COUNT(pieces), &hash);
    memcpy(index, hash.bytes, OPENID_INDEX_BYTES);
}

struct status notify_openid_put(struct side *side, const struct id *person, const char *openid)
{
    uint8_t index[OPENID_INDEX_BYTES];
    uint8_t sealed[OPENID_SEALED_MAX];
    size_t length = strlen(openid);
    REQUIRE(length > 0 && length <= OPENID_MAX);
    openid_index(side, openid, index);
    TRY(people_seal(side->people, person, "openid", openid, length, sealed));
    return notify__openid_put(side_state(side, &notify_room), index, person, sealed,
                              length + SEAL_OVERHEAD_BYTES, side->real());
}

struct status notify_openid_find(struct side *side, const char *openid, bool *found,
                                 struct id *person)
{
    uint8_t index[OPENID_INDEX_BYTES];
    openid_index(side, openid, index);
    return notify__openid_find(side_state(side, &notify_room), index, found, person);
}

/* ---- the outbox ---- */

void notify__outbox_add(struct notify *notify, int64_t now, const char *channel, const char *to,
                        const char *text)
{
    struct outbox_entry *entry = &notify->outbox[notify->outbox_next++ % OUTBOX_MAX];
    entry->at = now;
    snprintf(entry->channel, sizeof entry->channel, "%s", channel);
    snprintf(entry->to, sizeof entry->to, "%s", to);
    snprintf(entry->text, sizeof entry->text, "%s", text);
}
