/* shop_internal.h - what the files of this room share. */
#pragma once

#include <json-c/json.h>

#include "auth/auth.h"
#include "base/small_groups.h"
#include "base/text.h"
#include "shop/money.h"
#include "shop/motion.h"
#include "shop/shop.h"

enum {
    CODE_SECONDS = 60,        /* how long a code on a phone is good */
    TICKET_SECONDS = 10 * 60, /* how long the shop has to book what was scanned */
    TICKET_TRIES = 8,         /* that were refused; then scan again */
    TICKET_KEPT_SECONDS = 2 * 86400,
    REMINDER_KEPT_DAYS = 90,
    CODE_DIGITS = 12,
};

/* One side's prepared statements. */
struct till {
    struct store *store; /* people.db, borrowed */
    struct store_stmt *ticket_put, *ticket_by_code, *ticket_by_id, *ticket_scan, *ticket_use;
    struct store_stmt *ticket_try, *ticket_drop, *ticket_sweep;
    struct store_stmt *motion_insert, *motion_save, *motion_select, *motion_unsettled, *motion_each;
    struct store_stmt *word_insert, *words;
    struct store_stmt *terms_insert, *terms_of, *terms;
    struct store_stmt *low_put, *low_get;
    struct store_stmt *dispute_insert, *dispute_answer, *dispute_select, *dispute_known;
    struct store_stmt *dispute_each;
    struct store_stmt *reminded_get, *reminded_put, *reminder_put;
    struct store_stmt *notice_last, *notice_get, *notice_put, *notice_group_put, *notice_groups;
    struct store_stmt *earned_drop, *earned_put, *earned_find;
    struct store_stmt *dispute_own, *reminder_own, *earned_own;
    struct store_stmt *drop_tickets, *drop_disputes, *drop_reminders, *drop_earned;
    struct store_stmt *sweep_reminders;
    struct daily *daily; /* of the loop's side alone */
    int64_t looked_ms;   /* when it was last looked whether a day began */
};
struct till *shop__till(const struct side *side);

/* ---- tickets: shop_sql.c; see migrations/people, table shop_ticket ---- */

enum ticket_way { TICKET_CODE = 1, TICKET_CARD = 2 };

struct ticket {
    struct id id;
    char village[CODE_MAX + 1];
    struct id person;
    struct id asked_by;
    enum ticket_way way;
    int64_t ends_at;
    char shop[CODE_MAX + 1]; /* "": not scanned yet */
    struct id keeper;
    int64_t tries;
    bool used;
    struct id event; /* of the redemption, where it was used */
};

/* `code_hash` NULL: there is no code to scan any more. */
CHECKED struct status shop__ticket_put(struct till *till, const struct ticket *ticket,
                                       const struct hash *code_hash);
CHECKED struct status shop__ticket_by_code(struct till *till, const struct hash *code_hash,
                                           bool *found, struct ticket *ticket);
CHECKED struct status shop__ticket_by_id(struct till *till, const struct id *id, bool *found,
                                         struct ticket *ticket);
/* The code is used up: the ticket belongs to a shop and its keeper until `ends_at`. */
CHECKED struct status shop__ticket_scan(struct till *till, const struct ticket *ticket);
CHECKED struct status shop__ticket_use(struct till *till, const struct id *id,
                                       const struct id *event);
CHECKED struct status shop__ticket_try(struct till *till, const struct id *id);
/* Drops a person's codes that nobody scanned, and all tickets that ended before an instant. */
CHECKED struct status shop__ticket_drop(struct till *till, const struct id *person);
CHECKED struct status shop__ticket_sweep(struct till *till, int64_t before);

/* ---- motions and terms: shop_sql_motion.c ---- */

CHECKED struct status shop__motion_insert(struct till *till, const struct motion *motion);
CHECKED struct status shop__motion_save(struct till *till, const struct motion *motion);
/* As stored: see shop__motion_see() for what it came to. */
CHECKED struct status shop__motion_select(struct till *till, const struct id *id, bool *found,
                                          struct motion *motion);
/* Whether one of this kind about this shop is open or stopped. */
CHECKED struct status shop__motion_unsettled(struct till *till, const char *village,
                                             const char *shop, enum motion_kind kind, bool *there);
/* Where a page begins: before an instant and id, newest first. */
struct cursor {
    int64_t at;
    struct id id;
};
struct motion_query {
    const char *village;
    const char *shop; /* "": any */
    int64_t kind;     /* 0: any */
    struct cursor before;
    int64_t limit;
};
/* Newest first, as stored. */
typedef struct status (*motion_each_fn)(void *context, const struct motion *motion);
CHECKED struct status shop__motion_each(struct till *till, const struct motion_query *query,
                                        motion_each_fn each, void *context);
CHECKED struct status shop__word_insert(struct till *till, const struct id *motion, size_t number,
                                        const struct word *word);
CHECKED struct status shop__words(struct till *till, const struct id *motion,
                                  struct word words[WORDS_MAX], size_t *count);
CHECKED struct status shop__terms_insert(struct till *till, const struct id *motion,
                                         const struct terms *terms);
CHECKED struct status shop__terms_of(struct till *till, const struct id *motion, bool *found,
                                     struct terms *terms);
/* Those in force. */
CHECKED struct status shop__terms(struct till *till, const char *village, struct terms *terms);
CHECKED struct status shop__low_put(struct till *till, const char *village, const char *shop,
                                    const char *goods, int64_t low);
CHECKED struct status shop__low(struct till *till, const char *village, const char *shop,
                                const char *goods, int64_t *low); /* 0: none wanted */

/* ---- tills: shop_http_device.c ---- */

enum { HOLDS_READ = 64 }; /* at a time */
/* A till of the path's shop, in use or not. Refuses: DEVICE_UNKNOWN. */
CHECKED struct status shop__device_of(struct call *call, struct side *side, const struct id *id,
                                      struct device *device);

/* ---- disputes: shop_sql_dispute.c ---- */

enum { DISPUTE_TEXT_MAX = 300, DISPUTE_SEALED_BYTES = 4 * DISPUTE_TEXT_MAX + SEAL_OVERHEAD_BYTES };
struct sealed_text {
    uint8_t bytes[DISPUTE_SEALED_BYTES];
    size_t length; /* 0: none */
};
struct dispute {
    struct id id;
    char village[CODE_MAX + 1];
    uint64_t record;
    char shop[CODE_MAX + 1];
    struct id person;
    int64_t at;
    struct sealed_text text;
    int64_t answered_at; /* 0: open */
    struct id answered_by;
    struct sealed_text answer;
};
CHECKED struct status shop__dispute_insert(struct till *till, const struct dispute *dispute);
CHECKED struct status shop__dispute_answer(struct till *till, const struct dispute *dispute);
CHECKED struct status shop__dispute_select(struct till *till, const struct id *id, bool *found,
                                           struct dispute *dispute);
CHECKED struct status shop__dispute_known(struct till *till, const char *village, uint64_t record,
                                          bool *known);
struct dispute_query {
    const char *village;
    const struct id *person; /* NULL: everybody's */
    struct cursor before;
    int64_t limit;
};
typedef struct status (*dispute_each_fn)(void *context, const struct dispute *dispute);
CHECKED struct status shop__dispute_each(struct till *till, const struct dispute_query *query,
                                         dispute_each_fn each, void *context);

/* ---- reminders and notices: shop_sql_daily.c ---- */

enum { NOTICE_GROUPS_MAX = 64, GROUP_NAME_BYTES = 4 * NAME_CHARACTERS_MAX + 1, NOTICE_DAYS = 15 };
struct reminder {
    char village[CODE_MAX + 1];
    struct id person;
    int32_t lot_day;
    int32_t ahead;
    int64_t points;
    int32_t due_on;
};
struct notice {
    int32_t month;
    int32_t made_on;
    int64_t people; /* who earned */
    int64_t points;
};
struct notice_group {
    char name[GROUP_NAME_BYTES]; /* "": put together */
    struct group_sum sum;
};
struct earned {
    struct id person;
    int64_t points;
};
/* The day up to which reminders were made; -1: never. */
CHECKED struct status shop__reminded(struct till *till, int32_t *day);
CHECKED struct status shop__reminded_put(struct till *till, int32_t day);
CHECKED struct status shop__reminder_put(struct till *till, const struct reminder *reminder,
                                         bool *new);
/* The newest month that has a notice; -1: none. */
CHECKED struct status shop__notice_last(struct till *till, const char *village, int32_t *month);
CHECKED struct status shop__notice_get(struct till *till, const char *village, int32_t month,
                                       bool *found, struct notice *notice);
CHECKED struct status shop__notice_put(struct till *till, const char *village,
                                       const struct notice *notice);
CHECKED struct status shop__notice_group_put(struct till *till, const char *village, int32_t month,
                                             const struct notice_group *group);
CHECKED struct status shop__notice_groups(struct till *till, const char *village, int32_t month,
                                          struct notice_group groups[NOTICE_GROUPS_MAX],
                                          size_t *count);
CHECKED struct status shop__earned_drop(struct till *till, const char *village, int32_t month);
CHECKED struct status shop__earned_put(struct till *till, const char *village, int32_t month,
                                       const struct earned *earned);
CHECKED struct status shop__earned_find(struct till *till, const char *village, int32_t month,
                                        const struct id *after, struct earned *list, size_t room,
                                        size_t *count);
void shop__daily_free(struct till *till);

/* ---- what is held about a person, in all villages ---- */

CHECKED struct status shop__dispute_own(struct till *till, const struct id *person,
                                        dispute_each_fn each, void *context);
/* One of a dispute's two texts; `*known` false: there is none, or the key is gone. */
CHECKED struct status shop__dispute_text(struct side *side, const struct dispute *dispute,
                                         bool answer, char text[DISPUTE_SEALED_BYTES + 1],
                                         bool *known);
typedef struct status (*reminder_each_fn)(void *context, const struct reminder *reminder);
CHECKED struct status shop__reminder_own(struct till *till, const struct id *person,
                                         reminder_each_fn each, void *context);
typedef struct status (*earned_each_fn)(void *context, const char *village, int32_t month,
                                        int64_t points);
CHECKED struct status shop__earned_own(struct till *till, const struct id *person,
                                       earned_each_fn each, void *context);
/* Tickets and reminders go so long after their end; why: docs/privacy.md, "Terms". */
CHECKED struct status shop__sweep(struct till *till, int64_t now);
CHECKED struct status shop__person_drop(struct till *till, const struct id *person);

/* ---- motions: shop_motion.c ---- */

/* What the books say of it decides its state. */
CHECKED struct status shop__motion_settle(struct side *side, struct motion *motion);
/* The same, by id. Refuses: MOTION_UNKNOWN. */
CHECKED struct status shop__motion_see(struct side *side, const struct id *id,
                                       struct motion *motion);
/* In `run`: carries it out. `approver` NULL: nobody had to sign. */
CHECKED struct status shop__motion_do(struct call *call, struct side *side, struct motion *motion,
                                      const struct id *approver);
CHECKED struct status shop__motion_json(struct call *call, const struct motion *motion,
                                        struct json_object **out);
/* By the order of shop__terms_fields. */
int64_t *shop__terms_value(struct terms *terms, size_t index);
struct json_object *shop__terms_json(const struct terms *terms);

/* ---- small helps for JSON ---- */

static inline void put_int(struct json_object *object, const char *name, int64_t value)
{
    json_object_object_add(object, name, json_object_new_int64(value));
}
static inline void put_text(struct json_object *object, const char *name, const char *value)
{
    json_object_object_add(object, name, json_object_new_string(value));
}
static inline void put_flag(struct json_object *object, const char *name, bool value)
{
    json_object_object_add(object, name, json_object_new_boolean(value));
}

enum { CURSOR_SIZE = 64 };
void shop__cursor_text(const struct cursor *cursor, char text[CURSOR_SIZE]);
/* Of the request's page. Refuses: CURSOR_WRONG. */
CHECKED struct status shop__cursor_read(struct call *call, struct cursor *cursor);
/* An id as 32 hexadecimal digits, and back. */
enum { ID_TEXT_SIZE = 2 * ID_BYTES + 1 };
void shop__id_text(const struct id *id, char text[ID_TEXT_SIZE]);
bool shop__id_parse(const char *text, struct id *id);
bool shop__hex(const char *text, uint8_t *out, size_t bytes); /* so many bytes, lower case */

/* ---- fields that several tables share: shop_fields.c ---- */

extern const struct field shop__shop_page[];
extern const struct field shop__goods_page[];
extern const struct field shop__goods_query[];
extern const struct field shop__goods_body[];
extern const struct field shop__stock_body[];
extern const struct field shop__code_answer[];
extern const struct field shop__code_body[];
extern const struct field shop__scan_body[];
extern const struct field shop__scan_answer[];
extern const struct field shop__redeem_body[];
extern const struct field shop__redeem_answer[];
extern const struct field shop__refund_body[];
extern const struct field shop__total_query[];
extern const struct field shop__total_answer[];
extern const struct field shop__open_body[];
extern const struct field shop__deposit_body[];
extern const struct field shop__payment_body[];
extern const struct field shop__terms_fields[];
extern const struct field shop__sign_body[];
extern const struct field shop__reason_body[];
extern const struct field shop__motion_answer[];
extern const struct field shop__motion_page[];
extern const struct field shop__fund_answer[];
extern const struct field shop__sold_page[];
extern const struct field shop__dispute_body[];
extern const struct field shop__dispute_item[];
extern const struct field shop__dispute_page[];
extern const struct field shop__answer_body[];
extern const struct field shop__notice_answer[];
extern const struct field shop__notice_page[];
extern const struct field shop__empty_body[];
extern const struct field shop__bundle_query[];
extern const struct field shop__bundle_answer[];
extern const struct field shop__hold_body[];
extern const struct field shop__hold_answer[];
extern const struct field shop__batch_body[];
extern const struct field shop__batch_answer[];
extern const struct field shop__month_query[];
extern const struct field shop__statement_answer[];
extern const struct field shop__accounts_answer[];

/* ---- handlers ---- */

CHECKED struct status shop__shops(struct call *call);
CHECKED struct status shop__goods(struct call *call);
CHECKED struct status shop__goods_set(struct call *call);
CHECKED struct status shop__stock_set(struct call *call);
CHECKED struct status shop__code(struct call *call);
CHECKED struct status shop__scan(struct call *call);
CHECKED struct status shop__redeem(struct call *call);
CHECKED struct status shop__refund(struct call *call);
CHECKED struct status shop__total(struct call *call);
CHECKED struct status shop__propose_shop(struct call *call);
CHECKED struct status shop__propose_deposit(struct call *call);
CHECKED struct status shop__propose_payment(struct call *call);
CHECKED struct status shop__propose_terms(struct call *call);
CHECKED struct status shop__motion_sign(struct call *call);
CHECKED struct status shop__motion_stop(struct call *call);
CHECKED struct status shop__motion_lift(struct call *call);
CHECKED struct status shop__motion_withdraw(struct call *call);
CHECKED struct status shop__motions(struct call *call);
CHECKED struct status shop__payments(struct call *call);
CHECKED struct status shop__terms_get(struct call *call);
CHECKED struct status shop__fund(struct call *call);
CHECKED struct status shop__redemptions(struct call *call);
CHECKED struct status shop__bundle(struct call *call);
CHECKED struct status shop__hold(struct call *call);
CHECKED struct status shop__hold_release(struct call *call);
CHECKED struct status shop__batch(struct call *call);
CHECKED struct status shop__notice(struct call *call);
CHECKED struct status shop__notice_people(struct call *call);
CHECKED struct status shop__notice_pdf(struct call *call);
CHECKED struct status shop__dispute(struct call *call);
CHECKED struct status shop__disputes(struct call *call);
CHECKED struct status shop__dispute_decide(struct call *call);
CHECKED struct status shop__statement(struct call *call);
CHECKED struct status shop__accounts(struct call *call);
CHECKED struct status shop__accounts_csv(struct call *call);
CHECKED struct status shop__prices_pdf(struct call *call);
CHECKED struct status shop__statement_pdf(struct call *call);

/* ---- what handlers ask ---- */

/* The shop of the path. Refuses: SHOP_UNKNOWN. */
CHECKED struct status shop__find(struct call *call, struct side *side, struct shop *shop);
/* The caller keeps the shop of the path, or is a till of it. Refuses: NOT_ALLOWED. */
CHECKED struct status shop__own(struct call *call, struct side *side);
/* The caller keeps the shop, or holds an office that watches. Refuses: NOT_ALLOWED. */
CHECKED struct status shop__may_see(struct call *call);
/* The roll-up "<prefix><shop>" over a span of days. */
CHECKED struct status shop__span_sum(struct call *call, const char *prefix, const char *shop,
                                     int32_t from, int32_t until, int64_t *sum);
/* In `run`: what a keeper got for scanning, which is theirs, of this shop, in time, and unused but
 * by this very request. Refuses: NOT_ALLOWED, SPEND_SCAN_DEAD. */
CHECKED struct status shop__ticket_take(struct call *call, struct side *side, const struct id *scan,
                                        struct ticket *ticket);
/* The month of the field `month`; this one where it was not sent. */
struct month {
    int32_t first;
    int32_t next; /* the first day of the month after */
    int32_t pay_day;
};
CHECKED struct status shop__month(struct call *call, struct month *month);
/* A name as a shop may see it: the first character, the rest as '*'. malloc'ed. */
CHECKED struct status shop__masked(struct side *side, const struct id *person, char **masked);
/* "name" of a shop ("S01") or of goods ("S01/G001"), as JSON; the code where there is none. */
CHECKED struct status shop__name_json(struct call *call, const char *of, const char *code,
                                      struct json_object **name);
CHECKED struct status shop__goods_name(struct call *call, const char *shop, const char *goods,
                                       struct json_object **name);
