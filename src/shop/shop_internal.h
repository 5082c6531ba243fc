/* shop_internal.h - what the files of this room share. */
#pragma once

#include <json-c/json.h>

#include "shop/shop.h"

enum {
    CODE_SECONDS = 60,        /* how long a code on a phone is good */
    TICKET_SECONDS = 10 * 60, /* how long the shop has to book what was scanned */
    TICKET_TRIES = 8,         /* that were refused; then scan again */
    TICKET_KEPT_SECONDS = 2 * 86400,
    CODE_DIGITS = 12,
    REFUND_DAYS = 7, /* after the redemption's day */
};

/* One side's prepared statements. */
struct till {
    struct store *store; /* people.db, borrowed */
    struct store_stmt *ticket_put, *ticket_by_code, *ticket_by_id, *ticket_scan, *ticket_use;
    struct store_stmt *ticket_try, *ticket_drop, *ticket_sweep;
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

/* ---- fields that several tables share: shop_fields.c ---- */

extern const struct field shop__shop_page[];
extern const struct field shop__goods_page[];
extern const struct field shop__goods_query[];
extern const struct field shop__goods_body[];
extern const struct field shop__stock_body[];
extern const struct field shop__code_answer[];
extern const struct field shop__scan_body[];
extern const struct field shop__scan_answer[];
extern const struct field shop__redeem_body[];
extern const struct field shop__redeem_answer[];
extern const struct field shop__refund_body[];
extern const struct field shop__total_query[];
extern const struct field shop__total_answer[];

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

/* ---- what handlers ask ---- */

/* The shop of the path. Refuses: SHOP_UNKNOWN. */
CHECKED struct status shop__find(struct call *call, struct side *side, struct shop *shop);
/* The caller keeps the shop of the path. Refuses: NOT_ALLOWED. */
CHECKED struct status shop__own(struct call *call, struct side *side);
/* A name as a shop may see it: the first character, the rest as '*'. malloc'ed. */
CHECKED struct status shop__masked(struct side *side, const struct id *person, char **masked);
/* "name" of a shop ("S01") or of goods ("S01/G001"), as JSON; the code where there is none. */
CHECKED struct status shop__name_json(struct call *call, const char *of, const char *code,
                                      struct json_object **name);
