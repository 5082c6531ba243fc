/* notify.h - telling people: by WeChat where they allow it, else by SMS, and always on their own
 * page. What is told is something that happened to them; nothing asks them to open anything.
 *
 * A message lies sealed in people.db until it is sent or too old; at night it waits, unless it must
 * not. Each kind can be turned off by the person, but for what concerns the safety of their log-in.
 * Where no SMS gateway is set and the service listens to this machine alone, messages go to an
 * outbox page, for trying out. */
#pragma once

#include "service/holdings.h"
#include "service/service.h"

extern const struct holdings notify_holdings;
extern const struct side_room notify_room;
extern const struct route notify_routes[];

/* What the operator sets; handed to the sides as the option of notify_room. Texts are "" where
 * nothing is set, borrowed. */
struct notify_options {
    const char *sms_url;
    const char *sms_secret;
    const char *sms_template;
    int64_t sms_per_day;
    const char *wechat_base_url;
    const char *wechat_appid;
    const char *wechat_secret;
    const char *wechat_template; /* of a subscription message with the words thing1 and thing2 */
    int64_t quiet_from;          /* minutes after midnight, in China's time */
    int64_t quiet_until;
    bool outbox; /* no gateway, this machine alone: show instead of send */
};

/* What a message is about, as people choose; the numbers are stored. */
enum notify_kind {
    NOTIFY_SAFETY = 1, /* log-ins, cards, devices: cannot be turned off, does not wait */
    NOTIFY_POINTS = 2,
    NOTIFY_ACTIVITY = 3,
    NOTIFY_CLAIM = 4,
    NOTIFY_SHOP = 5,
};
extern const char *const notify_kind_words[]; /* from 1 on; ends with NULL */

/* What can be told. The words stand in words.c, in both languages; %1 to %3 are `values`. */
enum notify_text {
    TEXT_ENROLMENT,           /* a code to set up a new log-in was given out */
    TEXT_PASSWORD,            /* the password was changed */
    TEXT_WECHAT,              /* a WeChat account was bound */
    TEXT_CARD_BLOCKED,        /* %1 the card's last digits */
    TEXT_CARD_ISSUED,         /* %1 the card's last digits */
    TEXT_PIN_LOCKED,          /* five wrong PINs */
    TEXT_PIN_SET,             /* the card's PIN was set, or set anew */
    TEXT_PIN_UNLOCKED,        /* by an official */
    TEXT_DEVICE,              /* %1 the device's name: enrolled in the person's name */
    TEXT_ACTIVITY_CHANGED,    /* %1 title, %2 what is so now */
    TEXT_ACTIVITY_OFF,        /* %1 title, %2 why */
    TEXT_PLACE_FREE,          /* %1 title: from the waiting list to a place */
    TEXT_EXPIRY,              /* %1 points, %2 day */
    TEXT_EXPIRED,             /* %2 points */
    TEXT_AWARDED,             /* %1 what for, %2 points, %3 all points now */
    TEXT_AWARD_WAITS,         /* %1 what for, %2 points: on notice first */
    TEXT_AWARD_UNFUNDED,      /* %1 what for: the fund is empty */
    TEXT_AWARD_VOID,          /* %1 what for, %2 points */
    TEXT_INHERITED,           /* %2 points, %3 all points now */
    TEXT_STAY_REFUSED,        /* %1 title, %2 why */
    TEXT_STAY_CORRECTED,      /* %1 title, %2 why */
    TEXT_CLAIM_FILED,         /* %1 what: by somebody else, in the person's name */
    TEXT_CLAIM_AWARDED,       /* %1 what, %2 points */
    TEXT_CLAIM_REFUSED,       /* %1 what */
    TEXT_PANEL_DRAWN,         /* %1 what: the person was drawn to judge it */
    TEXT_OBJECTION,           /* %1 what: somebody objects */
    TEXT_APPEAL_ANSWERED,     /* %1 what: the town has decided about a claim */
    TEXT_REVERSAL_PROPOSED,   /* %1 what, %2 points */
    TEXT_REVERSAL_REFUSED,    /* %1 what, %2 points: they stay */
    TEXT_APPEAL,              /* %1 what: the other side appeals to the town */
    TEXT_OBJECTION_UPHELD,    /* %1 what, %2 points: the award does not stand */
    TEXT_OBJECTION_DISMISSED, /* %1 what, %2 points */
    TEXT_SPENT,               /* %1 shop, %2 points */
    TEXT_REFUNDED,            /* %1 shop, %2 points */
    TEXT_DISPUTE,             /* %1 shop, %2 the answer */
    TEXT_SETTLED,             /* %1 shop, %2 yuan: to the shopkeeper */
    TEXT_CONSENT,             /* %1 what for: entered for the person, as signed on paper */
    TEXT_CONSENT_BACK,        /* %1 what for: taken back, likewise */
    TEXT_MATTER_DONE,         /* %1 what: about the person, decided by officials */
    TEXT_MATTER_REFUSED,      /* %1 what, likewise */
    TEXT_FINDING,             /* the oversight board corrected something */
    TEXT_TIE,                 /* %1 who: may act for the person, as signed on paper */
    TEXT_TIE_HELPER,          /* %1 whom: the person may act for, likewise */
    TEXTS_COUNT,
};
enum { NOTIFY_VALUES_MAX = 3 };

/* Lays a message down to be sent; on the writing side, within a transaction of people.db. Values
 * are cut after 40 characters. Who turned the kind off, or was erased, gets none. */
CHECKED struct status notify_tell(struct side *side, const struct id *person, enum notify_text text,
                                  const char *const values[NOTIFY_VALUES_MAX]);
/* `zh` or `en`, by the language in which the person wants to be told: for values that are words. */
CHECKED struct status notify_pick(struct side *side, const struct id *person, const char *zh,
                                  const char *en, const char **out);
/* The kind of a text. */
enum notify_kind notify_kind_of(enum notify_text text);

/* Whether a phone can be reached at all: a gateway is set, or there is the outbox. */
bool notify_reaches_phones(const struct side *side);
/* One message more today, where the day's limit allows; on the writing side. */
CHECKED struct status notify_sms_take(struct side *side, bool *allowed);
/* Sends a text to a phone now, from memory alone: for codes, which die in minutes. On the loop's
 * thread; `phone` and `text` are copied and wiped afterwards. Trouble is counted, not told. */
void notify_sms_now(struct service *service, struct side *reader, const char *phone,
                    const char *text);

/* The person's WeChat account, as a blind index and sealed; on the writing side. One account leads
 * to one person: the newest. A person has at most three. */
enum { OPENID_MAX = 64 };
CHECKED struct status notify_openid_put(struct side *side, const struct id *person,
                                        const char *openid);
CHECKED struct status notify_openid_find(struct side *side, const char *openid, bool *found,
                                         struct id *person);

/* On the loop's thread, as often as it likes: sends what is due, drops what is too old. */
void notify_tick(struct service *service, struct side *reader, int64_t now_ms);

/* The messages of a person, newest first, at most `limit`; for their page and their paper slip. */
struct notify_row {
    struct id id;
    enum notify_kind kind;
    int64_t made_at;
    const char *state; /* "waiting", "sent", "unsent" */
    const char *text;  /* in the language that the person reads */
};
typedef struct status (*notify_each_fn)(void *context, const struct notify_row *row);
CHECKED struct status notify_each(struct side *side, const struct id *person, size_t limit,
                                  notify_each_fn each, void *context);
